//! `reports/settlement.csv`, one row per account and settlement day, what the bills owe and what the bank
//! received, and 结算, the days with a difference. Only the header when there is nothing to settle.

use time::Date;

use super::column::{CellValue, ReportColumn, columns};
use super::context::ReportContext;
use super::csv_file;
use super::sheet_writer::{SheetResult, SheetWriter, TABLE_ROWS};
use super::workbook_context::WorkbookContext;
use crate::emit::error::EmitError;
use crate::emit::staging::OutputSink;
use crate::emit::workbook_style::Tone;
use crate::model::{Field, SettlementAccount, SettlementDay, SettlementVerdict};
use crate::value::date;

struct DayRow<'a> {
    report: &'a ReportContext<'a>,
    account: &'a SettlementAccount,
    day: &'a SettlementDay,
}

fn columns<'a>() -> Vec<ReportColumn<DayRow<'a>>> {
    columns! { DayRow<'a>;
        csv "route" sheet "接入方式" "Route" 9 Text
            => |r| CellValue::word(r.account.route.key(), r.account.route.label(r.report.lang));
        csv "pids" sheet "PID" "PID" 18 Prose => |r| r.account.pids.join(" ");
        csv "card_no" sheet "收款账号" "Account paid" 20 Text
            => |r| r.report.formatter.hide(Some(Field::CardNo), &r.account.card);
        csv "settlement_day" sheet "结算日" "Settlement day" 12 Text => |r| julian(r.day.day);
        csv "trades_from" => |r| r.day.trades.and_then(|(from, _)| julian(from));
        csv "trades_to" => |r| r.day.trades.and_then(|(_, to)| julian(to));
        sheet "交易日" "Trade days" 24 Text => |r| r.trade_days();
        csv "expected" sheet "应到账" "Expected" 14 Money => |r| CellValue::Money(r.day.expected_fen);
        csv "received" sheet "银行到账" "Received" 14 Money => |r| CellValue::Money(r.day.received_fen);
        csv "difference" sheet "差额" "Difference" 14 Money => |r| CellValue::Money(r.day.difference_fen());
        csv "verdict" sheet "结论" "Verdict" 12 Text => |r| r.verdict();
        csv "carried" sheet "累计未平" "Carried" 14 Money => |r| CellValue::Money(r.day.carried_fen);
        csv "cleared_on" sheet "冲平日" "Cleared on" 12 Text => |r| r.day.cleared.and_then(julian);
        csv "open" => |r| if r.day.is_open() { "open" } else { "" };
        csv "bills" sheet "账单位置" "Bills" 34 Prose => |r| r.report.paths(&r.day.bills);
        csv "credits" sheet "银行流水位置" "Credits" 34 Prose => |r| r.report.paths(&r.day.credits);
    }
}

fn rows<'a>(report: &'a ReportContext<'a>) -> impl Iterator<Item = DayRow<'a>> {
    let settlement = &report.run.reconciled.settlement;
    settlement.days.iter().map(move |day| DayRow {
        report,
        account: &settlement.accounts[day.account as usize],
        day,
    })
}

/// Writes the file; the answer is the number of rows.
pub(crate) fn write(report: &ReportContext, sink: &mut OutputSink) -> Result<u64, EmitError> {
    csv_file::write_report(sink, &columns(), rows(report))
}

/// Fills the sheet: every day with a difference, and how many days agree.
pub(crate) fn fill(book: &WorkbookContext, sheet: &mut SheetWriter) -> SheetResult {
    let differs = |row: &DayRow| row.day.verdict != SettlementVerdict::Agrees;
    let differing = rows(book.report).filter(differs);
    let shown: Vec<DayRow> = differing.take(TABLE_ROWS).collect();
    let others = book.report.run.reconciled.settlement.days.len() - shown.len();
    sheet.table(&columns(), shown)?;
    sheet.remark(&book.report.lang.pick(
        format!("另有 {others} 个结算日一致，未列出；逐日结果见 settlement.csv"),
        format!("{others} more settlement days agree; settlement.csv has them one by one"),
    ))
}

impl DayRow<'_> {
    fn verdict(&self) -> CellValue<'_> {
        let verdict = self.day.verdict;
        let tone = match verdict {
            SettlementVerdict::NotCovered => Tone::Faint,
            _ if self.day.is_open() => Tone::Bad,
            _ => Tone::Fair,
        };
        CellValue::word(verdict.key(), verdict.label(self.report.lang)).in_tone(tone)
    }

    fn trade_days(&self) -> String {
        let text = |day| julian(day).map(date::format).unwrap_or_default();
        match self.day.trades {
            None => String::new(),
            Some((from, to)) if from == to => text(from),
            Some((from, to)) => format!("{} – {}", text(from), text(to)),
        }
    }
}

fn julian(day: i32) -> Option<Date> {
    Date::from_julian_day(day).ok()
}
