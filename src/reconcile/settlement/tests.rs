//! Whole settlements by hand: bills as day sums, statements as lines of text, rows as lines of text.

mod property;
mod withdrawals;

use crate::model::bill::BillOrigin;
use crate::model::bill::BillOrigin::{Acquirer, OwnAlipay};
use crate::model::bill::{BillDay, BillFile, BillSort, Withdrawal};
use crate::model::{Kind, Place, Source};
use crate::reconcile::fixture::{TestJob, bill_store};
use crate::value::money;

/// Monday, 2026-11-02.
const MONDAY: i32 = 2_461_347;
const PID: &str = "2088000000000001";
const ORG: &str = "2088000000000002";
const STATEMENT: &str =
    "card_no entry_date direction amount counterparty_name counterparty_account summary";

/// (origin, SMID, store code, day after Monday, 商家实收, 服务费)
type Sum = (BillOrigin, &'static str, &'static str, i32, i64, i64);

/// Stores s1 (direct, card 111) and s2 (SMID m2, card 222), bills of the days from Monday on, and a
/// statement. In it, `@n` is the nth of November.
fn job(bills: &[Sum], days: i32, entries: &[String]) -> TestJob {
    let stores = ["s1,111,,2088000000000001", "s2,222,m2,"];
    let entries = entries.iter().map(|line| line.replace('@', "2026-11-"));
    let entries: Vec<String> = entries.collect();
    let mut job = TestJob::new("store_code card_no smid pid", &stores).with(
        Kind::BankStatement,
        STATEMENT,
        &entries,
    );
    let account = |origin| if origin == OwnAlipay { PID } else { ORG };
    let store = |(origin, smid, code, day, net_fen, fee_fen): &Sum| {
        let day = BillDay {
            day: MONDAY + day,
            trades: 1,
            net_fen: *net_fen,
            fee_fen: *fee_fen,
            ..BillDay::default()
        };
        bill_store(*origin, account(*origin), smid, code, day)
    };
    job.ingested.bill_stores = bills.iter().map(store).collect();
    for (sort, pid) in [(BillSort::OwnAlipay, PID), (BillSort::Acquirer, ORG)] {
        let bill = BillFile::new(sort);
        add_bill(&mut job, &format!("{pid}.csv"), pid, days, bill);
    }
    job
}

/// The bill of a PID over some days from Monday on.
fn add_bill(job: &mut TestJob, file: &str, pid: &str, days: i32, bill: BillFile) {
    job.ingested.bills.push(BillFile {
        source: job.ingested.sources.len() as u32,
        account: format!("{pid}0156"),
        period: Some((MONDAY, MONDAY + days)),
        ..bill
    });
    job.ingested.sources.push(Source {
        file: file.to_owned(),
        ..Source::default()
    });
}

/// The movements of the direct account from Monday on: day after Monday, and fen withdrawn.
fn with_movements(mut job: TestJob, days: i32, withdrawals: &[(i32, i64)]) -> TestJob {
    let source = job.ingested.sources.len() as u32;
    let cell = |(row, (day, fen)): (u32, &(i32, i64))| Withdrawal {
        place: Place::cell(source, row, 7),
        day: MONDAY + day,
        fen: *fen,
        number: u64::from(row),
    };
    let bill = BillFile {
        withdrawals: (6..).zip(withdrawals).map(cell).collect(),
        ..BillFile::new(BillSort::Fund)
    };
    add_bill(&mut job, "fund.csv", PID, days, bill);
    job
}

fn alipay(day: u32, yuan: &str) -> String {
    format!("111,@{day:02},贷,{yuan},支付宝（中国）网络技术有限公司,2088******0156,")
}

fn acquirer(day: u32, yuan: &str) -> String {
    format!("222,@{day:02},贷,{yuan},银联商务股份有限公司,9550,商户结算")
}

/// Something that settles nothing, so that a statement runs from one day to another.
fn other(card: &str, day: u32) -> String {
    format!("{card},@{day:02},借,8.00,示例物业有限公司,7777,物业费")
}

/// `card day trades expected received verdict carried cleared ~credits`, and the sums elsewhere.
fn rows(job: &TestJob) -> Vec<String> {
    let settlement = job.run().settlement;
    let day = |julian: i32| format!("{:02}", julian - MONDAY + 2);
    settlement
        .days
        .iter()
        .map(|row| {
            let account = &settlement.accounts[row.account as usize];
            let trades = row
                .trades
                .map_or("-".to_owned(), |(a, b)| format!("{}-{}", day(a), day(b)));
            let credits: Vec<String> = row.credits.iter().filter_map(|p| p.cell_name()).collect();
            format!(
                "{} {} {trades} {} {} {} {} {} ~{}",
                account.card,
                day(row.day),
                money::format_fen(row.expected_fen),
                money::format_fen(row.received_fen),
                row.verdict.key(),
                money::format_fen(row.carried_fen),
                row.cleared.map_or("-".to_owned(), day),
                credits.join(" ")
            )
        })
        .collect()
}

/// Fen of the bills and of the statements that are in no row.
fn elsewhere(job: &TestJob) -> (i64, i64) {
    let settlement = job.run().settlement;
    let bills = settlement.bills_elsewhere_fen;
    (bills, settlement.credits_elsewhere_fen)
}

/// Three working days of trades in each bill: 100.00, 200.00 and 300.00 with 1 % taken.
const BILLS: &[Sum] = &[
    (OwnAlipay, "", "s1", 0, 10_000, -100),
    (OwnAlipay, "", "s1", 1, 20_000, -200),
    (OwnAlipay, "", "s1", 2, 30_000, -300),
    (Acquirer, "m2", "s2", 0, 10_000, -100),
    (Acquirer, "m2", "s2", 1, 20_000, -200),
    (Acquirer, "m2", "s2", 2, 30_000, -300),
];

fn statement(lines: &[String]) -> Vec<String> {
    let ends = [("111", 2), ("111", 9), ("222", 2), ("222", 9)];
    let ends = ends.map(|(card, day)| other(card, day));
    [lines, &ends].concat()
}

#[test]
fn clean_to_the_fen() {
    let job = job(
        BILLS,
        3,
        &statement(&[
            alipay(3, "99.00"),
            alipay(4, "198.00"),
            alipay(5, "297.00"),
            acquirer(3, "60.00"),
            acquirer(3, "39.00"),
            acquirer(4, "198.00"),
            acquirer(5, "297.00"),
        ]),
    );
    assert_eq!(
        rows(&job),
        [
            "111 03 02-02 99.00 99.00 agrees 0.00 - ~D2",
            "111 04 03-03 198.00 198.00 agrees 0.00 - ~D3",
            "111 05 04-04 297.00 297.00 agrees 0.00 - ~D4",
            "222 03 02-02 99.00 99.00 agrees 0.00 - ~D5 D6",
            "222 04 03-03 198.00 198.00 agrees 0.00 - ~D7",
            "222 05 04-04 297.00 297.00 agrees 0.00 - ~D8",
        ]
    );
    assert!(job.findings().is_empty());
    assert_eq!(elsewhere(&job), (0, 0));
}

#[test]
fn short_missing_and_doubled_are_named_with_both_sides() {
    let job = job(
        BILLS,
        3,
        &statement(&[
            alipay(3, "98.63"),
            alipay(4, "198.00"),
            acquirer(3, "99.00"),
            acquirer(4, "198.00"),
            acquirer(4, "198.00"),
            acquirer(5, "297.00"),
        ]),
    );
    assert_eq!(
        job.findings(),
        [
            "SET001 bank_statement!D2 98.63 [2088000000000001 2026-11-03 99.00 98.63 0.37] ~2088000000000001.csv!0",
            "SET002 bank_statement!D6 198.00 [2** 2026-11-04 198.00 396.00 198.00] ~2088000000000002.csv!0 \
             ~bank_statement!D5",
            "SET003 2088000000000001.csv!0 297.00 [2088000000000001 2026-11-05 297.00 0.00 297.00] ~bank_statement!0",
        ]
    );
    assert_eq!(
        rows(&job)[2],
        "111 05 04-04 297.00 0.00 one_sided -297.37 - ~"
    );
}

#[test]
fn a_day_late_is_no_difference_even_past_the_last_bill() {
    let job = job(
        BILLS,
        3,
        &statement(&[
            alipay(4, "99.00"),
            alipay(4, "198.00"),
            alipay(6, "297.00"),
            acquirer(5, "594.00"),
        ]),
    );
    assert_eq!(
        rows(&job),
        [
            "111 03 02-02 99.00 0.00 one_sided -99.00 04 ~",
            "111 04 03-03 198.00 297.00 over 0.00 04 ~D2 D3",
            "111 05 04-04 297.00 0.00 one_sided -297.00 06 ~",
            "111 06 - 0.00 297.00 one_sided 0.00 06 ~D4",
            "222 03 02-02 99.00 0.00 one_sided -99.00 05 ~",
            "222 04 03-03 198.00 0.00 one_sided -297.00 05 ~",
            "222 05 04-04 297.00 594.00 over 0.00 05 ~D5",
        ]
    );
    assert!(job.findings().is_empty());
}

#[test]
fn weekends_are_paid_on_monday_or_day_by_day() {
    let friday: &[Sum] = &[
        (OwnAlipay, "", "s1", 4, 10_000, 0),
        (OwnAlipay, "", "s1", 5, 20_000, 0),
        (OwnAlipay, "", "s1", 6, 30_000, 0),
    ];
    let row = "111 09 06-08 600.00 600.00 agrees 0.00 -";
    let at_once = job(
        friday,
        7,
        &[alipay(9, "600.00"), other("111", 6), other("111", 10)],
    );
    assert_eq!(rows(&at_once), [format!("{row} ~D2")]);
    let daily = [
        alipay(7, "100.00"),
        alipay(8, "200.00"),
        alipay(9, "300.00"),
        other("111", 10),
    ];
    assert_eq!(rows(&job(friday, 7, &daily)), [format!("{row} ~D2 D3 D4")]);
    let mut every_day = job(friday, 7, &daily);
    every_day.terms.weekends = true;
    assert_eq!(
        rows(&every_day),
        [
            "111 07 06-06 100.00 100.00 agrees 0.00 - ~D2",
            "111 08 07-07 200.00 200.00 agrees 0.00 - ~D3",
            "111 09 08-08 300.00 300.00 agrees 0.00 - ~D4",
        ]
    );
}

#[test]
fn what_bills_or_statement_do_not_reach_is_not_judged() {
    // Monday's and Tuesday's bill; a statement that ends on Wednesday, a credit of November 12th.
    let job = job(
        BILLS,
        2,
        &[
            alipay(3, "99.00"),
            alipay(4, "8.00"),
            acquirer(12, "5.00"),
            acquirer(11, "6.00"),
        ],
    );
    assert_eq!(
        rows(&job),
        [
            "111 03 02-02 99.00 99.00 agrees 0.00 - ~D2",
            "111 04 03-03 198.00 8.00 not_covered 0.00 - ~D3",
        ]
    );
    assert!(job.findings().is_empty());
    assert_eq!(elsewhere(&job), (29_700 + 59_400, 1_100));
}

#[test]
fn where_nothing_came_at_all_one_finding_says_so() {
    let job = job(
        BILLS,
        3,
        &statement(&[acquirer(3, "99.00"), acquirer(5, "495.00")]),
    );
    assert_eq!(
        job.findings(),
        ["SET003 2088000000000001.csv!0 594.00 \
             [2088000000000001 2026-11-03 – 2026-11-05 594.00 0.00 594.00] ~bank_statement!0"]
    );
    let rows = rows(&job).into_iter();
    assert_eq!(rows.filter(|row| row.contains("one_sided")).count(), 4);
}

#[test]
fn tolerance_and_payers_of_the_job() {
    let entries = [
        other("222", 2),
        "222,@03,贷,98.99,示例支付有限公司,1,".to_owned(),
        acquirer(3, "7.00"),
        other("222", 4),
    ];
    let mut job = job(&BILLS[3..4], 1, &entries);
    assert_eq!(job.findings()[0].split(' ').next(), Some("SET001"));
    job.terms.payers = vec!["示例支付".to_owned()];
    job.terms.tolerance_fen = 1;
    assert_eq!(rows(&job), ["222 03 02-02 99.00 98.99 agrees 0.00 - ~D3"]);
    assert_eq!(job.run().settlement.credits_elsewhere_fen, 700);
}

#[test]
fn without_a_statement_or_bills_there_is_no_finding() {
    assert_eq!(job(BILLS, 3, &[]).run().settlement, Default::default());
    let job = job(&[], 3, &[alipay(3, "1.00")]);
    assert_eq!(job.run().settlement, Default::default());
    assert!(job.findings().is_empty());
}

/// A credit of an account nobody lists, or to a PID whose bill is not given, settles nothing here.
#[test]
fn accounts_without_bills_or_statement_are_left_alone() {
    let job = job(
        BILLS,
        3,
        &[
            "333,@03,贷,5.00,银联商务股份有限公司,1,".to_owned(),
            "333,@04,贷,6.00,支付宝（中国）网络技术有限公司,20880000000000090156,".to_owned(),
            "333,@05,贷,7.00,支付宝（中国）网络技术有限公司,客户备付金,".to_owned(),
        ],
    );
    assert_eq!(rows(&job), [""; 0]);
    assert!(job.findings().is_empty());
    assert_eq!(elsewhere(&job), (2 * 59_400, 1_800));
}

#[test]
fn holidays_of_the_job_wait_like_weekends() {
    let entries = [alipay(6, "594.00"), other("111", 2), other("111", 9)];
    let mut job = job(&BILLS[..3], 3, &entries);
    let first = time::macros::date!(2026 - 11 - 01);
    let holidays = [3, 4, 5].map(|day| first.replace_day(day).expect("a day"));
    job.terms.holidays = holidays.to_vec();
    assert_eq!(rows(&job), ["111 06 02-04 594.00 594.00 agrees 0.00 - ~D2"]);
}
