//! What a run left behind, held against the truth of its job: findings, plan, comparisons.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Output;

use serde_json::Value;

use crate::job::{findings, manifest, plan, table};
use crate::synth::Truth;
use crate::synth::truth::{DISPOSITIONS, TrueFault, TrueRecord};

/// Rules that name what stands on the other side, in a register, a bill or a statement.
const TWO_SIDED: &[&str] = &[
    "ACC002", "ACC003", "ACC004", "ACC005", "ACC006", "ACC007", "ACC008", "ACC009", "ACC011",
    "BAC002", "BAC003", "BAC004", "BAC006", "BAC007", "DUP002", "ITM003", "ITM004", "MER001",
    "MER002", "MER003", "MER004", "MER006", "MER007", "MER008", "MER010", "RTE001", "RTE002",
    "RTE003", "SET001", "SET002", "SET003", "TAG001", "TAG002", "TRD003",
];

pub fn text<'a>(finding: &'a Value, key: &str) -> &'a str {
    finding[key].as_str().unwrap_or("")
}

/// What a run left in `out` is what the truth says, no more and no less.
pub fn assert_tells(output: &Output, out: &Path, truth: &Truth, job: &str) {
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
    for disposition in DISPOSITIONS {
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
pub fn assert_stages(rows: &[BTreeMap<String, String>], truth: &Truth, job: &str) {
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
