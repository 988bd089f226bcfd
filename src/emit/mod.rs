//! Everything a run leaves: upload files, reports, manifest. In come the tables, the verdicts, the
//! plan and the findings; out goes one folder that appears whole or not at all. Files are rendered in
//! parallel, one task each, and no byte depends on how many threads there are.

pub(crate) mod blank;
pub(crate) mod error;
pub(crate) mod finding_formatter;
pub(crate) mod fixed;
pub(crate) mod manifest;
pub(crate) mod publish;
pub(crate) mod report;
pub(crate) mod upload_jsonl;
pub(crate) mod upload_xlsx;
pub(crate) mod verify;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

pub use blank::{Blank, BlankColumn, Need};
pub use error::{Error, NoManifest};
pub use finding_formatter::{Lens, View};
pub use fixed::{Fixed, FixedSheet, write as fixed};
pub use manifest::{MANIFEST, Output};
pub use publish::prepare;
pub use report::accounts_csv::findings as findings_csv;
pub use report::findings_jsonl::record;
pub use verify::{VerifyReport, verify};

use crate::config::{Levels, SettingsFile, UploadLayout};
use crate::model::{Finding, Ingested, Lang, Place, Plan, Reconciled, Rule, Totals};
use crate::uploads::api_bodies::Bodies;
use crate::uploads::batch::{Batch, Placement};
use crate::uploads::target::{Target, TargetTotals};
use crate::uploads::{UploadInput, batch};
use crate::value::moment::Moment;
use publish::{Sink, Staging};

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
    pub as_of: Moment,
    /// The uploads that are made.
    pub layouts: Vec<UploadLayout>,
    /// Reports alone, no uploads.
    pub dry_run: bool,
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
    /// One per upload, in the order of the layouts.
    pub targets: Vec<TargetTotals>,
    /// Where the folder went that stood there before, when it was not an earlier run's (`force`) or
    /// could not be deleted.
    pub kept: Option<PathBuf>,
}

/// Tells the cells of a workbook, by row and column from 0, in the order of the file; the error is what
/// keeps it from being read. What was written is read with it before it is published.
pub type ReadBack<'a> =
    &'a (dyn Fn(&Path, &mut dyn FnMut(u32, u32, &str)) -> Result<(), String> + Sync);

/// A report: one file, always there.
struct ReportKind {
    path: &'static str,
    write: fn(&Report, &mut Sink) -> Result<u64, Error>,
}

const fn report(
    path: &'static str,
    write: fn(&Report, &mut Sink) -> Result<u64, Error>,
) -> ReportKind {
    ReportKind { path, write }
}

/// Every report; uploads are what their layouts say. The heaviest first, so that threads finish together.
static REPORTS: &[ReportKind] = &[
    report(
        "reports/discrepancies.xlsx",
        report::discrepancies_xlsx::write,
    ),
    report("reports/accounts.csv", report::accounts_csv::write_accounts),
    report("reports/plan.csv", report::plan_csv::write),
    report("reports/settlement.csv", report::settlement_csv::write),
    report("reports/targets.csv", report::targets_csv::write),
    report("reports/changes.csv", report::changes_csv::write),
    report("reports/checklist.csv", report::checklist_csv::write),
    report("reports/findings.jsonl", report::findings_jsonl::write),
];

/// What the writers of reports see.
pub struct Report<'a> {
    run: &'a Run<'a>,
    lens: Lens<'a>,
    totals: &'a Totals,
    targets: &'a [Target<'a>],
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

/// A report, or the files of one batch.
enum Task<'a> {
    Batch(&'a Batch<'a>),
    Report(&'static ReportKind),
}

/// Whether every column of every upload can be filled. Worth asking before the long work.
///
/// # Errors
/// [`Error::Layout`] with the layout and the column.
pub fn check_layouts(layouts: &[UploadLayout]) -> Result<(), Error> {
    layouts.iter().try_for_each(upload_xlsx::check)
}

impl<'a> Run<'a> {
    /// What the uploads are made from.
    pub fn uploads(&self) -> UploadInput<'a> {
        UploadInput {
            ingested: self.ingested,
            reconciled: self.reconciled,
            plan: self.plan,
            findings: self.findings,
            now: self.settings.as_of.earliest(),
            lang: self.settings.lang,
        }
    }
}

/// Renders every output beside `out`, reads the uploads back, and puts the whole in its place.
///
/// # Errors
/// The first thing that went wrong, in the order of the outputs; the previous output is then untouched.
pub fn publish(
    run: &Run,
    out: &Path,
    force: bool,
    read_back: ReadBack,
    progress: &(dyn Fn(Written) + Sync),
) -> Result<Published, Error> {
    check_layouts(&run.settings.layouts)?;
    let totals = Totals::prove(run.ingested, run.reconciled, run.plan)?;
    let input = run.uploads();
    let layouts = run.settings.layouts.iter();
    let targets: Vec<Target> = layouts.map(|layout| Target::of(&input, layout)).collect();
    let batches: Vec<Batch> = match run.settings.dry_run {
        true => Vec::new(),
        false => (targets.par_iter())
            .flat_map_iter(|target| batch::cut(&input, target))
            .collect(),
    };
    let report = Report {
        run,
        lens: Lens::of(run),
        totals: &totals,
        targets: &targets,
        placements: batch::placements(&input, &batches),
        batches: &batches,
    };
    let staging = Staging::beside(out)?;
    for folder in ["uploads", "reports"] {
        if folder == "reports" || !run.settings.dry_run {
            staging.folder(folder)?;
        }
    }
    let tasks = tasks(&batches);
    let of = tasks.iter().map(Task::files).sum();
    let rendered: Vec<Result<Vec<Output>, Error>> = tasks
        .par_iter()
        .with_max_len(1)
        .map(|task| {
            let outputs = task.render(&report, &staging, read_back)?;
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
    let told = manifest::render(&report, &outputs);
    let mut sink = staging.create(MANIFEST.to_owned())?;
    std::io::Write::write_all(&mut sink, told.as_bytes()).map_err(sink.failed())?;
    sink.finish(0)?;
    let lang = run.settings.lang;
    let targets = targets.iter().map(|t| TargetTotals::of(t, lang)).collect();
    let kept = staging.publish(force)?;
    Ok(Published {
        outputs,
        totals,
        targets,
        kept,
    })
}

fn tasks<'a>(batches: &'a [Batch<'a>]) -> Vec<Task<'a>> {
    let (first, rest) = REPORTS.split_at(1);
    let reports = |kinds: &'static [ReportKind]| kinds.iter().map(Task::Report);
    let uploads = batches.iter().map(Task::Batch);
    reports(first).chain(uploads).chain(reports(rest)).collect()
}

impl Task<'_> {
    fn files(&self) -> usize {
        match self {
            Task::Batch(batch) => {
                let workbook = usize::from(!batch.layout.columns.is_empty());
                workbook + 2 * usize::from(batch.layout.bodies.is_some())
            }
            Task::Report(_) => 1,
        }
    }

    fn render(
        &self,
        report: &Report,
        staging: &Staging,
        read_back: ReadBack,
    ) -> Result<Vec<Output>, Error> {
        let run = report.run;
        let batch = match self {
            Task::Report(kind) => {
                let mut sink = staging.create(kind.path.to_owned())?;
                let rows = (kind.write)(report, &mut sink)?;
                return Ok(vec![sink.finish(rows)?]);
            }
            Task::Batch(batch) => *batch,
        };
        let rows = &batch.rows;
        let call = batch.layout.bodies;
        let bodies = call.map(|call| Bodies::of(&run.uploads(), call, rows));
        let mut outputs = Vec::new();
        if !batch.layout.columns.is_empty() {
            let texts = upload_xlsx::Texts::of(run, batch, bodies.as_ref());
            let mut sink = staging.create(batch.workbook())?;
            upload_xlsx::write(batch.layout, &texts, &mut sink)?;
            let output = sink.finish(rows.len() as u64)?;
            upload_xlsx::read_back(&texts, &staging.path(&output), read_back)?;
            outputs.push(output);
        }
        if let (Some(call), Some(bodies)) = (call, bodies) {
            let mut sink = staging.create(batch.bodies())?;
            upload_jsonl::write(run, &bodies, rows, &mut sink)?;
            let output = sink.finish(rows.len() as u64)?;
            upload_jsonl::read_back(&bodies, rows.len(), &staging.path(&output))?;
            outputs.push(output);
            let mut sink = staging.create(batch.list())?;
            upload_jsonl::write_list(run, batch, call, &mut sink)?;
            outputs.push(sink.finish(rows.len() as u64)?);
        }
        Ok(outputs)
    }
}
