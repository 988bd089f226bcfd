//! `jinjian run`: read the settings, run the pipeline, publish, and print a summary of how it went.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::args::{OutputFormat, RunArgs};
use super::as_of::run_day;
use super::exit::{VerbResult, held_if, is_fail_on_met};
use super::input_groups::{job_of_folder, with_maps};
use super::output_file::ends_in;
use super::progress::Bars;
use super::summary::RunSummary;
use super::terminal::escape_controls;
use super::{json, overrides};
use crate::config::Job;
use crate::model::{Disposition, Lang, Level};
use crate::pipeline;
use crate::pipeline::{PipelineStage, ProgressListener, Silent};
use crate::{emit, ingest, rules};

/// Why the work cannot begin.
#[derive(Debug, thiserror::Error)]
enum Error {
    #[error("{}: no such file or folder", .0.display())]
    Missing(PathBuf),
    #[error("{}: is no job file (.toml); give the folder it stands in", .0.display())]
    NoJob(PathBuf),
    #[error("threads cannot be started")]
    Threads(#[from] rayon::ThreadPoolBuildError),
}

pub(super) fn run(args: &RunArgs) -> VerbResult {
    let start = Instant::now();
    let (folder, job) = job(&args.input)?;
    overrides::check_rule_entries(&job)?;
    let lang = args.lang.or(job.lang).unwrap_or_default();
    if !args.quiet {
        overrides::warn_of_idle_entries(&job, lang)?;
    }
    let as_of = run_day(args.as_of.as_deref(), &job)?;
    start_threads(args.threads.map(usize::from).or(job.threads))?;
    let out = out(args);
    let found = ingest::find(&folder, &out)?;
    let (job, layouts) = with_maps(job, &folder, &found)?;
    let unknown = job.uploads.unknown(&job.file, &layouts.uploads);
    if !unknown.is_empty() {
        return Err(crate::config::ConfigError::Faults { faults: unknown }.into());
    }
    overrides::check_holds(&job, &layouts.uploads)?;
    if !args.quiet {
        overrides::warn_of_idle_holds(&job, &layouts.uploads, lang)?;
    }
    let paths: Vec<PathBuf> = found.files.iter().map(|f| f.path.clone()).collect();
    emit::prepare(&out, &paths, args.force)?;

    let input = pipeline::PipelineInput {
        files: &found,
        job: &job,
        layouts: &layouts,
        as_of,
    };
    let (outcome, published) = run_and_publish(args, &out, &input, lang)?;

    let failed = args.fail_on.or(job.fail_on);
    let failed = failed.is_some_and(|level| is_fail_on_met(level, outcome.findings.iter()));
    let exit_code = held_if(failed || is_held_or_unread(&outcome));
    if !args.quiet {
        let summary = RunSummary {
            as_of: as_of.to_string(),
            out: out.display().to_string(),
            dry_run: args.dry_run,
            seconds: start.elapsed().as_secs_f64(),
            exit_code,
            all_reasons: args.verbose > 0,
            ..RunSummary::new(&outcome, &published, lang)
        };
        let text = match args.format {
            OutputFormat::Text => escape_controls(&summary.text()),
            OutputFormat::Json => json::line(&summary),
        };
        std::io::stdout().write_all(text.as_bytes())?;
    }
    // The program ends here; freeing its tables piece by piece would only keep people waiting.
    std::mem::forget(outcome);
    Ok(exit_code)
}

fn start_threads(threads: Option<usize>) -> Result<(), Error> {
    let Some(threads) = threads else {
        return Ok(());
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
    Ok(pool.build_global()?)
}

/// The work itself, with progress bars unless the run is quiet.
fn run_and_publish(
    args: &RunArgs,
    out: &Path,
    input: &pipeline::PipelineInput,
    lang: Lang,
) -> Result<(pipeline::PipelineOutcome, emit::Published), Box<dyn std::error::Error>> {
    let bars = Bars::new(lang);
    let progress: &dyn ProgressListener = if args.quiet { &Silent } else { &bars };
    let result = pipeline::run(input, progress)
        .map_err(Box::<dyn std::error::Error>::from)
        .and_then(|outcome| {
            let published = publish(args, out, input, &outcome, lang, progress)?;
            Ok((outcome, published))
        });
    bars.finish();
    result
}

/// Where the output goes: a dry run leaves that of the last run alone.
fn out(args: &RunArgs) -> PathBuf {
    if !args.dry_run {
        return args.out.clone();
    }
    let mut name = args.out.file_name().unwrap_or_default().to_owned();
    name.push("-dry-run");
    args.out.with_file_name(name)
}

/// Writes the uploads and reports.
fn publish(
    args: &RunArgs,
    out: &Path,
    input: &pipeline::PipelineInput,
    outcome: &pipeline::PipelineOutcome,
    lang: Lang,
    progress: &dyn ProgressListener,
) -> Result<emit::Published, emit::EmitError> {
    let settings = emit::Settings {
        lang,
        reveal: args.reveal,
        as_of: input.as_of,
        dry_run: args.dry_run,
        levels: input.layouts.levels.clone(),
        files: input.job.settings().cloned().collect(),
    };
    let run = emit::Run {
        ingested: &outcome.ingested,
        reconciled: &outcome.reconciled,
        plan: &outcome.plan,
        findings: &outcome.findings,
        not_checked: &outcome.not_checked,
        uploads: &outcome.uploads,
        rules: rules::all(),
        settings: &settings,
    };
    let begun = std::sync::Once::new();
    emit::publish(&run, out, args.force, &ingest::cells, &|written| {
        begun.call_once(|| progress.begin(PipelineStage::Write, written.of as u64));
        progress.advance(1);
    })
}

/// The input folder and its job: a folder's own job file, the job file that was named, or none.
fn job(input: &Path) -> Result<(PathBuf, Job), Box<dyn std::error::Error>> {
    if input.is_dir() {
        return Ok((input.to_owned(), job_of_folder(input)?));
    }
    if !input.is_file() {
        return Err(Box::new(Error::Missing(input.to_owned())));
    }
    if !ends_in(input, "toml") {
        return Err(Box::new(Error::NoJob(input.to_owned())));
    }
    let folder = input.parent().filter(|p| !p.as_os_str().is_empty());
    Ok((
        folder.unwrap_or(Path::new(".")).to_owned(),
        Job::read(input)?,
    ))
}

/// Whether a store is held or a file was not read: it may hold stores, or the register that knows them.
fn is_held_or_unread(outcome: &pipeline::PipelineOutcome) -> bool {
    let mut stores = outcome.plan.stores.iter();
    stores.any(|store| store.disposition == Disposition::Held)
        || outcome.ingested.refused(Level::Error).next().is_some()
}
