//! The text of a number cell. Numbers come out exactly when integral and below 2^53, else as the
//! shortest decimal that reads back the same, never with an exponent; zeros in front are shown where
//! the cell's number format shows them, and nowhere else.

use crate::value::excel_digits;

/// A number as text, with at least `width` digits where its format says so.
pub(crate) fn text(number: f64, width: Option<u8>) -> String {
    let text = excel_digits::exact_integer(number).unwrap_or_else(|| format!("{number}"));
    match width {
        Some(width) if excel_digits::all(text.as_bytes()) => {
            format!("{text:0>0$}", usize::from(width))
        }
        _ => text,
    }
}

/// Like [`text`], for a number that the file holds as an integer.
pub(crate) fn text_of_int(number: i64, width: Option<u8>) -> String {
    match width {
        Some(width) if number >= 0 => format!("{number:0>0$}", usize::from(width)),
        _ => number.to_string(),
    }
}

/// Serials that are dates, up to 9999-12-31.
pub(crate) const DATES: std::ops::Range<f64> = 0.0..2_958_466.0;

/// How many digits a number format shows at least, when it is nothing but zeros: `000000`.
pub(crate) fn zeros(format: &str) -> Option<u8> {
    let shown = format.split(';').next().unwrap_or_default().trim();
    let only_zeros = shown.len() > 1 && shown.bytes().all(|byte| byte == b'0');
    u8::try_from(shown.len()).ok().filter(|_| only_zeros)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_come_from_the_format_only() {
        assert_eq!(zeros("000000"), Some(6));
        assert_eq!(zeros("00000;-00000;@"), Some(5));
        for format in ["0", "0.00", "#,##0", "General", "", "yyyy", "00-00"] {
            assert_eq!(zeros(format), None, "{format}");
        }
        assert_eq!(text(742.0, Some(4)), "0742");
        assert_eq!(text(74_211.0, Some(4)), "74211");
        assert_eq!(text(742.0, None), "742");
        assert_eq!(text(-7.0, Some(4)), "-7");
        assert_eq!(text(0.5, Some(4)), "0.5");
        assert_eq!(text_of_int(742, Some(4)), "0742");
        assert_eq!(text_of_int(-742, Some(6)), "-742");
    }
}
