//! Which statement belongs to which account, and which account a credit pays. Where two answers fit,
//! there is none: the money is counted apart rather than guessed at.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::Route;
use crate::value::mask;
use crate::value::mask::MaskVerdict;

use super::expected_income::{AllOwed, Owed};
use super::payer::Payer;
use super::statement::{Credit, Statement};

/// An account, by number, with its credits.
pub(super) struct Account {
    pub route: Route,
    pub owed: Owed,
    /// Numbers of its statements.
    pub statements: BTreeSet<usize>,
    /// Statement and number of each credit in it.
    pub credits: Vec<(usize, usize)>,
}

/// Pairs what the bills owe with the statements.
pub(super) fn pair(owed: AllOwed, statements: &[Statement]) -> Vec<Account> {
    let account = |((route, _), owed)| Account {
        route,
        owed,
        statements: BTreeSet::new(),
        credits: Vec::new(),
    };
    let mut accounts: Vec<Account> = owed.accounts.into_iter().map(account).collect();
    by_card(&mut accounts, statements);
    nameless(&mut accounts, statements);
    for (s, statement) in statements.iter().enumerate() {
        let paired: Vec<usize> = (0..accounts.len())
            .filter(|a| accounts[*a].statements.contains(&s))
            .collect();
        for (at, credit) in statement.credits.iter().enumerate() {
            if let Some(found) = pays(credit, statement, &paired, &accounts) {
                accounts[found].statements.insert(s);
                accounts[found].credits.push((s, at));
            }
        }
    }
    accounts
}

fn by_card(accounts: &mut [Account], statements: &[Statement]) {
    let mut owners: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (a, account) in accounts.iter().enumerate() {
        for card in &account.owed.cards {
            owners.entry(card.clone()).or_default().push(a);
        }
    }
    for (s, statement) in statements.iter().enumerate() {
        let cards: Vec<&Vec<usize>> = if mask::is_masked(statement.card) {
            let of = |(card, owners)| statement.is_of(card).then_some(owners);
            owners
                .iter()
                .filter_map(|(card, owners): (&String, _)| of((card, owners)))
                .collect()
        } else {
            owners.get(statement.card).into_iter().collect()
        };
        // A mask that fits two cards tells neither.
        if let [owners] = cards[..] {
            owners
                .iter()
                .for_each(|a| _ = accounts[*a].statements.insert(s));
        }
    }
}

/// A statement without an account number is that of the only account there is, if it has no other.
fn nameless(accounts: &mut [Account], statements: &[Statement]) {
    for route in [Route::Direct, Route::Indirect] {
        let mut own = accounts.iter_mut().filter(|account| account.route == route);
        if let (Some(only), None) = (own.next(), own.next())
            && only.statements.is_empty()
        {
            let nameless = (0..statements.len()).filter(|s| statements[*s].card.is_empty());
            only.statements.extend(nameless);
        }
    }
}

/// The account a credit pays; `paired` are those of its statement.
fn pays(
    credit: &Credit,
    statement: &Statement,
    paired: &[usize],
    accounts: &[Account],
) -> Option<usize> {
    let route = match credit.payer {
        Payer::Other => return None,
        Payer::Alipay => Route::Direct,
        Payer::Acquirer => Route::Indirect,
    };
    let of_route = |a: &usize| accounts[*a].route == route;
    let here: Vec<usize> = paired.iter().copied().filter(of_route).collect();
    if route == Route::Indirect {
        return only(&here);
    }
    let direct: Vec<usize> = (0..accounts.len()).filter(of_route).collect();
    if credit.from.starts_with("2088") {
        let from = |a: &usize| {
            accounts[*a]
                .owed
                .pids
                .iter()
                .any(|pid| is_account_of(credit.from, pid))
        };
        let named: Vec<usize> = direct.into_iter().filter(from).collect();
        let here: Vec<usize> = here.into_iter().filter(|a| named.contains(a)).collect();
        return only(&named).or_else(|| only(&here));
    }
    // Nothing contradicts the only account there is.
    let unsaid = |a: &usize| statement.card.is_empty() || accounts[*a].owed.cards.is_empty();
    only(&here).or_else(|| only(&direct).filter(|a| here.is_empty() && unsaid(a)))
}

fn only(accounts: &[usize]) -> Option<usize> {
    match accounts {
        [one] => Some(*one),
        _ => None,
    }
}

/// Bills and banks print a PID with `0156` after it, banks with stars in it.
fn is_account_of(printed: &str, pid: &str) -> bool {
    let fits = |account: &str| mask::compare(printed, account) == MaskVerdict::Compatible;
    fits(pid) || fits(&format!("{pid}0156"))
}
