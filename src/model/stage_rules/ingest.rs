//! Rules raised while reading: sheets and columns that were not understood, and bills whose lines do
//! not come to their own totals.

use crate::model::Kind;
use crate::model::rule::{Level, Rule, Test, Text};

/// The sheet's name is what was found.
pub static SHT001: Rule = Rule {
    code: "SHT001",
    name: "sheet-not-recognised",
    level: Level::Note,
    blocks: None,
    kinds: &[],
    reads: &[],
    zh: Text {
        title: "表格未识别",
        message: "没有一种版式与此表的表头相符，整张表未读取",
        expected: "",
        remedy: "说明页、字典页可以不管；若是数据，请核对表头，或在 jinjian.toml 的 [[sources]] 中写明 kind",
        proposal: "",
        why: "表格按表头内容识别，与文件名、表名无关。没读的表要说出来，免得一份门店表因表头写法不同而悄悄漏掉。",
    },
    en: Text {
        title: "sheet not recognised",
        message: "the headers fit no layout; nothing was read from this sheet",
        expected: "",
        remedy: "ignore this for instructions or drop-down lists; for data, check the headers or state kind under [[sources]] in jinjian.toml",
        proposal: "",
        why: "A sheet is recognised by its headers, never by its name. One that was not read is named, so that \
              a store sheet with unusual headers cannot go missing in silence.",
    },
    bad: "填写说明",
    good: "表头含 自用编码、门店名称、营业执照号 …",
    source: "表头识别是本程序的约定 [D]",
    test: Test::Stage,
};

/// The sheet's name is what was found, the key of the nearest kind what it may be: `{0}` `{1}` that kind's name in
/// Chinese and English, `{2}` the headers it knows, `{3}` `{4}` what it misses.
pub static SHT015: Rule = Rule {
    code: "SHT015",
    name: "sheet-nearly-recognised",
    level: Level::Warning,
    blocks: None,
    kinds: &[],
    reads: &[],
    zh: Text {
        title: "像是数据，但没有读",
        message: "表头只认出一部分，不足以确定是哪种表，整张表未读取",
        expected: "",
        remedy: "核对表头",
        proposal: "最像{0}（{fix}）：认出 {2}；{3}。若确实是，请补上缺的列，或把写法不同的表头改成标准名称；不是数据的可以不管",
        why: "认出三列以上、又明显偏向一种表的，多半就是数据，只是缺了必有的列或表头写法特别。里面的门店一家也没有读，不能只当作一张说明页。",
    },
    en: Text {
        title: "like data, and not read",
        message: "only some of the headers are known, too few to be sure of the kind; nothing was read from this sheet",
        expected: "",
        remedy: "check the headers",
        proposal: "most like {1} ({fix}): it has {2} and {4}; if that is what it is, add what is missing or give the columns their usual headers; if it is no data, let it be",
        why: "A sheet with three known columns or more that leans clearly to one kind is most likely data with a \
              column missing or headers of its own. None of its rows was read, which is more than can be said of a \
              page of instructions.",
    },
    bad: "门店名称、联系人、营业时间、经度、纬度",
    good: "自用编码、门店名称、公司名称、详细地址、结算账号",
    source: "表头识别是本程序的约定 [D]",
    test: Test::Stage,
};

/// The header is what was found. With a proposal (its field key): `{0}` `{1}` the field in Chinese and English, `{2}`
/// the score, `{3}` `{4}` the reason in Chinese and English, `{5}` the header on one line.
pub static SHT002: Rule = Rule {
    code: "SHT002",
    name: "column-not-recognised",
    level: Level::Note,
    blocks: None,
    kinds: &[],
    reads: &[],
    zh: Text {
        title: "列未识别",
        message: "表头不对应任何字段，此列未读取",
        expected: "",
        remedy: "不需要的列可以不管；若是要用的字段，请改用标准表头，或在版式文件里为它加一个别名",
        proposal: "最接近的字段是「{0}」（{fix}，{2} 分：{3}）；确认后运行 jinjian map 文件 --set \"{5}={fix}\" --save，下次即按此读取",
        why: "列按表头和别名识别。没读的列要说出来：一个写错的表头会让整列数据看上去像没填。",
    },
    en: Text {
        title: "column not recognised",
        message: "the header stands for no field; the column was not read",
        expected: "",
        remedy: "ignore this for columns you do not need; otherwise use the standard header or add an alias to the layout",
        proposal: "the nearest field is {1} ({fix}, score {2}: {4}); if that is right, run jinjian map FILE --set \"{5}={fix}\" --save and it is read so from then on",
        why: "Columns are found by header and alias. One that was not read is named, because a misspelt header \
              makes a full column look empty.",
    },
    bad: "经营许可号",
    good: "营业执照号",
    source: "表头识别是本程序的约定 [D]",
    test: Test::Stage,
};

/// `{0}` what is counted (trades or refunds), `{1}` lines stated, `{2}` yuan stated, `{3}` lines read,
/// `{4}` yuan read.
pub static BIL001: Rule = Rule {
    code: "BIL001",
    name: "bill-total-differs",
    level: Level::Error,
    blocks: None,
    kinds: &[Kind::AlipayBill],
    reads: &[],
    zh: Text {
        title: "账单合计不符",
        message: "{0}：表尾写 {1} 笔共 {2} 元，实际读到 {3} 笔共 {4} 元",
        expected: "{3} 笔，{4} 元",
        remedy: "重新下载这份账单；它可能被截断、筛选或用表格软件改存过",
        proposal: "",
        why: "支付宝账单在末尾写明笔数与金额合计。合计与明细不符，说明文件不完整或被改过，\
              据此判断的接入方式和最近成交都不可靠。",
    },
    en: Text {
        title: "bill total differs",
        message: "{0}: the footer says {1} lines and {2} yuan, {3} lines and {4} yuan were read",
        expected: "{3} lines, {4} yuan",
        remedy: "download the bill again; it may have been cut short, filtered or saved from a spreadsheet",
        proposal: "",
        why: "An Alipay bill states its counts and sums at the end. When they differ from its lines the file is \
              incomplete or was edited, and the route and last trade read from it cannot be trusted.",
    },
    bad: "#交易合计：10374笔，商家实收共28790.16元 (读到 10373 笔)",
    good: "#交易合计：10374笔，商家实收共28790.16元 (读到 10374 笔，28790.16 元)",
    source: "业务明细表尾格式 [C]",
    test: Test::Stage,
};

/// No arguments; the unreadable text is what was found.
pub static BIL002: Rule = Rule {
    code: "BIL002",
    name: "bill-line-unreadable",
    level: Level::Error,
    blocks: None,
    kinds: &[Kind::AlipayBill],
    reads: &[],
    zh: Text {
        title: "账单行无法读取",
        message: "此行的金额或时间无法读取，或列数不足，未计入合计",
        expected: "金额如 -3000.00，时间如 2019-09-16 12:30:00，列数与表头相同",
        remedy: "重新下载这份账单；不要用表格软件打开后再保存",
        proposal: "",
        why: "读不懂的行不猜：单独计数、说明位置，账单总行数 = 计入行数 + 拒收行数。",
    },
    en: Text {
        title: "bill line unreadable",
        message: "an amount or a time cannot be read, or columns are missing; the line was not counted",
        expected: "an amount like -3000.00, a time like 2019-09-16 12:30:00, as many columns as the header",
        remedy: "download the bill again; do not save it from a spreadsheet",
        proposal: "",
        why: "A line that cannot be read is not guessed at: it is counted apart and named, so that lines in the \
              bill = lines counted + lines refused.",
    },
    bad: "28.9O",
    good: "28.90",
    source: "业务明细列格式 [C]",
    test: Test::Stage,
};

/// `{0}` what the file is: `PDF`, `PNG`, `Word`; a linked folder by its name.
pub static SHT003: Rule = Rule {
    code: "SHT003",
    name: "file-not-read",
    level: Level::Warning,
    blocks: None,
    kinds: &[],
    reads: &[],
    zh: Text {
        title: "文件未读取",
        message: "{0} 不是表格，未读取",
        expected: ".xlsx .xls .csv 等表格",
        remedy: "若其中有数据：PDF、图片请向对方要原始表格或录入为 .xlsx，Word 里的表格请复制到 Excel 另存；用不到的文件请移出此文件夹",
        proposal: "",
        why: "文件夹里看上去像数据的文件都要有交代：漏读一份 PDF 门店表，结果会像没有这些门店。",
    },
    en: Text {
        title: "file not read",
        message: "{0} is no table; the file was not read",
        expected: "a table: .xlsx .xls .csv …",
        remedy: "if it holds data: ask for the table behind a PDF or picture or type it into .xlsx, copy a table in Word \
                 into Excel; move what is not needed out of the folder",
        proposal: "",
        why: "Every file that looks like data is accounted for: a store sheet as PDF that goes unread looks as if \
              its stores did not exist.",
    },
    bad: "门店信息表.pdf",
    good: "门店信息表.xlsx",
    source: "本程序的约定：不静默丢弃任何输入",
    test: Test::Stage,
};
