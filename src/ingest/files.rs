//! Which files are input: everything below a folder that looks like a sheet, in the order of their
//! paths, except what an earlier run wrote.

use std::io::Read;
use std::path::{Path, PathBuf};

use super::Error;
use crate::template::job::JOB_FILE;

/// One input file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputPath {
    pub path: PathBuf,
    /// Relative to the folder that was given, with `/` on every system; the name in every output.
    pub name: String,
    pub bytes: u64,
    /// `xlsx` or `csv`.
    pub format: &'static str,
}

/// What a folder holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Ordered by name.
    pub files: Vec<InputPath>,
    /// Names of what looks like data and is not read: other formats, links that lead nowhere, linked
    /// folders. Ordered.
    pub passed_over: Vec<String>,
}

/// Extensions that are read, and as what.
const FORMATS: &[(&str, &str)] = &[
    ("xlsx", "xlsx"),
    ("xlsm", "xlsx"),
    ("xls", "xls"),
    ("xlsb", "xlsb"),
    ("ods", "ods"),
    ("csv", "csv"),
];

/// Extensions of data that is not read.
const OTHER_DATA: &[&str] = &[
    "pdf", "et", "numbers", "tsv", "txt", "zip", "rar", "7z", "gz",
];

/// Finds the input files of a folder. What an earlier run wrote is not entered (`out`, or any folder
/// with a manifest of ours), nor a folder with a job file of its own, nor anything hidden or a lock
/// file of an office program.
///
/// # Errors
/// When the folder is missing or cannot be listed, or holds nothing to read.
pub fn find(folder: &Path, out: &Path) -> Result<Found, Error> {
    if !folder.is_dir() {
        return Err(Error::Missing(folder.to_owned()));
    }
    let out = std::fs::canonicalize(out).ok();
    let mut found = Found::default();
    search(folder, "", out.as_deref(), &mut found)?;
    if found.files.is_empty() {
        return Err(Error::NoFiles(folder.to_owned()));
    }
    found.files.sort_by(|a, b| a.name.cmp(&b.name));
    found.passed_over.sort();
    Ok(found)
}

/// One file, whatever its name; `None` when it is not there.
pub fn single(path: &Path) -> Option<InputPath> {
    let metadata = std::fs::metadata(path).ok().filter(|m| m.is_file())?;
    let name = path.file_name()?.to_string_lossy().into_owned();
    let format = match extension(&name) {
        Some(Extension::Read(format)) => format,
        _ => "csv",
    };
    Some(InputPath {
        path: path.to_owned(),
        name,
        bytes: metadata.len(),
        format,
    })
}

fn search(folder: &Path, prefix: &str, out: Option<&Path>, found: &mut Found) -> Result<(), Error> {
    let failed = |source| Error::Search {
        path: folder.to_owned(),
        source,
    };
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let own = entry.file_name().to_string_lossy().into_owned();
        if own.starts_with('.') || own.starts_with("~$") {
            continue;
        }
        let path = entry.path();
        let name = format!("{prefix}{own}");
        let linked = entry.file_type().map_err(failed)?.is_symlink();
        match std::fs::metadata(&path) {
            Err(_) => found.passed_over.push(name),
            Ok(metadata) if metadata.is_dir() && linked => found.passed_over.push(name),
            Ok(metadata) if metadata.is_dir() => {
                if !is_output(&path, out) && !path.join(JOB_FILE).is_file() {
                    search(&path, &format!("{name}/"), out, found)?;
                }
            }
            Ok(metadata) => match extension(&own) {
                Some(Extension::Read(format)) => {
                    found.files.push(InputPath {
                        path,
                        name,
                        bytes: metadata.len(),
                        format,
                    });
                }
                Some(Extension::OtherData) => found.passed_over.push(name),
                None => {}
            },
        }
    }
    Ok(())
}

/// Whether a run wrote this folder.
fn is_output(folder: &Path, out: Option<&Path>) -> bool {
    if out.is_some() && std::fs::canonicalize(folder).ok().as_deref() == out {
        return true;
    }
    let mut head = Vec::new();
    let manifest = std::fs::File::open(folder.join("manifest.json"));
    manifest.is_ok_and(|file| file.take(256).read_to_end(&mut head).is_ok())
        && String::from_utf8_lossy(&head).contains("jinjian.manifest/")
}

enum Extension {
    Read(&'static str),
    OtherData,
}

fn extension(name: &str) -> Option<Extension> {
    let extension = name.rsplit_once('.')?.1.to_ascii_lowercase();
    let read = FORMATS.iter().find(|(e, _)| *e == extension);
    let other = OTHER_DATA.contains(&extension.as_str());
    read.map(|(_, format)| Extension::Read(format))
        .or(other.then_some(Extension::OtherData))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn searches_below_but_not_the_output() {
        let folder = tempfile::tempdir().expect("temporary folder");
        for name in [
            "b.csv",
            "a/A.XLSX",
            "out/x.csv",
            ".hidden.csv",
            "~$b.xlsx",
            "notes.txt",
            "old.et",
            "truth.json",
        ] {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().expect("parent")).expect("folder");
            std::fs::write(path, "x").expect("file");
        }
        let earlier = folder.path().join("earlier");
        std::fs::create_dir(&earlier).expect("folder");
        std::fs::write(earlier.join("plan.csv"), "x").expect("file");
        std::fs::write(
            earlier.join("manifest.json"),
            "{\"schema\": \"jinjian.manifest/1\"}",
        )
        .expect("file");
        let found = find(folder.path(), &folder.path().join("out")).expect("found");
        let names: Vec<_> = found
            .files
            .iter()
            .map(|f| (f.name.as_str(), f.format))
            .collect();
        assert_eq!(names, [("a/A.XLSX", "xlsx"), ("b.csv", "csv")]);
        assert_eq!(found.passed_over, ["notes.txt", "old.et"]);
    }
}
