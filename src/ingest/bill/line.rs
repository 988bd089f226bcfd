//! One line of a bill of trades: which store, which day, how much, trade or refund.

use csv::ByteRecord;

use super::layout::{CutForm, TradeForm};
use crate::model::{BillDay, Field};
use crate::value::{date, money};

/// A line that can be counted. Keys are raw bytes in the file's encoding.
pub struct Line<'a> {
    pub refund: bool,
    /// Julian day number of 完成时间.
    pub day: i32,
    pub net_fen: i64,
    pub smid: &'a [u8],
    pub store_code: &'a [u8],
}

impl TradeForm {
    /// The field that cannot be read is the error.
    pub fn line<'a>(&self, record: &'a ByteRecord) -> Result<Line<'a>, Field> {
        let kind = text(record, self.trade_kind);
        let refund = kind == self.refund;
        if !refund && kind != self.trade {
            return Err(Field::TradeKind);
        }
        let key = |column: Option<usize>| column.map_or(&b""[..], |c| text(record, c));
        Ok(Line {
            refund,
            day: day(text(record, self.finished_at)).ok_or(Field::FinishedAt)?,
            net_fen: fen(text(record, self.net_amount)).ok_or(Field::NetAmount)?,
            smid: key(self.smid),
            store_code: key(self.store_code),
        })
    }
}

impl CutForm {
    /// A negative amount is a refund; there is no other sign of one.
    pub fn line<'a>(&self, record: &'a ByteRecord) -> Result<Line<'a>, Field> {
        let smid = text(record, self.smid);
        if smid.is_empty() {
            return Err(Field::Smid);
        }
        let net_fen = fen(text(record, self.amount)).ok_or(Field::OrderAmount)?;
        Ok(Line {
            refund: net_fen < 0,
            day: BillDay::UNDATED,
            net_fen,
            smid,
            store_code: b"",
        })
    }
}

/// A field without the blanks and the TAB around it; empty where the record is too short.
pub fn text(record: &ByteRecord, column: usize) -> &[u8] {
    record.get(column).unwrap_or_default().trim_ascii()
}

/// The Julian day of a time, as Alipay prints it or as a spreadsheet does.
pub fn day(bytes: &[u8]) -> Option<i32> {
    date::day_number_bytes(bytes)
        .or_else(|| Some(date::parse(std::str::from_utf8(bytes).ok()?)?.to_julian_day()))
}

/// An amount in fen, plain or in any spelling a sheet may have given it.
pub fn fen(bytes: &[u8]) -> Option<i64> {
    money::parse_fen_bytes(bytes).or_else(|| money::parse_fen(std::str::from_utf8(bytes).ok()?))
}
