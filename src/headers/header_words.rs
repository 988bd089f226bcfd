//! A header taken apart into the words of the vocabulary. A folded header in; its words out, when they cover all of
//! it: what is not understood to the last character is not guessed.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::vocabulary::{WRITTEN, Word};

/// Longer headers are sentences.
const LONGEST: usize = 48;

/// The words of one header.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct HeaderWords {
    /// In the order of the header, without those that say nothing.
    words: Vec<Word>,
    set: u128,
}

impl HeaderWords {
    fn new(words: Vec<Word>) -> HeaderWords {
        let words: Vec<Word> = words.into_iter().filter(|w| *w != Word::Filler).collect();
        let set = words.iter().fold(0, |set, word| set | bit(*word));
        HeaderWords { words, set }
    }

    pub(crate) fn has(&self, word: Word) -> bool {
        self.set & bit(word) != 0
    }

    pub(crate) fn has_any(&self, words: &[Word]) -> bool {
        words.iter().any(|word| self.has(*word))
    }

    /// Whether it has no word but these.
    pub(crate) fn only(&self, words: &[Word]) -> bool {
        self.words.iter().all(|word| words.contains(word))
    }

    /// The last word: what the header names; the words before it say whose.
    pub(crate) fn last(&self) -> Option<Word> {
        self.words.last().copied()
    }
}

fn bit(word: Word) -> u128 {
    1 << (word as u8)
}

type Index = HashMap<char, Vec<(&'static str, &'static [Word])>>;

/// The ways of writing, by their first character, the longest first.
static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let mut index: Index = HashMap::new();
    for (words, written) in WRITTEN {
        for text in written.split_whitespace() {
            if let Some(first) = text.chars().next() {
                index.entry(first).or_default().push((text, *words));
            }
        }
    }
    for all in index.values_mut() {
        all.sort_by_key(|(text, _)| std::cmp::Reverse(text.len()));
    }
    index
});

/// The words that make up a folded header, the fewest that do, the longest first among those; `None` when some of
/// it is no word.
pub(crate) fn words_of(folded: &str) -> Option<HeaderWords> {
    if folded.chars().count() > LONGEST {
        return None;
    }
    let plain: String = folded.chars().filter(|c| *c != '的').collect();
    let folded = &plain[..];
    if folded.is_empty() {
        return None;
    }
    // best[at]: how many words cover the text from there on, and the first of them.
    let mut best: Vec<Option<(usize, usize, &'static [Word])>> = vec![None; folded.len() + 1];
    best[folded.len()] = Some((0, 0, &[]));
    for (at, first) in folded.char_indices().collect::<Vec<_>>().into_iter().rev() {
        for (text, words) in INDEX.get(&first).into_iter().flatten() {
            let end = at + text.len();
            if !folded[at..].starts_with(text) {
                continue;
            }
            if let Some((count, _, _)) = best[end]
                && best[at].is_none_or(|(least, _, _)| count + 1 < least)
            {
                best[at] = Some((count + 1, end, *words));
            }
        }
    }
    let (mut at, mut all) = (0, Vec::new());
    while at < folded.len() {
        let (_, end, words) = best[at]?;
        all.extend_from_slice(words);
        at = end;
    }
    Some(HeaderWords::new(all))
}

/// The words of a header, or of what stands before its first `/` when the rest is no word.
pub(crate) fn words_or_first(folded: &str) -> Option<HeaderWords> {
    words_of(folded).or_else(|| {
        let (first, _) = folded.split_once(['/', '|', '、'])?;
        words_of(first)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::fold_header;
    use Word::{Account, Amount, Bank, IdCard, Income, Legal, Name, Number, Outgo, Store};

    fn words(header: &str) -> Option<Vec<Word>> {
        words_of(&fold_header(header)).map(|w| w.words)
    }

    #[test]
    fn a_header_is_covered_by_its_words() {
        assert_eq!(
            words("法定代表人身份证号码"),
            Some(vec![Legal, IdCard, Number])
        );
        assert_eq!(
            words("legalPersonIdCardNo"),
            Some(vec![Legal, IdCard, Number])
        );
        assert_eq!(
            words("結算銀行賬號"),
            Some(vec![Word::Settlement, Bank, Account])
        );
        assert_eq!(words("所属门店名称"), Some(vec![Store, Name]));
        assert_eq!(words("收入/支出金额"), Some(vec![Income, Outgo, Amount]));
        assert_eq!(words("mendian_mingcheng"), Some(vec![Store, Name]));
        assert_eq!(words("门店铺货名称"), None, "not to the last character");
        assert_eq!(words(""), None);
    }

    #[test]
    fn each_way_of_writing_stands_once_and_folded() {
        let mut seen = std::collections::BTreeSet::new();
        for text in WRITTEN
            .iter()
            .flat_map(|(_, written)| written.split_whitespace())
        {
            assert_eq!(fold_header(text), text);
            assert!(seen.insert(text), "{text} stands twice");
        }
    }
}
