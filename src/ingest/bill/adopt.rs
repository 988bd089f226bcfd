//! Bills that name no account, as one that was saved again without its head: whose they are, shown by what
//! another bill says. In go the stores of all bills, out they come under the account the lines are of.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::orders::is_cut;
use crate::model::bill::{BillFile, BillOrigin, BillSort, BillStore};
use crate::value::pid;

/// Gives stores and movements without an account that of the bill they are an export of, if it is one. An
/// SMID has one acquirer; of an own bill, and of movements, a day must have exactly the same lines.
pub fn nameless(stores: &mut [BillStore], bills: &mut [BillFile]) {
    let accounts = found(stores, bills);
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
fn found(stores: &[BillStore], bills: &[BillFile]) -> BTreeMap<u32, BTreeSet<String>> {
    let mut found: BTreeMap<u32, BTreeSet<String>> = BTreeMap::new();
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
            let mut days = bill.days.iter().filter(|day| day.print != 0);
            days.any(|day| other.days.contains(day))
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
        days.any(|day| named.days.iter().any(|other| day.is_again(other)))
    };
    !store.smid.is_empty() || again()
}
