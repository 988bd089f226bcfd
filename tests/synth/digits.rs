//! Makers of numbers with check characters. They are written apart from the program's own checks on purpose:
//! one misreading of a standard in both would otherwise go unseen.

/// GB 32100-2015: 31 symbols, no I, O, S, V, Z.
const USCC: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
const USCC_WEIGHTS: [u32; 17] = [
    1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28,
];
/// GB 11714-1997.
const ORG_WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];
/// GB 11643-1999.
const ID_WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const ID_CHECKS: &[u8; 11] = b"10X98765432";

fn values(text: &str, alphabet: &[u8]) -> Vec<u32> {
    let place = |b| {
        alphabet
            .iter()
            .position(|&a| a == b)
            .expect("only characters of the alphabet come here")
    };
    text.bytes().map(|b| place(b) as u32).collect()
}

fn weighed(text: &str, alphabet: &[u8], weights: &[u32]) -> u32 {
    values(text, alphabet)
        .iter()
        .zip(weights)
        .map(|(v, w)| v * w)
        .sum()
}

fn digits(text: &str) -> Vec<u32> {
    values(text, b"0123456789")
}

fn digit(value: u32) -> char {
    char::from_digit(value, 10).expect("the remainder is below ten")
}

/// The check character of an organisation code's first eight characters.
pub fn organisation_check(body: &str) -> char {
    let sum = weighed(body, b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", &ORG_WEIGHTS);
    match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        value => digit(value),
    }
}

/// The check character of a licence's first seventeen characters.
pub fn licence_check(body: &str) -> char {
    USCC[((31 - weighed(body, USCC, &USCC_WEIGHTS) % 31) % 31) as usize] as char
}

/// A licence of the kind `91` or `92`; `serial` makes it unique.
pub fn licence(kind: &str, division: &str, serial: usize) -> String {
    let organisation = organisation(serial);
    let check = organisation_check(&organisation);
    let body = format!("{kind}{division}{organisation}{check}");
    let check = licence_check(&body);
    format!("{body}{check}")
}

/// A licence whose outer check character is right and whose organisation code is wrong.
pub fn licence_with_bad_organisation(kind: &str, division: &str, serial: usize) -> String {
    let organisation = organisation(serial);
    let wrong = other_digit(organisation_check(&organisation));
    let body = format!("{kind}{division}{organisation}{wrong}");
    let check = licence_check(&body);
    format!("{body}{check}")
}

/// `MA` and six symbols: a multiplier coprime with 31 scatters neighbours without repeating.
fn organisation(serial: usize) -> String {
    let mut rest = (serial as u64 * 510_510_517 + 77_000_003) % 31u64.pow(6);
    let mut symbols = [b'M', b'A', 0, 0, 0, 0, 0, 0];
    for symbol in &mut symbols[2..] {
        *symbol = USCC[(rest % 31) as usize];
        rest /= 31;
    }
    symbols.iter().map(|&b| b as char).collect()
}

/// ISO 7064 MOD 11,10: the check digit of old licences and of CNAPS numbers.
pub fn mod_11_10(body: &str) -> char {
    let p = digits(body).iter().fold(10, |p, d| {
        let s = (p + d) % 10;
        2 * if s == 0 { 10 } else { s } % 11
    });
    digit((11 - p) % 10)
}

/// A licence number of the old form: authority, sequence, check digit.
pub fn old_licence(division: &str, serial: usize) -> String {
    let body = format!("{division}{:08}", serial % 10_000_000);
    let check = mod_11_10(&body);
    format!("{body}{check}")
}

pub fn citizen_id_check(body: &str) -> char {
    ID_CHECKS[(weighed(body, b"0123456789", &ID_WEIGHTS) % 11) as usize] as char
}

/// A citizen ID from division, birth date `yyyymmdd` and sequence.
pub fn citizen_id(division: &str, birth: &str, sequence: usize) -> String {
    let body = format!("{division}{birth}{sequence:03}");
    let check = citizen_id_check(&body);
    format!("{body}{check}")
}

pub fn luhn(body: &str) -> char {
    let doubled = |d: u32| if d > 4 { 2 * d - 9 } else { 2 * d };
    let sum: u32 = digits(body)
        .iter()
        .rev()
        .enumerate()
        .map(|(i, &d)| if i % 2 == 0 { doubled(d) } else { d })
        .sum();
    digit((10 - sum % 10) % 10)
}

/// The check digit of a GTIN of any length.
pub fn gtin(body: &str) -> char {
    let sum: u32 = digits(body)
        .iter()
        .rev()
        .enumerate()
        .map(|(i, d)| if i % 2 == 0 { 3 * d } else { *d })
        .sum();
    digit((10 - sum % 10) % 10)
}

/// Another digit than this one; `X` becomes a digit too.
pub fn other_digit(check: char) -> char {
    check
        .to_digit(10)
        .map_or('4', |value| digit((value + 1) % 10))
}

/// The same text with a wrong last digit.
pub fn wrong_check(text: &str) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    if let Some(last) = chars.last_mut() {
        *last = other_digit(*last);
    }
    chars.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Published specimens and values cross-checked with several libraries.
    #[test]
    fn check_characters_agree_with_known_values() {
        type Maker = fn(&str) -> char;
        let known: &[(Maker, &str)] = &[
            (licence_check, "91330106MA2H1ABC7U"),
            (licence_check, "92440300MA5FQWE16B"),
            (licence_check, "91310115607293188F"),
            (organisation_check, "MA2H1ABC7"),
            (organisation_check, "71526726X"),
            (mod_11_10, "330106000012340"),
            (mod_11_10, "440301600005678"),
            (mod_11_10, "102100099996"),
            (mod_11_10, "308584000013"),
            (citizen_id_check, "110105198501010012"),
            (citizen_id_check, "33010619900307009X"),
            (citizen_id_check, "810000199408230021"),
            (luhn, "6222021001001234563"),
            (gtin, "6901234567892"),
            (gtin, "96385074"),
        ];
        for (maker, value) in known {
            let (body, check) = value.split_at(value.len() - 1);
            assert_eq!(maker(body).to_string(), check, "{value}");
        }
    }

    #[test]
    fn neighbouring_serials_differ_and_have_the_right_length() {
        let licences: std::collections::HashSet<_> =
            (0..5000).map(|n| licence("91", "330106", n)).collect();
        assert_eq!(licences.len(), 5000);
        assert!(licences.iter().all(|code| code.len() == 18));
    }
}
