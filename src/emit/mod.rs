//! Everything a run leaves: upload files, reports, manifest. In come the tables, the verdicts, the
//! plan and the findings; out goes one folder that appears whole or not at all. Files are rendered in
//! parallel, one task each, and no byte depends on how many threads there are.

mod batch;
mod blank;
mod blank_lists_xlsx;
mod blank_xlsx;
mod body;
mod body_cell;
mod compose;
mod detail_xlsx;
mod digest;
mod entity_xlsx;
mod error;
mod finding_view;
mod findings_jsonl;
mod fixed;
mod fixed_xlsx;
mod manifest;
mod merchant_xlsx;
mod register_xlsx;
mod report_csv;
mod report_xlsx;
mod rules_xlsx;
mod settlement_csv;
mod settlement_xlsx;
mod style_xlsx;
mod summary_xlsx;
mod unfit;
mod upload_jsonl;
mod upload_xlsx;
mod verify;
mod write;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use time::Date;

pub use batch::UploadKind;
pub use blank::{Blank, BlankColumn, Need};
pub use error::Error;
pub use finding_view::{Lens, View};
pub use findings_jsonl::record;
pub use fixed::{Fixed, FixedSheet, write as fixed};
pub use manifest::{MANIFEST, Output};
pub use report_csv::findings as findings_csv;
pub use unfit::unfit;
pub use verify::{VerifyReport, verify};
pub use write::prepare;

use crate::model::{Finding, Ingested, Kind, Lang, Place, Plan, Reconciled, Rule, Totals};
use crate::template::{Levels, SettingsFile, UploadLayout};
use batch::{Batch, Placement};
use body::Action;
use write::{Sink, Staging};

/// What a run came to.
#[derive(Clone, Copy)]
pub struct Run<'a> {
    pub ingested: &'a Ingested,
    pub reconciled: &'a Reconciled,
    pub plan: &'a Plan,
    /// All of them, in the order of [`Finding::order`].
    pub findings: &'a [Finding],
    /// Per rule of the check stage, by code, how often it could not be put.
    pub not_checked: &'a BTreeMap<&'static str, u64>,
    /// Every rule there is, for the page that explains them; those that hit are added.
    pub rules: &'a [&'static Rule],
    pub settings: &'a Settings,
}

/// How the output is made.
#[derive(Clone, Debug)]
pub struct Settings {
    pub lang: Lang,
    /// Show personal data in reports.
    pub reveal: bool,
    pub as_of: Date,
    pub layouts: Vec<UploadLayout>,
    pub levels: Levels,
    /// The files that said how to read the input: job file and saved mappings.
    pub files: Vec<SettingsFile>,
}

/// Told of every file as it is finished; files finish in any order.
pub struct Written<'a> {
    pub output: &'a Output,
    /// How many files there will be.
    pub of: usize,
}

/// What was published.
#[derive(Clone, Debug)]
pub struct Published {
    /// Ordered by path; the manifest itself is not among them.
    pub outputs: Vec<Output>,
    pub totals: Totals,
    /// Where the folder went that stood there before, when it was not an earlier run's (`force`) or
    /// could not be deleted.
    pub kept: Option<PathBuf>,
}

/// A kind of output.
pub enum OutputKind {
    /// Files in `uploads/`, cut by row cap; none without rows.
    Upload(UploadKind),
    /// One file, always there.
    Report {
        path: &'static str,
        write: fn(&Report, &mut Sink) -> Result<u64, Error>,
    },
}

/// Every kind of output; the heaviest first, so that threads finish together.
pub static KINDS: &[OutputKind] = &[
    OutputKind::Report {
        path: "reports/discrepancies.xlsx",
        write: report_xlsx::write,
    },
    OutputKind::Upload(UploadKind {
        name: "indirect-create",
        kind: Kind::Stores,
        takes: batch::is_created,
        action: Some(Action::Create),
    }),
    OutputKind::Upload(UploadKind {
        name: "indirect-modify",
        kind: Kind::Stores,
        takes: batch::is_modified,
        action: Some(Action::Modify),
    }),
    OutputKind::Upload(UploadKind {
        name: "item-publish",
        kind: Kind::Skus,
        takes: batch::is_published,
        action: None,
    }),
    // The switch is off for a new store, and only for a new one.
    OutputKind::Upload(UploadKind {
        name: "order-switch",
        kind: Kind::Stores,
        takes: batch::is_created,
        action: None,
    }),
    OutputKind::Report {
        path: "reports/accounts.csv",
        write: report_csv::write_accounts,
    },
    OutputKind::Report {
        path: "reports/plan.csv",
        write: report_csv::write_plan,
    },
    OutputKind::Report {
        path: "reports/settlement.csv",
        write: settlement_csv::write,
    },
    OutputKind::Report {
        path: "reports/findings.jsonl",
        write: findings_jsonl::write,
    },
];

/// What the writers of reports see.
pub struct Report<'a> {
    run: &'a Run<'a>,
    lens: Lens<'a>,
    totals: &'a Totals,
    batches: &'a [Batch<'a>],
    placements: Vec<Option<Placement>>,
}

impl Report<'_> {
    /// A store's row in its file.
    fn store_place(&self, row: usize) -> Place {
        let origin = self.run.ingested.tables.stores.origins[row];
        Place {
            source: origin.source,
            row: origin.row,
            column: None,
        }
    }

    /// The upload file a store went into, and where.
    fn placed(&self, row: usize) -> Option<(&Batch<'_>, Placement)> {
        let placement = (*self.placements.get(row)?)?;
        Some((self.batches.get(placement.batch as usize)?, placement))
    }
}

/// One file to render, or a workbook and its bodies.
enum Task<'a> {
    Batch(&'a Batch<'a>),
    Report(&'static str, fn(&Report, &mut Sink) -> Result<u64, Error>),
}

/// Whether every upload has its layout, and every column of it can be filled. Worth asking before the
/// long work.
///
/// # Errors
/// [`Error::Layout`] with the layout and the column.
pub fn check_layouts(layouts: &[UploadLayout]) -> Result<(), Error> {
    for kind in KINDS {
        if let OutputKind::Upload(upload) = kind {
            let layout = batch::layout(layouts, upload)?;
            upload_xlsx::check(layout, upload.action.is_some())?;
        }
    }
    Ok(())
}

/// Renders every output beside `out` and puts the whole in its place.
///
/// # Errors
/// The first thing that went wrong, in the order of [`KINDS`]; the previous output is then untouched.
pub fn publish(
    run: &Run,
    out: &Path,
    force: bool,
    progress: &(dyn Fn(Written) + Sync),
) -> Result<Published, Error> {
    check_layouts(&run.settings.layouts)?;
    let totals = Totals::prove(run.ingested, run.reconciled, run.plan)?;
    let mut batches = Vec::new();
    for kind in KINDS {
        if let OutputKind::Upload(upload) = kind {
            batches.extend(batch::batches(run, upload)?);
        }
    }
    let report = Report {
        run,
        lens: Lens::of(run),
        totals: &totals,
        placements: batch::placements(run, &batches),
        batches: &batches,
    };
    let staging = Staging::beside(out)?;
    staging.folder("uploads")?;
    staging.folder("reports")?;
    let tasks = tasks(&batches);
    let of = tasks.iter().map(Task::files).sum();
    let rendered: Vec<Result<Vec<Output>, Error>> = tasks
        .par_iter()
        .with_max_len(1)
        .map(|task| {
            let outputs = task.render(&report, &staging)?;
            for output in &outputs {
                progress(Written { output, of });
            }
            Ok(outputs)
        })
        .collect();
    let mut outputs = Vec::new();
    for files in rendered {
        outputs.extend(files?);
    }
    outputs.sort_by(|a, b| a.path.cmp(&b.path));
    write_manifest(run, &totals, &outputs, &staging)?;
    let kept = staging.publish(force)?;
    Ok(Published {
        outputs,
        totals,
        kept,
    })
}

fn tasks<'a>(batches: &'a [Batch<'a>]) -> Vec<Task<'a>> {
    let of_kind = |kind: &'static OutputKind| -> Vec<Task<'a>> {
        match kind {
            OutputKind::Report { path, write } => vec![Task::Report(path, *write)],
            OutputKind::Upload(upload) => {
                let own = batches.iter().filter(|b| b.upload.name == upload.name);
                own.map(Task::Batch).collect()
            }
        }
    };
    KINDS.iter().flat_map(of_kind).collect()
}

fn write_manifest(
    run: &Run,
    totals: &Totals,
    outputs: &[Output],
    staging: &Staging,
) -> Result<(), Error> {
    use std::io::Write;
    let mut sink = staging.create(MANIFEST.to_owned())?;
    sink.write_all(manifest::render(run, totals, outputs).as_bytes())
        .map_err(sink.failed())?;
    sink.finish(0).map(drop)
}

impl Task<'_> {
    fn files(&self) -> usize {
        match self {
            Task::Batch(batch) if batch.upload.action.is_some() => 2,
            _ => 1,
        }
    }

    fn render(&self, report: &Report, staging: &Staging) -> Result<Vec<Output>, Error> {
        let run = report.run;
        match self {
            Task::Report(path, write) => {
                let mut sink = staging.create((*path).to_owned())?;
                let rows = write(report, &mut sink)?;
                Ok(vec![sink.finish(rows)?])
            }
            Task::Batch(batch) => {
                let mut book = staging.create(batch.workbook())?;
                let Some(action) = batch.upload.action else {
                    let table = batch::table(run.ingested, batch.upload.kind);
                    let rows =
                        upload_xlsx::write_rows(batch.layout, table, &batch.rows, &mut book)?;
                    return Ok(vec![book.finish(rows)?]);
                };
                let bodies = upload_jsonl::bodies(run, &batch.rows, action)?;
                let rows = upload_xlsx::write_bodies(batch.layout, &bodies, &mut book)?;
                let mut lines = staging.create(batch.bodies())?;
                let count = upload_jsonl::write(&bodies, &mut lines)?;
                Ok(vec![book.finish(rows)?, lines.finish(count)?])
            }
        }
    }
}
