//! The way of a store, night by night: what a real night's folder would hold, and exactly what the plan
//! and the uploads say then.

mod acquirers;
mod modify;
mod odd;
mod walk;

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
