//! Withdrawals from an Alipay account against what the bank received.

use super::*;

/// Trades stay in the Alipay account; what is withdrawn reaches the bank up to three days later, one by one.
#[test]
fn withdrawals_are_what_the_bank_receives() {
    let entries = statement(&[
        alipay(2, "500.00"),
        // Of the same sum, withdrawn on Tuesday and on Wednesday.
        alipay(5, "80.00"),
        alipay(6, "80.00"),
        alipay(6, "40.00"),
    ]);
    let withdrawals = [(0, 50_000), (1, 8_000), (2, 8_000), (2, 2_500), (3, 4_000)];
    let job = with_movements(job(&BILLS[..3], 3, &entries), 4, &withdrawals);
    assert_eq!(
        rows(&job),
        [
            "111 02 02-02 500.00 500.00 agrees 0.00 - ~D2",
            "111 03 03-03 80.00 80.00 agrees 0.00 - ~D3",
            "111 04 04-04 105.00 80.00 short -25.00 - ~D4",
            "111 05 05-05 40.00 40.00 agrees -25.00 - ~D5",
        ]
    );
    assert_eq!(
        job.findings(),
        [
            "SET001 bank_statement!D4 80.00 [2088000000000001 2026-11-04 105.00 80.00 25.00] \
             ~fund.csv!H9 ~fund.csv!H8"
        ]
    );
    // The trades are in the account's balance, as far as the bank knows.
    assert_eq!(job.run().settlement.bills_elsewhere_fen, 59_400);
}

#[test]
fn a_withdrawal_that_never_comes_names_its_cell() {
    let entries = statement(&[alipay(3, "80.00")]);
    let job = with_movements(job(&[], 0, &entries), 3, &[(1, 8_000), (2, 2_500)]);
    assert_eq!(
        job.findings(),
        [
            "SET003 fund.csv!H7 25.00 [2088000000000001 2026-11-04 25.00 0.00 25.00] ~bank_statement!0"
        ]
    );
    let kept = job.run().findings[0].field;
    assert_eq!(kept, Some(crate::model::Field::Outgo));
}

/// Where the statement ends within three days, or the money was withdrawn before the bill begins.
#[test]
fn withdrawals_at_the_ends_are_not_judged() {
    let entries = statement(&[alipay(3, "70.00")]);
    let late = with_movements(job(&[], 0, &entries), 9, &[(5, 8_000)]);
    assert_eq!(
        rows(&late),
        [
            "111 03 - 0.00 70.00 not_covered 0.00 - ~D2",
            "111 07 07-07 80.00 0.00 not_covered 0.00 - ~",
        ]
    );
    assert_eq!(late.findings(), [""; 0]);
}

/// The sheet gives accounts by their logon names; which bank accounts they pay, the register of accounts
/// helps to tell.
#[test]
fn the_register_knows_the_pid_of_an_account() {
    let other = "2088000000000003";
    let stores = ["s1,111,a@x.cn", "s2,333,b@x.cn"];
    let credits = [
        "111,2026-11-03,贷,50.00,支付宝（中国）网络技术有限公司,2088******0156,",
        "333,2026-11-03,贷,70.00,支付宝（中国）网络技术有限公司,2088******0156,",
    ];
    let accounts = [format!("a@x.cn,{PID}"), format!("b@x.cn,{other}")];
    let accounts: Vec<&str> = accounts.iter().map(String::as_str).collect();
    let job = TestJob::new("store_code card_no logon_id", &stores)
        .with(Kind::AlipayAccounts, "logon_id pid", &accounts)
        .with(Kind::BankStatement, STATEMENT, &credits);
    let mut job = with_movements(job, 5, &[(0, 5_000)]);
    job = with_movements(job, 5, &[(0, 7_000)]);
    if let Some(last) = job.ingested.bills.last_mut() {
        last.account = format!("{other}0156");
    }
    let settled = job.run().settlement;
    let received: Vec<(i64, i64)> = settled
        .days
        .iter()
        .map(|day| (day.expected_fen, day.received_fen))
        .collect();
    assert_eq!(received, [(5_000, 5_000), (7_000, 7_000)]);
    assert_eq!(settled.credits_elsewhere_fen, 0);
}
