//! Compares the store sheet with other sources: the Alipay account register, the bank's register, the
//! merchants already onboarded, and the bills. In come the tables as they were read and which cells are
//! already known to be wrong; out come one match per store row, every comparison made, and findings.

mod account_comparison;
mod accounts;
mod bank;
mod bills;
mod claims;
mod compare;
pub(crate) mod credit_evidence;
mod drift;
#[cfg(test)]
mod fixture;
mod index;
mod individual;
mod input;
mod items;
mod join;
pub(crate) mod key_joins;
mod onboarded;
mod pair;
mod passes;
mod register;
mod route;
pub(crate) mod rules;
mod settlement;
mod stores;
mod tagging;
mod trades;
pub(crate) mod unknown_store_trades;
pub(crate) mod unmatched_records;
pub(crate) mod withdrawal_evidence;

use crate::model::reconciled::StoreMatch;
use crate::model::{Comparison, Field, Finding, Reconciled, Route, Tables};
use rayon::prelude::*;

pub(crate) use input::ReconcileInput;
pub(crate) use items::compare_items;

use account_comparison::AccountComparison;
use bills::{BillTrades, StoreKeys};
use claims::AccountClaims;
use credit_evidence::CreditEvidence;
use key_joins::KeyJoins;
use onboarded::{MerchantRegister, OnboardedMatch};
use passes::AccountSearch;
use route::RouteSigns;
use stores::StoreSheet;
use unknown_store_trades::ClosedTrades;
use withdrawal_evidence::WithdrawalEvidence;

/// Rows one thread takes at a time, so that a small job is not cut up.
const CHUNK: usize = 1024;

/// What the registers show about one store.
struct MatchedStore<'a> {
    /// The PID it trades under, the sheet's or its account's; empty when unknown.
    pid: &'a str,
    alipay: Option<AccountComparison>,
    bank: Option<AccountComparison>,
    onboarded: OnboardedMatch,
    findings: Vec<Finding>,
}

/// Compares every store with every register and bill.
pub(crate) fn run(input: &ReconcileInput) -> Reconciled {
    let tables = &input.ingested.tables;
    let bills = &input.ingested.bill_stores;
    let stores = StoreSheet::new(input);
    let merchants = MerchantRegister::new(&stores, &tables.merchants);
    let (registers, claims) = Registers::find(&stores, &merchants, tables);
    let statements = settlement::read_statements(input.ingested, &input.settlement.payers);
    let (matched, (settlement, settlement_findings)) = rayon::join(
        || registers.match_all(&claims),
        || settlement::run(input.ingested, &stores, &statements, input.settlement),
    );
    let keys = store_keys(&matched, &merchants);
    let (trades, (unknown_trades, unmatched)) = rayon::join(
        || bills::trades_per_store(&stores, &keys, &tables.merchants, bills),
        || {
            rayon::join(
                || unknown_store_trades::trades_of_unknown_stores(&stores, tables, bills),
                || unmatched_records::list([&registers.alipay, &registers.bank]),
            )
        },
    );
    let money = MoneyEvidence {
        withdrawal: WithdrawalEvidence::find(&input.ingested.bills, &statements),
        credit: CreditEvidence::find(&stores, &statements),
        closed: ClosedTrades::find(bills, &merchants, input.as_of),
    };
    let mut out = Reconciled {
        findings: claims.findings,
        settlement,
        ..Reconciled::default()
    };
    out.findings.extend(unknown_trades);
    for (row, (matched, trades)) in matched.into_iter().zip(&trades).enumerate() {
        finish_store(row, matched, trades, &registers, &money, input, &mut out);
    }
    for (comparisons, notes) in unmatched {
        out.comparisons.extend(comparisons);
        out.findings.extend(notes);
    }
    out.findings.extend(settlement_findings);
    out.findings.sort_by(|a, b| a.order().cmp(&b.order()));
    out
}

/// What every store is known by in bills.
fn store_keys<'a>(
    matched: &[MatchedStore<'a>],
    merchants: &MerchantRegister<'a>,
) -> Vec<StoreKeys<'a>> {
    let stores = merchants.stores;
    let sound = |row, field| stores.sound(row, field).unwrap_or_default();
    let keys = |(row, matched): (usize, &MatchedStore<'a>)| StoreKeys {
        pid: matched.pid,
        smid: matched.onboarded.smid(row, stores, merchants.merchants),
        org: sound(row, Field::OrgPid),
        licence: sound(row, Field::BusinessLicense),
    };
    matched.iter().enumerate().map(keys).collect()
}

/// What statements show of the way money takes.
struct MoneyEvidence<'a> {
    withdrawal: WithdrawalEvidence,
    credit: CreditEvidence<'a>,
    closed: ClosedTrades<'a>,
}

/// Everything a store is held against.
struct Registers<'a> {
    key_joins: KeyJoins,
    alipay: AccountSearch<'a>,
    bank: AccountSearch<'a>,
    merchants: &'a MerchantRegister<'a>,
}

impl<'a> Registers<'a> {
    /// Indexes the registers, and finds the accounts that several legal entities claim.
    fn find(
        stores: &'a StoreSheet<'a>,
        merchants: &'a MerchantRegister<'a>,
        tables: &'a Tables,
    ) -> (Registers<'a>, AccountClaims) {
        let search = |register| AccountSearch::new(register, stores, tables);
        let key_joins = || KeyJoins::find(stores, tables);
        let claims = || AccountClaims::find(stores);
        let alipay = || search(&accounts::REGISTER);
        let bank = || search(&bank::REGISTER);
        let ((key_joins, claims), (alipay, bank)) = rayon::join(
            || rayon::join(key_joins, claims),
            || rayon::join(alipay, bank),
        );
        let registers = Registers {
            key_joins,
            alipay,
            bank,
            merchants,
        };
        (registers, claims)
    }

    fn match_all(&self, claims: &AccountClaims) -> Vec<MatchedStore<'a>> {
        let rows = (0..self.merchants.stores.len()).into_par_iter();
        let rows = rows.with_min_len(CHUNK);
        let store = |row| self.match_store(row, claims.touches(row));
        rows.map(store).collect()
    }

    fn match_store(&self, row: usize, claimed: bool) -> MatchedStore<'a> {
        let key_joins = &self.key_joins;
        let mut findings = Vec::new();
        let compare = account_comparison::compare;
        let alipay = compare(&self.alipay, row, key_joins, claimed, &mut findings);
        let bank = compare(&self.bank, row, key_joins, false, &mut findings);
        let account = accounts::account_pid(alipay.as_ref(), self.alipay.table, claimed);
        let onboarded = (self.merchants).compare(row, key_joins, account, &mut findings);
        let pid = self.merchants.stores.sound(row, Field::Pid).or(account.pid);
        MatchedStore {
            pid: pid.unwrap_or_default(),
            alipay,
            bank,
            onboarded,
            findings,
        }
    }
}

/// Route and last trade, for which the bills are needed too; then everything goes to its place.
fn finish_store(
    row: usize,
    matched: MatchedStore,
    trades: &BillTrades,
    registers: &Registers,
    money: &MoneyEvidence,
    input: &ReconcileInput,
    out: &mut Reconciled,
) {
    let (merchants, as_of) = (registers.merchants, input.as_of);
    let (stores, onboarded) = (merchants.stores, matched.onboarded);
    let merchant = onboarded.merchant.filter(|_| !onboarded.closed);
    let is_known = onboarded.merchant.is_some() || onboarded.ambiguous;
    let evidence = RouteSigns {
        trades,
        account: (matched.alipay.as_ref()).is_some_and(|a| a.record.is_some()),
        onboarded: merchant.is_some() || onboarded.ambiguous,
        merchant: merchants.place(merchant),
        credit: money.credit.for_card(stores.sound(row, Field::CardNo)),
        withdrawal: money.withdrawal.for_pid(matched.pid),
    };
    let decision = route::decide_route(row, stores, &evidence);
    let findings = &mut out.findings;
    findings.extend((money.closed).finding(
        row,
        onboarded.merchant,
        &registers.key_joins,
        merchants,
    ));
    findings.extend(matched.findings);
    findings.extend(route::contradiction(row, stores, &decision, &evidence));
    findings.extend(merchants.closed_or_frozen(row, onboarded, decision.route));
    let records = merchants.merchants;
    findings.extend(tagging::check_times(row, merchant, stores, records, as_of));
    if !is_known && decision.route != Route::Direct {
        findings.extend(tagging::tagged_but_unknown(row, stores, as_of));
    }
    if let Some(merchant) = merchant {
        findings.extend(trades::no_recent_trade(
            row,
            merchant,
            stores,
            input,
            trades.last,
        ));
    }
    out.stores.push(StoreMatch {
        merchant: onboarded.merchant,
        drift: onboarded.drift,
        alipay: push_comparison(&mut out.comparisons, matched.alipay),
        bank: push_comparison(&mut out.comparisons, matched.bank),
        route: decision.route,
        evidence: decision.evidence,
        evidence_at: decision.at,
        trades: trades.own + trades.acquirer,
        net_fen: trades.net_fen,
        last_trade: trades.last,
    });
}

/// Puts a comparison on the list and returns its index.
fn push_comparison(
    comparisons: &mut Vec<Comparison>,
    one: Option<AccountComparison>,
) -> Option<u32> {
    comparisons.push(one?.comparison);
    Some(comparisons.len() as u32 - 1)
}

#[cfg(test)]
mod tests;
