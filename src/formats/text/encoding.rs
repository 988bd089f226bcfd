//! The encoding ladder for text files: byte order mark, then strict UTF-8, then UTF-16 where every
//! other byte is zero, then GB18030.

use std::borrow::Cow;

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};

use crate::formats::read_error::ReadError;
use crate::formats::rules::FIL005;
use crate::model::{DeclaredEncoding, TextRead};

/// The encoding a text file is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf8Bom,
    Gb18030,
    Utf16Le,
    Utf16Be,
}

const BOM: &[u8] = b"\xEF\xBB\xBF";

impl Encoding {
    /// The first step of the ladder that fits. `whole`: `bytes` is the whole file; otherwise a character cut off at the
    /// end does not count against UTF-8.
    pub fn detect(bytes: &[u8], whole: bool) -> Encoding {
        if bytes.starts_with(BOM) {
            return Encoding::Utf8Bom;
        }
        if let Some(utf16) = utf16(bytes) {
            return utf16;
        }
        match std::str::from_utf8(bytes) {
            Ok(_) => Encoding::Utf8,
            Err(error) if !whole && error.error_len().is_none() => Encoding::Utf8,
            Err(_) => Encoding::Gb18030,
        }
    }

    /// The encoding that the job prescribes, or else the detected one. Refuses bytes that contradict the job.
    pub fn choose(
        bytes: &[u8],
        whole: bool,
        prescribed: Option<DeclaredEncoding>,
    ) -> Result<Encoding, ReadError> {
        use Encoding::{Gb18030, Utf16Be, Utf16Le};
        let found = Encoding::detect(bytes, whole);
        let chosen = match (prescribed, found) {
            (None, found) => return Ok(found),
            (Some(DeclaredEncoding::Gb18030), _) => return Ok(Gb18030),
            (Some(DeclaredEncoding::Utf8), Gb18030 | Utf16Le | Utf16Be) => {
                return Err(contradicted("UTF-8", not_utf8_at(bytes).unwrap_or(1)));
            }
            (Some(DeclaredEncoding::Utf8), found) => return Ok(found),
            (Some(DeclaredEncoding::Utf16), Utf16Be) => Utf16Be,
            (Some(DeclaredEncoding::Utf16 | DeclaredEncoding::Utf16Le), _) => Utf16Le,
            (Some(DeclaredEncoding::Utf16Be), _) => Utf16Be,
        };
        // A table in UTF-16 has zeros: its delimiters and line ends have them.
        let other_mark = match chosen {
            Utf16Le => bytes.starts_with(b"\xFE\xFF"),
            _ => bytes.starts_with(b"\xFF\xFE"),
        };
        if other_mark || !bytes.contains(&0) {
            return Err(contradicted(chosen.label(), 1));
        }
        Ok(chosen)
    }

    pub fn label(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf8Bom => "UTF-8 BOM",
            Encoding::Gb18030 => "GB18030",
            Encoding::Utf16Le => "UTF-16 LE",
            Encoding::Utf16Be => "UTF-16 BE",
        }
    }

    /// Bytes to skip at the start of the file.
    pub fn bom_len(self) -> usize {
        if self == Encoding::Utf8Bom {
            BOM.len()
        } else {
            0
        }
    }

    /// Whether delimiter, quotes and line ends are single bytes that are never part of another character.
    pub fn splits_as_bytes(self, delimiter: u8) -> bool {
        match self {
            Encoding::Utf8 | Encoding::Utf8Bom => true,
            // 0x40 to 0x7E may end a longer character.
            Encoding::Gb18030 => delimiter < 0x30 || delimiter == b';',
            Encoding::Utf16Le | Encoding::Utf16Be => false,
        }
    }

    /// A whole text, without its byte order mark; bytes that mean nothing become U+FFFD.
    pub fn decode_whole(self, bytes: &[u8]) -> String {
        let bytes = &bytes[self.bom_len()..];
        let (text, _) = match self {
            Encoding::Utf16Le => UTF_16LE.decode_with_bom_removal(bytes),
            Encoding::Utf16Be => UTF_16BE.decode_with_bom_removal(bytes),
            Encoding::Gb18030 => GB18030.decode_without_bom_handling(bytes),
            Encoding::Utf8 | Encoding::Utf8Bom => (String::from_utf8_lossy(bytes), false),
        };
        text.into_owned()
    }

    /// One field as text; `false` when bytes had to be replaced by U+FFFD.
    pub fn decode(self, bytes: &[u8]) -> (Cow<'_, str>, bool) {
        if self == Encoding::Gb18030 && !bytes.is_ascii() {
            let (text, had_errors) = GB18030.decode_without_bom_handling(bytes);
            return (text, !had_errors);
        }
        match std::str::from_utf8(bytes) {
            Ok(text) => (Cow::Borrowed(text), true),
            Err(_) => (String::from_utf8_lossy(bytes), false),
        }
    }
}

/// A page or an XML text, decoded. Bytes that are neither UTF-8 nor UTF-16 are damaged UTF-8 if the text declares
/// UTF-8, else GB18030; where the bytes are UTF-8, any other declaration is wrong. Refuses bytes that contradict the
/// job.
pub(crate) fn decode_markup(
    bytes: &[u8],
    prescribed: Option<DeclaredEncoding>,
) -> Result<(String, TextRead), ReadError> {
    let mut encoding = Encoding::choose(bytes, true, prescribed)?;
    if encoding == Encoding::Gb18030 && prescribed.is_none() && declares_utf8(bytes) {
        encoding = Encoding::Utf8;
    }
    let read = TextRead {
        encoding: encoding.label(),
        not_utf8_at: not_utf8_at(bytes),
        delimiter: '<',
    };
    Ok((encoding.decode_whole(bytes), read))
}

/// Whether `charset=utf-8` or `encoding="utf-8"` is near the beginning.
fn declares_utf8(bytes: &[u8]) -> bool {
    let head = bytes[..bytes.len().min(4096)].to_ascii_lowercase();
    let mut found = memchr::memmem::find_iter(&head, b"utf-8");
    found.any(|at| {
        let before = head[..at].trim_ascii_end();
        let before = before.strip_suffix(b"\"").unwrap_or(before);
        let before = before.strip_suffix(b"'").unwrap_or(before);
        before.ends_with(b"charset=") || before.ends_with(b"encoding=")
    })
}

fn contradicted(encoding: &str, at: u64) -> ReadError {
    ReadError::new(&FIL005, [at.to_string(), encoding.to_owned()])
}

/// The first byte, counted from 1, that is not UTF-8. A character cut off at the end does not count.
pub(crate) fn not_utf8_at(bytes: &[u8]) -> Option<u64> {
    let error = std::str::from_utf8(bytes).err()?;
    error.error_len()?;
    Some(error.valid_up_to() as u64 + 1)
}

/// UTF-16 by its byte order mark, or by the zero bytes of Latin letters, digits, commas and line ends.
fn utf16(bytes: &[u8]) -> Option<Encoding> {
    match bytes {
        [0xFF, 0xFE, ..] => return Some(Encoding::Utf16Le),
        [0xFE, 0xFF, ..] => return Some(Encoding::Utf16Be),
        _ => {}
    }
    let sample = &bytes[..bytes.len().min(4096) & !1];
    let zeros = |from: usize| {
        let bytes = sample.iter().skip(from).step_by(2);
        bytes.filter(|b| **b == 0).count()
    };
    let (high, low) = (zeros(0), zeros(1));
    // Delimiters, digits and line ends are many in a table: a stray zero or two make no UTF-16.
    let many = |zeros: usize| zeros > 1 && zeros * 32 >= sample.len() / 2;
    // 一 is U+4E00: a few zeros may be on the other side.
    let encoding = if many(low) && low >= 8 * high {
        Encoding::Utf16Le
    } else if many(high) && high >= 8 * low {
        Encoding::Utf16Be
    } else {
        return None;
    };
    let text = encoding.decode_whole(sample);
    let strange = |c: char| c == '\u{FFFD}' || c == '\0';
    (!text.trim_end_matches('\u{FFFD}').contains(strange)).then_some(encoding)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn climbs_the_ladder() {
        assert_eq!(Encoding::detect(b"\xEF\xBB\xBFa", true), Encoding::Utf8Bom);
        assert_eq!(Encoding::detect("门店".as_bytes(), true), Encoding::Utf8);
        let cut = &"门店".as_bytes()[..4];
        assert_eq!(Encoding::detect(cut, false), Encoding::Utf8);
        assert_eq!(Encoding::detect(cut, true), Encoding::Gb18030);
        let gb = b"\xC3\xC5\xB5\xEA";
        assert_eq!(Encoding::detect(gb, true), Encoding::Gb18030);
        let text = (Cow::from("门店"), true);
        assert_eq!(Encoding::Gb18030.decode(gb), text);
        assert!(!Encoding::Gb18030.decode(b"\xFF").1);
    }

    #[test]
    fn utf16_with_and_without_a_mark() {
        let little = |text: &str| Vec::from_iter(text.encode_utf16().flat_map(u16::to_le_bytes));
        let big = |text: &str| Vec::from_iter(text.encode_utf16().flat_map(u16::to_be_bytes));
        let text = "编码\t名称\r\ns1\t第一店\r\n";
        for (bytes, encoding) in [
            (little(&format!("\u{FEFF}{text}")), Encoding::Utf16Le),
            (big(&format!("\u{FEFF}{text}")), Encoding::Utf16Be),
            (little(text), Encoding::Utf16Le),
            (big(text), Encoding::Utf16Be),
        ] {
            assert_eq!(Encoding::detect(&bytes, true), encoding);
            assert_eq!(encoding.decode_whole(&bytes), text);
        }
        let zeros = b"a\0\0\0\0\0\0\0b\0\0\0";
        assert_eq!(Encoding::detect(zeros, true), Encoding::Utf8);
        let stray = "编码,名称\r\ns1,第\0一\0店\r\n".repeat(9);
        assert_eq!(Encoding::detect(stray.as_bytes(), true), Encoding::Utf8);
    }

    #[test]
    fn a_prescribed_utf8_is_held_to_it() {
        let refused = Encoding::choose(b"ab\xC3\xC5", true, Some(DeclaredEncoding::Utf8));
        let refused = refused.expect_err("not UTF-8");
        assert_eq!((refused.rule.code, &refused.args[0][..]), ("FIL005", "3"));
    }

    #[test]
    fn a_prescribed_utf16_is_held_to_it() {
        let (le, be) = (DeclaredEncoding::Utf16Le, DeclaredEncoding::Utf16Be);
        let choose = |bytes: &[u8], prescribed| {
            let chosen = Encoding::choose(bytes, true, Some(prescribed));
            chosen.map_err(|reason| reason.args.join(" "))
        };
        // 門店 and a line end, which look like GB18030 as well.
        let big = b"\x95\x80\x5E\x97\0\n";
        assert_eq!(Encoding::detect(big, true), Encoding::Gb18030);
        assert_eq!(choose(big, be), Ok(Encoding::Utf16Be));
        assert_eq!(choose(big, le), Ok(Encoding::Utf16Le));
        assert_eq!(choose(b"\xFE\xFF\0a", be), Ok(Encoding::Utf16Be));
        let any = DeclaredEncoding::Utf16;
        assert_eq!(choose(b"\xFE\xFF\0a", any), Ok(Encoding::Utf16Be));
        assert_eq!(choose(b"\xFE\xFF\0a", le), Err("1 UTF-16 LE".to_owned()));
        assert_eq!(choose(b"a,b\n", any), Err("1 UTF-16 LE".to_owned()));
        assert_eq!(choose(b"a,b\n", be), Err("1 UTF-16 BE".to_owned()));
    }

    #[test]
    fn the_byte_that_rules_utf8_out() {
        assert_eq!(not_utf8_at(b"ab\xC3\xC5"), Some(3));
        assert_eq!(not_utf8_at("门店".as_bytes()), None);
        assert_eq!(not_utf8_at(&"门店".as_bytes()[..4]), None);
    }
}
