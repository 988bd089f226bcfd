//! A blank workbook for a merchant to fill in: `jinjian template`. The layout the reader goes by, the levels and
//! the help for each field come in; the columns with their marks, notes and lists go out, and become one
//! new file, whole or not at all. The reader understands what is in the file, since both go by one layout.

pub(crate) mod columns;
pub(crate) mod lists;
pub(crate) mod workbook;

use std::path::Path;

pub use columns::{Blank, BlankColumn, Need};

use super::error::EmitError;
use super::staging;

impl Blank {
    /// Writes the workbook as the file `out`; what stands there is replaced with `force` only.
    ///
    /// # Errors
    /// When the file is there, or cannot be written.
    pub fn write(&self, out: &Path, force: bool) -> Result<(), EmitError> {
        staging::write_single(out, force, |file| {
            workbook::write(self, &out.display().to_string(), file)
        })
    }
}
