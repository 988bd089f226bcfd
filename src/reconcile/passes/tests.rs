use crate::model::reconciled::MatchOutcome;
use crate::model::{Comparison, Kind};
use crate::reconcile::fixture::{TestJob, account_job, lines};
use proptest::prelude::*;

/// `key: verdict by pass, row of the record, rows of candidates`.
fn line(one: &Comparison) -> String {
    let rows: Vec<u32> = one.candidates.iter().map(|p| p.row).collect();
    let pass = one.pass.map_or("-", |pass| pass.key());
    let record = one.record.map_or(0, |p| p.row);
    format!(
        "{}: {} by {pass}, {record} {rows:?}",
        one.key,
        one.outcome().key()
    )
}

fn matches(job: &TestJob, against: Kind) -> Vec<String> {
    let all = job.run().comparisons;
    all.iter()
        .filter(|c| c.against == against)
        .map(line)
        .collect()
}

#[test]
fn alipay_accounts_pass_by_pass() {
    let job = account_job(
        &[
            "s1,甲公司,L1,张三,ID1,a@x.cn,,",
            "s2,乙公司,L2,李四,ID2,new@x.cn,2088000000000002,",
            "s3,丙公司,L3,王五,ID3,,,m3",
            "s4,丁公司,L4,赵六,ID4,,,",
            "s5,戊（杭州）公司,L5,钱七,ID5,wu1234567@x.cn,,",
            "s6,己公司,L6,孙八,ID6,,,",
            "s7,庚公司,L7,周九,ID7,none@x.cn,,",
            "s8,辛公司,L8,吴十,ID8,,,",
            "s9,壬公司,L9,郑一,ID9,,,",
            "s10,庚公司,L7,周九,ID7,other@x.cn,,",
        ],
        &[
            "a@x.cn,2088000000000001,甲公司,L1,张三,ID1,",
            "old@x.cn,2088000000000002,乙公司,L2,李四,ID2,",
            "c@x.cn,2088000000000003,丙公司,,王五,ID3,",
            "d@x.cn,2088000000000004,丁公司,L4,赵六,ID4,",
            "*七(wu1***@x.cn),,戊(杭州)公司,,钱七,ID5,",
            "f@x.cn,,己公司,,孙八,ID6,",
            "g@x.cn,,庚公司,L7,周九,ID7,",
            "h1@x.cn,,辛公司,L8,吴十,ID8,",
            "h2@x.cn,,辛公司,L8,吴十,ID8,",
            "z@x.cn,,癸公司,L0,冯二,ID0,",
        ],
    )
    .with(
        Kind::Merchants,
        "smid merchant_confirm_pid",
        &["m3,2088000000000003"],
    );
    assert_eq!(
        matches(&job, Kind::AlipayAccounts),
        [
            "a@x.cn: matched by key, 2 []",
            "new@x.cn: differs by pid_smid, 3 []",
            ": matched by pid_smid, 4 []",
            ": matched by licence, 5 []",
            "wu1234567@x.cn: matched by name_card, 6 []",
            ": only_left by suggested, 0 [7]",
            // The licence leads to an account, but the sheet gives another one.
            "none@x.cn: only_left by suggested, 0 [8]",
            ": ambiguous by licence, 0 [9, 10]",
            ": only_left by -, 0 []",
            "other@x.cn: only_left by suggested, 0 [8]",
            "f@x.cn: only_right by -, 7 []",
            "g@x.cn: only_right by -, 8 []",
            "z@x.cn: only_right by -, 11 []",
        ]
    );
    assert_eq!(
        job.findings(),
        [
            "ACC001 stores!F3 new@x.cn ~alipay_accounts!A3",
            "ACC011 stores!F7  [1] ~alipay_accounts!A7",
            "ACC001 stores!F8 none@x.cn ~alipay_accounts!A8",
            "ACC001 stores!F11 other@x.cn ~alipay_accounts!A8",
            // 己公司 and 庚公司 have stores, 癸公司 has none.
            "ACC010 alipay_accounts!A11 z@x.cn [1]",
        ]
    );
}

#[test]
fn bank_accounts_pass_by_pass() {
    let job = TestJob::new(
        "store_code merchant_name business_license card_no card_name account_kind smid",
        &[
            "s1,甲公司,L1,6222000000000001,甲公司,corporate,",
            "s2,乙公司,L2,,,,m2",
            "s3,丙公司,L3,,,corporate,",
            "s4,丁公司,L4,6226000000005669,丁 公司,corporate,",
            "s5,戊公司,L5,6222000000000005,戊公司,corporate,",
        ],
    )
    .with(
        Kind::BankAccounts,
        "card_no card_name business_license status",
        &[
            "6222000000000001,甲公司,,",
            "6222000000000002,乙公司,,",
            "6222000000000003,丙公司,L3,",
            "6226******5669,丁公司,,",
            "6226******5668,丁公司,,",
            "6222000000000009,戊公司,L5,",
            "6222000000000010,癸公司,,",
            "6222000000000011,癸公司,,",
        ],
    )
    .with(Kind::Merchants, "smid card_no", &["m2,6222000000000002"]);
    assert_eq!(
        matches(&job, Kind::BankAccounts),
        [
            "6222000000000001: matched by key, 2 []",
            ": matched by pid_smid, 3 []",
            ": matched by licence, 4 []",
            "6226000000005669: matched by name_card, 5 []",
            "6222000000000005: only_left by suggested, 0 [7]",
            "6226******5668: only_right by -, 6 []",
            "6222000000000009: only_right by -, 7 []",
            "6222000000000010: only_right by -, 8 []",
            "6222000000000011: only_right by -, 9 []",
        ]
    );
    assert_eq!(
        job.findings(),
        [
            "BAC001 stores!D6 6222000000000005 ~bank_accounts!A7",
            "BAC005 bank_accounts!A8 6222000000000010 [2] ~bank_accounts!A9",
        ]
    );
}

/// A register of masked logon ids: a mask that fits is no key, and one that does not is another account.
#[test]
fn masked_logon_ids() {
    let job = account_job(
        &[
            "s1,甲公司,L1,张三,ID1,15812341234,2088000000000001,",
            "s2,乙公司,L2,李四,ID2,15822342234,,",
            "s3,丙公司,L3,王五,ID3,15832343234,,",
            "s4,丁公司,L4,赵六,ID4,15842344234,,",
            "s5,戊公司,L5,钱七,ID5,boss@example.com,,",
            "s6,己公司,L6,孙八,ID6,15862346234,,",
        ],
        &[
            "158****1234,2088000000000001,甲公司,L1,张三,ID1,",
            "158****2234,,乙公司,L2,李四,ID9,",
            "158****3234,,丙公司,,王五,ID3,",
            "158****9999,,丁公司,L4,赵六,ID4,",
            "bos***@example.com,,戊公司,L5,钱七,ID5,",
            "158****6234,,别公司,,孙八,ID6,",
        ],
    );
    assert_eq!(
        matches(&job, Kind::AlipayAccounts),
        [
            "15812341234: matched by pid_smid, 2 []",
            "15822342234: differs by licence, 3 []",
            "15832343234: matched by name_card, 4 []",
            "15842344234: only_left by suggested, 0 [5]",
            "boss@example.com: matched by licence, 6 []",
            "15862346234: only_left by -, 0 []",
            "158****9999: only_right by -, 5 []",
            "158****6234: only_right by -, 7 []",
        ]
    );
    let key = |one: &Comparison| one.verdict(crate::model::Field::LogonId);
    let all = job.run().comparisons;
    assert!(
        all[..3]
            .iter()
            .all(|one| key(one) == Some(crate::model::Verdict::Compatible))
    );
    assert_eq!(
        job.findings(),
        [
            "ACC002 stores!E3 ID2 other=ID9 ~alipay_accounts!F3",
            "ACC001 stores!F5 15842344234 ~alipay_accounts!A5",
            "ACC001 stores!F7 15862346234",
            "ACC010 alipay_accounts!A7 158****6234 [1]",
        ]
    );
}

/// One PID may own several merchants, and that is no finding.
#[test]
fn a_pid_with_several_smids() {
    let job = TestJob::new(
        "store_code smid logon_id pid",
        &[
            "s1,m1,a@x.cn,2088000000000001",
            "s2,m2,a@x.cn,2088000000000001",
        ],
    )
    .with(
        Kind::AlipayAccounts,
        "logon_id pid",
        &["a@x.cn,2088000000000001"],
    )
    .with(
        Kind::Merchants,
        "smid store_code merchant_confirm_pid",
        &["m1,s1,2088000000000001", "m2,s2,2088000000000001"],
    );
    assert_eq!(job.findings(), [""; 0]);
}

const LEFT: &[&[&str]] = &[
    &["s1", "s2"],
    &["甲公司", "乙公司", ""],
    &["L1", "L2", ""],
    &["张三", ""],
    &["ID1", ""],
    &["abc1@x.cn", "abc2@x.cn", "b@x.cn", ""],
    &["2088000000000001", "2088000000000002", ""],
    &["m1", ""],
];
const RIGHT: &[&[&str]] = &[
    &["abc1@x.cn", "abc***@x.cn", "c@x.cn", ""],
    &["2088000000000001", "2088000000000003", ""],
    &["甲公司", "丙公司", ""],
    &["L1", "L3", ""],
    &["张三", "李四"],
    &["ID1", ""],
    &["正常", "冻结"],
];

// A tie names ten candidates.
proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn every_row_ends_in_one_verdict(left in lines(LEFT, 11), right in lines(RIGHT, 11), repeat in 0usize..12) {
        let mut job = account_job(&left, &right);
        let repeated = repeat < left.len();
        if repeated {
            job = job.repeated(repeat);
        }
        let all = job.run().comparisons;
        let mut stores: Vec<u32> = all.iter().filter_map(|c| c.store).collect();
        let expected = if right.is_empty() { 0 } else { left.len() - usize::from(repeated) };
        prop_assert!(stores.is_sorted());
        stores.dedup();
        prop_assert_eq!(stores.len(), expected, "a store once");

        // A record is with some store, in a tie, or with nobody; an exact repeat goes with the record it repeats.
        let content = |row: u32| right[row as usize - 2].as_str();
        let records = |outcomes: &[MatchOutcome]| -> Vec<&str> {
            let these = all.iter().filter(|c| outcomes.contains(&c.outcome()));
            these.flat_map(|c| c.record.iter().chain(&c.candidates)).map(|p| content(p.row)).collect()
        };
        let alone = records(&[MatchOutcome::OnlyRight]);
        let taken = records(&[MatchOutcome::Matched, MatchOutcome::Differs, MatchOutcome::Ambiguous]);
        for record in &right {
            prop_assert!(alone.contains(&record.as_str()) != taken.contains(&record.as_str()), "{}", record);
        }
        let twins = right.iter().filter(|r| alone.contains(&r.as_str())).count();
        prop_assert_eq!(alone.len(), twins, "a record once");
    }
}
