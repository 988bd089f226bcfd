//! Stores of all bills brought together, one entry each. Exports of one account may overlap (a day's bill
//! beside the month's, one file twice under two names): a trade number counts once, whichever files have
//! it. A store-day that two files have alike is told by the sum of its numbers; where they differ, the
//! files are read again for the lines of such days, so that no line has to be kept the first time.

use std::collections::HashSet;

use rayon::prelude::*;

use super::rules::{BIL006, BIL007};
use crate::model::bill::{BillFile, BillStore};
use crate::model::{Finding, Place, Rule};
use crate::model::{Note, Related};
use bank_cut::BankCuts;
use dispute_count::{Dispute, LinesBySource};
use line_selection::LineSelection;
use repeated_lines::RepeatedLines;
use store_days::{DoubtfulPairs, FileDays, merge_days};

/// Brings the stores of all bills into order, one entry each; their days ascend already. What counts
/// once is noted in `bills` as duplicates; what may have been counted twice, and what stands twice in one
/// bill, is told. `again` reads the files of some sources for some lines.
pub(crate) fn merge_stores(
    stores: &mut Vec<BillStore>,
    bills: &mut [BillFile],
    findings: &mut Vec<Finding>,
    read_again: impl Fn(LineSelection, &[u32]) -> LinesBySource,
) {
    bill_owner::assign_accounts(stores, bills, &read_again);
    stores.par_sort_by(|a, b| (a.key(), &a.seen).cmp(&(b.key(), &b.seen)));
    let cuts = BankCuts::find(stores);
    let (mut doubts, mut repeated) = (DoubtfulPairs::new(), RepeatedLines::default());
    let (mut disputes, mut cut) = (Vec::new(), Vec::new());
    let same_key = |a: &BillStore, b: &BillStore| a.key() == b.key();
    let mut merged = Vec::with_capacity(stores.len());
    for of_one in stores.chunk_by_mut(same_key) {
        let store = merged.len();
        let beside = cuts.stand_beside(&of_one[0]);
        if let ([one], false) = (&mut *of_one, beside)
            && !one.days.iter().any(|day| day.twice)
        {
            merged.push(take(one));
            continue;
        }
        let days = days(of_one);
        let mut entry = merge(of_one);
        if beside {
            cut.push(Dispute { store, files: days });
        } else {
            let days = merge_days(&days, &mut entry.days, bills, &mut doubts);
            disputes.extend(days.into_iter().map(|files| Dispute { store, files }));
        }
        merged.push(entry);
    }
    *stores = merged;
    for round in dispute_count::rounds(disputes) {
        let counts = dispute_count::count_stores(&round, stores, &read_again);
        for (dispute, counts) in round.iter().zip(counts) {
            let days = &mut stores[dispute.store].days;
            doubts.extend(dispute_count::add_to_days(
                dispute,
                &counts,
                days,
                bills,
                &mut repeated,
            ));
        }
    }
    let cuts = bank_cut::count_cuts(&cuts, &cut, stores, bills, &mut repeated, &read_again);
    doubts.extend(movements::count_once(bills, &mut repeated, &read_again));
    withdrawals_once(bills);
    findings.extend(pair_findings(&BIL006, doubts));
    findings.extend(pair_findings(&BIL007, cuts));
    repeated.add_findings(bills, findings);
}

/// A withdrawal that several bills of an account have stays in the first.
fn withdrawals_once(bills: &mut [BillFile]) {
    let mut seen = HashSet::new();
    for bill in bills {
        let account = bill.account.clone();
        bill.withdrawals
            .retain(|w| w.number == 0 || seen.insert((account.clone(), w.number)));
    }
}

/// The days of one store's entries, each from a file of its own, in the order of days and files.
fn days(of_one: &[BillStore]) -> FileDays {
    let mut days = FileDays::new();
    for store in of_one {
        let source = store.seen.first().map_or(0, |seen| seen.source);
        days.extend(store.days.iter().map(|day| (day.clone(), source)));
    }
    days.sort_by_key(|(day, source)| (day.day, *source));
    days
}

/// One entry of those of one store, without days.
fn merge(of_one: &mut [BillStore]) -> BillStore {
    let seen = of_one.iter().flat_map(|store| &store.seen);
    let seen = seen.copied().collect();
    BillStore {
        seen,
        days: Vec::new(),
        ..take(&mut of_one[0])
    }
}

fn take(store: &mut BillStore) -> BillStore {
    BillStore {
        origin: store.origin,
        account: std::mem::take(&mut store.account),
        smid: std::mem::take(&mut store.smid),
        store_code: std::mem::take(&mut store.store_code),
        seen: std::mem::take(&mut store.seen),
        days: std::mem::take(&mut store.days),
    }
}

/// One finding for each two files.
fn pair_findings(rule: &'static Rule, mut doubts: DoubtfulPairs) -> Vec<Finding> {
    doubts.sort_unstable();
    let pairs = doubts.chunk_by(|a, b| a == b);
    pairs
        .map(|same| {
            let (one, other) = same[0];
            let finding = Finding::about(rule, Place::sheet(other)).arg(same.len());
            finding.related(Related {
                place: Place::sheet(one),
                field: None,
                found: String::new(),
                note: Note::BillDetail,
                touches: None,
            })
        })
        .collect()
}

pub(crate) mod bank_cut;
pub(crate) mod bill_owner;
pub(crate) mod dispute_count;
pub(crate) mod line_selection;
pub(crate) mod movements;
pub(crate) mod repeat_filter;
pub(crate) mod repeated_lines;
pub(crate) mod store_days;
#[cfg(test)]
mod tests;
