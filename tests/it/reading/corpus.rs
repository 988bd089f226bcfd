//! Broken files of every format: each is cut short, has single bytes changed and its lengths blown up, and
//! must come to an answer every time. No part of our own code may panic; what a library does with
//! such a file is caught and named.

use std::io::{Cursor, Read};

use ::zip::ZipArchive;
use jinjian::config::{Job, Layouts};
use jinjian::ingest::{self, ReadOptions};
use jinjian::model::Ingested;

use super::book::biff::{Version, formats, labels, number, shared, stream};
use super::book::cfb::compound;
use super::book::zipped;
use super::book::{ods, xlsb, xlsx};
use super::gb18030;

const HEADER: [&str; 5] = ["自用编码", "门店名称", "公司名称", "详细地址", "结算账号"];
const STORE: [&str; 5] = ["s1", "甲店", "甲公司", "某路 1 号", "6222"];

const BILL: &str = "#支付宝业务明细查询\n#账号：[20883002415588140156]\n\
    支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,订单金额（元）,商家实收（元）,备注\n\
    1\t,o1\t,交易,x,2026-11-19 10:00:00,2026-11-19 10:00:01,s1,甲店,10.00,9.90,\n\
    #交易合计：1笔，商家实收共9.90元，商家优惠共0.00元\n";

/// Small settings, so that a lie about a size is refused rather than believed for long.
const JOB: &str = "[limits]\nunpacked_mb = 16\nstrings_mb = 16\ntext_mb = 16\ncells = 100000\n";

fn text() -> String {
    format!("{}\n{}\n", HEADER.join(","), STORE.join(","))
}

fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let marked = format!("\u{FEFF}{}", text.replace(',', "\t"));
    marked.encode_utf16().flat_map(unit).collect()
}

/// A page of a table of rows, and SpreadsheetML of the same.
fn page() -> String {
    let row = |cells: [&str; 5]| format!("<tr><td colspan=1>{}</tr>", cells.join("<td rowspan=1>"));
    format!(
        "<html><meta charset=utf-8><table>{}{}</table></html>",
        row(HEADER),
        row(STORE)
    )
}

fn xml() -> String {
    let cell = |text: &str| format!("<Cell><Data ss:Type=\"String\">{text}</Data></Cell>");
    let row = |cells: [&str; 5]| {
        let cells: String = cells.into_iter().map(cell).collect();
        format!("<Row ss:Index=\"1\" ss:Span=\"0\">{cells}</Row>")
    };
    format!(
        "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">\
         <Worksheet ss:Name=\"a\"><Table>{}{}</Table></Worksheet></Workbook>",
        row(HEADER),
        row(STORE)
    )
}

fn xls() -> Vec<u8> {
    let strings: Vec<&str> = HEADER.into_iter().chain(STORE).collect();
    let globals = [
        shared(&strings),
        formats(Version::Eight, 164, "0000", &[0, 164]),
    ];
    let cells = vec![labels(0, 0, 0..5), labels(1, 0, 5..9), number(1, 4, 1, 7.0)];
    compound(
        "Workbook",
        &stream(Version::Eight, &globals, &[("门店", 0, cells)]),
    )
}

fn binary() -> Vec<u8> {
    let texts = |texts: [&str; 5]| -> Vec<u8> {
        let cells = (0..).zip(texts);
        cells
            .flat_map(|(column, text)| xlsb::text(column, text))
            .collect()
    };
    let book = xlsb::Book {
        properties: 0,
        state: 0,
        formats: vec!["0000"],
        strings: vec!["a"],
        rows: [
            xlsb::row(0),
            texts(HEADER),
            xlsb::row(1),
            texts(STORE),
            xlsb::number(5, 1, 7.0),
            xlsb::shared(6, 0),
        ]
        .concat(),
    };
    book.bytes()
}

/// One small file of every format.
fn small() -> Vec<(&'static str, Vec<u8>)> {
    let text = text();
    let inner = zipped(&[("门店.csv", text.as_bytes())]);
    let open_document = ods::table(&(ods::row(&HEADER) + &ods::row(&STORE)));
    vec![
        ("empty.csv", Vec::new()),
        ("utf8.csv", text.clone().into_bytes()),
        ("gb18030.csv", gb18030(&text)),
        ("utf16le.csv", utf16(&text, u16::to_le_bytes)),
        ("utf16be.csv", utf16(&text, u16::to_be_bytes)),
        ("bill.csv", gb18030(BILL)),
        ("page.xls", page().into_bytes()),
        ("workbook.xml", xml().into_bytes()),
        (
            "book.xlsx",
            xlsx::book(xlsx::data(&[&HEADER, &STORE])).bytes(),
        ),
        ("book.xls", xls()),
        ("book.xlsb", binary()),
        ("book.ods", ods::book(&open_document)),
        (
            "nested.zip",
            zipped(&[("inner.zip", &inner), ("a.csv", text.as_bytes())]),
        ),
        ("plain.zip", inner),
    ]
}

/// The files of the sample job.
fn samples() -> Vec<(String, Vec<u8>)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let entries = std::fs::read_dir(folder).expect("the samples");
    let mut files: Vec<(String, Vec<u8>)> = entries
        .map(|entry| entry.expect("a sample").path())
        .filter(|path| path.is_file())
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy();
            (name.into_owned(), std::fs::read(&path).expect("its bytes"))
        })
        .collect();
    files.sort();
    files
}

/// The next number of a small generator; the same seed breaks the same bytes.
fn next(state: &mut u64) -> usize {
    *state = state
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) as usize
}

/// A file cut short at places spread over its length.
fn cuts(bytes: &[u8], count: usize) -> impl Iterator<Item = Vec<u8>> + '_ {
    (0..count).map(move |at| bytes[..bytes.len() * at / count].to_vec())
}

/// A file with one byte changed, in one bit or altogether.
fn flips(bytes: &[u8], count: usize, mut state: u64) -> impl Iterator<Item = Vec<u8>> + '_ {
    (0..count).filter(|_| !bytes.is_empty()).map(move |_| {
        let mut broken = bytes.to_vec();
        let at = next(&mut state) % broken.len();
        broken[at] ^= match next(&mut state) % 4 {
            0 => 0xFF,
            _ => 1 << (next(&mut state) % 8),
        };
        broken
    })
}

/// A file in which two or four bytes claim the most they can, as a length blown up does.
fn lies(bytes: &[u8], count: usize, mut state: u64) -> impl Iterator<Item = Vec<u8>> + '_ {
    (0..count).filter(|_| bytes.len() > 4).map(move |_| {
        let mut broken = bytes.to_vec();
        let width = [2, 4][next(&mut state) % 2];
        let at = next(&mut state) % (broken.len() - width);
        broken[at..at + width].fill(0xFF);
        // A length with a sign stays positive.
        if next(&mut state).is_multiple_of(2) {
            broken[at + width - 1] = 0x7F;
        }
        broken
    })
}

/// A zipped workbook with one part broken and the rest as it is, its checksums right.
fn broken_parts(bytes: &[u8], seed: u64) -> Vec<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).expect("a part");
        let mut content = Vec::new();
        part.read_to_end(&mut content).expect("its content");
        parts.push((part.name().expect("its name").into_owned(), content));
    }
    let mut broken = Vec::new();
    for at in 0..parts.len() {
        let whole = parts[at].1.clone();
        let each = cuts(&whole, 8)
            .chain(flips(&whole, 30, seed))
            .chain(lies(&whole, 15, seed));
        for content in each {
            parts[at].1 = content;
            let members: Vec<(&str, &[u8])> = parts.iter().map(|(n, c)| (&n[..], &c[..])).collect();
            broken.push(zipped(&members));
        }
        parts[at].1 = whole;
    }
    broken
}

struct Reader {
    layouts: Layouts,
    job: Job,
}

impl Reader {
    fn new() -> Reader {
        Reader {
            layouts: Layouts::load(None).expect("built-in layouts"),
            job: Job::parse("jinjian.toml", JOB).expect("a sound job file"),
        }
    }

    fn read(&self, name: &str, bytes: &[u8]) -> Ingested {
        let options = ReadOptions {
            layouts: &self.layouts.sheets,
            job: &self.job,
            progress: &|_| {},
            selection: None,
        };
        ingest::read_bytes(name, bytes, &options)
    }

    /// Reads a broken file: it comes to an answer, and no panic of our own led there.
    fn answer(&self, name: &str, bytes: &[u8]) -> usize {
        let read = self.read(name, bytes);
        assert!(!read.files.is_empty(), "{name}: no answer");
        let refused = read.files.iter().filter_map(|f| f.refused.as_ref());
        let reasons: Vec<String> = refused.map(|finding| finding.args.join(" ")).collect();
        for reason in &reasons {
            assert!(!reason.contains("jinjian gave up"), "{name}: {reason}");
        }
        reasons.len()
    }
}

#[test]
fn every_small_file_is_read_while_it_is_whole() {
    let reader = Reader::new();
    for (name, bytes) in small() {
        let read = reader.read(name, &bytes);
        let rows = match name {
            "empty.csv" | "bill.csv" => 0,
            "nested.zip" => 2,
            _ => 1,
        };
        assert_eq!(read.tables.stores.len(), rows, "{name}");
        assert_eq!(read.bills.len(), usize::from(name == "bill.csv"), "{name}");
    }
}

#[test]
fn broken_files_of_every_format_come_to_an_answer() {
    let reader = Reader::new();
    let mut refused = 0;
    for (seed, (name, bytes)) in (1..).zip(small()) {
        let broken = cuts(&bytes, 40)
            .chain(flips(&bytes, 150, seed))
            .chain(lies(&bytes, 60, seed));
        refused += broken.map(|b| reader.answer(name, &b)).sum::<usize>();
    }
    // Otherwise nothing was broken.
    assert!(refused > 500, "{refused}");
}

#[test]
fn workbooks_with_a_broken_part_come_to_an_answer() {
    let reader = Reader::new();
    let mut refused = 0;
    for (seed, (name, bytes)) in (1..).zip(small()) {
        if bytes.starts_with(b"PK") {
            let broken = broken_parts(&bytes, seed);
            refused += broken.iter().map(|b| reader.answer(name, b)).sum::<usize>();
        }
    }
    assert!(refused > 200, "{refused}");
}

#[test]
fn broken_samples_come_to_an_answer() {
    let reader = Reader::new();
    for (seed, (name, bytes)) in (1..).zip(samples()) {
        let broken = cuts(&bytes, 10)
            .chain(flips(&bytes, 16, seed))
            .chain(lies(&bytes, 6, seed));
        broken.for_each(|b| {
            reader.answer(&name, &b);
        });
    }
}
