//! Bills given twice, whole and in part: every trade counts once, and everything said stays as it was.

use std::fs;
use std::process::Output;

use serde_json::Value;

use crate::job::{Job, findings, manifest, plan};
use crate::synth::Faults;

/// The acquirer's bill without the totals below its lines, and of the lines every `step`th from the
/// `first` on; so many they are.
fn part(bytes: &[u8], first: usize, step: usize) -> (Vec<u8>, u64) {
    let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    let (head, rest) = lines.split_at(5);
    let trades = rest.iter().filter(|line| !line.starts_with(b"#"));
    let kept: Vec<&[u8]> = trades.skip(first).step_by(step).copied().collect();
    let count = kept.len() as u64;
    ([head.concat(), kept.concat()].concat(), count)
}

/// The bytes of the file whose name ends so.
fn file(job: &Job, end: &str) -> Vec<u8> {
    let files = fs::read_dir(job.input()).expect("a folder");
    let mut files = files.map(|f| f.expect("a file").path());
    let found = files.find(|path| path.to_string_lossy().ends_with(end));
    fs::read(found.expect("there")).expect("bytes")
}

/// A bill of movements up to its `line`th line, as one exported earlier; so many lines they are. Its head
/// states no days, or it would be one that was cut off.
fn earlier(bytes: &[u8], line: usize) -> (Vec<u8>, u64) {
    let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    let head = [lines[..2].concat(), lines[3..5].concat()].concat();
    ([head, lines[5..5 + line].concat()].concat(), line as u64)
}

fn codes(job: &Job, out: &str) -> Vec<String> {
    let found = findings(&job.out(out));
    found.iter().map(|f| f["code"].to_string()).collect()
}

#[test]
fn a_bill_given_again_in_part_changes_nothing() {
    for (seed, first, step) in [(41, 0, 1), (42, 0, 2), (43, 1, 3), (44, 7, 5), (45, 400, 1)] {
        let job = Job::new(160, seed, Faults::Count(0));
        let once = job.run("once", &[]);
        let (copy, lines) = part(&file(&job, "_DETAILS.csv"), first, step);
        assert!(lines > 0, "seed {seed}");
        assert_unchanged(&job, &once, &copy, lines, &format!("seed {seed}"));
    }
}

#[test]
fn movements_given_again_in_part_change_nothing() {
    for (seed, line) in [(51, 3), (52, 40), (53, 17)] {
        let job = Job::new(400, seed, Faults::Count(0));
        let once = job.run("once", &[]);
        let (copy, lines) = earlier(&file(&job, "_账务明细.csv"), line);
        assert_unchanged(&job, &once, &copy, lines, &format!("seed {seed}"));
    }
}

/// What the summary says of the money of all bills.
fn net(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let amount = said
        .split_once("净额 ")
        .and_then(|(_, rest)| rest.split_once(" 元"));
    amount.expect("the bills' line").0.to_owned()
}

/// With one more file of `lines` lines the run says what it said `once`, and counts them as duplicates.
fn assert_unchanged(job: &Job, once: &Output, copy: &[u8], lines: u64, seed: &str) {
    fs::write(job.input().join("账单-再次导出.csv"), copy).expect("written");
    let twice = job.run("twice", &[]);
    assert_eq!(net(once), net(&twice), "{seed}");
    assert!(
        String::from_utf8_lossy(&twice.stdout).contains("  重复 "),
        "{seed}"
    );
    let totals = |out: &str| manifest(&job.out(out))["totals"].clone();
    let (once, twice) = (totals("once"), totals("twice"));
    let count = |totals: &Value, key: &str| totals["bills"][key].as_u64().expect("a count");
    for key in ["trades", "refunds", "movements", "refused"] {
        assert_eq!(count(&once, key), count(&twice, key), "{seed}: {key}");
    }
    assert_eq!(count(&twice, "lines"), count(&once, "lines") + lines);
    let duplicates = count(&once, "duplicates") + lines;
    assert_eq!(count(&twice, "duplicates"), duplicates, "{seed}");
    assert_eq!(once["settlement"], twice["settlement"], "{seed}");
    assert_eq!(codes(job, "once"), codes(job, "twice"), "{seed}");
    assert_eq!(plan(&job.out("once")), plan(&job.out("twice")), "{seed}");
}
