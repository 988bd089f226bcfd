//! One line of a bill of trades: which store, which day, how much, trade or refund.

use super::cells::RecordCells;
use crate::model::{BillDay, Field};
use crate::value::{date, money};

/// 业务明细 and DETAILS.
pub(crate) struct TradeForm {
    pub trade_kind: usize,
    pub finished_at: usize,
    pub net_amount: usize,
    /// In a second reading by orders: the amount of the order, as a cut prints it.
    pub ordered: Option<usize>,
    /// A column that does not exist, for a bill without fees.
    pub service_fee: usize,
    pub store_code: Option<usize>,
    pub smid: Option<usize>,
    /// 交易 and 退款.
    pub trade: Vec<u8>,
    pub refund: Vec<u8>,
    /// Of the trade, else of the order; in a second reading by orders always of the order.
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

/// A line that can be counted. Keys are raw bytes in the file's encoding.
pub struct TradeLine<'a> {
    pub refund: bool,
    /// Julian day number of 完成时间.
    pub day: i32,
    pub net_fen: i64,
    /// Below zero when it is charged.
    pub fee_fen: i64,
    pub smid: &'a [u8],
    pub store_code: &'a [u8],
    /// See [`number`].
    pub number: u64,
    /// Distinguishes lines with the same number and amount: several refunds of a trade. 0 where nothing does: then no
    /// line counts as a repeat.
    pub discriminator: u64,
}

impl TradeForm {
    /// The field that cannot be read is the error.
    pub(crate) fn line<'a>(&self, record: &RecordCells<'a>) -> Result<TradeLine<'a>, Field> {
        let kind = text(record, self.trade_kind);
        let refund = kind == self.refund;
        if !refund && kind != self.trade {
            return Err(Field::TradeKind);
        }
        let key = |column: Option<usize>| column.map_or(&b""[..], |c| text(record, c));
        let net_fen = fen(text(record, self.net_amount)).ok_or(Field::NetAmount)?;
        let ordered = self.ordered.and_then(|column| fen(text(record, column)));
        Ok(TradeLine {
            refund,
            day: day(text(record, self.finished_at)).ok_or(Field::FinishedAt)?,
            net_fen: ordered.unwrap_or(net_fen),
            fee_fen: fee(text(record, self.service_fee), net_fen).ok_or(Field::ServiceFee)?,
            smid: key(self.smid),
            store_code: key(self.store_code),
            number: number(key(self.number), refund),
            discriminator: if refund { self.refund_key(record) } else { 1 },
        })
    }

    /// Made of the number of the refund, else of its time.
    fn refund_key(&self, record: &RecordCells) -> u64 {
        match self.refund_no.map_or(&b""[..], |c| text(record, c)) {
            b"" => number(text(record, self.finished_at), true),
            own => number(own, false),
        }
    }
}

impl CutForm {
    /// A negative amount is a refund; there is no other sign of one.
    pub(crate) fn line<'a>(&self, record: &RecordCells<'a>) -> Result<TradeLine<'a>, Field> {
        let smid = text(record, self.smid);
        if smid.is_empty() {
            return Err(Field::Smid);
        }
        let net_fen = fen(text(record, self.amount)).ok_or(Field::OrderAmount)?;
        let refund = net_fen < 0;
        Ok(TradeLine {
            refund,
            day: BillDay::UNDATED,
            net_fen,
            fee_fen: 0,
            smid,
            store_code: b"",
            number: number(self.number.map_or(b"", |c| text(record, c)), refund),
            discriminator: u64::from(!refund),
        })
    }
}

/// A hash of a trade number, which a refund shares; 0 without a number. It is the same in every file and on every run,
/// and two different numbers almost never have the same hash.
pub(crate) fn number(text: &[u8], refund: bool) -> u64 {
    const MIX: u64 = 0x9E37_79B9_7F4A_7C15;
    if text.is_empty() {
        return 0;
    }
    let mut hash = u64::from(refund);
    for chunk in text.chunks(8) {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        hash = (hash.rotate_left(23) ^ u64::from_le_bytes(word)).wrapping_mul(MIX);
        hash ^= hash >> 29;
    }
    hash.wrapping_mul(MIX)
}

/// A field without the blanks and the TAB around it; empty where the record is too short.
pub(crate) fn text<'a>(record: &RecordCells<'a>, column: usize) -> &'a [u8] {
    record.get(column).trim_ascii()
}

/// Julian days of 2000-01-01 and 2100-01-01: a line outside of them is damaged.
const FIRST_DAY: i32 = 2_451_545;
const END_DAY: i32 = 2_488_070;

/// The Julian day of a time, as Alipay prints it or as a spreadsheet does.
pub(crate) fn day(bytes: &[u8]) -> Option<i32> {
    date::day_number_bytes(bytes)
        .or_else(|| Some(date::parse(std::str::from_utf8(bytes).ok()?)?.to_julian_day()))
        .filter(|day| (FIRST_DAY..END_DAY).contains(day))
}

/// An amount in fen, plain or as a spreadsheet may have written it.
pub(crate) fn fen(bytes: &[u8]) -> Option<i64> {
    money::parse_fen_bytes(bytes).or_else(|| money::parse_fen(std::str::from_utf8(bytes).ok()?))
}

/// A fee, below zero when it is charged; 0 when the field is empty. Some files print a charge with a minus and some
/// without, so the receipt decides: a trade is charged, and a refund gives the fee back.
fn fee(bytes: &[u8], net_fen: i64) -> Option<i64> {
    let fee = match bytes {
        b"" | b"-" | b"--" | b"/" | b"0.00" => return Some(0),
        text => fen(text)?,
    };
    Some(match net_fen.signum() {
        1 => -fee.saturating_abs(),
        -1 => fee.saturating_abs(),
        _ => fee,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trade_is_charged_and_a_refund_gives_the_fee_back() {
        for (text, net_fen, expected) in [
            ("-0.38", 10_000, Some(-38)),
            ("0.38", 10_000, Some(-38)),
            ("0.38", -10_000, Some(38)),
            ("-0.38", -10_000, Some(38)),
            ("-0.38", 0, Some(-38)),
            ("0.00", 10_000, Some(0)),
            ("", 10_000, Some(0)),
            ("abc", 10_000, None),
        ] {
            assert_eq!(fee(text.as_bytes(), net_fen), expected, "{text} {net_fen}");
        }
    }

    #[test]
    fn different_lines_have_different_numbers() {
        let numbers = [
            number(b"2026110122001400000000001", false),
            number(b"2026110122001400000000002", false),
            number(b"2026110122001400000000001", true),
            number(b"2026110122001", false),
        ];
        for (at, one) in numbers.iter().enumerate() {
            assert!(*one != 0 && !numbers[..at].contains(one), "{at}");
        }
        assert_eq!(number(b"", true), 0);
    }

    #[test]
    fn times_of_a_bill() {
        for (text, expected) in [
            ("2000-01-01 00:00:00", Some(FIRST_DAY)),
            ("2099-12-31 23:59:59", Some(END_DAY - 1)),
            ("2099/12/31 23:59", Some(END_DAY - 1)),
            ("1999-12-31 23:59:59", None),
            ("2100-01-01 00:00:00", None),
            ("46345.5", None),
            ("", None),
        ] {
            assert_eq!(day(text.as_bytes()), expected, "{text}");
        }
    }
}
