//! Rules by their codes and the beginnings of their codes, as flags and job files name them.

use crate::check;
use crate::config::did_you_mean;
use crate::model::Rule;

/// The rules whose code begins so.
pub(super) fn beginning(code: &str) -> impl Iterator<Item = &'static Rule> {
    check::all().filter(move |rule| rule.code.starts_with(code))
}

/// `; did you mean …?` with the nearest code or beginning of codes.
pub(super) fn near(code: &str) -> String {
    let all = check::all().flat_map(|rule| [rule.family(), rule.code]);
    did_you_mean(code, all)
}
