//! Money that passes through an Alipay account before it reaches the bank (onboarding process 1.2, test
//! b): withdrawals of an account's 账务明细 that the bank statement shows as credits from Alipay. It
//! speaks for the account and not for each of its stores, so it never contradicts a sheet.

use std::collections::{BTreeMap, HashMap};

use crate::model::bill::BillFile;
use crate::model::{Field, Place, Table};
use crate::value::{date, flow};

/// A withdrawal reaches the bank on its day or within so many days after.
const DAYS: i32 = 3;

/// The accounts found so, each with the first such withdrawal.
#[derive(Default)]
pub struct Withdrawn(HashMap<String, Place>);

impl Withdrawn {
    pub fn find(bills: &[BillFile], statement: &Table) -> Withdrawn {
        let withdrawals = || {
            bills
                .iter()
                .flat_map(|b| b.withdrawals.iter().map(move |w| (b, w)))
        };
        if withdrawals().next().is_none() {
            return Withdrawn::default();
        }
        let credits = credits(statement);
        let reached = |day: i32, fen: i64| {
            let days = credits.get(&fen).into_iter().flatten();
            days.into_iter()
                .any(|credit| (day..=day.saturating_add(DAYS)).contains(credit))
        };
        let mut found: HashMap<String, Place> = HashMap::new();
        for (bill, withdrawal) in withdrawals() {
            // The account line prints the PID and 0156 behind it.
            let Some(pid) = bill.account.get(..16) else {
                continue;
            };
            if withdrawal.fen > 0 && reached(withdrawal.day, withdrawal.fen) {
                let first = found.entry(pid.to_owned()).or_insert(withdrawal.place);
                *first = withdrawal.place.min(*first);
            }
        }
        Withdrawn(found)
    }

    /// The withdrawal that shows it, for a PID.
    pub fn of(&self, pid: &str) -> Option<Place> {
        self.0.get(pid).copied()
    }
}

/// Days of the credits from Alipay, by fen.
fn credits(statement: &Table) -> BTreeMap<i64, Vec<i32>> {
    let mut credits: BTreeMap<i64, Vec<i32>> = BTreeMap::new();
    for row in 0..statement.len() {
        let text = |field| statement.text(row, field);
        let word = statement
            .column(Field::Direction)
            .map(|_| text(Field::Direction));
        let fen = flow::signed_fen(
            text(Field::Income),
            text(Field::Outgo),
            text(Field::Amount),
            word,
        );
        let day = date::parse(text(Field::EntryDate));
        if let (Ok(fen @ 1..), Some(day), true) = (fen, day, is_from_alipay(text)) {
            credits.entry(fen).or_default().push(day.to_julian_day());
        }
    }
    credits
}

fn is_from_alipay<'a>(text: impl Fn(Field) -> &'a str) -> bool {
    let names = [Field::CounterpartyName, Field::PayerName, Field::Summary];
    let accounts = [Field::CounterpartyAccount, Field::PayerAccount];
    names.iter().any(|field| text(*field).contains("支付宝"))
        || accounts
            .iter()
            .any(|field| text(*field).starts_with("2088"))
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Job;
    use crate::model::bill::{BillFile, BillSort, Withdrawal};
    use crate::model::{Kind, Place};

    fn job(credits: &[&str]) -> Job {
        let rows = [
            "s1,a@x.cn,2088000000000001,",
            "s2,a@x.cn,2088000000000001,direct",
            "s3,a@x.cn,2088000000000001,indirect",
            "s4,b@x.cn,2088000000000002,",
            "s5,,,",
        ];
        let header = "entry_date income counterparty_name counterparty_account";
        let mut job = Job::new("store_code logon_id pid route", &rows);
        job = job.with(Kind::BankStatement, header, credits);
        let withdrawal = Withdrawal {
            place: Place::cell(1, 9, 7),
            day: Job::as_of().to_julian_day() - 3,
            fen: 50_000,
        };
        job.ingested.bills.push(BillFile {
            account: "20880000000000010156".to_owned(),
            withdrawals: vec![withdrawal],
            ..BillFile::new(BillSort::Fund)
        });
        job
    }

    fn routes(job: &Job) -> Vec<(&'static str, &'static str, Option<u32>)> {
        let stores = job.run().stores;
        let of = |s: &crate::model::reconciled::StoreMatch| {
            (
                s.route.key(),
                s.evidence.key(),
                s.evidence_at.map(|p| p.row),
            )
        };
        stores.iter().map(of).collect()
    }

    #[test]
    fn a_withdrawal_that_reached_the_bank() {
        for credit in [
            "2026-11-17,500.00,支付宝（中国）网络技术有限公司,",
            "2026-11-20,500.00,,20880000000000010156",
        ] {
            assert_eq!(
                routes(&job(&[credit])),
                [
                    ("direct", "money_flow", Some(9)),
                    ("direct", "money_flow", Some(9)),
                    // The sheet's word stands: the account may have stores of both kinds.
                    ("indirect", "declared", None),
                    ("indirect", "assumed", None),
                    ("indirect", "no_alipay_account", None),
                ]
            );
            assert_eq!(job(&[credit]).findings(), [""; 0]);
        }
    }

    #[test]
    fn a_credit_of_somebody_else_or_of_another_day_shows_nothing() {
        for credit in [
            "2026-11-17,500.00,某某银行,6222000000000001",
            "2026-11-16,500.00,支付宝（中国）网络技术有限公司,",
            "2026-11-21,500.00,支付宝（中国）网络技术有限公司,",
            "2026-11-17,500.01,支付宝（中国）网络技术有限公司,",
            "2026-11-17,-500.00,支付宝（中国）网络技术有限公司,",
        ] {
            assert_eq!(
                routes(&job(&[credit]))[0],
                ("indirect", "assumed", None),
                "{credit}"
            );
        }
    }
}
