//! Rules on the pair of a store and its Alipay account: the four elements, the account's state, and
//! who else claims it. A masked record that contradicts nothing raises none of them.

use crate::model::rule::{Rule, Text, When};
use crate::model::{Blocks, Field};

pub(crate) static RULES: &[&Rule] = &[
    &ACC001, &ACC002, &ACC003, &ACC004, &ACC005, &ACC006, &ACC007, &ACC008, &ACC009, &ACC010,
    &ACC011,
];

const FOUR_ELEMENTS: &str =
    "商家接入流程 3.2 第 6 步: 法人身份证、法人名称、营业执照、公司名称须与间连商户一致";

/// No arguments.
pub(crate) static ACC001: Rule = Rule {
    code: "ACC001",
    name: "account-not-found",
    blocks: Some(Blocks::M4),
    reads: &[Field::LogonId],
    title: ("支付宝账号查不到", "Alipay account not found"),
    zh: Text {
        message: "支付宝账户记录中没有这个账号",
        remedy: "核对账号；还没注册的，请商户用对应法人信息注册支付宝",
        why: "M4 要求商户用对应法人信息注册的支付宝账号来确认并绑定。账号不在记录里就核对不了四要素，\
              所以先发 M3，支付宝账号不发。",
    },
    en: Text {
        message: "the Alipay account records do not have this account",
        remedy: "check the account; if there is none yet, the merchant registers one with the matching legal person",
        why: "For M4 the merchant confirms and binds with an account registered under the matching legal person. \
              Without a record the four elements cannot be compared, so M3 goes out without the account.",
    },
    bad: "shop.one@example.com (记录中没有)",
    good: "shop.one@example.com (记录中有)",
    source: "商家接入流程 3.2 第 3、6 步",
    ..Rule::ERROR
};

/// `{other}` the ID number of the account.
pub(crate) static ACC002: Rule = Rule {
    code: "ACC002",
    name: "account-legal-id-differs",
    blocks: Some(Blocks::M4),
    reads: &[Field::LegalIdNo, Field::LogonId],
    title: (
        "法人身份证号与支付宝账户不符",
        "legal person's ID differs from the Alipay account",
    ),
    expected: ("{other}", "{other}"),
    zh: Text {
        message: "支付宝账户登记的证件号是 {other}，与门店表不同",
        remedy: "核对法人证件；支付宝账户若由他人注册，请换成法人本人信息注册的账户",
        why: "四要素之一。支付宝账户与间连商户的法人身份证号不同，商户就无法确认绑定，M4 不会完成。",
    },
    en: Text {
        message: "the Alipay account has {other}, the store sheet another number",
        remedy: "check the legal person's document; if somebody else registered the account, use one registered by the legal person",
        why: "One of the four elements. When the legal person's ID number differs, the merchant cannot confirm \
              the binding and M4 is never reached.",
    },
    bad: "110105198501010012 / 支付宝: 330106199003074525",
    good: "110105198501010012 / 支付宝: 110105********0012",
    source: FOUR_ELEMENTS,
    yields_to: &[(When::SameCell, &["ENT003"])],
    ..Rule::ERROR
};

/// `{other}` the legal person of the account.
pub(crate) static ACC003: Rule = Rule {
    code: "ACC003",
    name: "account-legal-name-differs",
    blocks: Some(Blocks::M4),
    reads: &[Field::LegalName, Field::LogonId],
    title: (
        "法人姓名与支付宝账户不符",
        "legal person differs from the Alipay account",
    ),
    expected: ("{other}", "{other}"),
    zh: Text {
        message: "支付宝账户登记的法人是 {other}，与门店表不同",
        remedy: "核对执照上的法人；刚变更过法人的，两边都要更新",
        why: "四要素之一。法人姓名不同，商户无法确认绑定，M4 不会完成。间隔号、空格和宽度不同不算不符。",
    },
    en: Text {
        message: "the Alipay account has {other} as legal person, the store sheet another name",
        remedy: "check the legal person on the licence; after a change both sides must be updated",
        why: "One of the four elements. When the legal person's name differs, the merchant cannot confirm the \
              binding and M4 is never reached. Middle dots, spaces and width make no difference.",
    },
    bad: "张三 / 支付宝: 李四",
    good: "阿卜杜拉·买买提 / 支付宝: 阿卜杜拉•买买提",
    source: FOUR_ELEMENTS,
    yields_to: &[(When::SameCell, &["ENT002", "ENT004"])],
    ..Rule::ERROR
};

/// `{other}` the licence of the account.
pub(crate) static ACC004: Rule = Rule {
    code: "ACC004",
    name: "account-licence-differs",
    blocks: Some(Blocks::M4),
    reads: &[Field::BusinessLicense, Field::LogonId],
    title: (
        "营业执照与支付宝账户不符",
        "licence differs from the Alipay account",
    ),
    expected: ("{other}", "{other}"),
    zh: Text {
        message: "支付宝账户登记的执照号是 {other}，与门店表不同",
        remedy: "核对执照号；支付宝账户还是旧 15 位注册号的，请商户在支付宝更新为统一社会信用代码",
        why: "四要素之一。执照号不同，商户无法确认绑定，M4 不会完成。",
    },
    en: Text {
        message: "the Alipay account has licence {other}, the store sheet another one",
        remedy: "check the number; if the account still carries the old 15-digit one, the merchant updates it with Alipay",
        why: "One of the four elements. When the licence number differs, the merchant cannot confirm the binding \
              and M4 is never reached.",
    },
    bad: "91330106MA2H1ABC7U / 支付宝: 91110105MA01XYRTXD",
    good: "91330106MA2H1ABC7U / 支付宝: 91330106MA2H1ABC7U",
    source: FOUR_ELEMENTS,
    yields_to: &[(When::SameCell, &["MER003"])],
    ..Rule::ERROR
};

/// `{other}` the company of the account.
pub(crate) static ACC005: Rule = Rule {
    code: "ACC005",
    name: "account-company-differs",
    blocks: Some(Blocks::M4),
    reads: &[Field::MerchantName, Field::LogonId],
    title: (
        "公司名称与支付宝账户不符",
        "company differs from the Alipay account",
    ),
    expected: ("{other}", "{other}"),
    zh: Text {
        message: "支付宝账户登记的名称是 {other}，与门店表不同",
        remedy: "以执照上的名称为准，更正写错的一边",
        why: "四要素之一。公司名称不同，商户无法确认绑定，M4 不会完成。括号、空格和宽度不同不算不符。",
    },
    en: Text {
        message: "the Alipay account is registered as {other}, the store sheet has another name",
        remedy: "go by the name on the licence and correct the side that is wrong",
        why: "One of the four elements. When the company name differs, the merchant cannot confirm the binding \
              and M4 is never reached. Brackets, spaces and width make no difference.",
    },
    bad: "杭州甲乙商贸有限公司 / 支付宝: 杭州甲乙贸易有限公司",
    good: "（杭州）甲乙商贸有限公司 / 支付宝: (杭州)甲乙商贸有限公司",
    source: FOUR_ELEMENTS,
    yields_to: &[(When::SameCell, &["ENT001"])],
    ..Rule::ERROR
};

/// `{0}` the status as written in the register.
pub(crate) static ACC006: Rule = Rule {
    code: "ACC006",
    name: "account-status",
    blocks: Some(Blocks::M4),
    reads: &[Field::LogonId],
    title: ("支付宝账户状态异常", "Alipay account not in order"),
    expected: ("已认证、状态正常", "a verified account in normal standing"),
    zh: Text {
        message: "支付宝账户状态为「{0}」，不能用来确认绑定",
        remedy: "请商户解冻或完成企业认证，或换一个正常的账户",
        why: "冻结、注销或未认证的账户无法登录确认 SMID 与门店信息。M3 照常发出，支付宝账号不发。",
    },
    en: Text {
        message: "the Alipay account's status is “{0}”; it cannot confirm the binding",
        remedy: "have the merchant unfreeze or verify it, or use another account",
        why: "A frozen, closed or unverified account cannot log on to confirm SMID and stores. M3 goes out \
              without the account.",
    },
    bad: "状态 = 冻结",
    good: "状态 = 正常",
    source: "商家接入流程 3.2 第 6 步; 状态用词是行业惯例 [D]",
    ..Rule::ERROR
};

/// `{0}` the licence of the entity on the other side (a public number).
pub(crate) static ACC007: Rule = Rule {
    code: "ACC007",
    name: "account-claimed-twice",
    blocks: Some(Blocks::M4),
    reads: &[Field::LogonId, Field::BusinessLicense],
    title: (
        "同一支付宝账号用于两个主体",
        "one Alipay account, two entities",
    ),
    expected: ("一个账号只对应一个主体", "one entity per account"),
    zh: Text {
        message: "执照 {0} 的门店也填了这个支付宝账号",
        remedy: "确认账号属于哪个主体，另一主体改填自己的账号",
        why: "一个支付宝账号只有一套四要素，不可能同时与两张执照一致。分不清谁对时，涉及的门店都不发支付宝账号。",
    },
    en: Text {
        message: "stores of licence {0} give this Alipay account as well",
        remedy: "find out whose account it is; the other entity gives its own",
        why: "An account has one set of four elements and cannot agree with two licences. While it is unclear \
              which is right, none of the stores sends the account.",
    },
    bad: "两个执照的门店都填 shop.one@example.com",
    good: "每个执照各填自己的账号",
    source: "由四要素一致推出 (商家接入流程 3.2 第 6 步)",
    yields_to: &[(
        When::RestAgrees(Some(Field::BusinessLicense)),
        &["MER003", "ACC004"],
    )],
    ..Rule::ERROR
};

/// `{other}` the PID of the account.
pub(crate) static ACC008: Rule = Rule {
    code: "ACC008",
    name: "account-pid-differs",
    blocks: Some(Blocks::M4),
    reads: &[Field::Pid, Field::LogonId],
    title: (
        "PID 与支付宝账户不符",
        "PID differs from the Alipay account",
    ),
    expected: ("{other}", "{other}"),
    zh: Text {
        message: "这个支付宝账号的 PID 是 {other}，与门店表不同",
        remedy: "核对 PID 与账号；其中一个填的是别的账户",
        why: "账号与 PID 指的应是同一个账户。二者不同，就不知道商户想用哪一个来绑定。",
    },
    en: Text {
        message: "this Alipay account's PID is {other}, the store sheet has another",
        remedy: "check PID and account; one of them belongs to another account",
        why: "Logon id and PID should name the same account. While they differ nobody knows which one the \
              merchant means to bind.",
    },
    bad: "2088000000000101 / 支付宝: 2088000000000202",
    good: "2088000000000101 / 支付宝: 2088000000000101",
    source: "PID 为 2088 开头的 16 位数字: Alipay SDK 字段说明 [A]",
    ..Rule::ERROR
};

/// `{0}` how many records the register has.
pub(crate) static ACC009: Rule = Rule {
    code: "ACC009",
    name: "account-ambiguous",
    blocks: Some(Blocks::M4),
    reads: &[Field::LogonId],
    title: (
        "支付宝账户记录有多条且不同",
        "several different records for the account",
    ),
    expected: ("一个账号一条记录", "one record per account"),
    zh: Text {
        message: "支付宝账户记录中这个账号有 {0} 条，内容不同，未作核对",
        remedy: "取一份最新的账户记录，去掉过期的那条",
        why: "同一账号有几条不同的记录时，程序不取第一条，也不挑像的那条；内容完全相同的重复不算。\
              四要素核对不了，所以 M3 照常发出，支付宝账号不发。",
    },
    en: Text {
        message: "the register has {0} records for this account with different content; nothing was compared",
        remedy: "fetch the latest register and drop the outdated record",
        why: "With several differing records the program takes neither the first nor the likeliest. Identical \
              repeats do not count. The four elements cannot be compared, so M3 goes out without the account.",
    },
    bad: "shop.one@example.com 两条记录，法人不同",
    good: "shop.one@example.com 一条记录",
    source: "由四要素一致推出 (商家接入流程 3.2 第 6 步)",
    ..Rule::ERROR
};

/// `{0}` how many accounts of the sheet.
pub(crate) static ACC010: Rule = Rule {
    code: "ACC010",
    name: "account-without-stores",
    reads: &[Field::LogonId],
    title: ("支付宝账户没有对应的门店", "Alipay accounts without stores"),
    zh: Text {
        message: "账户记录里有 {0} 个账户没有门店使用，账户的主体在门店表里也没有门店",
        remedy: "看门店表是不是漏了这些主体的门店；账户与本次进件无关的，不用处理",
        why: "从账户记录的一边看：每个账户都应有门店。同一主体多开的账户不提示；没有门店用的账户在 accounts.csv 里逐个列出（only_right）。",
    },
    en: Text {
        message: "{0} accounts of the register are used by no store, and their holders have no store in the sheets",
        remedy: "see whether the store sheets lack these companies' stores; accounts that have nothing to do with this job can stay",
        why: "Seen from the register every account should have a store. Further accounts of a company that has stores are not mentioned; every account no store uses is a row of accounts.csv (only_right).",
    },
    bad: "记录里有 shop.nine@example.com，没有一家门店是它的",
    good: "记录里的账户都有门店使用",
    source: "本程序的核对约定 [D]",
    ..Rule::NOTE
};

/// `{0}` how many candidates.
pub(crate) static ACC011: Rule = Rule {
    code: "ACC011",
    name: "account-suggested",
    reads: &[Field::LogonId],
    title: (
        "账户记录里可能有这家店的支付宝账户",
        "the register may have this store's account",
    ),
    zh: Text {
        message: "门店没有填支付宝账号，账户记录里有 {0} 个同名主体的账户",
        remedy: "与商户确认是不是这个账户，是就填进门店表",
        why: "没有账号、PID、执照可以对上时，只凭折叠后的名称相同提出候选，绝不自动采用，也不参加四要素核对。",
    },
    en: Text {
        message: "the store gives no Alipay account; {0} accounts of the register are in the same name",
        remedy: "ask the merchant whether it is this one, and if so put it into the sheet",
        why: "Where neither account, PID nor licence leads to a record, one in the same name is suggested. It is never taken by itself, and the four elements are not compared with it.",
    },
    bad: "支付宝账号为空，记录里有同名公司的账户",
    good: "支付宝账号已填",
    source: "本程序的核对约定 [D]",
    ..Rule::NOTE
};
