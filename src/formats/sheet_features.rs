//! What a workbook says of a sheet beside its cells. Rows are counted from 1, columns from 0.

/// A range of cells shown as one; its value is in the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Merge {
    pub rows: (u32, u32),
    pub columns: (u16, u16),
}

/// Merged ranges, hidden parts, and formulas nobody has calculated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct SheetFeatures {
    /// Ordered by first row, then first column.
    pub merged: Vec<Merge>,
    /// First and last row of each hidden stretch, ascending.
    pub hidden_rows: Vec<(u32, u32)>,
    /// First and last column of each hidden stretch, ascending.
    pub hidden_columns: Vec<(u16, u16)>,
    /// The whole sheet is hidden.
    pub hidden: bool,
    /// Cells with a formula and no value beside it, by row, then column. None in `.xls` and `.xlsb`, whose
    /// formulas always have one ([MS-XLS] FormulaValue, [MS-XLSB] BrtFmlaNum): a writer that calculates nothing puts
    /// a 0 or an empty text there, as a sound result may be.
    pub uncalculated: Vec<(u32, u16)>,
}

impl Merge {
    /// A range between two corners; `None` when it is one cell.
    pub(crate) fn new(rows: (u32, u32), columns: (u16, u16)) -> Option<Merge> {
        let range = Merge {
            rows: (rows.0.min(rows.1), rows.0.max(rows.1)),
            columns: (columns.0.min(columns.1), columns.0.max(columns.1)),
        };
        let one_cell = rows.0 == rows.1 && columns.0 == columns.1;
        (!one_cell).then_some(range)
    }
}

impl SheetFeatures {
    /// Adds a hidden row, which is most often the one below the last.
    pub(crate) fn hide_row(&mut self, row: u32) {
        match self.hidden_rows.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(row) => *last = row,
            _ => self.hidden_rows.push((row, row)),
        }
    }

    /// The features in the order that their fields state, whatever the order in the file.
    pub(crate) fn sorted(mut self) -> SheetFeatures {
        self.merged.sort_unstable();
        self.merged.dedup();
        join(&mut self.hidden_rows, |row| row.checked_add(1));
        join(&mut self.hidden_columns, |column| column.checked_add(1));
        self.uncalculated.sort_unstable();
        self.uncalculated.dedup();
        self
    }
}

/// Sorts stretches and joins those that touch.
fn join<T: Ord + Copy>(stretches: &mut Vec<(T, T)>, next: impl Fn(T) -> Option<T>) {
    stretches.sort_unstable();
    stretches.dedup_by(|after, before| {
        let touches = next(before.1).is_none_or(|next| after.0 <= next);
        if touches {
            before.1 = before.1.max(after.1);
        }
        touches
    });
}

/// Numbers shown with zeros in front, in order: row (from 1), column, and the digits shown at least.
pub(crate) type Padded = Vec<(u32, u16, u8)>;

/// The digits a cell shows at least, by row (from 1) and column.
pub(crate) fn padded_width(padded: &Padded, row: u32, column: u32) -> Option<u8> {
    let at = padded.binary_search_by_key(&(row, column), |p| (p.0, u32::from(p.1)));
    at.ok().map(|at| padded[at].2)
}

/// What a first look at one sheet finds beside its cells, before calamine reads it.
#[derive(Default)]
pub(crate) struct SheetSurvey {
    pub features: SheetFeatures,
    pub padded: Padded,
}

impl SheetSurvey {
    pub(crate) fn sorted(mut self) -> SheetSurvey {
        self.padded.sort_unstable();
        SheetSurvey {
            features: self.features.sorted(),
            padded: self.padded,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_are_joined() {
        let features = SheetFeatures {
            hidden_rows: vec![(7, 9), (1, 2), (3, 3), (8, 8)],
            hidden_columns: vec![(5, u16::MAX), (u16::MAX, u16::MAX), (0, 1)],
            ..SheetFeatures::default()
        };
        let features = features.sorted();
        assert_eq!(features.hidden_rows, [(1, 3), (7, 9)]);
        assert_eq!(features.hidden_columns, [(0, 1), (5, u16::MAX)]);
    }
}
