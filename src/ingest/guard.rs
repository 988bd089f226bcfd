//! A reader that breaks on a file must not break the run: its panic becomes the file's reason, and
//! says nothing on the terminal.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use super::Reason;

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Does the work; a panic in it is a damaged file.
///
/// # Errors
/// What the work refuses, and [`Reason::damaged`] after a panic.
pub fn quietly<T>(work: impl FnOnce() -> Result<T, Reason>) -> Result<T, Reason> {
    install();
    let outer = GUARDED.replace(true);
    // Nothing the work touched is looked at again after a panic.
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(outer);
    result.unwrap_or_else(|_| Err(Reason::damaged("?", "the reader gave up")))
}

/// Puts a hook before the present one that is silent while a thread is guarded.
fn install() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let previous = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !GUARDED.get() {
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
        let reason = quietly(|| Ok(numbers[3])).expect_err("out of bounds");
        assert_eq!(reason.rule.code, "FIL003");
        assert_eq!(quietly(|| Ok(1)).ok(), Some(1));
    }
}
