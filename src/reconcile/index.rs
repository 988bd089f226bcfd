//! Records of a register by something beside the key they are joined on. Looked up one store at a time,
//! so that a thousand stores of one name beside a thousand accounts of it never become a million pairs.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::model::{Field, Table};

/// The records that carry a value; `fold` decides which spellings are the same value.
pub(super) struct RecordIndex<'a> {
    records: HashMap<Cow<'a, str>, Vec<u32>>,
    fold: fn(&str) -> Cow<str>,
}

impl<'a> RecordIndex<'a> {
    /// `fold` brings what means the same into one form.
    pub(super) fn new(table: &'a Table, field: Field, fold: fn(&str) -> Cow<str>) -> Self {
        let mut records: HashMap<Cow<str>, Vec<u32>> = HashMap::new();
        if table.column(field).is_some() {
            for row in 0..table.len() {
                let key = fold(table.text(row, field));
                if !key.is_empty() {
                    records.entry(key).or_default().push(row as u32);
                }
            }
        }
        RecordIndex { records, fold }
    }

    /// In the order of their places.
    pub(super) fn get(&self, text: &str) -> &[u32] {
        let found = self.records.get((self.fold)(text).as_ref());
        found.map_or(&[], Vec::as_slice)
    }
}
