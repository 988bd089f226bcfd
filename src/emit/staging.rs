//! The one place that touches the disk. Everything is written into a staging folder beside the output
//! folder, hashed on the way, and appears by rename; an error on the way leaves the previous output as
//! it was. Files are readable by their owner only.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tempfile::TempDir;

use super::error::EmitError;
use super::manifest;
use super::manifest::Output;
use crate::value::hex;

/// What is where the output is to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FolderState {
    Nothing,
    /// An empty folder, or one an earlier run made.
    Replaceable,
    Foreign,
}

/// Refuses early what publishing would refuse late: an output folder that cannot be made, that holds
/// an input, or that holds files no earlier run made (unless `force`). Writes nothing.
///
/// # Errors
/// The reason, with the path.
pub fn prepare(out: &Path, inputs: &[PathBuf], force: bool) -> Result<(), EmitError> {
    let out = real_path(out)?;
    for input in inputs {
        let real = fs::canonicalize(input).unwrap_or_else(|_| input.clone());
        if real.starts_with(&out) {
            return Err(EmitError::HoldsInput {
                out,
                input: input.clone(),
            });
        }
    }
    if folder_state(&out)? == FolderState::Foreign && !force {
        return Err(EmitError::Foreign(out));
    }
    let above = existing_above(&out);
    if !above.is_dir() {
        return Err(EmitError::NotAFolder(above.to_owned()));
    }
    // Being allowed to is best known by trying; the folder is gone again at once.
    tempfile::tempdir_in(above).map_err(EmitError::file(above, "creating a folder"))?;
    Ok(())
}

/// The output folder as an absolute path free of links, so that its neighbour is on the same disk.
fn real_path(out: &Path) -> Result<PathBuf, EmitError> {
    let absolute = std::path::absolute(out).map_err(EmitError::file(out, "finding the folder"))?;
    let above = existing_above(&absolute);
    let real = fs::canonicalize(above).map_err(EmitError::file(above, "finding the folder"))?;
    let real_path = match absolute.strip_prefix(above) {
        Ok(rest) if rest.as_os_str().is_empty() => real,
        Ok(rest) => real.join(rest),
        Err(_) => absolute,
    };
    match real_path.file_name() {
        Some(_) => Ok(real_path),
        None => Err(EmitError::NotAFolder(real_path)),
    }
}

fn existing_above(path: &Path) -> &Path {
    path.ancestors().find(|p| p.exists()).unwrap_or(path)
}

fn folder_state(out: &Path) -> Result<FolderState, EmitError> {
    if !out.exists() {
        return Ok(FolderState::Nothing);
    }
    if !out.is_dir() {
        return Err(EmitError::NotAFolder(out.to_owned()));
    }
    let mut entries = fs::read_dir(out).map_err(EmitError::file(out, "reading the folder"))?;
    let replaceable = entries.next().is_none() || manifest::read(out).is_ok();
    Ok(if replaceable {
        FolderState::Replaceable
    } else {
        FolderState::Foreign
    })
}

/// Writes one file beside all others, whole or not at all, readable by its owner only. What stands there
/// is replaced with `force` only.
///
/// # Errors
/// When the file is there, or cannot be written.
pub(crate) fn write_single(
    out: &Path,
    force: bool,
    fill: impl FnOnce(&File) -> Result<(), EmitError>,
) -> Result<(), EmitError> {
    let folder = out.parent().filter(|p| !p.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let failed = || EmitError::file(out, "writing the file");
    let file = tempfile::NamedTempFile::new_in(folder).map_err(failed())?;
    fill(file.as_file())?;
    let persisted = if force {
        file.persist(out)
    } else {
        file.persist_noclobber(out)
    };
    persisted.map(drop).map_err(|error| failed()(error.error))
}

/// The folder in which a run's output grows; removed with everything in it unless published.
pub(crate) struct Staging {
    folder: TempDir,
    out: PathBuf,
    /// Shows other runs that this one is at work here; `None` where folders cannot be locked.
    _lock: Option<File>,
}

impl Staging {
    /// A new folder beside `out`; those of runs that were stopped half-way are removed.
    pub(crate) fn beside(out: &Path) -> Result<Staging, EmitError> {
        let out = real_path(out)?;
        let parent = out.parent().unwrap_or(&out);
        fs::create_dir_all(parent).map_err(EmitError::file(parent, "creating the folder"))?;
        let name = out.file_name().unwrap_or_default().to_string_lossy();
        let prefix = format!(".{name}.staging-");
        sweep(parent, &prefix);
        let mut builder = tempfile::Builder::new();
        builder.prefix(&prefix);
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
        let folder = builder
            .tempdir_in(parent)
            .map_err(EmitError::file(parent, "creating a folder"))?;
        let lock = lock(folder.path());
        Ok(Staging {
            folder,
            out,
            _lock: lock,
        })
    }

    /// A folder below the staging folder.
    pub(crate) fn folder(&self, name: &str) -> Result<(), EmitError> {
        let path = self.folder.path().join(name);
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder
            .create(&path)
            .map_err(EmitError::file(&path, "creating the folder"))
    }

    /// A new file at a path relative to the output folder.
    pub(crate) fn create(&self, path: String) -> Result<OutputSink, EmitError> {
        let full = self.folder.path().join(&path);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options
            .open(&full)
            .map_err(EmitError::file(&full, "creating the file"))?;
        Ok(OutputSink {
            hashing: BufWriter::with_capacity(1 << 16, Hashing::new(file)),
            path,
        })
    }

    /// Where a finished file of the output lies until it is published.
    pub(crate) fn path(&self, output: &Output) -> PathBuf {
        self.folder.path().join(&output.path)
    }

    /// Puts the staging folder in the place of the output folder. What an earlier run made is deleted;
    /// anything else is renamed, kept, and named in the answer.
    pub(crate) fn publish(self, force: bool) -> Result<Option<PathBuf>, EmitError> {
        let state = folder_state(&self.out)?;
        let aside = match state {
            FolderState::Foreign if !force => return Err(EmitError::Foreign(self.out)),
            FolderState::Nothing => None,
            FolderState::Foreign | FolderState::Replaceable => Some(free_name(&self.out)),
        };
        let rename = |from: &Path, to: &Path| {
            fs::rename(from, to).map_err(EmitError::file(to, "renaming to this name"))
        };
        if let Some(aside) = &aside {
            rename(&self.out, aside)?;
        }
        if let Err(error) = rename(self.folder.path(), &self.out) {
            if let Some(aside) = &aside {
                rename(aside, &self.out)?;
            }
            return Err(error);
        }
        // The guard must not remove what now is the output.
        let _moved = self.folder.keep();
        let delete = state == FolderState::Replaceable;
        Ok(aside.filter(|aside| !(delete && fs::remove_dir_all(aside).is_ok())))
    }
}

/// Removes folders that begin so and that no run holds any more: they are full of personal data. One that
/// cannot be removed is no reason to stop.
fn sweep(parent: &Path, prefix: &str) {
    let entries = fs::read_dir(parent).into_iter().flatten().flatten();
    for path in entries.map(|entry| entry.path()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with(prefix) && lock(&path).is_some() {
            let _ = fs::remove_dir_all(&path);
        }
    }
}

/// The folder, locked until the handle goes; `None` when another has it, or the system locks no folders.
fn lock(folder: &Path) -> Option<File> {
    let file = File::open(folder).ok()?;
    file.try_lock().is_ok().then_some(file)
}

/// `out.previous-1` or the next number that is free.
fn free_name(out: &Path) -> PathBuf {
    let name = out.file_name().unwrap_or_default().to_string_lossy();
    (1u32..)
        .map(|n| out.with_file_name(format!("{name}.previous-{n}")))
        .find(|path| !path.exists())
        .unwrap_or_else(|| out.with_extension("previous"))
}

/// A file being written: counts and hashes what goes through.
pub(crate) struct OutputSink {
    path: String,
    hashing: BufWriter<Hashing<File>>,
}

struct Hashing<W> {
    inner: W,
    hash: Sha256,
    bytes: u64,
}

impl<W> Hashing<W> {
    fn new(inner: W) -> Hashing<W> {
        Hashing {
            inner,
            hash: Sha256::new(),
            bytes: 0,
        }
    }

    fn finish(self) -> (String, u64) {
        (hex::encode(&self.hash.finalize()), self.bytes)
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl Write for OutputSink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.hashing.write(bytes)
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.hashing.write_all(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.hashing.flush()
    }
}

impl OutputSink {
    /// Relative to the output folder.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// For `map_err`.
    pub(crate) fn failed(&self) -> impl FnOnce(io::Error) -> EmitError + use<> {
        EmitError::file(Path::new(&self.path), "writing the file")
    }

    /// The finished file, with the data rows its writer counted.
    pub(crate) fn finish(self, rows: u64) -> Result<Output, EmitError> {
        let failed = self.failed();
        let hashing = self.hashing.into_inner();
        let (sha256, bytes) = hashing
            .map_err(|error| failed(error.into_error()))?
            .finish();
        Ok(Output {
            path: self.path,
            bytes,
            sha256,
            rows,
        })
    }
}

/// The SHA-256 of a file, read in pieces, and its length.
pub(crate) fn sha256_of(path: &Path) -> io::Result<(String, u64)> {
    let mut hashing = Hashing::new(io::sink());
    io::copy(&mut File::open(path)?, &mut hashing)?;
    Ok(hashing.finish())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn what_a_stopped_run_left_is_removed_and_what_a_running_one_needs_is_not() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let out = folder.path().join("out");
        let left = folder.path().join(".out.staging-left/reports");
        let other = folder.path().join(".out2.staging-left");
        for folder in [&left, &other] {
            fs::create_dir_all(folder).expect("folder");
        }
        fs::write(left.join("plan.csv"), "x").expect("file");
        let running = Staging::beside(&out).expect("a folder");
        let next = Staging::beside(&out).expect("another folder");
        assert!(!left.exists() && other.exists());
        assert!(running.folder.path().exists() && next.folder.path().exists());
        next.publish(false).expect("published");
        running.publish(false).expect("published");
        let mut names: Vec<_> = (fs::read_dir(folder.path()).expect("the folder"))
            .map(|entry| entry.expect("an entry").file_name())
            .collect();
        names.sort();
        assert_eq!(names, [".out2.staging-left", "out"]);
    }
}
