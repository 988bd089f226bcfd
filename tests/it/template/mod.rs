//! `jinjian template`: what is sent to a merchant blank comes back understood. Written by the program,
//! read by the program, and looked at as the XML that Excel gets.

mod parts;

use std::fs;
use std::path::Path;
use std::process::Output;

use jinjian::config::Layouts;
use jinjian::emit::{Blank, Need};
use jinjian::model::{Field, Kind, Lang, Level, Meaning};

use crate::job::jinjian;
use crate::reading::{self, Read};
use parts::part;

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
    Blank::new(kind, &layouts, jinjian::rules::all(), lang).expect("a layout")
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
        // One example left out, and nothing else in the table; of its own other pages there is nothing to say.
        let mut codes = read.codes();
        codes.sort_unstable();
        assert_eq!(codes, ["SHT006", "SHT013"], "{kind:?} {lang}");
        let others = read.ingested.files[0].sheets.iter();
        let others = others.filter(|sheet| sheet.kind.is_none());
        let others: Vec<&str> = others.map(|sheet| &sheet.layout[..]).collect();
        let regions = fields(kind).contains(&Field::Province);
        let pages = 1 + usize::from(regions);
        assert_eq!(others, vec!["jinjian-template"; pages], "{kind:?} {lang}");
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

/// Who fills a column from its list has chosen nothing the reader objects to: each word of each list, in a row
/// of its own. A static code is offered because there are such stores, and what it raises is the answer;
/// one that is direct may have it.
#[test]
fn no_word_to_choose_from_is_an_alarm() {
    for kind in KINDS {
        let columns = blank(kind, Lang::Zh).columns;
        let chosen: Vec<(usize, &String)> = (0..)
            .zip(&columns)
            .flat_map(|(at, column)| column.choices.iter().map(move |word| (at, word)))
            .collect();
        let rows = (1..).zip(&chosen).map(|(number, (at, word))| {
            let mut row = row(kind, number);
            for beside in beside(columns[*at].field) {
                let beside = columns.iter().position(|c| c.field == *beside);
                row[beside.expect("a column")].clear();
            }
            row[*at].clone_from(word);
            row
        });
        let raised = raised(&filled(kind, rows.collect()));
        let raised: Vec<(&str, &str)> = raised
            .iter()
            .map(|(code, row)| (&code[..], &chosen[row - 3].1[..]))
            .collect();
        let expected: &[_] = match kind {
            Kind::Stores => &[("SCE001", "小店+静态码+消费者扫码")],
            _ => &[],
        };
        assert_eq!(raised, expected, "{kind:?}");
    }
}

/// What a word is compared with: the example goes with one word only.
fn beside(field: Field) -> &'static [Field] {
    match field {
        Field::BusinessLicenseType => &[Field::BusinessLicense],
        Field::AccountKind => &[Field::CardNo, Field::CardName, Field::BusinessLicense],
        Field::Scene => &[Field::PayMode],
        Field::PayMode => &[Field::Scene],
        _ => &[],
    }
}

/// Findings above a note, but for what is missing: code and row.
fn raised(book: &[u8]) -> Vec<(String, usize)> {
    let folder = tempfile::tempdir().expect("folder");
    fs::write(folder.path().join("a.xlsx"), book).expect("file");
    let mut command = jinjian();
    command.current_dir(&folder).args(["check", "a.xlsx"]);
    command.args(["--format", "json", "--as-of", "2026-11-20"]);
    let output = command.output().expect("runs");
    let findings = String::from_utf8(output.stdout).expect("UTF-8");
    let findings = findings
        .lines()
        .map(|line| -> serde_json::Value { serde_json::from_str(line).expect("JSON") });
    let graver = findings.filter(|finding| finding["level"] != "note");
    graver
        .map(|finding| {
            let code = finding["code"].as_str().expect("a code").to_owned();
            (code, finding["row"].as_u64().expect("a row") as usize)
        })
        .filter(|(code, _)| !code.starts_with("REQ"))
        .collect()
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
         商户来源 接入方式 收银场景 支付模式 品牌 分店名 经营模式 门店类目 淘宝主营类目 门店收银类型 门头照 内景照 收款支付宝账号 送打标时间 打标时间 \
         智慧门店签约 确认信息修改 订单同步 服务代码 分支机构编码"
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
        Field::HandedOverAt,
        Field::TaggedAt,
        Field::WorkbenchSigned,
        Field::InfoConfirmed,
        Field::OrderSync,
        Field::ServiceCodes,
        Field::InstitutionCode,
    ];
    assert_eq!(provider, expected);
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

/// Left out because it is hidden, the list of regions is still its own.
#[test]
fn its_hidden_lists_are_no_news() {
    let book = written(Kind::Stores, "zh");
    let job = "[reading]\nhidden_sheets = \"leave_out\"\n";
    let read = reading::read_with(job, &[("a.xlsx", &book)]).expect("read");
    let mut codes = read.codes();
    codes.sort_unstable();
    assert_eq!(codes, ["SHT006", "SHT013"]);
}

/// The ways to meet a requirement, at each of the columns that take part in one.
#[test]
fn columns_say_what_goes_with_them_and_what_instead() {
    let own = tempfile::tempdir().expect("folder");
    let levels = include_str!("../../../templates/levels.toml");
    let line = "[[\"province\"], ";
    assert!(levels.contains(line));
    let ours =
        format!("{line}[[\"mcc\", \"org_pid\"], \"category_id\"], [[\"bank_name\", \"cnaps\"]], ");
    fs::write(own.path().join("levels.toml"), levels.replace(line, &ours)).expect("file");
    let layouts = Layouts::load(Some(own.path())).expect("sound");
    let said = |lang| {
        let blank = Blank::new(Kind::Stores, &layouts, &[], lang).expect("a layout");
        let fields = [Field::Mcc, Field::CategoryId, Field::Cnaps];
        fields.map(|field| {
            let column = blank.columns.iter().find(|c| c.field == field);
            let column = column.expect("a column");
            assert_eq!(column.need, Need::Compulsory);
            column.when.clone()
        })
    };
    assert_eq!(
        said(Lang::Zh),
        [
            "必填：与「受理机构PID」一起填，或改填「经营类目」",
            "必填：与「MCC与受理机构PID」至少填一个",
            "必填：与「开户行」一起填"
        ]
    );
    assert_eq!(
        said(Lang::En),
        [
            "required: with 受理机构PID, or else 经营类目",
            "required: this or MCC and 受理机构PID",
            "required: with 开户行"
        ]
    );
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
