//! One sheet, read: what it was taken for, its table or bill, and what reading it found.

use super::rules::sheet::{SHT004, SHT013};
use super::rules::table::SHT002;
use crate::bills::count::Bill;
use crate::headers::head_row::HeadRow;
use crate::headers::located::{Because, Located, Unread};
use crate::headers::rules::{SHT016, SHT017};
use crate::model::place::column_letters;
use crate::model::{Field, Finding, HeaderCell, Kind, Lang, Place, RawSheet, StatementRead, Table};

/// A row outside the table: its number, and column and text of each cell that is not blank.
pub(crate) type Line = (u32, Vec<(u16, String)>);

/// A sheet, read. Its findings and rows name source 0 until [`Sheet::number`].
pub(crate) struct Sheet {
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
    pub(crate) fn new(name: Option<String>) -> Sheet {
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
    pub(crate) fn recognised(&mut self, located: &Located, rows: &[HeadRow]) {
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
        let below = &rows[located.index + 1..];
        let undecided = located.undecided.iter();
        let undecided =
            undecided.map(|(field, columns)| undecided_column(located, below, *field, columns));
        let contradicted = located.contradicted.iter();
        let contradicted = contradicted.map(|at| contradicted_column(located, below, *at));
        let named = |column: u16| {
            located
                .undecided
                .iter()
                .any(|(_, all)| all.contains(&column))
                || located.contradicted.iter().any(|(c, _)| *c == column)
        };
        let unread = located.unread.iter().filter(|unread| !named(unread.column));
        let unread = unread.map(|unread| self.unread(unread, located));
        let findings: Vec<Finding> = undecided.chain(contradicted).chain(unread).collect();
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

    /// Takes over a bill that was read from this sheet.
    pub(crate) fn take_bill(&mut self, mut bill: Bill) {
        self.rows = bill.file.lines;
        self.findings.append(&mut bill.findings);
        self.bill = Some(bill);
    }

    /// Says so when there is a header and nothing below it.
    pub(crate) fn tell_when_empty(&mut self) {
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
    pub(crate) fn number(&mut self, source: u32) {
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

fn undecided_column(
    located: &Located,
    below: &[HeadRow],
    field: Field,
    columns: &[u16],
) -> Finding {
    let one = |column: &u16| {
        let header = header_at(located, *column);
        let sample = sample(below, *column);
        format!("{}「{header}」（{sample}）", column_letters(*column))
    };
    let all: Vec<String> = columns.iter().map(one).collect();
    let first = columns.first().copied().unwrap_or(0);
    let place = Place::cell(0, located.head.row, first);
    let finding = Finding::about(&SHT016, place).found(header_at(located, first));
    let finding = finding
        .arg(field.label(Lang::Zh))
        .arg(field.label(Lang::En));
    finding.arg(all.join(" / ")).arg(field.key())
}

fn contradicted_column(
    located: &Located,
    below: &[HeadRow],
    (column, field): (u16, Field),
) -> Finding {
    let place = Place::cell(0, located.head.row, column);
    let finding = Finding::about(&SHT017, place).found(header_at(located, column));
    let finding = finding
        .arg(field.label(Lang::Zh))
        .arg(field.label(Lang::En));
    finding.arg(field.key()).arg(sample(below, column))
}

fn header_at<'a>(located: &'a Located, column: u16) -> &'a str {
    let mut cells = located.head.cells.iter();
    cells
        .find(|(c, _)| *c == column)
        .map_or("", |(_, text)| text.trim())
}

/// What the first cell of a column looks like: its first two characters and its length.
fn sample(below: &[HeadRow], column: u16) -> String {
    let mut cells = below.iter().flat_map(|row| &row.cells);
    let text = cells
        .find(|(c, _)| *c == column)
        .map_or("", |(_, text)| text.trim());
    let shown = text
        .chars()
        .take(2)
        .chain(text.chars().skip(2).take(30).map(|_| '*'));
    shown.collect()
}

pub(crate) fn without_rows(place: Place, [zh, en]: [String; 2]) -> Finding {
    Finding::about(&SHT013, place).arg(zh).arg(en)
}

/// Points a finding made while reading at the source's final number.
fn renumber(finding: &mut Finding, source: u32) {
    finding.place = Place {
        source,
        ..finding.place
    };
}
