use super::*;
use crate::model::rule::Defect;
use crate::model::table::RowOrigin;
use crate::model::{CellKind, Column, Level, Source};
use crate::rules;

const FIELDS: [Field; 5] = [
    Field::StoreCode,
    Field::Smid,
    Field::BusinessLicense,
    Field::MerchantName,
    Field::LegalIdNo,
];

/// Rows of [`FIELDS`], in one sheet.
fn stores(rows: &[[&str; 5]]) -> Table {
    let mut table = Table::new(Kind::Stores);
    for row in 0..rows.len() as u32 {
        let source = 0;
        table.origins.push(RowOrigin {
            source,
            row: row + 2,
        });
    }
    for (at, field) in FIELDS.into_iter().enumerate() {
        let mut column = Column::default();
        rows.iter()
            .for_each(|row| column.push(row[at], CellKind::Text));
        table.set_column(field, column);
    }
    table
}

/// A finding of a rule at a cell; the other rows are of its group.
fn found(code: &str, stores: &Table, rows: &[usize], field: Field) -> Finding {
    let rule = rules::find(code).expect("a rule of that code");
    let source = Source {
        file: "门店.csv".to_owned(),
        sheet: None,
        columns: FIELDS.into_iter().zip(0..).collect(),
    };
    let at = |row: &usize| {
        Finding::at(
            rule,
            stores,
            *row,
            std::slice::from_ref(&source),
            Defect::at(field),
        )
    };
    let mut finding = at(&rows[0]);
    finding.related.extend(rows[1..].iter().map(|row| Related {
        touches: Some(*row as u32),
        ..differing(&at(row))
    }));
    finding
}

/// What is left: the code and the row of each, counted from 0, and how many places it names beside its own.
fn left(mut findings: Vec<Finding>, stores: &Table) -> Vec<String> {
    findings.sort_by(|a, b| a.order().cmp(&b.order()));
    merge(&mut findings, stores);
    let lines = findings.iter().map(|finding| {
        let row = finding.row.map_or(0, |(_, row)| row);
        format!("{} {row} +{}", finding.rule.code, finding.related.len())
    });
    lines.collect()
}

#[test]
fn at_one_cell_only_what_stops_as_much_speaks_for_another() {
    let stores = stores(&[["s1", "", "L1", "甲公司", ""]]);
    let name = |code| found(code, &stores, &[0], Field::MerchantName);
    let register = name("ACC005");
    assert_eq!(
        left(vec![register.clone(), name("LIC006")], &stores),
        ["ACC005 0 +0"]
    );
    let quiet = Finding {
        level: Level::Note,
        ..register
    };
    assert_eq!(
        left(vec![quiet, name("LIC006")], &stores),
        ["ACC005 0 +0", "LIC006 0 +0"]
    );
}

#[test]
fn a_wrong_row_explains_a_group_whose_other_rows_agree() {
    for (third, expected) in [
        ("甲公司", &["MER003 0 +1"][..]),
        ("丙公司", &["MER003 0 +0", "ENT001 0 +2"]),
    ] {
        let stores = stores(&[
            ["s1", "", "L1", "乙公司", ""],
            ["s2", "", "L1", "甲公司", ""],
            ["s3", "", "L1", third, ""],
        ]);
        let findings = vec![
            found("MER003", &stores, &[0], Field::BusinessLicense),
            found("ENT001", &stores, &[0, 1, 2], Field::MerchantName),
        ];
        assert_eq!(left(findings, &stores), expected, "{third}");
    }
}

#[test]
fn an_smid_of_several_stores_is_its_owners_or_nobody_knows() {
    let stores = stores(&[
        ["s1", "m1", "", "", ""],
        ["s2", "m1", "", "", ""],
        ["s3", "m1", "", "", ""],
        ["s1", "m1", "", "", ""],
    ]);
    let group = || found("DUP002", &stores, &[0, 1, 2], Field::Smid);
    let accused = |row| found("MER002", &stores, &[row], Field::Smid);
    assert_eq!(
        left(vec![group(), accused(1), accused(2)], &stores),
        ["MER002 1 +1", "MER002 2 +1"]
    );
    // The row of the owner is there twice.
    let repeated = found("DUP002", &stores, &[0, 1, 2, 3], Field::Smid);
    assert_eq!(
        left(vec![repeated, accused(1), accused(2)], &stores),
        ["MER002 1 +1", "MER002 2 +1"]
    );
    assert_eq!(left(vec![group(), accused(2)], &stores), ["DUP002 0 +2"]);
}

#[test]
fn a_register_settles_a_tie_when_the_rest_says_what_it_says() {
    let stores = stores(&[
        ["s1", "", "L1", "", "330106198001010012"],
        ["s2", "", "L1", "", "330106198001010039"],
    ]);
    for (registered, expected) in [
        ("330106198001010012", &["ACC002 1 +1"][..]),
        ("330106198001010055", &["ENT003 0 +1", "ACC002 1 +0"]),
    ] {
        let account = Finding {
            other: Some(registered.to_owned()),
            ..found("ACC002", &stores, &[1], Field::LegalIdNo)
        };
        let tie = found("ENT003", &stores, &[0, 1], Field::LegalIdNo);
        assert_eq!(left(vec![tie, account], &stores), expected, "{registered}");
    }
}
