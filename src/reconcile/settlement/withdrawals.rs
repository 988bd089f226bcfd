//! Which credit each withdrawal from an Alipay account became: one of the same sum, on its day or a few
//! days after. In go an account's withdrawals and credits, out comes the withdrawal's day for each credit.

use std::collections::{BTreeMap, HashMap, VecDeque};

use crate::model::Place;

use super::pairing::PairedAccount;
use super::statement::Credit;

/// A withdrawal reaches the bank on its day or within so many days after.
pub(crate) const ARRIVAL_DAYS: i32 = 3;

/// What became of the withdrawals.
#[derive(Debug, Default)]
pub(super) struct WithdrawalCredits {
    /// Day of the withdrawal, by the place of its credit.
    days: HashMap<Place, i32>,
    /// Cells of the withdrawals of a day, those without a credit first.
    lines: BTreeMap<i32, Vec<Place>>,
}

impl WithdrawalCredits {
    /// The day on which the money of a credit was withdrawn.
    pub(super) fn day(&self, credit: Place) -> Option<i32> {
        self.days.get(&credit).copied()
    }

    /// The withdrawals of a day.
    pub(super) fn lines(&self, day: i32) -> &[Place] {
        self.lines.get(&day).map_or(&[], Vec::as_slice)
    }
}

/// Pairs the withdrawals of an account with its credits: the earliest with the earliest that can be it.
pub(super) fn match_credits(account: &PairedAccount) -> WithdrawalCredits {
    let dated = |credit: &&Credit| Some((credit.day?, credit.place, credit.fen));
    let mut credits: Vec<_> = account.credits.iter().filter_map(dated).collect();
    credits.sort_unstable();
    let mut by_sum: HashMap<i64, VecDeque<(i32, Place)>> = HashMap::new();
    for (day, place, fen) in credits {
        by_sum.entry(fen).or_default().push_back((day, place));
    }
    let mut withdrawals = account.income.withdrawals.clone();
    withdrawals.sort_by_key(|withdrawal| (withdrawal.day, withdrawal.place));
    let mut matched = WithdrawalCredits::default();
    let mut paired: BTreeMap<i32, Vec<Place>> = BTreeMap::new();
    for withdrawal in withdrawals {
        let day = withdrawal.day;
        let credits = by_sum.entry(withdrawal.fen).or_default();
        while credits.front().is_some_and(|(came, _)| *came < day) {
            credits.pop_front();
        }
        let last = day.saturating_add(ARRIVAL_DAYS);
        let in_time = credits.front().is_some_and(|(came, _)| *came <= last);
        let credit = if in_time { credits.pop_front() } else { None };
        let lines = match credit {
            Some((_, credit)) => {
                matched.days.insert(credit, day);
                &mut paired
            }
            None => &mut matched.lines,
        };
        lines.entry(day).or_default().push(withdrawal.place);
    }
    for (day, mut lines) in paired {
        matched.lines.entry(day).or_default().append(&mut lines);
    }
    matched
}
