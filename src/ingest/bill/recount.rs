//! Store-days that several bills have and have differently, counted line by line in a second reading.
//! In goes which stores and days these are and what each file had of them, out come their sums with
//! each trade number once.

use std::collections::{BTreeMap, HashMap};

use super::line::Line;
use super::overlap::{Doubts, overlapping, repeats};
use super::stores::add_day;
use crate::ingest::encoding::Encoding;
use crate::model::bill::BillFile;
use crate::model::{BillDay, BillStore};

/// So many lines are read again at a time, that of a very large overlap no more than these are held.
const ROUND: u64 = 4_000_000;

/// The lines of a second reading, by source.
pub type Lines = BTreeMap<u32, Vec<Kept>>;

/// A day of one store in several files, with lines that are neither the same nor surely others.
pub struct Dispute {
    /// Index of the store.
    pub store: usize,
    /// What each file has of it, by source.
    pub files: Vec<(BillDay, u32)>,
}

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

/// Disputes of about [`ROUND`] lines each.
pub fn rounds(disputes: Vec<Dispute>) -> Vec<Vec<Dispute>> {
    let mut rounds: Vec<Vec<Dispute>> = Vec::new();
    let mut lines = 0;
    for dispute in disputes {
        let count = |(day, _): &(BillDay, u32)| u64::from(day.trades) + u64::from(day.refunds);
        let count: u64 = dispute.files.iter().map(count).sum();
        lines += count;
        match rounds.last_mut() {
            Some(round) if lines <= ROUND => round.push(dispute),
            _ => {
                rounds.push(vec![dispute]);
                lines = count;
            }
        }
    }
    rounds
}

/// What to ask the files for: the store numbers of the disputes, and the sources.
pub fn wanted(round: &[Dispute], stores: &[BillStore]) -> (Wanted, Vec<u32>, Vec<u32>) {
    let mut wanted = Wanted::default();
    let ask = |dispute: &Dispute| {
        let store = &stores[dispute.store];
        wanted.add(&store.smid, &store.store_code, dispute.files[0].0.day)
    };
    let numbers = round.iter().map(ask).collect();
    let files = round.iter().flat_map(|dispute| &dispute.files);
    let mut sources: Vec<u32> = files.map(|(_, source)| *source).collect();
    sources.sort_unstable();
    sources.dedup();
    (wanted, numbers, sources)
}

/// What one file has of a store-day, line by line.
#[derive(Clone, Default)]
struct Count {
    all: BillDay,
    again: BillDay,
    fresh: BillDay,
    unnumbered: bool,
}

impl Count {
    fn add(&mut self, line: &Kept, fresh: bool) {
        let sums = line.sums();
        self.all.add(&sums);
        let part = if fresh {
            &mut self.fresh
        } else {
            &mut self.again
        };
        part.add(&sums);
        self.unnumbered |= line.number == 0;
    }
}

/// How often a number counts, and how often the file being read has it: a trade once, refunds of one
/// trade and one amount maybe more.
#[derive(Default)]
struct Seen {
    counted: u32,
    source: u32,
    here: u32,
}

/// The numbers of a round, each with its dispute; of refunds, which repeat the number of their trade,
/// with the amount.
#[derive(Default)]
struct Numbers(HashMap<(usize, u64, i64), Seen>);

impl Numbers {
    /// Whether a line is one that no earlier file has.
    fn is_fresh(&mut self, dispute: usize, source: u32, line: &Kept) -> bool {
        if line.number == 0 {
            return true;
        }
        let amount = if line.refund { line.net_fen } else { 0 };
        let seen = self.0.entry((dispute, line.number, amount)).or_default();
        if seen.source != source {
            (seen.source, seen.here) = (source, 0);
        }
        seen.here += 1;
        let fresh = seen.here > seen.counted;
        seen.counted = seen.counted.max(seen.here);
        fresh
    }
}

/// Counts the lines of a round: a number once, in the first file that has it.
pub fn settle(
    round: &[Dispute],
    numbers: &[u32],
    lines: Lines,
    stores: &mut [BillStore],
    bills: &mut [BillFile],
) -> Doubts {
    let mut at = HashMap::new();
    let mut counts = Vec::with_capacity(round.len());
    for (dispute, number) in round.iter().zip(numbers) {
        for (file, (day, source)) in dispute.files.iter().enumerate() {
            at.insert((*source, *number, day.day), (counts.len(), file));
        }
        counts.push(vec![Count::default(); dispute.files.len()]);
    }
    let mut seen = Numbers::default();
    for (source, mut kept) in lines {
        kept.sort_unstable();
        for line in &kept {
            // Another account may have a store of the same code.
            if let Some((dispute, file)) = at.get(&(source, line.store, line.day)) {
                let fresh = seen.is_fresh(*dispute, source, line);
                counts[*dispute][*file].add(line, fresh);
            }
        }
    }
    let enter = |(dispute, counts): (&Dispute, Vec<Count>)| {
        let days = &mut stores[dispute.store].days;
        enter(dispute, &counts, days, bills)
    };
    round.iter().zip(counts).flat_map(enter).collect()
}

/// Adds what counts of a store-day to the days of its store.
fn enter(
    dispute: &Dispute,
    counts: &[Count],
    days: &mut Vec<BillDay>,
    bills: &mut [BillFile],
) -> Doubts {
    let files = || dispute.files.iter().zip(counts);
    let of_day = |sums: &BillDay, day: i32| BillDay {
        day,
        ..sums.clone()
    };
    // A file that is gone or has changed since: all of it counts, as the first reading had it.
    let same = files().all(|((day, _), count)| of_day(&count.all, day.day) == *day);
    for ((day, source), count) in files() {
        match same {
            true => {
                add_day(days, &of_day(&count.fresh, day.day));
                repeats(bills, *source, &count.again);
            }
            false => add_day(days, day),
        }
    }
    let sources = dispute.files.iter().map(|(_, source)| *source);
    let in_doubt = |source: &u32| {
        let mut files = files();
        !same || files.any(|((_, s), count)| s == source && count.unnumbered)
    };
    let mut doubts = overlapping(sources, bills);
    doubts.retain(|(one, other)| in_doubt(one) || in_doubt(other));
    doubts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_of_some_size() {
        let day = |trades| BillDay {
            trades,
            ..BillDay::default()
        };
        let dispute = |trades| Dispute {
            store: 0,
            files: vec![(day(trades), 0), (day(1), 1)],
        };
        let most = ROUND as u32;
        let counts = [1, 2, most, 5, most - 8].map(dispute);
        let sizes: Vec<usize> = rounds(counts.into()).iter().map(Vec::len).collect();
        assert_eq!(sizes, [2, 1, 2]);
        assert!(rounds(Vec::new()).is_empty());
    }
}
