//! The stages in order: ingest → normalise → check → reconcile → plan. Level overrides are applied
//! here; only `emit` touches the disk after this.

mod defects;

use std::collections::BTreeMap;

use crate::check::Checked;
use crate::config::{Job, Layouts};
use crate::model::rule::Context;
use crate::model::{Finding, Ingested, Plan, Reconciled, Requirement, Source};
use crate::value::moment::Moment;
use crate::{check, ingest, normalise, plan, reconcile, rules, uploads};

/// What a run is made of.
pub struct Input<'a> {
    pub files: &'a ingest::Found,
    pub job: &'a Job,
    pub layouts: &'a Layouts,
    pub as_of: Moment,
}

/// Everything a run found out.
pub struct Outcome {
    pub ingested: Ingested,
    pub reconciled: Reconciled,
    /// In the order of reports, levels final.
    pub findings: Vec<Finding>,
    /// Per rule of the check stage, by code, how often it could not be put.
    pub not_checked: BTreeMap<&'static str, u64>,
    pub plan: Plan,
}

/// The stages, as progress shows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Counted in bytes.
    Read,
    /// The rest is counted in rows.
    Normalise,
    Check,
    Reconcile,
    Plan,
    Write,
}

/// Hears how far the run has come; called from any thread.
pub trait Progress: Sync {
    fn begin(&self, stage: Stage, total: u64);
    fn advance(&self, done: u64);
}

/// No one listens.
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _: Stage, _: u64) {}
    fn advance(&self, _: u64) {}
}

/// Why a run could not be finished.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Ingest(#[from] ingest::Error),
}

/// Runs the stages over the input files.
///
/// # Errors
/// When files cannot be read.
pub fn run(input: &Input, progress: &dyn Progress) -> Result<Outcome, Error> {
    let mut ingested = read(input, progress)?;
    let rows = (ingested.tables.stores.len() + ingested.tables.skus.len()) as u64;
    staged(progress, Stage::Normalise, rows, || {
        normalise::run(&mut ingested.tables, &input.job.defaults);
    });
    let (stores, skus) = staged(progress, Stage::Check, rows, || check(&ingested, input));
    let reconcile = reconcile::Input {
        ingested: &ingested,
        broken: &stores.broken,
        repeated: &stores.repeated,
        as_of: input.as_of.day,
        settlement: &input.job.settlement,
    };
    let (mut reconciled, items) = staged(progress, Stage::Reconcile, rows, || {
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
    let (findings, plan) = staged(progress, Stage::Plan, rows, || {
        let mut findings = settled(findings.into_iter(), input.job);
        defects::merge(&mut findings, &ingested.tables.stores);
        settle(findings, &ingested, &reconciled, input)
    });
    Ok(Outcome {
        ingested,
        reconciled,
        findings,
        not_checked,
        plan,
    })
}

/// What the rules alone said of files.
pub struct Rules {
    pub ingested: Ingested,
    /// In the order of reports, levels final.
    pub findings: Vec<Finding>,
    /// As in [`Outcome`].
    pub not_checked: BTreeMap<&'static str, u64>,
}

/// Field and entity rules over the files, nothing reconciled or planned.
pub fn check_only(input: &Input) -> Rules {
    let options = ingest::Options {
        layouts: &input.layouts.sheets,
        job: input.job,
        progress: &|_| {},
        wanted: None,
    };
    let mut ingested = ingest::read_each(input.files, &options);
    normalise::run(&mut ingested.tables, &input.job.defaults);
    let (stores, skus) = check(&ingested, input);
    let not_checked = not_checked([&stores, &skus]);
    let read = std::mem::take(&mut ingested.findings);
    let columns = missing_columns(&ingested, input);
    let all = [read, columns, stores.findings, skus.findings];
    let findings = settled(all.into_iter().flatten(), input.job);
    Rules {
        ingested,
        findings,
        not_checked,
    }
}

/// Findings as the job takes them, in the order of reports.
fn settled(findings: impl Iterator<Item = Finding>, job: &Job) -> Vec<Finding> {
    let mut findings: Vec<Finding> = findings
        .filter_map(|finding| job.overrides.apply(finding))
        .collect();
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

/// Rules about what a cell is rather than what it says: the oddities of a file.
const OF_CELLS: [&str; 3] = ["CEL", "CHR", "NUM"];

/// Reads the files and looks at their cells, without judging their values. Findings come in the order
/// of reports; files of which nothing can be read are an answer here, not an error.
pub fn inspect(input: &Input) -> (Ingested, Vec<Finding>) {
    let options = ingest::Options {
        layouts: &input.layouts.sheets,
        job: input.job,
        progress: &|_| {},
        wanted: None,
    };
    let mut ingested = ingest::read_each(input.files, &options);
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
fn staged<T>(progress: &dyn Progress, stage: Stage, rows: u64, work: impl FnOnce() -> T) -> T {
    progress.begin(stage, rows);
    let result = work();
    progress.advance(rows);
    result
}

/// Reads the files; the job file is the last source, so that findings can name it.
fn read(input: &Input, progress: &dyn Progress) -> Result<Ingested, Error> {
    progress.begin(Stage::Read, input.files.files.iter().map(|f| f.bytes).sum());
    let options = ingest::Options {
        layouts: &input.layouts.sheets,
        job: input.job,
        progress: &|bytes| progress.advance(bytes),
        wanted: None,
    };
    let mut ingested = ingest::read(input.files, &options)?;
    ingested.sources.push(Source {
        file: job_file(input.job),
        ..Source::default()
    });
    Ok(ingested)
}

/// What store sheets lack, once their rows are in canonical form.
fn missing_columns(ingested: &Ingested, input: &Input) -> Vec<Finding> {
    check::columns::missing(ingested, &required(ingested, input.layouts))
}

fn check(ingested: &Ingested, input: &Input) -> (Checked, Checked) {
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

fn job_findings(ingested: &Ingested, reconciled: &Reconciled, input: &Input) -> Vec<Finding> {
    let source = ingested.sources.len() as u32 - 1;
    let levels = &input.layouts.levels;
    let mut findings = plan::job_findings(ingested, reconciled, input.job, levels, source);
    findings.extend(plan::unread_register(ingested, source));
    findings
}

/// Decides, and holds what the interface would refuse, whatever the job says of its rules: this comes
/// after its word, so it has none here.
fn settle(
    mut findings: Vec<Finding>,
    ingested: &Ingested,
    reconciled: &Reconciled,
    input: &Input,
) -> (Vec<Finding>, Plan) {
    let decide = |findings: &[Finding]| {
        let (job, now) = (input.job, input.as_of.earliest());
        plan::decide(&plan::Input {
            ingested,
            reconciled,
            findings,
            job,
            levels: &input.layouts.levels,
            now,
        })
    };
    let plan = decide(&findings);
    let unfit = uploads::body_check::unfit(ingested, reconciled, &plan, &input.layouts.uploads);
    if unfit.is_empty() {
        return (findings, plan);
    }
    findings.extend(unfit);
    findings.sort_by(|a, b| a.order().cmp(&b.order()));
    let plan = decide(&findings);
    (findings, plan)
}

fn job_file(job: &Job) -> String {
    let given = (!job.file.is_empty()).then(|| job.file.clone());
    given.unwrap_or_else(|| crate::config::job::JOB_FILE.to_owned())
}

/// What M3 needs of each store; of what the job should give as well, what some store has.
fn required(ingested: &Ingested, layouts: &Layouts) -> Vec<Requirement> {
    let stores = &ingested.tables.stores;
    let of_job = layouts.levels.from_job.iter();
    let given = of_job.filter_map(|need| plan::given(stores, need));
    layouts.levels.for_m3.iter().cloned().chain(given).collect()
}
