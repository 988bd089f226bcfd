//! Finds the input files: all files below a folder with an extension of data, and workbooks with any name, in the order
//! of their paths, except the output of an earlier run. The format of a file is detected later, by its bytes.

use std::ffi::OsStr;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::error::IngestError;
use crate::config::job::JOB_FILE;
use crate::formats::text::encoding::Encoding;

/// One input file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputPath {
    pub path: PathBuf,
    /// Relative to the input folder, with `/` on every system; unique, and the name in every output.
    pub name: String,
    pub bytes: u64,
}

/// The files of a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoundFiles {
    /// Ordered by name.
    pub files: Vec<InputPath>,
    /// Names of linked folders, which are not entered. Ordered.
    pub passed_over: Vec<String>,
}

/// Extensions of files that may contain data. Formats that cannot be read are listed too, so that a finding names them.
const DATA: &[&str] = &[
    "xlsx", "xlsm", "xltx", "xls", "xlt", "xlsb", "ods", "et", "csv", "tsv", "tab", "txt", "htm",
    "html", "mht", "xml", "zip", "numbers", "pdf", "png", "jpg", "jpeg", "gif", "webp", "heic",
    "bmp", "tif", "tiff", "doc", "docx", "wps", "ppt", "pptx", "rar", "7z", "gz",
];

/// Finds the input files of a folder. Skips the output of an earlier run (`out`, or any folder with a manifest of this
/// program), folders with a job file of their own, hidden files, and lock files of office programs.
///
/// A folder below it that cannot be listed is among the files: opening it shows why.
///
/// # Errors
/// When the folder is missing, cannot be listed, or has no input file.
pub fn find(folder: &Path, out: &Path) -> Result<FoundFiles, IngestError> {
    if !folder.is_dir() {
        return Err(IngestError::Missing(folder.to_owned()));
    }
    let out = std::fs::canonicalize(out).ok();
    let mut found = FoundFiles::default();
    search(folder, "", out.as_deref(), &mut found)?;
    if found.files.is_empty() {
        return Err(IngestError::NoFiles(folder.to_owned()));
    }
    let files = &mut found.files;
    files.sort_by(|a, b| (&a.name, &a.path).cmp(&(&b.name, &b.path)));
    make_unique(&mut found.files);
    found.passed_over.sort();
    Ok(found)
}

/// Adds a number to names that look alike because their bytes cannot be shown. `files` are ordered.
fn make_unique(files: &mut [InputPath]) {
    let (mut before, mut again) = (String::new(), 1);
    for file in files {
        if file.name != before {
            (before, again) = (file.name.clone(), 1);
            continue;
        }
        again += 1;
        let (stem, end) = before.split_at(before.rfind('.').unwrap_or(before.len()));
        file.name = format!("{stem} ({again}){end}");
    }
}

/// The name of a file as text on one line: files from a Chinese archive may have names in GBK.
pub(crate) fn label(raw: &[u8]) -> String {
    let name = match std::str::from_utf8(raw) {
        Ok(name) => name.into(),
        Err(_) => Encoding::Gb18030.decode(raw).0,
    };
    let visible = |c: char| if c.is_control() { '_' } else { c };
    name.chars().map(visible).collect()
}

fn own_label(own: &OsStr) -> String {
    label(own.as_encoded_bytes())
}

/// One file with any name; `None` when it does not exist.
pub fn single(path: &Path) -> Option<InputPath> {
    let metadata = std::fs::metadata(path).ok().filter(|m| m.is_file())?;
    let name = own_label(path.file_name()?);
    Some(InputPath {
        path: path.to_owned(),
        name,
        bytes: metadata.len(),
    })
}

fn search(
    folder: &Path,
    prefix: &str,
    out: Option<&Path>,
    found: &mut FoundFiles,
) -> Result<(), IngestError> {
    let failed = |source| IngestError::Search {
        path: folder.to_owned(),
        source,
    };
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let own = own_label(&entry.file_name());
        if is_hidden(&own) {
            continue;
        }
        let path = entry.path();
        let name = format!("{prefix}{own}");
        let linked = entry.file_type().map_err(failed)?.is_symlink();
        match std::fs::metadata(&path) {
            Ok(metadata) if metadata.is_dir() && linked => found.passed_over.push(name),
            Ok(metadata) if metadata.is_dir() => {
                if is_output(&path, out) || path.join(JOB_FILE).is_file() {
                    continue;
                }
                let below = format!("{name}/");
                if search(&path, &below, out, found).is_err() {
                    let (name, bytes) = (below, 0);
                    found.files.push(InputPath { path, name, bytes });
                }
            }
            Ok(metadata) if metadata.is_file() && (promises_data(&own) || is_workbook(&path)) => {
                let bytes = metadata.len();
                found.files.push(InputPath { path, name, bytes });
            }
            // A broken link: opening it shows the reason.
            Err(_) if promises_data(&own) => found.files.push(InputPath {
                path,
                name,
                bytes: 0,
            }),
            _ => {}
        }
    }
    Ok(())
}

/// Hidden, or the lock file of an office program; by the last part of the path.
pub(crate) fn is_hidden(own: &str) -> bool {
    own.starts_with('.') || own.starts_with("~$")
}

/// Whether the extension is one of files with data.
pub(crate) fn promises_data(name: &str) -> bool {
    DATA.contains(&extension(name).as_str())
}

/// The extension in lower case; empty when there is none.
pub(crate) fn extension(name: &str) -> String {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    extension.to_ascii_lowercase()
}

/// Whether a file begins like a workbook or a zip: `门店.xlsx.bak`, a download without an extension.
fn is_workbook(path: &Path) -> bool {
    const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0";
    const ZIP: &[u8] = b"PK\x03\x04";
    let mut head = [0; 4];
    let file = std::fs::File::open(path);
    file.is_ok_and(|mut file| file.read_exact(&mut head).is_ok())
        && [COMPOUND, ZIP].contains(&&head[..])
}

/// Whether a run of this program wrote this folder.
fn is_output(folder: &Path, out: Option<&Path>) -> bool {
    if out.is_some() && std::fs::canonicalize(folder).ok().as_deref() == out {
        return true;
    }
    let mut head = Vec::new();
    let manifest = std::fs::File::open(folder.join("manifest.json"));
    manifest.is_ok_and(|file| file.take(256).read_to_end(&mut head).is_ok())
        && String::from_utf8_lossy(&head).contains("jinjian.manifest/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn searches_below_but_not_the_output() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let names = "b.csv a/A.XLSX out/x.csv .hidden.csv ~$b.xlsx notes.txt old.et truth.json";
        for name in names.split(' ') {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().expect("parent")).expect("folder");
            std::fs::write(path, "x").expect("file");
        }
        let earlier = folder.path().join("earlier");
        std::fs::create_dir(&earlier).expect("folder");
        std::fs::write(earlier.join("plan.csv"), "x").expect("file");
        let manifest = "{\"schema\": \"jinjian.manifest/1\"}";
        std::fs::write(earlier.join("manifest.json"), manifest).expect("file");
        let found = find(folder.path(), &folder.path().join("out")).expect("found");
        let names: Vec<_> = found.files.iter().map(|f| f.name.as_str()).collect();
        assert_eq!(names, ["a/A.XLSX", "b.csv", "notes.txt", "old.et"]);
    }

    #[test]
    fn a_workbook_is_found_under_any_name() {
        let folder = tempfile::tempdir().expect("temporary folder");
        for (name, bytes) in [
            ("门店.xlsx.bak", &b"PK\x03\x04"[..]),
            ("old", b"\xD0\xCF\x11\xE0"),
            ("README.md", b"# PK"),
            ("empty", b""),
        ] {
            std::fs::write(folder.path().join(name), bytes).expect("file");
        }
        let found = find(folder.path(), &folder.path().join("out")).expect("found");
        let names: Vec<_> = found.files.iter().map(|f| f.name.as_str()).collect();
        assert_eq!(names, ["old", "门店.xlsx.bak"]);
    }

    #[test]
    fn names_are_readable_and_unique() {
        assert_eq!(label("门店.csv".as_bytes()), "门店.csv");
        assert_eq!(label(b"\xC3\xC5\xB5\xEA.csv"), "门店.csv");
        assert_eq!(label(b"a\nb\x1B[31m.csv"), "a_b_[31m.csv");
        let named = |names: &[&str]| {
            let file = |name: &&str| InputPath {
                path: PathBuf::new(),
                name: (*name).to_owned(),
                bytes: 0,
            };
            let mut files: Vec<_> = names.iter().map(file).collect();
            make_unique(&mut files);
            files.into_iter().map(|f| f.name).collect::<Vec<_>>()
        };
        let names = named(&["a.csv", "b", "b", "c.csv", "c.csv", "c.csv"]);
        let apart = ["a.csv", "b", "b (2)", "c.csv", "c (2).csv", "c (3).csv"];
        assert_eq!(names, apart);
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_cannot_be_listed_is_named() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("temporary folder");
        let shut = folder.path().join("shut");
        std::fs::write(folder.path().join("a.csv"), "x").expect("file");
        std::fs::create_dir(&shut).expect("folder");
        let mode = |mode| std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(&shut, mode(0)).expect("shut");
        let is_shut = std::fs::read_dir(&shut).is_err();
        let found = find(folder.path(), &folder.path().join("out"));
        std::fs::set_permissions(&shut, mode(0o700)).expect("open again");
        // Nothing is shut to an administrator.
        let expected = if is_shut {
            &["a.csv", "shut/"][..]
        } else {
            &["a.csv"]
        };
        let found = found.expect("found");
        let names: Vec<_> = found.files.iter().map(|f| f.name.as_str()).collect();
        assert_eq!(names, expected);
    }

    #[cfg(unix)]
    #[test]
    fn names_in_gbk_are_input() {
        use std::os::unix::ffi::OsStrExt;
        let folder = tempfile::tempdir().expect("temporary folder");
        for name in [&b"\xC3\xC5\xB5\xEA.csv"[..], b"\xFE.csv", b"\xFF.csv"] {
            let path = folder.path().join(OsStr::from_bytes(name));
            // Some systems refuse such names themselves.
            if std::fs::write(path, "x").is_err() {
                return;
            }
        }
        let found = find(folder.path(), &folder.path().join("out")).expect("found");
        let names: Vec<_> = found.files.iter().map(|f| f.name.as_str()).collect();
        assert_eq!(names, ["门店.csv", "\u{FFFD}.csv", "\u{FFFD} (2).csv"]);
    }
}
