//! A sheet as it stands in its file: every cell that is not empty, its text and its place. It is kept
//! beside the tables only for a command that writes the sheet again.

/// First and last row, first and last column of cells shown as one.
pub type Merged = ((u32, u32), (u16, u16));

/// Rows are counted from 1, columns from 0.
#[derive(Clone, Debug, Default)]
pub struct RawSheet {
    text: String,
    cells: Vec<RawCell>,
    pub merged: Vec<Merged>,
}

#[derive(Clone, Copy, Debug)]
struct RawCell {
    row: u32,
    column: u16,
    start: usize,
    end: usize,
}

impl RawSheet {
    /// Adds a cell; what is empty is none.
    pub fn push(&mut self, row: u32, column: u16, text: &str) {
        if text.is_empty() {
            return;
        }
        let start = self.text.len();
        self.text.push_str(text);
        self.cells.push(RawCell {
            row,
            column,
            start,
            end: self.text.len(),
        });
    }

    /// Puts the cells in order, row by row; of a cell that was given twice the first stays.
    pub fn put_in_order(&mut self) {
        let place = |cell: &RawCell| (cell.row, cell.column);
        self.cells.sort_by_key(place);
        self.cells.dedup_by_key(|cell| place(cell));
    }

    /// Row, column and text of every cell, row by row.
    pub fn cells(&self) -> impl Iterator<Item = (u32, u16, &str)> {
        let cells = self.cells.iter();
        cells.map(|cell| (cell.row, cell.column, &self.text[cell.start..cell.end]))
    }

    /// The text of a cell, `""` when it is empty.
    pub fn text(&self, row: u32, column: u16) -> &str {
        let place = |cell: &RawCell| (cell.row, cell.column);
        match self.cells.binary_search_by_key(&(row, column), place) {
            Ok(at) => &self.text[self.cells[at].start..self.cells[at].end],
            Err(_) => "",
        }
    }

    /// How many columns there are up to the last cell.
    pub fn width(&self) -> u16 {
        let last = self.cells.iter().map(|cell| cell.column).max();
        last.map_or(0, |last| last.saturating_add(1))
    }

    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_found_whatever_order_they_came_in() {
        let mut sheet = RawSheet::default();
        for (row, column, text) in [
            (3, 1, "c"),
            (1, 2, "a"),
            (1, 2, "again"),
            (2, 0, ""),
            (1, 0, "b"),
        ] {
            sheet.push(row, column, text);
        }
        sheet.put_in_order();
        let cells: Vec<_> = sheet.cells().collect();
        assert_eq!(cells, [(1, 0, "b"), (1, 2, "a"), (3, 1, "c")]);
        assert_eq!((sheet.text(1, 2), sheet.text(2, 0)), ("a", ""));
        assert_eq!((sheet.width(), RawSheet::default().width()), (3, 0));
        assert!(!sheet.is_empty());
    }
}
