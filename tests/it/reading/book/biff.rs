//! `.xls` streams ([MS-XLS]) record by record: BIFF8 with shared strings, BIFF5 with strings in a code
//! page.

use super::super::gb18030;

/// A record: type, length, content.
pub fn record(kind: u16, content: &[u8]) -> Vec<u8> {
    let mut bytes = kind.to_le_bytes().to_vec();
    bytes.extend((content.len() as u16).to_le_bytes());
    bytes.extend(content);
    bytes
}

/// A record that begins with numbers of two bytes.
pub fn record_of(kind: u16, numbers: &[u16], rest: &[u8]) -> Vec<u8> {
    let mut content: Vec<u8> = numbers.iter().flat_map(|n| n.to_le_bytes()).collect();
    content.extend(rest);
    record(kind, &content)
}

/// The version of the format.
#[derive(Clone, Copy, PartialEq)]
pub enum Version {
    Five,
    Eight,
}

/// A stream of global records and sheets: name, state (0 visible, 1 hidden), records.
pub fn stream(
    version: Version,
    globals: &[Vec<u8>],
    sheets: &[(&str, u8, Vec<Vec<u8>>)],
) -> Vec<u8> {
    let first = |kind: u16| match version {
        Version::Five => record_of(0x0809, &[0x0500, kind], &[0; 4]),
        Version::Eight => record_of(0x0809, &[0x0600, kind], &[0; 12]),
    };
    let end = record(0x000A, &[]);
    let bound = |name: &str, state: u8, at: u32| {
        let name = match version {
            Version::Five => {
                let name = gb18030(name);
                [&[name.len() as u8][..], &name].concat()
            }
            Version::Eight => {
                let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
                [&[(units.len() / 2) as u8, 1][..], &units].concat()
            }
        };
        record(
            0x0085,
            &[&at.to_le_bytes()[..], &[state, 0], &name].concat(),
        )
    };
    let bodies: Vec<Vec<u8>> = sheets
        .iter()
        .map(|(_, _, records)| [first(0x0010), records.concat(), end.clone()].concat())
        .collect();
    let head = [first(0x0005), globals.concat()].concat();
    let entries = sheets
        .iter()
        .map(|(name, state, _)| bound(name, *state, 0).len());
    let mut at = head.len() + entries.sum::<usize>() + end.len();
    let mut stream = head;
    for ((name, state, _), body) in sheets.iter().zip(&bodies) {
        stream.extend(bound(name, *state, at as u32));
        at += body.len();
    }
    stream.extend(end);
    stream.extend(bodies.concat());
    stream
}

/// The shared strings of a workbook.
pub fn shared(strings: &[&str]) -> Vec<u8> {
    let count = (strings.len() as u32).to_le_bytes();
    let mut content = [count, count].concat();
    for text in strings {
        let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        content.extend(((units.len() / 2) as u16).to_le_bytes());
        content.push(1);
        content.extend(units);
    }
    record(0x00FC, &content)
}

/// A number format under an id of its own, and cell formats that show it and others by id.
pub fn formats(version: Version, id: u16, code: &str, cells: &[u16]) -> Vec<u8> {
    let text = match version {
        Version::Five => [&[code.len() as u8][..], code.as_bytes()].concat(),
        Version::Eight => [
            &(code.len() as u16).to_le_bytes()[..],
            &[0],
            code.as_bytes(),
        ]
        .concat(),
    };
    let mut records = record_of(0x041E, &[id], &text);
    cells
        .iter()
        .for_each(|id| records.extend(record_of(0x00E0, &[0, *id], &[0; 16])));
    records
}

/// Cells with shared strings: row and first column, from 0, and the strings' indices.
pub fn labels(row: u16, column: u16, strings: std::ops::Range<u32>) -> Vec<u8> {
    (column..)
        .zip(strings)
        .flat_map(|(column, string)| record_of(0x00FD, &[row, column, 0], &string.to_le_bytes()))
        .collect()
}

/// A cell with its text in GBK.
pub fn label(row: u16, column: u16, text: &str) -> Vec<u8> {
    let text = gb18030(text);
    record_of(0x0204, &[row, column, 0, text.len() as u16], &text)
}

/// A number under a cell format.
pub fn number(row: u16, column: u16, format: u16, value: f64) -> Vec<u8> {
    record_of(0x0203, &[row, column, format], &value.to_le_bytes())
}
