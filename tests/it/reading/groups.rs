//! Headers of two and three rows: names over columns, by merged cells or by the blanks to their right.

use jinjian::model::{Field, Kind, Meaning};

use super::book::xlsx::{book, data};
use super::{Read, read};

/// The rows of the header, and each column with its text and what it was taken for.
fn header(read: &Read) -> ((u32, u32), Vec<String>) {
    let sheet = &read.ingested.files[0].sheets[0];
    let cell = |cell: &jinjian::model::HeaderCell| {
        let meaning = match &cell.meaning {
            Meaning::Field(field) => field.key(),
            Meaning::Accepted(_) => "accepted",
            Meaning::Known => "known",
            Meaning::Duplicate(_) => "repeated",
            Meaning::Unknown(_) => "unknown",
        };
        format!("{} {meaning}", cell.text)
    };
    (sheet.header_rows, sheet.header.iter().map(cell).collect())
}

fn csv(text: &str) -> Read {
    read(&[("a.csv", text.as_bytes())])
}

const NAMES: &str = "自用编码,门店名称,公司名称,法人信息,,联系人,,结算信息,,,详细地址\n";
const HEADS: &str = ",,,姓名,身份证号,姓名,手机,账号,户名,开户行,\n";
const STORE: &str =
    "s1,甲店,甲公司,王明,330106199003074525,李娜,13705710000,6222,甲公司,某银行,某路 1 号\n";
const COLUMNS: [&str; 11] = [
    "自用编码 store_code",
    "门店名称 store_name",
    "公司名称 merchant_name",
    "法人信息/姓名 legal_name",
    "法人信息/身份证号 legal_id_no",
    "联系人/姓名 contact_name",
    "联系人/手机 contact_mobile",
    "结算信息/账号 card_no",
    "结算信息/户名 card_name",
    "结算信息/开户行 bank_name",
    "详细地址 address",
];
const FIELDS: [Field; 5] = [
    Field::StoreCode,
    Field::LegalName,
    Field::ContactName,
    Field::CardNo,
    Field::Address,
];
const VALUES: [&str; 5] = ["s1", "王明", "李娜", "6222", "某路 1 号"];

#[test]
fn names_over_blanks() {
    let read = csv(&format!("{NAMES}{HEADS}{STORE}"));
    let columns = COLUMNS.map(str::to_owned).to_vec();
    assert_eq!(header(&read), ((1, 2), columns));
    let rows = read.rows(Kind::Stores, &FIELDS);
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (&rows[0][0][..], &rows[0][1..]),
        ("3", &VALUES.map(str::to_owned)[..])
    );
    assert_eq!(read.findings(), Vec::<String>::new());
}

#[test]
fn names_that_are_merged_below_a_title() {
    let split = |line: &'static str| line.trim_end().split(',').collect::<Vec<_>>();
    let (names, heads, store) = (split(NAMES), split(HEADS), split(STORE));
    let merges = "<mergeCells><mergeCell ref=\"A1:K1\"/><mergeCell ref=\"A2:A3\"/><mergeCell ref=\"B2:B3\"/>\
                  <mergeCell ref=\"C2:C3\"/><mergeCell ref=\"D2:E2\"/><mergeCell ref=\"F2:G2\"/><mergeCell ref=\"H2:J2\"/>\
                  <mergeCell ref=\"K2:K3\"/></mergeCells>";
    let rows = data(&[&["门店信息表"], &names, &heads, &store, &heads, &store]);
    let read = read(&[("a.xlsx", &book(rows + merges).bytes())]);
    let columns = COLUMNS.map(str::to_owned).to_vec();
    assert_eq!(header(&read), ((2, 3), columns));
    let rows = read.rows(Kind::Stores, &[Field::ContactMobile]);
    assert_eq!(rows, [["4", "13705710000"], ["6", "13705710000"]]);
    assert_eq!(
        read.findings(),
        [
            "SHT006 a.xlsx›Sheet1!5 \"姓名\" → this row is the header again, not data; it was left out"
        ]
    );
}

#[test]
fn three_rows() {
    let read = csv(&format!(
        "门店信息,,商户信息,,,,,,,,\n自用编码,门店名称,公司名称,法人信息,,联系人,,结算信息,,,详细地址\n{HEADS}{STORE}"
    ));
    let (rows, columns) = header(&read);
    assert_eq!(rows, (2, 3), "the first row adds nothing");
    assert_eq!(columns, COLUMNS);
    let read = csv(
        "自用编码,门店名称,公司名称,详细地址,资料,,,\n,,,,法人信息,,结算信息,\n,,,,姓名,证件号码,账号,户名\n\
         s1,甲店,甲公司,某路,王明,330106199003074525,6222,甲公司\n",
    );
    let (rows, columns) = header(&read);
    assert_eq!(rows, (1, 3));
    assert_eq!(
        columns[3..],
        [
            "详细地址 address",
            "资料/法人信息/姓名 legal_name",
            "资料/法人信息/证件号码 legal_id_no",
            "资料/结算信息/账号 card_no",
            "资料/结算信息/户名 card_name",
        ]
    );
    let rows = read.rows(Kind::Stores, &[Field::StoreCode, Field::CardName]);
    assert_eq!(rows, [["4", "s1", "甲公司"]]);
}

#[test]
fn a_name_tells_whose_a_column_is() {
    let names = "自用编码,门店名称,公司名称,法人信息,,财务联系人,,结算账号,详细地址\n";
    let heads = ",,,姓名,手机,姓名,手机,,\n";
    let read = csv(&format!(
        "{names}{heads}s1,甲店,甲公司,王明,1,李娜,2,6222,某路\n"
    ));
    let (rows, columns) = header(&read);
    assert_eq!(rows, (1, 2));
    assert_eq!(
        columns[3..7],
        [
            "法人信息/姓名 legal_name",
            "法人信息/手机 known",
            "财务联系人/姓名 unknown",
            "财务联系人/手机 unknown",
        ]
    );
    assert!(
        read.table(Kind::Stores)
            .column(Field::ContactMobile)
            .is_none()
    );
}

#[test]
fn names_that_add_nothing_are_no_header() {
    let plain = "自用编码,门店名称,公司名称,详细地址,结算账号\n";
    for above in [
        "门店信息表,,制表日期：2026-11-20,,\n",
        "门店信息,,公司信息,,结算信息\n",
        ",,门店信息表,,\n",
    ] {
        let read = csv(&format!("{above}{plain}s1,甲店,甲公司,某路,6222\n"));
        let (rows, columns) = header(&read);
        assert_eq!(
            (rows, &columns[0][..]),
            ((2, 2), "自用编码 store_code"),
            "{above}"
        );
        assert_eq!(read.table(Kind::Stores).len(), 1);
    }
}

#[test]
fn a_row_of_data_is_no_second_row_of_the_header() {
    let text = "自用编码,门店名称,公司名称,详细地址,结算账号,备注1,备注2\ns1,,,,,,\n,,,,,,无\n";
    let read = csv(text);
    assert_eq!(header(&read).0, (1, 1));
    assert_eq!(
        read.rows(Kind::Stores, &[Field::StoreCode]),
        [["2", "s1"], ["3", ""]]
    );
}

#[test]
fn what_is_merged_with_the_header_belongs_to_it() {
    let rows = data(&[
        &[
            "自用编码",
            "门店名称",
            "公司名称",
            "详细地址",
            "结算账号",
            "其他",
            "",
        ],
        &["", "", "", "", "", "其一", "其二"],
        &["s1", "甲店", "甲公司", "某路", "6222", "a", "b"],
    ]);
    let merges = "<mergeCells><mergeCell ref=\"A1:A2\"/><mergeCell ref=\"B1:B2\"/><mergeCell ref=\"F1:G1\"/></mergeCells>";
    let read = read(&[("a.xlsx", &book(rows + merges).bytes())]);
    let (rows, columns) = header(&read);
    assert_eq!(rows, (1, 2));
    assert_eq!(columns[5..], ["其他/其一 unknown", "其他/其二 unknown"]);
    assert_eq!(read.rows(Kind::Stores, &[Field::StoreCode]), [["3", "s1"]]);
    let cells: Vec<Option<String>> = read
        .ingested
        .findings
        .iter()
        .map(|f| f.place.cell_name())
        .collect();
    assert_eq!(cells, [Some("F2".to_owned()), Some("G2".to_owned())]);
}

#[test]
fn a_register_with_names_over_its_columns() {
    let read = csv(
        "支付宝信息,,,法人信息,,公司信息,\n账号,PID,状态,姓名,身份证号,名称,统一社会信用代码\n\
         a@example.com,2088000000000001,正常,王明,330106199003074525,甲公司,91330106MA2H1ABC7U\n",
    );
    assert_eq!(
        read.ingested.files[0].sheets[0].kind,
        Some(Kind::AlipayAccounts)
    );
    let fields = [Field::LogonId, Field::LegalName, Field::MerchantName];
    let rows = read.rows(Kind::AlipayAccounts, &fields);
    assert_eq!(rows, [["3", "a@example.com", "王明", "甲公司"]]);
}
