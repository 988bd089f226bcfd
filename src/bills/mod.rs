//! Bills: lines in, sums per store and day out. [`count`] reads one bill; [`overlap`] makes sure that a line in two files
//! counts once.

pub(crate) mod count;
pub(crate) mod overlap;
pub(crate) mod rules;
