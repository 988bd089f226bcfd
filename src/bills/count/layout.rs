//! What a bill's header says of its lines: where each field stands, and the words of the file in its
//! own encoding, so that lines are compared byte by byte.

use std::sync::Arc;

use crate::bills::overlap::line_selection::{Wanted, What};
use crate::formats::text::encoding::Encoding;
use crate::headers::head_row::HeadRow;
use crate::headers::located::Located;
use crate::model::Field;
use crate::model::bill::{BillSort, FigureSort, LineSort};

/// A column nobody has: asking for it gives an empty field.
const NOWHERE: usize = usize::MAX;

pub(crate) struct Layout {
    pub sort: BillSort,
    pub encoding: Encoding,
    pub delimiter: u8,
    pub header_row: u32,
    /// The column the header begins in: a bill that was saved again may have gained an empty one.
    pub first: usize,
    /// The column it ends in.
    pub last: usize,
    pub form: Form,
    /// In a second reading: whose lines are kept.
    pub wanted: Option<Arc<Wanted>>,
    columns: Vec<(Field, usize)>,
}

/// How a line is read.
pub(crate) enum Form {
    Trade(TradeForm),
    Cut(CutForm),
    Entry(EntryForm),
    Personal(PersonalForm),
    Summary(SummaryForm),
}

/// 业务明细 and DETAILS.
pub(crate) struct TradeForm {
    pub trade_kind: usize,
    pub finished_at: usize,
    pub net_amount: usize,
    /// Of a second reading by orders: the amount of the order, as a cut prints it.
    pub ordered: Option<usize>,
    /// Of a bill that charges no fee: nowhere.
    pub service_fee: usize,
    pub store_code: Option<usize>,
    pub smid: Option<usize>,
    /// 交易 and 退款.
    pub trade: Vec<u8>,
    pub refund: Vec<u8>,
    /// Of the trade, else of the order; of a second reading by orders the latter.
    pub number: Option<usize>,
    /// Of a refund, whose trade may have several.
    pub refund_no: Option<usize>,
}

/// The bank-to-merchant cut.
pub(crate) struct CutForm {
    pub smid: usize,
    pub amount: usize,
    pub number: Option<usize>,
}

/// 账务明细.
pub(crate) struct EntryForm {
    pub at: usize,
    pub kind: usize,
    pub income: usize,
    pub outgo: usize,
    pub balance: usize,
    /// Of the entry.
    pub number: Option<usize>,
    /// 提现.
    pub withdrawal: Vec<u8>,
    /// The latest line stands first.
    pub newest_first: bool,
}

/// The personal export: one amount, and a word for its direction.
pub(crate) struct PersonalForm {
    pub at: usize,
    pub direction: usize,
    pub amount: usize,
    pub words: [(Vec<u8>, LineSort); 4],
}

/// Summaries: a row of figures, and 合计 in the first column of the last.
pub(crate) struct SummaryForm {
    pub figures: Vec<(FigureSort, Field, usize)>,
    pub total: Vec<u8>,
}

impl Layout {
    /// `rows` are the first of the file, the header among them. It has the columns its form needs: the
    /// layout's `need` names them.
    pub(crate) fn new(
        located: &Located,
        rows: &[HeadRow],
        encoding: Encoding,
        delimiter: u8,
    ) -> Layout {
        let head = &rows[located.index];
        let sort = located.layout.bill.unwrap_or(BillSort::OwnAlipay);
        let to_column = |(column, field): &(u16, Field)| (*field, usize::from(*column));
        let columns = located.columns.iter().map(to_column).collect();
        let ends =
            |cell: Option<&(u16, String)>| cell.map_or(0, |(column, _)| usize::from(*column));
        Layout {
            sort,
            encoding,
            delimiter,
            header_row: head.row,
            first: ends(head.cells.first()),
            last: ends(head.cells.last()),
            form: form(sort, located, rows, encoding),
            wanted: None,
            columns,
        }
    }

    /// The same, for a second reading. One by orders takes a line's number and amount from its order.
    pub(crate) fn wanting(mut self, wanted: Option<&Arc<Wanted>>) -> Layout {
        let by_order = wanted.is_some_and(|wanted| matches!(wanted.what, What::Orders(_)));
        let find = |field| self.columns.iter().find(|(f, _)| *f == field);
        let column = |field| find(field).map(|(_, column)| *column);
        let (order, amount) = (column(Field::OrderNo), column(Field::OrderAmount));
        if let (Form::Trade(form), true) = (&mut self.form, by_order) {
            (form.number, form.ordered) = (order, amount);
        }
        self.wanted = wanted.cloned();
        self
    }

    /// Where a field stands.
    pub(crate) fn column(&self, field: Field) -> u16 {
        let found = self.columns.iter().find(|(f, _)| *f == field);
        found.map_or(u16::MAX, |(_, column)| {
            u16::try_from(*column).unwrap_or(u16::MAX)
        })
    }
}

fn form(sort: BillSort, located: &Located, rows: &[HeadRow], encoding: Encoding) -> Form {
    let at = |field| located.column_of(field).unwrap_or(NOWHERE);
    let number = located.column_of(Field::TradeNo);
    let number = number.or_else(|| located.column_of(Field::OrderNo));
    let word = |text: &str| encode(encoding, text);
    match sort {
        BillSort::OwnAlipay | BillSort::Acquirer => Form::Trade(TradeForm {
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
        BillSort::AcquirerCut => Form::Cut(CutForm {
            smid: at(Field::Smid),
            amount: at(Field::OrderAmount),
            number,
        }),
        BillSort::Fund => Form::Entry(EntryForm {
            at: at(Field::EntryDate),
            kind: at(Field::TradeKind),
            income: at(Field::Income),
            outgo: at(Field::Outgo),
            balance: at(Field::Balance),
            number,
            withdrawal: word("提现"),
            newest_first: newest_first(rows, located, at(Field::EntryDate)),
        }),
        BillSort::Personal => Form::Personal(PersonalForm {
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
        BillSort::TradeSummary | BillSort::FundSummary => Form::Summary(SummaryForm {
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

/// The figures of a summary that a detail file can be compared with.
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
    let given = |(sort, field): (FigureSort, Field)| Some((sort, field, located.column_of(field)?));
    all.into_iter().filter_map(given).collect()
}

/// Whether the lines run backwards in time, by the first and the last of those seen.
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
