//! `jinjian inspect`: what it says of files, for people and for machines.

use std::fs;

use rust_xlsxwriter::Workbook;
use serde_json::Value;

use crate::job::jinjian;

const STORES: &str = "门店资料\n\n*自用编码,门店名称（必填）,公司名称,详细地址,结算账号,备注3,序号\n\
    s1,甲店,甲公司,某路 1 号,6222,x,1\ns2,乙店,甲公司,某路 2 号,,,2\n";

/// Writes files into a folder and inspects them; exit code and standard output.
fn inspect(files: &[(&str, &[u8])], flags: &[&str]) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().expect("temporary folder");
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).expect("file");
    }
    let mut command = jinjian();
    command.current_dir(&folder).arg("inspect").args(flags);
    let output = command.output().expect("runs");
    let said = String::from_utf8(output.stdout).expect("UTF-8");
    (output.status.code(), said)
}

#[test]
fn a_sheet_for_people() {
    let (code, said) = inspect(&[("a.csv", STORES.as_bytes())], &["a.csv"]);
    let expected = "\
a.csv
  文件      csv · 186 B             UTF-8       分隔 ,
  识别为    门店信息表 · stores     依据：第 3 行表头，7 列中 6 列相符
  数据行    2
  列        *自用编码→store_code    门店名称（必填）→store_name         公司名称→merchant_name
            详细地址→address        结算账号→card_no
  用不到    序号
  未识别    「备注3」
";
    assert_eq!(code, Some(0));
    let cells = "  单元格    文本 9      空 1\n\n";
    assert!(said.starts_with(expected), "{said}");
    assert!(said.ends_with(cells), "{said}");
    let needed = "
  没有      联系人      联系人手机或联系人电话  省          市          区          开户名
            营业执照号或法人身份证号
            …另有 41 项（-v 全部列出）
  单元格";
    assert!(said.contains(needed), "{said}");
    assert!(!said.contains("联行号"), "not for M3: {said}");
    let (_, said) = inspect(&[("a.csv", STORES.as_bytes())], &["a.csv", "-v"]);
    assert!(said.contains("联行号"), "{said}");
}

#[test]
fn a_sheet_without_data() {
    let head = STORES.lines().take(3).collect::<Vec<_>>().join("\n");
    let files: [(&str, &[u8]); 2] = [("a.csv", head.as_bytes()), ("b.csv", b"\n\n")];
    let (_, said) = inspect(&files, &["."]);
    assert!(
        said.contains("\n  数据行    0           只有表头，下面没有数据行\n"),
        "{said}"
    );
    assert!(said.contains("\n  识别为    空表：没有内容\n"), "{said}");
    assert!(!said.contains("SHT013"), "said once: {said}");
}

#[test]
fn columns_nobody_reads_are_not_listed_without_end() {
    let head = "自用编码,门店名称,公司名称,详细地址,结算账号";
    let more: String = (0..40).map(|n| format!(",x{n}")).collect();
    let text = format!("{head}{more}\ns1,甲店,甲公司,某路 1 号,6222\n");
    let files = [("a.csv", text.as_bytes())];
    let (_, said) = inspect(&files, &["a.csv"]);
    assert!(
        said.contains("「x29」\n            …另有 10 项（-v 全部列出）\n"),
        "{said}"
    );
    let (_, said) = inspect(&files, &["a.csv", "-v"]);
    assert!(said.contains("「x39」") && !said.contains('…'), "{said}");
}

#[test]
fn a_sheet_for_machines() {
    let files: [(&str, &[u8]); 2] = [("a.csv", STORES.as_bytes()), ("b.csv", b"")];
    let (code, said) = inspect(&files, &[".", "--format", "json", "--lang", "en"]);
    // A file that cannot be read makes the exit code 1; the others are answered all the same.
    assert_eq!(code, Some(1));
    let answer: Value = serde_json::from_str(&said).expect("one JSON object");
    assert_eq!(answer["schema"], "jinjian.inspect/1");
    let sheet = &answer["files"][0]["sheets"][0];
    assert_eq!(sheet["kind"], "stores");
    assert_eq!(sheet["header_rows"], serde_json::json!([3, 3]));
    assert_eq!(sheet["rows"], 2);
    assert_eq!(sheet["columns"][0]["field"], "store_code");
    assert_eq!(sheet["columns"][5]["meaning"], "unknown");
    assert_eq!(sheet["cells"], serde_json::json!({"text": 9, "blank": 1}));
    let missing = sheet["missing"].as_array().expect("a list");
    assert!(missing.contains(&"cnaps".into()), "{missing:?}");
    let refused = &answer["files"][1]["refused"];
    assert_eq!(refused["code"], "FIL001");
    assert_eq!(refused["reason"], "the file is empty, not a single byte");
}

#[test]
fn the_readers_own_words_only_on_request() {
    let files: [(&str, &[u8]); 1] = [("a.xlsx", b"PK\x03\x04\0\0")];
    let (_, said) = inspect(&files, &["."]);
    let refused = "FIL003  看起来是 .zip，但末尾的目录不见了，多半没有下载完，无法读取\n";
    assert!(said.contains(refused) && !said.contains("EOCD"), "{said}");
    let (_, said) = inspect(&files, &[".", "-v"]);
    assert!(
        said.contains(refused) && said.contains("  原文      invalid Zip archive: "),
        "{said}"
    );
    let (_, said) = inspect(&files, &[".", "--lang", "en"]);
    assert!(said.contains("EOCD") && !said.contains("原文"), "{said}");
}

#[test]
fn the_remedy_names_the_limit_that_was_met() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..9 {
        sheet.write_string(row, 0, "自用编码").expect("a cell");
    }
    let book = book.save_to_buffer().expect("a workbook");
    let limits = b"[limits]\ncells = 5\n";
    let files: [(&str, &[u8]); 2] = [("a.xlsx", &book), ("jinjian.toml", limits)];
    let (_, said) = inspect(&files, &["."]);
    assert!(
        said.contains("在 jinjian.toml 的 [limits] 中调高 cells；"),
        "{said}"
    );
    let (_, said) = inspect(&files, &[".", "--format", "json", "--lang", "en"]);
    let answer: Value = serde_json::from_str(&said).expect("JSON");
    assert_eq!(
        answer["files"][0]["refused"]["remedy"],
        "if the file can be trusted, raise cells under [limits] in jinjian.toml; or split the file"
    );
}

#[test]
fn personal_data_stays_masked() {
    let text =
        "自用编码,门店名称,公司名称,法人姓名,详细地址,结算账号\ns1,甲店,甲公司,司马*光,某路,6222\n";
    let (_, said) = inspect(
        &[("a.csv", text.as_bytes())],
        &["a.csv", "--format", "json"],
    );
    assert!(
        said.contains("CHR001") && said.contains("\"司***\""),
        "{said}"
    );
    let (_, said) = inspect(
        &[("a.csv", text.as_bytes())],
        &["a.csv", "--format", "json", "--reveal"],
    );
    assert!(said.contains("\"司马*光\""), "{said}");
}

#[test]
fn a_file_that_is_not_there() {
    let (code, said) = inspect(&[], &["nowhere.csv"]);
    assert_eq!((code, said.as_str()), (Some(2), ""));
}
