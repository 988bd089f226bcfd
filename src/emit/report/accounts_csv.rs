//! How reports are written as CSV, `reports/accounts.csv` with one row per store ↔ account comparison,
//! and the list of findings `check` prints. Headers and values are stable keys; all open in Excel (BOM,
//! CRLF), where no value may turn into a formula.

use std::borrow::Cow;
use std::io::Write;

use csv::{ByteRecord, Terminator, Writer, WriterBuilder};
use time::Date;

use crate::emit::finding_formatter::{Lens, View};
use crate::emit::publish::Sink;
use crate::emit::{Error, Report};
use crate::model::reconciled::{Fold, Pass};
use crate::model::{Comparison, Field, Finding, Kind, Place};
use crate::value::{date, money};

const ACCOUNT_HEADER: [&str; 15] = [
    "store_code",
    "file",
    "sheet",
    "row",
    "register",
    "key",
    "verdict",
    "pass",
    "record_file",
    "record_sheet",
    "record_cell",
    "record_row",
    "candidates",
    "status",
    "folds",
];

/// What accounts are compared on, whichever register; others follow when a comparison has them.
const ELEMENTS: [Field; 6] = [
    Field::LegalIdNo,
    Field::LegalName,
    Field::BusinessLicense,
    Field::MerchantName,
    Field::Pid,
    Field::CardName,
];

/// One record being filled; cleared, not freed, between rows.
pub(crate) struct Cells {
    record: ByteRecord,
}

impl Cells {
    pub(crate) fn text(&mut self, text: &str) {
        // A spreadsheet would run such a value as a formula.
        if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
            self.record.push_field(format!("'{text}").as_bytes());
        } else {
            self.record.push_field(text.as_bytes());
        }
    }

    pub(crate) fn number(&mut self, number: u32) {
        self.record.push_field(number.to_string().as_bytes());
    }

    /// A number as text, which may be below zero.
    pub(crate) fn exact(&mut self, number: &str) {
        self.record.push_field(number.as_bytes());
    }

    /// An amount in yuan; a minus is no formula.
    pub(crate) fn money(&mut self, fen: i64) {
        self.record.push_field(money::format_fen(fen).as_bytes());
    }

    pub(crate) fn day(&mut self, julian: Option<i32>) {
        let day = julian.and_then(|j| Date::from_julian_day(j).ok());
        self.text(&day.map(date::format).unwrap_or_default());
    }
}

/// Writes `accounts.csv`; the answer is the number of rows.
pub(crate) fn write_accounts(report: &Report, sink: &mut Sink) -> Result<u64, Error> {
    let comparisons = &report.run.reconciled.comparisons;
    let mut elements = ELEMENTS.to_vec();
    for (field, _) in comparisons.iter().flat_map(|c| &c.verdicts) {
        if !elements.contains(field) {
            elements.push(*field);
        }
    }
    elements[ELEMENTS.len()..].sort();
    let verdicts = elements
        .iter()
        .map(|f| Cow::Owned(format!("verdict_{}", f.key())));
    let header = ACCOUNT_HEADER
        .into_iter()
        .map(Cow::Borrowed)
        .chain(verdicts);
    table(sink, header, comparisons, |comparison, cells| {
        account_row(report, comparison, &elements, cells);
    })
}

fn account_row(report: &Report, comparison: &Comparison, elements: &[Field], cells: &mut Cells) {
    let lens = &report.lens;
    account_store(report, comparison, cells);
    cells.text(comparison.against.key());
    cells.text(&lens.hide(Some(key_field(comparison.against)), &comparison.key));
    cells.text(comparison.outcome().key());
    cells.text(comparison.pass.map_or("", Pass::key));
    record(report, comparison.record, cells);
    let candidates: Vec<_> = comparison
        .candidates
        .iter()
        .map(|p| lens.path(*p))
        .collect();
    cells.text(&candidates.join("; "));
    cells.text(&comparison.status);
    let fold = |(field, fold): &(Field, Fold)| format!("{}:{}", field.key(), fold.key());
    let folds: Vec<_> = comparison.folds.iter().map(fold).collect();
    cells.text(&folds.join(" "));
    for element in elements {
        cells.text(comparison.verdict(*element).map_or("", |v| v.key()));
    }
}

/// Whose row it is; nobody's for a record that no store has.
fn account_store(report: &Report, comparison: &Comparison, cells: &mut Cells) {
    let Some(row) = comparison.store.map(|row| row as usize) else {
        (0..4).for_each(|_| cells.text(""));
        return;
    };
    let place = report.store_place(row);
    let (file, sheet) = report.lens.file(place);
    let stores = &report.run.ingested.tables.stores;
    cells.text(stores.text(row, Field::StoreCode));
    cells.text(file);
    cells.text(sheet.unwrap_or_default());
    cells.number(place.row);
}

fn record(report: &Report, place: Option<Place>, cells: &mut Cells) {
    let Some(place) = place else {
        (0..4).for_each(|_| cells.text(""));
        return;
    };
    let (file, sheet) = report.lens.file(place);
    cells.text(file);
    cells.text(sheet.unwrap_or_default());
    cells.text(&place.cell_name().unwrap_or_default());
    cells.number(place.row);
}

/// The field a register is joined on.
pub(crate) fn key_field(register: Kind) -> Field {
    match register {
        Kind::BankAccounts => Field::CardNo,
        _ => Field::LogonId,
    }
}

/// A whole file: header, then a row for each item; the answer is their number.
pub(crate) fn table<'h, T>(
    sink: &mut Sink,
    header: impl Iterator<Item = Cow<'h, str>>,
    rows: impl IntoIterator<Item = T>,
    mut fill: impl FnMut(T, &mut Cells),
) -> Result<u64, Error> {
    let failed = sink.failed();
    let written = (|| {
        sink.write_all("\u{feff}".as_bytes())?;
        let mut writer = writer(sink);
        writer.write_record(header.map(|h| h.into_owned().into_bytes()))?;
        let mut cells = Cells {
            record: ByteRecord::new(),
        };
        let mut count = 0;
        for row in rows {
            cells.record.clear();
            fill(row, &mut cells);
            writer.write_byte_record(&cells.record)?;
            count += 1;
        }
        writer.flush()?;
        Ok(count)
    })();
    written.map_err(failed)
}

fn writer<W: Write>(sink: W) -> Writer<W> {
    WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(sink)
}

const FINDING_HEADER: [&str; 13] = [
    "file",
    "sheet",
    "cell",
    "row",
    "code",
    "level",
    "blocks",
    "field",
    "store_code",
    "found",
    "expected",
    "message",
    "hint",
];

/// Findings as one CSV, one a row; each group under its own sources and language.
///
/// # Errors
/// Those of `out`.
pub fn findings<'a>(
    groups: impl IntoIterator<Item = (Lens<'a>, &'a [Finding])>,
    mut out: impl Write,
) -> std::io::Result<()> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut writer = writer(out);
    writer.write_record(FINDING_HEADER)?;
    let mut cells = Cells {
        record: ByteRecord::new(),
    };
    for (lens, findings) in groups {
        for finding in findings {
            cells.record.clear();
            finding_row(&lens.view(finding), &mut cells);
            writer.write_byte_record(&cells.record)?;
        }
    }
    writer.flush()
}

fn finding_row(view: &View, cells: &mut Cells) {
    let finding = view.finding;
    cells.text(view.file);
    cells.text(view.sheet.unwrap_or_default());
    cells.text(&finding.place.cell_name().unwrap_or_default());
    match finding.place.row {
        0 => cells.text(""),
        row => cells.number(row),
    }
    cells.text(finding.rule.code);
    cells.text(finding.level.key());
    cells.text(finding.blocks().map_or("", |b| b.key()));
    cells.text(finding.field.map_or("", Field::key));
    cells.text(view.key().0);
    for text in [&*view.found, &view.expected, &view.message, &view.hint] {
        cells.text(text);
    }
}
