//! Rules raised while a sheet's rows and columns are told apart: what is left out, what is missing, what
//! was read from elsewhere than its own cell.

use crate::model::rule::{Level, Rule, Test, Text};

/// `{0}` what the row is, in Chinese; `{1}` in English. The words that tell are what was found.
pub static SHT006: Rule = Rule {
    code: "SHT006",
    name: "row-left-out",
    level: Level::Note,
    blocks: None,
    kinds: &[],
    reads: &[],
    zh: Text {
        title: "行未读取",
        message: "此行是{0}，不是数据，未读取",
        expected: "",
        remedy: "确实不是数据就不用管；若是一条真实数据，请删去这些字样后再交",
        proposal: "",
        why: "模板常在表头下留有填写说明和示例（张三、13800138000），表尾有合计、制表人，翻页后又重复表头。\
              这些行不是数据，读进来会变成不存在的门店；略过的每一行都说出来，免得误略。示例和说明只在表头下三行内判断，\
              且单个疑似占位的值不算；写有门店编码、名称等的行不会当作合计。",
    },
    en: Text {
        title: "row left out",
        message: "this row is {1}, not data; it was left out",
        expected: "",
        remedy: "nothing to do if it is no data; if it is, remove these words and send the sheet again",
        proposal: "",
        why: "Templates keep instructions and examples below the header (张三, 13800138000), totals and signatures at \
              the foot, and the header again after a page break. Read as data they would be stores that do not \
              exist. Every row left out is named. Examples are looked for in the first three rows only, one \
              placeholder alone proves nothing, and a row with a code or a name of its own is no total.",
    },
    bad: "示例：storeId001 (表头下第一行)",
    good: "storeId001",
    source: "各家模板与导出中常见的行，本程序的约定 [D]",
    test: Test::Stage,
};
