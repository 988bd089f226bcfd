//! Comma-separated text through `csv` on raw bytes. In GB18030 a comma, a quote or a line end is
//! never part of a longer character, so records are split first and only kept fields are decoded.

use std::fs::File;
use std::io::Read;

use csv::ByteRecord;

use super::encoding::Encoding;
use super::locate::{HEAD_ROWS, HeadRow, Located, locate};
use super::marks::Marks;
use super::sheet::{Collector, RowBuffer, Sheet};
use super::{FileRead, InputPath, Options, Reason, bill, hash};
use crate::model::stage_rules::FIL004;
use crate::model::{CellKind, Kind, TextRead};

/// How much of a file is looked at to see whether it is a bill.
const HEAD_BYTES: usize = 256 * 1024;

/// Reads a text file: a bill is streamed, anything else becomes a table.
pub fn read(path: &InputPath, options: &Options) -> Result<FileRead, Reason> {
    let mut file = File::open(&path.path)?;
    let mut head = Vec::new();
    file.by_ref()
        .take(HEAD_BYTES as u64)
        .read_to_end(&mut head)?;
    if head.is_empty() {
        return Err(Reason::empty());
    }
    let whole = head.len() < HEAD_BYTES;
    if head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF") {
        return Err(Reason::damaged("CSV", "UTF-16"));
    }
    if head.starts_with(b"PK\x03\x04") || head[..head.len().min(1024)].contains(&0) {
        return Err(Reason::damaged("CSV", "not text"));
    }
    let said = options.job.source(&path.name);
    let forced = said.and_then(|s| s.kind);
    let prescribed = said.and_then(|s| s.encoding);

    let encoding = Encoding::choose(&head, whole, prescribed)?;
    let rows = head_rows(&head, encoding);
    if let Some(located) =
        locate(&rows, options.layouts, forced).filter(|l| l.layout.kind == Kind::AlipayBill)
    {
        let layout = bill::Layout::new(&located, &rows, encoding);
        let mut sheet = Sheet::new(None);
        sheet.recognised(&located, &rows[located.index]);
        let (bill, sha256) = bill::read(head, file, layout, options.progress)?;
        bill.into_sheet(&mut sheet);
        return Ok(FileRead {
            text: Some(text_read(encoding)),
            sha256,
            sheets: vec![sheet],
        });
    }

    let mut bytes = head;
    file.read_to_end(&mut bytes)?;
    let encoding = Encoding::choose(&bytes, true, prescribed)?;
    let mut collector = Collector::new(None, Marks::default(), options, forced);
    let mut buffer = RowBuffer::default();
    let mut records = Records::new(&bytes[encoding.bom_len()..]);
    while let Some((row, record)) = records.next() {
        buffer.clear();
        for (column, field) in (0..=u16::MAX).zip(record) {
            let (text, sound) = encoding.decode(field);
            let kind = if sound {
                CellKind::Text
            } else {
                CellKind::Error
            };
            buffer.push(column, &text, kind);
        }
        if !collector.row(row, &mut buffer) {
            break;
        }
    }
    if let Some(row) = records.open_quote() {
        return Err(Reason::new(&FIL004, [row.to_string()]));
    }
    (options.progress)(path.bytes);
    let sha256 = hash::of(&bytes);
    Ok(FileRead {
        text: Some(text_read(encoding)),
        sha256,
        sheets: vec![collector.finish()],
    })
}

fn text_read(encoding: Encoding) -> TextRead {
    TextRead {
        encoding: encoding.label(),
        not_utf8_at: None,
        delimiter: ',',
    }
}

fn head_rows(bytes: &[u8], encoding: Encoding) -> Vec<HeadRow> {
    let mut records = Records::new(&bytes[encoding.bom_len()..]);
    let mut rows = Vec::new();
    while let Some((row, record)) = records.next() {
        let cells = (0..=u16::MAX)
            .zip(record)
            .map(|(column, field)| (column, encoding.decode(field).0.into_owned()))
            .filter(|(_, text)| !text.trim().is_empty())
            .collect();
        rows.push(HeadRow { row, cells });
        if rows.len() >= HEAD_ROWS {
            break;
        }
    }
    rows
}

/// Records of a text with the row each would have in a spreadsheet: blank lines count, line breaks
/// inside quotes do not.
pub struct Records<'a> {
    bytes: &'a [u8],
    reader: csv::Reader<&'a [u8]>,
    record: ByteRecord,
    /// Where the last record began, and bytes consumed so far.
    last_start: usize,
    end: usize,
    /// The row of the next line.
    row: u32,
}

impl<'a> Records<'a> {
    pub fn new(bytes: &'a [u8]) -> Records<'a> {
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(64 * 1024)
            .from_reader(bytes);
        Records {
            bytes,
            reader,
            record: ByteRecord::new(),
            last_start: 0,
            end: 0,
            row: 1,
        }
    }

    /// The next record and its row, counted from 1; `None` at the end.
    pub fn next(&mut self) -> Option<(u32, &ByteRecord)> {
        // Byte records from memory have no way to fail: any bytes are a record, lengths may vary.
        let more = self
            .reader
            .read_byte_record(&mut self.record)
            .unwrap_or(false);
        let start = self.end;
        self.end = (self.reader.position().byte() as usize).min(self.bytes.len());
        self.skip_blank_lines(start);
        if !more {
            return None;
        }
        self.last_start = start;
        let row = self.row;
        self.row = self.row.saturating_add(1);
        Some((row, &self.record))
    }

    /// The row of the last record, when it ends the text inside quotes.
    pub fn open_quote(&self) -> Option<u32> {
        let last = &self.bytes[self.last_start..self.end];
        let open = !memchr::memchr_iter(b'"', last).count().is_multiple_of(2);
        let swallowed = memchr::memchr(b'\n', last.trim_ascii()).is_some();
        (open && swallowed && self.end == self.bytes.len()).then(|| self.rows())
    }

    /// Rows passed so far, blank lines included.
    pub fn rows(&self) -> u32 {
        self.row - 1
    }

    /// Counts the line ends that stand before the record just read.
    fn skip_blank_lines(&mut self, start: usize) {
        let mut rest = &self.bytes[start..self.end];
        if start > 0 && self.bytes[start - 1] == b'\r' {
            rest = rest.strip_prefix(b"\n").unwrap_or(rest);
        }
        loop {
            rest = match rest {
                [b'\r', b'\n', tail @ ..] | [b'\r' | b'\n', tail @ ..] => tail,
                _ => return,
            };
            self.row = self.row.saturating_add(1);
        }
    }
}

/// The column of each field a bill line is read for.
pub fn column_of(located: &Located, field: crate::model::Field) -> Option<usize> {
    located
        .columns
        .iter()
        .find(|(_, f)| *f == field)
        .map(|(c, _)| usize::from(*c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(u32, String)> {
        let mut records = Records::new(text.as_bytes());
        let mut rows = Vec::new();
        while let Some((row, record)) = records.next() {
            rows.push((row, String::from_utf8_lossy(&record[0]).into_owned()));
        }
        rows
    }

    #[test]
    fn rows_are_counted_as_a_spreadsheet_shows_them() {
        let expected = [
            (1, "a".to_owned()),
            (3, "b\nc".to_owned()),
            (4, "d".to_owned()),
        ];
        for end in ["\n", "\r\n", "\r"] {
            let text = format!("a,1{end}{end}\"b\nc\",2{end}d,3{end}");
            assert_eq!(rows(&text), expected, "{end:?}");
        }
        assert_eq!(rows("\n\na"), [(3, "a".to_owned())]);
    }

    #[test]
    fn a_quote_that_is_never_closed_is_noticed() {
        let open = |text: &str| {
            let mut records = Records::new(text.as_bytes());
            while records.next().is_some() {}
            records.open_quote()
        };
        assert_eq!(open("a,1\nb,\"2\nc,3\nd,4\n"), Some(2));
        assert_eq!(open("a,1\nb,\"2\n3\"\n"), None);
        assert_eq!(open("a,1\nb,2\"\n"), None);
    }
}
