//! What a reader of a format passes its rows to. The reader knows bytes and limits; only the sink knows what a row
//! means.

use super::row::RowBuffer;
use super::sheet_features::SheetFeatures;

/// Receives the sheets of one file. A sheet may be begun a second time, when its features turn out to be others than
/// the first reading assumed; the rows of the first reading do not count then.
pub(crate) trait SheetSink: Sync {
    type Rows: RowSink;

    /// Begins a sheet with this name and these features.
    fn sheet(&self, name: String, features: SheetFeatures) -> Self::Rows;
}

/// Receives the rows of one sheet from top to bottom.
pub(crate) trait RowSink: Send {
    /// What the rows become.
    type Sheet: Send;

    /// Takes a row, counted from 1. `false` when the sink takes no more rows.
    fn row(&mut self, row: u32, buffer: &mut RowBuffer) -> bool;

    /// What the rows became, after the last one.
    fn finish(self) -> Self::Sheet;
}

/// What the rows of a sheet become in a sink of sheets.
pub(crate) type SheetOf<S> = <<S as SheetSink>::Rows as RowSink>::Sheet;
