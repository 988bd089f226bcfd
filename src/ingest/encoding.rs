//! The encoding ladder for text files: byte order mark, then strict UTF-8, then GB18030.

use std::borrow::Cow;

use encoding_rs::GB18030;

use super::Reason;
use crate::model::stage_rules::FIL005;
use crate::template::job;

/// The encoding a text file was read in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf8Bom,
    Gb18030,
}

const BOM: &[u8] = b"\xEF\xBB\xBF";

impl Encoding {
    /// The first rung that holds. `whole` says that `bytes` is the whole file; otherwise a character
    /// cut off at its end does not count against UTF-8.
    pub fn of(bytes: &[u8], whole: bool) -> Encoding {
        if bytes.starts_with(BOM) {
            return Encoding::Utf8Bom;
        }
        match std::str::from_utf8(bytes) {
            Ok(_) => Encoding::Utf8,
            Err(error) if !whole && error.error_len().is_none() => Encoding::Utf8,
            Err(_) => Encoding::Gb18030,
        }
    }

    /// The encoding the job prescribes, or else the first rung that holds.
    ///
    /// # Errors
    /// When the job says UTF-8 and the bytes are not.
    pub fn choose(
        bytes: &[u8],
        whole: bool,
        prescribed: Option<job::Encoding>,
    ) -> Result<Encoding, Reason> {
        let found = Encoding::of(bytes, whole);
        match (prescribed, found) {
            (Some(job::Encoding::Gb18030), _) => Ok(Encoding::Gb18030),
            (Some(job::Encoding::Utf8), Encoding::Gb18030) => {
                let valid = std::str::from_utf8(bytes)
                    .err()
                    .map_or(0, |e| e.valid_up_to());
                Err(Reason::new(
                    &FIL005,
                    [(valid + 1).to_string(), "UTF-8".to_owned()],
                ))
            }
            (_, found) => Ok(found),
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf8Bom => "UTF-8 BOM",
            Encoding::Gb18030 => "GB18030",
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn climbs_the_ladder() {
        assert_eq!(Encoding::of(b"\xEF\xBB\xBFa", true), Encoding::Utf8Bom);
        assert_eq!(Encoding::of("门店".as_bytes(), true), Encoding::Utf8);
        assert_eq!(Encoding::of(&"门店".as_bytes()[..4], false), Encoding::Utf8);
        assert_eq!(
            Encoding::of(&"门店".as_bytes()[..4], true),
            Encoding::Gb18030
        );
        assert_eq!(Encoding::of(b"\xC3\xC5\xB5\xEA", true), Encoding::Gb18030);
        assert_eq!(
            Encoding::Gb18030.decode(b"\xC3\xC5\xB5\xEA"),
            (Cow::from("门店"), true)
        );
        assert!(!Encoding::Gb18030.decode(b"\xFF").1);
    }

    #[test]
    fn a_prescribed_utf8_is_held_to_it() {
        let refused = Encoding::choose(b"ab\xC3\xC5", true, Some(job::Encoding::Utf8));
        let refused = refused.expect_err("not UTF-8");
        assert_eq!((refused.rule.code, &refused.args[0][..]), ("FIL005", "3"));
    }
}
