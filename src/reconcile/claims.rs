//! Alipay accounts that stores of several legal entities give: an account has one set of four elements,
//! so at most one of the entities is right; until it is known which, none sends the account.

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
            for (row, account) in given_accounts(stores) {
                if disputed.contains(account) {
                    rows.entry(account).or_default().push(row as u32);
                }
            }
        }
        let finding = |rows: &Vec<u32>| claim_finding(stores, rows);
        AccountClaims {
            findings: rows.values().filter_map(finding).collect(),
            touched: rows.into_values().flatten().collect(),
        }
    }

    /// Whether the store's account is one of them.
    pub(super) fn touches(&self, row: usize) -> bool {
        self.touched.contains(&(row as u32))
    }
}

/// The account of every row that gives one and repeats no other.
fn given_accounts<'a>(stores: &StoreSheet<'a>) -> impl Iterator<Item = (usize, &'a str)> {
    let rows = (0..stores.len()).filter(|row| !stores.is_repeated(*row));
    rows.filter_map(|row| Some((row, stores.sound(row, Field::LogonId)?)))
}

/// The accounts for which a second licence turns up.
fn disputed<'a>(stores: &StoreSheet<'a>) -> BTreeSet<&'a str> {
    let mut holders: HashMap<&str, &str> = HashMap::with_capacity(stores.len());
    let mut disputed = BTreeSet::new();
    for (row, account) in given_accounts(stores) {
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
    let code = |row: usize| stores.text(row, Field::StoreCode);
    let order = |row: &u32| {
        (
            code(*row as usize),
            stores.place(*row as usize, Field::LogonId),
        )
    };
    let mut rows = rows.to_vec();
    rows.sort_by(|a, b| order(a).cmp(&order(b)));
    let own_side = |row: &u32| licence(stores, *row as usize) == Some(*own);
    let first = *rows.iter().find(|row| own_side(row))?;
    let mut finding = stores.finding(&ACC007, first as usize, Defect::default().arg(other));
    let others = rows.iter().filter(|row| **row != first);
    finding.related = others.map(|row| claimant_cell(stores, *row, own)).collect();
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
    use crate::reconcile::fixture::account_job;

    #[test]
    fn claimed_by_two_entities() {
        let job = account_job(
            &[
                "s3,甲,L1,张三,ID1,a@x.cn,,",
                "s1,甲,L1,张三,ID1,a@x.cn,,",
                "s2,乙,L2,李四,ID2,a@x.cn,2088000000000005,",
                "s4,,,,ID4,a@x.cn,,",
                "s5,乙,L2,李四,ID2,b@x.cn,,",
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
        let stores = ["s1,乙,L2,李四,ID2,a@x.cn,,", "s2,甲,L1,张三,ID1,a@x.cn,,"];
        let job = || account_job(&stores, &[""; 0]);
        assert_eq!(
            job().findings(),
            ["ACC007 stores!F2 a@x.cn [L1] ~stores!C3"]
        );
        let broken = job().broken(0, Field::BusinessLicense);
        assert_eq!(broken.findings(), [""; 0]);
        assert_eq!(job().repeated(0).findings(), [""; 0]);
    }
}
