//! The way of a store, night by night: what a real night's folder would hold, and exactly what the plan
//! and the uploads say then.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use serde_json::Value;
use tempfile::TempDir;

use crate::job::{findings, jinjian, manifest, plan, tree};
use crate::uploads::grid;

const STORES: &str = "\
自用编码,门店名称,公司名称,商户简称,营业执照号,法人姓名,法人身份证号,联系人,联系人手机,客服电话,省,市,区,详细地址,\
营业时间,结算账号,开户名,开户支行,联行号,账户类型,支付宝账号,接入方式,品牌,分店名,门头照,门店收银类型\n\
JT001,江亭文三路店,示例江亭（杭州）茶业有限公司,江亭茶文三,91330106MA27W001X5,王甲,330106198001010013,孙戊,13800138001,\
0571-88000001,浙江省,杭州市,西湖区,文三路1号,09:00-22:00,33050161000100000001,示例江亭（杭州）茶业有限公司,\
中国建设银行杭州西湖支行,,对公,jiangting@example.com,间连,示例江亭,文三路店,https://example.com/JT001.jpg,1\n";

const ACCOUNTS: &str = "\
支付宝账号,PID,账户类型,企业名称,统一社会信用代码,法人姓名,法人证件号,账户状态\n\
jiangting@example.com,2088000000000101,企业账户,示例江亭（杭州）茶业有限公司,91330106MA27W001X5,王甲,330106198001010013,正常\n";

const REGISTER: &str = "\
SMID,商户编号,商户全称,营业执照号,法人姓名,客服电话,详细地址,结算账号,开户名,支付宝账号,商户等级,商户确认PID,状态,\
送打标时间,打标时间,智慧门店签约,确认信息修改,订单同步,服务代码\n";

const SMID: &str = "2088000000001001";
const ACQUIRER: &str = "2088000000000002";

/// A folder that changes from night to night.
struct Nights {
    folder: TempDir,
}

/// What the register of onboarded merchants has of the store.
#[derive(Clone, Copy)]
struct Record {
    address: &'static str,
    logon_id: &'static str,
    level: &'static str,
    confirm_pid: &'static str,
    handed_over: &'static str,
    tagged: &'static str,
    signed: &'static str,
    confirmed: &'static str,
    synced: &'static str,
}

const ONBOARDED: Record = Record {
    address: "文三路1号",
    logon_id: "jiangting@example.com",
    level: "INDIRECT_LEVEL_M3",
    confirm_pid: "",
    handed_over: "",
    tagged: "",
    signed: "",
    confirmed: "",
    synced: "未开启",
};

impl Nights {
    fn new(job: &str) -> Nights {
        let nights = Nights {
            folder: tempfile::tempdir().expect("temporary folder"),
        };
        fs::create_dir(nights.input()).expect("folder");
        let defaults = format!(
            "[defaults]\nsource = \"2088000000000001\"\norg_pid = \"{ACQUIRER}\"\nmcc = \"5812\"\n"
        );
        nights.write("jinjian.toml", &(defaults + job));
        nights.write("门店.csv", STORES);
        nights.write("支付宝账户.csv", ACCOUNTS);
        nights
    }

    /// With an acquirer that has signed.
    fn signed() -> Nights {
        Nights::new(&format!(
            "[acquirers.{ACQUIRER}]\nsmart_store_agreement = true\n"
        ))
    }

    fn input(&self) -> PathBuf {
        self.folder.path().join("in")
    }

    fn out(&self) -> PathBuf {
        self.folder.path().join("out")
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.input().join(name), text).expect("written");
    }

    fn onboarded(&self, record: Record) {
        let Record {
            address,
            logon_id,
            level,
            confirm_pid,
            ..
        } = record;
        let Record {
            handed_over,
            tagged,
            signed,
            confirmed,
            synced,
            ..
        } = record;
        let row = format!(
            "{SMID},JT001,示例江亭（杭州）茶业有限公司,91330106MA27W001X5,王甲,0571-88000001,{address},\
             33050161000100000001,示例江亭（杭州）茶业有限公司,{logon_id},{level},{confirm_pid},正常,\
             {handed_over},{tagged},{signed},{confirmed},{synced},\"F2F,PRE_F2F\"\n"
        );
        self.write("已进件商户.csv", &format!("{REGISTER}{row}"));
    }

    /// One trade at noon of a day of November.
    fn traded(&self, day: u8) {
        let header = "银联交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,\
                      订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,\
                      券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号,服务费（元）,实收净额（元）,\
                      商户识别号,交易方式,备注,花呗分期手续费,花呗分期数";
        let line = format!(
            "202611{day}22001000000000000001,DD01,交易,门店消费,2026-11-{day} 12:00:00,2026-11-{day} 12:00:04,JT001,\
             江亭文三路店,01,T0001,*顾客,100.00,100.00,0.00,0.00,0.00,0.00,0.00,,0.00,0.00,,-0.38,99.62,{SMID},条码支付,,0.00,"
        );
        let bill = format!("#账号：[{ACQUIRER}0156]\n{header}\n{line}\n");
        self.write("DETAILS.csv", &bill);
    }

    /// The rows of the checklist.
    fn checklist(&self) -> Vec<Vec<String>> {
        let text = fs::read_to_string(self.out().join("reports/checklist.csv")).expect("checklist");
        let row = |line: &str| line.split(',').map(str::to_owned).collect();
        text.lines().skip(1).map(row).collect()
    }

    fn run(&self, now: &str) -> Night {
        let out = self.out();
        let done = jinjian()
            .arg("run")
            .arg(self.input())
            .arg("--out")
            .arg(&out)
            .args(["--as-of", now])
            .output()
            .expect("runs");
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(done.status.code().is_some_and(|code| code < 2), "{said}");
        let mut rows = plan(&out);
        assert_eq!(rows.len(), 1);
        Night {
            cells: rows.remove(0),
            files: self.files(),
            found: findings(&out),
            exit: done.status.code(),
        }
    }

    /// Every upload of the night: path, and the store codes in it, in order.
    fn files(&self) -> Vec<(String, Vec<String>)> {
        let told = manifest(&self.out());
        let outputs = told["outputs"].as_array().expect("outputs").clone();
        let workbooks = tree(&self.out())
            .into_iter()
            .filter(|(name, _)| name.ends_with(".xlsx"));
        let uploads = workbooks.filter_map(|(name, bytes)| {
            let name = name.strip_prefix("uploads/")?.to_owned();
            let rows = grid(bytes).1;
            let at = rows[0]
                .iter()
                .position(|l| l.contains("自用编码") || l == "商家编码")?;
            let codes = rows[1..].iter().map(|row| row[at].clone()).collect();
            Some((name, codes))
        });
        let uploads: Vec<(String, Vec<String>)> = uploads.collect();
        for (name, codes) in &uploads {
            let listed = outputs
                .iter()
                .find(|o| o["path"] == format!("uploads/{name}"));
            let listed = listed.unwrap_or_else(|| panic!("{name} is not in the manifest"));
            assert_eq!(listed["rows"], codes.len(), "{listed}");
            assert_eq!(listed["upload"]["first"], codes[0].as_str(), "{listed}");
        }
        uploads
    }

    fn bodies(&self, file: &str) -> Vec<Value> {
        let text = fs::read_to_string(self.out().join("uploads").join(file)).expect("bodies");
        text.lines()
            .map(|line| serde_json::from_str(line).expect("JSON"))
            .collect()
    }
}

/// What one night came to.
struct Night {
    cells: BTreeMap<String, String>,
    files: Vec<(String, Vec<String>)>,
    found: Vec<Value>,
    exit: Option<i32>,
}

/// The cells of the plan that tell the way, in this order.
const WAY: [&str; 12] = [
    "disposition",
    "stage",
    "level_now",
    "level_reachable",
    "m4",
    "overdue",
    "now",
    "waiting",
    "next",
    "bind_from",
    "trade_by",
    "days_left",
];

impl Night {
    fn way(&self) -> [&str; 12] {
        WAY.map(|column| self.cells[column].as_str())
    }

    /// Names of the uploads; each has the one store, once.
    fn uploads(&self) -> Vec<&str> {
        for (name, codes) in &self.files {
            assert_eq!(codes, &["JT001"], "{name}");
        }
        self.files.iter().map(|(name, _)| name.as_str()).collect()
    }

    fn codes(&self) -> Vec<&str> {
        let codes = self
            .found
            .iter()
            .filter_map(|finding| finding["code"].as_str());
        codes.collect()
    }
}

#[test]
fn from_new_to_bound_and_beyond() {
    let nights = Nights::signed();

    // New: nobody onboarded it.
    let night = nights.run("2026-11-20 09:00");
    let next = "provider:hand_over merchant:trade merchant:bind";
    assert_eq!(
        night.way(),
        [
            "create",
            "new",
            "0",
            "4",
            "ready",
            "",
            "provider:upload_m3",
            "",
            next,
            "",
            "",
            ""
        ]
    );
    let new = [
        "indirect-create-001.xlsx",
        "order-switch-001.xlsx",
        "store-publish-001.xlsx",
    ];
    assert_eq!(night.uploads(), new);
    assert_eq!((night.codes(), night.exit), (vec![], Some(0)));

    // M3: the register has it; nothing changed, so it goes to tagging.
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
            "provider:hand_over",
            "merchant:trade",
            "merchant:bind",
            "",
            "2026-12-05",
            "14"
        ]
    );
    assert_eq!(
        night.uploads(),
        ["order-switch-001.xlsx", "tagging-001.xlsx"]
    );

    // Handed over the same day, tagged the next morning; a customer paid.
    let handed = Record {
        handed_over: "2026-11-21",
        ..ONBOARDED
    };
    nights.onboarded(handed);
    let night = nights.run("2026-11-21 21:00");
    assert_eq!(
        night.way(),
        [
            "unchanged",
            "handed_over",
            "3",
            "4",
            "ready",
            "",
            "",
            "alipay:tag merchant:trade",
            "merchant:bind",
            "",
            "2026-12-05",
            "14"
        ]
    );
    assert_eq!(night.uploads(), ["order-switch-001.xlsx"]);

    let tagged = Record {
        tagged: "2026-11-22 08:30",
        ..handed
    };
    nights.onboarded(tagged);
    nights.traded(21);
    let night = nights.run("2026-11-22 09:00");
    let waits = |days: &'static str| {
        [
            "unchanged",
            "tagged",
            "3",
            "4",
            "ready",
            "",
            "",
            "merchant:bind",
            "",
            "2026-11-23 08:30",
            "2026-12-05",
            days,
        ]
    };
    assert_eq!(night.way(), waits("13"));
    assert_eq!(night.uploads(), ["order-switch-001.xlsx"]);

    // 23 hours after tagging: the gate is shut.
    let night = nights.run("2026-11-23 07:30");
    assert_eq!(night.way(), waits("12"));
    assert_eq!(night.uploads(), ["order-switch-001.xlsx"]);

    // 24 hours to the minute, and 25: the merchant can bind.
    for now in ["2026-11-23 08:30", "2026-11-23 09:30"] {
        let night = nights.run(now);
        let mut bind = waits("12");
        bind[1] = "binding";
        assert_eq!(night.way(), bind, "{now}");
        assert_eq!(
            night.uploads(),
            ["bind-confirm-001.xlsx", "order-switch-001.xlsx"]
        );
    }

    // Bound: the PID that confirmed it is M4, whatever the level's column says.
    let bound = Record {
        confirm_pid: "2088000000000101",
        level: "INDIRECT_LEVEL_M4",
        ..tagged
    };
    nights.onboarded(bound);
    let night = nights.run("2026-11-24 09:00");
    assert_eq!(
        night.way(),
        [
            "unchanged",
            "claimed",
            "4",
            "4",
            "claimed",
            "",
            "",
            "merchant:sign_workbench",
            "merchant:confirm_change provider:switch_sync",
            "",
            "",
            ""
        ]
    );
    assert_eq!(night.uploads(), ["order-switch-001.xlsx"]);

    let signed = Record {
        signed: "是",
        confirmed: "已确认",
        ..bound
    };
    nights.onboarded(signed);
    let night = nights.run("2026-11-25 09:00");
    assert_eq!(
        night.way(),
        [
            "unchanged",
            "signed",
            "4",
            "4",
            "claimed",
            "",
            "provider:switch_sync",
            "",
            "",
            "",
            "",
            ""
        ]
    );
    assert_eq!(night.uploads(), ["order-switch-001.xlsx"]);

    nights.onboarded(Record {
        synced: "已开启",
        ..signed
    });
    let night = nights.run("2026-11-26 09:00");
    assert_eq!(
        night.way(),
        [
            "unchanged",
            "synced",
            "4",
            "4",
            "claimed",
            "",
            "",
            "",
            "",
            "",
            "",
            ""
        ]
    );
    assert_eq!(night.uploads(), [""; 0]);
    assert_eq!((night.codes(), night.exit), (vec![], Some(0)));
}

#[test]
fn a_trade_that_does_not_come_is_overdue() {
    let nights = Nights::signed();
    nights.onboarded(Record {
        handed_over: "2026-11-21",
        ..ONBOARDED
    });
    let trade = |now| {
        let night = nights.run(now);
        ["overdue", "waiting", "trade_by", "days_left"].map(|column| night.cells[column].clone())
    };
    let waiting = "alipay:tag merchant:trade";
    assert_eq!(trade("2026-12-05 23:59"), ["", waiting, "2026-12-05", "0"]);
    assert_eq!(
        trade("2026-12-06"),
        ["merchant:trade", "alipay:tag", "2026-12-05", "-1"]
    );
}

/// Who was handed over has been onboarded: a register that lacks the store is no reason to create it again.
#[test]
fn tagged_and_never_onboarded() {
    let nights = Nights::signed();
    let told = |header: &str, cells: &str| {
        let mut lines = STORES.lines();
        let [head, store] = [(); 2].map(|()| lines.next().expect("a line"));
        nights.write("门店.csv", &format!("{head},{header}\n{store},{cells}\n"));
        let night = nights.run("2026-11-21 09:00");
        let said = ["disposition", "reasons", "waiting"].map(|column| night.cells[column].clone());
        (said.join(" "), night.codes().join(" "))
    };
    let said = |way: &str, codes: &str| (way.to_owned(), codes.to_owned());
    let held = said("held TAG003 merchant:correct", "TAG003");
    assert_eq!(told("送打标时间,打标时间", "2026-11-18,2026-11-19"), held);
    assert_eq!(told("送打标时间", "2026-11-18"), held);
    assert_eq!(told("送打标时间", "2026-11-25"), said("create  ", "TAG002"));
    assert_eq!(told("打标时间", "未打标"), said("create  ", "TAG001"));
    assert_eq!(
        told("打标时间,SMID", &format!("2026-11-19,{SMID}")),
        said("modify  ", "")
    );
}

/// The sheet has a day without an hour: the gate opens when that day is over for 24 hours.
#[test]
fn a_day_of_tagging_counts_from_its_end() {
    let nights = Nights::signed();
    nights.onboarded(Record {
        tagged: "2026年11月22日",
        ..ONBOARDED
    });
    let gate = |now| {
        let night = nights.run(now);
        ["stage", "bind_from"].map(|column| night.cells[column].clone())
    };
    assert_eq!(gate("2026-11-23 23:59"), ["tagged", "2026-11-24"]);
    assert_eq!(gate("2026-11-24"), ["binding", "2026-11-24"]);
}

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
