//! Merged cells below a header: the value stands in the first cell of the range and holds for every row
//! of it. Rows go by from top to bottom; those inside a range come out with the value laid in, and the
//! range is named once. Values go down the first column only, and never over a cell that has its own.

use super::rules::sheet::SHT007;
use crate::formats::row::RowBuffer;
use crate::formats::sheet_features::Merge;
use crate::model::place::column_letters;
use crate::model::{CellKind, Field, Finding, Place};

/// Ranges to come, and those that reach the row that goes by.
#[derive(Default)]
pub(crate) struct MergedCells {
    /// By first row; only those of several rows whose column is read.
    ranges: Vec<(Merge, Field)>,
    next: usize,
    open: Vec<Open>,
    findings: Vec<Finding>,
}

struct Open {
    range: Merge,
    field: Field,
    value: String,
    kind: CellKind,
    told: bool,
}

/// More digits than these may have been damaged: the cells below are judged like the first.
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

    /// The row with the values of its ranges in their empty cells; `None` when nothing is laid in.
    pub(crate) fn lay(&mut self, row: u32, buffer: &RowBuffer) -> Option<RowBuffer> {
        if self.open.is_empty() && self.ranges.get(self.next).is_none_or(|r| r.0.rows.0 > row) {
            return None;
        }
        self.open.retain(|open| row <= open.range.rows.1);
        self.begin(row, buffer);
        let is_own = |column| {
            let mut cells = buffer.cells();
            cells.any(|(c, _, text)| c == column && !text.trim().is_empty())
        };
        let wants = |open: &&mut Open| open.range.rows.0 < row && !is_own(open.range.columns.0);
        let mut laid: Vec<(u16, CellKind, &str)> = Vec::new();
        for open in self.open.iter_mut().filter(wants) {
            if !std::mem::replace(&mut open.told, true) {
                self.findings.push(told(open));
            }
            laid.push((open.range.columns.0, open.kind, &open.value));
        }
        (!laid.is_empty()).then(|| buffer.with(&laid))
    }

    /// Opens the ranges whose first row this is; one whose first row never came has no value.
    fn begin(&mut self, row: u32, buffer: &RowBuffer) {
        while let Some((range, field)) = self.ranges.get(self.next).filter(|r| r.0.rows.0 <= row) {
            self.next += 1;
            let column = range.columns.0;
            self.open.retain(|open| open.range.columns.0 != column);
            let cell = buffer.cells().find(|(c, _, _)| *c == column);
            if let Some((_, kind, value)) = cell.filter(|_| range.rows.0 == row)
                && !value.trim().is_empty()
            {
                self.open.push(Open {
                    range: *range,
                    field: *field,
                    value: value.to_owned(),
                    kind: carried(kind, value),
                    told: false,
                });
            }
        }
    }

    /// One for each range whose value was used, by place.
    pub(crate) fn into_findings(mut self) -> Vec<Finding> {
        self.findings.sort_by_key(|finding| finding.place);
        self.findings
    }
}

/// Damage is carried as damage.
fn carried(kind: CellKind, value: &str) -> CellKind {
    match kind {
        CellKind::Error => CellKind::Error,
        CellKind::Number if value.len() > SAFE_DIGITS => CellKind::Number,
        _ => CellKind::Carried,
    }
}

fn told(open: &Open) -> Finding {
    let Merge { rows, columns } = open.range;
    let corner = |column, row| format!("{}{row}", column_letters(column));
    let range = format!(
        "{}:{}",
        corner(columns.0, rows.0),
        corner(columns.1, rows.1)
    );
    let finding = Finding::about(&SHT007, Place::cell(0, rows.0, columns.0));
    Finding {
        field: Some(open.field),
        ..finding.found(&open.value).arg(range)
    }
}
