//! Rules on what stands in the settlement account's column beside a personal card: an Alipay account,
//! which is no bank account, and corporate accounts of an unusual length. Run before the rules on cards.

use super::bank::is_personal;
use super::beside;
use crate::model::rule::{Context, Defect, Rule, Test, Text};
use crate::model::{Field, Row};
use crate::value::name;
use crate::value::name::NameVerdict;
use crate::value::{excel_digits, pid};

pub(crate) static RULES: &[&Rule] = &[&BNK007, &BNK008];

pub(crate) static BNK007: Rule = Rule {
    code: "BNK007",
    name: "alipay-account-as-card",
    reads: &[Field::CardNo],
    title: (
        "结算账号填成了支付宝账号",
        "Alipay account given as settlement account",
    ),
    expected: (
        "银行卡号或对公银行账号",
        "a bank card or corporate bank account",
    ),
    zh: Text {
        message: "这是支付宝的账号，不是银行账号",
        remedy: "向商户要银行卡号或对公账号填在这里；支付宝账号填到「支付宝账号」或「支付宝PID」列",
        why: "间连商户的钱进银行账户，结算账号必须是银行的。常见的错填有三种：2088 开头的 16 位 PID、后面再加 0156 的 \
              20 位账单账号、登录用的邮箱。对公账号也可能恰好是 2088 开头的 16 位，所以写明对公的，只有与本行的 PID 或 \
              SMID 相同才报。",
    },
    en: Text {
        message: "this is an Alipay account, not a bank account",
        remedy: "ask the merchant for the bank account; the Alipay account belongs into the column for it or for the PID",
        why: "An indirect merchant's money goes to a bank, so the settlement account must be a bank's. Three things \
              are put in by mistake: the PID (16 digits beginning 2088), the bill account (PID and 0156, 20 digits) \
              and the e-mail used to log on. A corporate account may begin with 2088 by chance, so under a corporate \
              account kind 16 digits count only when they are the row's own PID or SMID.",
    },
    bad: "20880211096256330156",
    good: "6217000010001234569",
    source: "Alipay SDK: PID 为 2088 开头的 16 位 [A]; 账单文件中的账号为 PID + 0156 [C]",
    test: Test::Row(alipay_account),
    ..Rule::ERROR
};

fn alipay_account(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    let card = row.text(Field::CardNo);
    let own = || {
        [Field::Pid, Field::Smid]
            .iter()
            .any(|f| row.text(*f) == card)
    };
    let plain = pid::is_pid(card) && (row.text(Field::AccountKind) != "corporate" || own());
    if plain || pid::of_bill_account(card).is_some() || pid::is_email(card) {
        defects.push(Defect::default());
    }
}

pub(crate) static BNK008: Rule = Rule {
    code: "BNK008",
    name: "account-form",
    reads: &[Field::CardNo],
    title: ("对公账号长度异常", "unusual length of a corporate account"),
    expected: ("9–25 位数字", "9 to 25 digits"),
    zh: Text {
        message: "对公账号有 {0} 位数字，通常是 9–25 位",
        remedy: "对照开户许可证或基本存款账户信息核对有无漏位、多位，或把两个账号写进了一格",
        why: "对公账号没有校验位，各行长度不同，一般是 9–25 位，空格和横线不算。更短的多半漏录，更长的多半把别的号码\
              写进了同一格。各行的编法没有统一的公开规定，所以只警告。",
    },
    en: Text {
        message: "the corporate account has {0} digits, accounts have 9 to 25",
        remedy: "compare with the account permit for missing or extra digits, or a second number in the cell",
        why: "Corporate accounts carry no check digit and their length differs by bank, commonly 9 to 25 digits \
              without spaces and dashes. A shorter one has lost digits, a longer one has another number in the same \
              cell. No public rule covers all banks, so it only warns.",
    },
    bad: "对公 / 33050161",
    good: "对公 / 33050161613500000123",
    source: "对公账号 9–25 位为通行说法 [D]",
    test: Test::Row(account_form),
    ..Rule::WARNING
};

fn account_form(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    let account = row.text(Field::CardNo);
    let odd = excel_digits::all(account.as_bytes()) && !(9..=25).contains(&account.len());
    if odd && is_corporate(row) {
        defects.push(Defect::default().arg(account.len()));
    }
}

/// A corporate account: said so, or held by the company when nothing is said.
pub(super) fn is_corporate(row: Row) -> bool {
    match row.text(Field::AccountKind) {
        "corporate" => true,
        "" => match (
            beside(row, Field::CardName),
            beside(row, Field::MerchantName),
        ) {
            (Some(holder), Some(company)) => {
                name::compare_company(holder, company) != NameVerdict::Different
                    && !is_personal(row)
            }
            _ => false,
        },
        _ => false,
    }
}
