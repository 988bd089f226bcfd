//! "Did you mean": the nearest of a list of words, and how near two headers are.

use strsim::levenshtein;

/// The candidate within a third of the word's length in edits, if there is one; the first on a tie.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (word.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|c| (levenshtein(word, c), c))
        .filter(|(d, _)| *d <= limit)
        .min_by_key(|(d, _)| *d)
        .map(|(_, c)| c)
}

/// `; did you mean …?` with the nearest candidate, or nothing.
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    nearest(word, candidates).map_or(String::new(), |near| format!("; did you mean `{near}`?"))
}

/// How much two texts resemble each other, from 0 to 100: the mean of what edits leave alone and of
/// the pairs of neighbouring characters they share.
pub fn similarity(a: &str, b: &str) -> u8 {
    let longest = a.chars().count().max(b.chars().count());
    if longest == 0 {
        return 0;
    }
    let kept = 100 * (longest - levenshtein(a, b)) / longest;
    ((kept + shared_pairs(a, b)) / 2) as u8
}

/// The share of character pairs that stand in both texts, in percent (Dice).
fn shared_pairs(a: &str, b: &str) -> usize {
    let pairs =
        |text: &str| -> Vec<(char, char)> { text.chars().zip(text.chars().skip(1)).collect() };
    let (a, mut b) = (pairs(a), pairs(b));
    let all = a.len() + b.len();
    let mut shared = 0_usize;
    for pair in &a {
        if let Some(at) = b.iter().position(|p| p == pair) {
            b.swap_remove(at);
            shared += 1;
        }
    }
    (200 * shared).checked_div(all).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_near_words_only() {
        let keys = ["as_of", "lang", "defaults", "sources"];
        assert_eq!(nearest("as-of", keys), Some("as_of"));
        assert_eq!(nearest("source", keys), Some("sources"));
        assert_eq!(nearest("bogus", keys), None);
    }

    #[test]
    fn resemblance() {
        assert_eq!(similarity("统一社会信用代码", "统一社会信用代码"), 100);
        assert_eq!(similarity("统一社会信用代吗", "统一社会信用代码"), 86);
        assert_eq!(similarity("门店名称1", "门店名称"), 82);
        assert_eq!(similarity("精度", "经度"), 25);
        assert_eq!(similarity("市", "市"), 50, "one character says little");
        assert_eq!(similarity("", ""), 0);
    }
}
