//! Rules on how long papers are valid: the licence and the legal person's document, expired, about to
//! expire, or with a date nobody can read. A date without end never alarms.

use time::Date;

use crate::model::Field;
use crate::model::rule::{Context, Defect, Rule, Test, Text};
use crate::value::date;
use crate::value::date::FOREVER;

pub(crate) static RULES: &[&Rule] = &[&LIC011, &LIC012, &LIC013, &IDN008, &IDN009, &IDN010];

const SOURCE: &str = "Alipay SDK 商家认证 expire_time: yyyy-mm-dd 或 forever [A]; 过期证照是否退回、提前几天提醒未见公开规定 [D]";

pub(crate) static LIC011: Rule = Rule {
    code: "LIC011",
    name: "licence-expired",
    reads: &[Field::BusinessLicenseExpiry],
    title: ("营业执照已过期", "business licence expired"),
    expected: (
        "运行日或以后的日期，或“长期”",
        "the day of the run or a later date, or 长期",
    ),
    zh: Text {
        message: "营业执照已于 {0} 到期",
        remedy: "请商户提供换发后的营业执照，并更新有效期；执照其实没有过期的，改正日期",
        why: "过期的执照在认证和受理机构审核时一般会被退回。有效期当天仍算有效；长期、2099-12-31 等不设期限的写法不报。\
              没有查到公开的退回规定，所以只警告。",
    },
    en: Text {
        message: "the licence expired on {0}",
        remedy: "ask the merchant for the renewed licence and update the date; correct the date when the licence is still valid",
        why: "An expired licence is generally refused in verification and by acquirers. The last day still counts as \
              valid; 长期, 2099-12-31 and other ways of saying no end never alarm. No published rule of refusal was \
              found, so it only warns.",
    },
    bad: "2024-03-05 (2026-11-20)",
    good: "2039-03-05 (2026-11-20)",
    source: SOURCE,
    test: Test::Cell(expired),
    ..Rule::WARNING
};

pub(crate) static LIC012: Rule = Rule {
    code: "LIC012",
    name: "licence-expiring",
    reads: &[Field::BusinessLicenseExpiry],
    title: ("营业执照即将到期", "business licence about to expire"),
    zh: Text {
        message: "营业执照 {0} 到期，还有 {1} 天",
        remedy: "提醒商户换发执照；现在可以进件，换发后更新有效期",
        why: "从进件到打标、绑定要经过几步，执照在中途到期会卡在审核。提前的天数默认 30，在 jinjian.toml 的 [checks] \
              expiring_days 里改。",
    },
    en: Text {
        message: "the licence expires on {0}, {1} days from the day of the run",
        remedy: "remind the merchant to renew it; onboarding can go ahead, update the date afterwards",
        why: "There are several steps from onboarding to tagging and binding, and a licence that expires on the way gets \
              stuck in review. How many days ahead is 30 unless expiring_days under [checks] in jinjian.toml says \
              otherwise.",
    },
    bad: "2026-12-01 (2026-11-20)",
    good: "2039-03-05 (2026-11-20)",
    source: SOURCE,
    test: Test::Cell(expiring),
    ..Rule::WARNING
};

pub(crate) static LIC013: Rule = Rule {
    code: "LIC013",
    name: "licence-date-unreadable",
    reads: &[Field::BusinessLicenseExpiry],
    title: (
        "营业执照有效期看不懂",
        "validity of the licence not understood",
    ),
    expected: (
        "如 2039-03-05、2019-03-06至2039-03-05、长期",
        "such as 2039-03-05, 2019-03-06至2039-03-05, 长期",
    ),
    zh: Text {
        message: "不是日历上有的日期，也不是“长期”，没有检查是否过期",
        remedy: "对照营业执照改成完整的年月日；没有期限的写“长期”",
        why: "日期的各种写法、起止期间（取止日）和“长期”都认得。认不出的无法判断执照是否过期，所以要指出来。",
    },
    en: Text {
        message: "neither a date of the calendar nor 长期; whether the licence has expired was not checked",
        remedy: "enter year, month and day from the licence, or 长期 when there is no end",
        why: "Dates in their many spellings, periods (of which the end counts) and 长期 are known. Of anything else \
              nobody can tell whether the licence has expired, so it is pointed out.",
    },
    bad: "2039-02-30",
    good: "2039-03-05",
    source: SOURCE,
    test: Test::Cell(unreadable),
    ..Rule::WARNING
};

pub(crate) static IDN008: Rule = Rule {
    code: "IDN008",
    name: "id-expired",
    reads: &[Field::LegalIdExpiry],
    title: ("法人证件已过期", "legal person's document expired"),
    expected: (
        "运行日或以后的日期，或“长期”",
        "the day of the run or a later date, or 长期",
    ),
    zh: Text {
        message: "法人证件已于 {0} 到期",
        remedy: "请法人换领证件，并更新有效期；证件其实没有过期的，改正日期",
        why: "法人要用有效证件完成支付宝实名和 M4 确认，过期证件一般通不过。有效期当天仍算有效；长期等不设期限的写法不报。\
              没有查到公开的退回规定，所以只警告。",
    },
    en: Text {
        message: "the document expired on {0}",
        remedy: "have the legal person renew the document and update the date; correct the date when it is still valid",
        why: "The legal person verifies the Alipay account and confirms M4 with a valid document; an expired one is \
              generally refused. The last day still counts as valid, and 长期 and the like never alarm. No published \
              rule of refusal was found, so it only warns.",
    },
    bad: "2024-03-05 (2026-11-20)",
    good: "2039-03-05 (2026-11-20)",
    source: SOURCE,
    test: Test::Cell(expired),
    ..Rule::WARNING
};

pub(crate) static IDN009: Rule = Rule {
    code: "IDN009",
    name: "id-expiring",
    reads: &[Field::LegalIdExpiry],
    title: (
        "法人证件即将到期",
        "legal person's document about to expire",
    ),
    zh: Text {
        message: "法人证件 {0} 到期，还有 {1} 天",
        remedy: "提醒法人换领证件；现在可以进件，换领后更新有效期",
        why: "打标 24 小时后商户才能确认绑定，证件在中途到期会卡在实名。提前的天数默认 30，在 jinjian.toml 的 [checks] \
              expiring_days 里改。",
    },
    en: Text {
        message: "the document expires on {0}, {1} days from the day of the run",
        remedy: "remind the legal person to renew it; onboarding can go ahead, update the date afterwards",
        why: "The merchant can confirm only 24 hours after tagging, and a document that expires on the way gets stuck in \
              verification. How many days ahead is 30 unless expiring_days under [checks] in jinjian.toml says \
              otherwise.",
    },
    bad: "2026-12-01 (2026-11-20)",
    good: "2039-03-05 (2026-11-20)",
    source: SOURCE,
    test: Test::Cell(expiring),
    ..Rule::WARNING
};

pub(crate) static IDN010: Rule = Rule {
    code: "IDN010",
    name: "id-date-unreadable",
    reads: &[Field::LegalIdExpiry],
    title: (
        "法人证件有效期看不懂",
        "validity of the legal person's document not understood",
    ),
    expected: (
        "如 2039-03-05、2019.03.06-2039.03.06、长期",
        "such as 2039-03-05, 2019.03.06-2039.03.06, 长期",
    ),
    zh: Text {
        message: "不是日历上有的日期，也不是“长期”，没有检查是否过期",
        remedy: "对照证件改成完整的年月日；没有期限的写“长期”",
        why: "日期的各种写法、起止期间（取止日）和“长期”都认得。认不出的无法判断证件是否过期，所以要指出来。",
    },
    en: Text {
        message: "neither a date of the calendar nor 长期; whether the document has expired was not checked",
        remedy: "enter year, month and day from the document, or 长期 when there is no end",
        why: "Dates in their many spellings, periods (of which the end counts) and 长期 are known. Of anything else \
              nobody can tell whether the document has expired, so it is pointed out.",
    },
    bad: "2039-02-30",
    good: "2039-03-05",
    source: SOURCE,
    test: Test::Cell(unreadable),
    ..Rule::WARNING
};

/// The last day of validity and how many days it lies ahead, where there is one.
fn last_day(text: &str, context: &Context) -> Option<(Date, i64)> {
    let last = date::parse(text)?;
    Some((last, (last - context.as_of).whole_days()))
}

fn expired(text: &str, context: &Context) -> Option<Defect> {
    let (last, ahead) = last_day(text, context)?;
    (ahead < 0).then(|| Defect::default().arg(date::format(last)))
}

fn expiring(text: &str, context: &Context) -> Option<Defect> {
    let (last, ahead) = last_day(text, context)?;
    let soon = (0..=i64::from(context.expiring_days)).contains(&ahead);
    soon.then(|| Defect::default().arg(date::format(last)).arg(ahead))
}

/// 无 is a way to leave the cell empty.
fn unreadable(text: &str, _: &Context) -> Option<Defect> {
    let readable = matches!(text, FOREVER | "无" | "暂无") || date::parse(text).is_some();
    (!readable).then(Defect::default)
}
