//! An individual business (个体工商户) may have no name of its own: papers, sheet and account then give
//! the trade name, the operator's name, or 个体户 and the operator's name, and all mean the same.

use crate::model::{Field, Verdict};
use crate::value::merchant;

use super::pair::Pair;

/// What to make of two different company names of one individual business, if it is one.
pub(super) fn either_name(pair: &Pair) -> Option<Verdict> {
    if !merchant::is_individual(pair.sheet(Field::BusinessLicense)) {
        return None;
    }
    let both = |field| [pair.sheet(field), pair.recorded(field)];
    let (names, operators) = (both(Field::MerchantName), both(Field::LegalName));
    if names.iter().any(|name| merchant::is_nameless(name)) {
        return Some(Verdict::Missing);
    }
    let mut pairs = names.iter().flat_map(|n| operators.map(|o| (n, o)));
    let same = pairs.any(|(name, operator)| merchant::is_operators(name, operator));
    same.then_some(Verdict::EqualFolded)
}

#[cfg(test)]
mod tests {
    use crate::model::Kind;
    use crate::reconcile::fixture::Job;

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
