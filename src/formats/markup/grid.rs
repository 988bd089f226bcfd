//! A table of markup that becomes a sheet: cells are placed by rows, spans and indices, and passed to the sink when
//! all merged ranges are known.

use crate::formats::read_error::ReadError;
use crate::formats::row::RowBuffer;
use crate::formats::sheet_features::{Merge, SheetFeatures};
use crate::formats::sink::{RowSink, SheetOf, SheetSink};
use crate::model::{CellKind, Limits};

/// The largest sheet there is ends at XFD1048576.
const ROWS: u32 = 1_048_576;
const COLUMNS: u16 = 16_384;

/// A cell and where its text ends.
struct Cell {
    row: u32,
    column: u16,
    kind: CellKind,
    end: usize,
}

/// Rows are counted from 1, columns from 0.
#[derive(Default)]
pub(crate) struct Grid {
    pub features: SheetFeatures,
    text: String,
    cells: Vec<Cell>,
    row: u32,
    /// The column of the next cell, unless a cell from above reaches down to it.
    column: u16,
    /// Per column: the last row that a cell from above takes.
    taken: Vec<u32>,
}

impl Grid {
    /// Rows begun so far.
    pub(crate) fn rows(&self) -> u32 {
        self.row
    }

    /// Whether two rows or more have a cell with text.
    pub(crate) fn is_table(&self) -> bool {
        let ends = self.cells.first().zip(self.cells.last());
        ends.is_some_and(|(first, last)| first.row < last.row)
    }

    /// Begins a row. `index` is its number where the file gives one, else 0.
    pub(crate) fn row(&mut self, index: u32, hidden: bool) {
        self.row = self.row.saturating_add(1).max(index.min(ROWS));
        self.column = 0;
        if hidden {
            self.features.hide_row(self.row);
        }
    }

    /// Passes over rows without cells.
    pub(crate) fn skip_rows(&mut self, count: u32) {
        self.row = self.row.saturating_add(count.min(ROWS));
    }

    /// Leaves the columns before `column` empty.
    pub(crate) fn skip_to(&mut self, column: u32) {
        let column = u16::try_from(column).unwrap_or(COLUMNS);
        self.column = self.column.max(column);
    }

    /// Adds a cell that is `across` columns wide and `down` rows high, at least one each; returns its place, if it has
    /// one. Refuses more cells than the limit allows.
    pub(crate) fn cell(
        &mut self,
        text: &str,
        kind: CellKind,
        (across, down): (u32, u32),
        limits: &Limits,
    ) -> Result<Option<(u32, u16)>, ReadError> {
        self.pass_taken();
        if self.row == 0 || self.column >= COLUMNS {
            return Ok(None);
        }
        let first = self.column;
        let last = across.clamp(1, u32::from(COLUMNS - first)) as u16 - 1 + first;
        let bottom = self.row.saturating_add(down.clamp(1, 65_536) - 1);
        self.column = last + 1;
        if bottom > self.row {
            self.reach_down((first, last), bottom);
        }
        let at = (self.row, first);
        if text.is_empty() {
            return Ok(Some(at));
        }
        let merge = Merge::new((self.row, bottom), (first, last));
        self.features.merged.extend(merge);
        self.text.push_str(text);
        self.cells.push(Cell {
            row: self.row,
            column: first,
            kind,
            end: self.text.len(),
        });
        if self.cells.len() as u64 > limits.cells {
            return Err(ReadError::past("cells", limits.cells));
        }
        Ok(Some(at))
    }

    /// Moves past columns that cells above reach down to.
    fn pass_taken(&mut self) {
        let rest = self.taken.get(usize::from(self.column)..);
        let taken = rest.unwrap_or_default().iter();
        let count = taken.take_while(|row| **row >= self.row).count();
        self.column += count as u16;
    }

    /// Marks columns as taken by a cell from above, down to a row.
    fn reach_down(&mut self, (first, last): (u16, u16), bottom: u32) {
        let columns = usize::from(first)..usize::from(last) + 1;
        let width = self.taken.len().max(columns.end);
        self.taken.resize(width, 0);
        self.taken[columns].fill(bottom);
    }

    /// The sheet, when all cells were added.
    pub(crate) fn into_sheet<S: SheetSink>(mut self, name: String, sink: &S) -> SheetOf<S> {
        for merge in &mut self.features.merged {
            merge.rows.1 = merge.rows.1.min(self.row);
        }
        let mut rows = sink.sheet(name, self.features.sorted());
        let mut buffer = RowBuffer::default();
        let mut start = 0;
        for row in self.cells.chunk_by(|a, b| a.row == b.row) {
            buffer.clear();
            for cell in row {
                buffer.push(cell.column, &self.text[start..cell.end], cell.kind);
                start = cell.end;
            }
            if !rows.row(row[0].row, &mut buffer) {
                break;
            }
        }
        rows.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Adds cells by their spans, `None` beginning a row; the place of each.
    fn places(cells: &[Option<(u32, u32)>]) -> (Vec<(u32, u16)>, Vec<Merge>) {
        let mut grid = Grid::default();
        let mut places = Vec::new();
        for cell in cells {
            match cell {
                None => grid.row(0, false),
                Some(span) => {
                    let at = grid.cell("x", CellKind::Text, *span, &Limits::default());
                    places.extend(at.expect("few cells"));
                }
            }
        }
        (places, grid.features.merged)
    }

    #[test]
    fn cells_give_way_to_those_that_reach_down() {
        let (one, wide, tall) = (Some((0, 0)), Some((2, 1)), Some((1, 3)));
        let (places, merged) = places(&[None, one, tall, wide, None, one, one, None, one, one]);
        let expected = [(1, 0), (1, 1), (1, 2), (2, 0), (2, 2), (3, 0), (3, 2)];
        assert_eq!(places, expected);
        let merges = [((1, 3), (1, 1)), ((1, 1), (2, 3))];
        let merges = merges.map(|(rows, columns)| Merge { rows, columns });
        assert_eq!(merged, merges);
    }

    #[test]
    fn spans_end_where_a_sheet_ends() {
        let far = Some((u32::MAX, u32::MAX));
        let (places, merged) = places(&[None, far, far, None, far]);
        assert_eq!(places, [(1, 0)]);
        let all = Merge {
            rows: (1, 65_536),
            columns: (0, COLUMNS - 1),
        };
        assert_eq!(merged, [all]);
    }
}
