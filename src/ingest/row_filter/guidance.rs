//! Instructions and examples of a template below its header, by their words. The words are data, separated by blanks:
//! add to the lists.

use crate::ingest::non_data::{Cell, NonData, plain};

/// One of these as a word at the beginning of a cell is enough.
const EXAMPLE: &str = "示例数据 示例行 填写示例 填写样例 示例 样例 例如 例: e.g. example:";
const INSTRUCTION: &str = "填写说明 填写要求 填写规则 填表说明 填报说明";

/// These are enough in a row of one cell.
const ALONE: &str = "注: 说明: 备注: 提示: 请 带* 红色 标红 必填";

/// These are enough in two cells.
const ADVICE: &str = "必填 选填 非必填 可选 可不填 请填 请输入 请选择 请与 填写 格式 不超过 最多 下拉 \
     与营业执照 与执照";
const TYPES: &str = "文本 数字 日期 数值 字符 下拉框";

/// What a row with these cells is, when it is guidance, and the words that show it.
pub(super) fn guidance(cells: &[Cell]) -> Option<(NonData, String)> {
    let plain = cells.iter().map(|(_, text)| (opening(text), *text));
    let plain: Vec<(String, &str)> = plain.collect();
    let begins = |words: &'static str| {
        move |(opening, _): &&(String, &str)| words.split(' ').any(|w| opening.starts_with(w))
    };
    let found = |what, cell: &(String, &str)| Some((what, cell.1.to_owned()));
    if let Some(cell) = plain.iter().find(|(opening, _)| is_example(opening)) {
        return found(NonData::Example, cell);
    }
    if let Some(cell) = plain.iter().find(begins(INSTRUCTION)) {
        return found(NonData::Instruction, cell);
    }
    if let [cell] = &plain[..] {
        return begins(ALONE)(&cell).then(|| found(NonData::Instruction, cell))?;
    }
    let advice = |cell: &&(String, &str)| {
        begins(ADVICE)(cell) || TYPES.split(' ').any(|word| word == cell.0)
    };
    let mut advice = plain.iter().filter(advice);
    if let (Some(cell), Some(_)) = (advice.next(), advice.next()) {
        return found(NonData::Instruction, cell);
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
    if kinds.len() + such_as.len() < 2 {
        return None;
    }
    let first = such_as.first().copied();
    found(NonData::Example, first.or(kinds.first().map(|k| k.1))?)
}

/// `示例：甲店`, `示例1`; `示例甲店` may be somebody's name.
fn is_example(opening: &str) -> bool {
    let is_word = |word: &str, rest: &str| {
        word.ends_with([':', '.', '如']) || !rest.starts_with(char::is_alphabetic)
    };
    let mut words = EXAMPLE.split(' ');
    words.any(|word| {
        opening
            .strip_prefix(word)
            .is_some_and(|rest| is_word(word, rest))
    })
}

/// The words of a cell without brackets and stars before them.
fn opening(text: &str) -> String {
    let plain = plain(text);
    let marks = |c: char| "*※（(【[〔".contains(c);
    plain.trim_start_matches(marks).to_owned()
}

/// Kinds of invented values: two of the same kind count once.
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
    const NAMES: &str =
        "张三 李四 王五 赵六 某某 张某 某某某 示例门店 示例店铺 示例商户 示例公司 测试门店";
    const MOBILES: &str = "13800138000 13800000000 13888888888 13900000000 13912345678";
    const ID_NUMBERS: &str = "11010119900307 11010119900101 11010119800101";
    let is_one_of = |words: &str| words.split(' ').any(|word| word == plain);
    if is_one_of(NAMES) {
        Some(Placeholder::Name)
    } else if is_one_of(MOBILES) {
        Some(Placeholder::Mobile)
    } else if ID_NUMBERS.split(' ').any(|word| plain.starts_with(word)) {
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
