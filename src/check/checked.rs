//! What checking a table comes to.

use crate::model::{FieldSet, Finding};

/// Findings, and what is known of each row.
#[derive(Debug, Default)]
pub struct Checked {
    /// In the order of [`Finding::order`].
    pub findings: Vec<Finding>,
    /// Per row, the bits of fields with an `error` of their own (not those of group rules), and of those
    /// that lost something in the file: nothing is to be concluded from them.
    pub broken: Vec<FieldSet>,
    /// Per row, whether it repeats an earlier one in every field.
    pub repeated: Vec<bool>,
    /// Per rule in the order they ran, how often a field it reads was absent or broken.
    pub not_checked: Vec<(&'static str, u64)>,
}
