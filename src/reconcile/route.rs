//! Direct or indirect, by the two tests of the onboarding process (section 1.2): whose bill shows the
//! store's trades, and whether there is an Alipay account at all.

use crate::model::bill::SeenIn;
use crate::model::reconciled::Evidence;
use crate::model::rule::Defect;
use crate::model::stage_rules::{RTE001, RTE002};
use crate::model::{Field, Finding, Place, Route};

use super::bills::BillTrades;
use super::stores::Stores;

/// The store's route, and what it rests on: bills, then the account, the register, withdrawals
/// that reached the bank (`withdrawn`), the sheet's word.
pub fn decide(
    row: usize,
    stores: &Stores,
    onboarded: bool,
    trades: &BillTrades,
    withdrawn: bool,
) -> (Route, Evidence) {
    match (trades.own > 0, trades.acquirer > 0) {
        (true, true) => return (Route::Indirect, Evidence::BothBills),
        (true, false) => return (Route::Direct, Evidence::OwnBill),
        (false, true) => return (Route::Indirect, Evidence::AcquirerBill),
        (false, false) => {}
    }
    let no_account = [Field::LogonId, Field::Pid]
        .iter()
        .all(|field| stores.text(row, *field).is_empty());
    if no_account {
        (Route::Indirect, Evidence::NoAccount)
    } else if onboarded {
        (Route::Indirect, Evidence::Onboarded)
    } else if withdrawn && declared(row, stores) != Some(Route::Indirect) {
        (Route::Direct, Evidence::MoneyFlow)
    } else if let Some(route) = declared(row, stores) {
        (route, Evidence::Declared)
    } else {
        (Route::Indirect, Evidence::Assumed)
    }
}

/// Where what the route rests on can be read: a line of a bill, or the register's record.
pub fn evidence_at(
    evidence: Evidence,
    trades: &BillTrades,
    merchant: Option<Place>,
    withdrawn: Option<Place>,
) -> Option<Place> {
    let line = |seen: SeenIn| Place {
        source: seen.source,
        row: seen.row,
        column: None,
    };
    match evidence {
        Evidence::OwnBill => trades.own_at.map(line),
        Evidence::AcquirerBill | Evidence::BothBills => trades.acquirer_at.map(line),
        Evidence::Onboarded => merchant,
        Evidence::MoneyFlow => withdrawn,
        Evidence::NoAccount | Evidence::Declared | Evidence::Assumed => None,
    }
}

/// The sheet's route against the evidence, or evidence for both.
pub fn contradiction(
    row: usize,
    stores: &Stores,
    route: Route,
    evidence: Evidence,
    trades: &BillTrades,
) -> Option<Finding> {
    if stores.is_repeated(row) {
        return None;
    }
    match evidence {
        Evidence::BothBills => {
            let defect = Defect::default().arg(trades.own).arg(trades.acquirer);
            Some(stores.find(&RTE002, row, defect))
        }
        Evidence::OwnBill | Evidence::AcquirerBill | Evidence::NoAccount => {
            let declared = declared(row, stores).filter(|declared| *declared != route)?;
            let defect = Defect::default().arg(declared.key()).arg(route.key());
            Some(stores.find(&RTE001, row, defect))
        }
        Evidence::Onboarded | Evidence::MoneyFlow | Evidence::Declared | Evidence::Assumed => None,
    }
}

fn declared(row: usize, stores: &Stores) -> Option<Route> {
    match stores.sound(row, Field::Route)? {
        "direct" => Some(Route::Direct),
        "indirect" => Some(Route::Indirect),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Job;
    use super::*;
    use crate::model::Kind;
    use crate::model::bill::BillOrigin::{Acquirer, OwnAlipay};

    fn routes(job: &Job) -> Vec<(&'static str, &'static str)> {
        let stores = job.run().stores;
        stores
            .iter()
            .map(|s| (s.route.key(), s.evidence.key()))
            .collect()
    }

    #[test]
    fn bills_then_account_then_register_then_word() {
        let job = Job::new(
            "store_code logon_id route",
            &[
                "s1,a@x.cn,",
                "s2,a@x.cn,",
                "s3,a@x.cn,direct",
                "s4,,",
                "s5,a@x.cn,direct",
                "s6,a@x.cn,direct",
                "s7,a@x.cn,",
            ],
        )
        .with(
            Kind::Merchants,
            "store_code smid indirect_level",
            &["s5,m5,M1"],
        )
        .days(&[
            (OwnAlipay, "", "s1", 1, 1),
            (OwnAlipay, "", "s3", 1, 2),
            (OwnAlipay, "", "s4", 1, 0),
            (Acquirer, "", "s2", 1, 1),
            (Acquirer, "", "s3", 1, 5),
        ]);
        assert_eq!(
            routes(&job),
            [
                ("direct", "own_bill"),
                ("indirect", "acquirer_bill"),
                ("indirect", "both_bills"),
                ("indirect", "no_alipay_account"),
                ("indirect", "onboarded"),
                ("direct", "declared"),
                ("indirect", "assumed"),
            ]
        );
        assert_eq!(job.findings(), ["RTE002 stores!A4 s3 [2 5]"]);
    }

    #[test]
    fn contradicted() {
        let job = Job::new(
            "store_code logon_id route",
            &[
                "s1,a@x.cn,indirect|间连",
                "s2,a@x.cn,direct|直连",
                "s3,,direct|直连",
                "s4,a@x.cn,indirect",
                "s5,a@x.cn,direct",
                "s1,a@x.cn,indirect|间连",
            ],
        )
        .days(&[
            (OwnAlipay, "", "s1", 1, 1),
            (Acquirer, "", "s2", 1, 1),
            (OwnAlipay, "", "s4", 1, 1),
            (Acquirer, "", "s5", 1, 0),
        ])
        .broken(3, Field::Route)
        .repeated(5);
        assert_eq!(
            job.findings(),
            [
                "RTE001 stores!C2 间连 [indirect direct]",
                "RTE001 stores!C3 直连 [direct indirect]",
                "RTE001 stores!C4 直连 [direct indirect]",
            ]
        );
        assert_eq!(routes(&job)[0], ("direct", "own_bill"));
        assert_eq!(routes(&job)[5], ("direct", "own_bill"));
    }
}
