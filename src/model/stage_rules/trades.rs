//! Rules on what the bills say about a store: its route, and whether it trades at all.

use crate::model::rule::{Blocks, Level, Rule, Test, Text};
use crate::model::{Field, Kind};

/// The sentences need no arguments: there are only two routes, and bills or account show the other one.
pub static RTE001: Rule = Rule {
    code: "RTE001",
    name: "route-contradicted",
    level: Level::Error,
    blocks: Some(Blocks::M3),
    kinds: &[Kind::Stores],
    reads: &[Field::Route],
    zh: Text {
        title: "接入方式与账单或账户矛盾",
        message: "账单里的交易，或没有支付宝账号这一点，只说明是另一种接入方式，与表中相反",
        expected: "直连则有支付宝账号，交易在品牌自己的支付宝账单里；间连则交易在受理机构账单里",
        remedy: "与商户确认钱先进支付宝账户还是直接进银行账户，再更正接入方式，或补上支付宝账号",
        proposal: "",
        why: "方法一：支付宝账单里有这家门店的往来记录，就是直连；只出现在受理机构账单里，就是间连。\
              方法二：账单里都没有，又没有支付宝账号，必是间连。\
              直连门店不需要进件，间连门店不进件就开不了智慧门店，所以两者矛盾时门店暂缓。",
    },
    en: Text {
        title: "route contradicted by bills or account",
        message: "the trades in the bills, or the lack of an Alipay account, show only the other route, not the one in the sheet",
        expected: "an Alipay account and trades in the brand's own bill when direct, trades in the acquirer's bill when indirect",
        remedy: "ask the merchant whether money passes through its Alipay account or goes straight to the bank, then correct the route or give the Alipay account",
        proposal: "",
        why: "A store whose trades stand in the brand's own Alipay bill is direct; one that appears only in the \
              acquirer's bill is indirect, and so is one in no bill that has no Alipay account. Direct stores need no onboarding and indirect ones do, so a store is \
              held while the two disagree.",
    },
    bad: "间连，但交易只在品牌自己的支付宝账单里",
    good: "间连，交易只在受理机构账单里",
    source: "商家接入流程 1.2 方法一、方法二",
    test: Test::Stage,
};

/// `{0}` trades in the brand's own bill, `{1}` trades in the acquirer's.
pub static RTE002: Rule = Rule {
    code: "RTE002",
    name: "route-ambiguous",
    level: Level::Warning,
    blocks: None,
    kinds: &[Kind::Stores],
    reads: &[Field::StoreCode],
    zh: Text {
        title: "接入方式两可",
        message: "品牌自己的支付宝账单有它 {0} 笔交易，受理机构账单也有 {1} 笔",
        expected: "",
        remedy: "门店可能正在换渠道或有两套收银，请与商户确认；若已改为直连，只放入更换之后的账单再运行",
        proposal: "",
        why: "两种账单都有交易时，方法一得不出结论。程序按间连处理并提醒：有交易经过受理机构，就需要间连商户。",
    },
    en: Text {
        title: "route ambiguous",
        message: "{0} trades in the brand's own Alipay bill and {1} in the acquirer's",
        expected: "",
        remedy: "the store may be changing channels or have two tills; ask the merchant, and if it has gone direct run again with bills from after the change only",
        proposal: "",
        why: "With trades in both kinds of bill the test gives no answer. The program treats the store as \
              indirect and says so: trades that pass the acquirer need an indirect merchant.",
    },
    bad: "同一门店编号出现在两种账单里",
    good: "门店编号只出现在一种账单里",
    source: "商家接入流程 1.2 方法一",
    test: Test::Stage,
};

/// `{0}` the date of the last completed trade; give it as `-` when no bill has any.
pub static TRD001: Rule = Rule {
    code: "TRD001",
    name: "no-recent-trade",
    level: Level::Warning,
    blocks: None,
    kinds: &[Kind::Stores],
    reads: &[Field::StoreCode],
    zh: Text {
        title: "14 天内无成交",
        message: "账单里 14 天内没有成交订单（最近一笔：{0}）",
        expected: "14 天内至少一笔成交，退款不算",
        remedy: "请门店用支付宝收一笔款，或补上最近的账单",
        proposal: "",
        why: "打标要求各门店 14 天内有成交订单。只对已做 M3 的门店检查，且只在给了账单时检查；退款不是成交。",
    },
    en: Text {
        title: "no trade within 14 days",
        message: "the bills show no completed trade in the last 14 days (latest: {0})",
        expected: "at least one completed trade in 14 days; refunds do not count",
        remedy: "have the store take one Alipay payment, or add the latest bill",
        proposal: "",
        why: "Tagging asks that every store have a completed order within 14 days. Checked only for stores \
              already onboarded at M3 and only when bills are given; a refund is not a trade.",
    },
    bad: "最近一笔 2026-11-02，运行日 2026-11-20",
    good: "最近一笔 2026-11-15，运行日 2026-11-20",
    source: "商家接入流程 3.2 第 5 步",
    test: Test::Stage,
};
