//! Summaries: rows of figures per store or kind of movement, and a row 合计 that must be their sum. A summary is also
//! compared with the details of the same account and period.

use super::cells::RecordCells;
use super::figures::difference;
use super::footer;
use super::trade_line::{fen, text};
use crate::bills::rules::{BIL004, BIL005};
use crate::model::bill::{BillFile, BillTotal, Figure, FigureSort, LineSort};
use crate::model::finding::{Note, Related};
use crate::model::{Field, Finding, Place};

/// Summaries: a row of figures, and 合计 in the first column of the last.
pub(crate) struct SummaryForm {
    pub figures: Vec<(FigureSort, Field, usize)>,
    pub total: Vec<u8>,
}

/// Figures of a summary, added up.
#[derive(Default)]
pub(crate) struct SummarySums {
    /// In the order of the form; empty as long as no row was read.
    sums: Vec<i64>,
    total: Option<(u32, Vec<i64>)>,
}

impl SummaryForm {
    /// Whether a row is the 合计 row; `first` is the column the header begins in.
    fn is_total(&self, record: &RecordCells, first: usize) -> bool {
        text(record, first) == self.total
    }

    /// The error is the field that cannot be read.
    fn values(&self, record: &RecordCells) -> Result<Vec<i64>, Field> {
        let value = |(sort, field, column): &(FigureSort, Field, usize)| {
            let text = text(record, *column);
            let count = || std::str::from_utf8(text).ok()?.parse().ok();
            let value = match sort {
                FigureSort::Outgo => fen(text).map(i64::saturating_abs),
                sort if sort.is_money() => fen(text),
                _ => count(),
            };
            value.ok_or(*field)
        };
        self.figures.iter().map(value).collect()
    }
}

impl SummarySums {
    /// Adds a row; `false` for the 合计 row. The error is the field that cannot be read.
    pub(crate) fn row(
        &mut self,
        row: u32,
        record: &RecordCells,
        form: &SummaryForm,
        first: usize,
    ) -> Result<bool, Field> {
        let values = form.values(record)?;
        if form.is_total(record, first) {
            self.total = Some((row, values));
            return Ok(false);
        }
        self.sums.resize(values.len(), 0);
        for (sum, value) in self.sums.iter_mut().zip(values) {
            *sum = sum.saturating_add(value);
        }
        Ok(true)
    }

    /// Adds the rows below; `rows` is the number of rows above them.
    pub(crate) fn append(&mut self, below: SummarySums, rows: u32) {
        self.sums.resize(self.sums.len().max(below.sums.len()), 0);
        for (sum, value) in self.sums.iter_mut().zip(&below.sums) {
            *sum = sum.saturating_add(*value);
        }
        if let Some((row, values)) = below.total {
            self.total = Some((row.saturating_add(rows), values));
        }
    }

    /// Sets the figures of the file: those of the 合计 row, or else the sums. The finding says that the 合计 row is not the
    /// sum of the others.
    pub(crate) fn finish(self, form: &SummaryForm, file: &mut BillFile) -> Option<Finding> {
        let sums = self.sums;
        let sorts = form.figures.iter().map(|(sort, ..)| *sort);
        let Some((row, values)) = self.total else {
            let place = Place::sheet(0);
            let figure = |(sort, value)| Figure { sort, value, place };
            file.figures = sorts.zip(sums).map(figure).collect();
            return None;
        };
        let columns = form.figures.iter().map(|(.., column)| *column);
        let figure = |((sort, value), column)| Figure {
            sort,
            value,
            place: Place::cell(0, row, u16::try_from(column).unwrap_or(u16::MAX)),
        };
        file.figures = sorts.zip(values).zip(columns).map(figure).collect();
        if sums.is_empty() {
            return None;
        }
        let sum_of = |wanted| {
            let at = form.figures.iter().position(|(sort, ..)| *sort == wanted);
            at.and_then(|at| sums.get(at)).copied().unwrap_or(0)
        };
        difference(&BIL005, &file.figures, sum_of, file.refused)
    }
}

/// Findings for bills that differ from what they state beside their lines, and for summaries that differ from the
/// details of the same account and period. A summary without details is not compared; the order of the files does not
/// matter.
pub(crate) fn compare(bills: &[BillFile]) -> Vec<Finding> {
    let mut findings: Vec<Finding> = bills.iter().flat_map(footer::differing).collect();
    findings.extend(bills.iter().filter_map(|s| compare_with_details(s, bills)));
    findings
}

fn compare_with_details(summary: &BillFile, bills: &[BillFile]) -> Option<Finding> {
    let sort = summary.sort.detail()?;
    summary.period?;
    let same = |bill: &&BillFile| {
        let days = bill.period == summary.period && bill.sort == sort;
        days && bill.account == summary.account && !bill.account.is_empty()
    };
    let details: Vec<&BillFile> = bills.iter().filter(same).collect();
    if details.is_empty() {
        return None;
    }
    let refused = details.iter().map(|d| d.refused).sum();
    let compare = |sum: fn(&BillFile, LineSort) -> BillTotal| {
        let read = |sort| details.iter().map(|d| d.figure(sort, sum)).sum();
        difference(&BIL004, &summary.figures, read, refused)
    };
    compare(BillFile::once)?;
    let finding = compare(BillFile::sum)?;
    let related = details.into_iter().map(|detail| Related {
        place: Place::sheet(detail.source),
        field: None,
        found: String::new(),
        note: Note::BillDetail,
        touches: None,
    });
    Some(related.fold(finding, Finding::related))
}
