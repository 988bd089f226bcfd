//! Workbooks of every format: exact cells out of sound ones, one finding out of each that lies.

use jinjian::model::{CellKind, Field, Kind, sentence};

use super::book::xlsx::{Book, book, data, relation};
use super::{Read, read, read_with};

pub const HEADER: &[&str] = &["自用编码", "门店名称", "公司名称", "详细地址", "结算账号"];
pub const FIELDS: &[Field] = &[
    Field::StoreCode,
    Field::StoreName,
    Field::Address,
    Field::CardNo,
];
const GOOD: &str = "自用编码,门店名称,公司名称,详细地址,结算账号\ng1,好店,好公司,某路 1 号,6222\n";

/// A workbook beside a sound file, under a job file.
pub fn beside_a_good_one(job: &str, name: &str, bytes: &[u8]) -> Read {
    let files = [(name, bytes), ("good.csv", GOOD.as_bytes())];
    let read = read_with(job, &files).expect("the good one is read");
    assert!(
        read.rows(Kind::Stores, FIELDS)
            .iter()
            .any(|row| row[1] == "g1")
    );
    read
}

/// The one finding about a file that is refused while the one beside it is read.
pub fn refusal_of(job: &str, name: &str, bytes: &[u8]) -> String {
    let read = beside_a_good_one(job, name, bytes);
    assert_eq!(read.table(Kind::Stores).len(), 1);
    assert!(read.ingested.files[0].refused.is_some());
    let findings = read.findings();
    assert_eq!(findings.len(), 1, "{findings:?}");
    findings.into_iter().next().expect("one finding")
}

fn refusal(job: &str, book: &Book) -> String {
    refusal_of(job, "a.xlsx", &book.bytes())
}

#[test]
fn a_plain_workbook_whatever_its_dimension_says() {
    let rows = data(&[HEADER, &["s1", "甲店", "甲公司", "某路 1 号", "6222"]]);
    for dimension in [
        "",
        "<dimension ref=\"A1\"/>",
        "<dimension ref=\"A1:XFD1048576\"/>",
    ] {
        let bytes = book(format!("{dimension}{rows}")).bytes();
        let read = read(&[("a.xlsx", &bytes)]);
        assert_eq!(
            read.rows(Kind::Stores, FIELDS),
            [["2", "s1", "甲店", "某路 1 号", "6222"]]
        );
        assert_eq!(read.findings(), Vec::<String>::new());
    }
}

#[test]
fn a_prefix_on_every_element_changes_nothing() {
    let xml = "<x:sheetData><x:row r=\"3\"><x:c r=\"B3\" t=\"inlineStr\"><x:is><x:t>自用编码</x:t></x:is></x:c>\
               <x:c r=\"C3\" t=\"str\"><x:v>门店名称</x:v></x:c><x:c r=\"D3\" t=\"str\"><x:v>详细地址</x:v></x:c><x:c r=\"E3\" t=\"str\"><x:v>公司名称</x:v></x:c><x:c r=\"F3\" t=\"str\"><x:v>结算账号</x:v></x:c></x:row>\
               <x:row r=\"7\"><x:c r=\"B7\" t=\"str\"><x:v>s1</x:v></x:c></x:row></x:sheetData>";
    let read = read(&[("a.xlsx", &book(xml).bytes())]);
    assert_eq!(read.rows(Kind::Stores, &[Field::StoreCode]), [["7", "s1"]]);
}

/// A header of numbers' columns, and the cells of one row: style and value of each.
fn numbers(header: &[&str], cells: &[(u32, &str)]) -> String {
    let cell = |(style, value): &(u32, &str)| format!("<c s=\"{style}\"><v>{value}</v></c>");
    let cells: String = cells.iter().map(cell).collect();
    data(&[header]).replace("</sheetData>", &format!("<row>{cells}</row></sheetData>"))
}

#[test]
fn zeros_in_front_come_from_the_number_format_alone() {
    let header = [
        "门店编码",
        "门店名称",
        "结算账号",
        "联行号",
        "MCC",
        "客服电话",
        "经营类目",
    ];
    let cells = [
        (3, "7"),
        (0, "12"),
        (0, "9007199254740993"),
        (1, "11100000011"),
        (2, "742"),
        (0, "57188888888"),
        (4, "742"),
    ];
    let formats = vec!["000000000000", "0000;-0000;0000", "0000.00", "#,##0"];
    let book = Book {
        formats: formats.clone(),
        ..book(numbers(&header, &cells))
    };
    let read = read(&[("a.xlsx", &book.bytes())]);
    let fields = [
        Field::StoreCode,
        Field::CardNo,
        Field::Cnaps,
        Field::Mcc,
        Field::ServicePhone,
        Field::CategoryId,
    ];
    let row = [
        "2",
        "7",
        "9007199254740992",
        "011100000011",
        "0742",
        "57188888888",
        "742",
    ];
    assert_eq!(read.rows(Kind::Stores, &fields), [row]);
    for field in fields {
        let kind = read.table(Kind::Stores).cell_kind(0, field);
        assert_eq!(kind, CellKind::Number, "{field:?}");
    }
    let item = ["商家编码", "商品名称", "型号", "规格", "条形码", "售价"];
    let cells = [
        (0, "1"),
        (0, "2"),
        (0, "3"),
        (0, "50"),
        (1, "690123456775"),
        (0, "12.5"),
    ];
    let items = Book {
        formats: vec!["0000000000000"],
        ..super::book::xlsx::book(numbers(&item, &cells))
    };
    let read = super::read(&[("a.xlsx", &items.bytes())]);
    assert_eq!(
        read.rows(Kind::Skus, &[Field::Barcode, Field::Price]),
        [["2", "0690123456775", "12.5"]]
    );
}

#[test]
fn dates_are_read_as_they_are_shown_in_both_calendars() {
    let header = [
        "门店编码",
        "门店名称",
        "详细地址",
        "结算账号",
        "打标时间",
        "营业执照到期日",
        "营业时间",
    ];
    let cells = |of: [&'static str; 3]| {
        let [tagged, expiry, time] = of;
        numbers(
            &header,
            &[
                (0, "1"),
                (0, "2"),
                (0, "3"),
                (0, "4"),
                (1, tagged),
                (2, expiry),
                (3, time),
            ],
        )
    };
    let read = |properties, xml| {
        let formats = vec!["yyyy-mm-dd hh:mm:ss", "yyyy\"年\"m\"月\"d\"日\"", "h:mm"];
        let formats = formats
            .into_iter()
            .map(|f: &str| f.replace('"', "&quot;").leak() as &str);
        let book = Book {
            formats: formats.collect(),
            properties,
            ..book(xml)
        };
        let fields = [
            Field::TaggedAt,
            Field::BusinessLicenseExpiry,
            Field::BusinessTime,
        ];
        super::read(&[("a.xlsx", &book.bytes())]).rows(Kind::Stores, &fields)
    };
    let moments = |properties| {
        [
            read(properties, cells(["43530.4309027778", "2958465", "0.375"])),
            read(properties, cells(["59", "61", "0.99998842592"])),
        ]
    };
    assert_eq!(
        moments(""),
        [
            [["2", "2019-03-06 10:20:30", "9999-12-31", "09:00:00"]],
            [["2", "1900-02-28", "1900-03-01", "23:59:59"]]
        ]
    );
    assert_eq!(
        read(
            "<workbookPr date1904=\"1\"/>",
            cells(["42068.4309027778", "0", "0.375"])
        ),
        [["2", "2019-03-06 10:20:30", "1904-01-01", "09:00:00"]]
    );
}

#[test]
fn one_cell_at_the_far_corner_costs_nothing() {
    let mut xml = data(&[HEADER, &["s1", "甲店"]]).replace("</sheetData>", "");
    xml.push_str("<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row></sheetData>");
    let read = read(&[("a.xlsx", &book(xml).bytes())]);
    assert_eq!(
        read.rows(Kind::Stores, FIELDS),
        [["2", "s1", "甲店", "", ""], ["1048576", "", "", "", ""]]
    );
}

#[test]
fn what_stands_below_the_cells_does_not_disturb_them() {
    let codes: Vec<String> = (0..20_000).map(|row| format!("s{row}")).collect();
    let rows: Vec<[&str; 2]> = codes.iter().map(|code| [code.as_str(), "甲店"]).collect();
    let mut all: Vec<&[&str]> = vec![HEADER];
    all.extend(rows.iter().map(|row| &row[..]));
    let xml = data(&all) + "<mergeCells><mergeCell ref=\"C2:C3\"/></mergeCells>";
    let read = read(&[("a.xlsx", &book(xml).bytes())]);
    let expected = (2..)
        .zip(&codes)
        .map(|(row, code): (u32, _)| [row.to_string(), code.clone()]);
    assert!(
        read.rows(Kind::Stores, &[Field::StoreCode])
            .into_iter()
            .eq(expected)
    );
    assert_eq!(read.ingested.files[0].sheets.len(), 1);
}

#[test]
fn a_million_empty_rows_are_passed_over() {
    let mut xml = data(&[HEADER]).replace("</sheetData>", "");
    xml.push_str(&"<row/>".repeat(1_000_000));
    xml.push_str("<row><c t=\"str\"><v>s1</v></c></row></sheetData>");
    let read = read(&[("a.xlsx", &book(xml).bytes())]);
    assert_eq!(
        read.rows(Kind::Stores, &[Field::StoreCode]),
        [["1000002", "s1"]]
    );
}

#[test]
fn a_bomb_is_refused_where_it_would_be_kept() {
    let zeros = vec![b'0'; 3 * 1024 * 1024];
    let rows = data(&[HEADER, &["s1", "甲店"]]);
    let limits = "[limits]\nunpacked_mb = 2\nstrings_mb = 1\n";
    let message = |key: &str, mb: u32| {
        format!(
            "FIL006 a.xlsx \"\" → more than {key} allows: the limit is {mb}, this file has {}",
            mb + 1
        )
    };
    let strings = Book {
        parts: vec![(
            "xl/sharedStrings.xml",
            [b"<sst>".as_slice(), &zeros].concat(),
        )],
        ..book(rows.clone())
    };
    assert_eq!(refusal(limits, &strings), message("strings_mb", 1));
    let styles = Book {
        parts: vec![("xl/styles.xml", zeros.clone())],
        ..book(rows.clone())
    };
    assert_eq!(refusal(limits, &styles), message("unpacked_mb", 2));
    let sheet = book(rows + &String::from_utf8_lossy(&zeros));
    assert_eq!(refusal(limits, &sheet), message("unpacked_mb", 2));
}

#[test]
fn strings_and_sheets_together_keep_to_the_limit() {
    let filler = " ".repeat(1_200_000);
    let book = Book {
        parts: vec![(
            "xl/sharedStrings.xml",
            format!("<sst>{filler}</sst>").into_bytes(),
        )],
        ..book(data(&[HEADER, &["s1", "甲店"]]) + &filler)
    };
    let limits = "[limits]\nunpacked_mb = 2\n";
    assert!(
        refusal(limits, &book).starts_with("FIL006 a.xlsx \"\" → more than unpacked_mb allows")
    );
    let read = beside_a_good_one("[limits]\nunpacked_mb = 3\n", "a.xlsx", &book.bytes());
    assert_eq!(read.table(Kind::Stores).len(), 2);
}

#[test]
fn more_cells_than_allowed_are_refused() {
    let book = book(data(&[HEADER, &["s1", "甲店", "甲公司", "某路", "6222"]]));
    assert_eq!(
        refusal("[limits]\ncells = 9\n", &book),
        "FIL006 a.xlsx \"\" → more than cells allows: the limit is 9, this file has 10"
    );
    assert_eq!(
        beside_a_good_one("[limits]\ncells = 10\n", "a.xlsx", &book.bytes())
            .table(Kind::Stores)
            .len(),
        2
    );
}

#[test]
fn a_count_of_strings_that_lies_is_refused() {
    let shared = "<sst uniqueCount=\"4000000000000\"><si><t>s1</t></si></sst>";
    let book = Book {
        parts: vec![("xl/sharedStrings.xml", shared.into())],
        ..book(data(&[HEADER]))
    };
    let refused = refusal("", &book);
    assert!(
        refused.contains("sharedStrings.xml declares 4000000000000 strings and holds 1"),
        "{refused}"
    );
}

#[test]
fn a_shared_string_that_is_not_there_is_refused() {
    let cell = "<row><c t=\"s\"><v>1</v></c></row></sheetData>";
    let book = Book {
        parts: vec![(
            "xl/sharedStrings.xml",
            "<sst><si><t>s1</t></si></sst>".into(),
        )],
        ..book(data(&[HEADER]).replace("</sheetData>", cell))
    };
    let refused = refusal("", &book);
    assert!(
        refused.starts_with("FIL003 a.xlsx")
            && refused.contains("Cell string index not found in shared strings table"),
        "{refused}"
    );
}

#[test]
fn parts_that_declare_a_smaller_size_are_refused() {
    let mut bytes = book(data(&[HEADER])).bytes();
    for (signature, size_at) in [(b"PK\x03\x04", 22), (b"PK\x01\x02", 24)] {
        let found = memchr::memmem::find_iter(&bytes, signature);
        for at in found.collect::<Vec<_>>() {
            bytes[at + size_at..at + size_at + 4].copy_from_slice(&10u32.to_le_bytes());
        }
    }
    let refused = beside_a_good_one("", "a.xlsx", &bytes).findings();
    assert!(
        refused.len() == 1
            && refused[0].starts_with("FIL003 a.xlsx")
            && refused[0].contains("File is larger than its declared uncompressed size"),
        "{refused:?}"
    );
}

#[test]
fn one_part_under_many_sheets_counts_each_time() {
    let filler = " ".repeat(1_200_000);
    let mut book = book(data(&[HEADER, &["s1", "甲店"]]) + &filler);
    let relation = relation(1, "worksheet", "worksheets/sheet1.xml");
    let entry = |n: u32| format!("<sheet name=\"s{n}\" sheetId=\"{n}\" r:id=\"rId1\"/>");
    let entries: String = (1..=3).map(entry).collect();
    book.parts = vec![
        (
            "xl/_rels/workbook.xml.rels",
            format!("<Relationships>{relation}</Relationships>").into(),
        ),
        (
            "xl/workbook.xml",
            format!("<workbook><sheets>{entries}</sheets></workbook>").into(),
        ),
    ];
    assert_eq!(
        refusal("[limits]\nunpacked_mb = 3\n", &book),
        "FIL006 a.xlsx \"\" → more than unpacked_mb allows: the limit is 3, this file has 4"
    );
}

#[test]
fn nesting_without_end_is_refused() {
    let book = book(format!("{}{}", "<a>".repeat(100_000), data(&[HEADER])));
    let refused = refusal("", &book);
    assert!(
        refused.contains("xl/worksheets/sheet1.xml: more than 256 elements within each other"),
        "{refused}"
    );
}

#[test]
fn relationships_that_lead_nowhere_are_refused() {
    let without = |part| Book {
        without: vec![part],
        ..book(data(&[HEADER]))
    };
    for (part, said) in [
        ("_rels/.rels", "_rels/.rels is missing"),
        (
            "xl/_rels/workbook.xml.rels",
            "xl/_rels/workbook.xml.rels is missing",
        ),
        ("xl/workbook.xml", "xl/workbook.xml is missing"),
        ("xl/worksheets/sheet1.xml", "Worksheet 'Sheet1' not found"),
    ] {
        let refused = refusal("", &without(part));
        assert!(
            refused.starts_with("FIL003 a.xlsx") && refused.contains(said),
            "{refused}"
        );
    }
    let related = |relation: String| Book {
        parts: vec![(
            "xl/_rels/workbook.xml.rels",
            format!("<Relationships>{relation}</Relationships>").into_bytes(),
        )],
        ..book(data(&[HEADER]))
    };
    let nothing = refusal(
        "",
        &related(relation(9, "worksheet", "worksheets/sheet1.xml")),
    );
    assert!(nothing.starts_with("FIL003 a.xlsx"), "{nothing}");
    let circle = Book {
        parts: vec![(
            "_rels/.rels",
            format!(
                "<Relationships>{}</Relationships>",
                relation(1, "officeDocument", "_rels/.rels")
            )
            .into(),
        )],
        ..book(data(&[HEADER]))
    };
    let circle = refusal("", &circle);
    assert!(
        circle.contains("_rels/_rels/.rels.rels is missing"),
        "{circle}"
    );
    let itself = refusal("", &related(relation(1, "worksheet", "workbook.xml")));
    assert!(itself.starts_with("FIL003 a.xlsx"), "{itself}");
}

#[test]
fn damage_is_told_in_plain_chinese() {
    let said = |bytes: &[u8]| {
        let read = beside_a_good_one("", "a.xlsx", bytes);
        let refused = &read.ingested.findings[0];
        sentence::fill(refused.rule.zh.message, &refused.args, "", "")
    };
    let bytes = book(data(&[HEADER, &["s1", "甲店"]])).bytes();
    assert_eq!(
        said(&bytes[..bytes.len() / 2]),
        "看起来是 .xlsx，但末尾的目录不见了，多半没有下载完，无法读取"
    );
    let mut wrong = bytes.clone();
    for (signature, crc_at) in [(b"PK\x03\x04", 14), (b"PK\x01\x02", 16)] {
        let found = memchr::memmem::find_iter(&bytes, signature);
        found.for_each(|at| wrong[at + crc_at] ^= 0x55);
    }
    assert_eq!(
        said(&wrong),
        "看起来是 .xlsx，但内容与校验值不符，传输或保存时坏了，无法读取"
    );
    let without = Book {
        without: vec!["xl/workbook.xml"],
        ..book(data(&[HEADER]))
    };
    assert_eq!(
        said(&without.bytes()),
        "看起来是 .xlsx，但里面缺了工作簿必需的部分，无法读取"
    );
    assert_eq!(
        said("填写说明".as_bytes()),
        "看起来是 .xlsx，但里面是普通文字，不是工作簿，无法读取"
    );
}

#[test]
fn a_workbook_cut_short_is_refused() {
    let bytes = book(data(&[HEADER, &["s1", "甲店"]])).bytes();
    for part in [1, 2, 3] {
        let read = beside_a_good_one("", "a.xlsx", &bytes[..bytes.len() * part / 4]);
        assert_eq!(read.codes(), ["FIL003"]);
    }
}
