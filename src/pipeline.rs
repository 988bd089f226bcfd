//! The stages in order: ingest → normalise → check → reconcile → plan. Level overrides are applied
//! here; only `emit` touches the disk after this.

use time::Date;

use crate::model::rule::Context;
use crate::model::{Field, Finding, Ingested, Kind, Plan, Reconciled, Source};
use crate::template::{Job, Layouts, upload};
use crate::{check, emit, ingest, normalise, plan, reconcile};

/// What a run is made of.
pub struct Input<'a> {
    pub input: &'a ingest::Found,
    pub job: &'a Job,
    pub layouts: &'a Layouts,
    pub as_of: Date,
}

/// Everything a run found out.
pub struct Outcome {
    pub ingested: Ingested,
    pub reconciled: Reconciled,
    /// In the order of reports, levels final.
    pub findings: Vec<Finding>,
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
    progress.begin(Stage::Read, input.input.files.iter().map(|f| f.bytes).sum());
    let options = ingest::Options {
        layouts: &input.layouts.sheets,
        job: input.job,
        progress: &|bytes| progress.advance(bytes),
    };
    let mut ingested = ingest::read(input.input, &options)?;
    let job_source = ingested.sources.len() as u32;
    ingested.sources.push(Source {
        file: job_file(input.job),
        ..Source::default()
    });

    let rows = (ingested.tables.stores.len() + ingested.tables.skus.len()) as u64;
    progress.begin(Stage::Normalise, rows);
    normalise::run(&mut ingested.tables, &input.job.defaults);
    progress.advance(rows);

    progress.begin(Stage::Check, rows);
    let required = required(&ingested, input.layouts);
    let limits = upload::limits(&input.layouts.uploads);
    let context = Context {
        as_of: input.as_of,
        required: &required,
        limits: &limits,
    };
    let check = |table| check::run(table, &ingested.sources, &context);
    let (stores, skus) = rayon::join(
        || check(&ingested.tables.stores),
        || check(&ingested.tables.skus),
    );
    progress.advance(rows);

    progress.begin(Stage::Reconcile, rows);
    let repeated = repeated(&stores.findings, ingested.tables.stores.len());
    let mut reconciled = reconcile::run(&reconcile::Input {
        ingested: &ingested,
        broken: &stores.broken,
        repeated: &repeated,
        as_of: input.as_of,
    });
    progress.advance(rows);

    progress.begin(Stage::Plan, rows);
    let job_findings = plan::job_findings(
        &ingested.tables.stores,
        input.job,
        &input.layouts.levels,
        job_source,
    );
    let mut findings = std::mem::take(&mut ingested.findings);
    findings.extend(stores.findings);
    findings.extend(skus.findings);
    findings.append(&mut reconciled.findings);
    findings.extend(job_findings);
    for finding in &mut findings {
        finding.level = input.job.level(finding.rule.code, finding.rule.level);
    }
    findings.sort_by(|a, b| a.order().cmp(&b.order()));
    let decide = |findings: &[Finding]| {
        plan::decide(&plan::Input {
            ingested: &ingested,
            reconciled: &reconciled,
            findings,
            job: input.job,
            as_of: input.as_of,
        })
    };
    let mut plan = decide(&findings);
    // What the interface refuses is held whatever level the job gives its rules.
    let unfit = emit::unfit(&ingested, &reconciled, &plan, &input.layouts.uploads);
    if !unfit.is_empty() {
        findings.extend(unfit);
        findings.sort_by(|a, b| a.order().cmp(&b.order()));
        plan = decide(&findings);
    }
    progress.advance(rows);
    Ok(Outcome {
        ingested,
        reconciled,
        findings,
        plan,
    })
}

fn job_file(job: &Job) -> String {
    let given = (!job.file.is_empty()).then(|| job.file.clone());
    given.unwrap_or_else(|| crate::template::job::JOB_FILE.to_owned())
}

/// What M3 needs of each store; a value of the job counts once some store has it.
fn required(ingested: &Ingested, layouts: &Layouts) -> Vec<Vec<Field>> {
    let stores = &ingested.tables.stores;
    let given = layouts
        .levels
        .from_job
        .iter()
        .filter(|field| !plan::nobody_gives(stores, **field));
    layouts
        .levels
        .for_m3
        .iter()
        .cloned()
        .chain(given.map(|field| vec![*field]))
        .collect()
}

fn repeated(findings: &[Finding], rows: usize) -> Vec<bool> {
    let mut repeated = vec![false; rows];
    for finding in findings.iter().filter(|f| f.rule.code == "DUP003") {
        finding
            .touched(Kind::Stores)
            .for_each(|row| repeated[row as usize] = true);
    }
    repeated
}
