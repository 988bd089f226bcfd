//! Renders every output beside its place, reads the uploads back, and puts the whole in its place.

use std::io::Write;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::error::EmitError;
use super::manifest;
use super::manifest::{MANIFEST, Output};
use super::report::context::ReportContext;
use super::report::{REPORTS, Report};
use super::run::Run;
use super::staging::Staging;
use super::upload_jsonl;
use super::upload_xlsx;
use super::upload_xlsx::ReadBack;
use crate::model::Totals;
use crate::uploads::api_body::ApiBody;
use crate::uploads::batch;
use crate::uploads::batch::Batch;
use crate::uploads::target::TargetTotals;

/// Called for every file as it is finished; files finish in any order.
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
) -> Result<Published, EmitError> {
    let (uploads, settings) = (run.uploads, run.settings);
    let mut layouts = uploads.targets.iter().map(|target| &*target.layout);
    layouts.try_for_each(upload_xlsx::check)?;
    let totals = Totals::prove(run.ingested, run.reconciled, run.plan)?;
    let targets = uploads.targets.iter();
    let targets: Vec<TargetTotals> = targets
        .map(|target| TargetTotals::count(target, settings.lang))
        .collect();
    let batches: &[Batch] = if settings.dry_run {
        &[]
    } else {
        upload_jsonl::check(run)?;
        &uploads.batches
    };
    let report = ReportContext {
        run,
        lang: settings.lang,
        formatter: run.formatter(),
        totals: &totals,
        target_totals: &targets,
        batches,
        placements: batch::placements(run.plan.stores.len(), batches),
    };
    let staging = Staging::beside(out)?;
    if !settings.dry_run {
        staging.folder("uploads")?;
    }
    staging.folder("reports")?;
    let outputs = render(&report, &staging, read_back, progress)?;
    let text = manifest::render(&report, &outputs);
    let mut sink = staging.create(MANIFEST.to_owned())?;
    sink.write_all(text.as_bytes()).map_err(sink.failed())?;
    sink.finish(0)?;
    let kept = staging.publish(force)?;
    Ok(Published {
        outputs,
        totals,
        targets,
        kept,
    })
}

/// Every file but the manifest, ordered by path.
fn render(
    report: &ReportContext,
    staging: &Staging,
    read_back: ReadBack,
    progress: &(dyn Fn(Written) + Sync),
) -> Result<Vec<Output>, EmitError> {
    let (first, rest) = REPORTS.split_at(1);
    let uploads = report.batches.iter().map(Task::Batch);
    let reports = |reports: &'static [_]| reports.iter().map(Task::Report);
    let tasks: Vec<Task> = reports(first).chain(uploads).chain(reports(rest)).collect();
    let of = tasks.iter().map(Task::files).sum();
    let rendered: Vec<Result<Vec<Output>, EmitError>> = tasks
        .par_iter()
        .with_max_len(1)
        .map(|task| {
            let outputs = task.render(report, staging, read_back)?;
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
    Ok(outputs)
}

/// A report, or the files of one batch.
enum Task<'a> {
    Report(&'static Report),
    Batch(&'a Batch),
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
        report: &ReportContext,
        staging: &Staging,
        read_back: ReadBack,
    ) -> Result<Vec<Output>, EmitError> {
        match self {
            Task::Report((path, write)) => {
                let mut sink = staging.create((*path).to_owned())?;
                let rows = write(report, &mut sink)?;
                Ok(vec![sink.finish(rows)?])
            }
            Task::Batch(batch) => render_batch(report.run, batch, staging, read_back),
        }
    }
}

fn render_batch(
    run: &Run,
    batch: &Batch,
    staging: &Staging,
    read_back: ReadBack,
) -> Result<Vec<Output>, EmitError> {
    let rows = batch.rows.len() as u64;
    let input = run.upload_input();
    let bodies: Option<Vec<ApiBody>> = batch.layout.bodies.map(|call| {
        let rows = batch.rows.iter().map(|row| *row as usize);
        rows.map(|row| ApiBody::compose(&input, call, row))
            .collect()
    });
    let mut outputs = Vec::new();
    if !batch.layout.columns.is_empty() {
        let texts = upload_xlsx::UploadTexts::new(&input, batch, bodies.as_deref());
        let mut sink = staging.create(batch.workbook())?;
        upload_xlsx::write(&batch.layout, &texts, &mut sink)?;
        let output = sink.finish(rows)?;
        upload_xlsx::read_back(&texts, &staging.path(&output), read_back)?;
        outputs.push(output);
    }
    if let (Some(call), Some(bodies)) = (batch.layout.bodies, bodies) {
        let mut sink = staging.create(batch.bodies())?;
        upload_jsonl::write(&bodies, &mut sink)?;
        let output = sink.finish(rows)?;
        upload_jsonl::read_back(&bodies, &staging.path(&output))?;
        outputs.push(output);
        let mut sink = staging.create(batch.list())?;
        upload_jsonl::write_list(run, batch, call, &mut sink)?;
        outputs.push(sink.finish(rows)?);
    }
    Ok(outputs)
}
