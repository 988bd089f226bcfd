//! Acquirers that have not signed, or that nobody names, and a job that lacks something.

use std::fs;

use super::*;

#[test]
fn an_acquirer_that_has_not_signed_waits_and_fails_nobody() {
    let nights = Nights::new("");
    let night = nights.run("2026-11-20 09:00");
    assert_eq!(night.cells["disposition"], "create");
    assert_eq!(night.cells["waiting"], "acquirer:sign_agreement");
    assert_eq!((night.codes(), night.exit), (vec!["JOB002"], Some(0)));

    nights.onboarded(ONBOARDED);
    let night = nights.run("2026-11-21 09:00");
    assert_eq!(
        night.way(),
        [
            "unchanged",
            "m3",
            "3",
            "4",
            "ready",
            "",
            "",
            "acquirer:sign_agreement merchant:trade",
            "provider:hand_over merchant:bind",
            "",
            "2026-12-05",
            "14"
        ]
    );
    assert_eq!(night.uploads(), ["order-switch-001.xlsx"]);
}

/// Without a word on the acquirer nobody knows who has to sign, and no sheet can go out for tagging: the
/// provider is told to name it, and the register's word is as good as the sheet's.
#[test]
fn an_acquirer_nobody_names() {
    let nights = Nights::new("");
    let job = "[defaults]\nsource = \"2088000000000001\"\ncategory_id = \"2015050700000000\"\n";
    let signed = format!("{job}[acquirers.{ACQUIRER}]\nsmart_store_agreement = true\n");
    nights.write("jinjian.toml", &signed);
    let asked =
        |night: &Night| ["now", "waiting", "next"].map(|column| night.cells[column].clone());
    let night = nights.run("2026-11-20 09:00");
    assert_eq!(
        asked(&night),
        [
            "provider:upload_m3 provider:name_acquirer",
            "",
            "provider:hand_over merchant:trade merchant:bind"
        ]
    );
    assert_eq!((night.codes(), night.exit), (vec!["JOB004"], Some(0)));
    let body = &nights.bodies("indirect-create-001.jsonl")[0];
    assert_eq!(body["category_id"], "2015050700000000");
    assert_eq!(body.get("org_pid"), None);

    nights.onboarded(ONBOARDED);
    let night = nights.run("2026-11-21 09:00");
    assert_eq!(
        asked(&night),
        [
            "provider:name_acquirer",
            "merchant:trade",
            "provider:hand_over merchant:bind"
        ]
    );
    assert_eq!(night.uploads(), ["order-switch-001.xlsx"]);
    let points = nights.checklist();
    assert_eq!(
        points[0][..7],
        ["acquirer", "", "provider", "0", "1", "", "JT001"]
    );

    let register = fs::read_to_string(nights.input().join("已进件商户.csv")).expect("register");
    let named: String = register
        .lines()
        .zip(["受理机构PID", ACQUIRER])
        .map(|(line, cell)| format!("{line},{cell}\n"))
        .collect();
    nights.write("已进件商户.csv", &named);
    let night = nights.run("2026-11-21 09:00");
    assert_eq!(night.codes(), [""; 0]);
    assert_eq!(
        asked(&night),
        ["provider:hand_over", "merchant:trade", "merchant:bind"]
    );
    assert_eq!(
        night.uploads(),
        ["order-switch-001.xlsx", "tagging-001.xlsx"]
    );
    let bytes = fs::read(nights.out().join("uploads/tagging-001.xlsx")).expect("written");
    let sheet = grid(bytes).1;
    let at = sheet[0].iter().position(|cell| cell == "受理机构PID");
    assert_eq!(sheet[1][at.expect("the column")], ACQUIRER);
    assert_eq!(
        nights.checklist()[0][..5],
        ["agreement", ACQUIRER, "acquirer", "1", "0"]
    );

    // The one the register names has to have signed, whatever the sheet leaves open.
    nights.write("jinjian.toml", job);
    let night = nights.run("2026-11-21 09:00");
    assert_eq!(
        asked(&night),
        [
            "",
            "acquirer:sign_agreement merchant:trade",
            "provider:hand_over merchant:bind"
        ]
    );
    assert_eq!(night.codes(), ["JOB002"]);
    assert_eq!(night.found[0]["found"], ACQUIRER);
}

/// What the job as a whole lacks is not the merchant's to correct.
#[test]
fn a_job_that_lacks_something_is_the_providers() {
    let nights = Nights::signed();
    nights.write(
        "jinjian.toml",
        "[defaults]\nsource = \"2088000000000001\"\n",
    );
    let night = nights.run("2026-11-20 09:00");
    assert_eq!(night.codes(), ["JOB001"]);
    let told = ["disposition", "now", "waiting"].map(|column| night.cells[column].clone());
    assert_eq!(told, ["held", "provider:complete_job", ""]);
}
