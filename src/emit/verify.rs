//! The manifest against the files: whether what lies in an output folder is what the run left there, and
//! of every other file what became of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use super::error::EmitError;
use super::manifest;
use super::manifest::{MANIFEST, Output};
use super::staging::sha256_of;

/// How an output folder compares with its manifest; all lists sorted, paths relative to the folder.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct VerifyReport {
    /// Files the manifest lists.
    pub files: usize,
    pub missing: Vec<String>,
    pub changed: Vec<String>,
    /// Unchanged, under another name: the one that is listed, the one that is there.
    pub renamed: Vec<(String, String)>,
    pub extra: Vec<String>,
    /// What office programs and desktops leave beside files that people open: no matter of the run's.
    pub litter: Vec<String>,
}

impl VerifyReport {
    /// Every file is there, unchanged, and nothing else is.
    pub fn is_sound(&self) -> bool {
        let wrong = [&self.missing, &self.changed, &self.extra];
        wrong.iter().all(|list| list.is_empty()) && self.renamed.is_empty()
    }

    /// Files that are unchanged and in their place.
    pub fn untouched(&self) -> usize {
        self.files - self.missing.len() - self.changed.len() - self.renamed.len()
    }
}

/// Compares the files in `out` with its manifest.
///
/// # Errors
/// When there is no manifest of ours, or a file cannot be read.
pub fn verify(out: &Path) -> Result<VerifyReport, EmitError> {
    let outputs = manifest::read(out)?;
    let mut present = BTreeSet::new();
    collect(out, "", &mut present)?;
    present.remove(MANIFEST);
    let mut report = VerifyReport {
        files: outputs.len(),
        ..VerifyReport::default()
    };
    let mut missing = Vec::new();
    for output in outputs {
        let found = if present.remove(&output.path) {
            fingerprint(out, &output.path)?
        } else {
            None
        };
        match found {
            None => missing.push(output),
            Some(found) if found != (output.sha256, output.bytes) => {
                report.changed.push(output.path);
            }
            Some(_) => {}
        }
    }
    report.changed.sort();
    report.missing_or_renamed(out, missing, present)?;
    Ok(report)
}

impl VerifyReport {
    /// A file that is not listed and has the bytes of one that is gone is that one.
    fn missing_or_renamed(
        &mut self,
        out: &Path,
        missing: Vec<Output>,
        present: BTreeSet<String>,
    ) -> Result<(), EmitError> {
        let mut gone: BTreeMap<(String, u64), Vec<String>> = BTreeMap::new();
        for output in missing {
            let fingerprint = (output.sha256, output.bytes);
            gone.entry(fingerprint).or_default().push(output.path);
        }
        for path in present {
            let old = if gone.is_empty() {
                None
            } else {
                let fingerprint = fingerprint(out, &path)?;
                fingerprint.and_then(|fingerprint| gone.get_mut(&fingerprint)?.pop())
            };
            match old {
                Some(old) => self.renamed.push((old, path)),
                None if is_litter(&path) => self.litter.push(path),
                None => self.extra.push(path),
            }
        }
        self.renamed.sort();
        self.missing = gone.into_values().flatten().collect();
        self.missing.sort();
        Ok(())
    }
}

/// SHA-256 and length of a file; `None` when it is not there, or a link to nothing.
fn fingerprint(out: &Path, path: &str) -> Result<Option<(String, u64)>, EmitError> {
    let path = out.join(path);
    match sha256_of(&path) {
        Ok(fingerprint) => Ok(Some(fingerprint)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(EmitError::file(&path, "reading the file")(error)),
    }
}

/// Lock files of Excel, WPS and LibreOffice, and what macOS and Windows note of a folder.
fn is_litter(path: &str) -> bool {
    let own = path.rsplit('/').next().unwrap_or(path);
    let begins = ["~$", ".~", "._"];
    let is_named = [".DS_Store", "Thumbs.db", "desktop.ini"].contains(&own);
    is_named || begins.iter().any(|start| own.starts_with(start))
}

/// Everything below a folder that is not a folder itself; links are not followed.
fn collect(folder: &Path, above: &str, found: &mut BTreeSet<String>) -> Result<(), EmitError> {
    let failed = || EmitError::file(folder, "reading the folder");
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
