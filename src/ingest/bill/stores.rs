//! Sums per store and day, keyed by the raw bytes of SMID and store code. Adding is commutative, so
//! it does not matter which thread counted which line.

use std::collections::HashMap;

use super::line::Line;
use crate::ingest::encoding::Encoding;
use crate::model::bill::BillOrigin;
use crate::model::{BillDay, BillStore};

/// The stores of a bill, as far as one thread has counted.
#[derive(Default)]
pub struct Stores {
    index: HashMap<Vec<u8>, usize>,
    stores: Vec<Store>,
    /// Scratch for looking up.
    key: Vec<u8>,
}

struct Store {
    smid: Vec<u8>,
    store_code: Vec<u8>,
    days: Vec<BillDay>,
}

impl Stores {
    pub fn add(&mut self, line: &Line) {
        let (trades, refunds) = if line.refund { (0, 1) } else { (1, 0) };
        let day = BillDay {
            day: line.day,
            trades,
            refunds,
            net_fen: line.net_fen,
        };
        add_day(self.days(line.smid, line.store_code), day);
    }

    pub fn merge(&mut self, other: Stores) {
        if self.stores.is_empty() {
            *self = other;
            return;
        }
        for store in other.stores {
            let days = self.days(&store.smid, &store.store_code);
            store.days.into_iter().for_each(|day| add_day(days, day));
        }
    }

    fn days(&mut self, smid: &[u8], store_code: &[u8]) -> &mut Vec<BillDay> {
        self.key.clear();
        self.key.extend_from_slice(smid);
        self.key.push(b',');
        self.key.extend_from_slice(store_code);
        let at = match self.index.get(&self.key) {
            Some(at) => *at,
            None => {
                self.index.insert(self.key.clone(), self.stores.len());
                let (smid, store_code) = (smid.to_vec(), store_code.to_vec());
                self.stores.push(Store {
                    smid,
                    store_code,
                    days: Vec::new(),
                });
                self.stores.len() - 1
            }
        };
        &mut self.stores[at].days
    }

    /// The stores with their keys as text, in no order.
    pub fn decoded(self, origin: BillOrigin, encoding: Encoding) -> Vec<BillStore> {
        let text = |bytes: &[u8]| encoding.decode(bytes).0.into_owned();
        let stores = self.stores.into_iter();
        stores
            .map(|s| BillStore {
                origin,
                smid: text(&s.smid),
                store_code: text(&s.store_code),
                days: s.days,
            })
            .collect()
    }
}

fn add_day(days: &mut Vec<BillDay>, day: BillDay) {
    match days.iter_mut().find(|d| d.day == day.day) {
        Some(known) => known.add(&day),
        None => days.push(day),
    }
}

/// Brings the stores of all bills into order, one entry each, days ascending.
pub fn in_order(stores: &mut Vec<BillStore>) {
    stores.sort_by(|a, b| a.key().cmp(&b.key()));
    stores.dedup_by(|later, earlier| {
        let same = later.key() == earlier.key();
        if same {
            later
                .days
                .drain(..)
                .for_each(|day| add_day(&mut earlier.days, day));
        }
        same
    });
    for store in stores {
        store.days.sort_by_key(|day| day.day);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stores_of_several_bills_become_one_entry_each() {
        let day = |day, trades| BillDay {
            day,
            trades,
            refunds: 0,
            net_fen: 100,
        };
        let store = |code: &str, days| BillStore {
            origin: BillOrigin::Acquirer,
            smid: "m".to_owned(),
            store_code: code.to_owned(),
            days,
        };
        let mut stores = vec![
            store("b", vec![day(7, 1)]),
            store("a", vec![day(9, 2), day(7, 1)]),
            store("b", vec![day(8, 1), day(7, 4)]),
        ];
        in_order(&mut stores);
        let twice = BillDay {
            net_fen: 200,
            ..day(7, 5)
        };
        assert_eq!(
            stores,
            [
                store("a", vec![day(7, 1), day(9, 2)]),
                store("b", vec![twice, day(8, 1)])
            ]
        );
    }
}
