//! Reads the tags of an XML part one after another, with name and attributes, and keeps nothing. Memory is bounded,
//! and inflated bytes are counted against a budget, so a zip bomb ends here and not in a reader that keeps what it
//! reads.

use std::io::Read;

use memchr::memmem;

/// Bytes read at a time.
const WINDOW: usize = 64 * 1024;

/// Longest tag that is looked at; real ones have a few hundred bytes.
const LONGEST_TAG: usize = 1024 * 1024;

/// Elements within elements; a workbook's parts have a dozen levels.
const DEEPEST: u32 = 256;

/// Elements that contain the value of a worksheet's cell: most of the part, and needed only where there are formulas.
const VALUES: [&[u8]; 3] = [b"v", b"t", b"is"];

/// Bytes needed to recognise one of [`VALUES`]: `</is>`.
const VALUE_TAG: usize = 5;

/// Why a part cannot be read to its end.
#[derive(Debug)]
pub(crate) enum PartError {
    /// More bytes than the budget allows.
    OverBudget,
    Damaged(String),
}

/// What a tag does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TagKind {
    Open,
    Close,
    /// Opens and closes at once.
    Empty,
}

/// One tag; `name` is without its prefix, `full_name` with it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct XmlTag<'a> {
    pub name: &'a [u8],
    pub full_name: &'a [u8],
    pub kind: TagKind,
    /// Where in the part it begins.
    pub at: u64,
    attributes: &'a [u8],
}

impl<'a> XmlTag<'a> {
    pub(crate) fn opens(&self, name: &[u8]) -> bool {
        self.kind != TagKind::Close && self.name == name
    }

    /// The raw value of an attribute, named with its prefix or, as `:id`, with any.
    pub(crate) fn attribute(&self, name: &str) -> Option<&'a [u8]> {
        let full = name.as_bytes();
        let mut rest = self.attributes;
        loop {
            let equals = memchr::memchr(b'=', rest)?;
            let name = rest[..equals].trim_ascii();
            let value = rest[equals + 1..].trim_ascii_start();
            let (quote, value) = value.split_first()?;
            let end = memchr::memchr(*quote, value)?;
            if name == full || full.starts_with(b":") && name.ends_with(full) {
                return Some(&value[..end]);
            }
            rest = &value[end + 1..];
        }
    }

    /// Whether an attribute is `1` or `true`.
    pub(crate) fn is_set(&self, name: &str) -> bool {
        matches!(self.attribute(name), Some(b"1" | b"true"))
    }

    /// Bytes of the tag and its attributes.
    pub(crate) fn length(&self) -> u64 {
        (self.full_name.len() + self.attributes.len()) as u64
    }

    /// A whole number in an attribute.
    pub(crate) fn number(&self, name: &str) -> Option<u64> {
        let value = std::str::from_utf8(self.attribute(name)?).ok()?;
        value.trim().parse().ok()
    }
}

/// The tags of one part.
pub(crate) struct XmlTags<'b, R> {
    source: R,
    /// Bytes that may still be inflated, over all parts.
    budget: &'b mut u64,
    window: Vec<u8>,
    /// Where in the part the window begins.
    passed: u64,
    at: usize,
    end: usize,
    depth: u32,
    /// Whether the tags of a cell's value are given: `v`, `t` and `is`.
    pub values: bool,
}

impl<'b, R: Read> XmlTags<'b, R> {
    pub(crate) fn new(source: R, budget: &'b mut u64) -> XmlTags<'b, R> {
        XmlTags {
            source,
            budget,
            window: vec![0; WINDOW],
            passed: 0,
            at: 0,
            end: 0,
            depth: 0,
            values: true,
        }
    }

    /// The next tag; comments, character data and instructions are skipped. Refuses a part that exceeds the budget, is
    /// damaged, or nested too deep.
    pub(crate) fn next(&mut self) -> Result<Option<XmlTag<'_>>, PartError> {
        let (start, end) = loop {
            if !self.seek()? {
                return Ok(None);
            }
            match self.window.get(self.at + 1).copied() {
                Some(b'!') => self.skip_markup()?,
                Some(b'?') => self.skip_past(b"?>")?,
                _ if !self.values && self.is_value()? => self.at += 1,
                _ => break self.tag()?,
            }
        };
        self.at = end + 1;
        let tag = parse(&self.window[start + 1..end], self.passed + start as u64);
        match tag.kind {
            TagKind::Open => self.depth += 1,
            TagKind::Close => self.depth = self.depth.saturating_sub(1),
            TagKind::Empty => {}
        }
        if self.depth > DEEPEST {
            let message = format!("more than {DEEPEST} elements within each other");
            return Err(PartError::Damaged(message));
        }
        Ok(Some(tag))
    }

    /// Whether one of [`VALUES`] begins or ends at `at`. Both are skipped or neither, so that the depth stays right.
    fn is_value(&mut self) -> Result<bool, PartError> {
        while self.end - self.at < VALUE_TAG && self.fill()? {}
        let tag = &self.window[self.at + 1..self.end];
        let tag = tag.strip_prefix(b"/").unwrap_or(tag);
        let ends =
            |rest: &[u8]| matches!(rest.first(), Some(b) if *b == b'>' || b.is_ascii_whitespace());
        let mut rests = VALUES.iter().filter_map(|name| tag.strip_prefix(*name));
        Ok(rests.any(ends))
    }

    /// Moves to the next `<` and makes sure that the byte after it is in the window.
    fn seek(&mut self) -> Result<bool, PartError> {
        loop {
            match memchr::memchr(b'<', &self.window[self.at..self.end]) {
                Some(found) => {
                    self.at += found;
                    while self.end - self.at < 2 {
                        if !self.fill()? {
                            return Ok(false);
                        }
                    }
                    return Ok(true);
                }
                None => self.at = self.end,
            }
            if !self.fill()? {
                return Ok(false);
            }
        }
    }

    /// First and last byte of the tag at `at`. A `>` within quotes does not end it.
    fn tag(&mut self) -> Result<(usize, usize), PartError> {
        let (mut checked, mut quote) = (0, None);
        loop {
            let text = &self.window[self.at..self.end];
            if let Some(end) = end_of_tag(text, checked, &mut quote) {
                return Ok((self.at, self.at + end));
            }
            checked = text.len();
            if !self.fill()? {
                return Err(PartError::Damaged("the text ends within a tag".to_owned()));
            }
        }
    }

    /// Skips `<!…`: a comment, character data, or a declaration.
    fn skip_markup(&mut self) -> Result<(), PartError> {
        while self.end - self.at < 9 && self.fill()? {}
        let text = &self.window[self.at..self.end];
        if text.starts_with(b"<!--") {
            self.at += 4;
            self.skip_past(b"-->")
        } else if text.starts_with(b"<![CDATA[") {
            self.skip_past(b"]]>")
        } else {
            self.skip_past(b">")
        }
    }

    fn skip_past(&mut self, terminator: &[u8]) -> Result<(), PartError> {
        loop {
            let text = &self.window[self.at..self.end];
            if let Some(found) = memmem::find(text, terminator) {
                self.at += found + terminator.len();
                return Ok(());
            }
            self.at = self.end - (terminator.len() - 1).min(text.len());
            if !self.fill()? {
                self.at = self.end;
                return Ok(());
            }
        }
    }

    /// Reads more and drops what is before `at`. `false` at the end.
    fn fill(&mut self) -> Result<bool, PartError> {
        self.window.copy_within(self.at..self.end, 0);
        self.end -= self.at;
        self.passed += self.at as u64;
        self.at = 0;
        if self.end == self.window.len() {
            if self.end >= LONGEST_TAG {
                return Err(PartError::Damaged("a tag without end".to_owned()));
            }
            self.window.resize(self.end * 2, 0);
        }
        let read = self.source.read(&mut self.window[self.end..]);
        let read = read.map_err(|error| PartError::Damaged(error.to_string()))?;
        self.end += read;
        let left = self.budget.checked_sub(read as u64);
        *self.budget = left.ok_or(PartError::OverBudget)?;
        Ok(read > 0)
    }
}

/// Where the `>` of a tag is. Tags are a few bytes long: looking at each byte is fastest.
fn end_of_tag(text: &[u8], checked: usize, quote: &mut Option<u8>) -> Option<usize> {
    for (at, byte) in text.iter().enumerate().skip(checked) {
        match (*quote, byte) {
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') => *quote = Some(*byte),
            (Some(open), byte) if open == *byte => *quote = None,
            _ => {}
        }
    }
    None
}

/// Takes a tag apart, without its brackets.
fn parse(text: &[u8], at: u64) -> XmlTag<'_> {
    let (kind, text) = match (text.strip_prefix(b"/"), text.strip_suffix(b"/")) {
        (Some(text), _) => (TagKind::Close, text),
        (None, Some(text)) => (TagKind::Empty, text),
        (None, None) => (TagKind::Open, text),
    };
    let end = text.iter().position(u8::is_ascii_whitespace);
    let (name, attributes) = text.split_at(end.unwrap_or(text.len()));
    let colon = name.iter().rposition(|byte| *byte == b':');
    let local = colon.map_or(0, |colon| colon + 1);
    XmlTag {
        name: &name[local..],
        full_name: name,
        kind,
        at,
        attributes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives its bytes a few at a time.
    struct Drip<'a>(&'a [u8], usize);

    impl Read for Drip<'_> {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            let take = self.1.min(into.len()).min(self.0.len());
            into[..take].copy_from_slice(&self.0[..take]);
            self.0 = &self.0[take..];
            Ok(take)
        }
    }

    fn walk(text: &str, step: usize) -> Vec<String> {
        let mut budget = 1_000_000;
        let mut tags = XmlTags::new(Drip(text.as_bytes(), step), &mut budget);
        let mut seen = Vec::new();
        while let Some(tag) = tags.next().expect("sound") {
            let name = String::from_utf8_lossy(tag.name);
            let value = tag.attribute("r").map(String::from_utf8_lossy);
            let text = value.unwrap_or_default();
            seen.push(format!("{:?} {name} {text} {}", tag.kind, tag.at));
        }
        assert_eq!(budget, 1_000_000 - text.len() as u64);
        seen
    }

    #[test]
    fn tags_come_out_the_same_whatever_the_pieces() {
        let text = "<?xml version='1.0'?><!DOCTYPE x><x:a s='1' r=\"a>b\"><!-- <b> --><c x=\"O'N\" r='2'/>\
                    <![CDATA[<d>]]> 1 &lt; 2 </x:a>";
        let expected = ["Open a a>b 33", "Empty c 2 64", "Close a  107"];
        for step in [1, 2, 3, 7, 1000] {
            assert_eq!(walk(text, step), expected, "{step}");
        }
    }

    #[test]
    fn values_are_skipped() {
        let cell = "<c r='1'><is><t xml:space='preserve'>a</t ></is></c><c><v\n>1</v><v/></c><vt/>";
        let text = cell.repeat(300);
        for step in [1, 3, 1000] {
            let mut budget = u64::MAX;
            let mut tags = XmlTags::new(Drip(text.as_bytes(), step), &mut budget);
            tags.values = false;
            let mut seen = Vec::new();
            while let Some(tag) = tags.next().expect("not deep") {
                seen.push(String::from_utf8_lossy(tag.name).into_owned());
            }
            assert_eq!(seen, ["c", "c", "c", "v", "c", "vt"].repeat(300), "{step}");
        }
    }

    #[test]
    fn what_has_no_end_is_refused() {
        let walk = |text: &[u8], mut budget: u64| {
            let mut tags = XmlTags::new(text, &mut budget);
            loop {
                match tags.next() {
                    Ok(Some(_)) => {}
                    Ok(None) => return "end".to_owned(),
                    Err(error) => return format!("{error:?}"),
                }
            }
        };
        let deep = "more than 256 elements within each other";
        let (open, empty) = ("<a>".repeat(300), "<a/>".repeat(300));
        let damaged = format!("Damaged({deep:?})");
        assert_eq!(walk(open.as_bytes(), 10_000), damaged);
        assert_eq!(walk(empty.as_bytes(), 10_000), "end");
        assert_eq!(walk(b"<a><b>", 5), "OverBudget");
        let cut = "Damaged(\"the text ends within a tag\")";
        assert_eq!(walk(b"<a><b", 50), cut);
        let long = [b"<a ".as_slice(), &vec![b' '; 3 * LONGEST_TAG]].concat();
        assert_eq!(walk(&long, u64::MAX), "Damaged(\"a tag without end\")");
    }
}
