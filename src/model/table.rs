//! Columnar tables. A column is one arena of canonical text with offsets and one kind byte per cell;
//! the text as it stood in the file is kept only where it differs. A row knows its source and row
//! number, so a cell's place is computed and never stored.

use super::{Field, FieldSet, Kind, Place, Source};

/// What a cell was in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum CellKind {
    /// The sheet has no such column.
    Missing,
    /// The column is there, the cell is empty.
    Blank,
    Text,
    Number,
    Date,
    Bool,
    /// A formula error such as `#N/A`; its name is the text.
    Error,
    /// Empty or missing in the sheet, filled from the job's `[defaults]`.
    Default,
    /// Empty itself, but inside a merged range: the value of the range's first cell.
    Carried,
}

/// Strings end to end in one buffer.
#[derive(Clone, Debug, Default)]
struct Arena {
    text: String,
    ends: Vec<u32>,
}

impl Arena {
    fn push(&mut self, value: &str) {
        self.text.push_str(value);
        self.ends.push(self.end());
    }

    fn append(&mut self, other: &Arena) {
        let before = self.end();
        self.text.push_str(&other.text);
        // None of the new ends is beyond the last, which fits.
        self.end();
        self.ends.extend(other.ends.iter().map(|end| before + end));
    }

    fn end(&self) -> u32 {
        u32::try_from(self.text.len()).expect("a column holds less than 4 GiB of text")
    }

    #[inline]
    fn get(&self, index: usize) -> &str {
        let start = if index == 0 {
            0
        } else {
            self.ends[index - 1] as usize
        };
        let end = self.ends[index] as usize;
        // Most cells asked for are empty, and their text need not be looked for.
        if start == end {
            return "";
        }
        &self.text[start..end]
    }
}

/// One field of a table, one cell per row.
#[derive(Clone, Debug, Default)]
pub struct Column {
    canonical: Arena,
    kinds: Vec<u8>,
    /// Rows whose original text differs, ascending, beside the originals.
    changed: Vec<u32>,
    originals: Arena,
}

impl Column {
    pub fn len(&self) -> usize {
        self.kinds.len()
    }

    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    /// An empty column with room for as much as `other` holds.
    pub fn with_capacity_of(other: &Column) -> Column {
        let arena = &other.canonical;
        Column {
            canonical: Arena {
                text: String::with_capacity(arena.text.len()),
                ends: Vec::with_capacity(arena.ends.len()),
            },
            kinds: Vec::with_capacity(other.kinds.len()),
            ..Column::default()
        }
    }

    /// Appends a cell as it stood in the file.
    pub fn push(&mut self, text: &str, kind: CellKind) {
        self.canonical.push(text);
        self.kinds.push(kind as u8);
    }

    /// Appends a cell whose canonical text may differ from what stood in the file.
    pub fn push_normalised(&mut self, canonical: &str, original: &str, kind: CellKind) {
        if canonical != original {
            self.changed.push(self.kinds.len() as u32);
            self.originals.push(original);
        }
        self.push(canonical, kind);
    }

    /// Appends `count` cells of a column the sheet does not have.
    pub fn push_missing(&mut self, count: usize) {
        for _ in 0..count {
            self.push("", CellKind::Missing);
        }
    }

    /// Appends the rows of another column.
    pub fn append(&mut self, other: &Column) {
        let before = self.kinds.len() as u32;
        self.canonical.append(&other.canonical);
        self.kinds.extend_from_slice(&other.kinds);
        self.changed
            .extend(other.changed.iter().map(|row| before + row));
        self.originals.append(&other.originals);
    }

    /// Canonical text, `""` when blank.
    #[inline]
    pub fn text(&self, row: usize) -> &str {
        self.canonical.get(row)
    }

    /// The text as it stood in the file.
    pub fn original(&self, row: usize) -> &str {
        match self.changed.binary_search(&(row as u32)) {
            Ok(at) => self.originals.get(at),
            Err(_) => self.canonical.get(row),
        }
    }

    pub fn kind(&self, row: usize) -> CellKind {
        KINDS[self.kinds[row] as usize]
    }
}

const KINDS: [CellKind; 9] = [
    CellKind::Missing,
    CellKind::Blank,
    CellKind::Text,
    CellKind::Number,
    CellKind::Date,
    CellKind::Bool,
    CellKind::Error,
    CellKind::Default,
    CellKind::Carried,
];

/// Where a row of a table came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowOrigin {
    /// Index into the run's sources.
    pub source: u32,
    /// Counted from 1 in the file.
    pub row: u32,
}

/// All sheets of one kind, end to end, in the order of their sources.
#[derive(Clone, Debug)]
pub struct Table {
    pub kind: Kind,
    pub origins: Vec<RowOrigin>,
    columns: Vec<Option<Column>>,
}

impl Table {
    pub fn new(kind: Kind) -> Table {
        Table {
            kind,
            origins: Vec::new(),
            columns: vec![None; Field::COUNT],
        }
    }

    pub fn len(&self) -> usize {
        self.origins.len()
    }

    pub fn is_empty(&self) -> bool {
        self.origins.is_empty()
    }

    #[inline]
    pub fn column(&self, field: Field) -> Option<&Column> {
        self.columns[field as usize].as_ref()
    }

    /// Fields some sheet has (or a default fills), in field order.
    pub fn fields(&self) -> impl Iterator<Item = Field> + '_ {
        Field::all().filter(|f| self.columns[*f as usize].is_some())
    }

    /// Puts a column in place; it must have one cell per row.
    pub fn set_column(&mut self, field: Field, column: Column) {
        debug_assert_eq!(column.len(), self.len());
        self.columns[field as usize] = Some(column);
    }

    pub fn take_column(&mut self, field: Field) -> Option<Column> {
        self.columns[field as usize].take()
    }

    /// Appends the rows of another table of the same kind.
    pub fn append(&mut self, other: Table) {
        if self.is_empty() {
            *self = other;
            return;
        }
        let (before, added) = (self.len(), other.len());
        for (mine, theirs) in self.columns.iter_mut().zip(&other.columns) {
            match (mine.as_mut(), theirs) {
                (Some(mine), Some(theirs)) => mine.append(theirs),
                (Some(mine), None) => mine.push_missing(added),
                (None, Some(theirs)) => {
                    let mut column = Column::default();
                    column.push_missing(before);
                    column.append(theirs);
                    *mine = Some(column);
                }
                (None, None) => {}
            }
        }
        self.origins.extend(other.origins);
    }

    /// Canonical text; `""` when blank or when no sheet has the column.
    #[inline]
    pub fn text(&self, row: usize, field: Field) -> &str {
        self.column(field).map_or("", |c| c.text(row))
    }

    /// The text as it stood in the file.
    pub fn original(&self, row: usize, field: Field) -> &str {
        self.column(field).map_or("", |c| c.original(row))
    }

    pub fn cell_kind(&self, row: usize, field: Field) -> CellKind {
        self.column(field)
            .map_or(CellKind::Missing, |c| c.kind(row))
    }

    /// The cell's place; a row's place when its sheet has no such column.
    pub fn place(&self, row: usize, field: Field, sources: &[Source]) -> Place {
        let origin = self.origins[row];
        let column = sources
            .get(origin.source as usize)
            .and_then(|s| s.column_of(field));
        Place {
            source: origin.source,
            row: origin.row,
            column,
        }
    }

    pub fn row(&self, index: usize) -> Row<'_> {
        Row {
            table: self,
            index,
            unsound: 0,
        }
    }
}

/// One row of a table.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    pub table: &'a Table,
    pub index: usize,
    /// Fields that a rule has found wrong already, as bits: nothing is to be concluded from them.
    pub unsound: FieldSet,
}

impl<'a> Row<'a> {
    pub fn text(&self, field: Field) -> &'a str {
        self.table.text(self.index, field)
    }

    pub fn original(&self, field: Field) -> &'a str {
        self.table.original(self.index, field)
    }

    pub fn kind(&self, field: Field) -> CellKind {
        self.table.cell_kind(self.index, field)
    }

    pub fn has(&self, field: Field) -> bool {
        !self.text(field).is_empty()
    }

    /// Whether the sheet itself has the value, not a default of the job.
    pub fn is_own(&self, field: Field) -> bool {
        self.has(field) && self.kind(field) != CellKind::Default
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str, field: Field, source: u32) -> Table {
        let mut table = Table::new(Kind::Stores);
        table.origins.push(RowOrigin { source, row: 4 });
        let mut column = Column::default();
        column.push_normalised(text.trim(), text, CellKind::Text);
        table.set_column(field, column);
        table
    }

    #[test]
    fn appending_keeps_originals_and_marks_missing_columns() {
        let mut table = one(" a ", Field::StoreCode, 0);
        table.append(one("b", Field::StoreName, 1));
        assert_eq!(table.len(), 2);
        assert_eq!(
            (
                table.text(0, Field::StoreCode),
                table.original(0, Field::StoreCode)
            ),
            ("a", " a ")
        );
        assert_eq!(table.cell_kind(1, Field::StoreCode), CellKind::Missing);
        assert_eq!(table.cell_kind(0, Field::StoreName), CellKind::Missing);
        assert_eq!(table.text(1, Field::StoreName), "b");
    }

    #[test]
    fn kind_bytes_round_trip() {
        for (i, kind) in KINDS.iter().enumerate() {
            assert_eq!(*kind as usize, i);
        }
    }
}
