//! Text in terminal cells: a Chinese character is as wide as two letters, and control characters from a
//! file never reach the terminal.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::model::Lang;

/// A text that is safe to show: characters that would colour, move or turn what is shown become U+FFFD.
/// Lines stay lines.
pub(super) fn escape_controls(text: &str) -> String {
    let is_control = |c: char| match c {
        '\n' => false,
        '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => true,
        c => c.is_control(),
    };
    text.replace(is_control, "\u{FFFD}")
}

/// Pads to a width.
pub(super) fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

/// How much of a cell is shown.
const SHOWN: usize = 80;

/// A cell's text on one line; of a very long one the beginning.
pub(super) fn one_line(text: &str) -> String {
    let words = text.split_whitespace();
    let line = words.take(SHOWN).collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SHOWN) {
        Some((cut, _)) => format!("{}…", &line[..cut]),
        None => line,
    }
}

/// How many entries of a list are not shown, and how to see them.
pub(super) fn more(count: usize, lang: Lang) -> String {
    let count = thousands(count as u64);
    lang.pick(
        format!("…另有 {count} 项（-v 全部列出）"),
        format!("… {count} more (-v lists all)"),
    )
}

/// `51204` → `51,204`.
pub(super) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Fen as yuan, with commas every three digits: `-1,234.05`.
pub(super) fn yuan(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    let fen = fen.unsigned_abs();
    format!("{sign}{}.{:02}", thousands(fen / 100), fen % 100)
}

/// Items begin at multiples of so many cells, so that they stand below each other.
const STOP: usize = 12;

/// Puts items side by side in lines no wider than `width`; an item is never broken.
pub(super) fn flow(items: &[String], width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for item in items {
        let Some(line) = lines.last_mut() else { break };
        let start = match line.width() {
            0 => 0,
            used => (used + 2).next_multiple_of(STOP),
        };
        if start > 0 && start + item.width() > width {
            lines.push(item.clone());
            continue;
        }
        *line = pad(line, start);
        line.push_str(item);
    }
    lines
}

/// A sentence in lines no wider than `width`: broken at spaces and between Chinese characters, never before
/// a mark that closes. A word that is wider stands alone.
pub(super) fn wrap(text: &str, width: usize) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = text;
    while let Some(at) = break_at(rest, width) {
        let (line, below) = rest.split_at(at);
        lines.push(line.trim_end());
        rest = below.trim_start();
    }
    if !rest.is_empty() || lines.is_empty() {
        lines.push(rest);
    }
    lines
}

/// The last place within `width` where a line may end, or else the first behind it; `None` when there is no
/// need to end it.
fn break_at(text: &str, width: usize) -> Option<usize> {
    const CLOSING: &str = "，。；：、！？）」』”…·,.;:!?)]";
    const OPENING: &str = "（「『“([";
    let wide = |c: char| c.width() == Some(2);
    let (mut best, mut used, mut before) = (None, 0, '\0');
    for (at, char) in text.char_indices() {
        let apart = before == ' ' || char == ' ' || wide(before) || wide(char);
        if at > 0 && apart && !CLOSING.contains(char) && !OPENING.contains(before) {
            if used > width {
                return best.or(Some(at));
            }
            best = Some(at);
        }
        used += char.width().unwrap_or(0);
        before = char;
    }
    best.filter(|_| used > width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_escaped() {
        assert_eq!(escape_controls("门店\n \"a\","), "门店\n \"a\",");
        assert_eq!(
            escape_controls("\u{1B}[2J\r甲\u{202E}乙\u{9B}m\t"),
            "\u{FFFD}[2J\u{FFFD}甲\u{FFFD}乙\u{FFFD}m\u{FFFD}"
        );
    }

    #[test]
    fn numbers_and_widths() {
        assert_eq!(
            [0, 999, 1000, 51204, 1000004].map(thousands),
            ["0", "999", "1,000", "51,204", "1,000,004"]
        );
        assert_eq!(pad("门店", 6), "门店  ");
        let items = ["门店→a", "商户→bb", "c"].map(str::to_owned);
        assert_eq!(flow(&items, 24), ["门店→a      商户→bb", "c"]);
        assert_eq!(flow(&items, 3), ["门店→a", "商户→bb", "c"]);
    }

    #[test]
    fn fen_as_people_read_them() {
        let shown = [0, -5, 99, 100_000, -123_456_789].map(yuan);
        assert_eq!(
            shown,
            ["0.00", "-0.05", "0.99", "1,000.00", "-1,234,567.89"]
        );
        assert_eq!(yuan(i64::MIN), "-92,233,720,368,547,758.08");
    }

    #[test]
    fn a_cell_on_one_line() {
        assert_eq!(one_line(" 门店\n 名称 "), "门店 名称");
        assert_eq!(one_line(&"店".repeat(80)), "店".repeat(80));
        assert_eq!(one_line(&"店".repeat(81)), "店".repeat(80) + "…");
        assert_eq!(one_line(&"a ".repeat(99)), "a ".repeat(40) + "…");
    }

    #[test]
    fn sentences_are_broken_where_people_would() {
        assert_eq!(wrap("门店名称为空", 6), ["门店名", "称为空"]);
        assert_eq!(wrap("门店名，称为", 6), ["门店", "名，称", "为"]);
        assert_eq!(
            wrap("写在 jinjian.toml 里", 16),
            ["写在", "jinjian.toml 里"]
        );
        assert_eq!(wrap("a long sentence", 6), ["a long", "sentence"]);
        assert_eq!(wrap("abcdefghij店", 4), ["abcdefghij", "店"]);
        assert_eq!((wrap("", 4), wrap("店", 4)), (vec![""], vec!["店"]));
    }
}
