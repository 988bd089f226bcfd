//! Settlement: what an account should receive on a day by the bills, against what its bank statement shows.
//! The day sums of the bills, the withdrawals from Alipay accounts, the statements and the job's terms in;
//! one row for each account and settlement day out, and a finding for each difference that no later day
//! makes up for.

mod calendar;
pub(crate) mod expected_income;
pub(crate) mod findings;
mod ledger;
mod pairing;
mod payer;
mod statement;
#[cfg(test)]
mod tests;
mod withdrawals;

use std::collections::{BTreeMap, BTreeSet};

use crate::config::job::SettlementTerms;
use crate::model::settlement::{Settlement, SettlementAccount, SettlementDay, SettlementVerdict};
use crate::model::{Finding, Ingested, Place, Route};

use super::stores::StoreSheet;
use calendar::Calendar;
use expected_income::Coverage;
use ledger::{LedgerDay, sum_fen};
use pairing::PairedAccount;
pub(super) use payer::Payer;
pub(super) use statement::{Credit, Statement, read as read_statements};
pub(super) use withdrawals::ARRIVAL_DAYS;
use withdrawals::WithdrawalCredits;

/// Settles every account for which there are bills and a statement.
pub(super) fn run(
    ingested: &Ingested,
    stores: &StoreSheet,
    statements: &[Statement],
    terms: &SettlementTerms,
) -> (Settlement, Vec<Finding>) {
    let mut bills = ingested.bills.iter();
    let nothing_due = ingested.bill_stores.is_empty() && bills.all(|b| b.withdrawals.is_empty());
    if ingested.tables.bank_statement.is_empty() || nothing_due {
        return Default::default();
    }
    let calendar = Calendar {
        days: i32::from(terms.days),
        weekends: terms.weekends,
        holidays: terms.holidays.iter().map(|d| d.to_julian_day()).collect(),
    };
    // A withdrawal is due on its day, whatever day that is.
    let at_once = Calendar {
        weekends: true,
        ..Calendar::default()
    };
    let income = expected_income::add_up(ingested, stores);
    let credits = statements.iter().flat_map(|s| &s.credits).map(|c| c.fen);
    let mut settlement = Settlement {
        bills_elsewhere_fen: income.nobodys_fen,
        credits_elsewhere_fen: sum_fen(credits),
        ..Settlement::default()
    };
    let mut findings = Vec::new();
    for account in pairing::pair_accounts(income, statements) {
        let (calendar, late) = if account.income.withdraws {
            (&at_once, withdrawals::ARRIVAL_DAYS)
        } else {
            (&calendar, 1)
        };
        let ledger = AccountLedger {
            bills: Coverage::of_bills(&ingested.bills, account.route, &account.income),
            arrivals: withdrawals::match_credits(&account),
            statements: account.statements.iter().map(|s| &statements[*s]).collect(),
            account: &account,
            calendar,
            late,
        };
        let days = ledger.judged_days(terms.tolerance_fen);
        ledger.record(days, &mut settlement, &mut findings);
    }
    (settlement, findings)
}

/// One account with all that is known of it.
struct AccountLedger<'a> {
    account: &'a PairedAccount<'a>,
    bills: Coverage,
    statements: Vec<&'a Statement<'a>>,
    calendar: &'a Calendar,
    /// So many days later the money may come, and that is no difference yet.
    late: i32,
    /// Which credit each withdrawal became.
    arrivals: WithdrawalCredits,
}

impl<'a> AccountLedger<'a> {
    /// The days the bills and the statement can be held against each other, with their verdicts.
    fn judged_days(&self, tolerance: i64) -> Vec<LedgerDay<'a>> {
        let mut days = self.days();
        ledger::judge(&mut days, tolerance);
        // A credit of a day that no bill covers counts only when it makes up for an earlier day.
        days.retain(|day| self.is_billed(day.day) || day.cleared.is_some());
        days.dedup_by(|later, earlier| {
            let same = later.day == earlier.day;
            if same {
                earlier.received = earlier.received.saturating_add(later.received);
                earlier.carried = later.carried;
                earlier.credits.append(&mut later.credits);
            }
            same
        });
        days
    }

    fn days(&self) -> Vec<LedgerDay<'a>> {
        let mut expected: BTreeMap<i32, i64> = BTreeMap::new();
        for (day, fen) in &self.account.income.days {
            let sum = expected.entry(self.calendar.due(*day)).or_default();
            *sum = sum.saturating_add(*fen);
        }
        let mut credits: BTreeMap<i32, Vec<&Credit>> = BTreeMap::new();
        for credit in &self.account.credits {
            if let Some(day) = credit.day {
                let withdrawn = self.arrivals.day(credit.place);
                let day = withdrawn.unwrap_or(self.calendar.bucket(day));
                credits.entry(day).or_default().push(*credit);
            }
        }
        let due: BTreeSet<i32> = expected.keys().chain(credits.keys()).copied().collect();
        let mut days = Vec::new();
        for day in due {
            let mut came = credits.remove(&day).unwrap_or_default();
            came.sort_by_key(|credit| credit.place);
            match expected.get(&day) {
                None if !self.is_billed(day) => {
                    // The largest first, wherever it stands, so that the order of rows does not matter.
                    came.sort_by_key(|credit| (std::cmp::Reverse(credit.fen), credit.place));
                    days.extend(came.into_iter().map(|one| self.day(day, None, vec![one])));
                }
                Some(_) if came.is_empty() && !self.is_stated(day) => {}
                fen => days.push(self.day(day, fen.copied(), came)),
            }
        }
        days
    }

    fn day(&self, day: i32, fen: Option<i64>, credits: Vec<&'a Credit<'a>>) -> LedgerDay<'a> {
        let received = sum_fen(credits.iter().map(|credit| credit.fen));
        let expected = fen.unwrap_or(0);
        let mut window = self.calendar.opens(day)..=day;
        let mut trades = self.calendar.trades(day);
        // What is missing on a statement's last day may come the day after, and what came first may
        // have been withdrawn before the first bill begins.
        let is_ended = received < expected && !self.states(day + self.late);
        let is_begun = received <= expected
            || !self.account.income.withdraws
            || self.bills.covers(day - self.late);
        LedgerDay {
            day,
            expected,
            received,
            sides: (fen.is_some(), !credits.is_empty()),
            billed: is_begun && trades.all(|trade| self.bills.covers(trade)),
            stated: !is_ended && window.all(|day| self.states(day)),
            verdict: SettlementVerdict::NotCovered,
            carried: 0,
            cleared: None,
            credits,
        }
    }

    /// Whether a bill covers some of the trades that settle on the day.
    fn is_billed(&self, day: i32) -> bool {
        let income = &self.account.income.days;
        let mut trades = self.calendar.trades(day);
        trades.any(|trade| self.bills.covers(trade) || income.contains_key(&trade))
    }

    fn is_stated(&self, day: i32) -> bool {
        (self.calendar.opens(day)..=day).any(|day| self.states(day))
    }

    fn states(&self, day: i32) -> bool {
        self.statements.iter().any(|one| one.covers(day))
    }

    /// Puts the account's days on the list, and every fen where it belongs.
    fn record(
        &self,
        days: Vec<LedgerDay>,
        settlement: &mut Settlement,
        findings: &mut Vec<Finding>,
    ) {
        let income = sum_fen(self.account.income.days.values().copied());
        settlement.bills_elsewhere_fen = settlement.bills_elsewhere_fen.saturating_add(income);
        if days.is_empty() {
            return;
        }
        let account = self.account();
        let mut rows = Vec::new();
        for day in days {
            settlement.bills_elsewhere_fen -= day.expected;
            settlement.credits_elsewhere_fen -= day.received;
            let row = self.row(settlement.accounts.len() as u32, &day);
            rows.push((row, day.credits));
        }
        findings.extend(findings::account_findings(&account, &rows, &self.sheets()));
        settlement.days.extend(rows.into_iter().map(|(row, _)| row));
        settlement.accounts.push(account);
    }

    fn row(&self, account: u32, day: &LedgerDay) -> SettlementDay {
        let trades = self.calendar.trades(day.day);
        let mut traded = self.account.income.days.range(trades.clone());
        let first = traded.next().map(|(first, _)| *first);
        let last = traded.next_back().map(|(last, _)| *last);
        SettlementDay {
            account,
            day: day.day,
            trades: first.map(|first| (first, last.unwrap_or(first))),
            expected_fen: day.expected,
            received_fen: day.received,
            verdict: day.verdict,
            carried_fen: day.carried,
            cleared: day.cleared,
            bills: match self.arrivals.lines(day.day) {
                [] => self.bills.files(trades),
                lines => lines.to_vec(),
            },
            credits: day.credits.iter().map(|credit| credit.place).collect(),
        }
    }

    fn account(&self) -> SettlementAccount {
        let income = &self.account.income;
        let mut cards = self.statements.iter().map(|statement| statement.card);
        let card = match self.account.route {
            Route::Indirect => income.cards.first().map(String::as_str),
            Route::Direct => cards.find(|card| !card.is_empty()),
        };
        let pids = income.pids.iter().filter(|pid| !pid.is_empty());
        SettlementAccount {
            route: self.account.route,
            pids: pids.cloned().collect(),
            card: card.unwrap_or_default().to_owned(),
        }
    }

    /// The sheets of its statements.
    fn sheets(&self) -> Vec<Place> {
        let sources = self.statements.iter().flat_map(|s| s.spans.keys().copied());
        let sources: BTreeSet<u32> = sources.collect();
        sources.into_iter().map(Place::sheet).collect()
    }
}
