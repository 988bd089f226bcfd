//! Movements of an account that are in several of its 账务明细 count once, by their 账务流水号. Days that are alike in
//! two files are recognised by the sum of their numbers; where they differ, the files are read again.

use std::collections::BTreeMap;

use super::dispute_count::{self, Dispute, LinesBySource};
use super::line_selection::{LineSelection, SelectedLines};
use super::repeated_lines::RepeatedLines;
use super::store_days::{DoubtfulPairs, FileDays, merge_days};
use crate::model::bill::{BillFile, BillSort};

/// Notes repeated movements in `bills`; returns the files that may both count a movement.
pub(crate) fn count_once(
    bills: &mut [BillFile],
    repeated: &mut RepeatedLines,
    read_again: impl Fn(LineSelection, &[u32]) -> LinesBySource,
) -> DoubtfulPairs {
    let mut accounts: BTreeMap<&str, FileDays> = BTreeMap::new();
    for bill in bills.iter().filter(|bill| bill.sort == BillSort::Fund) {
        let days = bill.days.iter().map(|day| (day.lines(), bill.source));
        accounts.entry(&bill.account).or_default().extend(days);
    }
    let (mut doubts, mut disputes) = (DoubtfulPairs::new(), Vec::new());
    let accounts: Vec<FileDays> = accounts.into_values().collect();
    for (store, mut days) in accounts.into_iter().enumerate() {
        days.sort_by_key(|(day, source)| (day.day, *source));
        let differing = merge_days(&days, &mut Vec::new(), bills, &mut doubts);
        disputes.extend(differing.into_iter().map(|files| Dispute { store, files }));
    }
    for round in dispute_count::rounds(disputes) {
        let mut days: Vec<i32> = round.iter().map(|dispute| dispute.files[0].0.day).collect();
        days.sort_unstable();
        days.dedup();
        let selected = SelectedLines::Movements(days);
        // The file of a movement shows its account, so the lines need no number of an account.
        let counts = dispute_count::count(&round, &vec![0; round.len()], &selected, &read_again);
        for (dispute, counts) in round.iter().zip(counts) {
            let days = &mut Vec::new();
            let doubtful = dispute_count::add_to_days(dispute, &counts, days, bills, repeated);
            doubts.extend(doubtful);
        }
    }
    doubts
}
