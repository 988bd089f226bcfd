use super::*;
use crate::model::Kind;
use crate::model::bill::BillOrigin::Acquirer;
use crate::model::reconciled::RouteEvidence;
use crate::reconcile::fixture::{TestJob, merchant_job as job};

fn merchants(job: &TestJob) -> Vec<Option<u32>> {
    job.run().stores.iter().map(|s| s.merchant).collect()
}

#[test]
fn smid_first_then_store_code() {
    let job = job(
        "store_code smid",
        &[
            "s1,m1", "s2,", "s3,m9", "s4,m2", "s5,m5", "s6,", ",m1", "s7,",
        ],
        "smid store_code",
        &["m5,", "m1,s1", "m2,s2", "m3,s3", "m7,s7", "m8,s7"],
    );
    assert_eq!(
        merchants(&job),
        [Some(1), Some(2), None, None, Some(0), None, Some(1), None]
    );
    assert_eq!(
        job.findings(),
        [
            "MER005 stores!B4 m9",
            "MER002 stores!B5 m2 [s2] ~merchants!B4",
            "MER006 stores!A9 s7 [2] ~merchants!A6 ~merchants!A7",
        ]
    );
}

#[test]
fn records_that_differ_are_no_choice() {
    let job = job(
        "store_code smid logon_id route",
        &[
            "s1,m1,a@x.cn,",
            "s2,,a@x.cn,direct",
            "s3,m3,a@x.cn,",
            "s4,,a@x.cn,",
            "s2,,a@x.cn,direct",
        ],
        "smid store_code mcc",
        &[
            "m1,s1,5411",
            "m1,s1,5812",
            "m2,s2,5411",
            "m2,s2,5812",
            "m3,,",
            "m3,,",
            "m4,s4,",
            "m4,s4,",
        ],
    )
    .repeated(4);
    assert_eq!(merchants(&job), [None, None, Some(4), Some(6), None]);
    assert_eq!(
        job.findings(),
        [
            "MER006 stores!B2 m1 [2] ~merchants!A2 ~merchants!A3",
            "MER006 stores!A3 s2 [2] ~merchants!A4 ~merchants!A5",
        ]
    );
    // The register knows it all the same, so the sheet alone does not make it direct.
    assert_eq!(job.run().stores[1].evidence, RouteEvidence::Onboarded);
}

#[test]
fn closed_and_frozen_merchants() {
    let today = TestJob::as_of().to_julian_day();
    let job = job(
        "store_code smid mcc logon_id route",
        &[
            "s1,m1,5411,,",
            "s2,,5411,,",
            "s3,,5411,,",
            "s4,,5411,,",
            "s5,,5411,,",
            "s6,,5411,a@x.cn,direct",
            "s6,,5411,a@x.cn,",
            "s7,,5411,,",
        ],
        "smid store_code status mcc",
        &[
            "m1,s1,已注销,5812",
            "m2,s2,01,5411",
            "m3,s3,关闭,5411",
            "m4,s3,正常,5411",
            "m5,s4,审核中,5411",
            "m6,s5,Closed,5411",
            "m7,s5,停用,5411",
            "m8,s6,关闭,5812",
            "m9,s7,已冻结,5411",
        ],
    )
    .days(&["m4", "m5", "m9"].map(|smid| (Acquirer, smid, "", today, 1)))
    .repeated(6);
    // Two closed ones remain two.
    assert_eq!(
        merchants(&job)[..5],
        [Some(0), Some(1), Some(3), Some(4), None]
    );
    // It was closed because the store went direct.
    assert_eq!(job.run().stores[5].route, Route::Direct);
    assert_eq!(
        job.findings(),
        [
            "MER007 stores!B2 m1 [已注销] ~merchants!C2",
            "MER007 stores!A3 s2 [01] ~merchants!C3",
            "MER006 stores!A6 s5 [2] ~merchants!A7 ~merchants!A8",
            "MER010 stores!A9 s7 [已冻结] ~merchants!C10",
        ]
    );
}

#[test]
fn one_store_of_an_smid_with_several_and_one_acquirer_of_several() {
    let job = job(
        "store_code smid org_pid",
        &["s2,m1,", "s3,,o2", "s4,m1,"],
        "smid store_code org_pid",
        &["m1,s1,o1", "m1,s2,o1", "m2,s3,o1", "m3,s3,o2"],
    );
    assert_eq!(merchants(&job), [Some(1), Some(3), None]);
    assert_eq!(
        job.findings(),
        ["MER002 stores!B4 m1 [s1] ~merchants!B2 ~merchants!B3"]
    );
}

#[test]
fn confirmed_by_another_pid() {
    let job = job(
        "store_code logon_id pid",
        &[
            "s1,a@x.cn,2088000000000001",
            "s2,b@x.cn,",
            "s3,c@x.cn,2088000000000003",
            "s4,,",
            "s5,,bad",
        ],
        "store_code merchant_confirm_pid logon_id",
        &[
            "s1,2088000000000007,a@x.cn",
            "s2,2088000000000008,b@x.cn",
            "s3,2088000000000004,c@x.cn",
            "s4,2088000000000009,",
            "s5,2088000000000009,",
        ],
    )
    .with(
        Kind::AlipayAccounts,
        "logon_id pid",
        &[
            "a@x.cn,2088000000000001",
            "b@x.cn,2088000000000002",
            "c@x.cn,2088000000000004",
        ],
    )
    .broken(4, Field::Pid);
    assert_eq!(
        job.findings(),
        [
            "MER004 stores!C2 2088000000000001 other=2088000000000007 ~merchants!B2",
            "MER004 stores!B3 b@x.cn other=2088000000000008 ~merchants!B3",
            // The sheet's PID is the finding; the account's own PID is the one that confirmed.
            "ACC008 stores!C4 2088000000000003 other=2088000000000004 ~alipay_accounts!B4",
        ]
    );
}

#[test]
fn a_pid_confirms_at_m4_only() {
    let job = job(
        "store_code smid",
        &["s1,m1", "s2,", "s3,", "s4,", "s5,"],
        "smid store_code indirect_level merchant_confirm_pid",
        &[
            "m1,s1,INDIRECT_LEVEL_M3,2088000000000001",
            "m2,s2,M2,2088000000000001",
            "m3,s3,INDIRECT_LEVEL_M4,2088000000000001",
            "m4,s4,,2088000000000001",
            "m5,s5,M3,",
        ],
    );
    assert_eq!(
        job.findings(),
        [
            "MER008 stores!B2 m1 [M3] ~merchants!D2",
            "MER008 stores!A3 s2 [M2] ~merchants!D3",
        ]
    );
}

#[test]
fn another_entity_explains_who_confirmed() {
    let job = job(
        "store_code business_license pid",
        &["s1,91330106MA2H1ABC7U,2088000000000001"],
        "store_code business_license merchant_confirm_pid",
        &["s1,91110105MA01XYRTXD,2088000000000002"],
    );
    assert_eq!(
        job.findings(),
        ["MER003 stores!B2 91330106MA2H1ABC7U other=91110105MA01XYRTXD ~merchants!B2"]
    );
}

#[test]
fn repeats_are_matched_silently() {
    let job = job(
        "store_code mcc",
        &["s1,5411", "s1,5411"],
        "store_code mcc",
        &["s1,5812"],
    )
    .repeated(1);
    let out = job.run();
    assert_eq!(merchants(&job), [Some(0), Some(0)]);
    assert_eq!(out.stores[1].drift, Field::Mcc.bit());
    assert_eq!(
        job.findings(),
        ["MER001 stores!B2 5411 other=5812 ~merchants!B2"]
    );
}
