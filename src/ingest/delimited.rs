//! Delimited text: a bill is streamed and counted, anything else becomes a table.

use std::io::Read;

use super::collect::Collector;
use super::file_outcome::FileContents;
use super::options::ReadOptions;
use super::sheet::SheetData;
use crate::bills::count;
use crate::formats::byte_source::digest;
use crate::formats::read_error::ReadError;
use crate::formats::row::RowBuffer;
use crate::formats::rules::FIL004;
use crate::formats::sheet_features::SheetFeatures;
use crate::formats::sink::RowSink;
use crate::formats::text::open::TextFile;
use crate::headers::head_row::{HEAD_ROWS, HeadRow};
use crate::headers::saved_mapping::{self, Prescribed};
use crate::model::{CellKind, Kind};

/// Reads a text file that begins with `head`: a bill is streamed, anything else becomes a table.
pub(crate) fn read(
    name: &str,
    head: Vec<u8>,
    mut rest: impl Read,
    options: &ReadOptions,
) -> Result<FileContents, ReadError> {
    let source = options.job.source(name);
    let encoding = source.and_then(|s| s.encoding);
    let limit = options.job.limits.text_mb;
    let mut text = TextFile::open(head, &mut rest, encoding, limit)?;

    let rows = head_rows(&text);
    let prescribed = Prescribed::of(name, options.job);
    let (located, drift) = saved_mapping::locate(&rows, &[], options.layouts, prescribed, None);
    if let Some(located) = located.filter(|l| l.layout.kind == Kind::AlipayBill) {
        let layout = count::BillLayout::new(&located, &rows, text.encoding, text.delimiter())
            .with_selection(options.selection);
        let mut sheet = SheetData::new(None);
        sheet.set_header(&located, &rows);
        sheet.findings.extend(drift);
        let (bill, sha256) = count::read(text.head, rest, layout, options.progress)?;
        sheet.set_bill(bill);
        return Ok(FileContents {
            sha256: text.sha256.unwrap_or(sha256),
            text: Some(text.read),
            sheets: vec![sheet],
        });
    }

    text.load(&mut rest, encoding, limit)?;
    let collector =
        Collector::new(None, SheetFeatures::default(), options, prescribed).with_blanks();
    let sheet = table(&text, collector)?;
    Ok(FileContents {
        sha256: text.sha256.unwrap_or_else(|| digest(&text.head)),
        text: Some(text.read),
        sheets: vec![sheet],
    })
}

/// The byte order mark, as a character.
const MARK: char = '\u{FEFF}';

/// The records of a text as a sheet.
fn table(text: &TextFile, mut collector: Collector) -> Result<SheetData, ReadError> {
    let mut buffer = RowBuffer::default();
    let mut records = text.records();
    // In a text that was decoded whole, damage is U+FFFD.
    let decoded = text.sha256.is_some();
    while let Some((row, record)) = records.next() {
        buffer.clear();
        if record.len() > usize::from(u16::MAX) {
            return Err(ReadError::damaged("CSV", "too many columns"));
        }
        for (column, field) in (0..=u16::MAX).zip(record) {
            let (text, sound) = text.encoding.decode(field);
            let sound = sound && !(decoded && text.contains('\u{FFFD}'));
            let kind = if sound {
                CellKind::Text
            } else {
                CellKind::Error
            };
            // A joined file has the byte order mark of each of its parts.
            let unmarked = text.strip_prefix(MARK).filter(|_| column == 0);
            buffer.push(column, unmarked.unwrap_or(&text), kind);
        }
        let more = collector.row(row, &mut buffer);
        if let Some(row) = records.stray_quote() {
            return Err(ReadError::new(&FIL004, [row.to_string()]));
        }
        if !more {
            break;
        }
    }
    Ok(collector.finish())
}

fn head_rows(text: &TextFile) -> Vec<HeadRow> {
    let mut records = text.records();
    let mut rows = Vec::new();
    while let Some((row, record)) = records.next() {
        let fields = record
            .iter()
            .map(|field| text.encoding.decode(field).0.into_owned());
        let cells = (0..=u16::MAX)
            .zip(fields)
            .filter(|(_, text)| !text.trim().is_empty());
        let cells = cells.collect();
        rows.push(HeadRow { row, cells });
        if rows.len() >= HEAD_ROWS {
            break;
        }
    }
    rows
}
