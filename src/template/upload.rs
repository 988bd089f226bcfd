//! What an upload workbook looks like: its sheet, its columns in order, their labels and longest
//! texts, and how many rows one file may hold. Raw TOML comes in, a layout the writers accept goes
//! out, or every fault with its file and key.

use std::collections::BTreeSet;

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
    #[validate(length(min = 1, max = 31))]
    sheet: String,
    /// Made in every run, not only when the job names it.
    #[serde(default)]
    always: bool,
    #[validate(range(min = 1, max = SHEET_ROWS))]
    row_cap: usize,
    #[validate(length(min = 1, max = 200), nested)]
    columns: Vec<RawColumn>,
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
    #[validate(range(min = 1, max = 32_767))]
    max: Option<usize>,
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
    pub sheet: String,
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
    /// Longest text in characters.
    pub max: Option<usize>,
    pub required: bool,
    /// In characters of half width.
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
    /// Longest text in characters each field may have to fit this layout, in field order.
    ///
    /// Coordinates are left out: they are written with six decimals whatever the sheet has.
    pub fn limits(&self) -> Vec<(Field, usize)> {
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
            name: self.name,
            sheet: self.sheet,
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
        let content = match (self.path, self.value, self.field) {
            (Some(path), None, _) => match BodyPath::parse(&path) {
                Some(path) => Content::Body(path),
                None => {
                    faults.push(format!("{file}: {at}: `{path}` is not a place in a body"));
                    return None;
                }
            },
            (None, Some(value), None) => Content::Value(value),
            (None, None, Some(_)) => Content::Field(*fields.first()?),
            _ => {
                faults.push(format!(
                    "{file}: {at}: give `path`, or `field` alone, or `value` alone"
                ));
                return None;
            }
        };
        Some(UploadColumn {
            label: self.label,
            content,
            fields,
            max: self.max,
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
            "name = \"u\"\nsheet = \"表\"\nrow_cap = 2\n\
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
            "name = \"u\"\nsheet = \"a/b\"\nrow_cap = 0\n\
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
                "u.toml: columns `y`: give `path`, or `field` alone, or `value` alone",
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
