//! What reading one file gives: its sheets, or the reason why it cannot be read.

use super::sheet::SheetData;
use crate::formats::read_error::ReadError;
use crate::model::TextRead;

/// One file or one member of an archive: its contents, or the reason why it cannot be read.
pub(crate) struct FileOutcome {
    pub name: String,
    pub bytes: u64,
    /// For the manifest; empty when it is unknown.
    pub format: &'static str,
    /// Empty when it could not be read to its end.
    pub sha256: String,
    pub read: Result<FileContents, ReadError>,
}

/// The sheets of a file.
#[derive(Default)]
pub(crate) struct FileContents {
    pub text: Option<TextRead>,
    pub sha256: String,
    pub sheets: Vec<SheetData>,
}

impl FileOutcome {
    /// An outcome before reading.
    pub(crate) fn new(name: &str, bytes: u64, format: &'static str) -> FileOutcome {
        FileOutcome {
            name: name.to_owned(),
            bytes,
            format,
            sha256: String::new(),
            read: Err(ReadError::empty()),
        }
    }

    pub(crate) fn refused(name: &str, bytes: u64, reason: ReadError) -> FileOutcome {
        FileOutcome {
            read: Err(reason),
            ..FileOutcome::new(name, bytes, "")
        }
    }

    pub(crate) fn digest(&mut self) -> String {
        let contents = self.read.as_mut().ok();
        contents.map_or(String::new(), |c| std::mem::take(&mut c.sha256))
    }
}
