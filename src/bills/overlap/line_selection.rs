//! The lines that a second reading of bills is for: those of some stores on some days, those of some SMIDs by their
//! order numbers, or the movements of some days.

use std::collections::HashMap;

use crate::bills::count::movement::Movement;
use crate::bills::count::trade_line::TradeLine;
use crate::formats::text::encoding::Encoding;
use crate::model::BillDay;
use crate::model::bill::LineSort;

/// Lines to read, in whichever bill they are.
#[derive(Debug)]
pub struct LineSelection {
    pub lines: SelectedLines,
    /// `(part, parts)`: only lines whose number modulo `parts` is `part`, so that never too many are in memory.
    pub part: (u64, u64),
}

#[derive(Clone, Debug)]
pub enum SelectedLines {
    StoreDays(StoreDays),
    Orders(Orders),
    /// Movements of these days, ascending.
    Movements(Vec<i32>),
}

/// Stores and days.
#[derive(Clone, Debug, Default)]
pub struct StoreDays {
    /// The number of a store by SMID and store code.
    index: HashMap<String, HashMap<String, u32>>,
    /// The days of each store by its number, ascending.
    days: Vec<Vec<i32>>,
}

/// All lines of some SMIDs, compared by 商户订单号 and order amount.
#[derive(Clone, Debug)]
pub struct Orders {
    /// The number of each SMID.
    pub smids: HashMap<String, u32>,
}

/// A line of a second reading, with what counting needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeptLine {
    /// The number from [`StoreDays::add`] or [`Orders::smids`]; 0 for a movement.
    pub store: u32,
    pub day: i32,
    /// 0 without a number of its own.
    pub number: u64,
    /// A refund, or an outgoing movement.
    pub refund: bool,
    /// Distinguishes lines with the same number; 0 where nothing does.
    pub discriminator: u64,
    pub net_fen: i64,
    /// Counted from 1.
    pub row: u32,
    pub fee_fen: i64,
}

/// The line before in the same bill, with its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineAbove {
    /// An unrelated line, or none.
    Nothing,
    /// The same line.
    Same(u32),
    /// A line with the same number and another amount.
    Other(u32),
}

impl KeptLine {
    fn of_trade(store: u32, row: u32, line: &TradeLine) -> KeptLine {
        KeptLine {
            store,
            day: line.day,
            number: line.number,
            refund: line.refund,
            discriminator: line.discriminator,
            net_fen: line.net_fen,
            row,
            fee_fen: line.fee_fen,
        }
    }

    /// Compares it with a line further above; the lines of one file are in order.
    pub fn compare(&self, above: &KeptLine) -> LineAbove {
        let key = |line: &KeptLine| {
            let own = (line.number, line.refund, line.discriminator);
            (line.store, line.day, own)
        };
        if self.number == 0 || self.discriminator == 0 || key(self) != key(above) {
            LineAbove::Nothing
        } else if self.net_fen == above.net_fen {
            LineAbove::Same(above.row)
        } else {
            LineAbove::Other(above.row)
        }
    }

    pub fn sums(&self) -> BillDay {
        BillDay {
            day: self.day,
            print: self.number,
            trades: u32::from(!self.refund),
            refunds: u32::from(self.refund),
            net_fen: self.net_fen,
            fee_fen: self.fee_fen,
            twice: false,
        }
    }
}

impl LineSelection {
    fn has_number(&self, number: u64) -> bool {
        let (part, parts) = self.part;
        number % parts == part
    }

    /// The trade or refund in a row, when it is selected.
    pub fn line(&self, row: u32, line: &TradeLine, encoding: Encoding) -> Option<KeptLine> {
        if !self.has_number(line.number) {
            return None;
        }
        match &self.lines {
            SelectedLines::StoreDays(stores) => stores.keep(row, line, encoding),
            SelectedLines::Orders(orders) => orders.keep(row, line, encoding),
            SelectedLines::Movements(_) => None,
        }
    }

    /// The movement in a row, when it is selected.
    pub fn movement(&self, row: u32, movement: &Movement) -> Option<KeptLine> {
        let SelectedLines::Movements(days) = &self.lines else {
            return None;
        };
        days.binary_search(&movement.day).ok()?;
        self.has_number(movement.number).then(|| KeptLine {
            store: 0,
            day: movement.day,
            number: movement.number,
            refund: movement.sort == LineSort::Outgo,
            net_fen: movement.fen,
            discriminator: 1,
            row,
            fee_fen: 0,
        })
    }
}

impl StoreDays {
    /// Selects a day of a store; returns the number of the store.
    pub fn add(&mut self, smid: &str, store_code: &str, day: i32) -> u32 {
        let next = self.days.len() as u32;
        let codes = self.index.entry(smid.to_owned()).or_default();
        let store = *codes.entry(store_code.to_owned()).or_insert(next);
        if store == next {
            self.days.push(Vec::new());
        }
        let days = &mut self.days[store as usize];
        if let Err(at) = days.binary_search(&day) {
            days.insert(at, day);
        }
        store
    }

    fn keep(&self, row: u32, line: &TradeLine, encoding: Encoding) -> Option<KeptLine> {
        let codes = self.index.get(&*encoding.decode(line.smid).0)?;
        let store = *codes.get(&*encoding.decode(line.store_code).0)?;
        self.days[store as usize].binary_search(&line.day).ok()?;
        Some(KeptLine::of_trade(store, row, line))
    }
}

impl Orders {
    /// A cut has no days, so days are not compared. Some bills print a refund without a minus.
    fn keep(&self, row: u32, line: &TradeLine, encoding: Encoding) -> Option<KeptLine> {
        let store = *self.smids.get(&*encoding.decode(line.smid).0)?;
        let mut kept = KeptLine::of_trade(store, row, line);
        if kept.refund {
            kept.net_fen = -kept.net_fen.saturating_abs();
        }
        (kept.day, kept.fee_fen) = (BillDay::UNDATED, 0);
        Some(kept)
    }
}
