//! A store row beside the one record it was matched with: what each side says of a field, how the two
//! compare, and the finding that names both cells.

use crate::model::reconciled::Fold;
use crate::model::rule::Defect;
use crate::model::{Field, Finding, Note, Related, Rule, Table, Verdict};

use super::stores::Stores;
use super::{bank, compare, individual};
use crate::value::mask;

/// A store and its record in a register.
#[derive(Clone, Copy)]
pub(super) struct Pair<'a> {
    pub stores: &'a Stores<'a>,
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

    pub(super) fn verdict(&self, field: Field) -> Verdict {
        self.judge(field).0
    }

    /// The verdict, and what was folded for it.
    pub(super) fn judge(&self, field: Field) -> (Verdict, Option<Fold>) {
        if self.stores.is_broken(self.row, field) {
            return (Verdict::NotChecked, None);
        }
        if self.note == Note::BankAccount
            && let Some(verdict) = bank::verdict(self, field)
        {
            return (verdict, None);
        }
        let (sheet, recorded) = (self.sheet(field), self.recorded(field));
        // An account may be printed as a name and the account in brackets.
        let recorded = match mask::split_account(recorded) {
            Some((_, account)) if field == Field::LogonId => account,
            _ => recorded,
        };
        let person = match field {
            Field::LegalName | Field::ContactName => true,
            // A holder may be either unless 对公 is said, and a person's name folds further.
            Field::CardName => self.sheet(Field::AccountKind) != "corporate",
            _ => false,
        };
        match compare::values(field, person, sheet, recorded) {
            Verdict::Equal | Verdict::EqualFolded => match self.fold(field) {
                Some(fold) => (Verdict::EqualFolded, Some(fold)),
                None => (Verdict::Equal, None),
            },
            Verdict::Compatible if mask::same_length(sheet, recorded) => {
                (Verdict::Compatible, Some(Fold::MaskLength))
            }
            Verdict::Different
                if self.note == Note::AlipayAccount && field == Field::MerchantName =>
            {
                let verdict = individual::either_name(self).unwrap_or(Verdict::Different);
                let folded = verdict == Verdict::EqualFolded;
                (verdict, folded.then_some(Fold::Operator))
            }
            verdict => (verdict, None),
        }
    }

    /// What the two sides, equal in canonical form, fold as they stand in their files.
    fn fold(&self, field: Field) -> Option<Fold> {
        let sheet = self.stores.table.original(self.row, field);
        compare::fold(sheet, self.recorded_as_written(field))
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
        self.stores.find(rule, self.row, defect).related(cell)
    }
}
