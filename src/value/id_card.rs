//! Identity documents of persons: citizen IDs, residence permits, travel permits and passports.
//!
//! In goes canonical text (upper case, no separators) and the day to judge by; out comes which
//! document it is, or what is wrong. Standards: GB 11643-1999 for the 18-digit forms, the notice on
//! the 2023 permanent-residence card for the form beginning with 9; permits and passports by shape.

use super::{excel_digits, iso7064, region};
use time::{Date, Month};

/// Which document a number belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum IdDocument {
    /// 居民身份证.
    Citizen18,
    /// The form before 1999, without century and check character.
    Citizen15,
    /// 港澳居民居住证, 台湾居民居住证: the citizen form with prefix 81, 82 or 83 and four zeros.
    HmtResidence,
    /// 外国人永久居留身份证 before December 2023: three letters and twelve digits, no check.
    ForeignPermanent15,
    /// The same, 2023 edition.
    ForeignPermanent18,
    /// 港澳居民来往内地通行证, 台湾居民来往大陆通行证.
    Permit,
    Passport,
}

/// Why a text is no identity document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum IdFault {
    /// No known document looks like this.
    Form,
    /// The birth date is not in the calendar.
    Date,
    /// The birth date lies after the day of judging.
    Future,
    /// The last character is wrong.
    Check { expected: char },
}

/// Ages in years at which somebody may plausibly be a legal person.
pub(crate) const AGES: std::ops::RangeInclusive<i32> = 16..=100;

/// A passport number with this many digits is more likely a mistyped citizen ID.
const DIGITS_OF_A_MISTYPED_ID: usize = 12;

/// Reads a document number; births after `as_of` are refused.
///
/// The address code of a citizen ID is not judged here: see [`division`] and
/// [`region::known_division`].
pub(crate) fn parse(text: &str, as_of: Date) -> Result<IdDocument, IdFault> {
    let document = document(text).ok_or(IdFault::Form)?;
    if let Some(birth) = birth_digits(document, text) {
        let birth = birth.ok_or(IdFault::Date)?;
        if birth > as_of {
            return Err(IdFault::Future);
        }
    }
    match expected_check(document, text) {
        Some(expected) => Err(IdFault::Check { expected }),
        None => Ok(document),
    }
}

/// The birth date a number carries; `None` for documents without one and for impossible dates.
pub(crate) fn birth(text: &str) -> Option<Date> {
    birth_digits(document(text)?, text)?
}

/// Completed years of age on `as_of`; negative before birth, `None` where [`birth`] is.
pub(crate) fn age(text: &str, as_of: Date) -> Option<i32> {
    let birth = birth(text)?;
    let not_yet = (as_of.month() as u8, as_of.day()) < (birth.month() as u8, birth.day());
    Some(as_of.year() - birth.year() - i32::from(not_yet))
}

/// The six-digit address code of a citizen ID or residence permit.
pub(crate) fn division(text: &str) -> Option<&str> {
    match document(text)? {
        IdDocument::Citizen18 | IdDocument::Citizen15 | IdDocument::HmtResidence => text.get(..6),
        _ => None,
    }
}

fn document(text: &str) -> Option<IdDocument> {
    let bytes = text.as_bytes();
    match bytes {
        [body @ .., b'0'..=b'9' | b'X' | b'x'] if body.len() == 17 && excel_digits::all(body) => {
            Some(eighteen(text))
        }
        _ if bytes.len() == 15 && excel_digits::all(bytes) => Some(IdDocument::Citizen15),
        [a, b, c, rest @ ..] if rest.len() == 12 && excel_digits::all(rest) => [a, b, c]
            .iter()
            .all(|letter| letter.is_ascii_uppercase())
            .then_some(IdDocument::ForeignPermanent15),
        _ if is_permit(bytes) => Some(IdDocument::Permit),
        _ if is_passport(bytes) => Some(IdDocument::Passport),
        _ => None,
    }
}

/// Tells the three 18-character forms apart; `text` is 17 digits and a check character.
fn eighteen(text: &str) -> IdDocument {
    match text.get(..6) {
        Some("810000" | "820000" | "830000") => IdDocument::HmtResidence,
        Some(prefix) if prefix.starts_with('9') && is_province(&prefix[1..3]) => {
            IdDocument::ForeignPermanent18
        }
        _ => IdDocument::Citizen18,
    }
}

fn is_province(two_digits: &str) -> bool {
    two_digits
        .parse()
        .is_ok_and(|code: u32| region::is_current(code * 10_000))
}

/// `H` or `M` and 8 or 10 digits; 8 digits, formerly 10 and a letter, for residents of Taiwan.
fn is_permit(bytes: &[u8]) -> bool {
    match bytes {
        [b'H' | b'M', rest @ ..] => matches!(rest.len(), 8 | 10) && excel_digits::all(rest),
        [rest @ .., b'A'..=b'Z'] => rest.len() == 10 && excel_digits::all(rest),
        _ => bytes.len() == 8 && excel_digits::all(bytes),
    }
}

/// Letters and digits; the United States, Britain and others print nine digits alone.
fn is_passport(bytes: &[u8]) -> bool {
    if bytes.len() == 9 && excel_digits::all(bytes) {
        return true;
    }
    let digits = bytes.iter().filter(|byte| byte.is_ascii_digit()).count();
    let letters = bytes.iter().filter(|byte| byte.is_ascii_uppercase());
    let letters = letters.count();
    (5..=17).contains(&bytes.len())
        && digits + letters == bytes.len()
        && letters > 0
        && digits > 0
        && digits < DIGITS_OF_A_MISTYPED_ID
}

/// Outer `None`: the document carries no birth date. Inner `None`: the date is impossible.
fn birth_digits(document: IdDocument, text: &str) -> Option<Option<Date>> {
    let bytes = text.as_bytes();
    match document {
        IdDocument::Citizen18 | IdDocument::HmtResidence | IdDocument::ForeignPermanent18 => {
            Some(calendar_date(number(bytes, 6, 10), bytes, 10))
        }
        IdDocument::Citizen15 => {
            // Sequence numbers 996 to 999 were given to persons already past a hundred.
            let century = if number(bytes, 12, 15) >= 996 {
                1800
            } else {
                1900
            };
            Some(calendar_date(century + number(bytes, 6, 8), bytes, 8))
        }
        _ => None,
    }
}

fn calendar_date(year: i32, bytes: &[u8], month_at: usize) -> Option<Date> {
    let month = u8::try_from(number(bytes, month_at, month_at + 2)).ok()?;
    let day = u8::try_from(number(bytes, month_at + 2, month_at + 4)).ok()?;
    Date::from_calendar_date(year, Month::try_from(month).ok()?, day).ok()
}

/// The decimal number at `from..to`, which [`document`] has already found to be digits.
fn number(bytes: &[u8], from: usize, to: usize) -> i32 {
    let digits = bytes.get(from..to).unwrap_or_default();
    digits
        .iter()
        .fold(0, |number, digit| number * 10 + i32::from(digit & 0x0F))
}

/// The right check character, when `text` has one and it is wrong.
fn expected_check(document: IdDocument, text: &str) -> Option<char> {
    let checked = matches!(
        document,
        IdDocument::Citizen18 | IdDocument::HmtResidence | IdDocument::ForeignPermanent18
    );
    let (last, body) = text.as_bytes().split_last()?;
    let expected = checked.then(|| iso7064::mod_11_2_check(body))??;
    (expected != last.to_ascii_uppercase()).then_some(char::from(expected))
}

/// An ID number without what its 15-digit form leaves out: century 19 and the check character.
pub(crate) fn without_upgrade(id: &str) -> std::borrow::Cow<'_, str> {
    match (id.get(..6), id.get(6..8), id.get(8..17)) {
        (Some(division), Some("19"), Some(rest)) if id.len() == 18 => {
            std::borrow::Cow::Owned(format!("{division}{rest}"))
        }
        _ => std::borrow::Cow::Borrowed(id),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use time::macros::date;

    #[test]
    fn the_old_and_the_new_number_are_one_person() {
        assert_eq!(
            without_upgrade("110105198501010012"),
            without_upgrade("110105850101001")
        );
        assert_ne!(
            without_upgrade("110105198501010012"),
            without_upgrade("110105199501010019")
        );
    }

    const TODAY: Date = date!(2024 - 03 - 01);

    #[test]
    fn faults() {
        let parse = |text| parse(text, TODAY);
        assert_eq!(parse("330106199003074525"), Ok(IdDocument::Citizen18));
        let fault = IdFault::Check { expected: '5' };
        assert_eq!(parse("330106199003074520"), Err(fault));
        assert_eq!(parse("330106199002304528"), Err(IdFault::Date));
        assert_eq!(parse("330106203003074525"), Err(IdFault::Future));
        assert_eq!(parse("11010585010100X"), Err(IdFault::Form));
        assert_eq!(parse("33010619900307452"), Err(IdFault::Form));
        assert_eq!(parse("3301061990030745255"), Err(IdFault::Form));
        assert_eq!(parse("3301061990030745X"), Err(IdFault::Form));
        assert_eq!(parse("张三"), Err(IdFault::Form));
    }

    #[test]
    fn permits_and_passports() {
        let parse = |text| parse(text, TODAY);
        for permit in ["H12345678", "M1234567801", "01234567", "0123456789A"] {
            assert_eq!(parse(permit), Ok(IdDocument::Permit), "{permit}");
        }
        for passport in ["E12345678", "EA1234567", "AB12345", "123456789"] {
            assert_eq!(parse(passport), Ok(IdDocument::Passport), "{passport}");
        }
        for neither in ["1234567890", "ABCDEF", "E123", "e12345678", "H1"] {
            assert_eq!(parse(neither), Err(IdFault::Form), "{neither}");
        }
    }

    #[test]
    fn birth_age_division() {
        let id = "330106199003074525";
        assert_eq!(birth(id), Some(date!(1990 - 03 - 07)));
        assert_eq!(age(id, TODAY), Some(33));
        assert_eq!(age(id, date!(2024 - 03 - 07)), Some(34));
        assert_eq!(division(id), Some("330106"));
        assert_eq!(birth("110105850101001"), Some(date!(1985 - 01 - 01)));
        assert_eq!(birth("110105850101998"), Some(date!(1885 - 01 - 01)));
        assert_eq!(birth("E12345678"), None);
        assert_eq!(division("911124198108030024"), None);
    }

    proptest! {
        #[test]
        fn one_changed_digit_is_refused(at in 0usize..17, by in 1u8..10) {
            let mut bytes = b"330106199003074525".to_vec();
            bytes[at] = b'0' + (bytes[at] - b'0' + by) % 10;
            let text = String::from_utf8(bytes).expect("ASCII");
            prop_assert!(parse(&text, TODAY).is_err());
        }

        #[test]
        fn any_text_is_safe(text in "\\PC{0,20}|[0-9]{15}|[0-9]{17}[0-9X]|[0-9A-Z]{5,18}") {
            let _ = (parse(&text, TODAY), birth(&text), age(&text, TODAY), division(&text));
        }
    }
}
