//! `reports/findings.jsonl`: one finding a line, for machines. Keys that have nothing to say are left
//! out. The schema, `jinjian.finding/1`:
//!
//! | key | |
//! |---|---|
//! | `schema` | `jinjian.finding/1`, always |
//! | `code` `name` | the rule: `LIC002`, `licence-checksum`; always |
//! | `level` | `error`, `warning` or `note`, overrides applied; always |
//! | `blocks` | `M3` or `M4`, for errors that block |
//! | `file` | path below the input folder; always |
//! | `sheet` | of a workbook; a CSV has none |
//! | `cell` `row` | `E1024` and 1024, counted as in the file; without `cell` it is the row, without both the sheet |
//! | `field` | field key |
//! | `store_code` or `sku_code` | of the row |
//! | `found` | the text as it stands in the file |
//! | `other` | the value on the other side of a comparison |
//! | `expected` | what should be there, as a sentence |
//! | `fix` | a proposed value |
//! | `message` `hint` | what is wrong, and what to do about it; `message` always |
//! | `related` | other places: `file`, `sheet`, `cell`, `row`, `field`, `found` as above, and `note`, why |
//!
//! Personal data in `found`, `other` and `fix` is hidden unless `--reveal`; sentences are in the run's
//! language.

use std::io::Write;

use serde::Serialize;

use super::context::ReportContext;
use crate::emit::error::EmitError;
use crate::emit::finding_formatter::{FindingFormatter, FindingView};
use crate::emit::staging::OutputSink;
use crate::model::{Field, Finding, Place, Related};

const SCHEMA: &str = "jinjian.finding/1";

#[derive(Serialize)]
struct FindingLine<'a> {
    schema: &'static str,
    code: &'static str,
    name: &'static str,
    level: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    blocks: Option<&'static str>,
    #[serde(flatten)]
    spot: CellSpot<'a>,
    #[serde(skip_serializing_if = "str::is_empty")]
    store_code: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    sku_code: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    found: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    other: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    expected: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<&'a str>,
    message: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    hint: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<RelatedLine<'a>>,
}

/// A place, the same keys for a finding and for what it is related to.
#[derive(Serialize)]
struct CellSpot<'a> {
    file: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cell: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'static str>,
}

#[derive(Serialize)]
struct RelatedLine<'a> {
    #[serde(flatten)]
    spot: CellSpot<'a>,
    #[serde(skip_serializing_if = "str::is_empty")]
    found: std::borrow::Cow<'a, str>,
    note: std::borrow::Cow<'static, str>,
}

/// Writes every finding; the answer is how many.
pub(crate) fn write(report: &ReportContext, sink: &mut OutputSink) -> Result<u64, EmitError> {
    for finding in report.run.findings {
        let view = report.formatter.view(finding);
        serde_json::to_writer(&mut *sink, &line(&report.formatter, &view))
            .map_err(std::io::Error::from)
            .and_then(|()| sink.write_all(b"\n"))
            .map_err(sink.failed())?;
    }
    Ok(report.run.findings.len() as u64)
}

/// One finding as a line of `findings.jsonl`, without its line end.
pub fn finding_json(formatter: &FindingFormatter, finding: &Finding) -> serde_json::Value {
    // Plain text and numbers cannot fail to serialise.
    serde_json::to_value(line(formatter, &formatter.view(finding))).unwrap_or_default()
}

fn line<'a>(formatter: &FindingFormatter<'a>, view: &'a FindingView<'a>) -> FindingLine<'a> {
    let finding = view.finding;
    let (key, is_sku) = view.key();
    FindingLine {
        schema: SCHEMA,
        code: finding.rule.code,
        name: finding.rule.name,
        level: finding.level.key(),
        blocks: finding.blocks().map(|b| b.key()),
        spot: spot((view.file, view.sheet), finding.place, finding.field),
        store_code: if is_sku { "" } else { key },
        sku_code: if is_sku { key } else { "" },
        found: &view.found,
        other: view.other.as_deref(),
        expected: &view.expected,
        fix: view.fix.as_deref(),
        message: &view.message,
        hint: &view.hint,
        related: finding
            .related
            .iter()
            .map(|r| related(formatter, finding.field, r))
            .collect(),
    }
}

fn spot<'a>(
    (file, sheet): (&'a str, Option<&'a str>),
    place: Place,
    field: Option<Field>,
) -> CellSpot<'a> {
    CellSpot {
        file,
        sheet,
        cell: place.cell_name(),
        row: Some(place.row).filter(|row| *row > 0),
        field: field.map(Field::key),
    }
}

fn related<'a>(
    formatter: &FindingFormatter<'a>,
    field: Option<Field>,
    related: &'a Related,
) -> RelatedLine<'a> {
    RelatedLine {
        spot: spot(formatter.file(related.place), related.place, related.field),
        found: formatter.hide(related.field.or(field), &related.found),
        note: related.note.text(formatter.lang),
    }
}
