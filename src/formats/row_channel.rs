//! A channel of rows from the thread that reads cells to the thread that puts them into columns: the speed of
//! reading a large workbook is limited by parsing its XML, so the reading thread does nothing else.

use std::sync::mpsc::{self, Receiver, Sender, SyncSender};
use std::thread;

use super::catch_panic;
use super::read_error::ReadError;
use super::row::RowBuffer;
use super::sink::RowSink;

/// Rows sent at once, and how many such batches may wait.
const ROWS: usize = 256;
const BATCHES: usize = 4;

/// Rows by their number, counted from 1, and how many of them are filled; the buffers are used again.
#[derive(Default)]
struct RowBatch {
    rows: Vec<(u32, RowBuffer)>,
    filled: usize,
}

/// Where the reading thread puts the rows of a sheet, from top to bottom.
pub(crate) struct RowSender {
    batch: RowBatch,
    send: SyncSender<RowBatch>,
    spare: Receiver<RowBatch>,
}

impl RowSender {
    /// An empty buffer for the next row; `None` when the sink takes no more rows.
    pub(crate) fn next_row(&mut self, row: u32) -> Option<&mut RowBuffer> {
        if self.batch.filled == ROWS {
            self.send_batch()?;
        }
        let batch = &mut self.batch;
        if batch.rows.len() == batch.filled {
            batch.rows.push(Default::default());
        }
        let (number, buffer) = &mut batch.rows[batch.filled];
        *number = row;
        buffer.clear();
        batch.filled += 1;
        Some(buffer)
    }

    fn send_batch(&mut self) -> Option<()> {
        let next = self.spare.try_recv().unwrap_or_default();
        let full = std::mem::replace(&mut self.batch, next);
        self.send.send(full).ok()
    }
}

/// Runs `read`, which sends the rows of one sheet, while another thread passes them to the sink. The error of `read`
/// comes first, then a panic of the sink.
pub(crate) fn collect_on_thread<R: RowSink>(
    sink: R,
    read: impl FnOnce(&mut RowSender) -> Result<(), ReadError>,
) -> Result<R::Sheet, ReadError> {
    let (send, batches) = mpsc::sync_channel(BATCHES);
    let (give_back, spare) = mpsc::channel();
    thread::scope(|scope| {
        let collecting = scope.spawn(|| {
            leave_worker_pool();
            catch_panic::catch(|| Ok(collect(sink, batches, give_back)))
        });
        let batch = RowBatch::default();
        let mut rows = RowSender { batch, send, spare };
        let read = read(&mut rows);
        rows.send_batch();
        drop(rows);
        let collected = collecting.join();
        read?;
        collected.unwrap_or_else(|_| Err(ReadError::damaged("?", "the reader gave up")))
    })
}

/// Gives this thread a rayon pool of its own. A worker of the common pool waits for this thread; if all workers
/// waited like that and this thread waited for a worker, nothing would ever end.
fn leave_worker_pool() {
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1);
    // Without a pool of its own the thread still ends as long as one worker is free.
    let _ = alone.use_current_thread().build();
}

fn collect<R: RowSink>(
    mut sink: R,
    batches: Receiver<RowBatch>,
    give_back: Sender<RowBatch>,
) -> R::Sheet {
    for mut batch in batches {
        for (row, buffer) in &mut batch.rows[..batch.filled] {
            if !sink.row(*row, buffer) {
                return sink.finish();
            }
        }
        batch.filled = 0;
        // At the end of the sheet nobody takes the batch back.
        give_back.send(batch).ok();
    }
    sink.finish()
}
