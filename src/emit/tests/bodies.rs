//! What goes to Alipay: the shape of bodies, and what must not go out.

use super::*;

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
    set(&mut row, field, value);
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
        set(&mut row, field, code);
    }
    let body = body_of(&Sample::with(&[row]), 0, Action::Create);
    assert_eq!(body["address_info"][0]["district_code"], "441900");
}

#[test]
fn a_body_that_does_not_fit_stops_everything_and_names_no_value() {
    let mut row = store(0);
    set(&mut row, Field::CardNo, &"6".repeat(49));
    let sample = Sample::with(&[row]);
    let (folder, out) = temporary();
    let error = try_publish(&sample, &out, false).expect_err("refused");
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
    for limit in crate::check::length::limits(&sample::layouts()) {
        let (field, max) = (limit.field, limit.max);
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
            set(&mut row, field, &"1".repeat(length));
            let sample = Sample::with(&[row]);
            let body = onboarding_body::compose(&sample.upload_input(), 0, Action::Create);
            validation::refusals(&body).is_empty()
        };
        // Regions are codes of six digits, shorter than the interface allows.
        if field.spec().form != crate::model::Form::Region {
            assert!(fits(max), "{field:?} of {max}");
            assert!(!fits(max + 1), "{field:?} of {}", max + 1);
        }
    }
}

pub(super) fn set(row: &mut [(Field, String, String)], field: Field, value: &str) {
    let cell = row.iter_mut().find(|(f, ..)| *f == field).expect("there");
    (cell.1, cell.2) = (value.to_owned(), value.to_owned());
}

/// Code, arguments, field and row of what must not go out.
pub(super) fn unfit_of(sample: &Sample) -> Vec<(String, Option<Field>, u32)> {
    let found = check_bodies(&sample.upload_input(), &sample.layouts);
    let shown = |f: &Finding| {
        assert_eq!(f.rule.code, "BOD001");
        assert_eq!(f.blocks(), Some(Blocks::M3));
        (f.args.join(" "), f.field, f.row.expect("a row").1)
    };
    found.iter().map(shown).collect()
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
    let rows: Vec<_> = (0..2).map(store).collect();
    let mut sample = Sample::with(&rows);
    let long = "店".repeat(32_768);
    let names = column(&[&long, "纯棉短袖"], CellKind::Text);
    let skus = &mut sample.ingested.tables.skus;
    skus.set_column(Field::ItemName, names);
    let findings = check_bodies(&sample.upload_input(), &sample.layouts);
    let found: Vec<_> = findings
        .iter()
        .map(|f| (f.args[0].as_str(), f.field, f.row))
        .collect();
    assert_eq!(
        found,
        [("商品名称", Some(Field::ItemName), Some((Kind::Skus, 0)))]
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

#[test]
fn a_business_without_a_name_goes_by_its_operators() {
    let mut sample = Sample::of(6);
    let column = |texts: [&str; 6]| column(&texts, CellKind::Text);
    let shop = "92440300MA5FQWE16B";
    let company = "91330106MA2H1ABC7U";
    let tables = &mut sample.ingested.tables;
    let names = column(["***", "无字号名称", "", "***", "深圳甲店", "***"]);
    tables.stores.set_column(Field::MerchantName, names);
    let licences = column([shop, shop, shop, company, shop, shop]);
    tables.stores.set_column(Field::BusinessLicense, licences);
    let legal = column(["张三"; 6]);
    tables.stores.set_column(Field::LegalName, legal);
    let recorded = column(["深圳市福田区乙店"; 6]);
    tables.merchants.set_column(Field::MerchantName, recorded);
    let name = |row, action| body_of(&sample, row, action)["name"].clone();
    let created = (0..5).map(|row| name(row, Action::Create));
    assert_eq!(
        created.collect::<Vec<_>>(),
        ["个体户张三", "个体户张三", "个体户张三", "***", "深圳甲店"]
    );
    assert_eq!(name(5, Action::Modify), "深圳市福田区乙店");
}
