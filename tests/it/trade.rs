//! A store names its trade by MCC with acquirer, or by a category: what is asked of it, what goes out.

use std::fs;
use std::path::Path;

use crate::job::{findings, jinjian, plan};

const HEADER: &str = "自用编码,门店名称,公司名称,营业执照号,法人姓名,法人身份证号,联系人,联系人手机,\
                      省,市,区,详细地址,结算账号,开户名";
const STORE: &str = "门店,杭州甲乙商贸有限公司,91330106MA2H1ABC7U,李明辉,330106199003074525,李明辉,\
                     13957116688,浙江省,杭州市,西湖区,文三路1号,6217000010001234569,李明辉";

/// Runs a folder with one sheet: more columns than [`HEADER`], and for each store its cells there.
fn run(folder: &Path, job: &str, more: &str, cells: &[&str]) -> i32 {
    let rows = cells.iter().enumerate();
    let rows = rows.map(|(at, cells)| format!("s{at},第{at}{STORE},{cells}\n"));
    let text = format!("{HEADER},{more}\n{}", rows.collect::<String>());
    fs::write(folder.join("门店信息表.csv"), text).expect("written");
    let job = format!("as_of = \"2026-11-20\"\n[defaults]\nsource = \"2088000000000001\"\n{job}");
    fs::write(folder.join("jinjian.toml"), job).expect("written");
    let mut command = jinjian();
    let command = command.arg("run").arg(folder);
    let status = command.arg("--out").arg(folder.join("out")).output();
    status.expect("runs").status.code().expect("a code")
}

/// Code, cell and message of what is said of the trade.
fn said(folder: &Path) -> Vec<[String; 3]> {
    let text = |f: &serde_json::Value, key: &str| f[key].as_str().unwrap_or("").to_owned();
    let told = findings(&folder.join("out"));
    let of_trade = told
        .iter()
        .filter(|f| ["REQ001", "SHT005", "JOB001", "BOD001"].contains(&&*text(f, "code")));
    of_trade
        .map(|f| ["code", "cell", "message"].map(|key| text(f, key)))
        .collect()
}

fn missing(folder: &Path) -> Vec<[String; 2]> {
    let rows = plan(&folder.join("out"));
    let told = rows
        .iter()
        .map(|row| ["disposition", "missing_m3"].map(|key| row[key].clone()));
    told.collect()
}

const MESSAGE: &str = "M3 进件必须有这一项（MCC与受理机构PID，或经营类目），表中为空";

#[test]
fn a_category_is_as_good_as_an_mcc_with_its_acquirer() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let stores = [
        "5411,2088000000000002,",
        ",,2015050700000000",
        "5411,,",
        ",2088000000000002,",
        ",,",
    ];
    run(folder.path(), "", "MCC,受理机构PID,经营类目", &stores);
    let at = |cell: &str| ["REQ001", cell, MESSAGE].map(str::to_owned);
    assert_eq!(said(folder.path()), [at("P4"), at("O5"), at("O6")]);
    let held = |missing| ["held", missing];
    let expected = [
        ["create", ""],
        ["create", ""],
        held("org_pid|category_id"),
        held("mcc|category_id"),
        held("mcc+org_pid|category_id"),
    ];
    assert_eq!(missing(folder.path()), expected);
    // A file for each acquirer, the store without one first.
    let sent = |file: &str| {
        let path = folder.path().join("out/uploads").join(file);
        let line = fs::read_to_string(path).expect("bodies");
        let body: serde_json::Value = serde_json::from_str(&line).expect("one body");
        ["mcc", "org_pid", "category_id"].map(|key| body[key].as_str().map(str::to_owned))
    };
    let category = [None, None, Some("2015050700000000")];
    assert_eq!(
        sent("indirect-create-001.jsonl"),
        category.map(|t| t.map(str::to_owned))
    );
    let mcc = [Some("5411"), Some("2088000000000002"), None];
    assert_eq!(
        sent("indirect-create-002.jsonl"),
        mcc.map(|t| t.map(str::to_owned))
    );
}

#[test]
fn what_nobody_gives_is_asked_of_the_job_once() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let all = "mcc 与 org_pid，或 category_id";
    let asked = |wanted: &str| {
        let message = format!(
            "{wanted} 是每家门店进件都要的值，但所有表格和 jinjian.toml 都没有给出（涉及 2 家门店）"
        );
        [["JOB001".to_owned(), String::new(), message]]
    };
    run(folder.path(), "", "备注", &["", ""]);
    assert_eq!(said(folder.path()), asked(all));
    let expected = ["held".to_owned(), "mcc+org_pid|category_id".to_owned()];
    assert_eq!(missing(folder.path()), [expected.clone(), expected]);

    let folder = tempfile::tempdir().expect("temporary folder");
    run(folder.path(), "mcc = \"5411\"\n", "备注", &["", ""]);
    assert_eq!(said(folder.path()), asked("org_pid 或 category_id"));

    let folder = tempfile::tempdir().expect("temporary folder");
    let category = "category_id = \"2015050700000000\"\n";
    assert_eq!(run(folder.path(), category, "备注", &["", ""]), 0);
    assert_eq!(said(folder.path()), [] as [[String; 3]; 0]);
}

/// What only the job can give hides no gap of a single store.
#[test]
fn a_gap_in_a_column_is_told_beside_what_the_job_lacks() {
    let folder = tempfile::tempdir().expect("folder");
    run(folder.path(), "", "MCC", &["5411", ""]);
    let job = "org_pid 或 category_id 是每家门店进件都要的值，但所有表格和 jinjian.toml 都没有给出（涉及 2 家门店）";
    let gap = ["REQ001", "O3", "M3 进件必须有这一项，表中为空"];
    let said = said(folder.path());
    assert_eq!(said.len(), 2);
    assert!(said.contains(&["JOB001", "", job].map(str::to_owned)));
    assert!(said.contains(&gap.map(str::to_owned)));
}

#[test]
fn a_sheet_without_the_columns_says_both_ways() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let other = format!("{HEADER}\ns9,第9{STORE}\n");
    fs::write(folder.path().join("另一张.csv"), other).expect("written");
    run(
        folder.path(),
        "",
        "MCC,受理机构PID",
        &["5411,2088000000000002"],
    );
    let message = "这张表没有：MCC与受理机构PID，或经营类目；涉及 1 家门店";
    assert_eq!(
        said(folder.path()),
        [["SHT005", "", message].map(str::to_owned)]
    );
}
