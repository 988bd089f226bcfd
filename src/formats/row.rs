//! One row as a reader passes it on. A formula error that was saved as text becomes an error again.

use crate::model::CellKind;

/// What a formula without a result shows (ECMA-376 part 1, 18.17.3, and newer functions' own).
const FORMULA_ERRORS: &[&str] = &[
    "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!",
];

/// The text of a formula that nobody has calculated.
pub(crate) const UNCALCULATED: &str = "=";

/// The cells of one row in column order, blank ones left out or empty.
#[derive(Default)]
pub(crate) struct RowBuffer {
    text: String,
    cells: Vec<(u16, CellKind, u32)>,
}

impl RowBuffer {
    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.cells.clear();
    }

    /// Adds a cell. A formula error saved as text, as Excel's export to CSV does, is an error.
    pub(crate) fn push(&mut self, column: u16, text: &str, kind: CellKind) {
        let is_error = text.starts_with('#') && FORMULA_ERRORS.contains(&text);
        let kind = if is_error { CellKind::Error } else { kind };
        self.text.push_str(text);
        self.cells.push((column, kind, self.text.len() as u32));
    }

    pub(crate) fn cells(&self) -> impl Iterator<Item = (u16, CellKind, &str)> {
        let mut start = 0;
        self.cells.iter().map(move |(column, kind, end)| {
            let text = &self.text[start..*end as usize];
            start = *end as usize;
            (*column, *kind, text)
        })
    }

    /// The row with more cells, each in place of one that is blank or missing.
    pub(crate) fn with(&self, more: &[(u16, CellKind, &str)]) -> RowBuffer {
        let is_free = |column| more.iter().all(|(c, _, _)| *c != column);
        let own = self.cells().filter(|(column, _, _)| is_free(*column));
        let mut cells: Vec<_> = own.chain(more.iter().copied()).collect();
        cells.sort_by_key(|(column, _, _)| *column);
        cells.into_iter().collect()
    }

    pub(crate) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

impl<'a> FromIterator<(u16, CellKind, &'a str)> for RowBuffer {
    fn from_iter<T: IntoIterator<Item = (u16, CellKind, &'a str)>>(cells: T) -> RowBuffer {
        let mut buffer = RowBuffer::default();
        for (column, kind, text) in cells {
            buffer.push(column, text, kind);
        }
        buffer
    }
}
