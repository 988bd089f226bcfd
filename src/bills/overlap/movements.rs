//! Movements of an account that several of its 账务明细 have count once, by their 账务流水号. An account's day
//! that two files have alike is told by the sum of its numbers; where they differ, the files are read again.

use std::collections::BTreeMap;

use super::dispute_count;
use super::dispute_count::{Dispute, Lines};
use super::line_selection::{Wanted, What};
use super::repeated_lines::Repeated;
use super::{Doubts, OfDay, settle_days};
use crate::model::bill::{BillFile, BillSort};

/// Notes in `bills` what counts once, and gives the files that may count a movement twice.
pub(crate) fn once(
    bills: &mut [BillFile],
    repeated: &mut Repeated,
    again: impl Fn(Wanted, &[u32]) -> Lines,
) -> Doubts {
    let mut accounts: BTreeMap<&str, OfDay> = BTreeMap::new();
    for bill in bills.iter().filter(|bill| bill.sort == BillSort::Fund) {
        let days = bill.days.iter().map(|day| (day.lines(), bill.source));
        accounts.entry(&bill.account).or_default().extend(days);
    }
    let (mut doubts, mut disputes) = (Doubts::new(), Vec::new());
    let accounts: Vec<OfDay> = accounts.into_values().collect();
    for (account, mut days) in accounts.into_iter().enumerate() {
        days.sort_by_key(|(day, source)| (day.day, *source));
        let differing = settle_days(&days, &mut Vec::new(), bills, &mut doubts);
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
        let what = What::Movements(days);
        let counts = dispute_count::count(&round, &vec![0; round.len()], &what, &again);
        for (dispute, counts) in round.iter().zip(counts) {
            let days = &mut Vec::new();
            doubts.extend(dispute_count::enter(
                dispute, &counts, days, bills, repeated,
            ));
        }
    }
    doubts
}
