//! Comparison of company and person names with honest verdicts.
//!
//! Two names in, and out comes whether they are equal, equal after folding (and which folding it took),
//! or different. No suffix is ever stripped: 有限公司 and 有限责任公司 are different registrations.

use std::borrow::Cow;

/// The folding that made two names equal, each including those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameFold {
    /// Shapes of brackets.
    Brackets,
    /// Full-width forms.
    Width,
    /// Spaces of any kind.
    Spaces,
    /// The dots that separate parts of transliterated names.
    MiddleDot,
    /// Upper and lower case of Latin letters; persons only.
    Case,
}

/// How two names relate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NameVerdict {
    Equal,
    EqualFolded(NameFold),
    Different,
}

/// Full-width ASCII to half width, ideographic space to space, `〔〕【】` to round brackets.
///
/// Borrows when there is nothing to fold. Never touches Chinese characters, unlike NFKC.
pub(crate) fn fold_width(text: &str) -> Cow<'_, str> {
    match text.char_indices().find(|(_, char)| half(*char) != *char) {
        None => Cow::Borrowed(text),
        Some((clean, _)) => {
            let mut folded = String::with_capacity(text.len());
            folded.push_str(&text[..clean]);
            folded.extend(text[clean..].chars().map(half));
            Cow::Owned(folded)
        }
    }
}

/// The half-width form of one character, itself where it has none.
pub(crate) fn half(char: char) -> char {
    match char {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(char) - 0xFEE0).unwrap_or(char),
        '\u{3000}' => ' ',
        '〔' | '【' => '(',
        '〕' | '】' => ')',
        _ => char,
    }
}

/// Whether a character is one of Chinese writing: an ideograph, its iteration mark or zero, or one of a
/// font's own, which rare characters had before Unicode knew them.
pub(crate) fn is_chinese(char: char) -> bool {
    matches!(char,
        '々' | '〇' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{E000}'..='\u{F8FF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Whether Latin letters stand between two Chinese characters, as in `王yan明`.
pub(crate) fn has_letter_inside(name: &str) -> bool {
    let mut after_chinese = false;
    let mut inside = false;
    for char in name.chars() {
        if is_chinese(char) {
            if inside {
                return true;
            }
            after_chinese = true;
        } else if char.is_ascii_alphabetic() && after_chinese {
            inside = true;
        } else {
            (after_chinese, inside) = (false, false);
        }
    }
    false
}

/// Compares two company, store or account names.
pub(crate) fn compare_company(a: &str, b: &str) -> NameVerdict {
    let folds = [
        NameFold::Brackets,
        NameFold::Width,
        NameFold::Spaces,
        NameFold::MiddleDot,
    ];
    compare(a, b, &folds)
}

/// Compares two person names. A full stop counts as a middle dot, and the case of Latin letters is
/// folded last; the order of a foreign name's parts is not.
pub(crate) fn compare_person(a: &str, b: &str) -> NameVerdict {
    compare(a, b, &PERSON)
}

const PERSON: [NameFold; 5] = [
    NameFold::Brackets,
    NameFold::Width,
    NameFold::Spaces,
    NameFold::MiddleDot,
    NameFold::Case,
];

/// A name with everything folded that [`compare_company`] folds, to look it up by.
pub(crate) fn fold_company(text: &str) -> String {
    folded(text, NameFold::MiddleDot, false).collect()
}

/// A canonical name as [`compare_company`] or [`compare_person`] sees it: equal keys, same name.
pub(crate) fn comparison_key(text: &str, person: bool) -> Cow<'_, str> {
    let fold = |char: char| match half(char) {
        '•' | '・' | '･' | '‧' => '·',
        '.' if person => '·',
        half if person => half.to_ascii_lowercase(),
        half => half,
    };
    if text
        .chars()
        .all(|char| fold(char) == char && !char.is_whitespace())
    {
        return Cow::Borrowed(text);
    }
    let shown = text.chars().map(fold).filter(|char| !char.is_whitespace());
    Cow::Owned(shown.collect())
}

fn compare(a: &str, b: &str, folds: &[NameFold]) -> NameVerdict {
    if a == b {
        return NameVerdict::Equal;
    }
    let person = folds.contains(&NameFold::Case);
    let equal = |fold: &&NameFold| folded(a, **fold, person).eq(folded(b, **fold, person));
    match folds.iter().find(equal) {
        Some(fold) => NameVerdict::EqualFolded(*fold),
        None => NameVerdict::Different,
    }
}

fn folded(text: &str, fold: NameFold, person: bool) -> impl Iterator<Item = char> + '_ {
    text.chars()
        .map(move |char| match char {
            '•' | '．' | '・' | '･' | '‧' if fold >= NameFold::MiddleDot => '·',
            '.' if person && fold >= NameFold::MiddleDot => '·',
            _ if fold == NameFold::Brackets => bracket(char),
            _ if fold >= NameFold::Case => half(char).to_ascii_lowercase(),
            _ => half(char),
        })
        .filter(move |char| fold < NameFold::Spaces || !char.is_whitespace())
}

/// The round half-width form of a bracket.
fn bracket(char: char) -> char {
    match half(char) {
        round @ ('(' | ')') => round,
        _ => char,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn companies() {
        use NameVerdict::*;
        for (a, b, verdict) in [
            ("杭州某某有限公司", "杭州某某有限公司", Equal),
            (
                "某某（杭州）有限公司",
                "某某(杭州)有限公司",
                EqualFolded(NameFold::Brackets),
            ),
            (
                "某某【杭州】有限公司",
                "某某（杭州）有限公司",
                EqualFolded(NameFold::Brackets),
            ),
            (
                "ＡＢ（杭州）有限公司",
                "AB(杭州)有限公司",
                EqualFolded(NameFold::Width),
            ),
            ("ＡＢ有限公司", "AB有限公司", EqualFolded(NameFold::Width)),
            (
                "某某（杭州） 有限公司",
                "某某(杭州)有限公司",
                EqualFolded(NameFold::Spaces),
            ),
            (
                "麦・当有限公司",
                "麦·当有限公司",
                EqualFolded(NameFold::MiddleDot),
            ),
            (
                "麦．当有限公司",
                "麦·当有限公司",
                EqualFolded(NameFold::MiddleDot),
            ),
            ("杭州某某有限公司", "杭州某某有限责任公司", Different),
            ("AB有限公司", "ab有限公司", Different),
            ("某某(杭州)有限公司", "杭州某某有限公司", Different),
            ("", "某某", Different),
        ] {
            assert_eq!(compare_company(a, b), verdict, "{a} / {b}");
        }
    }

    #[test]
    fn persons() {
        use NameVerdict::*;
        for (a, b, verdict) in [
            ("张三", "张 三", EqualFolded(NameFold::Spaces)),
            (
                "阿卜杜·买买提",
                "阿卜杜•买买提",
                EqualFolded(NameFold::MiddleDot),
            ),
            (
                "阿卜杜·买买提",
                "阿卜杜.买买提",
                EqualFolded(NameFold::MiddleDot),
            ),
            ("John SMITH", "john smith", EqualFolded(NameFold::Case)),
            ("张三", "张叁", Different),
        ] {
            assert_eq!(compare_person(a, b), verdict, "{a} / {b}");
        }
    }

    #[test]
    fn letters_inside() {
        for name in ["王yan明", "王d明", "欧阳Y㛃"] {
            assert!(has_letter_inside(name), "{name}");
        }
        for name in [
            "王明",
            "Amy陈",
            "陈Amy",
            "阿·B·明",
            "张 San",
            "A张B",
            "",
            "王𬸣",
        ] {
            assert!(!has_letter_inside(name), "{name}");
        }
    }

    #[test]
    fn clean_text_is_borrowed() {
        assert!(matches!(fold_width("某某(杭州)AB·c"), Cow::Borrowed(_)));
        assert_eq!(fold_width("Ａ１　（〔】"), "A1 (()");
    }

    proptest! {
        #[test]
        fn keys_agree_with_comparison(
            a in "[甲乙 （）()【.·•・Aa　]{0,4}",
            b in "[甲乙 （）()【.·•・Aa　]{0,4}",
        ) {
            let company = compare_company(&a, &b) != NameVerdict::Different;
            prop_assert_eq!(comparison_key(&a, false) == comparison_key(&b, false), company);
            let person = compare_person(&a, &b) != NameVerdict::Different;
            prop_assert_eq!(comparison_key(&a, true) == comparison_key(&b, true), person);
        }

        #[test]
        fn symmetric_reflexive_idempotent(a: String, b in "[ab．.·• （(A ]{0,6}", c in "[ab．.·• （(A ]{0,6}") {
            prop_assert_eq!(compare_person(&a, &a), NameVerdict::Equal);
            prop_assert_eq!(compare_person(&b, &c), compare_person(&c, &b));
            prop_assert_eq!(compare_company(&b, &c), compare_company(&c, &b));
            let same = compare_company(&b, &c) != NameVerdict::Different;
            prop_assert!(same || fold_company(&b) != fold_company(&c));
            let once = fold_width(&a).into_owned();
            prop_assert_eq!(fold_width(&once), once.as_str());
        }
    }
}
