//! 结算: every account and settlement day with a difference, and how many days agree.

use rust_xlsxwriter::{Worksheet, XlsxError};
use time::Date;

use super::discrepancies_xlsx::{Book, Column, Holds, Pen, TABLE_ROWS};
use super::settlement_csv::places;
use crate::model::{Field, SettlementDay, SettlementVerdict};
use crate::value::date;

use Holds::{Money, Prose, Text};

const COLUMNS: &[Column] = &[
    Column("接入方式", "Route", 9, Text),
    Column("PID", "PID", 18, Prose),
    Column("收款账号", "Account paid", 20, Text),
    Column("结算日", "Settlement day", 12, Text),
    Column("交易日", "Trade days", 24, Text),
    Column("应到账", "Expected", 14, Money),
    Column("银行到账", "Received", 14, Money),
    Column("差额", "Difference", 14, Money),
    Column("结论", "Verdict", 12, Text),
    Column("累计未平", "Carried", 14, Money),
    Column("冲平日", "Cleared on", 12, Text),
    Column("账单位置", "Bills", 34, Prose),
    Column("银行流水位置", "Credits", 34, Prose),
];

/// Fills the sheet.
pub(crate) fn fill(book: &Book, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let mut pen = Pen::new(sheet, book);
    pen.table(COLUMNS)?;
    let days = &book.report.run.reconciled.settlement.days;
    let differs = |day: &&SettlementDay| day.verdict != SettlementVerdict::Agrees;
    let mut shown = 0;
    for day in days.iter().filter(differs).take(TABLE_ROWS) {
        row(&mut pen, day)?;
        pen.next_row()?;
        shown += 1;
    }
    pen.finish_table(COLUMNS)?;
    let others = days.len() - shown;
    pen.remark(&book.lang.pick(
        format!("另有 {others} 个结算日一致，未列出；逐日结果见 settlement.csv"),
        format!("{others} more settlement days agree; settlement.csv has them one by one"),
    ))
}

fn row(pen: &mut Pen, day: &SettlementDay) -> Result<(), XlsxError> {
    let book = pen.book;
    let settlement = &book.report.run.reconciled.settlement;
    let account = &settlement.accounts[day.account as usize];
    pen.text(0, account.route.label(book.lang))?;
    pen.text(1, &account.pids.join(" "))?;
    pen.text(
        2,
        &book.report.lens.hide(Some(Field::CardNo), &account.card),
    )?;
    pen.text(3, &text(day.day))?;
    pen.text(4, &trades(day))?;
    pen.money(5, day.expected_fen)?;
    pen.money(6, day.received_fen)?;
    pen.money(7, day.difference_fen())?;
    let styles = &book.styles;
    let label = day.verdict.label(book.lang);
    match day.verdict {
        SettlementVerdict::NotCovered => pen.styled(8, label, &styles.none)?,
        _ if day.is_open() => pen.styled(8, label, &styles.bad)?,
        _ => pen.styled(8, label, &styles.fair)?,
    }
    pen.money(9, day.carried_fen)?;
    pen.text(10, &day.cleared.map(text).unwrap_or_default())?;
    pen.text(11, &places(book.report, &day.bills))?;
    pen.text(12, &places(book.report, &day.credits))
}

fn trades(day: &SettlementDay) -> String {
    match day.trades {
        None => String::new(),
        Some((from, to)) if from == to => text(from),
        Some((from, to)) => format!("{} – {}", text(from), text(to)),
    }
}

fn text(day: i32) -> String {
    Date::from_julian_day(day)
        .map(date::format)
        .unwrap_or_default()
}
