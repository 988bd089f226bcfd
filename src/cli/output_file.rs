//! Whether a verb may write the file that the user named.

use std::path::{Path, PathBuf};

/// Why it may not.
#[derive(Debug, thiserror::Error)]
pub(super) enum OutputFileError {
    #[error("{}: give a name that ends in {}", path.display(), endings.join(" or "))]
    Extension { path: PathBuf, endings: Vec<String> },
    #[error("{}: is there already; give another name, or --force to replace it", .0.display())]
    Exists(PathBuf),
}

/// Whether a file's name ends so, in capital or small letters.
pub(super) fn ends_in(path: &Path, ending: &str) -> bool {
    let extension = path.extension();
    extension.is_some_and(|e| e.eq_ignore_ascii_case(ending))
}

/// Refuses a name with another ending.
pub(super) fn check_ending(path: &Path, endings: &[&str]) -> Result<(), OutputFileError> {
    if endings.iter().any(|ending| ends_in(path, ending)) {
        return Ok(());
    }
    Err(OutputFileError::Extension {
        path: path.to_owned(),
        endings: endings.iter().map(|e| format!(".{e}")).collect(),
    })
}

/// Refuses a file that is there, unless it may be replaced.
pub(super) fn check_free(path: &Path, force: bool) -> Result<(), OutputFileError> {
    if path.exists() && !force {
        return Err(OutputFileError::Exists(path.to_owned()));
    }
    Ok(())
}
