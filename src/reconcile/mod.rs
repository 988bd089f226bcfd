//! Holds the store sheet against what others say: the Alipay account register, the bank's register, the
//! merchants already onboarded, and the bills. In come the tables as they were read and which cells are
//! already known to be wrong; out come one match per store row, every comparison made, and findings.

mod accounts;
mod bank;
mod bills;
mod claims;
mod compare;
mod credited;
mod drift;
#[cfg(test)]
mod fixture;
mod index;
mod individual;
mod items;
mod join;
mod links;
mod onboarded;
mod pair;
mod passes;
mod register;
mod route;
mod settlement;
mod stores;
mod tagging;
mod trades;
mod unlisted;
mod unused;
mod withdrawn;

use rayon::prelude::*;
use time::Date;

use crate::model::reconciled::StoreMatch;
use crate::model::{Comparison, Field, FieldSet, Finding, Ingested, Reconciled};
use crate::template::job::SettlementTerms;

pub use items::compare_items;

use bills::{BillTrades, Known};
use credited::Credited;
use links::Links;
use onboarded::Onboarded;
use passes::Passes;
use register::Compared;
use route::Said;
use stores::Stores;
use unlisted::ClosedTrades;
use withdrawn::Withdrawn;

/// Rows one thread takes at a time, so that a small job is not cut up.
const CHUNK: usize = 1024;

/// What reconciling looks at.
pub struct Input<'a> {
    pub ingested: &'a Ingested,
    /// Per store row, the bits of fields that carry an error: not compared, and nothing is raised there.
    pub broken: &'a [FieldSet],
    /// Per store row, whether it is an exact repeat of another row: matched, but not compared.
    pub repeated: &'a [bool],
    /// The day the run takes for today.
    pub as_of: Date,
    /// When money is due, and who pays it.
    pub settlement: &'a SettlementTerms,
}

/// What the registers say about one store.
struct Matched<'a> {
    /// The PID it trades under, the sheet's or its account's; empty when unknown.
    pid: &'a str,
    alipay: Option<Compared>,
    bank: Option<Compared>,
    onboarded: Onboarded,
    findings: Vec<Finding>,
}

/// Compares every store with every register and bill.
pub fn run(input: &Input) -> Reconciled {
    let tables = &input.ingested.tables;
    let stores = Stores::new(input);
    let passes = |register| Passes::new(register, &stores, tables);
    let ((links, claims), (alipay, bank)) = rayon::join(
        || {
            let links = || Links::find(&stores, tables);
            rayon::join(links, || claims::claimed_twice(&stores))
        },
        || {
            let alipay = || passes(&accounts::REGISTER);
            rayon::join(alipay, || passes(&bank::REGISTER))
        },
    );
    let merchants = onboarded::Register::new(&stores, &tables.merchants);
    let registers = Registers {
        links: &links,
        alipay,
        bank,
        merchants: &merchants,
    };
    let match_all = || -> Vec<Matched> {
        let rows = (0..stores.len()).into_par_iter().with_min_len(CHUNK);
        rows.map(|row| match_store(row, &registers, claims.touches(row)))
            .collect()
    };
    let statements = settlement::statements(input.ingested, &input.settlement.payers);
    let settle = || settlement::run(input.ingested, &stores, &statements, input.settlement);
    let (matched, (settled, settling)) = rayon::join(match_all, settle);
    let known: Vec<Known> = matched
        .iter()
        .enumerate()
        .map(|(row, m)| Known {
            pid: m.pid,
            smid: m.onboarded.smid(row, &stores, &tables.merchants),
            org: stores.sound(row, Field::OrgPid).unwrap_or_default(),
            licence: stores
                .sound(row, Field::BusinessLicense)
                .unwrap_or_default(),
        })
        .collect();
    let bills = &input.ingested.bill_stores;
    let unused = |passes: &Passes| -> (Vec<Comparison>, Vec<Finding>) {
        (unused::comparisons(passes).collect(), unused::note(passes))
    };
    let (trades, (unlisted, [of_alipay, of_bank])) = rayon::join(
        || bills::per_store(&stores, &known, &tables.merchants, bills),
        || {
            rayon::join(
                || unlisted::stores_nobody_listed(&stores, tables, bills),
                || [&registers.alipay, &registers.bank].map(unused),
            )
        },
    );
    let mut out = Reconciled {
        findings: claims.findings,
        ..Reconciled::default()
    };
    let flows = Flows {
        withdrawn: Withdrawn::find(&input.ingested.bills, &statements),
        credited: Credited::find(&stores, &statements),
    };
    let closed = ClosedTrades::of(bills, &merchants, input.as_of);
    out.findings.extend(unlisted);
    for (row, (matched, trades)) in matched.into_iter().zip(&trades).enumerate() {
        let merchant = matched.onboarded.merchant;
        out.findings
            .extend(closed.of_store(row, merchant, &links, &merchants));
        conclude(row, matched, trades, &merchants, &flows, input, &mut out);
    }
    for (comparisons, notes) in [of_alipay, of_bank] {
        out.comparisons.extend(comparisons);
        out.findings.extend(notes);
    }
    out.settlement = settled;
    out.findings.extend(settling);
    out.findings.sort_by(|a, b| a.order().cmp(&b.order()));
    out
}

/// What statements show of the way money takes.
struct Flows<'a> {
    withdrawn: Withdrawn,
    credited: Credited<'a>,
}

/// Everything a store is held against.
struct Registers<'a> {
    links: &'a Links,
    alipay: Passes<'a>,
    bank: Passes<'a>,
    merchants: &'a onboarded::Register<'a>,
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
    merchants: &onboarded::Register,
    flows: &Flows,
    input: &Input,
    out: &mut Reconciled,
) {
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
    out.findings.extend(findings);
    out.findings
        .extend(route::contradiction(row, stores, &found, &said));
    out.findings
        .extend(merchants.closed(row, onboarded, found.route));
    let records = &input.ingested.tables.merchants;
    out.findings
        .extend(tagging::times(row, merchant, stores, records, input.as_of));
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
fn record(comparisons: &mut Vec<Comparison>, one: Option<Compared>) -> Option<u32> {
    comparisons.push(one?.comparison);
    Some(comparisons.len() as u32 - 1)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::fixture::Job;
    use crate::model::bill::BillOrigin;
    use crate::model::{Field, Kind};
    use proptest::prelude::*;
    use proptest::sample::select;

    const STORES: &str = "store_code business_license legal_name logon_id pid smid card_no card_name \
                          route mcc";

    /// Lines of a sheet with cells from small pools, so that keys meet, clash and miss.
    fn lines(
        pools: &'static [&'static [&'static str]],
        max: usize,
    ) -> impl Strategy<Value = Vec<String>> {
        let cells: Vec<_> = pools.iter().map(|pool| select(*pool)).collect();
        proptest::collection::vec(cells.prop_map(|cells| cells.join(",")), 0..max)
    }

    const STORE_POOLS: &[&[&str]] = &[
        &["s1", "s2", "s3", "s4", ""],
        &["91330106MA2H1ABC7U", "91110105MA01XYRTXD", ""],
        &["张三", "李四", ""],
        &["a@x.cn", "b@x.cn", "c@x.cn", ""],
        &["2088000000000001", "2088000000000002", ""],
        &["m1", "m2", "m3", ""],
        &["6222001", "6222002", ""],
        &["张三", "甲公司", ""],
        &["direct", "indirect", ""],
        &["5411", "5812"],
    ];
    const ACCOUNT_POOLS: &[&[&str]] = &[
        &["a@x.cn", "b@x.cn", "c@x.cn"],
        &["张三", "李*", ""],
        &["正常", "冻结"],
    ];
    const BANK_POOLS: &[&[&str]] = &[&["6222001", "6222002"], &["张三", "甲*司"]];
    const MERCHANT_POOLS: &[&[&str]] = &[
        &["m1", "m2", "m4"],
        &["s1", "s2", "s3", ""],
        &["91330106MA2H1ABC7U", "91110105MA01XYRTXD", "bad", ""],
        &["5411", "5999", ""],
        &["2088000000000001", ""],
    ];

    fn job(sheets: &[Vec<String>; 4]) -> Job {
        let [stores, accounts, bank, merchants] = sheets;
        Job::new(STORES, stores)
            .with(Kind::AlipayAccounts, "logon_id legal_name status", accounts)
            .with(Kind::BankAccounts, "card_no card_name", bank)
            .with(
                Kind::Merchants,
                "smid store_code business_license mcc merchant_confirm_pid",
                merchants,
            )
            .days(&[
                (BillOrigin::OwnAlipay, "", "s1", 2_461_360, 2),
                (BillOrigin::Acquirer, "", "s1", 2_461_361, 1),
                (BillOrigin::Acquirer, "m2", "s3", 2_461_300, 1),
            ])
    }

    /// A store row's outcome without places, for comparing runs of shuffled rows.
    fn outcomes(job: &Job) -> Vec<String> {
        let out = job.run();
        let tables = &job.ingested.tables;
        let comparison = |at: Option<u32>| {
            at.map(|at| {
                let c = &out.comparisons[at as usize];
                format!("{} {:?} {:?} {}", c.key, c.matched, c.verdicts, c.status)
            })
        };
        let mut lines: Vec<String> = (0..tables.stores.len())
            .map(|row| {
                let s = &out.stores[row];
                let cells: Vec<&str> = Field::all().map(|f| tables.stores.text(row, f)).collect();
                let smid = s
                    .merchant
                    .map(|m| tables.merchants.text(m as usize, Field::Smid));
                format!(
                    "{cells:?} {smid:?} {} {:?} {:?} {:?} {:?} {:?}",
                    s.drift,
                    comparison(s.alipay),
                    comparison(s.bank),
                    s.route,
                    s.evidence,
                    s.last_trade
                )
            })
            .collect();
        lines.extend(out.findings.iter().map(|f| {
            let mut related: Vec<_> = f.related.iter().map(|r| (r.field, &r.found)).collect();
            related.sort();
            let (code, other, args) = (f.rule.code, &f.other, &f.args);
            format!(
                "{code} {:?} {} {} {other:?} {args:?} {related:?}",
                f.field, f.store_code, f.found
            )
        }));
        lines.sort();
        lines
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn shuffled_rows_change_nothing_but_places(
            stores in lines(STORE_POOLS, 9),
            accounts in lines(ACCOUNT_POOLS, 5),
            bank in lines(BANK_POOLS, 4),
            merchants in lines(MERCHANT_POOLS, 6),
            turn in 0usize..8,
        ) {
            let sheets = [stores, accounts, bank, merchants];
            let shuffled = sheets.clone().map(|mut rows| {
                rows.reverse();
                let by = turn.min(rows.len());
                rows.rotate_left(by);
                rows
            });
            prop_assert_eq!(outcomes(&job(&sheets)), outcomes(&job(&shuffled)));
        }

        #[test]
        fn findings_are_sorted_and_one_per_defect(
            stores in lines(STORE_POOLS, 9),
            accounts in lines(ACCOUNT_POOLS, 5),
            merchants in lines(MERCHANT_POOLS, 6),
        ) {
            let out = job(&[stores, accounts, Vec::new(), merchants]).run();
            prop_assert!(out.findings.is_sorted_by(|a, b| a.order() <= b.order()));
            let told: BTreeSet<_> = out.findings.iter().map(|f| (f.rule.code, f.place)).collect();
            prop_assert_eq!(told.len(), out.findings.len());
        }
    }

    #[test]
    fn nothing_given_nothing_said() {
        let out = job(&[vec![], vec![], vec![], vec![]]).run();
        assert!(out.stores.is_empty() && out.comparisons.is_empty() && out.findings.is_empty());
    }
}
