//! Lines counted: the sums of one stretch of a bill, and of all of them joined into a file.

use super::Bill;
use super::balance::{Break, Chain, Link};
use super::cells::{Cells, Lines};
use super::entry;
use super::entry::Entry;
use super::footer;
use super::footer::Comment;
use super::layout::{Form, Layout};
use super::line::Line;
use super::stores::{Lots, Stores};
use super::summary::Summary;
use crate::bills::overlap::line_selection::Kept;
use crate::bills::rules::BIL002;
use crate::bills::rules::BIL003;
use crate::formats::rules::FIL004;
use crate::formats::text::records::Records;
use crate::model::bill::{BillFile, BillSort, BillTotal, FundDay, LineSort, Withdrawal};
use crate::model::{Field, Finding, Place};
use crate::value::money;

/// A line that was not counted.
struct Refusal {
    row: u32,
    field: Field,
    found: String,
}

/// Sums of one stretch of lines; rows are counted from 1 within it.
#[derive(Default)]
pub(crate) struct Piece {
    pub rows: u32,
    lines: u64,
    sums: [BillTotal; LineSort::COUNT],
    refused: Vec<Refusal>,
    /// Rows with a quote that swallowed the lines after it.
    swallowing: Vec<u32>,
    comments: Vec<Comment>,
    days: Vec<FundDay>,
    withdrawals: Vec<Withdrawal>,
    chain: Chain,
    summary: Summary,
    /// Lines of a second reading.
    kept: Vec<Kept>,
}

impl Piece {
    pub(crate) fn new(layout: &Layout) -> Piece {
        let newest_first = matches!(&layout.form, Form::Entry(form) if form.newest_first);
        Piece {
            chain: Chain::new(newest_first),
            ..Piece::default()
        }
    }

    /// Lines up to `header_row` are the head of the file, not trades.
    pub(crate) fn parse(bytes: &[u8], layout: &Layout, header_row: u32, lots: &mut Lots) -> Piece {
        let mut piece = Piece::new(layout);
        if let Some(mut lines) = Lines::new(bytes, layout.delimiter) {
            while let Some((row, cells)) = lines.next() {
                piece.record(row, &cells, layout, header_row, lots);
            }
            piece.rows = lines.rows();
            return piece;
        }
        let mut records = Records::new(bytes, layout.delimiter);
        let mut ends = Vec::new();
        while let Some((row, _)) = records.next() {
            let cells = Cells::of(records.record(), &mut ends);
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
        record: &Cells,
        layout: &Layout,
        header_row: u32,
        lots: &mut Lots,
    ) {
        let first = record.get(layout.first).first();
        if first == Some(&b'#') || row < header_row {
            self.comment(row, record, layout);
        } else if row > header_row && !is_blank(record) {
            self.line(row, record, layout, lots);
        }
    }

    fn comment(&mut self, row: u32, record: &Cells, layout: &Layout) {
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

    fn line(&mut self, row: u32, record: &Cells, layout: &Layout, lots: &mut Lots) {
        let counted = match &layout.form {
            Form::Trade(form) => form
                .line(record)
                .map(|line| self.trade(row, &line, layout, lots)),
            Form::Cut(form) => form
                .line(record)
                .map(|line| self.trade(row, &line, layout, lots)),
            Form::Entry(form) => {
                let entry = form.entry(record);
                self.follow(row, entry.as_ref().ok());
                entry.map(|entry| self.entry(row, &entry, layout, lots))
            }
            Form::Personal(form) => {
                let entry = form.entry(record);
                entry.map(|entry| self.entry(row, &entry, layout, lots))
            }
            Form::Summary(form) => match self.summary.row(row, record, form, layout.first) {
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
            self.refused.push(Refusal { row, field, found });
        }
    }

    fn count(&mut self, sort: LineSort, net_fen: i64) {
        self.sums[sort as usize].add(BillTotal { lines: 1, net_fen });
    }

    fn trade(&mut self, row: u32, line: &Line, layout: &Layout, lots: &mut Lots) {
        if let Some(wanted) = &layout.wanted {
            self.kept.extend(wanted.line(row, line, layout.encoding));
            return;
        }
        let sort = match line.refund {
            true => LineSort::Refund,
            false => LineSort::Trade,
        };
        self.count(sort, line.net_fen);
        lots.add(row, line);
    }

    fn entry(&mut self, row: u32, entry: &Entry, layout: &Layout, lots: &mut Lots) {
        if let Some(wanted) = &layout.wanted {
            self.kept.extend(wanted.movement(row, entry));
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
            entry::add_day(&mut self.days, entry.sums());
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
    fn follow(&mut self, row: u32, entry: Option<&Entry>) {
        self.chain.push(Link {
            row,
            moved: entry.map_or(0, Entry::moved),
            balance: entry.and_then(|entry| entry.balance),
        });
    }

    /// Adds what stands below.
    pub(crate) fn append(&mut self, mut below: Piece) {
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
            entry::add_day(&mut self.days, day);
        }
        self.chain.append(below.chain, before);
        self.summary.append(below.summary, before);
    }

    /// The file these lines are.
    pub(crate) fn finish(self, layout: &Layout, stores: Stores) -> Bill {
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
        if let Form::Summary(form) = &layout.form {
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

fn is_blank(record: &Cells) -> bool {
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

fn refused(refusal: &Refusal, layout: &Layout) -> Finding {
    let place = Place::cell(0, refusal.row, layout.column(refusal.field));
    let finding = Finding::about(&BIL002, place).found(&refusal.found);
    Finding {
        field: Some(refusal.field),
        ..finding
    }
}

fn breaks_at(found: &Break, layout: &Layout) -> Finding {
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
