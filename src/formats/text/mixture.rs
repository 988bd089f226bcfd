//! Two encodings in one text, as when rows of one export were pasted below those of another. The bytes of
//! a text that is no UTF-8 as a whole come in; out comes where the other encoding begins, or that the
//! text is UTF-8 with a few characters broken.

use encoding_rs::GB18030;

use super::encoding::Encoding;

/// So many Chinese characters in one line are no chance: one line of GB18030 in some ten million can be
/// read as so much UTF-8.
const CERTAIN: usize = 4;

/// What a text that is not UTF-8 throughout is instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mixture {
    /// Lines of two encodings: the first, the other, and the byte, from 0, where the other begins.
    Two(Encoding, Encoding, usize),
    /// UTF-8 but for some broken characters.
    Broken,
}

/// `None` when nothing speaks against one encoding.
pub(crate) fn of(bytes: &[u8]) -> Option<Mixture> {
    // Hardly a line of GB18030 passes its first character as UTF-8, so one look is cheap and enough.
    let utf8 = Said::of(bytes, as_utf8);
    if !utf8.is_certain() {
        return None;
    }
    let gb18030 = Said::of(bytes, as_gb18030);
    if !gb18030.is_certain() {
        return (utf8.lines * 2 > utf8.of).then_some(Mixture::Broken);
    }
    Some(if utf8.first < gb18030.first {
        Mixture::Two(Encoding::Utf8, Encoding::Gb18030, gb18030.first)
    } else {
        Mixture::Two(Encoding::Gb18030, Encoding::Utf8, utf8.first)
    })
}

/// What the lines that speak for one encoding come to.
#[derive(Default)]
struct Said {
    lines: usize,
    /// Lines that are not ASCII.
    of: usize,
    /// Most Chinese characters of one line.
    most: usize,
    /// The first byte that is no ASCII of the first such line.
    first: usize,
}

impl Said {
    /// `speaks` says how many Chinese characters a line has in the encoding, when it is in it.
    fn of(bytes: &[u8], speaks: fn(&[u8]) -> Option<usize>) -> Said {
        let (mut said, mut start) = (Said::default(), 0);
        for line in bytes.split_inclusive(|b| matches!(b, b'\n' | b'\r')) {
            if let Some(at) = line.iter().position(|b| !b.is_ascii()) {
                said.of += 1;
                if let Some(count) = speaks(line) {
                    said.add(start + at, count);
                }
            }
            start += line.len();
        }
        said
    }

    fn add(&mut self, first: usize, count: usize) {
        if self.lines == 0 {
            self.first = first;
        }
        self.lines += 1;
        self.most = self.most.max(count);
    }

    /// Enough of one line, or a little of every fourth.
    fn is_certain(&self) -> bool {
        self.most >= CERTAIN || self.lines > 1 && self.lines * 4 >= self.of
    }
}

fn as_utf8(line: &[u8]) -> Option<usize> {
    std::str::from_utf8(line).ok().and_then(mostly_chinese)
}

/// A line of UTF-8 with a broken character is not in GB18030 either.
fn as_gb18030(line: &[u8]) -> Option<usize> {
    let Err(_) = std::str::from_utf8(line) else {
        return None;
    };
    let broken = String::from_utf8_lossy(line);
    let lost = broken.chars().filter(|c| *c == '\u{FFFD}').count();
    let kept = broken.chars().filter(|c| is_chinese(*c)).count();
    let (text, has_errors) = GB18030.decode_without_bom_handling(line);
    (kept <= lost && !has_errors).then(|| mostly_chinese(&text))?
}

/// How many characters are Chinese, when most that are no ASCII are.
fn mostly_chinese(text: &str) -> Option<usize> {
    let others = text.chars().filter(|c| !c.is_ascii());
    let (chinese, others): (Vec<char>, Vec<char>) = others.partition(|c| is_chinese(*c));
    (chinese.len() > others.len()).then_some(chinese.len())
}

/// What sheets are written in: common Chinese characters, punctuation and full-width forms.
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
        assert_eq!(of(&mixed), Some(Mixture::Two(utf8, other, at)));
        let mixed = [&gb(HEAD)[..], b"\n", ROW.as_bytes()].concat();
        let at = gb(HEAD).len() + 4;
        assert_eq!(of(&mixed), Some(Mixture::Two(other, utf8, at)));
        // Short rows say it together.
        let short = "k1,苹果\nk2,梨\n";
        let mixed = [&gb(HEAD)[..], short.as_bytes()].concat();
        let at = gb(HEAD).len() + 3;
        assert_eq!(of(&mixed), Some(Mixture::Two(other, utf8, at)));
    }

    #[test]
    fn one_encoding_is_no_mixture() {
        assert_eq!(of(&gb(&HEAD.repeat(3))), None);
        // 联通, 赴板 and their like are UTF-8 by chance, in a line or two.
        let chance = [
            &gb(HEAD)[..],
            &gb(ROW),
            b"s2,\xE4\xB8\xB0\xE4\xB8\xB0,\n",
            &gb(ROW),
            &gb(ROW),
        ];
        assert_eq!(of(&chance.concat()), None);
    }

    #[test]
    fn a_broken_character_is_damage() {
        let mut broken = [HEAD, ROW, ROW].concat().into_bytes();
        broken.truncate(broken.len() - 2);
        broken.extend(b",\n");
        assert_eq!(of(&broken), Some(Mixture::Broken));
        let mut broken = gb(&[HEAD, ROW, ROW].concat());
        broken.extend(b"s3,\xFF\xFF\n");
        assert_eq!(of(&broken), None);
    }
}
