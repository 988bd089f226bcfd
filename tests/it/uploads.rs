//! The upload files themselves: each built-in profile against its golden files, the keys of the bodies
//! against the published ones, and the rows of every target against its totals.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use calamine::{Data, Reader, Xlsx};
use jinjian::config::{Layouts, UploadLayout};
use serde_json::Value;

use crate::job::{Job, jinjian, manifest, plan, tree};
use crate::synth::Faults;

/// Uploads that are made only when the job names them.
const ALSO: &str =
    "also = [\"acquirer-create\", \"koubei-stores\", \"shop-create\", \"qimen-store\"]";

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/uploads")
}

fn layouts() -> Vec<UploadLayout> {
    Layouts::load(None).expect("built-in layouts").uploads
}

/// Every row of a workbook from its header on, every cell text; the name of its only sheet.
pub fn grid(bytes: Vec<u8>) -> (String, Vec<Vec<String>>) {
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).expect("opens");
    let mut sheets = book.worksheets();
    assert_eq!(sheets.len(), 1, "one sheet a file");
    let (name, sheet) = sheets.remove(0);
    assert_eq!(sheet.start(), Some((0, 0)), "{name}");
    let text = |cell: &Data| match cell {
        Data::String(text) => text.clone(),
        Data::Empty => String::new(),
        other => panic!("not text: {other:?}"),
    };
    let rows = sheet.rows().map(|row| row.iter().map(text).collect());
    (name, rows.collect())
}

fn csv_text(rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).expect("a record");
    }
    writer.into_inner().expect("all of them")
}

/// Files of the folder `uploads`, workbooks as the CSV of their grid, by profile and name.
fn uploads(out: &Path, layouts: &[UploadLayout]) -> BTreeMap<String, Vec<u8>> {
    let mut told = BTreeMap::new();
    for (path, bytes) in tree(out) {
        let Some(name) = path.strip_prefix("uploads/") else {
            continue;
        };
        let layout = layouts
            .iter()
            .find(|layout| name.starts_with(&format!("{}-0", layout.file)))
            .unwrap_or_else(|| panic!("{name} is of no profile"));
        match name.strip_suffix(".xlsx") {
            Some(stem) => {
                let (sheet, rows) = grid(bytes);
                assert_eq!(sheet, layout.sheet, "{name}");
                told.insert(format!("{}/{stem}.csv", layout.name), csv_text(&rows));
            }
            None => {
                told.insert(format!("{}/{name}", layout.name), bytes);
            }
        }
    }
    told
}

/// What differs is written into a folder of its own, ready to be looked at and copied.
#[test]
fn each_profile_gives_its_golden_files() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let out = folder.path().join("out");
    let run = jinjian()
        .arg("run")
        .arg(data().join("job"))
        .arg("--out")
        .arg(&out)
        .output()
        .expect("runs");
    let said = String::from_utf8_lossy(&run.stderr);
    assert_eq!(run.status.code(), Some(0), "{said}");

    let mut found = uploads(&out, &layouts());
    for report in ["targets.csv", "plan.csv"] {
        let bytes = fs::read(out.join("reports").join(report)).expect("a report");
        found.insert(format!("reports/{report}"), bytes);
    }
    let mut golden = tree(&data());
    golden.retain(|path, _| !path.starts_with("job/"));
    let beside = Path::new(env!("CARGO_TARGET_TMPDIR")).join("uploads");
    let mut differ = Vec::new();
    for path in golden.keys().chain(found.keys()).collect::<BTreeSet<_>>() {
        if golden.get(path) == found.get(path) {
            continue;
        }
        differ.push(path.as_str());
        if let Some(bytes) = found.get(path) {
            let to = beside.join(path);
            fs::create_dir_all(to.parent().expect("a folder")).expect("made");
            fs::write(to, bytes).expect("written");
        }
    }
    assert!(
        differ.is_empty(),
        "{differ:#?}\nfound: {}",
        beside.display()
    );

    let profiles: BTreeSet<_> = golden.keys().filter_map(|p| p.split('/').next()).collect();
    for layout in layouts() {
        assert!(profiles.contains(layout.name.as_str()), "{}", layout.name);
    }
}

/// Keys of `ant.merchant.expand.indirect.create` and `.modify` (SDK and the aggregators' mirror).
const INDIRECT: &[&str] = &[
    "external_id",
    "sub_merchant_id",
    "name",
    "alias_name",
    "service_phone",
    "category_id",
    "mcc",
    "source",
    "org_pid",
    "business_license",
    "business_license_type",
    "contact_info[].name",
    "contact_info[].phone",
    "contact_info[].mobile",
    "contact_info[].email",
    "contact_info[].tag[]",
    "contact_info[].type",
    "contact_info[].id_card_no",
    "address_info[].province_code",
    "address_info[].city_code",
    "address_info[].district_code",
    "address_info[].address",
    "address_info[].longitude",
    "address_info[].latitude",
    "address_info[].poiid",
    "address_info[].type",
    "bankcard_info[].card_no",
    "bankcard_info[].card_name",
    "bankcard_info[].bank_branch_name",
    "logon_id[]",
    "pay_code_info[]",
    "service_codes[]",
    "site_info[].site_type",
    "site_info[].site_url",
    "site_info[].site_name",
    "site_info[].account",
    "site_info[].password",
    "memo",
];

/// Keys of `ant.merchant.expand.shop.create` that take no picture (SDK).
const SHOP: &[&str] = &[
    "ip_role_id",
    "store_id",
    "shop_name",
    "shop_category",
    "shop_type",
    "business_address.province_code",
    "business_address.city_code",
    "business_address.district_code",
    "business_address.address",
    "business_address.longitude",
    "business_address.latitude",
    "business_address.poiid",
    "business_address.type",
    "contact_phone",
    "contact_mobile",
    "contact_infos[].name",
    "contact_infos[].mobile",
    "contact_infos[].phone",
    "contact_infos[].email",
    "contact_infos[].tag[]",
    "contact_infos[].type",
    "contact_infos[].id_card_no",
    "business_time[].week_day",
    "business_time[].open_time",
    "business_time[].close_time",
    "cert_type",
    "cert_no",
    "cert_name",
    "legal_name",
    "legal_cert_no",
    "settle_alipay_logon_id",
    "memo",
];

/// Parameters of `taobao.qimen.store.create`.
const QIMEN: &[&str] = &[
    "store_code",
    "store_name",
    "company_name",
    "store_type",
    "main_category",
    "start_time",
    "end_time",
    "address.province",
    "address.city",
    "address.area",
    "address.detail_address",
    "address.town",
    "address.region",
    "address.country_code",
    "store_keeper.name",
    "store_keeper.tel",
    "store_keeper.mobile",
    "store_keeper.fax",
    "store_keeper.zip_code",
    "shop_id",
    "store_status",
    "store_description",
    "remark",
];

/// Method, its keys, and those no request goes without.
const CALLS: &[(&str, &[&str], &[&str])] = &[
    (
        "ant.merchant.expand.indirect.create",
        INDIRECT,
        &[
            "external_id",
            "name",
            "alias_name",
            "service_phone",
            "mcc",
            "source",
            "contact_info[].name",
            "contact_info[].tag[]",
            "contact_info[].type",
            "address_info[].province_code",
            "address_info[].city_code",
            "address_info[].district_code",
            "address_info[].address",
            "bankcard_info[].card_no",
            "bankcard_info[].card_name",
        ],
    ),
    (
        "ant.merchant.expand.indirect.modify",
        INDIRECT,
        &[
            "external_id",
            "sub_merchant_id",
            "name",
            "alias_name",
            "service_phone",
            "mcc",
            "source",
        ],
    ),
    (
        "ant.merchant.expand.shop.create",
        SHOP,
        &[
            "ip_role_id",
            "store_id",
            "shop_name",
            "shop_category",
            "business_address.province_code",
            "business_address.city_code",
            "business_address.district_code",
            "business_address.address",
        ],
    ),
    (
        "taobao.qimen.store.create",
        QIMEN,
        &[
            "store_code",
            "store_name",
            "company_name",
            "store_type",
            "main_category",
            "start_time",
            "end_time",
            "address.province",
            "address.city",
            "address.area",
            "address.detail_address",
            "store_keeper.tel",
            "store_keeper.mobile",
        ],
    ),
];

/// The paths of all values: objects by `.`, lists by `[]`. Nothing is null, and nothing empty.
fn paths(value: &Value, above: &str, told: &mut BTreeSet<String>) {
    match value {
        Value::Object(keys) => {
            assert!(!keys.is_empty(), "{above} is empty");
            for (key, value) in keys {
                let dot = if above.is_empty() { "" } else { "." };
                paths(value, &format!("{above}{dot}{key}"), told);
            }
        }
        Value::Array(items) => {
            assert!(!items.is_empty(), "{above} is empty");
            for item in items {
                paths(item, &format!("{above}[]"), told);
            }
        }
        value => {
            assert!(!value.is_null() && value != "", "{above} is empty");
            told.insert(above.to_owned());
        }
    }
}

/// Lines of all bodies below `out`, by the method their batch names.
fn bodies(out: &Path) -> BTreeMap<String, Vec<Value>> {
    let files = tree(out);
    let lists = files
        .iter()
        .filter(|(name, _)| name.ends_with(".batch.json"));
    let mut told: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for (name, bytes) in lists {
        let list: Value = serde_json::from_slice(bytes).expect("JSON");
        let method = list["method"].as_str().expect("a method").to_owned();
        let bodies = name.replace(".batch.json", ".jsonl");
        let text = String::from_utf8(files[&bodies].clone()).expect("UTF-8");
        let lines = list["lines"].as_array().expect("lines");
        assert_eq!(text.lines().count(), lines.len(), "{name}");
        let parsed = text
            .lines()
            .map(|line| serde_json::from_str(line).expect("JSON"));
        told.entry(method).or_default().extend(parsed);
    }
    told
}

/// A synthetic job with every upload there is.
fn job_with_all(stores: usize, seed: u64, faults: Faults) -> Job {
    let job = Job::new(stores, seed, faults);
    let file = job.input().join("jinjian.toml");
    let text = fs::read_to_string(&file).expect("a job file");
    let all = text.replace("also = [\"koubei-stores\"]", ALSO);
    assert_ne!(all, text);
    fs::write(&file, all).expect("written");
    job
}

#[test]
fn bodies_have_the_published_keys_and_no_other() {
    let job = job_with_all(320, 41, Faults::All);
    job.run("out", &[]);
    let told = bodies(&job.out("out"));
    assert_eq!(told.len(), CALLS.len(), "{:?}", told.keys());
    for (method, published, compulsory) in CALLS {
        let bodies = &told[*method];
        assert!(bodies.len() > 5, "{method}: {}", bodies.len());
        for body in bodies {
            let mut found = BTreeSet::new();
            paths(body, "", &mut found);
            for path in &found {
                assert!(published.contains(&path.as_str()), "{method}: {path}");
            }
            for path in *compulsory {
                assert!(found.contains(*path), "{method}: no {path}: {body}");
            }
        }
    }
}

/// Rows of the workbooks, or bodies, of every target, by the names of its files.
fn rows_written(out: &Path, layout: &UploadLayout) -> Vec<(String, Vec<Vec<String>>)> {
    let first = |name: &str| name.starts_with(&format!("uploads/{}-0", layout.file));
    let ending = if layout.columns.is_empty() {
        ".jsonl"
    } else {
        ".xlsx"
    };
    let files = tree(out);
    let files = files
        .into_iter()
        .filter(|(name, _)| first(name) && name.ends_with(ending));
    files
        .map(|(name, bytes)| {
            let rows = match layout.columns.is_empty() {
                true => {
                    let text = String::from_utf8(bytes).expect("UTF-8");
                    text.lines().map(|line| vec![line.to_owned()]).collect()
                }
                false => grid(bytes).1.split_off(1),
            };
            (name, rows)
        })
        .collect()
}

/// Every row of a table ends in one of four ways for every target, and the files have those that go out.
#[test]
fn every_target_accounts_for_every_row() {
    for (stores, seed, faults) in [
        (320, 51, Faults::All),
        (90, 52, Faults::Count(0)),
        (700, 53, Faults::Count(60)),
        (45, 54, Faults::Count(4)),
    ] {
        let job = job_with_all(stores, seed, faults);
        job.run("out", &[]);
        let out = job.out("out");
        let told = manifest(&out);
        let targets = told["targets"].as_array().expect("targets");
        assert_eq!(targets.len(), layouts().len(), "seed {seed}");
        for target in targets {
            let count = |key: &str| target[key].as_u64().expect("a count");
            let name = target["name"].as_str().expect("a name");
            let at = format!("seed {seed}: {target}");
            let parts = ["uploaded", "refused", "held", "not_applicable"].map(count);
            assert_eq!(count("rows"), parts.iter().sum::<u64>(), "{at}");
            let kind = match name {
                "item-publish" => "skus",
                _ => "stores",
            };
            assert_eq!(count("rows"), job.truth.rows[kind] as u64, "{at}");

            let all = layouts();
            let layout = all.iter().find(|l| l.name == name).expect("its layout");
            let files = rows_written(&out, layout);
            let written: usize = files.iter().map(|(_, rows)| rows.len()).sum();
            assert_eq!(written as u64, count("uploaded"), "{at}");
            for (number, (file, rows)) in (1..).zip(&files) {
                assert!(
                    file.contains(&format!("{name}-{number:03}.")),
                    "{at}: {file}"
                );
                assert!((1..=layout.row_cap).contains(&rows.len()), "{at}: {file}");
            }
            assert_eq!(count("refused"), refused(&out, name), "{at}");
        }
    }
}

/// How many rows `targets.csv` names for a target, each with its reasons.
fn refused(out: &Path, target: &str) -> u64 {
    let text = fs::read_to_string(out.join("reports/targets.csv")).expect("targets.csv");
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let mut rows = BTreeSet::new();
    for record in reader.records() {
        let record = record.expect("a record");
        if &record[0] == target {
            assert!(!record[5].is_empty() && !record[6].is_empty(), "{record:?}");
            rows.insert([1, 2, 3].map(|at| record[at].to_owned()));
        }
    }
    rows.len() as u64
}

/// Columns of a workbook by their labels.
fn column(rows: &[Vec<String>], label: &str) -> Vec<String> {
    let at = rows[0].iter().position(|l| l == label).expect("a column");
    rows[1..].iter().map(|row| row[at].clone()).collect()
}

/// Acquirers keep to their own files, merchants stay together, and caps hold, however small.
#[test]
fn files_are_cut_by_acquirer_and_merchant() {
    let job = Job::new(260, 61, Faults::Count(0));
    two_acquirers(&job);
    // Copies of the built-in layouts with other caps.
    let caps = [("tagging", 5), ("bind-confirm", 2), ("indirect-create", 9)];
    let own = job.out("layouts");
    fs::create_dir_all(own.join("uploads")).expect("folder");
    let built_in = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/uploads");
    for (name, cap) in caps {
        let text = fs::read_to_string(built_in.join(format!("{name}.toml"))).expect("a layout");
        let line = text
            .lines()
            .find(|line| line.starts_with("row_cap"))
            .expect("a cap");
        let text = text.replace(line, &format!("row_cap = {cap}"));
        fs::write(own.join(format!("uploads/{name}.toml")), text).expect("written");
    }
    job.run("out", &[]);
    let files = tree(&job.out("out"));
    for (name, cap) in caps {
        let of_name = |path: &&String| {
            path.starts_with(&format!("uploads/{name}-")) && path.ends_with(".xlsx")
        };
        let parts: Vec<_> = files
            .keys()
            .filter(of_name)
            .map(|path| grid(files[path].clone()).1)
            .collect();
        assert!(parts.len() >= 3, "{name}: {}", parts.len());
        let together = name != "indirect-create";
        assert_cut(name, &parts, cap, together);
    }
    job.run("again", &["--threads", "1"]);
    let (uploads, again) = (
        tree(&job.out("out/uploads")),
        tree(&job.out("again/uploads")),
    );
    assert!(uploads == again, "numbers are stable");
}

fn assert_cut(name: &str, parts: &[Vec<Vec<String>>], cap: usize, together: bool) {
    let mut acquirers = Vec::new();
    // Per acquirer and merchant: the file it began in, and its rows.
    let mut merchants: BTreeMap<(bool, String), (usize, usize)> = BTreeMap::new();
    let mut broken = Vec::new();
    for (number, rows) in parts.iter().enumerate() {
        assert!((2..=cap + 1).contains(&rows.len()), "{name}-{number}");
        let codes = column(rows, "门店自用编码");
        let second: BTreeSet<bool> = codes.iter().map(|code| of_second_acquirer(code)).collect();
        assert_eq!(
            second.len(),
            1,
            "{name}-{number} has two acquirers: {codes:?}"
        );
        acquirers.extend(second);
        let companies = match together {
            true => column(rows, "公司名称"),
            false => Vec::new(),
        };
        for (code, company) in codes.iter().zip(companies) {
            let key = (of_second_acquirer(code), company);
            let (first, rows) = merchants.entry(key.clone()).or_insert((number, 0));
            *rows += 1;
            if *first != number {
                broken.push(key);
            }
        }
    }
    assert_eq!(acquirers.first(), Some(&false), "{name}");
    // Few stores can bind, and none of the second acquirer's may be among them.
    assert!(
        name == "bind-confirm" || acquirers.last() == Some(&true),
        "{name}"
    );
    assert!(acquirers.is_sorted(), "{name}: {acquirers:?}");
    for merchant in broken {
        assert!(
            merchants[&merchant].1 > cap,
            "{name}: {merchant:?} is cut and would fit"
        );
    }
}

/// The sheet of every fifth store, a CSV, names another acquirer than the job does.
fn of_second_acquirer(code: &str) -> bool {
    let number = code.strip_prefix("MD").and_then(|n| n.parse::<u32>().ok());
    number.expect("a code of the generator").is_multiple_of(5)
}

fn two_acquirers(job: &Job) {
    const SECOND: &str = "2088999999999992";
    let file = job.input().join("jinjian.toml");
    let text = fs::read_to_string(&file).expect("a job file");
    let layouts = format!("layouts = {:?}\n", job.out("layouts"));
    let more = format!("\n[acquirers.{SECOND}]\nsmart_store_agreement = true\n");
    fs::write(&file, layouts + &text + &more).expect("written");
    let sheet = job.input().join("门店信息表-华东.csv");
    let bytes = fs::read(&sheet).expect("a sheet");
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader.has_headers(false).from_reader(&bytes[..]);
    let mut writer = csv::Writer::from_writer(Vec::new());
    for (at, record) in reader.byte_records().enumerate() {
        let mut record = record.expect("a record");
        // GB18030 has ASCII as it is.
        let acquirer = if at == 0 { "org_pid" } else { SECOND };
        record.push_field(acquirer.as_bytes());
        writer.write_byte_record(&record).expect("a record");
    }
    fs::write(&sheet, writer.into_inner().expect("all of them")).expect("written");
}

#[test]
fn a_dry_run_leaves_the_last_run_alone_and_writes_no_upload() {
    let job = Job::new(60, 71, Faults::Count(0));
    job.run("out", &[]);
    let before = tree(&job.out("out"));
    let output = job.run("out", &["--dry-run"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(before == tree(&job.out("out")));
    let dry = tree(&job.out("out-dry-run"));
    assert!(
        dry.keys().all(|name| !name.starts_with("uploads")),
        "{:?}",
        dry.keys()
    );
    let reports = |files: &BTreeMap<String, Vec<u8>>| -> Vec<String> {
        let names = files.keys().filter(|name| name.starts_with("reports/"));
        names.cloned().collect()
    };
    assert_eq!(reports(&dry), reports(&before));
    let told = manifest(&job.out("out-dry-run"));
    assert_eq!(told["dry_run"], true);
    assert_eq!(told["targets"], manifest(&job.out("out"))["targets"]);
    for row in plan(&job.out("out-dry-run")) {
        assert_eq!(row["upload_file"], "", "{row:?}");
    }
}
