//! RowSender on their way from the thread that reads cells to another that lays them into columns: reading a
//! large workbook is bound by taking its XML apart, so that thread does nothing else.

use std::sync::mpsc::{self, Receiver, Sender, SyncSender};
use std::thread;

use super::catch_panic;
use super::read_error::ReadError;
use super::row::RowBuffer;
use super::sink::RowSink;

/// RowSender handed over at once, and how many such lots may wait.
const ROWS: usize = 256;
const BATCHES: usize = 4;

/// RowSender by their number, counted from 1, and how many of them are filled; the buffers are used again.
#[derive(Default)]
struct RowBatch {
    rows: Vec<(u32, RowBuffer)>,
    filled: usize,
}

/// Where the reading thread puts the rows of a sheet, from top to bottom.
pub(crate) struct RowSender {
    lot: RowBatch,
    send: SyncSender<RowBatch>,
    spare: Receiver<RowBatch>,
}

impl RowSender {
    /// An empty buffer for the next row; `None` when no more rows are wanted.
    pub(crate) fn begin(&mut self, row: u32) -> Option<&mut RowBuffer> {
        if self.lot.filled == ROWS {
            self.hand_over()?;
        }
        let lot = &mut self.lot;
        if lot.rows.len() == lot.filled {
            lot.rows.push(Default::default());
        }
        let (number, buffer) = &mut lot.rows[lot.filled];
        *number = row;
        buffer.clear();
        lot.filled += 1;
        Some(buffer)
    }

    fn hand_over(&mut self) -> Option<()> {
        let next = self.spare.try_recv().unwrap_or_default();
        let full = std::mem::replace(&mut self.lot, next);
        self.send.send(full).ok()
    }
}

/// Runs `read`, which puts the rows of one sheet, while another thread collects them.
///
/// # Errors
/// What `read` refuses; then what the sink panicked with.
pub(crate) fn collect<R: RowSink>(
    sink: R,
    read: impl FnOnce(&mut RowSender) -> Result<(), ReadError>,
) -> Result<R::Sheet, ReadError> {
    let (send, lots) = mpsc::sync_channel(BATCHES);
    let (give_back, spare) = mpsc::channel();
    thread::scope(|scope| {
        let collecting = scope.spawn(|| {
            on_its_own();
            catch_panic::quietly(|| Ok(take(sink, lots, give_back)))
        });
        let lot = RowBatch::default();
        let mut rows = RowSender { lot, send, spare };
        let read = read(&mut rows);
        rows.hand_over();
        drop(rows);
        let collected = collecting.join();
        read?;
        collected.unwrap_or_else(|_| Err(ReadError::damaged("?", "the reader gave up")))
    })
}

/// Lets this thread do by itself what it would ask of the workers: one of them waits for it, and where all
/// of them wait so, none would ever come. The little a pool of one holds stays behind with the thread.
fn on_its_own() {
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1);
    // Without it the work is done all the same, as long as one worker is free.
    let _ = alone.use_current_thread().build();
}

fn take<R: RowSink>(
    mut sink: R,
    lots: Receiver<RowBatch>,
    give_back: Sender<RowBatch>,
) -> R::Sheet {
    for mut lot in lots {
        for (row, buffer) in &mut lot.rows[..lot.filled] {
            if !sink.row(*row, buffer) {
                return sink.finish();
            }
        }
        lot.filled = 0;
        // Nobody takes it back once the sheet is at its end.
        give_back.send(lot).ok();
    }
    sink.finish()
}
