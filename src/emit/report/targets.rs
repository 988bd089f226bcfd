//! `reports/targets.csv`, every row that one target would refuse though nothing else holds it, with the column
//! and what is wrong, and 上传目标, what each upload takes, holds and refuses.

use super::column::{ReportColumn, columns};
use super::context::ReportContext;
use super::csv_file;
use super::sheet_writer::{SheetResult, SheetWriter};
use super::workbook_context::WorkbookContext;
use crate::emit::error::EmitError;
use crate::emit::staging::OutputSink;
use crate::model::{Field, Place, Table};
use crate::uploads::input::code_field;
use crate::uploads::refusal::RowRefusal;
use crate::uploads::target::{Target, TargetTotals};

/// One reason for which a target refuses a row.
struct RefusalRow<'a> {
    report: &'a ReportContext<'a>,
    target: &'a Target,
    table: &'a Table,
    row: usize,
    place: Place,
    code: Field,
    refusal: &'a RowRefusal,
}

fn refusal_columns<'a>() -> Vec<ReportColumn<RefusalRow<'a>>> {
    columns! { RefusalRow<'a>;
        csv "target" => |r| &r.target.layout.name;
        csv "file" => |r| r.report.formatter.file(r.place).0;
        csv "sheet" => |r| r.report.formatter.file(r.place).1;
        csv "row" => |r| r.place.row;
        csv "code" => |r| r.table.text(r.row, r.code);
        csv "column" => |r| r.target.place(r.refusal, r.report.lang);
        csv "reason" => |r| r.refusal.refusal.text(r.report.lang);
    }
}

fn refusal_rows<'a>(
    report: &'a ReportContext<'a>,
    target: &'a Target,
) -> impl Iterator<Item = RefusalRow<'a>> {
    let table = report.run.upload_input().table(&target.layout);
    let code = code_field(&target.layout);
    target.refused.iter().flat_map(move |(row, refusals)| {
        let row = *row as usize;
        let place = table.place(row, code, &report.run.ingested.sources);
        refusals.iter().map(move |refusal| RefusalRow {
            report,
            target,
            table,
            row,
            place,
            code,
            refusal,
        })
    })
}

/// Writes the file; the answer is the number of reasons.
pub(crate) fn write(report: &ReportContext, sink: &mut OutputSink) -> Result<u64, EmitError> {
    let targets = report.run.uploads.targets.iter();
    let rows = targets.flat_map(|target| refusal_rows(report, target));
    csv_file::write_report(sink, &refusal_columns(), rows)
}

struct TargetRow<'a> {
    report: &'a ReportContext<'a>,
    totals: &'a TargetTotals,
}

fn target_columns<'a>() -> Vec<ReportColumn<TargetRow<'a>>> {
    columns! { TargetRow<'a>;
        sheet "上传" "Upload" 22 Text => |r| &r.totals.title;
        sheet "文件" "Files" 22 Text => |r| r.files();
        sheet "共" "Rows" 10 Number => |r| r.totals.rows;
        sheet "写入" "Written" 10 Number => |r| r.totals.uploaded;
        sheet "此处不收" "Refused here" 11 Number => |r| r.totals.refused;
        sheet "整行暂缓" "Held" 10 Number => |r| r.totals.held;
        sheet "不涉及" "Not concerned" 10 Number => |r| r.totals.not_applicable;
        sheet "不收的原因" "Why refused" 60 Prose => |r| r.reasons();
    }
}

impl TargetRow<'_> {
    /// Its first and last file.
    fn files(&self) -> String {
        let batches = self.report.batches.iter();
        let own = batches.filter(|batch| batch.layout.name == self.totals.name);
        let files: Vec<&str> = own.map(|batch| batch.stem.as_str()).collect();
        match files[..] {
            [] => String::new(),
            [one] => one.to_owned(),
            [first, .., last] => format!("{first} … {last}"),
        }
    }

    fn reasons(&self) -> String {
        let reasons = self.totals.reasons.iter();
        let reasons = reasons.map(|(reason, rows)| format!("{reason} × {rows}"));
        let between = self.report.lang.pick("；", "; ");
        reasons.collect::<Vec<_>>().join(between)
    }
}

/// Fills the sheet.
pub(crate) fn fill(book: &WorkbookContext, sheet: &mut SheetWriter) -> SheetResult {
    let report = book.report;
    let totals = report.target_totals.iter();
    let rows = totals.map(|totals| TargetRow { report, totals });
    sheet.table(&target_columns(), rows)?;
    sheet.remark(report.lang.pick(
        "此处不收的门店其他上传照常提交；逐行原因见 targets.csv",
        "what one upload refuses goes into the others; targets.csv has the reasons row by row",
    ))
}
