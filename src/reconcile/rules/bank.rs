//! Rules on the pair of a store and its settlement account in the bank's register.

use crate::model::Field;
use crate::model::rule::{Rule, Text, When};

pub(crate) static RULES: &[&Rule] = &[
    &BAC001, &BAC002, &BAC003, &BAC004, &BAC005, &BAC006, &BAC007,
];

/// No arguments.
pub(crate) static BAC001: Rule = Rule {
    code: "BAC001",
    name: "bank-account-not-found",
    reads: &[Field::CardNo],
    title: ("银行记录中没有此账号", "account not in the bank register"),
    zh: Text {
        message: "结算账号不在已给的银行账户记录中",
        remedy: "核对账号有无错位；账户若在别的银行，请把那家银行的账户记录一并放入输入文件夹",
        why: "给了银行账户记录时，每个结算账号都拿去核对。记录可能只含一家银行，所以查不到只是警告。",
    },
    en: Text {
        message: "the settlement account is not in the bank records given",
        remedy: "check the digits; if the account is with another bank, add that bank's records to the input folder",
        why: "When bank records are given every settlement account is looked up. A register may cover one bank \
              only, so an absence is a warning.",
    },
    bad: "6222021234567890128 (不在记录中)",
    good: "6222021234567890128 (在记录中，状态正常)",
    source: "本程序的核对约定 [D]",
    yields_to: &[(When::SameCell, &["BNK003", "BNK008"])],
    ..Rule::WARNING
};

/// `{other}` the holder in the bank's register.
pub(crate) static BAC002: Rule = Rule {
    code: "BAC002",
    name: "bank-account-name-differs",
    reads: &[Field::CardName, Field::CardNo],
    title: (
        "开户名与银行记录不符",
        "holder differs from the bank register",
    ),
    expected: ("{other}", "{other}"),
    zh: Text {
        message: "银行登记的户名是 {other}，表中写的不同",
        remedy: "以银行开户资料为准，更正开户名或结算账号",
        why: "bankcard_info 的账号与户名要成对相符，否则 M3 进件会被退回，或结算款打不进账户。\
              宽度、括号、间隔号不同不算不符；银行记录带掩码且不矛盾时也不报。",
    },
    en: Text {
        message: "the bank has {other} as holder, the sheet says otherwise",
        remedy: "correct the holder or the account number from the bank's account papers",
        why: "Account and holder in bankcard_info must belong together, or M3 is refused and settlement bounces. \
              Width, brackets and middle dots make no difference; a mask that contradicts nothing is not reported.",
    },
    bad: "杭州甲乙商贸有限公司 / 银行: 杭州甲乙贸易有限公司",
    good: "杭州甲乙商贸（集团）有限公司 / 银行: 杭州甲乙商贸(集团)有限公司",
    source: "bankcard_info: card_no 与 card_name 成对 [B]; 折叠比较是本程序的约定 [D]",
    ..Rule::ERROR
};

/// `{0}` the status as written in the register.
pub(crate) static BAC003: Rule = Rule {
    code: "BAC003",
    name: "bank-account-status",
    reads: &[Field::CardNo],
    title: ("结算账户状态异常", "settlement account not in order"),
    expected: ("状态正常", "an account in normal standing"),
    zh: Text {
        message: "银行记录显示此账户状态为「{0}」",
        remedy: "请商户到银行恢复账户，或换一个正常的结算账户",
        why: "销户、冻结、睡眠（久悬）的账户收不到结算款，进件之前就该换掉。",
    },
    en: Text {
        message: "the bank's register gives the account's status as “{0}”",
        remedy: "have the merchant restore the account with the bank, or use another one",
        why: "A closed, frozen or dormant account cannot receive settlement; change it before onboarding.",
    },
    bad: "状态 = 已销户",
    good: "状态 = 正常",
    source: "本程序的核对约定 [D]",
    ..Rule::ERROR
};

/// `{0}` how many records the register has.
pub(crate) static BAC004: Rule = Rule {
    code: "BAC004",
    name: "bank-account-ambiguous",
    reads: &[Field::CardNo],
    title: (
        "银行账户记录有多条且不同",
        "several different bank records for the account",
    ),
    expected: ("一个账号一条记录", "one record per account"),
    zh: Text {
        message: "银行记录中这个账号有 {0} 条，户名或状态不同，未作核对",
        remedy: "取一份最新的银行账户记录，去掉过期的那条",
        why: "同一账号有几条不同的记录时，程序不取第一条，也不挑像的那条，户名与状态都没有核对过。\
              内容完全相同的重复不算。",
    },
    en: Text {
        message: "the bank's register has {0} records for this account with another holder or status; nothing was compared",
        remedy: "fetch the latest register and drop the outdated record",
        why: "With several differing records the program takes neither the first nor the likeliest, so neither \
              holder nor status was compared. Identical repeats do not count.",
    },
    bad: "6222021234567890128 两条记录，户名不同",
    good: "6222021234567890128 一条记录",
    source: "本程序的核对约定 [D]",
    ..Rule::WARNING
};

/// `{0}` how many accounts of the sheet.
pub(crate) static BAC005: Rule = Rule {
    code: "BAC005",
    name: "bank-account-without-stores",
    reads: &[Field::CardNo],
    title: ("银行账户没有对应的门店", "bank accounts without stores"),
    zh: Text {
        message: "银行记录里有 {0} 个账户没有门店使用，户名在门店表里也没有门店",
        remedy: "看门店表是不是漏了这些户名的门店；账户与本次进件无关的，不用处理",
        why: "从银行记录的一边看：每个账户都应有门店结算到它。同一户名多开的账户不提示；没有门店用的账户在 accounts.csv 里逐个列出（only_right）。",
    },
    en: Text {
        message: "{0} accounts of the bank's register are used by no store, and their holders have no store in the sheets",
        remedy: "see whether the store sheets lack these holders' stores; accounts that have nothing to do with this job can stay",
        why: "Seen from the bank's register every account should have a store that settles to it. Further accounts of a holder who has stores are not mentioned; every account no store uses is a row of accounts.csv (only_right).",
    },
    bad: "记录里有 6222021234567890128，没有一家门店用它",
    good: "记录里的账户都有门店使用",
    source: "本程序的核对约定 [D]",
    ..Rule::NOTE
};

/// `{other}` what the register has.
pub(crate) static BAC006: Rule = Rule {
    code: "BAC006",
    name: "bank-branch-differs",
    reads: &[Field::Cnaps, Field::BankName, Field::BankBranchName],
    title: (
        "开户行与银行记录不符",
        "bank or branch differs from the bank register",
    ),
    expected: ("{other}", "{other}"),
    zh: Text {
        message: "银行登记的是 {other}，表中写的不同",
        remedy: "以银行开户资料为准，更正联行号、开户行或支行",
        why: "账号在银行记录里找到之后，再比联行号、开户行和支行。联行号逐位比较，开户行按银行比较（工行即中国工商银行）；支行名称写法太多，只在是另一家银行时报。表中三者自相矛盾的由 BNK009、BNK010 报，联行号错的由 BNK004、BNK005 报，这里不再比。",
    },
    en: Text {
        message: "the bank's register has {other}, the sheet says otherwise",
        remedy: "correct CNAPS code, bank or branch from the bank's account papers",
        why: "Once the account is found its CNAPS code, bank and branch are compared: codes digit by digit, banks as banks (工行 is 中国工商银行), and branches, which are written in too many ways, only when they are another bank's. Where the sheet contradicts itself BNK009 and BNK010 say so, of a wrong code BNK004 and BNK005, and nothing is compared.",
    },
    bad: "102100099996 / 银行: 105100000017",
    good: "102100099996 / 银行: 102100099996",
    source: "大额支付系统行号 (CNAPS) 的编排: 公开的行号表 [D]",
    ..Rule::WARNING
};

/// `{other}` the kind as the register has it.
pub(crate) static BAC007: Rule = Rule {
    code: "BAC007",
    name: "bank-account-kind-differs",
    reads: &[Field::AccountKind, Field::CardNo],
    title: (
        "账户类型与银行记录不符",
        "account kind differs from the bank register",
    ),
    expected: ("{other}", "{other}"),
    zh: Text {
        message: "银行登记的账户类型是「{other}」，表中写的不同",
        remedy: "核对账户是对公还是对私，更正账户类型或结算账号",
        why: "对公账户的户名是公司，对私账户的户名是法人本人；类型填错，进件时就会拿错的名称去核户名。",
    },
    en: Text {
        message: "the bank's register has the account as “{other}”, the sheet says otherwise",
        remedy: "see whether the account is the company's or a person's, and correct the kind or the account",
        why: "A corporate account is held in the company's name, a personal one in the legal person's own; with the wrong kind the holder is checked against the wrong name.",
    },
    bad: "对公 / 银行: 个人结算账户",
    good: "对公 / 银行: 单位结算账户",
    source: "本程序的核对约定 [D]",
    ..Rule::WARNING
};
