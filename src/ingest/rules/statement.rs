//! Rules raised while reading a bank statement: entries that cannot be told, a running balance that
//! breaks, and totals the entries do not come to.

use crate::model::rule::{Rule, Text};

pub(crate) static RULES: &[&Rule] = &[&STM001, &STM002, &STM003];

/// `{0}` `{1}` all that cannot be read, with its cells, in Chinese and English; the first is what was found.
pub(crate) static STM001: Rule = Rule {
    code: "STM001",
    name: "entry-unreadable",
    blocks: None,
    title: ("流水行无法读取", "entry unreadable"),
    expected: (
        "日期如 2026-03-06，金额如 1,234.50，收入、支出只填一列，或金额旁写明借/贷",
        "a date like 2026-03-06, an amount like 1,234.50, one of the two columns filled or 借/贷 beside the amount",
    ),
    zh: Text {
        message: "此行{0}，未计入合计",
        remedy: "对照银行回单核对这一行；最好从网银重新导出，不要用表格软件改动后再保存",
        why: "一笔流水算收还是算支，只看这一行自己的列、正负号和方向用词，三者要说同一件事。\
              借是账户付出、贷是账户收入；收支两列里的负数是红字冲账，按冲回计算。读不懂的行不猜，单独指出；一行几处读不出，只报一次，逐处列明。",
    },
    en: Text {
        message: "{1}; the entry was not counted",
        remedy: "compare this row with the bank's slip; best export again from the bank and do not save from a spreadsheet",
        why: "Whether an entry is money in or out follows from its own columns, sign and word, which must agree: \
              借 is money out, 贷 money in, and a number below zero in a column takes an earlier entry back. An entry \
              that cannot be read is named, never guessed.",
    },
    bad: "收入金额 100.00，支出金额 100.00",
    good: "收入金额 100.00，支出金额 空",
    source: "借方、贷方、来账、往账等方向用词: 多家银行导出文件 [C]",
    ..Rule::ERROR
};

/// `{0}` row of the entry before, `{1}` its balance, `{2}` what this entry moves, `{3}` the balance that
/// follows; the printed balance is what was found, `{4}`.
pub(crate) static STM002: Rule = Rule {
    code: "STM002",
    name: "balance-breaks",
    blocks: None,
    title: ("余额接不上", "running balance breaks"),
    expected: ("{3}", "{3}"),
    zh: Text {
        message: "第 {0} 行余额 {1} 元，加上本笔 {2} 元应为 {3} 元，此处写 {4} 元",
        remedy: "看两行之间是否少了流水，或有人改过金额；从网银重新导出这段时间的流水",
        why: "银行每记一笔账就印出余额，上一笔余额加本笔等于本笔余额。接不上，说明中间缺了行，或金额被改过，\
              拿它对账会漏掉或多出结算款。新账在上、旧账在上都认得；一处接不上只报一次。",
    },
    en: Text {
        message: "row {0} leaves {1} yuan and this entry moves {2}, which makes {3}; the balance here is {4}",
        remedy: "see whether entries are missing between the two rows or an amount was edited; export the period again from the bank",
        why: "A bank prints the balance after every entry, so balance before plus entry is balance after. A break means \
              that rows are missing or were edited, and settlement compared with it would be wrong. Newest first and \
              oldest first are both known; one break is reported once.",
    },
    bad: "余额 1,000.00 → 收入 50.00，余额 1,150.00",
    good: "余额 1,000.00 → 收入 50.00，余额 1,050.00",
    source: "上一笔余额 + 收入 − 支出 = 余额 [C]",
    ..Rule::ERROR
};

/// `{0}` the total's words in the file, `{1}` the figure stated, `{2}` the figure the entries come to.
pub(crate) static STM003: Rule = Rule {
    code: "STM003",
    name: "statement-total-differs",
    blocks: None,
    title: ("流水合计不符", "statement total differs"),
    expected: ("{2}", "{2}"),
    zh: Text {
        message: "「{0}」写的是 {1}，按明细算是 {2}",
        remedy: "从网银重新导出；文件可能被截断、筛选或删过行",
        why: "不少银行在表头上方或表尾写明笔数与借贷合计。与明细不符，说明行不全或被改过，\
              拿它核对结算款不可靠。本页、本日小计不比。",
    },
    en: Text {
        message: "“{0}” says {1}, the entries come to {2}",
        remedy: "export again from the bank; the file may have been cut short, filtered or lost rows",
        why: "Many banks state counts and sums above the header or at the end. When they differ from the entries the file \
              is incomplete or was edited and cannot be trusted for settlement. Subtotals of a page or day are not compared.",
    },
    bad: "贷方发生总额 713,524.55 (明细合计 700,000.00)",
    good: "贷方发生总额 713,524.55 (明细合计 713,524.55)",
    source: "中国银行、工商银行等导出文件的合计行 [C]",
    ..Rule::ERROR
};
