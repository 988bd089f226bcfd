//! Rules raised while reading: sheets and columns that were not understood, and bills whose lines do
//! not come to their own totals.

use crate::model::rule::{Rule, Text};

pub(crate) static RULES: &[&Rule] = &[&SHT002];

/// The header is what was found. With a proposal (its field key): `{0}` `{1}` the field in Chinese and English, `{2}`
/// the score, `{3}` `{4}` the reason in Chinese and English, `{5}` the header on one line.
pub(crate) static SHT002: Rule = Rule {
    code: "SHT002",
    name: "column-not-recognised",
    title: ("列未识别", "column not recognised"),
    proposal: (
        "最接近的字段是「{0}」（{fix}，{2} 分：{3}）；确认后运行 jinjian map 文件 --set \"{5}={fix}\" --save，下次即按此读取",
        "the nearest field is {1} ({fix}, score {2}: {4}); if that is right, run jinjian map FILE --set \"{5}={fix}\" --save and it is read so from then on",
    ),
    zh: Text {
        message: "表头不对应任何字段，此列未读取",
        remedy: "不需要的列可以不管；若是要用的字段，请改用标准表头，或在版式文件里为它加一个别名",
        why: "列按表头和别名识别。没读的列要说出来：一个写错的表头会让整列数据看上去像没填。",
    },
    en: Text {
        message: "the header stands for no field; the column was not read",
        remedy: "ignore this for columns you do not need; otherwise use the standard header or add an alias to the layout",
        why: "Columns are found by header and alias. One that was not read is named, because a misspelt header \
              makes a full column look empty.",
    },
    bad: "经营许可号",
    good: "营业执照号",
    source: "表头识别是本程序的约定 [D]",
    ..Rule::NOTE
};
