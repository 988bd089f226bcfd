//! Store-days that several bills have and have differently, counted line by line in a second reading.
//! In goes which stores and days these are and what each file had of them, out come their sums with
//! each trade number once.

use std::collections::{BTreeMap, HashMap};

use super::line_selection::{Above, Kept, StoreDays, Wanted, What};
use super::repeated_lines::{Repeated, Repeats};
use super::{Doubts, overlapping, repeats};
use crate::bills::count::stores::add_day;
use crate::model::bill::BillFile;
use crate::model::{BillDay, BillStore};

/// So many lines are read again at a time, that of a very large overlap no more than these are held.
pub(crate) const ROUND: u64 = 4_000_000;

/// The lines of a second reading, by source.
pub(crate) type Lines = BTreeMap<u32, Vec<Kept>>;

/// A day of one store in several files, with lines that are neither the same nor surely others.
pub(crate) struct Dispute {
    /// Index of the store.
    pub store: usize,
    /// What each file has of it, by source.
    pub files: Vec<(BillDay, u32)>,
}

impl Dispute {
    fn lines(&self) -> u64 {
        let count = |(day, _): &(BillDay, u32)| u64::from(day.trades) + u64::from(day.refunds);
        self.files.iter().map(count).sum()
    }
}

/// Disputes of about [`ROUND`] lines each; one of more is alone.
pub(crate) fn rounds(disputes: Vec<Dispute>) -> Vec<Vec<Dispute>> {
    let mut rounds: Vec<Vec<Dispute>> = Vec::new();
    let mut lines = 0;
    for dispute in disputes {
        let count = dispute.lines();
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

/// Counts store-days in dispute line by line, as `again` reads them.
pub(crate) fn stores(
    round: &[Dispute],
    stores: &[BillStore],
    again: impl Fn(Wanted, &[u32]) -> Lines,
) -> Vec<Vec<Count>> {
    let mut wanted = StoreDays::default();
    let ask = |dispute: &Dispute| {
        let store = &stores[dispute.store];
        wanted.add(&store.smid, &store.store_code, dispute.files[0].0.day)
    };
    let numbers: Vec<u32> = round.iter().map(ask).collect();
    count(round, &numbers, &What::StoreDays(wanted), again)
}

/// Counts the lines of a round; `numbers` are the disputes' in the lines. Out comes what each file of each
/// dispute has.
pub(crate) fn count(
    round: &[Dispute],
    numbers: &[u32],
    what: &What,
    again: impl Fn(Wanted, &[u32]) -> Lines,
) -> Vec<Vec<Count>> {
    let files = round.iter().map(|dispute| dispute.files.len());
    let mut counts: Vec<_> = files.map(|files| vec![Count::default(); files]).collect();
    let lines: u64 = round.iter().map(Dispute::lines).sum();
    let parts = lines.div_ceil(ROUND).max(1);
    let sources = sources(round);
    for part in 0..parts {
        let what = what.clone();
        let part = (part, parts);
        let lines = again(Wanted { what, part }, &sources);
        settle(round, numbers, lines, &mut counts);
    }
    counts
}

/// The files of disputes, ascending.
fn sources(round: &[Dispute]) -> Vec<u32> {
    let files = round.iter().flat_map(|dispute| &dispute.files);
    let mut sources: Vec<u32> = files.map(|(_, source)| *source).collect();
    sources.sort_unstable();
    sources.dedup();
    sources
}

/// What one file has of a store-day, line by line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub all: BillDay,
    pub again: BillDay,
    pub fresh: BillDay,
    /// What the file itself has further above.
    pub repeats: Repeats,
    pub unnumbered: bool,
}

impl Count {
    pub(crate) fn add(&mut self, line: &Kept, fresh: bool, above: Above) {
        let sums = line.sums();
        self.all.add(&sums);
        let part = if fresh {
            &mut self.fresh
        } else {
            &mut self.again
        };
        part.add(&sums);
        self.unnumbered |= line.number == 0;
        self.repeats.add(line, above);
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
pub(crate) struct Numbers(HashMap<(usize, u64, i64), Seen>);

impl Numbers {
    /// Whether a line is one that no earlier file has.
    pub(crate) fn is_fresh(&mut self, dispute: usize, source: u32, line: &Kept) -> bool {
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

/// Adds the lines of one part: a number counts once, in the first file that has it.
fn settle(round: &[Dispute], numbers: &[u32], lines: Lines, counts: &mut [Vec<Count>]) {
    let mut at = HashMap::new();
    for (number, dispute) in round.iter().enumerate() {
        for (file, (day, source)) in dispute.files.iter().enumerate() {
            at.insert((*source, numbers[number], day.day), (number, file));
        }
    }
    let mut seen = Numbers::default();
    for (source, kept) in lines {
        for (line, above) in in_file(kept) {
            // Another account may have a store of the same code.
            if let Some((dispute, file)) = at.get(&(source, line.store, line.day)) {
                let same = matches!(above, Above::Same(_));
                let fresh = !same && seen.is_fresh(*dispute, source, &line);
                counts[*dispute][*file].add(&line, fresh, above);
            }
        }
    }
}

/// The lines of one file, with what stands of them further above.
pub(crate) fn in_file(mut kept: Vec<Kept>) -> impl Iterator<Item = (Kept, Above)> {
    kept.sort_unstable();
    let mut before: Option<Kept> = None;
    kept.into_iter().map(move |line| {
        let above = before.replace(line);
        (
            line,
            above.map_or(Above::Nothing, |above| line.beside(&above)),
        )
    })
}

/// Adds what counts of a store-day to the days of its store; gives the files that may count a line twice.
pub(crate) fn enter(
    dispute: &Dispute,
    counts: &[Count],
    days: &mut Vec<BillDay>,
    bills: &mut [BillFile],
    repeated: &mut Repeated,
) -> Doubts {
    let files = || dispute.files.iter().zip(counts);
    let of_day = |sums: &BillDay, day: i32| BillDay {
        day,
        ..sums.clone()
    };
    // A file that is gone or has changed since: all of it counts, as the first reading had it.
    let same = files()
        .all(|((day, _), count)| of_day(&count.all, day.day) == day.clone().without_repeats());
    for ((day, source), count) in files() {
        match same {
            true => {
                add_day(days, &of_day(&count.fresh, day.day));
                repeats(bills, *source, &count.again);
                repeated.add(bills, *source, day.day, &count.repeats);
            }
            false => add_day(days, &day.clone().without_repeats()),
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
