//! `reports/plan.csv` and 进件计划: one row per store row, with its disposition, where it stands, what stands
//! between it and M4, who acts and by when, and the file it went into.

use time::Date;

use super::changes;
use super::column::{CellValue, ReportColumn, columns};
use super::context::ReportContext;
use super::csv_file;
use super::sheet_writer::{SheetResult, SheetWriter, TABLE_ROWS};
use super::workbook_context::WorkbookContext;
use crate::emit::error::EmitError;
use crate::emit::staging::OutputSink;
use crate::emit::workbook_style::Tone;
use crate::model::reconciled::StoreMatch;
use crate::model::{
    Disposition, Field, FieldSet, Lang, Party, Place, Requirement, Row, Step, StoreAndRecord,
    StorePlan, StoreProgress, TaskState,
};
use crate::value::{date, moment};

struct PlanRow<'a> {
    report: &'a ReportContext<'a>,
    row: usize,
    place: Place,
    store: Row<'a>,
    plan: &'a StorePlan,
    matched: &'a StoreMatch,
}

fn columns<'a>() -> Vec<ReportColumn<PlanRow<'a>>> {
    columns! { PlanRow<'a>;
        csv "file" => |r| r.report.formatter.file(r.place).0;
        csv "sheet" => |r| r.report.formatter.file(r.place).1;
        csv "row" => |r| r.place.row;
        csv "store_code" sheet "门店编码" "Store code" 18 Text => |r| r.shown(Field::StoreCode);
        csv "store_name" sheet "门店名称" "Store" 24 Text => |r| r.shown(Field::StoreName);
        csv "merchant_name" sheet "公司名称" "Company" 28 Text => |r| r.shown(Field::MerchantName);
        csv "business_license" => |r| r.shown(Field::BusinessLicense);
        csv "disposition" sheet "处置" "Disposition" 9 Text => |r| r.disposition();
        csv "route" => |r| r.matched.route.key();
        csv "evidence" => |r| r.matched.evidence.key();
        csv "route_evidence" => |r| r.report.paths(&r.matched.evidence_at);
        csv "smid" => |r| r.smid();
        sheet "原因" "Reasons" 18 Text => |r| r.plan.reasons.join(" ");
        csv "stage" sheet "阶段" "Stage" 20 Text
            => |r| r.progress().stage.map(|stage| CellValue::word(stage.key(), stage.label(r.lang())));
        csv "level_now" => |r| r.plan.level_now;
        csv "level_reachable" => |r| r.plan.level_reachable;
        csv "m4" => |r| r.plan.m4.key();
        // Levels say nothing of a store that is not onboarded through an acquirer.
        sheet "现等级" "Level now" 8 Number => |r| r.progress().stage.map(|_| r.plan.level_now);
        sheet "可达等级" "Reachable" 9 Number => |r| r.progress().stage.map(|_| r.plan.level_reachable);
        sheet "M4" "M4" 13 Text => |r| r.progress().stage.map(|_| r.plan.m4.label(r.lang()));
        csv "reasons" => |r| r.plan.reasons.join(" ");
        csv "overdue" => |r| r.step_keys(TaskState::Overdue);
        csv "now" => |r| r.step_keys(TaskState::Now);
        csv "waiting" => |r| r.step_keys(TaskState::Waiting);
        csv "next" => |r| r.step_keys(TaskState::Next);
        sheet "逾期" "Overdue" 26 Prose => |r| r.overdue();
        sheet "现在办" "To do now" 26 Prose => |r| r.steps(TaskState::Now);
        sheet "等待" "Waiting for" 46 Prose => |r| r.steps(TaskState::Waiting);
        sheet "之后" "After that" 72 Prose => |r| r.steps(TaskState::Next);
        csv "missing_m3" => |r| r.missing(3, r.plan.missing_m3);
        csv "missing_m4" => |r| r.missing(4, r.plan.missing_m4);
        csv "bind_from" sheet "可绑定" "Bind from" 17 Text => |r| r.progress().bind_from.map(moment::format);
        csv "last_trade" => |r| r.matched.last_trade.and_then(|day| Date::from_julian_day(day).ok());
        csv "trades" => |r| r.matched.trades;
        csv "trades_net" => |r| CellValue::Money(r.matched.net_fen);
        csv "trade_by" sheet "交易期限" "Trade by" 12 Text => |r| r.progress().trade_by;
        csv "days_left" => |r| r.days_left();
        csv "licence_until" sheet "执照到期" "Licence ends" 12 Text => |r| r.progress().licence_until;
        csv "legal_id_until" sheet "证件到期" "ID ends" 12 Text => |r| r.progress().legal_id_until;
        sheet "修改项" "Changes" 40 Prose => |r| r.changes();
        sheet "接入方式" "Route" 9 Text => |r| r.matched.route.label(r.lang());
        sheet "SMID" "SMID" 20 Text => |r| r.smid();
        csv "upload_file" sheet "上传文件" "Upload file" 32 Text
            => |r| r.report.placed(r.row).map(|(batch, _)| batch.file());
        csv "upload_row" sheet "行" "Row" 7 Number
            => |r| r.report.placed(r.row).map(|(_, placement)| placement.row);
    }
}

fn rows<'a>(report: &'a ReportContext<'a>) -> impl Iterator<Item = PlanRow<'a>> {
    let run = report.run;
    (0..run.plan.stores.len()).map(move |row| PlanRow {
        report,
        row,
        place: report.store_place(row),
        store: report.store(row),
        plan: &run.plan.stores[row],
        matched: &run.reconciled.stores[row],
    })
}

/// Writes the file; the answer is the number of rows.
pub(crate) fn write(report: &ReportContext, sink: &mut OutputSink) -> Result<u64, EmitError> {
    csv_file::write_report(sink, &columns(), rows(report))
}

/// Fills the sheet.
pub(crate) fn fill(book: &WorkbookContext, sheet: &mut SheetWriter) -> SheetResult {
    sheet.table(&columns(), rows(book.report).take(TABLE_ROWS))?;
    // Too wide for one page: two side by side, each with the store.
    sheet.split_pages(2, 2)?;
    if book.report.run.plan.stores.len() > TABLE_ROWS {
        let others = ["其余门店见 plan.csv", "plan.csv has the other stores"];
        sheet.remark(book.report.lang.pick(others[0], others[1]))?;
    }
    Ok(())
}

impl<'a> PlanRow<'a> {
    fn lang(&self) -> Lang {
        self.report.lang
    }

    fn progress(&self) -> &'a StoreProgress {
        &self.plan.progress
    }

    fn shown(&self, field: Field) -> CellValue<'a> {
        self.report.shown(self.store, field).into()
    }

    fn disposition(&self) -> CellValue<'static> {
        let disposition = self.plan.disposition;
        let word = CellValue::word(disposition.key(), disposition.label(self.lang()));
        match disposition {
            Disposition::Held => word.in_tone(Tone::Bad),
            _ => word,
        }
    }

    fn smid(&self) -> &'a str {
        let run = self.report.run;
        StoreAndRecord::new(&run.ingested.tables, run.reconciled, self.row).smid()
    }

    /// `merchant:bind`: who acts and what is done.
    fn step_keys(&self, turn: TaskState) -> String {
        let key = |step: &Step| format!("{}:{}", step.task.party().key(), step.task.key());
        let steps = self.progress().steps_in(turn).map(key);
        steps.collect::<Vec<_>>().join(" ")
    }

    /// The steps of one turn in words.
    fn steps(&self, turn: TaskState) -> String {
        let steps = self
            .progress()
            .steps_in(turn)
            .map(|step| sentence(step, self.lang()));
        steps.collect::<Vec<_>>().join(self.lang().pick("；", "; "))
    }

    fn overdue(&self) -> CellValue<'static> {
        match self.steps(TaskState::Overdue) {
            none if none.is_empty() => CellValue::Blank,
            steps => CellValue::from(steps).in_tone(Tone::Bad),
        }
    }

    /// What is still to be given: field keys between spaces, `|` between those of which one is enough, `+`
    /// between those that only count together.
    fn missing(&self, level: u8, missing: FieldSet) -> String {
        if missing == 0 {
            return String::new();
        }
        let levels = &self.report.run.settings.levels;
        let lacking = Field::all().filter(|field| missing & field.bit() != 0);
        let rest = |need: Requirement| need.rest(|field| self.store.has(field)).key();
        let ways = lacking.map(|field| rest(levels.requirement(level, field)));
        ways.collect::<Vec<_>>().join(" ")
    }

    fn days_left(&self) -> Option<i64> {
        let today = self.report.run.settings.as_of.day;
        let by = self.progress().trade_by?;
        Some((by - today).whole_days())
    }

    /// What a modify changes, from the value Alipay has to the one that goes out.
    fn changes(&self) -> String {
        let lang = self.lang();
        let changes = changes::of_store(self.report, self.row).map(|change| {
            let new = if change.store.has(change.field) {
                change.new_value()
            } else {
                lang.pick("（没有了）", "(gone)").into()
            };
            let (field, old) = (change.field.label(lang), change.old());
            format!("{field} {old} → {new}")
        });
        changes.collect::<Vec<_>>().join(lang.pick("；", "; "))
    }
}

/// A step in words, with whoever else has to act before it and its date behind.
fn sentence(step: &Step, lang: Lang) -> String {
    let party = step.task.party();
    let who = match party {
        Party::Provider => String::new(),
        _ => format!("{}{}", party.label(lang), lang.pick("：", ": ")),
    };
    let when = match (step.from, step.by) {
        (Some(from), _) => {
            let from = moment::format(from);
            lang.pick(format!("（{from} 起）"), format!(" (from {from})"))
        }
        (None, Some(by)) => {
            let by = date::format(by);
            lang.pick(format!("（{by} 前）"), format!(" (by {by})"))
        }
        (None, None) => String::new(),
    };
    format!("{who}{}{when}", step.task.label(lang))
}
