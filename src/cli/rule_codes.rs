//! "Did you mean" for codes of rules, as flags and job files name them.

use crate::config::did_you_mean;
use crate::rules;

/// `; did you mean …?` with the nearest code or beginning of codes.
pub(super) fn near(code: &str) -> String {
    let all = rules::all().iter();
    did_you_mean(code, all.flat_map(|rule| [rule.family(), rule.code]))
}
