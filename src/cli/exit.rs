//! How a verb ends: with an exit code, or with an error that is printed.

use std::error::Error;

use crate::config::job::FailOn;
use crate::model::{Finding, Level};

/// Done, and nothing is held.
pub(super) const CLEAR: u8 = 0;
/// Done, but stores are held or `--fail-on` is met.
pub(super) const HELD: u8 = 1;
/// The work could not be done.
pub(super) const FAILED: u8 = 2;

/// The exit code of a verb that could do its work.
pub(super) type VerbResult = Result<u8, Box<dyn Error>>;

/// 1 when something is held or unread, else 0.
pub(super) fn held_if(held: bool) -> u8 {
    if held { HELD } else { CLEAR }
}

/// Whether some finding is as grave as `--fail-on` says.
pub(super) fn is_fail_on_met<'a>(
    fail_on: FailOn,
    mut findings: impl Iterator<Item = &'a Finding>,
) -> bool {
    let least = match fail_on {
        FailOn::Error => Level::Error,
        FailOn::Warning => Level::Warning,
        FailOn::Never => return false,
    };
    findings.any(|finding| finding.level >= least)
}
