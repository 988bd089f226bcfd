//! 按商户: one row per legal entity, with the sentence to send it.

use super::column::{CellValue, ReportColumn, columns};
use super::finding_stats::MerchantStats;
use super::sheet_writer::{SheetResult, SheetWriter};
use super::workbook_context::WorkbookContext;
use crate::model::{Disposition, Field};

struct MerchantRow<'a> {
    book: &'a WorkbookContext<'a>,
    merchant: &'a MerchantStats<'a>,
}

fn columns<'a>() -> Vec<ReportColumn<MerchantRow<'a>>> {
    columns! { MerchantRow<'a>;
        sheet "公司名称" "Company" 28 Prose => |r| r.shown(Field::MerchantName, r.merchant.name);
        sheet "营业执照号" "Business licence" 21 Text => |r| r.shown(Field::BusinessLicense, r.merchant.licence);
        sheet "门店" "Stores" 8 Number => |r| r.merchant.stores;
        sheet "暂缓" "Held" 8 Number => |r| r.merchant.count(Disposition::Held);
        sheet "新建" "Create" 8 Number => |r| r.merchant.count(Disposition::Create);
        sheet "修改" "Modify" 8 Number => |r| r.merchant.count(Disposition::Modify);
        sheet "无变化" "Unchanged" 8 Number => |r| r.merchant.count(Disposition::Unchanged);
        sheet "直连" "Direct" 8 Number => |r| r.merchant.count(Disposition::Direct);
        sheet "重复" "Repeated" 8 Number => |r| r.merchant.count(Disposition::Repeated);
        sheet "错误" "Errors" 8 Number => |r| r.merchant.errors;
        sheet "警告" "Warnings" 8 Number => |r| r.merchant.warnings;
        sheet "明细" "Findings" 8 Text => |r| r.link();
        sheet "请商户核对（可直接粘贴）" "What to ask (ready to paste)" 70 Prose
            => |r| r.merchant.request(r.book.report.lang);
    }
}

impl<'a> MerchantRow<'a> {
    fn shown(&self, field: Field, text: &'a str) -> CellValue<'a> {
        self.book.report.formatter.hide(Some(field), text).into()
    }

    /// To the first of its findings.
    fn link(&self) -> Option<CellValue<'static>> {
        let look = self.book.report.lang.pick("查看", "show");
        let first = self.merchant.first?;
        Some(CellValue::Link(look.into(), self.book.finding_cell(first)))
    }
}

/// Fills the sheet.
pub(crate) fn fill(book: &WorkbookContext, sheet: &mut SheetWriter) -> SheetResult {
    let merchants = book.merchants.iter();
    let rows = merchants.map(|merchant| MerchantRow { book, merchant });
    sheet.table(&columns(), rows)
}
