//! Stores of all bills brought together, one entry each. Exports of one account may overlap (a day's bill
//! beside the month's, one file twice under two names): a trade number counts once, whichever files have
//! it. A store-day that two files have alike is told by the sum of its numbers; where they differ, the
//! files are read again for the lines of such days, so that no line has to be kept the first time.

use std::collections::HashSet;

use rayon::prelude::*;

use super::count::stores::add_day;
use super::rules::{BIL006, BIL007};
use crate::model::bill::{BillFile, BillStore};
use crate::model::{BillDay, Finding, Place, Rule};
use crate::model::{Note, Related};
use bank_cut::Cuts;
use dispute_count::{Dispute, Lines};
use line_selection::Wanted;
use repeated_lines::Repeated;

/// Two files that may both count a line, once for each store-day: the second may have it again.
pub(crate) type Doubts = Vec<(u32, u32)>;

/// What several files have of a day, by source.
pub(crate) type OfDay = Vec<(BillDay, u32)>;

/// Brings the stores of all bills into order, one entry each; their days ascend already. What counts
/// once is noted in `bills` as duplicates; what may have been counted twice, and what stands twice in one
/// bill, is told. `again` reads the files of some sources for some lines.
pub(crate) fn in_order(
    stores: &mut Vec<BillStore>,
    bills: &mut [BillFile],
    findings: &mut Vec<Finding>,
    again: impl Fn(Wanted, &[u32]) -> Lines,
) {
    bill_owner::nameless(stores, bills, &again);
    stores.par_sort_by(|a, b| (a.key(), &a.seen).cmp(&(b.key(), &b.seen)));
    let cuts = Cuts::of(stores);
    let (mut doubts, mut repeated) = (Doubts::new(), Repeated::default());
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
            let days = settle_days(&days, &mut entry.days, bills, &mut doubts);
            disputes.extend(days.into_iter().map(|files| Dispute { store, files }));
        }
        merged.push(entry);
    }
    *stores = merged;
    for round in dispute_count::rounds(disputes) {
        let counts = dispute_count::stores(&round, stores, &again);
        for (dispute, counts) in round.iter().zip(counts) {
            let days = &mut stores[dispute.store].days;
            doubts.extend(dispute_count::enter(
                dispute,
                &counts,
                days,
                bills,
                &mut repeated,
            ));
        }
    }
    let cuts = bank_cut::settle(&cuts, &cut, stores, bills, &mut repeated, &again);
    doubts.extend(movements::once(bills, &mut repeated, &again));
    withdrawals_once(bills);
    findings.extend(told(&BIL006, doubts));
    findings.extend(told(&BIL007, cuts));
    repeated.tell(bills, findings);
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
fn days(of_one: &[BillStore]) -> OfDay {
    let mut days = OfDay::new();
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

/// Adds up the days on which the files agree, and gives those in dispute.
pub(crate) fn settle_days(
    days: &[(BillDay, u32)],
    sum: &mut Vec<BillDay>,
    bills: &mut [BillFile],
    doubts: &mut Doubts,
) -> Vec<OfDay> {
    let mut disputes = Vec::new();
    for of_day in days.chunk_by(|a, b| a.0.day == b.0.day) {
        let first = &of_day[0].0;
        let numbered = of_day.iter().filter(|(day, _)| day.print != 0);
        if of_day.iter().all(|(day, _)| first.is_again(day)) {
            add_day(sum, first);
            of_day[1..]
                .iter()
                .for_each(|(day, source)| repeats(bills, *source, day));
        } else if of_day.iter().any(|(day, _)| day.twice) || numbered.count() > 1 {
            disputes.push(of_day.to_vec());
        } else {
            of_day.iter().for_each(|(day, _)| add_day(sum, day));
            doubts.extend(overlapping(of_day.iter().map(|(_, source)| *source), bills));
        }
    }
    disputes
}

/// Lines of a file that count already.
pub(crate) fn repeats(bills: &mut [BillFile], source: u32, day: &BillDay) {
    let Some(file) = bills.iter_mut().find(|bill| bill.source == source) else {
        return;
    };
    let [added, taken] = file.sort.sorts();
    file.again[added as usize] += u64::from(day.trades);
    file.again[taken as usize] += u64::from(day.refunds);
}

/// Each two of the files that overlap.
pub(crate) fn overlapping(sources: impl Iterator<Item = u32>, bills: &[BillFile]) -> Doubts {
    let sources: Vec<u32> = sources.collect();
    let mut doubts = Doubts::new();
    for (at, one) in sources.iter().enumerate() {
        let later = sources[at + 1..].iter();
        let later = later.filter(|other| overlap(bills, *one, **other));
        doubts.extend(later.map(|other| (*one, *other)));
    }
    doubts
}

/// Whether two files of one account say that they cover the same days in part, and not wholly: bills
/// that state the same days are parts of one.
fn overlap(bills: &[BillFile], one: u32, other: u32) -> bool {
    let period = |source| bills.iter().find(|bill| bill.source == source)?.period;
    match (period(one), period(other)) {
        (Some(a), Some(b)) => a != b && a.0 < b.1 && b.0 < a.1,
        _ => false,
    }
}

/// One finding for each two files.
fn told(rule: &'static Rule, mut doubts: Doubts) -> Vec<Finding> {
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
#[cfg(test)]
mod tests;
