//! What is known of an indirect store for its way: the sheet's word where it has one, else that of the
//! onboarded record.

use time::Date;

use super::Input;
use super::decide::{CONTRADICTIONS, is_of_the_job};
use super::job::signed;
use super::progress::Facts;
use crate::model::{Disposition, Field, StorePlan, StoreRecord};
use crate::value::date;
use crate::value::moment::Moment;

/// The text of the sheet, or of the onboarded record where the sheet says nothing.
pub(super) fn text<'a>(input: &'a Input, row: usize, field: Field) -> &'a str {
    StoreRecord::at(&input.ingested.tables, input.reconciled, row).text(field)
}

/// The PID of the acquirer; empty when nobody names one.
pub(super) fn acquirer<'a>(input: &'a Input, row: usize) -> &'a str {
    StoreRecord::at(&input.ingested.tables, input.reconciled, row).acquirer()
}

/// The facts of one row, once its disposition is known.
pub(super) fn of(plan: &StorePlan, row: usize, input: &Input) -> Facts {
    let text = |field| text(input, row, field);
    let done = |field| text(field) == "yes";
    let moment = |field| Moment::parse(text(field));
    let is_unclear = |field| !text(field).is_empty() && moment(field).is_none();
    let acquirer = acquirer(input, row);
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
