//! Every rule of the check stage against its own table of rows. Columns are field keys, `expect` lists
//! the codes a row must raise (`CODE@field` names the field as well, `+CODE` says that the row is
//! touched by a finding that stands elsewhere), `<field>:kind` makes a cell a number or an error.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use jinjian::check::{self, Checked};
use jinjian::model::rule::{Context, Limit, Test};
use jinjian::model::table::RowOrigin;
use jinjian::model::{
    CellKind, Column, Field, Finding, Kind, Lang, Requirement, Rule, Source, Table, Tables, Text,
};
use jinjian::normalise;
use proptest::prelude::*;
use time::macros::date;

/// What a store needs for M3.
const REQUIRED: &[&[&[Field]]] = &[
    &[&[Field::StoreCode]],
    &[&[Field::StoreName]],
    &[&[Field::MerchantName]],
    &[&[Field::ContactName]],
    &[&[Field::ContactMobile], &[Field::ContactPhone]],
    &[&[Field::Mcc, Field::OrgPid], &[Field::CategoryId]],
    &[&[Field::Province]],
    &[&[Field::City]],
    &[&[Field::District]],
    &[&[Field::Address]],
    &[&[Field::CardNo]],
    &[&[Field::CardName]],
];

fn need(ways: &[&[Field]]) -> Requirement {
    let ways = ways.iter().map(|way| way.to_vec()).collect();
    Requirement { ways }
}

const LIMITS: &[(Field, usize)] = &[(Field::AliasName, 64), (Field::BusinessLicense, 20)];

fn limits(of: &[(Field, usize)]) -> Vec<Limit> {
    let limit = |(field, max): &(Field, usize)| Limit {
        field: *field,
        max: *max,
        uploads: "indirect-create".to_owned(),
    };
    of.iter().map(limit).collect()
}

fn fixtures() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/rules")
}

fn checked_by_fixture() -> impl Iterator<Item = &'static Rule> {
    jinjian::rules::all()
        .iter()
        .copied()
        .filter(|rule| !matches!(rule.test, Test::Stage))
}

/// The rows of a fixture or a generated sheet: header and cells.
struct Sheet {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Sheet {
    fn read(code: &str) -> Sheet {
        let path = fixtures().join(format!("{code}.csv"));
        let mut reader = csv::Reader::from_path(&path).unwrap_or_else(|e| panic!("{path:?}: {e}"));
        let strings = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect();
        Sheet {
            header: strings(reader.headers().expect("a header")),
            rows: reader
                .records()
                .map(|record| strings(&record.expect("a record")))
                .collect(),
        }
    }

    fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|header| header == name)
    }

    /// The sheet as a normalised table, one source, rows from 2.
    fn table(&self) -> (Table, Vec<Source>) {
        let kind = match self.column("store_code") {
            Some(_) => Kind::Stores,
            None => Kind::Skus,
        };
        let mut table = Table::new(kind);
        table.origins = (0..self.rows.len())
            .map(|row| RowOrigin {
                source: 0,
                row: row as u32 + 2,
            })
            .collect();
        let mut source = Source::default();
        for (at, key) in self.header.iter().enumerate() {
            let Some(field) = Field::from_key(key) else {
                assert!(key == "expect" || key.ends_with(":kind"), "{key}");
                continue;
            };
            source.columns.push((field, at as u16));
            table.set_column(field, self.cells(at, key));
        }
        let mut tables = Tables::default();
        *tables.get_mut(kind).expect("a table") = table;
        normalise::run(&mut tables, &[]);
        let table = tables.get_mut(kind).expect("a table").clone();
        (table, vec![source])
    }

    fn cells(&self, at: usize, key: &str) -> Column {
        let kinds = self.column(&format!("{key}:kind"));
        let mut column = Column::default();
        for row in &self.rows {
            let kind = match kinds.map_or("", |at| row[at].as_str()) {
                "error" => CellKind::Error,
                "number" => CellKind::Number,
                _ if row[at].is_empty() => CellKind::Blank,
                _ => CellKind::Text,
            };
            column.push(&row[at], kind);
        }
        column
    }
}

fn with_context<T>(work: impl FnOnce(&Context) -> T) -> T {
    let required: Vec<Requirement> = REQUIRED.iter().map(|ways| need(ways)).collect();
    work(&Context {
        as_of: date!(2026 - 11 - 20),
        required: &required,
        limits: &limits(LIMITS),
        uploads: &["koubei-stores"],
        expiring_days: 30,
    })
}

fn run_one(rule: &'static Rule, sheet: &Sheet) -> Checked {
    let (table, sources) = sheet.table();
    with_context(|context| check::run_rules(&table, &sources, context, &[rule]))
}

fn run_all(sheet: &Sheet) -> Checked {
    let (table, sources) = sheet.table();
    with_context(|context| check::run(&table, &sources, context))
}

/// What each row raised, in the words of the `expect` column, sorted.
fn raised(sheet: &Sheet, findings: &[Finding], named: bool) -> Vec<Vec<String>> {
    let mut rows = vec![Vec::new(); sheet.rows.len()];
    for finding in findings {
        let (_, own) = finding.row.expect("a row");
        let code = finding.rule.code;
        rows[own as usize].push(match finding.field.filter(|_| named) {
            Some(field) => format!("{code}@{}", field.key()),
            None => code.to_owned(),
        });
        let kind = finding.row.map(|(kind, _)| kind).expect("a row");
        let touched = finding.touched(kind).skip(1);
        touched.for_each(|row| rows[row as usize].push(format!("+{code}")));
    }
    rows.iter_mut().for_each(|codes| codes.sort());
    rows
}

#[test]
fn every_rule_raises_what_its_fixture_says() {
    for rule in checked_by_fixture() {
        let sheet = Sheet::read(rule.code);
        let expect = sheet.column("expect").expect("a column `expect`");
        let checked = run_one(rule, &sheet);
        let plain = raised(&sheet, &checked.findings, false);
        let named = raised(&sheet, &checked.findings, true);
        for (index, row) in sheet.rows.iter().enumerate() {
            let mut wanted: Vec<&str> = row[expect].split_whitespace().collect();
            wanted.sort_unstable();
            let found = match wanted.iter().any(|code| code.contains('@')) {
                true => &named[index],
                false => &plain[index],
            };
            assert_eq!(found, &wanted, "{}: row {} {row:?}", rule.code, index + 2);
        }
        let hits = plain.iter().filter(|codes| !codes.is_empty()).count();
        assert!(hits > 0, "{}: no hit", rule.code);
        assert!(
            plain.len() - hits > 1,
            "{}: near miss, clean row",
            rule.code
        );
    }
}

#[test]
fn every_fixture_belongs_to_a_rule() {
    let codes: Vec<&str> = checked_by_fixture().map(|rule| rule.code).collect();
    for entry in fs::read_dir(fixtures()).expect("the fixtures") {
        let path = entry.expect("an entry").path();
        let code = path.file_stem().and_then(|stem| stem.to_str());
        assert!(codes.contains(&code.unwrap_or_default()), "{path:?}");
    }
}

#[test]
fn sentences_are_given_what_they_ask_for() {
    for rule in checked_by_fixture() {
        for finding in run_one(rule, &Sheet::read(rule.code)).findings {
            for lang in [Lang::Zh, Lang::En] {
                let Text {
                    message, remedy, ..
                } = rule.text(lang);
                let (expected, proposal) = (rule.expected(lang), rule.proposal(lang));
                for template in [message, expected, remedy] {
                    assert!(!template.contains("{fix}"), "{}: {template}", rule.code);
                    satisfied(&finding, template);
                }
                if finding.fix.is_some() {
                    assert!(!proposal.is_empty(), "{}", rule.code);
                    satisfied(&finding, proposal);
                }
            }
        }
    }
}

pub fn satisfied(finding: &Finding, template: &str) {
    let code = finding.rule.code;
    for index in 0..5 {
        let asked = template.contains(&format!("{{{index}}}"));
        assert!(!asked || index < finding.args.len(), "{code}: {template}");
    }
    assert!(
        !template.contains("{other}") || finding.other.is_some(),
        "{code}: {template}"
    );
}

#[test]
fn one_defect_is_one_finding() {
    let sheet = Sheet {
        header: [
            "store_code",
            "legal_id_no",
            "legal_id_no:kind",
            "business_license",
            "business_license:kind",
        ]
        .map(str::to_owned)
        .into(),
        rows: vec![
            ["s1", "330106199003074000", "number", "#N/A", "error"]
                .map(str::to_owned)
                .into(),
            [
                "s2",
                "3301061990030740001234567890",
                "",
                "91330106MA2H1ABC7UXXXXX",
                "",
            ]
            .map(str::to_owned)
            .into(),
        ],
    };
    let checked = run_all(&sheet);
    let codes: Vec<&str> = checked
        .findings
        .iter()
        .map(|finding| finding.rule.code)
        .filter(|code| !code.starts_with("REQ"))
        .collect();
    assert_eq!(codes, ["NUM001", "CEL001", "IDN001", "LIC001"]);
    let bits = Field::LegalIdNo.bit() | Field::BusinessLicense.bit();
    assert!(checked.broken.iter().all(|broken| broken & bits == bits));
    let skipped: BTreeMap<&str, u64> = checked.not_checked.into_iter().collect();
    assert_eq!(
        (skipped["LIC001"], skipped["IDN003"], skipped["CAT001"]),
        (1, 2, 2)
    );
}

#[test]
fn what_a_cell_lost_is_said_once() {
    let header = [
        "store_code",
        "cnaps",
        "cnaps:kind",
        "mcc",
        "mcc:kind",
        "service_phone",
        "service_phone:kind",
        "card_no",
        "card_no:kind",
    ];
    let cells =
        |cnaps, mcc, phone, card, kind| ["s1", cnaps, kind, mcc, kind, phone, kind, card, ""];
    let numbers = cells("11100000011", "742", "57188888888", "6.2170E+18", "number");
    let sheet = Sheet {
        header: header.map(str::to_owned).into(),
        rows: vec![numbers.map(str::to_owned).into()],
    };
    let checked = run_all(&sheet);
    let found: Vec<(&str, Option<&str>)> = checked
        .findings
        .iter()
        .filter(|f| !f.rule.code.starts_with("REQ"))
        .map(|f| (f.rule.code, f.fix.as_deref()))
        .collect();
    let expected = [
        ("NUM002", Some("011100000011")),
        ("CAT001", Some("0742")),
        ("NUM002", Some("057188888888")),
        ("NUM001", None),
    ];
    assert_eq!(found, expected);
    let bits = Field::Mcc.bit() | Field::CardNo.bit() | Field::Cnaps.bit();
    assert_eq!(checked.broken[0] & bits, bits, "compared with nothing");
}

/// What a damaged name was nobody knows: it is compared with nothing, and counted.
#[test]
fn a_name_with_lost_characters_is_not_compared() {
    let header = [
        "store_code",
        "business_license",
        "account_kind",
        "merchant_name",
        "legal_name",
        "legal_id_no",
        "card_name",
    ];
    let row = |code, company, legal, holder| {
        let (licence, id) = ("91330106MA2H1ABC7U", "330106199003074525");
        let cells = [code, licence, "对私", company, legal, id, holder];
        cells.map(str::to_owned).into()
    };
    let sheet = Sheet {
        header: header.map(str::to_owned).into(),
        rows: vec![
            row("s1", "杭州甲乙商贸有限公司", "王䶮", "王?"),
            row("s2", "杭州甲□商贸有限公司", "王䶮", "王䶮"),
            row("s3", "杭州甲乙商贸有限公司", "王yan明", "王䶮明"),
        ],
    };
    let checked = run_all(&sheet);
    let found: Vec<(&str, Option<Field>)> = checked
        .findings
        .iter()
        .map(|f| (f.rule.code, f.field))
        .filter(|(code, _)| !["REQ001", "LIC007"].contains(code))
        .collect();
    let expected = [
        ("CHR002", Some(Field::CardName)),
        ("CHR005", Some(Field::MerchantName)),
        ("CHR002", Some(Field::LegalName)),
    ];
    assert_eq!(found, expected);
    let skipped: BTreeMap<&str, u64> = checked.not_checked.into_iter().collect();
    assert_eq!(
        (skipped["BNK006"], skipped["ENT001"], skipped["ENT002"]),
        (1, 1, 1)
    );
}

#[test]
fn a_repeat_does_not_report_its_row_again() {
    let row = |code: &str| ["91330106MA2H1ABC7W", code].map(str::to_owned).into();
    let sheet = Sheet {
        header: ["business_license", "store_code"].map(str::to_owned).into(),
        rows: vec![row("s1"), row(" s1"), row("s2")],
    };
    let checked = run_all(&sheet);
    let raised = raised(&sheet, &checked.findings, false);
    assert!(raised[0].contains(&"LIC002".to_owned()), "{raised:?}");
    assert_eq!(raised[1], ["DUP003"]);
    assert_eq!(raised[0], raised[2]);
    assert_eq!(checked.broken[0], checked.broken[1]);
}

#[test]
fn an_error_stands_alone_on_its_cell() {
    let name = "甲".repeat(65);
    let sheet = Sheet {
        header: ["store_code", "business_license", "contact_email", "cnaps"]
            .map(str::to_owned)
            .into(),
        rows: vec![
            ["s1", "91330106MA2H1ABC7U", &name, &name]
                .map(str::to_owned)
                .into(),
        ],
    };
    let (table, sources) = sheet.table();
    let limits = limits(&[(Field::ContactEmail, 64), (Field::Cnaps, 64)]);
    let context = Context {
        as_of: date!(2026 - 11 - 20),
        required: &[],
        limits: &limits,
        uploads: &[],
        expiring_days: 30,
    };
    let checked = check::run(&table, &sources, &context);
    let codes: Vec<&str> = checked.findings.iter().map(|f| f.rule.code).collect();
    assert_eq!(codes, ["LEN001", "LEN001"]);
}

#[test]
fn one_of_several_numbers_is_proposed() {
    let sheet = Sheet {
        header: ["store_code", "contact_mobile", "service_phone"]
            .map(str::to_owned)
            .into(),
        rows: vec![
            [
                "s1",
                "0571-88888888、13800138000",
                "95188 400-123-4567 88888888",
            ]
            .map(str::to_owned)
            .into(),
        ],
    };
    let (table, sources) = sheet.table();
    let proposed = |of: &[(Field, usize)]| {
        let limits = limits(of);
        let context = Context {
            as_of: date!(2026 - 11 - 20),
            required: &[],
            limits: &limits,
            uploads: &[],
            expiring_days: 30,
        };
        let of_phones = |rule: &&Rule| ["TEL", "LEN"].contains(&rule.family());
        let rules: Vec<_> = checked_by_fixture().filter(of_phones).collect();
        let found = check::run_rules(&table, &sources, &context, &rules).findings;
        let told = found.into_iter().map(|f| (f.rule.code, f.args, f.fix));
        told.collect::<Vec<_>>()
    };
    let args = |args: &[&str]| -> Vec<String> { args.iter().map(|a| (*a).to_owned()).collect() };
    let fix = |fix: &str| Some(fix.to_owned());
    assert_eq!(
        proposed(&[]),
        [
            ("TEL003", args(&["2"]), fix("13800138000")),
            ("TEL003", args(&["3"]), fix("95188")),
        ]
    );
    // Too long for the target is the graver word for the same defect.
    assert_eq!(
        proposed(&[(Field::ContactMobile, 20)]),
        [
            (
                "LEN001",
                args(&["25", "20", "indirect-create"]),
                fix("13800138000")
            ),
            ("TEL003", args(&["3"]), fix("95188")),
        ]
    );
}

#[test]
fn a_number_one_slip_away_is_proposed() {
    let header = [
        "store_code",
        "business_license",
        "legal_id_no",
        "account_kind",
        "card_no",
        "cnaps",
    ];
    let rows = [
        [
            "s1",
            "9133O106MA2H1ABC7U",
            "33010619900307A525",
            "对私",
            "62170OO010001234569",
            "IO2LOOO99996",
        ],
        [
            "s2",
            "91330106MA2HA1BC7U",
            "330106199030074525",
            "对公",
            "62170OO010001234569",
            "102100099997",
        ],
        [
            "s3",
            "91330106MA2H1ABC7W",
            "330106199003074520",
            "对私",
            "6217000010001234560",
            "1021000999",
        ],
    ];
    let sheet = Sheet {
        header: header.map(str::to_owned).into(),
        rows: rows.map(|row| row.map(str::to_owned).into()).into(),
    };
    let found = run_all(&sheet).findings;
    let told: Vec<(u32, &str, Option<&str>)> = found
        .iter()
        .filter(|f| f.rule.family() != "REQ")
        .map(|f| (f.place.row, f.rule.code, f.fix.as_deref()))
        .collect();
    let (code, id) = (Some("91330106MA2H1ABC7U"), Some("330106199003074525"));
    let expected = [
        (2, "LIC001", code),
        (2, "IDN001", id),
        (2, "BNK002", Some("6217000010001234569")),
        (2, "BNK004", Some("102100099996")),
        (3, "LIC002", code),
        (3, "IDN002", id),
        (3, "BNK002", None),
        (3, "BNK005", None),
        (4, "LIC002", None),
        (4, "IDN003", None),
        (4, "BNK001", None),
        (4, "BNK004", None),
    ];
    assert_eq!(told, expected);
}

#[test]
fn a_tie_names_one_cell_for_each_value() {
    let row = |code: &str, name: &str| [code, "91330106MA2H1ABC7U", name].map(str::to_owned);
    let names = ["丙公司", "甲公司", "乙公司", "甲公司", "乙公司"];
    let codes = ["s1", "s2", "s3", "s4", "s5"].into_iter();
    let sheet = Sheet {
        header: ["store_code", "business_license", "merchant_name"]
            .map(str::to_owned)
            .into(),
        rows: codes.zip(names).map(|(c, n)| row(c, n).into()).collect(),
    };
    let findings = run_all(&sheet).findings;
    let ties: Vec<&Finding> = findings
        .iter()
        .filter(|f| f.rule.code == "ENT001")
        .collect();
    let [tie] = ties[..] else {
        panic!("{findings:?}")
    };
    // 丙 < 乙 < 甲 as text.
    let cells = tie.related.iter().map(|r| {
        let cell = r.place.cell_name().unwrap_or_default();
        (cell, r.found.as_str(), r.note.text(Lang::En).into_owned())
    });
    assert_eq!(tie.place.cell_name().as_deref(), Some("C3"));
    assert_eq!(
        cells.collect::<Vec<_>>(),
        [
            (
                "C4".to_owned(),
                "乙公司",
                "differs here, in 2 rows".to_owned()
            ),
            (
                "C2".to_owned(),
                "丙公司",
                "differs here, in one row".to_owned()
            ),
        ]
    );
    let mut touched: Vec<u32> = tie.touched(Kind::Stores).collect();
    touched.sort_unstable();
    assert_eq!(touched, [0, 1, 2, 3, 4]);
    assert_eq!(
        tie.args[1],
        "; 2 of 5 rows have the value here, and none has a majority"
    );
}

#[test]
fn a_retired_district_is_proposed_what_it_became() {
    let row = |code: &str, district: &str| [code, "浙江省", "杭州市", district].map(str::to_owned);
    let sheet = Sheet {
        header: ["store_code", "province", "city", "district"]
            .map(str::to_owned)
            .into(),
        rows: vec![row("s1", "下城区").into(), row("s2", "江干区").into()],
    };
    let raised = run_all(&sheet).findings;
    let retired = raised
        .iter()
        .filter(|finding| finding.rule.code == "ADR005");
    let fixes: Vec<Option<&str>> = retired.map(|finding| finding.fix.as_deref()).collect();
    assert_eq!(fixes, [Some("拱墅区"), None]);
}

#[test]
fn what_is_malformed_is_not_compared() {
    let row = |cells: [&str; 5]| cells.map(str::to_owned).into();
    let sheet = Sheet {
        header: [
            "store_code",
            "account_kind",
            "legal_name",
            "card_name",
            "smid",
        ]
        .map(str::to_owned)
        .into(),
        rows: vec![
            row(["s1", "对私", "张三", "李*", "2088OO0000001001"]),
            row(["s2", "对私", "张三", "张三", "2088OO0000001001"]),
        ],
    };
    let raised = raised(&sheet, &run_all(&sheet).findings, false);
    let found = |row: usize| -> Vec<&str> {
        let codes = raised[row].iter().map(String::as_str);
        codes.filter(|code| !code.starts_with("REQ")).collect()
    };
    assert_eq!(found(0), ["CHR001", "SMI001"]);
    assert_eq!(found(1), ["SMI001"]);
}

const KEYS: [&str; 13] = [
    "store_code",
    "business_license",
    "merchant_name",
    "legal_name",
    "legal_id_no",
    "smid",
    "card_no",
    "city",
    "district",
    "store_name",
    "address",
    "contact_mobile",
    "card_name",
];

/// Rows from small pools, so that groups, ties and repeats come about.
fn dirty_rows() -> impl Strategy<Value = Vec<Vec<String>>> {
    let pools: [&[&str]; 13] = [
        &["s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8", ""],
        &[
            "91330106MA2H1ABC7U",
            "91110105MA01XYRTXD",
            "92440300MA5FQWE16B",
            "91330106MA2H1ABC7W",
        ],
        &[
            "甲有限公司",
            "甲（杭州）有限公司",
            "甲(杭州)有限公司",
            "乙店",
        ],
        &["张三", "李四", "阿·甲", "阿•甲"],
        &[
            "110105198501010012",
            "330106199003074525",
            "110105850101001",
            "x",
        ],
        &["2088000000001001", "2088000000001002", "", "", ""],
        &["6217000010001234569", "6217000010001234560", ""],
        &["杭州市", "宁波市", "甲市"],
        &["西湖区", "下城区", "330106", ""],
        &["甲店", "乙店"],
        &["文三路1号", "文三路 １号", "文三路2号"],
        &["13800138000", "13800138000", "13900139000"],
        &["张三", "李四", "甲有限公司"],
    ];
    let row = pools.map(|pool| prop::sample::select(pool).prop_map(str::to_owned));
    prop::collection::vec(row.prop_map(Vec::from), 1..24)
}

fn sheet(rows: Vec<Vec<String>>) -> Sheet {
    Sheet {
        header: KEYS.map(str::to_owned).into(),
        rows,
    }
}

/// Findings without their places.
fn placeless(checked: &Checked) -> Vec<(&'static str, String, Option<Field>, Option<String>)> {
    let mut all: Vec<_> = checked
        .findings
        .iter()
        .map(|f| (f.rule.code, f.store_code.clone(), f.field, f.other.clone()))
        .collect();
    all.sort();
    all
}

/// Every row's canonical content beside what it raised, sorted.
fn outcomes(sheet: &Sheet, checked: &Checked) -> Vec<(Vec<String>, Vec<String>)> {
    let (table, _) = sheet.table();
    let content = |row| {
        let columns = table.fields().filter_map(|field| table.column(field));
        columns.map(|column| column.text(row).to_owned()).collect()
    };
    let raised = raised(sheet, &checked.findings, true);
    let mut rows: Vec<_> = (0..table.len()).map(content).zip(raised).collect();
    rows.sort();
    rows
}

proptest! {
    #[test]
    fn the_order_of_rows_changes_only_places(
        (rows, shuffled) in dirty_rows().prop_flat_map(|rows| {
            (Just(rows.clone()), Just(rows).prop_shuffle())
        })
    ) {
        let (one, other) = (sheet(rows), sheet(shuffled));
        let (first, second) = (run_all(&one), run_all(&other));
        prop_assert_eq!(placeless(&first), placeless(&second));
        prop_assert_eq!(outcomes(&one, &first), outcomes(&other, &second));
    }
}
