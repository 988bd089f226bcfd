//! One defect is one finding: whatever is wrong with a cell, it is accused once.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;

use crate::job::{Job, findings};
use crate::synth::Faults;

/// No cell has two errors or warnings: two rules that know of one defect speak as one.
pub fn assert_no_cell_twice(findings: &[Value], job: &str) {
    let mut cells: BTreeMap<String, &Value> = BTreeMap::new();
    for finding in findings
        .iter()
        .filter(|f| f["level"] != "note" && f["cell"].is_string())
    {
        let cell = ["file", "sheet", "cell"]
            .map(|key| finding[key].to_string())
            .join(" ");
        if let Some(other) = cells.insert(cell, finding) {
            panic!("{job}: one cell is accused twice:\n{other:#}\n{finding:#}");
        }
    }
}

/// What somebody does to a cell: its own text and that of the row above come in.
type Slip = fn(&str, &str) -> String;

const SLIPS: [(&str, Slip); 6] = [
    ("emptied", |_, _| String::new()),
    ("cut short", |own, _| {
        own.chars().take(own.chars().count() / 2).collect()
    }),
    ("of the row above", |_, above| above.to_owned()),
    ("backwards", |own, _| own.chars().rev().collect()),
    ("masked", |own, _| {
        own.chars().take(1).chain("***".chars()).collect()
    }),
    ("a digit more", |own, _| format!("{own}7")),
];

/// Every cell of a row in turn, one slip a row, down a sheet whose registers know better.
#[test]
fn a_slip_in_any_cell_is_told_once_there() {
    for (seed, (what, slip)) in (61..).zip(SLIPS) {
        let job = Job::new(700, seed, Faults::Count(0));
        let path = job.input().join("门店信息表-华东.csv");
        let bytes = fs::read(&path).expect("a sheet");
        let text = encoding_rs::GB18030.decode(&bytes).0;
        let mut reader = csv::ReaderBuilder::new();
        let mut reader = reader
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let rows: Vec<Vec<String>> = (reader.records())
            .map(|row| row.expect("a row").iter().map(str::to_owned).collect())
            .collect();
        let mut slipped = rows.clone();
        for (at, row) in slipped.iter_mut().enumerate().skip(2) {
            let column = at % rows[0].len();
            let above = rows[at - 1].get(column).map_or("", String::as_str);
            if let Some(cell) = row.get_mut(column) {
                *cell = slip(cell, above);
            }
        }
        assert!(rows.len() > 2 * rows[0].len(), "{} rows", rows.len());
        let mut writer = csv::WriterBuilder::new()
            .flexible(true)
            .from_writer(Vec::new());
        for row in &slipped {
            writer.write_record(row).expect("a row");
        }
        let text = String::from_utf8(writer.into_inner().expect("a sheet")).expect("text");
        fs::write(&path, encoding_rs::GB18030.encode(&text).0).expect("written");
        job.run("out", &[]);
        let found = findings(&job.out("out"));
        assert!(found.len() > rows.len() / 4, "{what}: {}", found.len());
        assert_no_cell_twice(&found, what);
    }
}
