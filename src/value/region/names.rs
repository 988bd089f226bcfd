//! Short forms of division names: 浙江 for 浙江省, 延边 for 延边朝鲜族自治州.
//!
//! A name goes in and a slice of it comes out, so short forms cost no memory.

/// Suffixes of every level, longer ones before those they end in.
const SUFFIXES: [&str; 15] = [
    "特别行政区",
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "地区",
    "林区",
    "特区",
    "省",
    "市",
    "区",
    "县",
    "旗",
    "盟",
    "州",
];

/// Peoples as autonomous divisions are named after them.
const PEOPLES: [&str; 57] = [
    "各族",
    "蒙古族",
    "蒙古",
    "回族",
    "藏族",
    "维吾尔",
    "苗族",
    "彝族",
    "壮族",
    "布依族",
    "朝鲜族",
    "满族",
    "侗族",
    "瑶族",
    "白族",
    "土家族",
    "哈尼族",
    "哈萨克族",
    "哈萨克",
    "傣族",
    "黎族",
    "傈僳族",
    "佤族",
    "畲族",
    "拉祜族",
    "水族",
    "东乡族",
    "纳西族",
    "景颇族",
    "柯尔克孜",
    "土族",
    "达斡尔族",
    "仫佬族",
    "羌族",
    "布朗族",
    "撒拉族",
    "毛南族",
    "仡佬族",
    "锡伯",
    "阿昌族",
    "普米族",
    "塔吉克",
    "怒族",
    "乌孜别克",
    "俄罗斯",
    "鄂温克族",
    "德昂族",
    "保安族",
    "裕固族",
    "京族",
    "塔塔尔",
    "独龙族",
    "鄂伦春",
    "赫哲族",
    "门巴族",
    "珞巴族",
    "基诺族",
];

/// A name and its suffix, when at least two characters are left before it.
pub(super) fn split_suffix(name: &str) -> Option<(&str, &'static str)> {
    SUFFIXES.iter().find_map(|suffix| {
        let short = name.strip_suffix(suffix)?;
        is_name(short).then_some((short, *suffix))
    })
}

/// The name without its suffix and, for autonomous divisions, without the peoples named in it.
pub(super) fn short(name: &'static str) -> Option<&'static str> {
    let (mut short, suffix) = split_suffix(name)?;
    let without_last_people = |short: &'static str| {
        let mut stripped = PEOPLES
            .iter()
            .filter_map(|people| short.strip_suffix(people));
        stripped.find(|rest| is_name(rest))
    };
    while suffix.starts_with("自治")
        && let Some(rest) = without_last_people(short)
    {
        short = rest;
    }
    Some(short)
}

/// One character, as in 沙县 without 县, is too little to be a name.
fn is_name(text: &str) -> bool {
    text.chars().nth(1).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names() {
        for (name, expected) in [
            ("浙江省", Some("浙江")),
            ("内蒙古自治区", Some("内蒙古")),
            ("新疆维吾尔自治区", Some("新疆")),
            ("广西壮族自治区", Some("广西")),
            ("香港特别行政区", Some("香港")),
            ("延边朝鲜族自治州", Some("延边")),
            ("黔西南布依族苗族自治州", Some("黔西南")),
            ("积石山保安族东乡族撒拉族自治县", Some("积石山")),
            ("东乡族自治县", Some("东乡族")),
            ("鄂伦春自治旗", Some("鄂伦春")),
            ("大兴安岭地区", Some("大兴安岭")),
            ("神农架林区", Some("神农架")),
            ("沙县", None),
            ("西沙群岛", None),
        ] {
            assert_eq!(short(name), expected, "{name}");
        }
    }
}
