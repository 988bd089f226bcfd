//! The program against the generator: every fault is reported at its own cell, nobody else is
//! accused, and every row ends somewhere.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::job::{Job, findings, manifest, plan};
use crate::synth::{Faults, TrueFault};

fn text<'a>(finding: &'a Value, key: &str) -> &'a str {
    finding[key].as_str().unwrap_or("")
}

/// The fault's own cell, or one with an equal right.
fn accepts(fault: &TrueFault, cell: Option<&str>) -> bool {
    fault.cell.as_deref() == cell || cell.is_some_and(|cell| fault.cells.iter().any(|c| c == cell))
}

fn assert_truth(stores: usize, seed: u64, faults: Faults) {
    let job = Job::new(stores, seed, faults);
    let output = job.run("out", &[]);
    assert!(
        output.status.code().is_some_and(|c| c < 2),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let out = job.out("out");
    let found = findings(&out);

    let mut unexplained: Vec<&Value> = found.iter().collect();
    for fault in &job.truth.faults {
        let at = unexplained.iter().position(|f| {
            text(f, "code") == fault.code
                && text(f, "file") == fault.file
                && f["sheet"].as_str() == fault.sheet.as_deref()
                && accepts(fault, f["cell"].as_str())
                && f["field"].as_str() == fault.field.as_deref()
        });
        let at = at.unwrap_or_else(|| {
            let near: Vec<_> = found
                .iter()
                .filter(|f| text(f, "code") == fault.code)
                .collect();
            panic!("seed {seed}: not reported: {fault:?}\nsame code: {near:#?}")
        });
        unexplained.remove(at);
    }
    assert!(
        unexplained.is_empty(),
        "seed {seed}: nobody put these in: {unexplained:#?}"
    );

    let faults = job.truth.faults.iter();
    let faulty: BTreeSet<&str> = faults
        .flat_map(|f| f.stores.iter().chain(&f.sku_code))
        .map(String::as_str)
        .collect();
    for finding in found.iter().filter(|f| text(f, "level") == "error") {
        let store = text(finding, "store_code");
        assert!(
            store.is_empty() || faulty.contains(store),
            "seed {seed}: {store} has no fault: {finding}"
        );
    }

    let rows = plan(&out);
    assert_eq!(
        rows.len(),
        job.truth.rows["stores"],
        "seed {seed}: a disposition for every store row"
    );
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for row in &rows {
        *counts.entry(row["disposition"].as_str()).or_default() += 1;
    }
    let totals = &manifest(&out)["totals"]["stores"];
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
            "seed {seed}: {disposition}"
        );
        let expected = job
            .truth
            .dispositions
            .get(disposition)
            .copied()
            .unwrap_or(0) as u64;
        assert_eq!(counted, expected, "seed {seed}: {disposition}");
    }
}

#[test]
fn one_of_each_fault() {
    for seed in [1, 2, 3] {
        assert_truth(160, seed, Faults::All);
    }
}

#[test]
fn many_faults_in_many_stores() {
    for seed in [11, 12] {
        assert_truth(1500, seed, Faults::Count(240));
    }
}

#[test]
fn a_clean_job_hears_only_of_what_is_not_read() {
    for seed in [21, 22] {
        assert_truth(400, seed, Faults::Count(0));
    }
}
