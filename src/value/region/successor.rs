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
pub(crate) fn successor(code: &str) -> Option<&'static str> {
    static TABLED: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
        let cells = |line: &'static str| {
            let (old, rest) = line.split_once(',')?;
            let (new, _source) = rest.split_once(',')?;
            Some((old, new))
        };
        TABLE.lines().skip(1).filter_map(cells).collect()
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
            let cells: Vec<&str> = line.split(',').collect();
            let [old, new, source] = cells[..] else {
                panic!("{line}")
            };
            assert_eq!(year(source), Some(last_year(old) + 1), "{line}");
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

    /// Of the State Council's approval.
    fn year(source: &str) -> Option<u32> {
        let (year, of) = source.strip_prefix("国务院 ")?.split_once(" 年批复: ")?;
        year.parse().ok().filter(|_| !of.is_empty())
    }

    /// The last in which a retired code stood in the list; those retired since it was made were in 2021.
    fn last_year(code: &str) -> u32 {
        const RETIRED: &str = include_str!("../../../templates/data/regions_retired.csv");
        let of_code = RETIRED.lines().filter(|line| line.starts_with(code));
        let years = of_code.filter_map(|line| line.rsplit(',').next());
        let years = years.map(|year| year.parse().unwrap_or(2020));
        years.max().expect(code)
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
