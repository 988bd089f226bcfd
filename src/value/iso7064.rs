//! The two ISO/IEC 7064 check systems behind Chinese identifiers.
//!
//! MOD 11,10 protects the old licence number and the CNAPS code, MOD 11-2 the citizen ID. In goes the
//! body as ASCII digits, without its check character; out comes the check character, as ASCII.

/// The check digit of the hybrid system MOD 11,10 (ISO/IEC 7064:2003, section 9).
///
/// `None` when `digits` is empty or holds anything but ASCII digits.
pub fn mod_11_10_check(digits: &[u8]) -> Option<u8> {
    let mut product = 10;
    for value in values(digits)? {
        let sum = match (product + value) % 10 {
            0 => 10,
            sum => sum,
        };
        product = sum * 2 % 11;
    }
    Some(b'0' + ((11 - product) % 10) as u8)
}

/// The check character of the pure system MOD 11-2 (ISO/IEC 7064:2003, section 7): a digit or `X`.
///
/// `None` when `digits` is empty or holds anything but ASCII digits.
pub fn mod_11_2_check(digits: &[u8]) -> Option<u8> {
    let product = values(digits)?.fold(0, |product, value| (product + value) * 2 % 11);
    Some(match (12 - product) % 11 {
        10 => b'X',
        check => b'0' + check as u8,
    })
}

fn values(digits: &[u8]) -> Option<impl Iterator<Item = u32> + '_> {
    let sound = !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
    sound.then(|| digits.iter().map(|digit| u32::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn published_vectors() {
        assert_eq!(mod_11_10_check(b"0794"), Some(b'5'));
        assert_eq!(mod_11_2_check(b"0794"), Some(b'0'));
        assert_eq!(mod_11_2_check(b"079"), Some(b'X'));
        assert_eq!(mod_11_2_check(b"11010519491231002"), Some(b'X'));
        assert_eq!(mod_11_10_check(b"10210009999"), Some(b'6'));
    }

    #[test]
    fn refuses_what_is_not_digits() {
        for text in ["", "12a4", "１２"] {
            assert_eq!(mod_11_10_check(text.as_bytes()), None);
            assert_eq!(mod_11_2_check(text.as_bytes()), None);
        }
    }

    proptest! {
        #[test]
        fn one_changed_digit_changes_the_check(body in "[0-9]{1,30}", at in 0usize..30, by in 1u8..10) {
            let mut other = body.clone().into_bytes();
            let at = at % other.len();
            other[at] = b'0' + (other[at] - b'0' + by) % 10;
            prop_assert_ne!(mod_11_10_check(body.as_bytes()), mod_11_10_check(&other));
            prop_assert_ne!(mod_11_2_check(body.as_bytes()), mod_11_2_check(&other));
        }

        #[test]
        fn any_bytes_are_safe(bytes: Vec<u8>) {
            let _ = (mod_11_10_check(&bytes), mod_11_2_check(&bytes));
        }
    }
}
