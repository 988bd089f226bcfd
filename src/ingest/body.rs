//! The rows of a sheet below its header, put into columns. Rows that are no data are left out, each with a finding.

use super::merged_cells::MergedCells;
use super::non_data::NonData;
use super::row_filter::RowFilter;
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

/// The columns of a sheet and their rows so far.
pub(crate) struct SheetBody {
    /// Column of the file → index into `columns`.
    slots: Vec<Option<u8>>,
    fields: Vec<Field>,
    columns: Vec<Column>,
    origins: Vec<RowOrigin>,
    merged_cells: MergedCells,
    row_filter: RowFilter,
    pub samples: Samples,
    left_out: u64,
    totals: Vec<OutsideRow>,
    widths: RowWidths,
    findings: Vec<Finding>,
}

impl SheetBody {
    /// `blanks_written`: the file contains blank cells as well.
    pub(crate) fn new(
        located: &Located,
        header: Vec<HeadRow>,
        merged: &[Merge],
        blanks_written: bool,
    ) -> SheetBody {
        let columns = &located.columns;
        let width = columns.iter().map(|(c, _)| usize::from(*c) + 1).max();
        let mut slots = vec![None; width.unwrap_or(0)];
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
            merged_cells: MergedCells::new(merged, last, columns),
            row_filter: RowFilter::new(located.layout.kind, header, columns.clone()),
            samples: Samples::of(&located.unread),
            left_out: 0,
            totals: Vec::new(),
            widths: RowWidths::new(last_column, blanks_written),
            findings: Vec::new(),
        }
    }

    /// Adds a row, counted from 1, to the columns, or leaves it out with a finding.
    pub(crate) fn push(&mut self, row: u32, buffer: &RowBuffer) {
        let filled = self.merged_cells.fill(row, buffer);
        let buffer = filled.as_ref().unwrap_or(buffer);
        match self.row_filter.non_data(buffer) {
            Some((what, words)) => self.leave_out(row, buffer, what, words),
            None => self.keep(row, buffer),
        }
    }

    fn leave_out(&mut self, row: u32, buffer: &RowBuffer, what: NonData, words: String) {
        if what == NonData::Total {
            let cells = buffer.cells().filter(|c| !c.2.trim().is_empty());
            let cells = cells.map(|(column, _, text)| (column, text.to_owned()));
            self.totals.push((row, cells.collect()));
        }
        let [zh, en] = what.names();
        let finding = Finding::about(&SHT006, Place::row(0, row)).found(words);
        self.findings.push(finding.arg(zh).arg(en));
        self.left_out += 1;
    }

    fn keep(&mut self, row: u32, buffer: &RowBuffer) {
        self.samples.take(buffer.cells());
        self.widths.add(row, buffer);
        for (column, kind, text) in buffer.cells() {
            let Some(Some(slot)) = self.slots.get(usize::from(column)) else {
                continue;
            };
            let slot = &mut self.columns[usize::from(*slot)];
            // A damaged workbook may repeat a cell: the first counts.
            if slot.len() == self.origins.len() {
                let is_blank = text.is_empty();
                slot.push(text, if is_blank { CellKind::Blank } else { kind });
            }
        }
        self.origins.push(RowOrigin { source: 0, row });
        for column in &mut self.columns {
            if column.len() < self.origins.len() {
                column.push("", CellKind::Blank);
            }
        }
    }

    /// Moves rows and findings into the sheet.
    pub(crate) fn into_sheet(mut self, kind: Kind, sheet: &mut SheetData) {
        sheet.read.rows = self.origins.len() as u64;
        sheet.read.left_out += self.left_out;
        sheet.findings.append(&mut self.findings);
        sheet.findings.append(&mut self.widths.findings());
        let merged_cells = std::mem::take(&mut self.merged_cells);
        sheet.findings.extend(merged_cells.into_findings());
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
