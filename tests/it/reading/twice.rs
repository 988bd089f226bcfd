//! Lines that stand twice in one bill: they count once, and where they are is said.

use jinjian::model::bill::LineSort;
use jinjian::value::money;

use super::bills::input;
use super::bills_saved_again::workbook;
use super::{Read, gb18030, read};

/// An input with lines of its own once more, each named by a text only it has and put before the first line
/// that has another: `("order0001\t,交易", "#交易合计")`.
fn again(layout: &str, lines: &[(&str, &str)]) -> String {
    let mut text = input(layout);
    for (line, before) in lines {
        let of = |what: &str| {
            let found = text.lines().find(|line| line.contains(what));
            found
                .unwrap_or_else(|| panic!("{what} in {layout}"))
                .to_owned()
        };
        let (line, before) = (of(line), of(before));
        text = text.replacen(&before, &format!("{line}\n{before}"), 1);
    }
    text
}

/// What the stores come to, and of the bill the lines that count elsewhere, by sort.
fn counted(read: &Read) -> (Vec<(u32, u32, String)>, [u64; LineSort::COUNT]) {
    let days = read.ingested.bill_stores.iter().flat_map(|s| &s.days);
    let days = days.map(|d| (d.trades, d.refunds, money::format_fen(d.settled_fen())));
    (days.collect(), read.ingested.bills[0].again)
}

/// Each form of a bill: as text of either encoding, and as a workbook, where rows are the same.
fn forms(text: &str) -> [Read; 3] {
    let book = workbook(text, 0);
    [
        read(&[("a.csv", text.as_bytes())]),
        read(&[("a.csv", &gb18030(text))]),
        read(&[("a.xlsx", &book)]),
    ]
}

/// The findings, whatever the file.
fn said(read: &Read) -> Vec<String> {
    let cut = |finding: &String| finding.split_once(" → ").map(|(_, said)| said.to_owned());
    let place = read
        .ingested
        .findings
        .iter()
        .map(|f| (f.rule.code, f.place.row));
    let said = read.findings().iter().filter_map(cut).collect::<Vec<_>>();
    place
        .zip(said)
        .map(|((code, row), said)| format!("{code} {row} {said}"))
        .collect()
}

#[test]
fn a_trade_pasted_in_again_counts_once() {
    let plain = counted(&read(&[("a.csv", input("alipay-trade").as_bytes())])).0;
    let text = again(
        "alipay-trade",
        &[
            ("order0001\t,交易", "列表结束"),
            ("order0002\t,交易", "列表结束"),
            ("order0001\t,退款", "列表结束"),
            ("order0001\t,交易", "列表结束"),
        ],
    );
    for found in forms(&text) {
        let (days, again) = counted(&found);
        assert_eq!(days, plain);
        assert_eq!((again[0], again[1]), (3, 1));
        assert_eq!(
            said(&found),
            [
                "BIL008 10 4 lines (rows 10, 11, 12, 13) repeat lines further above (the first of them row 6) \
                 and count once; the repeats come to 19.50 yuan"
            ],
            "the footer, which counts them once, is right"
        );
        let related = &found.ingested.findings[0].related;
        assert_eq!(related.iter().map(|r| r.place.row).collect::<Vec<_>>(), [6]);
    }
}

/// A footer made of the sheet's own rows is right as well, and so is one of neither nothing.
#[test]
fn a_footer_may_count_the_line_or_not() {
    let text = again("alipay-trade", &[("order0001\t,交易", "列表结束")]);
    let stated = "交易合计：3笔，商家实收共119.50元";
    assert!(text.contains(stated));
    for (footer, codes) in [
        ("交易合计：4笔，商家实收共132.00元", vec!["BIL008"]),
        (
            "交易合计：5笔，商家实收共144.50元",
            vec!["BIL008", "BIL001"],
        ),
    ] {
        let found = read(&[("a.csv", text.replace(stated, footer).as_bytes())]);
        let mut said: Vec<_> = found
            .ingested
            .findings
            .iter()
            .map(|f| f.rule.code)
            .collect();
        said.sort_unstable_by(|a, b| b.cmp(a));
        assert_eq!(said, codes, "{footer}");
    }
}

/// Refunds of one trade and one amount are told apart by their number, and without one by their time.
#[test]
fn refunds_of_one_trade_stay_apart() {
    let text = again("alipay-trade", &[("order0001\t,退款", "列表结束")]);
    let second = |from: &str, to: &str| {
        let at = text.rfind(from).expect("the second refund");
        [&text[..at], to, &text[at + from.len()..]].concat()
    };
    let bare = text.replace("refund0001", "\t");
    let at = "2026-11-19 09:00:00";
    let later = bare.rfind(at).expect("the second refund");
    let later = [
        &bare[..later],
        "2026-11-19 09:00:01",
        &bare[later + at.len()..],
    ]
    .concat();
    for (text, refunds, again) in [
        (second("refund0001", "refund0002"), 2, 0),
        (second(at, "2026-11-19 09:30:00"), 1, 1),
        (later, 2, 0),
        (bare, 1, 1),
    ] {
        for found in forms(&text) {
            let (days, counted_again) = counted(&found);
            assert_eq!(days.iter().map(|d| d.1).sum::<u32>(), refunds, "{text}");
            assert_eq!(counted_again[1], again, "{text}");
        }
    }
}

/// Of another amount, another day or another store it is not the same line.
#[test]
fn what_differs_counts() {
    let text = again("alipay-trade", &[("order0001\t,交易", "列表结束")]);
    for (from, to) in [
        ("12.50,12.50", "12.50,12.40"),
        ("2026-11-18 10:00:05", "2026-11-17 10:00:05"),
        ("storeId000001", "storeId000009"),
        (
            "2026111800000000000000000001\t,order0001\t,交易",
            "\t,order0001\t,交易",
        ),
    ] {
        let at = text.rfind(from).expect("there");
        let at = if from.starts_with("storeId") {
            text.rfind("storeId000001,甲店,\t,\t,*三(138***@example.com),12.50")
                .expect("there")
        } else {
            at
        };
        let text = [&text[..at], to, &text[at + from.len()..]].concat();
        let found = read(&[("a.csv", text.as_bytes())]);
        let (days, again) = counted(&found);
        assert_eq!(days.iter().map(|d| d.0).sum::<u32>(), 4, "{to}");
        assert_eq!(again, [0; LineSort::COUNT], "{to}");
        let told = said(&found);
        let other = told.iter().find(|said| said.starts_with("BIL010"));
        let expected = "BIL010 10 1 lines (rows 10) have the number of a line further above (the first that of row 6) \
                        and another amount; all are counted, which may be too much";
        let of_amount = (to == "12.50,12.40").then(|| expected.to_owned());
        assert_eq!(other, of_amount.as_ref(), "{to}");
    }
}

/// A movement further below has a balance that does not follow; that is no defect of its own.
#[test]
fn a_movement_pasted_in_again_counts_once() {
    let plain = read(&[("a.csv", input("alipay-fund").as_bytes())]);
    for before in ["300000000004", "300000000005", "列表结束"] {
        let text = again(
            "alipay-fund",
            &[("300000000001", before), ("300000000002", before)],
        );
        for found in forms(&text) {
            let (bill, own) = (&found.ingested.bills[0], &plain.ingested.bills[0]);
            assert_eq!((bill.again[2], bill.again[3]), (1, 1));
            let moved = |days: &[jinjian::model::bill::FundDay]| {
                let day = |d: &jinjian::model::bill::FundDay| {
                    (d.day, d.incomes, d.outgos, d.income_fen, d.outgo_fen)
                };
                days.iter().map(day).collect::<Vec<_>>()
            };
            assert_eq!(moved(&bill.days), moved(&own.days), "{before}");
            let codes: Vec<_> = found
                .ingested
                .findings
                .iter()
                .map(|f| f.rule.code)
                .collect();
            assert_eq!(codes, ["BIL008"], "{before}");
        }
    }
}

/// A cut has no times: its trades go by order, its refunds are never the same.
#[test]
fn of_a_cut_a_trade_counts_once() {
    let text = again(
        "bank-cut",
        &[
            ("order0103", "order0102"),
            ("order0101\t,-30.00", "order0102"),
        ],
    );
    let details = input("unionpay-details");
    let alone = read(&[("a.csv", text.as_bytes())]);
    let (days, again) = counted(&alone);
    let one = |trades, refunds, net: &str| (trades, refunds, net.to_owned());
    assert_eq!(days, [one(2, 2, "-24.50"), one(1, 0, "20.00")]);
    assert_eq!((again[0], again[1]), (1, 0));
    assert_eq!(alone.ingested.findings.len(), 1);
    let beside = read(&[("a.csv", text.as_bytes()), ("b.csv", details.as_bytes())]);
    let bill = &beside.ingested.bills[0];
    assert_eq!(
        (bill.again[0], bill.again[1]),
        (3, 1),
        "DETAILS have three, the cut one itself"
    );
    let codes: Vec<_> = beside
        .ingested
        .findings
        .iter()
        .map(|f| f.rule.code)
        .collect();
    assert_eq!(codes, ["BIL008"]);
}

/// Two copies of one bill, each with a line twice, and a bill that another overlaps.
#[test]
fn twice_in_a_bill_and_in_another() {
    let text = again("unionpay-details", &[("order0102", "列表结束")]);
    let other = input("unionpay-details");
    for (a, b, again) in [
        (&text, &text, [1, 3]),
        (&text, &other, [1, 2]),
        (&other, &text, [0, 3]),
    ] {
        let found = read(&[("a.csv", a.as_bytes()), ("b.csv", b.as_bytes())]);
        let days = counted(&found).0;
        let days: Vec<_> = days.iter().map(|d| (d.0, d.1)).collect();
        assert_eq!(days, [(1, 1), (1, 0)]);
        let trades = found.ingested.bills.iter().map(|b| b.again[0]);
        assert_eq!(trades.collect::<Vec<_>>(), again);
    }
}
