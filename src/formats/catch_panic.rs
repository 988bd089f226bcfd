//! A reader that breaks on a file must not break the run: its panic becomes the file's reason, and
//! says nothing on the terminal. A panic of our own code is told by its place in the source.

use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe, Location};
use std::sync::Once;

use super::read_error::ReadError;

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
    /// Where this thread last gave up, when that is in our own source.
    static OURS: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// How the path of this file ends below the source folder.
const HERE: &str = "formats/catch_panic.rs";

/// Does the work; a panic in it is a damaged file.
///
/// # Errors
/// What the work refuses, and [`ReadError::damaged`] after a panic.
pub(crate) fn quietly<T>(work: impl FnOnce() -> Result<T, ReadError>) -> Result<T, ReadError> {
    install();
    let outer = GUARDED.replace(true);
    // Nothing the work touched is looked at again after a panic.
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(outer);
    result.unwrap_or_else(|_| {
        let said = OURS
            .take()
            .map(|place| format!("jinjian gave up at {place}"));
        let said = said.unwrap_or_else(|| "the reader gave up".to_owned());
        Err(ReadError::damaged("?", said))
    })
}

/// Both sides of a fork, each guarded on the thread it comes to run on.
///
/// # Errors
/// The first reason of the two.
pub(crate) fn join<A: Send, B: Send>(
    a: impl FnOnce() -> Result<A, ReadError> + Send,
    b: impl FnOnce() -> Result<B, ReadError> + Send,
) -> Result<(A, B), ReadError> {
    let (a, b) = rayon::join(|| quietly(a), || quietly(b));
    Ok((a?, b?))
}

/// File, below the source folder, and line of a panic in our own code.
fn ours(location: &Location) -> Option<String> {
    let source = file!().strip_suffix(HERE)?;
    let file = location.file().strip_prefix(source)?;
    Some(format!("{file}:{}", location.line()))
}

/// Puts a hook before the present one that is silent while a thread is guarded.
fn install() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let previous = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if GUARDED.get() {
                OURS.replace(info.location().and_then(ours));
            } else {
                previous(info);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_reason() {
        let numbers: Vec<u8> = Vec::new();
        let line = line!() + 1;
        let reason = quietly(|| Ok(numbers[3])).expect_err("out of bounds");
        let place = format!("jinjian gave up at {HERE}:{line}");
        assert_eq!((reason.rule.code, &reason.args[1]), ("FIL003", &place));
        assert_eq!(quietly(|| Ok(1)).ok(), Some(1));
        assert_eq!(join(|| Ok(1), || Ok(2)).ok(), Some((1, 2)));
    }
}
