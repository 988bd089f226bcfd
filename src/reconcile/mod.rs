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
use bills::{BillTrades, Known};
use claims::Claims;
use credit_evidence::Credited;
use key_joins::Links;
use onboarded::Onboarded;
use passes::Passes;
use route::Said;
use stores::Stores;
use unknown_store_trades::ClosedTrades;
use withdrawal_evidence::Withdrawn;

/// Rows one thread takes at a time, so that a small job is not cut up.
const CHUNK: usize = 1024;

/// What the registers say about one store.
struct Matched<'a> {
    /// The PID it trades under, the sheet's or its account's; empty when unknown.
    pid: &'a str,
    alipay: Option<AccountComparison>,
    bank: Option<AccountComparison>,
    onboarded: Onboarded,
    findings: Vec<Finding>,
}

/// Compares every store with every register and bill.
pub(crate) fn run(input: &ReconcileInput) -> Reconciled {
    let tables = &input.ingested.tables;
    let bills = &input.ingested.bill_stores;
    let stores = Stores::new(input);
    let merchants = onboarded::Register::new(&stores, &tables.merchants);
    let (registers, claims) = Registers::find(&stores, &merchants, tables);
    let statements = settlement::statements(input.ingested, &input.settlement.payers);
    let (matched, (settled, settling)) = rayon::join(
        || match_all(&registers, &claims),
        || settlement::run(input.ingested, &stores, &statements, input.settlement),
    );
    let known = known(&matched, &merchants);
    let (trades, (unlisted, unused)) = rayon::join(
        || bills::per_store(&stores, &known, &tables.merchants, bills),
        || {
            rayon::join(
                || unknown_store_trades::stores_nobody_listed(&stores, tables, bills),
                || unmatched_records::of([&registers.alipay, &registers.bank]),
            )
        },
    );
    let flows = Flows {
        withdrawn: Withdrawn::find(&input.ingested.bills, &statements),
        credited: Credited::find(&stores, &statements),
        closed: ClosedTrades::of(bills, &merchants, input.as_of),
    };
    let mut out = Reconciled {
        findings: claims.findings,
        settlement: settled,
        ..Reconciled::default()
    };
    out.findings.extend(unlisted);
    for (row, (matched, trades)) in matched.into_iter().zip(&trades).enumerate() {
        conclude(row, matched, trades, &registers, &flows, input, &mut out);
    }
    for (comparisons, notes) in unused {
        out.comparisons.extend(comparisons);
        out.findings.extend(notes);
    }
    out.findings.extend(settling);
    out.findings.sort_by(|a, b| a.order().cmp(&b.order()));
    out
}

/// What every store is known by in bills.
fn known<'a>(matched: &[Matched<'a>], merchants: &onboarded::Register<'a>) -> Vec<Known<'a>> {
    let stores = merchants.stores;
    let sound = |row, field| stores.sound(row, field).unwrap_or_default();
    let known = |(row, matched): (usize, &Matched<'a>)| Known {
        pid: matched.pid,
        smid: matched.onboarded.smid(row, stores, merchants.merchants),
        org: sound(row, Field::OrgPid),
        licence: sound(row, Field::BusinessLicense),
    };
    matched.iter().enumerate().map(known).collect()
}

/// What statements show of the way money takes.
struct Flows<'a> {
    withdrawn: Withdrawn,
    credited: Credited<'a>,
    closed: ClosedTrades<'a>,
}

/// Everything a store is held against.
struct Registers<'a> {
    links: Links,
    alipay: Passes<'a>,
    bank: Passes<'a>,
    merchants: &'a onboarded::Register<'a>,
}

impl<'a> Registers<'a> {
    /// Brings the registers into an order in which stores are found, and tells who claims one account.
    fn find(
        stores: &'a Stores<'a>,
        merchants: &'a onboarded::Register<'a>,
        tables: &'a Tables,
    ) -> (Registers<'a>, Claims) {
        let passes = |register| Passes::new(register, stores, tables);
        let links = || Links::find(stores, tables);
        let claims = || claims::claimed_twice(stores);
        let alipay = || passes(&accounts::REGISTER);
        let bank = || passes(&bank::REGISTER);
        let ((links, claims), (alipay, bank)) =
            rayon::join(|| rayon::join(links, claims), || rayon::join(alipay, bank));
        let registers = Registers {
            links,
            alipay,
            bank,
            merchants,
        };
        (registers, claims)
    }
}

fn match_all<'a>(registers: &Registers<'a>, claims: &Claims) -> Vec<Matched<'a>> {
    let rows = (0..registers.merchants.stores.len()).into_par_iter();
    rows.with_min_len(CHUNK)
        .map(|row| match_store(row, registers, claims.touches(row)))
        .collect()
}

fn match_store<'a>(row: usize, registers: &Registers<'a>, claimed: bool) -> Matched<'a> {
    let Registers {
        links,
        alipay,
        bank,
        merchants,
    } = registers;
    let stores = merchants.stores;
    let mut findings = Vec::new();
    let found = alipay.find(row, links);
    let accounts = alipay.table;
    let alipay = accounts::REGISTER.compare(row, stores, found, accounts, claimed, &mut findings);
    let found = bank.find(row, links);
    let bank = bank::REGISTER.compare(row, stores, found, bank.table, false, &mut findings);
    let account = accounts::pid(alipay.as_ref(), accounts, claimed);
    let onboarded = merchants.compare(row, links, account, &mut findings);
    let pid = stores.sound(row, Field::Pid).or(account.pid);
    Matched {
        pid: pid.unwrap_or_default(),
        alipay,
        bank,
        onboarded,
        findings,
    }
}

/// Route and last trade, for which the bills are needed too; then everything goes to its place.
fn conclude(
    row: usize,
    matched: Matched,
    trades: &BillTrades,
    registers: &Registers,
    flows: &Flows,
    input: &ReconcileInput,
    out: &mut Reconciled,
) {
    let Registers {
        links, merchants, ..
    } = registers;
    let stores = merchants.stores;
    let Matched {
        alipay,
        bank,
        onboarded,
        findings,
        pid,
    } = matched;
    let merchant = onboarded.merchant.filter(|_| !onboarded.closed);
    let said = Said {
        trades,
        account: alipay.as_ref().is_some_and(|a| a.record.is_some()),
        onboarded: merchant.is_some() || onboarded.ambiguous,
        merchant: merchants.place(merchant),
        credited: flows.credited.of(stores.sound(row, Field::CardNo)),
        withdrawn: flows.withdrawn.of(pid),
    };
    let found = route::decide(row, stores, &said);
    let closed = (flows.closed).of_store(row, onboarded.merchant, links, merchants);
    out.findings.extend(closed);
    out.findings.extend(findings);
    out.findings
        .extend(route::contradiction(row, stores, &found, &said));
    out.findings
        .extend(merchants.stopped(row, onboarded, found.route));
    let records = &input.ingested.tables.merchants;
    out.findings
        .extend(tagging::times(row, merchant, stores, records, input.as_of));
    let is_known = onboarded.merchant.is_some() || onboarded.ambiguous;
    if !is_known && found.route != Route::Direct {
        out.findings
            .extend(tagging::unknown(row, stores, input.as_of));
    }
    if let Some(merchant) = merchant {
        out.findings
            .extend(trades::stale(row, merchant, stores, input, trades.last));
    }
    out.stores.push(StoreMatch {
        merchant: onboarded.merchant,
        drift: onboarded.drift,
        alipay: record(&mut out.comparisons, alipay),
        bank: record(&mut out.comparisons, bank),
        route: found.route,
        evidence: found.evidence,
        evidence_at: found.at,
        trades: trades.own + trades.acquirer,
        net_fen: trades.net_fen,
        last_trade: trades.last,
    });
}

/// Puts a comparison on the list and says where.
fn record(comparisons: &mut Vec<Comparison>, one: Option<AccountComparison>) -> Option<u32> {
    comparisons.push(one?.comparison);
    Some(comparisons.len() as u32 - 1)
}

#[cfg(test)]
mod tests;
