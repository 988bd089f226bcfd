//! What is known of an indirect store for its way: the sheet's word where it has one, else that of the
//! onboarded record.

use time::Date;

use super::Input;
use super::decide::{CONTRADICTIONS, is_of_the_job};
use super::job::signed;
use super::progress::Facts;
use crate::model::modify::StoreAndRecord;
use crate::model::{Disposition, Field, StorePlan};
use crate::value::date;
use crate::value::moment::Moment;

/// The store, and the onboarded record it was matched with.
pub(super) fn known<'a>(input: &'a Input, row: usize) -> StoreAndRecord<'a> {
    StoreAndRecord::new(&input.ingested.tables, input.reconciled, row)
}

/// The facts of one row, once its disposition is known.
pub(super) fn of(plan: &StorePlan, row: usize, input: &Input) -> Facts {
    let known = known(input, row);
    let text = |field| known.text(field);
    let done = |field| text(field) == "yes";
    let moment = |field| Moment::parse(text(field));
    let is_unclear = |field| !text(field).is_empty() && moment(field).is_none();
    let acquirer = known.acquirer();
    let day = |julian| Date::from_julian_day(julian).ok();
    Facts {
        level: plan.level_now,
        held: plan.disposition == Disposition::Held,
        faulty: plan
            .held_by
            .iter()
            .any(|code| !CONTRADICTIONS.contains(code) && !is_of_the_job(code)),
        job_faulty: plan.held_by.iter().any(|code| is_of_the_job(code)),
        submitted: matches!(plan.disposition, Disposition::Create | Disposition::Modify),
        m4: plan.m4,
        agreement: (!acquirer.is_empty()).then(|| signed(input.job, acquirer)),
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
