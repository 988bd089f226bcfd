//! Layouts are data: what a sheet's headers are called, what an upload file looks like, what a level
//! needs, and what the job file says. Raw TOML is checked as a whole before any input is opened.

pub(crate) mod field_help;
mod header;
pub(crate) mod job;
mod levels;
mod load;
pub(crate) mod maps;
mod overrides;
pub(crate) mod requirement;
mod sheet;
pub(crate) mod similarity;
pub(crate) mod upload;
pub(crate) mod upload_terms;

pub use field_help::{Help, Helps};
pub use header::{fold_header, is_note};
pub use job::{Job, JobSource};
pub use levels::Levels;
pub use load::{Layouts, built_in_files};
pub use maps::{Mapping, Maps};
pub use overrides::{Gravity, Overrides, Stops};
pub use sheet::{Heading, SheetLayout};
pub use similarity::{did_you_mean, nearest, similarity};
pub use upload::UploadLayout;
pub use upload_terms::{Contradicted, UploadTerms};

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::value::hex;

/// A file of settings that what was read depends on.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct SettingsFile {
    /// Relative to the input folder, `/` on every system.
    pub path: String,
    /// Lower-case hex.
    pub sha256: String,
}

impl SettingsFile {
    fn of(path: String, text: &str) -> SettingsFile {
        let sha256 = hex::encode(&Sha256::digest(text.as_bytes()));
        SettingsFile { path, sha256 }
    }
}

/// Why the layouts or the job file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{}: cannot be read", path.display())]
    Read {
        path: PathBuf,
        source: std::io::Error,
    },
    #[error("{}: is no UTF-8 text; save it as UTF-8 (另存为，编码选 UTF-8)", .0.display())]
    NotUtf8(PathBuf),
    /// All faults at once, each with file and key.
    #[error("{}", faults.join("\n"))]
    Faults { faults: Vec<String> },
}

/// The text of a file a person wrote for the program.
///
/// # Errors
/// When it cannot be read, or is in another encoding: what editors of old write without being asked.
pub fn text_of(path: &Path) -> Result<String, Error> {
    std::fs::read_to_string(path).map_err(|source| match source.kind() {
        std::io::ErrorKind::InvalidData => Error::NotUtf8(path.to_owned()),
        _ => Error::Read {
            path: path.to_owned(),
            source,
        },
    })
}
