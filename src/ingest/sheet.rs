//! One sheet on its way into a table: the first rows are kept until the header is found, every row
//! after it goes straight into the columns.

use std::iter::Peekable;
use std::vec;

use super::bill::{self, Bill};
use super::body::Body;
use super::hidden::Hidden;
use super::locate::{HEAD_ROWS, HeadRow, Located, Unread};
use super::marks::{Marks, Merge};
use super::replay::{self, Prescribed};
use super::row::{RowBuffer, UNCALCULATED};
use super::twins::{self, Because};
use super::{Options, propose, renumber, statement, unknown};
use crate::model::place::column_letters;
use crate::model::stage_rules::{SHT002, SHT004, SHT013};
use crate::model::{
    CellKind, Field, Finding, HeaderCell, Kind, Lang, Place, RawSheet, StatementRead, Table, guide,
    record,
};

/// A row outside the table: its number, and column and text of each cell that is not blank.
pub type Line = (u32, Vec<(u16, String)>);

/// A sheet, read. Its findings and rows name source 0 until [`Sheet::number`].
pub struct Sheet {
    pub name: Option<String>,
    pub kind: Option<Kind>,
    pub layout: String,
    pub header_rows: (u32, u32),
    pub header: Vec<HeaderCell>,
    pub rows: u64,
    pub left_out: u64,
    pub hidden: bool,
    pub columns: Vec<(Field, u16)>,
    pub table: Table,
    /// Of a statement: the rows above its header, and the totals below it.
    pub notes: Vec<Line>,
    pub totals: Vec<Line>,
    pub statement: Option<StatementRead>,
    pub bill: Option<Bill>,
    pub findings: Vec<Finding>,
    /// All of it, when the job keeps sheets.
    pub raw: RawSheet,
}

impl Sheet {
    pub fn new(name: Option<String>) -> Sheet {
        Sheet {
            name,
            kind: None,
            layout: String::new(),
            header_rows: (0, 0),
            header: Vec::new(),
            rows: 0,
            left_out: 0,
            hidden: false,
            columns: Vec::new(),
            table: Table::new(Kind::Stores),
            notes: Vec::new(),
            totals: Vec::new(),
            statement: None,
            bill: None,
            findings: Vec::new(),
            raw: RawSheet::default(),
        }
    }

    /// Takes over what locating the header said; columns nobody reads become findings.
    pub fn recognised(&mut self, located: &Located, rows: &[HeadRow]) {
        let head = &located.head;
        self.kind = Some(located.layout.kind);
        self.layout.clone_from(&located.layout.name);
        self.header_rows = (rows[located.first].row, head.row);
        self.header = located.header();
        self.columns = located
            .columns
            .iter()
            .map(|(column, field)| (*field, *column))
            .collect();
        let unread = located.unread.iter();
        let unread = unread.map(|unread| self.unread(unread, located));
        let findings: Vec<Finding> = unread.collect();
        self.findings.extend(findings);
    }

    fn unread(&self, unread: &Unread, located: &Located) -> Finding {
        let place = Place::cell(0, located.head.row, unread.column);
        let Some(field) = unread.taken else {
            return Finding::about(&SHT002, place).found(&unread.header);
        };
        let holder = self.columns.iter().find(|(f, _)| *f == field);
        let holder = holder.map_or(String::new(), |(_, column)| column_letters(*column));
        let finding = Finding::about(&SHT004, place).found(&unread.header);
        let finding = finding
            .arg(field.label(Lang::Zh))
            .arg(field.label(Lang::En));
        let because = located.because.iter().find(|(f, _)| *f == field);
        let because = because.map_or(Because::First, |(_, because)| *because);
        let [zh, en] = because.names();
        finding.arg(holder).arg(zh).arg(en)
    }

    /// Says so when there is a header and nothing below it.
    fn tell_when_empty(&mut self) {
        let words = match (self.rows, self.left_out) {
            (0, 0) => [
                "只有表头，下面没有数据行",
                "there is a header and no row of data below it",
            ]
            .map(str::to_owned),
            (0, n) => [
                format!("表头下面没有数据，只有略过的 {n} 行"),
                format!("below the header there is no data, only rows that were left out: {n}"),
            ],
            _ => return,
        };
        let place = Place {
            source: 0,
            row: self.header_rows.1,
            column: None,
        };
        self.findings.push(without_rows(place, words));
    }

    /// Gives the sheet its final source number.
    pub fn number(&mut self, source: u32) {
        for finding in &mut self.findings {
            renumber(finding, source);
        }
        for origin in &mut self.table.origins {
            origin.source = source;
        }
        if let Some(bill) = &mut self.bill {
            bill.number(source);
        }
    }
}

fn without_rows(place: Place, [zh, en]: [String; 2]) -> Finding {
    Finding::about(&SHT013, place).arg(zh).arg(en)
}

/// Receives a sheet's rows from top to bottom.
pub struct Collector<'a> {
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

enum State {
    Head {
        rows: Vec<HeadRow>,
        kept: Vec<(u32, RowBuffer)>,
    },
    Body(Box<Body>),
    /// A bill saved as a sheet: counted line by line, never held.
    Bill(Box<bill::Rows>),
    /// No header among the first rows: the rest is not looked at.
    NotRecognised,
}

impl<'a> Collector<'a> {
    /// `marks` is what the workbook says of the sheet, `said` what the job says of the file.
    pub fn new(
        name: Option<String>,
        mut marks: Marks,
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
    pub fn with_blanks(self) -> Collector<'a> {
        Collector {
            blanks_written: true,
            ..self
        }
    }

    /// Takes a row, counted from 1; blank rows are passed over. `false` when no more rows are wanted.
    pub fn row(&mut self, row: u32, buffer: &mut RowBuffer) -> bool {
        self.rows_uncalculated(row);
        self.take(row, buffer)
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
                match guide::begins(&texts, &[]) {
                    true => guide::LAYOUT.clone_into(&mut self.sheet.layout),
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
        let (located, drift) = replay::locate(rows, &self.merged, self.options, self.said, name);
        self.sheet.findings.extend(drift);
        let Some(mut located) = located else {
            let finding = unknown::finding(rows, name, self.said.kind, self.options);
            self.sheet.findings.push(finding);
            self.state = State::NotRecognised;
            return;
        };
        if located.layout.kind != Kind::AlipayBill {
            let below = located.index + 1;
            twins::settle(&mut located, &rows[below..]);
        }
        self.sheet.recognised(&located, rows);
        if located.layout.kind == Kind::AlipayBill {
            let mut bill = bill::Rows::new(&located, rows, self.options.wanted);
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

    /// The sheet, once all rows were given.
    pub fn finish(mut self) -> Sheet {
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
                propose::answer(&mut self.sheet, &body.samples, self.options.layouts);
                body.into_sheet(kind, &mut self.sheet);
                self.sheet.tell_when_empty();
                if kind == Kind::BankStatement {
                    statement::check_sheet(&mut self.sheet);
                }
            }
            (State::Bill(bill), _) => bill.finish().into_sheet(&mut self.sheet),
            _ => {}
        }
        self.sheet
    }
}

/// The layout of a sheet that this program wrote beside a table, by its first two rows.
fn own_sheet(first: &HeadRow, second: Option<&HeadRow>) -> Option<&'static str> {
    let first = texts(first);
    let second = second.map(texts).unwrap_or_default();
    if record::begins(first.iter().copied()) {
        Some(record::LAYOUT)
    } else {
        guide::begins(&first, &second).then_some(guide::LAYOUT)
    }
}

fn texts(row: &HeadRow) -> Vec<&str> {
    row.cells.iter().map(|(_, text)| text.as_str()).collect()
}
