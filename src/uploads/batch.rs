//! Which rows go into which upload file: the rows of a target, together as its grouping asks, cut at its
//! row cap. The plan report names the same places.

use std::sync::Arc;

use super::input::UploadInput;
use super::target::Target;
use crate::config::UploadLayout;
use crate::config::upload::Grouping;
use crate::model::Field;

/// One upload file to be.
pub(crate) struct Batch {
    pub layout: Arc<UploadLayout>,
    /// `indirect-create-001`.
    pub stem: String,
    /// Rows of the upload's table, in the order of the file.
    pub rows: Vec<u32>,
    /// The acquirer all of them have, where the upload keeps acquirers apart.
    pub acquirer: Option<String>,
}

impl Batch {
    /// Path of the workbook in the output folder.
    pub(crate) fn workbook(&self) -> String {
        format!("uploads/{}.xlsx", self.stem)
    }

    /// Path of the bodies in the output folder.
    pub(crate) fn bodies(&self) -> String {
        format!("uploads/{}.jsonl", self.stem)
    }

    /// Path of the list of lines and their rows.
    pub(crate) fn list(&self) -> String {
        format!("uploads/{}.batch.json", self.stem)
    }

    /// The acquirer, when there is one to name.
    pub(crate) fn named_acquirer(&self) -> Option<&str> {
        self.acquirer.as_deref().filter(|pid| !pid.is_empty())
    }

    /// The file a person opens.
    pub(crate) fn file(&self) -> String {
        if self.layout.columns.is_empty() {
            self.bodies()
        } else {
            self.workbook()
        }
    }
}

/// All files of one target; none when it has no rows. Acquirers come in the order of their PIDs; a
/// merchant whose stores fit into one file is not cut.
pub(crate) fn cut(input: &UploadInput, target: &Target) -> Vec<Batch> {
    let layout = &target.layout;
    let cap = layout.row_cap.max(1);
    let mut batches: Vec<Batch> = Vec::new();
    let sorted = sorted(input, layout.by, &target.rows);
    for group in sorted.chunk_by(|a, b| stay_together(input, layout.by, *a, *b)) {
        let acquirer = acquirer_of(input, layout.by, group);
        let fits = |batch: &Batch| {
            let room = cap.saturating_sub(batch.rows.len());
            batch.acquirer.as_deref() == acquirer
                && (group.len() <= room || group.len() > cap && room > 0)
        };
        let mut rest = group;
        if let Some(last) = batches.last_mut().filter(|last| fits(last)) {
            let (now, later) = rest.split_at(rest.len().min(cap - last.rows.len()));
            last.rows.extend(now);
            rest = later;
        }
        batches.extend(rest.chunks(cap).map(|rows| Batch {
            layout: Arc::clone(layout),
            stem: String::new(),
            rows: rows.to_vec(),
            acquirer: acquirer.map(str::to_owned),
        }));
    }
    for (number, batch) in (1..).zip(&mut batches) {
        batch.stem = format!("{}-{number:03}", layout.file);
    }
    batches
}

/// The rows in the order in which they are written.
fn sorted(input: &UploadInput, by: Grouping, rows: &[u32]) -> Vec<u32> {
    let mut sorted = rows.to_vec();
    match by {
        Grouping::None => {}
        Grouping::Acquirer => sorted.sort_by_cached_key(|row| input.acquirer(*row as usize)),
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
    let store = |field| input.store(row as usize).text(field);
    let [licence, name] = [Field::BusinessLicense, Field::MerchantName].map(store);
    [input.acquirer(row as usize), licence, name]
}

fn acquirer_of<'a>(input: &UploadInput<'a>, by: Grouping, group: &[u32]) -> Option<&'a str> {
    let first = group.first().filter(|_| by != Grouping::None)?;
    Some(input.acquirer(*first as usize))
}

/// Where a store was written: batch and row in its workbook, counted as a person counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Placement {
    pub batch: u32,
    pub row: u32,
}

/// Per store row, where its body of onboarding went.
pub(crate) fn placements(stores: usize, batches: &[Batch]) -> Vec<Option<Placement>> {
    let mut placed = vec![None; stores];
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
