//! A store row beside the one record it was matched with: both texts of a field, and the finding
//! that names both cells.

use crate::model::rule::Defect;
use crate::model::{Field, Finding, Note, Related, Rule, Table};

use super::stores::StoreSheet;

/// A store and its record in a register.
#[derive(Clone, Copy)]
pub(super) struct Pair<'a> {
    pub stores: &'a StoreSheet<'a>,
    pub row: usize,
    pub register: &'a Table,
    pub record: u32,
    pub note: Note,
}

impl<'a> Pair<'a> {
    /// Canonical text on the sheet.
    pub(super) fn sheet(&self, field: Field) -> &'a str {
        self.stores.text(self.row, field)
    }

    /// Canonical text in the record.
    pub(super) fn recorded(&self, field: Field) -> &'a str {
        self.register.text(self.record as usize, field)
    }

    pub(super) fn recorded_as_written(&self, field: Field) -> &'a str {
        self.register.original(self.record as usize, field)
    }

    pub(super) fn both_give(&self, field: Field) -> bool {
        !self.sheet(field).is_empty() && !self.recorded(field).is_empty()
    }

    /// The record's cell.
    pub(super) fn cell(&self, field: Field) -> Related {
        self.stores
            .record_cell(self.register, self.record, field, self.note)
    }

    /// The sheet's cell `at` against the record's cell of `field`.
    pub(super) fn against(&self, rule: &'static Rule, at: Field, field: Field) -> Finding {
        let cell = self.cell(field);
        let defect = Defect::at(at).other(cell.found.clone());
        self.stores.finding(rule, self.row, defect).related(cell)
    }
}
