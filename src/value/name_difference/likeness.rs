//! Characters easily taken for one another: by eye, from a list, or by ear, from their readings. Two
//! characters in, why one might stand for the other out.

use pinyin::ToPinyinMulti;

/// Characters taken for one another by eye. Digits and letters among them.
const LOOK_ALIKES: &[&str] = &[
    "己已巳",
    "末未朱",
    "土士",
    "干千于",
    "人入八",
    "大太犬",
    "日曰目",
    "田由甲申",
    "王玉主",
    "天夫",
    "刀力",
    "贝见",
    "午牛",
    "免兔",
    "鸟乌",
    "戊戌戍",
    "哀衷",
    "崇祟",
    "侯候",
    "博搏",
    "辩辨辫",
    "卷券",
    "治冶",
    "洽恰",
    "析折拆",
    "栗粟",
    "历厉",
    "钓钧",
    "沐沭",
    "汨汩",
    "茶荼",
    "晴睛",
    "买卖",
    "今令",
    "名各",
    "百白自",
    "间问闻",
    "师帅",
    "微徽",
    "宜宣",
    "柏伯",
    "陪赔",
    "密蜜",
    "帐账",
    "裏里",
    "責责",
    "毫亳",
    "赢嬴羸",
    "圆园",
    "坚竖",
    "科料",
    "浙淅",
    "杭抗",
    "凤风",
    "尤龙",
    "仑仓",
    "徒徙",
    "苹萍",
    "佳住往",
    "宇字",
    "定宝",
    "官宫",
    "商啇",
    "萧肖",
    "兴與",
    "0Oo〇",
    "1Il",
    "2Z",
    "5S",
    "8B",
];

/// Why one character stands for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Likeness {
    LookAlike,
    Homophone,
    /// Nothing known.
    None,
}

impl Likeness {
    pub(crate) fn zh(self) -> &'static str {
        match self {
            Likeness::LookAlike => "，字形相近",
            Likeness::Homophone => "，读音相同",
            Likeness::None => "",
        }
    }

    pub(crate) fn en(self) -> &'static str {
        match self {
            Likeness::LookAlike => ", look-alikes",
            Likeness::Homophone => ", homophones",
            Likeness::None => "",
        }
    }
}

/// Why one of two characters might stand for the other.
pub(super) fn likeness(a: char, b: char) -> Likeness {
    let is_pair = |group: &&str| group.contains(a) && group.contains(b);
    if LOOK_ALIKES.iter().any(is_pair) {
        Likeness::LookAlike
    } else if sounds(a).iter().any(|sound| sounds(b).contains(sound)) {
        Likeness::Homophone
    } else {
        Likeness::None
    }
}

/// Every reading of a character, without tones.
fn sounds(char: char) -> Vec<&'static str> {
    let readings = char.to_pinyin_multi();
    readings.map_or(Vec::new(), |all| {
        all.into_iter().map(|one| one.plain()).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_of_different_characters() {
        for group in LOOK_ALIKES {
            let chars: std::collections::BTreeSet<char> = group.chars().collect();
            assert!(
                chars.len() > 1 && chars.len() == group.chars().count(),
                "{group}"
            );
        }
    }
}
