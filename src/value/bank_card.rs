//! Bank cards and bank accounts.
//!
//! A personal card number ends in a Luhn digit (ISO/IEC 7812-1, annex B); a corporate account (对公账号)
//! carries no check and only its shape can be judged. Canonical text in, a verdict out.

use super::excel_digits;

/// The Luhn check digit, as ASCII, for a body of ASCII digits; `None` for any other body.
pub fn luhn_digit(body: &[u8]) -> Option<u8> {
    if !excel_digits::all(body) {
        return None;
    }
    let sum: usize = body.iter().rev().enumerate().map(weighted).sum();
    Some(b'0' + ((10 - sum % 10) % 10) as u8)
}

/// Whether `text` is all digits, at least two, and ends in its Luhn digit.
pub fn luhn(text: &str) -> bool {
    match text.as_bytes().split_last() {
        Some((last, body)) => luhn_digit(body) == Some(*last),
        None => false,
    }
}

/// Whether `text` has the form of a card number: 13 to 19 digits (ISO/IEC 7812-1).
pub fn has_card_form(text: &str) -> bool {
    (13..=19).contains(&text.len()) && excel_digits::all(text.as_bytes())
}

/// Whether `text` is a sound card number: the form and the Luhn digit.
pub fn is_card(text: &str) -> bool {
    has_card_form(text) && luhn(text)
}

/// Whether `text` can be a corporate account: 9 to 25 digits, dashes between them, and before them at
/// most three letters, as in NRA and FTN accounts. The lengths are custom, not a standard: only warn.
pub fn has_account_form(text: &str) -> bool {
    let number = text.trim_start_matches(|letter: char| letter.is_ascii_uppercase());
    let dashes_inside = !number.starts_with('-') && !number.ends_with('-');
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let dashes = number.bytes().filter(|byte| *byte == b'-').count();
    text.len() - number.len() <= 3
        && dashes_inside
        && digits + dashes == number.len()
        && (9..=25).contains(&digits)
}

/// Every second digit from the right is doubled, and its own digits are added up.
fn weighted((from_right, digit): (usize, &u8)) -> usize {
    let value = usize::from(digit - b'0');
    match (from_right % 2, value) {
        (0, 0..=4) => value * 2,
        (0, _) => value * 2 - 9,
        _ => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cards_and_accounts() {
        assert!(luhn("79927398713"));
        assert!(!luhn("79927398710"));
        assert!(!luhn("7"));
        assert!(!luhn(""));
        assert!(is_card("6214830000000124"));
        assert!(!is_card("79927398713"), "too short for a card");
        assert!(has_account_form("33050161613500000123"));
        assert!(has_account_form("NRA3305-0161-6135"));
        for text in ["3305", "-330501616135", "ABCD330501616135", "三三〇五", ""] {
            assert!(!has_account_form(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn one_changed_digit_is_refused(body in "[0-9]{12,18}", at in 0usize..19, by in 1u8..10) {
            let last = luhn_digit(body.as_bytes()).expect("digits");
            let mut bytes = body.into_bytes();
            bytes.push(last);
            prop_assert!(is_card(&String::from_utf8_lossy(&bytes)));
            let at = at % bytes.len();
            bytes[at] = b'0' + (bytes[at] - b'0' + by) % 10;
            prop_assert!(!is_card(&String::from_utf8_lossy(&bytes)));
        }

        #[test]
        fn any_text_is_safe(text: String) {
            let _ = (luhn(&text), is_card(&text), has_account_form(&text));
        }
    }
}
