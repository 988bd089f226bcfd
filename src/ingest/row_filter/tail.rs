//! The words at the foot of a table: totals, and the labels and sentences of footers. The words are data: add to the
//! lists.

use crate::ingest::non_data::plain;

/// The words of a total.
const TOTALS: &str =
    "本页合计 本页小计 合计 小计 总计 总合计 统计 共计 累计 grandtotal subtotal total";

/// The words of a total in a bank statement, which may be part of a longer label.
pub(super) const STATEMENT_TOTALS: &str = "合计 小计 总计 共计 累计 总额 笔数 total";

/// Labels of values at the foot of a table.
const LABELS: &str = "制表人 制表日期 制表时间 制表 制单人 制单 填表人 填表日期 填报人 填报日期 审核人 \
     审核 复核人 复核 经办人 导出时间 导出日期 导出人 打印时间 打印日期 打印人 生成时间 \
     负责人签字 签字 盖章 单位盖章";

/// Beginnings of sentences below a table.
const SENTENCES: &str =
    "以上数据 以上信息 以上内容 以上资料 以上门店 以上为 以上均 以上共 注: 备注: 说明: 第…页 ---";

pub(super) fn is_tail_word(text: &str) -> bool {
    text.contains('计')
        || text.contains("总额")
        || text.contains("笔数")
        || footer(text).is_some()
        || text.is_ascii() && text.to_ascii_lowercase().contains("total")
}

/// A word of a total alone, or with a count after it: `合计：`, `合 计`, `共计 3 家`. `合计便利店` is a shop.
pub(super) fn is_total_word(plain: &str) -> bool {
    let mut rests = TOTALS
        .split(' ')
        .filter_map(|word| plain.strip_prefix(word));
    rests.any(|rest| !rest.contains(char::is_alphanumeric) || is_count(rest))
}

/// `3家`, `(共3条)`, `-`: a number with its unit, or no letters and digits.
pub(super) fn is_count(text: &str) -> bool {
    const UNITS: &str = "共家条笔个户行件元店门商品";
    let digits = text.contains(|c: char| c.is_ascii_digit());
    let unit = text.contains(|c| UNITS.contains(c));
    let only = |c: char| !c.is_alphanumeric() || c.is_ascii_digit() || UNITS.contains(c);
    text.chars().all(only) && digits == unit
}

pub(super) fn is_number(text: &str) -> bool {
    let mark = |c: char| c.is_ascii_digit() || ".,-+￥¥".contains(c);
    text.contains(|c: char| c.is_ascii_digit()) && text.chars().all(mark)
}

/// The label or the beginning of a footer.
pub(super) fn footer(text: &str) -> Option<&'static str> {
    const OPENINGS: &str = "制填审复经导打生负签盖单以注备说第-";
    if !text.starts_with(|c| OPENINGS.contains(c)) {
        return None;
    }
    let head: String = plain(&text.chars().take(12).collect::<String>());
    let label = |word: &&str| {
        let rest = head.strip_prefix(*word);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
    };
    let sentence = |word: &&str| match *word {
        "第…页" => is_page_number(&head),
        word => head.starts_with(word),
    };
    let found = LABELS.split(' ').find(label);
    found.or_else(|| SENTENCES.split(' ').find(sentence))
}

/// Whether [`footer`] found the beginning of a sentence.
pub(super) fn is_sentence(found: &str) -> bool {
    SENTENCES.split(' ').any(|sentence| sentence == found)
}

/// `第1页`, `第1页/共3页`.
fn is_page_number(plain: &str) -> bool {
    let page = plain
        .strip_prefix('第')
        .and_then(|rest| rest.split_once('页'));
    page.is_some_and(|(number, _)| number.parse::<u32>().is_ok())
}
