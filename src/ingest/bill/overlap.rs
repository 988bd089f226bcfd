//! Stores of all bills brought together, one entry each. Exports of one account may overlap (a day's bill
//! beside the month's, one file twice under two names): the lines of a store and day that two files both
//! have count once. They are told by the sum of their numbers, so that no line has to be kept.

use rayon::prelude::*;

use super::stores::add_day;
use crate::model::bill::{BillFile, BillStore};
use crate::model::finding::{Note, Related};
use crate::model::stage_rules::BIL006;
use crate::model::{BillDay, Finding, Place};

/// One store and day of two files, with lines that are neither the same nor surely others.
struct Disputed {
    sources: (u32, u32),
}

/// Brings the stores of all bills into order, one entry each; their days ascend already. What counts
/// once is noted in `bills` as duplicates; what may have been counted twice is told.
pub fn in_order(stores: &mut Vec<BillStore>, bills: &mut [BillFile]) -> Vec<Finding> {
    stores.par_sort_by(|a, b| (a.key(), &a.seen).cmp(&(b.key(), &b.seen)));
    let mut disputed = Vec::new();
    let same_key = |a: &BillStore, b: &BillStore| a.key() == b.key();
    let mut merged = Vec::with_capacity(stores.len());
    for of_one in stores.chunk_by_mut(same_key) {
        merged.push(merge(of_one, bills, &mut disputed));
    }
    *stores = merged;
    told(&disputed)
}

/// One entry of those of one store, each from a file of its own.
fn merge(
    of_one: &mut [BillStore],
    bills: &mut [BillFile],
    disputed: &mut Vec<Disputed>,
) -> BillStore {
    if let [one] = of_one {
        return take(one);
    }
    let mut days: Vec<(BillDay, u32)> = Vec::new();
    for store in of_one.iter() {
        let source = store.seen.first().map_or(0, |seen| seen.source);
        days.extend(store.days.iter().map(|day| (day.clone(), source)));
    }
    days.sort_by_key(|(day, source)| (day.day, *source));
    let mut sum = take(&mut of_one[0]);
    sum.days.clear();
    sum.seen
        .extend(of_one[1..].iter().flat_map(|store| &store.seen));
    for of_day in days.chunk_by(|a, b| a.0.day == b.0.day) {
        for (at, (day, source)) in of_day.iter().enumerate() {
            let before = &of_day[..at];
            if before.iter().any(|(other, _)| other.is_again(day)) {
                let file = bills.iter_mut().find(|bill| bill.source == *source);
                file.into_iter().for_each(|file| file.again.add(day));
                continue;
            }
            let overlapping = before
                .iter()
                .filter(|(_, other)| overlap(bills, *other, *source));
            disputed.extend(overlapping.map(|(_, other)| Disputed {
                sources: (*other, *source),
            }));
            add_day(&mut sum.days, day);
        }
    }
    sum
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
fn told(disputed: &[Disputed]) -> Vec<Finding> {
    let mut pairs: Vec<(u32, u32)> = disputed.iter().map(|d| d.sources).collect();
    pairs.sort_unstable();
    let pairs = pairs.chunk_by(|a, b| a == b);
    pairs
        .map(|same| {
            let (one, other) = same[0];
            let finding = Finding::about(&BIL006, Place::sheet(other)).arg(same.len());
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::bill::{BillOrigin, BillSort, SeenIn};

    fn day(day: i32, trades: u32, print: u64) -> BillDay {
        BillDay {
            day,
            print,
            trades,
            refunds: 0,
            net_fen: 100 * i64::from(trades),
            fee_fen: 0,
        }
    }

    fn store(source: u32, code: &str, days: Vec<BillDay>) -> BillStore {
        BillStore {
            origin: BillOrigin::Acquirer,
            account: "2088000000000002".to_owned(),
            smid: "m".to_owned(),
            store_code: code.to_owned(),
            seen: vec![SeenIn { source, row: 6 }],
            days,
        }
    }

    fn file(source: u32, from: i32, to: i32) -> BillFile {
        BillFile {
            source,
            period: Some((from, to)),
            ..BillFile::new(BillSort::Acquirer)
        }
    }

    /// The stores, duplicates of each file, and findings as `source count`.
    fn run(
        mut stores: Vec<BillStore>,
        mut bills: Vec<BillFile>,
    ) -> (Vec<BillStore>, Vec<u64>, Vec<String>) {
        let findings = in_order(&mut stores, &mut bills);
        let said = findings
            .iter()
            .map(|f| format!("{} {}", f.place.source, f.args[0]));
        (
            stores,
            bills.iter().map(|b| b.again.trades.into()).collect(),
            said.collect(),
        )
    }

    #[test]
    fn stores_of_several_bills_become_one_entry_each() {
        let (stores, duplicates, said) = run(
            vec![
                store(0, "b", vec![day(7, 1, 11)]),
                store(0, "a", vec![day(7, 1, 12), day(9, 2, 13)]),
                store(1, "b", vec![day(8, 1, 14), day(7, 4, 15)]),
            ],
            vec![file(0, 7, 10), file(1, 7, 10)],
        );
        let mut b = store(0, "b", vec![day(7, 5, 26), day(8, 1, 14)]);
        b.seen.push(SeenIn { source: 1, row: 6 });
        assert_eq!(
            stores,
            [store(0, "a", vec![day(7, 1, 12), day(9, 2, 13)]), b]
        );
        assert_eq!((duplicates, said), (vec![0, 0], vec![]));
    }

    #[test]
    fn lines_of_two_files_count_once() {
        let month = || store(0, "a", vec![day(7, 2, 21), day(8, 1, 22)]);
        let (stores, duplicates, said) = run(
            vec![
                store(2, "a", vec![day(7, 2, 21)]),
                month(),
                store(1, "a", vec![day(7, 2, 21)]),
            ],
            vec![file(0, 1, 30), file(1, 7, 8), file(2, 7, 8)],
        );
        assert_eq!(stores[0].days, month().days);
        assert_eq!(stores[0].seen.len(), 3);
        assert_eq!((duplicates, said), (vec![0, 2, 2], vec![]));
    }

    #[test]
    fn lines_without_a_number_are_never_taken_for_the_same() {
        let (stores, duplicates, _) = run(
            vec![
                store(0, "a", vec![day(7, 2, 0)]),
                store(1, "a", vec![day(7, 2, 0)]),
            ],
            vec![file(0, 7, 8), file(1, 7, 8)],
        );
        assert_eq!(stores[0].days, [day(7, 4, 0)]);
        assert_eq!(duplicates, [0, 0]);
    }

    #[test]
    fn a_day_that_two_files_have_differently_is_told_once_for_the_two() {
        let (stores, duplicates, said) = run(
            vec![
                store(0, "a", vec![day(7, 2, 21), day(8, 2, 22)]),
                store(1, "a", vec![day(7, 1, 23), day(8, 1, 24)]),
                store(2, "a", vec![day(9, 1, 25)]),
            ],
            vec![file(0, 1, 30), file(1, 7, 9), file(2, 9, 10)],
        );
        assert_eq!(
            stores[0].days,
            [day(7, 3, 44), day(8, 3, 46), day(9, 1, 25)]
        );
        assert_eq!((duplicates, said), (vec![0, 0, 0], vec!["1 2".to_owned()]));
    }
}
