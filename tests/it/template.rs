//! `jinjian template`: what is sent to a merchant blank comes back understood. Written by the program,
//! read by the program, and looked at as the XML that Excel gets.

use std::fs;
use std::io::{Cursor, Read as _};
use std::path::Path;
use std::process::Output;

use jinjian::check;
use jinjian::emit::{Blank, Need};
use jinjian::model::{Field, Form, Kind, Lang, Level, Meaning, Rule};
use jinjian::template::Layouts;
use zip::ZipArchive;

use crate::job::jinjian;
use crate::reading::{self, Read};

const KINDS: [Kind; 6] = [
    Kind::Stores,
    Kind::Skus,
    Kind::Items,
    Kind::Merchants,
    Kind::AlipayAccounts,
    Kind::BankAccounts,
];

fn template(folder: &Path, args: &[&str]) -> Output {
    let mut command = jinjian();
    command.current_dir(folder).arg("template").args(args);
    command.output().expect("runs")
}

/// The workbook of a kind, as the command writes it.
fn written(kind: Kind, lang: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("folder");
    let output = template(folder.path(), &[kind.key(), "-o", "a.xlsx", "--lang", lang]);
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(
        (output.status.code(), &output.stdout[..]),
        (Some(0), &b""[..]),
        "{told}"
    );
    fs::read(folder.path().join("a.xlsx")).expect("the workbook")
}

fn blank(kind: Kind, lang: Lang) -> Blank {
    let layouts = Layouts::load(None).expect("built in");
    let rules: Vec<&Rule> = check::all().collect();
    Blank::of(kind, &layouts, &rules, lang).expect("a layout")
}

/// A workbook with rows below the example.
fn filled(kind: Kind, rows: Vec<Vec<String>>) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("folder");
    let out = folder.path().join("a.xlsx");
    let blank = Blank {
        rows,
        ..blank(kind, Lang::Zh)
    };
    blank.write(&out, false).expect("written");
    fs::read(out).expect("the workbook")
}

/// A row as a merchant fills it in: the examples, without what tells that they are none.
fn row(kind: Kind, number: usize) -> Vec<String> {
    let mend = |column: &jinjian::emit::BlankColumn| match column.field {
        Field::StoreCode => format!("HZ{number:04}"),
        Field::SkuCode => format!("SKU{number:06}"),
        Field::StoreName => format!("甲乙便利{number}店"),
        Field::MerchantName | Field::CardName => "杭州甲乙商贸有限公司".to_owned(),
        Field::LegalName => "陈一平".to_owned(),
        Field::ContactName => "林二平".to_owned(),
        Field::ContactMobile => "13705710001".to_owned(),
        Field::ContactEmail | Field::LogonId => "shop@example.com".to_owned(),
        Field::Smid => format!("208800000000{number:04}"),
        _ => column.example.clone(),
    };
    blank(kind, Lang::Zh).columns.iter().map(mend).collect()
}

fn part(book: &[u8], name: &str) -> String {
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

fn fields(kind: Kind) -> Vec<Field> {
    blank(kind, Lang::Zh)
        .columns
        .iter()
        .map(|c| c.field)
        .collect()
}

fn of_table(read: &Read, kind: Kind) -> &jinjian::model::SheetRead {
    let mut sheets = read.ingested.files[0].sheets.iter();
    sheets
        .find(|sheet| sheet.kind == Some(kind))
        .expect("the table is recognised")
}

#[test]
fn what_is_sent_blank_is_read_as_its_kind() {
    for (kind, lang) in KINDS.iter().flat_map(|kind| [(*kind, "zh"), (*kind, "en")]) {
        let read = reading::read(&[("a.xlsx", &written(kind, lang))]);
        let sheet = of_table(&read, kind);
        let meanings: Vec<Meaning> = sheet.header.iter().map(|h| h.meaning.clone()).collect();
        let expected: Vec<Meaning> = fields(kind).into_iter().map(Meaning::Field).collect();
        assert_eq!(meanings, expected, "{kind:?} {lang}");
        assert_eq!((sheet.header_rows, sheet.rows), ((1, 1), 0));
        assert_eq!(read.table(kind).len(), 0);
        // One example left out, nothing else in the table, and pages that are no tables.
        let pages = read.ingested.files[0].sheets.len() - 1;
        let expected = [vec!["SHT013", "SHT006"], vec!["SHT001"; pages]].concat();
        let mut codes = read.codes();
        codes.sort_by_key(|code| expected.iter().position(|other| other == code));
        assert_eq!(codes, expected, "{kind:?} {lang}");
        let graver = read
            .ingested
            .findings
            .iter()
            .find(|f| f.level > Level::Note);
        assert!(graver.is_none(), "{graver:?}");
    }
}

#[test]
fn what_is_filled_in_comes_back_as_it_is() {
    for kind in KINDS {
        let rows: Vec<Vec<String>> = (1..=3).map(|number| row(kind, number)).collect();
        let read = reading::read(&[("a.xlsx", &filled(kind, rows.clone()))]);
        let numbered = (3..).zip(rows).map(|(row, texts)| {
            let number: String = format!("{row}");
            [vec![number], texts].concat()
        });
        assert_eq!(read.rows(kind, &fields(kind)), numbered.collect::<Vec<_>>());
    }
}

/// Who writes over a part of the example has a row that is made up for the rest: it is left out too.
#[test]
fn half_an_example_is_no_store() {
    let mut blank = blank(Kind::Stores, Lang::Zh);
    let examples: Vec<String> = blank.columns.iter().map(|c| c.example.clone()).collect();
    blank.rows.push(examples);
    let folder = tempfile::tempdir().expect("folder");
    let out = folder.path().join("a.xlsx");
    blank.write(&out, false).expect("written");
    let read = reading::read(&[("a.xlsx", &fs::read(out).expect("the workbook"))]);
    assert_eq!(read.table(Kind::Stores).len(), 0);
    assert_eq!(of_table(&read, Kind::Stores).left_out, 2);
}

/// What stands there as an example would be taken as it is.
#[test]
fn the_examples_are_sound() {
    let folder = tempfile::tempdir().expect("folder");
    for kind in [Kind::Stores, Kind::Skus] {
        fs::write(
            folder.path().join("a.xlsx"),
            filled(kind, vec![row(kind, 1)]),
        )
        .expect("file");
        let mut command = jinjian();
        command
            .current_dir(&folder)
            .args(["check", "a.xlsx", "--format", "json"]);
        let output = command
            .args(["--as-of", "2026-11-20"])
            .output()
            .expect("runs");
        let findings = String::from_utf8(output.stdout).expect("UTF-8");
        let graver: Vec<&str> = findings
            .lines()
            .filter(|l| !l.contains("\"level\":\"note\""))
            .collect();
        assert_eq!(graver, Vec::<&str>::new(), "{kind:?}");
    }
}

/// Every word of a list is one its column knows, and all that it knows are there.
#[test]
fn the_words_to_choose_from_are_known() {
    let blank = blank(Kind::Stores, Lang::Zh);
    for (at, column) in blank.columns.iter().enumerate() {
        let words = column.field.spec().form.words();
        if words.is_empty() {
            continue;
        }
        let rows = column.choices.iter().map(|word| {
            let mut row = row(Kind::Stores, 1);
            row[at].clone_from(word);
            row
        });
        let mut read = reading::read(&[("a.xlsx", &filled(Kind::Stores, rows.collect()))]);
        jinjian::normalise::run(&mut read.ingested.tables, &[]);
        let stores = &read.ingested.tables.stores;
        let mut found: Vec<&str> = (0..stores.len())
            .map(|r| stores.text(r, column.field))
            .collect();
        let mut expected = words.to_vec();
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected, "{}", column.label);
    }
}

#[test]
fn headers_say_how_much_a_column_is_needed() {
    let headers = |kind| -> String {
        let blank = blank(kind, Lang::Zh);
        let headers: Vec<String> = blank.columns.iter().map(|c| c.header()).collect();
        headers.join(" ")
    };
    assert_eq!(
        headers(Kind::Stores),
        "*自用编码 *门店名称 *公司名称 商户简称 *营业执照号 营业执照类型 营业执照有效期 ※法人姓名 *法人身份证号 \
         法人证件有效期 *联系人 *联系人手机 *联系电话 联系邮箱 联系人类型 客服电话 经营类目 MCC *省 *市 *区 *详细地址 \
         经度 纬度 营业时间 *结算账号 *开户名 开户行 支行 联行号 账户类型 ※支付宝账号 支付宝PID SMID 受理机构PID \
         商户来源 接入方式 收银场景 打标时间"
    );
    assert_eq!(
        headers(Kind::Skus),
        "*商家编码 *商品名称 *型号 *规格 条形码 *售价 吊牌价 库存 单位"
    );
    let stores = blank(Kind::Stores, Lang::Zh);
    let when = |field| {
        let column = stores.columns.iter().find(|c| c.field == field);
        column.map(|c| &c.when[..]).expect("a column")
    };
    assert_eq!(when(Field::StoreCode), "进件到 M3 必填");
    assert_eq!(when(Field::ContactMobile), "必填：与「联系电话」至少填一个");
    assert_eq!(
        when(Field::LegalIdNo),
        "必填：与「营业执照号」至少填一个；升级 M4 时必填"
    );
    assert_eq!(when(Field::LogonId), "升级 M4 时必填");
    assert_eq!(when(Field::OrgPid), "由服务商填写，商户可留空");
    assert_eq!(when(Field::Scene), "选填");
    let provider = stores.columns.iter().filter(|c| c.need == Need::Provider);
    let provider: Vec<Field> = provider.map(|c| c.field).collect();
    let expected = [
        Field::Mcc,
        Field::Smid,
        Field::OrgPid,
        Field::Source,
        Field::TaggedAt,
    ];
    assert_eq!(provider, expected);
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
    assert!(sheet.contains("<dataValidations count=\"8\">"), "{sheet}");
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

#[test]
fn the_same_bytes_twice() {
    for kind in [Kind::Stores, Kind::Skus] {
        assert!(written(kind, "zh") == written(kind, "zh"), "{kind:?}");
    }
}

#[test]
fn nothing_is_overwritten_and_nothing_guessed() {
    let folder = tempfile::tempdir().expect("folder");
    let run = |args: &[&str]| {
        let output = template(folder.path(), args);
        (
            output.status.code(),
            String::from_utf8_lossy(&output.stderr).into_owned(),
        )
    };
    let (code, told) = run(&["skus", "-o", "a.xlsx"]);
    assert_eq!(
        (code, &told[..]),
        (Some(0), "空白商品导出已写入 a.xlsx：9 列，必填 5 列\n")
    );
    let (code, told) = run(&["stores", "-o", "a.xlsx"]);
    assert_eq!(code, Some(2));
    assert!(told.contains("a.xlsx: is there already"), "{told}");
    assert_eq!(run(&["stores", "-o", "a.xlsx", "--force"]).0, Some(0));
    let (code, told) = run(&["stores", "-o", "a.csv"]);
    assert_eq!(code, Some(2));
    assert!(told.contains("give a name that ends in .xlsx"), "{told}");
    assert_eq!(run(&["alipay_bill", "-o", "b.xlsx"]).0, Some(2));
    assert_eq!(run(&["stores"]).0, Some(2));
    let left: Vec<_> = fs::read_dir(&folder).expect("folder").collect();
    assert_eq!(left.len(), 1, "{left:?}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(folder.path().join("a.xlsx"))
            .expect("file")
            .permissions();
        assert_eq!(mode.mode() & 0o777, 0o600);
    }
}

#[test]
fn own_words_and_columns_are_taken() {
    let folder = tempfile::tempdir().expect("folder");
    let own = folder.path().join("own");
    fs::create_dir_all(own.join("sheets")).expect("folder");
    let layout = "name = \"items\"\nkind = \"items\"\nneed = [[\"sku_code\"]]\nat_least = 2\n\
                  [columns]\nsku_code = [\"我的编码\"]\nprice = [\"我的价格\"]\n";
    fs::write(own.join("sheets/items.toml"), layout).expect("file");
    let words = "[sku_code]\nzh = \"请填我的编码\"\nen = \"mine\"\nexample = \"E1\"\n";
    fs::write(own.join("fields.toml"), words).expect("file");
    let output = template(
        folder.path(),
        &["items", "-o", "a.xlsx", "--layouts", "own"],
    );
    assert_eq!(output.status.code(), Some(0));
    let book = fs::read(folder.path().join("a.xlsx")).expect("the workbook");
    assert!(part(&book, "xl/comments1.xml").contains("请填我的编码"));
    let texts = part(&book, "xl/sharedStrings.xml");
    for text in ["*我的编码", "示例：E1", "我的价格"] {
        assert!(texts.contains(&format!(">{text}<")), "{texts}");
    }
}
