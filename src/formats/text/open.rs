//! Opens a text file: detects its encoding and its delimiter. In UTF-8 and GB18030 a comma, a TAB, a quote or a line
//! end is never part of a longer character, so records are split first and only needed fields are decoded; a text
//! that cannot be split that way is decoded whole first.

use std::io::Read;

use super::delimiter;
use super::encoding::{self, Encoding};
use super::mixture::{self, Mixture};
use super::records::Records;
use crate::formats::byte_source::{digest, load};
use crate::formats::read_error::ReadError;
use crate::formats::rules::FIL010;
use crate::model::{DeclaredEncoding, TextRead};

/// Bytes of a file that show what it is.
pub(crate) const HEAD_BYTES: u64 = 256 * 1024;

/// Bytes of ASCII after which a text counts as UTF-8.
const ASCII_BYTES: u64 = 64 * 1024 * 1024;

/// A text whose encoding and delimiter are known.
pub(crate) struct TextFile {
    /// The beginning, or all of it.
    pub head: Vec<u8>,
    /// Whether `head` is the whole text.
    pub whole: bool,
    /// How `head` and what follows are to be decoded.
    pub encoding: Encoding,
    pub read: TextRead,
    /// The digest of the file, where the text was decoded whole.
    pub sha256: Option<String>,
}

impl TextFile {
    /// Detects the encoding and the delimiter.
    pub(crate) fn open(
        mut head: Vec<u8>,
        rest: &mut impl Read,
        prescribed: Option<DeclaredEncoding>,
        limit_mb: u64,
    ) -> Result<TextFile, ReadError> {
        let enough = ASCII_BYTES.min(limit_mb.saturating_mul(1024 * 1024));
        let mut whole = false;
        // GB18030 may begin with much ASCII: the first other character decides.
        loop {
            let step = (head.len() as u64).max(HEAD_BYTES);
            whole = rest.take(step).read_to_end(&mut head)? == 0 || whole;
            if whole || !head.is_ascii() || head.len() as u64 >= enough {
                break;
            }
        }
        let mut text = TextFile {
            encoding: Encoding::choose(&head, whole, prescribed)?,
            head,
            whole,
            read: TextRead::default(),
            sha256: None,
        };
        text.examine(rest, prescribed, limit_mb)?;
        Ok(text)
    }

    /// Describes the text, and decodes it whole where it has to be.
    fn examine(
        &mut self,
        rest: &mut impl Read,
        prescribed: Option<DeclaredEncoding>,
        limit_mb: u64,
    ) -> Result<(), ReadError> {
        let begin = &self.head[..self.head.len().min(256 * 1024)];
        let begin = self.encoding.decode_whole(begin);
        if is_binary(&begin) {
            return Err(ReadError::damaged("CSV", "not text"));
        }
        let delimiter = delimiter::choose(&begin);
        if prescribed.is_none() {
            self.check_one_encoding(delimiter)?;
        }
        self.read = TextRead {
            encoding: self.encoding.label(),
            not_utf8_at: encoding::not_utf8_at(&self.head),
            delimiter: char::from(delimiter),
        };
        if !self.encoding.splits_as_bytes(delimiter) {
            load(&mut self.head, rest, "text_mb", limit_mb)?;
            self.sha256 = Some(digest(&self.head));
            self.head = self.encoding.decode_whole(&self.head).into_bytes();
            self.encoding = Encoding::Utf8;
            self.whole = true;
        }
        Ok(())
    }

    /// Refuses a text of two encodings; a text where only some characters of UTF-8 are broken is UTF-8.
    fn check_one_encoding(&mut self, delimiter: u8) -> Result<(), ReadError> {
        let is_utf8 = match self.encoding {
            Encoding::Gb18030 => false,
            Encoding::Utf8Bom => std::str::from_utf8(&self.head).is_ok(),
            _ => true,
        };
        let mixture = (!is_utf8).then(|| mixture::find(&self.head)).flatten();
        match mixture {
            Some(Mixture::Two(first, other, at)) => {
                let bom = self.encoding.bom_len();
                let row = Records::new(&self.head[bom..], delimiter).row_at(at - bom);
                let [first, other] = [first, other].map(Encoding::label).map(str::to_owned);
                let [at, row] = [(at + 1).to_string(), row.to_string()];
                Err(ReadError::new(&FIL010, [at, row, first, other]))
            }
            Some(Mixture::Broken) if self.encoding == Encoding::Gb18030 => {
                self.encoding = Encoding::Utf8;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Reads the rest, and detects the encoding again on all of it.
    pub(crate) fn load(
        &mut self,
        rest: &mut impl Read,
        prescribed: Option<DeclaredEncoding>,
        limit_mb: u64,
    ) -> Result<(), ReadError> {
        if self.whole {
            return Ok(());
        }
        load(&mut self.head, rest, "text_mb", limit_mb)?;
        self.whole = true;
        self.encoding = Encoding::choose(&self.head, true, prescribed)?;
        self.examine(&mut std::io::empty(), prescribed, limit_mb)
    }

    pub(crate) fn delimiter(&self) -> u8 {
        u8::try_from(self.read.delimiter).unwrap_or(b',')
    }

    pub(crate) fn records(&self) -> Records<'_> {
        Records::new(&self.head[self.encoding.bom_len()..], self.delimiter())
    }
}

/// Whether many characters at the beginning are zeros; a single one is a fault of its cell.
fn is_binary(begin: &str) -> bool {
    let all = begin.chars().take(1024).count();
    let zeros = begin.chars().take(1024).filter(|c| *c == '\0').count();
    zeros * 16 > all
}
