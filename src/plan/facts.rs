//! What is known of an indirect store on its way to M4: from the sheet, or else from the onboarded record.

use time::Date;

use super::input::PlanInput;
use super::job::{has_signed, is_of_the_job};
use super::progress::ProgressFacts;
use crate::model::modify::StoreAndRecord;
use crate::model::{Disposition, Field, StorePlan};
use crate::value::date;
use crate::value::moment::Moment;

/// Rules raised when the Alipay account contradicts one of the store's four elements.
pub(super) const CONTRADICTIONS: [&str; 4] = ["ACC002", "ACC003", "ACC004", "ACC005"];

/// The store, and the onboarded record it was matched with.
pub(super) fn known<'a>(input: &'a PlanInput, row: usize) -> StoreAndRecord<'a> {
    StoreAndRecord::new(&input.ingested.tables, input.reconciled, row)
}

/// The facts of one row, once its disposition is known.
pub(super) fn gather(plan: &StorePlan, row: usize, input: &PlanInput) -> ProgressFacts {
    let known = known(input, row);
    let text = |field| known.text(field);
    let done = |field| text(field) == "yes";
    let moment = |field| Moment::parse(text(field));
    let is_unclear = |field| !text(field).is_empty() && moment(field).is_none();
    let is_of_the_store = |code: &&str| !CONTRADICTIONS.contains(code) && !is_of_the_job(code);
    let acquirer = known.acquirer();
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
