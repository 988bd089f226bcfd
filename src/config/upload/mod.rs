//! What an upload looks like, ready for writing: which rows it is about, its columns in order, their
//! labels and limits, and how many rows one file may hold. `raw` makes it of a layout file.

mod raw;
mod raw_column;

pub(crate) use raw::{RawUpload, same_files};

use serde::{Deserialize, Serialize};

use crate::model::{Field, Form};

/// Which rows of its table an upload is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Selection {
    /// Stores onboarded for the first time.
    Created,
    /// Onboarded stores with a change.
    Modified,
    /// Stores nobody knew before: created, or direct.
    New,
    /// Stores that have an identity at Alipay: a SMID, or a PID when they are direct.
    Identified,
    /// Stores to be handed over for tagging.
    ToTag,
    /// Stores their merchant can bind now.
    ToBind,
    /// Stores whose order sync is off.
    ToSwitch,
    /// SKUs.
    Published,
}

/// Which rows share a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grouping {
    /// Any, in the order of the sheet.
    #[default]
    None,
    /// Those of one acquirer.
    Acquirer,
    /// Those of one acquirer, and of one merchant one after the other.
    Merchant,
}

/// The call whose bodies are written, one a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum BodyKind {
    #[serde(rename = "ant.merchant.expand.indirect.create")]
    IndirectCreate,
    #[serde(rename = "ant.merchant.expand.indirect.modify")]
    IndirectModify,
    #[serde(rename = "ant.merchant.expand.shop.create")]
    ShopCreate,
    #[serde(rename = "taobao.qimen.store.create")]
    QimenStoreCreate,
}

impl BodyKind {
    /// Name of the call.
    pub fn method(self) -> &'static str {
        match self {
            BodyKind::IndirectCreate => "ant.merchant.expand.indirect.create",
            BodyKind::IndirectModify => "ant.merchant.expand.indirect.modify",
            BodyKind::ShopCreate => "ant.merchant.expand.shop.create",
            BodyKind::QimenStoreCreate => "taobao.qimen.store.create",
        }
    }

    /// Whether its bodies decide what becomes of a store.
    pub fn is_onboarding(self) -> bool {
        matches!(self, BodyKind::IndirectCreate | BodyKind::IndirectModify)
    }
}

/// What the plan, not the sheet, knows of a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// Of the onboarded record, or of the sheet.
    Smid,
    /// The store's PID when it is direct, else its SMID.
    Role,
    LastTrade,
    TradeBy,
    BindFrom,
}

/// What is done to a text before it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// Half-width characters, no spaces.
    HalfWidth,
    /// Business hours as `周一-周五 09:00-20:00,周六-周日 10:00-22:00`.
    Hours,
    /// Several telephone numbers, with a comma between.
    Phones,
    /// Fen, as a whole number.
    Fen,
    /// `YYYY-MM-DD`; a paper without end in the target's word for it.
    Date,
}

/// How a target counts the length of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    #[default]
    Characters,
    /// Bytes in UTF-8.
    Bytes,
    /// Bytes in GBK: two for a Chinese character. What GBK does not have is refused.
    GbkBytes,
}

impl Unit {
    pub fn length(self, text: &str) -> usize {
        match self {
            Unit::Characters => text.chars().count(),
            Unit::Bytes => text.len(),
            Unit::GbkBytes => text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum(),
        }
    }
}

/// An upload workbook, ready for writing.
#[derive(Clone, Debug)]
pub struct UploadLayout {
    /// Also the beginning of the file name.
    pub name: String,
    /// How its files' names begin.
    pub file: String,
    /// In Chinese and in English.
    pub title: [String; 2],
    pub sheet: String,
    pub rows: Selection,
    pub by: Grouping,
    pub bodies: Option<BodyKind>,
    /// Of the layout's text, in lower-case hex: its version.
    pub sha256: String,
    /// Made in every run, not only when the job names it.
    pub always: bool,
    /// Codes of rules, or their beginnings, whose findings keep a row out of this upload alone.
    pub holds: Vec<String>,
    /// Most data rows in one file.
    pub row_cap: usize,
    pub columns: Vec<UploadColumn>,
}

/// One column of an upload workbook.
#[derive(Clone, Debug)]
pub struct UploadColumn {
    pub label: String,
    pub content: Content,
    /// The fields that can end up here.
    pub fields: Vec<Field>,
    pub shape: Option<Shape>,
    /// Ours and the target's, in the order of ours; empty when texts stay as they are.
    pub words: Vec<(String, String)>,
    /// Shortest and longest text.
    pub min: Option<usize>,
    pub max: Option<usize>,
    pub unit: Unit,
    pub forbidden: String,
    pub ends_with: Option<String>,
    /// The label of a column whose text must not occur in this one.
    pub apart_from: Option<String>,
    /// Of a date without end.
    pub forever: String,
    pub choices: Vec<String>,
    pub required: bool,
    /// Of the column when none of its rows has a text, in characters of half width.
    pub width: Option<u16>,
}

/// Where a column's text comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// A place in the outgoing body.
    Body(BodyPath),
    /// A field of the row itself.
    Field(Field),
    /// The same text in every row.
    Value(String),
    Fact(Fact),
}

/// `contact_info[0].mobile`: the key, the place in its list, and the key in there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyPath {
    pub key: String,
    pub index: usize,
    /// Absent when the value stands directly under `key`.
    pub inner: Option<String>,
}

impl BodyPath {
    /// `None` when the text is not of the form `key`, `key[n]` or `key[n].key`.
    pub fn parse(text: &str) -> Option<BodyPath> {
        let word = |w: &str| {
            let fits = !w.is_empty() && w.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
            fits.then(|| w.to_owned())
        };
        let Some((key, rest)) = text.split_once('[') else {
            return Some(BodyPath {
                key: word(text)?,
                index: 0,
                inner: None,
            });
        };
        let (index, rest) = rest.split_once(']')?;
        Some(BodyPath {
            key: word(key)?,
            index: index.parse().ok()?,
            inner: match rest.strip_prefix('.') {
                Some(inner) => Some(word(inner)?),
                None if rest.is_empty() => None,
                None => return None,
            },
        })
    }
}

impl std::fmt::Display for BodyPath {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.inner {
            Some(inner) => write!(f, "{}[{}].{inner}", self.key, self.index),
            None => f.write_str(&self.key),
        }
    }
}

impl UploadLayout {
    /// Longest text in characters each field may have to fit this layout, in field order; nothing for
    /// an upload that does not decide what becomes of a row, whose limits hold the row for itself alone.
    ///
    /// Coordinates are left out: they are written with six decimals whatever the sheet has.
    pub fn limits(&self) -> Vec<(Field, usize)> {
        let decides =
            self.rows == Selection::Published || self.bodies.is_some_and(BodyKind::is_onboarding);
        if !decides {
            return Vec::new();
        }
        shortest(
            self.columns
                .iter()
                .filter_map(|c| c.max.map(|max| (c, max)))
                .flat_map(|(c, max)| c.fields.iter().map(move |field| (*field, max))),
        )
    }
}

fn shortest(limits: impl Iterator<Item = (Field, usize)>) -> Vec<(Field, usize)> {
    let mut all: Vec<_> = limits
        .filter(|(field, _)| field.spec().form != Form::Decimal)
        .collect();
    all.sort();
    all.dedup_by_key(|(field, _)| *field);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_paths_are_refused() {
        for text in ["", "a[", "a[x]", "a[0]b", "a[0].", "a.b", "A", "a[-1].b"] {
            assert_eq!(BodyPath::parse(text), None, "{text}");
        }
    }
}
