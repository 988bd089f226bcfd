//! The day that a run takes for today.

use time::OffsetDateTime;

use crate::config::Job;
use crate::value::moment::Moment;

/// `--as-of` is no date.
#[derive(Debug, thiserror::Error)]
#[error("--as-of: `{0}` is not a date (YYYY-MM-DD, or with HH:MM after it)")]
pub(super) struct NotADate(String);

/// The flag, else the job file, else the clock. This is the one place that looks at the clock; it takes
/// the day without the hour, so that two runs on one day agree.
pub(super) fn run_day(flag: Option<&str>, job: &Job) -> Result<Moment, NotADate> {
    match (flag, job.as_of) {
        (Some(text), _) => Moment::parse(text).ok_or_else(|| NotADate(text.to_owned())),
        (None, Some(day)) => Ok(day),
        (None, None) => Ok(OffsetDateTime::now_local()
            .unwrap_or_else(|_| OffsetDateTime::now_utc())
            .date()
            .into()),
    }
}
