//! Collects a sheet into a table: the first rows are kept until the header is found; every row after it goes directly
//! into the columns.

use std::iter::Peekable;
use std::vec;

use super::body::SheetBody;
use super::hidden_parts::HiddenParts;
use super::options::ReadOptions;
use super::sheet::{SheetData, without_rows};
use super::statement;
use crate::bills::count;
use crate::config::SheetLayout;
use crate::formats::row::{RowBuffer, UNCALCULATED};
use crate::formats::sheet_features::{Merge, SheetFeatures};
use crate::formats::sink::{RowSink, SheetSink};
use crate::headers::head_row::{HEAD_ROWS, HeadRow};
use crate::headers::proposals::{self, Samples};
use crate::headers::saved_mapping::{self, Prescribed};
use crate::headers::{duplicate_columns, unrecognised};
use crate::model::{CellKind, Kind, Place, fix_sheet, guide_sheet};

/// Collects the sheets of one file.
pub(crate) struct FileSink<'a> {
    options: &'a ReadOptions<'a>,
    prescribed: Prescribed<'a>,
}

impl<'a> FileSink<'a> {
    /// `name` is the path of the file, by which the job refers to it.
    pub(crate) fn new(name: &'a str, options: &'a ReadOptions<'a>) -> FileSink<'a> {
        FileSink {
            options,
            prescribed: Prescribed::of(name, options.job),
        }
    }
}

impl<'a> SheetSink for FileSink<'a> {
    type Rows = Collector<'a>;

    fn sheet(&self, name: String, features: SheetFeatures) -> Collector<'a> {
        Collector::new(Some(name), features, self.options, self.prescribed)
    }
}

/// Receives a sheet's rows from top to bottom.
pub(crate) struct Collector<'a> {
    options: &'a ReadOptions<'a>,
    prescribed: Prescribed<'a>,
    sheet: SheetData,
    hidden: HiddenParts,
    merged: Vec<Merge>,
    /// Cells with a formula and no value that are still to come.
    uncalculated: Peekable<vec::IntoIter<(u32, u16)>>,
    blanks_written: bool,
    state: State,
}

impl RowSink for Collector<'_> {
    type Sheet = SheetData;

    /// Skips blank rows.
    fn row(&mut self, row: u32, buffer: &mut RowBuffer) -> bool {
        self.take_uncalculated_rows(row);
        self.take(row, buffer)
    }

    fn finish(mut self) -> SheetData {
        self.take_uncalculated_rows(u32::MAX);
        self.find_header();
        self.sheet.read.raw.put_in_order();
        if self.sheet.read.kind.is_some() {
            let header = self.sheet.read.header_rows.1;
            self.sheet.findings.extend(self.hidden.findings(header));
            self.sheet.read.left_out = self.hidden.left_out();
        }
        match (self.state, self.sheet.read.kind) {
            (State::Body(body), Some(kind)) => {
                propose_columns(&mut self.sheet, &body.samples, self.options.layouts);
                body.into_sheet(kind, &mut self.sheet);
                self.sheet.report_when_empty();
                if kind == Kind::BankStatement {
                    statement::check_sheet(&mut self.sheet);
                }
            }
            (State::Bill(bill), _) => self.sheet.set_bill(bill.finish()),
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
    Body(Box<SheetBody>),
    /// A bill saved as a sheet: counted row by row, never kept.
    Bill(Box<count::BillRows>),
    /// No header among the first rows: the other rows are ignored.
    NotRecognised,
}

impl<'a> Collector<'a> {
    /// `features` is what the workbook says of the sheet, `prescribed` what the job says of the file.
    pub(crate) fn new(
        name: Option<String>,
        mut features: SheetFeatures,
        options: &'a ReadOptions<'a>,
        prescribed: Prescribed<'a>,
    ) -> Collector<'a> {
        let state = State::Head {
            rows: Vec::new(),
            kept: Vec::new(),
        };
        let mut sheet = SheetData::new(name);
        sheet.read.hidden = features.hidden;
        if options.job.reading.keeps_sheets {
            let range = |merge: &Merge| (merge.rows, merge.columns);
            sheet.read.raw.merged = features.merged.iter().map(range).collect();
        }
        Collector {
            options,
            prescribed,
            sheet,
            hidden: HiddenParts::new(&mut features, options.job.reading),
            merged: features.merged,
            uncalculated: features.uncalculated.into_iter().peekable(),
            blanks_written: false,
            state,
        }
    }

    /// The same for a text, which contains blank cells.
    pub(crate) fn with_blanks(self) -> Collector<'a> {
        Collector {
            blanks_written: true,
            ..self
        }
    }

    /// Takes the rows above `row` that have only formulas without a value: some readers skip such rows.
    fn take_uncalculated_rows(&mut self, row: u32) {
        while let Some((at, _)) = self.uncalculated.peek().filter(|(at, _)| *at < row) {
            let at = *at;
            self.take(at, &mut RowBuffer::default());
        }
    }

    fn take(&mut self, row: u32, buffer: &mut RowBuffer) -> bool {
        let keeps = self.options.job.reading.keeps_sheets;
        if keeps {
            let raw = &mut self.sheet.read.raw;
            let cells = buffer.cells();
            cells.for_each(|(column, _, text)| raw.push(row, column, text));
        }
        self.add_uncalculated(row, buffer);
        self.hidden.filter_columns(buffer);
        if buffer.is_blank() {
            return true;
        }
        match &mut self.state {
            State::Body(_) | State::Bill(_) => self.take_below(row, buffer),
            State::NotRecognised => return keeps,
            State::Head { .. } if self.hidden.leaves_out_sheet() => {
                let texts = buffer.cells().map(|cell| cell.2);
                let texts: Vec<&str> = texts.filter(|text| !text.trim().is_empty()).collect();
                if guide_sheet::begins(&texts, &[]) {
                    guide_sheet::LAYOUT.clone_into(&mut self.sheet.read.layout);
                } else {
                    self.sheet.findings.push(self.hidden.sheet_finding());
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
                    self.find_header();
                }
            }
        }
        keeps || !matches!(self.state, State::NotRecognised)
    }

    /// Adds formulas without a value to the row: such a cell is neither blank nor data.
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
    fn take_below(&mut self, row: u32, buffer: &RowBuffer) {
        if !self.hidden.takes_row(row) {
            return;
        }
        match &mut self.state {
            State::Body(body) => body.push(row, buffer),
            State::Bill(bill) => bill.push(row, buffer),
            _ => {}
        }
    }

    /// Finds the header among the rows kept so far and takes the rows below it.
    fn find_header(&mut self) {
        let State::Head { rows, kept } = &mut self.state else {
            return;
        };
        let Some(first) = rows.first() else {
            let words = ["整张表是空的", "the sheet is blank"].map(str::to_owned);
            let finding = without_rows(Place::sheet(0), words);
            self.sheet.findings.push(finding);
            self.state = State::NotRecognised;
            return;
        };
        if let Some(own) = layout_of_own_sheet(first, rows.get(1)) {
            own.clone_into(&mut self.sheet.read.layout);
            self.state = State::NotRecognised;
            return;
        }
        let (name, layouts) = (self.sheet.name.as_deref(), self.options.layouts);
        let (located, drift) =
            saved_mapping::locate(rows, &self.merged, layouts, self.prescribed, name);
        self.sheet.findings.extend(drift);
        let Some(mut located) = located else {
            let finding = unrecognised::finding(rows, name, self.prescribed.kind, layouts);
            self.sheet.findings.push(finding);
            self.state = State::NotRecognised;
            return;
        };
        if located.layout.kind != Kind::AlipayBill {
            let first = located.index + 1;
            duplicate_columns::settle(&mut located, &rows[first..]);
        }
        self.sheet.set_header(&located, rows);
        let below = kept.split_off(located.index + 1);
        if located.layout.kind == Kind::AlipayBill {
            let mut bill = count::BillRows::new(&located, rows, self.options.selection);
            for (row, buffer) in &*kept {
                bill.push(*row, buffer);
            }
            self.state = State::Bill(Box::new(bill));
        } else {
            let mut rows = std::mem::take(rows);
            let height = located.index - located.first + 1;
            let header = rows.drain(located.first..).take(height).collect();
            if located.layout.kind == Kind::BankStatement {
                let notes = rows.into_iter().map(|head| (head.row, head.cells));
                self.sheet.notes = notes.collect();
            }
            let body = SheetBody::new(&located, header, &self.merged, self.blanks_written);
            self.state = State::Body(Box::new(body));
        }
        for (row, buffer) in below {
            self.take_below(row, &buffer);
        }
    }
}

/// Adds proposals for the unread columns of a sheet.
fn propose_columns(sheet: &mut SheetData, samples: &Samples, layouts: &[SheetLayout]) {
    let mut layouts = layouts.iter();
    if let Some(layout) = layouts.find(|layout| layout.name == sheet.read.layout) {
        let (header, findings) = (&mut sheet.read.header, &mut sheet.findings);
        proposals::answer(header, findings, &sheet.columns, samples, layout);
    }
}

/// The name of the layout of a sheet that this program itself wrote beside a table, by its first two rows.
fn layout_of_own_sheet(first: &HeadRow, second: Option<&HeadRow>) -> Option<&'static str> {
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
