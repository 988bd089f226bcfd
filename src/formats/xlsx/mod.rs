//! `.xlsx` workbooks (ECMA-376).

pub(crate) mod preflight;
pub(crate) mod reader;
pub(crate) mod sheet_preflight;
