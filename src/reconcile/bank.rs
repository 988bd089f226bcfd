//! A store's settlement account in the bank's register: there, in the same name, and in good standing.

use crate::model::stage_rules::{BAC001, BAC002, BAC003, BAC004, BAC005};
use crate::model::{Field, Kind, Note};

use super::register::Register;

/// The bank's register.
pub static REGISTER: Register = Register {
    kind: Kind::BankAccounts,
    key: Field::CardNo,
    always: &[(Field::CardName, &BAC002)],
    given: &[],
    not_found: &BAC001,
    ambiguous: &BAC004,
    standing: &BAC003,
    suggested: None,
    unused: &BAC005,
    holder: Field::CardName,
    holders: &[Field::CardName, Field::MerchantName],
    in_order: &[
        "正常",
        "有效",
        "正常使用",
        "启用",
        "已启用",
        "normal",
        "active",
        "valid",
    ],
    note: Note::BankAccount,
};

#[cfg(test)]
mod tests {
    use super::super::fixture::Job;
    use super::*;
    use crate::model::Verdict::*;
    use crate::model::reconciled::Match;

    #[test]
    fn name_and_standing() {
        let job = Job::new(
            "store_code card_no card_name account_kind",
            &[
                "s1,6222001,甲(杭州)公司,corporate",
                "s2,6222002,张三,personal",
                "s3,6222003,乙公司,corporate",
                "s4,6222004,丙公司,",
                "s5,6222005,丁公司,",
                "s6,6222006,,",
                "s7,6222007,AB公司,corporate",
            ],
        )
        .with(
            Kind::BankAccounts,
            "card_no card_name status",
            &[
                "6222001,甲（杭州）公司,正常",
                "6222002,张*,有效",
                "6222003,乙公司B,销户",
                "6222005,丁公司,正常",
                "6222005,戊公司,正常",
                "6222006,己公司,",
                "6222007,ab公司,正常",
            ],
        );
        assert_eq!(
            job.findings(),
            [
                "BAC003 stores!B4 6222003 [销户] ~bank_accounts!C4",
                "BAC002 stores!C4 乙公司 other=乙公司B ~bank_accounts!B4",
                "BAC001 stores!B5 6222004",
                "BAC004 stores!B6 6222005 [2] ~bank_accounts!A5 ~bank_accounts!A6",
                "BAC002 stores!C8 AB公司 other=ab公司 ~bank_accounts!B8",
            ]
        );
        let out = job.run();
        let of = |row: usize| {
            let at = out.stores[row].bank.expect("compared") as usize;
            let one = &out.comparisons[at];
            (one.matched, one.verdict(Field::CardName))
        };
        assert_eq!(of(0), (Match::One, Some(EqualFolded)));
        assert_eq!(of(1), (Match::One, Some(Compatible)));
        assert_eq!(of(2), (Match::One, Some(Different)));
        assert_eq!(of(3), (Match::NotFound, None));
        assert_eq!(of(4), (Match::Ambiguous, None));
        assert_eq!(of(5), (Match::One, Some(Missing)));
    }

    #[test]
    fn a_broken_holder_is_not_checked() {
        let job = Job::new("store_code card_no card_name", &["s1,6222001,甲公司"])
            .with(Kind::BankAccounts, "card_no card_name", &["6222001,乙公司"])
            .broken(0, Field::CardName);
        assert!(job.findings().is_empty());
        assert_eq!(
            job.run().comparisons[0].verdicts,
            [(Field::CardName, NotChecked)]
        );
    }
}
