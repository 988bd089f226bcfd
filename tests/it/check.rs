//! `jinjian check`: the findings of a few rows in every form, and which rules are asked for.

use std::fs;

use rust_xlsxwriter::Workbook;
use serde_json::Value;

use crate::job::jinjian;

/// A licence whose check character is wrong, and an e-mail without a domain.
const STORES: &str = "自用编码,门店名称,公司名称,营业执照号,详细地址,联系邮箱\n\
    s1,甲店,甲公司,91330106MA2H1ABC7W,某路 1 号,a@b\n";

/// Checks one file; exit code and standard output.
fn check(flags: &[&str]) -> (Option<i32>, String) {
    check_text(STORES, flags)
}

fn check_text(text: &str, flags: &[&str]) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().expect("temporary folder");
    fs::write(folder.path().join("门店.csv"), text).expect("file");
    let mut command = jinjian();
    command.current_dir(&folder).args(["check", "门店.csv"]);
    let output = command.args(["--as-of", "2026-11-20"]).args(flags).output();
    let output = output.expect("runs");
    let said = String::from_utf8(output.stdout).expect("UTF-8");
    (output.status.code(), said)
}

#[test]
fn for_people() {
    let (code, said) = check(&["--select", "LIC002,MAI"]);
    let expected = "\
门店.csv
  D2      LIC002  错误  统一社会信用代码校验位错误        s1
          前 17 位算出的校验位是 U，与末位不符
          现值 91330106MA2H1ABC7W · 应为 校验位 U
";
    assert_eq!(code, Some(1));
    assert!(said.starts_with(expected), "{said}");
    assert!(said.contains("  F2      MAI001  警告  "), "{said}");
    assert!(
        said.ends_with("\n检查了 1 行 · 错误 1 · 警告 1 · 提示 0\n"),
        "{said}"
    );
}

#[test]
fn an_empty_cell_is_named_at_its_row_and_a_missing_column_once() {
    let text = STORES.replace("营业执照号", "联系人,营业执照号");
    let text = text.replace("甲公司,", "甲公司,,") + "s2,乙店,乙公司,,,某路 2 号,\n";
    let (_, said) = check_text(&text, &["--select", "REQ001,SHT005"]);
    let titles: Vec<&str> = said
        .lines()
        .filter(|line| line.contains("REQ001") || line.contains("SHT005"))
        .collect();
    assert_eq!(
        titles,
        [
            "  1       SHT005  错误  缺少必需的列",
            "  D2      REQ001  错误  必填项为空                        s1",
            "  D3      REQ001  错误  必填项为空                        s2",
        ]
    );
}

#[test]
fn of_a_very_long_cell_the_beginning_is_shown() {
    let long = "店".repeat(40_000);
    let (_, said) = check_text(&STORES.replace("甲店", &long), &["--select", "LEN"]);
    let shown = format!("          现值 {}… · ", "店".repeat(80));
    assert!(said.contains(&shown), "{said}");
}

#[test]
fn scientific_notation_in_a_csv_is_reported_at_its_cell() {
    let text = "自用编码,门店名称,公司名称,法人身份证号,结算账号,联行号\n\
        s1,甲店,甲公司,3.30106E+17,\t6.2170E18,1.04E+11\n3E12,乙店,乙公司,,,\n";
    let json = ["--select", "NUM,IDN,BNK", "--format", "json", "--reveal"];
    let (code, said) = check_text(text, &json);
    let told = |line: &str| {
        let finding: Value = serde_json::from_str(line).expect("JSON");
        ["code", "cell", "found"].map(|key| finding[key].as_str().unwrap_or_default().to_owned())
    };
    let told: Vec<_> = said.lines().map(told).collect();
    let expected = [
        ["NUM001", "D2", "3.30106E+17"],
        ["NUM001", "E2", "\t6.2170E18"],
        ["NUM001", "F2", "1.04E+11"],
    ];
    assert_eq!(code, Some(1));
    assert_eq!(told, expected);
}

#[test]
fn rules_are_chosen_by_the_longest_prefix() {
    let codes = |flags: &[&str]| -> Vec<String> {
        let (_, said) = check(&[flags, &["--format", "json"]].concat());
        let code = |line: &str| -> Value { serde_json::from_str(line).expect("JSON") };
        let codes = said
            .lines()
            .map(|l| code(l)["code"].as_str().map(str::to_owned));
        codes.map(|c| c.expect("a code")).collect()
    };
    assert_eq!(codes(&["--select", "LIC"]), ["LIC002"]);
    assert_eq!(
        codes(&["--select", "lic,mai", "--ignore", "MAI"]),
        ["LIC002"]
    );
    assert_eq!(
        codes(&["--select", "MAI001,LIC", "--ignore", "MAI,LIC002"]),
        ["MAI001"]
    );
    assert!(codes(&["--ignore", "LIC002"]).contains(&"MAI001".to_owned()));
    let (code, _) = check(&["--select", "LIX"]);
    assert_eq!(code, Some(2));
}

#[test]
fn the_exit_code_follows_fail_on() {
    assert_eq!(check(&["--select", "LIC002"]).0, Some(1));
    assert_eq!(
        check(&["--select", "LIC002", "--fail-on", "never"]).0,
        Some(0)
    );
    assert_eq!(check(&["--select", "MAI"]).0, Some(0));
    assert_eq!(
        check(&["--select", "MAI", "--fail-on", "warning"]).0,
        Some(1)
    );
}

#[test]
fn statistics_count_each_rule() {
    let (_, said) = check(&["--select", "LIC002,MAI", "--statistics"]);
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(
        lines[0],
        "        1  LIC002  错误     统一社会信用代码校验位错误"
    );
    assert!(
        lines[1].starts_with("        1  MAI001  警告     "),
        "{said}"
    );
}

#[test]
fn for_machines() {
    let one = ["--select", "LIC002", "--lang", "en", "--format"];
    let form = |format: &'static str| check(&[&one[..], &[format]].concat()).1;
    let csv = form("csv");
    let lines: Vec<&str> = csv.split("\r\n").collect();
    assert!(
        lines[0].starts_with("\u{FEFF}file,sheet,cell,row,code,"),
        "{csv}"
    );
    assert!(
        lines[1]
            .starts_with("门店.csv,,D2,2,LIC002,error,M3,business_license,s1,91330106MA2H1ABC7W,"),
        "{csv}"
    );
    let sarif: Value = serde_json::from_str(&form("sarif")).expect("JSON");
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!(
        (&sarif["version"], &result["ruleId"]),
        (&"2.1.0".into(), &"LIC002".into())
    );
    // The column of a sheet is no character of a line.
    let location = serde_json::json!({
        "physicalLocation": {
            "artifactLocation": {"uri": "%E9%97%A8%E5%BA%97.csv"},
            "region": {"startLine": 2},
        },
        "logicalLocations": [{"fullyQualifiedName": "D2"}],
    });
    assert_eq!(result["locations"], serde_json::json!([location]));
    let junit = form("junit");
    assert!(
        junit.contains("<testsuite name=\"门店.csv\" tests=\"1\" failures=\"1\">"),
        "{junit}"
    );
    assert!(junit.contains("<testcase classname=\"门店.csv\" name=\"LIC002 门店.csv › D2\">"));
    let github = form("github");
    assert!(
        github.starts_with("::error file=门店.csv,line=2,title=LIC002 "),
        "{github}"
    );
}

#[test]
fn sarif_names_the_cell_of_a_workbook_by_its_sheet() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("门店信息").expect("a name");
    for (row, line) in (0..).zip(STORES.lines()) {
        sheet.write_row(row, 0, line.split(',')).expect("written");
    }
    let path = folder.path().join("门店.xlsx");
    book.save(path).expect("a workbook");
    let mut command = jinjian();
    command.arg("check").arg(folder.path());
    command.args(["--as-of", "2026-11-20", "--select", "LIC002,SHT005"]);
    let output = command.args(["--format", "sarif"]).output().expect("runs");
    let sarif: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let places: Vec<_> = (sarif["runs"][0]["results"].as_array().into_iter().flatten())
        .map(|result| &result["locations"][0])
        .map(|place| {
            (
                &place["physicalLocation"]["region"],
                &place["logicalLocations"][0],
            )
        })
        .map(|(region, logical)| (region.to_string(), logical["fullyQualifiedName"].clone()))
        .collect();
    let at = |line: u32, name: &str| (format!("{{\"startLine\":{line}}}"), name.into());
    assert_eq!(places, [at(1, "门店信息!1"), at(2, "门店信息!D2")]);
}

/// The codes of a sheet in a folder with a job file, with flags.
fn codes_of(stores: &str, job: &str, select: &str) -> Vec<String> {
    let folder = tempfile::tempdir().expect("temporary folder");
    fs::write(folder.path().join("门店.csv"), stores).expect("file");
    fs::write(folder.path().join("jinjian.toml"), job).expect("file");
    let mut command = jinjian();
    command.arg("check").arg(folder.path());
    command.args(["--as-of", "2026-11-20", "--format", "json"]);
    let output = command.args(["--select", select]).output();
    let said = String::from_utf8(output.expect("runs").stdout).expect("UTF-8");
    let code = |line: &str| -> Value { serde_json::from_str(line).expect("JSON") };
    let codes = said.lines().map(|line| code(line)["code"].clone());
    codes
        .map(|code| code.as_str().unwrap_or("").to_owned())
        .collect()
}

#[test]
fn what_a_target_takes_is_said_where_its_upload_is_made() {
    let stores =
        "自用编码,门店名称,公司名称,详细地址,联系人\ns1,甲店（西湖）,甲公司,一号铺,陈一平\n";
    let codes = |job| codes_of(stores, job, "CHR,LEN");
    assert!(codes("").is_empty());
    assert!(codes("[uploads]\nalso = [\"shop-create\"]\n").is_empty());
    let made = "[uploads]\nalso = [\"koubei-stores\"]\n";
    assert_eq!(codes(made), ["CHR004", "LEN002"]);
    assert!(codes(&(made.to_owned() + "without = [\"koubei-stores\"]\n")).is_empty());
    let (_, said) = check_text(stores, &["--select", "CHR,LEN"]);
    assert!(said.ends_with("提示 0\n"), "{said}");
}

#[test]
fn the_job_says_how_early_an_end_is_announced() {
    let stores = "自用编码,门店名称,公司名称,详细地址,营业执照有效期至,法人身份证有效期至\n\
        s1,甲店,甲公司,某路 1 号,2026-12-21,2026.12.20\n";
    let codes = |job| codes_of(stores, job, "LIC,IDN");
    assert_eq!(codes(""), ["IDN009"]);
    assert_eq!(
        codes("[checks]\nexpiring_days = 31\n"),
        ["LIC012", "IDN009"]
    );
    assert!(codes("[checks]\nexpiring_days = 0\n").is_empty());
}
