//! Counts bills of trades and of movements while they are streamed: blocks are cut at record ends and parsed in parallel,
//! and only sums are kept. A line that cannot be read is refused with its cell; totals, running balances and summaries
//! are checked against the lines.

pub(crate) mod balance;
pub(crate) mod cells;
pub(crate) mod figures;
pub(crate) mod footer;
pub(crate) mod layout;
pub(crate) mod movement;
pub(crate) mod shards;
pub(crate) mod stores;
pub(crate) mod summary;
pub(crate) mod sums;
pub(crate) mod trade_line;

use std::io::Read;
use std::sync::Arc;

use csv::ByteRecord;
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::overlap::line_selection::LineSelection;
use crate::formats::read_error::ReadError;
use crate::formats::row::RowBuffer;
use crate::formats::text::encoding::Encoding;
use crate::headers::head_row::HeadRow;
use crate::headers::located::Located;
use crate::value::hex;
use cells::RecordCells;
pub(crate) use layout::BillLayout;
use stores::{LineBatch, StoreSums};
use sums::{Bill, PartialSums};

/// Bytes read at a time, and bytes of a part parsed by one thread.
const BLOCK: usize = 8 * 1024 * 1024;
const PIECE: usize = 512 * 1024;
/// Lines of a sheet counted together.
const LINES: usize = 4096;
/// A record longer than this is cut: an unclosed quote must not swallow the whole file.
const LONGEST: usize = 4 * BLOCK;

/// Reads the rest of a bill whose first bytes are `head`; returns the bill and the digest of the file. While one block is
/// counted, this thread reads the next.
pub(crate) fn read(
    head: Vec<u8>,
    mut rest: impl Read,
    layout: BillLayout,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<(Bill, String), ReadError> {
    let mut digest = Sha256::new();
    let mut counted = Counted::new(&layout);
    let (mut block, mut next) = (head, Vec::new());
    let (mut hashed, mut skip) = (0, layout.encoding.bom_len());
    let mut ended = false;
    loop {
        let quoted = memchr::memchr(b'"', &block).is_some();
        let cut = if ended {
            block.len()
        } else {
            record_end(&block, quoted)
        };
        let (whole, begun) = block.split_at(cut.max(skip));
        let (whole, fresh) = (&whole[skip..], &block[hashed..]);
        next.clear();
        let read = rayon::in_place_scope(|scope| {
            scope.spawn(|_| counted.add(whole, quoted));
            scope.spawn(|_| digest.update(fresh));
            next.reserve(begun.len() + BLOCK);
            next.extend_from_slice(begun);
            rest.by_ref().take(BLOCK as u64).read_to_end(&mut next)
        });
        progress(fresh.len() as u64);
        if ended {
            return Ok((counted.finish(), hex::encode(&digest.finalize())));
        }
        ended = read? == 0;
        (hashed, skip) = (begun.len(), 0);
        std::mem::swap(&mut block, &mut next);
    }
}

/// The blocks so far, from the top of the file.
struct Counted<'a> {
    layout: &'a BillLayout,
    sums: PartialSums,
    stores: StoreSums,
    /// Empty batches, to be used again.
    spare: Vec<LineBatch>,
}

impl<'a> Counted<'a> {
    fn new(layout: &'a BillLayout) -> Counted<'a> {
        Counted {
            layout,
            sums: PartialSums::new(layout),
            stores: StoreSums::default(),
            spare: Vec::new(),
        }
    }

    /// Counts the whole records of a block, its pieces in parallel.
    fn add(&mut self, block: &[u8], quoted: bool) {
        let layout = self.layout;
        let header_row = if self.sums.rows == 0 {
            layout.header_row
        } else {
            0
        };
        let pieces = pieces(block, quoted);
        let spare = || self.spare.pop().unwrap_or_else(|| self.stores.new_batch());
        let batches: Vec<LineBatch> = std::iter::repeat_with(spare).take(pieces.len()).collect();
        let counted = pieces.into_par_iter().zip(batches).enumerate();
        let counted: Vec<(PartialSums, LineBatch)> = counted
            .map(|(at, (piece, mut batch))| {
                let header_row = if at == 0 { header_row } else { 0 };
                let sums = PartialSums::parse(piece, layout, header_row, &mut batch);
                (sums, batch)
            })
            .collect();
        let mut batches = Vec::new();
        for (sums, batch) in counted {
            batches.push((self.sums.rows, batch));
            self.sums.append(sums);
        }
        self.sums.mark_repeats(&self.stores.count(&mut batches));
        for (_, mut batch) in batches {
            batch.clear();
            self.spare.push(batch);
        }
    }

    fn finish(self) -> Bill {
        self.sums.finish(self.layout, self.stores)
    }
}

/// A bill in a sheet, whose rows come one by one.
pub(crate) struct BillRows {
    layout: BillLayout,
    sums: PartialSums,
    stores: StoreSums,
    batch: LineBatch,
    record: ByteRecord,
}

impl BillRows {
    pub(crate) fn new(
        located: &Located,
        rows: &[HeadRow],
        selection: Option<&Arc<LineSelection>>,
    ) -> BillRows {
        let layout = BillLayout::new(located, rows, Encoding::Utf8, b',').with_selection(selection);
        let stores = StoreSums::default();
        BillRows {
            sums: PartialSums::new(&layout),
            batch: stores.new_batch(),
            stores,
            record: ByteRecord::new(),
            layout,
        }
    }

    /// Adds a row, counted from 1; rows up to the header are the head of the bill.
    pub(crate) fn push(&mut self, row: u32, buffer: &RowBuffer) {
        self.record.clear();
        for (column, _, text) in buffer.cells() {
            let column = usize::from(column);
            // A damaged workbook may repeat a cell: the first counts. Cells beyond the header do not count.
            if column < self.record.len() || column > self.layout.last {
                continue;
            }
            while self.record.len() < column {
                self.record.push_field(b"");
            }
            self.record.push_field(text.as_bytes());
        }
        let (layout, batch) = (&self.layout, &mut self.batch);
        let mut ends = Vec::new();
        let cells = RecordCells::new(&self.record, &mut ends);
        let header_row = layout.header_row;
        self.sums.add_record(row, &cells, layout, header_row, batch);
        if self.batch.len() == LINES {
            self.count_batch();
        }
    }

    fn count_batch(&mut self) {
        let mut batches = [(0, std::mem::take(&mut self.batch))];
        self.sums.mark_repeats(&self.stores.count(&mut batches));
        [(_, self.batch)] = batches;
        self.batch.clear();
    }

    pub(crate) fn finish(mut self) -> Bill {
        self.count_batch();
        self.sums.finish(&self.layout, self.stores)
    }
}

/// Where the last complete record of a block ends: behind the last line end outside quotes.
fn record_end(block: &[u8], quoted: bool) -> usize {
    let mut quotes = if quoted {
        memchr::memchr_iter(b'"', block).count()
    } else {
        0
    };
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

/// Cuts complete records into pieces of about [`PIECE`] bytes.
fn pieces(mut block: &[u8], quoted: bool) -> Vec<&[u8]> {
    let mut pieces = Vec::new();
    while block.len() > PIECE {
        let end = record_end(&block[..PIECE], quoted);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_cut_behind_whole_records() {
        let record_end = |block: &[u8]| record_end(block, block.contains(&b'"'));
        assert_eq!(record_end(b"a,1\nb,2\nc"), 8);
        assert_eq!(record_end(b"a,1\nb,\"x\ny"), 4);
        assert_eq!(record_end(b"a,1\nb,\"x\ny\"\nc"), 12);
        assert_eq!(record_end(b"no line end"), 0);
    }
}
