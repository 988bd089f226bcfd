//! Direct or indirect, by the two tests of the onboarding process (section 1.2): whose bill shows the
//! store's trades, and whether money passes an Alipay account before it reaches the bank.

use super::rules::trades::{RTE001, RTE002, RTE003};
use crate::model::bill::SeenIn;
use crate::model::reconciled::RouteEvidence;
use crate::model::rule::Defect;
use crate::model::{CellKind, Field, Finding, Note, Place, Route};

use super::bills::BillTrades;
use super::stores::{StoreSheet, related_place};

/// What other sources than the sheet show of a store's route.
pub(super) struct RouteSigns<'a> {
    pub trades: &'a BillTrades,
    /// The register of Alipay accounts has one of the store's, or of its licence's.
    pub account: bool,
    /// The register of onboarded merchants knows the store, in an order or in several.
    pub onboarded: bool,
    /// The record there, when it is one.
    pub merchant: Option<Place>,
    /// A credit that only an acquirer makes.
    pub credit: Option<Place>,
    /// A withdrawal from the Alipay account, and the credit it became.
    pub withdrawal: Option<[Place; 2]>,
}

/// A store's route, and what it rests on.
pub(super) struct RouteDecision {
    pub route: Route,
    pub evidence: RouteEvidence,
    pub at: Vec<Place>,
}

impl RouteDecision {
    fn new(
        route: Route,
        evidence: RouteEvidence,
        at: impl IntoIterator<Item = Place>,
    ) -> RouteDecision {
        let at = at.into_iter().collect();
        RouteDecision {
            route,
            evidence,
            at,
        }
    }
}

/// The store's route: by bills, then the account, the register, who pays the settlement account,
/// withdrawals that reached the bank, the sheet itself.
pub(super) fn decide_route(
    row: usize,
    stores: &StoreSheet,
    evidence: &RouteSigns,
) -> RouteDecision {
    let (own, acquirer) = (
        evidence.trades.own_at.map(line),
        evidence.trades.acquirer_at.map(line),
    );
    let declared = declared(row, stores);
    let [indirect, direct] = [Route::Indirect, Route::Direct];
    match (evidence.trades.own > 0, evidence.trades.acquirer > 0) {
        (true, true) => {
            let both = own.into_iter().chain(acquirer);
            return RouteDecision::new(indirect, RouteEvidence::BothBills, both);
        }
        (true, false) => return RouteDecision::new(direct, RouteEvidence::OwnBill, own),
        (false, true) => {
            let evidence = if evidence.trades.by_code == evidence.trades.acquirer {
                RouteEvidence::AcquirerCode
            } else {
                RouteEvidence::AcquirerBill
            };
            return RouteDecision::new(indirect, evidence, acquirer);
        }
        (false, false) => {}
    }
    if let (Some(cell), false) = (no_account(row, stores), evidence.account) {
        return RouteDecision::new(indirect, RouteEvidence::NoAccount, [cell]);
    }
    if evidence.onboarded {
        return RouteDecision::new(indirect, RouteEvidence::Onboarded, evidence.merchant);
    }
    if evidence.credit.is_some() && declared != Some(direct) {
        return RouteDecision::new(indirect, RouteEvidence::AcquirerCredits, evidence.credit);
    }
    match (evidence.withdrawal, declared) {
        (Some(places), None | Some(Route::Direct)) => {
            RouteDecision::new(direct, RouteEvidence::MoneyFlow, places)
        }
        (_, Some(route)) => {
            let cell = stores.place(row, Field::Route);
            RouteDecision::new(route, RouteEvidence::Declared, [cell])
        }
        (None, None) => RouteDecision::new(indirect, RouteEvidence::Unknown, []),
    }
}

fn line(seen: SeenIn) -> Place {
    Place {
        source: seen.source,
        row: seen.row,
        column: None,
    }
}

/// The cell in which the sheet could give an account and does not. A sheet without such a column says
/// nothing of accounts.
fn no_account(row: usize, stores: &StoreSheet) -> Option<Place> {
    let fields = [Field::LogonId, Field::Pid];
    let is_given = |field: &Field| !stores.text(row, *field).is_empty();
    if fields.iter().any(is_given) {
        return None;
    }
    let asked = |field: &&Field| stores.table.cell_kind(row, **field) != CellKind::Missing;
    let field = fields.iter().find(asked)?;
    Some(stores.place(row, *field))
}

/// The sheet's route against the evidence, or evidence for both.
pub(super) fn contradiction(
    row: usize,
    stores: &StoreSheet,
    found: &RouteDecision,
    evidence: &RouteSigns,
) -> Option<Finding> {
    if stores.is_repeated(row) {
        return None;
    }
    let declared = declared(row, stores);
    match found.evidence {
        RouteEvidence::BothBills => {
            let trades = evidence.trades;
            let defect = Defect::default().arg(trades.own).arg(trades.acquirer);
            let finding = stores.finding(&RTE002, row, defect);
            Some(with_places(finding, &found.at, Note::Bill))
        }
        RouteEvidence::OwnBill
        | RouteEvidence::AcquirerBill
        | RouteEvidence::AcquirerCode
        | RouteEvidence::NoAccount => {
            let declared = declared.filter(|declared| *declared != found.route)?;
            let defect = Defect::default().arg(declared.key()).arg(found.route.key());
            let finding = stores.finding(&RTE001, row, defect);
            let note = match found.evidence {
                RouteEvidence::NoAccount => Note::NoAccount,
                _ => Note::Bill,
            };
            Some(with_places(finding, &found.at, note))
        }
        RouteEvidence::Declared if found.route == Route::Direct => {
            let credit = evidence.credit?;
            let finding = stores.finding(&RTE003, row, Defect::default());
            Some(with_places(finding, &[credit], Note::BankCredit))
        }
        _ => None,
    }
}

fn with_places(finding: Finding, places: &[Place], note: Note) -> Finding {
    let related = |finding: Finding, place| finding.related(related_place(place, note));
    places.iter().copied().fold(finding, related)
}

fn declared(row: usize, stores: &StoreSheet) -> Option<Route> {
    match stores.sound(row, Field::Route)? {
        "direct" => Some(Route::Direct),
        "indirect" => Some(Route::Indirect),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Kind;
    use crate::model::bill::BillOrigin::{Acquirer, OwnAlipay};
    use crate::reconcile::fixture::TestJob;

    /// Route and evidence of every store.
    fn routes(job: &TestJob) -> Vec<(&'static str, &'static str)> {
        let stores = job.run().stores.into_iter();
        stores.map(|s| (s.route.key(), s.evidence.key())).collect()
    }

    #[test]
    fn bills_then_account_then_register_then_sheet() {
        let job = TestJob::new(
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
                ("indirect", "acquirer_bill_by_code"),
                ("indirect", "both_bills"),
                ("indirect", "no_alipay_account"),
                ("indirect", "onboarded"),
                ("direct", "declared"),
                ("indirect", "unknown"),
            ]
        );
        assert_eq!(job.findings(), ["RTE002 stores!A4 s3 [2 5]"]);
    }

    #[test]
    fn contradicted() {
        let job = TestJob::new(
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
                "RTE001 stores!C4 直连 [direct indirect] ~stores!B4",
            ]
        );
        assert_eq!(routes(&job)[0], ("direct", "own_bill"));
        assert_eq!(routes(&job)[5], ("direct", "own_bill"));
    }

    #[test]
    fn an_account_nobody_was_asked_for_is_not_known_to_lack() {
        let job = TestJob::new("store_code route", &["s1,", "s2,direct"]);
        assert_eq!(
            routes(&job),
            [("indirect", "unknown"), ("direct", "declared")]
        );
        assert_eq!(job.findings(), [""; 0]);
    }

    #[test]
    fn an_account_in_the_register_is_one() {
        let job = TestJob::new(
            "store_code business_license logon_id route",
            &["s1,L1,,direct", "s2,L2,,direct"],
        )
        .with(
            Kind::AlipayAccounts,
            "logon_id business_license",
            &["a@x.cn,L1"],
        );
        assert_eq!(
            routes(&job),
            [("direct", "declared"), ("indirect", "no_alipay_account")]
        );
        assert_eq!(
            job.findings(),
            ["RTE001 stores!D3 direct [direct indirect] ~stores!C3"]
        );
    }
}
