//! The edge of what each target takes: one store with one cell changed, and which target refuses it and why.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::job::{jinjian, plan, table};
use crate::uploads::grid;

fn job() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/uploads/job")
}

/// The small job of every target with its first store alone.
struct Edge {
    folder: TempDir,
    header: Vec<String>,
    store: Vec<String>,
}

impl Edge {
    fn new() -> Edge {
        let folder = tempfile::tempdir().expect("temporary folder");
        let input = folder.path().join("in");
        fs::create_dir(&input).expect("folder");
        for name in ["jinjian.toml", "支付宝账户.csv"] {
            fs::copy(job().join(name), input.join(name)).expect("copied");
        }
        let mut sheet = csv::Reader::from_path(job().join("门店信息.csv")).expect("the sheet");
        let texts = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect();
        let header = texts(sheet.headers().expect("a header"));
        let first = sheet.records().next().expect("a store").expect("a record");
        Edge {
            folder,
            header,
            store: texts(&first),
        }
    }

    /// What became of the store with these cells, then each refusal: target, column and reason.
    fn told(&self, cells: &[(&str, &str)]) -> Vec<String> {
        let mut store = self.store.clone();
        for (label, text) in cells {
            let at = self.header.iter().position(|own| own == label);
            (*text).clone_into(&mut store[at.expect("a column")]);
        }
        let path = self.folder.path().join("in/门店信息.csv");
        let mut sheet = csv::Writer::from_path(path).expect("the sheet");
        for row in [&self.header, &store] {
            sheet.write_record(row).expect("written");
        }
        sheet.flush().expect("written");
        let out = self.folder.path().join("out");
        let mut run = jinjian();
        run.arg("run").arg(self.folder.path().join("in"));
        let done = run.arg("--out").arg(&out).output().expect("runs");
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.code().is_some_and(|code| code < 2), "{said}");
        let rows = plan(&out);
        let refused = table(&out.join("reports/targets.csv"));
        let refused = refused.iter().map(|row| {
            ["target", "column", "reason"]
                .map(|column| row[column].as_str())
                .join(" ")
        });
        let ends = rows.iter().map(|row| {
            format!("{} {}", row["disposition"], row["reasons"])
                .trim_end()
                .to_owned()
        });
        ends.chain(refused).collect()
    }
}

#[test]
fn characters_a_target_cannot_hold() {
    let edge = Edge::new();
    assert_eq!(edge.told(&[]), ["create"]);
    // A GBK form holds neither emoji, nor Han beyond the first plane, nor Manchu.
    for (name, lost) in [("江亭😀", "😀"), ("江亭𠮷茶", "𠮷"), ("ᡥᡳ茶", "ᡥᡳ")]
    {
        assert_eq!(
            edge.told(&[("商户简称", name)]),
            [
                "create".to_owned(),
                format!("acquirer-create 商户简称 不收「{lost}」")
            ]
        );
    }
    let brackets = edge.told(&[("品牌", "江亭（示例）")]);
    assert_eq!(brackets, ["create", "koubei-stores 门店名称 不收「（）」"]);
    let again = edge.told(&[("分店名", "示例江亭文三路店")]);
    assert_eq!(
        again,
        ["create", "koubei-stores 分店名称 不能再写一遍「门店名称」"]
    );
    // Names of the peoples of the north-west are long and have dots.
    assert_eq!(
        edge.told(&[("联系人", "阿卜杜拉·买买提·艾合买提江·吐尔逊")]),
        ["create"]
    );
}

#[test]
fn lengths_to_the_character() {
    let edge = Edge::new();
    let of = |label: &str, count: usize| edge.told(&[(label, &"文".repeat(count))]);
    assert_eq!(of("商户简称", 20), ["create"]);
    assert_eq!(
        of("商户简称", 21),
        ["create", "acquirer-create 商户简称 长 42，最多 40"]
    );
    assert_eq!(of("商户简称", 65), ["held LEN001"]);
    assert_eq!(of("品牌", 20), ["create"]);
    assert_eq!(
        of("品牌", 21),
        ["create", "koubei-stores 门店名称 长 21，最多 20"]
    );
    assert_eq!(of("详细地址", 50), ["create"]);
    assert_eq!(
        of("详细地址", 51),
        ["create", "koubei-stores 详细地址 长 51，最多 50"]
    );
    let code = |count: usize| edge.told(&[("自用编码", &"A".repeat(count))]);
    assert_eq!(code(32), ["create"]);
    assert_eq!(code(33), ["held LEN001"]);
}

#[test]
fn hours_and_telephones() {
    let edge = Edge::new();
    let refused = |key: &str| {
        format!("qimen-store {key} 写法不符，须每天同一段、不跨零点，起止都是整点或半点")
    };
    for hours in [
        "18:00-02:00",
        "09:00-12:00,14:00-21:00",
        "周一至周五 09:00-20:00",
        "09:15-21:00",
    ] {
        let told = edge.told(&[("营业时间", hours)]);
        assert_eq!(told[0], "create", "{hours}");
        assert!(
            told[1..].contains(&refused("start_time")) || hours.starts_with("09:15"),
            "{told:?}"
        );
        assert!(told.len() > 1, "{hours}");
    }
    for hours in [
        "24小时",
        "00:00-23:59",
        "9点到21点30分",
        "０９：００－２２：００",
    ] {
        assert_eq!(edge.told(&[("营业时间", hours)]), ["create"], "{hours}");
    }
    let phones = |count: usize| {
        let all: Vec<String> = (0..count).map(|n| format!("9518{n}")).collect();
        edge.told(&[("客服电话", &all.join("/"))])
    };
    let koubei = "koubei-stores 门店电话 最多 5 个号码".to_owned();
    assert!(!phones(5).contains(&koubei));
    assert!(phones(6).contains(&koubei));
}

/// The names forms have, and a code for each of the three.
#[test]
fn regions_that_are_not_like_others() {
    let edge = Edge::new();
    let place = |names: [&str; 3]| {
        let labels = ["省", "市", "区"];
        let mut cells: Vec<_> = labels.into_iter().zip(names).collect();
        cells.extend([("经度", ""), ("纬度", "")]);
        let told = edge.told(&cells);
        let bodies = edge
            .folder
            .path()
            .join("out/uploads/indirect-create-001.jsonl");
        let body = fs::read_to_string(bodies).expect("a body");
        let body: serde_json::Value = serde_json::from_str(body.trim_end()).expect("JSON");
        let code = |key: &str| {
            body["address_info"][0][key]
                .as_str()
                .expect("a code")
                .to_owned()
        };
        let codes = ["province_code", "city_code", "district_code"].map(code);
        (told[1..].to_vec(), codes.join(" "))
    };
    let none: Vec<String> = Vec::new();
    for (names, codes) in [
        (["北京市", "市辖区", "东城区"], "110000 110100 110101"),
        (["北京", "北京", "东城"], "110000 110100 110101"),
        (["重庆市", "县", "城口县"], "500000 500200 500229"),
        (["河南省", "济源市", ""], "410000 419000 419001"),
        (
            ["河南省", "省直辖县级行政区划", "济源市"],
            "410000 419000 419001",
        ),
        (["新疆", "石河子市", ""], "650000 659000 659001"),
        (["广东省", "东莞市", ""], "440000 441900 441900"),
        (["海南省", "儋州市", ""], "460000 460400 460400"),
        (["330000", "330100", "330106"], "330000 330100 330106"),
    ] {
        assert_eq!(place(names), (none.clone(), codes.to_owned()), "{names:?}");
    }
    // Hong Kong has no cities: it is its own, as in the lists of the blank sheet.
    for city in ["", "香港", "香港特别行政区"] {
        let codes = "810000 810000 810001".to_owned();
        assert_eq!(
            place(["香港特别行政区", city, "中西区"]),
            (none.clone(), codes),
            "{city}"
        );
        let book = edge
            .folder
            .path()
            .join("out/uploads/store-publish-001.xlsx");
        let rows = grid(fs::read(book).expect("the workbook")).1;
        let at = rows[0].iter().position(|label| label == "市");
        assert_eq!(rows[1][at.expect("a column")], "香港特别行政区");
    }
}
