//! Cleaning of free text and names: what spreadsheets, web pages and input methods leave in a cell.
//!
//! Text as read goes in, canonical text comes out, borrowed when there is nothing to change. Every
//! function gives the same result when applied to its own result.

use crate::value::name::{fold_width, half};
use std::borrow::Cow;

/// Free text: invisible and control characters go, every kind of space becomes a plain one, runs of
/// spaces shrink to one, ends are trimmed.
///
/// A soft line break disappears between Chinese characters and is a space elsewhere. Apostrophes and
/// back-quotes that force a text cell are stripped from the front. A cell of nothing but dashes and
/// slashes is empty; 无 is left to the rules, for it can be an answer.
pub(super) fn text(input: &str) -> Cow<'_, str> {
    let input = strip_quotes(trim(input));
    if is_placeholder(input) {
        return Cow::Borrowed("");
    }
    if is_clean(input) {
        return Cow::Borrowed(input);
    }
    let cleaned = clean(input);
    let placeholder = is_placeholder(&cleaned);
    Cow::Owned(if placeholder { String::new() } else { cleaned })
}

/// Names of companies, persons and stores: [`text`], full-width forms folded, brackets `()`, middle
/// dots `·`, and no spaces between Chinese characters or next to their brackets and dots.
pub(super) fn name(input: &str) -> Cow<'_, str> {
    let folded = replace(input, |char| Some(name_char(char)));
    then(then(folded, text), join_chinese)
}

/// Names of divisions: as text, half width, no spaces at all.
pub(super) fn region_name(input: &str) -> Cow<'_, str> {
    then(folded_text(input), |text| {
        replace(text, |char| (char != ' ').then_some(char))
    })
}

/// [`text`] after folding full-width forms.
pub(super) fn folded_text(input: &str) -> Cow<'_, str> {
    then(fold_width(input), text)
}

/// Applies `next` to what another step returned, without copying what neither of them changes.
pub(super) fn then(input: Cow<'_, str>, next: impl Fn(&str) -> Cow<'_, str>) -> Cow<'_, str> {
    match input {
        Cow::Borrowed(input) => next(input),
        Cow::Owned(input) => match next(&input) {
            Cow::Borrowed(same) if same.len() == input.len() => Cow::Owned(input),
            changed => Cow::Owned(changed.into_owned()),
        },
    }
}

/// Replaces or (with `None`) drops characters; borrows when `with` keeps every one.
pub(super) fn replace(input: &str, with: impl Fn(char) -> Option<char>) -> Cow<'_, str> {
    let changed = input
        .char_indices()
        .find(|(_, char)| with(*char) != Some(*char));
    let Some((clean, _)) = changed else {
        return Cow::Borrowed(input);
    };
    let (clean, rest) = input.split_at(clean);
    let mut output = String::with_capacity(input.len());
    output.push_str(clean);
    output.extend(rest.chars().filter_map(with));
    Cow::Owned(output)
}

/// Characters that show nothing: control characters that are no spaces, zero-width characters, marks
/// of text direction, the soft hyphen and the byte order mark.
pub(super) fn is_invisible(char: char) -> bool {
    match char {
        '\u{AD}' | '\u{180E}' | '\u{FEFF}' => true,
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' => true,
        _ => char.is_control() && !char.is_whitespace(),
    }
}

/// What spreadsheets take as "this is text" at the front of a cell, straight or curled by autocorrect.
pub(super) fn strip_quotes(input: &str) -> &str {
    let quote = |char| matches!(char, '\'' | '`' | '‘' | '’');
    let rest = input.trim_start_matches(quote);
    if rest.len() == input.len() {
        return input;
    }
    strip_quotes(trim(rest))
}

/// Whether a cell says "nothing here": only dashes and slashes.
pub(super) fn is_placeholder(input: &str) -> bool {
    let bytes = input.as_bytes();
    // The first byte settles nearly every cell: a dash, a slash, or the lead byte of their wide forms.
    matches!(bytes.first(), Some(b'-' | b'/' | 0xE2 | 0xEF))
        && input
            .chars()
            .all(|char| dash(char) == '-' || matches!(char, '/' | '／' | ' '))
}

/// Any dash or minus as `-`, other characters as they are.
pub(super) fn dash(char: char) -> char {
    match char {
        '\u{2010}'..='\u{2015}' | '−' | '－' | '﹣' => '-',
        _ => char,
    }
}

fn trim(input: &str) -> &str {
    input.trim_matches(|char: char| char.is_whitespace() || is_invisible(char))
}

/// Whether trimmed text has only visible characters and single plain spaces inside.
fn is_clean(input: &str) -> bool {
    let mut after_space = false;
    input.chars().all(|char| {
        let space = char == ' ';
        let doubled = space && after_space;
        after_space = space;
        match char {
            '!'..='~' => true,
            '\u{3001}'..='\u{9FFF}' => true,
            _ => !doubled && (space || !(char.is_whitespace() || is_invisible(char))),
        }
    })
}

fn clean(input: &str) -> String {
    let mut output = String::with_capacity(input.len());
    let mut last = None;
    let (mut space, mut line_break) = (false, false);
    for char in input.chars().filter(|char| !is_invisible(*char)) {
        if char.is_whitespace() {
            space = true;
            line_break |= is_line_break(char);
            continue;
        }
        let wrapped = line_break && last.is_some_and(is_chinese) && is_chinese(char);
        if space && !wrapped && last.is_some() {
            output.push(' ');
        }
        (space, line_break) = (false, false);
        output.push(char);
        last = Some(char);
    }
    output
}

fn is_line_break(char: char) -> bool {
    matches!(char, '\n'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Ideographs and the punctuation set among them.
fn is_chinese(char: char) -> bool {
    matches!(char,
        '\u{2E80}'..='\u{2FDF}' | '\u{3001}'..='\u{303F}' | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}'
        | '\u{20000}'..='\u{3FFFF}')
}

fn name_char(char: char) -> char {
    match char {
        '•' | '．' | '・' | '･' | '‧' => '·',
        _ => half(char),
    }
}

/// Drops the spaces between Chinese characters, brackets and middle dots, where at least one of the
/// two neighbours is Chinese. Expects single plain spaces.
pub(super) fn join_chinese(input: &str) -> Cow<'_, str> {
    let joins = |at: usize| {
        let (before, after) = (&input[..at], &input[at + 1..]);
        let neighbours = before.chars().next_back().zip(after.chars().next());
        neighbours.is_some_and(|(left, right)| {
            let sticky = |char| is_chinese(char) || matches!(char, '(' | ')' | '·');
            sticky(left) && sticky(right) && (is_chinese(left) || is_chinese(right))
        })
    };
    let mut spaces = input.match_indices(' ').map(|(at, _)| at);
    if !spaces.any(joins) {
        return Cow::Borrowed(input);
    }
    let kept = |(at, char): &(usize, char)| *char != ' ' || !joins(*at);
    let kept = input.char_indices().filter(kept);
    Cow::Owned(kept.map(|(_, char)| char).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn free_text() {
        for (input, expected) in [
            ("杭州某某有限公司", "杭州某某有限公司"),
            ("\u{FEFF}杭州\u{200B}某某\u{200F}", "杭州某某"),
            ("\t文一路 \u{A0}\u{3000} 1 号 ", "文一路 1 号"),
            ("文一路\r\n一号", "文一路一号"),
            ("Room\n12", "Room 12"),
            ("文一路 \n 12号", "文一路 12号"),
            ("'0012", "0012"),
            ("`'’ 0012", "0012"),
            ("/", ""),
            ("--", ""),
            ("— —", ""),
            ("－／", ""),
            ("／\n／", ""),
            ("----------", ""),
            ("无", "无"),
            ("-1", "-1"),
            ("\t", ""),
            ("a\u{200B}'b", "a'b"),
        ] {
            assert_eq!(text(input), expected, "{input:?}");
        }
        assert!(matches!(text(" 杭州 A座 "), Cow::Borrowed("杭州 A座")));
    }

    #[test]
    fn names() {
        for (input, expected) in [
            ("某某（杭州） 有限公司", "某某(杭州)有限公司"),
            ("某某【杭州】有 限 公 司", "某某(杭州)有限公司"),
            ("ＡＢＣ　１２ Store", "ABC 12 Store"),
            ("阿卜杜．买买提", "阿卜杜·买买提"),
            ("阿卜杜 • 买买提", "阿卜杜·买买提"),
            ("John  Smith", "John Smith"),
            ("＇张三", "张三"),
        ] {
            assert_eq!(name(input), expected, "{input:?}");
        }
        assert!(matches!(name("某某(杭州)有限公司"), Cow::Borrowed(_)));
        assert_eq!(region_name(" 浙江 省"), "浙江省");
    }

    proptest! {
        #[test]
        fn twice_is_once(
            input in "\\PC*|(?s:.*)|[-/'` \\n\\u{200B}\\u{3000}＇－／（(·．a中]{0,12}",
        ) {
            for clean in [text, name, region_name, folded_text] {
                let once = clean(&input).into_owned();
                prop_assert_eq!(&clean(&once), &once);
            }
        }
    }
}
