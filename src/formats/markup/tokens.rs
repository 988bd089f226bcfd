//! Tags and text of HTML and XML as exporters really write them: in any case, without quotes, without end tags. One
//! pass, never an error; what cannot be understood is text or is skipped.

use std::borrow::Cow;

/// A piece of markup.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    Open(MarkupTag<'a>),
    /// The name of the element that ends.
    Close(&'a str),
    /// With entities; see [`text`].
    Text(&'a str),
    /// As it is.
    Data(&'a str),
}

/// A tag that opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct MarkupTag<'a> {
    pub name: &'a str,
    attributes: &'a str,
    /// `<br/>`.
    pub empty: bool,
}

impl<'a> MarkupTag<'a> {
    pub(crate) fn is(&self, name: &str) -> bool {
        is(self.name, name)
    }

    /// The value of an attribute, whatever its namespace; empty when it has none.
    pub(crate) fn attribute(&self, name: &str) -> Option<Cow<'a, str>> {
        let mut rest = self.attributes;
        while let Some((found, value, tail)) = attribute(rest) {
            if is(found, name) {
                return Some(text(value));
            }
            rest = tail;
        }
        None
    }

    /// A number in an attribute, 0 when there is none.
    pub(crate) fn number(&self, name: &str) -> u32 {
        let value = self.attribute(name).unwrap_or_default();
        value.trim().parse().unwrap_or(0)
    }
}

/// Whether a name without its namespace is `name`.
pub(crate) fn is(found: &str, name: &str) -> bool {
    let local = found.rsplit_once(':').map_or(found, |(_, local)| local);
    local.eq_ignore_ascii_case(name)
}

/// The first attribute of a list: name, value, what follows.
fn attribute(list: &str) -> Option<(&str, &str, &str)> {
    let list = list.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
    let ends = |c: char| c.is_ascii_whitespace() || c == '=';
    let end = list.find(ends).unwrap_or(list.len());
    if list.is_empty() {
        return None;
    }
    // A lone `=` is a name of its own: something is always consumed.
    let (name, rest) = list.split_at(end.max(usize::from(list.starts_with('='))));
    let Some(value) = rest.trim_ascii_start().strip_prefix('=') else {
        return Some((name, "", rest));
    };
    let value = value.trim_ascii_start();
    for quote in ['"', '\''] {
        if let Some(quoted) = value.strip_prefix(quote) {
            let (value, tail) = quoted.split_once(quote).unwrap_or((quoted, ""));
            return Some((name, value, tail));
        }
    }
    let end = value.find(|c: char| c.is_ascii_whitespace());
    let (value, tail) = value.split_at(end.unwrap_or(value.len()));
    Some((name, value, tail))
}

/// The tokens of a text from the first to the last.
pub(crate) struct Tokens<'a> {
    rest: &'a str,
    /// Elements whose content is no markup.
    raw: &'static [&'static str],
}

impl<'a> Tokens<'a> {
    pub(crate) fn html(text: &'a str) -> Tokens<'a> {
        Tokens {
            rest: text,
            raw: &["script", "style"],
        }
    }

    pub(crate) fn xml(text: &'a str) -> Tokens<'a> {
        Tokens {
            rest: text,
            raw: &[],
        }
    }

    /// Everything up to `end`, which is skipped; all the rest when it is missing.
    fn up_to(&mut self, end: &str) -> &'a str {
        let (before, rest) = self.rest.split_once(end).unwrap_or((self.rest, ""));
        self.rest = rest;
        before
    }

    /// Skips the content of a raw element.
    fn skip_raw(&mut self, name: &str) {
        while let Some((_, rest)) = self.rest.split_once("</") {
            self.rest = rest;
            let found = rest.get(..name.len());
            if found.is_some_and(|found| found.eq_ignore_ascii_case(name)) {
                self.up_to(">");
                return;
            }
        }
        self.rest = "";
    }

    /// A tag, whose `<` was read.
    fn tag(&mut self) -> Token<'a> {
        let end = tag_end(self.rest);
        let (inner, rest) = self.rest.split_at(end);
        self.rest = rest.get(1..).unwrap_or("");
        if let Some(name) = inner.strip_prefix('/') {
            return Token::Close(name.trim());
        }
        let empty = inner.ends_with('/');
        let ends = |c: char| c.is_ascii_whitespace() || c == '/';
        let (name, attributes) = inner.split_at(inner.find(ends).unwrap_or(inner.len()));
        let raw = self.raw.iter().any(|raw| name.eq_ignore_ascii_case(raw));
        if raw && !empty {
            self.skip_raw(name);
        }
        Token::Open(MarkupTag {
            name,
            attributes,
            empty,
        })
    }
}

/// Where a tag ends: the next `>` outside quotes.
fn tag_end(text: &str) -> usize {
    let mut quote = None;
    let mut before = b' ';
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at,
            // A quote opens a value only behind `=`.
            (None, b'"' | b'\'') if before == b'=' => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    text.len()
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let Some(inside) = self.rest.strip_prefix('<') else {
                let end = self.rest.find('<').unwrap_or(self.rest.len());
                let (text, rest) = self.rest.split_at(end);
                self.rest = rest;
                return (!text.is_empty()).then_some(Token::Text(text));
            };
            let (whole, begins) = (self.rest, inside.as_bytes().first());
            self.rest = inside;
            if let Some(comment) = inside.strip_prefix("!--") {
                self.rest = comment;
                self.up_to("-->");
            } else if let Some(data) = inside.strip_prefix("![CDATA[") {
                self.rest = data;
                return Some(Token::Data(self.up_to("]]>")));
            } else if matches!(begins, Some(b'!' | b'?')) {
                self.up_to(">");
            } else if begins.is_some_and(|b| b.is_ascii_alphabetic() || *b == b'/') {
                return Some(self.tag());
            } else {
                return Some(Token::Data(&whole[..1]));
            }
        }
    }
}

/// Entities exporters use, besides numbers.
const ENTITIES: &[(&str, char)] = &[
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{A0}'),
    ("ensp", '\u{2002}'),
    ("emsp", '\u{2003}'),
    ("yen", '¥'),
    ("middot", '·'),
    ("bull", '•'),
    ("times", '×'),
    ("deg", '°'),
    ("copy", '©'),
    ("reg", '®'),
    ("hellip", '…'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
];

/// Text with its entities resolved; an unknown one stays as it is.
pub(crate) fn text(raw: &str) -> Cow<'_, str> {
    if !raw.contains('&') {
        return Cow::Borrowed(raw);
    }
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once('&') {
        text.push_str(before);
        match entity(after) {
            Some((c, tail)) => {
                text.push(c);
                rest = tail;
            }
            None => {
                text.push('&');
                rest = after;
            }
        }
    }
    text.push_str(rest);
    Cow::Owned(text)
}

/// The character an entity stands for, and what follows it.
fn entity(after: &str) -> Option<(char, &str)> {
    let name = |c: char| !(c.is_ascii_alphanumeric() || c == '#');
    let (name, tail) = after.split_at(after.find(name).unwrap_or(after.len()));
    let c = if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        char::from_u32(code.ok()?)?
    } else {
        ENTITIES.iter().find(|(n, _)| *n == name)?.1
    };
    Some((c, tail.strip_prefix(';').unwrap_or(tail)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(markup: &str) -> Vec<String> {
        let tokens = Tokens::html(markup);
        let name = |token| match token {
            Token::Open(tag) => format!("<{}>", tag.name),
            Token::Close(name) => format!("</{name}>"),
            Token::Text(raw) => text(raw).into_owned(),
            Token::Data(data) => format!("[{data}]"),
        };
        tokens.map(name).collect()
    }

    #[test]
    fn markup_as_it_comes() {
        assert_eq!(
            listed("<!DOCTYPE html><TD class=x>a<br/>b &lt; c</td >"),
            ["<TD>", "a", "<br>", "b < c", "</td>"]
        );
        assert_eq!(
            listed("<style>td>a{}</style><!-- <td> --><?xml?>1 < 2<![CDATA[<b>&amp;]]>"),
            ["<style>", "1 ", "[<]", " 2", "[<b>&amp;]"]
        );
        // Ends that are missing end with the text.
        for cut in "<!-- a|<td class=\"x|<script>a|<![CDATA[|</|<".split('|') {
            assert!(listed(cut).len() < 2, "{cut}");
        }
    }

    #[test]
    fn attributes_with_and_without_quotes() {
        let markup =
            "<td ss:Index=3 style='mso-number-format:\"\\@\"' nowrap title=\"a>b &amp; c\" = >";
        let Some(Token::Open(tag)) = Tokens::html(markup).next() else {
            panic!("a tag");
        };
        assert_eq!(tag.number("index"), 3);
        let style = "mso-number-format:\"\\@\"";
        assert_eq!(tag.attribute("style").as_deref(), Some(style));
        assert_eq!(tag.attribute("nowrap").as_deref(), Some(""));
        assert_eq!(tag.attribute("title").as_deref(), Some("a>b & c"));
        assert_eq!(tag.attribute("colspan"), None);
    }

    #[test]
    fn entities() {
        assert_eq!(
            text("&#38376;&#x5E97;&nbsp;&yen;1&unknown;&&#0xD800;&amp"),
            "门店\u{A0}¥1&unknown;&&#0xD800;&"
        );
    }
}
