//! What sets two names apart, in words: one character, a look-alike, a homophone, another form of
//! company, brackets, a region in another place. Two names in, the reason out, or nothing when they have
//! too little in common; it is a hint for the reader, and decides nothing.

mod likeness;

pub(crate) use likeness::Likeness;

use super::Lang;
use super::{name, region};
use likeness::likeness;

/// How company names end, longest first.
const FORMS: [&str; 4] = ["有限责任公司", "股份有限公司", "有限公司", "公司"];

/// So many characters may differ when each is a look-alike or a homophone.
const MOST_ALIKE: usize = 3;

/// What sets a name here apart from one there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Difference {
    /// Only the form of company: here, there.
    Form(&'static str, &'static str),
    /// Only brackets.
    Brackets,
    /// The same characters, a part of them in another place.
    Moved(String),
    /// One character: which, counted from 1, here and there.
    Character(usize, char, char, Likeness),
    /// So many characters, all of them look-alikes or homophones.
    Alike(usize),
    /// A part stands here and not there.
    Extra(String),
    /// A part stands there and not here.
    Lacking(String),
}

/// What sets `here` apart from `there`; `None` when they are equal once folded, or when nothing simple
/// explains it. Width, spaces and the kind of bracket make no difference.
pub(crate) fn between(here: &str, there: &str) -> Option<Difference> {
    let (here, there) = (folded(here), folded(there));
    if here == there || here.is_empty() || there.is_empty() {
        return None;
    }
    let ways = [brackets, form, substituted, inserted, moved];
    ways.iter().find_map(|way| way(&here, &there))
}

impl Difference {
    /// A sentence without its full stop. `open` shows the characters; without it a person's name is not
    /// given away.
    pub(crate) fn words(&self, lang: Lang, open: bool) -> String {
        match (self, open) {
            (Difference::Form(here, there), _) => lang.pick(
                format!("公司形式不同：这里是{here}，那边是{there}，是两种登记名称"),
                format!("another form of company: {here} here, {there} there, which are different registrations"),
            ),
            (Difference::Brackets, _) => {
                lang.pick("只差括号", "only brackets differ").to_owned()
            }
            (Difference::Moved(part), true) if !region::named(part) => lang.pick(
                format!("字都相同，只是「{part}」的位置不同"),
                format!("the same characters, with “{part}” in another place"),
            ),
            (Difference::Moved(part), true) => lang.pick(
                format!("字都相同，只是地名「{part}」的位置不同"),
                format!("the same characters, with the region “{part}” in another place"),
            ),
            (Difference::Moved(_), false) => lang
                .pick("字都相同，只是次序不同", "the same characters in another order")
                .to_owned(),
            (Difference::Character(at, here, there, likeness), true) => lang.pick(
                format!("只差一个字：第 {at} 个字这里是「{here}」，那边是「{there}」{}", likeness.zh()),
                format!("one character differs, number {at}: “{here}” here, “{there}” there{}", likeness.en()),
            ),
            (Difference::Character(.., likeness), false) => lang.pick(
                format!("只差一个字{}", likeness.zh()),
                format!("one character differs{}", likeness.en()),
            ),
            (Difference::Alike(count), _) => lang.pick(
                format!("差 {count} 个字，都是字形相近或读音相同的"),
                format!("{count} characters differ, all of them look-alikes or homophones"),
            ),
            (Difference::Extra(part), true) => {
                lang.pick(format!("这里多了「{part}」"), format!("“{part}” stands here only"))
            }
            (Difference::Lacking(part), true) => {
                lang.pick(format!("这里少了「{part}」"), format!("“{part}” is missing here"))
            }
            (Difference::Extra(part), false) => counted(lang, "多", "more", part),
            (Difference::Lacking(part), false) => counted(lang, "少", "fewer", part),
        }
    }
}

fn counted(lang: Lang, zh: &str, en: &str, part: &str) -> String {
    let count = part.chars().count();
    lang.pick(
        format!("这里{zh}了 {count} 个字"),
        format!("{count} character(s) {en} here"),
    )
}

fn folded(text: &str) -> Vec<char> {
    let half = text.chars().map(name::half);
    half.filter(|char| !char.is_whitespace()).collect()
}

fn brackets(here: &[char], there: &[char]) -> Option<Difference> {
    (bare(here) == bare(there)).then_some(Difference::Brackets)
}

fn bare(name: &[char]) -> Vec<char> {
    let plain = |char: &char| !matches!(char, '(' | ')');
    name.iter().copied().filter(plain).collect()
}

/// 有限公司 and 有限责任公司 behind the same words.
fn form(here: &[char], there: &[char]) -> Option<Difference> {
    let ((stem, here), (other, there)) = (split_form(here)?, split_form(there)?);
    (stem == other && here != there).then_some(Difference::Form(here, there))
}

fn split_form(name: &[char]) -> Option<(&[char], &'static str)> {
    let ends = |form: &&&str| {
        let form: Vec<char> = form.chars().collect();
        name.ends_with(&form)
    };
    let form = FORMS.iter().find(ends)?;
    Some((&name[..name.len() - form.chars().count()], form))
}

/// As many characters on both sides: one differs, or a few that are easily mistaken.
fn substituted(here: &[char], there: &[char]) -> Option<Difference> {
    if here.len() != there.len() {
        return None;
    }
    let pairs = here.iter().zip(there).enumerate();
    let differing: Vec<(usize, char, char)> = pairs
        .filter(|(_, (a, b))| a != b)
        .map(|(at, (a, b))| (at + 1, *a, *b))
        .collect();
    match differing[..] {
        _ if differing.len() == here.len() => None,
        [(at, a, b)] => Some(Difference::Character(at, a, b, likeness(a, b))),
        _ => {
            let alike = |(_, a, b): &(usize, char, char)| likeness(*a, *b) != Likeness::None;
            let few = differing.len() <= MOST_ALIKE && 2 * differing.len() <= here.len();
            (few && differing.iter().all(alike)).then_some(Difference::Alike(differing.len()))
        }
    }
}

/// One side is the other with a part put in.
fn inserted(here: &[char], there: &[char]) -> Option<Difference> {
    let (short, long) = if here.len() < there.len() {
        (here, there)
    } else {
        (there, here)
    };
    let head = common(short.iter(), long.iter());
    let tail = common(short[head..].iter().rev(), long[head..].iter().rev());
    // What both have must be more than what one has alone, or they are simply different.
    let part = &long[head..long.len() - tail];
    if head + tail < short.len() || part.is_empty() || short.len() <= 1 {
        return None;
    }
    let part = part.iter().collect();
    Some(if here.len() < there.len() {
        Difference::Lacking(part)
    } else {
        Difference::Extra(part)
    })
}

/// Brackets aside, two neighbouring parts have changed places.
fn moved(here: &[char], there: &[char]) -> Option<Difference> {
    let (here, there) = (bare(here), bare(there));
    if here.len() != there.len() {
        return None;
    }
    let head = common(here.iter(), there.iter());
    let tail = common(here[head..].iter().rev(), there[head..].iter().rev());
    let (here, there) = (
        &here[head..here.len() - tail],
        &there[head..there.len() - tail],
    );
    let turn = (1..here.len()).find(|at| {
        here[*at..] == there[..here.len() - at] && here[..*at] == there[here.len() - at..]
    })?;
    let (first, second) = here.split_at(turn);
    let [first, second] = [first, second].map(|part| part.iter().collect::<String>());
    // A region is what moves: 杭州甲乙 and 甲乙(杭州); else the shorter of the two.
    let is_second = match [&first, &second].map(|part| region::named(part)) {
        [first, second] if first != second => second,
        _ => here.len() - turn < turn,
    };
    Some(Difference::Moved(if is_second { second } else { first }))
}

fn common<'a>(a: impl Iterator<Item = &'a char>, b: impl Iterator<Item = &'a char>) -> usize {
    a.zip(b).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reasons_in_words() {
        for (here, there, words) in [
            (
                "杭州甲已商贸有限公司",
                "杭州甲己商贸有限公司",
                "只差一个字：第 4 个字这里是「已」，那边是「己」，字形相近",
            ),
            (
                "杭州佳和商贸有限公司",
                "杭州嘉和商贸有限公司",
                "只差一个字：第 3 个字这里是「佳」，那边是「嘉」，读音相同",
            ),
            (
                "杭州甲乙商贸有限公司",
                "杭州甲丙商贸有限公司",
                "只差一个字：第 4 个字这里是「乙」，那边是「丙」",
            ),
            (
                "杭州甲乙商贸有限公司",
                "杭州甲乙商贸有限责任公司",
                "公司形式不同：这里是有限公司，那边是有限责任公司，是两种登记名称",
            ),
            (
                "甲乙（杭州）商贸有限公司",
                "甲乙杭州商贸有限公司",
                "只差括号",
            ),
            (
                "甲乙（杭州）商贸有限公司",
                "杭州甲乙商贸有限公司",
                "字都相同，只是地名「杭州」的位置不同",
            ),
            (
                "杭州甲乙有限公司",
                "甲乙(杭州)有限公司",
                "字都相同，只是地名「杭州」的位置不同",
            ),
            (
                "浙江省甲有限公司",
                "甲(浙江省)有限公司",
                "字都相同，只是地名「浙江省」的位置不同",
            ),
            (
                "甲乙丙丁商贸有限公司",
                "丙丁甲乙商贸有限公司",
                "字都相同，只是「甲乙」的位置不同",
            ),
            (
                "(杭州)甲乙丙商贸有限公司",
                "甲乙丙（杭州）商贸有限公司",
                "字都相同，只是地名「杭州」的位置不同",
            ),
            (
                "甲乙商贸有限公司",
                "杭州甲乙商贸有限公司",
                "这里少了「杭州」",
            ),
            (
                "甲乙商贸有限公司西湖分公司",
                "甲乙商贸有限公司",
                "这里多了「西湖分公司」",
            ),
            (
                "佳禾商贸未来有限公司",
                "嘉和商贸未来有限公司",
                "差 2 个字，都是字形相近或读音相同的",
            ),
            (
                "王己",
                "王已",
                "只差一个字：第 2 个字这里是「己」，那边是「已」，字形相近",
            ),
        ] {
            let found = between(here, there).map(|reason| reason.words(Lang::Zh, true));
            assert_eq!(found.as_deref(), Some(words), "{here} / {there}");
        }
    }

    #[test]
    fn a_moved_region_in_both_languages() {
        let moved = between("杭州甲乙有限公司", "甲乙(杭州)有限公司").expect("a reason");
        assert_eq!(moved, Difference::Moved("杭州".to_owned()));
        let words = |lang, open| moved.words(lang, open);
        assert_eq!(
            words(Lang::En, true),
            "the same characters, with the region “杭州” in another place"
        );
        assert_eq!(words(Lang::Zh, false), "字都相同，只是次序不同");
        let plain = between("甲乙丙店", "丙甲乙店").expect("a reason");
        assert_eq!(
            plain.words(Lang::En, true),
            "the same characters, with “丙” in another place"
        );
    }

    #[test]
    fn what_is_simply_different_has_no_reason() {
        for (here, there) in [
            ("杭州甲乙商贸有限公司", "杭州甲乙商贸有限公司"),
            ("甲（杭州）有限公司", "甲(杭州) 有限公司"),
            ("张三", "李四"),
            ("王", "李"),
            ("", "甲有限公司"),
            ("杭州甲乙商贸有限公司", "北京丙丁餐饮有限公司"),
        ] {
            assert_eq!(between(here, there), None, "{here} / {there}");
        }
    }

    #[test]
    fn names_of_persons_are_not_given_away() {
        let words =
            |here, there, lang| between(here, there).map(|reason| reason.words(lang, false));
        for (here, there, zh, en) in [
            (
                "张三丰",
                "章三丰",
                "只差一个字，读音相同",
                "one character differs, homophones",
            ),
            (
                "张三",
                "张三丰",
                "这里少了 1 个字",
                "1 character(s) fewer here",
            ),
            ("阿三·张", "张·阿三", "", ""),
            (
                "张三丰",
                "三丰张",
                "字都相同，只是次序不同",
                "the same characters in another order",
            ),
        ] {
            let expected = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            assert_eq!(
                words(here, there, Lang::Zh),
                expected(zh),
                "{here} / {there}"
            );
            assert_eq!(words(here, there, Lang::En), expected(en));
        }
    }

    proptest! {
        #[test]
        fn any_two_names_are_safe(a in "\\PC{0,12}|[甲乙杭州()（）有限公司]{0,10}", b in "\\PC{0,12}|[甲乙杭州()（）有限公司]{0,10}") {
            let reason = between(&a, &b);
            prop_assert_eq!(reason.is_some(), between(&b, &a).is_some());
            if let Some(reason) = reason {
                for open in [true, false] {
                    prop_assert!(!reason.words(Lang::Zh, open).is_empty());
                    prop_assert!(!reason.words(Lang::En, open).is_empty());
                }
            }
        }
    }
}
