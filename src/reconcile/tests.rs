//! The registers together: no order of rows matters, and one defect is one finding.

use std::collections::BTreeSet;

use super::fixture::{TestJob, lines};
use crate::model::bill::BillOrigin;
use crate::model::{Field, Kind};
use proptest::prelude::*;

const STORES: &str = "store_code business_license legal_name logon_id pid smid card_no card_name \
                      route mcc";

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

fn job(sheets: &[Vec<String>; 4]) -> TestJob {
    let [stores, accounts, bank, merchants] = sheets;
    TestJob::new(STORES, stores)
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
fn outcomes(job: &TestJob) -> Vec<String> {
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
        let findings: BTreeSet<_> = out.findings.iter().map(|f| (f.rule.code, f.place)).collect();
        prop_assert_eq!(findings.len(), out.findings.len());
    }
}

#[test]
fn no_rows_no_findings() {
    let out = job(&[vec![], vec![], vec![], vec![]]).run();
    assert!(out.stores.is_empty() && out.comparisons.is_empty() && out.findings.is_empty());
}
