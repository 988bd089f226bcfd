//! `reports/discrepancies.xlsx`, the report for people: the answer first, then the reason, then where
//! to click. Each sheet is a file of its own; this one lists them in order.

use rust_xlsxwriter::{Workbook, XlsxError};

use super::context::ReportContext;
use super::sheet_writer::{SHEET_ROWS, SheetResult, SheetWriter};
use super::workbook_context::{FINDINGS, MERCHANTS, RULES, SUMMARY, SheetName, WorkbookContext};
use super::{
    accounts, checklist, entities, findings, merchants, plan, rules, settlement, summary, targets,
};
use crate::emit::error::EmitError;
use crate::emit::staging::OutputSink;
use crate::emit::workbook_style;
use crate::emit::workbook_style::Styles;

type Fill = fn(&WorkbookContext, &mut SheetWriter) -> SheetResult;

/// Every sheet, in order; the list of findings takes several when it has to.
static SHEETS: &[(SheetName, Fill)] = &[
    (SUMMARY, summary::fill),
    (MERCHANTS, merchants::fill),
    (FINDINGS, |book, sheet| findings::fill(book, 0, sheet)),
    (["主体一致性", "Legal entities"], entities::fill),
    (["四要素", "Four elements"], accounts::fill_elements),
    (["账户核对", "Bank accounts"], accounts::fill_accounts),
    (SETTLEMENT, settlement::fill),
    (["进件计划", "Plan"], plan::fill),
    (["前提清单", "Preconditions"], checklist::fill),
    (["上传目标", "Uploads"], targets::fill),
    (RULES, rules::fill),
];

/// Absent when there is nothing to settle.
const SETTLEMENT: SheetName = ["结算", "Settlement"];

/// Writes the workbook; the answer is the number of findings in it.
pub(crate) fn write(report: &ReportContext, sink: &mut OutputSink) -> Result<u64, EmitError> {
    let book = WorkbookContext::new(report);
    let mut workbook = workbook_style::workbook();
    let styles = Styles::register(&mut workbook);
    fill(&book, &styles, &mut workbook)
        .and_then(|()| workbook.save_to_writer(&mut *sink))
        .map_err(|e| workbook_style::failed(sink.path(), e))?;
    Ok(report.run.findings.len() as u64)
}

fn fill(book: &WorkbookContext, styles: &Styles, workbook: &mut Workbook) -> Result<(), XlsxError> {
    let report = book.report;
    let mut add = |name: &str, fill: &dyn Fn(&mut SheetWriter) -> SheetResult| {
        let sheet = workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(name)?;
        fill(&mut SheetWriter::new(sheet, styles, report.lang))
    };
    for (name, fill) in SHEETS {
        if *name == SETTLEMENT && report.run.reconciled.settlement.days.is_empty() {
            continue;
        }
        add(book.name(*name), &|sheet| fill(book, sheet))?;
        let parts = report.run.findings.len().div_ceil(SHEET_ROWS);
        for part in (1..parts).filter(|_| *name == FINDINGS) {
            let further = |sheet: &mut SheetWriter| findings::fill(book, part, sheet);
            add(&book.findings_name(part), &further)?;
        }
    }
    Ok(())
}
