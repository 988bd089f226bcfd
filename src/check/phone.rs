//! Rules on how to reach a merchant and on its Alipay ids: telephone numbers, e-mail, logon id, PID, SMID.

use crate::model::rule::{Blocks, Context, Defect, Level, Rule, Test, Text};
use crate::model::{CellKind, Field, Kind, Row};
use crate::value::{digits, phone, pid};

pub static RULES: &[&Rule] = &[
    &TEL001, &TEL002, &TEL003, &MAI001, &LOG001, &LOG002, &PID001, &PID002, &SMI001,
];

pub static TEL001: Rule = Rule {
    code: "TEL001",
    name: "mobile-form",
    level: Level::Warning,
    blocks: None,
    kinds: &[Kind::Stores],
    reads: &[Field::ContactMobile],
    zh: Text {
        title: "手机号格式不对",
        message: "不是 11 位大陆手机号",
        expected: "1 开头、第二位 3–9 的 11 位数字",
        remedy: "请商户确认手机号；港澳台或国外号码请改填大陆手机",
        proposal: "",
        why: "联系人手机要能收到支付宝的通知和验证码。号段规则是通行说法，所以只警告。",
    },
    en: Text {
        title: "mobile number malformed",
        message: "not an 11-digit mainland mobile number",
        expected: "11 digits beginning with 1, the second 3 to 9",
        remedy: "confirm the number with the merchant; give a mainland mobile instead of a foreign one",
        proposal: "",
        why: "Alipay's notices and codes go to the contact's mobile. The number ranges are common knowledge rather \
              than a published rule, so it only warns.",
    },
    bad: "1380013800",
    good: "13800138000",
    source: "电信网编号计划; 号段为通行说法 [D]",
    test: Test::Cell(mobile),
};

fn mobile(text: &str, _: &Context) -> Option<Defect> {
    let odd = !phone::is_mobile(text) && phone::several(text).is_empty();
    odd.then(Defect::default)
}

pub static TEL002: Rule = Rule {
    code: "TEL002",
    name: "phone-form",
    level: Level::Warning,
    blocks: None,
    kinds: &[Kind::Stores],
    reads: &[Field::ContactPhone, Field::ServicePhone],
    zh: Text {
        title: "电话号码格式不对",
        message: "不是座机、手机、400/800 或 95/96 号码",
        expected: "如 0571-88888888、13800138000、400-123-4567、95188",
        remedy: "补上区号，或请商户确认号码；一格只填一个号码",
        proposal: "",
        why: "客服电话会展示给消费者，座机要带区号才拨得通。号码规则是通行说法，所以只警告。",
    },
    en: Text {
        title: "telephone number malformed",
        message: "neither a landline, a mobile, a 400/800 nor a 95/96 number",
        expected: "such as 0571-88888888, 13800138000, 400-123-4567, 95188",
        remedy: "add the area code, or confirm the number with the merchant; one number per cell",
        proposal: "",
        why: "Customers see the service phone, and a landline is reached only with its area code. The forms are \
              common knowledge rather than a published rule, so it only warns.",
    },
    bad: "88888888",
    good: "0571-88888888",
    source: "电信网编号计划; 号码形式为通行说法 [D]",
    test: Test::Cell(telephone),
};

fn telephone(text: &str, _: &Context) -> Option<Defect> {
    let odd = !phone::is_service(text) && phone::several(text).is_empty();
    odd.then(Defect::default)
}

pub static TEL003: Rule = Rule {
    code: "TEL003",
    name: "several-numbers",
    level: Level::Warning,
    blocks: None,
    kinds: &[Kind::Stores],
    reads: &[],
    zh: Text {
        title: "一格填了几个电话号码",
        message: "这一格里有 {0} 个号码",
        expected: "一个号码",
        remedy: "只留一个打得通的号码，其余的写到备注里",
        proposal: "只留一个，如 {fix}",
        why: "电话在进件报文里是一个值，几个号码连在一起会整个发出，谁也拨不通。号码之间写顿号、逗号、分号、斜线、\
              空格或换行的都认得；留哪一个要由商户决定，所以只提出来。",
    },
    en: Text {
        title: "several telephone numbers in one cell",
        message: "the cell holds {0} numbers",
        expected: "one number",
        remedy: "keep one number that is answered and move the others to the remarks",
        proposal: "keep one, such as {fix}",
        why: "A telephone is one value of the onboarding body; several numbers would go out as they stand, and nobody \
              can dial them. Commas, semicolons, slashes, spaces and line breaks between numbers are known; which \
              number to keep is the merchant's choice, so it is only pointed out.",
    },
    bad: "0571-88888888、13800138000",
    good: "0571-88888888",
    source: "Alipay SDK service_phone、contact_info.phone、mobile: 单个字符串 [A]",
    test: Test::Row(several),
};

const PHONES: [Field; 3] = [
    Field::ContactMobile,
    Field::ContactPhone,
    Field::ServicePhone,
];

/// Proposed is the first number the field takes.
fn several(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    for field in PHONES {
        let numbers = phone::several(row.text(field));
        let of_sheet = !matches!(row.kind(field), CellKind::Default | CellKind::Error);
        if numbers.is_empty() || !of_sheet {
            continue;
        }
        let fits = match field {
            Field::ContactMobile => phone::is_mobile,
            _ => phone::is_service,
        };
        let first = numbers.iter().find(|number| fits(number));
        let fix = first.map(|number| (*number).to_owned());
        defects.push(Defect::at(field).arg(numbers.len()).fix(fix));
    }
}

pub static MAI001: Rule = Rule {
    code: "MAI001",
    name: "email-form",
    level: Level::Warning,
    blocks: None,
    kinds: &[Kind::Stores],
    reads: &[Field::ContactEmail],
    zh: Text {
        title: "邮箱格式不对",
        message: "不是一个电子邮箱地址",
        expected: "如 merchant@example.com",
        remedy: "请商户确认邮箱；没有就留空",
        proposal: "",
        why: "联系人邮箱不是必填，但填了就要能用；格式不对的邮箱可能使整条报文被退回。",
    },
    en: Text {
        title: "e-mail address malformed",
        message: "not an e-mail address",
        expected: "such as merchant@example.com",
        remedy: "confirm the address with the merchant, or leave it empty",
        proposal: "",
        why: "The contact's e-mail is optional, but one that is given must work; a malformed address may have the \
              whole body refused.",
    },
    bad: "merchant@example",
    good: "merchant@example.com",
    source: "RFC 5321 (不含引号形式)",
    test: Test::Cell(email),
};

fn email(text: &str, _: &Context) -> Option<Defect> {
    (!pid::is_email(text)).then(Defect::default)
}

pub static LOG001: Rule = Rule {
    code: "LOG001",
    name: "logon-id-form",
    level: Level::Error,
    blocks: Some(Blocks::M4),
    kinds: &[Kind::Stores],
    reads: &[Field::LogonId],
    zh: Text {
        title: "支付宝账号格式不对",
        message: "既不是邮箱，也不是大陆手机号",
        expected: "邮箱或 11 位手机号",
        remedy: "请商户提供登录支付宝用的邮箱或手机号",
        proposal: "",
        why: "支付宝登录账号是邮箱或手机号。格式不对的账号不随 M3 发出，商户也无法据此完成 M4。",
    },
    en: Text {
        title: "Alipay account malformed",
        message: "neither an e-mail address nor a mainland mobile number",
        expected: "an e-mail address or an 11-digit mobile number",
        remedy: "ask for the e-mail or mobile the merchant logs on with",
        proposal: "",
        why: "One logs on to Alipay with an e-mail address or a mobile number. A malformed account is left out of \
              M3, and the merchant cannot reach M4 with it.",
    },
    bad: "merchant@example",
    good: "merchant@example.com",
    source: "Alipay SDK AlipayCloudFundTradePayModel 等字段说明 [A]",
    test: Test::Cell(logon_id),
};

fn logon_id(text: &str, _: &Context) -> Option<Defect> {
    (!pid::is_logon_id(text) && !is_of_alipay(text)).then(Defect::default)
}

/// A PID, or a bill's account, which is one with `0156` after it.
fn is_of_alipay(text: &str) -> bool {
    pid::is_pid(text) || pid::of_bill_account(text).is_some()
}

pub static LOG002: Rule = Rule {
    code: "LOG002",
    name: "logon-id-is-pid",
    level: Level::Error,
    blocks: Some(Blocks::M4),
    kinds: &[Kind::Stores],
    reads: &[Field::LogonId],
    zh: Text {
        title: "支付宝账号列填了 PID",
        message: "2088 开头的号码是 PID（或账单上的账号），不是登录账号",
        expected: "登录支付宝用的邮箱或手机号",
        remedy: "把这个号码移到 PID 列（账单上的 20 位账号去掉末尾的 0156），这一列向商户要登录邮箱或手机号",
        proposal: "",
        why: "PID 和登录账号指同一个支付宝账户，却是两个值：报文的 logon_id 只收邮箱或手机号。填成 PID 的账号不随 M3 \
              发出，商户也无法据此完成 M4。",
    },
    en: Text {
        title: "PID in the column of the Alipay account",
        message: "a number beginning 2088 is a PID (or a bill's account), not what one logs on with",
        expected: "the e-mail or mobile one logs on to Alipay with",
        remedy: "move the number to the PID column (a bill's 20-digit account without its final 0156) and ask the merchant for the logon e-mail or mobile",
        proposal: "",
        why: "PID and logon id belong to the same Alipay account but are two values: the body's logon_id takes an e-mail \
              or a mobile only. Such an account is left out of M3, and the merchant cannot reach M4 with it.",
    },
    bad: "2088100191421638",
    good: "merchant@example.com",
    source: "Alipay SDK AlipayCloudFundTradePayModel 等字段说明 [A]; 账单账号形式 [C]",
    test: Test::Cell(logon_id_is_pid),
};

fn logon_id_is_pid(text: &str, _: &Context) -> Option<Defect> {
    is_of_alipay(text).then(Defect::default)
}

pub static PID001: Rule = Rule {
    code: "PID001",
    name: "pid-form",
    level: Level::Error,
    blocks: Some(Blocks::M4),
    kinds: &[Kind::Stores],
    reads: &[Field::Pid],
    zh: Text {
        title: "PID 格式不对",
        message: "不是 2088 开头的 16 位数字",
        expected: "2088 开头的 16 位数字",
        remedy: "在支付宝商家中心的账户管理里复制 PID；账单抬头的 20 位号码要去掉末尾的 0156",
        proposal: "可能是 {fix}（去掉账单账号末尾的 0156）",
        why: "PID 是 2088 开头的 16 位数字。账单抬头和文件名里是 PID 加 0156 共 20 位，常被整个抄进来。",
    },
    en: Text {
        title: "PID malformed",
        message: "not 16 digits beginning 2088",
        expected: "16 digits beginning 2088",
        remedy: "copy the PID from the account page of Alipay's merchant centre; drop the final 0156 of a bill's 20-digit account",
        proposal: "probably {fix} (the bill account without its final 0156)",
        why: "A PID is 16 digits beginning 2088. Bill headers and file names carry the PID followed by 0156, 20 \
              digits, which often gets copied whole.",
    },
    bad: "20881001914216380156",
    good: "2088100191421638",
    source: "Alipay SDK 字段说明 [A]; 账单账号形式 [C]",
    test: Test::Cell(pid_form),
};

fn pid_form(text: &str, _: &Context) -> Option<Defect> {
    let fix = || pid::of_bill_account(text).map(str::to_owned);
    (!pid::is_pid(text)).then(|| Defect::default().fix(fix()))
}

pub static PID002: Rule = Rule {
    code: "PID002",
    name: "institution-pid-form",
    level: Level::Error,
    blocks: Some(Blocks::M3),
    kinds: &[Kind::Stores],
    reads: &[],
    zh: Text {
        title: "商户来源或受理机构 PID 格式不对",
        message: "不是 2088 开头的 16 位数字",
        expected: "2088 开头的 16 位数字",
        remedy: "填服务商、受理机构在支付宝的 PID；所有门店都相同的，写在 jinjian.toml 的 [defaults] 里，这一列留空",
        proposal: "",
        why: "每条报文都带商户来源和受理机构的 PID，都是 2088 开头的 16 位数字。写错的会使进件被退回，\
              或记到别人名下。",
    },
    en: Text {
        title: "PID of the source or acquirer malformed",
        message: "not 16 digits beginning 2088",
        expected: "16 digits beginning 2088",
        remedy: "give the PID that the provider or acquirer has at Alipay; one that is the same for every store goes under [defaults] in jinjian.toml, with this column empty",
        proposal: "",
        why: "Every body carries the PIDs of its source and of the acquirer, 16 digits beginning 2088 each. A wrong \
              one has the body refused, or the merchant booked under somebody else.",
    },
    bad: "208800000000000",
    good: "2088000000000001",
    source: "Alipay SDK source, org_pid: 2088 开头的 16 位数字 [A]",
    test: Test::Row(institutions),
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

pub static SMI001: Rule = Rule {
    code: "SMI001",
    name: "smid-form",
    level: Level::Error,
    blocks: Some(Blocks::M3),
    kinds: &[Kind::Stores],
    reads: &[Field::Smid],
    zh: Text {
        title: "SMID 格式不对",
        message: "SMID 只含数字，最多 30 位",
        expected: "数字，一般是 2088 开头的 16 位",
        remedy: "从已进件记录里复制 SMID；还没有进件的门店留空",
        proposal: "",
        why: "SMID 是支付宝给间连商户的编号，一般是 2088 开头的 16 位数字，也有例外，所以只查字符和 30 位的上限。\
              修改报文按它找商户，写错就找不到。",
    },
    en: Text {
        title: "SMID malformed",
        message: "an SMID is digits only, 30 at most",
        expected: "digits, generally 16 beginning 2088",
        remedy: "copy the SMID from the onboarded records; leave it empty for a store not yet onboarded",
        proposal: "",
        why: "An SMID is the number Alipay gives an indirect merchant, generally 16 digits beginning 2088. There are \
              others, so only its characters and the longest length of 30 are judged. A modify request finds the \
              merchant by it.",
    },
    bad: "2088OO0000001001",
    good: "2088000000001001",
    source: "Alipay SDK smid: 一般 2088 开头 [A]; 宝付 sub_merchant_id 最长 30 [B]",
    test: Test::Cell(smid_form),
};

fn smid_form(text: &str, _: &Context) -> Option<Defect> {
    const LONGEST: usize = 30;
    (text.len() > LONGEST || !digits::all(text.as_bytes())).then(Defect::default)
}
