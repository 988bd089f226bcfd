//! What the bills show of each store: completed trades in its own bills and in the acquirers', and the last
//! day with a trade. A brand's own bill names the store; an acquirer's bill names the SMID, and the store
//! code only as a second way to find it.

use std::collections::{HashMap, HashSet};

use crate::model::bill::{BillOrigin, SeenIn};
use crate::model::{BillDay, BillStore, Field, Table};

use super::join;
use super::join::{Activity, TradeDays, TradeTotals};
use super::stores::StoreSheet;

/// One store in all bills.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct BillTrades {
    /// Completed trades in the merchant's own Alipay bills.
    pub own: u64,
    /// Completed trades in the acquirers' bills.
    pub acquirer: u64,
    /// Of these, the ones that only the store's code leads to.
    pub by_code: u64,
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
pub(super) struct StoreKeys<'a> {
    pub pid: &'a str,
    pub smid: &'a str,
    /// PID of the acquirer.
    pub org: &'a str,
    pub licence: &'a str,
}

/// The stores of one sort of bill, numbered, and their days by that number.
#[derive(Default)]
struct BillKeys<'a> {
    smids: Vec<(u32, &'a str)>,
    codes: Vec<(u32, &'a str)>,
    accounts: Vec<&'a str>,
    seen: Vec<Option<SeenIn>>,
    days: TradeDays,
}

impl<'a> BillKeys<'a> {
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

/// Licences of the onboarded merchants by SMID; empty for an SMID that has two.
fn licences(merchants: &Table) -> HashMap<&str, &str> {
    let mut licences = HashMap::new();
    for row in 0..merchants.len() {
        let licence = merchants.text(row, Field::BusinessLicense);
        let known = licences
            .entry(merchants.text(row, Field::Smid))
            .or_insert(licence);
        if *known != licence {
            *known = "";
        }
    }
    licences
}

/// Adds the bills up per store row. `known` has an entry for each.
pub(super) fn trades_per_store(
    stores: &StoreSheet,
    known: &[StoreKeys],
    merchants: &Table,
    bills: &[BillStore],
) -> Vec<BillTrades> {
    let (mut own, mut nameless, mut named) = (
        BillKeys::default(),
        BillKeys::default(),
        BillKeys::default(),
    );
    for store in bills {
        match store.origin {
            BillOrigin::OwnAlipay => own.push(store),
            BillOrigin::Acquirer if store.smid.is_empty() => nameless.push(store),
            BillOrigin::Acquirer => named.push(store),
        }
    }
    let codes = stores.keys(Field::StoreCode);
    let smids: Vec<(u32, &str)> = (0u32..).zip(known.iter().map(|k| k.smid)).collect();
    let has_no_smid = |(row, _): &(u32, &str)| known[*row as usize].smid.is_empty();
    let without_smid: Vec<(u32, &str)> = codes.iter().copied().filter(has_no_smid).collect();

    let mut out = vec![BillTrades::default(); stores.len()];
    let pid = |row: u32| known[row as usize].pid;
    let account = |number: u32| own.accounts[number as usize];
    let totals = TradeTotals::of(std::mem::take(&mut own.days));
    let found = by_code(&codes, &own.codes, pid, account, &totals);
    for activities in [found.sure, found.by_code] {
        add(&mut out, self::own, &own.seen, activities);
    }

    let org = |row: u32| known[row as usize].org;
    let orgs: HashSet<&str> = known.iter().map(|known| known.org).collect();
    let account = |number: u32| nameless.accounts[number as usize];
    let acquirer_of = |number: u32| orgs.get(account(number)).copied().unwrap_or_default();
    let totals = TradeTotals::of(std::mem::take(&mut nameless.days));
    let found = by_code(&codes, &nameless.codes, org, acquirer_of, &totals);
    add(&mut out, acquirer, &nameless.seen, found.sure);
    add(&mut out, acquirer_by_code, &nameless.seen, found.by_code);

    let totals = TradeTotals::of(std::mem::take(&mut named.days));
    let by_smid = join::activity(&smids, &named.smids, &totals);
    add(&mut out, acquirer, &named.seen, by_smid);
    let licences = licences(merchants);
    let licence = |row: u32| known[row as usize].licence;
    let of_smid = |number: u32| licences.get(named.smids[number as usize].1);
    let merchant = |number: u32| of_smid(number).copied().unwrap_or_default();
    let found = by_code(&without_smid, &named.codes, licence, merchant, &totals);
    add(&mut out, acquirer, &named.seen, found.sure);
    add(&mut out, acquirer_by_code, &named.seen, found.by_code);
    out
}

/// Trades found by store code.
struct ByCode {
    /// The code stands under the same owner on both sides.
    sure: Vec<Activity>,
    /// The owner is not known on one side, so the code alone has to do.
    by_code: Vec<Activity>,
}

/// Store codes are unique only under an owner: the account of a brand's own bill, the acquirer, the legal
/// entity. A store whose owner is known has no trades of another's.
fn by_code<'a>(
    codes: &[(u32, &str)],
    keys: &[(u32, &str)],
    store_owner: impl Fn(u32) -> &'a str,
    bill_owner: impl Fn(u32) -> &'a str,
    totals: &TradeTotals,
) -> ByCode {
    let (without, with): (Vec<_>, Vec<_>) = codes
        .iter()
        .partition(|(row, _)| store_owner(*row).is_empty());
    let (unowned, owned): (Vec<_>, Vec<_>) =
        keys.iter().partition(|(n, _)| bill_owner(*n).is_empty());
    let mut by_code = join::activity(&without, keys, totals);
    by_code.extend(join::activity(&with, &unowned, totals));
    let with = with_owner(&with, store_owner);
    let owned = with_owner(&owned, bill_owner);
    ByCode {
        sure: join::activity(&as_strs(&with), &as_strs(&owned), totals),
        by_code,
    }
}

/// Codes with the owner they stand under.
fn with_owner<'a>(codes: &[(u32, &str)], owner: impl Fn(u32) -> &'a str) -> Vec<(u32, String)> {
    let key = |(id, code): &(u32, &str)| (*id, format!("{}\t{code}", owner(*id)));
    let given = codes.iter().filter(|(_, code)| !code.is_empty());
    given.map(key).collect()
}

fn as_strs(keys: &[(u32, String)]) -> Vec<(u32, &str)> {
    keys.iter().map(|(id, key)| (*id, key.as_str())).collect()
}

/// Trades of one side, and where they are.
type Side = fn(&mut BillTrades, u64) -> &mut Option<SeenIn>;

fn own(trades: &mut BillTrades, count: u64) -> &mut Option<SeenIn> {
    trades.own += count;
    &mut trades.own_at
}

fn acquirer(trades: &mut BillTrades, count: u64) -> &mut Option<SeenIn> {
    trades.acquirer += count;
    &mut trades.acquirer_at
}

fn acquirer_by_code(trades: &mut BillTrades, count: u64) -> &mut Option<SeenIn> {
    trades.by_code += count;
    acquirer(trades, count)
}

fn add(out: &mut [BillTrades], side: Side, seen: &[Option<SeenIn>], activities: Vec<Activity>) {
    for activity in activities {
        let trades = &mut out[activity.store as usize];
        let last = Some(activity.last).filter(|day| *day != BillDay::UNDATED);
        trades.last = trades.last.max(last);
        trades.net_fen = trades.net_fen.saturating_add(activity.net);
        let at = side(trades, activity.trades);
        *at = at.or(seen.get(activity.first as usize).copied().flatten());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Kind, Route};
    use crate::reconcile::fixture::TestJob;
    use BillOrigin::{Acquirer, OwnAlipay};

    fn totals(job: &TestJob, smids: &[&str]) -> Vec<(u64, u64, Option<i32>)> {
        let input = job.input();
        let known = |smid| StoreKeys {
            smid,
            ..StoreKeys::default()
        };
        let known: Vec<StoreKeys> = smids.iter().copied().map(known).collect();
        let bills = &job.ingested.bill_stores;
        let out = trades_per_store(
            &StoreSheet::new(&input),
            &known,
            &Table::new(Kind::Merchants),
            bills,
        );
        out.iter().map(|t| (t.own, t.acquirer, t.last)).collect()
    }

    #[test]
    fn own_bills_by_code_and_acquirers_by_smid() {
        let job = TestJob::new("store_code", &["s1", "s2", "s3", "s4"]).days(&[
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
                // No SMID is known: the acquirer's lines with its code count for it.
                (0, 7, Some(40)),
                (0, 1, Some(20)),
                // Its own SMID has the trades; those of its code under another SMID are not its own.
                (0, 7, Some(40)),
            ]
        );
    }

    #[test]
    fn an_own_bill_counts_for_its_own_account() {
        const MINE: &str = "2088000000000001";
        const OTHER: &str = "2088000000000002";
        let job = TestJob::new(
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
        let outcomes: Vec<_> = stores.iter().map(|s| (s.route, s.last_trade)).collect();
        assert_eq!(
            outcomes,
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

    /// Two merchants, each with a store `1`; whose line it is shows by the acquirer or by the SMID's licence.
    #[test]
    fn a_code_counts_for_its_own_merchant_where_that_is_known() {
        const ORG: [&str; 3] = ["2088000000000011", "2088000000000012", "2088000000000019"];
        let job = TestJob::new(
            "store_code business_license org_pid logon_id",
            &[
                "1,L1,2088000000000011,a@x.cn",
                "1,L2,2088000000000012,b@x.cn",
                "2,L1,2088000000000011,a@x.cn",
                "3,L1,2088000000000011,a@x.cn",
                "3,L2,2088000000000012,b@x.cn",
            ],
        )
        .with(Kind::Merchants, "smid business_license", &["m3,L2"])
        .days(&[
            (Acquirer, "", "1", 10, 1),
            (Acquirer, "", "2", 11, 1),
            (Acquirer, "m3", "3", 12, 1),
        ])
        .bills_of(&[ORG[1], ORG[2], ORG[1]]);
        let stores = job.run().stores;
        let outcomes: Vec<_> = stores
            .iter()
            .map(|s| (s.evidence.key(), s.last_trade))
            .collect();
        assert_eq!(
            outcomes,
            [
                ("unknown", None),
                ("acquirer_bill", Some(10)),
                // That account is unknown: the store is found by its code alone, and the evidence says so.
                ("acquirer_bill_by_code", Some(11)),
                ("unknown", None),
                ("acquirer_bill", Some(12)),
            ]
        );
    }

    #[test]
    fn trades_without_a_time_count_and_name_no_day() {
        let job = TestJob::new("store_code", &["s1", "s2"]).days(&[
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
        let job = TestJob::new("store_code", &["s1"])
            .broken(0, Field::StoreCode)
            .days(&[(OwnAlipay, "", "s1", 10, 2)]);
        assert_eq!(totals(&job, &[""]), [(0, 0, None)]);
    }
}
