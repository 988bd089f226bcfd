//! The tidying a cell can have without anybody being asked: blanks, invisible characters, full-width
//! letters and digits, separators, capitals, the apostrophe of a text cell. In goes a cell's text, out
//! comes the same value written cleanly, and what was done; a value that would become another one is
//! left as it is.

use std::borrow::Cow;

use super::text::{folded_text, is_invisible, join_chinese, replace, strip_quotes, text, then};
use super::{canonical, cell};
use crate::model::{Form, Lang};
use crate::value::name::half;

/// What was done to a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tidied {
    Quote,
    Invisible,
    Blank,
    Width,
    Case,
    Separator,
}

impl Tidied {
    pub(crate) fn text(self, lang: Lang) -> &'static str {
        match self {
            Tidied::Quote => lang.pick("去掉撇号", "apostrophe"),
            Tidied::Invisible => lang.pick("去掉不可见字符", "invisible characters"),
            Tidied::Blank => lang.pick("去掉多余空格", "blanks"),
            Tidied::Width => lang.pick("全角改半角", "full width"),
            Tidied::Case => lang.pick("统一大小写", "case"),
            Tidied::Separator => lang.pick("去掉分隔符", "separators"),
        }
    }
}

/// The text written cleanly and what that took; `None` when it is clean already. What only says that
/// there is nothing (`/`, `--`) stays.
pub(crate) fn tidy(form: Form, typed: &str) -> Option<(String, Vec<Tidied>)> {
    let clean = clean(form, typed);
    let says_nothing = || {
        let shown = |char: char| !char.is_whitespace() && !is_invisible(char);
        clean.is_empty() && typed.contains(shown)
    };
    (clean != typed && !says_nothing()).then(|| {
        let done = done(typed, &clean);
        (clean.into_owned(), done)
    })
}

/// Canonical text where that is the same value; words, dates and names of places stay as they are written,
/// and brackets of names as they are printed.
fn clean(form: Form, typed: &str) -> Cow<'_, str> {
    match form {
        Form::Code
        | Form::Licence
        | Form::IdNumber
        | Form::Digits
        | Form::Phone
        | Form::Email
        | Form::LogonId
        | Form::Decimal => canonical(form, typed),
        Form::Region => cell::region_name(typed),
        Form::Money | Form::Date | Form::Moment | Form::Expiry => folded_text(typed),
        Form::Name => name(typed),
        Form::Text
        | Form::YesNo
        | Form::AccountKind
        | Form::Route
        | Form::ContactType
        | Form::LicenceType => then(narrow(typed), text),
    }
}

/// Without the blanks between Chinese characters, as long as nothing but blanks is at stake.
fn name(typed: &str) -> Cow<'_, str> {
    let plain = then(narrow(typed), text);
    let joined = join_chinese(&plain).into_owned();
    if cell::name(&joined) == cell::name(typed) {
        Cow::Owned(joined)
    } else {
        plain
    }
}

/// Half width for letters and digits, not for punctuation: it is Chinese in a Chinese text.
fn narrow(typed: &str) -> Cow<'_, str> {
    replace(typed, |char| {
        let half = half(char);
        Some(if half.is_ascii_alphanumeric() {
            half
        } else {
            char
        })
    })
}

fn done(typed: &str, clean: &str) -> Vec<Tidied> {
    let fewer = |such: &dyn Fn(char) -> bool| {
        let count = |text: &str| text.chars().filter(|char| such(*char)).count();
        count(typed) > count(clean)
    };
    let quoted = || {
        let shown = typed.trim_matches(|char: char| char.is_whitespace() || is_invisible(char));
        strip_quotes(shown).len() < shown.len()
    };
    let of = [
        (Tidied::Quote, quoted()),
        (Tidied::Invisible, fewer(&is_invisible)),
        (Tidied::Blank, fewer(&char::is_whitespace)),
        (
            Tidied::Width,
            fewer(&|char| half(char) != char && !char.is_whitespace()),
        ),
        (
            Tidied::Case,
            fewer(&char::is_lowercase) || fewer(&char::is_uppercase),
        ),
    ];
    let mut done: Vec<Tidied> = of
        .iter()
        .filter(|(_, is)| *is)
        .map(|(what, _)| *what)
        .collect();
    let separator = |char: char| half(char).is_ascii_punctuation() && !matches!(char, '\'' | '`');
    if done.is_empty() || fewer(&separator) {
        done.push(Tidied::Separator);
    }
    done
}

#[cfg(test)]
mod tests {
    use super::*;
    use Tidied::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_done_is_said() {
        let cases: &[(Form, &str, &str, &[Tidied])] = &[
            (
                Form::Licence,
                " 91330106ma2h1abc7u",
                "91330106MA2H1ABC7U",
                &[Blank, Case],
            ),
            (
                Form::IdNumber,
                "'330106 19900307 4525",
                "330106199003074525",
                &[Quote, Blank],
            ),
            (
                Form::Digits,
                "６２１７-0000",
                "62170000",
                &[Width, Separator],
            ),
            (Form::Phone, "138-0013-8000", "13800138000", &[Separator]),
            (
                Form::Name,
                "甲\u{200b}店 （杭州） 有限公司 ",
                "甲店（杭州）有限公司",
                &[Invisible, Blank],
            ),
            (Form::Name, "ＡＢ商贸", "AB商贸", &[Width]),
            (Form::Text, "某路　１２号", "某路 12号", &[Width]),
            (Form::Email, "A@Example.com", "a@example.com", &[Case]),
            (Form::Expiry, "长期\t", "长期", &[Blank]),
            (Form::AccountKind, "对公 ", "对公", &[Blank]),
            (Form::Region, "浙江 省", "浙江省", &[Blank]),
            (Form::Decimal, "１２０．１５", "120.15", &[Width]),
            (Form::Text, " \u{feff}", "", &[Invisible, Blank]),
        ];
        for (form, typed, clean, done) in cases {
            let found = tidy(*form, typed);
            assert_eq!(found, Some((clean.to_string(), done.to_vec())), "{typed:?}");
        }
    }

    #[test]
    fn what_is_another_value_stays() {
        for (form, typed) in [
            (Form::AccountKind, "对公"),
            (Form::Route, "间连"),
            (Form::Date, "2026年3月6日"),
            (Form::Expiry, "2004.03.06-2039.03.05"),
            (Form::Region, "浙江"),
            (Form::Name, "甲（杭州）有限公司"),
            (Form::Name, "阿卜杜•买买提"),
            (Form::Text, "/"),
            (Form::Digits, " -- "),
            (Form::Licence, "91330106MA2H1ABC7U"),
        ] {
            assert_eq!(tidy(form, typed), None, "{typed:?}");
        }
    }

    proptest! {
        #[test]
        fn the_value_is_the_same(typed in "\\PC{0,16}|[-'` 0-9Ａ-Ｚ１a（）·\\u{200B}甲]{0,12}", at in 0..crate::model::Field::COUNT) {
            let form = crate::model::field::SPECS[at].form;
            if let Some((clean, done)) = tidy(form, &typed) {
                prop_assert!(!done.is_empty());
                let value = |text| folded_text(&canonical(form, text)).into_owned();
                prop_assert_eq!(value(&clean), value(&typed));
                prop_assert_eq!(tidy(form, &clean), None, "twice is once");
            }
        }
    }
}
