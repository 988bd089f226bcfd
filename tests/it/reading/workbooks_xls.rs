//! `.xls` workbooks of both versions: exact cells out, and one finding out of each that lies.

use jinjian::model::{Field, Kind};

use super::book::biff::{
    Version, formats, label, labels, number, record, record_of, shared, stream,
};
use super::book::cfb::compound;
use super::workbooks::{FIELDS, HEADER, refusal_of};
use super::{Read, read};

const STRINGS: &[&str] = &[
    "自用编码",
    "门店名称",
    "公司名称",
    "详细地址",
    "结算账号",
    "联行号",
    "打标时间",
    "甲店",
    "甲公司",
    "某路 1 号",
];

/// A header in row 1 and one store, most of it text, its numbers under formats of their own.
fn newer(globals: Vec<Vec<u8>>, more: Vec<Vec<u8>>) -> Vec<u8> {
    let mut all = vec![
        shared(STRINGS),
        formats(Version::Eight, 164, "000000000000", &[0, 164, 14]),
    ];
    all.extend(globals);
    let mut cells = vec![
        labels(0, 0, 0..7),
        number(1, 0, 0, 7.0),
        labels(1, 1, 7..10),
        number(1, 5, 1, 1_100_099_996.0),
        number(1, 6, 2, 43_530.0),
    ];
    cells.extend(more);
    stream(Version::Eight, &all, &[("门店", 0, cells)])
}

const SHOWN: &[Field] = &[
    Field::StoreCode,
    Field::StoreName,
    Field::Cnaps,
    Field::TaggedAt,
];

fn one_row(read: &Read) -> Vec<String> {
    let rows = read.rows(Kind::Stores, SHOWN);
    assert_eq!(rows.len(), 1);
    rows.into_iter().next().expect("one row")
}

#[test]
fn excel_97_with_formats_and_dates() {
    let row = ["2", "7", "甲店", "001100099996"];
    let short = read(&[("a.xls", &compound("Workbook", &newer(vec![], vec![])))]);
    assert_eq!(one_row(&short), [&row[..], &["2019-03-06"]].concat());
    assert_eq!(short.findings(), Vec::<String>::new());
    let since_1904 = newer(vec![record_of(0x0022, &[1], &[])], vec![]);
    let read_1904 = read(&[("a.xls", &compound("Workbook", &since_1904))]);
    assert_eq!(one_row(&read_1904), [&row[..], &["2023-03-07"]].concat());
    // Beyond 4096 bytes the stream stands in sectors of its own.
    let long = newer(vec![record(0x01AF, &[0; 5000])], vec![]);
    let long = read(&[("a.xls", &compound("Workbook", &long))]);
    assert_eq!(one_row(&long), [&row[..], &["2019-03-06"]].concat());
}

#[test]
fn the_code_page_of_the_writer_says_nothing_about_newer_strings() {
    let bytes = newer(vec![record_of(0x0042, &[936], &[])], vec![]);
    let read = read(&[("a.xls", &compound("Workbook", &bytes))]);
    assert_eq!(one_row(&read)[2], "甲店");
}

#[test]
fn excel_95_in_gbk_with_a_code_page_or_without() {
    let row = |row: u16, texts: &[&str]| -> Vec<u8> {
        let cells = (0..)
            .zip(texts)
            .map(|(column, text)| label(row, column, text));
        cells.collect::<Vec<_>>().concat()
    };
    let cells = vec![
        row(0, HEADER),
        row(1, &["s1", "镕店", "甲公司", "某路", "6222"]),
    ];
    for page in [
        vec![record_of(0x0042, &[936], &[])],
        vec![record_of(0x0042, &[0x8001], &[])],
        vec![],
    ] {
        let bytes = stream(Version::Five, &page, &[("门店", 0, cells.clone())]);
        for file in [compound("Book", &bytes), bytes] {
            let read = read(&[("a.xls", &file)]);
            assert_eq!(
                read.rows(Kind::Stores, FIELDS),
                [["2", "s1", "镕店", "某路", "6222"]]
            );
            assert_eq!(read.ingested.sources[0].sheet.as_deref(), Some("门店"));
        }
    }
}

#[test]
fn a_hidden_sheet_is_known_to_be_hidden() {
    let cells = vec![labels(0, 0, 0..7), labels(1, 0, 7..9)];
    let sheets = [("甲", 0, cells.clone()), ("乙", 1, cells)];
    let bytes = stream(Version::Eight, &[shared(STRINGS)], &sheets);
    let read = read(&[("a.xls", &compound("Workbook", &bytes))]);
    let hidden: Vec<bool> = read.ingested.files[0]
        .sheets
        .iter()
        .map(|s| s.hidden)
        .collect();
    assert_eq!(hidden, [false, true]);
    assert_eq!(read.table(Kind::Stores).len(), 2);
}

#[test]
fn a_span_that_lies_is_not_believed() {
    let span = [0, u32::MAX, 0xFFFF_0000, 0].map(u32::to_le_bytes).concat();
    let bytes = newer(vec![], vec![record(0x0200, &span[..14])]);
    let read = read(&[("a.xls", &compound("Workbook", &bytes))]);
    assert_eq!(one_row(&read)[2], "甲店");
}

fn refusal(job: &str, file: &[u8]) -> String {
    refusal_of(job, "a.xls", file)
}

#[test]
fn a_far_cell_is_read_while_its_rectangle_is_small_enough() {
    let far = newer(vec![], vec![number(65_535, 0, 0, 9.0)]);
    let read = read(&[("a.xls", &compound("Workbook", &far))]);
    assert_eq!(
        read.rows(Kind::Stores, &[Field::StoreCode])[1],
        ["65536", "9"]
    );
    let corner = newer(vec![], vec![number(65_535, 65_535, 0, 9.0)]);
    assert_eq!(
        refusal("", &compound("Workbook", &corner)),
        "FIL006 a.xls \"\" → more than cells allows: the limit is 20000000, this file has 4294967296"
    );
}

#[test]
fn one_long_string_in_many_cells_is_refused() {
    let long = "长".repeat(4000);
    let cells = (0..300).map(|row| labels(row, 0, 0..1)).collect();
    let bytes = stream(Version::Eight, &[shared(&[&long])], &[("甲", 0, cells)]);
    assert_eq!(
        refusal("[limits]\nunpacked_mb = 2\n", &compound("Workbook", &bytes)),
        "FIL006 a.xls \"\" → more than unpacked_mb allows: the limit is 2, this file has 3"
    );
}

#[test]
fn protected_and_damaged_ones_are_refused() {
    let locked = newer(vec![record_of(0x002F, &[1], &[0; 52])], vec![]);
    assert!(refusal("", &compound("Workbook", &locked)).starts_with("FIL002 a.xls"));
    assert!(refusal("", &compound("EncryptedPackage", &[0; 5000])).starts_with("FIL002 a.xls"));
    let whole = compound("Workbook", &newer(vec![], vec![]));
    for length in [20, 600, 1600, 2200] {
        let refused = refusal("", &whole[..length]);
        assert!(refused.starts_with("FIL003 a.xls"), "{length}: {refused}");
    }
    // The table of sectors stands behind the header: its directory, sector 1, now follows itself.
    let mut circle = whole;
    circle[512 + 4..512 + 8].copy_from_slice(&1u32.to_le_bytes());
    let refused = refusal("", &circle);
    assert!(
        refused.contains("the table of sectors is damaged"),
        "{refused}"
    );
}
