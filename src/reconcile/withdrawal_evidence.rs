//! Money that passes through an Alipay account before it reaches the bank (onboarding process 1.2, test
//! b): withdrawals of an account's 账务明细 that the bank statement shows as credits from Alipay. It
//! is evidence about the account and not about each of its stores, so it never contradicts a sheet.

use std::collections::HashMap;

use crate::model::Place;
use crate::model::bill::BillFile;
use crate::value::pid;

use super::settlement::{ARRIVAL_DAYS, Payer, Statement};

/// The accounts found so, by PID, each with the first such withdrawal and its credit.
#[derive(Default)]
pub(crate) struct WithdrawalEvidence(HashMap<String, [Place; 2]>);

impl WithdrawalEvidence {
    pub(crate) fn find(bills: &[BillFile], statements: &[Statement]) -> WithdrawalEvidence {
        if bills.iter().all(|bill| bill.withdrawals.is_empty()) {
            return WithdrawalEvidence::default();
        }
        let credits = credits(statements);
        let mut found: HashMap<String, [Place; 2]> = HashMap::new();
        for bill in bills {
            let Some(pid) = pid::of_bill_account(&bill.account) else {
                continue;
            };
            for withdrawal in bill.withdrawals.iter().filter(|w| w.fen > 0) {
                let window = withdrawal.day..=withdrawal.day.saturating_add(ARRIVAL_DAYS);
                let of_sum = credits.get(&withdrawal.fen).into_iter().flatten();
                let reached = of_sum.filter(|(day, _)| window.contains(day)).min();
                if let Some((_, credit)) = reached {
                    let places = [withdrawal.place, *credit];
                    let first = found.entry(pid.to_owned()).or_insert(places);
                    *first = places.min(*first);
                }
            }
        }
        WithdrawalEvidence(found)
    }

    /// The withdrawal that shows it and what the bank made of it, for a PID.
    pub(crate) fn for_pid(&self, pid: &str) -> Option<[Place; 2]> {
        self.0.get(pid).copied()
    }
}

/// Days and places of the credits from Alipay, by fen.
fn credits(statements: &[Statement]) -> HashMap<i64, Vec<(i32, Place)>> {
    let mut credits: HashMap<i64, Vec<(i32, Place)>> = HashMap::new();
    let all = statements.iter().flat_map(|statement| &statement.credits);
    for credit in all.filter(|credit| credit.payer == Payer::Alipay) {
        if let Some(day) = credit.day {
            let of_sum = credits.entry(credit.fen).or_default();
            of_sum.push((day, credit.place));
        }
    }
    credits
}

#[cfg(test)]
mod tests {
    use crate::model::bill::{BillFile, BillSort, Withdrawal};
    use crate::model::{Kind, Place};
    use crate::reconcile::fixture::TestJob;

    fn job(credits: &[&str]) -> TestJob {
        let rows = [
            "s1,a@x.cn,2088000000000001,",
            "s2,a@x.cn,2088000000000001,direct",
            "s3,a@x.cn,2088000000000001,indirect",
            "s4,b@x.cn,2088000000000002,",
            "s5,,,",
        ];
        let header = "entry_date income counterparty_name counterparty_account";
        let mut job = TestJob::new("store_code logon_id pid route", &rows);
        job = job.with(Kind::BankStatement, header, credits);
        let withdrawal = Withdrawal {
            place: Place::cell(1, 9, 7),
            day: TestJob::as_of().to_julian_day() - 3,
            fen: 50_000,
            number: 1,
        };
        job.ingested.bills.push(BillFile {
            account: "20880000000000010156".to_owned(),
            withdrawals: vec![withdrawal],
            ..BillFile::new(BillSort::Fund)
        });
        job
    }

    #[test]
    fn a_withdrawal_that_reached_the_bank() {
        for credit in [
            "2026-11-17,500.00,支付宝（中国）网络技术有限公司,",
            "2026-11-20,500.00,,20880000000000010156",
        ] {
            assert_eq!(
                job(&[credit]).routes(),
                [
                    "direct money_flow H9 B2",
                    "direct money_flow H9 B2",
                    // The sheet is believed: the account may have stores of both kinds.
                    "indirect declared D4",
                    "indirect unknown",
                    "indirect no_alipay_account B6",
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
            assert_eq!(job(&[credit]).routes()[0], "indirect unknown", "{credit}");
        }
    }
}
