//! What is kept of a bill: sums per store and day, and per file the control totals. Lines are
//! streamed and never held.

use super::Place;

/// Which side of the two-way route test a bill speaks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BillOrigin {
    /// The merchant's own Alipay bill (业务明细): evidence of a direct store.
    OwnAlipay,
    /// The acquirer's bill of routed trades (DETAILS): evidence of an indirect store.
    Acquirer,
}

/// The trades of one store in all bills of one origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BillStore {
    pub origin: BillOrigin,
    /// PID of the `#账号` line, under which store codes are unique; empty when unknown.
    pub account: String,
    /// 商户识别号; empty in the merchant's own bill.
    pub smid: String,
    /// 门店编号; may be empty in the acquirer's bill.
    pub store_code: String,
    /// One entry a day, ascending.
    pub days: Vec<BillDay>,
}

impl BillStore {
    /// What tells stores apart, and the order they stand in.
    pub fn key(&self) -> (BillOrigin, &str, &str, &str) {
        (self.origin, &self.account, &self.smid, &self.store_code)
    }
}

/// One store on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BillDay {
    /// Julian day number of 完成时间.
    pub day: i32,
    /// Completed trades; refunds are not trades.
    pub trades: u32,
    pub refunds: u32,
    /// Σ 商家实收 of trades and refunds, in fen.
    pub net_fen: i64,
}

impl BillDay {
    /// Adds what another bill, or another part of this one, says of the same day.
    pub fn add(&mut self, other: &BillDay) {
        self.trades = self.trades.saturating_add(other.trades);
        self.refunds = self.refunds.saturating_add(other.refunds);
        self.net_fen = self.net_fen.saturating_add(other.net_fen);
    }
}

/// Counts and sums of one kind of line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BillTotal {
    pub lines: u64,
    /// Σ 商家实收 in fen; refunds are negative.
    pub net_fen: i64,
}

/// What one bill file came to.
#[derive(Clone, Debug)]
pub struct BillFile {
    pub source: u32,
    pub origin: BillOrigin,
    /// PID + `0156` of the `#账号` line, when there is one.
    pub account: String,
    /// Data lines read: counted + refused.
    pub lines: u64,
    pub trades: BillTotal,
    pub refunds: BillTotal,
    pub refused: u64,
    /// What the footer says, and where.
    pub stated_trades: Option<(BillTotal, Place)>,
    pub stated_refunds: Option<(BillTotal, Place)>,
}
