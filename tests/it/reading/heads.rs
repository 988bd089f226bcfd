//! Heads and rows: where the header stands, what its columns hold, and which rows below are no data.

use jinjian::model::{Field, Kind};

use super::{Read, read};

const HEADER: &str =
    "自用编码,门店名称,公司名称,联系人,联系人手机,详细地址,结算账号,法人身份证号,门店数\n";
const FIELDS: &[Field] = &[Field::StoreCode, Field::StoreName];

/// A store sheet of these lines below the header.
fn below(lines: &str) -> Read {
    read(&[("a.csv", format!("{HEADER}{lines}").as_bytes())])
}

/// Codes of the stores, and what was said of the rows left out.
fn told(lines: &str) -> (Vec<String>, Vec<String>) {
    let read = below(lines);
    let sheet = &read.ingested.files[0].sheets[0];
    let said: Vec<String> = read.findings();
    let said: Vec<String> = said
        .into_iter()
        .filter(|f| f.starts_with("SHT006"))
        .collect();
    assert_eq!(sheet.left_out as usize, said.len());
    let rows = read.rows(Kind::Stores, FIELDS);
    assert_eq!(sheet.rows as usize, rows.len());
    (
        rows.into_iter().map(|row| row[1..].join(" ")).collect(),
        said,
    )
}

fn assert_left_out(lines: &str, stores: &[&str], said: &[&str]) {
    let (found, words) = told(lines);
    assert_eq!(found, stores, "{lines}");
    let said: Vec<String> = said
        .iter()
        .map(|s| format!("SHT006 a.csv!{s}; it was left out"))
        .collect();
    assert_eq!(words, said, "{lines}");
}

#[test]
fn examples_and_instructions_below_the_header() {
    assert_left_out(
        "必填,必填,与营业执照一致,选填,11位,,,,\n\
         示例：D001,甲店,甲公司,王明,13705710000,文三路 1 号,6222,,\n\
         s1,乙店,乙公司,李娜,13705710001,文三路 2 号,6222,,\n",
        &["s1 乙店"],
        &[
            "2 \"必填\" → this row is an instruction, not data",
            "3 \"示例：D001\" → this row is an example, not data",
        ],
    );
    assert_left_out(
        "D001,某某店,甲公司,张三,13800138000,,6222,,\ns1,乙店,乙公司,,,,,,\n",
        &["s1 乙店"],
        &["2 \"张三\" → this row is an example, not data"],
    );
    assert_left_out(
        "注：带*为必填项，请勿修改表头,,,,,,,,\n如：D001,如：甲店,,,,,,,\ns1,乙店,,,,,,,\n",
        &["s1 乙店"],
        &[
            "2 \"注：带*为必填项，请勿修改表头\" → this row is an instruction, not data",
            "3 \"如：D001\" → this row is an example, not data",
        ],
    );
}

#[test]
fn one_placeholder_proves_nothing() {
    let rows = "s1,甲店,甲公司,张三,13705710000,文三路 1 号,6222,,\n";
    assert_left_out(rows, &["s1 甲店"], &[]);
    let rows = "s1,甲店,张三,张三,13705710000,文三路 1 号,6222,,\n";
    assert_left_out(rows, &["s1 甲店"], &[]);
    let rows = "s1,甲店,甲公司,王明,13800138000,必填路 1 号,6222,,\n";
    assert_left_out(rows, &["s1 甲店"], &[]);
    let rows = "s1,示例甲店,示例甲公司,王明,13705710000,文三路 1 号,6222,,\n";
    assert_left_out(rows, &["s1 示例甲店"], &[]);
    let rows = "s1,请君入座,,,,,,,\n";
    assert_left_out(rows, &["s1 请君入座"], &[]);
}

#[test]
fn an_example_further_down_is_data() {
    assert_left_out(
        "s1,甲店,,,,,,,\ns2,乙店,,,,,,,\ns3,丙店,,,,,,,\ns4,丁店,丁公司,张三,13800138000,,,,\n",
        &["s1 甲店", "s2 乙店", "s3 丙店", "s4 丁店"],
        &[],
    );
}

#[test]
fn totals_footers_and_the_header_again() {
    assert_left_out(
        &format!(
            "s1,甲店,,,,,,,1\n{HEADER}s2,乙店,,,,,,,1\n,杭州小计,,,,,,,2\n合 计：,,,,,,,,2\n共计 2 家,,,,,,,,\n\
             制表人：王明,,审核：李娜,,,,,,\n导出时间,2026-11-20 10:00,,,,,,,\n以上数据由门店提供,,,,,,,,\n第 1 页,,,,,,,,\n"
        ),
        &["s1 甲店", "s2 乙店"],
        &[
            "3 \"自用编码\" → this row is the header again, not data",
            "5 \"杭州小计\" → this row is a total, not data",
            "6 \"合 计：\" → this row is a total, not data",
            "7 \"共计 2 家\" → this row is a total, not data",
            "8 \"制表人\" → this row is a footer, not data",
            "9 \"导出时间\" → this row is a footer, not data",
            "10 \"以上数据\" → this row is a footer, not data",
            "11 \"第…页\" → this row is a footer, not data",
        ],
    );
}

#[test]
fn a_store_called_like_a_total_is_a_store() {
    let rows = "合计便利店,,,,,,,,\n合计,合计店,甲公司,,,,,,\n合计,甲店,,,,,,,3\n,总计路店,,,,,,,\n以上咖啡,,,,,,,,\n";
    let stores = [
        "合计便利店 ",
        "合计 合计店",
        "合计 甲店",
        " 总计路店",
        "以上咖啡 ",
    ];
    assert_left_out(rows, &stores, &[]);
    assert_left_out("自用编码,甲店,乙公司,,,,,,\n", &["自用编码 甲店"], &[]);
}
