//! A file's bytes into memory, up to a limit.

use std::io::Read;

use super::read_error::ReadError;

/// Reads what is left, up to so many megabytes in all; `key` is the limit's name.
///
/// # Errors
/// When there is more, or it cannot be read.
pub(crate) fn load(
    bytes: &mut Vec<u8>,
    rest: &mut (impl Read + ?Sized),
    key: &str,
    limit_mb: u64,
) -> Result<(), ReadError> {
    let limit = limit_mb.saturating_mul(1024 * 1024);
    let left = limit.saturating_sub(bytes.len() as u64);
    rest.take(left.saturating_add(1)).read_to_end(bytes)?;
    if bytes.len() as u64 > limit {
        return Err(ReadError::past(key, limit_mb));
    }
    Ok(())
}
