//! Keeps the picture of the house true: imports go down only, rooms on one floor do not know each
//! other, and each heavy library has its door.

use std::fs;
use std::path::{Path, PathBuf};

/// Rooms and the floor they stand on.
const FLOORS: &[(&str, u8)] = &[
    ("cli", 4),
    ("main", 4),
    ("pipeline", 3),
    ("ingest", 2),
    ("normalise", 2),
    ("check", 2),
    ("reconcile", 2),
    ("plan", 2),
    ("emit", 2),
    ("template", 1),
    ("model", 0),
    ("value", 0),
];

/// Library → what the names of the files that may name it contain.
const DOORS: &[(&str, &[&str])] = &[
    ("calamine", &["ingest/workbook", "ingest/mod.rs"]),
    ("pinyin", &["value/name_difference/"]),
    ("polars", &["reconcile/join.rs"]),
    ("rust_xlsxwriter", &["_xlsx.rs"]),
    (
        "csv",
        &["ingest/records.rs", "ingest/bill/", "emit/report_csv.rs"],
    ),
    ("encoding_rs", &["ingest/", "value/gbk.rs"]),
    ("zip", &["ingest/archive.rs", "ingest/survey.rs"]),
    ("indicatif", &["cli/progress.rs"]),
    ("clap", &["cli/"]),
    ("clap_complete", &["cli/"]),
    ("toml", &["template/"]),
    (
        "validator",
        &[
            "template/",
            "emit/body",
            "emit/shop_body",
            "emit/qimen_body",
        ],
    ),
    (
        "rayon",
        &[
            "ingest/",
            "normalise/mod.rs",
            "pipeline.rs",
            "check/mod.rs",
            "check/grouping.rs",
            "plan/decide.rs",
            "emit/",
            "cli/run.rs",
        ],
    ),
];

/// Whole modules of tests stand beside the rooms they test.
const TEST_MODULES: [&str; 3] = ["tests", "sample.rs", "fixture.rs"];

pub fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files: Vec<PathBuf> = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("folder") {
            let path = entry.expect("entry").path();
            if path.is_dir() {
                folders.push(path)
            } else {
                files.push(path)
            }
        }
    }
    files.sort();
    let text = |path: &PathBuf| {
        let name = path
            .strip_prefix(&root)
            .expect("below src")
            .to_string_lossy()
            .replace('\\', "/");
        // Tests at the foot of a file may use what they like.
        let text = fs::read_to_string(path).expect("source");
        (
            name,
            text.split("#[cfg(test)]")
                .next()
                .unwrap_or_default()
                .to_owned(),
        )
    };
    // Where the whole project lies says nothing.
    let own = |path: &PathBuf| path.strip_prefix(&root).expect("below src").to_owned();
    files
        .iter()
        .filter(|p| {
            !TEST_MODULES
                .iter()
                .any(|t| own(p).iter().any(|part| part == *t))
        })
        .filter(|p| p.extension().is_some_and(|e| e == "rs"))
        .map(text)
        .collect()
}

fn room(name: &str) -> &str {
    name.split(['/', '.']).next().unwrap_or(name)
}

fn floor(room: &str) -> Option<u8> {
    FLOORS
        .iter()
        .find(|(name, _)| *name == room)
        .map(|(_, floor)| *floor)
}

#[test]
fn imports_go_down_only() {
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        let here = room(&name);
        let Some(own) = floor(here) else { continue };
        for (at, _) in text.match_indices("crate::") {
            let rest = &text[at + "crate::".len()..];
            let names: Vec<&str> = match rest.strip_prefix('{') {
                Some(list) => list
                    .split('}')
                    .next()
                    .unwrap_or("")
                    .split(',')
                    .map(str::trim)
                    .collect(),
                None => vec![rest],
            };
            for other in names {
                let other = other
                    .split(|c: char| !c.is_alphanumeric() && c != '_')
                    .next()
                    .unwrap_or("");
                if let Some(floor) = floor(other)
                    && other != here
                    && (floor > own || floor == own && own > 0)
                {
                    wrong.push(format!("{name}: {here} imports {other}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn each_heavy_library_has_one_door() {
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        for (library, doors) in DOORS {
            let named = text.lines().any(|line| {
                let line = line.trim_start();
                !line.starts_with("//")
                    && (line.starts_with(&format!("use {library}::"))
                        || line.starts_with(&format!("pub use {library}::"))
                        || line.contains(&format!(" {library}::"))
                        || line.contains(&format!("({library}::"))
                        || line.contains(&format!("<{library}::"))
                        || line.contains(&format!("&{library}::")))
            });
            if named && !doors.iter().any(|door| name.contains(door)) {
                wrong.push(format!("{name} names {library}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
