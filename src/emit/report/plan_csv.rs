//! `reports/plan.csv`: one row per store row, with its disposition, where it stands, what is to be done
//! by whom and when, and the file it went into.

use std::borrow::Cow;

use super::accounts_csv::{Cells, table};
use crate::config::Levels;
use crate::emit::publish::Sink;
use crate::emit::{Error, Report};
use crate::model::{Field, FieldSet, Requirement, Row, Step, StorePlan, StoreProgress, TaskState};
use crate::uploads::batch::Placement;
use crate::uploads::bodies::onboarding_body;
use crate::value::{date, moment, money};

const HEADER: [&str; 33] = [
    "file",
    "sheet",
    "row",
    "store_code",
    "store_name",
    "merchant_name",
    "business_license",
    "disposition",
    "route",
    "evidence",
    "route_evidence",
    "smid",
    "stage",
    "level_now",
    "level_reachable",
    "m4",
    "reasons",
    "overdue",
    "now",
    "waiting",
    "next",
    "missing_m3",
    "missing_m4",
    "bind_from",
    "last_trade",
    "trades",
    "trades_net",
    "trade_by",
    "days_left",
    "licence_until",
    "legal_id_until",
    "upload_file",
    "upload_row",
];

/// Writes the file; the answer is the number of rows.
pub(crate) fn write(report: &Report, sink: &mut Sink) -> Result<u64, Error> {
    let stores = report.run.plan.stores.len();
    let header = HEADER.into_iter().map(Cow::Borrowed);
    table(sink, header, 0..stores, |row, cells| {
        fill(report, row, cells)
    })
}

fn fill(report: &Report, row: usize, cells: &mut Cells) {
    let run = report.run;
    let (plan, matched) = (&run.plan.stores[row], &run.reconciled.stores[row]);
    store(report, row, cells);
    cells.text(plan.disposition.key());
    cells.text(matched.route.key());
    cells.text(matched.evidence.key());
    let at = matched.evidence_at.iter();
    let at: Vec<_> = at.map(|place| report.lens.path(*place)).collect();
    cells.text(&at.join("; "));
    let record = run.ingested.tables.stores.row(row);
    let smid = onboarding_body::smid(record, matched, &run.ingested.tables.merchants);
    cells.text(smid.as_deref().unwrap_or_default());
    standing(plan, cells);
    for (level, missing) in [(3, plan.missing_m3), (4, plan.missing_m4)] {
        cells.text(&requirements(&run.settings.levels, level, missing, record));
    }
    cells.text(
        &plan
            .progress
            .bind_from
            .map(moment::format)
            .unwrap_or_default(),
    );
    cells.day(matched.last_trade);
    cells.exact(&matched.trades.to_string());
    cells.exact(&money::format_fen(matched.net_fen));
    deadlines(report, &plan.progress, cells);
    match report.placed(row) {
        Some((batch, Placement { row, .. })) => {
            cells.text(&batch.file());
            cells.number(row);
        }
        None => (0..2).for_each(|_| cells.text("")),
    }
}

/// Where the row stands and whose store it is.
fn store(report: &Report, row: usize, cells: &mut Cells) {
    let place = report.store_place(row);
    let (file, sheet) = report.lens.file(place);
    cells.text(file);
    cells.text(sheet.unwrap_or_default());
    cells.number(place.row);
    let store = report.run.ingested.tables.stores.row(row);
    for field in [
        Field::StoreCode,
        Field::StoreName,
        Field::MerchantName,
        Field::BusinessLicense,
    ] {
        cells.text(&report.lens.hide(Some(field), store.text(field)));
    }
}

fn standing(plan: &StorePlan, cells: &mut Cells) {
    cells.text(plan.progress.stage.map_or("", |stage| stage.key()));
    cells.number(plan.level_now.into());
    cells.number(plan.level_reachable.into());
    cells.text(plan.m4.key());
    cells.text(&plan.reasons.join(" "));
    for turn in [
        TaskState::Overdue,
        TaskState::Now,
        TaskState::Waiting,
        TaskState::Next,
    ] {
        let steps: Vec<String> = plan.progress.of(turn).map(step).collect();
        cells.text(&steps.join(" "));
    }
}

/// `merchant:bind`, who acts and what is done.
fn step(step: &Step) -> String {
    format!("{}:{}", step.due.party().key(), step.due.key())
}

fn deadlines(report: &Report, progress: &StoreProgress, cells: &mut Cells) {
    let day = |day: Option<time::Date>| day.map(date::format).unwrap_or_default();
    cells.text(&day(progress.trade_by));
    let today = report.run.settings.as_of.day;
    let left = progress
        .trade_by
        .map(|by| (by - today).whole_days().to_string());
    cells.exact(&left.unwrap_or_default());
    cells.text(&day(progress.licence_until));
    cells.text(&day(progress.legal_id_until));
}

/// What is still to be given: field keys between spaces, `|` between those of which one is enough, `+` between those that only
/// count together.
fn requirements(levels: &Levels, level: u8, missing: FieldSet, store: Row) -> String {
    if missing == 0 {
        return String::new();
    }
    let lacking = Field::all().filter(|field| missing & field.bit() != 0);
    let rest = |need: Requirement| need.rest(|field| store.has(field)).key();
    let ways = lacking.map(|field| rest(levels.requirement(level, field)));
    ways.collect::<Vec<_>>().join(" ")
}
