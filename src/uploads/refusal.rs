//! What a target refuses of a row and why, and the sentences for one text and for many.

use std::borrow::Cow;

use crate::config::upload::{Shape, UploadColumn};
use crate::model::{Field, Lang};

/// Longest text of an Excel cell, in characters.
pub(crate) const CELL_CHARS: usize = 32_767;

/// Most telephones a list of them has (help.koubei.com, knowledge 201602147040).
pub(crate) const MOST_PHONES: usize = 5;

/// What a target refuses of a row: the place, and what is wrong there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowRefusal {
    pub at: RefusedAt,
    pub refusal: Refusal,
}

/// Where a target refuses a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefusedAt {
    /// In a column of its layout, by index.
    Column(usize),
    /// At a key of the body, or for a rule, by its code.
    Key(Cow<'static, str>),
    /// In a field of the sheet, whichever column it goes into.
    Field(Field),
}

/// What is wrong with a text for a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    Missing,
    TooLong {
        length: usize,
        max: usize,
    },
    TooShort {
        length: usize,
        min: usize,
    },
    /// It holds characters the target refuses.
    Forbidden(String),
    /// It does not end as it has to.
    Ending(String),
    /// It repeats the text of the column of that label.
    Repeats(String),
    /// It cannot be written as the target asks for it.
    Form(ExpectedForm),
    /// A rule whose findings the upload does not take, by its titles.
    Found([&'static str; 2]),
}

/// What a target asks for where a text cannot be written so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpectedForm {
    Unstated,
    /// One of its words.
    Words(String),
    Date,
    Hours,
    /// One span for the whole week, in full or half hours.
    HalfHours,
    /// Telephones, so many at most.
    Phones(usize),
    Amount,
}

impl ExpectedForm {
    /// Of a column whose text cannot be written.
    pub fn of_column(column: &UploadColumn) -> ExpectedForm {
        match column.shape {
            _ if !column.words.is_empty() => {
                let mut theirs: Vec<&str> = column.words.iter().map(|w| w.1.as_str()).collect();
                theirs.sort_unstable();
                theirs.dedup();
                ExpectedForm::Words(theirs.join("、"))
            }
            Some(Shape::Date) => ExpectedForm::Date,
            Some(Shape::Hours) => ExpectedForm::Hours,
            Some(Shape::Fen) => ExpectedForm::Amount,
            Some(Shape::Phones) => ExpectedForm::Phones(MOST_PHONES),
            Some(Shape::HalfWidth) | None => ExpectedForm::Unstated,
        }
    }

    fn text(&self, lang: Lang) -> String {
        let text = match self {
            ExpectedForm::Unstated => lang.pick("写法不符", "not in the form asked for"),
            ExpectedForm::Words(words) => {
                return lang.pick(
                    format!("写法不符，只收：{words}"),
                    format!("none of the words it knows: {words}"),
                );
            }
            ExpectedForm::Date => lang.pick("写法不符，须是日期", "not a date"),
            ExpectedForm::Hours => lang.pick("写法不符，须看得出每天几点到几点", "no hours of the day"),
            ExpectedForm::HalfHours => lang.pick(
                "写法不符，须每天同一段、不跨零点，起止都是整点或半点",
                "has to be one span, the same every day and not past midnight, on the hour or half hour",
            ),
            ExpectedForm::Amount => lang.pick("写法不符，须是金额", "not an amount"),
            ExpectedForm::Phones(most) => {
                return lang.pick(
                    format!("最多 {most} 个号码"),
                    format!("{most} numbers at most"),
                );
            }
        };
        text.to_owned()
    }
}

impl Refusal {
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Refusal::Missing => lang.pick("缺".into(), "missing".into()),
            Refusal::TooLong { length, max } => lang.pick(
                format!("长 {length}，最多 {max}"),
                format!("{length} long, {max} at most"),
            ),
            Refusal::TooShort { length, min } => lang.pick(
                format!("长 {length}，至少 {min}"),
                format!("{length} long, {min} at least"),
            ),
            Refusal::Forbidden(chars) => {
                lang.pick(format!("不收「{chars}」"), format!("refuses {chars}"))
            }
            Refusal::Ending(end) => lang.pick(
                format!("须以「{end}」结尾"),
                format!("has to end with {end}"),
            ),
            Refusal::Repeats(label) => lang.pick(
                format!("不能再写一遍「{label}」"),
                format!("repeats {label}"),
            ),
            Refusal::Form(expected) => expected.text(lang),
            Refusal::Found([zh, en]) => lang.pick(*zh, *en).to_owned(),
        }
    }

    /// What is wrong with many texts at once: the limit, not what each of them has.
    pub fn summary(&self, lang: Lang) -> String {
        match self {
            Refusal::TooLong { max, .. } => {
                lang.pick(format!("超过 {max}"), format!("longer than {max}"))
            }
            Refusal::TooShort { min, .. } => {
                lang.pick(format!("不足 {min}"), format!("shorter than {min}"))
            }
            Refusal::Forbidden(_) => {
                lang.pick("有不收的字符".into(), "has characters it refuses".into())
            }
            Refusal::Missing
            | Refusal::Ending(_)
            | Refusal::Repeats(_)
            | Refusal::Form(_)
            | Refusal::Found(_) => self.text(lang),
        }
    }

    /// Stable, for machines.
    pub fn key(&self) -> &'static str {
        match self {
            Refusal::Missing => "missing",
            Refusal::TooLong { .. } => "too_long",
            Refusal::TooShort { .. } => "too_short",
            Refusal::Forbidden(_) => "forbidden",
            Refusal::Ending(_) => "ending",
            Refusal::Repeats(_) => "repeats",
            Refusal::Form(_) => "form",
            Refusal::Found(_) => "found",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Layouts;

    #[test]
    fn a_column_says_what_it_expects() {
        let layouts = Layouts::load(None).expect("the built-in ones are sound");
        let text = |layout: &str, label: &str, lang| {
            let layout = layouts.upload(layout).expect("built in");
            let column = layout.columns.iter().find(|column| column.label == label);
            Refusal::Form(ExpectedForm::of_column(column.expect("a column"))).text(lang)
        };
        assert_eq!(
            text("acquirer-create", "账户类型", Lang::Zh),
            "写法不符，只收：对公、对私"
        );
        assert_eq!(
            text("acquirer-create", "营业执照有效期", Lang::En),
            "not a date"
        );
        assert_eq!(text("tagging", "门店名称", Lang::Zh), "写法不符");
    }
}
