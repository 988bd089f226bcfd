//! The program against the generator: every fault is reported at its own cell, nobody else is
//! accused, and every row ends somewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Output;

use serde_json::Value;

use crate::job::{Job, findings, jinjian, manifest, plan, table};
use crate::synth::truth::{TrueFault, TrueRecord};
use crate::synth::{Faults, Truth};

/// Rules that show only when a row is left out, with their tests below; MER009 and TAG003 have theirs among the nights.
const SHOWN: &[&str] = &["MER009", "TAG003", "TRD002"];

/// Rules that name what stands on the other side, in a register, a bill or a statement.
const TWO_SIDED: &[&str] = &[
    "ACC002", "ACC003", "ACC004", "ACC005", "ACC006", "ACC007", "ACC008", "ACC009", "ACC011",
    "BAC002", "BAC003", "BAC004", "BAC006", "BAC007", "DUP002", "ITM003", "ITM004", "MER001",
    "MER002", "MER003", "MER004", "MER006", "MER007", "MER008", "MER010", "RTE001", "RTE002",
    "RTE003", "SET001", "SET002", "SET003", "TAG001", "TAG002", "TRD003",
];

fn text<'a>(finding: &'a Value, key: &str) -> &'a str {
    finding[key].as_str().unwrap_or("")
}

pub fn assert_truth(stores: usize, seed: u64, faults: Faults) {
    let job = Job::new(stores, seed, faults);
    let output = job.run("out", &[]);
    assert_tells(
        &output,
        &job.out("out"),
        &job.truth,
        &format!("seed {seed}"),
    );
}

/// What a run left in `out` is what the truth says, no more and no less.
fn assert_tells(output: &Output, out: &Path, truth: &Truth, job: &str) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code().is_some_and(|c| c < 2), "{job}: {said}");
    let found = findings(out);

    let mut unexplained: Vec<&Value> = found.iter().collect();
    for fault in &truth.faults {
        // Its own cell, or one with an equal right.
        let accepts = |cell: Option<&str>| {
            fault.cell.as_deref() == cell || fault.cells.iter().any(|c| Some(c.as_str()) == cell)
        };
        let at = unexplained.iter().position(|f| {
            text(f, "code") == fault.code
                && text(f, "file") == fault.file
                && f["sheet"].as_str() == fault.sheet.as_deref()
                && accepts(f["cell"].as_str())
                && f["field"].as_str() == fault.field.as_deref()
        });
        let at = at.unwrap_or_else(|| {
            let near: Vec<_> = found
                .iter()
                .filter(|f| text(f, "code") == fault.code)
                .collect();
            panic!("{job}: not reported: {fault:?}\nsame code: {near:#?}")
        });
        let finding = unexplained.remove(at);
        names_the_other_side(fault, finding, job);
    }
    assert_compared(out, truth, job);
    assert!(
        unexplained.is_empty(),
        "{job}: nobody put these in: {unexplained:#?}"
    );

    crate::defects::assert_no_cell_twice(&found, job);

    let faults = truth.faults.iter();
    let faulty: BTreeSet<&str> = faults
        .flat_map(|f| f.stores.iter().chain(&f.sku_code))
        .map(String::as_str)
        .collect();
    for finding in found.iter().filter(|f| text(f, "level") == "error") {
        let store = text(finding, "store_code");
        assert!(
            store.is_empty() || faulty.contains(store),
            "{job}: {store} has no fault: {finding}"
        );
    }

    let rows = plan(out);
    assert_eq!(
        rows.len(),
        truth.rows["stores"],
        "{job}: a disposition for every store row"
    );
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for row in &rows {
        *counts.entry(row["disposition"].as_str()).or_default() += 1;
    }
    let totals = &manifest(out)["totals"]["stores"];
    assert_eq!(totals["rows"].as_u64(), Some(rows.len() as u64));
    for disposition in [
        "create",
        "modify",
        "unchanged",
        "direct",
        "held",
        "repeated",
    ] {
        let counted = counts.get(disposition).copied().unwrap_or(0);
        assert_eq!(
            totals[disposition].as_u64(),
            Some(counted),
            "{job}: {disposition}"
        );
        let expected = truth.dispositions.get(disposition).copied().unwrap_or(0) as u64;
        assert_eq!(counted, expected, "{job}: {disposition}");
    }
    assert_stages(&rows, truth, job);
    assert_direct(&rows, truth, job);
    assert_withdrawn(out, truth, job);
}

/// Every direct store without a fault is found to be, by what shows it, with the place.
fn assert_direct(rows: &[BTreeMap<String, String>], truth: &Truth, job: &str) {
    for row in rows {
        let Some(evidence) = truth.direct.get(&row["store_code"]) else {
            continue;
        };
        let told = (row["route"].as_str(), row["evidence"].as_str());
        assert_eq!(told, ("direct", evidence.as_str()), "{job}: {row:?}");
        let places = row["route_evidence"].split("; ").count();
        let needed = if evidence == "money_flow" { 2 } else { 1 };
        assert_eq!(places, needed, "{job}: {row:?}");
    }
}

/// What was drawn out of an Alipay account came to the bank, day by day.
fn assert_withdrawn(out: &Path, truth: &Truth, job: &str) {
    let rows = table(&out.join("reports/settlement.csv"));
    for (pid, fen) in &truth.withdrawn {
        let own = || rows.iter().filter(|row| row["pids"] == *pid);
        let sum = |key: &str| -> i64 {
            let fen = |row: &BTreeMap<String, String>| row[key].replace('.', "").parse::<i64>();
            own().map(|row| fen(row).expect("an amount")).sum()
        };
        assert_eq!(
            (sum("expected"), sum("received")),
            (*fen, *fen),
            "{job}: {pid}"
        );
        assert!(own().all(|row| row["verdict"] == "agrees"), "{job}: {pid}");
    }
}

/// Every onboarded store without a fault stands where the register has it.
fn assert_stages(rows: &[BTreeMap<String, String>], truth: &Truth, job: &str) {
    let mut told: BTreeMap<&str, &str> = BTreeMap::new();
    for row in rows {
        told.insert(&row["store_code"], &row["stage"]);
    }
    for (code, stage) in &truth.stages {
        assert_eq!(
            told.get(code.as_str()),
            Some(&stage.as_str()),
            "{job}: {code}"
        );
    }
    for row in rows.iter().filter(|row| row["disposition"] == "create") {
        assert_eq!(row["stage"], "new", "{job}: {row:?}");
    }
}

/// Every record the truth puts on the other side is a related cell; that of a record nobody has is the
/// finding's own.
fn names_the_other_side(fault: &TrueFault, finding: &Value, job: &str) {
    let related: Vec<(&str, usize)> = finding["related"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|related| (text(related, "file"), row_of(text(related, "cell"))))
        .chain([(text(finding, "file"), row_of(text(finding, "cell")))])
        .collect();
    let sides = related.len();
    assert!(
        sides > 1 || !TWO_SIDED.contains(&fault.code.as_str()),
        "{job}: one side only: {finding}"
    );
    for other in &fault.others {
        let place = (other.file.as_str(), other.row);
        assert!(
            related.contains(&place),
            "{job}: {other:?} is not in {finding}"
        );
    }
}

/// `B17` is in row 17.
fn row_of(cell: &str) -> usize {
    let digits = cell.trim_start_matches(|c: char| c.is_ascii_uppercase());
    digits.parse().unwrap_or(0)
}

/// `accounts.csv` has the comparison of every fault, with its verdict, its pass and its record.
fn assert_compared(out: &Path, truth: &Truth, job: &str) {
    let rows = table(&out.join("reports/accounts.csv"));
    let faults = truth.faults.iter();
    for (fault, account) in faults.flat_map(|fault| fault.accounts.iter().map(move |a| (fault, a)))
    {
        let register = if fault.code.starts_with("BAC") {
            "bank_accounts"
        } else {
            "alipay_accounts"
        };
        let store = &account.store_code;
        let record = |row: &&BTreeMap<String, String>| {
            let places = format!("{}; {}", row["record_cell"], row["candidates"]);
            let named = |other: &TrueRecord| {
                let ends =
                    |place: &str| row_of(place.rsplit(" › ").next().unwrap_or("")) == other.row;
                places.split("; ").any(ends)
            };
            row["register"] == register
                && row["store_code"] == *store
                && fault.others.iter().all(named)
        };
        let found: Vec<_> = rows.iter().filter(record).collect();
        let [row] = found[..] else {
            panic!("{job}: {} rows for {fault:?}", found.len());
        };
        let told = (row["verdict"].as_str(), row["pass"].as_str());
        assert_eq!(
            told,
            (account.verdict.as_str(), account.pass.as_str()),
            "{job}: {fault:?}"
        );
    }
}

#[test]
fn the_sample_of_the_repository() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let truth = fs::read_to_string(samples.join("truth.json")).expect("truth.json");
    let truth: Truth = serde_json::from_str(&truth).expect("a truth");
    let folder = tempfile::tempdir().expect("temporary folder");
    let out = folder.path().join("out");
    let mut command = jinjian();
    let output = command
        .arg("run")
        .arg(&samples)
        .arg("--out")
        .arg(&out)
        .output()
        .expect("runs");
    assert_eq!(output.status.code(), Some(1));
    assert_tells(&output, &out, &truth, "samples");

    // Every rule a job's data can break has its example there.
    let (_, rules) = crate::cli::stdout(&["rules"]);
    let shown: BTreeSet<&str> = truth.faults.iter().map(|f| f.code.as_str()).collect();
    let elsewhere = |code: &str| {
        ["BOD001", "JOB001", "JOB002", "JOB003", "JOB004", "NUM002"].contains(&code)
            || SHOWN.contains(&code)
            || crate::reading::shows(code)
    };
    for code in rules
        .lines()
        .map(|line| &line[..6])
        .filter(|code| !elsewhere(code))
    {
        assert!(shown.contains(code), "{code} has no example in samples/");
    }
}

#[test]
fn one_of_each_fault() {
    for seed in [1, 2, 3, 4, 5] {
        assert_truth(320, seed, Faults::All);
    }
}

#[test]
fn many_faults_in_many_stores() {
    for seed in [11, 12] {
        assert_truth(1500, seed, Faults::Count(240));
    }
}

/// Bills are read in blocks of 8 MiB and pieces of 2 MiB: no line may fall between two of them.
#[test]
fn a_bill_of_several_blocks() {
    let job = Job::with_bill(400, 45_000, 31, Faults::Count(75));
    let output = job.run("out", &["--threads", "2"]);
    assert_tells(&output, &job.out("out"), &job.truth, "several blocks");
    let bills = &manifest(&job.out("out"))["totals"]["bills"];
    assert_eq!(
        bills["lines"].as_u64(),
        Some(job.truth.rows["alipay_bill"] as u64)
    );
    let bytes: u64 = manifest(&job.out("out"))["inputs"]
        .as_array()
        .expect("inputs")
        .iter()
        .filter_map(|file| file["bytes"].as_u64())
        .max()
        .expect("a file");
    assert!(
        bytes > 9 << 20,
        "the bill must be longer than a block: {bytes}"
    );
}

#[test]
fn a_clean_job_hears_only_of_what_is_not_read() {
    for seed in [21, 22] {
        assert_truth(400, seed, Faults::Count(0));
    }
}

/// The way of a store from nothing to order sync, whole, and no upload refuses a row, the one the job adds included.
#[test]
fn a_clean_job_has_stores_at_every_stage_and_loses_none() {
    for seed in [24, 25, 26] {
        let job = Job::new(300, seed, Faults::Count(0));
        job.run("out", &[]);
        let rows = plan(&job.out("out"));
        let stages: BTreeSet<&str> = rows.iter().map(|row| row["stage"].as_str()).collect();
        let way = [
            "",
            "new",
            "m1",
            "m2",
            "m3",
            "handed_over",
            "tagged",
            "binding",
            "claimed",
            "signed",
            "synced",
        ];
        assert_eq!(stages, BTreeSet::from(way), "seed {seed}");
        assert_stages(&rows, &job.truth, &format!("seed {seed}"));
        assert!(job.truth.stages.len() >= 100, "{}", job.truth.stages.len());
        let told = manifest(&job.out("out"));
        let targets = told["targets"].as_array().expect("targets");
        for target in targets {
            assert_eq!(target["refused"], 0, "seed {seed}: {target}");
            assert_ne!(target["uploaded"], 0, "seed {seed}: {target}");
        }
        assert_eq!(targets.len(), 8, "{targets:?}");
    }
}

/// No bill has trades of these stores: that their money passes an Alipay account on its way to the bank is
/// all there is, and it settles.
#[test]
fn stores_that_the_flow_of_money_shows_to_be_direct() {
    for seed in [51, 52, 53] {
        let job = Job::new(400, seed, Faults::Count(0));
        assert_eq!(job.truth.withdrawn.len(), 1, "seed {seed}");
        let shown = job.truth.direct.values().filter(|by| *by == "money_flow");
        assert!(shown.count() >= 2, "seed {seed}");
        let output = job.run("out", &[]);
        assert_tells(
            &output,
            &job.out("out"),
            &job.truth,
            &format!("seed {seed}"),
        );
    }
}

/// A direct store is left out of the sheet, and its trades are in the brand's bill.
#[test]
fn trades_of_a_store_nobody_listed() {
    (23..28).for_each(leave_out_a_store);
}

fn leave_out_a_store(seed: u64) {
    let job = Job::new(400, seed, Faults::Count(0));
    let path = job.input().join("门店信息表-华东.csv");
    let bytes = fs::read(&path).expect("a sheet");
    let lines = || bytes.split_inclusive(|b| *b == b'\n');
    // 直连 in GB18030, in which the sheet is.
    let direct = |line: &&[u8]| line.windows(4).any(|w| w == [0xd6, 0xb1, 0xc1, 0xac]);
    let left_out = lines().find(direct).expect("a direct store");
    let kept: Vec<u8> = lines()
        .filter(|line| *line != left_out)
        .flatten()
        .copied()
        .collect();
    fs::write(&path, kept).expect("written");
    job.run("out", &[]);
    let found = findings(&job.out("out"));
    let found: Vec<&Value> = found
        .iter()
        .filter(|f| text(f, "code") == "TRD002")
        .collect();
    assert_eq!(found.len(), 1, "{found:#?}");
    let code = std::str::from_utf8(&left_out[..8]).expect("a store code");
    assert_eq!(text(found[0], "found"), code);
    assert!(text(found[0], "file").ends_with("_业务明细.csv"));
    assert!(found[0]["row"].as_u64().is_some_and(|row| row > 5));
    let rows = plan(&job.out("out"));
    let traded = rows.iter().filter(|row| row["evidence"] == "own_bill");
    for row in traded {
        assert!(
            row["route_evidence"].contains("_业务明细.csv › "),
            "{row:?}"
        );
        assert!(row["trades"].parse::<u64>().is_ok_and(|n| n > 0), "{row:?}");
    }
}

/// Of a held store, one reason at least is among those the summary counts, and those whose account
/// contradicts them are counted like the rest.
#[test]
fn the_summary_names_what_holds_each_store() {
    let job = Job::new(320, 1, Faults::All);
    let output = job.run("out", &["--format", "json"]);
    let summary: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let counted = summary["held_by"].as_array().expect("reasons");
    let counted: BTreeMap<&str, u64> = counted
        .iter()
        .map(|reason| (text(reason, "code"), reason["stores"].as_u64().unwrap_or(0)))
        .collect();
    for row in plan(&job.out("out")) {
        let mut reasons = row["reasons"].split(' ');
        let named = reasons.any(|code| counted.contains_key(code));
        assert!(named || row["disposition"] != "held", "{row:?}");
    }
    assert_eq!(counted.get("ACC002"), Some(&1), "{counted:?}");
    assert_eq!(counted.get("LOG001"), None, "blocks M4 alone");
}
