//! The answer for machines: one JSON object.

use serde_json::{Value, json};

use super::Mapped;
use super::save::Saved;
use super::sheet::{Column, Sheet, Taken};
use crate::cli::args::MapArgs;
use crate::cli::inspect::of_proposal;
use crate::model::{Lang, place};

pub(super) fn render(all: &[Mapped], args: &MapArgs) -> String {
    let lang = Lang::from(args.lang);
    let sheets = all.iter().flat_map(|mapped| {
        let sheets = mapped.sheets.iter();
        sheets.map(move |sheet| of_sheet(mapped, sheet, lang))
    });
    let files = all.iter().flat_map(|mapped| &mapped.ingested.files);
    let refused = files.filter_map(|file| {
        let finding = file.refused.as_ref()?;
        Some(json!({"file": file.path, "code": finding.rule.code}))
    });
    let written = args.save && !args.dry_run;
    let saved = all.iter().filter_map(|mapped| mapped.saved.as_ref());
    let answer = json!({
        "schema": "jinjian.map/1",
        "sheets": sheets.collect::<Vec<_>>(),
        "refused": refused.collect::<Vec<_>>(),
        "maps": saved.map(|saved| of_saved(saved, written)).collect::<Vec<_>>(),
    });
    format!("{answer}\n")
}

fn of_sheet(mapped: &Mapped, sheet: &Sheet, lang: Lang) -> Value {
    json!({
        "file": sheet.file,
        "sheet": sheet.name,
        "kind": sheet.kind.map(|k| k.key()),
        "layout": sheet.kind.map(|_| &sheet.layout),
        "drift": mapped.drift(sheet, lang),
        "columns": sheet.columns.iter().map(of_column).collect::<Vec<_>>(),
    })
}

fn of_column(column: &Column) -> Value {
    let (meaning, field) = match &column.taken {
        Taken::Known(field) => ("field", Some(*field)),
        Taken::NotUsed => ("not_used", None),
        Taken::Saved(field) => ("saved", *field),
        Taken::Given(field) => ("given", *field),
        Taken::Proposed(..) => ("proposed", None),
        Taken::Repeated(field) => ("duplicate", Some(*field)),
        Taken::Unknown => ("unknown", None),
    };
    let (proposal, accepted) = match &column.taken {
        Taken::Proposed(proposal, accepted) => (Some(of_proposal(proposal)), Some(*accepted)),
        _ => (None, None),
    };
    json!({
        "column": place::column_letters(column.column),
        "header": column.header,
        "meaning": meaning,
        "field": field.map(|f| f.key()),
        "proposal": proposal,
        "accepted": accepted,
    })
}

fn of_saved(saved: &Saved, written: bool) -> Value {
    let entries = saved.entries.iter().map(|entry| {
        let columns = entry.columns.iter().map(|(header, field)| {
            let key = field.map(|f| f.key());
            json!({"header": header, "field": key})
        });
        json!({
            "file": entry.file,
            "sheet": entry.sheet,
            "layout": entry.layout,
            "columns": columns.collect::<Vec<_>>(),
        })
    });
    json!({
        "path": saved.path.display().to_string(),
        "written": written,
        "mappings": entries.collect::<Vec<_>>(),
    })
}
