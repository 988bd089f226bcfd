//! One of the first rows of a sheet, among which its header is searched.

/// How many rows from the top are searched for a header.
pub(crate) const HEAD_ROWS: usize = 60;

/// One of the first rows of a sheet.
#[derive(Debug, Default)]
pub(crate) struct HeadRow {
    /// Counted from 1.
    pub row: u32,
    /// Column, from 0, and text of each cell that is not blank.
    pub cells: Vec<(u16, String)>,
}
