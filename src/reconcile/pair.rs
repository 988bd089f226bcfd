//! A store row beside the one record it was matched with: what each side says of a field, how the two
//! compare, and the finding that names both cells.

use crate::model::rule::Defect;
use crate::model::{Field, Finding, Note, Related, Rule, Table, Verdict};

use super::compare;
use super::stores::Stores;

/// A store and its record in a register.
#[derive(Clone, Copy)]
pub struct Pair<'a> {
    pub stores: &'a Stores<'a>,
    pub row: usize,
    pub register: &'a Table,
    pub record: u32,
    pub note: Note,
}

impl<'a> Pair<'a> {
    /// Canonical text on the sheet.
    pub fn sheet(&self, field: Field) -> &'a str {
        self.stores.text(self.row, field)
    }

    /// Canonical text in the record.
    pub fn recorded(&self, field: Field) -> &'a str {
        self.register.text(self.record as usize, field)
    }

    pub fn both_give(&self, field: Field) -> bool {
        !self.sheet(field).is_empty() && !self.recorded(field).is_empty()
    }

    pub fn verdict(&self, field: Field) -> Verdict {
        if self.stores.is_broken(self.row, field) {
            return Verdict::NotChecked;
        }
        let person = match field {
            Field::LegalName | Field::ContactName => true,
            // A holder may be either unless 对公 is said, and a person's name folds further.
            Field::CardName => self.sheet(Field::AccountKind) != "corporate",
            _ => false,
        };
        compare::values(field, person, self.sheet(field), self.recorded(field))
    }

    /// The record's cell.
    pub fn cell(&self, field: Field) -> Related {
        self.stores
            .record_cell(self.register, self.record, field, self.note)
    }

    /// The sheet's cell `at` against the record's cell of `field`.
    pub fn against(&self, rule: &'static Rule, at: Field, field: Field) -> Finding {
        let cell = self.cell(field);
        let defect = Defect::at(at).other(cell.found.clone());
        self.stores.find(rule, self.row, defect).related(cell)
    }
}
