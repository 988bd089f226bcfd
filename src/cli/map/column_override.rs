//! `--set "HEADER=field"`: what a person says of a column wins over every layout, proposal and earlier
//! mapping. An override that fits no sheet is a mistake; it is reported with the nearest header or field.

use super::sheet::{ColumnUse, MappedColumn, MappedSheet};
use crate::cli::args::MapArgs;
use crate::config::maps::{NOT_USED, field_of, plain};
use crate::config::{SheetLayout, did_you_mean, fold_header};
use crate::model::Field;

/// One `--set`.
pub(super) struct ColumnOverride {
    header: String,
    /// A field key, or [`NOT_USED`].
    key: String,
}

/// What cannot be done of `--set`, `--sheet` and `--layout`: all faults, a line each.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub(super) struct OverrideFaults(Vec<String>);

/// Reads the overrides; a header or a field that is named twice is a mistake.
pub(super) fn parse(set: &[String]) -> Result<Vec<ColumnOverride>, OverrideFaults> {
    let mut overrides: Vec<ColumnOverride> = Vec::new();
    let mut faults = Vec::new();
    for text in set {
        let Some((header, key)) = text.rsplit_once('=') else {
            faults.push(format!("--set `{text}`: write it as \"HEADER=field\""));
            continue;
        };
        let (header, key) = (plain(header), key.trim().to_owned());
        if key != NOT_USED && Field::from_key(&key).is_none() {
            let near = did_you_mean(&key, Field::all().map(Field::key));
            faults.push(format!("--set `{header}`: unknown field `{key}`{near}"));
        }
        let same = |o: &ColumnOverride| o.header == header || o.key == key && key != NOT_USED;
        if overrides.iter().any(same) {
            faults.push(format!(
                "--set `{header}`: this header or `{key}` is given twice"
            ));
        }
        overrides.push(ColumnOverride { header, key });
    }
    unless_faults(faults, overrides)
}

fn unless_faults<T>(faults: Vec<String>, answer: T) -> Result<T, OverrideFaults> {
    if faults.is_empty() {
        Ok(answer)
    } else {
        Err(OverrideFaults(faults))
    }
}

/// The layout that was named.
pub(super) fn layout<'a>(
    name: &str,
    layouts: &'a [SheetLayout],
) -> Result<&'a SheetLayout, OverrideFaults> {
    layouts.iter().find(|l| l.name == name).ok_or_else(|| {
        let near = did_you_mean(name, layouts.iter().map(|l| &l.name[..]));
        OverrideFaults(vec![format!("--layout: unknown layout `{name}`{near}")])
    })
}

/// Headers and fields of the overrides that a layout has a column for.
pub(super) fn columns(
    overrides: &[ColumnOverride],
    layout: &SheetLayout,
) -> Vec<(String, Option<Field>)> {
    let column = |o: &ColumnOverride| Some((o.header.clone(), o.field(layout)?));
    overrides.iter().filter_map(column).collect()
}

/// Gives a sheet's columns the fields of the overrides.
pub(super) fn apply(overrides: &[ColumnOverride], sheet: &mut MappedSheet, layout: &SheetLayout) {
    for over in overrides {
        let (Some(at), Some(field)) = (over.column(sheet), over.field(layout)) else {
            continue;
        };
        for column in &mut sheet.columns {
            let holds = |f: &Field| Some(*f) == field;
            match &column.usage {
                ColumnUse::Layout(f) | ColumnUse::Saved(Some(f)) if holds(f) => {
                    column.usage = ColumnUse::Duplicate(*f);
                }
                ColumnUse::Proposed(proposal, _) if holds(&proposal.field) => {
                    column.usage = ColumnUse::Unknown;
                }
                _ => {}
            }
        }
        sheet.columns[at].usage = ColumnUse::Override(field);
    }
}

/// Whether every override was applied to some sheet.
pub(super) fn check_all_applied(
    overrides: &[ColumnOverride],
    sheets: &[&MappedSheet],
    args: &MapArgs,
) -> Result<(), OverrideFaults> {
    let mut faults = Vec::new();
    let read = || sheets.iter().filter(|sheet| sheet.kind.is_some());
    if let Some(name) = args.sheet.as_ref().filter(|_| sheets.is_empty()) {
        faults.push(format!("--sheet: there is no sheet `{name}`"));
    }
    if let Some(name) = &args.layout
        && !read().any(|sheet| sheet.layout.as_ref() == Some(name))
    {
        faults.push(format!(
            "--layout: no sheet can be read as `{name}` with these headers; set the columns it cannot do without"
        ));
        return unless_faults(faults, ());
    }
    for over in overrides {
        let column =
            |sheet: &MappedSheet| over.column(sheet).map(|at| sheet.columns[at].usage.clone());
        if read().any(|sheet| matches!(column(sheet), Some(ColumnUse::Override(_)))) {
            continue;
        }
        let (header, key) = (&over.header, &over.key);
        let mut holders = read().filter(|sheet| column(sheet).is_some());
        faults.push(
            match holders.next().and_then(|sheet| sheet.layout.as_ref()) {
                Some(layout) => format!("--set `{header}`: `{layout}` has no column for `{key}`"),
                None => {
                    let all = read().flat_map(|s| s.columns.iter().map(|c| &c.header[..]));
                    let near = did_you_mean(header, all);
                    format!("--set `{header}`: no sheet that was recognised has this header{near}")
                }
            },
        );
    }
    unless_faults(faults, ())
}

impl ColumnOverride {
    /// The field, or none when the column is not to be read; `None` when the layout has no such field.
    fn field(&self, layout: &SheetLayout) -> Option<Option<Field>> {
        if self.key == NOT_USED {
            return Some(None);
        }
        field_of(&self.key, layout, "", "", &mut Vec::new()).map(Some)
    }

    /// The column that is meant: with the same text, or else the only one that is the same but for
    /// width, stars and notes in brackets.
    fn column(&self, sheet: &MappedSheet) -> Option<usize> {
        let columns = &sheet.columns;
        let same = columns.iter().position(|c| c.header == self.header);
        same.or_else(|| {
            let folded = fold_header(&self.header);
            let alike = |c: &MappedColumn| fold_header(&c.header) == folded;
            let first = columns.iter().position(alike)?;
            (columns.iter().filter(|c| alike(c)).count() == 1).then_some(first)
        })
    }
}
