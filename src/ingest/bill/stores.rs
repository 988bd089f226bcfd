//! Sums per store and day, keyed by the raw bytes of SMID and store code. Adding is commutative, so
//! it does not matter which thread counted which line.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::line::Line;
use crate::ingest::encoding::Encoding;
use crate::model::bill::BillOrigin;
use crate::model::{BillDay, BillStore};

/// The stores of a bill, as far as one thread has counted. Bills run to tens of millions of lines in
/// no order of stores, so a look-up touches as little memory as it can: the table holds numbers, the
/// keys lie end to end.
#[derive(Default)]
pub struct Stores {
    hasher: DefaultHashBuilder,
    index: HashTable<u32>,
    keys: Vec<u8>,
    stores: Vec<Store>,
}

struct Store {
    /// Where its key begins; SMID, then store code.
    start: usize,
    smid: usize,
    store_code: usize,
    days: Vec<BillDay>,
}

impl Store {
    fn smid<'k>(&self, keys: &'k [u8]) -> &'k [u8] {
        &keys[self.start..self.start + self.smid]
    }

    fn store_code<'k>(&self, keys: &'k [u8]) -> &'k [u8] {
        let start = self.start + self.smid;
        &keys[start..start + self.store_code]
    }
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
        for store in &other.stores {
            let days = self.days(store.smid(&other.keys), store.store_code(&other.keys));
            store.days.iter().for_each(|day| add_day(days, day.clone()));
        }
    }

    fn days(&mut self, smid: &[u8], store_code: &[u8]) -> &mut Vec<BillDay> {
        let Stores {
            hasher,
            index,
            keys,
            stores,
        } = self;
        let hash = hasher.hash_one((smid, store_code));
        let same = |at: &u32| {
            let store = &stores[*at as usize];
            store.smid(keys) == smid && store.store_code(keys) == store_code
        };
        let at = match index.find(hash, same) {
            Some(at) => *at as usize,
            None => {
                let store = Store {
                    start: keys.len(),
                    smid: smid.len(),
                    store_code: store_code.len(),
                    days: Vec::new(),
                };
                keys.extend_from_slice(smid);
                keys.extend_from_slice(store_code);
                stores.push(store);
                let hash_of = |at: &u32| {
                    let store = &stores[*at as usize];
                    hasher.hash_one((store.smid(keys), store.store_code(keys)))
                };
                index.insert_unique(hash, stores.len() as u32 - 1, hash_of);
                stores.len() - 1
            }
        };
        &mut stores[at].days
    }

    /// The stores of one account with their keys as text, in no order.
    pub fn decoded(self, origin: BillOrigin, account: &str, encoding: Encoding) -> Vec<BillStore> {
        let text = |bytes: &[u8]| encoding.decode(bytes).0.into_owned();
        let keys = self.keys;
        let stores = self.stores.into_iter();
        stores
            .map(|store| BillStore {
                origin,
                account: account.to_owned(),
                smid: text(store.smid(&keys)),
                store_code: text(store.store_code(&keys)),
                days: store.days,
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
            account: String::new(),
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
