//! One row of a statement: its date, amount and balance, and which of them cannot be read.

use time::Date;

use crate::ingest::rules::statement::STM001;
use crate::model::place::column_letters;
use crate::model::{Field, Finding, Place, Rule, Table, statement};
use crate::value::statement_amount::{Flow, Side, given};
use crate::value::{date, money};

/// One row of a statement.
pub(super) struct StatementEntry<'a> {
    pub row: u32,
    pub date: Option<Date>,
    pub flow: Option<Flow>,
    pub balance: Option<i64>,
    pub currency: &'a str,
    pub unreadable: Vec<UnreadablePart>,
}

/// A part of an entry that cannot be read.
#[derive(Clone, Copy)]
pub(super) struct UnreadablePart {
    /// The cell to look at.
    field: Field,
    /// In Chinese and in English.
    words: [&'static str; 2],
}

impl<'a> StatementEntry<'a> {
    /// Reads a row of the table.
    pub(super) fn read(table: &'a Table, at: usize) -> StatementEntry<'a> {
        let text = |field| table.original(at, field);
        let day = given(text(Field::EntryDate));
        let date = date::parse(day).or_else(|| date::from_serial(day));
        let flow = statement::flow(table, at);
        let balance = given(text(Field::Balance));
        let fen = money::parse_fen(balance);
        let unreadable = [
            date.is_none().then(|| unreadable_date(day)),
            flow.err().map(|side| unreadable_amount(side, table)),
            (!balance.is_empty() && fen.is_none())
                .then(|| unreadable(Field::Balance, "余额读不出", "the balance cannot be read")),
        ];
        StatementEntry {
            row: table.origins[at].row,
            date,
            flow: flow.ok(),
            balance: fen,
            currency: text(Field::Currency).trim(),
            unreadable: unreadable.into_iter().flatten().collect(),
        }
    }

    /// One finding for all unreadable parts, at the first such cell; `at` is the index of the row in the table.
    pub(super) fn finding(
        &self,
        table: &Table,
        columns: &[(Field, u16)],
        at: usize,
    ) -> Option<Finding> {
        let first = self.unreadable.first()?;
        let parts = self.unreadable.iter().map(|part| {
            let column = column_of(columns, part.field);
            part.words_at(column.map(|column| format!("{}{}", column_letters(column), self.row)))
        });
        let (zh, en): (Vec<String>, Vec<String>) = parts.unzip();
        let finding = at_cell(&STM001, table, columns, at, first.field);
        Some(finding.arg(zh.join("，")).arg(en.join(", ")))
    }
}

impl UnreadablePart {
    /// Its words and its cell, in Chinese and in English.
    fn words_at(&self, cell: Option<String>) -> (String, String) {
        let [zh, en] = self.words;
        match cell {
            Some(cell) => (format!("{zh}（{cell}）"), format!("{en} ({cell})")),
            None => (zh.to_owned(), en.to_owned()),
        }
    }
}

fn unreadable(field: Field, zh: &'static str, en: &'static str) -> UnreadablePart {
    let words = [zh, en];
    UnreadablePart { field, words }
}

fn unreadable_date(day: &str) -> UnreadablePart {
    if day.is_empty() {
        unreadable(Field::EntryDate, "没有日期", "there is no date")
    } else {
        unreadable(Field::EntryDate, "日期读不出", "the date cannot be read")
    }
}

/// Why the direction of an entry is unknown, and the cell to look at.
fn unreadable_amount(side: Side, table: &Table) -> UnreadablePart {
    let has = |field: &Field| table.column(*field).is_some();
    let amounts = [Field::Amount, Field::Outgo, Field::Income];
    let amount = amounts.into_iter().find(has).unwrap_or(Field::Amount);
    let (zh, en) = match side {
        Side::Missing => ("没有金额", "there is no amount"),
        Side::Amount => ("金额读不出", "the amount cannot be read"),
        Side::Income => ("收入金额读不出", "the money in cannot be read"),
        Side::Outgo => ("支出金额读不出", "the money out cannot be read"),
        Side::Direction => ("看不出是收是支", "the word does not say in or out"),
        Side::Both => (
            "收入、支出两列都有数",
            "both money in and money out are filled",
        ),
        Side::Contradiction => ("列、正负号与收支方向矛盾", "column, sign and word disagree"),
    };
    let field = match side {
        Side::Income => Field::Income,
        Side::Outgo | Side::Both => Field::Outgo,
        Side::Direction => Field::Direction,
        Side::Missing | Side::Amount | Side::Contradiction => amount,
    };
    unreadable(field, zh, en)
}

/// A finding about a cell of the table.
pub(super) fn at_cell(
    rule: &'static Rule,
    table: &Table,
    columns: &[(Field, u16)],
    at: usize,
    field: Field,
) -> Finding {
    let place = Place {
        source: 0,
        row: table.origins[at].row,
        column: column_of(columns, field),
    };
    Finding {
        field: Some(field),
        ..Finding::about(rule, place).found(table.original(at, field).trim())
    }
}

/// The column of a field.
pub(super) fn column_of(columns: &[(Field, u16)], field: Field) -> Option<u16> {
    columns.iter().find(|(f, _)| *f == field).map(|(_, c)| *c)
}
