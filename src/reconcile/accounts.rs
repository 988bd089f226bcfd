//! A store's Alipay account in the register: the four elements on which M4 depends, the PID, the
//! account's standing, and the PID that goes with it.

use super::rules::accounts::{
    ACC001, ACC002, ACC003, ACC004, ACC005, ACC006, ACC008, ACC009, ACC010, ACC011,
};
use crate::model::{Field, Kind, Note, Table, Verdict};

use super::account_comparison::AccountComparison;
use super::register::AccountRegister;

/// The register of Alipay accounts; the four elements are those of the onboarding process, 3.2 step 6.
pub(super) static REGISTER: AccountRegister = AccountRegister {
    kind: Kind::AlipayAccounts,
    key: Field::LogonId,
    always: &[
        (Field::LegalIdNo, &ACC002),
        (Field::LegalName, &ACC003),
        (Field::BusinessLicense, &ACC004),
        (Field::MerchantName, &ACC005),
    ],
    optional: &[(Field::Pid, &ACC008)],
    not_found: &ACC001,
    ambiguous: &ACC009,
    standing: &ACC006,
    suggestion: Some(&ACC011),
    unmatched: &ACC010,
    holder: Field::MerchantName,
    holders: &[Field::MerchantName],
    good_standing: "正常 有效 已认证 已实名 已激活 启用 normal active verified valid",
    note: Note::AlipayAccount,
};

/// What a store's Alipay account shows of its PID, beside the sheet.
#[derive(Clone, Copy, Default)]
pub(crate) struct AccountPid<'a> {
    /// The PID in the register; absent when the store's claim to the account is in doubt.
    pub pid: Option<&'a str>,
    /// The sheet has another PID, which is already a finding.
    pub differs: bool,
}

/// The PID of the account a store was matched with.
pub(super) fn account_pid<'a>(
    compared: Option<&AccountComparison>,
    register: &'a Table,
    claimed: bool,
) -> AccountPid<'a> {
    let Some(compared) = compared.filter(|_| !claimed) else {
        return AccountPid::default();
    };
    let pid = compared
        .certain()
        .map(|row| register.text(row as usize, Field::Pid));
    AccountPid {
        pid: pid.filter(|pid| !pid.is_empty()),
        differs: compared.comparison.verdict(Field::Pid) == Some(Verdict::Different),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::reconciled::Match;
    use crate::reconcile::fixture::{TestJob, account_job};
    use Verdict::*;

    fn verdicts(job: &TestJob) -> Vec<Vec<Verdict>> {
        let of = |c: &crate::model::Comparison| c.verdicts.iter().map(|(_, v)| *v).collect();
        job.run().comparisons.iter().map(of).collect()
    }

    #[test]
    fn four_elements_and_pid() {
        let job = account_job(
            &[
                "s1,甲公司,L1,张三,ID1,a@x.cn,2088000000000001,",
                "s2,甲(杭州)公司,L1,张三,110105850101001,b@x.cn,,",
                "s3,乙公司,L2,李四,ID2,c@x.cn,2088000000000003,",
                "s4,丙公司,L3,王五,,d@x.cn,,",
                "s5,丙公司,L3,王五,ID3,,,",
            ],
            &[
                "c@x.cn,2088000000000009,乙公司B,L9,赵六,ID9,正常",
                "a@x.cn,2088000000000001|2088000000000001\t,甲公司,L1,张三,ID1,已认证",
                "b@x.cn,2088000000000002,甲（杭州）公司,L1,张*,110105198501010012,",
                "d@x.cn,,**公司,L3,***,ID3,Active",
            ],
        );
        assert_eq!(
            verdicts(&job),
            [
                vec![Equal; 5],
                vec![EqualFolded, Compatible, Equal, EqualFolded],
                vec![Different; 5],
                vec![Missing, Missing, Equal, Compatible],
                // It gives no account, and its licence leads to one.
                vec![Equal, Missing, Equal, Compatible],
            ]
        );
        assert_eq!(
            job.findings(),
            [
                "ACC005 stores!B4 乙公司 other=乙公司B ~alipay_accounts!C2",
                "ACC004 stores!C4 L2 other=L9 ~alipay_accounts!D2",
                "ACC003 stores!D4 李四 other=赵六 ~alipay_accounts!E2",
                "ACC002 stores!E4 ID2 other=ID9 ~alipay_accounts!F2",
                "ACC008 stores!G4 2088000000000003 other=2088000000000009 ~alipay_accounts!B2",
            ]
        );
        let fields: Vec<&str> = job.run().comparisons[0]
            .verdicts
            .iter()
            .map(|(f, _)| f.key())
            .collect();
        assert_eq!(
            fields,
            [
                "legal_id_no",
                "legal_name",
                "business_license",
                "merchant_name",
                "pid"
            ]
        );
    }

    #[test]
    fn not_found_ambiguous_and_not_in_order() {
        let job = account_job(
            &[
                "s1,甲,L1,张三,ID1,a@x.cn,,",
                "s2,乙,L2,李四,ID2,b@x.cn,,",
                "s3,丙,L3,王五,ID3,c@x.cn,,",
                "s4,丁,L4,赵六,ID4,d@x.cn,,",
            ],
            &[
                "b@x.cn,,乙,L2,李四,ID2,正常",
                "b@x.cn,,乙,L2,李四,ID2,冻结",
                "c@x.cn,,丙,L3,王五,ID3,冻结",
                "d@x.cn,,丁,L4,赵六,ID4,正常",
                "d@x.cn,,丁,L4,赵六,ID4,正常",
            ],
        );
        assert_eq!(
            job.findings(),
            [
                "ACC001 stores!F2 a@x.cn",
                "ACC009 stores!F3 b@x.cn [2] ~alipay_accounts!A2 ~alipay_accounts!A3",
                "ACC006 stores!F4 c@x.cn [冻结] ~alipay_accounts!G4",
            ]
        );
        let out = job.run();
        let matched: Vec<Match> = out.comparisons.iter().map(|c| c.matched).collect();
        assert_eq!(
            matched,
            [Match::NotFound, Match::Ambiguous, Match::One, Match::One]
        );
        assert!(out.comparisons[1].verdicts.is_empty() && out.comparisons[1].record.is_none());
        assert_eq!(out.comparisons[2].status, "冻结");
        assert_eq!(out.comparisons[3].record.map(|p| p.row), Some(5));
        assert_eq!(out.stores[3].alipay, Some(3));
    }

    #[test]
    fn no_register_broken_cells_and_repeats_raise_nothing() {
        let stores = [
            "s1,甲,L1,张三,ID1,a@x.cn,,",
            "s2,乙,L2,李四,ID2,bad,,",
            "s1,甲,L1,张三,ID1,a@x.cn,,",
        ];
        assert!(account_job(&stores, &[""; 0]).run().comparisons.is_empty());
        let job = account_job(&stores, &["a@x.cn,,甲,L9,张三,ID1,"])
            .broken(0, Field::BusinessLicense)
            .broken(1, Field::LogonId)
            .repeated(2);
        assert_eq!(
            verdicts(&job),
            [vec![Equal, Equal, NotChecked, Equal], vec![]]
        );
        assert!(job.findings().is_empty());
        assert_eq!(job.run().stores[2].alipay, None);
    }
}
