//! What writing costs beside reading: all files of a large synthetic job, uploads with their reading back
//! and reports, against taking in its inputs. One process, one run of each; prints the seconds of every
//! stage, the bytes written, and the ratio of writing to reading.
//!
//! `cargo bench --bench emit` · sizes: `--stores N --bill N --skus N --faults N` · every upload: `--all`

// A bench without a harness has `cfg(test)` and no tests: those of the generator lie idle here.
#[allow(dead_code, unused_imports)]
#[path = "../tests/synth/mod.rs"]
mod synth;

use std::error::Error;
use std::io::Write;
use std::path::Path;
use std::sync::Mutex;
use std::time::Instant;

use jinjian::pipeline::{self, Outcome, Progress, Stage};
use jinjian::template::{Job, Layouts, UploadLayout};
use jinjian::{check, emit, ingest};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().collect();
    let number = |name: &str, default: usize| -> usize {
        let at = args.iter().position(|a| a == name);
        at.and_then(|at| args.get(at + 1))
            .and_then(|n| n.parse().ok())
            .unwrap_or(default)
    };
    let options = synth::Options {
        stores: number("--stores", 100_000),
        bill: number("--bill", 1_000_000),
        skus: number("--skus", 50_000),
        seed: 1,
        faults: synth::Faults::Count(number("--faults", 500)),
        ..synth::Options::default()
    };
    let folder = tempfile::tempdir()?;
    let (input, out) = (folder.path().join("in"), folder.path().join("out"));
    synth::write(&options, &input)?;

    let found = ingest::find(&input, &out)?;
    let bytes: u64 = found.files.iter().map(|file| file.bytes).sum();
    say(&format!("inputs       {:6.1} MB", bytes as f64 / 1e6))?;
    let job = Job::read(&input.join("jinjian.toml"))?;
    let layouts = Layouts::load(None)?;
    let clock = Clock::default();
    let job = pipeline::Input {
        as_of: job.as_of.ok_or("a synthetic job has its day")?,
        files: &found,
        job: &job,
        layouts: &layouts,
    };
    let outcome = pipeline::run(&job, &clock)?;
    let stages = clock.stages(Instant::now());
    for (stage, seconds) in &stages {
        say(&format!("{:12} {seconds:6.3} s", format!("{stage:?}")))?;
    }
    let all = args.iter().any(|arg| arg == "--all");
    let made = |layout: &&UploadLayout| all || layout.always;
    let made: Vec<UploadLayout> = layouts.uploads.iter().filter(made).cloned().collect();
    let reports = write(&job, &outcome, &made, true, &out)?;
    say(&format!("{:12} {reports:6.3} s", "reports"))?;
    let written = write(&job, &outcome, &made, false, &out)?;
    say(&format!("{:12} {written:6.3} s", "all files"))?;
    let read = stages.first().map_or(0.0, |(_, seconds)| *seconds);
    say(&format!("ratio        {:6.2}", written / read))
}

/// Seconds it takes to publish.
fn write(
    input: &pipeline::Input,
    outcome: &Outcome,
    made: &[UploadLayout],
    dry_run: bool,
    out: &Path,
) -> Result<f64> {
    let settings = emit::Settings {
        lang: jinjian::model::Lang::Zh,
        reveal: false,
        as_of: input.as_of,
        layouts: made.to_vec(),
        dry_run,
        levels: input.layouts.levels.clone(),
        files: Vec::new(),
    };
    let rules: Vec<_> = check::all().collect();
    let run = emit::Run {
        ingested: &outcome.ingested,
        reconciled: &outcome.reconciled,
        plan: &outcome.plan,
        findings: &outcome.findings,
        not_checked: &outcome.not_checked,
        rules: &rules,
        settings: &settings,
    };
    let start = Instant::now();
    let done = emit::publish(&run, out, false, &ingest::cells, &|_| {})?;
    let seconds = start.elapsed().as_secs_f64();
    let bytes: u64 = done.outputs.iter().map(|output| output.bytes).sum();
    let files = done.outputs.len();
    say(&format!(
        "outputs      {:6.1} MB in {files} files",
        bytes as f64 / 1e6
    ))?;
    Ok(seconds)
}

/// When each stage began.
#[derive(Default)]
struct Clock(Mutex<Vec<(Stage, Instant)>>);

impl Progress for Clock {
    fn begin(&self, stage: Stage, _: u64) {
        if let Ok(mut begun) = self.0.lock() {
            begun.push((stage, Instant::now()));
        }
    }

    fn advance(&self, _: u64) {}
}

impl Clock {
    /// Seconds of each stage up to the next, or to `end`.
    fn stages(&self, end: Instant) -> Vec<(Stage, f64)> {
        let begun = self.0.lock().map(|begun| begun.clone()).unwrap_or_default();
        let ends = begun.iter().skip(1).map(|(_, at)| *at).chain([end]);
        let spans = begun.iter().zip(ends);
        spans
            .map(|((stage, at), end)| (*stage, end.duration_since(*at).as_secs_f64()))
            .collect()
    }
}

fn say(line: &str) -> Result<()> {
    Ok(writeln!(std::io::stdout(), "{line}")?)
}
