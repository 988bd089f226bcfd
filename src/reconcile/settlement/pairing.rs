//! Which statement belongs to which account, and which account a credit pays. Where two answers fit,
//! there is none: the money is counted apart rather than guessed at.

use std::collections::BTreeSet;

use crate::model::Route;
use crate::value::mask::{self, MaskVerdict};

use super::expected_income::{AllExpectedIncome, ExpectedIncome};
use super::payer::Payer;
use super::statement::{Credit, Statement};

/// An account, by number, with its credits.
pub(super) struct PairedAccount<'a> {
    pub route: Route,
    pub income: ExpectedIncome,
    /// Numbers of its statements.
    pub statements: BTreeSet<usize>,
    pub credits: Vec<&'a Credit<'a>>,
}

/// Pairs the accounts of the bills with the statements.
pub(super) fn pair_accounts<'a>(
    income: AllExpectedIncome,
    statements: &'a [Statement<'a>],
) -> Vec<PairedAccount<'a>> {
    let account = |((route, _), income)| PairedAccount {
        route,
        income,
        statements: BTreeSet::new(),
        credits: Vec::new(),
    };
    let mut accounts: Vec<PairedAccount> = income.accounts.into_iter().map(account).collect();
    by_card(&mut accounts, statements);
    nameless(&mut accounts, statements);
    for (s, statement) in statements.iter().enumerate() {
        let is_paired = |a: &usize| accounts[*a].statements.contains(&s);
        let paired: Vec<usize> = (0..accounts.len()).filter(is_paired).collect();
        for credit in &statement.credits {
            if let Some(found) = paid_account(credit, statement, &paired, &accounts) {
                accounts[found].statements.insert(s);
                accounts[found].credits.push(credit);
            }
        }
    }
    accounts
}

fn by_card(accounts: &mut [PairedAccount], statements: &[Statement]) {
    let cards = accounts.iter().flat_map(|account| &account.income.cards);
    let cards: BTreeSet<String> = cards.cloned().collect();
    for (s, statement) in statements.iter().enumerate() {
        let cards = cards.iter().map(String::as_str);
        if let Some(card) = statement.card_among(cards) {
            let owners = accounts.iter_mut();
            let owners = owners.filter(|account| account.income.cards.contains(card));
            owners.for_each(|account| _ = account.statements.insert(s));
        }
    }
}

/// A statement without an account number is that of the only account there is, if it has no other.
fn nameless(accounts: &mut [PairedAccount], statements: &[Statement]) {
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
fn paid_account(
    credit: &Credit,
    statement: &Statement,
    paired: &[usize],
    accounts: &[PairedAccount],
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
        let pids = |a: &usize| accounts[*a].income.pids.iter();
        let from = |a: &usize| pids(a).any(|pid| is_account_of(credit.from, pid));
        let named: Vec<usize> = direct.into_iter().filter(from).collect();
        let here: Vec<usize> = here.into_iter().filter(|a| named.contains(a)).collect();
        return only(&named).or_else(|| only(&here));
    }
    // Nothing contradicts the only account there is.
    let not_contradicted =
        |a: &usize| statement.card.is_empty() || accounts[*a].income.cards.is_empty();
    only(&here).or_else(|| only(&direct).filter(|a| here.is_empty() && not_contradicted(a)))
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
