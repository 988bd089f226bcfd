//! One sheet on its way into a table: the first rows are kept until the header is found, every row
//! after it goes straight into the columns.

use std::iter::Peekable;
use std::vec;

use super::body::Body;
use super::hidden_parts::Hidden;
use super::sheet::{Sheet, without_rows};
use super::{Options, statement};
use crate::bills::count;
use crate::config::SheetLayout;
use crate::formats::row::{RowBuffer, UNCALCULATED};
use crate::formats::sheet_features::{Merge, SheetFeatures};
use crate::formats::sink::{RowSink, SheetSink};
use crate::headers::head_row::{HEAD_ROWS, HeadRow};
use crate::headers::proposals::{self, Samples};
use crate::headers::saved_mapping::{self, Prescribed};
use crate::headers::unrecognised;
use crate::model::{CellKind, Kind, Place, fix_sheet, guide_sheet};

/// Collects the sheets of one file.
pub(crate) struct FileSink<'a> {
    options: &'a Options<'a>,
    said: Prescribed<'a>,
}

impl<'a> FileSink<'a> {
    /// `name` is what the job calls the file.
    pub(crate) fn of(name: &'a str, options: &'a Options<'a>) -> FileSink<'a> {
        FileSink {
            options,
            said: Prescribed::of(name, options.job),
        }
    }
}

impl<'a> SheetSink for FileSink<'a> {
    type Rows = Collector<'a>;

    fn sheet(&self, name: String, features: SheetFeatures) -> Collector<'a> {
        Collector::new(Some(name), features, self.options, self.said)
    }
}

/// Receives a sheet's rows from top to bottom.
pub(crate) struct Collector<'a> {
    options: &'a Options<'a>,
    said: Prescribed<'a>,
    sheet: Sheet,
    hidden: Hidden,
    merged: Vec<Merge>,
    /// Cells with a formula and no value that are still to come.
    uncalculated: Peekable<vec::IntoIter<(u32, u16)>>,
    blanks_written: bool,
    state: State,
}

impl RowSink for Collector<'_> {
    type Sheet = Sheet;

    /// Blank rows are passed over.
    fn row(&mut self, row: u32, buffer: &mut RowBuffer) -> bool {
        self.rows_uncalculated(row);
        self.take(row, buffer)
    }

    fn finish(mut self) -> Sheet {
        self.rows_uncalculated(u32::MAX);
        self.decide();
        self.sheet.raw.settle();
        if self.sheet.kind.is_some() {
            let header = self.sheet.header_rows.1;
            self.sheet.findings.extend(self.hidden.findings(header));
            self.sheet.left_out = self.hidden.left_out();
        }
        match (self.state, self.sheet.kind) {
            (State::Body(body), Some(kind)) => {
                propose(&mut self.sheet, &body.samples, self.options.layouts);
                body.into_sheet(kind, &mut self.sheet);
                self.sheet.tell_when_empty();
                if kind == Kind::BankStatement {
                    statement::check_sheet(&mut self.sheet);
                }
            }
            (State::Bill(bill), _) => self.sheet.take_bill(bill.finish()),
            _ => {}
        }
        self.sheet
    }
}

enum State {
    Head {
        rows: Vec<HeadRow>,
        kept: Vec<(u32, RowBuffer)>,
    },
    Body(Box<Body>),
    /// A bill saved as a sheet: counted line by line, never held.
    Bill(Box<count::Rows>),
    /// No header among the first rows: the rest is not looked at.
    NotRecognised,
}

impl<'a> Collector<'a> {
    /// `marks` is what the workbook says of the sheet, `said` what the job says of the file.
    pub(crate) fn new(
        name: Option<String>,
        mut marks: SheetFeatures,
        options: &'a Options<'a>,
        said: Prescribed<'a>,
    ) -> Collector<'a> {
        let state = State::Head {
            rows: Vec::new(),
            kept: Vec::new(),
        };
        let mut sheet = Sheet::new(name);
        sheet.hidden = marks.hidden;
        if options.job.reading.keeps_sheets {
            let range = |merge: &Merge| (merge.rows, merge.columns);
            sheet.raw.merged = marks.merged.iter().map(range).collect();
        }
        Collector {
            options,
            said,
            sheet,
            hidden: Hidden::new(&mut marks, options.job.reading),
            merged: marks.merged,
            uncalculated: marks.uncalculated.into_iter().peekable(),
            blanks_written: false,
            state,
        }
    }

    /// A text, whose rows come with their blank cells.
    pub(crate) fn with_blanks(self) -> Collector<'a> {
        Collector {
            blanks_written: true,
            ..self
        }
    }

    /// Takes the rows above `row` that hold nothing but formulas without a value: some readers hand over
    /// no row without a value.
    fn rows_uncalculated(&mut self, row: u32) {
        while let Some((at, _)) = self.uncalculated.peek().filter(|(at, _)| *at < row) {
            let at = *at;
            self.take(at, &mut RowBuffer::default());
        }
    }

    fn take(&mut self, row: u32, buffer: &mut RowBuffer) -> bool {
        let keeps = self.options.job.reading.keeps_sheets;
        if keeps {
            let raw = &mut self.sheet.raw;
            buffer
                .cells()
                .for_each(|(c, _, text)| raw.push(row, c, text));
        }
        self.add_uncalculated(row, buffer);
        self.hidden.pass_columns(buffer);
        if buffer.is_blank() {
            return true;
        }
        match &mut self.state {
            State::Body(_) | State::Bill(_) => self.below(row, buffer),
            State::NotRecognised => return keeps,
            State::Head { .. } if self.hidden.leaves_out_sheet() => {
                let texts = buffer.cells().map(|cell| cell.2);
                let texts: Vec<&str> = texts.filter(|text| !text.trim().is_empty()).collect();
                match guide_sheet::begins(&texts, &[]) {
                    true => guide_sheet::LAYOUT.clone_into(&mut self.sheet.layout),
                    false => self.sheet.findings.push(self.hidden.sheet_finding()),
                }
                self.state = State::NotRecognised;
            }
            State::Head { rows, kept } => {
                let cells = buffer.cells().filter(|c| !c.2.trim().is_empty());
                rows.push(HeadRow {
                    row,
                    cells: cells.map(|(c, _, text)| (c, text.to_owned())).collect(),
                });
                kept.push((row, std::mem::take(buffer)));
                if rows.len() >= HEAD_ROWS {
                    self.decide();
                }
            }
        }
        keeps || !matches!(self.state, State::NotRecognised)
    }

    /// Puts a formula without a value into the row as what it is: not blank, and no data.
    fn add_uncalculated(&mut self, row: u32, buffer: &mut RowBuffer) {
        let mut cells = Vec::new();
        while let Some((at, column)) = self.uncalculated.next_if(|(at, _)| *at <= row) {
            if at == row {
                cells.push((column, CellKind::Error, UNCALCULATED));
            }
        }
        if !cells.is_empty() {
            *buffer = buffer.with(&cells);
        }
    }

    /// Takes a row below the header.
    fn below(&mut self, row: u32, buffer: &RowBuffer) {
        if !self.hidden.takes_row(row) {
            return;
        }
        match &mut self.state {
            State::Body(body) => body.push(row, buffer),
            State::Bill(bill) => bill.push(row, buffer),
            _ => {}
        }
    }

    /// Chooses the header among the rows kept so far and replays what stands below it.
    fn decide(&mut self) {
        let State::Head { rows, kept } = &mut self.state else {
            return;
        };
        let Some(first) = rows.first() else {
            let words = ["整张表是空的", "the sheet is blank"].map(str::to_owned);
            self.sheet
                .findings
                .push(without_rows(Place::sheet(0), words));
            self.state = State::NotRecognised;
            return;
        };
        if let Some(own) = own_sheet(first, rows.get(1)) {
            own.clone_into(&mut self.sheet.layout);
            self.state = State::NotRecognised;
            return;
        }
        let name = self.sheet.name.as_deref();
        let (located, drift) =
            saved_mapping::locate(rows, &self.merged, self.options.layouts, self.said, name);
        self.sheet.findings.extend(drift);
        let Some(located) = located else {
            let finding = unrecognised::finding(rows, name, self.said.kind, self.options.layouts);
            self.sheet.findings.push(finding);
            self.state = State::NotRecognised;
            return;
        };
        self.sheet.recognised(&located, rows);
        if located.layout.kind == Kind::AlipayBill {
            let mut bill = count::Rows::new(&located, rows, self.options.wanted);
            let below = kept.split_off(located.index + 1);
            kept.iter()
                .for_each(|(row, buffer)| bill.push(*row, buffer));
            self.state = State::Bill(Box::new(bill));
            below
                .iter()
                .for_each(|(row, buffer)| self.below(*row, buffer));
            return;
        }
        let below = kept.split_off(located.index + 1);
        let mut rows = std::mem::take(rows);
        let height = located.index - located.first + 1;
        let header = rows.drain(located.first..).take(height).collect();
        if located.layout.kind == Kind::BankStatement {
            self.sheet.notes = rows
                .into_iter()
                .map(|head| (head.row, head.cells))
                .collect();
        }
        let body = Body::new(&located, header, &self.merged, self.blanks_written);
        self.state = State::Body(Box::new(body));
        below
            .iter()
            .for_each(|(row, buffer)| self.below(*row, buffer));
    }
}

/// Adds to a sheet what its unread columns might hold.
fn propose(sheet: &mut Sheet, samples: &Samples, layouts: &[SheetLayout]) {
    if let Some(layout) = layouts.iter().find(|layout| layout.name == sheet.layout) {
        let (header, findings) = (&mut sheet.header, &mut sheet.findings);
        proposals::answer(header, findings, &sheet.columns, samples, layout);
    }
}

/// The layout of a sheet that this program wrote beside a table, by its first two rows.
fn own_sheet(first: &HeadRow, second: Option<&HeadRow>) -> Option<&'static str> {
    let first = texts(first);
    let second = second.map(texts).unwrap_or_default();
    if fix_sheet::begins(first.iter().copied()) {
        Some(fix_sheet::LAYOUT)
    } else {
        guide_sheet::begins(&first, &second).then_some(guide_sheet::LAYOUT)
    }
}

fn texts(row: &HeadRow) -> Vec<&str> {
    row.cells.iter().map(|(_, text)| text.as_str()).collect()
}
