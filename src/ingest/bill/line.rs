//! One line of a bill: which store, which day, how much, trade or refund.

use csv::ByteRecord;

use super::Layout;
use crate::model::Field;
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

impl<'a> Line<'a> {
    /// The field that cannot be read is the error.
    pub fn parse(record: &'a ByteRecord, layout: &Layout) -> Result<Line<'a>, Field> {
        let get = |column: usize| record.get(column).unwrap_or_default().trim_ascii();
        let kind = get(layout.trade_kind);
        let refund = kind == layout.refund;
        if !refund && kind != layout.trade {
            return Err(Field::TradeKind);
        }
        let day = date::day_number_bytes(get(layout.finished_at)).ok_or(Field::FinishedAt)?;
        let amount = get(layout.net_amount);
        let net_fen = money::parse_fen_bytes(amount)
            .or_else(|| money::parse_fen(std::str::from_utf8(amount).ok()?))
            .ok_or(Field::NetAmount)?;
        let key = |column: Option<usize>| column.map_or(&b""[..], get);
        Ok(Line {
            refund,
            day,
            net_fen,
            smid: key(layout.smid),
            store_code: key(layout.store_code),
        })
    }
}
