//! When money is due: so many days after the trade, and on a working day unless the job says that
//! weekends count; holidays are those the job lists. Julian days in, the days they settle on out.

use std::collections::BTreeSet;

/// Counts from the Monday of Julian day 0.
fn is_weekend(day: i32) -> bool {
    day.rem_euclid(7) >= 5
}

/// When money comes.
#[derive(Clone, Debug, Default)]
pub(super) struct Calendar {
    /// Days from trade to settlement.
    pub days: i32,
    /// Money comes on Saturdays and Sundays too.
    pub weekends: bool,
    /// Days without settlement whatever day of the week they are.
    pub holidays: BTreeSet<i32>,
}

impl Calendar {
    fn is_closed(&self, day: i32) -> bool {
        is_weekend(day) && !self.weekends || self.holidays.contains(&day)
    }

    /// The settlement day a credit of that day belongs to: the day itself, or the next working day. Where
    /// the bank does credit on a weekend, those credits and Monday's pay the same trades.
    pub(super) fn bucket(&self, day: i32) -> i32 {
        let mut settlement = day;
        while self.is_closed(settlement) {
            settlement = settlement.saturating_add(1);
        }
        settlement
    }

    /// The day on which trades of a day are due.
    pub(super) fn due(&self, trade: i32) -> i32 {
        self.bucket(trade.saturating_add(self.days))
    }

    /// First day whose credits belong to the settlement day.
    pub(super) fn opens(&self, settlement: i32) -> i32 {
        let mut first = settlement;
        while self.is_closed(first - 1) {
            first -= 1;
        }
        first
    }

    /// The days whose trades settle on that day.
    pub(super) fn trades(&self, settlement: i32) -> std::ops::RangeInclusive<i32> {
        self.opens(settlement) - self.days..=settlement - self.days
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    fn calendar(weekends: bool, holidays: impl Iterator<Item = i32>) -> Calendar {
        Calendar {
            days: 1,
            weekends,
            holidays: holidays.collect(),
        }
    }

    /// When trades of some days are due, as days after another one.
    fn due(calendar: &Calendar, trades: std::ops::Range<i32>, from: i32) -> Vec<i32> {
        trades.map(|day| calendar.due(day) - from).collect()
    }

    #[test]
    fn weekends_wait_for_monday() {
        let friday = date!(2026 - 11 - 06).to_julian_day();
        let working = calendar(false, 0..0);
        let days = due(&working, friday - 1..friday + 5, friday);
        assert_eq!(days, [0, 3, 3, 3, 4, 5]);
        assert_eq!(working.trades(friday + 3), friday..=friday + 2);
        assert_eq!(working.trades(friday + 4), friday + 3..=friday + 3);
        assert_eq!(working.opens(friday + 3), friday + 1);
        let every = calendar(true, 0..0);
        assert_eq!(due(&every, friday..friday + 4, friday), [1, 2, 3, 4]);
        assert_eq!(every.trades(friday + 3), friday + 2..=friday + 2);
    }

    #[test]
    fn a_holiday_is_like_a_weekend() {
        let thursday = date!(2026 - 10 - 01).to_julian_day();
        let golden_week = |weekends| calendar(weekends, thursday..thursday + 7);
        let working = golden_week(false);
        let days = due(&working, thursday - 2..thursday + 8, thursday);
        assert_eq!(days, [-1, 7, 7, 7, 7, 7, 7, 7, 7, 8]);
        assert_eq!(working.trades(thursday + 7), thursday - 1..=thursday + 6);
        assert_eq!(golden_week(true).due(thursday), thursday + 7);
    }

    #[test]
    fn every_trade_day_is_due_on_the_day_that_lists_it() {
        for weekends in [false, true] {
            for days in 0..4 {
                let holidays = (2_461_010..2_461_017).chain([2_461_022]);
                let mut calendar = calendar(weekends, holidays);
                calendar.days = days;
                for trade in 2_461_000..2_461_030 {
                    assert!(calendar.trades(calendar.due(trade)).contains(&trade));
                }
            }
        }
    }
}
