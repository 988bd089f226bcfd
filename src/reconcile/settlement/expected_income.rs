//! What each account should receive by the bills, day by day: a direct store's trades to the Alipay account
//! of the bill, an indirect store's to the settlement account it is registered with. Where the bill of an
//! Alipay account's movements is given, its withdrawals are what the bank receives, and not its trades.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::RangeInclusive;

use crate::model::bill::{BillOrigin, BillSort, Withdrawal};
use crate::model::{BillDay, BillFile, BillStore, Field, Ingested, Place, Route, Table};
use crate::value::pid;

use crate::reconcile::stores::StoreSheet;

/// The money of one account.
#[derive(Debug, Default)]
pub(crate) struct ExpectedIncome {
    pub pids: BTreeSet<String>,
    /// Bank accounts it may arrive at: one for an indirect account.
    pub cards: BTreeSet<String>,
    /// Fen by day of trade, or of withdrawal.
    pub days: BTreeMap<i32, i64>,
    /// The movements of the account are known: the bank receives what was withdrawn.
    pub withdraws: bool,
    pub withdrawals: Vec<Withdrawal>,
}

impl ExpectedIncome {
    fn add(&mut self, day: i32, fen: i64) {
        let sum = self.days.entry(day).or_default();
        *sum = sum.saturating_add(fen);
    }
}

/// The money of all accounts. Whose it is decides the order: a PID of the direct, a card of the indirect.
#[derive(Debug, Default)]
pub(crate) struct AllExpectedIncome {
    pub accounts: BTreeMap<(Route, String), ExpectedIncome>,
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

/// The bank accounts stores settle to: those in the register of onboarded merchants, else those in the sheet.
struct SettlementCards<'a> {
    by_smid: [Unique<'a>; 2],
    by_code: [Unique<'a>; 2],
    /// Cards of the stores under a PID.
    by_pid: HashMap<&'a str, BTreeSet<&'a str>>,
}

impl<'a> SettlementCards<'a> {
    fn new(
        stores: &StoreSheet<'a>,
        merchants: &'a Table,
        accounts: &'a Table,
    ) -> SettlementCards<'a> {
        let card = |row, key| (merchants.text(row, key), merchants.text(row, Field::CardNo));
        let registered = |key| unique((0..merchants.len()).map(move |row| card(row, key)));
        let sound = |row, field| stores.sound(row, field).unwrap_or_default();
        let card = |row, key| (sound(row, key), sound(row, Field::CardNo));
        let listed = |key| unique((0..stores.len()).map(move |row| card(row, key)));
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
        SettlementCards {
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
pub(crate) fn add_up(ingested: &Ingested, stores: &StoreSheet) -> AllExpectedIncome {
    let tables = &ingested.tables;
    let cards = SettlementCards::new(stores, &tables.merchants, &tables.alipay_accounts);
    let mut all = AllExpectedIncome::default();
    let funds = ingested.bills.iter();
    for bill in funds.filter(|bill| bill.sort == BillSort::Fund) {
        all.add_withdrawals(bill);
    }
    for store in &ingested.bill_stores {
        all.add_trades(store, &cards);
    }
    for ((route, pid), income) in &mut all.accounts {
        if let (Route::Direct, Some(cards)) = (route, cards.by_pid.get(pid.as_str())) {
            let cards = cards.iter().map(|card| (*card).to_owned());
            income.cards.extend(cards);
        }
    }
    all
}

impl AllExpectedIncome {
    fn add_withdrawals(&mut self, bill: &BillFile) {
        let Some(pid) = pid::of_bill_account(&bill.account) else {
            let fen = bill.withdrawals.iter().map(|withdrawal| withdrawal.fen);
            self.nobodys_fen = fen.fold(self.nobodys_fen, i64::saturating_add);
            return;
        };
        let key = (Route::Direct, pid.to_owned());
        let income = self.accounts.entry(key).or_default();
        income.withdraws = true;
        income.pids.insert(pid.to_owned());
        for withdrawal in &bill.withdrawals {
            income.add(withdrawal.day, withdrawal.fen);
            income.withdrawals.push(*withdrawal);
        }
    }

    fn add_trades(&mut self, store: &BillStore, cards: &SettlementCards) {
        let card = cards.card(&store.smid, &store.store_code);
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
            let income = self.accounts.entry(key.clone()).or_default();
            if income.withdraws {
                self.nobodys_fen = self.nobodys_fen.saturating_add(fen);
                continue;
            }
            income.add(day.day, fen);
            if !income.pids.contains(&store.account) {
                income.pids.insert(store.account.clone());
            }
            if let Some(card) = card.filter(|card| !income.cards.contains(*card)) {
                income.cards.insert(card.to_owned());
            }
        }
    }
}

/// The bills of a route and PID, and the days they cover.
#[derive(Debug, Default)]
pub(crate) struct Coverage {
    /// First and last day, and the file.
    spans: Vec<(i32, i32, Place)>,
}

impl Coverage {
    /// Of the bills of an account's PIDs. A bill without a period covers the days of its trades.
    pub(crate) fn of_bills(bills: &[BillFile], route: Route, income: &ExpectedIncome) -> Coverage {
        let ends = income
            .days
            .first_key_value()
            .zip(income.days.last_key_value());
        let (first, last) = ends.map_or((0, -1), |((first, _), (last, _))| (*first, *last));
        let sort = match route {
            Route::Direct if income.withdraws => BillSort::Fund,
            Route::Direct => BillSort::OwnAlipay,
            Route::Indirect => BillSort::Acquirer,
        };
        let own = |bill: &&BillFile| {
            let pid = pid::of_bill_account(&bill.account).unwrap_or_default();
            bill.sort == sort && income.pids.contains(pid)
        };
        let span = |bill: &BillFile| {
            // A period ends at the midnight after its last day.
            let days = bill.period.map(|(from, to)| (from, to.max(from + 1) - 1));
            let (first, last) = days.unwrap_or((first, last));
            (first, last, Place::sheet(bill.source))
        };
        Coverage {
            spans: bills.iter().filter(own).map(span).collect(),
        }
    }

    pub(crate) fn covers(&self, day: i32) -> bool {
        let mut spans = self.spans.iter();
        spans.any(|(first, last, _)| (*first..=*last).contains(&day))
    }

    /// The files that cover any of the days.
    pub(crate) fn files(&self, days: RangeInclusive<i32>) -> Vec<Place> {
        let spans = self.spans.iter();
        let files = spans.filter(|(first, last, _)| first <= days.end() && days.start() <= last);
        files.map(|(.., place)| *place).collect()
    }
}
