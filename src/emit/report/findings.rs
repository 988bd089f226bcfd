//! 明细: every finding, both sides, and what to do about it; and the CSV of findings that `check` prints.

use std::io::{self, Write};

use super::column::{CellValue, ReportColumn, columns};
use super::csv_file;
use super::sheet_writer::{SHEET_ROWS, SheetResult, SheetWriter};
use super::workbook_context::WorkbookContext;
use crate::emit::finding_formatter::{FindingFormatter, FindingView};
use crate::emit::workbook_style::Tone;
use crate::model::{Field, Finding, Kind};

/// Places of the other side named in one cell; the rest are counted.
const PLACES_NAMED: usize = 3;

fn csv_columns<'a>() -> Vec<ReportColumn<FindingView<'a>>> {
    columns! { FindingView<'a>;
        csv "file" => |r| r.file;
        csv "sheet" => |r| r.sheet;
        csv "cell" => |r| r.finding.place.cell_name();
        csv "row" => |r| Some(r.finding.place.row).filter(|row| *row > 0);
        csv "code" => |r| r.finding.rule.code;
        csv "level" => |r| r.finding.level.key();
        csv "blocks" => |r| r.finding.blocks().map(|blocks| blocks.key());
        csv "field" => |r| r.finding.field.map(Field::key);
        csv "store_code" => |r| r.key().0;
        csv "found" => |r| &*r.found;
        csv "expected" => |r| &r.expected;
        csv "message" => |r| &r.message;
        csv "hint" => |r| &r.hint;
    }
}

/// Findings as one CSV, one a row; each group under its own sources and language.
///
/// # Errors
/// Those of `out`.
pub fn findings_csv<'a>(
    groups: impl IntoIterator<Item = (FindingFormatter<'a>, &'a [Finding])>,
    out: impl Write,
) -> io::Result<()> {
    let groups = groups.into_iter();
    let views = groups.flat_map(|(formatter, findings)| {
        findings.iter().map(move |finding| formatter.view(finding))
    });
    csv_file::write(out, &csv_columns(), views).map(drop)
}

/// A finding beside the workbook it is linked from.
struct FindingRow<'a> {
    book: &'a WorkbookContext<'a>,
    view: FindingView<'a>,
}

fn columns<'a>() -> Vec<ReportColumn<FindingRow<'a>>> {
    columns! { FindingRow<'a>;
        sheet "级别" "Level" 8 Text => |r| r.level();
        sheet "规则" "Rule" 9 Text => |r| r.rule();
        sheet "问题" "Problem" 18 Prose => |r| r.finding().rule.title(r.book.report.lang);
        sheet "阻断" "Blocks" 7 Text => |r| r.finding().blocks().map(|blocks| blocks.key());
        sheet "公司名称" "Company" 20 Prose => |r| r.merchant();
        sheet "门店/商品编码" "Store/SKU code" 16 Text => |r| r.view.key().0;
        sheet "文件" "File" 16 Prose => |r| r.view.file;
        sheet "工作表" "Sheet" 10 Prose => |r| r.view.sheet;
        sheet "单元格" "Cell" 9 Text => |r| r.book.report.formatter.spot(r.finding().place);
        sheet "字段" "Field" 14 Prose => |r| r.finding().field.map(|field| field.label(r.book.report.lang));
        sheet "现值" "Found" 20 Prose => |r| &*r.view.found;
        sheet "应为/对方值" "Expected/other side" 20 Prose => |r| r.expected();
        sheet "对方位置" "Other side's place" 24 Prose => |r| r.other_places();
        sheet "说明" "What is wrong" 30 Prose => |r| &r.view.message;
        sheet "处理建议" "What to do" 30 Prose => |r| &r.view.hint;
    }
}

/// Fills one of the sheets of findings.
pub(crate) fn fill(book: &WorkbookContext, part: usize, sheet: &mut SheetWriter) -> SheetResult {
    let findings = book.report.run.findings.iter();
    let own = findings.skip(part * SHEET_ROWS).take(SHEET_ROWS);
    let rows = own.map(|finding| FindingRow {
        book,
        view: book.report.formatter.view(finding),
    });
    sheet.table(&columns(), rows)
}

impl<'a> FindingRow<'a> {
    fn finding(&self) -> &'a Finding {
        self.view.finding
    }

    fn level(&self) -> CellValue<'static> {
        let level = self.finding().level;
        let label = level.label(self.book.report.lang);
        CellValue::word(level.key(), label).in_tone(Tone::Level(level))
    }

    fn rule(&self) -> CellValue<'static> {
        let code = self.finding().rule.code;
        CellValue::Link(code.into(), self.book.rule_cell(code))
    }

    fn merchant(&self) -> CellValue<'a> {
        let (_, row) = match self.finding().row {
            Some(row @ (Kind::Stores, _)) => row,
            _ => return CellValue::Blank,
        };
        let report = self.book.report;
        let store = report.store(row as usize);
        report.shown(store, Field::MerchantName).into()
    }

    /// What the rule expects; else the other side's value; else what the first related cell holds.
    fn expected(&self) -> CellValue<'_> {
        let view = &self.view;
        if !view.expected.is_empty() {
            return (&view.expected).into();
        }
        if let Some(other) = view.other.as_deref().filter(|other| !other.is_empty()) {
            return other.into();
        }
        let related = view.finding.related.first().map(|related| {
            let field = related.field.or(view.finding.field);
            self.book.report.formatter.hide(field, &related.found)
        });
        related.into()
    }

    fn other_places(&self) -> String {
        let report = self.book.report;
        let related = &self.finding().related;
        let place = |related: &crate::model::Related| {
            let path = report.formatter.path(related.place);
            format!("{} {path}", related.note.text(report.lang))
        };
        let named = related.iter().take(PLACES_NAMED).map(place);
        let mut text = named.collect::<Vec<_>>().join("\n");
        if related.len() > PLACES_NAMED {
            let n = related.len();
            let more = (format!("\n… 共 {n} 处"), format!("\n… {n} places"));
            text.push_str(&report.lang.pick(more.0, more.1));
        }
        text
    }
}
