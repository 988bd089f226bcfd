//! Zip archives of data files: each member is a file of its own, named `archive.zip/member.csv`. The unpacked size is
//! counted while inflating; declared sizes are not believed.

use std::cell::Cell;
use std::io::{self, Cursor, Read, Seek};

use zip::ZipArchive;
use zip::result::ZipError;

use super::file_outcome::{FileContents, FileOutcome};
use super::find::{self, is_hidden, promises_data};
use super::open_file;
use super::options::ReadOptions;
use crate::formats::byte_source::{ByteSource, digest, load};
use crate::formats::catch_panic;
use crate::formats::detect::{self, FileFormat, ForeignFormat};
use crate::formats::read_error::ReadError;
use crate::formats::rules::FIL008;
use crate::formats::text::open::HEAD_BYTES;

/// A zip whose directory was read.
pub(crate) type Archive<R> = ZipArchive<R>;

/// The number of archives around a file, and how many bytes may still be unpacked.
pub(crate) struct ArchiveNesting {
    depth: u64,
    left: Cell<u64>,
}

impl ArchiveNesting {
    /// A file of the folder, outside of any archive.
    pub(crate) fn outside(options: &ReadOptions) -> ArchiveNesting {
        let megabytes = options.job.limits.unpacked_mb;
        ArchiveNesting {
            depth: 0,
            left: Cell::new(megabytes.saturating_mul(1024 * 1024)),
        }
    }
}

/// Reads the directory of a zip that begins with `head`. Refuses a zip without one.
pub(crate) fn open<R: Read + Seek>(reader: R, head: &[u8]) -> Result<Archive<R>, ReadError> {
    let extension = detect::broken_zip_extension(head);
    let archive = ZipArchive::new(reader).map_err(|e| ReadError::damaged(extension, e))?;
    if archive.offset() != 0 {
        // The zip was cut off: the directory is that of an archive or a workbook inside.
        return Err(ReadError::damaged(
            extension,
            "its own directory is missing",
        ));
    }
    Ok(archive)
}

/// Reads every member that may contain data; `own` is the outcome of the archive and comes first.
pub(crate) fn read<R: Read + Seek>(
    mut own: FileOutcome,
    mut archive: Archive<R>,
    inside: &ArchiveNesting,
    options: &ReadOptions,
) -> Vec<FileOutcome> {
    own.format = "zip";
    let members = match members(&archive, &own.name, inside, options) {
        Ok(members) => members,
        Err(reason) => {
            own.read = Err(reason);
            return vec![own];
        }
    };
    own.read = Ok(FileContents::default());
    let mut outcomes = vec![own];
    for (at, name) in members {
        let read = catch_panic::catch(|| member(&mut archive, at, &name, inside, options));
        outcomes.extend(read.unwrap_or_else(|reason| vec![FileOutcome::refused(&name, 0, reason)]));
    }
    outcomes
}

/// Index and full name of each member that may contain data, in the order of the archive.
fn members<R: Read + Seek>(
    archive: &Archive<R>,
    own: &str,
    inside: &ArchiveNesting,
    options: &ReadOptions,
) -> Result<Vec<(usize, String)>, ReadError> {
    let limits = &options.job.limits;
    ReadError::check_limit("nested", limits.nested, inside.depth)?;
    if archive.has_duplicate_names() {
        return Err(ReadError::damaged(".zip", "two members with one name"));
    }
    let mut members = Vec::new();
    for (at, raw) in archive.file_names_raw().enumerate() {
        if let Some(label) = label(raw) {
            members.push((at, format!("{own}/{label}")));
        }
    }
    if members.is_empty() {
        return Err(ForeignFormat::NoTable("ZIP").reason());
    }
    ReadError::check_limit("members", limits.members, members.len() as u64)?;
    Ok(members)
}

/// The name of a member, as a path that stays inside the archive. `None` for folders, hidden files, the copies that a
/// Mac adds, and names without an extension of data.
fn label(raw: &[u8]) -> Option<String> {
    // Archives of Alipay have names in GBK without a flag that says so.
    let name = find::label(raw);
    if name.ends_with(['/', '\\']) {
        return None;
    }
    let parts: Vec<&str> = name
        .split(['/', '\\'])
        .filter(|part| !["", ".", ".."].contains(part) && !part.ends_with(':'))
        .collect();
    let own = parts.last()?;
    let shadow = parts.contains(&"__MACOSX");
    (!shadow && !is_hidden(own) && promises_data(own)).then(|| parts.join("/"))
}

/// Reads one member.
fn member<R: Read + Seek>(
    archive: &mut Archive<R>,
    at: usize,
    name: &str,
    inside: &ArchiveNesting,
    options: &ReadOptions,
) -> Result<Vec<FileOutcome>, ReadError> {
    let entry = archive.by_index_data(at).map_err(unreadable)?;
    let declared = entry.size();
    if entry.encrypted() {
        let error = ReadError::encrypted(".zip");
        return Ok(vec![FileOutcome::refused(name, declared, error)]);
    }
    let mut unpacked = Unpacked {
        inflater: archive.by_index(at).map_err(unreadable)?,
        inside,
        limit_mb: options.job.limits.unpacked_mb,
        count: 0,
    };
    let mut head = Vec::new();
    if let Err(error) = unpacked.by_ref().take(HEAD_BYTES).read_to_end(&mut head) {
        return Ok(vec![FileOutcome::refused(name, declared, error.into())]);
    }
    if detect::file_format(&head) != FileFormat::Zip {
        let mut outcome = open_file::plain(name, declared, head, &mut unpacked, options);
        if outcome.read.is_ok() {
            outcome.bytes = unpacked.count;
        }
        return Ok(vec![outcome]);
    }
    let mut bytes = head;
    let limit = options.job.limits.unpacked_mb;
    if let Err(reason) = load(&mut bytes, &mut unpacked, "unpacked_mb", limit) {
        return Ok(vec![FileOutcome::refused(name, declared, reason)]);
    }
    Ok(nested(name, bytes, inside, options))
}

/// Reads a zip in a zip: a workbook, or one more archive.
fn nested(
    name: &str,
    bytes: Vec<u8>,
    inside: &ArchiveNesting,
    options: &ReadOptions,
) -> Vec<FileOutcome> {
    let deeper = ArchiveNesting {
        depth: inside.depth + 1,
        left: inside.left.clone(),
    };
    let sha256 = digest(&bytes);
    let count = bytes.len() as u64;
    let head = bytes[..bytes.len().min(512)].to_vec();
    let source = |cursor: Cursor<Vec<u8>>| Ok(ByteSource::Memory(cursor.into_inner()));
    let cursor = Cursor::new(bytes);
    let mut outcomes = open_file::zip(name, count, &head, cursor, source, &deeper, options);
    inside.left.set(deeper.left.get());
    if let Some(own) = outcomes.first_mut() {
        own.sha256 = sha256;
    }
    outcomes
}

fn unreadable(error: ZipError) -> ReadError {
    match error {
        ZipError::UnsupportedArchive(message) => {
            ReadError::new(&FIL008, [format!("ZIP ({message})")])
        }
        error => ReadError::damaged(".zip", error),
    }
}

/// A member while it is inflated: stops at the limit, and turns broken data into an error of this program.
struct Unpacked<'a, R> {
    inflater: R,
    inside: &'a ArchiveNesting,
    limit_mb: u64,
    count: u64,
}

impl<R: Read> Read for Unpacked<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let damaged = |error| io::Error::other(ReadError::damaged(".zip", error));
        let n = self.inflater.read(buffer).map_err(damaged)?;
        let left = self.inside.left.get().checked_sub(n as u64);
        self.inside.left.set(left.unwrap_or(0));
        if left.is_none() {
            return Err(io::Error::other(ReadError::past(
                "unpacked_mb",
                self.limit_mb,
            )));
        }
        self.count += n as u64;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn labels_stay_inside() {
        let label = |name: &str| super::label(name.as_bytes());
        assert_eq!(label("a/b.csv").as_deref(), Some("a/b.csv"));
        assert_eq!(label("../../etc/b.csv").as_deref(), Some("etc/b.csv"));
        assert_eq!(label("C:\\data\\b.csv").as_deref(), Some("data/b.csv"));
        assert_eq!(label("a\u{1B}[2J.csv").as_deref(), Some("a_[2J.csv"));
        let ignored = "a/ a.csv/ __MACOSX/._a.csv x/__MACOSX/a.csv .a.csv ~$a.xlsx read.me ..";
        for name in ignored.split(' ') {
            assert_eq!(label(name), None, "{name}");
        }
        let in_gbk = super::label(b"\xD2\xB5\xCE\xF1\xC3\xF7\xCF\xB8.csv");
        assert_eq!(in_gbk.as_deref(), Some("业务明细.csv"));
    }
}
