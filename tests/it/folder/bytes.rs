//! The bytes of the files of the folder: one store in every form a sheet can have.

use std::fs;
use std::path::Path;

use crate::reading::book::biff::{self, Version};
use crate::reading::book::{cfb, ods, xlsb, xlsx, zipped};
use crate::reading::gb18030;

pub const HEADER: [&str; 10] = [
    "门店编码",
    "门店名称",
    "接入方式",
    "省份",
    "城市",
    "区县",
    "详细地址",
    "公司名称",
    "营业执照号",
    "支付宝账号",
];

/// A store whose trades go directly to its own account: nothing more is asked of it.
pub fn store(number: usize) -> [String; 10] {
    [
        format!("S{number:03}"),
        format!("甲乙便利店第{number}店"),
        "直连".to_owned(),
        "浙江省".to_owned(),
        "杭州市".to_owned(),
        "西湖区".to_owned(),
        format!("文一路{number}号"),
        "杭州甲乙商贸有限公司".to_owned(),
        "91330106MA2H1ABC7U".to_owned(),
        "shop@example.com".to_owned(),
    ]
}

pub fn joined(cells: &[impl AsRef<str>], with: &str) -> String {
    let cells: Vec<&str> = cells.iter().map(AsRef::as_ref).collect();
    cells.join(with) + "\n"
}

/// The sheet of one store, its cells apart by `with`.
pub fn text(number: usize, with: &str) -> String {
    joined(&HEADER, with) + &joined(&store(number), with)
}

fn rows(number: usize) -> Vec<Vec<String>> {
    vec![HEADER.map(str::to_owned).to_vec(), store(number).to_vec()]
}

fn sheet_data(rows: &[Vec<String>]) -> String {
    let cells: Vec<Vec<&str>> = rows
        .iter()
        .map(|row| row.iter().map(String::as_str).collect())
        .collect();
    let rows: Vec<&[&str]> = cells.iter().map(Vec::as_slice).collect();
    xlsx::data(&rows)
}

pub fn new_workbook(number: usize) -> Vec<u8> {
    xlsx::book(sheet_data(&rows(number))).bytes()
}

pub fn old_workbook(number: usize, version: Version) -> Vec<u8> {
    let rows = rows(number);
    let width = HEADER.len() as u32;
    let (globals, cells) = match version {
        Version::Five => {
            let cell = |(row, column, text): (u16, u16, &str)| biff::label(row, column, text);
            let all = (0..).zip(&rows).flat_map(|(row, cells)| {
                (0..)
                    .zip(cells)
                    .map(move |(c, text)| (row, c, text.as_str()))
            });
            (vec![], all.map(cell).collect())
        }
        Version::Eight => {
            let strings: Vec<&str> = rows.iter().flatten().map(String::as_str).collect();
            let lines = vec![
                biff::labels(0, 0, 0..width),
                biff::labels(1, 0, width..2 * width),
            ];
            (vec![biff::shared(&strings)], lines)
        }
    };
    let stream = biff::stream(version, &globals, &[("门店", 0, cells)]);
    let name = match version {
        Version::Five => "Book",
        Version::Eight => "Workbook",
    };
    cfb::compound(name, &stream)
}

pub fn binary_workbook(number: usize) -> Vec<u8> {
    let line = |(at, cells): (u32, &Vec<String>)| {
        let cells = (0..)
            .zip(cells)
            .map(|(column, text)| xlsb::text(column, text));
        [xlsb::row(at), cells.collect::<Vec<_>>().concat()].concat()
    };
    let book = xlsb::Book {
        properties: 0,
        state: 0,
        formats: vec![],
        strings: vec![],
        rows: (0..)
            .zip(&rows(number))
            .map(line)
            .collect::<Vec<_>>()
            .concat(),
    };
    book.bytes()
}

pub fn open_document(number: usize) -> Vec<u8> {
    let row = |cells: &Vec<String>| {
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        ods::row(&cells)
    };
    ods::book(&ods::table(
        &rows(number).iter().map(row).collect::<String>(),
    ))
}

pub fn web_page(number: usize) -> Vec<u8> {
    let cell = |text: &String| format!("<td>{text}</td>");
    let row = |cells: &Vec<String>| {
        let cells: String = cells.iter().map(cell).collect();
        format!("<tr>{cells}</tr>")
    };
    let rows: String = rows(number).iter().map(row).collect();
    gb18030(&format!(
        "<html><head><meta charset=\"gb2312\"></head><body><table>{rows}</table></body></html>"
    ))
}

/// Two rows of header, the upper one over groups.
pub fn grouped_head(number: usize) -> Vec<u8> {
    let top = [
        "门店信息",
        "",
        "",
        "地址信息",
        "",
        "",
        "",
        "企业信息",
        "",
        "",
    ];
    let mut rows = rows(number);
    rows.insert(0, top.map(str::to_owned).to_vec());
    let merges = "<mergeCells><mergeCell ref=\"A1:C1\"/><mergeCell ref=\"D1:G1\"/><mergeCell ref=\"H1:J1\"/></mergeCells>";
    xlsx::book(sheet_data(&rows) + merges).bytes()
}

/// Two stores of one city: its cell is merged over both.
pub fn merged_cells(number: usize) -> Vec<u8> {
    let mut rows = rows(number);
    let mut below = store(number + 1).to_vec();
    below[4].clear();
    rows.push(below);
    let merges = "<mergeCells><mergeCell ref=\"E2:E3\"/></mergeCells>";
    xlsx::book(sheet_data(&rows) + merges).bytes()
}

pub fn hidden_sheet(number: usize) -> Vec<u8> {
    let mut book = xlsx::book(sheet_data(&rows(number)));
    let other = sheet_data(&rows(number + 1));
    book.sheets.push(("旧", "state=\"hidden\"", other));
    book.bytes()
}

pub fn utf16(text: &str, bytes_of: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let marked = format!("\u{FEFF}{text}");
    marked.encode_utf16().flat_map(bytes_of).collect()
}

/// An archive whose member names are GBK without the flag that would say UTF-8.
pub fn archive_of_gbk_names(first: usize) -> Vec<u8> {
    let members: [(&str, Vec<u8>); 2] = [
        ("AAAA.csv", text(first, ",").into_bytes()),
        ("BBBB.xlsx", new_workbook(first + 1)),
    ];
    let parts: Vec<(&str, &[u8])> = members.iter().map(|(name, b)| (*name, &b[..])).collect();
    let mut bytes = zipped(&parts);
    for (name, real) in [("AAAA", "门店"), ("BBBB", "分店")] {
        let (name, real) = (name.as_bytes(), gb18030(real));
        let places: Vec<usize> = (0..bytes.len() - 4)
            .filter(|at| bytes[*at..].starts_with(name))
            .collect();
        assert_eq!(places.len(), 2, "once in the file, once in the directory");
        places
            .into_iter()
            .for_each(|at| bytes[at..at + 4].copy_from_slice(&real));
    }
    bytes
}

/// A member under a password: bit 0 of its flags, in the file and in the directory.
pub fn locked_archive() -> Vec<u8> {
    let mut bytes = zipped(&[("门店.csv", text(90, ",").as_bytes())]);
    for (signature, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let at = (0..bytes.len()).find(|at| bytes[*at..].starts_with(signature));
        bytes[at.expect("a header") + flags] |= 1;
    }
    bytes
}

/// An example of a layout, as the bank or Alipay writes it.
pub fn example(layout: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data/layouts")
        .join(layout);
    let read = |name: &str| fs::read_to_string(folder.join(name));
    match read("input.csv") {
        Ok(text) => text.into_bytes(),
        Err(_) => gb18030(&read("input.txt").expect("an example")),
    }
}
