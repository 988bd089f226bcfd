//! 进件计划: every store row with where it stands, what stands between it and M4, who acts, and by when.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::changes_csv;
use super::discrepancies_xlsx::{Book, Column, Holds, Pen, TABLE_ROWS};
use crate::model::{Disposition, Field, Lang, Party, Step, StoreProgress, TaskState};
use crate::value::{date, moment};

use Holds::{Number, Prose, Text};

const COLUMNS: &[Column] = &[
    Column("门店编码", "Store code", 18, Text),
    Column("门店名称", "Store", 24, Text),
    Column("公司名称", "Company", 28, Text),
    Column("处置", "Disposition", 9, Text),
    Column("原因", "Reasons", 18, Text),
    Column("阶段", "StoreStage", 20, Text),
    Column("现等级", "Level now", 8, Number),
    Column("可达等级", "Reachable", 9, Number),
    Column("M4", "M4", 13, Text),
    Column("逾期", "Overdue", 26, Prose),
    Column("现在办", "To do now", 26, Prose),
    Column("等待", "Waiting for", 46, Prose),
    Column("之后", "After that", 72, Prose),
    Column("可绑定", "Bind from", 17, Text),
    Column("交易期限", "Trade by", 12, Text),
    Column("执照到期", "Licence ends", 12, Text),
    Column("证件到期", "ID ends", 12, Text),
    Column("修改项", "Changes", 40, Prose),
    Column("接入方式", "Route", 9, Text),
    Column("SMID", "SMID", 20, Text),
    Column("上传文件", "Upload file", 32, Text),
    Column("行", "Row", 7, Number),
];

/// Fills 进件计划.
pub(crate) fn fill(book: &Book, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let mut pen = Pen::new(sheet, book);
    pen.table(COLUMNS)?;
    let stores = book.report.run.plan.stores.len();
    for row in 0..stores.min(TABLE_ROWS) {
        plan_row(&mut pen, row)?;
        pen.next_row()?;
    }
    pen.finish_table(COLUMNS)?;
    // Too wide for one page: two side by side, each with the store.
    pen.sheet.set_print_fit_to_pages(2, 0);
    pen.sheet.set_repeat_columns(0, 1)?;
    pen.sheet.set_freeze_panes(1, 2)?;
    if stores > TABLE_ROWS {
        pen.remark(
            book.lang
                .pick("其余门店见 plan.csv", "plan.csv has the other stores"),
        )?;
    }
    Ok(())
}

fn plan_row(pen: &mut Pen, row: usize) -> Result<(), XlsxError> {
    let book = pen.book;
    let (run, lang) = (book.report.run, book.lang);
    let store = run.ingested.tables.stores.row(row);
    let (plan, matched) = (&run.plan.stores[row], &run.reconciled.stores[row]);
    let names = [Field::StoreCode, Field::StoreName, Field::MerchantName];
    for (column, field) in (0..).zip(names) {
        pen.text(
            column,
            &book.report.lens.hide(Some(field), store.text(field)),
        )?;
    }
    let disposition = plan.disposition.label(lang);
    match plan.disposition {
        Disposition::Held => pen.styled(3, disposition, &book.styles.bad)?,
        _ => pen.text(3, disposition)?,
    }
    pen.text(4, &plan.reasons.join(" "))?;
    let progress = &plan.progress;
    // Levels say nothing of a store that is not onboarded through an acquirer.
    if let Some(stage) = progress.stage {
        pen.text(5, stage.label(lang))?;
        pen.number(6, plan.level_now.into())?;
        pen.number(7, plan.level_reachable.into())?;
        pen.text(8, plan.m4.label(lang))?;
    }
    let overdue = steps(progress, TaskState::Overdue, lang);
    if !overdue.is_empty() {
        pen.styled(9, &overdue, &book.styles.bad)?;
    }
    for (column, turn) in [
        (10, TaskState::Now),
        (11, TaskState::Waiting),
        (12, TaskState::Next),
    ] {
        pen.text(column, &steps(progress, turn, lang))?;
    }
    pen.text(
        13,
        &progress.bind_from.map(moment::format).unwrap_or_default(),
    )?;
    let days = [
        progress.trade_by,
        progress.licence_until,
        progress.legal_id_until,
    ];
    for (column, day) in (14..).zip(days) {
        pen.text(column, &day.map(date::format).unwrap_or_default())?;
    }
    pen.text(17, &changed(book, row))?;
    pen.text(18, matched.route.label(lang))?;
    let smid = crate::uploads::bodies::onboarding_body::smid(
        store,
        matched,
        &run.ingested.tables.merchants,
    );
    pen.text(19, smid.as_deref().unwrap_or_default())?;
    if let Some((batch, placement)) = book.report.placed(row) {
        pen.text(20, &batch.file())?;
        pen.number(21, placement.row.into())?;
    }
    Ok(())
}

/// What a modify changes, from the value Alipay has to the one that goes out.
fn changed(book: &Book, row: usize) -> String {
    let (report, tables) = (book.report, &book.report.run.ingested.tables);
    let changes = changes_csv::of_store(report.run, row).map(|change| {
        let field = change.field;
        let hide = |text| report.lens.hide(Some(field), text);
        let old = hide(tables.merchants.original(change.record, field));
        let new = match tables.stores.text(row, field) {
            "" => book.lang.pick("（没有了）", "(gone)").into(),
            _ => hide(tables.stores.original(row, field)),
        };
        format!("{} {old} → {new}", field.label(book.lang))
    });
    changes.collect::<Vec<_>>().join(book.lang.pick("；", "; "))
}

/// The steps of one turn in words, with whoever else has to act before each and its date behind.
fn steps(progress: &StoreProgress, turn: TaskState, lang: Lang) -> String {
    let steps: Vec<String> = progress.of(turn).map(|step| words(step, lang)).collect();
    steps.join(lang.pick("；", "; "))
}

fn words(step: &Step, lang: Lang) -> String {
    let party = step.due.party();
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
    format!("{who}{}{when}", step.due.label(lang))
}
