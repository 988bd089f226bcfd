//! Which lines a second reading of bills is for: those of some stores on some days, those of some SMIDs by
//! the numbers of their orders, or the movements of some days.

use std::collections::HashMap;

use super::entry::Entry;
use super::line::Line;
use crate::ingest::encoding::Encoding;
use crate::model::BillDay;
use crate::model::bill::LineSort;

/// Lines that are wanted, whoever's bill they stand in.
#[derive(Debug)]
pub enum Wanted {
    StoreDays(StoreDays),
    Orders(Orders),
    /// Movements of these days, ascending.
    Movements(Vec<i32>),
}

/// Stores and days.
#[derive(Debug, Default)]
pub struct StoreDays {
    /// SMID, then store code; the number of the store.
    index: HashMap<String, HashMap<String, u32>>,
    /// Ascending, by the number of the store.
    days: Vec<Vec<i32>>,
}

/// All lines of some SMIDs, told apart by 商户订单号 and by what was ordered.
#[derive(Debug)]
pub struct Orders {
    /// The number of each SMID.
    pub smids: HashMap<String, u32>,
    /// Only the lines of this part are kept: their numbers, divided by the second, leave the first.
    pub part: (u64, u64),
}

/// A line, as far as counting it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Kept {
    /// As [`StoreDays::add`] or [`Orders::smids`] gave it; 0 of a movement.
    pub store: u32,
    pub day: i32,
    /// 0 without a number of its own.
    pub number: u64,
    /// Or an outgoing.
    pub refund: bool,
    pub net_fen: i64,
    pub fee_fen: i64,
}

impl Kept {
    pub fn sums(&self) -> BillDay {
        BillDay {
            day: self.day,
            print: self.number,
            trades: u32::from(!self.refund),
            refunds: u32::from(self.refund),
            net_fen: self.net_fen,
            fee_fen: self.fee_fen,
        }
    }
}

impl Wanted {
    /// The trade or refund, when it is asked for.
    pub fn line(&self, line: &Line, encoding: Encoding) -> Option<Kept> {
        match self {
            Wanted::StoreDays(wanted) => wanted.keep(line, encoding),
            Wanted::Orders(wanted) => wanted.keep(line, encoding),
            Wanted::Movements(_) => None,
        }
    }

    /// The movement, when it is asked for.
    pub fn movement(&self, entry: &Entry) -> Option<Kept> {
        let Wanted::Movements(days) = self else {
            return None;
        };
        days.binary_search(&entry.day).ok()?;
        Some(Kept {
            store: 0,
            day: entry.day,
            number: entry.number,
            refund: entry.sort == LineSort::Outgo,
            net_fen: entry.fen,
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

    fn keep(&self, line: &Line, encoding: Encoding) -> Option<Kept> {
        let codes = self.index.get(&*encoding.decode(line.smid).0)?;
        let store = *codes.get(&*encoding.decode(line.store_code).0)?;
        self.days[store as usize].binary_search(&line.day).ok()?;
        Some(Kept {
            store,
            day: line.day,
            number: line.number,
            refund: line.refund,
            net_fen: line.net_fen,
            fee_fen: line.fee_fen,
        })
    }
}

impl Orders {
    /// Of the day only the cut is asked, which has none; some bills print a refund without a minus.
    fn keep(&self, line: &Line, encoding: Encoding) -> Option<Kept> {
        let (part, parts) = self.part;
        if line.number % parts != part {
            return None;
        }
        let store = *self.smids.get(&*encoding.decode(line.smid).0)?;
        Some(Kept {
            store,
            day: BillDay::UNDATED,
            number: line.number,
            refund: line.refund,
            net_fen: match line.refund {
                true => -line.net_fen.saturating_abs(),
                false => line.net_fen,
            },
            fee_fen: 0,
        })
    }
}
