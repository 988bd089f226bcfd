//! A mapping as it is written in the file. Raw TOML in, [`Mapping`]s out, or all that is wrong with them.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::mapping::{Mapping, NOT_USED, plain};
use crate::config::{SheetLayout, did_you_mean, sheet};
use crate::model::Field;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawMaps {
    #[serde(default)]
    pub mapping: Vec<Spanned<RawMapping>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawMapping {
    pub path: String,
    sheet: Option<String>,
    layout: String,
    #[serde(default)]
    headers: Vec<String>,
    #[serde(default)]
    columns: BTreeMap<String, String>,
}

impl RawMapping {
    /// Every fault is added to `faults`, beginning with `at`; `row` is where it begins in its file.
    pub(super) fn resolve(
        self,
        row: u32,
        prefix: &str,
        at: &str,
        layouts: &[SheetLayout],
        faults: &mut Vec<String>,
    ) -> Option<Mapping> {
        let before = faults.len();
        let foreign = self.path.contains('\\') || self.path.starts_with(['/', '.']);
        if foreign || self.path.is_empty() {
            faults.push(format!(
                "{at}: path: name the file from this folder on, with `/`"
            ));
        }
        let pattern =
            glob::Pattern::new(&format!("{}{}", glob::Pattern::escape(prefix), self.path))
                .map_err(|error| faults.push(format!("{at}: path: {error}")));
        let layout = layout(&self.layout, at, layouts, faults);
        let headers: Vec<String> = self.headers.iter().map(|text| plain(text)).collect();
        let columns = columns(&self.columns, &headers, layout, at, faults);
        if faults.len() > before {
            return None;
        }
        Some(Mapping {
            layout: layout?.with(&columns),
            full: format!("{prefix}{}", self.path),
            prefix: prefix.to_owned(),
            row,
            pattern: pattern.ok()?,
            path: self.path,
            sheet: self.sheet,
            headers,
            columns,
        })
    }
}

fn layout<'a>(
    name: &str,
    at: &str,
    layouts: &'a [SheetLayout],
    faults: &mut Vec<String>,
) -> Option<&'a SheetLayout> {
    let found = layouts.iter().find(|l| l.name == name);
    if found.is_none() {
        let near = did_you_mean(name, layouts.iter().map(|l| &l.name[..]));
        faults.push(format!("{at}: unknown layout `{name}`{near}"));
    }
    found
}

/// Headers and fields, in the order of the header row; a field of another layout, a field given twice
/// and a header that is not there are faults.
fn columns(
    raw: &BTreeMap<String, String>,
    headers: &[String],
    layout: Option<&SheetLayout>,
    at: &str,
    faults: &mut Vec<String>,
) -> Vec<(String, Option<Field>)> {
    let mut columns: Vec<(String, Option<Field>)> = Vec::new();
    for (text, key) in raw {
        let header = plain(text);
        if !headers.is_empty() && !headers.contains(&header) {
            let near = did_you_mean(&header, headers.iter().map(|h| &h[..]));
            faults.push(format!(
                "{at}: columns: `{header}` is none of its headers{near}"
            ));
        }
        let field = match (&key[..], layout) {
            (NOT_USED, _) => None,
            (key, Some(layout)) => field_of(key, layout, at, "columns", faults),
            (key, None) => sheet::field(key, at, "columns", faults),
        };
        if let Some((other, _)) = columns
            .iter()
            .find(|(h, f)| *h == header || f.is_some() && *f == field)
        {
            faults.push(format!(
                "{at}: columns: `{other}` and `{header}` are both `{key}`"
            ));
        }
        columns.push((header, field));
    }
    let place = |(header, _): &(String, Option<Field>)| headers.iter().position(|h| h == header);
    columns.sort_by_key(place);
    columns
}

/// A field by its key, when the layout has a column for it; otherwise a fault, with the nearest key.
pub(crate) fn field_of(
    key: &str,
    layout: &SheetLayout,
    file: &str,
    at: &str,
    faults: &mut Vec<String>,
) -> Option<Field> {
    let field = sheet::field(key, file, at, faults)?;
    let has = layout.fields().contains(&field);
    if !has {
        let name = &layout.name;
        faults.push(format!("{file}: {at}: `{name}` has no column for `{key}`"));
    }
    has.then_some(field)
}
