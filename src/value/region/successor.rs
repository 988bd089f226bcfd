//! What a retired district became, where the whole of it went into one current district.
//!
//! In goes a retired code, out comes a current one, or nothing: for districts that were divided, and
//! for those nobody wrote down. Mergers are a table (its source beside it); a county that became a
//! district under its own name is found by the name.

use std::sync::LazyLock;

use super::index::{index, read_code};
use super::names;

const TABLE: &str = include_str!("../../../templates/data/regions_succeeded.csv");

/// The current code in place of a retired one.
pub fn successor(code: &str) -> Option<&'static str> {
    static TABLED: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
        TABLE
            .lines()
            .skip(1)
            .filter_map(|line| line.split_once(','))
            .collect()
    });
    let tabled = TABLED.iter().find(|(old, _)| *old == code);
    tabled.map(|(_, new)| *new).or_else(|| by_name(code))
}

/// 富阳市 → 富阳区 in the same city; 延庆县 → 延庆区 and 庐江县 → 庐江县 elsewhere in the same province.
/// Names of districts recur from city to city, so those are not looked for elsewhere.
fn by_name(code: &str) -> Option<&'static str> {
    let code = read_code(code).filter(|code| code % 100 != 0)?;
    let name = index().retired(code)?;
    let short = names::short(name)?;
    let only = |width: u32| {
        let named = index().named(short).iter().copied();
        let mut inside = named.filter(|other| other % 100 != 0 && other / width == code / width);
        inside.next().filter(|_| inside.next().is_none())
    };
    let found = only(100).or_else(|| only(10_000).filter(|_| !name.ends_with('区')))?;
    index().current(found).map(|division| division.text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_leads_from_a_retired_code_to_a_current_one() {
        let mut codes = Vec::new();
        for line in TABLE.lines().skip(1) {
            let (old, new) = line.split_once(',').expect("two codes");
            let [old, new] = [old, new].map(|code| read_code(code).expect(line));
            assert!(
                index().current(old).is_none() && index().retired(old).is_some(),
                "{line}"
            );
            assert!(index().current(new).is_some(), "{line}");
            codes.push(old);
        }
        assert!(codes.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn mergers_new_names_and_divided_districts() {
        for (code, now) in [
            ("330103", Some("330105")),
            ("310119", Some("310115")),
            ("330183", Some("330111")),
            ("110229", Some("110119")),
            ("341421", Some("340124")),
            ("330104", None),
            ("130103", None),
            ("330106", None),
            ("371200", None),
            ("999999", None),
            ("", None),
        ] {
            assert_eq!(successor(code), now, "{code}");
        }
    }
}
