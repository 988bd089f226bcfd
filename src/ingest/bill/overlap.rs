//! Stores of all bills brought together, one entry each. Exports of one account may overlap (a day's bill
//! beside the month's, one file twice under two names): a trade number counts once, whichever files have
//! it. A store-day that two files have alike is told by the sum of its numbers; where they differ, the
//! files are read again for the lines of such days, so that no line has to be kept the first time.

use std::collections::HashSet;

use rayon::prelude::*;

use super::recount::{self, Dispute, Lines, Wanted};
use super::stores::add_day;
use crate::model::bill::{BillFile, BillStore};
use crate::model::finding::{Note, Related};
use crate::model::stage_rules::BIL006;
use crate::model::{BillDay, Finding, Place};

/// Two files that may both count a line, once for each store-day: the second may have it again.
pub type Doubts = Vec<(u32, u32)>;

/// Brings the stores of all bills into order, one entry each; their days ascend already. What counts
/// once is noted in `bills` as duplicates; what may have been counted twice is told. `again` reads the
/// files of some sources for some lines.
pub fn in_order(
    stores: &mut Vec<BillStore>,
    bills: &mut [BillFile],
    again: impl Fn(Wanted, &[u32]) -> Lines,
) -> Vec<Finding> {
    stores.par_sort_by(|a, b| (a.key(), &a.seen).cmp(&(b.key(), &b.seen)));
    let (mut doubts, mut disputes) = (Doubts::new(), Vec::new());
    let same_key = |a: &BillStore, b: &BillStore| a.key() == b.key();
    let mut merged = Vec::with_capacity(stores.len());
    for of_one in stores.chunk_by_mut(same_key) {
        let store = merged.len();
        let (entry, days) = merge(of_one, bills, &mut doubts);
        disputes.extend(days.into_iter().map(|files| Dispute { store, files }));
        merged.push(entry);
    }
    *stores = merged;
    withdrawals_once(bills);
    for round in recount::rounds(disputes) {
        let (wanted, numbers, sources) = recount::wanted(&round, stores);
        let lines = again(wanted, &sources);
        let left = recount::settle(&round, &numbers, lines, stores, bills);
        doubts.extend(left);
    }
    told(doubts)
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

/// One entry of those of one store, each from a file of its own, without the days in dispute.
fn merge(
    of_one: &mut [BillStore],
    bills: &mut [BillFile],
    doubts: &mut Doubts,
) -> (BillStore, Vec<Vec<(BillDay, u32)>>) {
    if let [one] = of_one {
        return (take(one), Vec::new());
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
    let mut disputes = Vec::new();
    for of_day in days.chunk_by(|a, b| a.0.day == b.0.day) {
        let first = &of_day[0].0;
        let numbered = of_day.iter().filter(|(day, _)| day.print != 0);
        if of_day.iter().all(|(day, _)| first.is_again(day)) {
            add_day(&mut sum.days, first);
            of_day[1..]
                .iter()
                .for_each(|(day, source)| repeats(bills, *source, day));
        } else if of_day.len() > 1 && numbered.count() > 1 {
            disputes.push(of_day.to_vec());
        } else {
            of_day
                .iter()
                .for_each(|(day, _)| add_day(&mut sum.days, day));
            doubts.extend(overlapping(of_day.iter().map(|(_, source)| *source), bills));
        }
    }
    (sum, disputes)
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

/// Lines of a file that count already.
pub fn repeats(bills: &mut [BillFile], source: u32, day: &BillDay) {
    let file = bills.iter_mut().find(|bill| bill.source == source);
    file.into_iter().for_each(|file| file.again.add(day));
}

/// Each two of the files that overlap.
pub fn overlapping(sources: impl Iterator<Item = u32>, bills: &[BillFile]) -> Doubts {
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
fn told(mut doubts: Doubts) -> Vec<Finding> {
    doubts.sort_unstable();
    let pairs = doubts.chunk_by(|a, b| a == b);
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
    use std::collections::BTreeMap;

    use super::*;
    use crate::ingest::bill::recount::Kept;
    use crate::model::bill::{BillOrigin, BillSort, SeenIn};
    use proptest::prelude::*;
    use proptest::sample::select;

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
        stores: Vec<BillStore>,
        bills: Vec<BillFile>,
    ) -> (Vec<BillStore>, Vec<u64>, Vec<String>) {
        run_with(stores, bills, |_, _| Lines::new())
    }

    fn run_with(
        mut stores: Vec<BillStore>,
        mut bills: Vec<BillFile>,
        again: impl Fn(Wanted, &[u32]) -> Lines,
    ) -> (Vec<BillStore>, Vec<u64>, Vec<String>) {
        let findings = in_order(&mut stores, &mut bills, again);
        let said = findings
            .iter()
            .map(|f| format!("{} {}", f.place.source, f.args[0]));
        (
            stores,
            bills
                .iter()
                .map(|b| u64::from(b.again.trades + b.again.refunds))
                .collect(),
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
    fn a_day_that_cannot_be_read_again_is_told_once_for_the_two() {
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

    #[test]
    fn a_withdrawal_of_two_bills_stays_in_the_first() {
        let withdrawal = |row, number| crate::model::bill::Withdrawal {
            place: Place::cell(0, row, 7),
            day: 7,
            fen: 100,
            number,
        };
        let fund = |account: &str, numbers: &[u64]| BillFile {
            account: account.to_owned(),
            withdrawals: (6..)
                .zip(numbers)
                .map(|(row, n)| withdrawal(row, *n))
                .collect(),
            ..BillFile::new(BillSort::Fund)
        };
        let mut bills = [
            fund("a", &[1, 2, 0]),
            fund("a", &[2, 3, 0]),
            fund("b", &[1]),
        ];
        withdrawals_once(&mut bills);
        let numbers = bills.map(|b| b.withdrawals.iter().map(|w| w.number).collect::<Vec<_>>());
        assert_eq!(numbers, [vec![1, 2, 0], vec![3, 0], vec![1]]);
    }

    /// Lines of one store: file, day, number, refund, fen.
    type Line = (u32, i32, u64, bool, i64);

    /// What a first reading makes of lines, and what a second gives.
    fn read(lines: &[Line]) -> (Vec<BillStore>, Lines) {
        let mut stores: Vec<BillStore> = Vec::new();
        let mut kept = Lines::new();
        for (source, day, number, refund, net_fen) in lines {
            let line = Kept {
                store: 0,
                day: *day,
                number: *number,
                refund: *refund,
                net_fen: *net_fen,
                fee_fen: 0,
            };
            let of_file = |s: &BillStore| s.seen[0].source == *source;
            let at = stores.iter().position(of_file).unwrap_or_else(|| {
                stores.push(store(*source, "a", Vec::new()));
                stores.len() - 1
            });
            add_day(&mut stores[at].days, &line.sums());
            kept.entry(*source).or_default().push(line);
        }
        (stores, kept)
    }

    fn outline(stores: &[BillStore]) -> Vec<(i32, u32, u32, i64)> {
        let days = stores.iter().flat_map(|store| &store.days);
        days.map(|d| (d.day, d.trades, d.refunds, d.net_fen))
            .collect()
    }

    #[test]
    fn what_two_files_share_counts_once() {
        let lines = [
            // The month: a trade, two refunds of it alike and one of another amount, and the next day.
            (0, 7, 11, false, 900),
            (0, 7, 12, true, -100),
            (0, 7, 12, true, -100),
            (0, 7, 12, true, -300),
            (0, 8, 14, false, 50),
            // An export made at noon has a part, and a line without a number.
            (1, 7, 12, true, -100),
            (1, 7, 11, false, 900),
            (1, 7, 0, false, 5),
            // Another has the rest and a trade that nobody else has.
            (2, 7, 12, true, -300),
            (2, 7, 15, false, 70),
        ];
        let (stores, kept) = read(&lines);
        let periods = vec![file(0, 1, 30), file(1, 7, 8), file(2, 7, 8)];
        let (stores, duplicates, said) = run_with(stores, periods, |_, sources| {
            assert_eq!(sources, [0, 1, 2]);
            kept.clone()
        });
        assert_eq!(outline(&stores), [(7, 3, 3, 475), (8, 1, 0, 50)]);
        assert_eq!(duplicates, [0, 2, 1]);
        assert_eq!(said, ["1 1"], "of the line without a number");
    }

    #[test]
    fn files_that_share_nothing_are_parts_of_one() {
        let (stores, kept) = read(&[(0, 7, 11, false, 1), (1, 7, 12, false, 2)]);
        let bills = vec![file(0, 7, 8), file(1, 7, 8)];
        let (stores, duplicates, said) = run_with(stores, bills, |_, _| kept.clone());
        assert_eq!(outline(&stores), [(7, 2, 0, 3)]);
        assert_eq!((duplicates, said), (vec![0, 0], vec![]));
    }

    /// Numbers of which no two sums are the same, as those of real lines.
    const NUMBERS: &[u64] = &[
        0x1f83_d9ab_fb41_bd6b,
        0x5be0_cd19_137e_2179,
        0x9b05_688c_2b3e_6c1f,
        0xa54f_f53a_5f1d_36f1,
    ];

    proptest! {
        /// Every number counts as often as the file that has it most; nothing is lost.
        #[test]
        fn lines_are_counted_or_again(
            lines in proptest::collection::vec(
                (0u32..3, 7i32..9, select(NUMBERS), any::<bool>(), 1i64..3), 0..40),
        ) {
            // The number of a refund is never that of a trade, and a refund has one amount.
            let real = |(source, day, number, refund, fen): Line| match refund {
                true => (source, day, number.rotate_left(17), true, 1 + (number % 3) as i64),
                false => (source, day, number, false, fen),
            };
            let lines: Vec<Line> = lines.into_iter().map(real).collect();
            let (stores, kept) = read(&lines);
            let bills = || vec![file(0, 1, 30), file(1, 7, 8), file(2, 7, 9)];
            let (stores, again, _) = run_with(stores, bills(), |_, _| kept.clone());
            let counted: u64 = outline(&stores).iter().map(|d| u64::from(d.1 + d.2)).sum();
            prop_assert_eq!(counted + again.iter().sum::<u64>(), lines.len() as u64);

            let mut most: BTreeMap<(i32, u64, bool, i64), BTreeMap<u32, u32>> = BTreeMap::new();
            for (source, day, number, refund, fen) in &lines {
                let fen = if *refund { *fen } else { 0 };
                *most.entry((*day, *number, *refund, fen)).or_default().entry(*source).or_default() += 1;
            }
            let expected: u32 = most
                .values()
                .map(|files| files.values().copied().max().unwrap_or(0))
                .sum();
            prop_assert_eq!(counted, u64::from(expected));
        }
    }
}
