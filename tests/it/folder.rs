//! One folder as it lies on somebody's desk: forty-odd files of every kind, inspected and run in one
//! go. Each is accounted for: read, read with findings, or refused with its reason.

mod bytes;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::job::{findings, jinjian, manifest};
use crate::reading::book::biff::Version;
use crate::reading::book::{cfb, zipped};
use crate::reading::gb18030;
use bytes::{
    HEADER, archive_of_gbk_names, binary_workbook, example, grouped_head, hidden_sheet, joined,
    locked_archive, merged_cells, new_workbook, old_workbook, open_document, store, text, utf16,
    web_page,
};

/// Bytes of a file, and what must become of it: its status in the manifest, its format, its rows, and
/// the codes of what was said of it.
struct Case {
    path: String,
    bytes: Vec<u8>,
    status: &'static str,
    format: &'static str,
    rows: u64,
    codes: &'static [&'static str],
}

fn case(
    path: &str,
    bytes: impl Into<Vec<u8>>,
    (format, rows): (&'static str, u64),
    (status, codes): (&'static str, &'static [&'static str]),
) -> Case {
    Case {
        path: path.to_owned(),
        bytes: bytes.into(),
        status,
        format,
        rows,
        codes,
    }
}

const READ: (&str, &[&str]) = ("read", &[]);

fn noted(codes: &'static [&'static str]) -> (&'static str, &'static [&'static str]) {
    ("read_with_findings", codes)
}

fn refused(code: &'static [&'static str; 1]) -> (&'static str, &'static [&'static str]) {
    ("refused", code)
}

fn workbooks() -> Vec<Case> {
    let locked = cfb::compound("EncryptedPackage", &[0; 5000]);
    let whole = new_workbook(91);
    vec![
        case("表格/门店01.xlsx", new_workbook(1), ("xlsx", 1), READ),
        case("表格/门店02.xlsm", new_workbook(2), ("xlsx", 1), READ),
        case(
            "表格/门店03-其实是xlsx.xls",
            new_workbook(3),
            ("xlsx", 1),
            READ,
        ),
        case(
            "表格/门店04.xls",
            old_workbook(4, Version::Eight),
            ("xls", 1),
            READ,
        ),
        case(
            "表格/门店05-Excel95.xls",
            old_workbook(5, Version::Five),
            ("xls", 1),
            READ,
        ),
        case("表格/门店06.xlsb", binary_workbook(6), ("xlsb", 1), READ),
        case("表格/门店07.ods", open_document(7), ("ods", 1), READ),
        case(
            "表格/门店08-两行表头.xlsx",
            grouped_head(8),
            ("xlsx", 1),
            READ,
        ),
        case(
            "表格/门店09-合并单元格.xlsx",
            merged_cells(9),
            ("xlsx", 2),
            noted(&["SHT007"]),
        ),
        case(
            "表格/门店11-隐藏工作表.xlsx",
            hidden_sheet(11),
            ("xlsx", 2),
            noted(&["SHT008"]),
        ),
        case(
            "表格/有密码.xlsx",
            locked,
            ("xlsx", 0),
            refused(&["FIL002"]),
        ),
        case(
            "表格/没下载完.xlsx",
            &whole[..whole.len() / 2],
            ("xlsx", 0),
            refused(&["FIL003"]),
        ),
    ]
}

fn texts() -> Vec<Case> {
    let extra = text(28, ",").replace(".com\n", ".com,多出来的\n");
    let example_row = joined(&HEADER, ",")
        + "示例：001,示例门店,直连,浙江省,杭州市,西湖区,某路1号,,,\n"
        + &joined(&store(29), ",")
        + "合计,1 家,,,,,,,,\n";
    let semicolons = text(26, ";");
    vec![
        case("文本/门店20.csv", text(20, ","), ("csv", 1), READ),
        case(
            "文本/门店21.csv",
            format!("\u{FEFF}{}", text(21, ",")),
            ("csv", 1),
            READ,
        ),
        case(
            "文本/门店22-GBK.csv",
            gb18030(&text(22, ",")),
            ("csv", 1),
            READ,
        ),
        case(
            "文本/门店23-UTF16.csv",
            utf16(&text(23, "\t"), u16::to_le_bytes),
            ("csv", 1),
            READ,
        ),
        case(
            "文本/门店24-UTF16.txt",
            utf16(&text(24, "\t"), u16::to_be_bytes),
            ("csv", 1),
            READ,
        ),
        case("文本/门店25.tsv", text(25, "\t"), ("csv", 1), READ),
        case("文本/门店26.csv", semicolons, ("csv", 1), READ),
        case("文本/门店27.csv", text(27, "|"), ("csv", 1), READ),
        case(
            "文本/门店28-多一格.csv",
            extra,
            ("csv", 1),
            noted(&["SHT011"]),
        ),
        case(
            "文本/门店29-示例和合计.csv",
            example_row,
            ("csv", 1),
            noted(&["SHT006", "SHT006"]),
        ),
        case("文本/门店30-其实是csv.xls", text(30, ","), ("csv", 1), READ),
        case(
            "文本/门店31-其实是网页.xls",
            web_page(31),
            ("html", 1),
            READ,
        ),
        case(
            "文本/说明.txt",
            "开店说明\n请填写门店信息表\n",
            ("csv", 0),
            noted(&["SHT001"]),
        ),
        case("文本/空.csv", "", ("", 0), refused(&["FIL001"])),
        case(
            "文本/引号没闭合.csv",
            "a,\"b\nc,d\n",
            ("csv", 0),
            refused(&["FIL004"]),
        ),
    ]
}

fn archives() -> Vec<Case> {
    let bills = zipped(&[
        (
            "20883002415588140156_20190305_业务明细(汇总).csv",
            &example("alipay-trade-summary"),
        ),
        (
            "20883002415588140156_20190305_业务明细.csv",
            &example("alipay-trade"),
        ),
    ]);
    vec![
        case("压缩/门店.zip", archive_of_gbk_names(40), ("zip", 0), READ),
        case("压缩/门店.zip/门店.csv", "", ("csv", 1), READ),
        case("压缩/门店.zip/分店.xlsx", "", ("xlsx", 1), READ),
        case("压缩/账单.zip", bills, ("zip", 0), READ),
        case(
            "压缩/账单.zip/20883002415588140156_20190305_业务明细(汇总).csv",
            "",
            ("csv", 2),
            READ,
        ),
        case(
            "压缩/账单.zip/20883002415588140156_20190305_业务明细.csv",
            "",
            ("csv", 4),
            noted(&["TRD002"]),
        ),
        case("压缩/加密.zip", locked_archive(), ("zip", 0), READ),
        case("压缩/加密.zip/门店.csv", "", ("", 0), refused(&["FIL002"])),
    ]
}

fn records() -> Vec<Case> {
    let merchants = "SMID,商户编号,商户全称,营业执照号,法人姓名,商户等级,状态\n";
    let alipay = "支付宝账号,PID,企业名称,账户状态\nshop@example.com,2088300241558814,杭州甲乙商贸有限公司,正常\n";
    let bank = "账号,户名,开户行,账户状态\n";
    let skus = "商家编码,商品名称,型号,规格,售价\nP1,甲饮料,瓶装,500ml,3.50\n";
    vec![
        case(
            "账单/账务明细.csv",
            example("alipay-fund"),
            ("csv", 5),
            READ,
        ),
        case(
            "账单/DETAILS.csv",
            example("unionpay-details"),
            ("csv", 3),
            noted(&["TRD002"]),
        ),
        case("流水/工行.csv", example("icbc-old"), ("csv", 3), READ),
        case("流水/建行.csv", example("ccb"), ("csv", 2), READ),
        case("流水/招行.csv", example("cmb"), ("csv", 2), READ),
        case(
            "流水/农行个人.csv",
            example("abc-personal"),
            ("csv", 3),
            READ,
        ),
        case(
            "登记/已进件商户.csv",
            merchants,
            ("csv", 0),
            noted(&["SHT013"]),
        ),
        case("登记/支付宝账户.csv", alipay, ("csv", 1), READ),
        case("登记/银行账户.csv", bank, ("csv", 0), noted(&["SHT013"])),
        case("登记/商品.csv", skus, ("csv", 1), READ),
    ]
}

fn others() -> Vec<Case> {
    let numbers = zipped(&[("Index/Document.iwa", b"x")]);
    let word = zipped(&[("[Content_Types].xml", b"x"), ("word/document.xml", b"x")]);
    vec![
        case(
            "其他/执照.pdf",
            "%PDF-1.7\n",
            ("pdf", 0),
            refused(&["SHT003"]),
        ),
        case(
            "其他/门头.jpg",
            b"\xFF\xD8\xFF\xE0",
            ("jpeg", 0),
            refused(&["SHT003"]),
        ),
        case(
            "其他/截图.png",
            b"\x89PNG\r\n\x1A\n",
            ("png", 0),
            refused(&["SHT003"]),
        ),
        case(
            "其他/门店.numbers",
            numbers,
            ("numbers", 0),
            refused(&["FIL009"]),
        ),
        case("其他/协议.docx", word, ("word", 0), refused(&["SHT003"])),
        case(
            "其他/资料.rar",
            b"Rar!\x1A\x07\x01\0",
            ("rar", 0),
            refused(&["FIL008"]),
        ),
    ]
}

/// What one file came to: status, format, rows, and the codes of what was said of it.
type Account = (String, String, u64, Vec<String>);

fn rows_of(file: &Value) -> u64 {
    let sheets = file["sheets"].as_array().into_iter().flatten();
    sheets.filter_map(|sheet| sheet["rows"].as_u64()).sum()
}

fn text_of(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Every file of the manifest.
fn accounts(out: &Path) -> BTreeMap<String, Account> {
    let said = findings(out);
    let account = |input: &Value| {
        let about = said.iter().filter(|f| f["file"] == input["path"]);
        let codes = about.map(|f| text_of(&f["code"])).collect();
        let [status, format] = ["status", "format"].map(|key| text_of(&input[key]));
        (
            text_of(&input["path"]),
            (status, format, rows_of(input), codes),
        )
    };
    let written = manifest(out);
    let inputs = written["inputs"].as_array().expect("inputs");
    inputs.iter().map(account).collect()
}

#[test]
fn every_file_of_a_mixed_folder_is_accounted_for() {
    let cases: Vec<Case> = [workbooks(), texts(), archives(), records(), others()]
        .into_iter()
        .flatten()
        .collect();
    let folder = tempfile::tempdir().expect("temporary folder");
    let input = folder.path().join("in");
    for case in cases.iter().filter(|case| !case.path.contains(".zip/")) {
        let path = input.join(&case.path);
        fs::create_dir_all(path.parent().expect("parent")).expect("folder");
        fs::write(path, &case.bytes).expect("file");
    }
    let out = folder.path().join("out");
    let mut run = jinjian();
    run.args(["run", "--as-of", "2026-11-23"]).arg(&input);
    let run = run
        .arg("--out")
        .arg(&out)
        .output()
        .expect("the binary runs");
    assert_eq!(run.status.code(), Some(1), "{run:?}");

    let expected: BTreeMap<String, Account> = cases
        .iter()
        .map(|case| {
            let codes = case.codes.iter().map(|code| code.to_string()).collect();
            let (status, format) = (case.status.to_owned(), case.format.to_owned());
            (case.path.clone(), (status, format, case.rows, codes))
        })
        .collect();
    let found = accounts(&out);
    let wrong: Vec<String> = expected
        .iter()
        .filter(|(path, account)| found.get(*path) != Some(account))
        .map(|(path, account)| format!("{path}: {:?}, not {account:?}", found.get(path)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(found.keys().eq(expected.keys()));

    // `inspect` says the same of each.
    let inspect = jinjian()
        .args(["inspect", "--format", "json"])
        .arg(&input)
        .output();
    let said: Value =
        serde_json::from_slice(&inspect.expect("the binary runs").stdout).expect("JSON");
    let files = said["files"].as_array().expect("files");
    let inspected: BTreeMap<String, (bool, String, u64)> = files
        .iter()
        .map(|file| {
            let refused = file["refused"].is_object();
            (
                text_of(&file["path"]),
                (refused, text_of(&file["format"]), rows_of(file)),
            )
        })
        .collect();
    let run: BTreeMap<String, (bool, String, u64)> = found
        .into_iter()
        .map(|(path, (status, format, rows, _))| (path, (status == "refused", format, rows)))
        .collect();
    assert_eq!(inspected, run);
}
