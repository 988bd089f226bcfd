//! The parts of a zipped workbook, and the limit on their unpacked size, which is counted while inflating: declared
//! sizes are not believed. A zip bomb is refused here, in bounded memory.

use std::collections::BTreeMap;
use std::io::Read;

use zip::ZipArchive;
use zip::result::ZipError;

use super::byte_source::ByteReader;
use super::markup::tags::{PartError, XmlTag, XmlTags};
use super::read_error::ReadError;
use super::xlsb;
use crate::model::Limits;

const MB: u64 = 1024 * 1024;

/// Bytes that may be unpacked, and the key of `[limits]` that says so.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Budget {
    key: &'static str,
    allowed_mb: u64,
    pub left: u64,
}

impl Budget {
    pub(crate) fn unpacked(limits: &Limits) -> Budget {
        Budget::new("unpacked_mb", limits.unpacked_mb)
    }

    /// For the shared strings, which calamine keeps whole.
    pub(crate) fn strings(limits: &Limits) -> Budget {
        Budget::new("strings_mb", limits.strings_mb.min(limits.unpacked_mb))
    }

    fn new(key: &'static str, allowed_mb: u64) -> Budget {
        Budget {
            key,
            allowed_mb,
            left: allowed_mb.saturating_mul(MB),
        }
    }

    pub(crate) fn spent(&self) -> u64 {
        self.allowed_mb.saturating_mul(MB) - self.left
    }

    fn read_error(&mut self, format: &str, path: &str, error: PartError) -> ReadError {
        match error {
            PartError::OverBudget => {
                self.left = 0;
                self.exceeded()
            }
            PartError::Damaged(message) => ReadError::damaged(format, format!("{path}: {message}")),
        }
    }

    pub(crate) fn exceeded(&self) -> ReadError {
        ReadError::beyond(self.key, self.allowed_mb, self.allowed_mb + 1)
    }
}

/// The parts of a workbook by name, whatever the case of letters and the direction of slashes.
pub(crate) struct Parts<'a> {
    zip: ZipArchive<ByteReader<'a>>,
    names: BTreeMap<String, String>,
    format: &'static str,
}

impl<'a> Parts<'a> {
    /// Opens a workbook; `format` is its extension with the dot.
    pub(crate) fn open(
        bytes: ByteReader<'a>,
        format: &'static str,
    ) -> Result<Parts<'a>, ReadError> {
        let zip = ZipArchive::new(bytes).map_err(|e| zip_error(format, &e))?;
        let mut names = BTreeMap::new();
        for name in zip.file_names() {
            let name = name.map_err(|e| zip_error(format, &e))?;
            names.insert(normalised(&name), name.into_owned());
        }
        Ok(Parts { zip, names, format })
    }

    pub(crate) fn damaged(&self, message: impl ToString) -> ReadError {
        ReadError::damaged(self.format, message)
    }

    /// The bytes of a part, inflated as they are read; `None` when there is no such part.
    pub(crate) fn part(&mut self, path: &str) -> Result<Option<impl Read + '_>, ReadError> {
        let format = self.format;
        let Some(name) = self.names.get(&normalised(path)) else {
            return Ok(None);
        };
        let part = self.zip.by_name(name);
        part.map(Some).map_err(|e| zip_error(format, &e))
    }

    /// Calls `see` for every tag of a part; `false` when there is no such part.
    pub(crate) fn walk(
        &mut self,
        path: &str,
        budget: &mut Budget,
        mut see: impl FnMut(&XmlTag),
    ) -> Result<bool, ReadError> {
        self.walk_sheet(path, budget, |tag| {
            see(tag);
            true
        })
    }

    /// Like [`Parts::walk`]; `see` returns whether it needs the tags of a cell's value from here on.
    pub(crate) fn walk_sheet(
        &mut self,
        path: &str,
        budget: &mut Budget,
        mut see: impl FnMut(&XmlTag) -> bool,
    ) -> Result<bool, ReadError> {
        let format = self.format;
        let Some(part) = self.part(path)? else {
            return Ok(false);
        };
        let mut tags = XmlTags::new(part, &mut budget.left);
        loop {
            tags.values = match tags.next() {
                Ok(Some(tag)) => see(&tag),
                Ok(None) => return Ok(true),
                Err(error) => return Err(budget.read_error(format, path, error)),
            };
        }
    }

    /// Calls `see` for every record of a binary part; `false` when there is no such part.
    pub(crate) fn records(
        &mut self,
        path: &str,
        budget: &mut Budget,
        see: impl FnMut(u16, &[u8]),
    ) -> Result<bool, ReadError> {
        let format = self.format;
        let Some(part) = self.part(path)? else {
            return Ok(false);
        };
        match xlsb::preflight::records(part, &mut budget.left, see) {
            Ok(()) => Ok(true),
            Err(error) => Err(budget.read_error(format, path, error)),
        }
    }

    /// Like [`Parts::walk`], for a part the workbook cannot do without.
    pub(crate) fn walk_needed(
        &mut self,
        path: &str,
        budget: &mut Budget,
        see: impl FnMut(&XmlTag),
    ) -> Result<(), ReadError> {
        if self.walk(path, budget, see)? {
            return Ok(());
        }
        Err(self.damaged(format!("{path} is missing")))
    }
}

fn normalised(path: &str) -> String {
    path.replace('\\', "/").to_ascii_lowercase()
}

fn zip_error(format: &str, error: &ZipError) -> ReadError {
    match error {
        ZipError::UnsupportedArchive(message) if *message == ZipError::PASSWORD_REQUIRED => {
            ReadError::encrypted(format)
        }
        ZipError::InvalidPassword => ReadError::encrypted(format),
        error => ReadError::damaged(format, error),
    }
}

/// The text of an attribute, its five named entities resolved.
pub(crate) fn unescaped(text: &[u8]) -> String {
    let text = String::from_utf8_lossy(text);
    let named = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&amp;", "&"),
    ];
    named.iter().fold(text.into_owned(), |text, (name, plain)| {
        text.replace(name, plain)
    })
}
