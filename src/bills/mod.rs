//! Bills: lines in, sums per store and day out. [`count`] reads one bill; [`overlap`] sees to it that a line that
//! stands in two files counts once.

pub(crate) mod count;
pub(crate) mod overlap;
pub(crate) mod rules;
