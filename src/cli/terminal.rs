//! Text in terminal cells: a Chinese character is as wide as two letters.

use unicode_width::UnicodeWidthStr;

/// Pads to a width.
pub fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

/// `51204` → `51,204`.
pub fn thousands(number: u64) -> String {
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

/// Items begin at multiples of so many cells, so that they stand below each other.
const STOP: usize = 12;

/// Puts items side by side in lines no wider than `width`; an item is never broken.
pub fn flow(items: &[String], width: usize) -> Vec<String> {
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

#[cfg(test)]
mod tests {
    use super::*;

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
}
