//! A header that was found, and what each of its columns was taken for.

use std::cmp::{Ordering, Reverse};

use super::head_row::HeadRow;
use crate::config::SheetLayout;
use crate::model::{Field, HeaderCell, Meaning};

/// A column nobody reads.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Unread {
    pub column: u16,
    pub header: String,
    /// The field, when another column holds it.
    pub taken: Option<Field>,
}

/// A header that fits a layout.
#[derive(Debug)]
pub(crate) struct Located<'a> {
    pub layout: &'a SheetLayout,
    /// Its first and its last row among the rows that were searched.
    pub first: usize,
    pub index: usize,
    /// Its cells; of several rows, their texts joined, as the last row.
    pub head: HeadRow,
    pub columns: Vec<(u16, Field)>,
    pub unread: Vec<Unread>,
    /// Why a column is read and not another of its field, where there is another.
    pub because: Vec<(Field, Because)>,
    /// The columns a saved mapping speaks of, read or not.
    pub accepted: Vec<u16>,
    /// Columns whose header the layout knows, used or not, or knows to be another's.
    pub known: usize,
    /// Columns that are understood by the name above them.
    pub by_name: usize,
    /// Whether the row below belongs to the header as well.
    pub is_cut: bool,
}

impl Located<'_> {
    /// The cells of the header and what each was taken for.
    pub(crate) fn header(&self) -> Vec<HeaderCell> {
        let meaning = |column: u16| {
            let field = self.columns.iter().find(|(c, _)| *c == column);
            let unread = self.unread.iter().find(|u| u.column == column);
            match (field, unread) {
                (Some((_, field)), _) if self.accepted.contains(&column) => {
                    Meaning::Accepted(*field)
                }
                (Some((_, field)), _) => Meaning::Field(*field),
                (_, Some(unread)) => unread
                    .taken
                    .map_or(Meaning::Unknown(None), Meaning::Duplicate),
                _ => Meaning::Known,
            }
        };
        let cell = |(column, text): &(u16, String)| HeaderCell {
            column: *column,
            text: text.clone(),
            meaning: meaning(*column),
        };
        self.head.cells.iter().map(cell).collect()
    }

    /// The column of a field.
    pub(crate) fn column_of(&self, field: Field) -> Option<usize> {
        let column = self.columns.iter().find(|(_, f)| *f == field);
        column.map(|(column, _)| usize::from(*column))
    }

    /// Which of two headers is the better one: it knows more columns; no merged cell reaches out of it; more
    /// of it is understood by names above; it has fewer strangers.
    pub(crate) fn rank(&self, other: &Located) -> Ordering {
        let key = |l: &Located| (l.known, !l.is_cut, l.by_name, Reverse(l.unread.len()));
        key(self).cmp(&key(other))
    }
}

/// Why a column is read rather than another of its field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Because {
    /// Its cells fit the field, those of the others do not.
    Cells,
    /// Its header is the usual one.
    Usual,
    /// Its header says the same as the others' and more.
    Specific,
    /// It stands before the others.
    First,
}

impl Because {
    /// In Chinese and in English.
    pub(crate) fn names(self) -> [&'static str; 2] {
        match self {
            Because::Cells => ["只有那一列的内容相符", "whose cells alone fit it"],
            Because::Usual => ["那一列是标准表头", "which has the usual header"],
            Because::Specific => ["那一列的表头更具体", "whose header is more specific"],
            Because::First => ["那一列在左边", "which comes first"],
        }
    }
}
