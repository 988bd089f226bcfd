//! The relational work, done by polars: which records share a key, and what the bills add up to per
//! store. In go row ids, keys and numbers; out come row ids and numbers, sorted, so that neither the
//! threads polars uses nor the order of its groups is ever seen.
//!
//! Joins and groups are polars' own. What the rows of a group add up to is worked out here: polars
//! offers that in its query engine only, which doubles the packages of polars.

use polars::prelude::*;

/// Every pair of a left and a right row that carry the same key, by left row, then right row.
///
/// Empty keys match nothing.
pub(super) fn pairs(left: &[(u32, &str)], right: &[(u32, &str)]) -> Vec<(u32, u32)> {
    let joined = join(&keyed("left", left), &keyed("right", right), "key");
    let pairs = ids(&joined, "left").into_iter().zip(ids(&joined, "right"));
    let mut pairs: Vec<(u32, u32)> = pairs.collect();
    pairs.sort_unstable();
    pairs
}

/// Trades by day, column by column; `numbers` says whose they are.
#[derive(Default)]
pub(super) struct TradeDays {
    pub numbers: Vec<u32>,
    /// Julian days.
    pub days: Vec<i32>,
    /// Completed trades.
    pub trades: Vec<u64>,
    /// Fen.
    pub net: Vec<i64>,
}

impl TradeDays {
    fn row(&self, row: usize) -> Trades {
        let count = self.trades[row];
        Trades {
            count,
            net: self.net[row],
            last: if count > 0 { self.days[row] } else { i32::MIN },
        }
    }
}

/// The trades of one day, or of many together.
#[derive(Clone, Copy)]
struct Trades {
    count: u64,
    /// Fen.
    net: i64,
    /// The last day with a completed trade; the least number there is without one.
    last: i32,
}

/// The same for every order of the rows.
fn sum(rows: impl Iterator<Item = Trades>) -> Trades {
    let (mut count, mut net, mut last) = (0u64, 0i128, i32::MIN);
    for trades in rows {
        count = count.saturating_add(trades.count);
        net += i128::from(trades.net);
        last = last.max(trades.last);
    }
    let net = net.clamp(i64::MIN.into(), i64::MAX.into()) as i64;
    Trades { count, net, last }
}

/// Trades and last day with one, per number.
pub(super) struct TradeTotals {
    /// Each number once, and where its trades stand in `trades`.
    numbers: DataFrame,
    trades: Vec<Trades>,
}

impl TradeTotals {
    pub(super) fn of(days: TradeDays) -> TradeTotals {
        let by_number = groups(&days.numbers);
        let of_number = |rows: &[IdxSize]| sum(rows.iter().map(|row| days.row(*row as usize)));
        let trades = by_number.all().iter().map(|rows| of_number(rows));
        let trades: Vec<Trades> = trades.collect();
        let number = |row: &IdxSize| days.numbers[*row as usize];
        let numbers: Vec<u32> = by_number.first().iter().map(number).collect();
        let places: Vec<u32> = (0u32..).take(numbers.len()).collect();
        let numbers = frame(vec![
            Column::new("number".into(), numbers),
            Column::new("place".into(), places),
        ]);
        TradeTotals { numbers, trades }
    }
}

/// The trades of one store over many days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Activity {
    pub store: u32,
    pub trades: u64,
    /// Fen, refunds taken off.
    pub net: i64,
    /// Julian day of the last completed trade; the least number there is without one.
    pub last: i32,
    /// The least of the numbers that have a trade; the greatest there is without one.
    pub first: u32,
}

/// Trades and last day of each store that has any, by store.
///
/// `keys` says which key each number stands for; a key may have several numbers, a store several keys.
pub(super) fn activity(
    stores: &[(u32, &str)],
    keys: &[(u32, &str)],
    totals: &TradeTotals,
) -> Vec<Activity> {
    let by_key = join(&keyed("store", stores), &keyed("number", keys), "key");
    let found = join(&by_key, &totals.numbers, "number");
    let (stores, numbers) = (ids(&found, "store"), ids(&found, "number"));
    let places = ids(&found, "place");
    let trades = |row: usize| totals.trades[places[row] as usize];
    let of_store = |first: IdxSize, rows: &[IdxSize]| {
        let rows = || rows.iter().map(|row| *row as usize);
        let sum = sum(rows().map(trades));
        let traded = rows().filter(|row| trades(*row).count > 0);
        Activity {
            store: stores[first as usize],
            trades: sum.count,
            net: sum.net,
            last: sum.last,
            first: traded.map(|row| numbers[row]).min().unwrap_or(u32::MAX),
        }
    };
    let by_store = groups(&stores);
    let activities = by_store.iter().map(|(first, rows)| of_store(first, rows));
    let mut activities: Vec<Activity> = activities.collect();
    activities.sort_unstable_by_key(|activity| activity.store);
    activities
}

/// A frame of row ids and their keys, rows without a key left out.
fn keyed(id: &str, rows: &[(u32, &str)]) -> DataFrame {
    let given = || rows.iter().filter(|(_, key)| !key.is_empty());
    let ids: Vec<u32> = given().map(|(id, _)| *id).collect();
    let keys: Vec<&str> = given().map(|(_, key)| *key).collect();
    frame(vec![
        Column::new(id.into(), ids),
        Column::new("key".into(), keys),
    ])
}

fn frame(columns: Vec<Column>) -> DataFrame {
    DataFrame::new_infer_height(columns)
        .expect("columns made from the same rows, names all different")
}

fn join(left: &DataFrame, right: &DataFrame, on: &str) -> DataFrame {
    left.inner_join(right, [on], [on])
        .expect("columns exist and key types agree by construction")
}

/// The rows that carry the same id, and the first of them.
fn groups(ids: &[u32]) -> GroupsIdx {
    let ids = UInt32Chunked::from_slice("id".into(), ids);
    let groups = ids.group_tuples(true, false);
    groups.expect("ids are numbers").into_idx()
}

fn ids(frame: &DataFrame, name: &str) -> Vec<u32> {
    let column = frame.column(name).and_then(|c| c.u32());
    column
        .expect("row ids are u32")
        .into_no_null_iter()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_pair_once_and_sorted() {
        let left = [(3, "b"), (0, "a"), (1, "b"), (2, ""), (4, "z")];
        let right = [(9, "b"), (5, "a"), (7, "b"), (6, ""), (8, "c")];
        let expected = [(0, 5), (1, 7), (1, 9), (3, 7), (3, 9)];
        assert_eq!(pairs(&left, &right), expected);
        assert_eq!(pairs(&left, &[]), []);
        assert_eq!(pairs(&[], &right), []);
    }

    #[test]
    fn adds_up_over_keys_and_days() {
        let stores = [(0, "s1"), (1, "s2"), (2, "s1"), (3, "s3"), (0, "s2")];
        let keys = [(10, "s1"), (11, "s2"), (12, "s1"), (13, "s3")];
        let totals = TradeTotals::of(TradeDays {
            numbers: vec![10, 10, 11, 12, 12, 13],
            days: vec![100, 99, 103, 101, 140, 90],
            trades: vec![2, 1, 4, 1, 0, 0],
            net: vec![200, 100, 400, 100, -50, -70],
        });
        let of = |store, trades, net, last, first| Activity {
            store,
            trades,
            net,
            last,
            first,
        };
        assert_eq!(
            activity(&stores, &keys, &totals),
            [
                of(0, 8, 750, 103, 10),
                of(1, 4, 400, 103, 11),
                of(2, 4, 350, 101, 10),
                of(3, 0, -70, i32::MIN, u32::MAX),
            ]
        );
        let none = TradeTotals::of(TradeDays::default());
        assert_eq!(activity(&stores, &keys, &none), []);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn complete(left in proptest::collection::vec("[ab]{0,2}", 0..30),
                    right in proptest::collection::vec("[ab]{0,2}", 0..30)) {
            let rows = |keys: &'_ [String]| -> Vec<(u32, String)> {
                keys.iter().enumerate().map(|(i, k)| (i as u32, k.clone())).collect()
            };
            let (left, right) = (rows(&left), rows(&right));
            let borrowed = |rows: &'_ [(u32, String)]| -> Vec<(u32, String)> { rows.to_vec() };
            let (l, r) = (borrowed(&left), borrowed(&right));
            let l: Vec<(u32, &str)> = l.iter().map(|(i, k)| (*i, k.as_str())).collect();
            let r: Vec<(u32, &str)> = r.iter().map(|(i, k)| (*i, k.as_str())).collect();
            let mut expected = Vec::new();
            for (i, a) in &l {
                expected.extend(r.iter().filter(|(_, b)| a == b && !a.is_empty()).map(|(j, _)| (*i, *j)));
            }
            prop_assert_eq!(pairs(&l, &r), expected);
        }

        #[test]
        fn adds_up_as_a_plain_loop_does(
            stores in proptest::collection::vec((0u32..6, "[ab]{0,2}"), 0..20),
            keys in proptest::collection::vec("[ab]{0,2}", 0..12),
            days in proptest::collection::vec((0u32..12, 0i32..9, 0u64..3, -5i64..9), 0..40),
        ) {
            let stores: Vec<(u32, &str)> = stores.iter().map(|(i, k)| (*i, k.as_str())).collect();
            let keys: Vec<(u32, &str)> = (0u32..).zip(keys.iter().map(String::as_str)).collect();
            let mut expected = std::collections::BTreeMap::new();
            for (store, key) in stores.iter().filter(|(_, key)| !key.is_empty()) {
                for (number, _) in keys.iter().filter(|(_, of_number)| of_number == key) {
                    for (_, day, trades, net) in days.iter().filter(|(of_day, ..)| of_day == number) {
                        let sum = expected.entry(*store).or_insert(Activity {
                            store: *store, trades: 0, net: 0, last: i32::MIN, first: u32::MAX,
                        });
                        sum.trades += trades;
                        sum.net += net;
                        if *trades > 0 {
                            sum.last = sum.last.max(*day);
                            sum.first = sum.first.min(*number);
                        }
                    }
                }
            }
            let totals = TradeTotals::of(TradeDays {
                numbers: days.iter().map(|day| day.0).collect(),
                days: days.iter().map(|day| day.1).collect(),
                trades: days.iter().map(|day| day.2).collect(),
                net: days.iter().map(|day| day.3).collect(),
            });
            let expected: Vec<Activity> = expected.into_values().collect();
            prop_assert_eq!(activity(&stores, &keys, &totals), expected);
        }
    }
}
