//! What writing costs beside reading: all files of a large synthetic job, uploads with their reading back
//! and reports, against taking in its inputs. Each run is a process of its own; prints the seconds of its
//! stages, the bytes it wrote, and the ratio of writing to reading, of the medians.
//!
//! `cargo bench --bench emit` · sizes: `--stores N --bill N --skus N --faults N --repeats N` · every upload,
//! also those a job has to ask for: `--all`

// A bench without a harness has `cfg(test)` and no tests: those of the generator lie idle here.
#[allow(dead_code, unused_imports)]
#[path = "../tests/synth/mod.rs"]
mod synth;

use std::error::Error;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::sync::Mutex;
use std::time::Instant;

use jinjian::config::{Job, Layouts, UploadLayout};
use jinjian::pipeline::{self, Outcome, Progress, Stage};
use jinjian::{emit, ingest, rules};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let all = args.iter().any(|arg| arg == "--all");
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["child", folder, ..] => child(Path::new(folder), all),
        _ => compare(&args, all),
    }
}

fn compare(args: &[String], all: bool) -> Result<()> {
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
    let input = folder.path().join("in");
    synth::write(&options, &input)?;
    let (mut reading, mut writing) = (Vec::new(), Vec::new());
    for _ in 0..number("--repeats", 5).max(1) {
        let mut child = Command::new(std::env::current_exe()?);
        child.arg("child").arg(folder.path());
        child.args(all.then_some("--all"));
        let output = child.output()?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into());
        }
        let printed = String::from_utf8(output.stdout)?;
        let seconds = |stage: &str| -> Result<f64> {
            let mut lines = printed.lines();
            let told = lines.find_map(|line| line.strip_prefix(stage));
            let told = told.and_then(|rest| rest.split_whitespace().next());
            Ok(told.ok_or("no measurement")?.parse()?)
        };
        reading.push(seconds("Read ")?);
        writing.push(seconds(WRITE)?);
        say(printed.trim_end())?;
    }
    let ratio = ratio_of_medians(reading, writing);
    say(&format!("ratio        {ratio:6.2}     should be at most 1"))
}

/// Of the second over the first.
fn ratio_of_medians(first: Vec<f64>, second: Vec<f64>) -> f64 {
    let [first, second] = [first, second].map(|mut seconds| {
        seconds.sort_by(f64::total_cmp);
        seconds[seconds.len() / 2]
    });
    second / first
}

/// What the writing of all files is called beside the stages before it.
const WRITE: &str = "Write ";

/// One run, as `jinjian run` does it, with the seconds of each stage.
fn child(folder: &Path, all: bool) -> Result<()> {
    let (input, out) = (folder.join("in"), folder.join("out"));
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
    for (stage, seconds) in clock.stages(Instant::now()) {
        say(&format!("{:12} {seconds:6.3} s", format!("{stage:?}")))?;
    }
    let made = |layout: &&UploadLayout| all || layout.always;
    let made: Vec<UploadLayout> = layouts.uploads.iter().filter(made).cloned().collect();
    let (seconds, bytes, files) = write(&job, &outcome, made, &out)?;
    say(&format!("{WRITE:12} {seconds:6.3} s"))?;
    let megabytes = bytes as f64 / 1e6;
    say(&format!("outputs      {megabytes:6.1} MB in {files} files"))
}

/// Seconds it takes to publish, and the bytes and files of it.
fn write(
    input: &pipeline::Input,
    outcome: &Outcome,
    made: Vec<UploadLayout>,
    out: &Path,
) -> Result<(f64, u64, usize)> {
    let settings = emit::Settings {
        lang: jinjian::model::Lang::Zh,
        reveal: false,
        as_of: input.as_of,
        layouts: made,
        dry_run: false,
        levels: input.layouts.levels.clone(),
        files: Vec::new(),
    };
    let run = emit::Run {
        ingested: &outcome.ingested,
        reconciled: &outcome.reconciled,
        plan: &outcome.plan,
        findings: &outcome.findings,
        not_checked: &outcome.not_checked,
        rules: rules::all(),
        settings: &settings,
    };
    let start = Instant::now();
    let done = emit::publish(&run, out, false, &ingest::cells, &|_| {})?;
    let seconds = start.elapsed().as_secs_f64();
    let bytes = done.outputs.iter().map(|output| output.bytes).sum();
    Ok((seconds, bytes, done.outputs.len()))
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
