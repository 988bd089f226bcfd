//! Bills that overlap: what several files have counts once, whichever files have it, and what cannot be
//! told apart is said.

use std::process::Stdio;
use std::thread;
use std::time::Duration;

use jinjian::model::BillDay;
use jinjian::model::bill::LineSort;

use super::bills::{edited, input};
use super::bills_saved_again::workbook;
use super::book::zipped;
use super::{Read, gb18030, read};
use crate::job::jinjian;

/// A day's bill beside the month's, in either order of names: the lines both have count once.
#[test]
fn a_bill_inside_another_counts_once() {
    let day = input("unionpay-details");
    let month = "终止日期：[2026年12月01日 00:00:00]";
    let month = edited(
        "unionpay-details",
        &[("终止日期：[2026年11月19日 00:00:00]", Some(month))],
    );
    for names in [["a.csv", "b.csv"], ["b.csv", "a.csv"]] {
        let read = read(&[(names[0], day.as_bytes()), (names[1], &month)]);
        let stores = &read.ingested.bill_stores;
        let counted: Vec<_> = stores.iter().map(|s| &s.days[0]).collect();
        let counted: Vec<_> = counted
            .iter()
            .map(|d| (d.trades, d.refunds, d.net_fen))
            .collect();
        assert_eq!(counted, [(1, 1, 0), (1, 0, 2000)]);
        let rows: Vec<_> = stores
            .iter()
            .map(|s| s.seen.iter().map(|s| s.row))
            .collect();
        let rows: Vec<Vec<u32>> = rows.into_iter().map(Iterator::collect).collect();
        assert_eq!(rows, [[6, 6], [7, 7]]);
        let again: Vec<u64> = read
            .ingested
            .bills
            .iter()
            .map(|b| b.again[LineSort::Trade as usize])
            .collect();
        assert_eq!(again, [0, 2], "the later file has them again");
        assert!(read.findings().is_empty(), "{:?}", read.findings());
    }
}

/// A text file, a member of an archive and a workbook: what came later in the day, and what was exported
/// again at noon with a trade that nobody else has.
#[test]
fn a_trade_counts_once_whichever_files_have_it() {
    let noon = edited(
        "unionpay-details",
        &[
            ("退款,测试商品", None),
            ("#退款合计", None),
            ("602026111800000002\t", Some("602026111800000009\t")),
        ],
    );
    let month = "终止日期：[2026年12月01日 00:00:00]";
    let month = input("unionpay-details").replace("终止日期：[2026年11月19日 00:00:00]", month);
    let member = zipped(&[("b.csv", &gb18030(&month))]);
    let book = workbook(&month, 1);
    for other in [
        ("b.csv", gb18030(&month)),
        ("b.zip", member),
        ("b.xlsx", book),
    ] {
        let read = read(&[("a.csv", &noon), (other.0, &other.1)]);
        assert_eq!(read.findings(), [""; 0], "{}", other.0);
        let stores = &read.ingested.bill_stores;
        let days: Vec<_> = stores.iter().map(|s| &s.days[0]).collect();
        let counted: Vec<_> = days
            .iter()
            .map(|d| (d.trades, d.refunds, d.net_fen, d.fee_fen))
            .collect();
        assert_eq!(counted, [(1, 1, 0, 0), (2, 0, 4000, -8)], "{}", other.0);
        let bills = &read.ingested.bills;
        let again: Vec<_> = bills
            .iter()
            .map(|b| {
                (
                    b.again[LineSort::Trade as usize],
                    b.again[LineSort::Refund as usize],
                )
            })
            .collect();
        assert_eq!(again, [(0, 0), (1, 0)], "{}", other.0);
    }
}

/// A line without a number cannot be compared, so both files count and it is said.
#[test]
fn bills_that_overlap_without_numbers_are_told() {
    let first = "602026111800000001\t,order0101\t,交易";
    let day = edited("unionpay-details", &[(first, Some(",order0101\t,交易"))]);
    let month = "终止日期：[2026年12月01日 00:00:00]";
    let month = edited(
        "unionpay-details",
        &[("终止日期：[2026年11月19日 00:00:00]", Some(month))],
    );
    let read = read(&[("a.csv", &day), ("b.csv", &month)]);
    assert_eq!(
        read.findings(),
        [
            "BIL006 b.csv \"\" → another bill covers some of the same days; on 1 days of a store or account both have lines, \
             some of them without a trade number, which may count twice"
        ]
    );
    let first = &read.ingested.bill_stores[0].days[0];
    assert_eq!((first.trades, first.refunds), (2, 1));
}

/// Lines of each file that count elsewhere, as (trades, refunds, income, outgoings).
fn again(read: &Read) -> Vec<[u64; 4]> {
    let sorts = [
        LineSort::Trade,
        LineSort::Refund,
        LineSort::Income,
        LineSort::Outgo,
    ];
    let bills = read.ingested.bills.iter();
    bills
        .map(|bill| sorts.map(|sort| bill.again[sort as usize]))
        .collect()
}

/// What counts of each SMID: the day (nothing for one that is not known), trades, refunds, fen.
fn counted(read: &Read) -> Vec<(String, Option<i32>, u32, u32, i64)> {
    let stores = read.ingested.bill_stores.iter();
    let days = stores.flat_map(|store| store.days.iter().map(|day| (store.smid.clone(), day)));
    let dated = |day: i32| (day != BillDay::UNDATED).then_some(day);
    days.map(|(smid, d)| (smid, dated(d.day), d.trades, d.refunds, d.net_fen))
        .collect()
}

/// DETAILS say more than the cut: theirs is the line that counts, whatever the files are called.
#[test]
fn a_trade_of_a_cut_that_details_have_counts_once() {
    let cut = input("bank-cut");
    let twice = edited(
        "bank-cut",
        &[("order0103\t,5.50", Some("order0104\t,7.00"))],
    );
    let details = input("unionpay-details");
    let day = Some(2_461_363);
    let (one, other) = ("2088100000000003", "2088100000000004");
    let line = |smid: &str, day, trades, refunds, fen| (smid.to_owned(), day, trades, refunds, fen);
    for names in [["a.csv", "b.csv", "c.csv"], ["c.csv", "a.csv", "b.csv"]] {
        let [first, second, third] = names;
        let found = read(&[(first, details.as_bytes()), (second, cut.as_bytes())]);
        let expected = [
            line(one, None, 1, 0, 550),
            line(one, day, 1, 1, 0),
            line(other, day, 1, 0, 2000),
        ];
        assert_eq!(counted(&found), expected, "{first}");
        let mut repeated = again(&found);
        repeated.sort_unstable();
        assert_eq!(repeated, [[0; 4], [2, 1, 0, 0]], "{first}");
        assert_eq!(found.findings(), [""; 0]);

        let files = [
            (first, details.as_bytes()),
            (second, cut.as_bytes()),
            (third, &twice),
        ];
        let found = read(&files);
        let expected = [
            line(one, None, 2, 0, 1250),
            line(one, day, 1, 1, 0),
            line(other, day, 1, 0, 2000),
        ];
        assert_eq!(counted(&found), expected, "{first}");
        assert_eq!(found.findings(), [""; 0]);
    }
}

#[test]
fn a_cut_without_order_numbers_beside_details_is_told() {
    let cut = input("bank-cut").replace(",order0102\t,", ",\t,");
    let details = input("unionpay-details");
    let found = read(&[("a.csv", cut.as_bytes()), ("b.csv", details.as_bytes())]);
    assert_eq!(again(&found), [[1, 1, 0, 0], [0; 4]]);
    assert_eq!(
        found.findings(),
        [
            "BIL007 a.csv \"\" → 1 SMIDs stand both in this bank's cut and in DETAILS, some of their lines \
             without an order number (商户订单号), which may count twice"
        ]
    );
    // Beside the DETAILS of other merchants there is nothing to tell.
    let others = details.replace("20881000000000", "20881000000009");
    let found = read(&[("a.csv", cut.as_bytes()), ("b.csv", others.as_bytes())]);
    assert_eq!((again(&found), found.findings()), (vec![[0; 4]; 2], vec![]));
}

/// A movement counts once: a day both files have alike, and one that one of them has in part.
#[test]
fn movements_of_two_bills_count_once() {
    let whole = input("alipay-fund");
    let period = "终止日期：[2026年11月20日 00:00:00]";
    let noon = edited(
        "alipay-fund",
        &[
            (period, Some("终止日期：[2026年11月19日 12:00:00]")),
            ("退款,\t", None),
            ("#支出合计", None),
        ],
    );
    for (other, name) in [(whole.into_bytes(), "whole"), (noon, "noon")] {
        let read = read(&[
            ("a.csv", &other),
            ("b.csv", input("alipay-fund").as_bytes()),
        ]);
        let outgoings = if name == "whole" { 3 } else { 2 };
        assert_eq!(again(&read), [[0; 4], [0, 0, 2, outgoings]], "{name}");
        assert_eq!(read.findings(), [""; 0], "{name}");
        let withdrawals = read.ingested.bills.iter().map(|b| b.withdrawals.len());
        assert_eq!(withdrawals.collect::<Vec<_>>(), [1, 0], "{name}");
    }
    // The same numbers of another account are others.
    let another = input("alipay-fund").replace("20880000000000010156", "20880000000000090156");
    let read = read(&[
        ("a.csv", another.as_bytes()),
        ("b.csv", input("alipay-fund").as_bytes()),
    ]);
    assert_eq!(again(&read), [[0; 4]; 2]);
}

/// A bill saved again without its head is of the account whose lines it has.
#[test]
fn a_bill_without_a_head_is_of_the_account_whose_lines_it_has() {
    for layout in ["unionpay-details", "alipay-trade", "alipay-fund"] {
        let whole = input(layout);
        let lines = whole.lines().filter(|line| !line.starts_with('#'));
        let bare: Vec<&str> = lines.collect();
        let bare = bare.join("\n");
        let read = read(&[("a.csv", whole.as_bytes()), ("b.csv", bare.as_bytes())]);
        let bills = &read.ingested.bills;
        assert_eq!(bills[1].account, bills[0].account, "{layout}");
        let lines: u64 = again(&read)[1].iter().sum();
        assert_eq!(
            (again(&read)[0], lines),
            ([0; 4], bills[0].lines),
            "{layout}"
        );
        let stores = read.ingested.bill_stores.iter();
        assert!(
            stores.clone().all(|store| !store.account.is_empty()),
            "{layout}"
        );
        assert_eq!(read.findings(), [""; 0], "{layout}");
    }
    // Lines of nobody known stay nobody's.
    let bare = input("alipay-trade");
    let lines = bare.lines().filter(|line| !line.starts_with('#'));
    let bare: Vec<String> = lines
        .map(|line| line.replace("20261118", "20261117"))
        .collect();
    let bare = bare.join("\n");
    let read = read(&[
        ("a.csv", input("alipay-trade").as_bytes()),
        ("b.csv", bare.as_bytes()),
    ]);
    assert_eq!(again(&read), [[0; 4]; 2]);
}

/// Nor has it a day that is the same in the other: one line that both have shows whose it is.
#[test]
fn a_part_of_a_bill_without_a_head_is_of_the_account_whose_lines_it_has() {
    for (layout, kept, duplicates) in [
        ("alipay-trade", ["order0001\t,交易", "order0001\t,交易"], 1),
        ("alipay-fund", ["300000000002", "300000000004"], 2),
    ] {
        let whole = input(layout);
        let bare: Vec<&str> = (whole.lines())
            .filter(|line| !line.starts_with('#'))
            .enumerate()
            .filter(|(at, line)| *at == 0 || kept.iter().any(|kept| line.contains(kept)))
            .map(|(_, line)| line)
            .collect();
        let another = whole
            .replace("0000010156", "0000090156")
            .replace("000000000", "000000007");
        let read = read(&[
            ("a.csv", whole.as_bytes()),
            ("b.csv", bare.join("\n").as_bytes()),
            ("c.csv", another.as_bytes()),
        ]);
        let bills = &read.ingested.bills;
        assert_eq!(bills[1].account, bills[0].account, "{layout}");
        let counts: Vec<u64> = again(&read)
            .iter()
            .map(|counts| counts.iter().sum())
            .collect();
        assert_eq!(counts, [0, duplicates, 0], "{layout}");
        // A line of another number is not enough.
        let fresh = bare
            .join("\n")
            .replace("00000000000000000001", "00000000000000000008")
            .replace("30000000000", "30000000001");
        let read = super::read(&[("a.csv", whole.as_bytes()), ("b.csv", fresh.as_bytes())]);
        assert_eq!(read.ingested.bills[1].account, "", "{layout}");
    }
}

/// Bills in workbooks are counted by threads of their own, for which those that read them wait: where there are
/// as many workbooks as threads, nobody may wait for these in turn.
#[test]
fn one_thread_reads_the_same_bill_in_two_workbooks() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for name in ["a.xlsx", "b.xlsx"] {
        let book = workbook(&input("unionpay-details"), 0);
        std::fs::write(folder.path().join(name), book).expect("written");
    }
    let mut command = jinjian();
    command
        .arg("run")
        .arg(folder.path())
        .args(["--threads", "1"]);
    command.arg("--out").arg(folder.path().join("out"));
    let quiet = command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut running = quiet.spawn().expect("runs");
    for _ in 0..600 {
        if let Some(status) = running.try_wait().expect("a process") {
            assert_eq!(status.code(), Some(0));
            return;
        }
        thread::sleep(Duration::from_millis(100));
    }
    running.kill().expect("ended");
    panic!("it never ends");
}
