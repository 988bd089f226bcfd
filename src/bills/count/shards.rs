//! Work on the shards of a bill, side by side where that is safe.

use rayon::prelude::*;

/// Works on each shard, which knows its number; the results are in their order. A bill in a workbook is
/// counted by a thread that all of rayon's may be waiting for, one each for a workbook of its own: that thread
/// must not wait for them, and works alone.
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
