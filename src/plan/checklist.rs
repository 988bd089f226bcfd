//! The preconditions of a job, gathered from the plans of its stores: each with the stores it is met
//! for and those that still wait for it.

use std::collections::BTreeMap;

use super::facts;
use super::input::PlanInput;
use super::job::has_signed;
use crate::model::checklist::{Check, Precondition};
use crate::model::{Disposition, Field, Route, StorePlan, StoreStage, Task};

/// The checklist, in the order in which its points are due; a point no store has to do with is left out.
pub(super) fn checklist(input: &PlanInput, stores: &[StorePlan]) -> Vec<Check> {
    let mut points: BTreeMap<(Precondition, String), Check> = BTreeMap::new();
    for (row, plan) in stores.iter().enumerate() {
        for (what, subject, met) in points_of(input, row, plan) {
            let point = points.entry((what, subject.to_owned())).or_insert(Check {
                what,
                subject: subject.to_owned(),
                done: 0,
                open: Vec::new(),
                by: None,
            });
            if met {
                point.done += 1;
                continue;
            }
            point.open.push(row as u32);
            let trade_by = plan.progress.trade_by;
            let by = trade_by.filter(|_| what == Precondition::Trade);
            point.by = [point.by, by].into_iter().flatten().min();
        }
    }
    // That acquirers are named is worth a line only where one is not.
    let is_silent = |check: &Check| check.what == Precondition::Acquirer && check.open.is_empty();
    let checks = points.into_values();
    checks.filter(|check| !is_silent(check)).collect()
}

/// The points one store has to do with, and whether each is met.
fn points_of<'a>(
    input: &'a PlanInput,
    row: usize,
    plan: &StorePlan,
) -> Vec<(Precondition, &'a str, bool)> {
    let store = input.ingested.tables.stores.row(row);
    let matched = &input.reconciled.stores[row];
    let mut points = Vec::new();
    if plan.disposition == Disposition::Repeated {
        return points;
    }
    if matched.route == Route::Direct {
        let [own, receiving] = [Field::LogonId, Field::ReceivingLogonId].map(|f| store.text(f));
        if !receiving.is_empty() {
            points.push((Precondition::ReceivingAccount, "", own == receiving));
        }
        points.extend(order_sync(input, row, plan));
        return points;
    }
    let waits = |task| plan.progress.steps.iter().any(|step| step.task == task);
    let acquirer = facts::known(input, row).acquirer();
    if !acquirer.is_empty() || waits(Task::NameAcquirer) {
        points.push((Precondition::Acquirer, "", !acquirer.is_empty()));
    }
    let is_signed = has_signed(input.job, acquirer);
    // A store at M4 no longer waits for an agreement.
    if !acquirer.is_empty() && (is_signed || plan.progress.stage < Some(StoreStage::Claimed)) {
        points.push((Precondition::Agreement, acquirer, is_signed));
    }
    let Some(stage) = plan.progress.stage else {
        return points;
    };
    if plan.disposition != Disposition::Held
        && (StoreStage::M3..StoreStage::Claimed).contains(&stage)
    {
        points.push((Precondition::Trade, "", !waits(Task::Trade)));
    }
    if stage >= StoreStage::Claimed {
        let confirmed = facts::known(input, row).text(Field::InfoConfirmed) == "yes";
        points.push((Precondition::ConfirmChange, "", confirmed));
    }
    points.extend(order_sync(input, row, plan));
    points
}

/// Whether order sync is on. It is off for a new store, and has to be on once M4 is claimed; of the
/// rest only what sheet or record states is known.
fn order_sync<'a>(
    input: &PlanInput,
    row: usize,
    plan: &StorePlan,
) -> Option<(Precondition, &'a str, bool)> {
    let store = input.ingested.tables.stores.row(row);
    let record = input.reconciled.stores[row].merchant;
    let is_new = record.is_none() && !store.has(Field::Smid);
    let is_claimed = plan
        .progress
        .stage
        .is_some_and(|stage| stage >= StoreStage::Claimed);
    let on = match facts::known(input, row).text(Field::OrderSync) {
        "yes" => true,
        "no" => false,
        _ if is_new || is_claimed => false,
        _ => return None,
    };
    Some((Precondition::OrderSync, "", on))
}
