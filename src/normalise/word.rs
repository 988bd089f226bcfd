//! Columns with a fixed vocabulary: account kind, route, contact type, licence type.
//!
//! A cell as read goes in; out comes the canonical word, or the folded text when the word is unknown,
//! which is a rule's business. Each vocabulary is a table, so a new spelling is one line.

use super::text::name;
use std::borrow::Cow;

pub(super) type Vocabulary = [(&'static str, &'static [&'static str])];

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
pub(super) fn find(vocabulary: &Vocabulary, spelling: &str) -> Option<&'static str> {
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
    fn switches() {
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
        fn twice_is_once(input in "\\PC*|[对公私法人长期 ]{0,5}") {
            for fold in [account_kind, route, contact_type, licence_type, yes_no] {
                let once = fold(&input).into_owned();
                prop_assert_eq!(&fold(&once), &once);
            }
        }
    }
}
