//! The lines that a second reading keeps: those of store-days that several bills have and have
//! differently. In goes which stores and days these are, out come the lines, each told by its number.

use std::collections::HashMap;

use super::line::Line;
use crate::ingest::encoding::Encoding;
use crate::model::BillDay;

/// Stores and days whose lines are wanted, whoever's bill they stand in.
#[derive(Debug, Default)]
pub struct Wanted {
    /// SMID, then store code; the number of the store.
    index: HashMap<String, HashMap<String, u32>>,
    /// Ascending, by the number of the store.
    days: Vec<Vec<i32>>,
}

/// A line, as far as counting it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Kept {
    /// As [`Wanted::number`] gave it.
    pub store: u32,
    pub day: i32,
    /// 0 without a number of its own.
    pub number: u64,
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

    /// The line, when it is asked for.
    pub fn keep(&self, line: &Line, encoding: Encoding) -> Option<Kept> {
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
