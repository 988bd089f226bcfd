//! Store-days that several bills have and have differently, counted line by line in a second reading.
//! In goes which stores and days these are and what each file had of them, out come their sums with
//! each trade number once.

use std::collections::{BTreeMap, HashMap};

use super::overlap::{Doubts, overlapping, repeats};
use super::stores::add_day;
use super::wanted::{Kept, StoreDays, Wanted};
use crate::model::bill::BillFile;
use crate::model::{BillDay, BillStore};

/// So many lines are read again at a time, that of a very large overlap no more than these are held.
pub const ROUND: u64 = 4_000_000;

/// The lines of a second reading, by source.
pub type Lines = BTreeMap<u32, Vec<Kept>>;

/// A day of one store in several files, with lines that are neither the same nor surely others.
pub struct Dispute {
    /// Index of the store.
    pub store: usize,
    /// What each file has of it, by source.
    pub files: Vec<(BillDay, u32)>,
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
    let mut wanted = StoreDays::default();
    let ask = |dispute: &Dispute| {
        let store = &stores[dispute.store];
        wanted.add(&store.smid, &store.store_code, dispute.files[0].0.day)
    };
    let numbers = round.iter().map(ask).collect();
    (Wanted::StoreDays(wanted), numbers, sources(round))
}

/// The files of disputes, ascending.
pub fn sources(round: &[Dispute]) -> Vec<u32> {
    let files = round.iter().flat_map(|dispute| &dispute.files);
    let mut sources: Vec<u32> = files.map(|(_, source)| *source).collect();
    sources.sort_unstable();
    sources.dedup();
    sources
}

/// What one file has of a store-day, line by line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub all: BillDay,
    pub again: BillDay,
    pub fresh: BillDay,
    pub unnumbered: bool,
}

impl Count {
    pub fn add(&mut self, line: &Kept, fresh: bool) {
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
pub struct Numbers(HashMap<(usize, u64, i64), Seen>);

impl Numbers {
    /// Whether a line is one that no earlier file has.
    pub fn is_fresh(&mut self, dispute: usize, source: u32, line: &Kept) -> bool {
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

/// Counts the lines of a round: a number once, in the first file that has it. `numbers` are the disputes'
/// in the lines; out comes what each file of each dispute has.
pub fn settle(round: &[Dispute], numbers: &[u32], lines: Lines) -> Vec<Vec<Count>> {
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
    counts
}

/// Adds what counts of a store-day to the days of its store; gives the files that may count a line twice.
pub fn enter(
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
