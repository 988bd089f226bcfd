//! How much memory calamine would need for an `.xls` stream, of which it keeps each sheet as a rectangle of cells.

use crate::formats::read_error::ReadError;
use crate::model::Limits;

/// Cells of all sheets' rectangles together; a full sheet of the format has 16.8 million.
const DENSE: u64 = 20_000_000;

/// Characters and cells that calamine would keep of all sheets.
#[derive(Default)]
pub(crate) struct MemoryEstimate {
    pub characters: u64,
    pub cells: u64,
    /// First and last row and column of the open sheet's cells and of its formulas.
    boxes: [Option<[u16; 4]>; 2],
    /// The cell of the open sheet's last formula; a text record after it is its value.
    pub formula: (u16, u16),
}

impl MemoryEstimate {
    /// Adds a cell (`of` 0) or a formula (`of` 1).
    pub(crate) fn cell(&mut self, of: usize, row: u16, column: u16) {
        let [top, bottom, left, right] = self.boxes[of].unwrap_or([row, row, column, column]);
        let rows = [top.min(row), bottom.max(row)];
        self.boxes[of] = Some([rows[0], rows[1], left.min(column), right.max(column)]);
    }

    /// Adds the open sheet's rectangles.
    pub(crate) fn close_sheet(&mut self) {
        self.formula = (0, 0);
        for corners in self.boxes.iter_mut().filter_map(Option::take) {
            let [top, bottom, left, right] = corners.map(u64::from);
            self.cells += (bottom - top + 1) * (right - left + 1);
        }
    }

    /// Refuses more than the limits allow.
    pub(crate) fn within(&self, limits: &Limits) -> Result<(), ReadError> {
        let most = limits.cells.min(DENSE);
        let megabytes = 3 * self.characters / (1024 * 1024);
        ReadError::check_limit("cells", most, self.cells)?;
        ReadError::check_limit("unpacked_mb", limits.unpacked_mb, megabytes)
    }
}
