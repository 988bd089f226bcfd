//! `.xls` workbooks ([MS-XLS], [MS-CFB]).

pub(crate) mod biff;
pub(crate) mod compound;
pub(crate) mod memory_estimate;
pub(crate) mod reader;
pub(crate) mod strings;
