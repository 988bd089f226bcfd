//! 按商户: one row per legal entity, with the sentence to send it.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::discrepancies_xlsx::{Book, Column, Holds, Pen};
use crate::model::{Disposition, Field};

use Holds::{Number, Prose, Text};

const COLUMNS: &[Column] = &[
    Column("公司名称", "Company", 28, Prose),
    Column("营业执照号", "Business licence", 21, Text),
    Column("门店", "Stores", 8, Number),
    Column("暂缓", "Held", 8, Number),
    Column("新建", "Create", 8, Number),
    Column("修改", "Modify", 8, Number),
    Column("无变化", "Unchanged", 8, Number),
    Column("直连", "Direct", 8, Number),
    Column("重复", "Repeated", 8, Number),
    Column("错误", "Errors", 8, Number),
    Column("警告", "Warnings", 8, Number),
    Column("明细", "Findings", 8, Text),
    Column(
        "请商户核对（可直接粘贴）",
        "What to ask (ready to paste)",
        70,
        Prose,
    ),
];

const ORDER: [Disposition; 6] = [
    Disposition::Held,
    Disposition::Create,
    Disposition::Modify,
    Disposition::Unchanged,
    Disposition::Direct,
    Disposition::Repeated,
];

/// Fills the sheet.
pub(crate) fn fill(book: &Book, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let mut pen = Pen::new(sheet, book);
    pen.table(COLUMNS)?;
    let look = book.lang.pick("查看", "show");
    for merchant in &book.merchants {
        for (column, field, text) in [
            (0, Field::MerchantName, merchant.name),
            (1, Field::BusinessLicense, merchant.licence),
        ] {
            pen.text(column, &book.report.lens.hide(Some(field), text))?;
        }
        pen.number(2, merchant.stores)?;
        for (column, disposition) in (3..).zip(ORDER) {
            pen.number(column, merchant.count(disposition))?;
        }
        pen.number(9, merchant.errors)?;
        pen.number(10, merchant.warnings)?;
        if let Some(first) = merchant.first {
            pen.link(11, look, &book.finding_cell(first))?;
        }
        pen.text(12, &merchant.request(book.lang))?;
        pen.next_row()?;
    }
    pen.finish_table(COLUMNS)
}
