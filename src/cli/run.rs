//! `jinjian run`: settle the settings, run the pipeline, publish, and say in five seconds how it went.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use time::OffsetDateTime;

use super::args::{Format, RunArgs};
use super::input_groups::with_maps;
use super::progress::Bars;
use super::summary::Summary;
use super::terminal::tame;
use super::{CLEAR, HELD, Outcome, overrides};
use crate::config::Job;
use crate::config::job::{FailOn, JOB_FILE};
use crate::model::{Disposition, Lang, Level};
use crate::pipeline;
use crate::pipeline::{PipelineStage, ProgressListener, Silent};
use crate::value::moment::Moment;
use crate::{emit, ingest, rules};

/// Why the settings do not hold.
#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
    #[error("--as-of: `{0}` is not a date (YYYY-MM-DD, or with HH:MM after it)")]
    AsOf(String),
    #[error("{}: no such file or folder", .0.display())]
    Missing(PathBuf),
    #[error("{}: is no job file (.toml); give the folder it stands in", .0.display())]
    NoJob(PathBuf),
    #[error("threads cannot be started")]
    Threads(#[from] rayon::ThreadPoolBuildError),
}

pub(super) fn run(args: &RunArgs) -> Outcome {
    let start = Instant::now();
    let (folder, job) = job(&args.input)?;
    overrides::known(&job)?;
    let lang = args.lang.map(Lang::from).or(job.lang).unwrap_or_default();
    if !args.quiet {
        overrides::tell_idle(&job, lang)?;
    }
    let as_of = day(args.as_of.as_deref(), &job)?;
    start_threads(args.threads.map(usize::from).or(job.threads))?;
    let out = out(args);
    let found = ingest::find(&folder, &out)?;
    let (job, layouts) = with_maps(job, &folder, &found)?;
    let unknown = job.uploads.unknown(&job.file, &layouts.uploads);
    if !unknown.is_empty() {
        return Err(crate::config::ConfigError::Faults { faults: unknown }.into());
    }
    overrides::known_holds(&job, &layouts.uploads)?;
    if !args.quiet {
        overrides::tell_idle_holds(&job, &layouts.uploads, lang)?;
    }
    let paths: Vec<PathBuf> = found.files.iter().map(|f| f.path.clone()).collect();
    emit::prepare(&out, &paths, args.force)?;

    let input = pipeline::PipelineInput {
        files: &found,
        job: &job,
        layouts: &layouts,
        as_of,
    };
    let (outcome, published) = carry_out(args, &out, &input, lang)?;

    let exit_code = exit_code(&outcome, args.fail_on.map(FailOn::from).or(job.fail_on));
    if !args.quiet {
        let summary = Summary {
            outcome: &outcome,
            totals: &published.totals,
            kept: published.kept.map(|path| path.display().to_string()),
            lang,
            as_of,
            out: out.display().to_string(),
            targets: &published.targets,
            dry_run: args.dry_run,
            seconds: start.elapsed().as_secs_f64(),
            exit_code,
            verbose: args.verbose > 0,
        };
        let text = match args.format {
            Format::Text => tame(&summary.text()),
            Format::Json => summary.json(),
        };
        std::io::stdout().write_all(text.as_bytes())?;
    }
    // The program ends here: to hand its tables back piece by piece would only keep people waiting.
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

/// The work itself, with bars where somebody looks on.
fn carry_out(
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

/// Writes everything the run found out.
fn publish(
    args: &RunArgs,
    out: &Path,
    input: &pipeline::PipelineInput,
    outcome: &pipeline::PipelineOutcome,
    lang: Lang,
    progress: &dyn ProgressListener,
) -> Result<emit::Published, emit::EmitError> {
    let rules: Vec<_> = rules::all().to_vec();
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
        rules: &rules,
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
        let file = input.join(JOB_FILE);
        let job = if file.is_file() {
            Job::read(&file)?
        } else {
            Job::default()
        };
        return Ok((input.to_owned(), job));
    }
    if !input.is_file() {
        return Err(Box::new(Error::Missing(input.to_owned())));
    }
    if input
        .extension()
        .is_none_or(|e| !e.eq_ignore_ascii_case("toml"))
    {
        return Err(Box::new(Error::NoJob(input.to_owned())));
    }
    let folder = input
        .parent()
        .filter(|p| !p.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    Ok((folder.to_owned(), Job::read(input)?))
}

/// The one place that looks at the clock, and only when nobody names the day: a day, so that two runs
/// of it agree.
pub(super) fn day(given: Option<&str>, job: &Job) -> Result<Moment, Error> {
    match (given, job.as_of) {
        (Some(text), _) => Moment::parse(text).ok_or_else(|| Error::AsOf(text.to_owned())),
        (None, Some(day)) => Ok(day),
        (None, None) => Ok(OffsetDateTime::now_local()
            .unwrap_or_else(|_| OffsetDateTime::now_utc())
            .date()
            .into()),
    }
}

fn exit_code(outcome: &pipeline::PipelineOutcome, fail_on: Option<FailOn>) -> u8 {
    let held = outcome
        .plan
        .stores
        .iter()
        .any(|s| s.disposition == Disposition::Held);
    let reaches = |level| outcome.findings.iter().any(|f| f.level >= level);
    let failed = match fail_on {
        Some(FailOn::Error) => reaches(Level::Error),
        Some(FailOn::Warning) => reaches(Level::Warning),
        Some(FailOn::Never) | None => false,
    };
    // A file left unread may hold stores, or the register that knows them.
    let unread = outcome.ingested.refused(Level::Error).next().is_some();
    if held || failed || unread {
        HELD
    } else {
        CLEAR
    }
}
