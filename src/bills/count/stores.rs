//! Sums per store and day, keyed by the raw bytes of SMID and store code. Parsed lines are distributed to shards by the
//! hash of their store; then each shard counts its lines on one thread. A shard is small enough for the processor's
//! cache, and no two threads ever count the same store.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::movement::Movement;
use super::shards;
use super::trade_line::TradeLine;
use crate::bills::overlap::repeat_filter::{LineKeys, RepeatFilter, key};
use crate::formats::text::encoding::Encoding;
use crate::model::bill::{BillOrigin, SeenIn};
use crate::model::{BillDay, BillStore};

const SHARDS: usize = 16;

/// Parsed lines of one part of a bill, distributed to the shards.
#[derive(Default)]
pub(crate) struct LineBatch {
    hasher: DefaultHashBuilder,
    shards: [ShardLines; SHARDS],
    lines: usize,
    /// The keys of lines with a number.
    keys: LineKeys<KeyOwner>,
}

/// Who has a key: a line, by its shard and its index there, or a movement, by its day.
#[derive(Clone, Copy)]
enum KeyOwner {
    Line(u8, u32),
    Movement(i32),
}

#[derive(Default)]
struct ShardLines {
    lines: Vec<PendingLine>,
    /// SMID and store code of each line, in one buffer.
    keys: Vec<u8>,
}

struct PendingLine {
    hash: u64,
    smid: usize,
    store_code: usize,
    /// Counted within the batch.
    row: u32,
    day: BillDay,
}

impl LineBatch {
    /// Adds a line in `row` of the batch.
    pub(crate) fn add(&mut self, row: u32, line: &TradeLine) {
        let (trades, refunds) = if line.refund { (0, 1) } else { (1, 0) };
        let hash = self.hasher.hash_one((line.smid, line.store_code));
        let at = shard(hash);
        let shard = &mut self.shards[at];
        if line.number != 0 && line.discriminator != 0 {
            let key = key([line.number, hash, line.day as u64, line.discriminator]);
            self.keys
                .add(key, KeyOwner::Line(at as u8, shard.lines.len() as u32));
        }
        shard.keys.extend_from_slice(line.smid);
        shard.keys.extend_from_slice(line.store_code);
        shard.lines.push(PendingLine {
            hash,
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
                twice: false,
            },
        });
        self.lines += 1;
    }

    /// Adds the key of a movement, whose amount is counted elsewhere.
    pub(crate) fn add_movement(&mut self, movement: &Movement) {
        if movement.number != 0 {
            let key = key([movement.number, movement.day as u64]);
            self.keys.add(key, KeyOwner::Movement(movement.day));
        }
        self.lines += 1;
    }

    /// The number of lines.
    pub(crate) fn len(&self) -> usize {
        self.lines
    }

    /// Empties the batch, to be used again.
    pub(crate) fn clear(&mut self) {
        self.lines = 0;
        self.keys.clear();
        for shard in &mut self.shards {
            shard.lines.clear();
            shard.keys.clear();
        }
    }
}

/// The hash table of a shard uses the lowest and the highest bits, so these are taken from the middle.
fn shard(hash: u64) -> usize {
    (hash >> 40) as usize % SHARDS
}

/// The stores of a bill so far.
#[derive(Default)]
pub(crate) struct StoreSums {
    hasher: DefaultHashBuilder,
    shards: [Shard; SHARDS],
    repeats: RepeatFilter,
}

impl StoreSums {
    /// An empty batch for these stores.
    pub(crate) fn new_batch(&self) -> LineBatch {
        LineBatch {
            hasher: self.hasher.clone(),
            ..LineBatch::default()
        }
    }

    /// Counts batches from the top of the file, each with the number of rows before it; returns the days of movements
    /// that the bill may repeat.
    pub(crate) fn count(&mut self, batches: &mut [(u32, LineBatch)]) -> Vec<i32> {
        let days = self.mark_repeats(batches);
        let StoreSums { hasher, shards, .. } = self;
        shards::each(shards, |at, shard| {
            for (before, batch) in &*batches {
                shard.count(&batch.shards[at], *before, hasher);
            }
        });
        days
    }

    /// Marks the days of lines that the bill may repeat, and returns the days of such movements.
    fn mark_repeats(&mut self, batches: &mut [(u32, LineBatch)]) -> Vec<i32> {
        let keys: Vec<&LineKeys<KeyOwner>> = batches.iter().map(|(_, batch)| &batch.keys).collect();
        let mut days = Vec::new();
        for (batch, owner) in self.repeats.find_repeats(&keys) {
            match owner {
                KeyOwner::Line(shard, line) => {
                    let shard = &mut batches[batch].1.shards[usize::from(shard)];
                    shard.lines[line as usize].day.twice = true;
                }
                KeyOwner::Movement(day) => days.push(day),
            }
        }
        days
    }

    /// The stores with their keys as text, in no order.
    pub(crate) fn decoded(
        self,
        origin: BillOrigin,
        account: &str,
        encoding: Encoding,
    ) -> Vec<BillStore> {
        let decode = |_, shard: Shard| shard.decoded(origin, account, encoding).collect::<Vec<_>>();
        let decoded = shards::each(self.shards, decode);
        decoded.into_iter().flatten().collect()
    }
}

/// Some of the stores: the hash table has their numbers, and their keys are in one buffer.
#[derive(Default)]
struct Shard {
    index: HashTable<u32>,
    keys: Vec<u8>,
    stores: Vec<Store>,
}

struct Store {
    /// Where its key (SMID and store code) begins.
    start: usize,
    smid: usize,
    store_code: usize,
    /// Of its first line.
    row: u32,
    /// The day of its latest lines, not yet among its days: bills are mostly ordered by day.
    today: BillDay,
    days: Vec<BillDay>,
}

impl Shard {
    fn count(&mut self, lines: &ShardLines, before: u32, hasher: &DefaultHashBuilder) {
        let mut rest = &lines.keys[..];
        for line in &lines.lines {
            let (key, tail) = rest.split_at(line.smid + line.store_code);
            rest = tail;
            let at = match self.find(line, key) {
                Some(at) => at,
                None => self.insert(line, key, before, hasher),
            };
            self.stores[at].add(&line.day);
        }
    }

    fn find(&self, line: &PendingLine, key: &[u8]) -> Option<usize> {
        let same = |at: &u32| {
            let store = &self.stores[*at as usize];
            store.smid == line.smid && store.key(&self.keys) == key
        };
        self.index.find(line.hash, same).map(|at| *at as usize)
    }

    fn insert(
        &mut self,
        line: &PendingLine,
        key: &[u8],
        before: u32,
        hasher: &DefaultHashBuilder,
    ) -> usize {
        let (keys, stores) = (&mut self.keys, &mut self.stores);
        stores.push(Store {
            start: keys.len(),
            smid: line.smid,
            store_code: line.store_code,
            row: line.row.saturating_add(before),
            today: BillDay::default(),
            days: Vec::new(),
        });
        keys.extend_from_slice(key);
        let hash_of = |at: &u32| {
            let store = &stores[*at as usize];
            hasher.hash_one(store.key(keys).split_at(store.smid))
        };
        let at = stores.len() - 1;
        self.index.insert_unique(line.hash, at as u32, hash_of);
        at
    }

    fn decoded(
        self,
        origin: BillOrigin,
        account: &str,
        encoding: Encoding,
    ) -> impl Iterator<Item = BillStore> {
        let Shard { keys, stores, .. } = self;
        let text = move |bytes: &[u8]| encoding.decode(bytes).0.into_owned();
        stores.into_iter().map(move |mut store| {
            store.close();
            let (smid, store_code) = store.key(&keys).split_at(store.smid);
            BillStore {
                origin,
                account: account.to_owned(),
                smid: text(smid),
                store_code: text(store_code),
                seen: vec![SeenIn {
                    source: 0,
                    row: store.row,
                }],
                days: store.days,
            }
        })
    }
}

impl Store {
    fn key<'k>(&self, keys: &'k [u8]) -> &'k [u8] {
        &keys[self.start..self.start + self.smid + self.store_code]
    }

    fn add(&mut self, line: &BillDay) {
        if self.today.day != line.day {
            self.close();
            self.today.day = line.day;
        }
        self.today.add(line);
    }

    /// Adds the current day to the days.
    fn close(&mut self) {
        let today = std::mem::take(&mut self.today);
        if today.trades | today.refunds != 0 {
            add_day(&mut self.days, &today);
        }
    }
}

/// Adds to the sums of a day; days are ascending. Bills are mostly ordered by day, so the last one is tried first.
pub(crate) fn add_day(days: &mut Vec<BillDay>, day: &BillDay) {
    if let Some(last) = days.last_mut().filter(|last| last.day == day.day) {
        return last.add(day);
    }
    match days.binary_search_by_key(&day.day, |known| known.day) {
        Ok(at) => days[at].add(day),
        Err(at) => days.insert(at, day.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// (SMID, code, day, fen) of lines, counted in batches of `size` lines.
    fn count(lines: &[(String, String, i32, i64)], size: usize) -> Vec<BillStore> {
        let mut stores = StoreSums::default();
        let mut batches = Vec::new();
        for (at, chunk) in lines.chunks(size).enumerate() {
            let mut batch = stores.new_batch();
            for (row, (smid, code, day, net_fen)) in (1..).zip(chunk) {
                let line = TradeLine {
                    refund: false,
                    day: *day,
                    net_fen: *net_fen,
                    fee_fen: -1,
                    smid: smid.as_bytes(),
                    store_code: code.as_bytes(),
                    number: 0,
                    discriminator: 0,
                };
                batch.add(row, &line);
            }
            batches.push(((at * size) as u32, batch));
        }
        stores.count(&mut batches);
        let mut all = stores.decoded(BillOrigin::Acquirer, "A", Encoding::Utf8);
        all.sort_by(|a, b| a.key().cmp(&b.key()));
        all
    }

    proptest! {
        #[test]
        fn every_line_is_counted_once_wherever_blocks_are_cut(
            lines in proptest::collection::vec(("m?[12]?", "[1a]{0,2}", 7..11, 1i64..9), 1..60),
            size in 1usize..20,
        ) {
            let counted = count(&lines, size);
            prop_assert_eq!(&counted, &count(&lines, lines.len()));
            for store in &counted {
                let own = |l: &&(String, String, i32, i64)| l.0 == store.smid && l.1 == store.store_code;
                let first = lines.iter().position(|l| own(&l)).map_or(0, |at| at as u32 + 1);
                prop_assert_eq!(store.seen[0].row, first);
                prop_assert!(store.days.is_sorted_by(|a, b| a.day < b.day));
                for day in &store.days {
                    let of_day = lines.iter().filter(own).filter(|l| l.2 == day.day);
                    let (count, fen) = of_day.fold((0, 0), |(n, sum), l| (n + 1, sum + l.3));
                    prop_assert_eq!((day.trades, day.net_fen, day.fee_fen), (count, fen, -i64::from(count)));
                }
            }
            let all: u32 = counted.iter().flat_map(|s| &s.days).map(|d| d.trades).sum();
            prop_assert_eq!(all as usize, lines.len());
        }
    }
}
