//! `.xlsb` workbooks ([MS-XLSB]) of one sheet `Sheet1`, record by record.

use super::xlsx::relation;
use super::zipped;

/// A record: type and length in seven bits a byte, content.
pub fn record(kind: u16, content: &[u8]) -> Vec<u8> {
    let mut bytes = match kind {
        0..0x80 => vec![kind as u8],
        _ => vec![kind as u8 | 0x80, (kind >> 7) as u8],
    };
    let mut length = content.len();
    while length >= 0x80 {
        bytes.push(length as u8 | 0x80);
        length >>= 7;
    }
    bytes.push(length as u8);
    bytes.extend(content);
    bytes
}

/// A record of numbers of four bytes, then bytes.
pub fn record_of(kind: u16, numbers: &[u32], rest: &[u8]) -> Vec<u8> {
    let mut content: Vec<u8> = numbers.iter().flat_map(|n| n.to_le_bytes()).collect();
    content.extend(rest);
    record(kind, &content)
}

/// Text behind its count of two-byte units.
pub fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    [&((units.len() / 2) as u32).to_le_bytes()[..], &units].concat()
}

/// The start of a row, from 0.
pub fn row(number: u32) -> Vec<u8> {
    record_of(0x00, &[number, 0, 0x0000_0100, 0, 0], &[])
}

/// A cell with text of its own, a number under a cell format, and a shared string.
pub fn text(column: u32, text: &str) -> Vec<u8> {
    record_of(0x06, &[column, 0], &wide(text))
}

pub fn number(column: u32, format: u32, value: f64) -> Vec<u8> {
    record_of(0x05, &[column, format], &value.to_le_bytes())
}

pub fn shared(column: u32, string: u32) -> Vec<u8> {
    record_of(0x07, &[column, 0, string], &[])
}

/// A workbook: its properties' first byte (1: dates since 1904), its sheet's state, number formats
/// (cell format 0 is General, n + 1 the nth of these), shared strings and rows.
pub struct Book {
    pub properties: u8,
    pub state: u32,
    pub formats: Vec<&'static str>,
    pub strings: Vec<&'static str>,
    pub rows: Vec<u8>,
}

impl Book {
    pub fn bytes(&self) -> Vec<u8> {
        let sheet = relation(1, "worksheet", "worksheets/sheet1.bin");
        let parts = [
            ("xl/workbook.bin", self.workbook()),
            (
                "xl/_rels/workbook.bin.rels",
                format!("<Relationships>{sheet}</Relationships>").into_bytes(),
            ),
            ("xl/styles.bin", self.styles()),
            ("xl/sharedStrings.bin", self.shared_strings()),
            ("xl/worksheets/sheet1.bin", self.sheet()),
        ];
        let parts: Vec<(&str, &[u8])> = parts
            .iter()
            .map(|(path, bytes)| (*path, &bytes[..]))
            .collect();
        zipped(&parts)
    }

    fn workbook(&self) -> Vec<u8> {
        let entry = [wide("rId1"), wide("Sheet1")].concat();
        [
            record(0x83, &[]),
            record_of(0x99, &[u32::from(self.properties), 0], &wide("")),
            record(0x8F, &[]),
            record_of(0x9C, &[self.state, 1], &entry),
            record(0x90, &[]),
            record(0x84, &[]),
        ]
        .concat()
    }

    fn styles(&self) -> Vec<u8> {
        let count = self.formats.len() as u32;
        let mut bytes = record_of(0x267, &[count], &[]);
        for (id, code) in (164u16..).zip(&self.formats) {
            bytes.extend(record(0x2C, &[&id.to_le_bytes()[..], &wide(code)].concat()));
        }
        bytes.extend(record(0x268, &[]));
        bytes.extend(record_of(0x269, &[count + 1], &[]));
        for id in std::iter::once(0).chain((164u32..).take(self.formats.len())) {
            bytes.extend(record_of(0x2F, &[id << 16, 0, 0, 0], &[]));
        }
        bytes.extend(record(0x26A, &[]));
        bytes
    }

    fn shared_strings(&self) -> Vec<u8> {
        let count = self.strings.len() as u32;
        let mut bytes = record_of(0x9F, &[count, count], &[]);
        for text in &self.strings {
            bytes.extend(record(0x13, &[&[0][..], &wide(text)].concat()));
        }
        bytes.extend(record(0xA0, &[]));
        bytes
    }

    fn sheet(&self) -> Vec<u8> {
        [
            record(0x81, &[]),
            record_of(0x94, &[0, 0, 0, 0], &[]),
            record(0x91, &[]),
            self.rows.clone(),
            record(0x92, &[]),
            record(0x82, &[]),
        ]
        .concat()
    }
}
