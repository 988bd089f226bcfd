//! What reading says about a file, a sheet, a statement or a table.

pub(crate) mod sheet;
pub(crate) mod statement;
pub(crate) mod table;
