//! Hidden rows, columns and sheets. The job says whether they are read or left out; either way a finding names those
//! that are not empty.

use std::collections::BTreeSet;

use super::rules::sheet::SHT008;
use crate::config::job::{self, Reading};
use crate::formats::row::RowBuffer;
use crate::formats::sheet_features::SheetFeatures;
use crate::model::place::column_letters;
use crate::model::{Finding, Place};

/// The hidden parts of one sheet, and those that are not empty so far.
pub(crate) struct HiddenParts {
    reading: Reading,
    rows: Vec<(u32, u32)>,
    columns: Vec<(u16, u16)>,
    sheet: bool,
    /// Ranges of hidden rows that were read, and the number of these rows.
    rows_seen: Vec<(u32, u32)>,
    count: u64,
    columns_seen: BTreeSet<u16>,
}

/// Ranges named in a finding; more are not named.
const NAMED: usize = 10;

impl HiddenParts {
    /// Takes the hidden parts from the features.
    pub(crate) fn new(features: &mut SheetFeatures, reading: Reading) -> HiddenParts {
        HiddenParts {
            reading,
            rows: std::mem::take(&mut features.hidden_rows),
            columns: std::mem::take(&mut features.hidden_columns),
            sheet: features.hidden,
            rows_seen: Vec::new(),
            count: 0,
            columns_seen: BTreeSet::new(),
        }
    }

    /// Whether the job leaves the whole sheet out.
    pub(crate) fn leaves_out_sheet(&self) -> bool {
        self.sheet && leaves_out(self.reading.hidden_sheets)
    }

    /// Removes the cells of hidden columns from a row, when the job leaves them out.
    pub(crate) fn filter_columns(&mut self, buffer: &mut RowBuffer) {
        if self.columns.is_empty() {
            return;
        }
        let is_hidden = |column: u16| within(&self.columns, column);
        let cells = || buffer.cells().filter(|cell| is_hidden(cell.0));
        let held = cells().filter(|(_, _, text)| !text.trim().is_empty());
        self.columns_seen.extend(held.map(|(column, _, _)| column));
        if leaves_out(self.reading.hidden_columns) && cells().next().is_some() {
            *buffer = buffer.cells().filter(|cell| !is_hidden(cell.0)).collect();
        }
    }

    /// Whether a row below the header is read.
    pub(crate) fn takes_row(&mut self, row: u32) -> bool {
        if !within(&self.rows, row) {
            return true;
        }
        self.count += 1;
        match self.rows_seen.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(row) => *last = row,
            _ => self.rows_seen.push((row, row)),
        }
        !leaves_out(self.reading.hidden_rows)
    }

    /// How many rows were left out.
    pub(crate) fn left_out(&self) -> u64 {
        u64::from(leaves_out(self.reading.hidden_rows)) * self.count
    }

    /// The findings of a sheet with its header in row `header`.
    pub(crate) fn findings(&self, header: u32) -> Vec<Finding> {
        let mut findings = Vec::new();
        if self.sheet {
            findings.push(self.sheet_finding());
        }
        if let Some(first) = self.columns_seen.first() {
            let letters = self.columns_seen.iter().map(|c| column_letters(*c));
            let named = listed(&Vec::from_iter(letters));
            let words = [format!("列 {named}"), format!("columns {named}")];
            let place = Place::cell(0, header, *first);
            findings.push(hidden_finding(place, words, self.reading.hidden_columns));
        }
        if let Some((row, _)) = self.rows_seen.first() {
            let named: Vec<String> = self.rows_seen.iter().map(range).collect();
            let (named, count) = (listed(&named), self.count);
            let words = [
                format!("行 {named}（共 {count} 行）"),
                format!("rows {named} ({count})"),
            ];
            let place = Place::row(0, *row);
            findings.push(hidden_finding(place, words, self.reading.hidden_rows));
        }
        findings
    }

    /// The finding of a hidden sheet.
    pub(crate) fn sheet_finding(&self) -> Finding {
        let words = ["工作表", "sheet"].map(str::to_owned);
        hidden_finding(Place::sheet(0), words, self.reading.hidden_sheets)
    }
}

fn leaves_out(hidden: job::Hidden) -> bool {
    hidden == job::Hidden::LeaveOut
}

/// Whether one of the ranges, ascending, includes it.
fn within<T: Ord + Copy>(ranges: &[(T, T)], one: T) -> bool {
    let at = ranges.partition_point(|(_, last)| *last < one);
    ranges.get(at).is_some_and(|(first, _)| *first <= one)
}

fn range((first, last): &(u32, u32)) -> String {
    if first == last {
        first.to_string()
    } else {
        format!("{first}–{last}")
    }
}

fn listed(parts: &[String]) -> String {
    let more = if parts.len() > NAMED { " …" } else { "" };
    format!("{}{more}", parts[..parts.len().min(NAMED)].join(", "))
}

fn hidden_finding(place: Place, words: [String; 2], how: job::Hidden) -> Finding {
    let [zh, en] = words;
    let done = match how {
        job::Hidden::Read => ["已照常读取", "read like the rest"],
        job::Hidden::LeaveOut => [
            "按 jinjian.toml 的 [reading] 未读取",
            "left out, as [reading] in the job file says",
        ],
    };
    let finding = Finding::about(&SHT008, place).arg(zh).arg(en);
    finding.arg(done[0]).arg(done[1])
}
