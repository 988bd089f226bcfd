//! The answer for machines: one JSON object, everything the text says and nothing hidden in prose.

use serde_json::{Value, json};

use super::Inspected;
use super::sheet::Sheet;
use crate::cli::args::InspectArgs;
use crate::emit::FindingFormatter;
use crate::model::sentence::fill;
use crate::model::{
    Agreement, CellKind, Evidence, Finding, HeaderCell, InputFile, Meaning, Proposal,
    StatementRead, place,
};

pub(super) fn render(all: &[Inspected], args: &InspectArgs) -> String {
    let files: Vec<Value> = all
        .iter()
        .flat_map(|inspected| {
            let lens = inspected.lens(args);
            let files = inspected.ingested.files.iter();
            files.map(move |file| of_file(inspected, file, &lens))
        })
        .collect();
    format!(
        "{}\n",
        json!({"schema": "jinjian.inspect/1", "files": files})
    )
}

fn of_file(inspected: &Inspected, file: &InputFile, lens: &FindingFormatter) -> Value {
    let sheets = file
        .sheets
        .iter()
        .map(|read| of_sheet(&Sheet::new(inspected, read), lens));
    json!({
        "path": file.path,
        "bytes": file.bytes,
        "format": file.format,
        "encoding": file.text.map(|t| t.encoding),
        "not_utf8_at": file.text.and_then(|t| t.not_utf8_at),
        "delimiter": file.text.map(|t| t.delimiter),
        "refused": file.refused.as_ref().map(|f| of_refusal(f, lens)),
        "sheets": sheets.collect::<Vec<_>>(),
    })
}

fn of_refusal(finding: &Finding, lens: &FindingFormatter) -> Value {
    let text = finding.rule.text(lens.lang);
    let [reason, remedy] = [text.message, text.remedy].map(|t| fill(t, &finding.args, "", ""));
    json!({"code": finding.rule.code, "reason": reason, "remedy": remedy})
}

fn of_sheet(sheet: &Sheet, lens: &FindingFormatter) -> Value {
    let (first, last) = sheet.read.header_rows;
    let (known, columns) = sheet.fit();
    let kinds = sheet
        .kinds
        .iter()
        .map(|(kind, n)| (of_kind(*kind).to_owned(), json!(n)));
    json!({
        "sheet": sheet.name,
        "hidden": sheet.read.hidden,
        "kind": sheet.read.kind.map(|k| k.key()),
        "layout": sheet.read.layout,
        "header_rows": (first > 0).then(|| json!([first, last])),
        "known_columns": known,
        "columns_in_header": columns,
        "columns": sheet.read.header.iter().map(of_column).collect::<Vec<_>>(),
        "missing": sheet.missing.iter().map(|f| f.key()).collect::<Vec<_>>(),
        "rows": sheet.read.rows,
        "left_out": sheet.read.left_out,
        "statement": sheet.read.statement.map(of_statement),
        "cells": kinds.collect::<serde_json::Map<_, _>>(),
        "findings": sheet.findings.iter().map(|f| of_finding(f, lens)).collect::<Vec<_>>(),
    })
}

fn of_statement(read: StatementRead) -> Value {
    let of = |a: Agreement| json!({"compared": a.compared, "differ": a.differ});
    json!({
        "income": read.income,
        "outgo": read.outgo,
        "unreadable": read.unread,
        "income_fen": read.sums.map(|sums| sums[0]),
        "outgo_fen": read.sums.map(|sums| sums[1]),
        "balances": of(read.balances),
        "totals": of(read.totals),
    })
}

fn of_column(cell: &HeaderCell) -> Value {
    let (meaning, field, proposal) = match &cell.meaning {
        Meaning::Field(field) => ("field", Some(*field), None),
        Meaning::Accepted(field) => ("accepted", Some(*field), None),
        Meaning::Known => ("not_used", None, None),
        Meaning::Duplicate(field) => ("duplicate", Some(*field), None),
        Meaning::Unknown(proposal) => ("unknown", None, proposal.as_ref()),
    };
    json!({
        "column": place::column_letters(cell.column),
        "header": cell.text,
        "meaning": meaning,
        "field": field.map(|f| f.key()),
        "proposal": proposal.map(of_proposal),
    })
}

/// A proposal, with its score and its reason.
pub(crate) fn of_proposal(proposal: &Proposal) -> Value {
    let (header, fit, of) = match &proposal.evidence {
        Evidence::Header(header) => (Some(header), None, None),
        Evidence::Content { fit, of } => (None, Some(fit), Some(of)),
        Evidence::Both { header, fit, of } => (Some(header), Some(fit), Some(of)),
    };
    json!({
        "field": proposal.field.key(),
        "score": proposal.score,
        "similar_header": header,
        "cells_that_fit": fit,
        "cells_sampled": of,
    })
}

fn of_finding(finding: &Finding, lens: &FindingFormatter) -> Value {
    let view = lens.view(finding);
    json!({
        "code": finding.rule.code,
        "level": finding.level.key(),
        "cell": finding.place.cell_name(),
        "row": (finding.place.row > 0).then_some(finding.place.row),
        "field": finding.field.map(|f| f.key()),
        "found": view.found,
        "message": view.message,
    })
}

fn of_kind(kind: CellKind) -> &'static str {
    match kind {
        CellKind::Text => "text",
        CellKind::Number => "number",
        CellKind::Date => "date",
        CellKind::Bool => "bool",
        CellKind::Error => "error",
        CellKind::Carried => "merged",
        _ => "blank",
    }
}
