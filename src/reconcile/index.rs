//! Records of a register by something beside the key they are joined on. Looked up one store at a time,
//! so that a thousand stores of one name beside a thousand accounts of it never become a million pairs.

use std::collections::HashMap;

use crate::model::{Field, Table};
use crate::value::name;

/// The records that carry a value.
#[derive(Default)]
pub(super) struct RecordIndex<'a>(HashMap<&'a str, Vec<u32>>);

impl<'a> RecordIndex<'a> {
    pub(super) fn new(table: &'a Table, field: Field) -> RecordIndex<'a> {
        let mut index: HashMap<&str, Vec<u32>> = HashMap::new();
        if table.column(field).is_some() {
            for row in 0..table.len() {
                let key = table.text(row, field);
                if !key.is_empty() {
                    index.entry(key).or_default().push(row as u32);
                }
            }
        }
        RecordIndex(index)
    }

    /// In the order of their places.
    pub(super) fn get(&self, key: &str) -> &[u32] {
        self.0.get(key).map_or(&[], Vec::as_slice)
    }
}

/// The records that carry a name, however it is written.
#[derive(Default)]
pub(super) struct NameIndex(HashMap<String, Vec<u32>>);

impl NameIndex {
    pub(super) fn new(table: &Table, field: Field) -> NameIndex {
        let mut index: HashMap<String, Vec<u32>> = HashMap::new();
        if table.column(field).is_some() {
            for row in 0..table.len() {
                let key = name::fold_company(table.text(row, field));
                if !key.is_empty() {
                    index.entry(key).or_default().push(row as u32);
                }
            }
        }
        NameIndex(index)
    }

    /// In the order of their places.
    pub(super) fn get(&self, name: &str) -> &[u32] {
        let found = self.0.get(&name::fold_company(name));
        found.map_or(&[], Vec::as_slice)
    }
}
