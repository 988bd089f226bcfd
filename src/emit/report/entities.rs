//! 主体一致性: each legal entity whose rows contradict each other as a block, the cells that disagree
//! one below the other.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::column::{ReportColumn, columns};
use super::context::ReportContext;
use super::sheet_writer::{SheetResult, SheetWriter};
use super::workbook_context::WorkbookContext;
use crate::model::{Field, Finding, Kind, Note, Place, Row};

/// Rules that compare the rows of one entity.
const FAMILY: &str = "ENT";

/// One cell of a block.
struct CellRow<'a> {
    report: &'a ReportContext<'a>,
    place: Place,
    field: Option<Field>,
    found: &'a str,
    relation: Cow<'static, str>,
}

fn columns<'a>() -> Vec<ReportColumn<CellRow<'a>>> {
    columns! { CellRow<'a>;
        sheet "字段" "Field" 14 Text => |r| r.field.map(|field| field.label(r.report.lang));
        sheet "值" "Value" 34 Prose => |r| r.report.formatter.hide(r.field, r.found);
        sheet "关系" "Relation" 16 Text => |r| &*r.relation;
        sheet "门店编码" "Store code" 18 Text => |r| r.store().map(|store| store.text(Field::StoreCode));
        sheet "门店名称" "Store" 26 Prose => |r| r.store().map(|store| r.report.shown(store, Field::StoreName));
        sheet "文件" "File" 26 Prose => |r| r.report.formatter.file(r.place).0;
        sheet "工作表" "Sheet" 14 Text => |r| r.report.formatter.file(r.place).1;
        sheet "单元格" "Cell" 9 Text => |r| r.report.formatter.spot(r.place);
    }
}

impl<'a> CellRow<'a> {
    /// The store the cell belongs to.
    fn store(&self) -> Option<Row<'a>> {
        let stores = &self.report.run.ingested.tables.stores;
        let place = (self.place.source, self.place.row);
        // Rows of a table stand in the order of their sources and rows.
        let at = stores
            .origins
            .binary_search_by_key(&place, |o| (o.source, o.row));
        Some(stores.row(at.ok()?))
    }
}

/// Fills the sheet.
pub(crate) fn fill(book: &WorkbookContext, sheet: &mut SheetWriter) -> SheetResult {
    let report = book.report;
    let columns = columns();
    sheet.header(&columns)?;
    for ((code, key), findings) in blocks(report) {
        let Some(first) = findings.first() else {
            continue;
        };
        let title = first.rule.title(report.lang);
        let heading = format!("{code} {title} · {key}");
        sheet.styled(0, &heading, &sheet.styles.section)?;
        sheet.row += 1;
        for row in block(report, &findings) {
            sheet.table_row(&columns, &row)?;
        }
        sheet.row += 1;
    }
    if sheet.row == 1 {
        let none = ["没有互相矛盾的主体", "no entity contradicts itself"];
        sheet.text(0, report.lang.pick(none[0], none[1]))?;
    }
    sheet.finish_blocks()
}

/// Findings by rule and by what their rows share.
fn blocks<'a>(report: &ReportContext<'a>) -> BTreeMap<(&'static str, String), Vec<&'a Finding>> {
    let mut blocks: BTreeMap<_, Vec<_>> = BTreeMap::new();
    let findings = report.run.findings.iter();
    for finding in findings.filter(|finding| finding.rule.family() == FAMILY) {
        let shared = match finding.field {
            // Same person under several licences: the ID is what the rows share.
            Some(Field::LegalName) if finding.rule.reads.contains(&Field::LegalIdNo) => {
                Field::LegalIdNo
            }
            Some(field @ (Field::ContactMobile | Field::CardNo)) => field,
            _ => Field::BusinessLicense,
        };
        let key = match finding.row {
            Some((Kind::Stores, row)) => report.shown(report.store(row as usize), shared),
            _ => "".into(),
        };
        let key = format!("{} {key}", shared.label(report.lang));
        let block = blocks.entry((finding.rule.code, key)).or_default();
        block.push(finding);
    }
    blocks
}

/// The cells that disagree: those of the findings, then those they are compared with.
fn block<'a>(report: &'a ReportContext<'a>, findings: &[&'a Finding]) -> Vec<CellRow<'a>> {
    let row = |place, field, found, relation| CellRow {
        report,
        place,
        field,
        found,
        relation,
    };
    let mut rows: Vec<CellRow> = Vec::new();
    for finding in findings {
        // What several share is the same here; what is compared has another side, or several.
        let relation = match finding.other {
            Some(_) if is_tie(finding) => Note::DiffersHere.text(report.lang),
            Some(_) => report.lang.pick("与多数不同", "differs from most").into(),
            None => Note::SameHere.text(report.lang),
        };
        rows.push(row(finding.place, finding.field, &finding.found, relation));
    }
    for finding in findings {
        for related in &finding.related {
            if rows.iter().all(|row| row.place != related.place) {
                let field = related.field.or(finding.field);
                let relation = related.note.text(report.lang);
                rows.push(row(related.place, field, &related.found, relation));
            }
        }
    }
    rows
}

/// Whether no side of the group has a majority.
fn is_tie(finding: &Finding) -> bool {
    let mut notes = finding.related.iter().map(|related| related.note);
    notes.any(|note| matches!(note, Note::DiffersInRows(_)))
}
