//! The stages in order: ingest → normalise → check → reconcile → plan → uploads. Level overrides are applied
//! here; only `emit` touches the disk after this.

mod defects;

use std::collections::BTreeMap;

use crate::check::Checked;
use crate::config::{Job, Layouts};
use crate::model::rule::Context;
use crate::model::{Finding, Ingested, Plan, Reconciled, Requirement, Source};
use crate::uploads::{UploadInput, Uploads};
use crate::value::moment::Moment;
use crate::{check, ingest, normalise, plan, reconcile, rules, uploads};

/// What a run is made of.
pub struct PipelineInput<'a> {
    pub files: &'a ingest::FoundFiles,
    pub job: &'a Job,
    pub layouts: &'a Layouts,
    pub as_of: Moment,
}

/// The outcome of a run.
pub struct PipelineOutcome {
    pub ingested: Ingested,
    pub reconciled: Reconciled,
    /// In the order of reports, levels final.
    pub findings: Vec<Finding>,
    /// Per rule of the check stage, by code, how often it could not be put.
    pub not_checked: BTreeMap<&'static str, u64>,
    pub plan: Plan,
    pub uploads: Uploads,
}

/// The stages, as progress shows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PipelineStage {
    /// Counted in bytes.
    Read,
    /// The rest is counted in rows.
    Normalise,
    Check,
    Reconcile,
    Plan,
    Write,
}

/// Is told how far the run is; called from any thread.
pub trait ProgressListener: Sync {
    fn begin(&self, stage: PipelineStage, total: u64);
    fn advance(&self, done: u64);
}

/// Shows nothing.
pub struct Silent;

impl ProgressListener for Silent {
    fn begin(&self, _: PipelineStage, _: u64) {}
    fn advance(&self, _: u64) {}
}

/// Why a run could not be finished.
#[derive(Debug, thiserror::Error)]
pub enum PipelineError {
    #[error(transparent)]
    Ingest(#[from] ingest::IngestError),
}

/// Runs the stages over the input files.
///
/// # Errors
/// When files cannot be read.
pub fn run(
    input: &PipelineInput,
    progress: &dyn ProgressListener,
) -> Result<PipelineOutcome, PipelineError> {
    let mut ingested = read(input, progress)?;
    let rows = (ingested.tables.stores.len() + ingested.tables.skus.len()) as u64;
    in_stage(progress, PipelineStage::Normalise, rows, || {
        normalise::run(&mut ingested.tables, &input.job.defaults);
    });
    let (stores, skus) = in_stage(progress, PipelineStage::Check, rows, || {
        check(&ingested, input)
    });
    let reconcile = reconcile::ReconcileInput {
        ingested: &ingested,
        broken: &stores.broken,
        repeated: &stores.repeated,
        as_of: input.as_of.day,
        settlement: &input.job.settlement,
    };
    let (mut reconciled, items) = in_stage(progress, PipelineStage::Reconcile, rows, || {
        rayon::join(
            || reconcile::run(&reconcile),
            || reconcile::compare_items(&ingested, &skus.broken),
        )
    });
    let not_checked = not_checked([&stores, &skus]);
    let mut findings = [
        std::mem::take(&mut ingested.findings),
        missing_columns(&ingested, input),
        stores.findings,
        skus.findings,
        std::mem::take(&mut reconciled.findings),
        items,
        job_findings(&ingested, &reconciled, input),
    ]
    .concat();
    defects::drop_known_to_register(&mut findings);
    let (findings, plan, uploads) = in_stage(progress, PipelineStage::Plan, rows, || {
        let mut findings = apply_overrides(findings.into_iter(), input.job);
        defects::merge(&mut findings, &ingested.tables.stores);
        let (plan, unfit) = decide(&mut findings, &ingested, &reconciled, input);
        let layouts = input.layouts.uploads.iter();
        let made = layouts.filter_map(|layout| input.job.uploads.made(layout));
        let upload_input = upload_input(&ingested, &reconciled, &plan, &findings, input);
        let uploads = uploads::prepare(&upload_input, made.collect(), &unfit);
        (findings, plan, uploads)
    });
    Ok(PipelineOutcome {
        ingested,
        reconciled,
        findings,
        not_checked,
        plan,
        uploads,
    })
}

/// The outcome of the rules alone, nothing reconciled or planned.
pub struct CheckOutcome {
    pub ingested: Ingested,
    /// In the order of reports, levels final.
    pub findings: Vec<Finding>,
    /// As in [`PipelineOutcome`].
    pub not_checked: BTreeMap<&'static str, u64>,
}

/// Field and entity rules over the files, nothing reconciled or planned.
pub fn check_only(input: &PipelineInput) -> CheckOutcome {
    let mut ingested = ingest::read_each(input.files, &options(input, &|_| {}));
    normalise::run(&mut ingested.tables, &input.job.defaults);
    let (stores, skus) = check(&ingested, input);
    let not_checked = not_checked([&stores, &skus]);
    let read = std::mem::take(&mut ingested.findings);
    let columns = missing_columns(&ingested, input);
    let all = [read, columns, stores.findings, skus.findings];
    let findings = apply_overrides(all.into_iter().flatten(), input.job);
    CheckOutcome {
        ingested,
        findings,
        not_checked,
    }
}

/// Findings as the job takes them, in the order of reports.
fn apply_overrides(findings: impl Iterator<Item = Finding>, job: &Job) -> Vec<Finding> {
    let findings = findings.filter_map(|finding| job.overrides.apply(finding));
    let mut findings: Vec<Finding> = findings.collect();
    findings.sort_by(|a, b| a.order().cmp(&b.order()));
    findings
}

/// Stores and SKUs together: a rule may look at both.
fn not_checked(tables: [&Checked; 2]) -> BTreeMap<&'static str, u64> {
    let mut counts = BTreeMap::new();
    for (code, count) in tables.into_iter().flat_map(|t| &t.not_checked) {
        *counts.entry(*code).or_default() += count;
    }
    counts
}

/// Rules about the form of a cell rather than its content.
const OF_CELLS: [&str; 3] = ["CEL", "CHR", "NUM"];

/// Reads the files and looks at their cells, without judging their values. Findings come in the order
/// of reports; files of which nothing can be read are an answer here, not an error.
pub fn inspect(input: &PipelineInput) -> (Ingested, Vec<Finding>) {
    let mut ingested = ingest::read_each(input.files, &options(input, &|_| {}));
    normalise::run(&mut ingested.tables, &[]);
    let context = Context {
        as_of: input.as_of.day,
        required: &[],
        limits: &[],
        uploads: &[],
        expiring_days: input.job.checks.expiring_days,
    };
    let rules: Vec<_> = OF_CELLS
        .into_iter()
        .flat_map(rules::beginning_with)
        .collect();
    let mut findings = std::mem::take(&mut ingested.findings);
    for table in [&ingested.tables.stores, &ingested.tables.skus] {
        findings.extend(check::run_rules(table, &ingested.sources, &context, &rules).findings);
    }
    findings.sort_by(|a, b| a.order().cmp(&b.order()));
    (ingested, findings)
}

/// Shows a stage that has no steps of its own.
fn in_stage<T>(
    progress: &dyn ProgressListener,
    stage: PipelineStage,
    rows: u64,
    work: impl FnOnce() -> T,
) -> T {
    progress.begin(stage, rows);
    let result = work();
    progress.advance(rows);
    result
}

fn options<'a>(
    input: &PipelineInput<'a>,
    progress: &'a (dyn Fn(u64) + Sync),
) -> ingest::ReadOptions<'a> {
    ingest::ReadOptions {
        layouts: &input.layouts.sheets,
        job: input.job,
        progress,
        selection: None,
    }
}

/// Reads the files; the job file is the last source, so that findings can name it.
fn read(input: &PipelineInput, progress: &dyn ProgressListener) -> Result<Ingested, PipelineError> {
    let bytes = input.files.files.iter().map(|f| f.bytes).sum();
    progress.begin(PipelineStage::Read, bytes);
    let advance = |bytes| progress.advance(bytes);
    let mut ingested = ingest::read(input.files, &options(input, &advance))?;
    ingested.sources.push(Source {
        file: job_file(input.job),
        ..Source::default()
    });
    Ok(ingested)
}

/// What store sheets lack, once their rows are in canonical form.
fn missing_columns(ingested: &Ingested, input: &PipelineInput) -> Vec<Finding> {
    check::columns::missing(ingested, &required(ingested, input.layouts))
}

fn check(ingested: &Ingested, input: &PipelineInput) -> (Checked, Checked) {
    let required = required(ingested, input.layouts);
    let limits = check::length::limits(&input.layouts.uploads);
    let uploads = input.layouts.uploads.iter();
    let made = uploads.filter(|upload| input.job.uploads.makes(upload));
    let uploads: Vec<&str> = made.map(|upload| upload.name.as_str()).collect();
    let context = Context {
        as_of: input.as_of.day,
        required: &required,
        limits: &limits,
        uploads: &uploads,
        expiring_days: input.job.checks.expiring_days,
    };
    let check = |table| check::run(table, &ingested.sources, &context);
    rayon::join(
        || check(&ingested.tables.stores),
        || check(&ingested.tables.skus),
    )
}

fn job_findings(
    ingested: &Ingested,
    reconciled: &Reconciled,
    input: &PipelineInput,
) -> Vec<Finding> {
    let source = ingested.sources.len() as u32 - 1;
    let levels = &input.layouts.levels;
    let mut findings = plan::job_findings(ingested, reconciled, input.job, levels, source);
    findings.extend(plan::unread_register(ingested, source));
    findings
}

/// Decides, and holds what the interface would refuse, whatever the job says of its rules: this comes
/// after its word, so it has none here. What is held for it is a finding like any other, and returned as well.
fn decide(
    findings: &mut Vec<Finding>,
    ingested: &Ingested,
    reconciled: &Reconciled,
    input: &PipelineInput,
) -> (Plan, Vec<Finding>) {
    let decide = |findings: &[Finding]| {
        let (job, now) = (input.job, input.as_of.earliest());
        plan::decide(&plan::PlanInput {
            ingested,
            reconciled,
            findings,
            job,
            levels: &input.layouts.levels,
            now,
        })
    };
    let plan = decide(findings);
    let upload_input = upload_input(ingested, reconciled, &plan, findings, input);
    let unfit = uploads::check_bodies(&upload_input, &input.layouts.uploads);
    if unfit.is_empty() {
        return (plan, unfit);
    }
    findings.extend(unfit.iter().cloned());
    findings.sort_by(|a, b| a.order().cmp(&b.order()));
    (decide(findings), unfit)
}

fn upload_input<'a>(
    ingested: &'a Ingested,
    reconciled: &'a Reconciled,
    plan: &'a Plan,
    findings: &'a [Finding],
    input: &PipelineInput,
) -> UploadInput<'a> {
    UploadInput {
        ingested,
        reconciled,
        plan,
        findings,
        now: input.as_of.earliest(),
    }
}

fn job_file(job: &Job) -> String {
    let named = (!job.file.is_empty()).then(|| job.file.clone());
    named.unwrap_or_else(|| crate::config::job::JOB_FILE.to_owned())
}

/// What M3 needs of each store; of what the job should give as well, what some store has.
fn required(ingested: &Ingested, layouts: &Layouts) -> Vec<Requirement> {
    let stores = &ingested.tables.stores;
    let of_job = layouts.levels.from_job.iter();
    let given = of_job.filter_map(|need| plan::per_store_part(stores, need));
    layouts.levels.for_m3.iter().cloned().chain(given).collect()
}
