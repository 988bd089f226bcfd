use std::collections::BTreeMap;

use super::line_selection::{KeptLine, LineAbove};
use super::*;
use crate::bills::count::stores::add_day;
use crate::model::BillDay;
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
        twice: false,
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
fn run(stores: Vec<BillStore>, bills: Vec<BillFile>) -> (Vec<BillStore>, Vec<u64>, Vec<String>) {
    run_with(stores, bills, |_, _| LinesBySource::new())
}

fn run_with(
    mut stores: Vec<BillStore>,
    mut bills: Vec<BillFile>,
    read_again: impl Fn(LineSelection, &[u32]) -> LinesBySource,
) -> (Vec<BillStore>, Vec<u64>, Vec<String>) {
    let mut findings = Vec::new();
    merge_stores(&mut stores, &mut bills, &mut findings, read_again);
    let found = findings
        .iter()
        .map(|f| format!("{} {}", f.place.source, f.args[0]));
    (
        stores,
        bills.iter().map(|b| b.again.iter().sum()).collect(),
        found.collect(),
    )
}

#[test]
fn stores_of_several_bills_become_one_entry_each() {
    let (stores, duplicates, found) = run(
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
    assert_eq!((duplicates, found), (vec![0, 0], vec![]));
}

#[test]
fn lines_of_two_files_count_once() {
    let month = || store(0, "a", vec![day(7, 2, 21), day(8, 1, 22)]);
    let (stores, duplicates, found) = run(
        vec![
            store(2, "a", vec![day(7, 2, 21)]),
            month(),
            store(1, "a", vec![day(7, 2, 21)]),
        ],
        vec![file(0, 1, 30), file(1, 7, 8), file(2, 7, 8)],
    );
    assert_eq!(stores[0].days, month().days);
    assert_eq!(stores[0].seen.len(), 3);
    assert_eq!((duplicates, found), (vec![0, 2, 2], vec![]));
}

#[test]
fn lines_without_a_number_are_never_the_same() {
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
fn a_day_that_cannot_be_read_again_is_one_finding_for_the_two() {
    let (stores, duplicates, found) = run(
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
    assert_eq!((duplicates, found), (vec![0, 0, 0], vec!["1 2".to_owned()]));
}

#[test]
fn a_withdrawal_of_two_bills_stays_in_the_first() {
    let withdrawal = |(row, number): (u32, &u64)| crate::model::bill::Withdrawal {
        place: Place::cell(0, row, 7),
        day: 7,
        fen: 100,
        number: *number,
    };
    let fund = |account: &str, numbers: &[u64]| BillFile {
        account: account.to_owned(),
        withdrawals: (6..).zip(numbers).map(withdrawal).collect(),
        ..BillFile::new(BillSort::Fund)
    };
    let mut bills =
        [("a", &[1, 2, 0][..]), ("a", &[2, 3, 0]), ("b", &[1])].map(|(a, n)| fund(a, n));
    keep_withdrawals_once(&mut bills);
    let numbers = bills.map(|b| b.withdrawals.iter().map(|w| w.number).collect::<Vec<_>>());
    assert_eq!(numbers, [vec![1, 2, 0], vec![3, 0], vec![1]]);
}

/// Lines of one store: file, day, number, refund, fen.
type Line = (u32, i32, u64, bool, i64);

/// What a first reading makes of lines, and what a second gives.
fn read(lines: &[Line]) -> (Vec<BillStore>, LinesBySource) {
    let mut stores: Vec<BillStore> = Vec::new();
    let mut kept = LinesBySource::new();
    for (row, (source, day, number, refund, net_fen)) in (6..).zip(lines) {
        let line = KeptLine {
            store: 0,
            day: *day,
            number: *number,
            refund: *refund,
            net_fen: *net_fen,
            // Refunds of one amount are others.
            discriminator: if *refund { row.into() } else { 1 },
            row,
            fee_fen: 0,
        };
        let of_file = |s: &BillStore| s.seen[0].source == *source;
        let at = stores.iter().position(of_file).unwrap_or_else(|| {
            stores.push(store(*source, "a", Vec::new()));
            stores.len() - 1
        });
        let of_file = kept.entry(*source).or_default();
        let again = |other: &KeptLine| line.compare(other) != LineAbove::Nothing;
        let sums = BillDay {
            twice: of_file.iter().any(again),
            ..line.sums()
        };
        add_day(&mut stores[at].days, &sums);
        of_file.push(line);
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
    let (stores, duplicates, found) = run_with(stores, periods, |_, sources| {
        assert_eq!(sources, [0, 1, 2]);
        kept.clone()
    });
    assert_eq!(outline(&stores), [(7, 3, 3, 475), (8, 1, 0, 50)]);
    assert_eq!(duplicates, [0, 2, 1]);
    assert_eq!(found, ["1 1"], "of the line without a number");
}

#[test]
fn files_that_share_nothing_are_parts_of_one() {
    let (stores, kept) = read(&[(0, 7, 11, false, 1), (1, 7, 12, false, 2)]);
    let bills = vec![file(0, 7, 8), file(1, 7, 8)];
    let (stores, duplicates, found) = run_with(stores, bills, |_, _| kept.clone());
    assert_eq!(outline(&stores), [(7, 2, 0, 3)]);
    assert_eq!((duplicates, found), (vec![0, 0], vec![]));
}

/// Numbers of which no two sums are the same, as those of real lines.
const NUMBERS: &[u64] = &[
    0x1f83_d9ab_fb41_bd6b,
    0x5be0_cd19_137e_2179,
    0x9b05_688c_2b3e_6c1f,
    0xa54f_f53a_5f1d_36f1,
];

proptest! {
    /// A trade counts once for each amount it has in a file, a refund as often as the file that has it most;
    /// nothing is lost.
    #[test]
    fn lines_are_counted_or_again(
        lines in proptest::collection::vec(
            (0u32..3, 7i32..9, select(NUMBERS), any::<bool>(), 1i64..3), 0..40),
    ) {
        // The number of a refund is never that of a trade, and a refund has one amount.
        let real = |(source, day, number, refund, fen): Line| {
            let of_refund = (number.rotate_left(17), true, 1 + (number % 3) as i64);
            let (number, refund, fen) = if refund { of_refund } else { (number, false, fen) };
            (source, day, number, refund, fen)
        };
        let lines: Vec<Line> = lines.into_iter().map(real).collect();
        let (stores, kept) = read(&lines);
        let bills = || vec![file(0, 1, 30), file(1, 7, 8), file(2, 7, 9)];
        let (stores, again, _) = run_with(stores, bills(), |_, _| kept.clone());
        let counted: u64 = outline(&stores).iter().map(|d| u64::from(d.1 + d.2)).sum();
        prop_assert_eq!(counted + again.iter().sum::<u64>(), lines.len() as u64);

        let mut most: BTreeMap<(i32, u64, bool), BTreeMap<u32, Vec<i64>>> = BTreeMap::new();
        for (source, day, number, refund, fen) in &lines {
            let here = most.entry((*day, *number, *refund)).or_default().entry(*source).or_default();
            if *refund || !here.contains(fen) {
                here.push(*fen);
            }
        }
        let expected: usize = most
            .values()
            .map(|files| files.values().map(Vec::len).max().unwrap_or(0))
            .sum();
        prop_assert_eq!(counted, expected as u64);
    }
}
