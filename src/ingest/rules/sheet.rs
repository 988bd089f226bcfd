//! Rules raised while a sheet's rows and columns are told apart: what is left out, what is missing, what
//! was read from elsewhere than its own cell.

use crate::model::rule::{Rule, Text};

pub(crate) static RULES: &[&Rule] = &[
    &SHT004, &SHT006, &SHT007, &SHT008, &SHT011, &SHT012, &SHT013,
];

/// `{0}` `{1}` the field in Chinese and English, `{2}` the column that holds it,
/// `{3}` `{4}` why that one. The header is what was found.
pub(crate) static SHT004: Rule = Rule {
    code: "SHT004",
    name: "column-repeated",
    title: ("同一字段有两列", "two columns for one field"),
    zh: Text {
        message: "「{0}」读的是 {2} 列（{3}），这一列没有读取",
        remedy: "只留一列；若这一列才是对的，请删去 {2} 列或改掉它的表头，若是别的内容请改表头",
        why: "两个表头说的是同一个字段时，只有一列的内容相符就读那一列，否则读标准表头、更具体的表头，再否则读靠左的一列。两列内容可能不同（例如新旧两个结算账号），必须由人决定用哪一列，所以不静默略过。",
    },
    en: Text {
        message: "{1} is given by column {2}, {4}; this column was not read",
        remedy: "keep one column; if this one is right, delete column {2} or change its header, and if it is something else, change this header",
        why: "When two headers stand for one field, the column is read whose cells alone fit it, else the one with the usual header \
              or the more specific one, else the left one. The other may say something else (an old and a new account, say), and which one counts is for a person to decide, so it is never passed over in silence.",
    },
    bad: "结算账号, …, 结算卡号",
    good: "结算账号, …, 旧卡号（停用）",
    source: "表头识别是本程序的约定 [D]",
    ..Rule::WARNING
};

/// `{0}` what the row is, in Chinese; `{1}` in English. The words that tell are what was found.
pub(crate) static SHT006: Rule = Rule {
    code: "SHT006",
    name: "row-left-out",
    title: ("行未读取", "row left out"),
    zh: Text {
        message: "此行是{0}，不是数据，未读取",
        remedy: "确实不是数据就不用管；若是一条真实数据，请删去这些字样后再交",
        why: "模板常在表头下留有填写说明和示例（张三、13800138000），表尾有合计、制表人，翻页后又重复表头。\
              这些行不是数据，读进来会变成不存在的门店；略过的每一行都说出来，免得误略。示例和说明只在表头下三行内判断，\
              且单个疑似占位的值不算；写有门店编码、名称等的行不会当作合计。",
    },
    en: Text {
        message: "this row is {1}, not data; it was left out",
        remedy: "nothing to do if it is no data; if it is, remove these words and send the sheet again",
        why: "Templates keep instructions and examples below the header (张三, 13800138000), totals and signatures at \
              the foot, and the header again after a page break. Read as data they would be stores that do not \
              exist. Every row left out is named. Examples are looked for in the first three rows only, one \
              placeholder alone proves nothing, and a row with a code or a name of its own is no total.",
    },
    bad: "示例：storeId001 (表头下第一行)",
    good: "storeId001",
    source: "各家模板与导出中常见的行，本程序的约定 [D]",
    ..Rule::NOTE
};

/// `{0}` the range. The value is what was found.
pub(crate) static SHT007: Rule = Rule {
    code: "SHT007",
    name: "cells-carried",
    title: ("合并单元格已填到各行", "merged cells carried down"),
    zh: Text {
        message: "合并单元格 {0} 的值只存在第一格，已用于这个范围内的每一行",
        remedy: "值确实适用于这些行就不用管；否则请取消合并，逐行填写",
        why: "Excel 的合并单元格只有左上角一格有值，其余各格是空的。同一家公司的几家门店常把公司名称、营业执照号合并成一格：\
              按看到的样子，值适用于范围内每一行。只在合并范围内、只在第一列往下填；自己有值的格子不动，空行不会因此变成门店。",
    },
    en: Text {
        message: "the value of the merged range {0} stands in its first cell only; it was used for every row of the range",
        remedy: "nothing to do if it holds for these rows; if not, split the cells and fill in each row",
        why: "Of a merged range only the first cell holds a value; the others are empty. Stores of one company often \
              share a merged company name or licence number, and it holds for each of them as it is seen. Values go down \
              inside the range and its first column only; a cell with its own value keeps it, and no blank row \
              becomes a store.",
    },
    bad: "A2:A4 合并为一格，只有 A2 有公司名称",
    good: "A2、A3、A4 各填一次公司名称",
    source: "ECMA-376 Part 1, 18.3.1.55 mergeCell",
    ..Rule::NOTE
};

/// `{0}` what is hidden, in Chinese; `{1}` in English; `{2}` `{3}` whether it was read.
pub(crate) static SHT008: Rule = Rule {
    code: "SHT008",
    name: "hidden-part",
    title: ("有隐藏的内容", "hidden part"),
    zh: Text {
        message: "隐藏的{0}：{2}",
        remedy: "请取消隐藏或筛选看一眼：要用就不用管，不要的请删去，或在 jinjian.toml 的 [reading] 中改 hidden_rows、hidden_columns、hidden_sheets",
        why: "筛选后的行、收起的列、隐藏的工作表看不见，却还在文件里，可能是停业的门店，也可能只是忘了取消筛选。\
              程序默认照常读取并说出来，也可以设置为略过；隐藏的表头行照样用来认列。",
    },
    en: Text {
        message: "hidden {1}: {3}",
        remedy: "unhide or clear the filter and look: leave it if it is wanted, delete it if not, or set hidden_rows, hidden_columns or \
                 hidden_sheets under [reading] in jinjian.toml",
        why: "Filtered rows, folded columns and hidden sheets cannot be seen and are still in the file: closed stores, or \
              a filter somebody forgot. They are read and named unless the job leaves them out; a hidden header \
              row still tells the columns.",
    },
    bad: "第 5–7 行被筛选隐藏",
    good: "没有隐藏的行、列和工作表",
    source: "ECMA-376 Part 1, 18.3.1.73 row, 18.3.1.13 col, 18.2.19 sheet (hidden, state)",
    ..Rule::NOTE
};

/// `{0}` `{1}` which rows, in Chinese and English; `{2}` the last column of the header.
pub(crate) static SHT011: Rule = Rule {
    code: "SHT011",
    name: "ragged-row",
    title: ("行比表头长", "row longer than the header"),
    zh: Text {
        message: "{0}在表头最后一列 {2} 之后还有内容，多出的部分未读取",
        remedy: "核对这一行：CSV 中多半是某个值里有逗号而没加引号，右边各列都错了一格；若是一列没有表头，请补上表头",
        why: "CSV 的一个值里含有逗号又没加引号时，这一行会多出一格，后面的值全部右移，账号可能落到户名里。行照常读取并检查，但要说出来。过半的行都这样时只说一次，那是一列没有表头。",
    },
    en: Text {
        message: "{1} more cells than the header, which ends in column {2}; the surplus was not read",
        remedy: "look at the row: in a CSV most often a value with a comma lacks its quotes and everything to the right has moved by one; if a column lacks its header, give it one",
        why: "A comma inside a CSV value without quotes makes one cell of it two, and every later value moves right, an account \
              into a name. The row is read and checked all the same, but it is named. When most rows are like that it is \
              said once: then a column has no header.",
    },
    bad: "s1,甲店,文三路 1 号,3 楼,6222 (表头 4 列)",
    good: "s1,甲店,\"文三路 1 号,3 楼\",6222",
    source: "RFC 4180 2.4: 每行的字段数应相同",
    ..Rule::WARNING
};

/// `{0}` `{1}` how far which rows go, in Chinese and English; `{2}` the last column of the header.
pub(crate) static SHT012: Rule = Rule {
    code: "SHT012",
    name: "short-row",
    title: ("行比表头短", "row shorter than the header"),
    zh: Text {
        message: "{0}，表头到 {2} 列；缺的格子按空读取",
        remedy: "对照原表核对这一行：多半是删掉了一个逗号，右边各列都往左错了一格，或是一个值里有换行而没加引号，一行断成了两行；只是末尾没填的，补上逗号即可",
        why: "CSV 的一行少了分隔符，后面的值就全部左移，户名可能落到账号里。行照常读取并检查，但要说出来。\
              过半的行都这样时只说一次；若没有一行以空格子结尾，说明导出程序本来就不写末尾的空格子，不算错。Excel 工作簿不存空格子，不在此列。",
    },
    en: Text {
        message: "{1}, the header goes to column {2}; the cells that are not there were read as empty",
        remedy: "compare the row with its source: most often a comma was lost and everything to the right has moved by one, or a line \
                 break in a value without quotes cut the row in two; where only blanks at its end are left out, add the commas",
        why: "A CSV row that lacks a separator has all later values one column too far left, a holder's name in the account. \
              The row is read and checked all the same, but it is named, once when most rows are like that. Where no row ends in a \
              blank cell the writer leaves those out, and nothing is said; workbooks do not keep blank cells at all.",
    },
    bad: "s1,甲店,文三路 1 号6222 (表头 4 列)",
    good: "s1,甲店,文三路 1 号,6222",
    source: "RFC 4180 2.4: 每行的字段数应相同",
    ..Rule::WARNING
};

/// `{0}` `{1}` what there is instead, in Chinese and English.
pub(crate) static SHT013: Rule = Rule {
    code: "SHT013",
    name: "sheet-without-rows",
    title: ("表里没有数据", "no data in the sheet"),
    zh: Text {
        message: "{0}",
        remedy: "本来就是空表可以不管；若应有数据，多半是交错了文件或忘了填，请重新索要",
        why: "空的工作表、只有表头的文件读得出来，却一行数据也没有。说出来，免得以为已经读进了门店。",
    },
    en: Text {
        message: "{1}",
        remedy: "nothing to do if it is meant to be empty; if not, most likely the wrong file was handed in or nobody filled it in: ask again",
        why: "A blank sheet and a file with nothing but a header can be read and hold not one row. It is said, so that \
              nobody believes stores were read.",
    },
    bad: "自用编码, 门店名称, … (下面没有行)",
    good: "自用编码, 门店名称, … 下面至少一行",
    source: "本程序的约定：每个文件都有交代",
    ..Rule::NOTE
};
