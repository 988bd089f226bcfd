//! The embedded tables and the maps built over them, once per process.
//!
//! Names are looked up under their parent, so 鼓楼区 in one city is not that of another. The maps are
//! only ever asked for a key, never walked, and candidate lists are in code order.

use super::names;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::LazyLock;

const CURRENT: &str = include_str!("../../../templates/data/regions.csv");
const RETIRED: &str = include_str!("../../../templates/data/regions_retired.csv");

/// Stands in a name map for a short name that two siblings share.
const AMBIGUOUS: u32 = 0;

/// The parent of provinces.
pub(super) const COUNTRY: u32 = 0;

/// One row of the current list.
pub(super) struct Division {
    pub code: u32,
    pub text: &'static str,
    pub name: &'static str,
    pub parent: u32,
}

pub(super) struct RegionIndex {
    /// In code order.
    divisions: Vec<Division>,
    /// In code order, then in order of years.
    retired: Vec<(u32, &'static str)>,
    children: HashMap<(u32, &'static str), u32>,
    by_name: HashMap<&'static str, Vec<u32>>,
    retired_by_name: HashMap<&'static str, Vec<u32>>,
}

/// The index, built at the first call.
pub(super) fn index() -> &'static RegionIndex {
    static INDEX: LazyLock<RegionIndex> = LazyLock::new(RegionIndex::build);
    &INDEX
}

/// Six ASCII digits as a number.
pub(super) fn read_code(text: &str) -> Option<u32> {
    let six_digits = text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit());
    six_digits.then(|| text.parse().ok())?
}

impl RegionIndex {
    fn build() -> RegionIndex {
        let mut divisions: Vec<Division> = rows(CURRENT).filter_map(division).collect();
        divisions.sort_by_key(|division| division.code);
        let mut retired: Vec<(u32, &str, &str)> = rows(RETIRED).filter_map(retired_row).collect();
        retired.sort_by_key(|(code, _, last_year)| (*code, *last_year));
        let retired: Vec<(u32, &str)> = retired
            .into_iter()
            .map(|(code, name, _)| (code, name))
            .collect();
        RegionIndex {
            children: children(&divisions),
            by_name: by_name(
                divisions
                    .iter()
                    .map(|division| (division.code, division.name)),
            ),
            retired_by_name: by_name(retired.iter().copied()),
            divisions,
            retired,
        }
    }

    pub(super) fn current(&self, code: u32) -> Option<&Division> {
        let at = self
            .divisions
            .binary_search_by_key(&code, |division| division.code);
        self.divisions.get(at.ok()?)
    }

    /// The current divisions directly under a parent, in code order.
    pub(super) fn under(&self, parent: u32) -> impl Iterator<Item = &Division> {
        let own = move |division: &&Division| division.parent == parent;
        self.divisions.iter().filter(own)
    }

    /// Whether any code, current or retired, begins with these four digits.
    pub(super) fn has_city(&self, prefix: u32) -> bool {
        let (from, to) = (prefix * 100, prefix * 100 + 100);
        let at = self
            .divisions
            .partition_point(|division| division.code < from);
        let retired_at = self.retired.partition_point(|(code, _)| *code < from);
        let current = self.divisions.get(at).is_some_and(|d| d.code < to);
        let retired = self.retired.get(retired_at);
        current || retired.is_some_and(|(code, _)| *code < to)
    }

    /// The latest name of a retired code.
    pub(super) fn retired(&self, code: u32) -> Option<&'static str> {
        let after = self.retired.partition_point(|(other, _)| *other <= code);
        let (other, name) = self.retired.get(after.checked_sub(1)?)?;
        (*other == code).then_some(*name)
    }

    /// The division called `name`, in full or short, directly under `parent`.
    pub(super) fn child(&self, parent: u32, name: &str) -> Option<u32> {
        let get = |name| self.children.get(&(parent, name)).copied();
        if let Some(code) = get(name) {
            return Some(code).filter(|code| *code != AMBIGUOUS);
        }
        // 广西省 is commonly written, but 萧山市 is not 萧山区: below provinces the suffix must agree.
        let (short, suffix) = names::split_suffix(name)?;
        let code = get(short).filter(|code| *code != AMBIGUOUS)?;
        let agrees = parent == COUNTRY || self.current(code)?.name.ends_with(suffix);
        agrees.then_some(code)
    }

    pub(super) fn has_children(&self, parent: u32) -> bool {
        // Codes are hierarchical, so the first child, if any, comes right after its parent.
        let after = self
            .divisions
            .partition_point(|division| division.code <= parent);
        self.divisions
            .get(after)
            .is_some_and(|division| division.parent == parent)
    }

    /// Every current division of that full or short name, in code order.
    pub(super) fn named(&self, name: &str) -> &[u32] {
        self.by_name.get(name).map_or(&[], Vec::as_slice)
    }

    /// Every retired division of that full or short name, in code order.
    pub(super) fn retired_named(&self, name: &str) -> &[u32] {
        self.retired_by_name.get(name).map_or(&[], Vec::as_slice)
    }
}

fn rows(csv: &'static str) -> impl Iterator<Item = std::str::Split<'static, char>> {
    csv.lines().skip(1).map(|line| line.split(','))
}

fn division(mut row: std::str::Split<'static, char>) -> Option<Division> {
    let (text, name, parent) = (row.next()?, row.next()?, row.next()?);
    Some(Division {
        code: read_code(text)?,
        text,
        name,
        parent: read_code(parent).unwrap_or(COUNTRY),
    })
}

/// Code, name and last year; a blank last year is the latest.
fn retired_row(
    mut row: std::str::Split<'static, char>,
) -> Option<(u32, &'static str, &'static str)> {
    let (code, name, _first) = (read_code(row.next()?)?, row.next()?, row.next()?);
    let last = row.next().filter(|year| !year.is_empty());
    Some((code, name, last.unwrap_or("9999")))
}

/// Full names first, so that a short name never hides a sibling's full one.
fn children(divisions: &[Division]) -> HashMap<(u32, &'static str), u32> {
    let mut children: HashMap<_, _> = divisions
        .iter()
        .map(|division| ((division.parent, division.name), division.code))
        .collect();
    let mut short_names = HashMap::new();
    for division in divisions {
        let Some(short) = names::short(division.name) else {
            continue;
        };
        match short_names.entry((division.parent, short)) {
            Entry::Vacant(vacant) => {
                vacant.insert(division.code);
            }
            Entry::Occupied(mut shared) => {
                shared.insert(AMBIGUOUS);
            }
        }
    }
    for division in divisions {
        if let Some(short) = names::short(division.name)
            && let Some(code) = short_names.get(&(division.parent, short))
        {
            children.entry((division.parent, short)).or_insert(*code);
        }
    }
    children
}

fn by_name(
    divisions: impl Iterator<Item = (u32, &'static str)>,
) -> HashMap<&'static str, Vec<u32>> {
    let mut by_name: HashMap<&str, Vec<u32>> = HashMap::new();
    for (code, name) in divisions {
        by_name.entry(name).or_default().push(code);
        if let Some(short) = names::short(name) {
            by_name.entry(short).or_default().push(code);
        }
    }
    by_name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_was_read() {
        assert_eq!(index().divisions.len(), CURRENT.lines().count() - 1);
        assert_eq!(index().retired.len(), RETIRED.lines().count() - 1);
    }

    #[test]
    fn every_division_is_found_by_its_full_name() {
        for division in &index().divisions {
            assert_eq!(
                index().child(division.parent, division.name),
                Some(division.code)
            );
        }
    }

    #[test]
    fn children_come_right_after_their_parent() {
        assert!(index().has_children(330_100));
        assert!(!index().has_children(441_900));
        for division in &index().divisions {
            assert!(division.parent == COUNTRY || index().has_children(division.parent));
        }
    }
}
