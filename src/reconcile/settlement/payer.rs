//! Who pays: a credit of a bank statement comes from Alipay, from an acquirer, or from somebody else. In go the
//! names and words of an entry, which every bank prints in its own way.

/// Where a credit comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Payer {
    Alipay,
    Acquirer,
    Other,
}

/// The texts of an entry that name who pays.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct CreditText<'a> {
    pub name: &'a str,
    pub account: &'a str,
    pub summary: &'a str,
    pub remark: &'a str,
}

/// Part of the names under which acquirers, their clearing houses and their accounts pay merchants.
const ACQUIRERS: &str = "银联 网联 拉卡拉 通联支付 随行付 富友 乐刷 汇付 快钱 易宝 连连 宝付 海科融通 \
                         瑞银信 嘉联 国通星驿 盛付通 杉德 合利宝 银盛 开店宝 天翼电子商务 网商银行 \
                         收单 待清算 特约商户";

/// What banks write beside such a credit.
const SETTLING: &str = "收单 商户清算 商户结算 商户资金 扫码结算 聚合支付";

/// `own` are the acquirers' names and accounts in the job file; when it lists any, nobody else is an acquirer.
pub(super) fn identify(words: CreditText, own: &[String]) -> Payer {
    let CreditText {
        name,
        account,
        summary,
        remark,
    } = words;
    let named = |text: &str| own.iter().any(|own| text.contains(own.as_str()));
    let noted = |word: &str| summary.contains(word) || remark.contains(word);
    if named(name) || own.iter().any(|own| own == account) {
        Payer::Acquirer
    } else if name.contains("支付宝") || account.starts_with("2088") {
        Payer::Alipay
    } else if own.is_empty()
        && ACQUIRERS.split(' ').any(|word| name.contains(word))
        && !noted("支付宝提现")
    {
        Payer::Acquirer
    } else if noted("支付宝") {
        Payer::Alipay
    } else if own.is_empty() && SETTLING.split(' ').any(noted) {
        Payer::Acquirer
    } else {
        Payer::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reconcile::fixture::cells;

    #[test]
    fn identified_by_name_then_account_then_words() {
        for [name, account, summary, own, expected] in cells(
            "支付宝(中国)网络技术有限公司||转账||Alipay
             |2088******0156|||Alipay
             银联商务股份有限公司||支付宝扫码||Acquirer
             网联清算有限公司||支付宝提现||Alipay
             某银行||支付宝结算款||Alipay
             某银行收单清算户||||Acquirer
             某银行||商户结算 1119||Acquirer
             示例商贸有限公司|6222|货款||Other
             示例支付有限公司|||示例支付 9550880000000001|Acquirer
             某银行|9550880000000001||示例支付 9550880000000001|Acquirer
             银联商务股份有限公司||商户结算|示例支付 9550880000000001|Other
             支付宝(中国)网络技术有限公司|||示例支付 9550880000000001|Alipay",
        ) {
            let own: Vec<String> = own.split_whitespace().map(str::to_owned).collect();
            let words = CreditText {
                name,
                account,
                summary,
                remark: "",
            };
            let payer = identify(words, &own);
            assert_eq!(format!("{payer:?}"), expected, "{name} {account} {summary}");
        }
    }
}
