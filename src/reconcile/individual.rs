//! An individual business (个体工商户) may have no name of its own: papers, sheet and account then give
//! the trade name, the operator's name, or 个体户 and the operator's name, and all mean the same.

use crate::model::{Field, Verdict};
use crate::value::name::{self, NameVerdict};

use super::pair::Pair;

/// What is put before the operator's name.
const PREFIX: &str = "个体户";
/// What stands for a name where there is none.
const NAMELESS: [&str; 4] = ["无", "无字号", "无字号名称", "无名称"];

/// What to make of two different company names of one individual business, if it is one.
pub fn either_name(pair: &Pair) -> Option<Verdict> {
    // 92 in the unified code is an individual business (GB 32100, 登记管理部门 9, 机构类别 2).
    if !pair.sheet(Field::BusinessLicense).starts_with("92") {
        return None;
    }
    let sides = [
        pair.sheet(Field::MerchantName),
        pair.recorded(Field::MerchantName),
    ];
    if sides.iter().any(|name| NAMELESS.contains(name)) {
        return Some(Verdict::Missing);
    }
    let operators = [
        pair.sheet(Field::LegalName),
        pair.recorded(Field::LegalName),
    ];
    let means = |name: &str, operator: &str| {
        let bare = name.strip_prefix(PREFIX).unwrap_or(name);
        let same = name::compare_person(bare, operator) != NameVerdict::Different;
        !operator.is_empty() && same
    };
    let same = operators
        .iter()
        .any(|operator| sides.iter().any(|name| means(name, operator)));
    same.then_some(Verdict::EqualFolded)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Job;
    use crate::model::Kind;

    const FIELDS: &str = "logon_id merchant_name business_license legal_name";

    fn verdict(sheet: &str, account: &str) -> (Vec<String>, String) {
        let job = Job::new(FIELDS, &[format!("a@x.cn,{sheet}")]).with(
            Kind::AlipayAccounts,
            FIELDS,
            &[format!("a@x.cn,{account}")],
        );
        let one = job.run().comparisons.remove(0);
        let verdict = one.verdict(super::Field::MerchantName).map(|v| v.key());
        let folds = one.folds.iter().map(|(_, fold)| fold.key());
        let folds: Vec<_> = folds.collect();
        let said = format!("{} {}", verdict.unwrap_or_default(), folds.join(" "));
        (job.findings(), said)
    }

    #[test]
    fn either_name_will_do() {
        for (sheet, account, expected) in [
            (
                "甲面馆,92330106MA2H1ABC71,张三",
                "张三,92330106MA2H1ABC71,张三",
                "folded operator",
            ),
            (
                "张三,92330106MA2H1ABC71,张三",
                "甲面馆,92330106MA2H1ABC71,张三",
                "folded operator",
            ),
            (
                "个体户张三,92330106MA2H1ABC71,张三",
                "甲面馆,92330106MA2H1ABC71,张三",
                "folded operator",
            ),
            (
                "甲面馆,92330106MA2H1ABC71,张三",
                "无字号名称,92330106MA2H1ABC71,张三",
                "missing ",
            ),
            (
                "甲面馆,92330106MA2H1ABC71,张三",
                "***,92330106MA2H1ABC71,张三",
                "missing ",
            ),
        ] {
            let (findings, said) = verdict(sheet, account);
            assert_eq!(
                (findings.len(), said.as_str()),
                (0, expected),
                "{sheet} / {account}"
            );
        }
        // Another trade name is another business, and a company never goes by its legal person's name.
        for (sheet, account) in [
            (
                "甲面馆,92330106MA2H1ABC71,张三",
                "乙面馆,92330106MA2H1ABC71,张三",
            ),
            (
                "甲公司,91330106MA2H1ABC7U,张三",
                "张三,91330106MA2H1ABC7U,张三",
            ),
        ] {
            let (findings, said) = verdict(sheet, account);
            assert_eq!(
                (findings.len(), said.as_str()),
                (1, "different "),
                "{sheet} / {account}"
            );
        }
    }

    /// A branch's licence names its 负责人: sheet and account must both have that person.
    #[test]
    fn a_branch_goes_by_the_person_in_charge() {
        let branch = "甲公司杭州分公司,91330106MA2H1ABC7U";
        assert!(
            verdict(&format!("{branch},王五"), &format!("{branch},王五"))
                .0
                .is_empty()
        );
        assert_eq!(
            verdict(&format!("{branch},张三"), &format!("{branch},王五")).0,
            ["ACC003 stores!D2 张三 other=王五 ~alipay_accounts!D2"]
        );
    }
}
