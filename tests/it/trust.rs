//! Whether a finding can be trusted: the order of rows, files and threads changes none, untidy rows raise
//! none, and every fault is found once, at its cell.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::job::{Job, findings, plan, reordered};
use crate::synth::Faults;
use crate::truth::assert_truth;

/// What was said, but for places: how often each rule spoke of each store's field, and what became of
/// the stores.
fn said(out: &Path) -> BTreeMap<[String; 5], usize> {
    let mut said = BTreeMap::new();
    for finding in findings(out) {
        let text = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
        let key = ["code", "level", "blocks", "field", "store_code"].map(text);
        *said.entry(key).or_default() += 1;
    }
    for row in plan(out) {
        let key =
            ["store_code", "disposition", "m4", "reasons", "waiting"].map(|name| row[name].clone());
        *said.entry(key).or_default() += 1;
    }
    said
}

#[test]
fn order_and_threads_change_no_finding() {
    for seed in [61, 62] {
        let job = Job::new(320, seed, Faults::All);
        job.run("out", &["--threads", "1"]);
        let before = said(&job.out("out"));
        assert!(before.len() > 400, "{}", before.len());
        for name in [
            "门店信息表-华东.csv",
            "支付宝账户记录.csv",
            "已进件商户.csv",
        ] {
            let path = job.input().join(name);
            let bytes = fs::read(&path).expect("a sample");
            let mixed = reordered(&bytes, |place| (place * 7919 + seed as usize) % 10_007);
            assert!(mixed != reordered(&bytes, |place| place));
            fs::write(&path, mixed).expect("written");
        }
        // The last becomes the first: `99-…`, `98-…`.
        let names = fs::read_dir(job.input()).expect("the input");
        let mut names: Vec<_> = names.map(|entry| entry.expect("an entry").path()).collect();
        names.sort();
        for (at, path) in names.iter().enumerate() {
            let name = path.file_name().expect("a name").to_string_lossy();
            if name != "jinjian.toml" {
                let new = format!("{:02}-{name}", 99 - at);
                fs::rename(path, job.input().join(new)).expect("renamed");
            }
        }
        job.run("again", &["--threads", "2"]);
        let after = said(&job.out("again"));
        let differs = |(key, n): &(&[String; 5], &usize)| after.get(*key) != Some(n);
        let gone: Vec<_> = before.iter().filter(differs).collect();
        let new: Vec<_> = after
            .keys()
            .filter(|key| !before.contains_key(*key))
            .collect();
        assert!(
            gone.is_empty() && new.is_empty(),
            "{seed}: {gone:#?} {new:#?}"
        );
    }
}

#[test]
fn untidy_rows_raise_nothing() {
    let job = Job::with_bill(10_000, 12_000, 71, Faults::Count(0));
    let output = job.run("out", &[]);
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{told}");
    // Notes are no alarms, and the scan beside the sheets is said not to be read.
    let raised: Vec<Value> = findings(&job.out("out"));
    let raised: Vec<&Value> = raised
        .iter()
        .filter(|f| f["level"] != "note" && f["code"] != "SHT003")
        .collect();
    assert!(
        raised.is_empty(),
        "{} in all: {:#?}",
        raised.len(),
        raised.iter().take(20).collect::<Vec<_>>()
    );

    // Each form of untidiness really is there.
    let text = fs::read(job.input().join("门店信息表-华东.csv")).expect("a sheet");
    let (text, ..) = encoding_rs::GB18030.decode(&text);
    for form in [
        "'91",
        "‘",
        "`",
        "\t",
        "\u{3000}",
        "\u{a0}",
        "\u{200b}",
        "\u{200c}",
        "\u{200d}",
        "\u{feff}",
        "９１",
        "+86 1",
        "（0",
        "〔",
        "【",
        "×",
        "＠",
        "帐户",
        "模式",
        "联,",
        "无固定期限",
        "9999-12-31",
        "永久",
        " 00:00:00",
        ",/,",
        ",--,",
        ",——,",
        "至",
        " 有限公司",
        "EXAMPLE.COM",
        "１２",
    ] {
        assert!(text.contains(form), "{form:?}");
    }
}

#[test]
fn every_fault_is_found_once_at_its_cell() {
    for seed in 51..=55 {
        assert_truth(1200, seed, Faults::Count(220));
    }
}
