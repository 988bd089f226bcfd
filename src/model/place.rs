//! Where a value stands: file, sheet, row, column. Rows are counted from 1 as a person counts them
//! in the file; columns are counted from 0 and shown as letters.

use super::Field;

/// One sheet (or CSV file) that was read.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// Path relative to the input folder, with `/` on every system.
    pub file: String,
    /// Absent for a CSV.
    pub sheet: Option<String>,
    /// Column of each mapped field, counted from 0.
    pub columns: Vec<(Field, u16)>,
}

impl Source {
    pub fn column_of(&self, field: Field) -> Option<u16> {
        self.columns
            .iter()
            .find(|(f, _)| *f == field)
            .map(|(_, c)| *c)
    }
}

/// All sources of a run, indexed by [`Place::source`]; ordered by file, then sheet.
pub type Sources = Vec<Source>;

/// One cell, one row (no column) or one whole source (row 0).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    pub source: u32,
    pub row: u32,
    /// `None` sorts first: a whole row stands before its cells.
    pub column: Option<u16>,
}

impl Place {
    pub fn cell(source: u32, row: u32, column: u16) -> Place {
        Place {
            source,
            row,
            column: Some(column),
        }
    }

    pub fn row(source: u32, row: u32) -> Place {
        Place {
            source,
            row,
            column: None,
        }
    }

    pub fn sheet(source: u32) -> Place {
        Place {
            source,
            row: 0,
            column: None,
        }
    }

    /// `E1024`; `None` when the place is not a single cell.
    pub fn cell_name(&self) -> Option<String> {
        let column = self.column?;
        (self.row > 0).then(|| format!("{}{}", column_letters(column), self.row))
    }
}

/// `0` → `A`, `25` → `Z`, `26` → `AA`.
pub fn column_letters(column: u16) -> String {
    let mut letters = Vec::new();
    let mut n = u32::from(column) + 1;
    while n > 0 {
        n -= 1;
        letters.push(char::from(b'A' + (n % 26) as u8));
        n /= 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters() {
        let names: Vec<_> = [0, 25, 26, 701, 702, 16383].map(column_letters).into();
        assert_eq!(names, ["A", "Z", "AA", "ZZ", "AAA", "XFD"]);
        assert_eq!(
            Place::cell(0, 1024, 4).cell_name().as_deref(),
            Some("E1024")
        );
        assert_eq!(Place::sheet(0).cell_name(), None);
    }
}
