//! 四要素 and 账户核对: the stores whose records do not plainly agree.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::accounts_csv::key_field;
use super::discrepancies_xlsx::{Book, Column, Holds, Pen, TABLE_ROWS};
use crate::model::reconciled::Match;
use crate::model::{Comparison, Field, Kind, Verdict};

use Holds::Text;

const ELEMENT_COLUMNS: &[Column] = &[
    Column("门店编码", "Store code", 18, Text),
    Column("门店名称", "Store", 26, Text),
    Column("公司名称", "Company", 30, Text),
    Column("支付宝账号", "Alipay account", 24, Text),
    Column("账户记录", "Record", 10, Text),
    Column("法人身份证号", "Legal person's ID", 14, Text),
    Column("法人姓名", "Legal person", 14, Text),
    Column("营业执照号", "Business licence", 14, Text),
    Column("公司名称核对", "Company name", 14, Text),
    Column("PID", "PID", 12, Text),
    Column("账户状态", "Status", 12, Text),
    Column("记录位置", "Record's place", 40, Text),
];

const ELEMENTS: &[Field] = &[
    Field::LegalIdNo,
    Field::LegalName,
    Field::BusinessLicense,
    Field::MerchantName,
    Field::Pid,
];

const ACCOUNT_COLUMNS: &[Column] = &[
    Column("门店编码", "Store code", 18, Text),
    Column("门店名称", "Store", 26, Text),
    Column("公司名称", "Company", 30, Text),
    Column("结算账号", "Settlement account", 22, Text),
    Column("账户记录", "Record", 10, Text),
    Column("开户名", "Holder", 14, Text),
    Column("账户状态", "Status", 12, Text),
    Column("记录位置", "Record's place", 40, Text),
];

/// Fills 四要素: the four elements, and the PID, where they do not agree with the Alipay register.
pub(crate) fn fill_elements(book: &Book, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    comparisons(book, sheet, Kind::AlipayAccounts, ELEMENT_COLUMNS, ELEMENTS)
}

/// Fills 账户核对: settlement accounts that do not agree with the bank's register.
pub(crate) fn fill_accounts(book: &Book, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    comparisons(
        book,
        sheet,
        Kind::BankAccounts,
        ACCOUNT_COLUMNS,
        &[Field::CardName],
    )
}

fn comparisons(
    book: &Book,
    sheet: &mut Worksheet,
    register: Kind,
    columns: &[Column],
    elements: &[Field],
) -> Result<(), XlsxError> {
    let mut pen = Pen::new(sheet, book);
    pen.table(columns)?;
    let all = &book.report.run.reconciled.comparisons;
    let (mut shown, mut passed) = (0, 0_u64);
    let held = |c: &&Comparison| c.against == register && concerns_a_store(c);
    for comparison in all.iter().filter(held) {
        if agrees(comparison, elements) || shown == TABLE_ROWS {
            passed += 1;
            continue;
        }
        shown += 1;
        row(&mut pen, comparison, elements)?;
        pen.next_row()?;
    }
    pen.finish_table(columns)?;
    let passed = passed.to_string();
    pen.remark(&book.lang.pick(
        format!("另有 {passed} 家门店各项一致，未列出；逐家结果见 accounts.csv"),
        format!("{passed} more stores agree in everything; accounts.csv has them one by one"),
    ))
}

/// Records that no store has, and stores that give no account and have none, are left to accounts.csv.
fn concerns_a_store(comparison: &Comparison) -> bool {
    let given = !comparison.key.is_empty() || comparison.matched != Match::NotFound;
    comparison.store.is_some() && given
}

/// Whether nothing about the comparison needs a look. A PID only one side gives proves nothing.
fn agrees(comparison: &Comparison, elements: &[Field]) -> bool {
    comparison.matched == Match::One
        && elements
            .iter()
            .all(|element| match comparison.verdict(*element) {
                Some(Verdict::Missing) => *element == Field::Pid,
                verdict => verdict.is_none_or(Verdict::agrees),
            })
}

fn row(pen: &mut Pen, comparison: &Comparison, elements: &[Field]) -> Result<(), XlsxError> {
    let book = pen.book;
    let lens = &book.report.lens;
    let store = book
        .report
        .run
        .ingested
        .tables
        .stores
        .row(comparison.store.unwrap_or_default() as usize);
    pen.text(0, store.text(Field::StoreCode))?;
    for (column, field) in [(1, Field::StoreName), (2, Field::MerchantName)] {
        pen.text(column, &lens.hide(Some(field), store.text(field)))?;
    }
    pen.text(
        3,
        &lens.hide(Some(key_field(comparison.against)), &comparison.key),
    )?;
    let label = comparison.matched.label(book.lang);
    match comparison.matched {
        Match::One => pen.text(4, label)?,
        Match::Ambiguous => pen.styled(4, label, &book.styles.fair)?,
        Match::NotFound => pen.styled(4, label, &book.styles.bad)?,
    }
    let mut column = 5;
    for element in elements {
        match comparison.verdict(*element) {
            Some(verdict @ (Verdict::Equal | Verdict::EqualFolded)) => {
                pen.text(column, verdict.label(book.lang))?;
            }
            Some(verdict) => {
                pen.styled(
                    column,
                    verdict.label(book.lang),
                    book.styles.verdict(verdict),
                )?;
            }
            None => {}
        }
        column += 1;
    }
    pen.text(column, &comparison.status)?;
    pen.text(
        column + 1,
        &comparison.record.map(|p| lens.path(p)).unwrap_or_default(),
    )
}
