//! `reports/settlement.csv`: one row per account and settlement day, what the bills owe and what the bank
//! received. Only the header when there is nothing to settle.

use std::borrow::Cow;

use super::accounts_csv::{Cells, table};
use crate::emit::publish::Sink;
use crate::emit::{Error, Report};
use crate::model::{Field, Place, Settlement, SettlementDay};

const HEADER: [&str; 15] = [
    "route",
    "pids",
    "card_no",
    "settlement_day",
    "trades_from",
    "trades_to",
    "expected",
    "received",
    "difference",
    "verdict",
    "carried",
    "cleared_on",
    "open",
    "bills",
    "credits",
];

/// Writes the file; the answer is the number of rows.
pub(crate) fn write(report: &Report, sink: &mut Sink) -> Result<u64, Error> {
    let settlement = &report.run.reconciled.settlement;
    let header = HEADER.into_iter().map(Cow::Borrowed);
    table(sink, header, &settlement.days, |day, cells| {
        row(report, settlement, day, cells);
    })
}

fn row(report: &Report, settlement: &Settlement, day: &SettlementDay, cells: &mut Cells) {
    let account = &settlement.accounts[day.account as usize];
    cells.text(account.route.key());
    cells.text(&account.pids.join(" "));
    cells.text(&report.lens.hide(Some(Field::CardNo), &account.card));
    cells.day(Some(day.day));
    cells.day(day.trades.map(|(from, _)| from));
    cells.day(day.trades.map(|(_, to)| to));
    cells.money(day.expected_fen);
    cells.money(day.received_fen);
    cells.money(day.difference_fen());
    cells.text(day.verdict.key());
    cells.money(day.carried_fen);
    cells.day(day.cleared);
    cells.text(if day.is_open() { "open" } else { "" });
    cells.text(&places(report, &day.bills));
    cells.text(&places(report, &day.credits));
}

/// Places of one side, file by file.
pub(crate) fn places(report: &Report, places: &[Place]) -> String {
    let paths: Vec<String> = places
        .iter()
        .map(|place| report.lens.path(*place))
        .collect();
    paths.join("; ")
}
