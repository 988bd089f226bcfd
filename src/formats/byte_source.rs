//! Where the bytes of a file are: in memory, as a member of an archive is, or on disk, from where a large `.xlsx`
//! is read in pieces by two threads and never held whole. Reading up to a limit, and the digest for the manifest.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek};
use std::path::PathBuf;

use sha2::{Digest, Sha256};

use super::read_error::ReadError;
use crate::value::hex;

/// Bytes taken from the disk at a time.
const BUFFER: usize = 64 * 1024;

/// The bytes of one workbook.
pub(crate) enum ByteSource {
    Memory(Vec<u8>),
    Disk(PathBuf),
}

/// A reader of a [`ByteSource`], with a position of its own.
pub(crate) type ByteReader<'a> = Box<dyn ReadSeek + 'a>;

pub(crate) trait ReadSeek: Read + Seek + Send {}

impl<T: Read + Seek + Send> ReadSeek for T {}

impl ByteSource {
    /// A reader at the beginning.
    pub(crate) fn open(&self) -> io::Result<ByteReader<'_>> {
        Ok(match self {
            ByteSource::Memory(bytes) => Box::new(Cursor::new(bytes)),
            ByteSource::Disk(path) => Box::new(BufReader::with_capacity(BUFFER, File::open(path)?)),
        })
    }

    /// All bytes, in memory.
    pub(crate) fn into_bytes(self) -> io::Result<Vec<u8>> {
        match self {
            ByteSource::Memory(bytes) => Ok(bytes),
            ByteSource::Disk(path) => std::fs::read(path),
        }
    }

    /// Lower-case hex SHA-256; empty when it cannot be read.
    pub(crate) fn digest(&self) -> String {
        match self {
            ByteSource::Memory(bytes) => digest(bytes),
            ByteSource::Disk(path) => File::open(path).map_or(String::new(), digest_reader),
        }
    }
}

/// Lower-case hex SHA-256 of a whole file.
pub(crate) fn digest(bytes: &[u8]) -> String {
    hex::encode(&Sha256::digest(bytes))
}

/// Lower-case hex SHA-256 of everything a reader gives; empty when it fails.
pub(crate) fn digest_reader(mut reader: impl Read) -> String {
    let mut digest = Sha256::new();
    let mut block = vec![0; 256 * 1024];
    loop {
        match reader.read(&mut block) {
            Ok(0) => return hex::encode(&digest.finalize()),
            Ok(n) => digest.update(&block[..n]),
            Err(_) => return String::new(),
        }
    }
}

/// Reads the rest of a file into memory and refuses more than so many megabytes in all; `key` is the name of the
/// limit.
pub(crate) fn load(
    bytes: &mut Vec<u8>,
    rest: &mut (impl Read + ?Sized),
    key: &str,
    limit_mb: u64,
) -> Result<(), ReadError> {
    let limit = limit_mb.saturating_mul(1024 * 1024);
    let left = limit.saturating_sub(bytes.len() as u64);
    rest.take(left.saturating_add(1)).read_to_end(bytes)?;
    if bytes.len() as u64 > limit {
        return Err(ReadError::past(key, limit_mb));
    }
    Ok(())
}
