//! Reading an acquirer's DETAILS bill, with all its control totals, against a plain single-threaded `csv`
//! byte-record pass over the same bytes; then a bill of ten times as many lines. The first ratio should be at
//! most 1.5, the larger bill should take at most 11 times as long, and its peak memory should differ by less
//! than a fifth. Each measurement is a process of its own; they take turns.
//!
//! `cargo bench --bench bill` · sizes: `--lines N --times N --stores N --repeats N`; `--only N` measures one
//! bill of so many lines and nothing else

// A bench without a harness has `cfg(test)` and no tests: those of the generator lie idle here.
#[allow(dead_code, unused_imports)]
#[path = "../tests/synth/mod.rs"]
mod synth;

use std::error::Error;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use jinjian::config::{Job, Layouts};
use jinjian::ingest::{self, ReadOptions};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| a != "--bench")
        .collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["child", "plain", folder] => child(|| plain_pass(Path::new(folder))),
        ["child", "read", folder] => {
            let layouts = Layouts::load(None)?;
            child(|| read(Path::new(folder), &layouts))
        }
        _ => compare(&args),
    }
}

fn compare(args: &[String]) -> Result<()> {
    let given = |name: &str| -> Option<usize> {
        let at = args.iter().position(|a| a == name)?;
        args.get(at + 1)?.parse().ok()
    };
    let number = |name: &str, default: usize| given(name).unwrap_or(default).max(1);
    let (stores, repeats) = (number("--stores", 50_000), number("--repeats", 5));
    if let Some(lines) = given("--only") {
        return Bill::write(lines, stores)?.measured(repeats).map(drop);
    }
    let (lines, times) = (number("--lines", 1_000_000), number("--times", 10));
    let [small, large] = [lines, lines * times].map(|lines| Bill::write(lines, stores));
    let (small, large) = (
        small?.measured(repeats)?,
        large?.measured(repeats.div_ceil(2))?,
    );
    let longer = large.seconds / small.seconds;
    let grown = (large.peak_kib as f64 / small.peak_kib as f64 - 1.0) * 100.0;
    let most = times as f64 * 1.1;
    say(&format!(
        "time         {longer:6.2}     should be at most {most}"
    ))?;
    say(&format!(
        "peak memory  {grown:+6.1} %   should be less than 20"
    ))
}

/// A folder with one bill.
struct Bill {
    folder: tempfile::TempDir,
    lines: usize,
}

impl Bill {
    /// Nine lines in ten of a synthetic job are in the acquirer's bill; the rest of the job is not wanted.
    fn write(lines: usize, stores: usize) -> Result<Bill> {
        let folder = tempfile::tempdir()?;
        let options = synth::Options {
            stores,
            bill: lines + lines / 9,
            ..synth::Options::default()
        };
        synth::write(&options, folder.path())?;
        for path in files(folder.path())? {
            if !path.to_string_lossy().ends_with("_DETAILS.csv") {
                fs::remove_file(path)?;
            }
        }
        Ok(Bill { folder, lines })
    }

    /// Measures both readings in turn; gives the median of ours, with the highest peak.
    fn measured(&self, repeats: usize) -> Result<Measure> {
        let path = files(self.folder.path())?.pop().ok_or("no bill")?;
        let size = path.metadata()?.len() as f64 / 1e6;
        let (mut plain, mut ours) = (Vec::new(), Vec::new());
        for _ in 0..repeats {
            plain.push(self.measure("plain")?);
            ours.push(self.measure("read")?);
        }
        let (plain, ours) = (middle(&mut plain), middle(&mut ours));
        say(&format!("bill         {} lines, {size:.1} MB", self.lines))?;
        for (what, of) in [("plain pass ", plain), ("whole read ", ours)] {
            let (seconds, peak) = (of.seconds, of.peak_kib / 1024);
            say(&format!("{what}  {seconds:6.3} s   peak {peak:4} MB"))?;
        }
        let ratio = ours.seconds / plain.seconds;
        say(&format!(
            "ratio        {ratio:6.2}     should be at most 1.5"
        ))?;
        Ok(ours)
    }

    fn measure(&self, what: &str) -> Result<Measure> {
        let output = Command::new(std::env::current_exe()?)
            .args(["child", what])
            .arg(self.folder.path())
            .output()?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into());
        }
        let printed = String::from_utf8(output.stdout)?;
        let mut printed = printed.split_whitespace();
        let mut next = || printed.next().ok_or("no measurement");
        let measure = Measure {
            seconds: next()?.parse()?,
            peak_kib: next()?.parse()?,
        };
        let lines: usize = next()?.parse()?;
        match lines == self.lines {
            true => Ok(measure),
            false => Err(format!("{what}: {lines} lines instead of {}", self.lines).into()),
        }
    }
}

#[derive(Clone, Copy)]
struct Measure {
    seconds: f64,
    peak_kib: u64,
}

fn middle(all: &mut [Measure]) -> Measure {
    all.sort_by(|a, b| a.seconds.total_cmp(&b.seconds));
    let peaks = all.iter().map(|m| m.peak_kib);
    Measure {
        peak_kib: peaks.max().unwrap_or(0),
        ..all[all.len() / 2]
    }
}

/// Times the work and prints seconds, this process's peak memory (0 where the system does not say) and the
/// lines read.
fn child(work: impl FnOnce() -> Result<u64>) -> Result<()> {
    let start = Instant::now();
    let lines = work()?;
    let seconds = start.elapsed().as_secs_f64();
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    let peak = peak.and_then(|l| l.trim().split(' ').next()).unwrap_or("0");
    say(&format!("{seconds} {peak} {lines}"))
}

/// What any program pays to see every line once: those that are neither comment nor header.
fn plain_pass(folder: &Path) -> Result<u64> {
    let mut lines = 0;
    for path in files(folder)? {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_path(&path)?;
        let mut record = csv::ByteRecord::new();
        while reader.read_byte_record(&mut record)? {
            lines += u64::from(std::hint::black_box(&record).len() > 10);
        }
    }
    Ok(lines.saturating_sub(1))
}

/// The whole of reading, as a run does it. A sound bill has no findings: its footer agrees with its lines.
fn read(folder: &Path, layouts: &Layouts) -> Result<u64> {
    let job = Job::default();
    let options = ReadOptions {
        layouts: &layouts.sheets,
        job: &job,
        progress: &|_| {},
        selection: None,
    };
    let found = ingest::find(folder, &folder.join("out"))?;
    let ingested = ingest::read(&found, &options)?;
    if let Some(finding) = ingested.findings.first() {
        return Err(format!("{finding:?}").into());
    }
    Ok(ingested.bills.iter().map(|bill| bill.lines).sum())
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)?;
    let mut files: Vec<_> = entries
        .map(|e| e.map(|e| e.path()))
        .collect::<std::io::Result<_>>()?;
    files.sort();
    Ok(files)
}

fn say(line: &str) -> Result<()> {
    Ok(writeln!(std::io::stdout(), "{line}")?)
}
