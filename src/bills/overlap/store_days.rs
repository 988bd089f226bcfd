//! The days of one store in several files: days that are alike are added up, days that differ are counted again,
//! and files that may both count a line are noted.

use crate::bills::count::stores::add_day;
use crate::model::BillDay;
use crate::model::bill::BillFile;

/// Two files that may both count a line, once for each store-day: the second may have it again.
pub(crate) type DoubtfulPairs = Vec<(u32, u32)>;

/// What several files have of a day, by source.
pub(crate) type FileDays = Vec<(BillDay, u32)>;

/// Adds up the days on which the files agree, and gives those in dispute.
pub(crate) fn merge_days(
    days: &[(BillDay, u32)],
    sum: &mut Vec<BillDay>,
    bills: &mut [BillFile],
    doubts: &mut DoubtfulPairs,
) -> Vec<FileDays> {
    let mut disputes = Vec::new();
    for of_day in days.chunk_by(|a, b| a.0.day == b.0.day) {
        let first = &of_day[0].0;
        let numbered = of_day.iter().filter(|(day, _)| day.print != 0);
        if of_day.iter().all(|(day, _)| first.is_again(day)) {
            add_day(sum, first);
            of_day[1..]
                .iter()
                .for_each(|(day, source)| note_repeats(bills, *source, day));
        } else if of_day.iter().any(|(day, _)| day.twice) || numbered.count() > 1 {
            disputes.push(of_day.to_vec());
        } else {
            of_day.iter().for_each(|(day, _)| add_day(sum, day));
            doubts.extend(overlapping(of_day.iter().map(|(_, source)| *source), bills));
        }
    }
    disputes
}

/// Lines of a file that count already.
pub(crate) fn note_repeats(bills: &mut [BillFile], source: u32, day: &BillDay) {
    let Some(file) = bills.iter_mut().find(|bill| bill.source == source) else {
        return;
    };
    let [added, taken] = file.sort.sorts();
    file.again[added as usize] += u64::from(day.trades);
    file.again[taken as usize] += u64::from(day.refunds);
}

/// Each two of the files that overlap.
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

/// Whether two files of one account say that they cover the same days in part, and not wholly: bills
/// that state the same days are parts of one.
fn overlap(bills: &[BillFile], one: u32, other: u32) -> bool {
    let period = |source| bills.iter().find(|bill| bill.source == source)?.period;
    match (period(one), period(other)) {
        (Some(a), Some(b)) => a != b && a.0 < b.1 && b.0 < a.1,
        _ => false,
    }
}
