//! The 14-day rule: tagging asks that every store have a completed trade within 14 days (onboarding
//! process, 3.2 step 5). Refunds are not trades. A merchant that is claimed was tagged before.

use time::Date;

use super::rules::trades::TRD001;
use crate::model::plan;
use crate::model::plan::has_trade;
use crate::model::rule::Defect;
use crate::model::{Field, Finding};
use crate::value::date;
use crate::value::moment::Moment;

use super::input::ReconcileInput;
use super::stores::StoreSheet;

/// No trade within 14 days, for a store that stands at M3 and still needs one for tagging, once any bill
/// is given.
///
/// A store whose code or SMID is in doubt may have traded under another one, so it raises no finding.
pub(super) fn no_recent_trade(
    row: usize,
    merchant: u32,
    stores: &StoreSheet,
    input: &ReconcileInput,
    last: Option<i32>,
) -> Option<Finding> {
    let bills = &input.ingested.bills;
    if bills.is_empty() && input.ingested.bill_stores.is_empty() {
        return None;
    }
    let in_doubt = [Field::StoreCode, Field::Smid].map(|field| stores.is_broken(row, field));
    let merchants = &input.ingested.tables.merchants;
    let elsewhere = plan::onboarded_level(merchants, merchant) != 3;
    if stores.is_repeated(row) || in_doubt.contains(&true) || elsewhere {
        return None;
    }
    let store = stores.table.row(row);
    let tagged = match store.text(Field::TaggedAt) {
        "" => merchants.text(merchant as usize, Field::TaggedAt),
        tagged => tagged,
    };
    let tagged = Moment::parse(tagged).map(|moment| moment.day);
    let day = last.and_then(|day| Date::from_julian_day(day).ok());
    if has_trade(day, tagged, input.as_of) {
        return None;
    }
    let ago = last.map(|day| input.as_of.to_julian_day().saturating_sub(day));
    let defect = Defect::default()
        .arg(day.map_or("-".to_owned(), date::format))
        .arg(ago.map_or("-".to_owned(), |days| days.to_string()));
    Some(stores.finding(&TRD001, row, defect))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Kind;
    use crate::model::bill::BillOrigin::Acquirer;
    use crate::reconcile::fixture::TestJob;

    fn job() -> TestJob {
        let stores = [
            "s1,",
            "s2,",
            "s3,",
            "s4,",
            "s5,",
            "s6,",
            "s7,",
            "s1,",
            "s9,",
            "s10,2026-10-16",
            "s11,2026-10-17",
            "s12,",
        ];
        TestJob::new("store_code tagged_at", &stores).with(
            Kind::Merchants,
            "store_code smid indirect_level merchant_confirm_pid tagged_at",
            &[
                "s1,m1,INDIRECT_LEVEL_M3,,",
                "s2,m2,M4,,",
                "s3,m3,,,",
                "s4,m4,M2,,",
                "s5,m5,m3,,",
                "s7,m7,M3,,",
                "s9,m9,,2088000000000001,",
                "s10,m10,M3,,2026-11-20",
                "s11,m11,M3,,",
                "s12,m12,M3,,2026-10-17",
            ],
        )
    }

    /// A merchant that is claimed (s2, s9) needs no trade any more, nor one tagged with a trade (s10).
    #[test]
    fn fourteen_days() {
        let today = TestJob::as_of().to_julian_day();
        let job = job()
            .days(&[
                (Acquirer, "m1", "", today - 15, 3),
                (Acquirer, "m1", "", today - 2, 0),
                (Acquirer, "m2", "", today - 90, 1),
                (Acquirer, "m4", "", today - 90, 1),
                (Acquirer, "m5", "", today + 3, 1),
                // Tagged on 2026-10-16 or the day after, the trade 14 days before the former.
                (Acquirer, "m10", "", today - 49, 1),
                (Acquirer, "m11", "", today - 49, 1),
                (Acquirer, "m12", "", today - 49, 1),
            ])
            .broken(6, Field::StoreCode)
            .repeated(7);
        assert_eq!(
            job.findings(),
            [
                "TRD001 stores!A2 s1 [2026-11-05 15]",
                "TRD001 stores!A4 s3 [- -]",
                "TRD001 stores!A12 s11 [2026-10-02 49]",
                "TRD001 stores!A13 s12 [2026-10-02 49]"
            ]
        );
        let last: Vec<Option<i32>> = job.run().stores.iter().map(|s| s.last_trade).collect();
        assert_eq!(last[..3], [Some(today - 15), Some(today - 90), None]);
        assert_eq!((last[4], last[7]), (Some(today + 3), Some(today - 15)));
    }

    #[test]
    fn without_bills_there_is_no_finding() {
        assert!(job().findings().is_empty());
    }
}
