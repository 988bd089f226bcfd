//! Which rows go into which upload file: the rows of one kind in table order, cut where the layout's
//! row cap says. The plan report names the same places.

use super::body::Action;
use super::{Error, Run};
use crate::model::{Disposition, Ingested, Kind, Plan, SkuPlan, Table};
use crate::template::UploadLayout;

/// One kind of upload: an entry of the table of outputs.
pub struct UploadKind {
    /// Name of its layout, and how its files' names begin.
    pub name: &'static str,
    /// The table its rows come from.
    pub kind: Kind,
    /// Whether a row goes in.
    pub takes: fn(&Plan, usize) -> bool,
    /// For merchants: the call whose bodies are written, as JSONL beside the workbook too.
    pub action: Option<Action>,
}

/// 新建.
pub fn is_created(plan: &Plan, row: usize) -> bool {
    has(plan, row, Disposition::Create)
}

/// 修改.
pub fn is_modified(plan: &Plan, row: usize) -> bool {
    has(plan, row, Disposition::Modify)
}

/// SKUs without a fault.
pub fn is_published(plan: &Plan, row: usize) -> bool {
    plan.skus.get(row) == Some(&SkuPlan::Publish)
}

fn has(plan: &Plan, row: usize, disposition: Disposition) -> bool {
    plan.stores
        .get(row)
        .is_some_and(|s| s.disposition == disposition)
}

/// One upload file to be.
pub struct Batch<'a> {
    pub upload: &'a UploadKind,
    pub layout: &'a UploadLayout,
    /// `indirect-create-001`.
    pub stem: String,
    /// Rows of the upload's table, ascending.
    pub rows: Vec<u32>,
}

impl Batch<'_> {
    /// Path of the workbook in the output folder.
    pub fn workbook(&self) -> String {
        format!("uploads/{}.xlsx", self.stem)
    }

    /// Path of the bodies in the output folder.
    pub fn bodies(&self) -> String {
        format!("uploads/{}.jsonl", self.stem)
    }
}

/// The table an upload's rows come from.
pub fn table(ingested: &Ingested, kind: Kind) -> &Table {
    match kind {
        Kind::Skus => &ingested.tables.skus,
        _ => &ingested.tables.stores,
    }
}

/// The layout of an upload.
pub fn layout<'a>(
    layouts: &'a [UploadLayout],
    upload: &UploadKind,
) -> Result<&'a UploadLayout, Error> {
    let layout = layouts.iter().find(|l| l.name == upload.name);
    layout.ok_or_else(|| Error::Layout {
        layout: upload.name.to_owned(),
        fault: "there is no such layout".to_owned(),
    })
}

/// All files of one kind of upload; none when it has no rows.
pub fn batches<'a>(run: &Run<'a>, upload: &'a UploadKind) -> Result<Vec<Batch<'a>>, Error> {
    let layout = layout(&run.settings.layouts, upload)?;
    let rows = 0..table(run.ingested, upload.kind).len();
    let rows: Vec<u32> = rows
        .filter(|row| (upload.takes)(run.plan, *row))
        .map(|row| row as u32)
        .collect();
    let files = rows.chunks(layout.row_cap.max(1)).enumerate();
    Ok(files
        .map(|(index, rows)| Batch {
            upload,
            layout,
            stem: format!("{}-{:03}", upload.name, index + 1),
            rows: rows.to_vec(),
        })
        .collect())
}

/// Where a store was written: batch and row in its workbook, counted as a person counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placement {
    pub batch: u32,
    pub row: u32,
}

/// Per store row, where its body went.
pub fn placements(run: &Run, batches: &[Batch]) -> Vec<Option<Placement>> {
    let mut placed = vec![None; run.ingested.tables.stores.len()];
    for (index, batch) in batches.iter().enumerate() {
        if batch.upload.action.is_none() {
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
