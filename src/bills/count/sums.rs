//! Lines counted: the sums of one stretch of a bill, and of all of them joined into a file.

use super::balance::{BalanceBreak, BalanceChain, BalanceLine};
use super::bill::Bill;
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
use crate::model::{Field, Finding, Place};
use crate::value::money;

/// A line that was not counted.
struct RefusedLine {
    row: u32,
    field: Field,
    found: String,
}

/// Sums of one stretch of lines; rows are counted from 1 within it.
#[derive(Default)]
pub(crate) struct PartialSums {
    pub rows: u32,
    lines: u64,
    sums: [BillTotal; LineSort::COUNT],
    refused: Vec<RefusedLine>,
    /// Rows with a quote that swallowed the lines after it.
    swallowing: Vec<u32>,
    comments: Vec<Comment>,
    days: Vec<FundDay>,
    withdrawals: Vec<Withdrawal>,
    chain: BalanceChain,
    summary: SummarySums,
    /// Lines of a second reading.
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

    /// Lines up to `header_row` are the head of the file, not trades.
    pub(crate) fn parse(
        bytes: &[u8],
        layout: &BillLayout,
        header_row: u32,
        lots: &mut LineBatch,
    ) -> PartialSums {
        let mut piece = PartialSums::new(layout);
        if let Some(mut lines) = UnquotedLines::new(bytes, layout.delimiter) {
            while let Some((row, cells)) = lines.next() {
                piece.record(row, &cells, layout, header_row, lots);
            }
            piece.rows = lines.rows();
            return piece;
        }
        let mut records = Records::new(bytes, layout.delimiter);
        let mut ends = Vec::new();
        while let Some((row, _)) = records.next() {
            let cells = RecordCells::of(records.record(), &mut ends);
            match records.stray_quote() {
                Some(row) => piece.swallow(row),
                None => piece.record(row, &cells, layout, header_row, lots),
            }
        }
        piece.rows = records.rows();
        piece
    }

    /// Takes a record that is several lines in one: nobody knows which figures are its own.
    fn swallow(&mut self, row: u32) {
        self.lines += 1;
        self.swallowing.push(row);
    }

    /// Takes a record: a comment, a part of the head, a line, or nothing at all.
    pub(crate) fn record(
        &mut self,
        row: u32,
        record: &RecordCells,
        layout: &BillLayout,
        header_row: u32,
        lots: &mut LineBatch,
    ) {
        let first = record.get(layout.first).first();
        if first == Some(&b'#') || row < header_row {
            self.comment(row, record, layout);
        } else if row > header_row && !is_blank(record) {
            self.line(row, record, layout, lots);
        }
    }

    fn comment(&mut self, row: u32, record: &RecordCells, layout: &BillLayout) {
        let given: Vec<(usize, &[u8])> = record
            .iter()
            .map(<[u8]>::trim_ascii)
            .enumerate()
            .filter(|(_, field)| !field.is_empty())
            .collect();
        let Some((column, _)) = given.first() else {
            return;
        };
        let decoded = given.iter().map(|(_, f)| layout.encoding.decode(f).0);
        self.comments.push(Comment {
            row,
            column: u16::try_from(*column).unwrap_or(u16::MAX),
            text: decoded.collect::<Vec<_>>().join(","),
        });
    }

    fn line(&mut self, row: u32, record: &RecordCells, layout: &BillLayout, lots: &mut LineBatch) {
        let counted = match &layout.form {
            LineForm::Trade(form) => form
                .line(record)
                .map(|line| self.trade(row, &line, layout, lots)),
            LineForm::Cut(form) => form
                .line(record)
                .map(|line| self.trade(row, &line, layout, lots)),
            LineForm::Movement(form) => {
                let entry = form.entry(record);
                self.follow(row, entry.as_ref().ok());
                entry.map(|entry| self.entry(row, &entry, layout, lots))
            }
            LineForm::Personal(form) => {
                let entry = form.entry(record);
                entry.map(|entry| self.entry(row, &entry, layout, lots))
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

    fn trade(&mut self, row: u32, line: &TradeLine, layout: &BillLayout, lots: &mut LineBatch) {
        if let Some(selection) = &layout.selection {
            self.kept.extend(selection.line(row, line, layout.encoding));
            return;
        }
        let sort = match line.refund {
            true => LineSort::Refund,
            false => LineSort::Trade,
        };
        self.count(sort, line.net_fen);
        lots.add(row, line);
    }

    fn entry(&mut self, row: u32, entry: &Movement, layout: &BillLayout, lots: &mut LineBatch) {
        if let Some(selection) = &layout.selection {
            self.kept.extend(selection.movement(row, entry));
            return;
        }
        self.count(entry.sort, entry.fen);
        if entry.withdrawal {
            let amount = match entry.sort {
                LineSort::Income => Field::Income,
                _ => Field::Outgo,
            };
            self.withdrawals.push(Withdrawal {
                place: Place::cell(0, row, layout.column(amount)),
                day: entry.day,
                fen: -entry.moved(),
                number: entry.number,
            });
        }
        if entry.sort != LineSort::Neutral {
            movement::add_day(&mut self.days, entry.sums());
            lots.add_movement(entry);
        }
    }

    /// Marks days on which a movement may stand twice.
    pub(crate) fn doubt(&mut self, days: &[i32]) {
        for day in days {
            if let Ok(at) = self.days.binary_search_by_key(day, |known| known.day) {
                self.days[at].twice = true;
            }
        }
    }

    /// A line that cannot be read has no balance either.
    fn follow(&mut self, row: u32, entry: Option<&Movement>) {
        self.chain.push(BalanceLine {
            row,
            moved: entry.map_or(0, Movement::moved),
            balance: entry.and_then(|entry| entry.balance),
        });
    }

    /// Adds what stands below.
    pub(crate) fn append(&mut self, mut below: PartialSums) {
        let before = self.rows;
        self.rows = before.saturating_add(below.rows);
        self.lines += below.lines;
        for (mine, theirs) in self.sums.iter_mut().zip(below.sums) {
            mine.add(theirs);
        }
        let moved = |row: &mut u32| *row = row.saturating_add(before);
        below.refused.iter_mut().for_each(|r| moved(&mut r.row));
        below.swallowing.iter_mut().for_each(moved);
        below.comments.iter_mut().for_each(|c| moved(&mut c.row));
        below.kept.iter_mut().for_each(|k| moved(&mut k.row));
        below
            .withdrawals
            .iter_mut()
            .for_each(|w| moved(&mut w.place.row));
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

    /// The file these lines are.
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
        let mut findings: Vec<Finding> = self.swallowing.iter().map(|row| swallows(*row)).collect();
        findings.extend(self.refused.iter().map(|r| refused(r, layout)));
        let breaks = self.chain.breaks();
        findings.extend(breaks.iter().map(|found| breaks_at(found, layout)));
        findings.extend(footer::cut_off(&file, self.rows));
        if let LineForm::Summary(form) = &layout.form {
            findings.extend(self.summary.finish(form, &mut file));
        }
        let account = match layout.sort {
            BillSort::AcquirerCut => String::new(),
            _ => footer::account_pid(&self.comments),
        };
        let stores = layout
            .sort
            .origin()
            .map(|origin| stores.decoded(origin, &account, layout.encoding));
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

fn swallows(row: u32) -> Finding {
    let place = Place {
        source: 0,
        row,
        column: None,
    };
    Finding::about(&FIL004, place).arg(row)
}

fn refused(refusal: &RefusedLine, layout: &BillLayout) -> Finding {
    let place = Place::cell(0, refusal.row, layout.column(refusal.field));
    let finding = Finding::about(&BIL002, place).found(&refusal.found);
    Finding {
        field: Some(refusal.field),
        ..finding
    }
}

fn breaks_at(found: &BalanceBreak, layout: &BillLayout) -> Finding {
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
