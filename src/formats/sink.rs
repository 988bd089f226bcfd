//! What a reader of a format hands its rows to. The reader knows bytes and limits; what becomes of a
//! row is the business of whoever gave the sink.

use super::row::RowBuffer;
use super::sheet_features::SheetFeatures;

/// Receives the sheets of one file. A sheet may be begun a second time when the first reading of it
/// took for granted what the file then denied; the rows given before are of no account then.
pub(crate) trait SheetSink: Sync {
    type Rows: RowSink;

    /// Begins a sheet: its name, and what the file says of it beside its cells.
    fn sheet(&self, name: String, features: SheetFeatures) -> Self::Rows;
}

/// Receives the rows of one sheet from top to bottom.
pub(crate) trait RowSink: Send {
    /// What the rows become.
    type Sheet: Send;

    /// Takes a row, counted from 1. `false` when no more rows are wanted.
    fn row(&mut self, row: u32, buffer: &mut RowBuffer) -> bool;

    /// What the rows became, once all were given.
    fn finish(self) -> Self::Sheet;
}

/// What the rows of a sheet become in a sink of sheets.
pub(crate) type SheetOf<S> = <<S as SheetSink>::Rows as RowSink>::Sheet;
