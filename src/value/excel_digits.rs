//! What spreadsheets do to long numbers.
//!
//! A number cell keeps 15 significant decimal digits (IEEE 754 binary64, cut again by Excel), so an
//! 18-digit ID comes back with its tail zeroed. These functions recognise the damage and render whole
//! numbers exactly; lost digits are reported, never guessed.

/// How many significant decimal digits Excel keeps in a number cell.
pub(crate) const KEPT: usize = 15;

/// Whole numbers below this are exact in a binary64.
const EXACT_BELOW: f64 = 9_007_199_254_740_992.0;

/// Whether `bytes` is one or more ASCII digits.
pub(crate) fn all(bytes: &[u8]) -> bool {
    !bytes.is_empty() && bytes.iter().all(u8::is_ascii_digit)
}

/// Whether the text of a *number* cell bears the mark of Excel's 15 digits: sixteen or more digits
/// before the point and nothing but zeros after the fifteenth.
///
/// Understands plain digits, a zero fraction (`2088100191421000.0`) and exponents (`3.30106E+17`). A
/// true number may end in zeros as well, so the caller weighs this against the cell's kind.
pub(crate) fn lost(text: &str) -> bool {
    match text.split_once(['E', 'e']) {
        Some((mantissa, exponent)) => lost_scientific(mantissa, exponent),
        None => {
            let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
            all(whole.as_bytes()) && is_zeros(fraction) && tail_is_zero(whole)
        }
    }
}

/// Whether a *text* is a number in scientific notation as spreadsheets write it: `3.30106E+17`,
/// `3.30106E17`, `1E+11`. One digit stands before the point, and a point or a plus sign must be there,
/// since `3E12` may be somebody's code.
pub(crate) fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else {
        return false;
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let power = exponent.strip_prefix('+').unwrap_or(exponent);
    matches!(whole.as_bytes(), [b'1'..=b'9'])
        && all(fraction.as_bytes())
        && all(power.as_bytes())
        && (1..=3).contains(&power.len())
        && (mantissa.len() > 1 || power.len() < exponent.len())
}

/// The decimal text of a whole number that a binary64 holds exactly: |`number`| below 2^53.
///
/// `None` for fractions, larger numbers, infinities and NaN.
pub(crate) fn exact_integer(number: f64) -> Option<String> {
    let exact = number.fract() == 0.0 && number.abs() < EXACT_BELOW;
    exact.then(|| (number as i64).to_string())
}

fn lost_scientific(mantissa: &str, exponent: &str) -> bool {
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
    let Ok(exponent) = exponent.parse::<usize>() else {
        return false;
    };
    let mut beyond = whole.bytes().chain(fraction.bytes()).skip(KEPT);
    all(whole.as_bytes())
        && fraction.bytes().all(|byte| byte.is_ascii_digit())
        && exponent >= fraction.trim_end_matches('0').len()
        && whole.len().saturating_add(exponent) > KEPT
        && beyond.all(|byte| byte == b'0')
}

fn tail_is_zero(whole: &str) -> bool {
    let whole = whole.trim_start_matches('0');
    whole.len() > KEPT && is_zeros(&whole[KEPT..])
}

fn is_zeros(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte == b'0')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn signatures_of_loss() {
        for text in [
            "330106199003074000",
            "6217000010001230000",
            "2088100191421000.0",
            "3.30106E+17",
            "2.08810E+15",
            "6.2170000100012E+18",
            "351030001351351000",
        ] {
            assert!(lost(text), "{text}");
        }
        for text in [
            "330106199003074525",
            "13800138000",
            "1.2E+3",
            "3.5E-17",
            "100000000000000",
            "2088100191421638.5",
            "E+17",
            "三E+17",
            "",
        ] {
            assert!(!lost(text), "{text}");
        }
    }

    #[test]
    fn scientific_notation() {
        for text in ["3.30106E+17", "3.30106E17", "1.04e+11", "1E+11", "6.2E18"] {
            assert!(is_scientific(text), "{text}");
        }
        for text in [
            "3E12", "12.5E+3", "0.1E+5", "E+17", "3.E+17", "3.3E+", "3.3E1234", "3.3", "1.5E-7",
            "A1.2E+3", "三E+17", "",
        ] {
            assert!(!is_scientific(text), "{text}");
        }
    }

    #[test]
    fn exact_integers() {
        assert_eq!(
            exact_integer(13_800_138_000.0).as_deref(),
            Some("13800138000")
        );
        assert_eq!(exact_integer(-0.0).as_deref(), Some("0"));
        assert_eq!(exact_integer(-12.0).as_deref(), Some("-12"));
        for number in [0.5, 9_007_199_254_740_992.0, f64::NAN, f64::INFINITY] {
            assert_eq!(exact_integer(number), None);
        }
    }

    proptest! {
        #[test]
        fn excel_damage_is_recognised(head in "[1-9][0-9]{14}", zeros in 1usize..6) {
            let damaged = format!("{head}{}", "0".repeat(zeros));
            prop_assert!(lost(&damaged));
        }

        #[test]
        fn any_text_is_safe(text in "\\PC*|[0-9.]{0,20}E[+-]?[0-9]{0,30}", number: f64) {
            let _ = (lost(&text), is_scientific(&text), exact_integer(number));
        }
    }
}
