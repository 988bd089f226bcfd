//! Why a target would refuse a text, and how that is said of one text and of many.

use super::target_cell::PHONES;
use crate::config::upload::{Shape, UploadColumn};
use crate::model::Lang;

/// What is wrong with a text for a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
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
    /// It says again what the column of that label says.
    Repeats(String),
    /// It cannot be written as the target asks for it.
    Form(Wanted),
    /// A rule whose findings the upload does not take, by its titles.
    Found([&'static str; 2]),
}

/// What a target asks for where a text cannot be written so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    Unsaid,
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

impl Wanted {
    /// Of a column whose text cannot be written.
    pub fn of(column: &UploadColumn) -> Wanted {
        match column.shape {
            _ if !column.words.is_empty() => {
                let mut theirs: Vec<&str> = column.words.iter().map(|w| w.1.as_str()).collect();
                theirs.sort_unstable();
                theirs.dedup();
                Wanted::Words(theirs.join("、"))
            }
            Some(Shape::Date) => Wanted::Date,
            Some(Shape::Hours) => Wanted::Hours,
            Some(Shape::Fen) => Wanted::Amount,
            Some(Shape::Phones) => Wanted::Phones(PHONES),
            Some(Shape::HalfWidth) | None => Wanted::Unsaid,
        }
    }

    fn text(&self, lang: Lang) -> String {
        let said = match self {
            Wanted::Unsaid => lang.pick("写法不符", "not in the form asked for"),
            Wanted::Words(words) => {
                return lang.pick(
                    format!("写法不符，只收：{words}"),
                    format!("none of the words it knows: {words}"),
                );
            }
            Wanted::Date => lang.pick("写法不符，须是日期", "not a date"),
            Wanted::Hours => lang.pick("写法不符，须看得出每天几点到几点", "no hours of the day"),
            Wanted::HalfHours => lang.pick(
                "写法不符，须每天同一段、不跨零点，起止都是整点或半点",
                "has to be one span, the same every day and not past midnight, on the hour or half hour",
            ),
            Wanted::Amount => lang.pick("写法不符，须是金额", "not an amount"),
            Wanted::Phones(most) => {
                return lang.pick(
                    format!("最多 {most} 个号码"),
                    format!("{most} numbers at most"),
                );
            }
        };
        said.to_owned()
    }
}

impl Why {
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Why::Missing => lang.pick("缺".into(), "missing".into()),
            Why::TooLong { length, max } => lang.pick(
                format!("长 {length}，最多 {max}"),
                format!("{length} long, {max} at most"),
            ),
            Why::TooShort { length, min } => lang.pick(
                format!("长 {length}，至少 {min}"),
                format!("{length} long, {min} at least"),
            ),
            Why::Forbidden(chars) => {
                lang.pick(format!("不收「{chars}」"), format!("refuses {chars}"))
            }
            Why::Ending(end) => lang.pick(
                format!("须以「{end}」结尾"),
                format!("has to end with {end}"),
            ),
            Why::Repeats(label) => lang.pick(
                format!("不能再写一遍「{label}」"),
                format!("repeats {label}"),
            ),
            Why::Form(wanted) => wanted.text(lang),
            Why::Found([zh, en]) => lang.pick(*zh, *en).to_owned(),
        }
    }

    /// What is wrong with many texts at once: the limit, not what each of them has.
    pub fn of_many(&self, lang: Lang) -> String {
        match self {
            Why::TooLong { max, .. } => {
                lang.pick(format!("超过 {max}"), format!("longer than {max}"))
            }
            Why::TooShort { min, .. } => {
                lang.pick(format!("不足 {min}"), format!("shorter than {min}"))
            }
            Why::Forbidden(_) => {
                lang.pick("有不收的字符".into(), "has characters it refuses".into())
            }
            Why::Missing | Why::Ending(_) | Why::Repeats(_) | Why::Form(_) | Why::Found(_) => {
                self.text(lang)
            }
        }
    }

    /// Stable, for machines.
    pub fn key(&self) -> &'static str {
        match self {
            Why::Missing => "missing",
            Why::TooLong { .. } => "too_long",
            Why::TooShort { .. } => "too_short",
            Why::Forbidden(_) => "forbidden",
            Why::Ending(_) => "ending",
            Why::Repeats(_) => "repeats",
            Why::Form(_) => "form",
            Why::Found(_) => "found",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Layouts;

    #[test]
    fn a_column_says_what_it_wants() {
        let layouts = Layouts::load(None).expect("the built-in ones are sound");
        let told = |layout: &str, label: &str, lang| {
            let layout = layouts.upload(layout).expect("built in");
            let column = layout.columns.iter().find(|column| column.label == label);
            Why::Form(Wanted::of(column.expect("a column"))).text(lang)
        };
        assert_eq!(
            told("acquirer-create", "账户类型", Lang::Zh),
            "写法不符，只收：对公、对私"
        );
        assert_eq!(
            told("acquirer-create", "营业执照有效期", Lang::En),
            "not a date"
        );
        assert_eq!(told("tagging", "门店名称", Lang::Zh), "写法不符");
    }
}
