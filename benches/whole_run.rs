//! The whole run on a large synthetic job, against a plain single-threaded read of the same files.
//! Prints both times, their ratio and the run's peak memory; each measurement is a process of its own.
//!
//! `cargo bench` · sizes: `--stores N --bill N --skus N --repeats N`

// A bench without a harness has `cfg(test)` and no tests: those of the generator lie idle here.
#[allow(dead_code, unused_imports)]
#[path = "../tests/synth/mod.rs"]
mod synth;

use std::error::Error;
use std::fs::File;
use std::io::{BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use calamine::{Reader, Xlsx};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| a != "--bench")
        .collect();
    match args
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        ["child", "read", input] => child(|| plain_read(Path::new(input))),
        ["child", "run", input, out] => child(|| whole_run(Path::new(input), Path::new(out))),
        _ => compare(&args),
    }
}

/// Generates the job, then measures reading and running in turn.
fn compare(args: &[String]) -> Result<()> {
    let number = |name: &str, default: usize| -> usize {
        let at = args.iter().position(|a| a == name);
        at.and_then(|at| args.get(at + 1))
            .and_then(|n| n.parse().ok())
            .unwrap_or(default)
    };
    let options = synth::Options {
        stores: number("--stores", 50_000),
        bill: number("--bill", 1_000_000),
        skus: number("--skus", 50_000),
        seed: 1,
        faults: synth::Faults::Count(number("--faults", 500)),
        ..synth::Options::default()
    };
    let folder = tempfile::tempdir()?;
    let (input, out) = (folder.path().join("in"), folder.path().join("out"));
    synth::write(&options, &input)?;
    let bytes: u64 = files(&input)?
        .iter()
        .filter_map(|f| f.metadata().ok())
        .map(|m| m.len())
        .sum();
    say(&format!(
        "input: {} files, {:.1} MB",
        files(&input)?.len(),
        bytes as f64 / 1e6
    ))?;

    let repeats = number("--repeats", 5);
    let (mut reads, mut runs) = (Vec::new(), Vec::new());
    for _ in 0..repeats.max(1) {
        reads.push(measure(&["read", &text(&input)])?);
        runs.push(measure(&["run", &text(&input), &text(&out)])?);
    }
    let (read, run) = (median(&mut reads), median(&mut runs));
    let peak = runs.iter().map(|m| m.peak_kib).max().unwrap_or(0);
    say(&format!(
        "plain read   {:6.3} s   peak {:4} MB",
        read.seconds,
        read.peak_kib / 1024
    ))?;
    say(&format!(
        "whole run    {:6.3} s   peak {:4} MB",
        run.seconds,
        peak / 1024
    ))?;
    say(&format!("ratio        {:6.2}", run.seconds / read.seconds))
}

#[derive(Clone, Copy)]
struct Measure {
    seconds: f64,
    peak_kib: u64,
}

fn median(all: &mut [Measure]) -> Measure {
    all.sort_by(|a, b| a.seconds.total_cmp(&b.seconds));
    all[all.len() / 2]
}

fn measure(args: &[&str]) -> Result<Measure> {
    let output = Command::new(std::env::current_exe()?)
        .arg("child")
        .args(args)
        .output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    let printed = String::from_utf8(output.stdout)?;
    let (seconds, peak) = printed.trim().split_once(' ').ok_or("no measurement")?;
    Ok(Measure {
        seconds: seconds.parse()?,
        peak_kib: peak.parse()?,
    })
}

/// Times the work and prints seconds and this process's peak memory (0 where the system does not say).
fn child(work: impl FnOnce() -> Result<()>) -> Result<()> {
    let start = Instant::now();
    work()?;
    let seconds = start.elapsed().as_secs_f64();
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    let peak = peak.and_then(|l| l.trim().split(' ').next()).unwrap_or("0");
    say(&format!("{seconds} {peak}"))
}

/// The program itself, as on the command line, without its summary.
fn whole_run(input: &Path, out: &Path) -> Result<()> {
    let args = [
        "jinjian".as_ref(),
        "run".as_ref(),
        input.as_os_str(),
        "--out".as_ref(),
        out.as_os_str(),
    ];
    let quiet = std::iter::once("--quiet".into());
    match jinjian::cli::run_with(args.into_iter().map(Into::into).chain(quiet)) {
        2 => Err("the run failed".into()),
        _ => Ok(()),
    }
}

/// What any program pays to see every cell once: calamine's cell stream and csv byte records.
fn plain_read(input: &Path) -> Result<()> {
    let mut cells = 0_u64;
    for path in files(input)? {
        match path.extension().and_then(|e| e.to_str()) {
            Some("xlsx") => {
                let mut workbook: Xlsx<_> = Xlsx::new(BufReader::new(File::open(&path)?))?;
                for name in workbook.sheet_names() {
                    let mut reader = workbook.worksheet_cells_reader(&name)?;
                    while let Some(cell) = reader.next_cell()? {
                        std::hint::black_box(cell.get_value());
                        cells += 1;
                    }
                }
            }
            Some("csv") => {
                let mut reader = csv::ReaderBuilder::new()
                    .has_headers(false)
                    .flexible(true)
                    .from_path(&path)?;
                let mut record = csv::ByteRecord::new();
                while reader.read_byte_record(&mut record)? {
                    cells += std::hint::black_box(&record).len() as u64;
                }
            }
            _ => {}
        }
    }
    std::hint::black_box(cells);
    Ok(())
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files: Vec<_> = std::fs::read_dir(folder)?
        .map(|e| e.map(|e| e.path()))
        .collect::<std::io::Result<_>>()?;
    files.retain(|f| f.extension().is_some_and(|e| e == "xlsx" || e == "csv"));
    files.sort();
    Ok(files)
}

fn text(path: &Path) -> String {
    path.display().to_string()
}

fn say(line: &str) -> Result<()> {
    Ok(writeln!(std::io::stdout(), "{line}")?)
}
