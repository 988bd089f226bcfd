//! The room as a whole: what a run leaves, and that it is all or nothing.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use calamine::{Data, Range, Reader, Xlsx, open_workbook};
use serde_json::{Value, json};

use super::body::{self, Action};
use super::sample::{Sample, store};
use super::{Error, MANIFEST, Published, compose, prepare, publish, verify};
use crate::model::rule::{Defect, Test};
use crate::model::{
    Blocks, CellKind, Column, Disposition, Field, Finding, Kind, Lang, Level, Note, Related, Rule,
    Text,
};

fn published(sample: &Sample, out: &Path) -> Published {
    publish(&sample.run(), out, false, &|_| {}).expect("publishes")
}

fn body_of(sample: &Sample, row: usize, action: Action) -> Value {
    let tables = &sample.ingested.tables;
    let body = compose::body(
        tables.stores.row(row),
        &sample.reconciled.stores[row],
        &sample.plan.stores[row],
        &tables.merchants,
        action,
    );
    assert_eq!(body::faults(&body), Vec::<String>::new());
    serde_json::to_value(&body).expect("serialises")
}

fn sheet(out: &Path, file: &str, name: &str) -> Range<Data> {
    let mut book: Xlsx<_> = open_workbook(out.join(file)).expect("opens");
    book.worksheet_range(name).expect("the sheet is there")
}

fn text(range: &Range<Data>, row: u32, column: u32) -> String {
    match range.get_value((row, column)) {
        Some(Data::String(text)) => text.clone(),
        Some(Data::Empty) | None => String::new(),
        other => panic!("not text: {other:?}"),
    }
}

#[test]
fn create_body() {
    let body = body_of(&Sample::of(1), 0, Action::Create);
    assert_eq!(
        body,
        json!({
            "external_id": "storeId000000",
            "name": "杭州（测试0）有限公司",
            "alias_name": "第0门店",
            "service_phone": "13800138000",
            "category_id": "2015050700000000",
            "mcc": "5411",
            "source": "2088000000000001",
            "org_pid": "2088000000000002",
            "business_license": "91330106MA0000000X",
            "business_license_type": "NATIONAL_LEGAL_MERGE",
            "contact_info": [
                {"name": "李四", "mobile": "13800138000", "email": "shop@example.com",
                 "tag": ["06"], "type": "OTHER"},
                {"name": "张三丰", "tag": ["02"], "type": "LEGAL_PERSON",
                 "id_card_no": "330106198001010012"}
            ],
            "address_info": [
                {"province_code": "330000", "city_code": "330100", "district_code": "330106",
                 "address": "西湖路1号", "longitude": "120.155070", "latitude": "30.274085",
                 "type": "BUSINESS_ADDRESS"}
            ],
            "bankcard_info": [
                {"card_no": "6222020200112230", "card_name": "杭州测试0商贸有限公司",
                 "bank_branch_name": "中国工商银行杭州西湖支行"}
            ],
            "logon_id": ["shop0@example.com"]
        })
    );
}

#[test]
fn a_contact_who_is_the_legal_person_stands_once() {
    let body = body_of(&Sample::of(2), 1, Action::Create);
    assert_eq!(
        body["contact_info"],
        json!([{"name": "张三丰", "mobile": "13800138000", "email": "shop@example.com",
                "tag": ["06"], "type": "LEGAL_PERSON", "id_card_no": "330106198001010012"}])
    );
}

#[test]
fn modify_body_carries_the_drifted_group_and_what_is_compulsory() {
    let body = body_of(&Sample::of(6), 5, Action::Modify);
    assert_eq!(
        body,
        json!({
            "external_id": "storeId000005",
            "sub_merchant_id": "2088000100000005",
            "name": "杭州（测试1）有限公司",
            "alias_name": "第5门店",
            "service_phone": "13800138000",
            "mcc": "5411",
            "source": "2088000000000001",
            "org_pid": "2088000000000002",
            "address_info": [
                {"province_code": "330000", "city_code": "330100", "district_code": "330106",
                 "address": "西湖路1号", "longitude": "120.155070", "latitude": "30.274085",
                 "type": "BUSINESS_ADDRESS"}
            ]
        })
    );
}

#[test]
fn an_account_goes_out_only_when_the_plan_says_so() {
    let mut sample = Sample::of(6);
    sample.reconciled.stores[5].drift = Field::LogonId.bit();
    assert_eq!(
        body_of(&sample, 5, Action::Modify)["logon_id"],
        json!(["shop5@example.com"])
    );
    sample.plan.stores[5].send_account = false;
    assert!(
        body_of(&sample, 5, Action::Modify)
            .get("logon_id")
            .is_none()
    );
    sample.plan.stores[0].send_account = false;
    assert!(
        body_of(&sample, 0, Action::Create)
            .get("logon_id")
            .is_none()
    );
}

/// Sets one cell of a sample store and gives its create body.
fn with_cell(field: Field, value: &str) -> Value {
    let mut row = store(1);
    for cell in row.iter_mut().filter(|(f, ..)| *f == field) {
        (cell.1, cell.2) = (value.to_owned(), value.to_owned());
    }
    body_of(&Sample::with(&[row]), 0, Action::Create)
}

#[test]
fn licence_types_follow_the_number() {
    let kind = |number| with_cell(Field::BusinessLicense, number)["business_license_type"].clone();
    assert_eq!(kind("123301064700000000"), "INST_RGST_CTF");
    assert_eq!(kind("330106000000001"), "NATIONAL_LEGAL");
    assert_eq!(kind("91330106MA0000000X"), "NATIONAL_LEGAL_MERGE");
    assert_eq!(kind(""), Value::Null);
}

#[test]
fn addresses_have_three_codes_and_six_decimals() {
    let address = with_cell(Field::Longitude, "120.1550701234")["address_info"][0].clone();
    assert_eq!(address["longitude"], "120.155070");
    let mut row = store(1);
    row.retain(|(f, ..)| *f != Field::District);
    for (field, code) in [(Field::Province, "440000"), (Field::City, "441900")] {
        let cell = row.iter_mut().find(|(f, ..)| *f == field).expect("there");
        cell.1 = code.into();
    }
    let body = body_of(&Sample::with(&[row]), 0, Action::Create);
    assert_eq!(body["address_info"][0]["district_code"], "441900");
}

#[test]
fn a_body_that_does_not_fit_stops_everything_and_names_no_value() {
    let mut row = store(0);
    let card = row
        .iter_mut()
        .find(|(f, ..)| *f == Field::CardNo)
        .expect("there");
    card.1 = "6".repeat(49);
    let sample = Sample::with(&[row]);
    let folder = tempfile::tempdir().expect("temporary folder");
    let out = folder.path().join("out");
    let error = publish(&sample.run(), &out, false, &|_| {}).expect_err("refused");
    assert_eq!(
        error.to_string(),
        "门店信息表.xlsx › 门店信息 › A4: bankcard_info[0].card_no does not fit the interface although no rule holds the store"
    );
    assert_eq!(
        fs::read_dir(folder.path()).expect("readable").count(),
        0,
        "nothing is left behind"
    );
}

/// The column lengths of the layouts are those the bodies are measured against.
#[test]
fn layout_lengths_are_those_of_the_interface() {
    let limits = crate::template::upload::limits(&super::sample::layouts());
    for (field, max) in limits {
        let in_body = body_of(&Sample::with(&[store(1)]), 0, Action::Create).to_string();
        let mut row = store(1);
        let Some(cell) = row.iter_mut().find(|(f, ..)| *f == field) else {
            continue;
        };
        if !in_body.contains(&cell.1) || field == Field::Mcc {
            continue;
        }
        let fits = |length: usize| {
            let mut row = store(1);
            let cell = row.iter_mut().find(|(f, ..)| *f == field).expect("there");
            cell.1 = "1".repeat(length);
            cell.2 = cell.1.clone();
            let sample = Sample::with(&[row]);
            let tables = &sample.ingested.tables;
            let body = compose::body(
                tables.stores.row(0),
                &sample.reconciled.stores[0],
                &sample.plan.stores[0],
                &tables.merchants,
                Action::Create,
            );
            body::faults(&body).is_empty()
        };
        // Regions are codes of six digits, shorter than the interface allows.
        if field.spec().form != crate::model::Form::Region {
            assert!(fits(max), "{field:?} of {max}");
            assert!(!fits(max + 1), "{field:?} of {}", max + 1);
        }
    }
}

#[test]
fn a_run_leaves_these_files() {
    let sample = Sample::of(20);
    let folder = tempfile::tempdir().expect("temporary folder");
    let out = folder.path().join("a/b/out");
    let done = published(&sample, &out);
    let files: Vec<_> = done
        .outputs
        .iter()
        .map(|o| (o.path.as_str(), o.rows))
        .collect();
    assert_eq!(
        files,
        [
            ("reports/accounts.csv", 40),
            ("reports/discrepancies.xlsx", 4),
            ("reports/findings.jsonl", 4),
            ("reports/plan.csv", 20),
            ("uploads/indirect-create-001.jsonl", 10),
            ("uploads/indirect-create-001.xlsx", 10),
            ("uploads/indirect-modify-001.jsonl", 6),
            ("uploads/indirect-modify-001.xlsx", 6),
            ("uploads/item-publish-001.xlsx", 20),
            ("uploads/order-switch-001.xlsx", 10),
        ]
    );
    assert_eq!(done.kept, None);
    let report = verify(&out).expect("ours");
    assert!(report.is_sound(), "{report:?}");
    let manifest: Value =
        serde_json::from_slice(&fs::read(out.join(MANIFEST)).expect("there")).expect("JSON");
    assert_eq!(manifest["totals"]["stores"]["rows"], 20);
    assert_eq!(manifest["totals"]["stores"]["held"], 2);
    assert_eq!(manifest["totals"]["bills"]["refused"], 1);
    assert_eq!(manifest["inputs"][1]["encoding"], "GB18030");
    assert_eq!(manifest["findings"][0]["code"], "ACC002");
    assert_eq!(manifest["exit"]["stores_held"], 2);
}

#[test]
fn upload_workbooks_hold_text_and_keep_the_row_cap() {
    let mut sample = Sample::of(20);
    for layout in &mut sample.settings.layouts {
        layout.row_cap = 7;
    }
    let folder = tempfile::tempdir().expect("temporary folder");
    let out = folder.path().join("out");
    published(&sample, &out);
    let second = sheet(&out, "uploads/indirect-create-002.xlsx", "间连进件-新建");
    assert_eq!(second.height(), 1 + 3);
    assert_eq!(text(&second, 0, 0), "门店自用编码");
    assert_eq!(text(&second, 1, 0), "storeId000012");
    let labels: Vec<_> = (0..second.width() as u32)
        .map(|c| text(&second, 0, c))
        .collect();
    let column = |label: &str| labels.iter().position(|l| l == label).expect(label) as u32;
    assert_eq!(text(&second, 1, column("结算账号")), "6222020200112230");
    assert_eq!(
        text(&second, 1, column("法人身份证号")),
        "330106198001010012"
    );
    assert_eq!(text(&second, 1, column("经度")), "120.155070");
    let items = sheet(&out, "uploads/item-publish-001.xlsx", "商品发布");
    assert_eq!(
        (text(&items, 1, 0), text(&items, 1, 5)),
        ("00000000".into(), "1299.00".into())
    );
    let switch = sheet(&out, "uploads/order-switch-001.xlsx", "订单同步开关");
    assert_eq!(
        (text(&switch, 1, 5), text(&switch, 1, 6)),
        ("西湖区".into(), "开启".into())
    );
    let plan = fs::read_to_string(out.join("reports/plan.csv")).expect("there");
    let line = plan
        .lines()
        .find(|l| l.contains("storeId000012"))
        .expect("in the plan");
    assert!(
        line.ends_with("uploads/indirect-create-002.xlsx,2"),
        "{line}"
    );
}

#[test]
fn findings_mask_personal_data_unless_revealed() {
    let mut sample = Sample::of(9);
    let folder = tempfile::tempdir().expect("temporary folder");
    let out = folder.path().join("out");
    published(&sample, &out);
    let lines = fs::read_to_string(out.join("reports/findings.jsonl")).expect("there");
    let first = lines.lines().next().expect("a finding");
    let finding: Value = serde_json::from_str(first).expect("JSON");
    assert_eq!(finding["schema"], "jinjian.finding/1");
    assert_eq!(finding["cell"], "F12");
    assert_eq!(finding["row"], 12);
    assert_eq!(finding["sheet"], "门店信息");
    assert_eq!(finding["field"], "legal_id_no");
    assert_eq!(finding["store_code"], "storeId000008");
    assert_eq!(finding["found"], "330*************12");
    assert_eq!(finding["other"], "110*************11");
    assert_eq!(finding["related"][0]["found"], "110*************11");
    assert_eq!(finding["related"][0]["cell"], "B7");
    assert!(
        finding["related"][0].get("sheet").is_none(),
        "a CSV has no sheet"
    );
    for file in [
        "reports/findings.jsonl",
        "reports/plan.csv",
        "reports/accounts.csv",
    ] {
        let text = fs::read_to_string(out.join(file)).expect("there");
        assert!(
            !text.contains("330106198001010012") && !text.contains("6222020200112230"),
            "{file}"
        );
        assert!(!text.contains("shop8@example.com"), "{file}");
    }
    sample.settings.reveal = true;
    sample.settings.lang = Lang::En;
    published(&sample, &out);
    let line = fs::read_to_string(out.join("reports/findings.jsonl")).expect("there");
    assert!(line.contains("330106198001010012"));
}

#[test]
fn the_report_has_its_sheets_and_both_sides() {
    let sample = Sample::of(20);
    let folder = tempfile::tempdir().expect("temporary folder");
    let out = folder.path().join("out");
    published(&sample, &out);
    let file = "reports/discrepancies.xlsx";
    let book: Xlsx<_> = open_workbook(out.join(file)).expect("opens");
    assert_eq!(
        book.sheet_names(),
        [
            "总览",
            "按商户",
            "明细",
            "主体一致性",
            "四要素",
            "账户核对",
            "进件计划",
            "规则说明"
        ]
    );
    let details = sheet(&out, file, "明细");
    assert_eq!(details.height(), 1 + 4);
    assert_eq!(text(&details, 1, 0), "错误");
    assert_eq!(text(&details, 1, 8), "F12");
    assert_eq!(text(&details, 1, 10), "330*************12");
    assert!(text(&details, 1, 12).contains("支付宝账户记录.csv › B7"));
    let merchants = sheet(&out, file, "按商户");
    assert!(
        text(&merchants, 1, 12).starts_with("请贵司核对："),
        "held merchants come first"
    );
    let plan = sheet(&out, file, "进件计划");
    assert_eq!(plan.height(), 1 + 20);
}

#[test]
fn csv_reports_open_in_excel_without_formulas() {
    let mut row = store(0);
    row[1].1 = "=cmd()".into();
    let sample = Sample::with(&[row]);
    let folder = tempfile::tempdir().expect("temporary folder");
    let out = folder.path().join("out");
    published(&sample, &out);
    let plan = fs::read_to_string(out.join("reports/plan.csv")).expect("there");
    assert!(plan.starts_with('\u{feff}') && plan.ends_with("\r\n"));
    assert!(plan.contains(",'=cmd(),"));
    let create = fs::read_to_string(out.join("uploads/indirect-create-001.jsonl")).expect("there");
    assert!(
        create.contains("\"alias_name\":\"=cmd()\""),
        "uploads stay exact"
    );
}

#[test]
fn equal_runs_leave_equal_bytes_whatever_the_threads() {
    let sample = Sample::of(30);
    let folder = tempfile::tempdir().expect("temporary folder");
    let render = |name: &str, threads: usize| {
        let out = folder.path().join(name);
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .expect("a pool");
        let done = pool.install(|| published(&sample, &out));
        (done.outputs, fs::read(out.join(MANIFEST)).expect("there"))
    };
    assert_eq!(render("one", 1), render("four", 4));
}

#[test]
fn an_earlier_run_is_replaced_and_a_foreign_folder_refused() {
    let sample = Sample::of(5);
    let folder = tempfile::tempdir().expect("temporary folder");
    let out = folder.path().join("out");
    published(&sample, &out);
    fs::write(out.join("uploads/stale.txt"), "x").expect("written");
    assert!(prepare(&out, &[], false).is_ok());
    assert_eq!(published(&sample, &out).kept, None);
    assert!(!out.join("uploads/stale.txt").exists());

    let foreign = folder.path().join("mine");
    fs::create_dir(&foreign).expect("folder");
    fs::write(foreign.join("notes.txt"), "x").expect("written");
    assert!(matches!(
        prepare(&foreign, &[], false),
        Err(Error::Foreign(_))
    ));
    let refused = publish(&sample.run(), &foreign, false, &|_| {});
    assert!(matches!(refused, Err(Error::Foreign(_))));
    assert_eq!(
        fs::read(foreign.join("notes.txt")).expect("still there"),
        b"x"
    );
    let forced = publish(&sample.run(), &foreign, true, &|_| {}).expect("forced");
    let kept = forced.kept.expect("put aside");
    assert_eq!(fs::read(kept.join("notes.txt")).expect("kept"), b"x");
    assert!(verify(&foreign).expect("ours").is_sound());

    let names: BTreeSet<_> = fs::read_dir(folder.path())
        .expect("readable")
        .map(|e| e.expect("entry").file_name().into_string().expect("a name"))
        .collect();
    assert_eq!(
        names,
        ["mine", "mine.previous-1", "out"].map(String::from).into()
    );
}

#[test]
fn a_failure_leaves_the_previous_output() {
    let mut sample = Sample::of(5);
    let folder = tempfile::tempdir().expect("temporary folder");
    let out = folder.path().join("out");
    published(&sample, &out);
    let before = fs::read(out.join(MANIFEST)).expect("there");
    sample.plan.stores.pop();
    let error = publish(&sample.run(), &out, false, &|_| {}).expect_err("totals do not add up");
    assert!(
        error
            .to_string()
            .starts_with("the totals do not add up: 5 stores read, 4 accounted for")
    );
    sample
        .plan
        .stores
        .push(super::sample::Sample::of(5).plan.stores.remove(4));
    sample.settings.layouts.remove(0);
    assert!(matches!(
        publish(&sample.run(), &out, false, &|_| {}),
        Err(Error::Layout { .. })
    ));
    assert_eq!(fs::read(out.join(MANIFEST)).expect("there"), before);
    assert_eq!(fs::read_dir(folder.path()).expect("readable").count(), 1);
}

#[test]
fn an_output_never_covers_an_input() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let input = folder.path().join("in");
    fs::create_dir(&input).expect("folder");
    let covers = |out: &Path| prepare(out, std::slice::from_ref(&input), true);
    assert!(matches!(covers(&input), Err(Error::HoldsInput { .. })));
    assert!(matches!(
        covers(folder.path()),
        Err(Error::HoldsInput { .. })
    ));
    assert!(covers(&input.join("out")).is_ok());
    let file = folder.path().join("file");
    fs::write(&file, "x").expect("written");
    assert!(matches!(covers(&file), Err(Error::NotAFolder(_))));
    assert!(matches!(
        covers(&file.join("out")),
        Err(Error::NotAFolder(_))
    ));
    assert_eq!(
        fs::read_dir(&input).expect("readable").count(),
        0,
        "nothing is written"
    );
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("temporary folder");
    let out = folder.path().join("out");
    let done = published(&Sample::of(3), &out);
    let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
    for output in &done.outputs {
        assert_eq!(mode(&out.join(&output.path)), 0o600, "{}", output.path);
    }
    assert_eq!(mode(&out.join(MANIFEST)), 0o600);
    for path in [out.clone(), out.join("uploads"), out.join("reports")] {
        assert_eq!(mode(&path), 0o700);
    }
}

#[test]
fn verify_sees_a_changed_byte_a_missing_and_an_extra_file() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let out = folder.path().join("out");
    published(&Sample::of(3), &out);
    let changed = out.join("reports/plan.csv");
    let mut bytes = fs::read(&changed).expect("there");
    bytes[20] ^= 1;
    fs::write(&changed, bytes).expect("written");
    fs::remove_file(out.join("uploads/order-switch-001.xlsx")).expect("removed");
    fs::write(out.join("uploads/more.xlsx"), "x").expect("written");
    let report = verify(&out).expect("ours");
    assert_eq!(report.changed, ["reports/plan.csv"]);
    assert_eq!(report.missing, ["uploads/order-switch-001.xlsx"]);
    assert_eq!(report.extra, ["uploads/more.xlsx"]);
    assert!(matches!(verify(folder.path()), Err(Error::Manifest { .. })));
    fs::write(
        out.join(MANIFEST),
        r#"{"schema":"jinjian.manifest/1","outputs":[{"path":"../x","bytes":0,"sha256":"","rows":0}]}"#,
    )
    .expect("written");
    assert!(
        matches!(verify(&out), Err(Error::Manifest { .. })),
        "a path outside is refused"
    );
}

#[test]
fn no_rows_no_upload_files() {
    let mut sample = Sample::of(1);
    sample.plan.stores[0].disposition = Disposition::Direct;
    let folder = tempfile::tempdir().expect("temporary folder");
    let out = folder.path().join("out");
    let done = published(&sample, &out);
    let uploads: Vec<_> = done
        .outputs
        .iter()
        .filter(|o| o.path.starts_with("uploads"))
        .collect();
    assert_eq!(uploads.len(), 1, "only the SKUs: {uploads:?}");
}

/// Stands for the rules of `check`, which this room does not know.
static NAMES_DIFFER: Rule = Rule {
    code: "ENT001",
    name: "licence-names-differ",
    level: Level::Error,
    blocks: Some(Blocks::M3),
    kinds: &[Kind::Stores],
    reads: &[Field::MerchantName, Field::BusinessLicense],
    zh: RULE_TEXT,
    en: RULE_TEXT,
    bad: "",
    good: "",
    source: "",
    test: Test::Stage,
};
const RULE_TEXT: Text = Text {
    title: "同一执照，公司名称不一致",
    message: "多数写作 {other}",
    expected: "",
    remedy: "按执照更正",
    proposal: "",
    why: "",
};

#[test]
fn entities_are_blocks_of_the_cells_that_disagree() {
    let mut sample = Sample::of(20);
    let (stores, sources) = (&sample.ingested.tables.stores, &sample.ingested.sources);
    let cell = |row| stores.place(row, Field::MerchantName, sources);
    let defect = Defect::at(Field::MerchantName).other("杭州测试0商贸有限公司");
    let mut finding = Finding::at(&NAMES_DIFFER, stores, 0, sources, defect);
    for row in [1, 2] {
        finding = finding.related(Related {
            place: cell(row),
            field: None,
            found: stores.original(row, Field::MerchantName).to_owned(),
            note: Note::DiffersHere,
            touches: None,
        });
    }
    sample.findings.insert(0, finding);
    let folder = tempfile::tempdir().expect("temporary folder");
    let out = folder.path().join("out");
    published(&sample, &out);
    let entities = sheet(&out, "reports/discrepancies.xlsx", "主体一致性");
    assert_eq!(
        text(&entities, 1, 0),
        "ENT001 同一执照，公司名称不一致 · 营业执照号 91330106MA0000000X"
    );
    assert_eq!(text(&entities, 2, 1), "杭州（测试0）有限公司 ");
    assert_eq!(text(&entities, 2, 3), "storeId000000");
    assert_eq!(text(&entities, 4, 3), "storeId000002");
    assert_eq!(text(&entities, 4, 2), "此处不同");
}

fn set(row: &mut [(Field, String, String)], field: Field, value: &str) {
    let cell = row.iter_mut().find(|(f, ..)| *f == field).expect("there");
    (cell.1, cell.2) = (value.to_owned(), value.to_owned());
}

/// Code, arguments, field and row of what must not go out.
fn unfit_of(sample: &Sample) -> Vec<(String, Option<Field>, u32)> {
    let found = super::unfit(
        &sample.ingested,
        &sample.reconciled,
        &sample.plan,
        &sample.settings.layouts,
    );
    let tell = |f: &Finding| {
        assert_eq!(f.rule.code, "BOD001");
        assert_eq!(f.blocks(), Some(Blocks::M3));
        (f.args.join(" "), f.field, f.row.expect("a row").1)
    };
    found.iter().map(tell).collect()
}

#[test]
fn what_does_not_fit_is_found_at_its_cell() {
    let mut rows: Vec<_> = (0..5).map(store).collect();
    set(&mut rows[0], Field::Address, &"路".repeat(257));
    set(&mut rows[0], Field::Mcc, "541");
    set(&mut rows[1], Field::CardNo, "NRA3305-0161-6135");
    set(&mut rows[2], Field::CardNo, "6222/020");
    set(&mut rows[4], Field::StoreCode, "storeId000003");
    let mut sample = Sample::with(&rows);
    assert_eq!(
        unfit_of(&sample),
        [
            ("address_info[0].address".into(), Some(Field::Address), 0),
            ("mcc".into(), Some(Field::Mcc), 0),
            ("bankcard_info[0].card_no".into(), Some(Field::CardNo), 2),
            ("external_id".into(), Some(Field::StoreCode), 4),
        ]
    );
    sample.plan.stores[3].disposition = Disposition::Held;
    assert_eq!(unfit_of(&sample).len(), 3, "the code goes out once");
    sample.plan.stores[0].disposition = Disposition::Direct;
    assert_eq!(unfit_of(&sample).len(), 1, "only what goes out is measured");
}

#[test]
fn no_cell_of_a_workbook_overflows() {
    let mut rows: Vec<_> = (0..2).map(store).collect();
    rows[0].push((Field::AliasName, "甲".into(), "甲".into()));
    set(&mut rows[0], Field::StoreName, &"店".repeat(32_768));
    let sample = Sample::with(&rows);
    assert_eq!(
        unfit_of(&sample),
        [("门店名称".into(), Some(Field::StoreName), 0)]
    );
}

#[test]
fn regions_are_never_invented() {
    for (field, key) in [
        (Field::District, "address_info[0].district_code"),
        (Field::City, "address_info[0].city_code"),
        (Field::Province, "address_info[0].province_code"),
    ] {
        for value in ["", "没有这地方", "999999"] {
            let mut row = store(1);
            set(&mut row, field, value);
            let found = unfit_of(&Sample::with(&[row]));
            assert!(found.contains(&(key.into(), Some(field), 0)), "{found:?}");
        }
    }
}

#[test]
fn without_a_record_a_modify_body_carries_every_group() {
    let mut sample = Sample::of(6);
    let mut row = store(5);
    row.push((Field::Smid, "2088000199999999".into(), String::new()));
    sample.ingested.tables.stores = Sample::with(&[row]).ingested.tables.stores;
    let (matched, plan) = (&mut sample.reconciled.stores[0], &sample.plan.stores[5]);
    (matched.merchant, matched.drift) = (None, 0);
    sample.plan.stores[0] = plan.clone();
    let body = body_of(&sample, 0, Action::Modify);
    assert_eq!(body["sub_merchant_id"], "2088000199999999");
    for key in [
        "contact_info",
        "address_info",
        "bankcard_info",
        "business_license",
        "category_id",
        "logon_id",
    ] {
        assert!(body.get(key).is_some(), "{key}");
    }
}

#[test]
fn a_modify_body_puts_no_guess_in_the_place_of_the_record() {
    let mut sample = Sample::of(6);
    let tables = &mut sample.ingested.tables;
    let column = |values: &[&str], kind| {
        let mut column = Column::default();
        values.iter().for_each(|value| column.push(value, kind));
        column
    };
    // The job gives the MCC, and the sheet has neither short name nor service phone.
    tables
        .stores
        .set_column(Field::Mcc, column(&["5411"; 6], CellKind::Default));
    for (field, value) in [
        (Field::AliasName, "原简称"),
        (Field::ServicePhone, "0571-12345678"),
        (Field::Mcc, "5999"),
        (Field::Source, "2088000000000009"),
    ] {
        tables
            .merchants
            .set_column(field, column(&[value; 6], CellKind::Text));
    }
    let body = body_of(&sample, 5, Action::Modify);
    assert_eq!(body["alias_name"], "原简称");
    assert_eq!(body["service_phone"], "0571-12345678");
    assert_eq!(body["mcc"], "5999");
    assert_eq!(body["source"], "2088000000000001", "the sheet's own");
    let body = body_of(&sample, 0, Action::Create);
    assert_eq!(
        (&body["alias_name"], &body["mcc"]),
        (&json!("第0门店"), &json!("5411"))
    );
    let tables = &mut sample.ingested.tables;
    tables.merchants.set_column(
        Field::Smid,
        column(&["1".repeat(31).as_str(); 6], CellKind::Text),
    );
    assert_eq!(
        unfit_of(&sample),
        [("sub_merchant_id".into(), Some(Field::Smid), 5)]
    );
}
