//! The rows of a sheet whose header is known, on their way into its columns. What is no data is left
//! out and said so.

use super::merged_cells::MergedCells;
use super::row_filter::RowFilter;
use super::row_filter::non_data::NonData;
use super::row_width::RowWidths;
use super::rules::sheet::SHT006;
use super::sheet::{OutsideRow, SheetData};
use crate::formats::row::RowBuffer;
use crate::formats::sheet_features::Merge;
use crate::headers::head_row::HeadRow;
use crate::headers::located::Located;
use crate::headers::proposals::Samples;
use crate::model::table::RowOrigin;
use crate::model::{CellKind, Column, Field, Finding, Kind, Place, Table};

/// The columns of a sheet whose header is known.
pub(crate) struct SheetBody {
    /// Column of the file → index into `columns`.
    slots: Vec<Option<u8>>,
    fields: Vec<Field>,
    columns: Vec<Column>,
    origins: Vec<RowOrigin>,
    carry: MergedCells,
    sieve: RowFilter,
    pub samples: Samples,
    left_out: u64,
    totals: Vec<OutsideRow>,
    widths: RowWidths,
    findings: Vec<Finding>,
}

impl SheetBody {
    /// `blanks_written`: the file has the blank cells of a row as well.
    pub(crate) fn new(
        located: &Located,
        header: Vec<HeadRow>,
        merged: &[Merge],
        blanks_written: bool,
    ) -> SheetBody {
        let columns = &located.columns;
        let width = columns
            .iter()
            .map(|(c, _)| usize::from(*c) + 1)
            .max()
            .unwrap_or(0);
        let mut slots = vec![None; width];
        for (slot, (column, _)) in (0u8..).zip(columns) {
            slots[usize::from(*column)] = Some(slot);
        }
        let fields: Vec<Field> = columns.iter().map(|(_, f)| *f).collect();
        let last = header.last().map_or(0, |head| head.row);
        let cells = header.iter().flat_map(|head| &head.cells);
        let last_column = cells.map(|(column, _)| *column).max().unwrap_or(0);
        SheetBody {
            slots,
            columns: vec![Column::default(); fields.len()],
            fields,
            origins: Vec::new(),
            carry: MergedCells::new(merged, last, columns),
            sieve: RowFilter::new(located.layout.kind, header, columns.clone()),
            samples: Samples::of(&located.unread),
            left_out: 0,
            totals: Vec::new(),
            widths: RowWidths::new(last_column, blanks_written),
            findings: Vec::new(),
        }
    }

    /// Takes a row, counted from 1: into the columns, or out with a finding that says why.
    pub(crate) fn push(&mut self, row: u32, buffer: &RowBuffer) {
        let laid = self.carry.lay(row, buffer);
        let buffer = laid.as_ref().unwrap_or(buffer);
        match self.sieve.stray(buffer) {
            Some((what, sign)) => self.leave_out(row, buffer, what, sign),
            None => self.keep(row, buffer),
        }
    }

    fn leave_out(&mut self, row: u32, buffer: &RowBuffer, what: NonData, sign: String) {
        if what == NonData::Total {
            let cells = buffer.cells().filter(|c| !c.2.trim().is_empty());
            let cells = cells.map(|(column, _, text)| (column, text.to_owned()));
            self.totals.push((row, cells.collect()));
        }
        let place = Place {
            source: 0,
            row,
            column: None,
        };
        let [zh, en] = what.names();
        let finding = Finding::about(&SHT006, place).found(sign);
        self.findings.push(finding.arg(zh).arg(en));
        self.left_out += 1;
    }

    fn keep(&mut self, row: u32, buffer: &RowBuffer) {
        self.samples.take(buffer.cells());
        self.widths.take(row, buffer);
        for (column, kind, text) in buffer.cells() {
            let Some(Some(slot)) = self.slots.get(usize::from(column)) else {
                continue;
            };
            let slot = &mut self.columns[usize::from(*slot)];
            // A cell given twice (a damaged workbook) counts once.
            if slot.len() == self.origins.len() {
                slot.push(
                    text,
                    if text.is_empty() {
                        CellKind::Blank
                    } else {
                        kind
                    },
                );
            }
        }
        self.origins.push(RowOrigin { source: 0, row });
        for column in &mut self.columns {
            if column.len() < self.origins.len() {
                column.push("", CellKind::Blank);
            }
        }
    }

    /// Hands the rows over, and what was said of those left out.
    pub(crate) fn into_sheet(mut self, kind: Kind, sheet: &mut SheetData) {
        sheet.rows = self.origins.len() as u64;
        sheet.left_out += self.left_out;
        sheet.findings.append(&mut self.findings);
        sheet.findings.append(&mut self.widths.findings());
        let carry = std::mem::take(&mut self.carry);
        sheet.findings.extend(carry.into_findings());
        if kind == Kind::BankStatement {
            sheet.totals = std::mem::take(&mut self.totals);
        }
        sheet.table = self.table(kind);
    }

    fn table(self, kind: Kind) -> Table {
        let mut table = Table::new(kind);
        table.origins = self.origins;
        for (field, column) in self.fields.into_iter().zip(self.columns) {
            table.set_column(field, column);
        }
        table
    }
}
