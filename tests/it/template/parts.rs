//! The parts of the blank workbook that only a person sees: notes, lists, formats.

use std::io::{Cursor, Read as _};

use jinjian::model::{Field, Form, Kind, Lang};
use zip::ZipArchive;

use super::{blank, written};

/// A part of a workbook, by its path.
pub fn part(book: &[u8], name: &str) -> String {
    let mut zip = ZipArchive::new(Cursor::new(book)).expect("a workbook");
    let mut text = String::new();
    let mut part = zip.by_name(name).unwrap_or_else(|e| panic!("{name}: {e}"));
    part.read_to_string(&mut text).expect("UTF-8");
    text
}

/// What a text has between two others, each time.
fn between<'a>(text: &'a str, from: &str, to: &str) -> Vec<&'a str> {
    let mut parts = text.split(from);
    parts.next();
    parts
        .map(|part| part.split(to).next().unwrap_or(part))
        .collect()
}

#[test]
fn a_note_says_all_of_a_column() {
    let stores = blank(Kind::Stores, Lang::Zh);
    let mobile = stores
        .columns
        .iter()
        .find(|c| c.field == Field::ContactMobile);
    assert_eq!(
        mobile.expect("a column").note,
        [
            "联系人的手机号，只填一个",
            "必填：与「联系电话」至少填一个",
            "示例：13800138000",
            "写法：手机 11 位；座机带区号，如 0571-88886666；400 电话",
            "TEL001 手机号格式不对：✗ 1380013800  ✓ 13800138000",
        ]
    );
    let book = written(Kind::Stores, "en");
    let notes = part(&book, "xl/comments1.xml");
    assert_eq!(
        between(&notes, "<comment ref=", ">").len(),
        stores.columns.len()
    );
    assert!(
        notes.contains("the contact's mobile number, one only\nrequired: this or 联系电话\n"),
        "{notes}"
    );
}

#[test]
fn lists_and_formats_stand_in_the_sheet() {
    let book = written(Kind::Stores, "zh");
    let sheet = part(&book, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("<dataValidations count=\"14\">"), "{sheet}");
    let lists = between(&sheet, "<dataValidation ", "</dataValidation>");
    let list = |range: &str| {
        let range = format!("sqref=\"{range}\"");
        let list = lists
            .iter()
            .find(|list| list.contains(&range))
            .expect("a list");
        assert!(
            list.contains("type=\"list\" errorStyle=\"warning\""),
            "{list}"
        );
        between(list, "<formula1>", "</formula1>")[0].to_owned()
    };
    assert_eq!(list("AE2:AE5001"), "\"对公,对私\"");
    assert_eq!(list("AK2:AK5001"), "\"间连,直连\"");
    assert_eq!(list("O2:O5001"), "\"法人,实际控制人,经办人,其他\"");
    assert_eq!(list("S2:S5001"), "'省市区'!$A$2:$A$35");
    assert_eq!(
        list("T2:T5001"),
        "OFFSET('省市区'!$D$2,MATCH($S2&amp;IF($S2=\"\",\"-\",\"*\"),'省市区'!$C$2:$C$373,0)-1,0,\
         COUNTIF('省市区'!$C$2:$C$373,$S2&amp;IF($S2=\"\",\"-\",\"*\")),1)"
    );
    let district = list("U2:U5001");
    assert!(
        district.starts_with("OFFSET('省市区'!$G$2,MATCH($S2&amp;"),
        "{district}"
    );
    assert!(
        between(&district, "$F$2:$F$", ",")
            .iter()
            .all(|last| last.starts_with("3006"))
    );
    // Excel takes no formula of a list that is longer.
    assert!(district.replace("&amp;", "&").chars().count() <= 255);
    // The regions are out of sight, and every column of digits is text to the last row.
    assert!(
        part(&book, "xl/workbook.xml").contains("name=\"省市区\" sheetId=\"3\" state=\"hidden\"")
    );
    let text = text_columns(&book, &sheet);
    let columns = blank(Kind::Stores, Lang::Zh).columns;
    let expected = (0..).zip(&columns);
    let number = |form| matches!(form, Form::Money | Form::Decimal);
    let expected = expected.filter(|(_, column)| !number(column.field.spec().form));
    assert_eq!(text, expected.map(|(at, _)| at).collect::<Vec<usize>>());
    let items = part(&written(Kind::Items, "zh"), "xl/workbook.xml");
    assert!(!items.contains("省市区"), "{items}");
}

/// The columns, from 0, whose own format is that of text (18.8.30: format 49 is `@`).
fn text_columns(book: &[u8], sheet: &str) -> Vec<usize> {
    let styles = part(book, "xl/styles.xml");
    let formats = between(&styles, "<cellXfs ", "</cellXfs>")[0];
    let formats = between(formats, "<xf ", ">");
    let mut columns = Vec::new();
    for column in between(sheet, "<col ", "/>") {
        let number = |name: &str| -> Option<usize> {
            let found = between(column, &format!("{name}=\""), "\"");
            found.first()?.parse().ok()
        };
        let own = number("style").map(|style| formats[style]);
        if own.is_some_and(|format| format.contains("numFmtId=\"49\"")) {
            let (first, last) = (number("min").expect("min"), number("max").expect("max"));
            columns.extend(first - 1..last);
        }
    }
    columns
}
