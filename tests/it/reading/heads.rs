//! Heads and rows: where the header stands, what its columns hold, and which rows below are no data.

use jinjian::check::columns;
use jinjian::config::Job;
use jinjian::model::{Field, Kind, Requirement, sentence};
use jinjian::normalise;

use super::{Read, read, read_with};

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

/// What a person is told of one CSV: the sentence, and the proposal when there is one.
fn advice(job: &str, name: &str, text: &str) -> Vec<String> {
    const GOOD: &str =
        "自用编码,门店名称,公司名称,详细地址,结算账号\ng1,好店,好公司,某路 1 号,6222\n";
    let files = [(name, text.as_bytes()), ("good.csv", GOOD.as_bytes())];
    let read = read_with(job, &files).expect("the good one is read");
    assert_eq!(
        read.rows(Kind::Stores, FIELDS).last(),
        Some(&vec!["2".into(), "g1".into(), "好店".into()])
    );
    let findings = read.ingested.findings.iter().zip(read.findings());
    findings
        .map(|(finding, said)| match &finding.fix {
            Some(fix) => {
                let proposal = sentence::fill(finding.rule.proposal.1, &finding.args, "", fix);
                format!("{said} → {proposal}")
            }
            None => said,
        })
        .collect()
}

#[test]
fn two_columns_for_one_field() {
    let text = "自用编码,门店名称,公司名称,详细地址,结算账号,结算卡号,门店编号\ns1,甲店,甲公司,某路 1 号,1,2,3\n";
    let read = read(&[("a.csv", text.as_bytes())]);
    let fields = [Field::StoreCode, Field::CardNo];
    assert_eq!(read.rows(Kind::Stores, &fields), [["2", "s1", "1"]]);
    assert_eq!(
        read.findings(),
        [
            "SHT004 a.csv!F1 \"结算卡号\" → settlement account is given by column E, which has the usual header; this column was not read",
            "SHT004 a.csv!G1 \"门店编号\" → store code is given by column A, which has the usual header; this column was not read",
        ]
    );
}

/// Numbers of persons and of companies, whose check digits hold.
const PERSONS: [&str; 2] = ["33010619900101123X", "330106199203044558"];
const COMPANIES: [&str; 2] = ["91330106MA2H1ABC7U", "91510116MAPX8AF098"];

/// A register of two accounts: column of the ID number, and what is said of the other.
fn register(headers: [&str; 2], cells: [[&str; 2]; 2]) -> (Vec<String>, Vec<String>) {
    let mut text = format!("支付宝账号,PID,企业名称,{}\n", headers.join(","));
    for (at, row) in cells.iter().enumerate() {
        text.push_str(&format!(
            "a{at}@example.com,208800000000000{at},甲公司,{}\n",
            row.join(",")
        ));
    }
    let read = read(&[("a.csv", text.as_bytes())]);
    let ids = read.rows(Kind::AlipayAccounts, &[Field::LegalIdNo]);
    let ids = ids.into_iter().map(|row| row[1].clone()).collect();
    (ids, read.findings())
}

#[test]
fn of_two_columns_the_one_whose_cells_fit_is_read() {
    let [a, b] = COMPANIES;
    let [c, d] = PERSONS;
    let (ids, said) = register(["证件号", "法人证件号"], [[a, c], [b, d]]);
    assert_eq!(ids, PERSONS);
    let fits = "SHT004 a.csv!D1 \"证件号\" → legal person's ID is given by column E, whose cells alone fit it; this \
                column was not read";
    assert_eq!(said, [fits]);
    // Even against the better header.
    let (ids, said) = register(["法人身份证号", "证件号"], [[a, c], [b, d]]);
    assert_eq!(ids, PERSONS);
    assert_eq!(said, [fits.replace("\"证件号\"", "\"法人身份证号\"")]);
}

#[test]
fn of_two_columns_alike_the_better_header_is_read() {
    let masked = ["3301**********123X", "3301**********4558"];
    let cells = [["x", masked[0]], ["y", masked[1]]];
    let said = |headers: [&str; 2]| {
        let (ids, said) = register(headers, cells);
        let said = said.join("|");
        let (_, after) = said.split_once("column ").expect("one finding");
        let (why, _) = after.split_once(';').expect("a reason");
        (ids == masked, why.to_owned())
    };
    let expected = |second: bool, why: &str| (second, why.to_owned());
    assert_eq!(
        said(["证件号", "法人证件号"]),
        expected(true, "E, whose header is more specific")
    );
    assert_eq!(
        said(["法人证件号", "法人身份证号"]),
        expected(true, "E, which has the usual header")
    );
    assert_eq!(
        said(["证件号", "身份证号码"]),
        expected(false, "D, which comes first")
    );
    assert_eq!(
        said(["法人证件号", "证件号"]),
        expected(false, "D, whose header is more specific")
    );
}

#[test]
fn a_row_longer_than_the_header() {
    let head = "自用编码,门店名称,公司名称,详细地址,结算账号,\n";
    let rows = "s1,甲店,甲公司,某路 1 号,1,\ns2,乙店,乙公司,某路 2 号,3 楼,2,备注\ns3,丙店,丙公司,某路 3 号,3,,\n";
    let read = read(&[("a.csv", format!("{head}{rows}").as_bytes())]);
    let fields = [Field::StoreCode, Field::CardNo];
    let expected = [["2", "s1", "1"], ["3", "s2", "3 楼"], ["4", "s3", "3"]];
    assert_eq!(read.rows(Kind::Stores, &fields), expected);
    assert_eq!(
        read.findings(),
        [
            "SHT011 a.csv!F3 \"\" → the row has more cells than the header, which ends in column E; the surplus was not read"
        ]
    );
}

#[test]
fn a_column_without_a_header_is_named_once() {
    let mut text = "自用编码,门店名称,公司名称,详细地址,结算账号\n".to_owned();
    for store in 1..=6 {
        let surplus = if store == 2 { "" } else { ",华东" };
        text.push_str(&format!(
            "s{store},甲店,甲公司,某路 {store} 号,1{surplus}\n"
        ));
    }
    let read = read(&[("a.csv", text.as_bytes())]);
    assert_eq!(read.table(Kind::Stores).len(), 6);
    assert_eq!(
        read.findings(),
        [
            "SHT011 a.csv!F2 \"\" → 5 rows from here on have more cells than the header, which ends in column E; the surplus was not read"
        ]
    );
}

/// What is said of the widths of rows below a header of six columns.
fn widths(rows: &[&str]) -> Vec<String> {
    let head = "自用编码,门店名称,公司名称,详细地址,结算账号,开户名\n";
    let text = format!("{head}{}\n", rows.join("\n"));
    let read = read(&[("a.csv", text.as_bytes())]);
    assert_eq!(read.table(Kind::Stores).len(), rows.len());
    read.findings()
}

#[test]
fn a_row_shorter_than_the_header() {
    let lost = "s2,乙店,乙公司,某路 2 号6222,乙公司";
    assert_eq!(
        widths(&[
            "s1,甲店,甲公司,某路 1 号,1,甲公司",
            lost,
            "s3,丙店,丙公司,某路 3 号,3,"
        ]),
        [
            "SHT012 a.csv!F3 \"\" → the row ends in column E, the header goes to column F; the cells that are not there \
             were read as empty"
        ]
    );
    // Two of two are most, but too few to be a habit.
    assert_eq!(widths(&[lost, "s3,丙店"]).len(), 2);
}

#[test]
fn rows_that_are_mostly_short_are_named_once() {
    let short = [
        "s1,甲店,甲公司",
        "s2,甲店,甲公司,",
        "s3,甲店",
        "s4,甲店,甲公司",
    ];
    assert_eq!(
        widths(&[&short[..], &["s5,甲店,甲公司,某路 5 号,5,甲公司"]].concat()),
        [
            "SHT012 a.csv!D2 \"\" → 4 rows from here on are shorter than the header, this one ends in column C, the \
             header goes to column F; the cells that are not there were read as empty"
        ]
    );
}

#[test]
fn blanks_at_the_end_that_nobody_writes_are_no_short_row() {
    let trimmed = [
        "s1,甲店,甲公司,某路 1 号",
        "s2,甲店,甲公司",
        "s3,甲店,甲公司,某路 3 号",
    ];
    let full = "s5,甲店,甲公司,某路 5 号,5,甲公司";
    assert_eq!(
        widths(&[&trimmed[..], &["s4,甲店,甲公司,某路 4 号,4", full]].concat()),
        Vec::<String>::new()
    );
    // The header's own blank cells at its end are none.
    let text = "自用编码,门店名称,公司名称,详细地址,结算账号,,\ns1,甲店,甲公司,某路 1 号,1\n";
    assert_eq!(
        read(&[("a.csv", text.as_bytes())]).findings(),
        Vec::<String>::new()
    );
    assert_left_out(
        "s1,甲店,,,,,,,1\n合计,1\n制表人：王明\n",
        &["s1 甲店"],
        &[
            "3 \"合计\" → this row is a total, not data",
            "4 \"制表人\" → this row is a footer, not data",
        ],
    );
    let read = below("s1,甲店,,,,,,,1\n合计,1\n制表人：王明\n");
    assert_eq!(read.codes(), ["SHT002", "SHT006", "SHT006"]);
}

#[test]
fn a_sheet_that_is_nearly_something_is_told_so() {
    assert_eq!(
        advice(
            "",
            "a.csv",
            "门店名称,联系人,营业时间,经度,纬度\n甲店,王明,9:00,1,1\n"
        ),
        [
            "SHT015 a.csv \"\" → only some of the headers are known, too few to be sure of the kind; nothing was read from this sheet → most like store sheet (stores): \
          it has 门店名称, 联系人, 营业时间, 经度, 纬度 and lacks address or business licence or settlement account; if that is \
          what it is, add what is missing or give the columns their usual headers; if it is no data, let it be"
        ]
    );
    assert_eq!(
        advice("", "a.csv", "门店名称,门店地址,经度,纬度\n甲店,某路,1,2\n"),
        [
            "SHT015 a.csv \"\" → only some of the headers are known, too few to be sure of the kind; nothing was read from this sheet → most like store sheet (stores): \
          it has 门店名称, 门店地址, 经度, 纬度 and is 1 known column short; if that is \
          what it is, add what is missing or give the columns their usual headers; if it is no data, let it be"
        ]
    );
    assert_eq!(
        advice("", "a.csv", "填写说明\n1. 门店名称 与门头一致\n"),
        ["SHT001 a.csv \"\" → the headers fit no layout; nothing was read from this sheet"]
    );
}

#[test]
fn a_sheet_with_nothing_in_it() {
    let none = |text: &str| {
        let said = advice("", "a.csv", text);
        said.iter()
            .map(|s| s.replace("SHT013 a.csv", ""))
            .collect::<Vec<_>>()
    };
    let head = "门店表\n自用编码,门店名称,公司名称,详细地址,结算账号\n";
    assert_eq!(none("\n \n,,\n"), [" \"\" → the sheet is blank"]);
    assert_eq!(
        none(head),
        ["!2 \"\" → there is a header and no row of data below it"]
    );
    let example = format!("{head}示例：D001,甲店,甲公司,某路,1\n");
    assert_eq!(
        none(&example),
        [
            "SHT006 a.csv!3 \"示例：D001\" → this row is an example, not data; it was left out",
            "!2 \"\" → below the header there is no data, only rows that were left out: 1"
        ]
    );
    assert_eq!(none("甲,乙\n1,2\n")[0].split(' ').next(), Some("SHT001"));
}

#[test]
fn the_wrong_template() {
    let job = |kind: &str| format!("[[sources]]\npath = \"a.csv\"\nkind = \"{kind}\"\n");
    let stores =
        "门店表\n自用编码,门店名称,公司名称,详细地址,结算账号\ns1,甲店,甲公司,某路 1 号,1\n";
    let skus = "商品编码,商品名称,型号,规格,条形码,零售价\nk1,甲,a,b,6901234567892,1.00\n";
    let said = |prescribed: &str, is: &str, row: u32, key: &str| {
        format!(
            "SHT010 a.csv!{row} \"\" → the job prescribes {prescribed}, but the headers are those of {is}; nothing was \
             read from this sheet → if the file is in its place, set kind to \"{key}\" under [[sources]] or drop it; if \
             not, put the right file there"
        )
    };
    for (kind, label) in [
        ("skus", "SKU export"),
        ("merchants", "onboarded merchants"),
        ("alipay_accounts", "Alipay account records"),
        ("bank_statement", "bank statement"),
        ("alipay_bill", "Alipay bill"),
    ] {
        let expected = said(label, "store sheet", 2, "stores");
        assert_eq!(advice(&job(kind), "a.csv", stores), [expected], "{kind}");
    }
    let expected = said("store sheet", "SKU export", 1, "skus");
    assert_eq!(advice(&job("stores"), "a.csv", skus), [expected]);
    assert_eq!(
        advice(
            &job("bank_statement"),
            "a.csv",
            "填写说明\n1. 门店名称 与门头一致\n"
        ),
        ["SHT001 a.csv \"\" → the headers fit no layout; nothing was read from this sheet"]
    );
}

#[test]
fn columns_every_store_needs() {
    let required = [
        Requirement::any(&[Field::StoreCode]),
        Requirement::any(&[Field::ContactMobile, Field::ContactPhone]),
        Requirement::any(&[Field::CardNo]),
        Requirement::any(&[Field::CardName]),
        Requirement::any(&[Field::Province]),
    ];
    let missing = |job: &str, text: &str| -> Vec<String> {
        let mut read = read_with(job, &[("a.csv", text.as_bytes())]).expect("read");
        let job = Job::parse("jinjian.toml", job).expect("a sound job file");
        normalise::run(&mut read.ingested.tables, &job.defaults);
        read.ingested.findings = columns::missing(&read.ingested, &required);
        read.findings()
    };
    let text = "门店表\n自用编码,门店名称,公司名称,详细地址,结算账号,开户名X\ns1,甲店,甲公司,某路 1 号,1,甲公司\n";
    let all = "SHT005 a.csv!2 \"\" → this sheet has no contact mobile or contact phone, account holder, province, \
               business licence or legal person's ID; column F `开户名X` may be the account holder; stores \
               concerned: 1";
    assert_eq!(missing("", text), [all]);
    let given = "[defaults]\nprovince = \"浙江省\"\n";
    let sound = text
        .replace("开户名X", "开户名,手机,营业执照号")
        .replace("甲公司\n", "甲公司,1,\n");
    assert_eq!(missing(given, &sound), Vec::<String>::new());
    let one = "SHT005 a.csv!2 \"\" → this sheet has no province; stores concerned: 1";
    assert_eq!(missing("", &sound), [one]);
    let empty = "自用编码,门店名称,公司名称,详细地址,结算账号\n";
    assert_eq!(missing("", empty), Vec::<String>::new(), "nobody is held");
    let direct = sound
        .replace("开户名", "接入方式")
        .replace("1,甲公司,1,\n", "1,直连,1,\n");
    assert_eq!(missing("", &direct), [one], "a direct store is only listed");
}

#[test]
fn a_total_of_a_statement_that_counts_its_entries() {
    let header = "交易日期,主机交易流水号,借方发生额,贷方发生额,账户余额,凭证号,摘要,对方账号,对方账号名称,对方开户行,交易时间";
    let rows = "2026-11-01,3130120,,100.00,1100.00,,货款,,,,10:00:00\n2026-11-02,3130121,50.00,,1050.00,,手续费,,,,10:00:00\n";
    let text = format!("{header}\n{rows}合计,2,50.00,120.00,,,,,,,\n");
    let read = read(&[("a.csv", text.as_bytes())]);
    assert_eq!(
        read.rows(Kind::BankStatement, &[Field::Outgo]),
        [["2", ""], ["3", "50.00"]]
    );
    assert_eq!(
        read.findings(),
        [
            "SHT006 a.csv!4 \"合计\" → this row is a total, not data; it was left out",
            "STM003 a.csv!D4 \"120.00\" → “合计” says 120.00, the entries come to 100.00"
        ]
    );
}
