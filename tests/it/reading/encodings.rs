//! Texts that are not in one encoding throughout: refused by name, or one broken cell.

use jinjian::model::{CellKind, Field, Kind};

use super::{gb18030, read, read_with};

const IN_UTF8: &str = "自用编码,门店名称,公司名称,详细地址,结算账号\n";
const IN_GBK: &str = "s1,甲店,甲公司,某路 1 号,1\n\ns2,乙店,乙公司,某路 2 号,2\n";

/// A file of two encodings beside a sound one: what is said of it.
fn of_two(bytes: &[u8]) -> Vec<String> {
    let good = format!("{IN_UTF8}g1,好店,好公司,某路 1 号,6222\n");
    let read = read(&[("a.csv", bytes), ("b.csv", good.as_bytes())]);
    assert_eq!(read.rows(Kind::Stores, &[Field::StoreCode]), [["2", "g1"]]);
    assert!(read.ingested.files[0].refused.is_some());
    read.findings()
}

#[test]
fn two_encodings_in_one_file() {
    let rows = gb18030(IN_GBK);
    let mixed = [b"\n", IN_UTF8.as_bytes(), &rows].concat();
    let at = 1 + IN_UTF8.len() + 4;
    let said = |row: u32, at: usize, other: &str, first: &str| {
        format!(
            "FIL010 a.csv \"\" → from row {row} (byte {at}) on the text is {other}, above it {first}; nothing was \
             read from this file"
        )
    };
    assert_eq!(of_two(&mixed), [said(3, at, "GB18030", "UTF-8")]);
    let marked = [b"\xEF\xBB\xBF", &mixed[1..]].concat();
    assert_eq!(of_two(&marked), [said(2, at + 2, "GB18030", "UTF-8")]);
    let head = gb18030(IN_UTF8);
    let mixed = [&head[..], IN_GBK.as_bytes()].concat();
    assert_eq!(
        of_two(&mixed),
        [said(2, head.len() + 4, "UTF-8", "GB18030")]
    );
    // Far below, where only the whole file tells.
    let long = IN_UTF8.to_owned() + &"s0,甲店,甲公司,某路 1 号,1\n".repeat(10_000);
    let mixed = [long.as_bytes(), &rows].concat();
    assert_eq!(
        of_two(&mixed),
        [said(10_002, long.len() + 4, "GB18030", "UTF-8")]
    );
}

#[test]
fn what_the_job_says_of_the_encoding_stands() {
    let mixed = [&gb18030(IN_UTF8)[..], IN_GBK.as_bytes()].concat();
    let job = "[[sources]]\npath = \"a.csv\"\nencoding = \"gb18030\"\n";
    let read = read_with(job, &[("a.csv", &mixed)]).expect("read as the job says");
    assert_eq!(read.table(Kind::Stores).len(), 2);
}

#[test]
fn a_broken_character_of_utf8_stays_with_its_cell() {
    let mut bytes = format!("{IN_UTF8}{IN_GBK}s3,丙").into_bytes();
    bytes.pop();
    bytes.extend(b",x,y,3\n");
    let read = read(&[("a.csv", &bytes)]);
    let rows = read.rows(Kind::Stores, &[Field::StoreName, Field::Address]);
    assert_eq!(
        rows,
        [
            ["2", "甲店", "某路 1 号"],
            ["4", "乙店", "某路 2 号"],
            ["5", "\u{FFFD}", "y"]
        ]
    );
    let stores = read.table(Kind::Stores);
    assert_eq!(stores.cell_kind(2, Field::StoreName), CellKind::Error);
    let text = read.ingested.files[0].text.expect("a text");
    assert_eq!(
        (text.encoding, text.not_utf8_at),
        ("UTF-8", Some(bytes.len() as u64 - 8))
    );
}

#[test]
fn a_stray_zero_makes_no_utf16() {
    let zeros =
        format!("{IN_UTF8}s1,甲\0店,甲公司,某路 1 号,6222\ns2,乙店,乙\0公司,某路 2 号,6222\n");
    let read = read(&[("a.csv", zeros.as_bytes())]);
    let rows = read.rows(Kind::Stores, &[Field::StoreCode, Field::CardNo]);
    assert_eq!(rows, [["2", "s1", "6222"], ["3", "s2", "6222"]]);
}

#[test]
fn files_that_were_put_together_bring_their_marks() {
    let marked = format!("\u{FEFF}{IN_UTF8}s1,甲店,甲公司,某路 1 号,6222\n");
    let read = read(&[("a.csv", marked.repeat(2).as_bytes())]);
    let rows = read.rows(Kind::Stores, &[Field::StoreCode]);
    assert_eq!(rows, [["2", "s1"], ["4", "s1"]]);
    assert_eq!(
        read.findings(),
        ["SHT006 a.csv!3 \"自用编码\" → this row is the header again, not data; it was left out"]
    );
}

#[test]
fn a_row_without_end_is_refused() {
    let wide = format!(
        "{IN_UTF8}s1,甲店,甲公司,某路 1 号,6222{}\n",
        ",".repeat(65_531)
    );
    let good = format!("{IN_UTF8}g1,好店,好公司,某路 1 号,6222\n");
    let read = read(&[("a.csv", wide.as_bytes()), ("b.csv", good.as_bytes())]);
    assert_eq!(read.rows(Kind::Stores, &[Field::StoreCode]), [["2", "g1"]]);
    assert_eq!(
        read.findings(),
        [
            "FIL003 a.csv \"\" → looks like CSV, but its structure is incomplete and it cannot be read (too many columns)"
        ]
    );
    let most = format!(
        "{IN_UTF8}s1,甲店,甲公司,某路 1 号,6222{}\n",
        ",".repeat(65_530)
    );
    let read = super::read(&[("a.csv", most.as_bytes())]);
    assert_eq!(read.table(Kind::Stores).len(), 1);
}
