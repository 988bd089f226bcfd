//! Delimited text: encoding, delimiter, records.

pub(crate) mod delimiter;
pub(crate) mod encoding;
pub(crate) mod mixture;
pub(crate) mod open;
pub(crate) mod records;
