//! Telephone numbers: mainland mobiles, landlines and service numbers.
//!
//! In goes canonical text (half width, no country code, `-` as the only separator); out comes whether
//! the shape is right. The shapes follow the national numbering plan (电信网编号计划).

use super::excel_digits;

/// A mainland mobile: 1, then 3 to 9, then nine digits.
pub(crate) fn is_mobile(text: &str) -> bool {
    matches!(text.as_bytes(), [b'1', b'3'..=b'9', rest @ ..] if rest.len() == 9 && excel_digits::all(rest))
}

/// A landline: area code with its 0, optional dash, seven or eight digits, optional extension.
///
/// The extension follows a dash or 转 and has one to six digits.
pub(crate) fn is_landline(text: &str) -> bool {
    let bytes = text.as_bytes();
    // Only Beijing and the 02x cities have three-digit area codes.
    let area = match bytes {
        [b'0', b'1', b'0', ..] | [b'0', b'2', _, ..] => 3,
        _ => 4,
    };
    let Some((code, rest)) = text.split_at_checked(area) else {
        return false;
    };
    let (number, extension) = split_extension(rest.strip_prefix('-').unwrap_or(rest));
    code.starts_with('0')
        && excel_digits::all(code.as_bytes())
        && matches!(number.len(), 7 | 8)
        && excel_digits::all(number.as_bytes())
        && extension.is_none_or(|digits| digits.len() <= 6 && excel_digits::all(digits.as_bytes()))
}

/// Whatever a customer may call: mobile, landline, 400 or 800 and seven digits, 95 or 96 numbers of
/// five or six digits.
pub(crate) fn is_service(text: &str) -> bool {
    is_mobile(text) || is_landline(text) || is_toll_free(text) || is_short(text)
}

/// The numbers of a cell that holds more than one, which canonical text keeps apart with `/`; empty for
/// any other text. At least one can be called as it stands; a further one may lack its area code.
pub(crate) fn several(text: &str) -> Vec<&str> {
    if !text.contains('/') {
        return Vec::new();
    }
    let number = |text: &&str| is_service(text) || is_local(text);
    let numbers: Vec<&str> = text.split('/').filter(number).collect();
    if numbers.len() < 2 || !numbers.iter().any(|number| is_service(number)) {
        return Vec::new();
    }
    numbers
}

/// Seven to twelve digits: a landline without its area code, or a mobile with a digit too few or too many.
fn is_local(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let dashes = text.bytes().filter(|byte| *byte == b'-').count();
    (7..=12).contains(&digits) && dashes <= 2 && digits + dashes == text.len()
}

fn is_toll_free(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let dashes = text.bytes().filter(|byte| *byte == b'-').count();
    (text.starts_with("400") || text.starts_with("800"))
        && digits == 10
        && dashes <= 2
        && digits + dashes == text.len()
        && !text.ends_with('-')
}

fn is_short(text: &str) -> bool {
    (text.starts_with("95") || text.starts_with("96"))
        && matches!(text.len(), 5 | 6)
        && excel_digits::all(text.as_bytes())
}

fn split_extension(text: &str) -> (&str, Option<&str>) {
    match text.split_once(['-', '转']) {
        Some((number, extension)) => (number, Some(extension)),
        None => (text, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn mobiles() {
        assert!(is_mobile("13800138000"));
        for text in [
            "12800138000",
            "1380013800",
            "138001380000",
            "138-0013-8000",
            "一三八",
        ] {
            assert!(!is_mobile(text), "{text}");
        }
    }

    #[test]
    fn landlines() {
        for text in [
            "057188888888",
            "0571-88888888",
            "010-12345678",
            "0915-3212345",
            "0571-88888888-801",
            "0571-88888888转801",
        ] {
            assert!(is_landline(text), "{text}");
        }
        for text in [
            "88888888",
            "0571-8888",
            "571-88888888",
            "0571-88888888-",
            "0５71",
            "零五",
        ] {
            assert!(!is_landline(text), "{text}");
        }
    }

    #[test]
    fn service_numbers() {
        for text in [
            "400-123-4567",
            "4001234567",
            "800-1234567",
            "95188",
            "961234",
            "13800138000",
        ] {
            assert!(is_service(text), "{text}");
        }
        for text in ["400-123-456", "4001234567-", "95", "9518888", "110", "四百"] {
            assert!(!is_service(text), "{text}");
        }
    }

    #[test]
    fn several_numbers() {
        for (text, numbers) in [
            (
                "13800138000/13900139000",
                &["13800138000", "13900139000"][..],
            ),
            ("0571-88888888/88888889", &["0571-88888888", "88888889"]),
            ("95188/400-123-4567/x", &["95188", "400-123-4567"]),
            ("13800138000", &[]),
            ("0571-88888888-801/802", &[]),
            ("13800138000/张三", &[]),
            ("88888888/88888889", &[]),
            ("/", &[]),
        ] {
            assert_eq!(several(text), numbers, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_safe(text in "\\PC{0,16}|0[0-9\\-转/]{0,16}") {
            let _ = (several(&text), is_mobile(&text), is_landline(&text), is_service(&text));
        }
    }
}
