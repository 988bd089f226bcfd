//! The store sheet as reconciling sees it: cells that already carry an error are not there, and rows
//! that repeat another one are matched but raise nothing.

use crate::model::rule::Defect;
use crate::model::{Field, FieldSet, Finding, Note, Place, Related, Rule, Source, Table};

use super::input::ReconcileInput;

/// The store table beside what is known of its cells.
#[derive(Clone, Copy)]
pub(crate) struct StoreSheet<'a> {
    pub table: &'a Table,
    pub sources: &'a [Source],
    broken: &'a [FieldSet],
    repeated: &'a [bool],
}

impl<'a> StoreSheet<'a> {
    pub(crate) fn new(input: &ReconcileInput<'a>) -> StoreSheet<'a> {
        StoreSheet {
            table: &input.ingested.tables.stores,
            sources: &input.ingested.sources,
            broken: input.broken,
            repeated: input.repeated,
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.table.len()
    }

    /// Canonical text, sound or not.
    pub(crate) fn text(&self, row: usize, field: Field) -> &'a str {
        self.table.text(row, field)
    }

    pub(crate) fn is_broken(&self, row: usize, field: Field) -> bool {
        let bits = self.broken.get(row).copied().unwrap_or(0);
        bits & field.bit() != 0
    }

    pub(crate) fn is_repeated(&self, row: usize) -> bool {
        self.repeated.get(row).copied().unwrap_or(false)
    }

    /// The value, when there is one and nothing is wrong with it.
    pub(crate) fn sound(&self, row: usize, field: Field) -> Option<&'a str> {
        let text = self.text(row, field);
        (!text.is_empty() && !self.is_broken(row, field)).then_some(text)
    }

    /// Every row with its sound value of `field`.
    pub(crate) fn keys(&self, field: Field) -> Vec<(u32, &'a str)> {
        let key = |row| self.sound(row, field).map(|key| (row as u32, key));
        (0..self.len()).filter_map(key).collect()
    }

    pub(crate) fn finding(&self, rule: &'static Rule, row: usize, defect: Defect) -> Finding {
        Finding::at(rule, self.table, row, self.sources, defect)
    }

    pub(crate) fn place(&self, row: usize, field: Field) -> Place {
        self.table.place(row, field, self.sources)
    }

    /// A cell of another table that belongs to a finding.
    pub(crate) fn record_cell(&self, table: &Table, row: u32, field: Field, note: Note) -> Related {
        related_cell(table, row, field, self.sources, note)
    }
}

/// A cell that belongs to a finding.
pub(crate) fn related_cell(
    table: &Table,
    row: u32,
    field: Field,
    sources: &[Source],
    note: Note,
) -> Related {
    let row = row as usize;
    Related {
        field: Some(field),
        found: table.original(row, field).to_owned(),
        ..related_place(table.place(row, field, sources), note)
    }
}

/// A place of which nothing is quoted.
pub(crate) fn related_place(place: Place, note: Note) -> Related {
    Related {
        place,
        field: None,
        found: String::new(),
        note,
        touches: None,
    }
}
