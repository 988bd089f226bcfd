//! The organisation code of GB 11714-1997: eight characters and a check character.
//!
//! It stands alone on papers from before 2015, printed `XXXXXXXX-X`, and inside every unified social
//! credit code at positions 9 to 17, without the dash.

/// Weights of the eight body characters (GB 11714-1997, section 4).
const WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

/// The check character for an eight-character body of `0-9A-Z`; `None` for any other body.
pub fn check(body: &[u8]) -> Option<u8> {
    if body.len() != WEIGHTS.len() {
        return None;
    }
    let mut sum = 0;
    for (&byte, weight) in body.iter().zip(WEIGHTS) {
        sum += symbol(byte)? * weight;
    }
    Some(match 11 - sum % 11 {
        10 => b'X',
        11 => b'0',
        digit => b'0' + digit as u8,
    })
}

/// Whether `code`, with its dash or without, is well-formed and carries the right check character.
pub fn is_code(code: &str) -> bool {
    let (body, last) = match code.as_bytes() {
        [body @ .., b'-', last] | [body @ .., last] => (body, *last),
        [] => return false,
    };
    check(body) == Some(last)
}

fn symbol(byte: u8) -> Option<u32> {
    match byte {
        b'0'..=b'9' => Some(u32::from(byte - b'0')),
        b'A'..=b'Z' => Some(u32::from(byte - b'A') + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_standards_own_example() {
        assert!(is_code("D2143569-X"));
        assert!(is_code("D2143569X"));
        assert!(!is_code("D2143569-1"));
        assert!(!is_code("D2143569-"));
        assert!(!is_code("-"));
        assert!(!is_code(""));
    }

    proptest! {
        #[test]
        fn one_changed_digit_is_refused(body in "[0-9A-Z]{7}", digit in 0u8..10, by in 1u8..10) {
            let good = format!("{body}{digit}");
            let bad = format!("{body}{}", (digit + by) % 10);
            let last = check(good.as_bytes()).expect("well-formed") as char;
            let (good, bad) = (format!("{good}{last}"), format!("{bad}{last}"));
            prop_assert!(is_code(&good));
            prop_assert!(!is_code(&bad));
        }

        #[test]
        fn any_text_is_safe(text: String) {
            is_code(&text);
        }
    }
}
