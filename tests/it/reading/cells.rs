//! Cells that are not what they seem: merged, hidden, or a formula without a value.

use jinjian::model::{CellKind, Field, Kind};

use super::book::xlsx::{book, data};
use super::workbooks::{FIELDS, HEADER, beside_a_good_one};
use super::{Read, read, read_with};

/// A workbook whose rows are followed by `after` and preceded by `before`.
fn sheet(before: &str, rows: &[&[&str]], after: &str) -> Vec<u8> {
    book(format!("{before}{}{after}", data(rows))).bytes()
}

fn hide(xml: String, rows: &[u32]) -> String {
    let mut number = 0;
    let mut parts = xml.split("<row>");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        number += 1;
        let hidden = if rows.contains(&number) {
            " hidden=\"1\""
        } else {
            ""
        };
        out.push_str(&format!("<row{hidden}>{part}"));
    }
    out
}

fn under(job: &str, bytes: &[u8]) -> Read {
    read_with(job, &[("a.xlsx", bytes)]).expect("something is read")
}

#[test]
fn merged_cells_are_carried_down_their_first_column_and_no_further() {
    let rows: &[&[&str]] = &[
        HEADER,
        &["s1", "甲店", "甲公司", "某路 1 号", "6222"],
        &["s2", "乙店", "", "", ""],
        &["s3", "丙店", "丙公司", "", ""],
        &["", "", "", "", ""],
        &["s4", "丁店", "", "", ""],
    ];
    let merges = "<mergeCells><mergeCell ref=\"C2:D5\"/><mergeCell ref=\"E2:E3\"/><mergeCell ref=\"A1:A2\"/>\
                  <mergeCell ref=\"B6:C6\"/></mergeCells>";
    let read = read(&[("a.xlsx", &sheet("", rows, merges))]);
    let fields = [
        Field::StoreCode,
        Field::MerchantName,
        Field::Address,
        Field::CardNo,
    ];
    assert_eq!(
        read.rows(Kind::Stores, &fields),
        [
            ["2", "s1", "甲公司", "某路 1 号", "6222"],
            ["3", "s2", "甲公司", "", "6222"],
            ["4", "s3", "丙公司", "", ""],
            ["6", "s4", "", "", ""],
        ]
    );
    let kinds: Vec<CellKind> = (0..4)
        .map(|row| read.table(Kind::Stores).cell_kind(row, Field::MerchantName))
        .collect();
    let expected = [
        CellKind::Text,
        CellKind::Carried,
        CellKind::Text,
        CellKind::Blank,
    ];
    assert_eq!(kinds, expected);
    let told = |cell, found, range| {
        format!(
            "SHT007 a.xlsx›Sheet1!{cell} {found:?} → the value of the merged range {range} stands in its first \
             cell only; it was used for every row of the range"
        )
    };
    assert_eq!(
        read.findings(),
        [told("C2", "甲公司", "C2:D5"), told("E2", "6222", "E2:E3")]
    );
}

#[test]
fn damage_is_carried_as_damage() {
    let rows = "<sheetData><row>".to_owned()
        + &HEADER
            .iter()
            .map(|h| format!("<c t=\"str\"><v>{h}</v></c>"))
            .collect::<String>()
        + "</row><row><c t=\"str\"><v>s1</v></c><c/><c t=\"e\"><v>#N/A</v></c><c/><c><v>6222000000000000000</v></c></row>\
           <row><c t=\"str\"><v>s2</v></c></row></sheetData>\
           <mergeCells><mergeCell ref=\"C2:C3\"/><mergeCell ref=\"E2:E3\"/></mergeCells>";
    let read = read(&[("a.xlsx", &book(rows).bytes())]);
    let table = read.table(Kind::Stores);
    assert_eq!(table.original(1, Field::MerchantName), "#N/A");
    assert_eq!(table.cell_kind(1, Field::MerchantName), CellKind::Error);
    assert_eq!(table.original(1, Field::CardNo), "6222000000000000000");
    assert_eq!(table.cell_kind(1, Field::CardNo), CellKind::Number);
}

#[test]
fn a_range_whose_first_row_is_blank_carries_nothing() {
    let rows: &[&[&str]] = &[HEADER, &[], &["s2", "乙店"], &["s3", "丙店"]];
    let merges = "<mergeCells><mergeCell ref=\"C2:C4\"/></mergeCells>";
    let read = read(&[("a.xlsx", &sheet("", rows, merges))]);
    assert_eq!(
        read.rows(Kind::Stores, &[Field::StoreCode, Field::MerchantName]),
        [["3", "s2", ""], ["4", "s3", ""]]
    );
    assert_eq!(read.findings(), Vec::<String>::new());
}

const STORES: &[&[&str]] = &[
    HEADER,
    &["s1", "甲店", "甲公司", "某路 1 号", "1"],
    &["s2", "乙店", "乙公司", "某路 2 号", "2"],
    &["s3", "丙店", "丙公司", "某路 3 号", "3"],
    &["s4", "丁店", "丁公司", "某路 4 号", "4"],
    &["s5", "戊店", "戊公司", "某路 5 号", "5"],
];

#[test]
fn hidden_rows_are_read_unless_the_job_leaves_them_out() {
    let bytes = book(hide(data(STORES), &[1, 2, 3, 5])).bytes();
    let codes = |read: &Read| -> Vec<String> {
        let rows = read.rows(Kind::Stores, &[Field::StoreCode]);
        rows.into_iter().map(|row| row[1].clone()).collect()
    };
    let all = under("", &bytes);
    assert_eq!(codes(&all), ["s1", "s2", "s3", "s4", "s5"]);
    assert_eq!(all.ingested.files[0].sheets[0].left_out, 0);
    assert_eq!(
        all.findings(),
        ["SHT008 a.xlsx›Sheet1!2 \"\" → hidden rows 2–3, 5 (3): read like the rest"]
    );
    let visible = under("[reading]\nhidden_rows = \"leave_out\"\n", &bytes);
    assert_eq!(codes(&visible), ["s3", "s5"]);
    let sheet = &visible.ingested.files[0].sheets[0];
    assert_eq!((sheet.rows, sheet.left_out), (2, 3));
    assert_eq!(
        visible.findings(),
        [
            "SHT008 a.xlsx›Sheet1!2 \"\" → hidden rows 2–3, 5 (3): left out, as [reading] in the job file says"
        ]
    );
}

#[test]
fn hidden_columns_are_read_unless_the_job_leaves_them_out() {
    let columns = "<cols><col min=\"3\" max=\"3\" hidden=\"1\"/><col min=\"6\" max=\"16384\" hidden=\"1\"/></cols>";
    let bytes = sheet(columns, &STORES[..2], "");
    let all = under("", &bytes);
    let fields = [Field::StoreCode, Field::MerchantName, Field::CardNo];
    assert_eq!(
        all.rows(Kind::Stores, &fields),
        [["2", "s1", "甲公司", "1"]]
    );
    assert_eq!(
        all.findings(),
        ["SHT008 a.xlsx›Sheet1!C1 \"\" → hidden columns C: read like the rest"]
    );
    let header: &[&str] = &[
        "自用编码",
        "门店名称",
        "公司名称",
        "详细地址",
        "结算账号",
        "联系人",
    ];
    let row: &[&str] = &["s1", "甲店", "甲公司", "某路 1 号", "1", "王明"];
    let bytes = sheet(
        "<cols><col min=\"3\" max=\"3\" hidden=\"1\"/></cols>",
        &[header, row],
        "",
    );
    let visible = under("[reading]\nhidden_columns = \"leave_out\"\n", &bytes);
    assert_eq!(visible.rows(Kind::Stores, &fields), [["2", "s1", "", "1"]]);
    assert!(
        visible
            .table(Kind::Stores)
            .column(Field::MerchantName)
            .is_none()
    );
    assert_eq!(
        visible.findings(),
        [
            "SHT008 a.xlsx›Sheet1!C1 \"\" → hidden columns C: left out, as [reading] in the job file says"
        ]
    );
}

#[test]
fn a_hidden_sheet_is_read_unless_the_job_leaves_it_out() {
    let mut workbook = book(data(&STORES[..2]));
    workbook.sheets[0].1 = "state=\"veryHidden\"";
    let all = under("", &workbook.bytes());
    assert_eq!(all.table(Kind::Stores).len(), 1);
    assert_eq!(
        all.findings(),
        ["SHT008 a.xlsx›Sheet1 \"\" → hidden sheet: read like the rest"]
    );
    let job = "[reading]\nhidden_sheets = \"leave_out\"\n";
    let visible = beside_a_good_one(job, "a.xlsx", &workbook.bytes());
    assert_eq!(visible.rows(Kind::Stores, &FIELDS[..1]), [["2", "g1"]]);
    assert_eq!(visible.ingested.files[0].sheets[0].kind, None);
    assert_eq!(
        visible.findings(),
        ["SHT008 a.xlsx›Sheet1 \"\" → hidden sheet: left out, as [reading] in the job file says"]
    );
}

#[test]
fn a_formula_without_a_value_is_neither_blank_nor_a_value() {
    let header: String = HEADER
        .iter()
        .map(|h| format!("<c t=\"str\"><v>{h}</v></c>"))
        .collect();
    let rows = format!(
        "<sheetData><row>{header}</row><row><c t=\"str\"><v>s1</v></c><c><f>B9</f></c><c><f>B9</f><v></v></c>\
         <c t=\"str\"><f>\"\"</f><v></v></c><c><f>1+1</f><v>2</v></c></row>\
         <row/><row><c r=\"C4\"><f>B9</f><v/></c></row></sheetData>"
    );
    let read = read(&[("a.xlsx", &book(rows).bytes())]);
    let fields = [
        Field::StoreCode,
        Field::StoreName,
        Field::MerchantName,
        Field::Address,
        Field::CardNo,
    ];
    assert_eq!(
        read.rows(Kind::Stores, &fields),
        [["2", "s1", "=", "=", "", "2"], ["4", "", "", "=", "", ""]]
    );
    let table = read.table(Kind::Stores);
    assert_eq!(table.cell_kind(0, Field::StoreName), CellKind::Error);
    assert_eq!(table.cell_kind(0, Field::Address), CellKind::Blank);
    assert_eq!(table.cell_kind(1, Field::MerchantName), CellKind::Error);
}
