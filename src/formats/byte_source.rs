//! Where a workbook's bytes are: in memory, as a member of an archive is, or on disk, from where a large
//! `.xlsx` is read in pieces by two threads and never held whole.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::PathBuf;

use super::hash;

/// ByteReader taken from the disk at a time.
const BUFFER: usize = 64 * 1024;

/// The bytes of one workbook.
pub(crate) enum ByteSource {
    Memory(Vec<u8>),
    Disk(PathBuf),
}

impl ByteSource {
    /// A reader at the beginning; each has a place of its own.
    pub(crate) fn open(&self) -> io::Result<ByteReader<'_>> {
        match self {
            ByteSource::Memory(bytes) => Ok(ByteReader::Memory(Cursor::new(bytes))),
            ByteSource::Disk(path) => {
                let file = BufReader::with_capacity(BUFFER, File::open(path)?);
                Ok(ByteReader::Disk(file))
            }
        }
    }

    /// All of it.
    pub(crate) fn whole(self) -> io::Result<Vec<u8>> {
        match self {
            ByteSource::Memory(bytes) => Ok(bytes),
            ByteSource::Disk(path) => std::fs::read(path),
        }
    }

    /// Lower-case hex SHA-256; empty when it cannot be read.
    pub(crate) fn digest(&self) -> String {
        match self {
            ByteSource::Memory(bytes) => hash::of(bytes),
            ByteSource::Disk(path) => File::open(path).map_or(String::new(), hash::of_all),
        }
    }
}

/// A reader of a [`ByteSource`].
pub(crate) enum ByteReader<'a> {
    Memory(Cursor<&'a [u8]>),
    Disk(BufReader<File>),
}

impl<'a> ByteReader<'a> {
    pub(crate) fn of(bytes: &'a [u8]) -> ByteReader<'a> {
        ByteReader::Memory(Cursor::new(bytes))
    }
}

impl Read for ByteReader<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            ByteReader::Memory(cursor) => cursor.read(into),
            ByteReader::Disk(file) => file.read(into),
        }
    }
}

impl Seek for ByteReader<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            ByteReader::Memory(cursor) => cursor.seek(to),
            ByteReader::Disk(file) => file.seek(to),
        }
    }
}
