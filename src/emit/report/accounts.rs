//! `reports/accounts.csv`, one row per store ↔ account comparison, and 四要素 and 账户核对, the stores whose
//! records do not plainly agree.

use std::ops::Range;

use super::column::{CellValue, ReportColumn, columns};
use super::context::ReportContext;
use super::csv_file;
use super::sheet_writer::{SheetResult, SheetWriter, TABLE_ROWS};
use super::workbook_context::WorkbookContext;
use crate::emit::error::EmitError;
use crate::emit::staging::OutputSink;
use crate::emit::workbook_style::Tone;
use crate::model::reconciled::{Fold, Match, Pass};
use crate::model::{Comparison, Field, Kind, Place, Verdict};

/// What accounts are compared on: at Alipay, then at the bank.
const ELEMENTS: [Field; 6] = [
    Field::LegalIdNo,
    Field::LegalName,
    Field::BusinessLicense,
    Field::MerchantName,
    Field::Pid,
    Field::CardName,
];
const AT_ALIPAY: Range<usize> = 0..5;
const AT_BANK: Range<usize> = 5..6;

struct AccountRow<'a> {
    report: &'a ReportContext<'a>,
    comparison: &'a Comparison,
}

/// The columns of the CSV, with `further` elements than it always has, and of the sheet of one register.
fn columns<'a>(register: Kind, further: &[Field]) -> Vec<ReportColumn<AccountRow<'a>>> {
    let store = columns! { AccountRow<'a>;
        csv "store_code" sheet "门店编码" "Store code" 18 Text => |r| r.store_text(Field::StoreCode);
        csv "file" => |r| r.store_place().map(|place| r.report.formatter.file(place).0);
        csv "sheet" => |r| r.store_place().and_then(|place| r.report.formatter.file(place).1);
        csv "row" => |r| r.store_place().map(|place| place.row);
        sheet "门店名称" "Store" 26 Text => |r| r.store_text(Field::StoreName);
        sheet "公司名称" "Company" 30 Text => |r| r.store_text(Field::MerchantName);
        csv "register" => |r| r.comparison.against.key();
    };
    let mut keys = columns! { AccountRow<'a>;
        csv "key" sheet "支付宝账号" "Alipay account" 24 Text => |r| r.key();
        sheet "结算账号" "Settlement account" 22 Text => |r| r.key();
    };
    let record = columns! { AccountRow<'a>;
        sheet "账户记录" "Record" 10 Text => |r| r.found();
        csv "verdict" => |r| r.comparison.outcome().key();
        csv "pass" => |r| r.comparison.pass.map_or("", Pass::key);
        csv "record_file" => |r| r.comparison.record.map(|place| r.report.formatter.file(place).0);
        csv "record_sheet" => |r| r.comparison.record.and_then(|place| r.report.formatter.file(place).1);
        csv "record_cell" => |r| r.comparison.record.and_then(|place| place.cell_name());
        csv "record_row" => |r| r.comparison.record.map(|place| place.row);
        csv "candidates" => |r| r.report.paths(&r.comparison.candidates);
        csv "status" => |r| &r.comparison.status;
        csv "folds" => |r| r.folds();
    };
    let mut elements = columns! { AccountRow<'a>;
        csv "verdict_legal_id_no" sheet "法人身份证号" "Legal person's ID" 14 Text => |r| r.verdict(Field::LegalIdNo);
        csv "verdict_legal_name" sheet "法人姓名" "Legal person" 14 Text => |r| r.verdict(Field::LegalName);
        csv "verdict_business_license" sheet "营业执照号" "Business licence" 14 Text
            => |r| r.verdict(Field::BusinessLicense);
        csv "verdict_merchant_name" sheet "公司名称核对" "Company name" 14 Text => |r| r.verdict(Field::MerchantName);
        csv "verdict_pid" sheet "PID" "PID" 12 Text => |r| r.verdict(Field::Pid);
        csv "verdict_card_name" sheet "开户名" "Holder" 14 Text => |r| r.verdict(Field::CardName);
    };
    // What is of the other register stands in no sheet of this one.
    let (other_key, other_elements) = match register {
        Kind::BankAccounts => (0, AT_ALIPAY),
        _ => (1, AT_BANK),
    };
    keys[other_key].heading = None;
    for column in &mut elements[other_elements] {
        column.heading = None;
    }
    let further = further.iter().copied().map(|field| {
        let key = format!("verdict_{}", field.key()).into();
        ReportColumn::new(Some(key), None, move |r: &AccountRow<'a>| r.verdict(field))
    });
    let last = columns! { AccountRow<'a>;
        sheet "账户状态" "Status" 12 Text => |r| &r.comparison.status;
        sheet "记录位置" "Record's place" 40 Text => |r| r.comparison.record.map(|place| r.report.formatter.path(place));
    };
    let columns = store.into_iter().chain(keys).chain(record).chain(elements);
    columns.chain(further).chain(last).collect()
}

impl AccountRow<'_> {
    /// Where its store stands; nowhere for a record that no store has.
    fn store_place(&self) -> Option<Place> {
        let row = self.comparison.store?;
        Some(self.report.store_place(row as usize))
    }

    fn store_text(&self, field: Field) -> CellValue<'_> {
        let row = self.comparison.store;
        row.map(|row| self.report.shown(self.report.store(row as usize), field))
            .into()
    }

    fn key(&self) -> CellValue<'_> {
        // The field the register is joined on.
        let field = match self.comparison.against {
            Kind::BankAccounts => Field::CardNo,
            _ => Field::LogonId,
        };
        let key = &self.comparison.key;
        self.report.formatter.hide(Some(field), key).into()
    }

    fn found(&self) -> CellValue<'_> {
        let found = self.comparison.matched;
        let word = CellValue::word(found.key(), found.label(self.report.lang));
        match found {
            Match::One => word,
            Match::Ambiguous => word.in_tone(Tone::Fair),
            Match::NotFound => word.in_tone(Tone::Bad),
        }
    }

    /// Colour beside the word; plain agreement stays quiet.
    fn verdict(&self, field: Field) -> CellValue<'_> {
        let Some(verdict) = self.comparison.verdict(field) else {
            return CellValue::Blank;
        };
        let word = CellValue::word(verdict.key(), verdict.label(self.report.lang));
        match verdict {
            Verdict::Equal | Verdict::EqualFolded => word,
            Verdict::Compatible => word.in_tone(Tone::Fair),
            Verdict::Different => word.in_tone(Tone::Bad),
            Verdict::Missing | Verdict::NotChecked => word.in_tone(Tone::Faint),
        }
    }

    fn folds(&self) -> String {
        let fold = |(field, fold): &(Field, Fold)| format!("{}:{}", field.key(), fold.key());
        let folds = self.comparison.folds.iter().map(fold);
        folds.collect::<Vec<_>>().join(" ")
    }
}

/// Writes `accounts.csv`; the answer is the number of rows.
pub(crate) fn write(report: &ReportContext, sink: &mut OutputSink) -> Result<u64, EmitError> {
    let comparisons = &report.run.reconciled.comparisons;
    let mut further: Vec<Field> = Vec::new();
    for (field, _) in comparisons.iter().flat_map(|c| &c.verdicts) {
        if !ELEMENTS.contains(field) && !further.contains(field) {
            further.push(*field);
        }
    }
    further.sort();
    let comparisons = comparisons.iter();
    let rows = comparisons.map(|comparison| AccountRow { report, comparison });
    csv_file::write_report(sink, &columns(Kind::AlipayAccounts, &further), rows)
}

/// Fills 四要素: the four elements, and the PID, where they do not agree with the Alipay register.
pub(crate) fn fill_elements(book: &WorkbookContext, sheet: &mut SheetWriter) -> SheetResult {
    fill(book.report, sheet, Kind::AlipayAccounts, AT_ALIPAY)
}

/// Fills 账户核对: settlement accounts that do not agree with the bank's register.
pub(crate) fn fill_accounts(book: &WorkbookContext, sheet: &mut SheetWriter) -> SheetResult {
    fill(book.report, sheet, Kind::BankAccounts, AT_BANK)
}

fn fill(
    report: &ReportContext,
    sheet: &mut SheetWriter,
    register: Kind,
    elements: Range<usize>,
) -> SheetResult {
    let elements = &ELEMENTS[elements];
    let concerned = report.run.reconciled.comparisons.iter();
    let concerned = concerned.filter(|c| c.against == register && concerns_a_store(c));
    let (mut shown, mut total) = (Vec::new(), 0);
    for comparison in concerned {
        total += 1;
        if !agrees(comparison, elements) && shown.len() < TABLE_ROWS {
            shown.push(AccountRow { report, comparison });
        }
    }
    let others = total - shown.len();
    sheet.table(&columns(register, &[]), shown)?;
    sheet.remark(&report.lang.pick(
        format!("另有 {others} 家门店各项一致，未列出；逐家结果见 accounts.csv"),
        format!("{others} more stores agree in everything; accounts.csv has them one by one"),
    ))
}

/// Records that no store has, and stores that give no account and have none, are left to accounts.csv.
fn concerns_a_store(comparison: &Comparison) -> bool {
    let given = !comparison.key.is_empty() || comparison.matched != Match::NotFound;
    comparison.store.is_some() && given
}

/// Whether nothing about the comparison needs a look. A PID only one side gives proves nothing.
fn agrees(comparison: &Comparison, elements: &[Field]) -> bool {
    let agrees = |field: &Field| match comparison.verdict(*field) {
        Some(Verdict::Missing) => *field == Field::Pid,
        verdict => verdict.is_none_or(Verdict::agrees),
    };
    comparison.matched == Match::One && elements.iter().all(agrees)
}
