//! Which files are input: everything below a folder that looks like a sheet, in the order of their
//! paths, except what an earlier run wrote.

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

/// Extensions that are read, and as what.
const FORMATS: &[(&str, &str)] = &[("xlsx", "xlsx"), ("xlsm", "xlsx"), ("csv", "csv")];

/// Finds the input files of a folder, ordered by name. `skip` (the output folder) is not entered,
/// nor is a folder with a job file of its own, nor anything hidden or a lock file of an office
/// program.
///
/// # Errors
/// When the folder is missing or cannot be listed, or holds nothing to read.
pub fn find(folder: &Path, skip: &Path) -> Result<Vec<InputPath>, Error> {
    if !folder.is_dir() {
        return Err(Error::Missing(folder.to_owned()));
    }
    let skip = std::fs::canonicalize(skip).ok();
    let mut files = Vec::new();
    search(folder, "", skip.as_deref(), &mut files)?;
    if files.is_empty() {
        return Err(Error::NoFiles(folder.to_owned()));
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}

fn search(
    folder: &Path,
    prefix: &str,
    skip: Option<&Path>,
    files: &mut Vec<InputPath>,
) -> Result<(), Error> {
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
        let metadata = std::fs::metadata(&path).map_err(failed)?;
        if metadata.is_dir() {
            let output = skip.is_some() && std::fs::canonicalize(&path).ok().as_deref() == skip;
            let other_job = path.join(JOB_FILE).is_file();
            if !output && !other_job && !entry.file_type().map_err(failed)?.is_symlink() {
                search(&path, &format!("{name}/"), skip, files)?;
            }
        } else if let Some(format) = format_of(&own) {
            files.push(InputPath {
                path,
                name,
                bytes: metadata.len(),
                format,
            });
        }
    }
    Ok(())
}

fn format_of(name: &str) -> Option<&'static str> {
    let extension = name.rsplit_once('.')?.1.to_ascii_lowercase();
    FORMATS
        .iter()
        .find(|(e, _)| *e == extension)
        .map(|(_, format)| *format)
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
        ] {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().expect("parent")).expect("folder");
            std::fs::write(path, "x").expect("file");
        }
        let found = find(folder.path(), &folder.path().join("out")).expect("found");
        let names: Vec<_> = found.iter().map(|f| (f.name.as_str(), f.format)).collect();
        assert_eq!(names, [("a/A.XLSX", "xlsx"), ("b.csv", "csv")]);
    }
}
