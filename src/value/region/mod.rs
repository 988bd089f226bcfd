//! Administrative divisions: known codes, their names and parents, and names resolved to codes.
//!
//! The tables are the current statistical list and the codes retired from GB/T 2260, embedded from
//! `templates/data` (sources and licences beside them) and indexed once. [`resolve()`] takes the three
//! columns of a store sheet; the lookups serve ID cards, licences and uploads.

mod choice;
mod extent;
mod index;
mod leading;
mod names;
mod resolve;
mod successor;

pub(crate) use choice::{Choice, choices};
pub(crate) use extent::extent;
pub(crate) use leading::{Leading, leading};
pub(crate) use resolve::{Part, Resolution, resolve};
pub(crate) use successor::successor;

use index::{index, read_code};

/// Whether a six-digit code is or was a division. ID cards keep the code of their first registration,
/// so retired codes are as good as current ones. So is `xxxx01`, the 市辖区 of a prefecture-level city:
/// GB/T 2260 has it and cards carry it, but the statistical list leaves it out.
pub(crate) fn known_division(code: &str) -> bool {
    let listed = |code| is_current(code) || index().retired(code).is_some();
    let city_of_01 = |code| code % 100 == 1 && code % 10_000 > 1 && listed(code - 1);
    read_code(code).is_some_and(|code| listed(code) || city_of_01(code))
}

/// Whether a six-digit code can be that of an authority that registers businesses. They have codes of
/// their own beside the divisions (`320594` 苏州工业园区, `310141` 上海自贸区, `133100` 雄安新区), so only the city
/// is judged: some division begins with the same four digits, the authority is a province's (`xx00xx`)
/// or the nation's (`10xxxx`), or it is one of the two whose city the lists do not have.
pub(crate) fn known_authority(code: &str) -> bool {
    const XIONGAN: u32 = 1331;
    const CONSTRUCTION_CORPS: u32 = 66;
    const NATION: u32 = 10;
    read_code(code).is_some_and(|code| {
        let (province, city) = (code / 10_000, code / 100);
        matches!(province, NATION | CONSTRUCTION_CORPS)
            || city == XIONGAN
            || (city == province * 100 && is_current(province * 10_000))
            || index().has_city(city)
    })
}

/// The name of a current or retired division; of a reused retired code, the latest name.
pub(crate) fn name(code: &str) -> Option<&'static str> {
    let code = read_code(code)?;
    let current = index().current(code).map(|division| division.name);
    current.or_else(|| index().retired(code))
}

/// Whether a current or retired division is called so, in full or short.
pub(crate) fn named(text: &str) -> bool {
    !index().named(text).is_empty() || !index().retired_named(text).is_empty()
}

/// The code one level up; `None` for provinces, retired and unknown codes.
pub(crate) fn parent(code: &str) -> Option<&'static str> {
    let division = index().current(read_code(code)?)?;
    Some(index().current(division.parent)?.text)
}

/// Whether a code is in the current list.
pub(super) fn is_current(code: u32) -> bool {
    index().current(code).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authorities() {
        for code in [
            "330106", "330103", "330000", "320594", "310141", "610131", "133100", "440003",
            "100000", "440101", "990000",
        ] {
            assert_eq!(known_authority(code), code != "990000", "{code}");
        }
        for code in ["999999", "338106", "000000", "33010", "杭州"] {
            assert!(!known_authority(code), "{code}");
        }
    }

    #[test]
    fn names_and_parents() {
        assert_eq!(name("330106"), Some("西湖区"));
        assert_eq!(name("330103"), Some("下城区"), "retired");
        assert_eq!(name("152600"), Some("乌兰察布盟"), "the later of two");
        assert_eq!(parent("330106"), Some("330100"));
        assert_eq!(parent("330000"), None);
        assert!(known_division("110103"));
        assert!(known_division("440301"), "市辖区 of 深圳");
        for code in [
            "999999", "999901", "440001", "33010", "3301066", "+33010", "杭州", "",
        ] {
            assert!(!known_division(code), "{code}");
        }
    }
}
