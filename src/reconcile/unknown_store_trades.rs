//! Trades in the bills that belong to no store of the sheets: unknown stores, and a known store
//! that goes on trading under a merchant that was closed.

use std::collections::{BTreeMap, HashMap, HashSet};

use time::Date;

use super::rules::trades::{TRD002, TRD003};
use crate::model::bill::BillOrigin;
use crate::model::plan::TRADE_DAYS;
use crate::model::rule::Defect;
use crate::model::{BillStore, Field, Finding, Note, Place, Table, Tables};
use crate::value::date;

use super::key_joins::KeyJoins;
use super::onboarded::MerchantRegister;
use super::stores::StoreSheet;

/// So many stores are named.
const NAMED: usize = 5;

/// One finding for each bill with trades of stores that neither the sheets nor the register list.
pub(crate) fn trades_of_unknown_stores(
    stores: &StoreSheet,
    tables: &Tables,
    bills: &[BillStore],
) -> Vec<Finding> {
    if stores.len() == 0 {
        return Vec::new();
    }
    let codes = KnownKeys::collect(Field::StoreCode, stores, &tables.merchants);
    let smids = KnownKeys::collect(Field::Smid, stores, &tables.merchants);
    let mut by_file: BTreeMap<u32, Vec<(&str, u32)>> = BTreeMap::new();
    let is_known = |b: &BillStore| codes.has(&b.store_code) || smids.has(&b.smid);
    for bill in bills
        .iter()
        .filter(|bill| has_trades(bill) && !is_known(bill))
    {
        // An own bill's trades without a store are the account's, not a store's.
        let names = [&*bill.store_code, &*bill.smid];
        if let Some(name) = names.into_iter().find(|name| !name.is_empty()) {
            for seen in &bill.seen {
                let names = by_file.entry(seen.source).or_default();
                names.push((name, seen.row));
            }
        }
    }
    let findings = by_file.into_iter();
    findings
        .map(|(source, names)| finding_for_file(source, names))
        .collect()
}

fn finding_for_file(source: u32, mut names: Vec<(&str, u32)>) -> Finding {
    names.sort_unstable();
    names.dedup_by_key(|(name, _)| *name);
    let first: Vec<&str> = names.iter().take(NAMED).map(|(name, _)| *name).collect();
    let row = names.first().map_or(0, |(_, row)| *row);
    let place = Place {
        source,
        row,
        column: None,
    };
    Finding::about(&TRD002, place)
        .found(first.first().copied().unwrap_or_default())
        .arg(names.len())
        .arg(first.join(" "))
}

fn has_trades(bill: &BillStore) -> bool {
    bill.days.iter().any(|day| day.trades > 0)
}

/// Values of a field that sheets or register have, sound or not.
struct KnownKeys<'a>(HashSet<&'a str>);

impl<'a> KnownKeys<'a> {
    fn collect(field: Field, stores: &StoreSheet<'a>, merchants: &'a Table) -> KnownKeys<'a> {
        let sheet = (0..stores.len()).map(|row| stores.text(row, field));
        let register = (0..merchants.len()).map(|row| merchants.text(row, field));
        let given = sheet.chain(register).filter(|text| !text.is_empty());
        KnownKeys(given.collect())
    }

    fn has(&self, text: &str) -> bool {
        self.0.contains(text)
    }
}

/// Recent trades under closed merchants, by SMID: the last day of each.
pub(crate) struct ClosedTrades<'a>(HashMap<&'a str, i32>);

impl<'a> ClosedTrades<'a> {
    pub(crate) fn find(
        bills: &'a [BillStore],
        register: &MerchantRegister,
        as_of: Date,
    ) -> ClosedTrades<'a> {
        let closed = register.closed_smids();
        let mut last: HashMap<&str, i32> = HashMap::new();
        let these = bills.iter().filter(|b| b.origin == BillOrigin::Acquirer);
        for bill in these.filter(|bill| closed.contains(bill.smid.as_str())) {
            let recent = |day: &i32| as_of.to_julian_day().saturating_sub(*day) <= TRADE_DAYS;
            let days = bill.days.iter().filter(|day| day.trades > 0);
            let days = days.map(|day| day.day);
            if let Some(day) = days.max().filter(recent) {
                let known = last.entry(&bill.smid).or_insert(day);
                *known = day.max(*known);
            }
        }
        ClosedTrades(last)
    }

    /// The store has another merchant now and trades under the closed one. That its only merchant is
    /// closed is another finding.
    pub(crate) fn finding(
        &self,
        row: usize,
        merchant: Option<u32>,
        key_joins: &KeyJoins,
        register: &MerchantRegister,
    ) -> Option<Finding> {
        let merchant =
            merchant.filter(|_| !self.0.is_empty() && !register.stores.is_repeated(row))?;
        let others = key_joins
            .by_code
            .records(row)
            .filter(|record| *record != merchant);
        let (day, smid, record) = others
            .filter_map(|record| {
                let smid = register.smid(record);
                Some((*self.0.get(smid)?, smid, record))
            })
            .max()?;
        let day = Date::from_julian_day(day).map(date::format);
        let defect = Defect::default().arg(smid).arg(day.unwrap_or_default());
        let cell = register.cell(record, Field::Status, Note::OnboardedMerchant);
        Some(register.stores.finding(&TRD003, row, defect).related(cell))
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Kind;
    use crate::model::bill::BillOrigin::{Acquirer, OwnAlipay};
    use crate::reconcile::fixture::TestJob;

    #[test]
    fn one_finding_for_each_bill() {
        let job = TestJob::new("store_code smid", &["s1,m1", "s2,"])
            .with(
                Kind::Merchants,
                "smid store_code indirect_level",
                &["m1,s1,M2", "m8,s8,M2"],
            )
            .days(&[
                (OwnAlipay, "", "s9", 10, 1),
                (OwnAlipay, "", "s7", 10, 1),
                (OwnAlipay, "", "s6", 10, 0),
                (OwnAlipay, "", "", 10, 4),
                (Acquirer, "m1", "x", 10, 1),
                (Acquirer, "m8", "", 10, 1),
                (Acquirer, "m9", "s2", 10, 1),
                (Acquirer, "m7", "", 10, 1),
            ])
            .seen(&[
                (0, 9),
                (0, 7),
                (0, 8),
                (0, 6),
                (1, 6),
                (1, 7),
                (1, 8),
                (1, 9),
            ]);
        assert_eq!(
            job.findings(),
            [
                "TRD002 stores!7 s7 [2 s7 s9]",
                "TRD002 merchants!9 m7 [1 m7]"
            ]
        );
    }

    #[test]
    fn trades_under_the_merchant_that_was_closed() {
        let today = TestJob::as_of().to_julian_day();
        let job = TestJob::new("store_code smid", &["s1,m1", "s2,", "s3,m3", "s4,"])
            .with(
                Kind::Merchants,
                "smid store_code status",
                &[
                    "m1,s1,正常",
                    "m1x,s1,已注销",
                    "m2,s2,正常",
                    "m2x,s2,关闭",
                    "m3,s3,正常",
                    "m3x,s3,正常",
                    "m4x,s4,关闭",
                ],
            )
            .days(&[
                (Acquirer, "m1", "", today, 1),
                (Acquirer, "m1x", "", today - 14, 1),
                (Acquirer, "m2", "", today, 1),
                (Acquirer, "m2x", "", today - 15, 1),
                (Acquirer, "m3", "", today, 1),
                (Acquirer, "m3x", "", today, 1),
                (Acquirer, "m4x", "", today, 1),
            ]);
        assert_eq!(
            job.findings(),
            [
                "TRD003 stores!A2 s1 [m1x 2026-11-06] ~merchants!C3",
                "MER007 stores!A5 s4 [关闭] ~merchants!C8",
            ]
        );
    }
}
