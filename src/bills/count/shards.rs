//! Work on the shards of a bill, in parallel where that is safe.

use rayon::prelude::*;

/// Calls `work` with the number and the content of each shard; the results are in order. A bill in a workbook is counted
/// on a thread that a rayon worker waits for. If all workers wait for such threads, no worker is free: such a thread
/// works alone.
pub(crate) fn each<S: Send, R: Send>(
    shards: impl IntoIterator<Item = S>,
    work: impl Fn(usize, S) -> R + Sync,
) -> Vec<R> {
    let shards: Vec<(usize, S)> = shards.into_iter().enumerate().collect();
    let work = |(at, shard)| work(at, shard);
    match rayon::current_thread_index() {
        Some(_) => shards.into_par_iter().map(work).collect(),
        None => shards.into_iter().map(work).collect(),
    }
}
