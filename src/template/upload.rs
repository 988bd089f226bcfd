//! What an upload workbook looks like: its sheet, its columns in order, their labels and longest
//! texts, and how many rows one file may hold. Raw TOML comes in, a layout the writers accept goes
//! out, or every fault with its file and key.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationErrors, ValidationErrorsKind};

use super::sheet::field;
use crate::model::{Field, Form};

/// Rows an Excel sheet holds below its header.
const SHEET_ROWS: usize = 1_048_575;

/// The file as written.
#[derive(Debug, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct RawUpload {
    #[validate(length(min = 1, max = 40))]
    name: String,
    /// How its files' names begin; the name when absent.
    #[validate(length(min = 1, max = 40))]
    file: Option<String>,
    /// What people call it, in Chinese and in English.
    #[validate(length(min = 2, max = 2))]
    title: Vec<String>,
    #[validate(length(min = 1, max = 31))]
    sheet: String,
    rows: Selection,
    #[serde(default)]
    by: Grouping,
    bodies: Option<BodyKind>,
    /// Made in every run, not only when the job names it.
    #[serde(default)]
    always: bool,
    #[validate(range(min = 1, max = SHEET_ROWS))]
    row_cap: usize,
    /// None for an upload that is bodies alone.
    #[serde(default)]
    #[validate(length(max = 200), nested)]
    columns: Vec<RawColumn>,
}

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
    /// Bytes in GBK: two for a Chinese character.
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

#[derive(Debug, Deserialize, Serialize, Validate)]
#[serde(deny_unknown_fields)]
struct RawColumn {
    #[validate(length(min = 1, max = 60))]
    label: String,
    /// Where the value stands in the outgoing body, as `contact_info[0].mobile`.
    path: Option<String>,
    /// The field the value comes from.
    field: Option<String>,
    /// Fields that stand in, in this order, when that one is empty.
    #[serde(default)]
    fallback: Vec<String>,
    /// The same text in every row.
    value: Option<String>,
    /// Something the plan knows.
    fact: Option<Fact>,
    shape: Option<Shape>,
    /// The target's words for ours; any other text is refused.
    #[serde(default)]
    words: BTreeMap<String, String>,
    #[validate(range(min = 1, max = 32_767))]
    min: Option<usize>,
    #[validate(range(min = 1, max = 32_767))]
    max: Option<usize>,
    #[serde(default)]
    unit: Unit,
    /// Characters the target refuses.
    #[serde(default)]
    forbidden: String,
    /// What the text has to end with.
    ends_with: Option<String>,
    /// The target's word for a date without end; 长期 when absent.
    forever: Option<String>,
    /// What a person may choose from, in a list, where the sheet says nothing.
    #[serde(default)]
    choices: Vec<String>,
    #[serde(default)]
    required: bool,
    #[validate(range(min = 4, max = 120))]
    width: Option<u16>,
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

/// The limits of several layouts together: the shortest for each field, in field order.
pub fn limits(layouts: &[UploadLayout]) -> Vec<(Field, usize)> {
    shortest(layouts.iter().flat_map(UploadLayout::limits))
}

fn shortest(limits: impl Iterator<Item = (Field, usize)>) -> Vec<(Field, usize)> {
    let mut all: Vec<_> = limits
        .filter(|(field, _)| field.spec().form != Form::Decimal)
        .collect();
    all.sort();
    all.dedup_by_key(|(field, _)| *field);
    all
}

impl RawUpload {
    /// Turns the file into a layout; every fault is added to `faults` with the file and the key.
    pub fn resolve(self, file: &str, faults: &mut Vec<String>) -> Option<UploadLayout> {
        let before = faults.len();
        if let Err(errors) = self.validate() {
            shape_faults(file, "", &errors, faults);
        }
        if self.sheet.contains(['[', ']', ':', '*', '?', '/', '\\']) {
            faults.push(format!("{file}: sheet: none of []:*?/\\ may occur"));
        }
        let workbook = !self.columns.is_empty();
        if !workbook && self.bodies.is_none() {
            faults.push(format!("{file}: give `columns`, `bodies` or both"));
        }
        let title: [String; 2] = self.title.try_into().unwrap_or_default();
        let mut labels = BTreeSet::new();
        let mut columns = Vec::new();
        for raw in self.columns {
            if !labels.insert(raw.label.clone()) {
                faults.push(format!(
                    "{file}: columns: label `{}` occurs twice",
                    raw.label
                ));
            }
            columns.extend(raw.resolve(file, faults));
        }
        (faults.len() == before).then_some(UploadLayout {
            file: self.file.unwrap_or_else(|| self.name.clone()),
            name: self.name,
            title,
            sheet: self.sheet,
            rows: self.rows,
            by: self.by,
            bodies: self.bodies,
            sha256: String::new(),
            always: self.always,
            row_cap: self.row_cap,
            columns,
        })
    }
}

impl RawColumn {
    fn resolve(self, file: &str, faults: &mut Vec<String>) -> Option<UploadColumn> {
        let at = format!("columns `{}`", self.label);
        let keys = self.field.iter().chain(&self.fallback);
        let fields: Vec<_> = keys
            .filter_map(|key| field(key, file, &at, faults))
            .collect();
        if self.field.is_none() && !self.fallback.is_empty() {
            faults.push(format!("{file}: {at}: `fallback` without `field`"));
        }
        let content = match (self.path, self.value, self.field, self.fact) {
            (Some(path), None, _, None) => match BodyPath::parse(&path) {
                Some(path) => Content::Body(path),
                None => {
                    faults.push(format!("{file}: {at}: `{path}` is not a place in a body"));
                    return None;
                }
            },
            (None, Some(value), None, None) => Content::Value(value),
            // A person fills it in.
            (None, None, None, None) if !self.choices.is_empty() => Content::Value(String::new()),
            (None, None, None, Some(fact)) => Content::Fact(fact),
            (None, None, Some(_), None) => Content::Field(*fields.first()?),
            _ => {
                faults.push(format!(
                    "{file}: {at}: give `path`, or one of `field`, `fact` and `value`, or `choices`"
                ));
                return None;
            }
        };
        Some(UploadColumn {
            label: self.label,
            content,
            fields,
            shape: self.shape,
            words: self.words.into_iter().collect(),
            min: self.min,
            max: self.max,
            unit: self.unit,
            forbidden: self.forbidden,
            ends_with: self.ends_with,
            forever: self.forever.unwrap_or_else(|| "长期".to_owned()),
            choices: self.choices,
            required: self.required,
            width: self.width,
        })
    }
}

/// One line per value of the wrong shape, with the key's whole path, in the order of the keys.
fn shape_faults(file: &str, above: &str, errors: &ValidationErrors, faults: &mut Vec<String>) {
    let mut kinds: Vec<_> = errors.errors().iter().collect();
    kinds.sort_by(|a, b| a.0.cmp(b.0));
    for (key, kind) in kinds {
        let path = format!("{above}{key}");
        match kind {
            ValidationErrorsKind::Field(wrong) => {
                let rules: Vec<_> = wrong.iter().map(|w| w.code.as_ref()).collect();
                faults.push(format!("{file}: {path}: outside its {}", rules.join(", ")));
            }
            ValidationErrorsKind::Struct(inner) => {
                shape_faults(file, &format!("{path}."), inner, faults);
            }
            ValidationErrorsKind::List(items) => {
                for (index, inner) in items {
                    shape_faults(file, &format!("{path}[{index}]."), inner, faults);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(text: &str) -> Result<UploadLayout, Vec<String>> {
        let mut faults = Vec::new();
        let raw: RawUpload = toml::from_str(text).expect("TOML of the right shape");
        raw.resolve("u.toml", &mut faults).ok_or(faults)
    }

    #[test]
    fn columns_say_where_their_text_comes_from() {
        let layout = load(
            "name = \"u\"\ntitle = [\"表\", \"u\"]\nsheet = \"表\"\nrows = \"published\"\nrow_cap = 2\n\
             [[columns]]\nlabel = \"简称\"\npath = \"alias_name\"\nfield = \"alias_name\"\nfallback = [\"store_name\"]\nmax = 64\n\
             [[columns]]\nlabel = \"手机\"\npath = \"contact_info[0].mobile\"\nfield = \"contact_mobile\"\nmax = 20\n\
             [[columns]]\nlabel = \"门店\"\nfield = \"store_name\"\nmax = 128\n\
             [[columns]]\nlabel = \"经度\"\nfield = \"longitude\"\nmax = 11\n\
             [[columns]]\nlabel = \"开关\"\nvalue = \"开启\"\n",
        )
        .expect("sound");
        let path = BodyPath::parse("contact_info[0].mobile").expect("a path");
        assert_eq!(path.to_string(), "contact_info[0].mobile");
        assert_eq!(layout.columns[1].content, Content::Body(path));
        assert_eq!(layout.columns[4].content, Content::Value("开启".into()));
        assert_eq!(
            layout.limits(),
            [
                (Field::StoreName, 64),
                (Field::AliasName, 64),
                (Field::ContactMobile, 20)
            ]
        );
    }

    #[test]
    fn all_faults_at_once() {
        let faults = load(
            "name = \"u\"\ntitle = [\"表\", \"u\"]\nsheet = \"a/b\"\nrows = \"published\"\nrow_cap = 0\n\
             [[columns]]\nlabel = \"x\"\nfield = \"store_nam\"\n\
             [[columns]]\nlabel = \"x\"\npath = \"Name\"\nmax = 0\n\
             [[columns]]\nlabel = \"y\"\nvalue = \"v\"\nfield = \"mcc\"\n",
        )
        .expect_err("faulty");
        assert_eq!(
            faults,
            [
                "u.toml: columns[1].max: outside its range",
                "u.toml: row_cap: outside its range",
                "u.toml: sheet: none of []:*?/\\ may occur",
                "u.toml: columns `x`: unknown field `store_nam`; did you mean `store_name`?",
                "u.toml: columns: label `x` occurs twice",
                "u.toml: columns `x`: `Name` is not a place in a body",
                "u.toml: columns `y`: give `path`, or one of `field`, `fact` and `value`, or `choices`",
            ]
        );
    }

    #[test]
    fn odd_paths_are_refused() {
        for text in ["", "a[", "a[x]", "a[0]b", "a[0].", "a.b", "A", "a[-1].b"] {
            assert_eq!(BodyPath::parse(text), None, "{text}");
        }
    }
}
