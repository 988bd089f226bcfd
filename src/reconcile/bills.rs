//! What the bills say of each store: completed trades by the side the bill speaks for, and the last day
//! with one. A brand's own bill names the store; an acquirer's names the SMID, and the store only as a
//! second way to find it.

use crate::model::bill::BillOrigin;
use crate::model::{BillStore, Field};

use super::join::{self, Activity, Totals, TradeDays};
use super::stores::Stores;

/// One store in all bills.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BillTrades {
    /// Completed trades in the merchant's own Alipay bills.
    pub own: u64,
    /// Completed trades in the acquirers' bills.
    pub acquirer: u64,
    /// Julian day of the last completed trade.
    pub last: Option<i32>,
}

/// The stores of one sort of bill, numbered, and their days by that number.
#[derive(Default)]
struct Keyed<'a> {
    smids: Vec<(u32, &'a str)>,
    codes: Vec<(u32, &'a str)>,
    days: TradeDays,
}

impl<'a> Keyed<'a> {
    fn push(&mut self, store: &'a BillStore) {
        let number = self.codes.len() as u32;
        self.smids.push((number, &store.smid));
        self.codes.push((number, &store.store_code));
        for day in &store.days {
            self.days.numbers.push(number);
            self.days.days.push(day.day);
            self.days.trades.push(u64::from(day.trades));
        }
    }
}

/// Adds the bills up per store row. `smids` holds the SMID each store is known by, empty for none.
pub fn per_store(stores: &Stores, smids: &[&str], bills: &[BillStore]) -> Vec<BillTrades> {
    let (mut own, mut nameless, mut named) = (Keyed::default(), Keyed::default(), Keyed::default());
    for store in bills {
        match store.origin {
            BillOrigin::OwnAlipay => own.push(store),
            BillOrigin::Acquirer if store.smid.is_empty() => nameless.push(store),
            BillOrigin::Acquirer => named.push(store),
        }
    }
    let codes = stores.keys(Field::StoreCode);
    let known: Vec<(u32, &str)> = (0u32..).zip(smids.iter().copied()).collect();
    let nowhere = |row: &u32| smids.get(*row as usize).is_none_or(|smid| smid.is_empty());
    let unknown: Vec<(u32, &str)> = codes
        .iter()
        .copied()
        .filter(|(row, _)| nowhere(row))
        .collect();

    let mut out = vec![BillTrades::default(); stores.len()];
    let totals = Totals::of(own.days);
    add(
        &mut out,
        |t| &mut t.own,
        join::activity(&codes, &own.codes, &totals),
    );
    let totals = Totals::of(nameless.days);
    add(
        &mut out,
        |t| &mut t.acquirer,
        join::activity(&codes, &nameless.codes, &totals),
    );
    let totals = Totals::of(named.days);
    add(
        &mut out,
        |t| &mut t.acquirer,
        join::activity(&known, &named.smids, &totals),
    );
    add(
        &mut out,
        |t| &mut t.acquirer,
        join::activity(&unknown, &named.codes, &totals),
    );
    out
}

fn add(
    out: &mut [BillTrades],
    side: impl Fn(&mut BillTrades) -> &mut u64,
    activities: Vec<Activity>,
) {
    for activity in activities {
        let trades = &mut out[activity.store as usize];
        *side(trades) += activity.trades;
        trades.last = trades.last.max(Some(activity.last));
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Job;
    use super::*;
    use BillOrigin::{Acquirer, OwnAlipay};

    fn totals(job: &Job, smids: &[&str]) -> Vec<(u64, u64, Option<i32>)> {
        let input = job.input();
        let out = per_store(&Stores::new(&input), smids, &job.ingested.bill_stores);
        out.iter().map(|t| (t.own, t.acquirer, t.last)).collect()
    }

    #[test]
    fn own_bills_by_code_and_acquirers_by_smid() {
        let job = Job::new("store_code", &["s1", "s2", "s3", "s4"]).days(&[
            (OwnAlipay, "", "s1", 10, 2),
            (OwnAlipay, "", "s1", 12, 3),
            (OwnAlipay, "", "s2", 13, 0),
            (Acquirer, "", "s3", 20, 1),
            (Acquirer, "m1", "s9", 30, 4),
            (Acquirer, "m1", "", 31, 1),
            (Acquirer, "m4", "s2", 40, 7),
            (Acquirer, "m9", "s4", 50, 9),
        ]);
        assert_eq!(
            totals(&job, &["m1", "", "m3", "m4"]),
            [
                (5, 5, Some(31)),
                // No SMID is known: the acquirer's lines with its code speak for it.
                (0, 7, Some(40)),
                (0, 1, Some(20)),
                // Its own SMID has the trades; those of its code under another SMID are not its own.
                (0, 7, Some(40)),
            ]
        );
    }

    #[test]
    fn a_broken_code_finds_nothing() {
        let job = Job::new("store_code", &["s1"])
            .broken(0, Field::StoreCode)
            .days(&[(OwnAlipay, "", "s1", 10, 2)]);
        assert_eq!(totals(&job, &[""]), [(0, 0, None)]);
    }
}
