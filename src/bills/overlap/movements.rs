//! Movements of an account that several of its 账务明细 have count once, by their 账务流水号. An account's day
//! that two files have alike is told by the sum of its numbers; where they differ, the files are read again.

use std::collections::BTreeMap;

use super::dispute_count::{self, Dispute, LinesBySource};
use super::line_selection::{LineSelection, SelectedLines};
use super::repeated_lines::RepeatedLines;
use super::store_days::{DoubtfulPairs, FileDays, merge_days};
use crate::model::bill::{BillFile, BillSort};

/// Notes in `bills` what counts once, and gives the files that may count a movement twice.
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
    for (account, mut days) in accounts.into_iter().enumerate() {
        days.sort_by_key(|(day, source)| (day.day, *source));
        let differing = merge_days(&days, &mut Vec::new(), bills, &mut doubts);
        let dispute = |files| Dispute {
            store: account,
            files,
        };
        disputes.extend(differing.into_iter().map(dispute));
    }
    for round in dispute_count::rounds(disputes) {
        // Which account a movement is of its file tells.
        let mut days: Vec<i32> = round.iter().map(|dispute| dispute.files[0].0.day).collect();
        days.sort_unstable();
        days.dedup();
        let what = SelectedLines::Movements(days);
        let counts = dispute_count::count(&round, &vec![0; round.len()], &what, &read_again);
        for (dispute, counts) in round.iter().zip(counts) {
            let days = &mut Vec::new();
            doubts.extend(dispute_count::add_to_days(
                dispute, &counts, days, bills, repeated,
            ));
        }
    }
    doubts
}
