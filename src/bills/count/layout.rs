//! The layout of a bill by its header: the column of each field, and the words that matter in the encoding of the
//! file, so that lines are compared byte by byte.

use std::sync::Arc;

use super::movement::{MovementForm, PersonalForm};
use super::summary::SummaryForm;
use super::trade_line::{CutForm, TradeForm};
use crate::bills::overlap::line_selection::{LineSelection, SelectedLines};
use crate::formats::text::encoding::Encoding;
use crate::headers::head_row::HeadRow;
use crate::headers::located::Located;
use crate::model::Field;
use crate::model::bill::{BillSort, FigureSort, LineSort};

/// A column that no line has: its field is empty.
const NOWHERE: usize = usize::MAX;

pub(crate) struct BillLayout {
    pub sort: BillSort,
    pub encoding: Encoding,
    pub delimiter: u8,
    pub header_row: u32,
    /// The column the header begins in: a bill that was saved again may have gained an empty one.
    pub first: usize,
    /// The column it ends in.
    pub last: usize,
    pub form: LineForm,
    /// In a second reading: the lines to keep.
    pub selection: Option<Arc<LineSelection>>,
    columns: Vec<(Field, usize)>,
}

/// How a line is read.
pub(crate) enum LineForm {
    Trade(TradeForm),
    Cut(CutForm),
    Movement(MovementForm),
    Personal(PersonalForm),
    Summary(SummaryForm),
}

impl BillLayout {
    /// `rows` are the first of the file, the header among them, which has all columns that the form requires.
    pub(crate) fn new(
        located: &Located,
        rows: &[HeadRow],
        encoding: Encoding,
        delimiter: u8,
    ) -> BillLayout {
        let head = &rows[located.index];
        let sort = located.layout.bill.unwrap_or(BillSort::OwnAlipay);
        let to_column = |(column, field): &(u16, Field)| (*field, usize::from(*column));
        let columns = located.columns.iter().map(to_column).collect();
        let ends =
            |cell: Option<&(u16, String)>| cell.map_or(0, |(column, _)| usize::from(*column));
        BillLayout {
            sort,
            encoding,
            delimiter,
            header_row: head.row,
            first: ends(head.cells.first()),
            last: ends(head.cells.last()),
            form: form(sort, located, rows, encoding),
            selection: None,
            columns,
        }
    }

    /// The same for a second reading. A selection by orders takes number and amount of a line from its order.
    pub(crate) fn with_selection(mut self, selection: Option<&Arc<LineSelection>>) -> BillLayout {
        let by_order =
            selection.is_some_and(|selection| matches!(selection.lines, SelectedLines::Orders(_)));
        let find = |field| self.columns.iter().find(|(f, _)| *f == field);
        let column = |field| find(field).map(|(_, column)| *column);
        let (order, amount) = (column(Field::OrderNo), column(Field::OrderAmount));
        if let (LineForm::Trade(form), true) = (&mut self.form, by_order) {
            (form.number, form.ordered) = (order, amount);
        }
        self.selection = selection.cloned();
        self
    }

    /// The column of a field.
    pub(crate) fn column(&self, field: Field) -> u16 {
        let found = self.columns.iter().find(|(f, _)| *f == field);
        found.map_or(u16::MAX, |(_, column)| {
            u16::try_from(*column).unwrap_or(u16::MAX)
        })
    }
}

fn form(sort: BillSort, located: &Located, rows: &[HeadRow], encoding: Encoding) -> LineForm {
    let at = |field| located.column_of(field).unwrap_or(NOWHERE);
    let number = located.column_of(Field::TradeNo);
    let number = number.or_else(|| located.column_of(Field::OrderNo));
    let word = |text: &str| encode(encoding, text);
    match sort {
        BillSort::OwnAlipay | BillSort::Acquirer => LineForm::Trade(TradeForm {
            trade_kind: at(Field::TradeKind),
            finished_at: at(Field::FinishedAt),
            net_amount: at(Field::NetAmount),
            ordered: None,
            service_fee: at(Field::ServiceFee),
            store_code: located.column_of(Field::StoreCode),
            smid: located.column_of(Field::Smid),
            trade: word("交易"),
            refund: word("退款"),
            number,
            refund_no: located.column_of(Field::RefundNo),
        }),
        BillSort::AcquirerCut => LineForm::Cut(CutForm {
            smid: at(Field::Smid),
            amount: at(Field::OrderAmount),
            number,
        }),
        BillSort::Fund => LineForm::Movement(MovementForm {
            at: at(Field::EntryDate),
            kind: at(Field::TradeKind),
            income: at(Field::Income),
            outgo: at(Field::Outgo),
            balance: at(Field::Balance),
            number,
            withdrawal: word("提现"),
            newest_first: newest_first(rows, located, at(Field::EntryDate)),
        }),
        BillSort::Personal => LineForm::Personal(PersonalForm {
            at: at(Field::EntryDate),
            direction: at(Field::Direction),
            amount: at(Field::Amount),
            words: [
                (word("收入"), LineSort::Income),
                (word("支出"), LineSort::Outgo),
                (word("不计收支"), LineSort::Neutral),
                (word("其他"), LineSort::Neutral),
            ],
        }),
        BillSort::TradeSummary | BillSort::FundSummary => LineForm::Summary(SummaryForm {
            figures: figures(located),
            total: word("合计"),
        }),
    }
}

fn encode(encoding: Encoding, text: &str) -> Vec<u8> {
    match encoding {
        Encoding::Gb18030 => encoding_rs::GB18030.encode(text).0.into_owned(),
        _ => text.as_bytes().to_vec(),
    }
}

/// The figures of a summary that can be compared with detail files.
fn figures(located: &Located) -> Vec<(FigureSort, Field, usize)> {
    let all = [
        (FigureSort::Trades, Field::TradeCount),
        (FigureSort::Refunds, Field::RefundCount),
        (FigureSort::Net, Field::NetAmount),
        (FigureSort::IncomeLines, Field::IncomeCount),
        (FigureSort::Income, Field::Income),
        (FigureSort::OutgoLines, Field::OutgoCount),
        (FigureSort::Outgo, Field::Outgo),
    ];
    let found = |(sort, field): (FigureSort, Field)| Some((sort, field, located.column_of(field)?));
    all.into_iter().filter_map(found).collect()
}

/// Whether the newest line is first, by the first and the last of these rows.
fn newest_first(rows: &[HeadRow], located: &Located, column: usize) -> bool {
    let time = |row: &HeadRow| {
        let cell = row.cells.iter().find(|(c, _)| usize::from(*c) == column)?;
        let digits = cell.1.split(|c: char| !c.is_ascii_digit());
        let numbers: Vec<u64> = digits.filter_map(|d| d.parse().ok()).collect();
        (numbers.len() >= 3).then_some(numbers)
    };
    let mut times = rows[located.index + 1..].iter().filter_map(time);
    let first = times.next();
    let last = times.next_back();
    first.is_some() && last.is_some() && first > last
}
