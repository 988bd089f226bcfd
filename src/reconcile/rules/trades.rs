//! Rules on what the bills say about a store: its route, and whether it trades at all.

use crate::model::Field;
use crate::model::rule::{Rule, Text};

pub(crate) static RULES: &[&Rule] = &[&RTE001, &RTE002, &RTE003, &TRD001, &TRD002, &TRD003];

/// The sentences need no arguments: there are only two routes, and bills or account show the other one.
pub(crate) static RTE001: Rule = Rule {
    code: "RTE001",
    name: "route-contradicted",
    reads: &[Field::Route],
    title: (
        "接入方式与账单或账户矛盾",
        "route contradicted by bills or account",
    ),
    expected: (
        "直连则有支付宝账号，交易在品牌自己的支付宝账单里；间连则交易在受理机构账单里",
        "an Alipay account and trades in the brand's own bill when direct, trades in the acquirer's bill when indirect",
    ),
    zh: Text {
        message: "账单里的交易，或没有支付宝账号这一点，只说明是另一种接入方式，与表中相反",
        remedy: "与商户确认钱先进支付宝账户还是直接进银行账户，再更正接入方式，或补上支付宝账号",
        why: "方法一：支付宝账单里有这家门店的往来记录，就是直连；只出现在受理机构账单里，就是间连。\
              方法二：账单里都没有，又没有支付宝账号，必是间连。\
              直连门店不需要进件，间连门店不进件就开不了智慧门店，所以两者矛盾时门店暂缓。",
    },
    en: Text {
        message: "the trades in the bills, or the lack of an Alipay account, show only the other route, not the one in the sheet",
        remedy: "ask the merchant whether money passes through its Alipay account or goes straight to the bank, then correct the route or give the Alipay account",
        why: "A store whose trades stand in the brand's own Alipay bill is direct; one that appears only in the \
              acquirer's bill is indirect, and so is one in no bill that has no Alipay account. Direct stores need no onboarding and indirect ones do, so a store is \
              held while the two disagree.",
    },
    bad: "间连，但交易只在品牌自己的支付宝账单里",
    good: "间连，交易只在受理机构账单里",
    source: "商家接入流程 1.2 方法一、方法二",
    ..Rule::ERROR
};

/// `{0}` trades in the brand's own bill, `{1}` trades in the acquirer's.
pub(crate) static RTE002: Rule = Rule {
    code: "RTE002",
    name: "route-ambiguous",
    reads: &[Field::StoreCode],
    title: ("接入方式两可", "route ambiguous"),
    zh: Text {
        message: "品牌自己的支付宝账单有它 {0} 笔交易，受理机构账单也有 {1} 笔",
        remedy: "门店可能正在换渠道或有两套收银，请与商户确认；若已改为直连，只放入更换之后的账单再运行",
        why: "两种账单都有交易时，方法一得不出结论。程序按间连处理并提醒：有交易经过受理机构，就需要间连商户。",
    },
    en: Text {
        message: "{0} trades in the brand's own Alipay bill and {1} in the acquirer's",
        remedy: "the store may be changing channels or have two tills; ask the merchant, and if it has gone direct run again with bills from after the change only",
        why: "With trades in both kinds of bill the test gives no answer. The program treats the store as \
              indirect and says so: trades that pass the acquirer need an indirect merchant.",
    },
    bad: "同一门店编号出现在两种账单里",
    good: "门店编号只出现在一种账单里",
    source: "商家接入流程 1.2 方法一",
    ..Rule::WARNING
};

/// Nothing to fill in: the credit is the related cell.
pub(crate) static RTE003: Rule = Rule {
    code: "RTE003",
    name: "route-doubtful",
    reads: &[Field::Route, Field::CardNo],
    title: ("接入方式存疑", "route doubtful"),
    expected: (
        "直连门店的钱先进支付宝账户，再由支付宝转入银行账户",
        "a direct store's money goes to its Alipay account first and from there to the bank",
    ),
    zh: Text {
        message: "表中写直连，但结算账户的银行流水里只有收单机构入账，没有支付宝入账，也没有账单显示这家门店的交易",
        remedy: "与商户确认支付宝收款是否经过受理机构；若是，把接入方式改为间连。也可放入品牌自己的支付宝账单，看有没有这家门店的交易",
        why: "方法二：钱不经过支付宝账户、由收单机构直接打到银行账户的，是间连。收单机构的入账也可能只是刷银行卡的钱，\
              所以不改判、不暂缓，只提醒；没有填接入方式的门店则按间连处理。",
    },
    en: Text {
        message: "the sheet says direct, but only an acquirer pays the settlement account and Alipay never does, and no bill shows the store's trades",
        remedy: "ask the merchant whether its Alipay payments pass an acquirer, and correct the route if so; or add the brand's own Alipay bill and see whether the store trades there",
        why: "Money that an acquirer pays straight to the bank account is an indirect store's. It may also be that of \
              bank cards alone, so the sheet's word stands and the store is not held; a store without a stated \
              route is treated as indirect.",
    },
    bad: "直连，结算账户只有银联商务的入账",
    good: "直连，结算账户有支付宝的入账",
    source: "商家接入流程 1.2 方法二",
    ..Rule::WARNING
};

/// `{0}` the date of the last completed trade; give it as `-` when no bill has any.
pub(crate) static TRD001: Rule = Rule {
    code: "TRD001",
    name: "no-recent-trade",
    reads: &[Field::StoreCode],
    title: ("14 天内无成交", "no trade within 14 days"),
    expected: (
        "14 天内至少一笔成交，退款不算",
        "at least one completed trade in 14 days; refunds do not count",
    ),
    zh: Text {
        message: "账单里 14 天内没有成交订单（最近一笔：{0}）",
        remedy: "请门店用支付宝收一笔款，或补上最近的账单",
        why: "打标要求各门店 14 天内有成交订单。只对已做 M3、还没到 M4 的门店检查，且只在给了账单时检查；已打标的门店，打标前 14 天内或打标之后有过成交即可；商户已认领（M4）的不再要求。退款不是成交。",
    },
    en: Text {
        message: "the bills show no completed trade in the last 14 days (latest: {0})",
        remedy: "have the store take one Alipay payment, or add the latest bill",
        why: "Tagging asks that every store have a completed order within 14 days. Checked only for stores \
              at M3 and only when bills are given. A store already tagged needs no other trade once it has one from 14 days \
              before tagging on, and one that is claimed (M4) needs none; a refund is not a trade.",
    },
    bad: "最近一笔 2026-11-02，运行日 2026-11-20",
    good: "最近一笔 2026-11-15，运行日 2026-11-20",
    source: "商家接入流程 3.2 第 5 步",
    ..Rule::WARNING
};

/// `{0}` how many stores, `{1}` the first of them.
pub(crate) static TRD002: Rule = Rule {
    code: "TRD002",
    name: "trades-of-unknown-store",
    title: ("账单里有表外门店的交易", "trades of stores nobody listed"),
    zh: Text {
        message: "账单里有 {0} 家门店的成交，门店表和已进件记录里都没有它们：{1}",
        remedy: "看门店表是不是漏了这些门店，或门店编号填得与账单不同",
        why: "账单里的门店按门店编号和 SMID 与门店表、已进件记录核对。都没有的，多半是漏报的门店；也可能是编号写法不同，这时它的交易算不到门店头上，14 天成交就会误判。一份账单只提示一次，列出前几家。",
    },
    en: Text {
        message: "the bill has trades of {0} stores that neither the sheets nor the onboarded records have: {1}",
        remedy: "see whether the sheets lack these stores, or write their codes in another way than the bill",
        why: "The stores of a bill are looked up by code and SMID in the sheets and the onboarded records. Those in neither were most likely left out; or their codes are written differently, and then their trades are nobody's and the 14-day check goes wrong. Said once for each bill, with the first few stores.",
    },
    bad: "账单里的 storeId009 不在门店表里",
    good: "账单里的门店都在门店表里",
    source: "商家接入流程 3.2 第 3、5 步",
    ..Rule::WARNING
};

/// `{0}` the closed SMID, `{1}` the day of the last trade.
pub(crate) static TRD003: Rule = Rule {
    code: "TRD003",
    name: "trades-under-closed-smid",
    reads: &[Field::StoreCode],
    title: (
        "还在用已注销的 SMID 收款",
        "still trading under a closed SMID",
    ),
    zh: Text {
        message: "这家门店已注销的 SMID {0} 最近仍有成交（{1}）",
        remedy: "请收银服务商把门店的 SMID 换成新的；也可能是注销之前的交易，再看几天",
        why: "门店换了间连商户之后，收银系统若仍用旧的 SMID，交易就不算在新商户头上，打标和绑定都落空。只看运行日之前 14 天内的成交；唯一的商户已注销的由 MER007 报。",
    },
    en: Text {
        message: "the store's closed SMID {0} has recent trades ({1})",
        remedy: "have the till provider put in the new SMID; if the trades were before the closing, look again in a few days",
        why: "After a change of indirect merchant the till may still use the old SMID: its trades do not count for the new merchant, and tagging and binding come to nothing. Only trades of the 14 days before the run count; where the only merchant is closed MER007 says so.",
    },
    bad: "SMID 2088000000001001 已注销，昨天仍有成交",
    good: "交易都在现用的 SMID 上",
    source: "商家接入流程 3.2 第 5 步",
    ..Rule::WARNING
};
