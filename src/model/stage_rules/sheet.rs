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

/// `{0}` the range. The value is what was found.
pub static SHT007: Rule = Rule {
    code: "SHT007",
    name: "cells-carried",
    level: Level::Note,
    blocks: None,
    kinds: &[],
    reads: &[],
    zh: Text {
        title: "合并单元格已填到各行",
        message: "合并单元格 {0} 的值只存在第一格，已用于这个范围内的每一行",
        expected: "",
        remedy: "值确实适用于这些行就不用管；否则请取消合并，逐行填写",
        proposal: "",
        why: "Excel 的合并单元格只有左上角一格有值，其余各格是空的。同一家公司的几家门店常把公司名称、营业执照号合并成一格：\
              按看到的样子，值适用于范围内每一行。只在合并范围内、只在第一列往下填；自己有值的格子不动，空行不会因此变成门店。",
    },
    en: Text {
        title: "merged cells carried down",
        message: "the value of the merged range {0} stands in its first cell only; it was used for every row of the range",
        expected: "",
        remedy: "nothing to do if it holds for these rows; if not, split the cells and fill in each row",
        proposal: "",
        why: "Of a merged range only the first cell holds a value; the others are empty. Stores of one company often \
              share a merged company name or licence number, and it holds for each of them as it is seen. Values go down \
              inside the range and its first column only; a cell with its own value keeps it, and no blank row \
              becomes a store.",
    },
    bad: "A2:A4 合并为一格，只有 A2 有公司名称",
    good: "A2、A3、A4 各填一次公司名称",
    source: "ECMA-376 Part 1, 18.3.1.55 mergeCell",
    test: Test::Stage,
};

/// `{0}` what is hidden, in Chinese; `{1}` in English; `{2}` `{3}` whether it was read.
pub static SHT008: Rule = Rule {
    code: "SHT008",
    name: "hidden-part",
    level: Level::Note,
    blocks: None,
    kinds: &[],
    reads: &[],
    zh: Text {
        title: "有隐藏的内容",
        message: "隐藏的{0}：{2}",
        expected: "",
        remedy: "请取消隐藏或筛选看一眼：要用就不用管，不要的请删去，或在 jinjian.toml 的 [reading] 中改 hidden_rows、hidden_columns、hidden_sheets",
        proposal: "",
        why: "筛选后的行、收起的列、隐藏的工作表看不见，却还在文件里，可能是停业的门店，也可能只是忘了取消筛选。\
              程序默认照常读取并说出来，也可以设置为略过；隐藏的表头行照样用来认列。",
    },
    en: Text {
        title: "hidden part",
        message: "hidden {1}: {3}",
        expected: "",
        remedy: "unhide or clear the filter and look: leave it if it is wanted, delete it if not, or set hidden_rows, hidden_columns or \
                 hidden_sheets under [reading] in jinjian.toml",
        proposal: "",
        why: "Filtered rows, folded columns and hidden sheets cannot be seen and are still in the file: closed stores, or \
              a filter somebody forgot. They are read and named unless the job leaves them out; a hidden header \
              row still tells the columns.",
    },
    bad: "第 5–7 行被筛选隐藏",
    good: "没有隐藏的行、列和工作表",
    source: "ECMA-376 Part 1, 18.3.1.73 row, 18.3.1.13 col, 18.2.19 sheet (hidden, state)",
    test: Test::Stage,
};
