//! Settlement: what the bills say an account was to receive on a day against what its bank statement
//! shows. In come the day sums of the bills, the withdrawals from Alipay accounts, the statements and
//! the job's terms; out come one row for each account and settlement day, and a finding for each difference that no later day makes up for.

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

use std::collections::BTreeMap;

use crate::config::job::SettlementTerms;
use crate::model::settlement::{Settlement, SettlementAccount, SettlementDay, SettlementVerdict};
use crate::model::{Finding, Ingested, Place, Route};

use super::stores::StoreSheet;
use calendar::Calendar;
use expected_income::Coverage;
use ledger::LedgerDay;
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
    let withdrawn = ingested
        .bills
        .iter()
        .any(|bill| !bill.withdrawals.is_empty());
    let owing = withdrawn || !ingested.bill_stores.is_empty();
    if ingested.tables.bank_statement.is_empty() || !owing {
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
        credits_elsewhere_fen: credits.fold(0, i64::saturating_add),
        ..Settlement::default()
    };
    let mut findings = Vec::new();
    for account in pairing::pair_accounts(income, statements) {
        let withdraws = account.income.withdraws;
        let ledger = AccountLedger {
            bills: Coverage::of_bills(&ingested.bills, account.route, &account.income),
            reached: withdrawals::match_credits(&account, statements),
            account: &account,
            statements,
            calendar: if withdraws { &at_once } else { &calendar },
            late: if withdraws {
                withdrawals::ARRIVAL_DAYS
            } else {
                1
            },
        };
        let days = ledger.judged_days(terms.tolerance_fen);
        ledger.record(days, &mut settlement, &mut findings);
    }
    (settlement, findings)
}

/// One account with all that is known of it.
struct AccountLedger<'a> {
    account: &'a PairedAccount,
    bills: Coverage,
    statements: &'a [Statement<'a>],
    calendar: &'a Calendar,
    /// So many days later the money may come, and that is no difference yet.
    late: i32,
    /// Which credit each withdrawal became.
    reached: WithdrawalCredits,
}

/// A settlement day and its credits.
struct Day<'a> {
    entry: LedgerDay,
    credits: Vec<&'a Credit<'a>>,
}

impl<'a> AccountLedger<'a> {
    /// The days the bills and the statement can be held against each other, with their verdicts.
    fn judged_days(&self, tolerance: i64) -> Vec<Day<'a>> {
        let mut days = self.days();
        let mut entries: Vec<LedgerDay> = days.iter().map(|day| day.entry.clone()).collect();
        ledger::judge(&mut entries, tolerance);
        for (day, entry) in days.iter_mut().zip(entries) {
            day.entry = entry;
        }
        // A credit of a day no bill speaks of counts when it makes up for an earlier day, else not.
        days.retain(|day| self.is_billed(day.entry.day) || day.entry.cleared.is_some());
        days.dedup_by(|later, earlier| {
            let same = later.entry.day == earlier.entry.day;
            if same {
                earlier.entry.received =
                    earlier.entry.received.saturating_add(later.entry.received);
                earlier.entry.carried = later.entry.carried;
                earlier.credits.append(&mut later.credits);
            }
            same
        });
        days
    }

    fn days(&self) -> Vec<Day<'a>> {
        let mut expected: BTreeMap<i32, i64> = BTreeMap::new();
        for (day, fen) in &self.account.income.days {
            let sum = expected.entry(self.calendar.due(*day)).or_default();
            *sum = sum.saturating_add(*fen);
        }
        let mut credits: BTreeMap<i32, Vec<&Credit>> = BTreeMap::new();
        for (statement, at) in &self.account.credits {
            let credit = &self.statements[*statement].credits[*at];
            if let Some(day) = credit.day {
                let paid = self.reached.day(credit.place);
                credits
                    .entry(paid.unwrap_or(self.calendar.bucket(day)))
                    .or_default()
                    .push(credit);
            }
        }
        let mut due: Vec<i32> = expected.keys().chain(credits.keys()).copied().collect();
        due.sort_unstable();
        due.dedup();
        let mut days = Vec::new();
        for day in due {
            let mut came = credits.remove(&day).unwrap_or_default();
            came.sort_by_key(|credit| credit.place);
            match expected.get(&day) {
                None if !self.is_billed(day) => {
                    // The largest first, wherever it stands: rows in another order say the same.
                    came.sort_by_key(|credit| (std::cmp::Reverse(credit.fen), credit.place));
                    days.extend(came.into_iter().map(|one| self.day(day, None, vec![one])));
                }
                None => days.push(self.day(day, None, came)),
                Some(_) if came.is_empty() && !self.is_stated(day) => {}
                Some(fen) => days.push(self.day(day, Some(*fen), came)),
            }
        }
        days
    }

    fn day(&self, day: i32, expected: Option<i64>, credits: Vec<&'a Credit<'a>>) -> Day<'a> {
        let received = credits.iter().map(|c| c.fen).fold(0, i64::saturating_add);
        let income = expected.unwrap_or(0);
        let window = self.calendar.opens(day)..=day;
        // What is missing on a statement's last day may come the day after, and what came first may
        // have been withdrawn before the first bill begins.
        let ended = received < income && !self.states(day + self.late);
        let begun = received <= income
            || !self.account.income.withdraws
            || self.bills.covers(day - self.late);
        Day {
            entry: LedgerDay {
                day,
                expected: income,
                received,
                sides: (expected.is_some(), !credits.is_empty()),
                billed: begun
                    && self
                        .calendar
                        .trades(day)
                        .all(|trade| self.bills.covers(trade)),
                stated: !ended && window.into_iter().all(|day| self.states(day)),
                verdict: SettlementVerdict::NotCovered,
                carried: 0,
                cleared: None,
            },
            credits,
        }
    }

    /// Whether a bill speaks of some of the trades that settle on the day.
    fn is_billed(&self, day: i32) -> bool {
        let mut trades = self.calendar.trades(day);
        trades
            .any(|trade| self.bills.covers(trade) || self.account.income.days.contains_key(&trade))
    }

    fn is_stated(&self, day: i32) -> bool {
        (self.calendar.opens(day)..=day).any(|day| self.states(day))
    }

    fn states(&self, day: i32) -> bool {
        self.account
            .statements
            .iter()
            .any(|s| self.statements[*s].covers(day))
    }

    /// Puts the account's days on the list, and every fen where it belongs.
    fn record(&self, days: Vec<Day>, settlement: &mut Settlement, findings: &mut Vec<Finding>) {
        let income = self
            .account
            .income
            .days
            .values()
            .copied()
            .fold(0, i64::saturating_add);
        settlement.bills_elsewhere_fen = settlement.bills_elsewhere_fen.saturating_add(income);
        if days.is_empty() {
            return;
        }
        let account = self.account();
        let mut rows = Vec::new();
        for day in days {
            let entry = &day.entry;
            settlement.bills_elsewhere_fen -= entry.expected;
            settlement.credits_elsewhere_fen -= entry.received;
            let row = self.row(settlement.accounts.len() as u32, &day);
            rows.push((row, day.credits));
        }
        findings.extend(findings::account_findings(&account, &rows, &self.sheets()));
        settlement.days.extend(rows.into_iter().map(|(row, _)| row));
        settlement.accounts.push(account);
    }

    fn row(&self, account: u32, day: &Day) -> SettlementDay {
        let entry = &day.entry;
        let trades = self.calendar.trades(entry.day);
        let mut traded = self
            .account
            .income
            .days
            .range(trades.clone())
            .map(|(day, _)| *day);
        let first = traded.next();
        SettlementDay {
            account,
            day: entry.day,
            trades: first.map(|first| (first, traded.next_back().unwrap_or(first))),
            expected_fen: entry.expected,
            received_fen: entry.received,
            verdict: entry.verdict,
            carried_fen: entry.carried,
            cleared: entry.cleared,
            bills: match self.reached.lines(entry.day) {
                [] => self.bills.files(trades),
                lines => lines.to_vec(),
            },
            credits: day.credits.iter().map(|credit| credit.place).collect(),
        }
    }

    fn account(&self) -> SettlementAccount {
        let income = &self.account.income;
        let cards = self
            .account
            .statements
            .iter()
            .map(|s| self.statements[*s].card);
        let card = match self.account.route {
            Route::Indirect => income.cards.first().map(String::as_str),
            Route::Direct => cards.into_iter().find(|card| !card.is_empty()),
        };
        SettlementAccount {
            route: self.account.route,
            pids: income
                .pids
                .iter()
                .filter(|pid| !pid.is_empty())
                .cloned()
                .collect(),
            card: card.unwrap_or_default().to_owned(),
        }
    }

    /// The sheets of its statements.
    fn sheets(&self) -> Vec<Place> {
        let statements = self.account.statements.iter().map(|s| &self.statements[*s]);
        let mut sources: Vec<u32> = statements.flat_map(|s| s.spans.keys().copied()).collect();
        sources.sort_unstable();
        sources.dedup();
        sources.into_iter().map(Place::sheet).collect()
    }
}
