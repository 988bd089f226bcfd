//! A sheet that was read: its layout, its table or bill, and its findings.

use super::rules::sheet::{SHT004, SHT013};
use super::rules::table::SHT002;
use crate::bills::count::sums::Bill;
use crate::headers::head_row::HeadRow;
use crate::headers::located::{Because, Located, Unread};
use crate::model::place::column_letters;
use crate::model::{Field, Finding, Kind, Lang, Place, SheetRead, Table};

/// A row outside of the table: its number, and column and text of each cell that is not blank.
pub(crate) type OutsideRow = (u32, Vec<(u16, String)>);

/// A sheet that was read. Findings and rows have source 0 until [`SheetData::set_source`].
pub(crate) struct SheetData {
    pub name: Option<String>,
    /// What the run reports of it.
    pub read: SheetRead,
    pub columns: Vec<(Field, u16)>,
    pub table: Table,
    /// Of a statement: the rows above its header, and the totals below it.
    pub notes: Vec<OutsideRow>,
    pub totals: Vec<OutsideRow>,
    pub bill: Option<Bill>,
    pub findings: Vec<Finding>,
}

impl SheetData {
    pub(crate) fn new(name: Option<String>) -> SheetData {
        SheetData {
            name,
            read: SheetRead::default(),
            columns: Vec::new(),
            table: Table::new(Kind::Stores),
            notes: Vec::new(),
            totals: Vec::new(),
            bill: None,
            findings: Vec::new(),
        }
    }

    /// Sets layout and columns from the located header; unread columns become findings.
    pub(crate) fn set_header(&mut self, located: &Located, rows: &[HeadRow]) {
        let head = &located.head;
        self.read.kind = Some(located.layout.kind);
        self.read.layout.clone_from(&located.layout.name);
        self.read.header_rows = (rows[located.first].row, head.row);
        self.read.header = located.header();
        let columns = located.columns.iter();
        self.columns = columns.map(|(column, field)| (*field, *column)).collect();
        let unread = located.unread.iter();
        let findings = unread.map(|unread| self.unread_finding(unread, located));
        self.findings.extend(findings.collect::<Vec<_>>());
    }

    fn unread_finding(&self, unread: &Unread, located: &Located) -> Finding {
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

    /// Adds the bill that was read from this sheet.
    pub(crate) fn set_bill(&mut self, mut bill: Bill) {
        self.read.rows = bill.file.lines;
        self.findings.append(&mut bill.findings);
        self.bill = Some(bill);
    }

    /// Adds a finding when there is no data below the header.
    pub(crate) fn report_when_empty(&mut self) {
        let words = match (self.read.rows, self.read.left_out) {
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
        let place = Place::row(0, self.read.header_rows.1);
        self.findings.push(without_rows(place, words));
    }

    /// Sets the source of the sheet, its findings and its rows.
    pub(crate) fn set_source(&mut self, source: u32) {
        self.read.source = source;
        for finding in &mut self.findings {
            finding.place.source = source;
        }
        for origin in &mut self.table.origins {
            origin.source = source;
        }
        if let Some(bill) = &mut self.bill {
            bill.set_source(source);
        }
    }
}

pub(crate) fn without_rows(place: Place, [zh, en]: [String; 2]) -> Finding {
    Finding::about(&SHT013, place).arg(zh).arg(en)
}
