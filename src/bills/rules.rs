//! Rules raised while reading bills: balances that do not follow, and figures that lines do not come to.

use crate::model::rule::{Rule, Text};

pub(crate) static RULES: &[&Rule] = &[
    &BIL001, &BIL002, &BIL003, &BIL004, &BIL005, &BIL006, &BIL007, &BIL008, &BIL009, &BIL010,
];

/// `{0}` the balance printed, `{1}` the balance that follows, both in yuan.
pub(crate) static BIL003: Rule = Rule {
    code: "BIL003",
    name: "balance-breaks",
    blocks: None,
    title: ("账户余额不连续", "running balance breaks"),
    expected: ("{1} 元", "{1} yuan"),
    zh: Text {
        message: "此行余额写 {0} 元，按上一笔余额加收入减支出应为 {1} 元",
        remedy: "此处可能缺行、多行或被改过：请重新下载这份账务明细，不要筛选、排序或手工修改",
        why: "账务明细每行都写明变动后的余额：上一笔余额 + 收入 − 支出 = 本笔余额。\
              接不上就说明中间少了或多了流水，据此核对到账和提现都不可靠。",
    },
    en: Text {
        message: "the balance says {0} yuan; the entry before it plus income less outgoings makes {1} yuan",
        remedy: "lines may be missing, repeated or edited here: download the bill again, and do not filter, sort or edit it",
        why: "Each entry prints the balance after it: balance before + income − outgoings = balance after. Where \
              that fails, entries are missing or added, and credits and withdrawals cannot be reconciled with it.",
    },
    bad: "余额 100.00 → 收入 50.00 → 余额 510.00",
    good: "余额 100.00 → 收入 50.00 → 余额 150.00",
    source: "账务明细列格式 [C]",
    ..Rule::ERROR
};

/// `{0}` the figures the summary states, `{1}` those the detail comes to; only those that differ.
pub(crate) static BIL004: Rule = Rule {
    code: "BIL004",
    name: "summary-differs",
    blocks: None,
    title: ("汇总与明细不符", "summary differs from the detail"),
    expected: ("{1}", "{1}"),
    zh: Text {
        message: "汇总写 {0}；同一账号、同一期间的明细为 {1}",
        remedy: "重新下载整个账单压缩包，明细与汇总一起放进来；若明细分成几份，请放全",
        why: "支付宝随明细附一份汇总。同一账号、同一起止日期的两份文件笔数或金额不一致，\
              说明明细不全或被改过。",
    },
    en: Text {
        message: "the summary says {0}; the detail of the same account and days comes to {1}",
        remedy: "download the whole bill archive again and give both files; if the detail comes in parts, give all of them",
        why: "Alipay ships a summary beside the detail. When counts or sums of the same account and days differ, \
              the detail is incomplete or was edited.",
    },
    bad: "汇总：交易订单总笔数 3 (明细 2 笔)",
    good: "汇总：交易订单总笔数 3 (明细 3 笔)",
    source: "业务汇总、账务汇总列格式 [C]",
    ..Rule::ERROR
};

/// `{0}` the figures the file states, `{1}` those its own lines come to; only those that differ.
pub(crate) static BIL005: Rule = Rule {
    code: "BIL005",
    name: "stated-figures-differ",
    blocks: None,
    title: ("账单自述的数目不符", "figures stated in the bill differ"),
    expected: ("{1}", "{1}"),
    zh: Text {
        message: "文件写 {0}；逐行相加为 {1}",
        remedy: "重新下载这份文件；它可能被截断、筛选或手工改过",
        why: "汇总的合计行、个人账单的“共 N 笔记录”都应等于下面各行之和；不等说明文件不完整或被改过。",
    },
    en: Text {
        message: "the file says {0}; its lines come to {1}",
        remedy: "download the file again; it may have been cut short, filtered or edited",
        why: "The 合计 row of a summary and the record count of a personal export equal the lines below them; \
              where they do not, the file is incomplete or was edited.",
    },
    bad: "共66笔记录 (读到 65 行)",
    good: "共66笔记录 (读到 66 行)",
    source: "业务汇总、账务汇总、个人账单格式 [C]",
    ..Rule::ERROR
};

/// `{0}` store-days, or days of an account, on which it cannot be told.
pub(crate) static BIL006: Rule = Rule {
    code: "BIL006",
    name: "bills-overlap",
    title: (
        "两份账单重叠而分不清重复",
        "two bills overlap and cannot be told apart",
    ),
    expected: ("每行都有交易号", "a trade number in every line"),
    zh: Text {
        message: "与另一份账单日期重叠，有 {0} 个门店日（或账户日）两份都有流水，其中有的行没有交易号，分不清哪些重复，可能重复计算",
        remedy: "只留一份覆盖全部日期的账单，或重新下载带交易号的账单",
        why: "同一账户的两份账单日期重叠时（日账单加月账单、中午又导出一次），按交易号（账务明细按账务流水号）核对：同一笔只算一次，其余都算。没有交易号的行无从核对，两份都计入并在此说明。起止日期相同的两份视为一份账单的两部分，不提示。",
    },
    en: Text {
        message: "another bill covers some of the same days; on {0} days of a store or account both have lines, some of them without a trade number, which may count twice",
        remedy: "keep one bill that covers all days, or download one with trade numbers",
        why: "When two bills of one account overlap (a day's beside the month's, one exported again at noon), their lines are compared by the number of the trade or entry: a trade counts once, and everything else counts. Lines without a number cannot be compared, so both count and this is said. Two bills of exactly the same days are taken for parts of one.",
    },
    bad: "11月1日至30日的账单，加上没有交易号的11月7日账单",
    good: "11月1日至15日、11月16日至30日各一份",
    source: "bill_date 可取日或月: AlipayDataDataserviceBillDownloadurlQueryModel [A]",
    ..Rule::WARNING
};

/// `{0}` SMIDs whose lines cannot be told apart.
pub(crate) static BIL007: Rule = Rule {
    code: "BIL007",
    name: "cut-beside-details",
    title: (
        "银行切分文件与银联明细分不清重复",
        "a bank's cut and DETAILS cannot be told apart",
    ),
    expected: ("每行都有商户订单号", "an order number in every line"),
    zh: Text {
        message: "有 {0} 个商户识别号同时出现在这份银行切分文件和银联明细中，其中有的行没有商户订单号，分不清是不是同一笔，可能重复计算",
        remedy: "有银联明细（DETAILS）时不必再放银行切分文件；两份都要用的，请重新下载带商户订单号的文件",
        why: "银行切分文件取自银联明细，没有日期、门店和银联交易号，两份共有的只有商户识别号和商户订单号。按商户订单号核对：同一笔只算一次，以银联明细为准。没有商户订单号的行无从核对，两份都计入并在此说明。",
    },
    en: Text {
        message: "{0} SMIDs stand both in this bank's cut and in DETAILS, some of their lines without an order number (商户订单号), which may count twice",
        remedy: "where DETAILS are given the cut is not needed; to use both, download files that have order numbers",
        why: "A bank cuts its file out of DETAILS, without days, stores and the number of UnionPay. All that both have is 商户识别号 and 商户订单号, so orders are compared: each counts once, as DETAILS have it. Lines without an order number cannot be compared, so both count and this is said.",
    },
    bad: "DETAILS 与切分文件都有商户识别号 2088…0001，切分文件的商户订单号为空",
    good: "两份文件每行都有商户订单号",
    source: "银行切分文件与 DETAILS 列格式 [C]",
    ..Rule::WARNING
};

/// `{0}` lines, `{1}` the rows of the first of them, `{2}` the row that the first repeats, `{3}` what they
/// would add, in yuan.
pub(crate) static BIL008: Rule = Rule {
    code: "BIL008",
    name: "line-twice",
    title: ("账单内同一笔出现多次", "a line stands twice in one bill"),
    expected: ("每笔只出现一次", "every line once"),
    zh: Text {
        message: "有 {0} 行（第 {1} 行）与上面的行是同一笔（第一处与第 {2} 行相同），只算一次；重复的合计 {3} 元",
        remedy: "这份账单多半被手工粘贴、合并过：请重新下载原件；确认无误也可不改，重复的行已不计入",
        why: "同一门店同一天内，交易号、金额都相同的是同一笔（账务明细按账务流水号）；退款还要退款批次号相同，没有批次号的看完成时间。银行切分文件没有时间，按商户订单号，其中的退款不判重复。同一笔计两次会多出销售额和应到账的钱。",
    },
    en: Text {
        message: "{0} lines (rows {1}) repeat lines further above (the first of them row {2}) and count once; the repeats come to {3} yuan",
        remedy: "the bill was probably pasted together by hand: download it again; if it is right as it is, nothing need be done, for the repeats do not count",
        why: "Within a store and day, lines of one trade number and amount are one line (of an account's movements, by the entry number); refunds must have one refund number too, or one time where there is none. A bank's cut has no times: it goes by order number, and its refunds are never taken for one another. A line that counts twice inflates sales and the money expected.",
    },
    bad: "第 6 行和第 9 行都是交易号 2026…0001 的交易 12.50 元",
    good: "交易号 2026…0001 的交易 12.50 元一行，另有它的退款一行",
    source: "业务明细、账务明细列格式 [C]; 退款批次号/请求号区分同一交易的多笔退款 [C]",
    ..Rule::WARNING
};

/// `{0}` the row the file ends with.
pub(crate) static BIL009: Rule = Rule {
    code: "BIL009",
    name: "bill-cut-off",
    title: ("账单没有表尾", "the bill has no end"),
    expected: (
        "表尾的交易合计、退款合计（或收入合计、支出合计）",
        "the totals below the lines",
    ),
    zh: Text {
        message: "有表头的起止日期，却没有表尾的合计，到第 {0} 行就断了：后面的行可能没有下载完，最后一行也可能不全",
        remedy: "重新下载这份账单；若表尾是手工删掉的，请换回原件",
        why: "支付宝导出的业务明细和账务明细，上面写起止日期，下面写合计。下载中断的文件只有上半截，读到的行看上去都对，\
              少的行却无从发现：销售额、最后成交日和应到账的钱都会偏少。上下说明都删掉的表格不报。",
    },
    en: Text {
        message: "the days are stated above, but no totals below: the file ends with row {0}; lines may be missing, and the \
                  last one may be incomplete",
        remedy: "download the bill again; if its last rows were deleted by hand, use the original",
        why: "What Alipay exports, of trades or of an account's movements, states its days above the lines and its totals below \
              them. Half a download looks right line by line, and nothing shows what is missing: sales, the last trade and \
              the money expected all come out too low. A table without either is not reported.",
    },
    bad: "第 40 行之后没有 #-----…列表结束 和 #交易合计",
    good: "#交易合计：77笔，商家实收共12509.61元",
    source: "业务明细、账务明细的表头与表尾 [C]",
    ..Rule::WARNING
};

/// `{0}` lines, `{1}` the rows of the first of them, `{2}` the row of the line with the same number.
pub(crate) static BIL010: Rule = Rule {
    code: "BIL010",
    name: "number-with-two-amounts",
    title: ("同一交易号金额不同", "one trade number with two amounts"),
    expected: ("一个交易号一笔交易", "one trade for a trade number"),
    zh: Text {
        message: "有 {0} 行（第 {1} 行）与上面的行交易号相同而金额不同（第一处对照第 {2} 行），都计入了，可能多算",
        remedy: "对照支付宝后台看哪个金额对，重新下载这份账单",
        why: "同一门店同一天内，一个交易号只有一笔交易（一个退款批次号只有一笔退款，一个账务流水号只有一笔流水）。金额不同的两行不能当作重复去掉其中一行，程序也不知道哪一行对，所以都计入并在此说明。",
    },
    en: Text {
        message: "{0} lines (rows {1}) have the number of a line further above (the first that of row {2}) and another amount; all are counted, which may be too much",
        remedy: "look up the amount at Alipay and download the bill again",
        why: "Within a store and day a trade number is one trade, a refund number one refund and an entry number one entry. Lines of two amounts are no repeats of which one could be left out, and nobody can tell which is right, so all count and this is said.",
    },
    bad: "交易号 2026…0001 的交易有两行：12.50 元和 12.40 元",
    good: "交易号 2026…0001 的交易只有一行 12.50 元",
    source: "业务明细、账务明细列格式 [C]",
    ..Rule::WARNING
};

/// `{0}` what is counted (trades or refunds), `{1}` lines stated, `{2}` yuan stated, `{3}` lines read,
/// `{4}` yuan read.
pub(crate) static BIL001: Rule = Rule {
    code: "BIL001",
    name: "bill-total-differs",
    blocks: None,
    title: ("账单合计不符", "bill total differs"),
    expected: ("{3} 笔，{4} 元", "{3} lines, {4} yuan"),
    zh: Text {
        message: "{0}：表尾写 {1} 笔共 {2} 元，实际读到 {3} 笔共 {4} 元",
        remedy: "重新下载这份账单；它可能被截断、筛选或用表格软件改存过",
        why: "支付宝账单在末尾写明笔数与金额合计。合计与明细不符，说明文件不完整或被改过，\
              据此判断的接入方式和最近成交都不可靠。",
    },
    en: Text {
        message: "{0}: the footer says {1} lines and {2} yuan, {3} lines and {4} yuan were read",
        remedy: "download the bill again; it may have been cut short, filtered or saved from a spreadsheet",
        why: "An Alipay bill states its counts and sums at the end. When they differ from its lines the file is \
              incomplete or was edited, and the route and last trade read from it cannot be trusted.",
    },
    bad: "#交易合计：10374笔，商家实收共28790.16元 (读到 10373 笔)",
    good: "#交易合计：10374笔，商家实收共28790.16元 (读到 10374 笔，28790.16 元)",
    source: "业务明细表尾格式 [C]",
    ..Rule::ERROR
};

/// No arguments; the unreadable text is what was found.
pub(crate) static BIL002: Rule = Rule {
    code: "BIL002",
    name: "bill-line-unreadable",
    blocks: None,
    title: ("账单行无法读取", "bill line unreadable"),
    expected: (
        "金额如 -3000.00，时间如 2019-09-16 12:30:00，列数与表头相同",
        "an amount like -3000.00, a time like 2019-09-16 12:30:00, as many columns as the header",
    ),
    zh: Text {
        message: "此行的金额或时间无法读取，或列数不足，未计入合计",
        remedy: "重新下载这份账单；不要用表格软件打开后再保存",
        why: "读不懂的行不猜：单独计数、说明位置，账单总行数 = 计入行数 + 拒收行数。",
    },
    en: Text {
        message: "an amount or a time cannot be read, or columns are missing; the line was not counted",
        remedy: "download the bill again; do not save it from a spreadsheet",
        why: "A line that cannot be read is not guessed at: it is counted apart and named, so that lines in the \
              bill = lines counted + lines refused.",
    },
    bad: "28.9O",
    good: "28.90",
    source: "业务明细列格式 [C]",
    ..Rule::ERROR
};
