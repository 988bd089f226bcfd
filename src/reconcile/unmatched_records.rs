//! The other side of a register: the records that no store has. Every record ends matched, in a tie, or
//! here; those whose holder has no store at all are one note for each sheet of the register.

use std::collections::HashSet;

use crate::model::rule::Defect;
use crate::model::{Comparison, Field, Finding, Table};
use crate::value::name;

use super::passes::AccountSearch;
use super::register::AccountRegister;
use super::stores::StoreSheet;

/// So many records are named in the note.
const NAMED: usize = 5;

/// A comparison for each of them, and the notes, register by register.
pub(crate) fn list<const N: usize>(
    registers: [&AccountSearch; N],
) -> [(Vec<Comparison>, Vec<Finding>); N] {
    let any = registers
        .iter()
        .find(|search| search.unmatched().next().is_some());
    let holders = any.map(|search| StoreHolders::collect(search.stores));
    let holders = holders.unwrap_or_default();
    registers.map(|search| (comparisons(search).collect(), notes(search, &holders)))
}

fn comparisons(search: &AccountSearch) -> impl Iterator<Item = Comparison> {
    let (register, table) = (search.register, search.table);
    search.unmatched().map(move |row| Comparison {
        record: Some(table.place(row, register.key, search.stores.sources)),
        status: table.original(row, Field::Status).to_owned(),
        ..register.comparison(table.text(row, register.key))
    })
}

/// One note for each sheet with accounts whose holders have no store. Another account of a company that
/// has stores is nothing to wonder at.
fn notes(search: &AccountSearch, holders: &StoreHolders) -> Vec<Finding> {
    let (register, table) = (search.register, search.table);
    if search.stores.len() == 0 {
        return Vec::new();
    }
    let foreign = search.unmatched();
    let foreign = foreign.filter(|row| !holders.has(register, table, *row));
    let mut rows: Vec<usize> = foreign.collect();
    // Sorted by content, not by place, so that the order of rows does not matter.
    let order = |row: &usize| (table.origins[*row].source, table.text(*row, register.key));
    rows.sort_by(|a, b| order(a).cmp(&order(b)));
    let sheets = rows.chunk_by(|a, b| table.origins[*a].source == table.origins[*b].source);
    sheets.map(|rows| note_for_sheet(search, rows)).collect()
}

fn note_for_sheet(search: &AccountSearch, rows: &[usize]) -> Finding {
    let (register, table, stores) = (search.register, search.table, search.stores);
    let defect = Defect::at(register.key).arg(rows.len());
    let mut finding = Finding::at(register.unmatched, table, rows[0], stores.sources, defect);
    let cell = |row: &usize| stores.record_cell(table, *row as u32, register.key, register.note);
    finding.related = rows.iter().skip(1).take(NAMED - 1).map(cell).collect();
    finding
}

/// Licences and names of everybody who has a store.
#[derive(Default)]
struct StoreHolders<'a> {
    licences: HashSet<&'a str>,
    names: HashSet<String>,
}

impl<'a> StoreHolders<'a> {
    fn collect(stores: &StoreSheet<'a>) -> StoreHolders<'a> {
        let rows = || 0..stores.len();
        let licences = rows().map(|row| stores.text(row, Field::BusinessLicense));
        let names = [Field::MerchantName, Field::CardName, Field::LegalName];
        let names = rows().flat_map(|row| names.map(|field| stores.text(row, field)));
        StoreHolders {
            licences: licences.filter(|licence| !licence.is_empty()).collect(),
            names: names.map(name::fold_company).collect(),
        }
    }

    fn has(&self, register: &AccountRegister, table: &Table, row: usize) -> bool {
        let licence = table.text(row, Field::BusinessLicense);
        let holder = name::fold_company(table.text(row, register.holder));
        self.licences.contains(licence) || self.names.contains(&holder)
    }
}
