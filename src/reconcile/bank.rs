//! A store's settlement account in the bank's register: there, in the same name, and in good standing.

use super::rules::bank::{BAC001, BAC002, BAC003, BAC004, BAC005, BAC006, BAC007};
use crate::model::{Field, Kind, Note};

use super::pair::Pair;
use super::register::AccountRegister;
use crate::model::Verdict;
use crate::value::{bank, cnaps};

/// The bank's register.
pub(super) static REGISTER: AccountRegister = AccountRegister {
    kind: Kind::BankAccounts,
    key: Field::CardNo,
    always: &[(Field::CardName, &BAC002)],
    optional: &[
        (Field::AccountKind, &BAC007),
        (Field::Cnaps, &BAC006),
        (Field::BankName, &BAC006),
        (Field::BankBranchName, &BAC006),
    ],
    not_found: &BAC001,
    ambiguous: &BAC004,
    standing: &BAC003,
    suggestion: None,
    unmatched: &BAC005,
    holder: Field::CardName,
    holders: &[Field::CardName, Field::MerchantName],
    good_standing: "正常 有效 正常使用 启用 已启用 normal active valid",
    note: Note::BankAccount,
};

/// Bank, branch and CNAPS code against the record's, compared as banks and not as texts; `None` for
/// every other field.
pub(super) fn verdict(pair: &Pair, field: Field) -> Option<Verdict> {
    let (sheet, recorded) = (pair.sheet(field), pair.recorded(field));
    let sure = cnaps::parse(sheet).is_ok() && cnaps::parse(recorded).is_ok();
    let verdict = match field {
        Field::Cnaps | Field::BankName | Field::BankBranchName if contradicts_itself(pair) => {
            Verdict::NotChecked
        }
        Field::Cnaps if sure && sheet != recorded => Verdict::Different,
        Field::Cnaps if sure => Verdict::Equal,
        Field::BankName | Field::BankBranchName => names(sheet, recorded),
        Field::Cnaps => Verdict::NotChecked,
        // An unknown kind contradicts nothing.
        Field::AccountKind => match field.spec().form.words() {
            words if !words.contains(&sheet) || !words.contains(&recorded) => Verdict::NotChecked,
            _ => return None,
        },
        _ => return None,
    };
    Some(verdict)
}

/// A branch has too many names for a difference to mean anything, except another bank's.
fn names(sheet: &str, recorded: &str) -> Verdict {
    match (bank::of_name(sheet), bank::of_name(recorded)) {
        _ if sheet == recorded => Verdict::Equal,
        (Some(one), Some(other)) if one != other => Verdict::Different,
        (Some(name), Some(_)) if sheet == name || recorded == name => Verdict::EqualFolded,
        _ => Verdict::NotChecked,
    }
}

/// Whether the sheet's three cells name two banks, which another rule reports.
fn contradicts_itself(pair: &Pair) -> bool {
    let named = [
        bank::of_cnaps(pair.sheet(Field::Cnaps)),
        bank::of_name(pair.sheet(Field::BankName)),
        bank::of_name(pair.sheet(Field::BankBranchName)),
    ];
    let mut named = named.into_iter().flatten();
    named
        .next()
        .is_some_and(|first| named.any(|other| other != first))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Verdict::*;
    use crate::model::reconciled::Match;
    use crate::reconcile::fixture::TestJob;

    #[test]
    fn name_and_standing() {
        let job = TestJob::new(
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
        let job = TestJob::new("store_code card_no card_name", &["s1,6222001,甲公司"])
            .with(Kind::BankAccounts, "card_no card_name", &["6222001,乙公司"])
            .broken(0, Field::CardName);
        assert!(job.findings().is_empty());
        assert_eq!(
            job.run().comparisons[0].verdicts,
            [(Field::CardName, NotChecked)]
        );
    }

    #[test]
    fn bank_branch_code_and_kind() {
        let header = "card_no card_name account_kind cnaps bank_name bank_branch_name";
        let job = TestJob::new(
            header,
            &[
                "6222001,甲公司,corporate|对公,102100099996,工行,工行北京分行",
                "6222002,甲公司,corporate|对公,102100099996,,",
                "6222003,甲公司,corporate|对公,,工商银行,",
                "6222004,甲公司,,,,中国工商银行杭州西湖支行",
                "6222005,甲公司,,102100099996,建设银行,",
                "6222006,甲公司,,102100099997,,",
                "6222007,甲公司,,102100099996,某某村镇银行,",
            ],
        )
        .with(
            Kind::BankAccounts,
            header,
            &[
                "6222001,甲公司,corporate|单位结算账户,102100099996,中国工商银行,中国工商银行北京市分行",
                "6222002,甲公司,personal|个人结算账户,105100000017,,",
                "6222003,甲公司,,,建设银行,",
                "6222004,甲公司,,,,建设银行杭州西湖支行",
                "6222005,甲公司,,105100000017,建设银行,",
                "6222006,甲公司,,105100000017,,",
                "6222007,甲公司,,102100099996,某某银行,",
            ],
        );
        assert_eq!(
            job.findings(),
            [
                "BAC007 stores!C3 对公 other=个人结算账户 ~bank_accounts!C3",
                "BAC006 stores!D3 102100099996 other=105100000017 ~bank_accounts!D3",
                "BAC006 stores!E4 工商银行 other=建设银行 ~bank_accounts!E4",
                "BAC006 stores!F5 中国工商银行杭州西湖支行 other=建设银行杭州西湖支行 ~bank_accounts!F5",
            ]
        );
        let first = &job.run().comparisons[0].verdicts;
        assert_eq!(
            first[1..],
            [
                (Field::AccountKind, EqualFolded),
                (Field::Cnaps, Equal),
                (Field::BankName, EqualFolded),
                (Field::BankBranchName, NotChecked),
            ]
        );
    }
}
