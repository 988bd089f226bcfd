//! What reading needs beside the files.

use std::sync::Arc;

use crate::bills::overlap::line_selection::LineSelection;
use crate::config::{Job, SheetLayout};

/// What reading needs beside the files.
pub struct ReadOptions<'a> {
    pub layouts: &'a [SheetLayout],
    pub job: &'a Job,
    /// Called with the number of bytes read, from any thread.
    pub progress: &'a (dyn Fn(u64) + Sync),
    /// In a second reading of bills: the lines it is for.
    pub selection: Option<&'a Arc<LineSelection>>,
}
