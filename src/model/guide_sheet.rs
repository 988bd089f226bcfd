//! The sheets beside the table of a blank workbook (`jinjian template`): how to fill it in, and the regions its
//! lists choose from. They are written by these words and known again by them, and a reader has nothing to
//! say of them.

use super::Lang;

/// What they are called where other sheets have the name of a layout.
pub(crate) const LAYOUT: &str = "jinjian-template";

/// The first advice on how to fill it in, in Chinese and in English.
pub(crate) const FIRST: [&str; 2] = [
    "1. 号码一律是文本：整列已设为文本格式，请用「只粘贴值」，不要改回常规或数值格式，否则末几位和开头的 0 会丢失。",
    "1. Numbers are text: the columns are formatted so; paste values only and keep the format, or last digits and leading zeros are lost.",
];

/// The headings of the regions; between them two columns stay empty.
pub(crate) const REGIONS: [[&str; 5]; 2] = [
    ["省", "省", "市", "省/市", "区"],
    ["province", "province", "city", "province/city", "district"],
];

/// What stands above the advice.
pub(crate) fn title(kind: &str, lang: Lang) -> String {
    lang.pick(
        format!("{kind} 填写说明"),
        format!("How to fill in: {kind}"),
    )
}

/// Whether a sheet whose first rows have these cells is one of them, whatever it is called.
pub(crate) fn begins(first: &[&str], second: &[&str]) -> bool {
    let [first, second] = [first, second].map(|row| row.iter().map(|text| text.trim()));
    let titled = match first.clone().collect::<Vec<_>>()[..] {
        [title] => title.ends_with(" 填写说明") || title.starts_with("How to fill in: "),
        _ => false,
    };
    let advised = FIRST.iter().any(|advice| second.clone().eq([*advice]));
    let regions = REGIONS
        .iter()
        .any(|all| first.clone().eq(all.iter().copied()));
    titled && advised || regions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_its_own_words_make_it_one() {
        for (at, lang) in [Lang::Zh, Lang::En].into_iter().enumerate() {
            let title = title("门店信息表", lang);
            assert!(begins(&[&title], &[FIRST[at]]));
            assert!(begins(&REGIONS[at], &["浙江省", "浙江省", "杭州市"]));
            assert!(!begins(&[&title], &["1. 门店名称与门头一致"]));
            assert!(!begins(&[&title, "备注"], &[FIRST[at]]));
            assert!(!begins(&["门店信息表"], &[FIRST[at]]));
            assert!(!begins(&REGIONS[at][..4], &[]));
        }
        assert!(!begins(
            &["省", "市", "区"],
            &["浙江省", "杭州市", "西湖区"]
        ));
        assert!(!begins(&[], &[]));
    }
}
