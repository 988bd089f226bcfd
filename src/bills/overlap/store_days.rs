//! The days of one store in several files: days that are alike are added up, days that differ are counted again, and
//! files that may both count a line are noted.

use crate::bills::count::stores::add_day;
use crate::model::bill::BillFile;
use crate::model::{BillDay, BillStore};

/// Pairs of files that may both count a line, one for each store and day; the second may repeat the first.
pub(crate) type DoubtfulPairs = Vec<(u32, u32)>;

/// The sums of a day in several files, each with its source.
pub(crate) type FileDays = Vec<(BillDay, u32)>;

/// The file of a store that was read from one file.
pub(crate) fn source(store: &BillStore) -> u32 {
    store.seen.first().map_or(0, |seen| seen.source)
}

pub(crate) fn line_count(day: &BillDay) -> u64 {
    u64::from(day.trades) + u64::from(day.refunds)
}

/// Adds up the days on which the files agree, and returns the days on which they do not.
pub(crate) fn merge_days(
    days: &[(BillDay, u32)],
    sum: &mut Vec<BillDay>,
    bills: &mut [BillFile],
    doubts: &mut DoubtfulPairs,
) -> Vec<FileDays> {
    let mut disputes = Vec::new();
    for files in days.chunk_by(|a, b| a.0.day == b.0.day) {
        let first = &files[0].0;
        let numbered = files.iter().filter(|(day, _)| day.print != 0);
        if files.iter().all(|(day, _)| first.is_again(day)) {
            add_day(sum, first);
            for (day, source) in &files[1..] {
                note_repeats(bills, *source, day);
            }
        } else if files.iter().any(|(day, _)| day.twice) || numbered.count() > 1 {
            disputes.push(files.to_vec());
        } else {
            files.iter().for_each(|(day, _)| add_day(sum, day));
            doubts.extend(overlapping(files.iter().map(|(_, source)| *source), bills));
        }
    }
    disputes
}

/// Notes lines of a file that another file has already counted.
pub(crate) fn note_repeats(bills: &mut [BillFile], source: u32, day: &BillDay) {
    let Some(file) = bills.iter_mut().find(|bill| bill.source == source) else {
        return;
    };
    let [added, taken] = file.sort.sorts();
    file.again[added as usize] += u64::from(day.trades);
    file.again[taken as usize] += u64::from(day.refunds);
}

/// Each pair of the files that overlaps.
pub(crate) fn overlapping(sources: impl Iterator<Item = u32>, bills: &[BillFile]) -> DoubtfulPairs {
    let sources: Vec<u32> = sources.collect();
    let mut doubts = DoubtfulPairs::new();
    for (at, one) in sources.iter().enumerate() {
        let later = sources[at + 1..].iter();
        let later = later.filter(|other| overlap(bills, *one, **other));
        doubts.extend(later.map(|other| (*one, *other)));
    }
    doubts
}

/// Whether two files of one account state periods that overlap and differ: bills of the same period are parts of one.
fn overlap(bills: &[BillFile], one: u32, other: u32) -> bool {
    let period = |source| bills.iter().find(|bill| bill.source == source)?.period;
    match (period(one), period(other)) {
        (Some(a), Some(b)) => a != b && a.0 < b.1 && b.0 < a.1,
        _ => false,
    }
}
