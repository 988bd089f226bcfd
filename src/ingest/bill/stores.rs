//! Sums per store and day, keyed by the raw bytes of SMID and store code. Adding is commutative, so
//! it does not matter which thread counted which line.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::line::Line;
use crate::ingest::encoding::Encoding;
use crate::model::bill::{BillOrigin, SeenIn};
use crate::model::{BillDay, BillStore};

/// Lines that wait to be looked up together.
const BATCH: usize = 512;

/// The stores of a bill, as far as one thread has counted. Bills run to tens of millions of lines in
/// no order of stores, so a look-up touches as little memory as it can (the table holds numbers, the
/// keys lie end to end), and look-ups are done many at a time so that they wait for memory together.
#[derive(Default)]
pub struct Stores {
    hasher: DefaultHashBuilder,
    index: HashTable<u32>,
    keys: Vec<u8>,
    stores: Vec<Store>,
    /// The number of the piece that is being counted.
    piece: u32,
    waiting: Vec<Waiting>,
    waiting_keys: Vec<u8>,
}

/// A line on its way to its store.
struct Waiting {
    hash: u64,
    smid: usize,
    store_code: usize,
    /// In its piece.
    row: u32,
    day: BillDay,
}

struct Store {
    /// Where its key begins; SMID, then store code.
    start: usize,
    smid: usize,
    store_code: usize,
    /// Piece and row of its first line.
    first: (u32, u32),
    /// The day of its last lines, not yet among its days: bills run by the day.
    today: BillDay,
    days: Vec<BillDay>,
}

impl Store {
    fn add(&mut self, line: &BillDay) {
        if self.today.day != line.day {
            self.close();
            self.today.day = line.day;
        }
        self.today.add(line);
    }

    /// Puts today among the days.
    fn close(&mut self) {
        let today = std::mem::take(&mut self.today);
        if today.trades | today.refunds != 0 {
            add_day(&mut self.days, &today);
        }
    }

    fn smid<'k>(&self, keys: &'k [u8]) -> &'k [u8] {
        &keys[self.start..self.start + self.smid]
    }

    fn store_code<'k>(&self, keys: &'k [u8]) -> &'k [u8] {
        let start = self.start + self.smid;
        &keys[start..start + self.store_code]
    }
}

impl Stores {
    /// Says which piece of the bill, from 0, the lines to come are of.
    pub fn begin(&mut self, piece: usize) {
        self.settle();
        self.piece = u32::try_from(piece).unwrap_or(u32::MAX);
    }

    /// Takes a line, which stands in `row` of its piece; it counts once the sums are settled.
    pub fn add(&mut self, row: u32, line: &Line) {
        let (trades, refunds) = if line.refund { (0, 1) } else { (1, 0) };
        self.waiting_keys.extend_from_slice(line.smid);
        self.waiting_keys.extend_from_slice(line.store_code);
        self.waiting.push(Waiting {
            hash: self.hasher.hash_one((line.smid, line.store_code)),
            smid: line.smid.len(),
            store_code: line.store_code.len(),
            row,
            day: BillDay {
                day: line.day,
                print: line.number,
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
            let store = &mut self.stores[at];
            store.first = store.first.min((self.piece, line.row));
            store.add(&line.day);
        }
        (self.waiting, self.waiting_keys) = (waiting, keys);
        self.waiting.clear();
        self.waiting_keys.clear();
    }

    pub fn merge(&mut self, other: Stores) {
        for mut store in other.stores {
            store.close();
            let (smid, store_code) = (store.smid(&other.keys), store.store_code(&other.keys));
            let hash = self.hasher.hash_one((smid, store_code));
            let at = self.find(hash, smid, store_code);
            let mine = &mut self.stores[at];
            mine.first = mine.first.min(store.first);
            mine.close();
            let days = store.days.iter();
            days.for_each(|day| add_day(&mut mine.days, day));
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
            first: (u32::MAX, u32::MAX),
            today: BillDay::default(),
            days: Vec::new(),
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

    /// The stores of one account with their keys as text, in no order; `before` counts the rows before
    /// each piece.
    pub fn decoded(
        self,
        origin: BillOrigin,
        account: &str,
        encoding: Encoding,
        before: &[u32],
    ) -> Vec<BillStore> {
        let row = |(piece, row): (u32, u32)| {
            let before = before.get(piece as usize).copied().unwrap_or(0);
            row.saturating_add(before)
        };
        let text = |bytes: &[u8]| encoding.decode(bytes).0.into_owned();
        let keys = self.keys;
        let closed = |mut store: Store| {
            store.close();
            store
        };
        let stores = self.stores.into_iter().map(closed);
        stores
            .map(|store| BillStore {
                origin,
                account: account.to_owned(),
                smid: text(store.smid(&keys)),
                store_code: text(store.store_code(&keys)),
                seen: vec![SeenIn {
                    source: 0,
                    row: row(store.first),
                }],
                days: store.days,
            })
            .collect()
    }
}

/// Adds to the sums of a day; days ascend. Bills run by the day, so the last one is tried first.
pub fn add_day(days: &mut Vec<BillDay>, day: &BillDay) {
    if let Some(last) = days.last_mut().filter(|last| last.day == day.day) {
        return last.add(day);
    }
    match days.binary_search_by_key(&day.day, |known| known.day) {
        Ok(at) => days[at].add(day),
        Err(at) => days.insert(at, day.clone()),
    }
}
