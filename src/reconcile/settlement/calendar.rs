//! When money is due: so many days after the trade, and on a working day unless the job says that
//! weekends count. In go Julian days, out come the days they settle on.

/// Counts from the Monday of Julian day 0.
fn is_weekend(day: i32) -> bool {
    day.rem_euclid(7) >= 5
}

/// The terms of a job.
#[derive(Clone, Copy, Debug)]
pub struct Calendar {
    /// Days from trade to settlement.
    pub days: i32,
    /// Money comes on Saturdays and Sundays too.
    pub weekends: bool,
}

impl Calendar {
    /// The settlement day a credit of that day belongs to: the day itself, or the Monday after it. Where
    /// the bank does credit on a weekend, those credits and Monday's pay the same trades.
    pub fn bucket(self, day: i32) -> i32 {
        match is_weekend(day) && !self.weekends {
            true => day + 7 - day.rem_euclid(7),
            false => day,
        }
    }

    /// The day on which trades of a day are due.
    pub fn due(self, trade: i32) -> i32 {
        self.bucket(trade.saturating_add(self.days))
    }

    /// First day whose credits belong to the settlement day.
    pub fn opens(self, settlement: i32) -> i32 {
        match settlement.rem_euclid(7) == 0 && !self.weekends {
            true => settlement - 2,
            false => settlement,
        }
    }

    /// The days whose trades settle on that day.
    pub fn trades(self, settlement: i32) -> std::ops::RangeInclusive<i32> {
        self.opens(settlement) - self.days..=settlement - self.days
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn weekends_wait_for_monday() {
        let friday = date!(2026 - 11 - 06).to_julian_day();
        let working = Calendar {
            days: 1,
            weekends: false,
        };
        let due: Vec<i32> = (friday - 1..friday + 5)
            .map(|d| working.due(d) - friday)
            .collect();
        assert_eq!(due, [0, 3, 3, 3, 4, 5]);
        assert_eq!(working.trades(friday + 3), friday..=friday + 2);
        assert_eq!(working.trades(friday + 4), friday + 3..=friday + 3);
        assert_eq!(working.opens(friday + 3), friday + 1);
        let every = Calendar {
            days: 1,
            weekends: true,
        };
        let due: Vec<i32> = (friday..friday + 4)
            .map(|d| every.due(d) - friday)
            .collect();
        assert_eq!(due, [1, 2, 3, 4]);
        assert_eq!(every.trades(friday + 3), friday + 2..=friday + 2);
    }

    #[test]
    fn every_trade_day_is_due_on_the_day_that_lists_it() {
        for weekends in [false, true] {
            for days in 0..4 {
                let calendar = Calendar { days, weekends };
                for trade in 2_461_000..2_461_030 {
                    assert!(calendar.trades(calendar.due(trade)).contains(&trade));
                }
            }
        }
    }
}
