//! Rules on money: what the bills say an account was to receive against what the bank shows. In all of
//! them `{0}` is the account (a PID, or a bank account with its middle hidden), `{1}` the settlement day
//! or days,
//! `{2}` what was due, `{3}` what came and `{4}` the difference, in yuan.

use crate::model::Field;
use crate::model::rule::{Rule, Text};

pub(crate) static RULES: &[&Rule] = &[&SET001, &SET002, &SET003];

pub(crate) static SET001: Rule = Rule {
    code: "SET001",
    name: "settlement-short",
    reads: &[Field::Amount],
    title: ("结算短款", "settled short"),
    expected: (
        "到账 = 账单的商家实收 + 服务费",
        "credits = amounts received + fees of the bills",
    ),
    zh: Text {
        message: "{0} 在结算日 {1} 应到账 {2} 元，银行只到 {3} 元，少 {4} 元，到流水末尾也没有补上",
        remedy: "凭账单向受理机构或支付宝查这一天的结算批次；若是扣了别的费用或退款，请对方给出明细",
        why: "钱是扣费后按天成批到账的，所以按账户和结算日比较合计，精确到分。当天的差额先挂账，后面某天单独或连续几天\
              恰好补上就算清；一直没有补上才提醒。不影响任何门店进件。",
    },
    en: Text {
        message: "{0} was to receive {2} yuan on {1}, the bank shows {3}: {4} less, and nothing later makes up for it",
        remedy: "ask the acquirer or Alipay for the batch of that day, bills in hand; if other fees or refunds were taken, for their list",
        why: "Money arrives net of fees and in batches, so sums are compared by account and settlement day, to the \
              fen. A difference is carried on and cleared when a later day, alone or with its neighbours, makes up \
              for it; only one that stays open is told. It holds no store.",
    },
    bad: "账单应到 1000.00 元，银行到账 999.63 元",
    good: "账单应到 1000.00 元，银行到账 1000.00 元",
    source: "间连账单与银行入账按结算日核对 [C]",
    ..Rule::WARNING
};

pub(crate) static SET002: Rule = Rule {
    code: "SET002",
    name: "settlement-over",
    reads: &[Field::Amount],
    title: ("结算长款", "settled over"),
    expected: (
        "到账 = 账单的商家实收 + 服务费",
        "credits = amounts received + fees of the bills",
    ),
    zh: Text {
        message: "{0} 在结算日 {1} 应到账 {2} 元，银行到了 {3} 元，多 {4} 元，后面也没有扣回",
        remedy: "核对是否重复入账，或这一天的账单没有给全；多收的钱在查清前不要动用",
        why: "多到的钱通常是重复结算，对方会在以后扣回；也可能是账单缺了一份，或同一付款方还结算了别的渠道。\
              后面某天恰好少到同样的数就算清，一直没有冲平才提醒。不影响任何门店进件。",
    },
    en: Text {
        message: "{0} was to receive {2} yuan on {1}, the bank shows {3}: {4} more, and nothing later takes it back",
        remedy: "see whether it was paid twice or a bill of that day is missing; do not touch the surplus until it is clear",
        why: "A surplus is mostly a batch paid twice, which will be taken back; or a bill is missing, or the payer \
              settles another channel too. It is cleared when a later day is short by the same amount; only one that \
              stays open is told. It holds no store.",
    },
    bad: "账单应到 1000.00 元，银行到账 2000.00 元",
    good: "账单应到 1000.00 元，银行到账 1000.00 元",
    source: "间连账单与银行入账按结算日核对 [C]",
    ..Rule::WARNING
};

pub(crate) static SET003: Rule = Rule {
    code: "SET003",
    name: "settlement-one-sided",
    title: ("结算单边账", "settlement on one side only"),
    expected: (
        "账单有交易的日子银行有到账，银行有到账的日子账单有交易",
        "credits on days that settle trades, trades on days with credits",
    ),
    zh: Text {
        message: "{0} 的结算日 {1}：账单应到账 {2} 元，银行到账 {3} 元，只有一边有账",
        remedy: "只有账单：向受理机构或支付宝催款，或补上收款账户的流水；若钱到了而付款户名没有认出，把它写进 jinjian.toml 的 [settlement] payers；若到账因节假日顺延，把那几天写进 holidays。只有银行：补上这一天的账单",
        why: "账单有应结金额而银行没有入账，或银行有收单入账而账单那天没有交易。晚到一天、周末顺延、几天合并成一笔都会自动\
              认出并冲平；一直没有另一边才提醒。给了账务明细的支付宝账户，应到账的是其中的提现，逐笔找银行入账，三天内到账都算。程序不知道法定节假日，放假不到账的日子要写进 [settlement] holidays。流水或账单没有覆盖到的日子不判断；一个账户一笔都没有到的，只提醒一次。不影响任何门店进件。",
    },
    en: Text {
        message: "{0} on {1}: {2} yuan due by the bills, {3} at the bank, and nothing on the other side",
        remedy: "bills only: press the acquirer or Alipay for payment, or add the statement of the account that is paid; if the money is there and its payer was not recognised, name it under [settlement] payers in jinjian.toml; if holidays delayed it, list them under holidays. Bank only: add the bill of that day",
        why: "The bills owe money and none came, or an acquirer's credit stands where the bills have no trades. A \
              credit a day late, a weekend, or several days paid in one are recognised and cleared; only what stays \
              on one side is told. Days that bills or statement do not reach are not judged, and an account nothing came for is told once. Where the movements of an Alipay account are given, its withdrawals are due and each is looked for among the credits of three days. Public holidays are not known to the program: days without settlement belong under [settlement] holidays. It holds no store.",
    },
    bad: "账单应到 1000.00 元，银行无入账",
    good: "账单应到 1000.00 元，银行到账 1000.00 元",
    source: "间连账单与银行入账按结算日核对 [C]",
    ..Rule::WARNING
};
