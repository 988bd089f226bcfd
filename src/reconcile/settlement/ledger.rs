//! One account's days in order: what was due, what came, and what is still open. A difference is carried
//! on until a later day makes up for it, alone or with its neighbours.

use crate::model::settlement::SettlementVerdict;

use super::statement::Credit;

/// One settlement day of one account; money in fen.
#[derive(Clone, Debug)]
pub(super) struct LedgerDay<'a> {
    pub day: i32,
    pub expected: i64,
    pub received: i64,
    /// Whether the bills have trades, and the statement has credits.
    pub sides: (bool, bool),
    /// All trades that settle on the day are in the bills.
    pub billed: bool,
    /// The statement runs over the days on which the money may come.
    pub stated: bool,
    pub verdict: SettlementVerdict,
    pub carried: i64,
    pub cleared: Option<i32>,
    pub credits: Vec<&'a Credit<'a>>,
}

impl LedgerDay<'_> {
    fn difference(&self) -> i64 {
        self.received.saturating_sub(self.expected)
    }

    fn difference_verdict(&self) -> SettlementVerdict {
        match self.sides {
            (true, true) if self.difference() < 0 => SettlementVerdict::Short,
            (true, true) => SettlementVerdict::Over,
            _ => SettlementVerdict::OneSided,
        }
    }
}

/// Gives every day its verdict; days ascend.
pub(super) fn judge(entries: &mut [LedgerDay], tolerance: i64) {
    let mut open: Vec<usize> = Vec::new();
    for at in 0..entries.len() {
        let difference = entries[at].difference();
        if difference.abs() <= tolerance {
            entries[at].verdict = SettlementVerdict::Agrees;
        } else if let Some(cleared) = cleared_by(entries, &open, difference, tolerance) {
            let day = entries[at].day;
            entries[at].verdict = entries[at].difference_verdict();
            entries[at].cleared = Some(day);
            for item in open.drain(cleared) {
                entries[item].cleared = Some(day);
            }
        } else if entries[at].billed && entries[at].stated {
            entries[at].verdict = entries[at].difference_verdict();
            open.push(at);
        } else {
            entries[at].verdict = SettlementVerdict::NotCovered;
        }
        entries[at].carried = sum(entries, &open);
    }
}

fn sum(entries: &[LedgerDay], items: &[usize]) -> i64 {
    sum_fen(items.iter().map(|item| entries[*item].difference()))
}

pub(super) fn sum_fen(fen: impl Iterator<Item = i64>) -> i64 {
    fen.fold(0, i64::saturating_add)
}

/// The open items a difference makes up for: the latest one of its size, or else the fewest of the
/// latest that add up to it.
fn cleared_by(
    entries: &[LedgerDay],
    open: &[usize],
    difference: i64,
    tolerance: i64,
) -> Option<std::ops::Range<usize>> {
    let made_up =
        |items: &[usize]| sum(entries, items).saturating_add(difference).abs() <= tolerance;
    let alone = (0..open.len()).rev().map(|at| at..at + 1);
    let together = (0..open.len()).rev().map(|at| at..open.len());
    alone
        .chain(together)
        .find(|items| made_up(&open[items.clone()]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn entries(days: &[(i64, i64)]) -> Vec<LedgerDay<'static>> {
        let entry = |(day, (expected, received)): (i32, &(i64, i64))| LedgerDay {
            day,
            expected: *expected,
            received: *received,
            sides: (*expected != 0, *received != 0),
            billed: true,
            stated: true,
            verdict: SettlementVerdict::Agrees,
            carried: 0,
            cleared: None,
            credits: Vec::new(),
        };
        (1..).zip(days).map(entry).collect()
    }

    /// Verdict, what is carried on, and the day that cleared it, day by day.
    fn outcomes(days: &[(i64, i64)], tolerance: i64) -> String {
        let mut entries = entries(days);
        judge(&mut entries, tolerance);
        let outcome = |e: &LedgerDay| {
            let cleared = e.cleared.map(|day| format!(" cleared {day}"));
            let cleared = cleared.unwrap_or_default();
            format!("{} {}{cleared}", e.verdict.key(), e.carried)
        };
        entries.iter().map(outcome).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn named_and_carried() {
        let days = [(100, 100), (100, 63), (50, 50), (70, 0), (0, 20), (80, 160)];
        assert_eq!(
            outcomes(&days, 0),
            "agrees 0, short -37, agrees -37, one_sided -107, one_sided -87, over -7"
        );
    }

    #[test]
    fn shifted_over_midnight_split_and_gathered() {
        let shift = outcomes(&[(100, 60), (50, 90)], 0);
        assert_eq!(shift, "short -40 cleared 2, over 0 cleared 2");
        let late = outcomes(&[(100, 0), (50, 50), (70, 170)], 0);
        let expected = "one_sided -100 cleared 3, agrees -100, over 0 cleared 3";
        assert_eq!(late, expected);
        let gathered = outcomes(&[(100, 0), (50, 0), (70, 220)], 0);
        let expected = "one_sided -100 cleared 3, one_sided -150 cleared 3, over 0 cleared 3";
        assert_eq!(gathered, expected);
        let halves = outcomes(&[(100, 0), (0, 30), (0, 70)], 0);
        let expected = "one_sided -100 cleared 3, one_sided -70 cleared 3, one_sided 0 cleared 3";
        assert_eq!(halves, expected);
    }

    #[test]
    fn a_real_difference_stays_open_beside_one_that_clears() {
        assert_eq!(
            outcomes(&[(100, 63), (100, 0), (50, 150)], 0),
            "short -37, one_sided -137 cleared 3, over -37 cleared 3"
        );
    }

    #[test]
    fn within_tolerance() {
        let days = [(100, 99), (100, 98)];
        assert_eq!(outcomes(&days, 1), "agrees 0, short -2");
    }

    #[test]
    fn days_not_covered_open_nothing_but_may_clear() {
        let mut days = entries(&[(100, 0), (30, 130), (40, 0)]);
        days[1].billed = false;
        days[2].stated = false;
        judge(&mut days, 0);
        let outcomes: Vec<_> = days
            .iter()
            .map(|d| (d.verdict, d.cleared, d.carried))
            .collect();
        let expected = [
            (SettlementVerdict::OneSided, Some(2), -100),
            (SettlementVerdict::Over, Some(2), 0),
            (SettlementVerdict::NotCovered, None, 0),
        ];
        assert_eq!(outcomes, expected);
    }

    proptest! {
        #[test]
        fn what_is_open_at_the_end_is_all_that_is_missing(
            days in proptest::collection::vec((0i64..5, 0i64..5), 0..12),
        ) {
            let mut entries = entries(&days);
            judge(&mut entries, 0);
            let total: i64 = entries.iter().map(LedgerDay::difference).sum();
            prop_assert_eq!(entries.last().map_or(0, |e| e.carried), total);
            let open: i64 = entries.iter().filter(|e| e.cleared.is_none()).map(LedgerDay::difference).sum();
            prop_assert_eq!(open, total);
        }
    }
}
