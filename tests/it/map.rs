//! `jinjian map`: what it proposes, what it saves, and what a run makes of it.

use std::fs;
use std::path::Path;
use std::process::Output;

use serde_json::Value;
use tempfile::TempDir;

use crate::job::{findings, jinjian, manifest};

const HEADER: &str =
    "自用编码,门店名称,公司名称,详细地址,结算账号,统一社会信用代吗,识别码,备注3,序号";
const MAPS: &str = "jinjian.maps.toml";

/// A store sheet of three rows below `header`.
fn sheet(header: &str) -> String {
    let rows = (1..=3).map(|n| {
        format!("s{n},{n}店,甲公司,某路 {n} 号,6222,91330106MA2H1ABC7U,2088000000000001,x,{n}\n")
    });
    format!("{header}\n{}", rows.collect::<String>())
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("temporary folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("parent")).expect("folder");
        fs::write(path, text).expect("file");
    }
    folder
}

fn call(folder: &TempDir, args: &[&str]) -> Output {
    let mut command = jinjian();
    command.current_dir(folder).args(args);
    command.output().expect("runs")
}

/// Exit code and standard output of `jinjian map`.
fn map(folder: &TempDir, args: &[&str]) -> (Option<i32>, String) {
    let output = call(folder, &[&["map"], args].concat());
    let said = String::from_utf8(output.stdout).expect("UTF-8");
    (output.status.code(), said)
}

/// What is refused, and that nothing is written.
fn refusal(folder: &TempDir, args: &[&str]) -> String {
    let output = call(folder, &[&["map"], args, &["--save"]].concat());
    assert_eq!(
        (output.status.code(), &output.stdout[..]),
        (Some(2), &b""[..])
    );
    assert!(!folder.path().join(MAPS).exists(), "nothing is written");
    String::from_utf8(output.stderr).expect("UTF-8")
}

fn saved(folder: &TempDir) -> String {
    fs::read_to_string(folder.path().join(MAPS)).expect("the mappings")
}

/// How a check of one file takes its columns: header → meaning and field.
fn columns(folder: &TempDir, file: &str) -> Vec<String> {
    let output = call(folder, &["inspect", file, "--format", "json"]);
    let answer: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let columns = answer["files"][0]["sheets"][0]["columns"].as_array();
    let columns = columns.expect("columns").iter();
    let text = |c: &Value, key: &str| c[key].as_str().unwrap_or("").to_owned();
    columns
        .map(|c| format!("{} {}", text(c, "meaning"), text(c, "field")))
        .collect()
}

#[test]
fn what_a_person_sees() {
    let folder = folder(&[
        ("a.csv", &sheet(HEADER)),
        ("b.csv", "甲,乙\n1,2\n"),
        ("c.csv", ""),
    ]);
    let (code, said) = map(&folder, &["a.csv", "b.csv", "c.csv"]);
    let expected = "\
a.csv
  门店信息表 · stores
    A  自用编码          → store_code 自用编码          表头
    B  门店名称          → store_name 门店名称          表头
    C  公司名称          → merchant_name 公司名称       表头
    D  详细地址          → address 详细地址             表头
    E  结算账号          → card_no 结算账号             表头
    F  统一社会信用代吗  ? business_license 营业执照号  建议，98 分：表头近似「统一社会信用代码」，3 格中 3 格相符
    G  识别码            × 未识别
    H  备注3             × 未识别
    I  序号              – 用不到

b.csv
  未识别：没有一种版式与表头相符；若是数据，用 --layout 版式 --set \"表头=字段\" 说明

c.csv
  FIL001  文件是空的，一个字节也没有

未保存；加 --save 写入 jinjian.maps.toml：1 张表，1 列
";
    assert_eq!(said, expected);
    assert_eq!(code, Some(1), "one file could not be read");
    assert!(!folder.path().join(MAPS).exists(), "nothing is written");
}

#[test]
fn a_proposal_is_saved_and_the_next_run_reads_the_column() {
    let job = "as_of = \"2026-11-20\"\n";
    let folder = folder(&[("in/a.csv", &sheet(HEADER)), ("in/jinjian.toml", job)]);
    let run = || {
        let output = call(&folder, &["run", "in", "--out", "out"]);
        assert_ne!(output.status.code(), Some(2), "{output:?}");
        let out = folder.path().join("out");
        let codes = findings(&out);
        let count = |code: &str| codes.iter().filter(|f| f["code"] == code).count();
        let missing = codes.iter().find(|f| f["code"] == "SHT005");
        let missing = missing.expect("much is missing")["message"].to_string();
        let identity = !missing.contains("营业执照号或法人身份证号");
        (identity, count("SHT002"), manifest(&out))
    };
    let (has_identity, unread, before) = run();
    assert_eq!((has_identity, unread), (false, 3));
    let paths = |manifest: &Value, key: &str| -> Vec<String> {
        let files = manifest[key].as_array().expect("a list").iter();
        files
            .map(|f| f["path"].as_str().expect("a path").to_owned())
            .collect()
    };
    assert_eq!(paths(&before, "settings"), ["jinjian.toml"]);

    let (code, said) = map(&folder, &["in/a.csv", "--save", "--lang", "en"]);
    assert_eq!(code, Some(0));
    let path = Path::new("in").join(MAPS).display().to_string();
    assert!(
        said.ends_with(&format!("\nsaved to {path}: 1 columns of 1 sheets\n")),
        "{said}"
    );
    let (has_identity, unread, after) = run();
    assert_eq!(
        (has_identity, unread),
        (true, 2),
        "the licence is read, the tie is not"
    );
    // What the run depends on is named; it is no data.
    assert_eq!(paths(&after, "settings"), ["jinjian.toml", MAPS]);
    assert_eq!(
        after["settings"][1]["sha256"].as_str().map(str::len),
        Some(64)
    );
    assert_eq!(paths(&after, "inputs"), ["a.csv"]);

    let (_, said) = map(&folder, &["in", "--save"]);
    assert!(
        said.contains("→ business_license 营业执照号  已保存的映射\n"),
        "{said}"
    );
    assert!(
        said.ends_with("\n没有新的映射可保存（未读取 2 列，没有建议达到 80 分）\n"),
        "{said}"
    );
}

#[test]
fn what_is_set_wins_and_other_entries_keep_their_bytes() {
    let by_hand = "# 手写\n[[mapping]]\npath='z*.csv' # 别动\nlayout = \"skus\"\n";
    let folder = folder(&[("a.csv", &sheet(HEADER)), (MAPS, by_hand)]);
    let set = [
        "--set",
        "统一社会信用代吗=alias_name",
        "--set",
        " 识别码 = pid",
        "--set",
        "备注3=-",
    ];
    let set = [&set[..], &["--set", "公司名称=card_name"]].concat();
    let (_, said) = map(
        &folder,
        &[&["a.csv", "--dry-run", "--save"], &set[..]].concat(),
    );
    let entry = "[[mapping]]\npath = \"a.csv\"\nlayout = \"stores\"\n\
        headers = [\"自用编码\", \"门店名称\", \"公司名称\", \"详细地址\", \"结算账号\", \"统一社会信用代吗\", \
        \"识别码\", \"备注3\", \"序号\"]\n[mapping.columns]\n\"公司名称\" = \"card_name\"\n\
        \"统一社会信用代吗\" = \"alias_name\"\n\"识别码\" = \"pid\"\n\"备注3\" = \"-\"\n";
    let shown = format!("将写入 {MAPS}（--dry-run，未写入）：\n\n{entry}");
    assert!(said.ends_with(&shown), "{said}");
    assert_eq!(saved(&folder), by_hand);

    map(&folder, &[&["a.csv", "--save"], &set[..]].concat());
    assert_eq!(saved(&folder), format!("{by_hand}\n{entry}"));
    let expected = [
        "field store_code",
        "field store_name",
        "accepted card_name",
        "field address",
        "field card_no",
        "accepted alias_name",
        "accepted pid",
        "not_used ",
        "not_used ",
    ];
    assert_eq!(columns(&folder, "a.csv"), expected);

    // Said again of one column: the rest of the entry stays.
    map(&folder, &["a.csv", "--save", "--set", "识别码=smid"]);
    let entry = entry.replace("\"pid\"", "\"smid\"");
    assert_eq!(saved(&folder), format!("{by_hand}\n{entry}"));
    let names: Vec<_> = fs::read_dir(&folder).expect("folder").collect();
    assert_eq!(names.len(), 2, "no temporary file is left");
}

#[test]
fn a_low_score_is_saved_only_when_asked_for_and_a_tie_never() {
    let header = HEADER.replace("统一社会信用代吗", "号码");
    let folder = folder(&[("a.csv", &sheet(&header))]);
    let (_, said) = map(&folder, &["a.csv", "--save", "--min-score", "95"]);
    assert!(
        said.contains("建议，90 分：3 格中 3 格相符，不足以自动保存\n"),
        "{said}"
    );
    assert!(!folder.path().join(MAPS).exists());
    map(&folder, &["a.csv", "--save", "--min-score", "0"]);
    let columns = "[mapping.columns]\n\"号码\" = \"business_license\"\n";
    assert!(saved(&folder).ends_with(columns), "{}", saved(&folder));
}

#[test]
fn a_header_that_changed_is_said_until_it_is_saved_again() {
    let folder = folder(&[("a.csv", &sheet(HEADER))]);
    map(&folder, &["a.csv", "--save", "--set", "备注3=scene"]);
    let changed = HEADER.replace("备注3", "备注4");
    fs::write(folder.path().join("a.csv"), sheet(&changed)).expect("file");
    let (_, said) = map(&folder, &["a.csv"]);
    let drift =
        "    ! 表头与保存的映射（jinjian.maps.toml）不一致；新增：「备注4」；缺少：「备注3」\n";
    assert!(said.contains(drift), "{said}");
    let check = call(
        &folder,
        &["check", "a.csv", "--select", "SHT009", "--format", "json"],
    );
    let finding: Value = serde_json::from_slice(&check.stdout).expect("one finding");
    assert_eq!(
        (&finding["level"], &finding["row"]),
        (&"warning".into(), &1.into())
    );

    map(&folder, &["a.csv", "--save", "--set", "备注4=scene"]);
    assert!(saved(&folder).contains("\"备注4\" = \"scene\"\n"));
    assert!(!saved(&folder).contains("备注3"));
    let check = call(
        &folder,
        &["check", "a.csv", "--select", "SHT009", "--format", "json"],
    );
    assert_eq!(check.stdout, b"");
}

#[test]
fn a_sheet_nobody_knows_is_named() {
    let folder = folder(&[(
        "b.csv",
        "铺面一览,,\n铺面代号,铺面名,铺面在哪\ns1,甲店,某路\n",
    )]);
    let set = ["--set", "铺面代号=store_code", "--set", "铺面名=store_name"];
    let said = refusal(
        &folder,
        &[&["b.csv", "--layout", "stores"], &set[..]].concat(),
    );
    assert!(said.contains("no sheet can be read as `stores`"), "{said}");
    let set = [&set[..], &["--set", "铺面在哪=address"]].concat();
    let (_, said) = map(
        &folder,
        &[&["b.csv", "--layout", "stores", "--save"], &set[..]].concat(),
    );
    assert!(
        said.contains("    C  铺面在哪  → address 详细地址     --set\n"),
        "{said}"
    );
    let expected = [
        "accepted store_code",
        "accepted store_name",
        "accepted address",
    ];
    assert_eq!(columns(&folder, "b.csv"), expected);
}

#[test]
fn what_nobody_can_do_is_refused_before_anything_is_written() {
    let folder = folder(&[("a.csv", &sheet(HEADER))]);
    let said = refusal(
        &folder,
        &["a.csv", "--set", "备注3=store_cod", "--set", "x"],
    );
    let expected = "jinjian: --set `备注3`: unknown field `store_cod`; did you mean `store_code`?\n\
        --set `x`: write it as \"HEADER=field\"\n";
    assert_eq!(said, expected);
    let said = refusal(
        &folder,
        &["a.csv", "--set", "备注2=scene", "--set", "识别码=price"],
    );
    let expected = "jinjian: --set `备注2`: no sheet that was recognised has this header; did you mean `备注3`?\n\
        --set `识别码`: `stores` has no column for `price`\n";
    assert_eq!(said, expected);
    let said = refusal(
        &folder,
        &["a.csv", "--set", "备注3=pid", "--set", "识别码=pid"],
    );
    assert!(
        said.contains("--set `识别码`: this header or `pid` is given twice"),
        "{said}"
    );
    let said = refusal(
        &folder,
        &["a.csv", "--layout", "store", "--set", "备注3=pid"],
    );
    assert!(
        said.contains("unknown layout `store`; did you mean `stores`?"),
        "{said}"
    );
    let said = refusal(&folder, &["a.csv", "--sheet", "甲"]);
    assert!(said.contains("--sheet: there is no sheet `甲`"), "{said}");

    // A faulty file stops every command that would have to follow it.
    let text = "[[mapping]]\npath = \"a.csv\"\nlayout = \"stores\"\n[mapping.columns]\n\"备注3\" = \"scen\"\n";
    fs::write(folder.path().join(MAPS), text).expect("file");
    for verb in [
        &["run", "."][..],
        &["check", "a.csv"],
        &["inspect", "a.csv"],
        &["map", "a.csv", "--save"],
    ] {
        let output = call(&folder, verb);
        assert_eq!(output.status.code(), Some(2), "{verb:?}");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(
            said,
            "jinjian: jinjian.maps.toml: mapping 1 (`a.csv`): columns: unknown field `scen`; did you mean `scene`?\n"
        );
    }
    assert_eq!(saved(&folder), text);
}

#[test]
fn the_answer_for_machines() {
    let folder = folder(&[("a.csv", &sheet(HEADER)), ("c.csv", "")]);
    let (code, said) = map(
        &folder,
        &[".", "--format", "json", "--save", "--set", "备注3=-"],
    );
    let answer: Value = serde_json::from_str(&said).expect("one JSON object");
    assert_eq!(
        (code, &answer["schema"]),
        (Some(1), &"jinjian.map/1".into())
    );
    let sheet = &answer["sheets"][0];
    assert_eq!(
        (&sheet["file"], &sheet["layout"]),
        (&"a.csv".into(), &"stores".into())
    );
    let column = &sheet["columns"][5];
    assert_eq!(column["proposal"]["field"], "business_license");
    assert_eq!(
        (&column["meaning"], &column["accepted"]),
        (&"proposed".into(), &true.into())
    );
    assert_eq!(sheet["columns"][7]["meaning"], "given");
    assert_eq!(
        answer["refused"],
        serde_json::json!([{"file": "c.csv", "code": "FIL001"}])
    );
    let maps = &answer["maps"][0];
    assert_eq!(maps["written"], true);
    let expected = serde_json::json!([
        {"header": "统一社会信用代吗", "field": "business_license"},
        {"header": "备注3", "field": null},
    ]);
    assert_eq!(maps["mappings"][0]["columns"], expected);
}
