//! Which lines a second reading of bills is for: those of some stores on some days, those of some SMIDs by
//! the numbers of their orders, or the movements of some days.

use std::collections::HashMap;

use crate::bills::count::movement::Movement;
use crate::bills::count::trade_line::TradeLine;
use crate::formats::text::encoding::Encoding;
use crate::model::BillDay;
use crate::model::bill::LineSort;

/// Lines that are wanted, whoever's bill they stand in.
#[derive(Debug)]
pub struct LineSelection {
    pub what: SelectedLines,
    /// Only a part of them, that too many are never held: their numbers, divided by the second, leave the
    /// first.
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
    /// SMID, then store code; the number of the store.
    index: HashMap<String, HashMap<String, u32>>,
    /// Ascending, by the number of the store.
    days: Vec<Vec<i32>>,
}

/// All lines of some SMIDs, told apart by 商户订单号 and by what was ordered.
#[derive(Clone, Debug)]
pub struct Orders {
    /// The number of each SMID.
    pub smids: HashMap<String, u32>,
}

/// A line, as far as counting it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeptLine {
    /// As [`StoreDays::add`] or [`Orders::smids`] gave it; 0 of a movement.
    pub store: u32,
    pub day: i32,
    /// 0 without a number of its own.
    pub number: u64,
    /// Or an outgoing.
    pub refund: bool,
    /// Tells lines of one number apart; 0 where nothing does.
    pub tell: u64,
    pub net_fen: i64,
    /// Counted from 1.
    pub row: u32,
    pub fee_fen: i64,
}

/// What stands further above in the same bill, with its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineAbove {
    Nothing,
    /// The same line.
    Same(u32),
    /// A line of the same number and another amount.
    Other(u32),
}

impl KeptLine {
    /// What it is to one further above, of lines of one file in their order.
    pub fn beside(&self, above: &KeptLine) -> LineAbove {
        let line = |kept: &KeptLine| (kept.store, kept.day, kept.number, kept.refund, kept.tell);
        match self.number != 0 && self.tell != 0 && line(self) == line(above) {
            true if self.net_fen == above.net_fen => LineAbove::Same(above.row),
            true => LineAbove::Other(above.row),
            false => LineAbove::Nothing,
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
    fn is_of_part(&self, number: u64) -> bool {
        let (part, parts) = self.part;
        number % parts == part
    }

    /// The trade or refund in a row, when it is asked for.
    pub fn line(&self, row: u32, line: &TradeLine, encoding: Encoding) -> Option<KeptLine> {
        if !self.is_of_part(line.number) {
            return None;
        }
        match &self.what {
            SelectedLines::StoreDays(wanted) => wanted.keep(row, line, encoding),
            SelectedLines::Orders(wanted) => wanted.keep(row, line, encoding),
            SelectedLines::Movements(_) => None,
        }
    }

    /// The movement in a row, when it is asked for.
    pub fn movement(&self, row: u32, entry: &Movement) -> Option<KeptLine> {
        let SelectedLines::Movements(days) = &self.what else {
            return None;
        };
        let found = self.is_of_part(entry.number) && days.binary_search(&entry.day).is_ok();
        found.then_some(())?;
        Some(KeptLine {
            store: 0,
            day: entry.day,
            number: entry.number,
            refund: entry.sort == LineSort::Outgo,
            net_fen: entry.fen,
            tell: 1,
            row,
            fee_fen: 0,
        })
    }
}

impl StoreDays {
    /// Asks for a day of a store; gives the store's number.
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
        Some(KeptLine {
            store,
            day: line.day,
            number: line.number,
            refund: line.refund,
            net_fen: line.net_fen,
            tell: line.tell,
            row,
            fee_fen: line.fee_fen,
        })
    }
}

impl Orders {
    /// Of the day only the cut is asked, which has none; some bills print a refund without a minus.
    fn keep(&self, row: u32, line: &TradeLine, encoding: Encoding) -> Option<KeptLine> {
        let store = *self.smids.get(&*encoding.decode(line.smid).0)?;
        Some(KeptLine {
            store,
            day: BillDay::UNDATED,
            number: line.number,
            refund: line.refund,
            net_fen: match line.refund {
                true => -line.net_fen.saturating_abs(),
                false => line.net_fen,
            },
            tell: line.tell,
            row,
            fee_fen: 0,
        })
    }
}
