//! What a number that fails its checks was probably meant to be: letters typed for the digits they look
//! like, one wrong character, or two neighbours in the wrong order.
//!
//! In goes canonical text, out comes the reading that passes every check the number carries, and only
//! when there is no other: where several would pass, none is better than a guess. It is a hint for a
//! person with the paper at hand, never a value to use unseen.

use time::Date;

use super::id_card;
use super::id_card::IdDocument;
use super::licence;
use super::licence::Licence;
use super::{bank_card, cnaps, gtin, region};

/// Letters and the digit each is typed for. `L` is the small one: canonical text is upper case.
const LOOK_ALIKES: [(char, char); 5] = [('O', '0'), ('I', '1'), ('L', '1'), ('Z', '2'), ('S', '5')];

/// How a number differs from the one that was meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slip {
    /// Letters for the digits they look like, any number of them.
    LookAlike,
    OneCharacter,
    /// Two neighbours in the wrong order.
    Neighbours,
}

/// The slip that turns `meant` into `typed`; `None` when it takes more than one.
pub(crate) fn slip(typed: &str, meant: &str) -> Option<Slip> {
    if typed.chars().count() != meant.chars().count() {
        return None;
    }
    let pairs: Vec<(usize, (char, char))> = typed
        .chars()
        .zip(meant.chars())
        .enumerate()
        .filter(|(_, (a, b))| a != b)
        .collect();
    if !pairs.is_empty() && pairs.iter().all(|(_, pair)| LOOK_ALIKES.contains(pair)) {
        return Some(Slip::LookAlike);
    }
    match pairs[..] {
        [_] => Some(Slip::OneCharacter),
        [(i, (a, b)), (j, (c, d))] if i + 1 == j && (a, b) == (d, c) => Some(Slip::Neighbours),
        _ => None,
    }
}

/// A business licence of either standard, its organisation code, kind and authority included.
pub(crate) fn licence(text: &str) -> Option<String> {
    // L is a symbol of the code, not a mistyped 1.
    match text.len() {
        18 => only(text, &reading(text, "L"), licence::ALPHABET, is_code),
        15 => only(text, &reading(text, ""), DIGITS, is_old_number),
        _ => None,
    }
}

/// A citizen ID or residence permit of 18 characters, its division, date and age on `as_of` included.
pub(crate) fn id_number(text: &str, as_of: Date) -> Option<String> {
    let sound = |text: &str| is_citizen(text, as_of);
    (text.len() == 18)
        .then(|| only(text, &reading(text, ""), b"0123456789X", sound))
        .flatten()
}

/// A CNAPS code.
pub(crate) fn cnaps(text: &str) -> Option<String> {
    let sound = |text: &str| cnaps::parse(text).is_ok();
    (text.len() == 12)
        .then(|| only(text, &reading(text, ""), DIGITS, sound))
        .flatten()
}

/// A personal card. Cards have many lengths, so a strange letter may as well be one too many: only
/// look-alikes are read.
pub(crate) fn card(text: &str) -> Option<String> {
    let reading = reading(text, "");
    (reading != text && bank_card::is_card(&reading)).then_some(reading)
}

/// A barcode of a retail item from China, 13 digits with prefix 690 to 699. Shops' own codes have letters
/// of all sorts, so nothing else is read.
pub(crate) fn barcode(text: &str) -> Option<String> {
    let reading = reading(text, "");
    let retail = text.len() == 13 && reading.starts_with("69") && gtin::parse(&reading).is_ok();
    (reading != text && retail).then_some(reading)
}

const DIGITS: &[u8] = b"0123456789";

fn is_code(text: &str) -> bool {
    licence::parse(text) == Ok(Licence::Uscc)
        && licence::organisation_code_ok(text)
        && licence::is_known_kind(text)
        && licence::authority(text).is_some_and(region::known_authority)
}

fn is_old_number(text: &str) -> bool {
    licence::parse(text) == Ok(Licence::Old15)
        && licence::authority(text).is_some_and(region::known_authority)
}

fn is_citizen(text: &str, as_of: Date) -> bool {
    let of_age = || id_card::age(text, as_of).is_some_and(|age| id_card::AGES.contains(&age));
    match id_card::parse(text, as_of) {
        Ok(IdDocument::Citizen18) => {
            id_card::division(text).is_some_and(region::known_division) && of_age()
        }
        Ok(IdDocument::HmtResidence | IdDocument::ForeignPermanent18) => of_age(),
        _ => false,
    }
}

/// The text with digits for the letters that look like them, those of `but` excepted.
fn reading(text: &str, but: &str) -> String {
    let digit = |letter: char| {
        let entry = LOOK_ALIKES.iter().find(|(typed, _)| *typed == letter);
        entry.map_or(letter, |(_, digit)| *digit)
    };
    text.chars()
        .map(|char| {
            if but.contains(char) {
                char
            } else {
                digit(char)
            }
        })
        .collect()
}

/// The one text that is `sound` and one slip away; `None` when `text` is sound itself, when no other is,
/// or when more than one is.
fn only(
    text: &str,
    reading: &str,
    alphabet: &[u8],
    sound: impl Fn(&str) -> bool,
) -> Option<String> {
    if sound(text) {
        return None;
    }
    if reading != text && sound(reading) {
        // A letter that cannot be there is gone: no other single slip explains it as well.
        return Some(reading.to_owned());
    }
    let mut found: Option<String> = None;
    for meant in one_slip_away(text, alphabet) {
        if sound(&meant) && found.as_ref() != Some(&meant) {
            match found {
                None => found = Some(meant),
                Some(_) => return None,
            }
        }
    }
    found
}

/// Every text with one other character of `alphabet`, or with two neighbours exchanged. A character
/// outside the alphabet must be the wrong one; with two of them there is nothing.
fn one_slip_away(text: &str, alphabet: &[u8]) -> impl Iterator<Item = String> {
    let bytes = text.as_bytes();
    let odd: Vec<usize> = (0..bytes.len())
        .filter(|at| !alphabet.contains(&bytes[*at]))
        .collect();
    let places = match odd[..] {
        [] => 0..bytes.len(),
        [at] => at..at + 1,
        _ => 0..0,
    };
    let others = places.flat_map(move |at| {
        let other = alphabet.iter().filter(move |byte| **byte != bytes[at]);
        other.map(move |byte| {
            let mut meant = bytes.to_vec();
            meant[at] = *byte;
            meant
        })
    });
    let last = if odd.is_empty() { bytes.len() } else { 1 };
    let swapped = (1..last)
        .filter(|at| bytes[at - 1] != bytes[*at])
        .map(|at| {
            let mut meant = bytes.to_vec();
            meant.swap(at - 1, at);
            meant
        });
    others
        .chain(swapped)
        .filter_map(|meant| String::from_utf8(meant).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use time::macros::date;

    const GOOD: &str = "91330106MA2H1ABC7U";
    const ID: &str = "330106199003074525";
    const TODAY: Date = date!(2026 - 11 - 20);

    #[test]
    fn look_alikes_are_read_as_digits() {
        for typed in [
            "91330106MAZH1ABC7U",
            "91330106MA2HIABC7U",
            "9133O1O6MAZHIABC7U",
        ] {
            assert_eq!(licence(typed).as_deref(), Some(GOOD), "{typed}");
            assert_eq!(slip(typed, GOOD), Some(Slip::LookAlike));
        }
        assert_eq!(
            licence("33010600001234O").as_deref(),
            Some("330106000012340")
        );
        assert_eq!(id_number("33O1O6I990O3O74S2S", TODAY).as_deref(), Some(ID));
        assert_eq!(cnaps("IO2LOOO99996").as_deref(), Some("102100099996"));
        assert_eq!(
            card("62170OO010O01234569").as_deref(),
            Some("6217000010001234569")
        );
        assert_eq!(barcode("69O1234S67892").as_deref(), Some("6901234567892"));
        for own in [
            "6901234567892",
            "I234567890128",
            "69O1234S67893",
            "irOn50e12345",
        ] {
            assert_eq!(barcode(own), None, "{own}");
        }
    }

    #[test]
    fn one_slip_is_mended_when_only_one_mend_passes() {
        // The character no code has: outer check and organisation code agree on the one that was meant.
        assert_eq!(licence("91330106MAVH1ABC7U").as_deref(), Some(GOOD));
        assert_eq!(slip("91330106MAVH1ABC7U", GOOD), Some(Slip::OneCharacter));
        // Two neighbours of the organisation code.
        assert_eq!(licence("91330106MA2HA1BC7U").as_deref(), Some(GOOD));
        assert_eq!(slip("91330106MA2HA1BC7U", GOOD), Some(Slip::Neighbours));
        // Month 31 can be month 03 in one way only.
        assert_eq!(id_number("330106199030074525", TODAY).as_deref(), Some(ID));
        assert_eq!(id_number("33010619900307A525", TODAY).as_deref(), Some(ID));
        assert_eq!(cnaps("10210A099996").as_deref(), Some("102100099996"));
    }

    #[test]
    fn where_several_pass_nothing_is_said() {
        assert_eq!(
            licence("91330106MA2H1ABC7W"),
            None,
            "any of 1, 2 and the last"
        );
        assert_eq!(id_number("330106199003074520", TODAY), None);
        assert_eq!(cnaps("102100099997"), None);
        assert_eq!(licence("91330106MAVH1AVC7U"), None, "two of them");
        assert_eq!(card("62170000A0001234569"), None, "perhaps one too many");
        for sound in [GOOD, ID, ""] {
            assert_eq!((licence(sound), id_number(sound, TODAY)), (None, None));
        }
    }

    /// Of all single slips in one code, so many leave a single way back. The rest are left to the person.
    #[test]
    fn how_often_a_code_can_be_mended() {
        let slips = one_slip_away(GOOD, licence::ALPHABET);
        let slips: Vec<String> = slips.filter(|typed| !is_code(typed)).collect();
        let (mended, left): (Vec<_>, Vec<_>) =
            slips.iter().partition(|typed| licence(typed).is_some());
        assert_eq!((mended.len(), left.len()), (313, 243));
        assert!(
            mended
                .iter()
                .all(|typed| licence(typed).as_deref() == Some(GOOD))
        );
    }

    #[test]
    fn slips() {
        assert_eq!(slip("10", "01"), Some(Slip::Neighbours));
        assert_eq!(slip("O", "0"), Some(Slip::LookAlike));
        assert_eq!(slip("0", "O"), Some(Slip::OneCharacter));
        for (typed, meant) in [("1", "1"), ("12", "34"), ("102", "201"), ("1", "10")] {
            assert_eq!(slip(typed, meant), None, "{typed} {meant}");
        }
    }

    /// A sound code or ID, and what is typed instead: one other character or two neighbours exchanged.
    fn slipped(sound: String, alphabet: &'static [u8]) -> impl Strategy<Value = (String, String)> {
        let length = sound.len();
        let exchanged = Just(sound.clone());
        let one = (0..length, prop::sample::select(alphabet)).prop_map(move |(at, to)| {
            let mut bytes = sound.clone().into_bytes();
            bytes[at] = to;
            (sound.clone(), String::from_utf8(bytes).expect("ASCII"))
        });
        let two = (exchanged, 1..length).prop_map(|(sound, at)| {
            let mut bytes = sound.clone().into_bytes();
            bytes.swap(at - 1, at);
            (sound, String::from_utf8(bytes).expect("ASCII"))
        });
        prop_oneof![3 => one, 1 => two]
    }

    const ANY: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    fn codes() -> impl Strategy<Value = String> {
        let kinds = prop::sample::select(&["91", "92", "93", "12", "52"][..]);
        let places = prop::sample::select(&["330106", "110105", "440300", "320594"][..]);
        (kinds, places, "M[0-9AB]{7}").prop_filter_map("an X is rare", |(k, p, body)| {
            let check = crate::value::organisation::check(body.as_bytes())?;
            let body = format!("{k}{p}{body}{}", char::from(check));
            let last = licence::ALPHABET.iter();
            let mut all = last.map(|last| format!("{body}{}", char::from(*last)));
            all.find(|code| is_code(code))
        })
    }

    fn ids() -> impl Strategy<Value = String> {
        let places = prop::sample::select(&["330106", "110103", "440301"][..]);
        (places, 1930..2009, 1..13, 1..29, 0..1000).prop_filter_map("sound", |(p, y, m, d, n)| {
            let body = format!("{p}{y}{m:02}{d:02}{n:03}");
            let mut all = b"0123456789X"
                .iter()
                .map(|last| format!("{body}{}", char::from(*last)));
            all.find(|id| is_citizen(id, TODAY))
        })
    }

    proptest! {
        #[test]
        fn a_code_is_mended_rightly_or_not_at_all(
            (meant, typed) in codes().prop_flat_map(|code| slipped(code, ANY))
        ) {
            let mended = licence(&typed);
            prop_assert!(mended.is_none() || mended.as_deref() == Some(&meant[..]), "{typed} {mended:?}");
            // A character that no code has is always found again.
            let foreign = typed.bytes().any(|byte| !licence::ALPHABET.contains(&byte));
            prop_assert_eq!(mended.is_some() || !foreign, true, "{} {}", meant, typed);
        }

        #[test]
        fn an_id_is_mended_rightly_or_not_at_all(
            (meant, typed) in ids().prop_flat_map(|id| slipped(id, ANY))
        ) {
            let mended = id_number(&typed, TODAY);
            prop_assert!(mended.is_none() || mended.as_deref() == Some(&meant[..]), "{typed} {mended:?}");
        }

        #[test]
        fn whatever_is_said_passes_every_check(text in "[0-9A-Z]{18}|[0-9OISZ]{12,19}|\\PC{0,20}") {
            for mended in [licence(&text), id_number(&text, TODAY), cnaps(&text), card(&text), barcode(&text)] {
                prop_assert_ne!(mended.as_deref(), Some(&text[..]));
            }
            prop_assert!(licence(&text).is_none_or(|t| is_code(&t) || is_old_number(&t)));
            prop_assert!(id_number(&text, TODAY).is_none_or(|t| is_citizen(&t, TODAY)));
            prop_assert!(cnaps(&text).is_none_or(|t| cnaps::parse(&t).is_ok()));
        }
    }
}
