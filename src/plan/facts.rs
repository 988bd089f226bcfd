//! What is known of an indirect store on its way to M4: from the sheet, or else from the onboarded record.

use time::Date;

use super::input::PlanInput;
use super::job::{has_signed, is_of_the_job};
use super::progress::ProgressFacts;
use crate::model::{Disposition, Field, StorePlan, plan};
use crate::value::date;
use crate::value::moment::Moment;

/// Rules raised when the Alipay account contradicts one of the store's four elements.
pub(super) const CONTRADICTIONS: [&str; 4] = ["ACC002", "ACC003", "ACC004", "ACC005"];

/// The text of the sheet, or of the onboarded record where the sheet has none.
pub(super) fn text<'a>(input: &'a PlanInput, row: usize, field: Field) -> &'a str {
    let tables = &input.ingested.tables;
    let store = tables.stores.row(row);
    let record = input.reconciled.stores[row].merchant;
    match record.map(|at| tables.merchants.row(at as usize)) {
        Some(record) if !store.has(field) => record.text(field),
        _ => store.text(field),
    }
}

/// The PID of the acquirer; empty when nobody names one.
pub(super) fn acquirer<'a>(input: &'a PlanInput, row: usize) -> &'a str {
    let tables = &input.ingested.tables;
    let record = input.reconciled.stores[row].merchant;
    plan::acquirer(
        tables.stores.row(row),
        record.map(|at| tables.merchants.row(at as usize)),
    )
}

/// The facts of one row, once its disposition is known.
pub(super) fn gather(plan: &StorePlan, row: usize, input: &PlanInput) -> ProgressFacts {
    let text = |field| text(input, row, field);
    let done = |field| text(field) == "yes";
    let moment = |field| Moment::parse(text(field));
    let is_unclear = |field| !text(field).is_empty() && moment(field).is_none();
    let is_of_the_store = |code: &&str| !CONTRADICTIONS.contains(code) && !is_of_the_job(code);
    let acquirer = acquirer(input, row);
    let day = |julian| Date::from_julian_day(julian).ok();
    ProgressFacts {
        level: plan.level_now,
        held: plan.disposition == Disposition::Held,
        faulty: plan.held_by.iter().any(is_of_the_store),
        job_faulty: plan.held_by.iter().any(|code| is_of_the_job(code)),
        submitted: matches!(plan.disposition, Disposition::Create | Disposition::Modify),
        m4: plan.m4,
        agreement: (!acquirer.is_empty()).then(|| has_signed(input.job, acquirer)),
        handed_over: moment(Field::HandedOverAt),
        tagged: moment(Field::TaggedAt),
        unclear: is_unclear(Field::HandedOverAt) || is_unclear(Field::TaggedAt),
        last_trade: input.reconciled.stores[row].last_trade.and_then(day),
        workbench_signed: done(Field::WorkbenchSigned),
        info_confirmed: done(Field::InfoConfirmed),
        order_sync: done(Field::OrderSync),
        licence_until: date::parse(text(Field::BusinessLicenseExpiry)),
        legal_id_until: date::parse(text(Field::LegalIdExpiry)),
    }
}
