//! Same input, same bytes: threads and the order of files change nothing, shuffled rows change only
//! places; nothing is readable by others; every identifier in an upload is text.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use calamine::{Data, Reader, Xlsx};

use crate::job::{Job, findings, jinjian, manifest, plan, reordered, tree};
use crate::synth::Faults;

#[test]
fn threads_change_no_byte() {
    let job = Job::new(400, 5, Faults::Count(60));
    job.run("one", &["--threads", "1"]);
    job.run("two", &["--threads", "2"]);
    let (one, two) = (tree(&job.out("one")), tree(&job.out("two")));
    assert!(one.len() >= 9, "{:?}", one.keys());
    assert_eq!(
        one.keys().collect::<Vec<_>>(),
        two.keys().collect::<Vec<_>>()
    );
    for (name, bytes) in &one {
        assert!(bytes == &two[name], "{name} differs");
    }
}

#[test]
fn the_order_files_are_made_in_changes_no_byte() {
    let job = Job::new(200, 6, Faults::Count(30));
    job.run("out", &[]);
    let before = tree(&job.out("out"));
    let input = tree(&job.input());
    fs::remove_dir_all(job.input()).expect("removed");
    fs::create_dir(job.input()).expect("made again");
    for (name, bytes) in input.iter().rev() {
        fs::write(job.input().join(name), bytes).expect("file");
    }
    job.run("again", &[]);
    assert!(before == tree(&job.out("again")));
}

/// What is said of each store, wherever its row stands: codes with fields, and the disposition.
fn by_store(out: &Path) -> BTreeMap<String, BTreeSet<(String, String)>> {
    let mut said: BTreeMap<String, BTreeSet<(String, String)>> = BTreeMap::new();
    for finding in findings(out) {
        let text = |key: &str| finding[key].as_str().unwrap_or("").to_owned();
        said.entry(text("store_code"))
            .or_default()
            .insert((text("code"), text("field")));
    }
    for row in plan(out) {
        said.entry(row["store_code"].clone())
            .or_default()
            .insert(("disposition".to_owned(), row["disposition"].clone()));
    }
    said
}

#[test]
fn shuffled_rows_say_the_same_of_each_store() {
    let job = Job::new(600, 7, Faults::Count(120));
    job.run("out", &[]);
    let before = by_store(&job.out("out"));
    for name in [
        "门店信息表-华东.csv",
        "支付宝账户记录.csv",
        "已进件商户.csv",
    ] {
        let path = job.input().join(name);
        let bytes = fs::read(&path).expect("sample file");
        fs::write(&path, reordered(&bytes, std::cmp::Reverse)).expect("written");
    }
    job.run("shuffled", &[]);
    let after = by_store(&job.out("shuffled"));
    for (store, said) in &before {
        assert_eq!(after.get(store), Some(said), "{store}");
    }
    assert_eq!(before.len(), after.len());
}

#[test]
fn a_second_run_replaces_the_first_whole() {
    let job = Job::new(120, 8, Faults::Count(10));
    job.run("out", &[]);
    let first = tree(&job.out("out"));
    fs::write(job.out("out").join("uploads/leftover.xlsx"), "old").expect("file");
    job.run("out", &[]);
    assert!(
        first == tree(&job.out("out")),
        "the folder of an earlier run is replaced whole"
    );
}

#[cfg(unix)]
#[test]
fn outputs_are_readable_by_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let job = Job::new(120, 9, Faults::Count(10));
    job.run("out", &[]);
    for name in tree(&job.out("out")).keys() {
        let mode = fs::metadata(job.out("out").join(name))
            .expect("file")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

#[test]
fn identifiers_in_uploads_are_text_and_every_store_goes_out_once() {
    let job = Job::new(300, 10, Faults::Count(40));
    job.run("out", &[]);
    let out = job.out("out");
    let mut codes = Vec::new();
    for name in tree(&out)
        .keys()
        .filter(|n| n.starts_with("uploads/indirect-") && n.ends_with(".xlsx"))
    {
        let bytes = fs::read(out.join(name)).expect("workbook");
        let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).expect("opens");
        let (_, sheet) = book.worksheets().into_iter().next().expect("a sheet");
        for row in sheet.rows().skip(1) {
            assert!(
                row.iter()
                    .all(|cell| matches!(cell, Data::String(_) | Data::Empty)),
                "{name}: {row:?}"
            );
            codes.push(row[0].to_string());
        }
    }
    let mut json = Vec::new();
    for name in tree(&out)
        .keys()
        .filter(|n| n.ends_with(".jsonl") && n.starts_with("uploads/"))
    {
        for line in fs::read_to_string(out.join(name)).expect("text").lines() {
            let body: serde_json::Value = serde_json::from_str(line).expect("JSON");
            json.push(
                body["external_id"]
                    .as_str()
                    .expect("external_id")
                    .to_owned(),
            );
        }
    }
    let expected: BTreeSet<String> = plan(&out)
        .into_iter()
        .filter(|row| ["create", "modify"].contains(&row["disposition"].as_str()))
        .map(|row| row["store_code"].clone())
        .collect();
    for sent in [&codes, &json] {
        assert_eq!(sent.len(), expected.len(), "each store exactly once");
        assert_eq!(sent.iter().cloned().collect::<BTreeSet<_>>(), expected);
    }
}

#[test]
fn verify_notices_what_changed() {
    let job = Job::new(120, 13, Faults::Count(0));
    job.run("out", &[]);
    let verify = |lang: &str| {
        let mut program = jinjian();
        program.args(["verify", "--lang", lang]).arg(job.out("out"));
        program.output().expect("runs")
    };
    assert_eq!(verify("zh").status.code(), Some(0));
    let plan = job.out("out").join("reports/plan.csv");
    let mut bytes = fs::read(&plan).expect("plan");
    let last = bytes.len() - 3;
    bytes[last] ^= 1;
    fs::write(&plan, bytes).expect("written");
    fs::write(job.out("out").join("extra.txt"), "x").expect("written");
    for (lang, changed, extra) in [("zh", "被改动", "多出"), ("en", "changed", "extra")] {
        let output = verify(lang);
        assert_eq!(output.status.code(), Some(1));
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let lines: Vec<&str> = said.lines().collect();
        assert_eq!(
            lines[..2],
            [
                format!("{changed}\treports/plan.csv"),
                format!("{extra}\textra.txt")
            ]
        );
        assert_eq!(lines.len(), 3, "{said}");
    }
}

#[test]
fn personal_data_is_masked_unless_revealed() {
    let job = Job::new(320, 14, Faults::All);
    job.run("masked", &[]);
    job.run("revealed", &["--reveal"]);
    let id = |out: &str| {
        let found = findings(&job.out(out));
        let finding = found
            .iter()
            .find(|f| f["code"] == "IDN003")
            .expect("IDN003")
            .clone();
        finding["found"].as_str().expect("found").to_owned()
    };
    assert!(id("masked").contains('*') && !id("revealed").contains('*'));
    assert_eq!(id("masked").len(), id("masked").chars().count());
    for name in ["reports/findings.jsonl", "reports/accounts.csv"] {
        let text = fs::read_to_string(job.out("masked").join(name)).expect("report");
        assert!(!text.contains(&id("revealed")), "{name}");
    }
}

#[test]
fn what_no_rule_holds_any_more_still_does_not_go_out() {
    let job = Job::new(320, 31, Faults::All);
    let file = job.input().join("jinjian.toml");
    let families = [
        "ADR", "BNK", "BOD", "CAT", "CEL", "DUP", "ENT", "IDN", "JOB", "LEN", "LIC", "MER", "NUM",
        "REQ", "SKU",
    ];
    let lowered: String = families.map(|f| format!("{f} = \"note\"\n")).concat();
    let text = fs::read_to_string(&file).expect("a job file");
    fs::write(&file, format!("{text}\n[levels]\n{lowered}")).expect("written");
    let output = job.run("out", &[]);
    assert_eq!(
        output.status.code(),
        Some(1),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let found = findings(&job.out("out"));
    let unfit: Vec<_> = found.iter().filter(|f| f["code"] == "BOD001").collect();
    assert!(unfit.len() >= 5, "{unfit:#?}");
    assert!(
        unfit
            .iter()
            .all(|f| f["level"] == "error" && f["blocks"] == "M3")
    );
    let held: BTreeSet<&str> = unfit
        .iter()
        .filter_map(|f| f["store_code"].as_str())
        .collect();
    let mut sent = BTreeSet::new();
    for (name, bytes) in tree(&job.out("out")) {
        if name.ends_with(".jsonl") && name.starts_with("uploads/") {
            for line in String::from_utf8(bytes).expect("text").lines() {
                let body: serde_json::Value = serde_json::from_str(line).expect("a body");
                let code = body["external_id"].as_str().expect("a code").to_owned();
                assert!(sent.insert(code.clone()), "{code} goes out twice");
            }
        }
    }
    assert!(!sent.is_empty() && !held.is_empty());
}

#[test]
fn a_folder_that_was_put_aside_is_named() {
    let job = Job::new(20, 32, Faults::Count(0));
    fs::create_dir(job.out("out")).expect("folder");
    fs::write(job.out("out").join("notes.txt"), "x").expect("file");
    let output = job.run("out", &["--force", "--lang", "en"]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let kept = said.lines().find(|line| line.contains("is kept as"));
    assert!(
        kept.is_some_and(|line| line.trim_end().ends_with("out.previous-1")),
        "{said}"
    );
}

#[test]
fn a_file_that_cannot_be_read_is_accounted_for_and_the_others_go_on() {
    let job = Job::new(60, 21, Faults::Count(0));
    std::fs::write(job.input().join("坏.csv"), "a,\"b\nc,d\n").expect("file");
    let output = job.run("out", &[]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stdout).expect("UTF-8");
    let line = "    FIL004  坏.csv  第 1 行的双引号一直没有闭合，其后的行无法分清";
    assert!(
        said.contains(&format!("  未能读取的文件  1\n{line}\n")),
        "{said}"
    );
    let written = manifest(&job.out("out"));
    let inputs = written["inputs"].as_array().expect("inputs");
    let broken = inputs
        .iter()
        .find(|i| i["path"] == "坏.csv")
        .expect("the broken file");
    assert_eq!(broken["status"], "refused");
    assert_eq!(broken["refused"]["code"], "FIL004");
    let refused: Vec<_> = inputs.iter().filter(|i| i["status"] == "refused").collect();
    let refused: Vec<_> = refused
        .iter()
        .map(|i| (i["path"].as_str(), i["refused"]["code"].as_str()))
        .collect();
    assert_eq!(
        refused,
        [
            (Some("坏.csv"), Some("FIL004")),
            (Some("门店信息表-扫描.pdf"), Some("SHT003"))
        ]
    );
    // The register was read, so no store waits.
    assert_eq!(written["totals"]["stores"]["held"], 0);

    // Without a register, the broken file may be it.
    std::fs::remove_file(job.input().join("已进件商户.csv")).expect("removed");
    assert_eq!(job.run("out", &[]).status.code(), Some(1));
    let written = manifest(&job.out("out"));
    assert_eq!(written["totals"]["stores"]["create"], 0);
    let count = |code: &str| {
        findings(&job.out("out"))
            .iter()
            .filter(|f| f["code"] == code)
            .count()
    };
    assert_eq!((count("FIL004"), count("JOB003")), (1, 1));
}
