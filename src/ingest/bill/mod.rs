//! Bills of Alipay trades and of an account's movements, streamed: blocks are cut at record ends, parsed
//! in parallel, and only sums are kept. A line that cannot be read is refused with its cell; totals,
//! running balances and summaries are checked against the lines.

mod balance;
mod entry;
mod figures;
mod footer;
mod layout;
mod line;
mod overlap;
mod recount;
mod stores;
mod summary;
mod sums;

use std::io::Read;
use std::sync::{Arc, Mutex, PoisonError};

use csv::ByteRecord;
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::Reason;
use super::encoding::Encoding;
use super::locate::{HeadRow, Located};
use super::row::RowBuffer;
use super::sheet::Sheet;
use crate::model::{BillFile, BillStore, Finding};
use crate::value::hex;
pub use figures::compare;
pub use layout::Layout;
pub use overlap::in_order;
pub use recount::{Kept, Lines, Wanted};
use stores::Stores;
use sums::Piece;

/// Bytes read at a time, and the size of the pieces parsed in parallel.
const BLOCK: usize = 8 * 1024 * 1024;
const PIECE: usize = 2 * 1024 * 1024;
/// A record longer than this is cut: an open quote must not swallow the file.
const LONGEST: usize = 4 * BLOCK;

/// A bill, read.
pub struct Bill {
    pub file: BillFile,
    pub stores: Vec<BillStore>,
    /// In a second reading: the lines wanted, in the order of the file.
    pub kept: Vec<Kept>,
    findings: Vec<Finding>,
}

impl Bill {
    pub fn number(&mut self, source: u32) {
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

    pub fn into_sheet(mut self, sheet: &mut Sheet) {
        sheet.rows = self.file.lines;
        sheet.findings.append(&mut self.findings);
        sheet.bill = Some(self);
    }
}

/// Reads the rest of a bill whose first bytes are `head`; gives the bill and the file's digest.
pub fn read(
    head: Vec<u8>,
    mut rest: impl Read,
    layout: Layout,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<(Bill, String), Reason> {
    let mut digest = Sha256::new();
    let mut sums = Piece::new(&layout);
    let pool = Pool::default();
    let mut block = head;
    let mut hashed = 0;
    let mut skip = layout.encoding.bom_len();
    // Rows before each piece.
    let mut rows_before = Vec::new();
    loop {
        let before = block.len();
        rest.by_ref().take(BLOCK as u64).read_to_end(&mut block)?;
        let last = block.len() == before && hashed > 0 || block.len() < BLOCK;
        let fresh = &block[hashed..];
        let cut = if last {
            block.len()
        } else {
            record_end(&block)
        };
        let pieces = pieces(&block[skip..cut]);
        let header = |at: usize| {
            if sums.rows == 0 && at == 0 {
                layout.header_row
            } else {
                0
            }
        };
        let first = rows_before.len();
        let (_, parsed) = rayon::join(
            || digest.update(fresh),
            || {
                let pieces = pieces.par_iter().enumerate();
                pieces
                    .map(|(at, piece)| pool.count(first + at, piece, &layout, header(at)))
                    .collect::<Vec<_>>()
            },
        );
        progress(fresh.len() as u64);
        for piece in parsed {
            rows_before.push(sums.rows);
            sums.append(piece);
        }
        if last {
            break;
        }
        block.drain(..cut);
        hashed = block.len();
        skip = 0;
    }
    Ok((
        sums.finish(&layout, pool.stores(), &rows_before),
        hex::encode(&digest.finalize()),
    ))
}

/// A bill that stands in a sheet: its rows come one by one.
pub struct Rows {
    layout: Layout,
    piece: Piece,
    stores: Stores,
    record: ByteRecord,
}

impl Rows {
    pub fn new(located: &Located, rows: &[HeadRow], wanted: Option<&Arc<Wanted>>) -> Rows {
        let layout = Layout::new(located, rows, Encoding::Utf8, b',').wanting(wanted);
        Rows {
            piece: Piece::new(&layout),
            stores: Stores::default(),
            record: ByteRecord::new(),
            layout,
        }
    }

    /// Takes a row, counted from 1; those up to the header are the head of the bill.
    pub fn push(&mut self, row: u32, buffer: &RowBuffer) {
        self.record.clear();
        for (column, _, text) in buffer.cells() {
            let column = usize::from(column);
            // A cell given twice (a damaged workbook) counts once; none beside the header counts.
            if column < self.record.len() || column > self.layout.last {
                continue;
            }
            while self.record.len() < column {
                self.record.push_field(b"");
            }
            self.record.push_field(text.as_bytes());
        }
        let header_row = self.layout.header_row;
        self.piece.record(
            row,
            &self.record,
            &self.layout,
            header_row,
            &mut self.stores,
        );
    }

    pub fn finish(mut self) -> Bill {
        self.stores.settle();
        self.piece.finish(&self.layout, self.stores, &[])
    }
}

/// Where the last whole record of a block ends: behind the last line end outside quotes.
fn record_end(block: &[u8]) -> usize {
    let mut quotes = memchr::memchr_iter(b'"', block).count();
    let mut end = block.len();
    while let Some(newline) = memchr::memrchr(b'\n', &block[..end]) {
        quotes -= memchr::memchr_iter(b'"', &block[newline..end]).count();
        if quotes.is_multiple_of(2) {
            return newline + 1;
        }
        end = newline;
    }
    if block.len() < LONGEST {
        0
    } else {
        memchr::memrchr(b'\n', block).map_or(block.len(), |at| at + 1)
    }
}

/// Cuts whole records into pieces of about [`PIECE`] bytes.
fn pieces(mut block: &[u8]) -> Vec<&[u8]> {
    let mut pieces = Vec::new();
    while block.len() > PIECE {
        let end = record_end(&block[..PIECE]);
        if end == 0 {
            break;
        }
        let (piece, rest) = block.split_at(end);
        pieces.push(piece);
        block = rest;
    }
    if !block.is_empty() {
        pieces.push(block);
    }
    pieces
}

/// What the threads have counted so far: each takes one of these, adds to it and puts it back.
#[derive(Default)]
struct Pool(Mutex<Vec<Stores>>);

impl Pool {
    fn count(&self, at: usize, bytes: &[u8], layout: &Layout, header_row: u32) -> Piece {
        let free = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = free().pop();
        let mut stores = taken.unwrap_or_default();
        stores.begin(at);
        let piece = Piece::parse(bytes, layout, header_row, &mut stores);
        stores.settle();
        free().push(stores);
        piece
    }

    fn stores(self) -> Stores {
        let mut all = self
            .0
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
            .into_iter();
        let first = all.next().unwrap_or_default();
        all.fold(first, |mut sum, stores| {
            sum.merge(stores);
            sum
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_cut_behind_whole_records() {
        assert_eq!(record_end(b"a,1\nb,2\nc"), 8);
        assert_eq!(record_end(b"a,1\nb,\"x\ny"), 4);
        assert_eq!(record_end(b"a,1\nb,\"x\ny\"\nc"), 12);
        assert_eq!(record_end(b"no line end"), 0);
    }
}
