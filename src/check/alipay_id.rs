//! Rules on Alipay's own identifiers: what a merchant logs on with, PIDs and SMIDs.

use crate::model::rule::{Context, Defect, Rule, Test, Text};
use crate::model::{Blocks, CellKind, Field, Row};
use crate::value::{excel_digits, pid};

pub(crate) static RULES: &[&Rule] = &[&LOG001, &LOG002, &PID001, &PID002, &SMI001];

pub(crate) static LOG001: Rule = Rule {
    code: "LOG001",
    name: "logon-id-form",
    blocks: Some(Blocks::M4),
    reads: &[Field::LogonId],
    title: ("支付宝账号格式不对", "Alipay account malformed"),
    expected: (
        "邮箱或 11 位手机号",
        "an e-mail address or an 11-digit mobile number",
    ),
    zh: Text {
        message: "既不是邮箱，也不是大陆手机号",
        remedy: "请商户提供登录支付宝用的邮箱或手机号",
        why: "支付宝登录账号是邮箱或手机号。格式不对的账号不随 M3 发出，商户也无法据此完成 M4。",
    },
    en: Text {
        message: "neither an e-mail address nor a mainland mobile number",
        remedy: "ask for the e-mail or mobile the merchant logs on with",
        why: "One logs on to Alipay with an e-mail address or a mobile number. A malformed account is left out of \
              M3, and the merchant cannot reach M4 with it.",
    },
    bad: "merchant@example",
    good: "merchant@example.com",
    source: "Alipay SDK AlipayCloudFundTradePayModel 等字段说明 [A]",
    test: Test::Cell(logon_id),
    ..Rule::ERROR
};

fn logon_id(text: &str, _: &Context) -> Option<Defect> {
    (!pid::is_logon_id(text) && !is_of_alipay(text)).then(Defect::default)
}

/// A PID, or a bill's account, which is one with `0156` after it.
fn is_of_alipay(text: &str) -> bool {
    pid::is_pid(text) || pid::of_bill_account(text).is_some()
}

pub(crate) static LOG002: Rule = Rule {
    code: "LOG002",
    name: "logon-id-is-pid",
    blocks: Some(Blocks::M4),
    reads: &[Field::LogonId],
    title: (
        "支付宝账号列填了 PID",
        "PID in the column of the Alipay account",
    ),
    expected: (
        "登录支付宝用的邮箱或手机号",
        "the e-mail or mobile one logs on to Alipay with",
    ),
    zh: Text {
        message: "2088 开头的号码是 PID（或账单上的账号），不是登录账号",
        remedy: "把这个号码移到 PID 列（账单上的 20 位账号去掉末尾的 0156），这一列向商户要登录邮箱或手机号",
        why: "PID 和登录账号指同一个支付宝账户，却是两个值：报文的 logon_id 只收邮箱或手机号。填成 PID 的账号不随 M3 \
              发出，商户也无法据此完成 M4。",
    },
    en: Text {
        message: "a number beginning 2088 is a PID (or a bill's account), not what one logs on with",
        remedy: "move the number to the PID column (a bill's 20-digit account without its final 0156) and ask the merchant for the logon e-mail or mobile",
        why: "PID and logon id belong to the same Alipay account but are two values: the body's logon_id takes an e-mail \
              or a mobile only. Such an account is left out of M3, and the merchant cannot reach M4 with it.",
    },
    bad: "2088100191421638",
    good: "merchant@example.com",
    source: "Alipay SDK AlipayCloudFundTradePayModel 等字段说明 [A]; 账单账号形式 [C]",
    test: Test::Cell(logon_id_is_pid),
    ..Rule::ERROR
};

fn logon_id_is_pid(text: &str, _: &Context) -> Option<Defect> {
    is_of_alipay(text).then(Defect::default)
}

pub(crate) static PID001: Rule = Rule {
    code: "PID001",
    name: "pid-form",
    blocks: Some(Blocks::M4),
    reads: &[Field::Pid],
    title: ("PID 格式不对", "PID malformed"),
    expected: ("2088 开头的 16 位数字", "16 digits beginning 2088"),
    proposal: (
        "可能是 {fix}（去掉账单账号末尾的 0156）",
        "probably {fix} (the bill account without its final 0156)",
    ),
    zh: Text {
        message: "不是 2088 开头的 16 位数字",
        remedy: "在支付宝商家中心的账户管理里复制 PID；账单抬头的 20 位号码要去掉末尾的 0156",
        why: "PID 是 2088 开头的 16 位数字。账单抬头和文件名里是 PID 加 0156 共 20 位，常被整个抄进来。",
    },
    en: Text {
        message: "not 16 digits beginning 2088",
        remedy: "copy the PID from the account page of Alipay's merchant centre; drop the final 0156 of a bill's 20-digit account",
        why: "A PID is 16 digits beginning 2088. Bill headers and file names carry the PID followed by 0156, 20 \
              digits, which often gets copied whole.",
    },
    bad: "20881001914216380156",
    good: "2088100191421638",
    source: "Alipay SDK 字段说明 [A]; 账单账号形式 [C]",
    test: Test::Cell(pid_form),
    ..Rule::ERROR
};

fn pid_form(text: &str, _: &Context) -> Option<Defect> {
    let fix = || pid::of_bill_account(text).map(str::to_owned);
    (!pid::is_pid(text)).then(|| Defect::default().fix(fix()))
}

pub(crate) static PID002: Rule = Rule {
    code: "PID002",
    name: "institution-pid-form",
    title: (
        "商户来源或受理机构 PID 格式不对",
        "PID of the source or acquirer malformed",
    ),
    expected: ("2088 开头的 16 位数字", "16 digits beginning 2088"),
    zh: Text {
        message: "不是 2088 开头的 16 位数字",
        remedy: "填服务商、受理机构在支付宝的 PID；所有门店都相同的，写在 jinjian.toml 的 [defaults] 里，这一列留空",
        why: "每条报文都带商户来源和受理机构的 PID，都是 2088 开头的 16 位数字。写错的会使进件被退回，\
              或记到别人名下。",
    },
    en: Text {
        message: "not 16 digits beginning 2088",
        remedy: "give the PID that the provider or acquirer has at Alipay; one that is the same for every store goes under [defaults] in jinjian.toml, with this column empty",
        why: "Every body carries the PIDs of its source and of the acquirer, 16 digits beginning 2088 each. A wrong \
              one has the body refused, or the merchant booked under somebody else.",
    },
    bad: "208800000000000",
    good: "2088000000000001",
    source: "Alipay SDK source, org_pid: 2088 开头的 16 位数字 [A]",
    test: Test::Row(institutions),
    ..Rule::ERROR
};

/// The job's own values are judged where the job is read, once instead of per store.
fn institutions(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    for field in [Field::OrgPid, Field::Source] {
        let of_sheet = !matches!(row.kind(field), CellKind::Default | CellKind::Error);
        if of_sheet && row.has(field) && !pid::is_pid(row.text(field)) {
            defects.push(Defect::at(field));
        }
    }
}

pub(crate) static SMI001: Rule = Rule {
    code: "SMI001",
    name: "smid-form",
    reads: &[Field::Smid],
    title: ("SMID 格式不对", "SMID malformed"),
    expected: (
        "数字，一般是 2088 开头的 16 位",
        "digits, generally 16 beginning 2088",
    ),
    zh: Text {
        message: "SMID 只含数字，最多 30 位",
        remedy: "从已进件记录里复制 SMID；还没有进件的门店留空",
        why: "SMID 是支付宝给间连商户的编号，一般是 2088 开头的 16 位数字，也有例外，所以只查字符和 30 位的上限。\
              修改报文按它找商户，写错就找不到。",
    },
    en: Text {
        message: "an SMID is digits only, 30 at most",
        remedy: "copy the SMID from the onboarded records; leave it empty for a store not yet onboarded",
        why: "An SMID is the number Alipay gives an indirect merchant, generally 16 digits beginning 2088. There are \
              others, so only its characters and the longest length of 30 are judged. A modify request finds the \
              merchant by it.",
    },
    bad: "2088OO0000001001",
    good: "2088000000001001",
    source: "Alipay SDK smid: 一般 2088 开头 [A]; 宝付 sub_merchant_id 最长 30 [B]",
    test: Test::Cell(smid_form),
    ..Rule::ERROR
};

fn smid_form(text: &str, _: &Context) -> Option<Defect> {
    const LONGEST: usize = 30;
    (text.len() > LONGEST || !excel_digits::all(text.as_bytes())).then(Defect::default)
}
