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
    use super::*;
    use crate::model::Kind;
    use crate::reconcile::fixture::{TestJob, cells};

    const FIELDS: &str = "logon_id merchant_name business_license legal_name";

    /// Findings, then the verdict on the name and what was folded for it.
    fn outcome(sheet: &str, account: &str) -> (Vec<String>, String) {
        let row = |cells: &str| [format!("a@x.cn,{cells}")];
        let job =
            TestJob::new(FIELDS, &row(sheet)).with(Kind::AlipayAccounts, FIELDS, &row(account));
        let one = job.run().comparisons.remove(0);
        let verdict = one.verdict(Field::MerchantName).map(|v| v.key());
        let folds = one.folds.iter().map(|(_, fold)| fold.key());
        let verdict = verdict.into_iter().chain(folds).collect::<Vec<_>>();
        (job.findings(), verdict.join(" "))
    }

    #[test]
    fn either_name_will_do() {
        for [sheet, account, expected] in cells(
            "甲面馆,92330106MA2H1ABC71,张三|张三,92330106MA2H1ABC71,张三|folded operator
             张三,92330106MA2H1ABC71,张三|甲面馆,92330106MA2H1ABC71,张三|folded operator
             个体户张三,92330106MA2H1ABC71,张三|甲面馆,92330106MA2H1ABC71,张三|folded operator
             甲面馆,92330106MA2H1ABC71,张三|无字号名称,92330106MA2H1ABC71,张三|missing
             甲面馆,92330106MA2H1ABC71,张三|***,92330106MA2H1ABC71,张三|missing",
        ) {
            let (findings, verdict) = outcome(sheet, account);
            assert_eq!(findings, [""; 0], "{sheet} / {account}");
            assert_eq!(verdict, expected, "{sheet} / {account}");
        }
        // Another trade name is another business, and a company never goes by its legal person's name.
        for [sheet, account] in cells(
            "甲面馆,92330106MA2H1ABC71,张三|乙面馆,92330106MA2H1ABC71,张三
             甲公司,91330106MA2H1ABC7U,张三|张三,91330106MA2H1ABC7U,张三",
        ) {
            let (findings, verdict) = outcome(sheet, account);
            assert_eq!(findings.len(), 1, "{sheet} / {account}");
            assert_eq!(verdict, "different", "{sheet} / {account}");
        }
    }

    /// A branch's licence names its 负责人: sheet and account must both have that person.
    #[test]
    fn a_branch_goes_by_the_person_in_charge() {
        let findings = |sheet: &str| {
            let row = |person: &str| format!("甲公司杭州分公司,91330106MA2H1ABC7U,{person}");
            outcome(&row(sheet), &row("王五")).0
        };
        assert_eq!(findings("王五"), [""; 0]);
        assert_eq!(
            findings("张三"),
            ["ACC003 stores!D2 张三 other=王五 ~alipay_accounts!D2"]
        );
    }
}
