//! A store sheet without a column that M3 needs: one finding, which holds the stores of that sheet.

use std::collections::BTreeMap;
use std::fs;

use crate::job::{Job, findings, plan};
use crate::reading::gb18030;
use crate::synth::Faults;

const SHEET: &str = "门店信息表-华东.csv";

/// Gives one header of the sheet another text.
fn rename(job: &Job, header: &str, to: &str) {
    let path = job.input().join(SHEET);
    let bytes = fs::read(&path).expect("the sheet");
    let (text, _, _) = encoding_rs::GB18030.decode(&bytes);
    assert!(text.contains(header));
    assert!(
        !text.contains("直连"),
        "no store of it says that it is direct"
    );
    fs::write(path, gb18030(&text.replacen(header, to, 1))).expect("written");
}

/// Disposition, reasons and what M3 lacks, by store code.
fn plans(job: &Job, out: &str) -> BTreeMap<String, [String; 3]> {
    let told = |row: BTreeMap<String, String>| {
        let said = ["disposition", "reasons", "missing_m3"].map(|key| row[key].clone());
        (row["store_code"].clone(), said)
    };
    let row = |row: BTreeMap<String, String>| (row["file"] == SHEET).then(|| told(row));
    plan(&job.out(out)).into_iter().filter_map(row).collect()
}

#[test]
fn a_missing_column_is_one_finding_and_holds_its_stores() {
    let job = Job::new(120, 3, Faults::Count(0));
    job.run("before", &[]);
    rename(&job, "账户名称", "备用栏");
    job.run("after", &[]);
    let found = findings(&job.out("after"));
    let codes = |code: &str| found.iter().filter(|f| f["code"] == code).count();
    assert_eq!(
        [codes("SHT005"), codes("REQ001"), codes("BOD001")],
        [1, 0, 0]
    );
    let missing = found.iter().find(|f| f["code"] == "SHT005");
    let missing = missing.expect("counted above");
    assert_eq!(missing["blocks"], "M3");
    let (before, after) = (plans(&job, "before"), plans(&job, "after"));
    // All of them: that one is direct shows only in the bank statement.
    assert_eq!(after.values().filter(|p| p[0] == "direct").count(), 1);
    let said = format!("这张表没有：开户名；涉及 {} 家门店", after.len());
    assert_eq!(missing["message"], said.as_str());
    for (store, [disposition, ..]) in before {
        let expected = match disposition.as_str() {
            "direct" => ["direct", "", ""],
            _ => ["held", "SHT005", "card_name"],
        };
        assert_eq!(after[&store], expected, "{store}");
    }
}
