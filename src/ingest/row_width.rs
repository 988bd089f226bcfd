//! Rows that are longer than the header, and in a text also shorter ones: one finding for each row, or one for all when
//! they are most of the sheet.

use super::rules::sheet::{SHT011, SHT012};
use crate::formats::row::RowBuffer;
use crate::model::place::column_letters;
use crate::model::{Finding, Place};

/// So few rows have a finding each, even if they are most of the sheet.
const FEW: usize = 3;

/// The widths of the rows below one header.
#[derive(Default)]
pub(crate) struct RowWidths {
    /// The last column of the header.
    header: u16,
    /// The file contains blank cells as well, so a missing cell means something.
    blanks_written: bool,
    rows: usize,
    /// Rows with a value beyond the header, and the first column of it.
    longer: Vec<(u32, u16)>,
    /// Rows that end before the header, and the first missing column.
    shorter: Vec<(u32, u16)>,
    /// Some row ends with a blank cell: its writer does not leave them out.
    ends_blank: bool,
}

impl RowWidths {
    pub(crate) fn new(header: u16, blanks_written: bool) -> RowWidths {
        RowWidths {
            header,
            blanks_written,
            ..RowWidths::default()
        }
    }

    /// Adds a row, counted from 1.
    pub(crate) fn add(&mut self, row: u32, buffer: &RowBuffer) {
        self.rows += 1;
        let is_beyond =
            |(column, _, text): &(u16, _, &str)| *column > self.header && !text.trim().is_empty();
        if let Some((column, _, _)) = buffer.cells().find(is_beyond) {
            self.longer.push((row, column));
        }
        if !self.blanks_written {
            return;
        }
        let Some((last, _, text)) = buffer.cells().last() else {
            return;
        };
        self.ends_blank |= text.trim().is_empty();
        if last < self.header {
            self.shorter.push((row, last + 1));
        }
    }

    /// The findings, longer rows first.
    pub(crate) fn findings(&self) -> Vec<Finding> {
        let mut findings = self.longer();
        findings.extend(self.shorter());
        findings
    }

    /// When most rows are longer, it is a column without a header and not a value in the wrong column.
    fn longer(&self) -> Vec<Finding> {
        let all = self.longer.len();
        let most = self.is_most(all);
        let header = column_letters(self.header);
        let finding_of = |(row, column): &(u32, u16)| {
            let finding = Finding::about(&SHT011, Place::cell(0, *row, *column));
            let [zh, en] = if most {
                [
                    format!("此行起共 {all} 行"),
                    format!("{all} rows from here on have"),
                ]
            } else {
                ["此行", "the row has"].map(str::to_owned)
            };
            finding.arg(zh).arg(en).arg(&header)
        };
        let named = if most { 1 } else { all };
        self.longer.iter().take(named).map(finding_of).collect()
    }

    /// When most rows are shorter and none ends with a blank cell, the writer leaves out blank cells at the end, and
    /// nothing is lost.
    fn shorter(&self) -> Vec<Finding> {
        let all = self.shorter.len();
        let most = self.is_most(all);
        if most && !self.ends_blank {
            return Vec::new();
        }
        let header = column_letters(self.header);
        let finding_of = |(row, column): &(u32, u16)| {
            let finding = Finding::about(&SHT012, Place::cell(0, *row, *column));
            let last = column_letters(column.saturating_sub(1));
            let [zh, en] = match most {
                true => [
                    format!("此行起共 {all} 行比表头短，此行只到 {last} 列"),
                    format!(
                        "{all} rows from here on are shorter than the header, this one ends in column {last}"
                    ),
                ],
                false => [
                    format!("此行只到 {last} 列"),
                    format!("the row ends in column {last}"),
                ],
            };
            finding.arg(zh).arg(en).arg(&header)
        };
        let named = if most { 1 } else { all };
        self.shorter.iter().take(named).map(finding_of).collect()
    }

    fn is_most(&self, rows: usize) -> bool {
        rows > FEW && rows * 2 > self.rows
    }
}
