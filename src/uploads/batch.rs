//! Which rows go into which upload file: the rows of a target, together as it wants them, cut where its
//! row cap says. The plan report names the same places.

use super::target;
use super::target::Target;
use crate::config::UploadLayout;
use crate::config::upload::Grouping;
use crate::model::{Field, Kind, Table};
use crate::uploads::UploadInput;

/// One upload file to be.
pub(crate) struct Batch<'a> {
    pub layout: &'a UploadLayout,
    /// `indirect-create-001`.
    pub stem: String,
    /// Rows of the upload's table, in the order of the file.
    pub rows: Vec<u32>,
    /// The acquirer all of them have, where the upload keeps acquirers apart.
    pub acquirer: Option<&'a str>,
}

impl<'a> Batch<'a> {
    /// Path of the workbook in the output folder.
    pub(crate) fn workbook(&self) -> String {
        format!("uploads/{}.xlsx", self.stem)
    }

    /// Path of the bodies in the output folder.
    pub(crate) fn bodies(&self) -> String {
        format!("uploads/{}.jsonl", self.stem)
    }

    /// Path of the list that says which line is which row.
    pub(crate) fn list(&self) -> String {
        format!("uploads/{}.batch.json", self.stem)
    }

    /// The file a person opens.
    pub(crate) fn file(&self) -> String {
        match self.layout.columns.is_empty() {
            true => self.bodies(),
            false => self.workbook(),
        }
    }
}

/// The table an upload's rows come from.
pub(crate) fn table<'a>(input: &UploadInput<'a>, layout: &UploadLayout) -> &'a Table {
    match target::kind(layout) {
        Kind::Skus => &input.ingested.tables.skus,
        _ => &input.ingested.tables.stores,
    }
}

/// All files of one target; none when it has no rows. Acquirers come in the order of their PIDs; a
/// merchant whose stores fit into one file is not cut.
pub(crate) fn cut<'a>(input: &UploadInput<'a>, target: &Target<'a>) -> Vec<Batch<'a>> {
    let layout = target.layout;
    let cap = layout.row_cap.max(1);
    let mut batches: Vec<Batch> = Vec::new();
    let sorted = sorted(input, layout.by, &target.rows);
    for group in sorted.chunk_by(|a, b| stay_together(input, layout.by, *a, *b)) {
        let acquirer = acquirer_of(input, layout.by, group);
        let fits = |batch: &Batch| {
            let room = cap.saturating_sub(batch.rows.len());
            batch.acquirer == acquirer && (group.len() <= room || group.len() > cap && room > 0)
        };
        let mut rest = group;
        if let Some(last) = batches.last_mut().filter(|last| fits(last)) {
            let (now, later) = rest.split_at(rest.len().min(cap - last.rows.len()));
            last.rows.extend(now);
            rest = later;
        }
        batches.extend(rest.chunks(cap).map(|rows| Batch {
            layout,
            stem: String::new(),
            rows: rows.to_vec(),
            acquirer,
        }));
    }
    for (number, batch) in (1..).zip(&mut batches) {
        batch.stem = format!("{}-{number:03}", layout.file);
    }
    batches
}

/// The PID of a store's acquirer, as its bodies have it.
pub(crate) fn acquirer<'a>(input: &UploadInput<'a>, row: usize) -> &'a str {
    input.known(row).acquirer()
}

/// The rows in the order in which they are written.
fn sorted(input: &UploadInput, by: Grouping, rows: &[u32]) -> Vec<u32> {
    let mut sorted = rows.to_vec();
    match by {
        Grouping::None => {}
        Grouping::Acquirer => sorted.sort_by_cached_key(|row| acquirer(input, *row as usize)),
        Grouping::Merchant => sorted.sort_by_cached_key(|row| merchant(input, *row)),
    }
    sorted
}

/// Whether two neighbours are of one merchant, where merchants are not cut.
fn stay_together(input: &UploadInput, by: Grouping, a: u32, b: u32) -> bool {
    by == Grouping::Merchant && merchant(input, a) == merchant(input, b)
}

/// Acquirer, licence and company name of a store.
fn merchant<'a>(input: &UploadInput<'a>, row: u32) -> [&'a str; 3] {
    let store = |field| input.ingested.tables.stores.text(row as usize, field);
    let [licence, name] = [Field::BusinessLicense, Field::MerchantName].map(store);
    [acquirer(input, row as usize), licence, name]
}

fn acquirer_of<'a>(input: &UploadInput<'a>, by: Grouping, group: &[u32]) -> Option<&'a str> {
    let first = group.first().filter(|_| by != Grouping::None)?;
    Some(acquirer(input, *first as usize))
}

/// Where a store was written: batch and row in its workbook, counted as a person counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Placement {
    pub batch: u32,
    pub row: u32,
}

/// Per store row, where its body of onboarding went.
pub(crate) fn placements(input: &UploadInput, batches: &[Batch]) -> Vec<Option<Placement>> {
    let mut placed = vec![None; input.ingested.tables.stores.len()];
    for (index, batch) in batches.iter().enumerate() {
        if !batch.layout.bodies.is_some_and(|call| call.is_onboarding()) {
            continue;
        }
        for (at, row) in batch.rows.iter().enumerate() {
            if let Some(place) = placed.get_mut(*row as usize) {
                *place = Some(Placement {
                    batch: index as u32,
                    row: at as u32 + 2,
                });
            }
        }
    }
    placed
}
