//! Columns: what a header nobody knows might mean, and what an accepted mapping makes of it.

use super::*;
use jinjian::model::{Lang, Meaning};

/// A store sheet with one column nobody knows.
fn stores(header: &str, cells: [&str; 3]) -> Vec<u8> {
    let rows = (1..)
        .zip(cells)
        .map(|(n, cell)| format!("s{n},{n}店,公司{n},简称{n},某路 {n} 号,{cell}\n"));
    let head = format!("自用编码,门店名称,公司名称,商户简称,详细地址,{header}\n");
    (head + &rows.collect::<String>()).into_bytes()
}

/// What was made of each header: `field`, `=field` when accepted, `~field score reason`, `?`, `-`, `field!`.
fn meanings(read: &Read) -> Vec<String> {
    let sheet = &read.ingested.files[0].sheets[0];
    let meaning = |meaning: &Meaning| match meaning {
        Meaning::Field(field) => field.key().to_owned(),
        Meaning::Accepted(field) => format!("={}", field.key()),
        Meaning::Known => "-".to_owned(),
        Meaning::Duplicate(field) => format!("{}!", field.key()),
        Meaning::Unknown(None) => "?".to_owned(),
        Meaning::Unknown(Some(p)) => {
            format!(
                "~{} {} {}",
                p.field.key(),
                p.score,
                p.evidence.text(Lang::En)
            )
        }
    };
    sheet
        .header
        .iter()
        .map(|cell| meaning(&cell.meaning))
        .collect()
}

/// The hint of the one finding about a column nobody reads.
fn hint(read: &Read, lang: Lang) -> String {
    let finding = read
        .ingested
        .findings
        .iter()
        .find(|f| f.rule.code == "SHT002");
    let finding = finding.expect("SHT002");
    let text = finding.rule.text(lang);
    match &finding.fix {
        Some(fix) => finding::fill(text.proposal, &finding.args, "", fix),
        None => text.remedy.to_owned(),
    }
}

#[test]
fn a_misspelt_header_is_named_and_not_read() {
    let licence = "91330106MA2H1ABC7U";
    let read = read(&[(
        "a.csv",
        &stores("统一社会信用代吗", [licence, licence, "待补"]),
    )]);
    assert_eq!(
        meanings(&read)[5],
        "~business_license 86 resembles `统一社会信用代码`",
        "two of three cells are too few"
    );
    assert_eq!(
        read.rows(Kind::Stores, &[Field::BusinessLicense])[0],
        ["2", ""]
    );
    let said = hint(&read, Lang::Zh);
    assert!(
        said.starts_with(
            "最接近的字段是「营业执照号」（business_license，86 分：表头近似「统一社会信用代码」）"
        ),
        "{said}"
    );
    let said = hint(&read, Lang::En);
    assert!(
        said.starts_with("the nearest field is business licence (business_license, score 86: resembles `统一社会信用代码`)"),
        "{said}"
    );
}

#[test]
fn cells_speak_where_the_header_does_not() {
    let read = read(&[(
        "a.csv",
        &stores("号码", ["13800138000", "13900139000", "13700137000"]),
    )]);
    assert_eq!(meanings(&read)[5], "~contact_mobile 75 3 of 3 cells fit");
}

#[test]
fn a_tie_is_never_guessed() {
    let pid = "2088000000000001";
    let read = read(&[("a.csv", &stores("识别码", [pid, pid, pid]))]);
    assert_eq!(meanings(&read)[5], "?", "PID, SMID, acquirer or source");
    assert_eq!(
        hint(&read, Lang::Zh),
        jinjian::model::stage_rules::SHT002.zh.remedy
    );
}

#[test]
fn other_peoples_numbers_are_known_for_what_they_are() {
    let id = "110101199003074477";
    let read = read(&[("a.csv", &stores("联系人身份证号", [id, id, id]))]);
    assert_eq!(meanings(&read)[5], "-");
    assert_eq!(read.findings(), Vec::<String>::new());
}
