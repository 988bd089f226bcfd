//! The sums of one part of a bill, and of all parts joined into a file.

use super::balance::{BalanceBreak, BalanceChain, BalanceLine};
use super::cells::{RecordCells, UnquotedLines};
use super::footer::{self, Comment};
use super::layout::{BillLayout, LineForm};
use super::movement::{self, Movement};
use super::stores::{LineBatch, StoreSums};
use super::summary::SummarySums;
use super::trade_line::TradeLine;
use crate::bills::overlap::line_selection::KeptLine;
use crate::bills::rules::{BIL002, BIL003};
use crate::formats::rules::FIL004;
use crate::formats::text::records::Records;
use crate::model::bill::{BillFile, BillSort, BillTotal, FundDay, LineSort, Withdrawal};
use crate::model::{BillStore, Field, Finding, Place};
use crate::value::money;

/// The result of reading one bill.
pub(crate) struct Bill {
    pub file: BillFile,
    pub stores: Vec<BillStore>,
    /// In a second reading: the selected lines, in the order of the file.
    pub kept: Vec<KeptLine>,
    pub findings: Vec<Finding>,
}

impl Bill {
    /// Sets the source of all places.
    pub(crate) fn set_source(&mut self, source: u32) {
        self.file.source = source;
        let file = &mut self.file;
        let stated = file.stated.iter_mut().flatten().map(|(_, place)| place);
        let figures = file.figures.iter_mut().map(|f| &mut f.place);
        let withdrawals = file.withdrawals.iter_mut().map(|w| &mut w.place);
        for place in stated.chain(figures).chain(withdrawals) {
            place.source = source;
        }
        let seen = self.stores.iter_mut().flat_map(|store| &mut store.seen);
        seen.for_each(|seen| seen.source = source);
    }
}

/// A line that was not counted.
struct RefusedLine {
    row: u32,
    field: Field,
    found: String,
}

/// The sums of one part of a bill; rows are counted from 1 within it.
#[derive(Default)]
pub(crate) struct PartialSums {
    pub rows: u32,
    lines: u64,
    sums: [BillTotal; LineSort::COUNT],
    refused: Vec<RefusedLine>,
    /// Rows with an unclosed quote that swallowed the lines after it.
    swallowing: Vec<u32>,
    comments: Vec<Comment>,
    days: Vec<FundDay>,
    withdrawals: Vec<Withdrawal>,
    chain: BalanceChain,
    summary: SummarySums,
    /// The selected lines of a second reading.
    kept: Vec<KeptLine>,
}

impl PartialSums {
    pub(crate) fn new(layout: &BillLayout) -> PartialSums {
        let newest_first = matches!(&layout.form, LineForm::Movement(form) if form.newest_first);
        PartialSums {
            chain: BalanceChain::new(newest_first),
            ..PartialSums::default()
        }
    }

    /// Lines up to `header_row` are the head of the file.
    pub(crate) fn parse(
        bytes: &[u8],
        layout: &BillLayout,
        header_row: u32,
        batch: &mut LineBatch,
    ) -> PartialSums {
        let mut sums = PartialSums::new(layout);
        if let Some(mut lines) = UnquotedLines::new(bytes, layout.delimiter) {
            while let Some((row, cells)) = lines.next() {
                sums.add_record(row, &cells, layout, header_row, batch);
            }
            sums.rows = lines.rows();
            return sums;
        }
        let mut records = Records::new(bytes, layout.delimiter);
        let mut ends = Vec::new();
        while let Some((row, _)) = records.next() {
            let cells = RecordCells::new(records.record(), &mut ends);
            match records.stray_quote() {
                Some(row) => sums.add_swallowing(row),
                None => sums.add_record(row, &cells, layout, header_row, batch),
            }
        }
        sums.rows = records.rows();
        sums
    }

    /// Refuses a record that contains several lines: its fields may belong to any of them.
    fn add_swallowing(&mut self, row: u32) {
        self.lines += 1;
        self.swallowing.push(row);
    }

    /// Adds a record: a comment, a row of the head, a line, or a blank row.
    pub(crate) fn add_record(
        &mut self,
        row: u32,
        record: &RecordCells,
        layout: &BillLayout,
        header_row: u32,
        batch: &mut LineBatch,
    ) {
        let first = record.get(layout.first).first();
        if first == Some(&b'#') || row < header_row {
            self.add_comment(row, record, layout);
        } else if row > header_row && !is_blank(record) {
            self.add_line(row, record, layout, batch);
        }
    }

    fn add_comment(&mut self, row: u32, record: &RecordCells, layout: &BillLayout) {
        let cells = record.iter().map(<[u8]>::trim_ascii).enumerate();
        let mut filled = cells.filter(|(_, cell)| !cell.is_empty()).peekable();
        if let Some((column, _)) = filled.peek().copied() {
            let texts = filled.map(|(_, cell)| layout.encoding.decode(cell).0);
            self.comments.push(Comment {
                row,
                column: u16::try_from(column).unwrap_or(u16::MAX),
                text: texts.collect::<Vec<_>>().join(","),
            });
        }
    }

    fn add_line(
        &mut self,
        row: u32,
        record: &RecordCells,
        layout: &BillLayout,
        batch: &mut LineBatch,
    ) {
        let counted = match &layout.form {
            LineForm::Trade(form) => {
                let line = form.line(record);
                line.map(|line| self.add_trade(row, &line, layout, batch))
            }
            LineForm::Cut(form) => {
                let line = form.line(record);
                line.map(|line| self.add_trade(row, &line, layout, batch))
            }
            LineForm::Movement(form) => {
                let movement = form.movement(record);
                self.check_balance(row, movement.as_ref().ok());
                movement.map(|movement| self.add_movement(row, &movement, layout, batch))
            }
            LineForm::Personal(form) => {
                let movement = form.movement(record);
                movement.map(|movement| self.add_movement(row, &movement, layout, batch))
            }
            LineForm::Summary(form) => match self.summary.row(row, record, form, layout.first) {
                Ok(true) => {
                    self.count(LineSort::Summary, 0);
                    Ok(())
                }
                Ok(false) => return,
                Err(field) => Err(field),
            },
        };
        self.lines += 1;
        if let Err(field) = counted {
            let column = usize::from(layout.column(field));
            let found = record.get(column).trim_ascii();
            let found = layout.encoding.decode(found).0.into_owned();
            self.refused.push(RefusedLine { row, field, found });
        }
    }

    fn count(&mut self, sort: LineSort, net_fen: i64) {
        self.sums[sort as usize].add(BillTotal { lines: 1, net_fen });
    }

    fn add_trade(
        &mut self,
        row: u32,
        line: &TradeLine,
        layout: &BillLayout,
        batch: &mut LineBatch,
    ) {
        if let Some(selection) = &layout.selection {
            self.kept.extend(selection.line(row, line, layout.encoding));
            return;
        }
        let sort = if line.refund {
            LineSort::Refund
        } else {
            LineSort::Trade
        };
        self.count(sort, line.net_fen);
        batch.add(row, line);
    }

    fn add_movement(
        &mut self,
        row: u32,
        movement: &Movement,
        layout: &BillLayout,
        batch: &mut LineBatch,
    ) {
        if let Some(selection) = &layout.selection {
            self.kept.extend(selection.movement(row, movement));
            return;
        }
        self.count(movement.sort, movement.fen);
        if movement.withdrawal {
            let amount = match movement.sort {
                LineSort::Income => Field::Income,
                _ => Field::Outgo,
            };
            self.withdrawals.push(Withdrawal {
                place: Place::cell(0, row, layout.column(amount)),
                day: movement.day,
                fen: -movement.moved(),
                number: movement.number,
            });
        }
        if movement.sort != LineSort::Neutral {
            movement::add_day(&mut self.days, movement.sums());
            batch.add_movement(movement);
        }
    }

    /// Marks days with a movement that the bill may repeat.
    pub(crate) fn mark_repeats(&mut self, days: &[i32]) {
        for day in days {
            if let Ok(at) = self.days.binary_search_by_key(day, |known| known.day) {
                self.days[at].twice = true;
            }
        }
    }

    /// A line that cannot be read has no balance either.
    fn check_balance(&mut self, row: u32, movement: Option<&Movement>) {
        self.chain.push(BalanceLine {
            row,
            moved: movement.map_or(0, Movement::moved),
            balance: movement.and_then(|movement| movement.balance),
        });
    }

    /// Adds the part below.
    pub(crate) fn append(&mut self, mut below: PartialSums) {
        let before = self.rows;
        self.rows = before.saturating_add(below.rows);
        self.lines += below.lines;
        for (mine, theirs) in self.sums.iter_mut().zip(below.sums) {
            mine.add(theirs);
        }
        let shift = |row: &mut u32| *row = row.saturating_add(before);
        below.refused.iter_mut().for_each(|r| shift(&mut r.row));
        below.swallowing.iter_mut().for_each(shift);
        below.comments.iter_mut().for_each(|c| shift(&mut c.row));
        below.kept.iter_mut().for_each(|k| shift(&mut k.row));
        let withdrawals = below.withdrawals.iter_mut();
        withdrawals.for_each(|w| shift(&mut w.place.row));
        self.refused.append(&mut below.refused);
        self.swallowing.append(&mut below.swallowing);
        self.comments.append(&mut below.comments);
        self.withdrawals.append(&mut below.withdrawals);
        self.kept.append(&mut below.kept);
        for day in below.days {
            movement::add_day(&mut self.days, day);
        }
        self.chain.append(below.chain, before);
        self.summary.append(below.summary, before);
    }

    /// The bill of all these lines.
    pub(crate) fn finish(self, layout: &BillLayout, stores: StoreSums) -> Bill {
        let mut file = BillFile {
            lines: self.lines,
            sums: self.sums,
            refused: (self.refused.len() + self.swallowing.len()) as u64,
            days: self.days,
            withdrawals: self.withdrawals,
            ..BillFile::new(layout.sort)
        };
        for comment in &self.comments {
            footer::read(&mut file, comment);
        }
        let swallowing = self.swallowing.iter();
        let mut findings: Vec<Finding> = swallowing.map(|row| swallowing_finding(*row)).collect();
        findings.extend(self.refused.iter().map(|r| refused_finding(r, layout)));
        let breaks = self.chain.breaks();
        findings.extend(breaks.iter().map(|found| break_finding(found, layout)));
        findings.extend(footer::cut_off(&file, self.rows));
        if let LineForm::Summary(form) = &layout.form {
            findings.extend(self.summary.finish(form, &mut file));
        }
        let account = match layout.sort {
            BillSort::AcquirerCut => String::new(),
            _ => footer::account_pid(&self.comments),
        };
        let origin = layout.sort.origin();
        let stores = origin.map(|origin| stores.decoded(origin, &account, layout.encoding));
        Bill {
            file,
            stores: stores.unwrap_or_default(),
            kept: self.kept,
            findings,
        }
    }
}

fn is_blank(record: &RecordCells) -> bool {
    record.iter().all(|field| field.trim_ascii().is_empty())
}

fn swallowing_finding(row: u32) -> Finding {
    Finding::about(&FIL004, Place::row(0, row)).arg(row)
}

fn refused_finding(line: &RefusedLine, layout: &BillLayout) -> Finding {
    let place = Place::cell(0, line.row, layout.column(line.field));
    Finding {
        field: Some(line.field),
        ..Finding::about(&BIL002, place).found(&line.found)
    }
}

fn break_finding(found: &BalanceBreak, layout: &BillLayout) -> Finding {
    let place = Place::cell(0, found.row, layout.column(Field::Balance));
    let finding = Finding::about(&BIL003, place)
        .found(money::format_fen(found.found))
        .arg(money::format_fen(found.found))
        .arg(money::format_fen(found.expected));
    Finding {
        field: Some(Field::Balance),
        ..finding
    }
}
