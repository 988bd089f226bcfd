//! Sums per store and day, keyed by the raw bytes of SMID and store code. Adding is commutative, so
//! it does not matter which thread counted which line.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::line::Line;
use crate::ingest::encoding::Encoding;
use crate::model::bill::BillOrigin;
use crate::model::{BillDay, BillStore};

/// Lines that wait to be looked up together.
const BATCH: usize = 512;
/// Days a store usually has in a bill.
const DAYS: usize = 16;

/// The stores of a bill, as far as one thread has counted. Bills run to tens of millions of lines in
/// no order of stores, so a look-up touches as little memory as it can (the table holds numbers, the
/// keys lie end to end), and look-ups are done many at a time so that they wait for memory together.
#[derive(Default)]
pub struct Stores {
    hasher: DefaultHashBuilder,
    index: HashTable<u32>,
    keys: Vec<u8>,
    stores: Vec<Store>,
    waiting: Vec<Waiting>,
    waiting_keys: Vec<u8>,
}

/// A line on its way to its store.
struct Waiting {
    hash: u64,
    smid: usize,
    store_code: usize,
    day: BillDay,
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
    /// Takes a line; it counts once the sums are settled.
    pub fn add(&mut self, line: &Line) {
        let (trades, refunds) = if line.refund { (0, 1) } else { (1, 0) };
        self.waiting_keys.extend_from_slice(line.smid);
        self.waiting_keys.extend_from_slice(line.store_code);
        self.waiting.push(Waiting {
            hash: self.hasher.hash_one((line.smid, line.store_code)),
            smid: line.smid.len(),
            store_code: line.store_code.len(),
            day: BillDay {
                day: line.day,
                trades,
                refunds,
                net_fen: line.net_fen,
                fee_fen: line.fee_fen,
            },
        });
        if self.waiting.len() == BATCH {
            self.settle();
        }
    }

    /// Counts every line taken so far.
    pub fn settle(&mut self) {
        let (waiting, keys) = (
            std::mem::take(&mut self.waiting),
            std::mem::take(&mut self.waiting_keys),
        );
        let mut rest = &keys[..];
        let mut found = [0; BATCH];
        for (at, line) in found.iter_mut().zip(&waiting) {
            let (key, tail) = rest.split_at(line.smid + line.store_code);
            let (smid, store_code) = key.split_at(line.smid);
            *at = self.find(line.hash, smid, store_code);
            rest = tail;
        }
        for (at, line) in found.into_iter().zip(&waiting) {
            add_day(&mut self.stores[at].days, &line.day);
        }
        (self.waiting, self.waiting_keys) = (waiting, keys);
        self.waiting.clear();
        self.waiting_keys.clear();
    }

    pub fn merge(&mut self, other: Stores) {
        for store in &other.stores {
            let (smid, store_code) = (store.smid(&other.keys), store.store_code(&other.keys));
            let hash = self.hasher.hash_one((smid, store_code));
            let at = self.find(hash, smid, store_code);
            store
                .days
                .iter()
                .for_each(|day| add_day(&mut self.stores[at].days, day));
        }
    }

    /// The number of a store; a new one when it is not known yet.
    fn find(&mut self, hash: u64, smid: &[u8], store_code: &[u8]) -> usize {
        let Stores {
            hasher,
            index,
            keys,
            stores,
            ..
        } = self;
        let same = |at: &u32| {
            let store = &stores[*at as usize];
            store.smid(keys) == smid && store.store_code(keys) == store_code
        };
        if let Some(at) = index.find(hash, same) {
            return *at as usize;
        }
        stores.push(Store {
            start: keys.len(),
            smid: smid.len(),
            store_code: store_code.len(),
            days: Vec::with_capacity(DAYS),
        });
        keys.extend_from_slice(smid);
        keys.extend_from_slice(store_code);
        let hash_of = |at: &u32| {
            let store = &stores[*at as usize];
            hasher.hash_one((store.smid(keys), store.store_code(keys)))
        };
        index.insert_unique(hash, stores.len() as u32 - 1, hash_of);
        stores.len() - 1
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

/// Adds to the sums of a day; days ascend. Bills run by the day, so the last one is tried first.
fn add_day(days: &mut Vec<BillDay>, day: &BillDay) {
    if let Some(last) = days.last_mut().filter(|last| last.day == day.day) {
        return last.add(day);
    }
    match days.binary_search_by_key(&day.day, |known| known.day) {
        Ok(at) => days[at].add(day),
        Err(at) => days.insert(at, day.clone()),
    }
}

/// Brings the stores of all bills into order, one entry each; their days ascend already.
pub fn in_order(stores: &mut Vec<BillStore>) {
    stores.sort_by(|a, b| a.key().cmp(&b.key()));
    stores.dedup_by(|later, earlier| {
        let same = later.key() == earlier.key();
        if same {
            later
                .days
                .drain(..)
                .for_each(|day| add_day(&mut earlier.days, &day));
        }
        same
    });
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
            fee_fen: -1,
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
            store("a", vec![day(7, 1), day(9, 2)]),
            store("b", vec![day(8, 1), day(7, 4)]),
        ];
        in_order(&mut stores);
        let twice = BillDay {
            net_fen: 200,
            fee_fen: -2,
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
