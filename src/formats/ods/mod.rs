//! `.ods` workbooks (OpenDocument 1.2).

pub(crate) mod number_formats;
pub(crate) mod preflight;
pub(crate) mod reader;
