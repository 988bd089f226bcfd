//! A file of settings that a person wrote for the program: its text, what it was when it was read, and why it
//! cannot be used.

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
    pub(super) fn new(path: String, text: &str) -> SettingsFile {
        let sha256 = hex::encode(&Sha256::digest(text.as_bytes()));
        SettingsFile { path, sha256 }
    }
}

/// Why the layouts or the job file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
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
pub fn text_of(path: &Path) -> Result<String, ConfigError> {
    std::fs::read_to_string(path).map_err(|source| match source.kind() {
        std::io::ErrorKind::InvalidData => ConfigError::NotUtf8(path.to_owned()),
        _ => ConfigError::Read {
            path: path.to_owned(),
            source,
        },
    })
}
