//! What became of the sample's stores: their plans, and the records they were matched with.

use time::macros::date;

use super::ACCOUNTS;
use crate::model::checklist::{Check, Precondition};
use crate::model::reconciled::{Evidence, Match, Pass, StoreMatch};
use crate::model::*;

pub(super) fn store_plan(n: usize) -> StorePlan {
    let disposition = match n % 10 {
        0..=4 => Disposition::Create,
        5..=7 => Disposition::Modify,
        8 => Disposition::Held,
        _ => Disposition::Direct,
    };
    let held = disposition == Disposition::Held;
    StorePlan {
        disposition,
        level_now: if disposition == Disposition::Modify {
            3
        } else {
            0
        },
        level_reachable: 3,
        m4: M4State::Ready,
        send_account: true,
        held_by: if held { vec!["BAC003"] } else { vec![] },
        reasons: if held {
            vec!["ACC002", "BAC003"]
        } else {
            vec![]
        },
        life: match disposition {
            Disposition::Direct => Life::default(),
            _ => life(held),
        },
        missing_m3: if held { Field::ContactMobile.bit() } else { 0 },
        missing_m4: Field::LegalIdNo.bit(),
    }
}

/// Order sync is off for every store nobody knew before.
pub(super) fn order_sync(n: usize) -> Check {
    let new = |row: &usize| {
        let disposition = store_plan(*row).disposition;
        matches!(disposition, Disposition::Create | Disposition::Direct)
    };
    Check {
        what: Precondition::OrderSync,
        subject: String::new(),
        done: 0,
        open: (0..n).filter(new).map(|row| row as u32).collect(),
        by: None,
    }
}

fn life(held: bool) -> Life {
    let step = |due, turn| Step {
        due,
        turn,
        from: None,
        by: None,
    };
    let first = match held {
        true => step(Due::Correct, Turn::Waiting),
        false => step(Due::UploadM3, Turn::Now),
    };
    Life {
        stage: Some(Stage::M3),
        steps: vec![first, step(Due::Trade, Turn::Waiting)],
        trade_by: Some(date!(2026 - 12 - 04)),
        ..Life::default()
    }
}

pub(super) fn reconciled(stores: &Table) -> Reconciled {
    let comparison = |row: usize, against, key: Field| Comparison {
        store: Some(row as u32),
        pass: Some(Pass::Key),
        candidates: Vec::new(),
        folds: Vec::new(),
        against,
        key: stores.text(row, key).to_owned(),
        matched: if row % 7 == 6 {
            Match::NotFound
        } else {
            Match::One
        },
        record: (row % 7 != 6).then(|| Place::cell(ACCOUNTS, row as u32 + 2, 0)),
        verdicts: match (row % 7, against) {
            (6, _) => vec![],
            (_, Kind::BankAccounts) => vec![(Field::CardName, Verdict::Equal)],
            (r, _) => {
                let unless = |at, other, verdict| if r == at { other } else { verdict };
                let equal = Verdict::Equal;
                vec![
                    (Field::LegalIdNo, unless(2, Verdict::Compatible, equal)),
                    (Field::LegalName, equal),
                    (Field::BusinessLicense, unless(3, Verdict::Missing, equal)),
                    (
                        Field::MerchantName,
                        unless(5, Verdict::Different, Verdict::EqualFolded),
                    ),
                ]
            }
        },
        status: "正常".into(),
    };
    let rows = 0..stores.len();
    let comparisons = rows.clone().flat_map(|row| {
        [
            comparison(row, Kind::AlipayAccounts, Field::LogonId),
            comparison(row, Kind::BankAccounts, Field::CardNo),
        ]
    });
    let matched = rows.map(|row| StoreMatch {
        merchant: (5..=7).contains(&(row % 10)).then_some(row as u32),
        drift: Field::Address.bit(),
        alipay: Some(row as u32 * 2),
        bank: Some(row as u32 * 2 + 1),
        route: reconciled::Route::Indirect,
        evidence: Evidence::NoAccount,
        evidence_at: Vec::new(),
        trades: 0,
        net_fen: 0,
        last_trade: None,
    });
    Reconciled {
        settlement: Settlement::default(),
        stores: matched.collect(),
        comparisons: comparisons.collect(),
        findings: Vec::new(),
    }
}
