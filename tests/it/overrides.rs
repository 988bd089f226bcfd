//! What a job says of rules, `[levels]` and `[blocks]`, seen in what becomes of the stores; and how often
//! a rule could not be put.

use std::collections::BTreeMap;
use std::fs;

use serde_json::{Value, json};

use crate::job::{Job, findings, jinjian, manifest, plan, table};
use crate::synth::Faults;

/// A job with one fault of each kind, its job file ending in `settings`; what it says on standard error.
fn run(settings: &str) -> (Job, String) {
    let job = Job::new(320, 1, Faults::All);
    let file = job.input().join("jinjian.toml");
    let text = fs::read_to_string(&file).expect("a job file");
    fs::write(&file, format!("{text}\n{settings}")).expect("written");
    let output = job.run("out", &[]);
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(output.status.code(), Some(1), "{said}");
    (job, said)
}

/// The disposition, M4 and the reasons of the store that has the fault.
fn became(job: &Job, code: &str) -> (String, String, String) {
    let fault = job.truth.faults.iter().find(|f| f.code == code);
    let store = &fault.expect("a fault").stores[0];
    let rows = plan(&job.out("out"));
    let row = rows.iter().find(|row| &row["store_code"] == store);
    let row = row.expect("a row");
    let cell = |name: &str| row[name].clone();
    (cell("disposition"), cell("m4"), cell("reasons"))
}

/// Level and blocks of the rule's findings in the run.
fn told(job: &Job, code: &str) -> Vec<(Value, Value)> {
    let found = findings(&job.out("out"));
    let of_rule = found.iter().filter(|f| f["code"] == code);
    of_rule
        .map(|f| (f["level"].clone(), f["blocks"].clone()))
        .collect()
}

#[test]
fn a_job_chooses_what_stops_m3_and_m4() {
    let (plain, said) = run("");
    assert!(!said.contains("jinjian.toml"), "{said}");
    let (job, said) = run(
        "[levels]\nMAI001 = \"error\"\nTEL001 = \"off\"\nLIC012 = \"error\"\n\
         [blocks]\nLIC011 = \"M3\"\nLIC012 = \"M4\"\nSCE001 = \"none\"\nLEN001 = \"none\"\nBOD001 = \"none\"\nCHR001 = \"M3\"\n",
    );
    let both = |code: &str| (became(&plain, code).0, became(&job, code).0);
    let held = || "held".to_owned();

    // A warning that is told to stop M3 is an error; so is one that is raised and stops what errors do.
    for code in ["LIC011", "MAI001"] {
        let (before, after) = both(code);
        assert!(
            before != "held" && after == "held",
            "{code}: {before} {after}"
        );
        assert_eq!(became(&job, code).2, code);
        assert_eq!(told(&job, code), [(json!("error"), json!("M3"))]);
    }
    // One that stops M4 leaves M3 alone.
    assert!(both("LIC012").1 != "held", "{:?}", both("LIC012"));
    assert_eq!(became(&job, "LIC012").1, "blocked");
    assert_eq!(told(&job, "LIC012"), [(json!("error"), json!("M4"))]);
    // An error that stops nothing is still told; the body decides whether the row can go.
    assert_eq!(told(&job, "SCE001"), [(json!("error"), Value::Null)]);
    assert_eq!(
        (both("SCE001").0, both("SCE001").1 == "held"),
        (held(), false)
    );
    assert_eq!(both("LEN001"), (held(), held()));
    assert_eq!(became(&job, "LEN001").2, "BOD001");
    assert_eq!(told(&job, "BOD001"), [(json!("error"), json!("M3"))]);
    // A rule that is off says nothing.
    assert_eq!(
        (told(&plain, "TEL001").len(), told(&job, "TEL001").len()),
        (1, 0)
    );

    let idle: Vec<&str> = said
        .lines()
        .filter(|l| l.starts_with("jinjian.toml: "))
        .collect();
    let began = ["levels] LIC012", "blocks] BOD001", "blocks] CHR001"];
    assert_eq!(idle.len(), began.len(), "{said}");
    for (line, entry) in idle.iter().zip(began) {
        assert!(
            line.starts_with(&format!("jinjian.toml: [{entry} ")),
            "{line}"
        );
    }
}

#[test]
fn the_manifest_says_how_often_a_rule_could_not_be_put() {
    let (job, _) = run("");
    let written = manifest(&job.out("out"));
    let rules: BTreeMap<String, Value> =
        serde_json::from_value(written["rules"].clone()).expect("an object");
    let counts = |code: &str| {
        let count = |key: &str| rules[code][key].as_u64().expect("a number");
        (count("findings"), count("not_checked"))
    };
    // One store has no licence at all, and one a number of no form.
    assert_eq!(counts("LIC002"), (1, 2));
    assert_eq!(counts("SHT002"), (1, 0), "of another stage");
    for rule in jinjian::check::FAMILIES.concat() {
        assert!(rules.contains_key(rule.code), "{}", rule.code);
    }
    let listed = written["findings"].as_array().expect("findings");
    let sum = |counts: &mut dyn Iterator<Item = u64>| counts.sum::<u64>();
    assert_eq!(
        sum(&mut rules.values().filter_map(|rule| rule["findings"].as_u64())),
        sum(&mut listed.iter().filter_map(|count| count["count"].as_u64()))
    );
}

#[test]
fn statistics_say_what_was_not_checked() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let text = "自用编码,门店名称,公司名称,详细地址,营业执照号\ns1,甲店,甲公司,某路,91330106MA2H1ABC7W\ns2,乙店,乙公司,某路,\n\
        s3,丙店,丙公司,某路,9133010\ns4,丁店,丁公司,某路,91330106MA2H1ABC7U\n";
    fs::write(folder.path().join("门店.csv"), text).expect("file");
    let mut command = jinjian();
    command.current_dir(&folder).args(["check", "门店.csv"]);
    let output = command
        .args([
            "--as-of",
            "2026-11-20",
            "--statistics",
            "--select",
            "LIC00,IDN003",
        ])
        .args([
            "--ignore",
            "LIC003,LIC004,LIC005,LIC006,LIC007,LIC008,LIC009",
        ])
        .output()
        .expect("runs");
    let said = String::from_utf8(output.stdout).expect("UTF-8");
    let expected = "\
        1  LIC001  错误     营业执照号格式不对
        1  LIC002  错误     统一社会信用代码校验位错误

未检查的次数（所需的格子没有、为空或已有错误）
        4  IDN003  身份证号校验位错误
        1  LIC001  营业执照号格式不对
        2  LIC002  统一社会信用代码校验位错误

检查了 4 行 · 错误 2 · 警告 0 · 提示 0
";
    assert_eq!(said, format!("        {}", expected.trim_start()));
}

/// The rows of one target that go out and those it refuses, and the stores it refuses for a finding.
fn target(job: &Job, name: &str) -> ([u64; 2], BTreeMap<String, String>) {
    let written = manifest(&job.out("out"));
    let targets = written["targets"].as_array().expect("targets");
    let target = targets.iter().find(|target| target["name"] == name);
    let target = target.unwrap_or_else(|| panic!("{name}"));
    let counts = ["uploaded", "refused"].map(|key| target[key].as_u64().expect("a number"));
    let refused = table(&job.out("out").join("reports/targets.csv"));
    let refused = refused.into_iter().filter(|row| row["target"] == name);
    let reasons = refused.map(|row| {
        let why = format!("{} {}", row["column"], row["reason"]);
        (row["code"].clone(), why)
    });
    (counts, reasons.collect())
}

/// A warning can keep a store, or an item, out of one upload and of no other.
#[test]
fn a_job_chooses_what_one_upload_does_not_take() {
    let (plain, _) = run("");
    let (job, said) = run(
        "[uploads.holds]\nkoubei-stores = [\"TEL\", \"ADR008\"]\nitem-publish = [\"SKU008\"]\n",
    );
    assert!(!said.contains("holds"), "{said}");
    let at_fault = |code: &str| {
        let fault = job.truth.faults.iter().find(|fault| fault.code == code);
        fault.expect("a fault").stores[0].clone()
    };
    let ([out, refused], before) = target(&plain, "koubei-stores");
    let (counts, after) = target(&job, "koubei-stores");
    assert_eq!(counts, [out - 3, refused + 3]);
    let mut expected = before;
    let titles = [
        ("TEL002", "电话号码格式不对"),
        ("TEL003", "一格填了几个电话号码"),
        ("ADR008", "详细地址与省市区列不一致"),
    ];
    for (code, title) in titles {
        expected.insert(at_fault(code), format!("{code} {title}"));
    }
    assert_eq!(after, expected);
    let ([out, refused], _) = target(&plain, "item-publish");
    assert_eq!(target(&job, "item-publish").0, [out - 1, refused + 1]);
    for name in ["store-publish", "order-switch", "indirect-create"] {
        assert_eq!(target(&plain, name), target(&job, name), "{name}");
    }
    assert_eq!(became(&plain, "TEL002"), became(&job, "TEL002"));
}
