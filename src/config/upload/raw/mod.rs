//! The file of an upload layout as written: raw TOML comes in, a layout the writers accept goes out, or
//! every fault with its file and key.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use validator::{Validate, ValidationErrors, ValidationErrorsKind};

use super::raw_column::RawColumn;
use super::{BodyKind, Grouping, Selection, UploadLayout};

/// Rows an Excel sheet holds below its header.
const SHEET_ROWS: usize = 1_048_575;

/// The file as written.
#[derive(Debug, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawUpload {
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
    /// Codes of rules, or their beginnings, whose findings keep a row out of this upload alone.
    #[serde(default)]
    holds: Vec<String>,
    #[validate(range(min = 1, max = SHEET_ROWS))]
    row_cap: usize,
    /// None for an upload that is bodies alone.
    #[serde(default)]
    #[validate(length(max = 200), nested)]
    columns: Vec<RawColumn>,
}

impl RawUpload {
    /// Turns the file into a layout; every fault is added to `faults` with the file and the key.
    pub(crate) fn resolve(self, file: &str, faults: &mut Vec<String>) -> Option<UploadLayout> {
        let before = faults.len();
        if let Err(errors) = self.validate() {
            shape_faults(file, "", &errors, faults);
        }
        if self.sheet.contains(['[', ']', ':', '*', '?', '/', '\\']) {
            faults.push(format!("{file}: sheet: none of []:*?/\\ may occur"));
        }
        if self.sheet.starts_with('\'') || self.sheet.ends_with('\'') {
            faults.push(format!("{file}: sheet: no ' may stand at either end"));
        }
        if let Some(name) = &self.file {
            faults.extend(file_name_fault(file, "file", name));
        } else {
            faults.extend(file_name_fault(file, "name", &self.name));
        }
        faults.extend(self.rows_fault(file));
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
        for column in &columns {
            if let Some(other) = column
                .apart_from
                .iter()
                .find(|other| !labels.contains(*other))
            {
                faults.push(format!(
                    "{file}: columns `{}`: apart_from: there is no column `{other}`",
                    column.label
                ));
            }
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
            holds: self.holds,
            row_cap: self.row_cap,
            columns,
        })
    }

    /// What the rows of the upload cannot give.
    fn rows_fault(&self, file: &str) -> Option<String> {
        let needed = match self.bodies {
            Some(BodyKind::IndirectCreate) => Some(Selection::Created),
            Some(BodyKind::IndirectModify) => Some(Selection::Modified),
            _ => None,
        };
        let skus = self.rows == Selection::Published;
        if self.columns.is_empty() && self.bodies.is_none() {
            Some(format!("{file}: give `columns`, `bodies` or both"))
        } else if needed.is_some_and(|rows| rows != self.rows) {
            Some(format!(
                "{file}: rows: the call takes `created` or `modified` stores alone"
            ))
        } else if skus && self.bodies.is_some() {
            Some(format!(
                "{file}: bodies: there are none of SKUs (`published`)"
            ))
        } else if skus && self.by != Grouping::None {
            Some(format!(
                "{file}: by: SKUs (`published`) have neither acquirer nor merchant"
            ))
        } else if skus && self.columns.iter().any(|column| column.fact.is_some()) {
            Some(format!(
                "{file}: columns: a `fact` is known of stores, not of SKUs (`published`)"
            ))
        } else {
            None
        }
    }
}

/// A name that could lead out of the folder, or that some system has no files of.
fn file_name_fault(file: &str, key: &str, name: &str) -> Option<String> {
    // A dot would end the name of a device (`nul.`) on some systems, and that of the batch on all.
    let odd = |char: char| char.is_control() || r#"/\:*?"<>|."#.contains(char);
    let fits = !name.contains(odd) && name.trim() == name;
    (!fits).then(|| {
        format!(
            "{file}: {key}: `{}` is no beginning of a file name",
            name.escape_debug()
        )
    })
}

/// Layouts whose files would have the same names, each pair as a fault; systems differ on letter case.
pub(crate) fn same_files(layouts: &[UploadLayout]) -> Vec<String> {
    let mut files: BTreeMap<String, &str> = BTreeMap::new();
    let mut faults = Vec::new();
    for layout in layouts {
        if let Some(other) = files.insert(layout.file.to_lowercase(), &layout.name) {
            faults.push(format!(
                "uploads: `{other}` and `{}` both write files called `{}`",
                layout.name, layout.file
            ));
        }
    }
    faults
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
mod tests;
