//! What a workbook says of a sheet beside its cells. Rows are counted from 1, columns from 0.

/// A range of cells shown as one; its value stands in the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Merge {
    pub rows: (u32, u32),
    pub columns: (u16, u16),
}

/// Merged ranges, hidden parts, and formulas nobody has calculated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Ordered by first row, then first column.
    pub merged: Vec<Merge>,
    /// First and last row of each hidden stretch, ascending.
    pub hidden_rows: Vec<(u32, u32)>,
    /// First and last column of each hidden stretch, ascending.
    pub hidden_columns: Vec<(u16, u16)>,
    /// The whole sheet is hidden.
    pub hidden: bool,
    /// Cells with a formula and no value beside it, by row, then column.
    pub uncalculated: Vec<(u32, u16)>,
}
