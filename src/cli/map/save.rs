//! Writing `jinjian.maps.toml`: whole, under another name first, so that a crash leaves the old one.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::sheet::Sheet;
use crate::config;
use crate::config::SheetLayout;
use crate::config::maps;
use crate::config::maps::{MAPS_FILE, MappingEntry};

/// What is, or would be, saved of one folder.
pub(super) struct Saved {
    pub path: PathBuf,
    pub entries: Vec<MappingEntry>,
    /// The whole file.
    text: String,
}

/// Why the mappings cannot be saved.
#[derive(Debug, thiserror::Error)]
#[error("{}: cannot be written", path.display())]
pub(super) struct Error {
    path: PathBuf,
    source: std::io::Error,
}

/// The file as it will be; none when there is nothing to save.
///
/// # Errors
/// A file of today that cannot be read or changed.
pub(super) fn prepare(
    sheets: &[Sheet],
    folder: &Path,
    layouts: &[SheetLayout],
) -> Result<Option<Saved>, config::ConfigError> {
    let new = sheets.iter().filter(|sheet| sheet.is_new);
    let entries: Vec<MappingEntry> = new.filter_map(Sheet::entry).collect();
    if entries.is_empty() {
        return Ok(None);
    }
    let path = folder.join(MAPS_FILE);
    let today = match path.exists() {
        true => config::text_of(&path)?,
        false => String::new(),
    };
    let text = maps::edited(&today, &entries, layouts)?;
    Ok(Some(Saved {
        path,
        entries,
        text,
    }))
}

/// Writes the file beside its place and renames it.
pub(super) fn write(saved: &Saved) -> Result<(), Error> {
    let failed = |source| Error {
        path: saved.path.clone(),
        source,
    };
    // What a link leads to is replaced, not the link.
    let path = fs::canonicalize(&saved.path).unwrap_or_else(|_| saved.path.clone());
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".jinjian.maps.");
    // Headers and field names only: readable like any file.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder).map_err(failed)?;
    file.write_all(saved.text.as_bytes()).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    file.persist(&path).map_err(|error| failed(error.error))?;
    Ok(())
}
