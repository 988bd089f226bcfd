//! Bills that name no account, as one that was saved again without its head: whose they are, shown by what
//! another bill says: a day both have alike, or else one number both have, which a second reading looks for.
//! In go the stores of all bills, out they come under the account the lines are of.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::bank_cut::is_cut;
use super::dispute_count::{Lines, ROUND};
use super::line_selection::{StoreDays, Wanted, What};
use crate::model::BillDay;
use crate::model::bill::{BillFile, BillOrigin, BillSort, BillStore, FundDay};
use crate::value::pid;

type Accounts = BTreeMap<u32, BTreeSet<String>>;

/// Gives stores and movements without an account that of the bill they are an export of, if it is one. An
/// SMID has one acquirer; of an own bill, and of movements, a day must have the same lines, or one of them.
pub(crate) fn nameless(
    stores: &mut [BillStore],
    bills: &mut [BillFile],
    again: impl Fn(Wanted, &[u32]) -> Lines,
) {
    let mut accounts = found(stores, bills);
    for (source, found) in of_stores(stores, &accounts, &again)
        .into_iter()
        .chain(of_movements(bills, &accounts, &again))
    {
        accounts.entry(source).or_default().extend(found);
    }
    let of = |source: u32| match accounts.get(&source).map(Vec::from_iter).as_deref() {
        Some([account]) => Some(account.as_str()),
        _ => None,
    };
    for store in stores.iter_mut().filter(|store| is_nameless(store)) {
        let source = store.seen.first().map(|seen| seen.source);
        if let Some(account) = source.and_then(of) {
            account.clone_into(&mut store.account);
        }
    }
    // As a bill prints it, the account says more than a PID.
    let named: Vec<(BillSort, String)> = (bills.iter())
        .map(|bill| (bill.sort, bill.account.clone()))
        .collect();
    for bill in bills.iter_mut().filter(|bill| bill.account.is_empty()) {
        let same = |(sort, account): &&(BillSort, String)| {
            *sort == bill.sort && pid::of_bill_account(account) == of(bill.source)
        };
        if let (Some(_), Some((_, account))) = (of(bill.source), named.iter().find(same)) {
            bill.account.clone_from(account);
        }
    }
}

fn is_nameless(store: &BillStore) -> bool {
    store.account.is_empty() && !is_cut(store)
}

/// The accounts that each file without one may be of.
fn found(stores: &[BillStore], bills: &[BillFile]) -> Accounts {
    let mut found = Accounts::new();
    let mut nameless: HashMap<_, Vec<&BillStore>> = HashMap::new();
    let named = || stores.iter().filter(|store| !store.account.is_empty());
    let none = named().next().is_none();
    for store in (stores.iter()).filter(|store| !none && is_nameless(store)) {
        nameless.entry(key(store)).or_default().push(store);
    }
    if !nameless.is_empty() {
        for named in named() {
            let alike = nameless.get(&key(named)).into_iter().flatten();
            for store in alike.filter(|store| is_one(store, named)) {
                let source = store.seen.first().map_or(0, |seen| seen.source);
                let account = named.account.clone();
                found.entry(source).or_default().insert(account);
            }
        }
    }
    let movements = || bills.iter().filter(|bill| bill.sort == BillSort::Fund);
    for bill in movements().filter(|bill| bill.account.is_empty()) {
        let same = |other: &&BillFile| {
            let lines = |day: &FundDay| day.lines().without_repeats();
            let mut days = bill.days.iter().filter(|day| day.print != 0).map(lines);
            days.any(|day| other.days.iter().any(|other| lines(other) == day))
        };
        let accounts = movements().filter(same);
        let accounts = accounts.filter_map(|bill| pid::of_bill_account(&bill.account));
        found.insert(bill.source, accounts.map(str::to_owned).collect());
    }
    found
}

fn key(store: &BillStore) -> (BillOrigin, &str, &str) {
    (store.origin, &store.smid, &store.store_code)
}

/// Whether lines of one store are those of another account's.
fn is_one(store: &BillStore, named: &BillStore) -> bool {
    let again = || {
        let mut days = store.days.iter();
        let same = |day: &BillDay, other: &BillDay| {
            day.print != 0 && day.clone().without_repeats() == other.clone().without_repeats()
        };
        days.any(|day| named.days.iter().any(|other| same(day, other)))
    };
    !store.smid.is_empty() || again()
}

fn source(store: &BillStore) -> u32 {
    store.seen.first().map_or(0, |seen| seen.source)
}

/// The accounts of files still without one that have a trade of a store and day on which both have lines.
fn of_stores(
    stores: &[BillStore],
    known: &Accounts,
    again: impl Fn(Wanted, &[u32]) -> Lines,
) -> Accounts {
    let unknown = |store: &&BillStore| is_nameless(store) && !known.contains_key(&source(store));
    let mut nameless: HashMap<_, Vec<&BillStore>> = HashMap::new();
    for store in stores.iter().filter(unknown) {
        nameless.entry(key(store)).or_default().push(store);
    }
    if nameless.is_empty() {
        return Accounts::new();
    }
    let mut wanted = StoreDays::default();
    let mut meeting = Meeting::default();
    for named in stores.iter().filter(|store| !store.account.is_empty()) {
        for store in nameless.get(&key(named)).into_iter().flatten() {
            for (day, lines) in common(&store.days, &named.days) {
                wanted.add(&store.smid, &store.store_code, day);
                meeting.add(source(store), source(named), &named.account, lines);
            }
        }
    }
    meeting.settle(What::StoreDays(wanted), again)
}

/// The same of movements, by the days on which both have some.
fn of_movements(
    bills: &[BillFile],
    known: &Accounts,
    again: impl Fn(Wanted, &[u32]) -> Lines,
) -> Accounts {
    let movements = || bills.iter().filter(|bill| bill.sort == BillSort::Fund);
    let days = |bill: &BillFile| bill.days.iter().map(FundDay::lines).collect::<Vec<_>>();
    let is_known = |bill: &BillFile| {
        known
            .get(&bill.source)
            .is_some_and(|found| !found.is_empty())
    };
    let mut wanted = BTreeSet::new();
    let mut meeting = Meeting::default();
    for bill in movements().filter(|bill| bill.account.is_empty() && !is_known(bill)) {
        for named in movements() {
            let Some(account) = pid::of_bill_account(&named.account) else {
                continue;
            };
            for (day, lines) in common(&days(bill), &days(named)) {
                wanted.insert(day);
                meeting.add(bill.source, named.source, account, lines);
            }
        }
    }
    meeting.settle(What::Movements(wanted.into_iter().collect()), again)
}

/// Days on which both have numbered lines, with how many they are.
fn common(days: &[BillDay], others: &[BillDay]) -> Vec<(i32, u64)> {
    let of = |wanted: i32| others.binary_search_by_key(&wanted, |day| day.day);
    let lines = |day: &BillDay| u64::from(day.trades) + u64::from(day.refunds);
    let both = days.iter().filter(|day| day.print != 0).filter_map(|day| {
        let other = &others[of(day.day).ok()?];
        (other.print != 0).then(|| (day.day, lines(day) + lines(other)))
    });
    both.collect()
}

/// Files without an account, beside those of one that may have their lines.
#[derive(Default)]
struct Meeting {
    pairs: BTreeSet<(u32, u32, String)>,
    lines: u64,
}

impl Meeting {
    fn add(&mut self, nameless: u32, named: u32, account: &str, lines: u64) {
        self.pairs.insert((nameless, named, account.to_owned()));
        self.lines += lines;
    }

    /// Reads the files again; of very many lines a part is looked at, which of a real overlap has some.
    fn settle(self, what: What, again: impl Fn(Wanted, &[u32]) -> Lines) -> Accounts {
        let mut found = Accounts::new();
        if self.pairs.is_empty() {
            return found;
        }
        let sources: BTreeSet<u32> = (self.pairs.iter())
            .flat_map(|(nameless, named, _)| [*nameless, *named])
            .collect();
        let sources: Vec<u32> = sources.into_iter().collect();
        let part = (0, self.lines.div_ceil(ROUND).max(1));
        let lines = again(Wanted { what, part }, &sources);
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
