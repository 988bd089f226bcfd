//! Columns with a fixed vocabulary: account kind, route, contact type, licence type, endless dates.
//!
//! A cell as read goes in; out comes the canonical word, or the folded text when the word is unknown,
//! which is a rule's business. Each vocabulary is a table, so a new spelling is one line.

use super::text::{folded_text, name, then};
pub use crate::value::date::FOREVER;

use crate::value::{date as calendar, moment::Moment};
use std::borrow::Cow;

type Vocabulary = [(&'static str, &'static [&'static str])];

const ACCOUNT_KINDS: &Vocabulary = &[
    (
        "corporate",
        &[
            "对公",
            "对公账户",
            "对公帐户",
            "公司",
            "公司账户",
            "企业",
            "企业账户",
            "单位",
            "单位账户",
            "单位结算账户",
            "单位银行结算账户",
        ],
    ),
    (
        "personal",
        &[
            "个人结算账户",
            "个人银行结算账户",
            "对私",
            "对私账户",
            "对私帐户",
            "个人",
            "个人账户",
            "储蓄卡",
            "借记卡",
            "个人银行卡",
        ],
    ),
];

/// Also what a workbench shows of a switch or a step.
const YES_NO: &Vocabulary = &[
    (
        "yes",
        &[
            "是",
            "有",
            "对",
            "已",
            "开",
            "开启",
            "已开启",
            "开通",
            "已开通",
            "打开",
            "启用",
            "已启用",
            "签约",
            "已签约",
            "已签",
            "确认",
            "已确认",
            "完成",
            "已完成",
            "Y",
            "y",
            "true",
            "on",
            "1",
            "√",
            "✓",
        ],
    ),
    (
        "no",
        &[
            "否",
            "无",
            "不",
            "未",
            "关",
            "关闭",
            "已关闭",
            "未开启",
            "未开通",
            "停用",
            "未启用",
            "未签约",
            "未签",
            "未确认",
            "未完成",
            "N",
            "n",
            "false",
            "off",
            "0",
            "×",
            "✗",
        ],
    ),
];

const ROUTES: &Vocabulary = &[
    ("direct", &["直连", "直联", "直连模式", "直联模式"]),
    ("indirect", &["间连", "间联", "间连模式", "间联模式"]),
];

/// Values of `contact_info.type` in Alipay's indirect onboarding interface.
const CONTACT_TYPES: &Vocabulary = &[
    (
        "LEGAL_PERSON",
        &["法人", "法人代表", "法定代表人", "负责人", "经营者"],
    ),
    ("CONTROLLER", &["实际控制人", "控制人"]),
    ("AGENT", &["代理人", "经办人"]),
    ("OTHER", &["其他", "其它"]),
];

/// Values of `business_license_type` in the same interface.
const LICENCE_TYPES: &Vocabulary = &[
    (
        "NATIONAL_LEGAL_MERGE",
        &[
            "营业执照(多证合一)",
            "营业执照(三证合一)",
            "多证合一",
            "多证合一营业执照",
        ],
    ),
    ("NATIONAL_LEGAL", &["营业执照", "普通营业执照"]),
    ("INST_RGST_CTF", &["事业单位法人证书"]),
];

const DATES_WITHOUT_END: &Vocabulary = &[(
    FOREVER,
    &[
        "长期",
        "长期有效",
        "永久",
        "永久有效",
        "永续",
        "无固定期限",
        "无固定期",
        "无期限",
        "无期",
        "不限期",
        "不约定期限",
        "长久",
        "无限期",
        "终身",
        "2099-12-31",
        "9999-12-31",
    ],
)];

/// `yes` or `no`.
pub(super) fn yes_no(input: &str) -> Cow<'_, str> {
    look_up(YES_NO, input)
}

/// `corporate` or `personal`.
pub(super) fn account_kind(input: &str) -> Cow<'_, str> {
    look_up(ACCOUNT_KINDS, input)
}

/// `direct` or `indirect`.
pub(super) fn route(input: &str) -> Cow<'_, str> {
    look_up(ROUTES, input)
}

/// `LEGAL_PERSON`, `CONTROLLER`, `AGENT` or `OTHER`.
pub(super) fn contact_type(input: &str) -> Cow<'_, str> {
    look_up(CONTACT_TYPES, input)
}

/// `NATIONAL_LEGAL_MERGE`, `NATIONAL_LEGAL` or `INST_RGST_CTF`.
pub(super) fn licence_type(input: &str) -> Cow<'_, str> {
    look_up(LICENCE_TYPES, input)
}

/// `YYYY-MM-DD`, [`FOREVER`] for dates without end, the folded text when it is no date.
pub(super) fn date(input: &str) -> Cow<'_, str> {
    then(folded_text(input), |text| {
        if let Some(forever) = find(DATES_WITHOUT_END, text) {
            return Cow::Borrowed(forever);
        }
        let Some(date) = calendar::parse(text).or_else(|| calendar::from_serial(text)) else {
            return Cow::Borrowed(text);
        };
        let is_canonical =
            text.len() == 10 && calendar::day_number_bytes(text.as_bytes()).is_some();
        if is_canonical {
            return Cow::Borrowed(text);
        }
        Cow::Owned(canonical(date))
    })
}

/// A day, with the time of day when it is given.
pub(super) fn moment(input: &str) -> Cow<'_, str> {
    then(folded_text(input), |text| {
        let serial = || calendar::from_serial(text).map(Moment::from);
        let canonical = Moment::parse(text).or_else(serial).map(|m| m.to_string());
        match canonical {
            Some(canonical) if canonical != text => Cow::Owned(canonical),
            _ => Cow::Borrowed(text),
        }
    })
}

/// As [`date`]; of a period its end (`2019-03-06至2039-03-05`, `2019.03.06-长期`).
pub(super) fn expiry(input: &str) -> Cow<'_, str> {
    then(date(input), |text| {
        let settled = text == FOREVER || calendar::parse(text).is_some();
        let end = if settled { None } else { end(text) };
        end.map_or(Cow::Borrowed(text), Cow::Owned)
    })
}

fn end(text: &str) -> Option<String> {
    let bare: String = text.chars().filter(|char| *char != ' ').collect();
    let bare = bare.strip_suffix('止').unwrap_or(&bare);
    let bare = bare.strip_prefix("有效期").unwrap_or(bare);
    day_or_forever(bare).or_else(|| end_of_period(bare))
}

/// Dashes stand inside dates as well: the right one has a date, or nothing, before it.
fn end_of_period(text: &str) -> Option<String> {
    let between = |char: &char| matches!(char, '至' | '到' | '-' | '~' | '—' | '–');
    let mut splits = text.char_indices().filter(|(_, char)| between(char));
    splits.find_map(|(at, char)| {
        let from = text[..at].trim_start_matches('自').trim_end_matches('起');
        let starts = from.is_empty() || calendar::parse(from).is_some();
        let to = text[at + char.len_utf8()..].trim_start_matches(['-', '—']);
        day_or_forever(to).filter(|_| starts)
    })
}

fn day_or_forever(text: &str) -> Option<String> {
    let forever = || find(DATES_WITHOUT_END, text).map(str::to_owned);
    calendar::parse(text).map(canonical).or_else(forever)
}

fn canonical(date: time::Date) -> String {
    let text = calendar::format(date);
    find(DATES_WITHOUT_END, &text).map_or(text, str::to_owned)
}

fn look_up<'a>(vocabulary: &Vocabulary, input: &'a str) -> Cow<'a, str> {
    match find(vocabulary, input) {
        Some(word) => Cow::Borrowed(word),
        None => {
            let folded = name(input);
            match find(vocabulary, &folded) {
                Some(word) => Cow::Borrowed(word),
                None => folded,
            }
        }
    }
}

/// The canonical word for a spelling; canonical words stand for themselves in any case.
fn find(vocabulary: &Vocabulary, spelling: &str) -> Option<&'static str> {
    let matches = |(word, spellings): &&(&str, &[&str])| {
        spellings.contains(&spelling) || word.eq_ignore_ascii_case(spelling)
    };
    vocabulary.iter().find(matches).map(|(word, _)| *word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn vocabularies() {
        assert_eq!(account_kind("对公"), "corporate");
        assert_eq!(account_kind("单位结算账户"), "corporate");
        assert_eq!(account_kind("个人银行结算账户"), "personal");
        assert_eq!(account_kind(" 储蓄 卡"), "personal");
        assert_eq!(account_kind("Corporate"), "corporate");
        assert_eq!(account_kind("信用卡（贷记）"), "信用卡(贷记)");
        assert_eq!(route("间联"), "indirect");
        assert_eq!(contact_type("经办人"), "AGENT");
        assert_eq!(licence_type("营业执照（多证合一）"), "NATIONAL_LEGAL_MERGE");
        assert_eq!(licence_type("营业执照"), "NATIONAL_LEGAL");
        assert_eq!(licence_type("INST_RGST_CTF"), "INST_RGST_CTF");
    }

    #[test]
    fn the_model_knows_the_words() {
        use crate::model::Form;
        for (form, vocabulary) in [
            (Form::YesNo, YES_NO),
            (Form::AccountKind, ACCOUNT_KINDS),
            (Form::Route, ROUTES),
            (Form::ContactType, CONTACT_TYPES),
            (Form::LicenceType, LICENCE_TYPES),
        ] {
            let words: Vec<&str> = vocabulary.iter().map(|(word, _)| *word).collect();
            assert_eq!(form.words(), words, "{form:?}");
        }
    }

    #[test]
    fn dates() {
        for (input, expected) in [
            ("20190306", "2019-03-06"),
            ("２０１９/3/6", "2019-03-06"),
            ("2019年3月6日", "2019-03-06"),
            ("2019-03-06 00:00:00", "2019-03-06"),
            ("长期", "forever"),
            ("20991231", "forever"),
            ("9999/12/31", "forever"),
            ("FOREVER", "forever"),
            ("永久", "forever"),
            ("无固定期限", "forever"),
            ("2099.12.31", "forever"),
            ("2099年12月31日", "forever"),
            ("99991231", "forever"),
            ("9999-12-31 00:00:00", "forever"),
            ("2019-02-29", "2019-02-29"),
            ("43530", "2019-03-06"),
            ("43530.75", "2019-03-06"),
            ("73050", "forever"),
            ("2958465", "forever"),
            ("-", ""),
        ] {
            assert_eq!(date(input), expected, "{input:?}");
        }
        assert!(matches!(date("2019-03-06"), Cow::Borrowed(_)));
    }

    #[test]
    fn ends_of_validity() {
        for (input, expected) in [
            ("2039-03-05", "2039-03-05"),
            ("2039年3月5日止", "2039-03-05"),
            ("2039 年 3 月 5 日", "2039-03-05"),
            ("2019-03-06至2039-03-05", "2039-03-05"),
            ("2019-03-06-2039-03-05", "2039-03-05"),
            ("2019.03.06-2039.03.05", "2039-03-05"),
            ("20190306-20390305", "2039-03-05"),
            ("2019年3月6日 至 2039年3月5日", "2039-03-05"),
            ("自2019年3月6日起至2039年3月5日止", "2039-03-05"),
            ("2019/3/6～2039/3/5", "2039-03-05"),
            ("2019-03-06——2039-03-05", "2039-03-05"),
            ("2019.03.06-长期", "forever"),
            ("2019-03-06至永久", "forever"),
            ("至2039-03-05", "2039-03-05"),
            ("有效期至2039-03-05", "2039-03-05"),
            ("50834", "2039-03-05"),
            ("73050", "forever"),
            ("无期限", "forever"),
            ("2039-13-05", "2039-13-05"),
            ("2039年", "2039年"),
            ("12345", "12345"),
            ("20年", "20年"),
            ("/", ""),
        ] {
            assert_eq!(expiry(input), expected, "{input:?}");
        }
        assert!(matches!(expiry("2039-03-05"), Cow::Borrowed(_)));
    }

    #[test]
    fn moments_keep_their_time_and_switches_their_state() {
        for (input, expected) in [
            ("2026/11/20 10:05", "2026-11-20 10:05"),
            ("2026年11月20日", "2026-11-20"),
            ("2026-11-20 00:00:00", "2026-11-20"),
            ("46346.5", "2026-11-20"),
            ("待定", "待定"),
        ] {
            assert_eq!(moment(input), expected, "{input:?}");
        }
        for (input, expected) in [
            ("已开启", "yes"),
            ("未开启", "no"),
            ("y", "yes"),
            ("待定", "待定"),
        ] {
            assert_eq!(yes_no(input), expected, "{input:?}");
        }
    }

    proptest! {
        #[test]
        fn twice_is_once(input in "\\PC*|[0-9年月日/.: -]{0,20}|[0-9]{5}|(2039-3-5|长期|[至~— -]){0,4}|[对公私法人长期 ]{0,5}") {
            for fold in [account_kind, route, contact_type, licence_type, yes_no, date, moment, expiry] {
                let once = fold(&input).into_owned();
                prop_assert_eq!(&fold(&once), &once);
            }
        }
    }
}
