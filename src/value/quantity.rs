//! Quantities of goods as stock columns have them: whole pieces or a weight, perhaps with a unit behind.
//!
//! The text of a cell in, whether it is below zero out, or `None` when it is no quantity. No number is
//! made of it: nothing here adds quantities up.

use super::{excel_digits, name};

/// Whether the quantity `text` is below zero; `None` for words, marks and anything else that is no
/// decimal number. Thousands separators, a sign, brackets for "below zero" and a unit are understood.
pub(crate) fn below_zero(text: &str) -> Option<bool> {
    let folded = name::fold_width(text.trim());
    let (number, bracketed) = match folded.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
        Some(inside) => (inside, true),
        None => (folded.as_ref(), false),
    };
    let number = number.trim_end_matches(char::is_alphabetic).trim();
    let (number, minus) = match number.strip_prefix(['-', '−', '–']) {
        Some(rest) => (rest, true),
        None => (number.strip_prefix('+').unwrap_or(number), false),
    };
    let bare: String = number.chars().filter(|char| *char != ',').collect();
    let (whole, decimals) = bare.split_once('.').unwrap_or((&bare, "0"));
    let is_number = [whole, decimals]
        .iter()
        .all(|part| !part.is_empty() && excel_digits::all(part.as_bytes()));
    is_number.then(|| (bracketed || minus) && bare.contains(|char| ('1'..='9').contains(&char)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn quantities_and_words() {
        for text in [
            "0", "120", "1,200", "12.125", "１２", "36 件", "3.5kg", "+7", "-0", "（0）",
        ] {
            assert_eq!(below_zero(text), Some(false), "{text}");
        }
        for text in ["-1", "－3", "−0.5", "(12)", "-4 箱"] {
            assert_eq!(below_zero(text), Some(true), "{text}");
        }
        for text in ["", "有货", "无", ">100", "99+", "1-2", "1.2.3", ".5", "--1"] {
            assert_eq!(below_zero(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_safe(text in "\\PC*|[-0-9.,()（）件 ]{0,12}") {
            let _ = below_zero(&text);
        }
    }
}
