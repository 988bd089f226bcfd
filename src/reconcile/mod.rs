//! Holds the store sheet against what others say: the Alipay account register, the bank's register, the
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
use onboarded::OnboardedMatch;
use passes::AccountSearch;
use route::RouteEvidence;
use stores::StoreSheet;
use unknown_store_trades::ClosedTrades;
use withdrawal_evidence::WithdrawalEvidence;

/// Rows one thread takes at a time, so that a small job is not cut up.
const CHUNK: usize = 1024;

/// What the registers say about one store.
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
    let merchants = onboarded::MerchantRegister::new(&stores, &tables.merchants);
    let (registers, claims) = Registers::find(&stores, &merchants, tables);
    let statements = settlement::read_statements(input.ingested, &input.settlement.payers);
    let (matched, (settlement, settlement_findings)) = rayon::join(
        || match_all(&registers, &claims),
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
        settlement: settlement,
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
    merchants: &onboarded::MerchantRegister<'a>,
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
    merchants: &'a onboarded::MerchantRegister<'a>,
}

impl<'a> Registers<'a> {
    /// Brings the registers into an order in which stores are found, and tells who claims one account.
    fn find(
        stores: &'a StoreSheet<'a>,
        merchants: &'a onboarded::MerchantRegister<'a>,
        tables: &'a Tables,
    ) -> (Registers<'a>, AccountClaims) {
        let passes = |register| AccountSearch::new(register, stores, tables);
        let key_joins = || KeyJoins::find(stores, tables);
        let claims = || AccountClaims::find(stores);
        let alipay = || passes(&accounts::REGISTER);
        let bank = || passes(&bank::REGISTER);
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
}

fn match_all<'a>(registers: &Registers<'a>, claims: &AccountClaims) -> Vec<MatchedStore<'a>> {
    let rows = (0..registers.merchants.stores.len()).into_par_iter();
    rows.with_min_len(CHUNK)
        .map(|row| match_store(row, registers, claims.touches(row)))
        .collect()
}

fn match_store<'a>(row: usize, registers: &Registers<'a>, claimed: bool) -> MatchedStore<'a> {
    let Registers {
        key_joins,
        alipay,
        bank,
        merchants,
    } = registers;
    let stores = merchants.stores;
    let mut findings = Vec::new();
    let found = alipay.find(row, key_joins);
    let accounts = alipay.table;
    let alipay = accounts::REGISTER.compare(row, stores, found, accounts, claimed, &mut findings);
    let found = bank.find(row, key_joins);
    let bank = bank::REGISTER.compare(row, stores, found, bank.table, false, &mut findings);
    let account = accounts::account_pid(alipay.as_ref(), accounts, claimed);
    let onboarded = merchants.compare(row, key_joins, account, &mut findings);
    let pid = stores.sound(row, Field::Pid).or(account.pid);
    MatchedStore {
        pid: pid.unwrap_or_default(),
        alipay,
        bank,
        onboarded,
        findings,
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
    let Registers {
        key_joins,
        merchants,
        ..
    } = registers;
    let stores = merchants.stores;
    let MatchedStore {
        alipay,
        bank,
        onboarded,
        findings,
        pid,
    } = matched;
    let merchant = onboarded.merchant.filter(|_| !onboarded.closed);
    let evidence = RouteEvidence {
        trades,
        account: alipay.as_ref().is_some_and(|a| a.record.is_some()),
        onboarded: merchant.is_some() || onboarded.ambiguous,
        merchant: merchants.place(merchant),
        credit: money.credit.for_card(stores.sound(row, Field::CardNo)),
        withdrawal: money.withdrawal.for_pid(pid),
    };
    let found = route::decide_route(row, stores, &evidence);
    let closed = (money.closed).finding(row, onboarded.merchant, key_joins, merchants);
    out.findings.extend(closed);
    out.findings.extend(findings);
    out.findings
        .extend(route::contradiction(row, stores, &found, &evidence));
    out.findings
        .extend(merchants.closed_or_frozen(row, onboarded, found.route));
    let records = &input.ingested.tables.merchants;
    out.findings.extend(tagging::check_times(
        row,
        merchant,
        stores,
        records,
        input.as_of,
    ));
    let is_known = onboarded.merchant.is_some() || onboarded.ambiguous;
    if !is_known && found.route != Route::Direct {
        out.findings
            .extend(tagging::tagged_but_unknown(row, stores, input.as_of));
    }
    if let Some(merchant) = merchant {
        out.findings.extend(trades::no_recent_trade(
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
        alipay: push_comparison(&mut out.comparisons, alipay),
        bank: push_comparison(&mut out.comparisons, bank),
        route: found.route,
        evidence: found.evidence,
        evidence_at: found.at,
        trades: trades.own + trades.acquirer,
        net_fen: trades.net_fen,
        last_trade: trades.last,
    });
}

/// Puts a comparison on the list and says where.
fn push_comparison(
    comparisons: &mut Vec<Comparison>,
    one: Option<AccountComparison>,
) -> Option<u32> {
    comparisons.push(one?.comparison);
    Some(comparisons.len() as u32 - 1)
}

#[cfg(test)]
mod tests;
