//! A sheet and what changes in it.

use std::collections::BTreeMap;

use crate::model::RawSheet;

/// A sheet and what changes in it.
pub struct FixedSheet<'a> {
    pub name: Option<&'a str>,
    pub raw: &'a RawSheet,
    /// New texts by row and column.
    pub changed: BTreeMap<(u32, u16), &'a str>,
}

/// What becomes one file.
pub struct Fixed<'a> {
    pub sheets: Vec<FixedSheet<'a>>,
    /// The name of the sheet that lists the changes, and its rows, the headings first; not part of a CSV.
    pub record: (&'a str, Vec<[String; 6]>),
}

impl FixedSheet<'_> {
    /// Row, column and text of every cell as it will be, and whether it is another one.
    pub fn cells(&self) -> impl Iterator<Item = (u32, u16, &str, bool)> {
        self.raw.cells().map(
            |(row, column, text)| match self.changed.get(&(row, column)) {
                Some(new) => (row, column, *new, true),
                None => (row, column, text, false),
            },
        )
    }
}
