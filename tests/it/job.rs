//! A synthetic job in a temporary folder, and the program run on it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::synth::{self, Faults, Options, Truth};

/// The built binary, with no settings of the person who runs the tests.
pub fn jinjian() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jinjian"));
    for name in [
        "OUT", "AS_OF", "LANG", "THREADS", "FAIL_ON", "FORMAT", "REVEAL",
    ] {
        command.env_remove(format!("JINJIAN_{name}"));
    }
    command
}

pub struct Job {
    folder: TempDir,
    pub truth: Truth,
}

impl Job {
    pub fn new(stores: usize, seed: u64, faults: Faults) -> Job {
        Job::with_bill(stores, stores * 6, seed, faults)
    }

    /// A job with so many bill lines.
    pub fn with_bill(stores: usize, bill: usize, seed: u64, faults: Faults) -> Job {
        let folder = tempfile::tempdir().expect("temporary folder");
        let options = Options {
            stores,
            seed,
            faults,
            bill,
            skus: 80,
            ..Options::default()
        };
        let truth = synth::write(&options, &folder.path().join("in")).expect("synthetic job");
        Job { folder, truth }
    }

    pub fn input(&self) -> PathBuf {
        self.folder.path().join("in")
    }

    pub fn out(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs the whole job into `out/NAME`.
    pub fn run(&self, name: &str, flags: &[&str]) -> Output {
        let mut command = jinjian();
        command
            .arg("run")
            .arg(self.input())
            .arg("--out")
            .arg(self.out(name))
            .args(flags);
        command.output().expect("the binary runs")
    }
}

/// The records of a CSV below its header in another order: that of `key` of their places.
pub fn reordered<K: Ord>(bytes: &[u8], key: impl Fn(usize) -> K) -> Vec<u8> {
    // In GB18030 as in UTF-8, what parts the records is never part of a character.
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader.has_headers(false).flexible(true).from_reader(bytes);
    let records: Result<Vec<csv::ByteRecord>, _> = reader.byte_records().collect();
    let records = records.expect("records");
    let mut order: Vec<usize> = (1..records.len()).collect();
    order.sort_by_key(|place| key(*place));
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .from_writer(Vec::new());
    for place in std::iter::once(0).chain(order) {
        writer.write_byte_record(&records[place]).expect("a record");
    }
    writer.into_inner().expect("all of them")
}

/// Every file below a folder, by its path with `/`.
pub fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).expect("folder") {
            let path = entry.expect("entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path
                .strip_prefix(folder)
                .expect("below")
                .to_string_lossy()
                .replace('\\', "/");
            files.insert(name, std::fs::read(&path).expect("file"));
        }
    }
    files
}

/// The lines of `reports/findings.jsonl`.
pub fn findings(out: &Path) -> Vec<serde_json::Value> {
    let text = std::fs::read_to_string(out.join("reports/findings.jsonl")).expect("findings.jsonl");
    text.lines()
        .map(|line| serde_json::from_str(line).expect("a JSON object a line"))
        .collect()
}

/// `manifest.json`.
pub fn manifest(out: &Path) -> serde_json::Value {
    let text = std::fs::read_to_string(out.join("manifest.json")).expect("manifest.json");
    serde_json::from_str(&text).expect("JSON")
}

/// `reports/plan.csv` as rows of column name → value.
pub fn plan(out: &Path) -> Vec<BTreeMap<String, String>> {
    table(&out.join("reports/plan.csv"))
}

/// A CSV of reports as rows of column name → value.
pub fn table(path: &Path) -> Vec<BTreeMap<String, String>> {
    let text = std::fs::read_to_string(path).expect("a report");
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
    let header = reader.headers().expect("header").clone();
    let row = |record: csv::StringRecord| {
        header
            .iter()
            .map(str::to_owned)
            .zip(record.iter().map(str::to_owned))
            .collect()
    };
    reader
        .records()
        .map(|record| row(record.expect("record")))
        .collect()
}
