//! Who pays a settlement account: credits from an acquirer, and none from Alipay, show that the stores
//! that settle there are indirect (onboarding process 1.2). In come the statements, out come the
//! accounts, each with the first such credit.

use std::collections::{HashMap, HashSet};

use crate::model::{Field, Place};

use super::settlement::{Payer, Statement};
use super::stores::StoreSheet;

/// Settlement accounts that only acquirers pay.
#[derive(Default)]
pub(crate) struct CreditEvidence<'a>(HashMap<&'a str, Place>);

/// The first credit of each sort.
#[derive(Default)]
struct Payers {
    acquirer: Option<Place>,
    alipay: bool,
}

impl<'a> CreditEvidence<'a> {
    pub(crate) fn find(stores: &StoreSheet<'a>, statements: &[Statement]) -> CreditEvidence<'a> {
        let cards: HashSet<&str> = (0..stores.len())
            .filter_map(|row| stores.sound(row, Field::CardNo))
            .collect();
        let mut payers: HashMap<&str, Payers> = HashMap::new();
        for statement in statements {
            if let Some(card) = statement.card_among(cards.iter().copied()) {
                payers.entry(card).or_default().add(statement);
            }
        }
        let only = |(card, payers): (&'a str, Payers)| match payers {
            Payers {
                acquirer: Some(place),
                alipay: false,
            } => Some((card, place)),
            _ => None,
        };
        CreditEvidence(payers.into_iter().filter_map(only).collect())
    }

    /// The credit that shows it, for a settlement account.
    pub(crate) fn for_card(&self, card: Option<&str>) -> Option<Place> {
        self.0.get(card?).copied()
    }
}

impl Payers {
    fn add(&mut self, statement: &Statement) {
        for credit in statement.credits.iter().filter(|credit| credit.fen > 0) {
            match credit.payer {
                Payer::Acquirer => {
                    let first = self.acquirer.get_or_insert(credit.place);
                    *first = credit.place.min(*first);
                }
                Payer::Alipay => self.alipay = true,
                Payer::Other => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Kind;
    use crate::reconcile::fixture::TestJob;

    fn routes(credits: &[&str]) -> Vec<String> {
        let stores = [
            "s1,a@x.cn,6222000000000001,",
            "s2,a@x.cn,6222000000000001,indirect",
            "s3,a@x.cn,6222000000000001,direct",
            "s4,a@x.cn,6222000000000002,",
            "s5,,6222000000000001,",
        ];
        let header = "card_no entry_date income counterparty_name summary";
        let job = TestJob::new("store_code logon_id card_no route", &stores).with(
            Kind::BankStatement,
            header,
            credits,
        );
        [job.routes(), job.findings()].concat()
    }

    #[test]
    fn only_an_acquirer_pays() {
        for card in ["6222000000000001", "6222********0001"] {
            let of_card = |line: &str| format!("{card},{line}");
            let lines = [
                "2026-11-16,9.00,示例客户有限公司,货款",
                "2026-11-17,5.00,银联商务股份有限公司,商户结算",
                "2026-11-18,6.00,银联商务股份有限公司,商户结算",
            ]
            .map(of_card);
            assert_eq!(
                routes(&lines.each_ref().map(String::as_str)),
                [
                    "indirect acquirer_credits C3",
                    "indirect acquirer_credits C3",
                    // Card payments are acquired too: the sheet is believed, with a finding.
                    "direct declared D4",
                    "indirect unknown",
                    "indirect no_alipay_account B6",
                    "RTE003 stores!D4 direct ~bank_statement!C3",
                ],
                "{card}"
            );
        }
    }

    #[test]
    fn an_account_that_alipay_pays_too_shows_nothing() {
        let both = [
            "6222000000000001,2026-11-17,5.00,银联商务股份有限公司,商户结算",
            "6222000000000001,2026-11-18,6.00,支付宝（中国）网络技术有限公司,",
        ];
        let nobody = ["6222000000000001,2026-11-17,5.00,示例客户有限公司,货款"];
        let taken_back = ["6222000000000001,2026-11-17,-5.00,银联商务股份有限公司,商户结算"];
        let masked = ["6222**********,2026-11-17,5.00,银联商务股份有限公司,商户结算"];
        for lines in [&both[..], &nobody, &taken_back, &masked] {
            let outcomes = routes(lines);
            assert_eq!(outcomes[0], "indirect unknown", "{lines:?}");
            assert_eq!(outcomes.len(), 5, "{outcomes:?}");
        }
    }
}
