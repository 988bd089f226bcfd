//! Bills: what their lines come to, and what they say of themselves that is not so. Each layout has a
//! folder in `tests/data/layouts` with an input and what is read from it.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use jinjian::model::BillDay;
use jinjian::model::bill::{BillFile, LineSort};
use jinjian::value::{date, money};

use super::{Read, gb18030, read};

pub const LAYOUTS: &[&str] = &[
    "alipay-fund",
    "alipay-fund-2026",
    "alipay-fund-summary",
    "alipay-personal",
    "alipay-trade",
    "alipay-trade-summary",
    "bank-cut",
    "unionpay-details",
];

fn folder(layout: &str) -> PathBuf {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/layouts");
    data.join(layout)
}

pub fn input(layout: &str) -> String {
    std::fs::read_to_string(folder(layout).join("input.csv")).expect("an input")
}

fn day(julian: i32) -> String {
    if julian == BillDay::UNDATED {
        return String::new();
    }
    let day = time::Date::from_julian_day(julian).expect("a day");
    date::format(day)
}

/// Everything kept of the bills, as a table: stores by day, then each file's totals.
fn printed(read: &Read) -> String {
    let mut out = String::new();
    for store in &read.ingested.bill_stores {
        for sums in &store.days {
            let (origin, account) = (store.origin, &store.account);
            let (day, net) = (day(sums.day), money::format_fen(sums.net_fen));
            let key = format!("{account},{},{}", store.smid, store.store_code);
            let counts = format!("{},{}", sums.trades, sums.refunds);
            let fee = match sums.fee_fen {
                0 => String::new(),
                fen => format!(",fee {}", money::format_fen(fen)),
            };
            writeln!(out, "store,{origin:?},{key},{day},{counts},{net}{fee}").expect("text");
        }
    }
    read.ingested
        .bills
        .iter()
        .for_each(|bill| file(&mut out, bill));
    read.findings()
        .iter()
        .for_each(|finding| writeln!(out, "finding,{finding}").expect("text"));
    out
}

fn file(out: &mut String, bill: &BillFile) {
    let period = bill.period.map_or(String::new(), |(from, to)| {
        format!("{}..{}", day(from), day(to))
    });
    let head = format!("bill,{:?},{},{period}", bill.sort, bill.account);
    writeln!(out, "{head},{} lines,{} refused", bill.lines, bill.refused).expect("text");
    for sort in LineSort::ALL {
        let sum = bill.sum(sort);
        let stated = bill.stated[sort as usize].map_or(String::new(), |(total, place)| {
            let cell = place.cell_name().expect("a cell");
            let net = money::format_fen(total.net_fen);
            format!(",stated at {cell},{},{net}", total.lines)
        });
        if sum.lines > 0 || !stated.is_empty() {
            let net = money::format_fen(sum.net_fen);
            writeln!(out, "total,{sort:?},{},{net}{stated}", sum.lines).expect("text");
        }
    }
    for moved in &bill.days {
        let [income, outgo] = [moved.income_fen, moved.outgo_fen].map(money::format_fen);
        writeln!(out, "day,{},{income},{outgo}", day(moved.day)).expect("text");
    }
    for paid in &bill.withdrawals {
        let cell = paid.place.cell_name().expect("a cell");
        let amount = money::format_fen(paid.fen);
        writeln!(out, "withdrawal,{cell},{},{amount}", day(paid.day)).expect("text");
    }
    for figure in &bill.figures {
        let cell = figure.place.cell_name().expect("a cell");
        let label = figure.sort.label();
        writeln!(out, "figure,{cell},{label},{}", figure.value).expect("text");
    }
}

#[test]
fn every_layout_is_read_to_the_fen() {
    for layout in LAYOUTS {
        let expected = std::fs::read_to_string(folder(layout).join("expected.csv"));
        let input = input(layout);
        let utf8 = printed(&read(&[("a.csv", input.as_bytes())]));
        let gbk = printed(&read(&[("a.csv", &gb18030(&input))]));
        assert_eq!(utf8, expected.unwrap_or_default(), "{layout}");
        assert_eq!(gbk, utf8, "{layout} in GB18030");
    }
}

/// A file of a layout, changed: a text replaced by another, or the line it stands in left out.
pub fn edited(layout: &str, changes: &[(&str, Option<&str>)]) -> Vec<u8> {
    let mut text = input(layout);
    for (from, to) in changes {
        assert_eq!(text.matches(from).count(), 1, "{from} in {layout}");
        text = match to {
            Some(to) => text.replace(from, to),
            None => {
                let kept = text.lines().filter(|line| !line.contains(from));
                kept.map(|line| format!("{line}\n")).collect()
            }
        };
    }
    gb18030(&text)
}

#[test]
fn a_balance_that_does_not_follow_is_named_once() {
    let misprint = edited("alipay-fund", &[("119.45", Some("191.45"))]);
    assert_eq!(
        read(&[("a.csv", &misprint)]).findings(),
        [
            "BIL003 a.csv!I8 \"191.45\" → the balance says 191.45 yuan; the entry before it plus income \
          less outgoings makes 119.45 yuan"
        ]
    );
    let misprint = edited("alipay-fund-2026", &[("119.45", Some("191.45"))]);
    assert_eq!(
        read(&[("a.csv", &misprint)]).findings(),
        [
            "BIL003 a.csv!G8 \"191.45\" → the balance says 191.45 yuan; the entry before it plus income \
          less outgoings makes 119.45 yuan"
        ]
    );
}

#[test]
fn a_quote_that_swallows_lines_is_named() {
    // The first opens a cell that the second ends three lines below, in the middle of a name.
    let quotes = edited(
        "alipay-trade",
        &[
            (
                "order0001\t,交易,测试商品",
                Some("order0001\t,交易,\"测试商品"),
            ),
            (
                "order0001\t,退款,测试商品",
                Some("order0001\t,退款,测试\"商品"),
            ),
            ("\"三件,一套\"", Some("三件")),
        ],
    );
    assert_eq!(
        read(&[("a.csv", &quotes)]).findings(),
        [
            "FIL004 a.csv!6 \"\" → a quote opened in row 6 is never closed, so the rows after it cannot be \
             told apart",
            "BIL001 a.csv!A8 \"3\" → 交易: the footer says 3 lines and 119.50 yuan, 0 lines and 0.00 yuan were \
             read",
        ]
    );
}

#[test]
fn a_missing_entry_breaks_the_balance_and_the_footer() {
    let short = edited("alipay-fund", &[("300000000003", None)]);
    assert_eq!(
        read(&[("a.csv", &short)]).findings(),
        [
            "BIL003 a.csv!I8 \"19.45\" → the balance says 19.45 yuan; the entry before it plus income \
             less outgoings makes 12.45 yuan",
            "BIL001 a.csv!A12 \"2\" → 收入: the footer says 2 lines and 19.50 yuan, 1 lines and 12.50 yuan \
             were read"
        ]
    );
}

#[test]
fn an_unreadable_entry_is_refused_and_ends_what_can_be_followed() {
    let torn = edited(
        "alipay-fund",
        &[(",7.00,0.00,119.45", Some(",7.OO,0.00,119.45"))],
    );
    assert_eq!(
        read(&[("a.csv", &torn)]).findings(),
        [
            "BIL002 a.csv!G8 \"7.OO\" → an amount or a time cannot be read, or columns are missing; the \
             line was not counted"
        ]
    );
}

/// A sound 业务明细 with one trade less than its summary has.
const SHORT: &[(&str, Option<&str>)] = &[
    ("order0003", None),
    (
        "交易合计：3笔，商家实收共119.50元",
        Some("交易合计：2笔，商家实收共19.50元"),
    ),
];

#[test]
fn a_summary_is_the_control_total_of_its_detail_in_any_order() {
    let detail = gb18030(&input("alipay-trade"));
    let summary = gb18030(&input("alipay-trade-summary"));
    let entries = gb18030(&input("alipay-fund"));
    let kinds = gb18030(&input("alipay-fund-summary"));
    let all = [
        ("1.csv", &summary[..]),
        ("2.csv", &detail),
        ("3.csv", &entries),
        ("4.csv", &kinds),
    ];
    assert_eq!(read(&all).findings(), Vec::<String>::new());

    let short = edited("alipay-trade", SHORT);
    let differs = |file: &str| {
        format!(
            "BIL004 {file}!C8 \"3\" → the summary says 交易订单总笔数 3，商家实收 107.00; the detail of the \
             same account and days comes to 交易订单总笔数 2，商家实收 7.00"
        )
    };
    for (summary_name, detail_name) in [("1.csv", "2.csv"), ("2.csv", "1.csv")] {
        let read = read(&[(summary_name, &summary), (detail_name, &short)]);
        assert_eq!(read.findings(), [differs(summary_name)]);
        let related = &read.ingested.findings[0].related;
        let places: Vec<_> = related.iter().map(|r| r.place.source).collect();
        let detail = (read.ingested.sources.iter()).position(|s| s.file == detail_name);
        assert_eq!(places, [detail.expect("a source") as u32]);
    }
}

#[test]
fn a_summary_speaks_for_its_own_account_and_days_only() {
    let summary = gb18030(&input("alipay-trade-summary"));
    for other in [
        ("20880000000000010156", Some("20880000000000030156")),
        ("2026年11月20日 00", Some("2026年11月21日 00")),
    ] {
        let detail = edited("alipay-trade", &[SHORT, &[other]].concat());
        let read = read(&[("a.csv", &summary), ("b.csv", &detail)]);
        assert_eq!(read.findings(), Vec::<String>::new());
    }
}

#[test]
fn a_detail_in_two_parts_is_one_detail() {
    let summary = gb18030(&input("alipay-fund-summary"));
    let first = edited(
        "alipay-fund",
        &[
            ("300000000004", None),
            ("300000000005", None),
            ("支出合计：3笔，共112.55元", Some("支出合计：1笔，共0.05元")),
        ],
    );
    let second = edited(
        "alipay-fund",
        &[
            ("300000000001", None),
            ("300000000002", None),
            ("300000000003", None),
            (
                "支出合计：3笔，共112.55元",
                Some("支出合计：2笔，共112.50元"),
            ),
            ("收入合计：2笔，共19.50元", Some("收入合计：0笔，共0.00元")),
        ],
    );
    let both = read(&[("a.csv", &first), ("b.csv", &second), ("c.csv", &summary)]);
    assert_eq!(both.findings(), Vec::<String>::new());
    assert_eq!(
        read(&[("a.csv", &first), ("c.csv", &summary)]).findings(),
        [
            "BIL004 c.csv!D10 \"3\" → the summary says 支出笔数 3，支出金额 112.55; the detail of the same \
             account and days comes to 支出笔数 1，支出金额 0.05"
        ]
    );
}

#[test]
fn a_summary_and_a_personal_export_add_up_in_themselves() {
    let summary = edited(
        "alipay-trade-summary",
        &[("2,1,7.50,7.00", Some("2,1,7.50,8.00"))],
    );
    let count = edited(
        "alipay-fund-summary",
        &[("在线支付,2,", Some("在线支付,1,"))],
    );
    let personal = edited("alipay-personal", &[("202611080000000005", None)]);
    assert_eq!(
        read(&[("a.csv", &summary), ("b.csv", &count), ("c.csv", &personal)]).findings(),
        [
            "BIL005 a.csv!F8 \"107.00\" → the file says 商家实收 107.00; its lines come to 商家实收 108.00",
            "BIL005 b.csv!B10 \"2\" → the file says 收入笔数 2; its lines come to 收入笔数 1",
            "BIL005 c.csv!A8 \"5\" → the file says 记录笔数 5，收入笔数 1; its lines come to 记录笔数 4，\
             收入笔数 0",
        ]
    );
}

#[test]
fn balances_are_followed_across_the_pieces_of_a_large_bill() {
    const LINES: i64 = 60_000;
    const MISPRINT: i64 = 41_234;
    let text = input("alipay-fund");
    let (head, _) = text.split_once("300000000001").expect("a first line");
    let mut text = head.to_owned();
    let padding = "测试商品".repeat(8);
    for n in 1..=LINES {
        let balance = money::format_fen(if n == MISPRINT { 1 } else { n * 10 });
        let line = format!(
            "{n},1,o{n},{padding},2026-11-18 10:00:05,,0.10,0.00,{balance},支付宝,在线支付,"
        );
        writeln!(text, "{line}").expect("text");
    }
    writeln!(text, "#收入合计：{LINES}笔，共6000.00元").expect("text");
    assert!(text.len() > 9 << 20, "more than a block");
    let read = read(&[("a.csv", text.as_bytes())]);
    assert_eq!(
        read.findings(),
        [
            "BIL003 a.csv!I41239 \"0.01\" → the balance says 0.01 yuan; the entry before it plus income \
             less outgoings makes 4123.40 yuan"
        ]
    );
    assert_eq!(read.ingested.bills[0].sum(LineSort::Income).lines, 60_000);
}
