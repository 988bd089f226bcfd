//! The divisions a street address begins with: 浙江省杭州市西湖区文三路1号 names three before the street.
//!
//! An address goes in; out come the codes, outermost first, and what is left. Only full names count,
//! and short ones before a full one (杭州西湖区): 北京路, 西湖大道 and 杭州大厦 are streets and houses.

use super::index::{RegionIndex, index};

/// What stands before the street.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Leading<'a> {
    /// Current codes, outermost first, each inside the one before.
    pub codes: Vec<&'static str>,
    /// The address without them.
    pub rest: &'a str,
}

/// Longest name of a division, in characters: 积石山保安族东乡族撒拉族自治县 and the like.
const LONGEST: usize = 16;

/// Reads the divisions off the front. `near` is the code of the place the row names: of several
/// divisions of one name, the one nearest to it is meant.
pub(crate) fn leading<'a>(address: &'a str, near: &str) -> Leading<'a> {
    let index = index();
    let mut found = Leading {
        codes: Vec::new(),
        rest: trim(address),
    };
    let mut within = "";
    while let Some((code, rest)) = step(index, found.rest, within, near) {
        found.codes.push(code);
        found.rest = trim(rest);
        within = scope(code);
    }
    found
}

/// The next division by its full name, or by its short one when a full name of its own follows.
fn step<'a>(
    index: &RegionIndex,
    text: &'a str,
    within: &str,
    near: &str,
) -> Option<(&'static str, &'a str)> {
    full(index, text, within, near).or_else(|| {
        let (name, rest) = prefixes(text).take(4).find(|(name, rest)| {
            let short = best(index, name, within, near, |full| full != *name);
            short.is_some_and(|code| {
                !scope(code).is_empty() && full(index, rest, scope(code), near).is_some()
            })
        })?;
        Some((best(index, name, within, near, |full| full != name)?, rest))
    })
}

fn full<'a>(
    index: &RegionIndex,
    text: &'a str,
    within: &str,
    near: &str,
) -> Option<(&'static str, &'a str)> {
    let mut longest = None;
    for (name, rest) in prefixes(text)
        .filter(|(name, _)| name.ends_with(['省', '市', '区', '县', '旗', '州', '盟']))
    {
        if !goes_on(rest)
            && let Some(code) = best(index, name, within, near, |full| full == name)
        {
            longest = Some((code, rest));
        }
    }
    longest
}

/// Beginnings of two characters and more, and what follows.
fn prefixes(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let ends = text.char_indices().map(|(at, char)| at + char.len_utf8());
    ends.take(LONGEST).skip(1).map(|end| text.split_at(end))
}

/// Whether the last character belongs to the next word: 杭州市民中心, 区政府, 青岛市南区.
fn goes_on(rest: &str) -> bool {
    let words = [
        "民", "场", "政", "委", "立", "郊", "内", "域", "区", "中心", "中区", "南区", "北区",
    ];
    words.iter().any(|word| rest.starts_with(word))
}

/// Of the current divisions of that name, the one that shares most digits with `near`; none of those
/// that share none unless it is the only one, and no development zones, which every list draws
/// differently.
fn best(
    index: &RegionIndex,
    name: &str,
    within: &str,
    near: &str,
    fits: impl Fn(&str) -> bool,
) -> Option<&'static str> {
    let zone = |code: &str| ("71".."80").contains(&&code[4..]);
    let named = index
        .named(name)
        .iter()
        .filter_map(|code| index.current(*code));
    let mut found = named
        .filter(|division| {
            fits(division.name) && division.text.starts_with(within) && !zone(division.text)
        })
        .map(|division| (shared(division.text, near), division.text));
    let first = found.next()?;
    let others: Vec<_> = found.collect();
    let best = others.iter().copied().fold(
        first,
        |best, other| if other.0 > best.0 { other } else { best },
    );
    let tied = others
        .iter()
        .chain([&first])
        .filter(|other| other.0 == best.0)
        .count()
        > 1;
    (!tied).then_some(best.1)
}

/// Equal digits from the front, in pairs: province, city, district.
fn shared(code: &str, near: &str) -> usize {
    (1..=3)
        .take_while(|pairs| code.get(..pairs * 2) == near.get(..pairs * 2))
        .count()
}

/// The digits that all divisions inside share; none inside a district.
fn scope(code: &str) -> &str {
    match code {
        _ if code.ends_with("0000") => &code[..2],
        _ if code.ends_with("00") => &code[..4],
        _ => code,
    }
}

fn trim(text: &str) -> &str {
    text.trim_start_matches(|char: char| char.is_whitespace() || "-—/,，、·".contains(char))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(rows: &[(&str, &str, &str)]) {
        for (address, near, expected) in rows {
            let found = leading(address, near);
            let shown = format!("{}|{}", found.codes.join("+"), found.rest);
            assert_eq!(shown, *expected, "{address}");
        }
    }

    #[test]
    fn full_names() {
        check(&[
            (
                "浙江省杭州市西湖区文三路1号",
                "330106",
                "330000+330100+330106|文三路1号",
            ),
            (
                "浙江省 杭州市 西湖区 文三路1号",
                "330106",
                "330000+330100+330106|文三路1号",
            ),
            ("西湖区文三路1号", "330106", "330106|文三路1号"),
            ("西湖区文三路1号", "360100", "360103|文三路1号"),
            ("上海市浦东新区张杨路", "310115", "310000+310115|张杨路"),
            ("北京市北京市东城区", "110101", "110000+110000+110101|"),
            (
                "广西壮族自治区南宁市青秀区",
                "450103",
                "450000+450100+450103|",
            ),
            ("东莞市长安镇", "441900", "441900|长安镇"),
            ("朝阳区建国路", "110105", "110105|建国路"),
            ("朝阳区建国路", "330100", "|朝阳区建国路"),
            ("文三路1号", "330106", "|文三路1号"),
            ("", "330106", "|"),
        ]);
    }

    #[test]
    fn short_names_stand_before_full_ones_only() {
        check(&[
            (
                "浙江杭州市西湖区文三路",
                "330106",
                "330000+330100+330106|文三路",
            ),
            ("杭州西湖区文三路", "330106", "330100+330106|文三路"),
            ("广西南宁市青秀区", "450103", "450000+450100+450103|"),
            ("北京路1号", "330106", "|北京路1号"),
            ("南京东路1号", "310101", "|南京东路1号"),
            ("杭州大厦", "330106", "|杭州大厦"),
            ("西湖大道1号", "330106", "|西湖大道1号"),
            ("吉林吉林市昌邑区", "220202", "220200+220200+220202|"),
        ]);
    }

    #[test]
    fn names_inside_other_words() {
        check(&[
            ("杭州市民中心A座", "330106", "|杭州市民中心A座"),
            ("杭州市场1号", "330106", "|杭州市场1号"),
            ("西湖区政府旁", "330106", "|西湖区政府旁"),
            ("济南市市中区经四路", "370103", "370100+370103|经四路"),
            ("苏州工业园区星湖街", "320500", "|苏州工业园区星湖街"),
        ]);
    }

    proptest! {
        #[test]
        fn what_is_left_is_the_end(address in "\\PC*|[浙江省杭州市西湖区 路]{0,12}", near in "[0-9]{0,6}") {
            let found = leading(&address, &near);
            prop_assert!(address.ends_with(found.rest));
        }
    }
}
