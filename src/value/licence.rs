//! Business licence numbers: the unified social credit code and the registration number before it.
//!
//! In goes canonical text (upper case, no separators); out comes which of the two it is, or what is
//! wrong with it. Standards: GB 32100-2015 (18 characters) and GS15-2006 (15 digits).

use super::{excel_digits, iso7064, organisation};

/// Which kind of number a sound licence carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Licence {
    /// Unified social credit code, 统一社会信用代码.
    Uscc,
    /// Registration number in use from 2007 to 2015, 注册号.
    Old15,
}

/// Why a text is not a licence number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LicenceFault {
    /// Wrong length or a character that cannot occur there.
    Form,
    /// The 18-character form with a wrong last character.
    Check { expected: char },
    /// The 15-digit form with a wrong last digit.
    OldCheck { expected: char },
}

/// What sort of body holds a unified social credit code, from its first two characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LicenceKind {
    /// `91`, 企业.
    Enterprise,
    /// `92`, 个体工商户.
    IndividualBusiness,
    /// `12`, 事业单位.
    Institution,
    Other,
}

/// The 31 symbols of GB 32100-2015; a symbol's value is its place here.
pub(super) const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// The value of every byte, 31 for those that are no symbol.
const VALUES: [u8; 256] = {
    let mut values = [31; 256];
    let mut at = 0;
    while at < ALPHABET.len() {
        values[ALPHABET[at] as usize] = at as u8;
        at += 1;
    }
    values
};

/// Weights of positions 1 to 17: powers of 3 modulo 31 (GB 32100-2015, table 3).
const WEIGHTS: [usize; 17] = [
    1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28,
];

/// Reads a licence number of either standard.
///
/// A 13-digit number, older than 2007 and without a check digit, is a [`LicenceFault::Form`].
pub fn parse(text: &str) -> Result<Licence, LicenceFault> {
    let bytes = text.as_bytes();
    match bytes.len() {
        18 => parse_uscc(bytes),
        15 => parse_old(bytes),
        _ => Err(LicenceFault::Form),
    }
}

/// Whether positions 9 to 17 satisfy the organisation-code check of GB 11714.
///
/// False for anything that is not 18 bytes long. The outer check is the binding one: a failure here
/// alone deserves a warning.
pub fn organisation_code_ok(uscc: &str) -> bool {
    let bytes = uscc.as_bytes();
    bytes.len() == 18 && organisation::check(&bytes[8..16]) == Some(bytes[16])
}

/// What sort of body holds the code; looks at the first two characters only.
pub fn kind(uscc: &str) -> LicenceKind {
    match uscc.as_bytes() {
        [b'9', b'1', ..] => LicenceKind::Enterprise,
        [b'9', b'2', ..] => LicenceKind::IndividualBusiness,
        [b'1', b'2', ..] => LicenceKind::Institution,
        _ => LicenceKind::Other,
    }
}

/// The registering authority and the kind of body, the first two characters (GB 32100-2015, table 1).
const KINDS: [(u8, &[u8]); 11] = [
    (b'1', b"1239"),
    (b'2', b"19"),
    (b'3', b"123459"),
    (b'4', b"19"),
    (b'5', b"1239"),
    (b'6', b"129"),
    (b'7', b"129"),
    (b'8', b"19"),
    (b'9', b"123"),
    (b'A', b"19"),
    (b'N', b"1239"),
];

/// Whether the first two characters of a code are in the standard's table. `Y`, other authorities, has
/// no kinds of its own, so any goes.
pub fn is_known_kind(uscc: &str) -> bool {
    match uscc.as_bytes() {
        [b'Y', ..] => true,
        [authority, kind, ..] => KINDS
            .iter()
            .any(|(known, kinds)| known == authority && kinds.contains(kind)),
        _ => false,
    }
}

/// The six digits of the registering authority, of either standard; `None` for other lengths.
pub fn authority(text: &str) -> Option<&str> {
    match text.len() {
        18 => text.get(2..8),
        15 => text.get(..6),
        _ => None,
    }
}

fn parse_uscc(bytes: &[u8]) -> Result<Licence, LicenceFault> {
    // Positions 3 to 8 are a GB/T 2260 division code, hence digits.
    if !bytes[2..8].iter().all(u8::is_ascii_digit) || symbol(bytes[17]).is_none() {
        return Err(LicenceFault::Form);
    }
    match uscc_check(&bytes[..17]) {
        None => Err(LicenceFault::Form),
        Some(check) if check == bytes[17] => Ok(Licence::Uscc),
        Some(check) => Err(LicenceFault::Check {
            expected: char::from(check),
        }),
    }
}

fn uscc_check(body: &[u8]) -> Option<u8> {
    let mut sum = 0;
    for (&byte, weight) in body.iter().zip(WEIGHTS) {
        sum += symbol(byte)? * weight;
    }
    Some(ALPHABET[(31 - sum % 31) % 31])
}

fn parse_old(bytes: &[u8]) -> Result<Licence, LicenceFault> {
    if !excel_digits::all(bytes) {
        return Err(LicenceFault::Form);
    }
    match iso7064::mod_11_10_check(&bytes[..14]) {
        None => Err(LicenceFault::Form),
        Some(check) if check == bytes[14] => Ok(Licence::Old15),
        Some(check) => Err(LicenceFault::OldCheck {
            expected: char::from(check),
        }),
    }
}

fn symbol(byte: u8) -> Option<usize> {
    let value = VALUES[usize::from(byte)];
    (value < 31).then_some(usize::from(value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const GOOD: &str = "91330106MA2H1ABC7U";

    #[test]
    fn faults_name_the_expected_character() {
        assert_eq!(parse(GOOD), Ok(Licence::Uscc));
        let fault = LicenceFault::Check { expected: 'U' };
        assert_eq!(parse("91330106MA2H1ABC7W"), Err(fault));
        let fault = LicenceFault::OldCheck { expected: '0' };
        assert_eq!(parse("330106000012341"), Err(fault));
        assert_eq!(parse("3301060000123"), Err(LicenceFault::Form));
        assert_eq!(parse("企业企业企业"), Err(LicenceFault::Form));
    }

    #[test]
    fn kinds() {
        assert_eq!(kind(GOOD), LicenceKind::Enterprise);
        assert_eq!(kind("92440300MA5FQWE16B"), LicenceKind::IndividualBusiness);
        assert_eq!(kind("12330000470001235A"), LicenceKind::Institution);
        assert_eq!(kind(""), LicenceKind::Other);
    }

    #[test]
    fn authorities_and_kinds() {
        for code in [
            "91", "92", "93", "12", "19", "35", "52", "81", "A1", "N3", "Y1",
        ] {
            assert!(is_known_kind(code), "{code}");
        }
        for code in ["94", "99", "01", "14", "22", "B1", "A2", "N4", "9", ""] {
            assert!(!is_known_kind(code), "{code}");
        }
        assert_eq!(authority(GOOD), Some("330106"));
        assert_eq!(authority("440301600005678"), Some("440301"));
        assert_eq!(authority("3301060000123"), None);
        assert_eq!(authority("企业企业企业"), None);
    }

    proptest! {
        #[test]
        fn one_changed_symbol_is_refused(at in 0usize..18, to in 0usize..31) {
            let mut bytes = GOOD.as_bytes().to_vec();
            prop_assume!(bytes[at] != ALPHABET[to]);
            bytes[at] = ALPHABET[to];
            let text = String::from_utf8(bytes).expect("ASCII");
            prop_assert!(parse(&text).is_err());
        }

        #[test]
        fn one_changed_old_digit_is_refused(body in "[0-9]{14}", at in 0usize..15, by in 1u8..10) {
            let check = iso7064::mod_11_10_check(body.as_bytes()).expect("digits");
            let mut bytes = body.into_bytes();
            bytes.push(check);
            let text = String::from_utf8(bytes.clone()).expect("ASCII");
            prop_assert_eq!(parse(&text), Ok(Licence::Old15));
            bytes[at] = b'0' + (bytes[at] - b'0' + by) % 10;
            prop_assert!(parse(&String::from_utf8(bytes).expect("ASCII")).is_err());
        }

        #[test]
        fn any_text_is_safe(text in "\\PC{0,20}|[0-9A-Z]{18}|.{18}") {
            let _ = (parse(&text), organisation_code_ok(&text), kind(&text));
            let _ = (is_known_kind(&text), authority(&text));
        }
    }
}
