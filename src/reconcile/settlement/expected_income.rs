//! What the bills owe, account by account and day by day: a direct store's trades to the Alipay account
//! of the bill, an indirect store's to the settlement account it is registered with. Where the bill of an
//! Alipay account's movements is given, its withdrawals are what the bank receives, and not its trades.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::model::bill::{BillOrigin, BillSort, Withdrawal};
use crate::model::{BillDay, BillFile, BillStore, Field, Ingested, Place, Route, Table};
use crate::value::pid;

use crate::reconcile::stores::Stores;

/// The money of one account.
#[derive(Debug, Default)]
pub(crate) struct Owed {
    pub pids: BTreeSet<String>,
    /// Bank accounts it may arrive at: one for an indirect account.
    pub cards: BTreeSet<String>,
    /// Fen by day of trade, or of withdrawal.
    pub days: BTreeMap<i32, i64>,
    /// The movements of the account are known: it owes what was withdrawn.
    pub withdraws: bool,
    pub withdrawals: Vec<Withdrawal>,
}

/// The money of all accounts. Whose it is decides the order: a PID of the direct, a card of the indirect.
#[derive(Debug, Default)]
pub(crate) struct AllOwed {
    pub accounts: BTreeMap<(Route, String), Owed>,
    /// Fen without a day or without an account.
    pub nobodys_fen: i64,
}

/// A value per key, and none for a key that has two.
type Unique<'a> = HashMap<&'a str, Option<&'a str>>;

fn unique<'a>(rows: impl Iterator<Item = (&'a str, &'a str)>) -> Unique<'a> {
    let mut values = Unique::new();
    for (key, value) in rows.filter(|(key, value)| !key.is_empty() && !value.is_empty()) {
        let known = values.entry(key).or_insert(Some(value));
        if *known != Some(value) {
            *known = None;
        }
    }
    values
}

/// Where stores settle: the register of onboarded merchants knows, the sheet says what is wanted.
struct Lookup<'a> {
    by_smid: [Unique<'a>; 2],
    by_code: [Unique<'a>; 2],
    /// Cards of the stores under a PID.
    by_pid: HashMap<&'a str, BTreeSet<&'a str>>,
}

impl<'a> Lookup<'a> {
    fn new(stores: &Stores<'a>, merchants: &'a Table, accounts: &'a Table) -> Lookup<'a> {
        let registered = |key| {
            let rows = 0..merchants.len();
            unique(
                rows.map(move |row| (merchants.text(row, key), merchants.text(row, Field::CardNo))),
            )
        };
        let sound = |row, field| stores.sound(row, field).unwrap_or_default();
        let listed = |key| {
            unique((0..stores.len()).map(move |row| (sound(row, key), sound(row, Field::CardNo))))
        };
        let mut by_pid: HashMap<&str, BTreeSet<&str>> = HashMap::new();
        // Many a sheet gives the account by its logon name alone; the register knows its PID.
        let account = |row| {
            let logon = accounts.text(row, Field::LogonId);
            (logon, accounts.text(row, Field::Pid))
        };
        let accounts = unique((0..accounts.len()).map(account));
        for row in 0..stores.len() {
            let registered = || *accounts.get(stores.sound(row, Field::LogonId)?)?;
            let pid = stores.sound(row, Field::Pid).or_else(registered);
            if let (Some(pid), Some(card)) = (pid, stores.sound(row, Field::CardNo)) {
                by_pid.entry(pid).or_default().insert(card);
            }
        }
        Lookup {
            by_smid: [registered(Field::Smid), listed(Field::Smid)],
            by_code: [registered(Field::StoreCode), listed(Field::StoreCode)],
            by_pid,
        }
    }

    fn card(&self, smid: &str, code: &str) -> Option<&'a str> {
        let mut known = self.by_smid.iter().filter_map(|cards| cards.get(smid));
        let mut named = self.by_code.iter().filter_map(|cards| cards.get(code));
        known.next().or_else(|| named.next()).copied().flatten()
    }
}

/// Adds the bills up.
pub(crate) fn all(ingested: &Ingested, stores: &Stores) -> AllOwed {
    let tables = &ingested.tables;
    let lookup = Lookup::new(stores, &tables.merchants, &tables.alipay_accounts);
    let mut all = AllOwed::default();
    for bill in ingested
        .bills
        .iter()
        .filter(|bill| bill.sort == BillSort::Fund)
    {
        all.withdrawn(bill);
    }
    for store in &ingested.bill_stores {
        all.add(store, &lookup);
    }
    for ((route, pid), owed) in &mut all.accounts {
        if let (Route::Direct, Some(cards)) = (route, lookup.by_pid.get(pid.as_str())) {
            owed.cards
                .extend(cards.iter().map(|card| (*card).to_owned()));
        }
    }
    all
}

impl AllOwed {
    fn withdrawn(&mut self, bill: &BillFile) {
        let Some(pid) = pid::of_bill_account(&bill.account) else {
            let fen = bill.withdrawals.iter().map(|withdrawal| withdrawal.fen);
            self.nobodys_fen = fen.fold(self.nobodys_fen, i64::saturating_add);
            return;
        };
        let owed = self
            .accounts
            .entry((Route::Direct, pid.to_owned()))
            .or_default();
        owed.withdraws = true;
        owed.pids.insert(pid.to_owned());
        for withdrawal in &bill.withdrawals {
            let sum = owed.days.entry(withdrawal.day).or_default();
            *sum = sum.saturating_add(withdrawal.fen);
            owed.withdrawals.push(*withdrawal);
        }
    }

    fn add(&mut self, store: &BillStore, lookup: &Lookup) {
        let card = lookup.card(&store.smid, &store.store_code);
        let key = match store.origin {
            BillOrigin::OwnAlipay if store.account.is_empty() => None,
            BillOrigin::OwnAlipay => Some((Route::Direct, store.account.clone())),
            BillOrigin::Acquirer => card.map(|card| (Route::Indirect, card.to_owned())),
        };
        for day in &store.days {
            let fen = day.settled_fen();
            let Some(key) = key.as_ref().filter(|_| day.day != BillDay::UNDATED) else {
                self.nobodys_fen = self.nobodys_fen.saturating_add(fen);
                continue;
            };
            let owed = self.accounts.entry(key.clone()).or_default();
            if owed.withdraws {
                self.nobodys_fen = self.nobodys_fen.saturating_add(fen);
                continue;
            }
            let sum = owed.days.entry(day.day).or_default();
            *sum = sum.saturating_add(fen);
            if !owed.pids.contains(&store.account) {
                owed.pids.insert(store.account.clone());
            }
            if let Some(card) = card.filter(|card| !owed.cards.contains(*card)) {
                owed.cards.insert(card.to_owned());
            }
        }
    }
}

/// The bills of a route and PID, and the days they speak of.
#[derive(Debug, Default)]
pub(crate) struct Coverage {
    /// First and last day, and the file.
    spans: Vec<(i32, i32, Place)>,
}

impl Coverage {
    /// Of the bills of some PIDs. A bill that does not say its days covers those of its trades.
    pub(crate) fn of(bills: &[BillFile], route: Route, owed: &Owed) -> Coverage {
        let ends = owed.days.first_key_value().zip(owed.days.last_key_value());
        let (first, last) = ends.map_or((0, -1), |((first, _), (last, _))| (*first, *last));
        let own = |bill: &&BillFile| {
            let of_route = match route {
                Route::Direct if owed.withdraws => bill.sort == BillSort::Fund,
                Route::Direct => bill.sort == BillSort::OwnAlipay,
                Route::Indirect => bill.sort == BillSort::Acquirer,
            };
            of_route
                && owed
                    .pids
                    .contains(pid::of_bill_account(&bill.account).unwrap_or_default())
        };
        let span = |bill: &BillFile| {
            // A period ends at the midnight after its last day.
            let (first, last) = bill
                .period
                .map_or((first, last), |(from, to)| (from, to.max(from + 1) - 1));
            (first, last, Place::sheet(bill.source))
        };
        Coverage {
            spans: bills.iter().filter(own).map(span).collect(),
        }
    }

    pub(crate) fn covers(&self, day: i32) -> bool {
        self.spans
            .iter()
            .any(|(first, last, _)| (*first..=*last).contains(&day))
    }

    /// The files that speak of any of the days.
    pub(crate) fn files(&self, days: std::ops::RangeInclusive<i32>) -> Vec<Place> {
        let overlaps =
            |(first, last, _): &&(i32, i32, Place)| *first <= *days.end() && days.start() <= last;
        self.spans
            .iter()
            .filter(overlaps)
            .map(|(.., place)| *place)
            .collect()
    }
}
