//! The manifest against the files: whether what lies in an output folder is what the run left there.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::Error;
use super::manifest::{self, MANIFEST};
use super::write::sha256_of;

/// How an output folder compares with its manifest; all lists sorted, paths relative to the folder.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct VerifyReport {
    /// Files the manifest lists.
    pub files: usize,
    pub missing: Vec<String>,
    pub changed: Vec<String>,
    pub extra: Vec<String>,
}

impl VerifyReport {
    /// Every file is there, unchanged, and nothing else is.
    pub fn is_sound(&self) -> bool {
        self.missing.is_empty() && self.changed.is_empty() && self.extra.is_empty()
    }
}

/// Compares the files in `out` with its manifest.
///
/// # Errors
/// When there is no manifest of ours, or a file cannot be read.
pub fn verify(out: &Path) -> Result<VerifyReport, Error> {
    let outputs = manifest::read(out)?;
    let mut present = BTreeSet::new();
    collect(out, "", &mut present)?;
    present.remove(MANIFEST);
    let mut report = VerifyReport {
        files: outputs.len(),
        ..VerifyReport::default()
    };
    for output in outputs {
        if !present.remove(&output.path) {
            report.missing.push(output.path);
            continue;
        }
        let path = out.join(&output.path);
        let found = sha256_of(&path).map_err(Error::file(&path, "reading the file"))?;
        if found != (output.sha256, output.bytes) {
            report.changed.push(output.path);
        }
    }
    report.missing.sort();
    report.changed.sort();
    report.extra = present.into_iter().collect();
    Ok(report)
}

/// Everything below a folder that is not a folder itself; links are not followed.
fn collect(folder: &Path, above: &str, found: &mut BTreeSet<String>) -> Result<(), Error> {
    let failed = || Error::file(folder, "reading the folder");
    for entry in fs::read_dir(folder).map_err(failed())? {
        let entry = entry.map_err(failed())?;
        let path = format!("{above}{}", entry.file_name().to_string_lossy());
        if entry.file_type().map_err(failed())?.is_dir() {
            collect(&entry.path(), &format!("{path}/"), found)?;
        } else {
            found.insert(path);
        }
    }
    Ok(())
}
