//! A report is one table of columns: what each is called in the CSV and in the workbook, how wide it is there,
//! and what stands in it. The CSV and the sheet are both made from it.

use std::borrow::Cow;

use time::Date;

use crate::emit::workbook_style::Tone;
use crate::model::Lang;
use crate::value::date;

/// How a column of a sheet looks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum ColumnKind {
    Text,
    /// Text that wraps.
    Prose,
    Number,
    /// Yuan, from fen.
    Money,
}

/// A column as a sheet shows it.
pub(crate) struct ColumnHeading {
    pub zh: &'static str,
    pub en: &'static str,
    /// In characters of half width.
    pub width: u16,
    pub kind: ColumnKind,
}

impl ColumnHeading {
    pub(crate) fn label(&self, lang: Lang) -> &'static str {
        lang.pick(self.zh, self.en)
    }
}

/// One column of a report whose rows are made from an `R` each.
pub(crate) struct ReportColumn<R> {
    /// The stable name in the CSV; absent when the CSV has no such column.
    pub key: Option<Cow<'static, str>>,
    /// Absent when the sheet has no such column.
    pub heading: Option<ColumnHeading>,
    pub value: Box<dyn Fn(&R) -> CellValue<'_>>,
}

impl<R> ReportColumn<R> {
    pub(crate) fn new(
        key: Option<Cow<'static, str>>,
        heading: Option<ColumnHeading>,
        value: impl Fn(&R) -> CellValue<'_> + 'static,
    ) -> ReportColumn<R> {
        ReportColumn {
            key,
            heading,
            value: Box::new(value),
        }
    }
}

/// The columns of a report in order, a line each: `csv` and the key when the CSV has it, `sheet` with heading
/// in Chinese and English, width and kind when the sheet has it, and what stands in a row.
macro_rules! columns {
    ($row:ty; $($(csv $key:literal)? $(sheet $zh:literal $en:literal $width:literal $kind:ident)?
        => |$name:ident| $value:expr;)*) => {
        vec![$($crate::emit::report::column::ReportColumn::<$row>::new(
            None $(.or(Some(std::borrow::Cow::Borrowed($key))))?,
            None $(.or(Some($crate::emit::report::column::ColumnHeading {
                zh: $zh,
                en: $en,
                width: $width,
                kind: $crate::emit::report::column::ColumnKind::$kind,
            })))?,
            |$name| $crate::emit::report::column::CellValue::from($value),
        )),*]
    };
}
pub(crate) use columns;

/// What stands in one cell.
pub(crate) enum CellValue<'a> {
    Blank,
    Text(Cow<'a, str>),
    /// Text in colour.
    Toned(Cow<'a, str>, Tone),
    /// One of a few words: a key for machines in the CSV, a label in the sheet.
    Word {
        key: &'static str,
        label: &'static str,
        tone: Option<Tone>,
    },
    Number(i64),
    /// Fen.
    Money(i64),
    /// A text that leads to another cell of the workbook.
    Link(Cow<'a, str>, String),
}

impl<'a> CellValue<'a> {
    /// A word without colour.
    pub(crate) fn word(key: &'static str, label: &'static str) -> CellValue<'a> {
        CellValue::Word {
            key,
            label,
            tone: None,
        }
    }

    /// The word or text in colour.
    pub(crate) fn in_tone(self, tone: Tone) -> CellValue<'a> {
        match self {
            CellValue::Text(text) => CellValue::Toned(text, tone),
            CellValue::Word { key, label, .. } => CellValue::Word {
                key,
                label,
                tone: Some(tone),
            },
            other => other,
        }
    }
}

macro_rules! from_text {
    ($($text:ty),*) => {$(
        impl<'a> From<$text> for CellValue<'a> {
            fn from(text: $text) -> CellValue<'a> {
                CellValue::Text(text.into())
            }
        }
    )*};
}

macro_rules! from_number {
    ($($number:ty),*) => {$(
        impl From<$number> for CellValue<'_> {
            fn from(number: $number) -> Self {
                // Counts of rows are far below the limit.
                CellValue::Number(i64::try_from(number).unwrap_or(i64::MAX))
            }
        }
    )*};
}

from_text!(&'a str, &'a String, String, Cow<'a, str>);
from_number!(u8, u32, u64, usize, i64);

impl From<Date> for CellValue<'_> {
    fn from(day: Date) -> Self {
        date::format(day).into()
    }
}

impl<'a, T: Into<CellValue<'a>>> From<Option<T>> for CellValue<'a> {
    fn from(value: Option<T>) -> CellValue<'a> {
        value.map_or(CellValue::Blank, T::into)
    }
}
