//! The stores of all bills merged, one entry each. Exports of one account may overlap (the bill of a day beside that of
//! the month, one file under two names): a trade number counts once, whichever files have it. A day of a store that
//! two files have alike is recognised by the sum of its numbers; where they differ, the files are read again for the
//! lines of such days, so that the first reading keeps no lines.

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

use std::collections::HashSet;

use rayon::prelude::*;

use super::rules::{BIL006, BIL007};
use crate::model::bill::{BillFile, BillStore};
use crate::model::finding::{Note, Related};
use crate::model::{Finding, Place, Rule};
use bank_cut::BankCuts;
use dispute_count::{Dispute, LinesBySource};
use line_selection::LineSelection;
use repeated_lines::RepeatedLines;
use store_days::{DoubtfulPairs, FileDays, merge_days, source};

/// Merges the stores of all bills; their days are ascending. Lines that count only once are noted in `bills`; lines
/// that may count twice, and lines that one bill repeats, become findings. `read_again` reads the selected lines of
/// some files.
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
    let (mut disputes, mut cut_disputes) = (Vec::new(), Vec::new());
    let mut merged = Vec::with_capacity(stores.len());
    for same_store in stores.chunk_by_mut(|a, b| a.key() == b.key()) {
        let store = merged.len();
        let has_details = cuts.has_details(&same_store[0]);
        if let ([one], false) = (&mut *same_store, has_details)
            && !one.days.iter().any(|day| day.twice)
        {
            merged.push(take(one));
            continue;
        }
        let days = days(same_store);
        let mut entry = merge(same_store);
        if has_details {
            cut_disputes.push(Dispute { store, files: days });
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
            let doubtful = dispute_count::add_to_days(dispute, &counts, days, bills, &mut repeated);
            doubts.extend(doubtful);
        }
    }
    let repeats = &mut repeated;
    let cut_doubts =
        bank_cut::count_cuts(&cuts, &cut_disputes, stores, bills, repeats, &read_again);
    doubts.extend(movements::count_once(bills, repeats, &read_again));
    keep_withdrawals_once(bills);
    findings.extend(pair_findings(&BIL006, doubts));
    findings.extend(pair_findings(&BIL007, cut_doubts));
    repeated.add_findings(bills, findings);
}

/// Keeps a withdrawal that several bills of an account have in the first.
fn keep_withdrawals_once(bills: &mut [BillFile]) {
    let mut seen = HashSet::new();
    for bill in bills {
        let account = bill.account.clone();
        bill.withdrawals
            .retain(|w| w.number == 0 || seen.insert((account.clone(), w.number)));
    }
}

/// The days of one store, whose entries come from different files, by day and file.
fn days(entries: &[BillStore]) -> FileDays {
    let mut days = FileDays::new();
    for store in entries {
        let own = store.days.iter().map(|day| (day.clone(), source(store)));
        days.extend(own);
    }
    days.sort_by_key(|(day, source)| (day.day, *source));
    days
}

/// The entries of one store as one, without days.
fn merge(entries: &mut [BillStore]) -> BillStore {
    let seen = entries.iter().flat_map(|store| &store.seen);
    BillStore {
        seen: seen.copied().collect(),
        days: Vec::new(),
        ..take(&mut entries[0])
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

/// One finding for each pair of files.
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
