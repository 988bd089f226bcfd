//! Columns: what a header nobody knows might mean, and what an accepted mapping makes of it.

use super::*;
use jinjian::model::{Finding, Lang, Meaning};

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
        Some(fix) => sentence::fill(finding.rule.proposal(lang), &finding.args, "", fix),
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
    assert_eq!(
        said,
        "最接近的字段是「营业执照号」（business_license，86 分：表头近似「统一社会信用代码」）；确认后运行 \
         jinjian map 文件 --set \"统一社会信用代吗=business_license\" --save，下次即按此读取"
    );
    let said = hint(&read, Lang::En);
    assert_eq!(
        said,
        "the nearest field is business licence (business_license, score 86: resembles `统一社会信用代码`); if that \
         is right, run jinjian map FILE --set \"统一社会信用代吗=business_license\" --save and it is read so from then on"
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
        jinjian::rules::find("SHT002").expect("a rule").zh.remedy
    );
}

#[test]
fn other_peoples_numbers_are_known_for_what_they_are() {
    let id = "110101199003074477";
    let read = read(&[("a.csv", &stores("联系人身份证号", [id, id, id]))]);
    assert_eq!(meanings(&read)[5], "-");
    assert_eq!(of_columns(&read), Vec::<String>::new());
}

/// A saved mapping of `a.csv`, its header row and its columns.
fn saved(headers: &str, columns: &str) -> String {
    let headers: Vec<String> = headers.split(',').map(|h| format!("\"{h}\"")).collect();
    format!(
        "[[mapping]]\npath = \"a.csv\"\nlayout = \"stores\"\nheaders = [{}]\n[mapping.columns]\n{columns}\n",
        headers.join(", ")
    )
}

fn read_saved(maps: &str, header: &str, row: &str) -> Read {
    let sheet = format!("{header}\n{row}\n");
    read(&[
        ("a.csv", sheet.as_bytes()),
        ("jinjian.maps.toml", maps.as_bytes()),
    ])
}

#[test]
fn a_saved_mapping_is_replayed() {
    let header = "铺面代号,门店名称,商户简称,详细地址,公司名称,账号（支付宝）,账号（备用）,结算账号,联系电话,电话,内部备注";
    let maps = saved(
        header,
        "\"铺面代号\" = \"store_code\"\n\"账号（支付宝）\" = \"logon_id\"\n\"电话\" = \"contact_phone\"\n\"内部备注\" = \"-\"",
    );
    let row = "s1,甲店,甲,某路 1 号,甲公司,a@example.com,x,6222,057188880000,057188881111,x";
    let read = read_saved(&maps, header, row);
    assert_eq!(
        meanings(&read),
        [
            "=store_code",
            "store_name",
            "alias_name",
            "address",
            "merchant_name",
            "=logon_id",
            "?",
            "card_no",
            "contact_phone!",
            "=contact_phone",
            "-"
        ],
        "what the person said wins over what the layout takes a column for"
    );
    let fields = [
        Field::StoreCode,
        Field::LogonId,
        Field::CardNo,
        Field::ContactPhone,
    ];
    let cells = ["2", "s1", "a@example.com", "6222", "057188881111"];
    assert_eq!(read.rows(Kind::Stores, &fields), [cells]);
    let unread: Vec<_> = read.ingested.files[0].sheets[0]
        .header
        .iter()
        .filter(|c| !matches!(c.meaning, Meaning::Field(_) | Meaning::Accepted(_)))
        .map(|c| c.text.as_str())
        .collect();
    assert_eq!(unread, ["账号（备用）", "联系电话", "内部备注"]);
    let place = |f: &&Finding| f.place.cell_name();
    let said: Vec<_> = read
        .ingested
        .findings
        .iter()
        .filter_map(|f| place(&f))
        .collect();
    assert_eq!(
        said,
        ["G1", "I1"],
        "what was set aside by a person is not said"
    );
}

#[test]
fn a_sheet_nobody_knows_is_read_as_the_mapping_says() {
    let header = "铺面代号,铺面名,铺面在哪";
    let maps = saved(
        header,
        "\"铺面代号\" = \"store_code\"\n\"铺面名\" = \"store_name\"\n\"铺面在哪\" = \"address\"",
    );
    let read = read_saved(&maps, &format!("铺面一览\n{header}"), "s1,甲店,某路 1 号");
    assert_eq!(meanings(&read), ["=store_code", "=store_name", "=address"]);
    assert_eq!(
        read.rows(Kind::Stores, &[Field::StoreName, Field::Address]),
        [["3", "甲店", "某路 1 号"]]
    );
    assert_eq!(of_columns(&read), Vec::<String>::new());
}

/// The findings about unread columns and changed headers.
fn of_columns(read: &Read) -> Vec<String> {
    let mut said = read.findings();
    said.retain(|f| f.starts_with("SHT002") || f.starts_with("SHT009"));
    said
}

#[test]
fn a_header_that_changed_is_named() {
    let maps = saved(
        "铺面代号,门店名称,公司名称,商户简称,详细地址,楼层备注",
        "\"铺面代号\" = \"store_code\"\n\"楼层备注\" = \"-\"",
    );
    let header = "铺面新代号,*门店 名称（必填）,公司名称,商户简称,详细地址,楼层备注";
    let said = read_saved(&maps, header, "s1,甲店,甲公司,甲,某路 1 号,x");
    assert_eq!(
        meanings(&said)[5],
        "-",
        "what is still there is as it was saved"
    );
    let drift = "SHT009 a.csv!1 \"铺面新代号\" → the header differs from the saved mapping \
                 (jinjian.maps.toml): new `铺面新代号`; gone `铺面代号`";
    let unread =
        "SHT002 a.csv!A1 \"铺面新代号\" → the header stands for no field; the column was not read";
    assert_eq!(of_columns(&said), [drift, unread]);

    // Nothing of it is left: the sheet is read as if there were no mapping, and that is said.
    let header = "自用编码,门店名称,公司名称,商户简称,详细地址";
    let said = read_saved(&maps, header, "s1,甲店,甲公司,甲,某路 1 号");
    assert_eq!(meanings(&said)[0], "store_code");
    assert_eq!(
        said.findings(),
        [
            "SHT009 a.csv!1 \"自用编码\" → the header differs from the saved mapping \
          (jinjian.maps.toml): new `自用编码`; gone `铺面代号`, `楼层备注`"
        ]
    );

    // Another kind of sheet altogether.
    let header = "商家编码,商品名称,型号,规格,售价";
    let said = read_saved(&maps, header, "k1,甲,x,y,1.00");
    assert!(of_columns(&said)[0].starts_with("SHT009 a.csv!1 "));
    assert_eq!(
        said.rows(Kind::Skus, &[Field::SkuCode]),
        [["2", "k1"]],
        "read as what it is"
    );
}

#[test]
fn what_cannot_be_told_apart_is_not_read() {
    let maps = saved("铺面号,门店名称", "\"铺面号\" = \"store_code\"");
    let header = "铺面号（新）,铺面号（旧）,门店名称,公司名称,商户简称,详细地址,营业执照号";
    let read = read_saved(&maps, header, "s1,s2,甲店,甲公司,甲,某路,1");
    assert_eq!(meanings(&read)[..2], ["?", "?"]);
    assert!(of_columns(&read)[0].starts_with("SHT009 a.csv!1 "));
}

#[test]
fn the_mapping_of_another_sheet_or_file_says_nothing() {
    let header = "自用编码,门店名称,公司名称,商户简称,详细地址,备注2";
    let row = "s1,甲店,甲公司,甲,某路 1 号,x";
    let maps = saved(header, "\"备注2\" = \"scene\"");
    let other = maps.replace("a.csv", "b*.csv");
    assert_eq!(meanings(&read_saved(&other, header, row))[5], "?");
    let other = maps.replace("layout", "sheet = \"门店\"\nlayout");
    assert_eq!(meanings(&read_saved(&other, header, row))[5], "?");
    let pattern = maps.replace("a.csv", "?.csv");
    assert_eq!(meanings(&read_saved(&pattern, header, row))[5], "=scene");
}

#[test]
fn a_mapping_that_speaks_for_nothing_is_named_where_it_stands() {
    let header = "自用编码,门店名称,公司名称,商户简称,详细地址";
    let text = format!("{header}\ns1,甲店,甲公司,甲,某路 1 号\n");
    let one = |path: &str, more: &str| {
        format!("[[mapping]]\npath = \"{path}\"\n{more}layout = \"stores\"\n\n")
    };
    let sheet = "sheet = \"门店\"\n";
    let above = [
        one("*.csv", ""),
        one("a.csv", sheet),
        one("b*.xlsx", sheet),
        one("c.csv", ""),
    ];
    let below = one("d.csv", "");
    let read = read(&[
        ("a.csv", text.as_bytes()),
        ("b.xlsx", b"PK broken"),
        ("jinjian.maps.toml", above.concat().as_bytes()),
        ("甲/e.csv", text.replace("s1", "s2").as_bytes()),
        ("甲/jinjian.maps.toml", below.as_bytes()),
    ]);
    let said = "no file or sheet this mapping speaks for was read";
    let mut findings = read.findings();
    findings.retain(|f| f.starts_with("SHT014"));
    assert_eq!(
        findings,
        [
            format!("SHT014 jinjian.maps.toml!5 \"a.csv › 门店\" → {said}"),
            format!("SHT014 jinjian.maps.toml!15 \"c.csv\" → {said}"),
            format!("SHT014 甲/jinjian.maps.toml!1 \"d.csv\" → {said}"),
        ]
    );
}
