//! Small folders in which several legal entities meet: what the sheet alone suspects, and what a register
//! already says.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::job::{findings, jinjian, plan};

/// Runs a folder of files and looks at what it left.
fn run<T>(files: &[(&str, &str)], look: impl FnOnce(&Path) -> T) -> T {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("written");
    }
    let out = folder.path().join("out");
    let mut command = jinjian();
    command.arg("run").arg(folder.path()).arg("--out").arg(&out);
    let output = command
        .args(["--as-of", "2026-11-20"])
        .output()
        .expect("runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code().is_some_and(|code| code < 2), "{said}");
    look(&out)
}

/// Code and cell of each finding about the rows of a folder, notes left out.
fn raised(files: &[(&str, &str)]) -> Vec<(String, String)> {
    let findings = run(files, findings);
    let text = |finding: &Value, key: &str| finding[key].as_str().unwrap_or_default().to_owned();
    (findings.iter())
        .filter(|finding| finding["level"] != "note" && finding["cell"].is_string())
        .map(|finding| (text(finding, "code"), text(finding, "cell")))
        .collect()
}

const STORES: &str = "门店编码,门店名称,公司名称,营业执照号,法人姓名,联系人,联系人手机,省,市,区,详细地址,账户类型,结算账号,开户名\n\
    s1,甲店,杭州甲乙商贸有限公司,91330106MA2H1ABC7U,王甲,王甲,13900001111,浙江省,杭州市,西湖区,文三路1号,对公,1209900000000001,杭州甲乙商贸有限公司\n\
    s2,乙店,北京甲乙有限公司,91110105MA01XYRTXD,陈乙,陈乙,13900002222,浙江省,杭州市,西湖区,文三路2号,对公,1209900000000001,北京甲乙有限公司\n";

/// What was said of the account.
fn shared(findings: &[(String, String)]) -> Vec<(&str, &str)> {
    (findings.iter())
        .filter(|(code, _)| code == "ENT006" || code == "BAC002")
        .map(|(code, cell)| (code.as_str(), cell.as_str()))
        .collect()
}

#[test]
fn two_holders_of_one_account_are_said_once() {
    let alone = raised(&[("门店.csv", STORES)]);
    assert_eq!(shared(&alone), [("ENT006", "M2")]);
    let register =
        "账号,户名,开户行,账户状态\n1209900000000001,杭州甲乙商贸有限公司,中国工商银行,正常\n";
    let known = raised(&[("门店.csv", STORES), ("银行账户.csv", register)]);
    assert_eq!(shared(&known), [("BAC002", "N3")]);
}

#[test]
fn the_plan_says_what_is_due_now_and_for_the_next_level() {
    let stores = "门店编码,门店名称,公司名称,营业执照号,法人姓名,法人身份证号,联系人,联系人手机,省,市,区,详细地址,结算账号,开户名,支付宝账号\n\
        s1,甲店,,92440300MA5FQWE16B,王甲,,王甲,13900001111,广东省,东莞市,,文三路1号,6217000010001234569,王甲,\n\
        s2,乙店,北京甲乙有限公司,,,,陈乙,,浙江省,杭州市,西湖区,,6217000010001234569,陈乙,pay1@example.com\n";
    let job = "[defaults]\nsource = \"2088000000000001\"\norg_pid = \"2088000000000002\"\nmcc = \"5411\"\n";
    let rows = run(&[("门店.csv", stores), ("jinjian.toml", job)], plan);
    let missing = |row: usize| [&rows[row]["missing_m3"], &rows[row]["missing_m4"]];
    assert_eq!(rows[0]["disposition"], "create", "{:?}", rows[0]);
    assert_eq!(missing(0), ["", "legal_id_no logon_id"]);
    assert_eq!(rows[1]["disposition"], "held");
    assert_eq!(
        missing(1),
        [
            "business_license|legal_id_no contact_mobile|contact_phone address",
            "business_license legal_name legal_id_no"
        ]
    );
}

/// A column the sheet has not, a value the job does not give and an empty cell are all lacking.
#[test]
fn the_plan_says_what_is_missing_from_the_sheet_and_from_the_job() {
    let stores = "门店编码,门店名称,营业执照号,法人姓名,法人身份证号,联系人,联系人手机,省,市,区,详细地址,结算账号,支付宝账号,接入方式\n\
        s1,甲店,92440300MA5FQWE16B,王甲,330106199003074525,王甲,13900001111,广东省,东莞市,,文三路1号,6217000010001234569,pay1@example.com,\n\
        s2,乙店,91110105MA01XYRTXD,陈乙,330106199003074525,陈乙,13900001112,浙江省,杭州市,西湖区,,6217000010001234569,pay2@example.com,\n\
        s3,丙店,91110105MA01XYRTXD,陈乙,330106199003074525,陈乙,13900001112,浙江省,杭州市,西湖区,某路2号,,,直连\n\
        s4,丁店,91110105MA01XYRTXD,陈乙,330106199003074525,陈乙,13900001112,浙江省,杭州市,西湖区,某路3号,,pay2@example.com,直连\n";
    let job = "[defaults]\nsource = \"2088000000000001\"\nmcc = \"5411\"\n";
    let rows = run(&[("门店.csv", stores), ("jinjian.toml", job)], plan);
    let told = |row: usize| {
        let of = |key: &str| rows[row][key].clone();
        [of("disposition"), of("missing_m3"), of("missing_m4")]
    };
    // An individual business needs no company name; both lack the holder and the acquirer.
    assert_eq!(told(0), ["held", "org_pid|category_id card_name", ""]);
    assert_eq!(
        told(1),
        [
            "held",
            "merchant_name org_pid|category_id address card_name",
            ""
        ]
    );
    // What the sheet calls direct is not when there is no Alipay account.
    let all = "merchant_name org_pid|category_id card_no card_name";
    assert_eq!(told(2), ["held", all, "logon_id"]);
    assert_eq!(told(3), ["direct", "", ""]);
}

/// Three stores of one company with these SMIDs.
fn with_smids(smids: [&str; 3]) -> String {
    let store = |(n, smid): (usize, &str)| {
        let entity = "杭州甲乙商贸有限公司,91330106MA2H1ABC7U,王甲,王甲,13900001111";
        let at = format!("浙江省,杭州市,西湖区,文三路{n}号");
        format!("s{n},店{n},{entity},{at},对公,1209900000000001,杭州甲乙商贸有限公司,{smid}\n")
    };
    let rows: String = (1..).zip(smids).map(store).collect();
    let header = STORES.lines().next().expect("a header");
    format!("{header},SMID\n{rows}")
}

/// What was said of the SMIDs, with the cells beside; and the stores held for it.
fn of_smids(smids: [&str; 3], register: &str) -> (Vec<String>, Vec<String>) {
    let stores = with_smids(smids);
    let files = [("门店.csv", &stores[..]), ("已进件商户.csv", register)];
    run(&files, |out| {
        let cell = |of: &Value| of["cell"].as_str().unwrap_or_default().to_owned();
        let told = |finding: &Value| {
            let related = finding["related"].as_array().expect("places");
            let code = finding["code"].as_str().expect("a code").to_owned();
            let cells = std::iter::once(finding).chain(related).map(cell);
            format!("{code} {}", cells.collect::<Vec<_>>().join(" "))
        };
        let found = findings(out);
        let of_smid = found
            .iter()
            .filter(|f| f["field"] == "smid" && f["level"] == "error");
        // The job lacks what every store needs: that is another reason.
        let of_smid_too = |reasons: &str| {
            ["DUP002", "MER002"]
                .iter()
                .any(|code| reasons.contains(code))
        };
        let held = plan(out)
            .into_iter()
            .filter(|row| of_smid_too(&row["reasons"]));
        let held = held.map(|row| row["store_code"].clone());
        (of_smid.map(told).collect(), held.collect())
    })
}

#[test]
fn an_smid_of_several_stores_is_one_defect() {
    let head = "SMID,门店编号,商户名称,商户等级\n";
    let register = |rows: &str| format!("{head}{rows}");
    let other = "2088000000001002,s9,店9,INDIRECT_LEVEL_M3\n";
    let one = "2088000000001001";
    // The register knows whose it is: the others are wrong, and the owner is not held.
    let own = register("2088000000001001,s2,店2,INDIRECT_LEVEL_M3\n");
    let (said, held) = of_smids([one, one, ""], &own);
    assert_eq!(said, ["MER002 O2 B2 O3"]);
    assert_eq!(held, ["s1"]);
    let (said, held) = of_smids([one, one, one], &own);
    assert_eq!(said, ["MER002 O2 B2 O3", "MER002 O4 B2 O3"]);
    assert_eq!(held, ["s1", "s3"]);
    // It is a fourth's: all are wrong.
    let (said, held) = of_smids(
        [one, one, ""],
        &register("2088000000001001,s9,店9,INDIRECT_LEVEL_M3\n"),
    );
    assert_eq!(said, ["MER002 O2 B2", "MER002 O3 B2"]);
    assert_eq!(held, ["s1", "s2"]);
    // It does not know the SMID, or not whose it is: nobody can say.
    for rows in [other, "2088000000001001,,,INDIRECT_LEVEL_M3\n"] {
        let (said, held) = of_smids([one, one, ""], &register(rows));
        assert_eq!(said, ["DUP002 O3 O2"], "{rows}");
        assert_eq!(held, ["s1", "s2"], "{rows}");
    }
}

/// A job with all that M3 needs of it.
const JOB: &str =
    "[defaults]\nsource = \"2088000000000001\"\norg_pid = \"2088000000000002\"\nmcc = \"5411\"\n";

/// Code and cell of each finding above a note, with the related cells, and what it stops.
fn told(files: &[(&str, &str)]) -> Vec<String> {
    let told = |finding: &Value| {
        let text = |of: &Value, key: &str| of[key].as_str().unwrap_or("-").to_owned();
        let related = finding["related"].as_array().into_iter().flatten();
        let cells: Vec<String> = related.map(|related| text(related, "cell")).collect();
        let [code, cell, stops] = ["code", "cell", "blocks"].map(|key| text(finding, key));
        format!("{code} {cell} {stops} [{}]", cells.join(" "))
    };
    let found = run(&[files, &[("jinjian.toml", JOB)]].concat(), findings);
    let above = found.iter().filter(|finding| finding["level"] != "note");
    above.filter(|f| f["cell"].is_string()).map(told).collect()
}

/// Two stores of one company with these names and licences, and holders.
fn of_two(names: [&str; 2], licences: [&str; 2], logon: &str) -> String {
    let holder = "杭州甲乙商贸有限公司";
    let store = |(n, (name, licence)): (usize, (&str, &str))| {
        let at = format!("浙江省,杭州市,西湖区,文三路{n}号");
        format!(
            "s{n},店{n},{name},{licence},王甲,王甲,13900001111,{at},对公,1209900000000001,{holder},{logon}\n"
        )
    };
    let rows: String = (1..)
        .zip(names.into_iter().zip(licences))
        .map(store)
        .collect();
    let header = STORES.lines().next().expect("a header");
    format!("{header},支付宝账号\n{rows}")
}

#[test]
fn a_wrong_company_name_is_one_defect() {
    let (right, wrong) = ("杭州甲乙商贸有限公司", "杭州丙丁商贸有限公司");
    let licence = "91330106MA2H1ABC7U";
    let stores = of_two([right, wrong], [licence; 2], "a@example.com");
    let alone = told(&[("门店.csv", &stores)]);
    // The holder is right, and the name it was compared with is not; of the two names nobody can say.
    assert_eq!(alone, ["ENT001 C2 M3 [C3 N3]"]);
    // The register of accounts can: the other store is free, and this one is held for the same reason.
    let register = format!(
        "支付宝账号,PID,公司名称,营业执照号,法人姓名,状态\na@example.com,2088000000000101,{right},{licence},王甲,正常\n"
    );
    let known = told(&[("门店.csv", &stores), ("支付宝账户.csv", &register)]);
    assert_eq!(known, ["ACC005 C3 M3 [C2 C2 N3]"]);
}
