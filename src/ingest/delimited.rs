//! Delimited text through `csv` on raw bytes. In UTF-8 and GB18030 a comma, a TAB, a quote or a line
//! end is never part of a longer character, so records are split first and only kept fields are
//! decoded; what cannot be split that way is decoded whole first.

use std::io::Read;

use super::content::{Contents, HEAD_BYTES, load};
use super::encoding::{self, Encoding};
use super::locate::{HEAD_ROWS, HeadRow, Located};
use super::marks::Marks;
use super::mixture::{self, Mixture};
use super::records::Records;
use super::replay::{self, Prescribed};
use super::row::RowBuffer;
use super::sheet::{Collector, Sheet};
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

/// The byte order mark, as a character.
const MARK: char = '\u{FEFF}';

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
        if record.len() > usize::from(u16::MAX) {
            return Err(Reason::damaged("CSV", "too many columns"));
        }
        for (column, field) in (0..=u16::MAX).zip(record) {
            let (text, sound) = text.encoding.decode(field);
            let sound = sound && !(decoded && text.contains('\u{FFFD}'));
            let kind = if sound {
                CellKind::Text
            } else {
                CellKind::Error
            };
            // Files that were put together bring the mark each of them began with.
            let own = text.strip_prefix(MARK).filter(|_| column == 0);
            buffer.push(column, own.unwrap_or(&text), kind);
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

/// The column of each field a bill line is read for.
pub fn column_of(located: &Located, field: crate::model::Field) -> Option<usize> {
    located
        .columns
        .iter()
        .find(|(_, f)| *f == field)
        .map(|(c, _)| usize::from(*c))
}
