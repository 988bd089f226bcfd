//! `.xlsb` and `.ods` workbooks: exact cells out, and one finding out of each that lies.

use jinjian::model::{CellKind, Field, Kind};

use super::book::{ods, xlsb};
use super::read;
use super::workbooks::{FIELDS, HEADER, refusal_of};

fn xlsb_of(rows: Vec<u8>) -> xlsb::Book {
    xlsb::Book {
        properties: 0,
        state: 0,
        formats: vec!["000000000000", "yyyy\\-mm\\-dd"],
        strings: vec!["联行号", "打标时间"],
        rows,
    }
}

/// A header and one store with a number that shows its zeros and a date.
fn one_store() -> Vec<u8> {
    let texts = |texts: &[&str]| -> Vec<u8> {
        let cells = (0..)
            .zip(texts)
            .map(|(column, text)| xlsb::text(column, text));
        cells.collect::<Vec<_>>().concat()
    };
    [
        xlsb::row(0),
        texts(HEADER),
        xlsb::shared(5, 0),
        xlsb::shared(6, 1),
        xlsb::row(2),
        texts(&["s1", "甲店"]),
        xlsb::number(4, 0, 6222.0),
        xlsb::number(5, 1, 1_100_099_996.0),
        xlsb::number(6, 2, 43_530.5),
    ]
    .concat()
}

#[test]
fn a_binary_workbook_with_formats_and_dates() {
    let fields = [
        Field::StoreCode,
        Field::CardNo,
        Field::Cnaps,
        Field::TaggedAt,
    ];
    let book = xlsb_of(one_store());
    let plain = read(&[("a.xlsb", &book.bytes())]);
    assert_eq!(
        plain.rows(Kind::Stores, &fields),
        [["3", "s1", "6222", "001100099996", "2019-03-06 12:00:00"]]
    );
    assert_eq!(plain.findings(), Vec::<String>::new());
    assert!(!plain.ingested.files[0].sheets[0].hidden);
    let other = xlsb::Book {
        properties: 1,
        state: 1,
        ..book
    };
    let other = read(&[("a.xlsb", &other.bytes())]);
    assert_eq!(
        other.rows(Kind::Stores, &[Field::TaggedAt]),
        [["3", "2023-03-07 12:00:00"]]
    );
    assert!(other.ingested.files[0].sheets[0].hidden);
}

#[test]
fn a_binary_workbook_that_is_too_much_is_refused() {
    let padding = xlsb::record(0x1FF, &vec![0; 3 * 1024 * 1024]);
    let book = xlsb_of([one_store(), padding].concat());
    assert_eq!(
        refusal_of("[limits]\nunpacked_mb = 2\n", "a.xlsb", &book.bytes()),
        "FIL006 a.xlsb \"\" → more than unpacked_mb allows: the limit is 2, this file has 3"
    );
    let cells = xlsb_of(one_store()).bytes();
    assert_eq!(
        refusal_of("[limits]\ncells = 11\n", "a.xlsb", &cells),
        "FIL006 a.xlsb \"\" → more than cells allows: the limit is 11, this file has 12"
    );
    let cut = xlsb_of(xlsb::record(0x06, &[0; 200])[..150].to_vec());
    let refused = refusal_of("", "a.xlsb", &cut.bytes());
    assert!(
        refused.contains("xl/worksheets/sheet1.bin: it ends within a record"),
        "{refused}"
    );
}

#[test]
fn an_open_document() {
    let rows = "<table:table-row table:number-rows-repeated=\"2\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>".to_owned()
        + &ods::row(HEADER)
        + "<table:table-row><table:table-cell office:value-type=\"float\" office:value=\"7\"><text:p>7</text:p></table:table-cell>\
           <table:table-cell office:value-type=\"string\"><text:p>甲<text:s/>店</text:p></table:table-cell>\
           <table:table-cell/><table:table-cell office:value-type=\"date\" office:date-value=\"2019-03-06\"/>\
           <table:table-cell/></table:table-row>\
           <table:table-row table:number-rows-repeated=\"1048571\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>";
    let visible = ods::table(&rows);
    let hidden = visible.replace("<table:table ", "<table:table table:style-name=\"hidden\" ");
    let both = visible + &hidden.replace("\"门店\"", "\"旧\"");
    let read = read(&[("a.ods", &ods::book(&both))]);
    let row = ["4", "7", "甲 店", "2019-03-06", ""];
    assert_eq!(read.rows(Kind::Stores, FIELDS), [row, row]);
    let sheets = &read.ingested.files[0].sheets;
    assert_eq!(
        sheets.iter().map(|s| s.hidden).collect::<Vec<_>>(),
        [false, true]
    );
    assert_eq!(sheets[0].header_rows, (3, 3));
}

/// A cell with a number, of a style of its own unless that is empty.
fn float(style: &str, value: &str) -> String {
    let style = match style {
        "" => String::new(),
        style => format!("table:style-name=\"{style}\""),
    };
    format!("<table:table-cell {style} office:value-type=\"float\" office:value=\"{value}\"/>")
}

#[test]
fn an_open_document_shows_zeros_where_a_style_says_so() {
    let number = |name: &str, attributes: &str, more: &str| {
        format!(
            "<number:number-style style:name=\"{name}\">{more}<number:number {attributes}/></number:number-style>\
             <style:style style:name=\"c{name}\" style:data-style-name=\"{name}\"/>"
        )
    };
    let styles = [
        number("N12", "number:min-integer-digits=\"12\"", ""),
        number(
            "N4",
            "number:min-integer-digits=\"4\" number:decimal-places=\"0\"",
            "",
        ),
        number("N1", "number:min-integer-digits=\"1\"", ""),
        number(
            "D",
            "number:min-integer-digits=\"4\" number:decimal-places=\"2\"",
            "",
        ),
        number(
            "T",
            "number:min-integer-digits=\"4\"",
            "<number:text>No.</number:text>",
        ),
        "<style:style style:name=\"heir\" style:parent-style-name=\"cN12\"/>".to_owned(),
    ];
    let header = [
        "自用编码",
        "门店名称",
        "结算账号",
        "联行号",
        "MCC",
        "经营类目",
        "客服电话",
    ];
    let columns = "<table:table-column table:number-columns-repeated=\"4\"/>\
        <table:table-column table:default-cell-style-name=\"cN4\"/><table:table-column table:number-columns-repeated=\"2\"/>";
    let first = ["7", "12", "9007199254740993"]
        .map(|value| float("", value))
        .concat()
        + &float("heir", "11100000011")
        + &float("", "742")
        + &float("cD", "742")
        + &float("cT", "742");
    let second = ["8", "12", "6222"]
        .map(|value| float("cN1", value))
        .concat()
        + &float("", "1331000108")
        + &float("cN1", "742");
    let rows = format!(
        "{columns}{}<table:table-row table:number-rows-repeated=\"2\">{first}</table:table-row>\
         <table:table-row table:default-cell-style-name=\"cN12\">{second}</table:table-row>",
        ods::row(&header)
    );
    let content = format!(
        "<office:document-content><office:automatic-styles>{}</office:automatic-styles>\
         <office:spreadsheet>{}</office:spreadsheet></office:document-content>",
        styles.concat(),
        ods::table(&rows)
    );
    let read = read(&[("a.ods", &ods::with_content(&content, ""))]);
    let fields = [
        Field::StoreCode,
        Field::CardNo,
        Field::Cnaps,
        Field::Mcc,
        Field::CategoryId,
        Field::ServicePhone,
    ];
    let padded = |row| {
        [
            row,
            "7",
            "9007199254740992",
            "011100000011",
            "0742",
            "742",
            "742",
        ]
    };
    assert_eq!(
        read.rows(Kind::Stores, &fields),
        [
            padded("2"),
            padded("3"),
            ["4", "8", "6222", "001331000108", "742", "", ""]
        ]
    );
}

#[test]
fn a_formula_of_an_open_document_that_nobody_calculated_is_no_blank() {
    let formula = |more: &str| {
        format!("<table:table-cell table:formula=\"of:=[.B9]\" {more}><text:p/></table:table-cell>")
    };
    let text = |text: &str| {
        format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
        )
    };
    let row = |more: &str, cells: &[String]| {
        let cells = cells.concat();
        format!("<table:table-row {more}>{cells}</table:table-row>")
    };
    let empty = formula("office:value-type=\"string\" office:string-value=\"\"");
    let number = formula("office:value-type=\"float\" office:value=\"2\"");
    let none = formula("");
    let two = formula("table:number-columns-repeated=\"2\"");
    let rows = [
        ods::row(HEADER),
        row(
            "",
            &[
                text("s1"),
                formula("office:value-type=\"float\""),
                none.clone(),
                empty,
                number,
            ],
        ),
        // Rows without any value, at the end: their reader knows nothing of them.
        row("table:number-rows-repeated=\"2\"", &[none, two]),
    ];
    let read = read(&[("a.ods", &ods::book(&ods::table(&rows.concat())))]);
    assert_eq!(
        read.rows(Kind::Stores, FIELDS),
        [
            ["2", "s1", "=", "", "2"],
            ["3", "=", "=", "", ""],
            ["4", "=", "=", "", ""],
        ]
    );
    let table = read.table(Kind::Stores);
    assert_eq!(table.cell_kind(0, Field::StoreName), CellKind::Error);
    assert_eq!(table.cell_kind(2, Field::MerchantName), CellKind::Error);
    assert_eq!(read.findings(), Vec::<String>::new());
}

#[test]
fn an_open_document_that_repeats_without_end_is_refused() {
    let header = ods::row(HEADER);
    let value = "office:value-type=\"float\" office:value=\"1\"";
    let far = format!(
        "{header}<table:table-row table:number-rows-repeated=\"1048574\"><table:table-cell/></table:table-row>\
         <table:table-row><table:table-cell table:number-columns-repeated=\"16383\"/><table:table-cell {value}/></table:table-row>"
    );
    let beyond = |found: &str| {
        format!(
            "FIL006 a.ods \"\" → more than cells allows: the limit is 20000000, this file has {found}"
        )
    };
    // One rectangle to the far corner, and the cells of the two rows that hold any.
    assert_eq!(
        refusal_of("", "a.ods", &ods::book(&ods::table(&far))),
        beyond("17179885573")
    );
    let wide = format!(
        "<table:table-row><table:table-cell table:number-columns-repeated=\"99999999\" {value}/></table:table-row>"
    );
    let wide = ods::book(&ods::table(&(header.clone() + &wide.repeat(2000))));
    assert_eq!(refusal_of("", "a.ods", &wide), beyond("65552389"));
    let spaces = format!(
        "{header}<table:table-row><table:table-cell office:value-type=\"string\">\
         <text:p><text:s text:c=\"999999999999\"/></text:p></table:table-cell></table:table-row>"
    );
    assert_eq!(
        refusal_of("", "a.ods", &ods::book(&ods::table(&spaces))),
        "FIL006 a.ods \"\" → more than unpacked_mb allows: the limit is 4096, this file has 953674"
    );
    let long = format!(
        "{header}<table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell office:value-type=\"string\">\
         <text:p>{}</text:p></table:table-cell></table:table-row>",
        "a".repeat(10_000)
    );
    let refused = refusal_of("", "a.ods", &ods::book(&ods::table(&long)));
    assert!(
        refused.contains("unpacked_mb allows: the limit is 4096, this file has 9"),
        "{refused}"
    );
}

#[test]
fn an_open_document_without_end_or_open_to_nobody_is_refused() {
    let cut = format!(
        "<office:document-content><table:table table:name=\"门店\">{}",
        ods::row(HEADER)
    );
    let refused = refusal_of("", "a.ods", &ods::with_content(&cut, ""));
    assert!(
        refused.contains("content.xml ends within a sheet"),
        "{refused}"
    );
    let locked = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>";
    let locked = ods::with_content("<office:document-content/>", locked);
    assert!(refusal_of("", "a.ods", &locked).starts_with("FIL002 a.ods"));
}
