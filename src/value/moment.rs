//! Points in time as sheets and people give them: a day, and the time of day where it matters and is
//! known. Tagging opens a gate after 24 hours, so its hour counts; most other dates have none.

use time::{Date, Duration, PrimitiveDateTime, Time};

use super::date;

/// A day, with the time of day when that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    pub day: Date,
    pub time: Option<Time>,
}

impl From<Date> for Moment {
    fn from(day: Date) -> Moment {
        Moment { day, time: None }
    }
}

impl Moment {
    /// Reads every spelling of [`date::parse`], with or without a time after it. Midnight is no time:
    /// that is how spreadsheets write a day that has none.
    pub fn parse(text: &str) -> Option<Moment> {
        let (day, time) = date::parse_with_time(text)?;
        let time = time.filter(|time| *time != Time::MIDNIGHT);
        Some(Moment { day, time })
    }

    /// The first instant it can mean: midnight when no time is given.
    pub fn earliest(self) -> PrimitiveDateTime {
        PrimitiveDateTime::new(self.day, self.time.unwrap_or(Time::MIDNIGHT))
    }

    /// The last instant it can mean: the midnight that ends the day when no time is given. The end of
    /// time stays what it is.
    pub fn latest(self) -> PrimitiveDateTime {
        let start = self.earliest();
        match self.time {
            Some(_) => start,
            None => start.checked_add(Duration::DAY).unwrap_or(start),
        }
    }
}

/// `YYYY-MM-DD`, and ` HH:MM` or ` HH:MM:SS` when a time is known.
impl std::fmt::Display for Moment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&date::format(self.day))?;
        let Some((hour, minute, second)) = self.time.map(Time::as_hms) else {
            return Ok(());
        };
        write!(f, " {hour:02}:{minute:02}")?;
        match second {
            0 => Ok(()),
            _ => write!(f, ":{second:02}"),
        }
    }
}

/// `YYYY-MM-DD HH:MM`, and nothing after the day at midnight.
pub fn format(instant: PrimitiveDateTime) -> String {
    let time = Some(instant.time()).filter(|time| *time != Time::MIDNIGHT);
    let day = instant.date();
    Moment { day, time }.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn a_day_without_a_time_lasts_until_midnight() {
        let day = Moment::parse("2026年11月20日").expect("a day");
        assert_eq!(day.earliest(), datetime!(2026-11-20 0:00));
        assert_eq!(day.latest(), datetime!(2026-11-21 0:00));
        let hour = Moment::parse("2026/11/20 10:05").expect("a time");
        assert_eq!(hour.earliest(), datetime!(2026-11-20 10:05));
        assert_eq!(hour.latest(), hour.earliest());
        let last = Moment::from(Date::MAX);
        assert_eq!(last.latest(), last.earliest());
    }

    #[test]
    fn what_is_printed_reads_back() {
        for text in ["2026-11-20", "2026-11-20 10:05", "2026-11-20 10:05:09"] {
            let moment = Moment::parse(text).expect("a moment");
            assert_eq!(moment.to_string(), text);
        }
        assert_eq!(format(datetime!(2026-11-21 0:00)), "2026-11-21");
        assert_eq!(format(datetime!(2026-11-21 10:00)), "2026-11-21 10:00");
        let midnight = Moment::parse("2026-11-20 00:00:00").expect("a moment");
        assert_eq!(midnight.to_string(), "2026-11-20");
        assert_eq!(Moment::parse("2026-11-20 25:00"), None);
    }
}
