//! Bank statements as settling sees them: whose account, which days, and the money that came in.

use std::collections::BTreeMap;

use crate::model::{CellKind, Field, Ingested, Place, Source, Table};
use crate::value::date;
use crate::value::mask::{self, MaskVerdict};
use crate::value::statement_amount::{self, Direction, given};

use super::payer::{self, CreditText, Payer};

/// Spellings of the one currency that bills are in.
const YUAN: [&str; 6] = ["人民币", "人民币元", "CNY", "RMB", "01", "156"];

/// Money that came in.
#[derive(Clone, Debug)]
pub(crate) struct Credit<'a> {
    pub payer: Payer,
    /// The account it came from, as the bank prints it.
    pub from: &'a str,
    /// Julian day; absent when the date cannot be read.
    pub day: Option<i32>,
    pub fen: i64,
    /// Cell of the amount.
    pub place: Place,
    pub field: Field,
    /// The amount as it stands there.
    pub found: &'a str,
}

/// The entries of one bank account.
#[derive(Debug, Default)]
pub(crate) struct Statement<'a> {
    /// The account's number, maybe masked; empty when the statement does not print it in its rows.
    pub card: &'a str,
    /// First and last day of each file or sheet, by source.
    pub spans: BTreeMap<u32, (i32, i32)>,
    pub credits: Vec<Credit<'a>>,
}

impl Statement<'_> {
    /// Whether some file runs over that day.
    pub(crate) fn covers(&self, day: i32) -> bool {
        let mut spans = self.spans.values();
        spans.any(|(first, last)| (*first..=*last).contains(&day))
    }

    /// The card whose statement it is, among cards that are all different; `None` when a mask fits two of them.
    pub(crate) fn card_among<'c>(&self, cards: impl Iterator<Item = &'c str>) -> Option<&'c str> {
        let mut fitting = cards.filter(|card| self.is_of(card));
        fitting.next().filter(|_| fitting.next().is_none())
    }

    /// Whether it is the statement of that account.
    fn is_of(&self, card: &str) -> bool {
        let masked = || mask::is_masked(self.card);
        !card.is_empty()
            && (self.card == card
                || masked() && mask::compare(self.card, card) == MaskVerdict::Compatible)
    }
}

/// The statements of a run, one for each account; those without a number one for each sheet.
pub(crate) fn read<'a>(ingested: &'a Ingested, payers: &[String]) -> Vec<Statement<'a>> {
    let table = &ingested.tables.bank_statement;
    let mut statements: BTreeMap<(&str, u32), Statement> = BTreeMap::new();
    for row in 0..table.len() {
        let source = table.origins[row].source;
        let card = table.text(row, Field::CardNo);
        let sheet = if card.is_empty() { source } else { 0 };
        let statement = statements.entry((card, sheet)).or_default();
        statement.card = card;
        let day = day(table, row);
        if let Some(day) = day {
            let span = statement.spans.entry(source).or_insert((day, day));
            *span = (span.0.min(day), span.1.max(day));
        }
        statement
            .credits
            .extend(credit(table, row, day, &ingested.sources, payers));
    }
    statements.into_values().collect()
}

fn day(table: &Table, row: usize) -> Option<i32> {
    let text = given(table.original(row, Field::EntryDate));
    let date = date::parse(text).or_else(|| date::from_serial(text));
    date.map(time::Date::to_julian_day)
}

fn credit<'a>(
    table: &'a Table,
    row: usize,
    day: Option<i32>,
    sources: &[Source],
    payers: &[String],
) -> Option<Credit<'a>> {
    let text = |field| table.original(row, field);
    // Another sheet may have the column that this one lacks.
    let has_word = table.cell_kind(row, Field::Direction) != CellKind::Missing;
    let word = has_word.then(|| text(Field::Direction));
    let [income, outgo, amount] = [Field::Income, Field::Outgo, Field::Amount].map(text);
    let flow = statement_amount::flow(income, outgo, amount, word);
    let flow = flow.ok().filter(|flow| flow.direction == Direction::In)?;
    let either = |one: Field, other: Field| match table.text(row, one) {
        "" => table.text(row, other),
        text => text,
    };
    let words = CreditText {
        name: either(Field::CounterpartyName, Field::PayerName),
        account: given(either(Field::CounterpartyAccount, Field::PayerAccount)),
        summary: table.text(row, Field::Summary),
        remark: table.text(row, Field::Remark),
    };
    let currency = text(Field::Currency).trim();
    let yuan = currency.is_empty() || YUAN.contains(&currency);
    let field = match given(income) {
        "" => Field::Amount,
        _ => Field::Income,
    };
    Some(Credit {
        payer: if yuan {
            payer::identify(words, payers)
        } else {
            Payer::Other
        },
        from: words.account,
        day,
        fen: flow.fen,
        place: table.place(row, field, sources),
        field,
        found: text(field).trim(),
    })
}
