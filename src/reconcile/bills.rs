//! What the bills say of each store: completed trades by the side the bill speaks for, and the last day
//! with one. A brand's own bill names the store; an acquirer's names the SMID, and the store only as a
//! second way to find it.

use crate::model::bill::{BillOrigin, SeenIn};
use crate::model::{BillDay, BillStore, Field};

use super::join::{self, Activity, Totals, TradeDays};
use super::stores::Stores;

/// One store in all bills.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BillTrades {
    /// Completed trades in the merchant's own Alipay bills.
    pub own: u64,
    /// Completed trades in the acquirers' bills.
    pub acquirer: u64,
    /// Σ 商家实收 of both, refunds taken off, in fen.
    pub net_fen: i64,
    /// The line that first names the store in a bill of each side.
    pub own_at: Option<SeenIn>,
    pub acquirer_at: Option<SeenIn>,
    /// Julian day of the last completed trade.
    pub last: Option<i32>,
}

/// What a store is known by in bills, beside its code; empty for what is not known.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known<'a> {
    pub pid: &'a str,
    pub smid: &'a str,
}

/// The stores of one sort of bill, numbered, and their days by that number.
#[derive(Default)]
struct Keyed<'a> {
    smids: Vec<(u32, &'a str)>,
    codes: Vec<(u32, &'a str)>,
    accounts: Vec<&'a str>,
    seen: Vec<Option<SeenIn>>,
    days: TradeDays,
}

impl<'a> Keyed<'a> {
    fn push(&mut self, store: &'a BillStore) {
        let number = self.codes.len() as u32;
        self.smids.push((number, &store.smid));
        self.codes.push((number, &store.store_code));
        self.accounts.push(&store.account);
        self.seen.push(store.seen.first().copied());
        for day in &store.days {
            self.days.numbers.push(number);
            self.days.days.push(day.day);
            self.days.trades.push(u64::from(day.trades));
            self.days.net.push(day.net_fen);
        }
    }
}

/// Adds the bills up per store row. `known` has an entry for each.
pub fn per_store(stores: &Stores, known: &[Known], bills: &[BillStore]) -> Vec<BillTrades> {
    let (mut own, mut nameless, mut named) = (Keyed::default(), Keyed::default(), Keyed::default());
    for store in bills {
        match store.origin {
            BillOrigin::OwnAlipay => own.push(store),
            BillOrigin::Acquirer if store.smid.is_empty() => nameless.push(store),
            BillOrigin::Acquirer => named.push(store),
        }
    }
    let codes = stores.keys(Field::StoreCode);
    let smids: Vec<(u32, &str)> = (0u32..).zip(known.iter().map(|k| k.smid)).collect();
    let nowhere = |(row, _): &(u32, &str)| known[*row as usize].smid.is_empty();
    let unknown: Vec<(u32, &str)> = codes.iter().copied().filter(nowhere).collect();

    let mut out = vec![BillTrades::default(); stores.len()];
    add_own(&mut out, &codes, known, own);
    let totals = Totals::of(nameless.days);
    let by_code = join::activity(&codes, &nameless.codes, &totals);
    add(&mut out, acquirer, &nameless.seen, by_code);
    let totals = Totals::of(named.days);
    let by_smid = join::activity(&smids, &named.smids, &totals);
    add(&mut out, acquirer, &named.seen, by_smid);
    let by_code = join::activity(&unknown, &named.codes, &totals);
    add(&mut out, acquirer, &named.seen, by_code);
    out
}

/// A brand's own bill speaks for its own account's stores: codes are unique only under a PID. Where the
/// store's PID or the bill's is not known, the code alone has to do.
fn add_own(out: &mut [BillTrades], codes: &[(u32, &str)], known: &[Known], own: Keyed) {
    let pid = |row: u32| known[row as usize].pid;
    let account = |number: u32| own.accounts[number as usize];
    let totals = Totals::of(own.days);
    let mut join = |stores: &[(u32, &str)], keys: &[(u32, &str)]| {
        let found = join::activity(stores, keys, &totals);
        add(out, self::own, &own.seen, found);
    };
    let (without, with): (Vec<_>, Vec<_>) = codes.iter().partition(|(row, _)| pid(*row).is_empty());
    join(&without, &own.codes);
    let (anybodys, somebodys): (Vec<_>, Vec<_>) =
        own.codes.iter().partition(|(n, _)| account(*n).is_empty());
    join(&with, &anybodys);
    let with = under(&with, pid);
    let somebodys = under(&somebodys, account);
    join(&borrowed(&with), &borrowed(&somebodys));
}

/// Codes with the PID they stand under.
fn under<'a>(codes: &[(u32, &str)], pid: impl Fn(u32) -> &'a str) -> Vec<(u32, String)> {
    let key = |(id, code): &(u32, &str)| (*id, format!("{}\t{code}", pid(*id)));
    let given = codes.iter().filter(|(_, code)| !code.is_empty());
    given.map(key).collect()
}

fn borrowed(keys: &[(u32, String)]) -> Vec<(u32, &str)> {
    keys.iter().map(|(id, key)| (*id, key.as_str())).collect()
}

/// Trades of one side, and where they are.
type Side = fn(&mut BillTrades) -> (&mut u64, &mut Option<SeenIn>);

fn own(trades: &mut BillTrades) -> (&mut u64, &mut Option<SeenIn>) {
    (&mut trades.own, &mut trades.own_at)
}

fn acquirer(trades: &mut BillTrades) -> (&mut u64, &mut Option<SeenIn>) {
    (&mut trades.acquirer, &mut trades.acquirer_at)
}

fn add(out: &mut [BillTrades], side: Side, seen: &[Option<SeenIn>], activities: Vec<Activity>) {
    for activity in activities {
        let trades = &mut out[activity.store as usize];
        let last = Some(activity.last).filter(|day| *day != BillDay::UNDATED);
        trades.last = trades.last.max(last);
        trades.net_fen = trades.net_fen.saturating_add(activity.net);
        let (count, at) = side(trades);
        *count += activity.trades;
        *at = at.or(seen.get(activity.first as usize).copied().flatten());
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Job;
    use super::*;
    use crate::model::{Kind, Route};
    use BillOrigin::{Acquirer, OwnAlipay};

    fn totals(job: &Job, smids: &[&str]) -> Vec<(u64, u64, Option<i32>)> {
        let input = job.input();
        let known: Vec<Known> = smids.iter().map(|smid| Known { smid, pid: "" }).collect();
        let out = per_store(&Stores::new(&input), &known, &job.ingested.bill_stores);
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
    fn an_own_bill_speaks_for_its_own_account() {
        const MINE: &str = "2088000000000001";
        const OTHER: &str = "2088000000000002";
        let job = Job::new(
            "store_code logon_id pid",
            &[
                "s1,a@x.cn,2088000000000001",
                "s2,a@x.cn,2088000000000001",
                "s3,a@x.cn,2088000000000001",
                "s4,a@x.cn,",
                "s5,b@x.cn,",
            ],
        )
        .with(
            Kind::AlipayAccounts,
            "logon_id pid",
            &["a@x.cn,2088000000000001"],
        )
        .days(&[
            (OwnAlipay, "", "s1", 10, 1),
            (OwnAlipay, "", "s2", 10, 1),
            (OwnAlipay, "", "s3", 10, 1),
            (OwnAlipay, "", "s4", 10, 1),
            (OwnAlipay, "", "s5", 10, 1),
            (OwnAlipay, "", "s1", 11, 2),
        ])
        .bills_of(&[MINE, OTHER, "", OTHER, OTHER, OTHER]);
        let stores = job.run().stores;
        let told: Vec<_> = stores.iter().map(|s| (s.route, s.last_trade)).collect();
        assert_eq!(
            told,
            [
                (Route::Direct, Some(10)),
                (Route::Indirect, None),
                (Route::Direct, Some(10)),
                // The sheet gives no PID, its account has one.
                (Route::Indirect, None),
                // Nobody knows its PID.
                (Route::Direct, Some(10)),
            ]
        );
    }

    #[test]
    fn trades_without_a_time_count_and_name_no_day() {
        let job = Job::new("store_code", &["s1", "s2"]).days(&[
            (Acquirer, "m1", "", BillDay::UNDATED, 3),
            (Acquirer, "m2", "", BillDay::UNDATED, 1),
            (Acquirer, "m2", "", 20, 1),
        ]);
        assert_eq!(
            totals(&job, &["m1", "m2"]),
            [(0, 3, None), (0, 2, Some(20))]
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
