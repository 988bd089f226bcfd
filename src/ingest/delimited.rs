//! Delimited text through `csv` on raw bytes. In UTF-8 and GB18030 a comma, a TAB, a quote or a line
//! end is never part of a longer character, so records are split first and only kept fields are
//! decoded; what cannot be split that way is decoded whole first.

use std::io::Read;

use csv::ByteRecord;

use super::content::{Contents, HEAD_BYTES, load};
use super::encoding::{self, Encoding};
use super::locate::{HEAD_ROWS, HeadRow, Located};
use super::marks::Marks;
use super::mixture::{self, Mixture};
use super::replay::{self, Prescribed};
use super::sheet::{Collector, RowBuffer, Sheet};
use super::{Options, Reason, bill, delimiter, hash};
use crate::model::stage_rules::{FIL004, FIL010};
use crate::model::{CellKind, Kind, TextRead};
use crate::template::job;

/// How much text without a single Chinese character is looked at before it is taken for UTF-8.
const ASCII_BYTES: u64 = 64 * 1024 * 1024;

/// A text whose encoding and delimiter are known.
struct Text {
    /// The beginning, or all of it.
    head: Vec<u8>,
    /// Whether `head` is the whole text.
    whole: bool,
    /// How `head` and what follows are to be decoded.
    encoding: Encoding,
    read: TextRead,
    /// The digest of the file, where the text was decoded whole.
    sha256: Option<String>,
}

/// Reads a text file, its beginning in `head` and the rest behind it: a bill is streamed, anything
/// else becomes a table.
pub fn read(
    name: &str,
    head: Vec<u8>,
    mut rest: impl Read,
    options: &Options,
) -> Result<Contents, Reason> {
    let said = options.job.source(name);
    let prescribed = said.and_then(|s| s.encoding);
    let limit = options.job.limits.text_mb;
    let mut text = Text::open(head, &mut rest, prescribed, limit)?;

    let rows = head_rows(&text);
    let speaks = Prescribed::of(name, options.job);
    let (located, drift) = replay::locate(&rows, &[], options, speaks, None);
    if let Some(located) = located.filter(|l| l.layout.kind == Kind::AlipayBill) {
        let layout = bill::Layout::new(&located, &rows, text.encoding, text.delimiter())
            .wanting(options.wanted);
        let mut sheet = Sheet::new(None);
        sheet.recognised(&located, &rows);
        sheet.findings.extend(drift);
        let (bill, sha256) = bill::read(text.head, rest, layout, options.progress)?;
        bill.into_sheet(&mut sheet);
        return Ok(Contents {
            sha256: text.sha256.unwrap_or(sha256),
            text: Some(text.read),
            sheets: vec![sheet],
        });
    }

    text.load(&mut rest, prescribed, limit)?;
    let collector = Collector::new(None, Marks::default(), options, speaks).with_blanks();
    let sheet = table(&text, collector)?;
    Ok(Contents {
        sha256: text.sha256.unwrap_or_else(|| hash::of(&text.head)),
        text: Some(text.read),
        sheets: vec![sheet],
    })
}

impl Text {
    /// Finds out the encoding and the delimiter.
    fn open(
        mut head: Vec<u8>,
        rest: &mut impl Read,
        prescribed: Option<job::Encoding>,
        limit_mb: u64,
    ) -> Result<Text, Reason> {
        let enough = ASCII_BYTES.min(limit_mb.saturating_mul(1024 * 1024));
        let mut whole = false;
        // GB18030 may begin with a long stretch of ASCII: one character of another kind decides.
        loop {
            let step = (head.len() as u64).max(HEAD_BYTES);
            whole = rest.take(step).read_to_end(&mut head)? == 0 || whole;
            if whole || !head.is_ascii() || head.len() as u64 >= enough {
                break;
            }
        }
        let mut text = Text::of(head, whole, Encoding::Utf8);
        text.encoding = Encoding::choose(&text.head, whole, prescribed)?;
        text.settle(rest, prescribed, limit_mb)?;
        Ok(text)
    }

    fn of(head: Vec<u8>, whole: bool, encoding: Encoding) -> Text {
        let read = TextRead {
            encoding: encoding.label(),
            not_utf8_at: None,
            delimiter: ',',
        };
        Text {
            head,
            whole,
            encoding,
            read,
            sha256: None,
        }
    }

    /// Fills in what is told of the text, and decodes it whole where it must be.
    fn settle(
        &mut self,
        rest: &mut impl Read,
        prescribed: Option<job::Encoding>,
        limit_mb: u64,
    ) -> Result<(), Reason> {
        let begin = &self.head[..self.head.len().min(256 * 1024)];
        let begin = self.encoding.decode_whole(begin);
        if is_binary(&begin) {
            return Err(Reason::damaged("CSV", "not text"));
        }
        let delimiter = delimiter::choose(&begin);
        if prescribed.is_none() {
            self.one_encoding(delimiter)?;
        }
        self.read = TextRead {
            encoding: self.encoding.label(),
            not_utf8_at: encoding::not_utf8_at(&self.head),
            delimiter: char::from(delimiter),
        };
        if !self.encoding.splits_as_bytes(delimiter) {
            load(&mut self.head, rest, "text_mb", limit_mb)?;
            self.sha256 = Some(hash::of(&self.head));
            self.head = self.encoding.decode_whole(&self.head).into_bytes();
            self.encoding = Encoding::Utf8;
            self.whole = true;
        }
        Ok(())
    }

    /// Refuses a text of two encodings; where only some characters of UTF-8 are broken, it is UTF-8.
    fn one_encoding(&mut self, delimiter: u8) -> Result<(), Reason> {
        let is_utf8 = match self.encoding {
            Encoding::Gb18030 => false,
            Encoding::Utf8Bom => std::str::from_utf8(&self.head).is_ok(),
            _ => true,
        };
        let mixture = (!is_utf8).then(|| mixture::of(&self.head)).flatten();
        match mixture {
            Some(Mixture::Two(first, other, at)) => {
                let bom = self.encoding.bom_len();
                let row = Records::new(&self.head[bom..], delimiter).row_at(at - bom);
                let [first, other] = [first, other].map(Encoding::label).map(str::to_owned);
                let [at, row] = [(at + 1).to_string(), row.to_string()];
                Err(Reason::new(&FIL010, [at, row, first, other]))
            }
            Some(Mixture::Broken) if self.encoding == Encoding::Gb18030 => {
                self.encoding = Encoding::Utf8;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Reads the rest; the encoding is decided on all of it.
    fn load(
        &mut self,
        rest: &mut impl Read,
        prescribed: Option<job::Encoding>,
        limit_mb: u64,
    ) -> Result<(), Reason> {
        if self.whole {
            return Ok(());
        }
        load(&mut self.head, rest, "text_mb", limit_mb)?;
        self.whole = true;
        self.encoding = Encoding::choose(&self.head, true, prescribed)?;
        self.settle(&mut std::io::empty(), prescribed, limit_mb)
    }

    fn delimiter(&self) -> u8 {
        u8::try_from(self.read.delimiter).unwrap_or(b',')
    }

    fn records(&self) -> Records<'_> {
        Records::new(&self.head[self.encoding.bom_len()..], self.delimiter())
    }
}

/// Whether zeros are no rarity at the beginning; a stray one is a flaw of its cell.
fn is_binary(begin: &str) -> bool {
    let all = begin.chars().take(1024).count();
    let zeros = begin.chars().take(1024).filter(|c| *c == '\0').count();
    zeros * 16 > all
}

/// The records of a text as a sheet.
fn table(text: &Text, mut collector: Collector) -> Result<Sheet, Reason> {
    let mut buffer = RowBuffer::default();
    let mut records = text.records();
    // What was decoded whole shows its damage as U+FFFD.
    let decoded = text.sha256.is_some();
    while let Some((row, record)) = records.next() {
        buffer.clear();
        for (column, field) in (0..=u16::MAX).zip(record) {
            let (text, sound) = text.encoding.decode(field);
            let sound = sound && !(decoded && text.contains('\u{FFFD}'));
            let kind = if sound {
                CellKind::Text
            } else {
                CellKind::Error
            };
            buffer.push(column, &text, kind);
        }
        let more = collector.row(row, &mut buffer);
        if let Some(row) = records.stray_quote() {
            return Err(Reason::new(&FIL004, [row.to_string()]));
        }
        if !more {
            break;
        }
    }
    Ok(collector.finish())
}

fn head_rows(text: &Text) -> Vec<HeadRow> {
    let mut records = text.records();
    let mut rows = Vec::new();
    while let Some((row, record)) = records.next() {
        let cells = (0..=u16::MAX)
            .zip(record)
            .map(|(column, field)| (column, text.encoding.decode(field).0.into_owned()))
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
    delimiter: u8,
    reader: csv::Reader<&'a [u8]>,
    record: ByteRecord,
    /// Where the last record began, and bytes consumed so far.
    last_start: usize,
    end: usize,
    /// The row of the next line.
    row: u32,
}

impl<'a> Records<'a> {
    pub fn new(bytes: &'a [u8], delimiter: u8) -> Records<'a> {
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .delimiter(delimiter)
            .flexible(true)
            .buffer_capacity(64 * 1024)
            .from_reader(bytes);
        Records {
            bytes,
            delimiter,
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

    /// The row of the record that holds a byte, counted from 0; the last row when there are not so many.
    fn row_at(mut self, byte: usize) -> u32 {
        while self.end <= byte && self.next().is_some() {}
        self.rows()
    }

    /// The last record.
    pub fn record(&self) -> &ByteRecord {
        &self.record
    }

    /// The row of the last record, when a quote that nobody closed swallowed the rows after it: up to
    /// the end of the text, or up to a quote with more behind it than the end of its cell.
    pub fn stray_quote(&self) -> Option<u32> {
        let last = self.bytes[self.last_start..self.end].trim_ascii();
        let spans_lines = memchr::memchr2(b'\n', b'\r', last).is_some();
        (spans_lines && self.swallows(last)).then(|| self.rows())
    }

    /// Whether a quoted cell of a record runs over a line end and does not end where its quotes do.
    fn swallows(&self, record: &[u8]) -> bool {
        let mut rest = record;
        loop {
            let quoted = rest.strip_prefix(b"\"");
            if let Some(text) = quoted {
                let (end, closed) = closing_quote(text);
                let runs_on = memchr::memchr2(b'\n', b'\r', &text[..end]).is_some();
                let behind = text[end..].strip_prefix(b"\"").unwrap_or_default();
                let blank = |b: &&u8| matches!(**b, b' ' | b'\t') && **b != self.delimiter;
                let behind = behind.iter().find(|b| !blank(b));
                let ends = closed && behind.is_none_or(|b| *b == self.delimiter);
                if runs_on && !ends {
                    return true;
                }
                rest = &text[end..];
            }
            match memchr::memchr(self.delimiter, rest) {
                Some(at) => rest = &rest[at + 1..],
                None => return false,
            }
        }
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

/// Where the quote stands that ends a quoted text, pairs of them passed over, and whether there is one.
fn closing_quote(text: &[u8]) -> (usize, bool) {
    let mut at = 0;
    while let Some(quote) = memchr::memchr(b'"', &text[at..]) {
        if text.get(at + quote + 1) != Some(&b'"') {
            return (at + quote, true);
        }
        at += quote + 2;
    }
    (text.len(), false)
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
        let mut records = Records::new(text.as_bytes(), b',');
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
    fn a_quote_that_swallows_rows_is_noticed() {
        let stray = |text: &str| {
            let mut records = Records::new(text.as_bytes(), b',');
            let mut found = None;
            while found.is_none() && records.next().is_some() {
                found = records.stray_quote();
            }
            found
        };
        assert_eq!(stray("a,1\nb,\"2\nc,3\nd,4\n"), Some(2));
        assert_eq!(stray("a,\"1\nb,2\"x\nc,3\n"), Some(1));
        assert_eq!(stray("a,\"1\rb,2\"x\rc,3\r"), Some(1));
        assert_eq!(stray("a,\"1\"\"\nb\",\"2\nc,3\"\"\"x\n"), Some(1));
        assert_eq!(stray("a,1\nb,\"2\n3\"\n"), None);
        assert_eq!(stray("a,\"1\n\"\"2\"\"\" \t,3\nb,\"\",\"\"\n"), None);
        assert_eq!(stray("a,1\nb,2\"\n"), None);
        assert_eq!(stray("a,\"1\"x\nb,\"2"), None);
    }
}
