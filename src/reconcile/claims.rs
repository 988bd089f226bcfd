//! Alipay accounts that stores of several legal entities give: an account has one set of four elements,
//! so at most one of the entities can be right, and until it is known which, none sends the account.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::rules::accounts::ACC007;
use crate::model::rule::Defect;
use crate::model::{Field, Finding, Note, Related};
use crate::value::mask;

use super::stores::StoreSheet;

/// Accounts that stores of several licences give.
pub(super) struct AccountClaims {
    pub findings: Vec<Finding>,
    touched: BTreeSet<u32>,
}

impl AccountClaims {
    /// One finding per account that stores of two or more licences give (ACC007).
    pub(super) fn find(stores: &StoreSheet) -> AccountClaims {
        let disputed = disputed(stores);
        let mut rows: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        if !disputed.is_empty() {
            for row in (0..stores.len()).filter(|row| !stores.is_repeated(*row)) {
                let account = stores.sound(row, Field::LogonId);
                if let Some(account) = account.filter(|account| disputed.contains(account)) {
                    rows.entry(account).or_default().push(row as u32);
                }
            }
        }
        AccountClaims {
            findings: rows
                .values()
                .filter_map(|rows| claim_finding(stores, rows))
                .collect(),
            touched: rows.into_values().flatten().collect(),
        }
    }

    /// Whether the store's account is one of them.
    pub(super) fn touches(&self, row: usize) -> bool {
        self.touched.contains(&(row as u32))
    }
}

/// The accounts for which a second licence turns up.
fn disputed<'a>(stores: &StoreSheet<'a>) -> BTreeSet<&'a str> {
    let mut holders: HashMap<&str, &str> = HashMap::with_capacity(stores.len());
    let mut disputed = BTreeSet::new();
    for row in (0..stores.len()).filter(|row| !stores.is_repeated(*row)) {
        let Some(account) = stores.sound(row, Field::LogonId) else {
            continue;
        };
        if let Some(licence) = licence(stores, row)
            && *holders.entry(account).or_insert(licence) != licence
        {
            disputed.insert(account);
        }
    }
    disputed
}

fn licence<'a>(stores: &StoreSheet<'a>, row: usize) -> Option<&'a str> {
    let licence = stores.sound(row, Field::BusinessLicense)?;
    (!mask::is_masked(licence)).then_some(licence)
}

/// The finding stands at the licence with the fewest stores and touches every store of the account.
fn claim_finding(stores: &StoreSheet, rows: &[u32]) -> Option<Finding> {
    let mut sides: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for row in rows {
        if let Some(licence) = licence(stores, *row as usize) {
            sides.entry(licence).or_default().push(*row);
        }
    }
    // Ascending by licence, so the last of the smallest is the one that sorts last.
    let (own, _) = sides.iter().rev().min_by_key(|(_, rows)| rows.len())?;
    let (other, _) = sides
        .iter()
        .filter(|(licence, _)| *licence != own)
        .max_by_key(|(licence, rows)| (rows.len(), std::cmp::Reverse(*licence)))?;
    let order = |row: &u32| {
        let row = *row as usize;
        (
            stores.text(row, Field::StoreCode),
            stores.place(row, Field::LogonId),
        )
    };
    let mut rows = rows.to_vec();
    rows.sort_by(|a, b| order(a).cmp(&order(b)));
    let own_side = |row: &u32| licence(stores, *row as usize) == Some(*own);
    let first = *rows.iter().find(|row| own_side(row))?;
    let mut finding = stores.finding(&ACC007, first as usize, Defect::default().arg(other));
    finding.related = rows
        .iter()
        .filter(|row| **row != first)
        .map(|row| claimant_cell(stores, *row, own))
        .collect();
    Some(finding)
}

/// A store of the other side is named at its licence, any other at the account.
fn claimant_cell(stores: &StoreSheet, row: u32, own: &str) -> Related {
    let other_side = licence(stores, row as usize).is_some_and(|licence| licence != own);
    let (field, note) = if other_side {
        (Field::BusinessLicense, Note::DiffersHere)
    } else {
        (Field::LogonId, Note::SameHere)
    };
    Related {
        touches: Some(row),
        ..stores.record_cell(stores.table, row, field, note)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Kind, Verdict};
    use crate::reconcile::fixture::Job;

    fn job(stores: &[&str], register: &[&str]) -> Job {
        let header =
            "store_code merchant_name business_license legal_name legal_id_no logon_id pid";
        let accounts = "logon_id pid merchant_name business_license legal_name legal_id_no status";
        Job::new(header, stores).with(Kind::AlipayAccounts, accounts, register)
    }

    #[test]
    fn claimed_by_two_entities() {
        let job = job(
            &[
                "s3,甲,L1,张三,ID1,a@x.cn,",
                "s1,甲,L1,张三,ID1,a@x.cn,",
                "s2,乙,L2,李四,ID2,a@x.cn,2088000000000005",
                "s4,,,,ID4,a@x.cn,",
                "s5,乙,L2,李四,ID2,b@x.cn,",
            ],
            &[
                "a@x.cn,2088000000000001,甲,L1,张三,ID1,",
                "b@x.cn,,乙,L2,李四,ID2,",
            ],
        );
        assert_eq!(
            job.findings(),
            ["ACC007 stores!F4 a@x.cn [L1] ~stores!C3 ~stores!C2 ~stores!F5"]
        );
        let out = job.run();
        let touched: Vec<u32> = out.findings[0].touched(Kind::Stores).collect();
        assert_eq!(touched, [2, 1, 0, 3]);
        assert_eq!(
            out.comparisons[2].verdict(Field::LegalName),
            Some(Verdict::Different)
        );
    }

    #[test]
    fn in_a_tie_the_licence_that_sorts_last() {
        let stores = ["s1,乙,L2,李四,ID2,a@x.cn,", "s2,甲,L1,张三,ID1,a@x.cn,"];
        assert_eq!(
            job(&stores, &[]).findings(),
            ["ACC007 stores!F2 a@x.cn [L1] ~stores!C3"]
        );
        assert!(
            job(&stores, &[])
                .broken(0, Field::BusinessLicense)
                .findings()
                .is_empty()
        );
        assert!(job(&stores, &[]).repeated(0).findings().is_empty());
    }
}
