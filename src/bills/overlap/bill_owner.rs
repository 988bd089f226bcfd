//! The account of bills that name none, such as a bill that was saved again without its first rows. Another bill shows
//! it: with a day that is alike in both, or else with a number that is in both, which a second reading looks for.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::bank_cut::is_cut;
use super::dispute_count::{LinesBySource, ROUND};
use super::line_selection::{LineSelection, SelectedLines, StoreDays};
use super::store_days::{line_count, source};
use crate::model::BillDay;
use crate::model::bill::{BillFile, BillOrigin, BillSort, BillStore, FundDay};
use crate::value::pid;

/// The accounts that a file without an account may belong to, by source.
type Accounts = BTreeMap<u32, BTreeSet<String>>;

/// Gives stores and movements without an account that of the bill they are an export of, if there is one. An SMID has
/// one acquirer; of an own bill, and of movements, a day must have the same lines, or one of them.
pub(crate) fn assign_accounts(
    stores: &mut [BillStore],
    bills: &mut [BillFile],
    read_again: impl Fn(LineSelection, &[u32]) -> LinesBySource,
) {
    let mut accounts = by_store_days(stores);
    accounts.extend(by_movement_days(bills));
    let by_trades = by_trade_numbers(stores, &accounts, &read_again);
    let by_movements = by_movement_numbers(bills, &accounts, &read_again);
    for (source, found) in by_trades.into_iter().chain(by_movements) {
        accounts.entry(source).or_default().extend(found);
    }
    let account_of = |source: u32| match accounts.get(&source).map(Vec::from_iter).as_deref() {
        Some([account]) => Some(account.as_str()),
        _ => None,
    };
    for store in stores.iter_mut().filter(|store| is_nameless(store)) {
        let seen = store.seen.first();
        if let Some(account) = seen.and_then(|seen| account_of(seen.source)) {
            account.clone_into(&mut store.account);
        }
    }
    // The account as a bill prints it says more than a PID.
    let named: Vec<(BillSort, String)> = (bills.iter())
        .map(|bill| (bill.sort, bill.account.clone()))
        .collect();
    for bill in bills.iter_mut().filter(|bill| bill.account.is_empty()) {
        let Some(pid) = account_of(bill.source) else {
            continue;
        };
        let same = |(sort, account): &&(BillSort, String)| {
            *sort == bill.sort && pid::of_bill_account(account) == Some(pid)
        };
        if let Some((_, account)) = named.iter().find(same) {
            bill.account.clone_from(account);
        }
    }
}

fn is_nameless(store: &BillStore) -> bool {
    store.account.is_empty() && !is_cut(store)
}

/// Pairs of a store without an account and the same store of an account.
fn pairs(
    stores: &[BillStore],
    is_candidate: impl Fn(&BillStore) -> bool,
) -> Vec<(&BillStore, &BillStore)> {
    type Key<'k> = (BillOrigin, &'k str, &'k str);
    fn key(store: &BillStore) -> Key<'_> {
        (store.origin, &store.smid, &store.store_code)
    }
    let named = || stores.iter().filter(|store| !store.account.is_empty());
    if named().next().is_none() {
        return Vec::new();
    }
    let mut nameless: HashMap<Key, Vec<&BillStore>> = HashMap::new();
    for store in stores
        .iter()
        .filter(|store| is_nameless(store) && is_candidate(store))
    {
        nameless.entry(key(store)).or_default().push(store);
    }
    if nameless.is_empty() {
        return Vec::new();
    }
    let same = |named| {
        let stores = nameless.get(&key(named)).into_iter().flatten();
        stores.map(move |store| (*store, named))
    };
    named().flat_map(same).collect()
}

/// Accounts of stores with an SMID in common, or a day that is alike.
fn by_store_days(stores: &[BillStore]) -> Accounts {
    let mut accounts = Accounts::new();
    let is_alike = |day: &BillDay, other: &BillDay| {
        day.print != 0 && day.clone().without_repeats() == other.clone().without_repeats()
    };
    for (store, named) in pairs(stores, |_| true) {
        let mut days = store.days.iter();
        if !store.smid.is_empty() || days.any(|day| named.days.iter().any(|o| is_alike(day, o))) {
            let found = accounts.entry(source(store)).or_default();
            found.insert(named.account.clone());
        }
    }
    accounts
}

/// Accounts of movements with a day that is alike.
fn by_movement_days(bills: &[BillFile]) -> Accounts {
    let movements = || bills.iter().filter(|bill| bill.sort == BillSort::Fund);
    let accounts_of = |bill: &BillFile| {
        let lines = |day: &FundDay| day.lines().without_repeats();
        let same = |other: &&BillFile| {
            let mut days = bill.days.iter().filter(|day| day.print != 0).map(lines);
            days.any(|day| other.days.iter().any(|other| lines(other) == day))
        };
        let accounts = movements().filter(same);
        let accounts = accounts.filter_map(|bill| pid::of_bill_account(&bill.account));
        (bill.source, accounts.map(str::to_owned).collect())
    };
    let nameless = movements().filter(|bill| bill.account.is_empty());
    nameless.map(accounts_of).collect()
}

/// Accounts of files still without one that have a trade of a store and day on which both have lines.
fn by_trade_numbers(
    stores: &[BillStore],
    known: &Accounts,
    read_again: impl Fn(LineSelection, &[u32]) -> LinesBySource,
) -> Accounts {
    let mut selected = StoreDays::default();
    let mut shared = SharedDays::default();
    for (store, named) in pairs(stores, |store| !known.contains_key(&source(store))) {
        for (day, lines) in common_days(&store.days, &named.days) {
            selected.add(&store.smid, &store.store_code, day);
            shared.add(source(store), source(named), &named.account, lines);
        }
    }
    shared.find_accounts(SelectedLines::StoreDays(selected), read_again)
}

/// The same of movements, by the days on which both have some.
fn by_movement_numbers(
    bills: &[BillFile],
    known: &Accounts,
    read_again: impl Fn(LineSelection, &[u32]) -> LinesBySource,
) -> Accounts {
    let movements = || bills.iter().filter(|bill| bill.sort == BillSort::Fund);
    let days = |bill: &BillFile| bill.days.iter().map(FundDay::lines).collect::<Vec<_>>();
    let is_unknown = |bill: &BillFile| known.get(&bill.source).is_none_or(BTreeSet::is_empty);
    let mut selected = BTreeSet::new();
    let mut shared = SharedDays::default();
    for bill in movements().filter(|bill| bill.account.is_empty() && is_unknown(bill)) {
        for named in movements() {
            let Some(account) = pid::of_bill_account(&named.account) else {
                continue;
            };
            for (day, lines) in common_days(&days(bill), &days(named)) {
                selected.insert(day);
                shared.add(bill.source, named.source, account, lines);
            }
        }
    }
    let selected = selected.into_iter().collect();
    shared.find_accounts(SelectedLines::Movements(selected), read_again)
}

/// Days on which both have numbered lines, with how many they are.
fn common_days(days: &[BillDay], others: &[BillDay]) -> Vec<(i32, u64)> {
    let both = days.iter().filter(|day| day.print != 0).filter_map(|day| {
        let at = others
            .binary_search_by_key(&day.day, |other| other.day)
            .ok()?;
        let other = &others[at];
        (other.print != 0).then(|| (day.day, line_count(day) + line_count(other)))
    });
    both.collect()
}

/// Files without an account, each with a file of an account that may have the same lines.
#[derive(Default)]
struct SharedDays {
    pairs: BTreeSet<(u32, u32, String)>,
    lines: u64,
}

impl SharedDays {
    fn add(&mut self, nameless: u32, named: u32, account: &str, lines: u64) {
        self.pairs.insert((nameless, named, account.to_owned()));
        self.lines += lines;
    }

    /// Reads the files again. Of very many lines one part is enough: real overlaps have lines in every part.
    fn find_accounts(
        self,
        lines: SelectedLines,
        read_again: impl Fn(LineSelection, &[u32]) -> LinesBySource,
    ) -> Accounts {
        let mut found = Accounts::new();
        if self.pairs.is_empty() {
            return found;
        }
        let sources = self
            .pairs
            .iter()
            .flat_map(|(nameless, named, _)| [*nameless, *named]);
        let sources = Vec::from_iter(sources.collect::<BTreeSet<u32>>());
        let part = (0, self.lines.div_ceil(ROUND).max(1));
        let lines = read_again(LineSelection { lines, part }, &sources);
        let numbers: HashMap<u32, HashSet<_>> = (lines.into_iter())
            .map(|(source, lines)| {
                let numbered = lines.iter().filter(|line| line.number != 0);
                let numbers = numbered.map(|line| (line.store, line.day, line.number));
                (source, numbers.collect())
            })
            .collect();
        for (nameless, named, account) in &self.pairs {
            if let (Some(own), Some(other)) = (numbers.get(nameless), numbers.get(named))
                && !own.is_disjoint(other)
            {
                found.entry(*nameless).or_default().insert(account.clone());
            }
        }
        found
    }
}
