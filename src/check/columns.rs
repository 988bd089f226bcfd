//! Columns a store sheet should have and has not: said once for the sheet, so that nobody has to find out
//! from a thousand held stores that one header was misspelt.

use super::required::is_needed;
use crate::model::place::column_letters;
use crate::model::stage_rules::SHT005;
use crate::model::{
    Field, Finding, HeaderCell, Ingested, Kind, Lang, Meaning, Place, SheetRead, Table,
};

/// One finding for each store sheet that lacks what a store of it needs for M3, in the order of the
/// files. Each of `required` is met by any one of its fields, and by a default of the job.
pub fn missing(
    ingested: &Ingested,
    required: &[Vec<Field>],
    defaults: &[(Field, String)],
) -> Vec<Finding> {
    let given = |field: &Field| defaults.iter().any(|(f, _)| f == field);
    let sheets = ingested.files.iter().flat_map(|file| &file.sheets);
    let stores = sheets.filter(|sheet| sheet.kind == Some(Kind::Stores));
    let lacks = stores.filter_map(|sheet| {
        let met = |any: &&Vec<Field>| any.iter().any(|f| given(f) || holds(sheet, *f));
        let missing = required.iter().filter(|any| !met(any));
        let missing: Vec<&Vec<Field>> = missing
            .filter(|any| needed(&ingested.tables.stores, sheet.source, any))
            .collect();
        (!missing.is_empty()).then(|| told(sheet, &missing))
    });
    lacks.collect()
}

/// Whether any store of the sheet needs one of these: a direct one needs little.
fn needed(stores: &Table, source: u32, any: &[Field]) -> bool {
    let mut rows = (0..stores.len()).filter(|row| stores.origins[*row].source == source);
    rows.any(|row| any.first().is_some_and(|f| is_needed(stores.row(row), *f)))
}

fn holds(sheet: &SheetRead, field: Field) -> bool {
    let mut header = sheet.header.iter();
    header
        .any(|cell| matches!(cell.meaning, Meaning::Field(f) | Meaning::Accepted(f) if f == field))
}

fn told(sheet: &SheetRead, missing: &[&Vec<Field>]) -> Finding {
    let place = Place {
        source: sheet.source,
        row: sheet.header_rows.1,
        column: None,
    };
    let named = |lang: Lang| {
        let labels = missing.iter().map(|any| {
            let labels: Vec<&str> = any.iter().map(|field| field.label(lang)).collect();
            labels.join(lang.pick("或", " or "))
        });
        labels.collect::<Vec<_>>().join(lang.pick("、", ", "))
    };
    let near = |lang: Lang| {
        let cells = sheet
            .header
            .iter()
            .filter_map(|cell| hint(cell, missing, lang));
        let cells: Vec<String> = cells.collect();
        match cells.is_empty() {
            true => String::new(),
            false => format!(
                "{}{}",
                lang.pick("；", "; "),
                cells.join(lang.pick("，", ", "))
            ),
        }
    };
    let finding = Finding::about(&SHT005, place);
    let finding = finding.arg(named(Lang::Zh)).arg(named(Lang::En));
    finding.arg(near(Lang::Zh)).arg(near(Lang::En))
}

/// A column nobody reads that may hold one of the missing fields.
fn hint(cell: &HeaderCell, missing: &[&Vec<Field>], lang: Lang) -> Option<String> {
    let Meaning::Unknown(Some(proposal)) = &cell.meaning else {
        return None;
    };
    let wanted = missing.iter().any(|any| any.contains(&proposal.field));
    let (column, label) = (column_letters(cell.column), proposal.field.label(lang));
    let header = cell.text.split_whitespace().collect::<Vec<_>>().join(" ");
    wanted.then(|| match lang {
        Lang::Zh => format!("{column} 列「{header}」可能是{label}"),
        Lang::En => format!("column {column} `{header}` may be the {label}"),
    })
}
