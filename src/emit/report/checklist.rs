//! `reports/checklist.csv` and 前提清单: the preconditions of the job beyond the rows, one a row, with how many
//! stores meet each and which do not.

use super::column::{CellValue, ReportColumn, columns};
use super::context::ReportContext;
use super::csv_file;
use super::sheet_writer::{SheetResult, SheetWriter};
use super::workbook_context::WorkbookContext;
use crate::emit::error::EmitError;
use crate::emit::staging::OutputSink;
use crate::emit::workbook_style::Tone;
use crate::model::Field;
use crate::model::checklist::Check;

/// Stores named per row of the CSV and of the sheet.
const NAMED_IN_CSV: usize = 20;
const NAMED_IN_SHEET: usize = 8;

struct CheckRow<'a> {
    report: &'a ReportContext<'a>,
    check: &'a Check,
}

fn columns<'a>() -> Vec<ReportColumn<CheckRow<'a>>> {
    columns! { CheckRow<'a>;
        csv "precondition" sheet "前提" "Precondition" 34 Text
            => |r| CellValue::word(r.check.what.key(), r.check.what.label(r.report.lang));
        csv "acquirer" sheet "受理机构" "Acquirer" 19 Text => |r| &r.check.subject;
        sheet "状态" "State" 9 Text => |r| r.state();
        csv "who" sheet "谁来办" "Who" 10 Text
            => |r| CellValue::word(r.check.what.party().key(), r.check.what.party().label(r.report.lang));
        csv "done" sheet "已满足" "Met" 9 Number => |r| r.check.done;
        csv "open" sheet "未满足" "Open" 9 Number => |r| r.check.open.len();
        csv "by" sheet "最早期限" "First due" 12 Text => |r| r.check.by;
        csv "stores" => |r| r.stores(NAMED_IN_CSV);
        csv "what" => |r| r.check.what.label(r.report.lang);
        csv "to_do" => |r| r.check.what.remedy(r.report.lang);
        sheet "怎么办" "What to do" 60 Prose
            => |r| if r.check.open.is_empty() { "" } else { r.check.what.remedy(r.report.lang) };
        sheet "门店" "Stores" 60 Prose => |r| r.stores(NAMED_IN_SHEET);
    }
}

impl CheckRow<'_> {
    fn state(&self) -> CellValue<'_> {
        let lang = self.report.lang;
        if self.check.open.is_empty() {
            CellValue::word("met", lang.pick("满足", "met")).in_tone(Tone::Good)
        } else {
            CellValue::word("open", lang.pick("未满足", "open")).in_tone(Tone::Fair)
        }
    }

    /// The codes of the first stores for which it is open.
    fn stores(&self, named: usize) -> String {
        let open = &self.check.open;
        let code = |row: &u32| self.report.store(*row as usize).text(Field::StoreCode);
        let mut codes: Vec<&str> = open.iter().take(named).map(code).collect();
        if open.len() > named {
            codes.push("…");
        }
        codes.join(" ")
    }
}

fn rows<'a>(report: &'a ReportContext<'a>) -> impl Iterator<Item = CheckRow<'a>> {
    let checklist = report.run.plan.checklist.iter();
    checklist.map(move |check| CheckRow { report, check })
}

/// Writes the file; the answer is the number of rows.
pub(crate) fn write(report: &ReportContext, sink: &mut OutputSink) -> Result<u64, EmitError> {
    csv_file::write_report(sink, &columns(), rows(report))
}

/// Fills the sheet.
pub(crate) fn fill(book: &WorkbookContext, sheet: &mut SheetWriter) -> SheetResult {
    sheet.table(&columns(), rows(book.report))
}
