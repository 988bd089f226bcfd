//! Writing `jinjian.maps.toml`: whole, under another name first, so that a crash leaves the old one.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::config;
use crate::config::SheetLayout;
use crate::config::maps;
use crate::config::maps::{MAPS_FILE, MappingEntry};
use crate::model::Field;

/// What is, or would be, saved of one folder.
pub(super) struct SavedMaps {
    pub path: PathBuf,
    pub entries: Vec<MappingEntry>,
    /// The whole file.
    text: String,
}

/// Why the mappings cannot be saved.
#[derive(Debug, thiserror::Error)]
#[error("{}: cannot be written", path.display())]
pub(super) struct MapsNotWritten {
    path: PathBuf,
    source: std::io::Error,
}

/// The file as it will be; none when there is nothing to save.
///
/// # Errors
/// A file of today that cannot be read or changed.
pub(super) fn prepare(
    entries: Vec<MappingEntry>,
    folder: &Path,
    layouts: &[SheetLayout],
) -> Result<Option<SavedMaps>, config::ConfigError> {
    if entries.is_empty() {
        return Ok(None);
    }
    let path = folder.join(MAPS_FILE);
    let today = if path.exists() {
        config::text_of(&path)?
    } else {
        String::new()
    };
    let text = maps::edited(&today, &entries, layouts)?;
    Ok(Some(SavedMaps {
        path,
        entries,
        text,
    }))
}

/// Writes the file beside its place and renames it.
pub(super) fn write(saved: &SavedMaps) -> Result<(), MapsNotWritten> {
    let failed = |source| MapsNotWritten {
        path: saved.path.clone(),
        source,
    };
    // What a link leads to is replaced, not the link.
    let path = fs::canonicalize(&saved.path).unwrap_or_else(|_| saved.path.clone());
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let mut builder = tempfile::Builder::new();
    builder.prefix(".jinjian.maps.");
    // Headers and field names only: readable like any file.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder
        .tempfile_in(folder.unwrap_or(Path::new(".")))
        .map_err(failed)?;
    file.write_all(saved.text.as_bytes()).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    file.persist(&path).map_err(|error| failed(error.error))?;
    Ok(())
}

impl SavedMaps {
    /// For machines.
    pub(super) fn json(&self, written: bool) -> Value {
        let column = |(header, field): &(String, Option<Field>)| json!({"header": header, "field": field.map(Field::key)});
        let mapping = |entry: &MappingEntry| {
            json!({
                "file": entry.file,
                "sheet": entry.sheet,
                "layout": entry.layout,
                "columns": entry.columns.iter().map(column).collect::<Vec<_>>(),
            })
        };
        json!({
            "path": self.path.display().to_string(),
            "written": written,
            "mappings": self.entries.iter().map(mapping).collect::<Vec<_>>(),
        })
    }
}
