//! CNAPS bank codes (联行号): twelve digits, the last an ISO/IEC 7064 MOD 11,10 check digit.
//!
//! No public statement of the check was found; it was established by computation on head-office
//! numbers from published bank lists and holds for all of them. Codes such as 104000000000, which name
//! a bank rather than a branch, fail it and yet circulate: report a failure as a warning.

use super::{excel_digits, iso7064};

/// Why a text is not a CNAPS code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CnapsFault {
    /// Not twelve digits.
    Form,
    /// Twelve digits, the last one wrong.
    Check { expected: char },
}

/// Whether `text` has the form of a code: twelve digits.
pub(crate) fn has_form(text: &str) -> bool {
    text.len() == 12 && excel_digits::all(text.as_bytes())
}

/// Judges canonical text: form first, then the check digit.
pub(crate) fn parse(text: &str) -> Result<(), CnapsFault> {
    let (last, body) = text.as_bytes().split_last().ok_or(CnapsFault::Form)?;
    if !has_form(text) {
        return Err(CnapsFault::Form);
    }
    match iso7064::mod_11_10_check(body) {
        Some(check) if check == *last => Ok(()),
        Some(check) => Err(CnapsFault::Check {
            expected: char::from(check),
        }),
        None => Err(CnapsFault::Form),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn faults() {
        assert_eq!(parse("102100099996"), Ok(()));
        let fault = CnapsFault::Check { expected: '6' };
        assert_eq!(parse("102100099997"), Err(fault));
        for text in ["", "10210009999", "10210009999X", "一二三四"] {
            assert_eq!(parse(text), Err(CnapsFault::Form), "{text}");
        }
    }

    proptest! {
        #[test]
        fn one_changed_digit_is_refused(at in 0usize..12, by in 1u8..10) {
            let mut bytes = b"308584000013".to_vec();
            bytes[at] = b'0' + (bytes[at] - b'0' + by) % 10;
            prop_assert!(parse(&String::from_utf8_lossy(&bytes)).is_err());
        }

        #[test]
        fn any_text_is_safe(text: String) {
            let _ = parse(&text);
        }
    }
}
