//! Global Trade Item Numbers, the numbers under bar codes (GS1 General Specifications, section 7.9).
//!
//! Canonical text in, the length class or the fault out. Item codes that are no bar codes share the
//! column, so a fault on a free code is the caller's to grade.

use super::excel_digits;

/// Which GTIN a number is, by its length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gtin {
    Gtin8,
    Gtin12,
    Gtin13,
    Gtin14,
}

/// Why a text is no GTIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GtinFault {
    /// Not all digits, or not 8, 12, 13 or 14 of them.
    Form,
    /// The last digit is wrong.
    Check { expected: char },
}

/// Judges canonical text: form first, then the check digit.
pub(crate) fn parse(text: &str) -> Result<Gtin, GtinFault> {
    let gtin = match text.len() {
        8 => Gtin::Gtin8,
        12 => Gtin::Gtin12,
        13 => Gtin::Gtin13,
        14 => Gtin::Gtin14,
        _ => return Err(GtinFault::Form),
    };
    let (last, body) = text.as_bytes().split_last().ok_or(GtinFault::Form)?;
    match check(body) {
        Some(check) if check == *last => Ok(gtin),
        Some(check) if last.is_ascii_digit() => Err(GtinFault::Check {
            expected: char::from(check),
        }),
        _ => Err(GtinFault::Form),
    }
}

/// Whether a GTIN-13 carries a prefix 20 to 29: an in-store or weighed-goods code, unique only there.
pub(crate) fn is_in_store(text: &str) -> bool {
    text.len() == 13 && text.starts_with('2')
}

/// Weights 3, 1, 3, 1 … leftwards from the digit before the check digit.
fn check(body: &[u8]) -> Option<u8> {
    if !excel_digits::all(body) {
        return None;
    }
    let weights = [3, 1].into_iter().cycle();
    let digits = body.iter().rev().map(|digit| u32::from(digit - b'0'));
    let sum: u32 = digits
        .zip(weights)
        .map(|(digit, weight)| digit * weight)
        .sum();
    Some(b'0' + ((10 - sum % 10) % 10) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lengths_and_faults() {
        assert_eq!(parse("69012341"), Ok(Gtin::Gtin8));
        assert_eq!(parse("036000291452"), Ok(Gtin::Gtin12));
        assert_eq!(parse("6901234567892"), Ok(Gtin::Gtin13));
        assert_eq!(parse("16901234567899"), Ok(Gtin::Gtin14));
        let fault = GtinFault::Check { expected: '2' };
        assert_eq!(parse("6901234567893"), Err(fault));
        for text in ["", "690123456789X", "690123", "条码条码"] {
            assert_eq!(parse(text), Err(GtinFault::Form), "{text}");
        }
    }

    #[test]
    fn in_store_codes_begin_with_2() {
        assert!(is_in_store("2000000000015"));
        assert!(!is_in_store("6901234567892"));
    }

    proptest! {
        #[test]
        fn one_changed_digit_is_refused(at in 0usize..13, by in 1u8..10) {
            let mut bytes = b"6901234567892".to_vec();
            bytes[at] = b'0' + (bytes[at] - b'0' + by) % 10;
            prop_assert!(parse(&String::from_utf8_lossy(&bytes)).is_err());
        }

        #[test]
        fn any_text_is_safe(text: String) {
            let _ = (parse(&text), is_in_store(&text));
        }
    }
}
