//! Merged cells below a header: the value is in the first cell of the range and applies to all its rows. Rows come from
//! top to bottom; a row inside a range gets the value, with one finding for the range. Only the first column of a range
//! is filled, and never a cell with a value of its own.

use super::rules::sheet::SHT007;
use crate::formats::row::RowBuffer;
use crate::formats::sheet_features::Merge;
use crate::model::place::column_letters;
use crate::model::{CellKind, Field, Finding, Place};

/// The ranges still to come, and those that include the current row.
#[derive(Default)]
pub(crate) struct MergedCells {
    /// By first row; only ranges of several rows in a column that is read.
    ranges: Vec<(Merge, Field)>,
    next: usize,
    open: Vec<OpenRange>,
    findings: Vec<Finding>,
}

struct OpenRange {
    range: Merge,
    field: Field,
    value: String,
    kind: CellKind,
    is_reported: bool,
}

/// A number with more digits may be damaged: the cells below are checked like the first.
const SAFE_DIGITS: usize = 15;

impl MergedCells {
    /// The ranges that begin below the `header` row and whose first column is among `columns`.
    pub(crate) fn new(merged: &[Merge], header: u32, columns: &[(u16, Field)]) -> MergedCells {
        let read = |merge: &Merge| {
            let field = columns.iter().find(|(c, _)| *c == merge.columns.0);
            let several = merge.rows.0 > header && merge.rows.1 > merge.rows.0;
            Some((*merge, field.filter(|_| several)?.1))
        };
        MergedCells {
            ranges: merged.iter().filter_map(read).collect(),
            ..MergedCells::default()
        }
    }

    /// The row with the values of its ranges in their empty cells; `None` when no cell is filled.
    pub(crate) fn fill(&mut self, row: u32, buffer: &RowBuffer) -> Option<RowBuffer> {
        if self.open.is_empty() && self.ranges.get(self.next).is_none_or(|r| r.0.rows.0 > row) {
            return None;
        }
        self.open.retain(|open| row <= open.range.rows.1);
        self.begin(row, buffer);
        let is_own = |column| {
            let mut cells = buffer.cells();
            cells.any(|(c, _, text)| c == column && !text.trim().is_empty())
        };
        let is_empty =
            |open: &&mut OpenRange| open.range.rows.0 < row && !is_own(open.range.columns.0);
        let mut filled: Vec<(u16, CellKind, &str)> = Vec::new();
        for open in self.open.iter_mut().filter(is_empty) {
            if !std::mem::replace(&mut open.is_reported, true) {
                self.findings.push(range_finding(open));
            }
            filled.push((open.range.columns.0, open.kind, &open.value));
        }
        (!filled.is_empty()).then(|| buffer.with(&filled))
    }

    /// Opens the ranges that begin in this row; a range whose first row is missing has no value.
    fn begin(&mut self, row: u32, buffer: &RowBuffer) {
        while let Some((range, field)) = self.ranges.get(self.next).filter(|r| r.0.rows.0 <= row) {
            self.next += 1;
            let column = range.columns.0;
            self.open.retain(|open| open.range.columns.0 != column);
            let cell = buffer.cells().find(|(c, _, _)| *c == column);
            if let Some((_, kind, value)) = cell.filter(|_| range.rows.0 == row)
                && !value.trim().is_empty()
            {
                self.open.push(OpenRange {
                    range: *range,
                    field: *field,
                    value: value.to_owned(),
                    kind: filled_kind(kind, value),
                    is_reported: false,
                });
            }
        }
    }

    /// One for each range whose value was used, ordered by place.
    pub(crate) fn into_findings(mut self) -> Vec<Finding> {
        self.findings.sort_by_key(|finding| finding.place);
        self.findings
    }
}

/// The kind of a filled cell; a damaged value stays damaged.
fn filled_kind(kind: CellKind, value: &str) -> CellKind {
    match kind {
        CellKind::Error => CellKind::Error,
        CellKind::Number if value.len() > SAFE_DIGITS => CellKind::Number,
        _ => CellKind::Carried,
    }
}

fn range_finding(open: &OpenRange) -> Finding {
    let Merge { rows, columns } = open.range;
    let corner = |column, row| format!("{}{row}", column_letters(column));
    let (first, last) = (corner(columns.0, rows.0), corner(columns.1, rows.1));
    let range = format!("{first}:{last}");
    let finding = Finding::about(&SHT007, Place::cell(0, rows.0, columns.0));
    Finding {
        field: Some(open.field),
        ..finding.found(&open.value).arg(range)
    }
}
