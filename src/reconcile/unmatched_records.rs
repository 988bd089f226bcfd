//! The other side of a register: the records that no store has. Every record ends matched, in a tie, or
//! here; those whose holder has no store at all are one note for each sheet of the register.

use std::collections::HashSet;

use crate::model::reconciled::Match;
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
        .find(|passes| passes.unmatched().next().is_some());
    let holders = any
        .map(|passes| StoreHolders::collect(passes.stores))
        .unwrap_or_default();
    registers.map(|passes| (comparisons(passes).collect(), notes(passes, &holders)))
}

fn comparisons(passes: &AccountSearch) -> impl Iterator<Item = Comparison> {
    let AccountSearch {
        register,
        table,
        stores,
        ..
    } = passes;
    passes.unmatched().map(move |row| Comparison {
        store: None,
        against: register.kind,
        key: table.text(row, register.key).to_owned(),
        matched: Match::NotFound,
        pass: None,
        record: Some(table.place(row, register.key, stores.sources)),
        candidates: Vec::new(),
        verdicts: Vec::new(),
        folds: Vec::new(),
        status: table.original(row, Field::Status).to_owned(),
    })
}

/// One note for each sheet with accounts whose holders have no store. Another account of a company that
/// has stores is nothing to wonder at.
fn notes(passes: &AccountSearch, holders: &StoreHolders) -> Vec<Finding> {
    let AccountSearch {
        register,
        table,
        stores,
        ..
    } = passes;
    if stores.len() == 0 {
        return Vec::new();
    }
    let foreign = passes
        .unmatched()
        .filter(|row| !holders.has(register, table, *row));
    let mut rows: Vec<usize> = foreign.collect();
    // By what they say and not by where they stand, so that the order of rows decides nothing.
    let order = |row: &usize| (table.origins[*row].source, table.text(*row, register.key));
    rows.sort_by(|a, b| order(a).cmp(&order(b)));
    let sheets = rows.chunk_by(|a, b| table.origins[*a].source == table.origins[*b].source);
    sheets.map(|rows| note_for_sheet(passes, rows)).collect()
}

fn note_for_sheet(passes: &AccountSearch, rows: &[usize]) -> Finding {
    let AccountSearch {
        register,
        table,
        stores,
        ..
    } = passes;
    let defect = Defect::at(register.key).arg(rows.len());
    let mut finding = Finding::at(register.unmatched, table, rows[0], stores.sources, defect);
    let others = rows.iter().skip(1).take(NAMED - 1);
    finding.related = others
        .map(|row| stores.record_cell(table, *row as u32, register.key, register.note))
        .collect();
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
        self.licences
            .contains(table.text(row, Field::BusinessLicense))
            || self
                .names
                .contains(&name::fold_company(table.text(row, register.holder)))
    }
}
