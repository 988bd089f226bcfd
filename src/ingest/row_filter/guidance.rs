//! Instructions and examples that a template keeps below its header, by their words. The cells of one row
//! come in; what it is and the word that tells go out. The words are data: add to the lists.

use super::non_data::{Cell, NonData, plain};

/// One of these as a word of its own at the beginning of a cell is proof enough.
const EXAMPLE: &[&str] = &[
    "示例数据",
    "示例行",
    "填写示例",
    "填写样例",
    "示例",
    "样例",
    "例如",
    "例:",
    "e.g.",
    "example:",
];
const INSTRUCTION: &[&str] = &["填写说明", "填写要求", "填写规则", "填表说明", "填报说明"];

/// These are proof in a row of one cell only.
const ALONE: &[&str] = &[
    "注:", "说明:", "备注:", "提示:", "请", "带*", "红色", "标红", "必填",
];

/// These in two cells or more.
const ADVICE: &[&str] = &[
    "必填",
    "选填",
    "非必填",
    "可选",
    "可不填",
    "请填",
    "请输入",
    "请选择",
    "请与",
    "填写",
    "格式",
    "不超过",
    "最多",
    "下拉",
    "与营业执照",
    "与执照",
];
const TYPES: &[&str] = &["文本", "数字", "日期", "数值", "字符", "下拉框"];

/// What a row is whose cells are these, when they are guidance, and the words that say so.
pub(super) fn guidance(cells: &[Cell]) -> Option<(NonData, String)> {
    let plain: Vec<(String, &str)> = cells
        .iter()
        .map(|(_, text)| (opening(text), *text))
        .collect();
    let begins = |words: &'static [&'static str]| {
        move |(opening, _): &&(String, &str)| words.iter().any(|w| opening.starts_with(w))
    };
    let said = |what, cell: &(String, &str)| Some((what, cell.1.to_owned()));
    if let Some(cell) = plain.iter().find(|(opening, _)| is_example(opening)) {
        return said(NonData::Example, cell);
    }
    if let Some(cell) = plain.iter().find(begins(INSTRUCTION)) {
        return said(NonData::Instruction, cell);
    }
    if let [cell] = &plain[..] {
        return begins(ALONE)(&cell).then(|| said(NonData::Instruction, cell))?;
    }
    let advice = |cell: &&(String, &str)| begins(ADVICE)(cell) || TYPES.contains(&&cell.0[..]);
    let mut advice = plain.iter().filter(advice);
    if let (Some(cell), Some(_)) = (advice.next(), advice.next()) {
        return said(NonData::Instruction, cell);
    }
    let mut kinds: Vec<(Placeholder, &(String, &str))> = Vec::new();
    for cell in &plain {
        let kind = placeholder(&cell.0);
        if let Some(kind) = kind.filter(|k| !kinds.iter().any(|(seen, _)| seen == k)) {
            kinds.push((kind, cell));
        }
    }
    let such = |cell: &&(String, &str)| cell.0.starts_with("如:");
    let such_as: Vec<_> = plain.iter().filter(such).collect();
    match (kinds.len() + such_as.len()) >= 2 {
        true => said(
            NonData::Example,
            such_as.first().copied().or(kinds.first().map(|k| k.1))?,
        ),
        false => None,
    }
}

/// `示例：甲店`, `示例1`; `示例甲店` may be somebody's name.
fn is_example(opening: &str) -> bool {
    let rest = |word: &&str| opening.strip_prefix(*word);
    let apart = |rest: &str| !rest.starts_with(char::is_alphabetic);
    EXAMPLE
        .iter()
        .filter_map(|word| rest(word).map(|rest| (word, rest)))
        .any(|(word, rest)| word.ends_with([':', '.', '如']) || apart(rest))
}

/// A cell's words without what brackets or stars stand before them.
fn opening(text: &str) -> String {
    let plain = plain(text);
    let marks = |c: char| "*※（(【[〔".contains(c);
    plain.trim_start_matches(marks).to_owned()
}

/// What is made up: the same name twice is still one sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Placeholder {
    /// Of a person, a shop or a company.
    Name,
    Mobile,
    IdNumber,
    Sequence,
    Email,
    Blanked,
}

fn placeholder(plain: &str) -> Option<Placeholder> {
    const NAMES: &[&str] = &[
        "张三",
        "李四",
        "王五",
        "赵六",
        "某某",
        "张某",
        "某某某",
        "示例门店",
        "示例店铺",
        "示例商户",
        "示例公司",
        "测试门店",
    ];
    const MOBILES: &[&str] = &[
        "13800138000",
        "13800000000",
        "13888888888",
        "13900000000",
        "13912345678",
    ];
    const ID_NUMBERS: &[&str] = &["11010119900307", "11010119900101", "11010119800101"];
    let begins = |words: &[&str]| words.iter().any(|word| plain.starts_with(word));
    if NAMES.contains(&plain) {
        Some(Placeholder::Name)
    } else if MOBILES.contains(&plain) {
        Some(Placeholder::Mobile)
    } else if begins(ID_NUMBERS) {
        Some(Placeholder::IdNumber)
    } else if plain.starts_with("example@") || plain.starts_with("name@") {
        Some(Placeholder::Email)
    } else if is_blanked(plain) {
        Some(Placeholder::Blanked)
    } else {
        plain.contains("123456789").then_some(Placeholder::Sequence)
    }
}

/// `XX省`, `××路`, `xxx@xxx.com`; a licence number may hold two X, and a masked number is no example.
fn is_blanked(plain: &str) -> bool {
    let digits = plain.contains(|c: char| c.is_ascii_digit());
    plain.contains("××")
        || plain.contains("xx") && !plain.is_ascii()
        || plain.contains("xxx") && !digits
}
