//! `.xlsb` workbooks: binary records in a zip.

pub(crate) mod preflight;
pub(crate) mod reader;
