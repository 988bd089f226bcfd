//! How much of a file is read before it is refused.

use serde::Deserialize;

/// How much of a file is read before it is refused; `[limits]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// All parts of a workbook, or all members of an archive, unpacked, in megabytes.
    pub unpacked_mb: u64,
    /// The text a workbook's cells share, unpacked, in megabytes.
    pub strings_mb: u64,
    /// A text file that becomes a table, in megabytes; bills are streamed and have no limit.
    pub text_mb: u64,
    /// Cells of one sheet.
    pub cells: u64,
    /// Files in one archive.
    pub members: u64,
    /// Archives inside an archive, one in the other.
    pub nested: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            unpacked_mb: 4096,
            strings_mb: 1024,
            text_mb: 2048,
            cells: 200_000_000,
            members: 1000,
            nested: 1,
        }
    }
}
