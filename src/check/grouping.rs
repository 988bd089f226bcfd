//! How group rules gather rows and decide between them, whatever the order of the rows: rows are
//! gathered by the hash of a key, sides are counted, a strict majority is right, and where there is
//! none the group is one finding that names a row of each side and touches all of them.

use std::cmp::Ordering;

use rayon::prelude::*;

use crate::model::rule::{Defect, Group};
use crate::model::{Field, Finding, Kind, Note, Related, Table};

/// Calls `each` with the rows of every group of two or more that share a key. Rows without a key are
/// left out; within a group rows ascend.
pub(crate) fn by_key<'a>(
    rows: usize,
    key: impl Fn(usize) -> Option<&'a str> + Sync,
    each: impl FnMut(&[u32]),
) {
    let hashed = |row| Some((hash(key(row)?), row as u32, row as u64));
    gather((0..rows).into_par_iter().filter_map(hashed), &key, each);
}

/// [`by_key`] for groups whose rows do not all have the same `value`; most groups agree, and looking
/// at them costs no more than a hash.
pub(crate) fn differing<'a>(
    rows: usize,
    key: impl Fn(usize) -> Option<&'a str> + Sync,
    value: impl Fn(usize) -> &'a str + Sync,
    each: impl FnMut(&[u32]),
) {
    let hashed = |row| Some((hash(key(row)?), row as u32, hash(value(row))));
    gather((0..rows).into_par_iter().filter_map(hashed), &key, each);
}

/// Rows with the hashes of their keys and values.
fn gather<'a>(
    hashed: impl ParallelIterator<Item = (u64, u32, u64)>,
    key: impl Fn(usize) -> Option<&'a str>,
    mut each: impl FnMut(&[u32]),
) {
    let mut hashed: Vec<_> = hashed.collect();
    hashed.par_sort_unstable();
    let mut members: Vec<u32> = Vec::new();
    for run in hashed.chunk_by(|a, b| a.0 == b.0) {
        if run.iter().all(|(.., value)| *value == run[0].2) {
            continue;
        }
        members.clear();
        members.extend(run.iter().map(|(_, row, _)| *row));
        // Equal hashes are nearly always equal keys; sorting settles the rest.
        members.sort_by(|a, b| key(*a as usize).cmp(&key(*b as usize)).then(a.cmp(b)));
        for group in members.chunk_by(|a, b| key(*a as usize) == key(*b as usize)) {
            if group.len() > 1 {
                each(group);
            }
        }
    }
}

/// Multiply and rotate over eight bytes at a time; the same on every machine.
fn hash(text: &str) -> u64 {
    let mut hash = text.len() as u64;
    for chunk in text.as_bytes().chunks(8) {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        hash = (hash.rotate_left(5) ^ u64::from_le_bytes(word)).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
    hash
}

/// Compares whole rows by their canonical text, field by field.
pub(crate) fn content(table: &Table, a: u32, b: u32) -> Ordering {
    let (a, b) = (a as usize, b as usize);
    table
        .fields()
        .filter_map(|field| table.column(field))
        .map(|column| column.text(a).cmp(column.text(b)))
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

/// Several rows claim what only one may have: one finding at the row whose content sorts last; the
/// others are named and touched.
pub(crate) fn claimed_by_all(
    group: &Group,
    rows: &[u32],
    field: Field,
    note: Note,
) -> Option<Finding> {
    let table = group.table;
    let last = *rows
        .iter()
        .max_by(|a, b| content(table, **a, **b).then_with(|| origin(table, a, b)))?;
    let defect = Defect::at(field).arg(rows.len());
    let mut finding = group.finding(last, defect);
    for row in others(table, rows, last) {
        finding = finding.related(related(group, row, field, note, true));
    }
    Some(finding)
}

/// Rows of one group with what each of them says.
pub(crate) struct Sides<'k> {
    /// Rows with the key of their side, by key; order within a side does not matter.
    rows: Vec<(&'k str, u32)>,
}

impl<'k> Sides<'k> {
    pub(crate) fn new(mut rows: Vec<(&'k str, u32)>) -> Sides<'k> {
        rows.sort_unstable();
        Sides { rows }
    }

    pub(crate) fn agree(&self) -> bool {
        self.sides().count() < 2
    }

    fn sides(&self) -> impl Iterator<Item = &[(&'k str, u32)]> {
        self.rows.chunk_by(|a, b| a.0 == b.0)
    }

    /// The side that more than half of the rows take.
    fn majority(&self) -> Option<&[(&'k str, u32)]> {
        self.sides().find(|side| side.len() * 2 > self.rows.len())
    }

    /// The row that stands for the majority, and the rows of each other side.
    pub(crate) fn decided(&self, table: &Table) -> Option<(u32, Vec<Vec<u32>>)> {
        let majority = self.majority()?;
        let speaker = by_store(table, majority.iter().map(|(_, row)| *row)).next()?;
        let minorities = self
            .sides()
            .filter(|side| side[0].0 != majority[0].0)
            .map(|side| by_store(table, side.iter().map(|(_, row)| *row)).collect())
            .collect();
        Some((speaker, minorities))
    }

    /// One finding for a group in which nobody can say which side is right: it names the first row of
    /// each side and touches them all.
    pub(crate) fn undecided(&self, group: &Group, field: Field) -> Option<Finding> {
        let table = group.table;
        let mut sides: Vec<Vec<u32>> = self
            .sides()
            .map(|side| by_store(table, side.iter().map(|(_, row)| *row)).collect())
            .collect();
        // The key that sorts last is accused; of the others the one before it is quoted.
        let own = sides.pop()?;
        let quoted = table.text(sides.last()?[0] as usize, field);
        let (rows, all) = (own.len(), self.rows.len());
        let defect = Defect::at(field)
            .other(quoted)
            .arg(format!(
                "；{all} 行里这样写的有 {rows} 行，没有哪种写法过半"
            ))
            .arg(format!(
                "; {rows} of {all} rows have the value here, and none has a majority"
            ));
        let mut finding = group.finding(own[0], defect);
        finding.touch(table.kind, &own[1..]);
        for side in sides.iter().rev() {
            let note = Note::DiffersInRows(side.len());
            finding = finding.related(related(group, side[0], field, note, true));
            finding.touch(table.kind, &side[1..]);
        }
        Some(finding)
    }
}

/// A finding at one row of a minority, with the row that stands for the majority.
pub(crate) fn outvoted(group: &Group, row: u32, speaker: u32, field: Field) -> Finding {
    let other = group.table.text(speaker as usize, field);
    // Where there is a majority, the sides need no words.
    let defect = Defect::at(field).other(other).arg("").arg("");
    group
        .finding(row, defect)
        .related(related(group, speaker, field, Note::DiffersHere, false))
}

/// Another row of the group; `touches` when it shares the finding's fate.
pub(crate) fn related(group: &Group, row: u32, field: Field, note: Note, touches: bool) -> Related {
    Related {
        place: group.table.place(row as usize, field, group.sources),
        field: Some(field),
        found: group.table.original(row as usize, field).to_owned(),
        note,
        touches: touches.then_some(row),
    }
}

/// Rows by store code, then content, then place: an order that does not depend on the table's.
pub(crate) fn by_store(
    table: &Table,
    rows: impl Iterator<Item = u32>,
) -> impl Iterator<Item = u32> {
    let key = key_field(table);
    let mut rows: Vec<u32> = rows.collect();
    rows.sort_by(|a, b| {
        let text = |row: &u32| table.text(*row as usize, key);
        (text(a).cmp(text(b)))
            .then_with(|| content(table, *a, *b))
            .then_with(|| origin(table, a, b))
    });
    rows.into_iter()
}

fn others(table: &Table, rows: &[u32], but: u32) -> impl Iterator<Item = u32> {
    by_store(table, rows.iter().copied().filter(move |row| *row != but))
}

/// The field that names a row of the table.
pub(crate) fn key_field(table: &Table) -> Field {
    match table.kind {
        Kind::Skus => Field::SkuCode,
        _ => Field::StoreCode,
    }
}

fn origin(table: &Table, a: &u32, b: &u32) -> Ordering {
    table.origins[*a as usize].cmp(&table.origins[*b as usize])
}
