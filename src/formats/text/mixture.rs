//! Two encodings in one text, as when rows of one export were pasted below those of another: finds where the second
//! encoding begins, or that the text is UTF-8 with a few broken characters.

use encoding_rs::GB18030;

use super::encoding::Encoding;

/// So many Chinese characters in one line are no accident: one line of GB18030 in about ten million can be read as so
/// many characters of UTF-8.
const CERTAIN: usize = 4;

/// What a text is that is not UTF-8 throughout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mixture {
    /// Lines of two encodings: the first, the other, and the byte, from 0, where the other begins.
    Two(Encoding, Encoding, usize),
    /// UTF-8 with some broken characters.
    Broken,
}

/// `None` when the whole text may be in one encoding.
pub(crate) fn find(bytes: &[u8]) -> Option<Mixture> {
    // Almost no line of GB18030 gets past its first character as UTF-8, so this check is cheap.
    let utf8 = EncodingEvidence::collect(bytes, as_utf8);
    if !utf8.is_certain() {
        return None;
    }
    let gb18030 = EncodingEvidence::collect(bytes, as_gb18030);
    if !gb18030.is_certain() {
        return (utf8.lines * 2 > utf8.all_lines).then_some(Mixture::Broken);
    }
    Some(if utf8.first < gb18030.first {
        Mixture::Two(Encoding::Utf8, Encoding::Gb18030, gb18030.first)
    } else {
        Mixture::Two(Encoding::Gb18030, Encoding::Utf8, utf8.first)
    })
}

/// How many lines are in one encoding.
#[derive(Default)]
struct EncodingEvidence {
    lines: usize,
    /// All lines that are not ASCII.
    all_lines: usize,
    /// The most Chinese characters in one line.
    most: usize,
    /// The first byte of the first such line that is not ASCII.
    first: usize,
}

impl EncodingEvidence {
    /// `chinese` counts the Chinese characters of a line that is in the encoding.
    fn collect(bytes: &[u8], chinese: fn(&[u8]) -> Option<usize>) -> EncodingEvidence {
        let (mut evidence, mut start) = (EncodingEvidence::default(), 0);
        for line in bytes.split_inclusive(|b| matches!(b, b'\n' | b'\r')) {
            if let Some(at) = line.iter().position(|b| !b.is_ascii()) {
                evidence.all_lines += 1;
                if let Some(count) = chinese(line) {
                    evidence.add(start + at, count);
                }
            }
            start += line.len();
        }
        evidence
    }

    fn add(&mut self, first: usize, count: usize) {
        if self.lines == 0 {
            self.first = first;
        }
        self.lines += 1;
        self.most = self.most.max(count);
    }

    /// One line has enough Chinese characters, or one line in four is in this encoding.
    fn is_certain(&self) -> bool {
        self.most >= CERTAIN || self.lines > 1 && self.lines * 4 >= self.all_lines
    }
}

fn as_utf8(line: &[u8]) -> Option<usize> {
    std::str::from_utf8(line).ok().and_then(mostly_chinese)
}

/// A line of UTF-8 with a broken character is not in GB18030 either.
fn as_gb18030(line: &[u8]) -> Option<usize> {
    if std::str::from_utf8(line).is_ok() {
        return None;
    }
    let broken = String::from_utf8_lossy(line);
    let lost = broken.chars().filter(|c| *c == '\u{FFFD}').count();
    let kept = broken.chars().filter(|c| is_chinese(*c)).count();
    let (text, has_errors) = GB18030.decode_without_bom_handling(line);
    (kept <= lost && !has_errors).then(|| mostly_chinese(&text))?
}

/// How many characters are Chinese, when most of those beyond ASCII are.
fn mostly_chinese(text: &str) -> Option<usize> {
    let others = text.chars().filter(|c| !c.is_ascii());
    let (chinese, others): (Vec<char>, Vec<char>) = others.partition(|c| is_chinese(*c));
    (chinese.len() > others.len()).then_some(chinese.len())
}

/// Common Chinese characters, punctuation and full-width forms.
fn is_chinese(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3000}'..='\u{303F}' | '\u{FF01}'..='\u{FF5E}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gb(text: &str) -> Vec<u8> {
        GB18030.encode(text).0.into_owned()
    }

    const HEAD: &str = "自用编码,门店名称,公司名称\n";
    const ROW: &str = "s1,甲店,甲公司\n";

    #[test]
    fn the_byte_where_the_other_encoding_begins() {
        let [utf8, other] = [Encoding::Utf8, Encoding::Gb18030];
        let mixed = [HEAD.as_bytes(), &gb(ROW)].concat();
        let at = HEAD.len() + 3;
        assert_eq!(find(&mixed), Some(Mixture::Two(utf8, other, at)));
        let mixed = [&gb(HEAD)[..], b"\n", ROW.as_bytes()].concat();
        let at = gb(HEAD).len() + 4;
        assert_eq!(find(&mixed), Some(Mixture::Two(other, utf8, at)));
        // Several short rows are enough together.
        let short = "k1,苹果\nk2,梨\n";
        let mixed = [&gb(HEAD)[..], short.as_bytes()].concat();
        let at = gb(HEAD).len() + 3;
        assert_eq!(find(&mixed), Some(Mixture::Two(other, utf8, at)));
    }

    #[test]
    fn one_encoding_is_no_mixture() {
        assert_eq!(find(&gb(&HEAD.repeat(3))), None);
        // 联通, 赴板 and their like are UTF-8 by chance, in a line or two.
        let (head, row) = (gb(HEAD), gb(ROW));
        let chance = [
            &head,
            &row,
            &b"s2,\xE4\xB8\xB0\xE4\xB8\xB0,\n"[..],
            &row,
            &row,
        ];
        assert_eq!(find(&chance.concat()), None);
    }

    #[test]
    fn a_broken_character_is_damage() {
        let mut broken = [HEAD, ROW, ROW].concat().into_bytes();
        broken.truncate(broken.len() - 2);
        broken.extend(b",\n");
        assert_eq!(find(&broken), Some(Mixture::Broken));
        let mut broken = gb(&[HEAD, ROW, ROW].concat());
        broken.extend(b"s3,\xFF\xFF\n");
        assert_eq!(find(&broken), None);
    }
}
