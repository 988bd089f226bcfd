//! What a modify carries, and an account that speaks against the store.

use std::fs;

use serde_json::Value;

use super::*;

/// By default a store whose account says otherwise is held; a job may send it without its account.
#[test]
fn a_contradicted_account() {
    let others = ACCOUNTS.replace("王甲", "王乙");
    let held = Nights::signed();
    held.write("支付宝账户.csv", &others);
    let night = held.run("2026-11-20 09:00");
    assert_eq!(
        night.way(),
        [
            "held",
            "new",
            "0",
            "0",
            "differs",
            "",
            "",
            "merchant:fix_account",
            "",
            "",
            "",
            ""
        ]
    );
    assert_eq!(night.uploads(), [""; 0]);
    assert_eq!((night.codes(), night.exit), (vec!["ACC003"], Some(1)));

    let sent = Nights::new(&format!(
        "[acquirers.{ACQUIRER}]\nsmart_store_agreement = true\n[uploads]\ncontradicted = \"without_account\"\n"
    ));
    sent.write("支付宝账户.csv", &others);
    let night = sent.run("2026-11-20 09:00");
    assert_eq!(
        night.way(),
        [
            "create",
            "new",
            "0",
            "3",
            "differs",
            "",
            "provider:upload_m3",
            "merchant:fix_account",
            "provider:hand_over merchant:trade merchant:bind",
            "",
            "",
            ""
        ]
    );
    let body = &sent.bodies("indirect-create-001.jsonl")[0];
    assert_eq!(body["external_id"], "JT001");
    assert_eq!(body.get("logon_id"), None);
}

/// What is left out of a modify is cancelled, so it has every service the register knows.
#[test]
fn services_survive_a_modify() {
    let nights = Nights::signed();
    nights.onboarded(Record {
        address: "文三路2号",
        logon_id: "",
        ..ONBOARDED
    });
    let night = nights.run("2026-11-21 09:00");
    assert_eq!(night.cells["disposition"], "modify");
    let body = &nights.bodies("indirect-modify-001.jsonl")[0];
    assert_eq!(body["sub_merchant_id"], SMID);
    assert_eq!(body["service_codes"], serde_json::json!(["F2F", "PRE_F2F"]));
    assert_eq!(
        body["logon_id"],
        serde_json::json!(["jiangting@example.com"])
    );
    assert_eq!(body["address_info"][0]["address"], "文三路1号");
    assert_eq!(body.get("bankcard_info"), None);
}

/// Contacts, address and card are replaced as a whole: what the sheet leaves open goes along from the register,
/// unless it is another person's, and then that is said.
#[test]
fn an_empty_cell_takes_nothing_away() {
    const COLUMNS: &str = "SMID,商户编号,商户等级,商户全称,联系人,联系人手机,联系人邮箱,法人姓名,详细地址,经度,纬度,结算账号,开户名,支行,服务代码";
    let nights = Nights::signed();
    let run = |contact: &str, legal: &str, services: &str| {
        nights.write(
            "已进件商户.csv",
            &format!(
                "{COLUMNS}\n{SMID},JT001,M3,示例江亭（杭州）茶业有限公司,{contact},13800138002,sun@example.com,{legal},文三路1号,\
                 120.123456,30.123456,33050161000100000001,示例江亭（杭州）茶业公司,杭州西湖支行,{services}\n"
            ),
        );
        nights.run("2026-11-21 09:00")
    };
    let night = run("孙戊", "王甲", "当面付；APP支付");
    let body = &nights.bodies("indirect-modify-001.jsonl")[0];
    assert_eq!(
        body["contact_info"][0],
        serde_json::json!({"name": "孙戊", "mobile": "13800138001", "email": "sun@example.com", "tag": ["06"], "type": "OTHER"})
    );
    assert_eq!(body.get("address_info"), None);
    assert_eq!(
        body["bankcard_info"][0]["bank_branch_name"],
        "中国建设银行杭州西湖支行"
    );
    assert_eq!(body["service_codes"], serde_json::json!(["F2F", "APP"]));
    assert!(!night.codes().contains(&"MER009"), "{:?}", night.codes());

    let night = run("孙己", "王甲", "F2F");
    let body = &nights.bodies("indirect-modify-001.jsonl")[0];
    assert_eq!(body["contact_info"][0].get("email"), None);
    let said = night
        .found
        .iter()
        .find(|finding| finding["code"] == "MER009");
    let said = said.expect("it is said");
    assert_eq!(
        said["message"],
        "已进件的联系人邮箱是 s***@example.com，表中没填；同组有别的值要改，会整组替换，\
         这个值是原来那个联系人、法人、地址或账号的，不随报文发出，修改后就没有了"
    );
    assert_eq!(
        (&said["cell"], &said["related"][0]["cell"]),
        (&Value::from("A2"), &Value::from("G2"))
    );
    let changes = fs::read_to_string(nights.out().join("reports/changes.csv")).expect("changes");
    assert!(
        changes.contains("contact_email,联系人邮箱,s***@example.com,已进件商户.csv › G2,,"),
        "{changes}"
    );

    let night = run("孙戊", "王甲", "扫码");
    assert_eq!(night.cells["reasons"], "BOD001");
}
