//! Days of a store that differ between files, counted line by line in a second reading: each trade number counts once.

use std::collections::{BTreeMap, HashMap};

use super::line_selection::{KeptLine, LineAbove, LineSelection, SelectedLines, StoreDays};
use super::repeated_lines::{DayRepeats, RepeatedLines};
use super::store_days::{DoubtfulPairs, line_count, note_repeats, overlapping};
use crate::bills::count::stores::add_day;
use crate::model::bill::BillFile;
use crate::model::{BillDay, BillStore};

/// About so many lines are read again at a time; of a larger overlap never more than these are in memory.
pub(crate) const ROUND: u64 = 4_000_000;

/// The lines of a second reading, by source.
pub(crate) type LinesBySource = BTreeMap<u32, Vec<KeptLine>>;

/// A day of one store in several files, with lines that may be the same or not.
pub(crate) struct Dispute {
    /// Index of the store.
    pub store: usize,
    /// The sums of each file, with its source.
    pub files: Vec<(BillDay, u32)>,
}

impl Dispute {
    fn lines(&self) -> u64 {
        self.files.iter().map(|(day, _)| line_count(day)).sum()
    }
}

/// Groups of disputes of about [`ROUND`] lines each; a larger dispute is alone.
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

/// Counts the disputes of stores with the lines from `read_again`.
pub(crate) fn count_stores(
    round: &[Dispute],
    stores: &[BillStore],
    read_again: impl Fn(LineSelection, &[u32]) -> LinesBySource,
) -> Vec<Vec<DisputeCount>> {
    let mut selected = StoreDays::default();
    let select = |dispute: &Dispute| {
        let store = &stores[dispute.store];
        selected.add(&store.smid, &store.store_code, dispute.files[0].0.day)
    };
    let numbers: Vec<u32> = round.iter().map(select).collect();
    let lines = SelectedLines::StoreDays(selected);
    count(round, &numbers, &lines, read_again)
}

/// Counts the lines of a round for each dispute and file; `numbers` are the store numbers of the disputes.
pub(crate) fn count(
    round: &[Dispute],
    numbers: &[u32],
    selected: &SelectedLines,
    read_again: impl Fn(LineSelection, &[u32]) -> LinesBySource,
) -> Vec<Vec<DisputeCount>> {
    let files = round.iter().map(|dispute| dispute.files.len());
    let mut counts: Vec<_> = files.map(|n| vec![DisputeCount::default(); n]).collect();
    let parts = round.iter().map(Dispute::lines).sum::<u64>();
    let parts = parts.div_ceil(ROUND).max(1);
    let files = round.iter().flat_map(|dispute| &dispute.files);
    let mut sources: Vec<u32> = files.map(|(_, source)| *source).collect();
    sources.sort_unstable();
    sources.dedup();
    for part in 0..parts {
        let (lines, part) = (selected.clone(), (part, parts));
        let lines = read_again(LineSelection { lines, part }, &sources);
        count_part(round, numbers, lines, &mut counts);
    }
    counts
}

/// The lines of one file in a dispute.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct DisputeCount {
    pub all: BillDay,
    /// Lines that were counted before.
    pub again: BillDay,
    /// Lines that count here.
    pub fresh: BillDay,
    /// Lines that the file itself repeats.
    pub repeats: DayRepeats,
    pub unnumbered: bool,
}

impl DisputeCount {
    pub(crate) fn add(&mut self, line: &KeptLine, is_fresh: bool, above: LineAbove) {
        let sums = line.sums();
        self.all.add(&sums);
        let part = if is_fresh {
            &mut self.fresh
        } else {
            &mut self.again
        };
        part.add(&sums);
        self.unnumbered |= line.number == 0;
        self.repeats.add(line, above);
    }
}

/// How often a number counts, and how often the file being read has it: a trade once, refunds of one trade with one
/// amount possibly more often.
#[derive(Default)]
struct Seen {
    counted: u32,
    source: u32,
    here: u32,
}

/// The numbers of a round, each with its dispute; refunds repeat the number of their trade, so they are distinguished
/// by their amount.
#[derive(Default)]
pub(crate) struct SeenNumbers(HashMap<(usize, u64, i64), Seen>);

impl SeenNumbers {
    /// Whether no earlier file has this line.
    pub(crate) fn is_fresh(&mut self, dispute: usize, source: u32, line: &KeptLine) -> bool {
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
fn count_part(
    round: &[Dispute],
    numbers: &[u32],
    lines: LinesBySource,
    counts: &mut [Vec<DisputeCount>],
) {
    let mut index = HashMap::new();
    for (at, dispute) in round.iter().enumerate() {
        for (file, (day, source)) in dispute.files.iter().enumerate() {
            index.insert((*source, numbers[at], day.day), (at, file));
        }
    }
    let mut seen = SeenNumbers::default();
    for (source, kept) in lines {
        for (line, above) in with_line_above(kept) {
            // Another account may have a store with the same code.
            if let Some((dispute, file)) = index.get(&(source, line.store, line.day)) {
                let same = matches!(above, LineAbove::Same(_));
                let is_fresh = !same && seen.is_fresh(*dispute, source, &line);
                counts[*dispute][*file].add(&line, is_fresh, above);
            }
        }
    }
}

/// The lines of one file, each compared with the line before it.
pub(crate) fn with_line_above(
    mut kept: Vec<KeptLine>,
) -> impl Iterator<Item = (KeptLine, LineAbove)> {
    kept.sort_unstable();
    let mut before: Option<KeptLine> = None;
    kept.into_iter().map(move |line| {
        let above = before.replace(line);
        let above = above.map_or(LineAbove::Nothing, |above| line.compare(&above));
        (line, above)
    })
}

/// What the second reading of a dispute found.
pub(crate) struct Counted<'a> {
    pub dispute: &'a Dispute,
    /// For each file.
    pub counts: &'a [DisputeCount],
    /// The day of the sums, by that of the first reading: a cut has none.
    pub day_of: fn(&BillDay) -> i32,
}

impl<'a> Counted<'a> {
    pub(crate) fn files(&self) -> impl Iterator<Item = (&'a BillDay, u32, &'a DisputeCount)> {
        let files = self.dispute.files.iter().zip(self.counts);
        files.map(|((day, source), count)| (day, *source, count))
    }

    fn on_day(&self, sums: &BillDay, day: &BillDay) -> BillDay {
        BillDay {
            day: (self.day_of)(day),
            ..sums.clone()
        }
    }

    /// Whether the second reading found the lines of the first: a file may be gone or have changed.
    pub(crate) fn is_unchanged(&self) -> bool {
        let same = |day: &BillDay, count: &DisputeCount| {
            self.on_day(&count.all, day) == day.clone().settled()
        };
        self.files().all(|(day, _, count)| same(day, count))
    }

    /// Adds the lines that count to the days of a store: all of the first reading when the second found others.
    pub(crate) fn add_to_days(
        &self,
        is_unchanged: bool,
        days: &mut Vec<BillDay>,
        bills: &mut [BillFile],
        repeated: &mut RepeatedLines,
    ) {
        for (day, source, count) in self.files() {
            if !is_unchanged {
                add_day(days, &day.clone().settled());
                continue;
            }
            if line_count(&count.fresh) > 0 {
                add_day(days, &self.on_day(&count.fresh, day));
            }
            note_repeats(bills, source, &count.again);
            repeated.add(bills, source, day.day, &count.repeats);
        }
    }
}

/// Adds the lines of a dispute that count to the days of its store; returns the files that may both count a line.
pub(crate) fn add_to_days(
    dispute: &Dispute,
    counts: &[DisputeCount],
    days: &mut Vec<BillDay>,
    bills: &mut [BillFile],
    repeated: &mut RepeatedLines,
) -> DoubtfulPairs {
    let counted = Counted {
        dispute,
        counts,
        day_of: |day| day.day,
    };
    let is_unchanged = counted.is_unchanged();
    counted.add_to_days(is_unchanged, days, bills, repeated);
    let is_doubtful = |source: &u32| {
        let mut files = counted.files();
        !is_unchanged || files.any(|(_, s, count)| s == *source && count.unnumbered)
    };
    let sources = dispute.files.iter().map(|(_, source)| *source);
    let mut doubts = overlapping(sources, bills);
    doubts.retain(|(one, other)| is_doubtful(one) || is_doubtful(other));
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
