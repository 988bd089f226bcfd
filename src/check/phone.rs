//! Rules on how to reach a merchant: telephone numbers and e-mail.

use crate::model::rule::{Context, Defect, Rule, Test, Text};
use crate::model::{CellKind, Field, Row};
use crate::value::{phone, pid};

pub(crate) static RULES: &[&Rule] = &[&TEL001, &TEL002, &TEL003, &MAI001];

pub(crate) static TEL001: Rule = Rule {
    code: "TEL001",
    name: "mobile-form",
    reads: &[Field::ContactMobile],
    title: ("手机号格式不对", "mobile number malformed"),
    expected: (
        "1 开头、第二位 3–9 的 11 位数字",
        "11 digits beginning with 1, the second 3 to 9",
    ),
    zh: Text {
        message: "不是 11 位大陆手机号",
        remedy: "请商户确认手机号；座机请填到联系电话列，港澳台或国外号码请改填大陆手机",
        why: "联系人手机要能收到支付宝的通知和验证码。号段规则是通行说法，所以只警告。",
    },
    en: Text {
        message: "not an 11-digit mainland mobile number",
        remedy: "confirm the number with the merchant; a landline belongs in the phone column, and a foreign number gives way to a mainland mobile",
        why: "Alipay's notices and codes go to the contact's mobile. The number ranges are common knowledge rather \
              than a published rule, so it only warns.",
    },
    bad: "1380013800",
    good: "13800138000",
    source: "电信网编号计划; 号段为通行说法 [D]",
    test: Test::Cell(mobile),
    ..Rule::WARNING
};

fn mobile(text: &str, _: &Context) -> Option<Defect> {
    let odd = !phone::is_mobile(text) && phone::several(text).is_empty();
    odd.then(Defect::default)
}

pub(crate) static TEL002: Rule = Rule {
    code: "TEL002",
    name: "phone-form",
    reads: &[Field::ContactPhone, Field::ServicePhone],
    title: ("电话号码格式不对", "telephone number malformed"),
    expected: (
        "如 0571-88888888、13800138000、400-123-4567、95188",
        "such as 0571-88888888, 13800138000, 400-123-4567, 95188",
    ),
    zh: Text {
        message: "不是座机、手机、400/800 或 95/96 号码",
        remedy: "补上区号，或请商户确认号码；一格只填一个号码",
        why: "客服电话会展示给消费者，座机要带区号才拨得通。号码规则是通行说法，所以只警告。",
    },
    en: Text {
        message: "neither a landline, a mobile, a 400/800 nor a 95/96 number",
        remedy: "add the area code, or confirm the number with the merchant; one number per cell",
        why: "Customers see the service phone, and a landline is reached only with its area code. The forms are \
              common knowledge rather than a published rule, so it only warns.",
    },
    bad: "88888888",
    good: "0571-88888888",
    source: "电信网编号计划; 号码形式为通行说法 [D]",
    test: Test::Cell(telephone),
    ..Rule::WARNING
};

fn telephone(text: &str, _: &Context) -> Option<Defect> {
    let odd = !phone::is_service(text) && phone::several(text).is_empty();
    odd.then(Defect::default)
}

pub(crate) static TEL003: Rule = Rule {
    code: "TEL003",
    name: "several-numbers",
    title: (
        "一格填了几个电话号码",
        "several telephone numbers in one cell",
    ),
    expected: ("一个号码", "one number"),
    proposal: ("只留一个，如 {fix}", "keep one, such as {fix}"),
    zh: Text {
        message: "这一格里有 {0} 个号码",
        remedy: "只留一个打得通的号码，其余的写到备注里",
        why: "电话在进件报文里是一个值，几个号码连在一起会整个发出，谁也拨不通。号码之间写顿号、逗号、分号、斜线、\
              空格或换行的都认得；留哪一个要由商户决定，所以只提出来。",
    },
    en: Text {
        message: "the cell holds {0} numbers",
        remedy: "keep one number that is answered and move the others to the remarks",
        why: "A telephone is one value of the onboarding body; several numbers would go out as they stand, and nobody \
              can dial them. Commas, semicolons, slashes, spaces and line breaks between numbers are known; which \
              number to keep is the merchant's choice, so it is only pointed out.",
    },
    bad: "0571-88888888、13800138000",
    good: "0571-88888888",
    source: "Alipay SDK service_phone、contact_info.phone、mobile: 单个字符串 [A]",
    test: Test::Row(several),
    ..Rule::WARNING
};

const PHONES: [Field; 3] = [
    Field::ContactMobile,
    Field::ContactPhone,
    Field::ServicePhone,
];

fn several(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    for field in PHONES {
        let numbers = phone::several(row.text(field)).len();
        let of_sheet = !matches!(row.kind(field), CellKind::Default | CellKind::Error);
        if numbers > 0 && of_sheet {
            let fix = one_of_several(field, row.text(field));
            defects.push(Defect::at(field).arg(numbers).fix(fix));
        }
    }
}

/// Of several numbers in a telephone's cell, the first that the field takes.
pub(crate) fn one_of_several(field: Field, text: &str) -> Option<String> {
    let fits = match field {
        Field::ContactMobile => phone::is_mobile,
        _ if PHONES.contains(&field) => phone::is_service,
        _ => return None,
    };
    let first = phone::several(text).into_iter().find(|number| fits(number));
    first.map(str::to_owned)
}

pub(crate) static MAI001: Rule = Rule {
    code: "MAI001",
    name: "email-form",
    reads: &[Field::ContactEmail],
    title: ("邮箱格式不对", "e-mail address malformed"),
    expected: ("如 merchant@example.com", "such as merchant@example.com"),
    zh: Text {
        message: "不是一个电子邮箱地址",
        remedy: "请商户确认邮箱；没有就留空",
        why: "联系人邮箱不是必填，但填了就要能用；格式不对的邮箱可能使整条报文被退回。",
    },
    en: Text {
        message: "not an e-mail address",
        remedy: "confirm the address with the merchant, or leave it empty",
        why: "The contact's e-mail is optional, but one that is given must work; a malformed address may have the \
              whole body refused.",
    },
    bad: "merchant@example",
    good: "merchant@example.com",
    source: "RFC 5321 (不含引号形式)",
    test: Test::Cell(email),
    ..Rule::WARNING
};

fn email(text: &str, _: &Context) -> Option<Defect> {
    (!pid::is_email(text)).then(Defect::default)
}
