//! A store row beside the onboarded record that it was matched with: where both have a word, which of the
//! two counts.

use super::{Field, Reconciled, Row, Tables};
use crate::value::mask;

/// A store and its record in the onboarded register, where it has one.
#[derive(Clone, Copy)]
pub(crate) struct StoreRecord<'a> {
    pub store: Row<'a>,
    pub record: Option<Row<'a>>,
}

impl<'a> StoreRecord<'a> {
    /// Those of a row of the store table.
    pub(crate) fn at(tables: &'a Tables, reconciled: &Reconciled, row: usize) -> StoreRecord<'a> {
        let record = reconciled.stores[row].merchant;
        StoreRecord {
            store: tables.stores.row(row),
            record: record.map(|at| tables.merchants.row(at as usize)),
        }
    }

    /// The text of the sheet, or that of the record where the sheet says nothing.
    pub(crate) fn text(&self, field: Field) -> &'a str {
        match self.record {
            Some(record) if !self.store.has(field) => record.text(field),
            _ => self.store.text(field),
        }
    }

    /// The PID of the store's acquirer: the sheet's own word, else that of the record, else the job's; empty
    /// when nobody names one.
    pub(crate) fn acquirer(&self) -> &'a str {
        let field = Field::OrgPid;
        let recorded = self.record.map_or("", |record| record.text(field));
        if self.store.is_own(field) || recorded.is_empty() || mask::is_masked(recorded) {
            self.store.text(field)
        } else {
            recorded
        }
    }

    /// The SMID of the record; that of the sheet when the record has none; empty when neither has one.
    pub(crate) fn smid(&self) -> &'a str {
        let recorded = self.record.map_or("", |record| record.text(Field::Smid));
        if recorded.is_empty() {
            self.store.text(Field::Smid)
        } else {
            recorded
        }
    }
}
