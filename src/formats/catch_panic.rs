//! A reader that panics on a file must not end the run: the panic becomes the reason why the file cannot be read,
//! and nothing is printed. A panic in our own code is named by its file and line.

use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe, Location};
use std::sync::Once;

use super::read_error::ReadError;

thread_local! {
    /// Whether a panic of this thread is caught here.
    static IS_GUARDED: Cell<bool> = const { Cell::new(false) };
    /// File and line of the last panic of this thread, when they are in our own source.
    static OWN_LINE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// How the path of this file ends below the source folder.
const HERE: &str = "formats/catch_panic.rs";

/// Does the work; after a panic the file counts as damaged.
pub(crate) fn catch<T>(work: impl FnOnce() -> Result<T, ReadError>) -> Result<T, ReadError> {
    install_hook();
    let outer = IS_GUARDED.replace(true);
    // Nothing that the work changed is used after a panic.
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    IS_GUARDED.set(outer);
    result.unwrap_or_else(|_| {
        let message = OWN_LINE.take().map_or_else(
            || "the reader gave up".to_owned(),
            |line| format!("jinjian gave up at {line}"),
        );
        Err(ReadError::damaged("?", message))
    })
}

/// Does both at once; each catches its panics on the thread it runs on. The error of the first comes first.
pub(crate) fn join<A: Send, B: Send>(
    a: impl FnOnce() -> Result<A, ReadError> + Send,
    b: impl FnOnce() -> Result<B, ReadError> + Send,
) -> Result<(A, B), ReadError> {
    let (a, b) = rayon::join(|| catch(a), || catch(b));
    Ok((a?, b?))
}

/// File, below the source folder, and line of a panic in our own code.
fn own_line(location: &Location) -> Option<String> {
    let source = file!().strip_suffix(HERE)?;
    let file = location.file().strip_prefix(source)?;
    Some(format!("{file}:{}", location.line()))
}

/// Replaces the panic hook by one that prints nothing while the panic is caught here.
fn install_hook() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let previous = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if IS_GUARDED.get() {
                OWN_LINE.replace(info.location().and_then(own_line));
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
        let reason = catch(|| Ok(numbers[3])).expect_err("out of bounds");
        let place = format!("jinjian gave up at {HERE}:{line}");
        assert_eq!((reason.rule.code, &reason.args[1]), ("FIL003", &place));
        assert_eq!(catch(|| Ok(1)).ok(), Some(1));
        assert_eq!(join(|| Ok(1), || Ok(2)).ok(), Some((1, 2)));
    }
}
