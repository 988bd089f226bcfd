//! The relational work, done by polars: which records share a key, and what the bills add up to per
//! store. In go row ids, keys and numbers; out come row ids and numbers, sorted, so that neither the
//! threads polars uses nor the order of its groups is ever seen.

use polars::prelude::*;

/// Every pair of a left and a right row that carry the same key, by left row, then right row.
///
/// Empty keys match nothing.
pub(super) fn pairs(left: &[(u32, &str)], right: &[(u32, &str)]) -> Vec<(u32, u32)> {
    let (left, right) = (keyed("left", left), keyed("right", right));
    if left.height() == 0 || right.height() == 0 {
        return Vec::new();
    }
    let joined = collect(
        left.lazy()
            .inner_join(right.lazy(), col("key"), col("key"))
            .select([col("left"), col("right")])
            .sort(["left", "right"], SortMultipleOptions::default()),
    );
    ids(&joined, "left").zip(ids(&joined, "right")).collect()
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

/// Trades and last day with one, per number.
pub(super) struct Totals(DataFrame);

impl Totals {
    pub(super) fn of(days: TradeDays) -> Totals {
        let traded = days.days.iter().zip(&days.trades);
        let last = traded.map(|(day, trades)| if *trades > 0 { *day } else { i32::MIN });
        let last: Vec<i32> = last.collect();
        let frame = frame(vec![
            Column::new("number".into(), days.numbers),
            Column::new("last".into(), last),
            Column::new("trades".into(), days.trades),
            Column::new("net".into(), days.net),
        ]);
        Totals(collect(frame.lazy().group_by([col("number")]).agg(sums())))
    }
}

fn sums() -> [Expr; 3] {
    [col("trades").sum(), col("net").sum(), col("last").max()]
}

fn first() -> Expr {
    let traded = col("number").filter(col("trades").gt(lit(0u64)));
    traded.min().fill_null(lit(u32::MAX))
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
    totals: &Totals,
) -> Vec<Activity> {
    let (stores, keys) = (keyed("store", stores), keyed("number", keys));
    if stores.height() == 0 || keys.height() == 0 || totals.0.height() == 0 {
        return Vec::new();
    }
    let by_store = stores
        .lazy()
        .inner_join(keys.lazy(), col("key"), col("key"))
        .inner_join(totals.0.clone().lazy(), col("number"), col("number"))
        .group_by([col("store")])
        .agg([&sums()[..], &[first()]].concat());
    let by_store = collect(by_store.sort(["store"], SortMultipleOptions::default()));
    ids(&by_store, "store")
        .zip(numbers(&by_store, "trades"))
        .zip(fen_of(&by_store, "net"))
        .zip(days_of(&by_store, "last"))
        .zip(ids(&by_store, "number"))
        .map(|((((store, trades), net), last), first)| Activity {
            store,
            trades,
            net,
            last,
            first,
        })
        .collect()
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

fn collect(query: LazyFrame) -> DataFrame {
    query
        .collect()
        .expect("columns exist and key types agree by construction")
}

fn ids<'a>(frame: &'a DataFrame, name: &str) -> impl Iterator<Item = u32> + 'a {
    let column = frame.column(name).and_then(|c| c.u32());
    column.expect("row ids are u32").into_no_null_iter()
}

fn numbers<'a>(frame: &'a DataFrame, name: &str) -> impl Iterator<Item = u64> + 'a {
    let column = frame.column(name).and_then(|c| c.u64());
    column.expect("counts are u64").into_no_null_iter()
}

fn fen_of<'a>(frame: &'a DataFrame, name: &str) -> impl Iterator<Item = i64> + 'a {
    let column = frame.column(name).and_then(|c| c.i64());
    column.expect("sums of fen are i64").into_no_null_iter()
}

fn days_of<'a>(frame: &'a DataFrame, name: &str) -> impl Iterator<Item = i32> + 'a {
    let column = frame.column(name).and_then(|c| c.i32());
    column.expect("days are i32").into_no_null_iter()
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
        let totals = Totals::of(TradeDays {
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
        let none = Totals::of(TradeDays::default());
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
    }
}
