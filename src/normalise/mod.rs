//! Canonical text beside the original, column by column. What a cell means is decided by its field's
//! form alone, never by other rows; province, city and district are the one exception, resolved
//! together within a row. Empty cells of stores take the job's defaults here.

pub(crate) mod cell;
mod day;
mod text;
pub(crate) mod tidy;
mod word;

use std::borrow::Cow;

use rayon::prelude::*;

use crate::model::{CellKind, Column, Field, Form, Kind, Table, Tables};
use crate::value::region;
use crate::value::region::Part;

/// Brings every table into canonical form; `defaults` fill empty cells of stores.
pub fn run(tables: &mut Tables, defaults: &[(Field, String)]) {
    let mut work: Vec<(Field, Column)> = Vec::new();
    let mut counts = Vec::new();
    for table in tables.all_mut() {
        let columns: Vec<_> = Field::all()
            .filter_map(|f| Some((f, table.take_column(f)?)))
            .collect();
        counts.push(columns.len());
        work.extend(columns);
    }
    let done: Vec<(Field, Column)> = work
        .into_par_iter()
        .map(|(field, column)| (field, canonical_column(field, &column)))
        .collect();
    let mut done = done.into_iter();
    for (table, count) in tables.all_mut().into_iter().zip(counts) {
        for (field, column) in done.by_ref().take(count) {
            table.set_column(field, column);
        }
    }
    for table in tables.all_mut() {
        resolve_regions(table);
    }
    for (field, value) in defaults {
        fill(&mut tables.stores, *field, value);
    }
}

/// The canonical text of one cell.
pub fn canonical(form: Form, text: &str) -> Cow<'_, str> {
    match form {
        Form::Text | Form::Money => cell::text(text),
        Form::Name => cell::name(text),
        Form::Code => cell::code(text),
        Form::Licence => cell::licence(text),
        Form::IdNumber => cell::id_number(text),
        Form::Digits => cell::digits_only_id(text),
        Form::Phone => cell::phone(text),
        Form::Email => cell::email(text),
        Form::LogonId if text.contains(['@', '＠']) => cell::email(text),
        Form::LogonId => cell::phone(text),
        Form::Region => cell::region_name(text),
        Form::Decimal => cell::decimal(text),
        Form::Date => cell::date(text),
        Form::Expiry => cell::expiry(text),
        Form::Moment => cell::moment(text),
        Form::YesNo => cell::yes_no(text),
        Form::AccountKind => cell::account_kind(text),
        Form::Route => cell::route(text),
        Form::ContactType => cell::contact_type(text),
        Form::LicenceType => cell::licence_type(text),
    }
}

fn canonical_column(field: Field, column: &Column) -> Column {
    let form = field.spec().form;
    let mut result = Column::with_capacity_of(column);
    for row in 0..column.len() {
        let (text, kind) = (column.text(row), column.kind(row));
        match kind {
            CellKind::Missing | CellKind::Blank | CellKind::Error => result.push(text, kind),
            _ => result.push_normalised(&canonical(form, text), text, kind),
        }
    }
    result
}

/// Replaces the names of divisions by their codes where they can be resolved.
fn resolve_regions(table: &mut Table) {
    let levels = [Field::Province, Field::City, Field::District];
    if levels.iter().all(|f| table.column(*f).is_none()) {
        return;
    }
    let rows = table.len();
    let resolved: Vec<[Option<[u8; 6]>; 3]> = (0..rows)
        .into_par_iter()
        .with_min_len(1024)
        .map(|row| resolve_row(levels.map(|f| table.text(row, f))))
        .collect();
    for (level, field) in levels.into_iter().enumerate() {
        let old = table.take_column(field);
        let mut column = Column::default();
        for (row, codes) in resolved.iter().enumerate() {
            let (text, original, kind) = match &old {
                Some(old) => (old.text(row), old.original(row), old.kind(row)),
                None => ("", "", CellKind::Missing),
            };
            let code = codes[level]
                .as_ref()
                .and_then(|code| std::str::from_utf8(code).ok());
            column.push_normalised(code.unwrap_or(text), original, kind);
        }
        if old.is_some() || (0..rows).any(|row| !column.text(row).is_empty()) {
            table.set_column(field, column);
        }
    }
}

/// The code of each level that could be resolved. A district's name in a city that has no districts
/// stands for the city, and a province left out follows from the city or district.
fn resolve_row([province, city, district]: [&str; 3]) -> [Option<[u8; 6]>; 3] {
    if [province, city, district]
        .iter()
        .all(|text| text.is_empty())
    {
        return [None; 3];
    }
    let found = region::resolve(province, city, district);
    let code = |part: Part| match part {
        Part::Code(code) | Part::Retired(code) => Some(code),
        Part::Elsewhere { code, .. } => Some(code),
        Part::Unknown | Part::Empty | Part::NotNeeded => None,
    };
    let of_city =
        code(found.city).filter(|_| found.district == Part::NotNeeded && !district.is_empty());
    let below = [found.city, found.district].into_iter().find_map(current);
    let of_below = below.filter(|_| province.is_empty()).map(province_of);
    [
        code(found.province).or(of_below),
        code(found.city),
        code(found.district).or(of_city),
    ]
}

fn current(part: Part) -> Option<[u8; 6]> {
    match part {
        Part::Code(code) => Some(code),
        _ => None,
    }
}

fn province_of(code: [u8; 6]) -> [u8; 6] {
    [code[0], code[1], b'0', b'0', b'0', b'0']
}

/// Gives a store's empty cells the job's value.
fn fill(table: &mut Table, field: Field, value: &str) {
    if table.kind != Kind::Stores {
        return;
    }
    let value = canonical(field.spec().form, value);
    let old = table.take_column(field);
    let mut column = Column::default();
    for row in 0..table.len() {
        match &old {
            Some(old) if !old.text(row).is_empty() || old.kind(row) == CellKind::Error => {
                column.push_normalised(old.text(row), old.original(row), old.kind(row));
            }
            _ => column.push(&value, CellKind::Default),
        }
    }
    table.set_column(field, column);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::table::RowOrigin;
    use proptest::prelude::*;

    fn stores(rows: &[[&str; 4]]) -> Tables {
        let mut tables = Tables::default();
        let fields = [Field::Province, Field::City, Field::District, Field::Mcc];
        for row in 0..rows.len() {
            tables.stores.origins.push(RowOrigin {
                source: 0,
                row: row as u32 + 2,
            });
        }
        for (at, field) in fields.into_iter().enumerate() {
            let mut column = Column::default();
            for row in rows {
                column.push(
                    row[at],
                    if row[at].is_empty() {
                        CellKind::Blank
                    } else {
                        CellKind::Text
                    },
                );
            }
            tables.stores.set_column(field, column);
        }
        tables
    }

    #[test]
    fn names_become_codes_and_blanks_take_defaults() {
        let mut tables = stores(&[
            ["浙江", "杭州市", "西湖区", ""],
            ["广东省", "东莞市", "", " 5812 "],
            ["浙江省", "南京市", "玄武区", ""],
            ["", "北京市", "朝阳区", ""],
            ["", "甲市", "", ""],
        ]);
        run(
            &mut tables,
            &[
                (Field::Mcc, "5411".to_owned()),
                (Field::Source, "2088000000000001".to_owned()),
            ],
        );
        let table = &tables.stores;
        let row = |row| {
            [Field::Province, Field::City, Field::District, Field::Mcc].map(|f| table.text(row, f))
        };
        assert_eq!(row(0), ["330000", "330100", "330106", "5411"]);
        assert_eq!(row(1), ["440000", "441900", "", "5812"]);
        assert_eq!(row(2), ["330000", "320100", "320102", "5411"]);
        assert_eq!(row(3), ["110000", "110100", "110105", "5411"]);
        assert_eq!(row(4), ["", "甲市", "", "5411"]);
        assert_eq!(table.original(0, Field::Province), "浙江");
        assert_eq!(table.cell_kind(0, Field::Mcc), CellKind::Default);
        assert_eq!(table.text(2, Field::Source), "2088000000000001");
    }

    proptest! {
        #[test]
        fn no_control_character_is_left(text in "[\\u{0}-\\u{A0}中\\u{200B}]{0,12}", at in 0..Field::COUNT) {
            let form = crate::model::field::SPECS[at].form;
            let left = canonical(form, &text).into_owned();
            prop_assert!(!left.contains(char::is_control), "{left:?}");
        }

        #[test]
        fn twice_is_once(text in "\\PC{0,24}", at in 0..Field::COUNT) {
            let form = crate::model::field::SPECS[at].form;
            let once = canonical(form, &text).into_owned();
            prop_assert_eq!(canonical(form, &once).into_owned(), once);
        }
    }
}
