//! Containers and text: what a file is called says nothing, what is in an archive is read like a file
//! of its own, and what nobody can read is named with what to do.

use jinjian::model::bill::LineSort;
use jinjian::model::{CellKind, Field, Ingested, Kind};
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

use super::book::{zipped, zipped_with};
use super::{Read, gb18030, read, read_with};

const STORES: &str =
    "自用编码,门店名称,公司名称,详细地址,结算账号\ns1,甲店,甲公司,某路 1 号,6222\n";
const NAMES: &[Field] = &[Field::StoreCode, Field::StoreName, Field::CardNo];

/// A zip of these, as they are.
fn stored(members: &[(&str, &[u8])]) -> Vec<u8> {
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    zipped_with(stored, members)
}

/// The same bytes with every `from` turned into `to`, which is as long.
fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut bytes = bytes.to_vec();
    let mut at = 0;
    while at + from.len() <= bytes.len() {
        if bytes[at..].starts_with(from) {
            bytes[at..at + to.len()].copy_from_slice(to);
        }
        at += 1;
    }
    bytes
}

fn utf16le(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// Path, format and the code of the refusal of every file.
fn files(ingested: &Ingested) -> Vec<(&str, &str, &str)> {
    let files = ingested.files.iter();
    files
        .map(|f| {
            let code = f.refused.as_ref().map_or("", |finding| finding.rule.code);
            (f.path.as_str(), f.format, code)
        })
        .collect()
}

fn text(read: &Read) -> (&'static str, Option<u64>, char) {
    let text = read.ingested.files[0].text.expect("a text");
    (text.encoding, text.not_utf8_at, text.delimiter)
}

#[test]
fn an_extension_says_nothing() {
    let book = include_bytes!("../../../samples/门店信息表.xlsx");
    let whole = read(&[("a.xlsx", book)]);
    let called_xls = read(&[("a.xls", book)]);
    let called_csv = read(&[("a.csv", book)]);
    let rows = whole.rows(Kind::Stores, NAMES);
    assert!(!rows.is_empty());
    assert_eq!(called_xls.rows(Kind::Stores, NAMES), rows);
    assert_eq!(called_csv.rows(Kind::Stores, NAMES), rows);
    assert_eq!(files(&called_xls.ingested), [("a.xls", "xlsx", "")]);
    let text = read(&[("a.xls", &gb18030(STORES))]);
    assert_eq!(
        text.rows(Kind::Stores, NAMES),
        [["2", "s1", "甲店", "6222"]]
    );
    assert_eq!(files(&text.ingested), [("a.xls", "csv", "")]);
}

#[test]
fn what_nobody_can_read_is_named_with_what_to_do() {
    let numbers = zipped(&[("Index/Document.iwa", b"x"), ("Data/preview.jpg", b"x")]);
    let word = zipped(&[("[Content_Types].xml", b"x"), ("word/document.xml", b"x")]);
    let read = read(&[
        ("a.csv", STORES.as_bytes()),
        ("b.pdf", b"%PDF-1.7\n"),
        ("c.xlsx", b"\x89PNG\r\n\x1A\n"),
        ("d.numbers", &numbers),
        ("e.docx", &word),
        ("f.rar", b"Rar!\x1A\x07\x01\0"),
        ("g.gz", b"\x1F\x8B\x08\0"),
        ("h.xlsx", b"this is no workbook"),
        ("i.csv", b"a,b\0\n"),
        ("j.txt", "开店说明\n请填写门店信息表".as_bytes()),
    ]);
    let expected = [
        ("a.csv", "csv", ""),
        ("b.pdf", "pdf", "SHT003"),
        ("c.xlsx", "png", "SHT003"),
        ("d.numbers", "numbers", "FIL009"),
        ("e.docx", "word", "SHT003"),
        ("f.rar", "rar", "FIL008"),
        ("g.gz", "gzip", "FIL008"),
        ("h.xlsx", "csv", "FIL003"),
        ("i.csv", "csv", "FIL003"),
        ("j.txt", "csv", ""),
    ];
    assert_eq!(files(&read.ingested), expected);
    assert_eq!(
        read.findings(),
        [
            "SHT003 b.pdf \"\" → PDF is no table; the file was not read",
            "SHT003 c.xlsx \"\" → PNG is no table; the file was not read",
            "FIL009 d.numbers \"\" → this is an Apple Numbers sheet and cannot be read",
            "SHT003 e.docx \"\" → Word is no table; the file was not read",
            "FIL008 f.rar \"\" → a RAR archive cannot be read; nothing inside was",
            "FIL008 g.gz \"\" → a gzip archive cannot be read; nothing inside was",
            "FIL003 h.xlsx \"\" → looks like .xlsx, but its structure is incomplete and it cannot be read (text)",
            "FIL003 i.csv \"\" → looks like CSV, but its structure is incomplete and it cannot be read (not text)",
            "SHT001 j.txt \"\" → the headers fit no layout; nothing was read from this sheet",
        ]
    );
    // What was refused is identified all the same.
    assert!(read.ingested.files.iter().all(|f| f.sha256.len() == 64));
}

#[test]
fn a_stray_zero_is_a_flaw_of_its_cell() {
    let flawed = STORES.replace("甲店", "甲\0店");
    let read = read(&[("a.csv", flawed.as_bytes())]);
    assert_eq!(
        read.rows(Kind::Stores, NAMES),
        [["2", "s1", "甲\0店", "6222"]]
    );
}

#[test]
fn every_encoding_and_what_ruled_utf8_out() {
    let row = [["2", "s1", "甲店", "6222"]];
    let tabs = STORES.replace(',', "\t");
    let marked = format!("\u{FEFF}{tabs}");
    let big: Vec<u8> = marked.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let cases = [
        (STORES.into(), ("UTF-8", None, ',')),
        (format!("\u{FEFF}{STORES}").into(), ("UTF-8 BOM", None, ',')),
        (gb18030(STORES), ("GB18030", Some(1), ',')),
        (utf16le(&marked), ("UTF-16 LE", Some(1), '\t')),
        (big, ("UTF-16 BE", Some(1), '\t')),
        (utf16le(&tabs), ("UTF-16 LE", Some(1), '\t')),
    ];
    for (bytes, expected) in cases {
        let read = read(&[("a.txt", &bytes)]);
        assert_eq!(read.rows(Kind::Stores, NAMES), row, "{expected:?}");
        assert_eq!(text(&read), expected);
        assert_eq!(read.findings(), Vec::<String>::new());
    }
}

#[test]
fn delimiters_and_quotes() {
    // In GB18030 a bar ends many characters: 繺 is BF 7C.
    for delimiter in [',', '\t', ';', '|'] {
        let header =
            "自用编码,门店名称,公司名称,详细地址,结算账号".replace(',', &delimiter.to_string());
        let d = delimiter;
        let body = format!("s1{d}繺店{d}甲公司{d}\"某路{d}1 号\n2 楼\"{d}6222\n");
        let whole = format!("{header}\n{body}s2{d}乙店{d}甲公司{d}某路{d}6333\n");
        let read = read(&[("a.csv", &gb18030(&whole))]);
        assert_eq!(
            read.rows(Kind::Stores, NAMES),
            [["2", "s1", "繺店", "6222"], ["3", "s2", "乙店", "6333"]]
        );
        assert_eq!(
            read.table(Kind::Stores).original(0, Field::Address),
            format!("某路{d}1 号\n2 楼")
        );
        assert_eq!(text(&read), ("GB18030", Some(1), delimiter));
    }
}

#[test]
fn a_lone_quote_is_refused_before_it_swallows_a_store() {
    let header = "自用编码,门店名称,公司名称,详细地址,结算账号\n";
    let text = format!(
        "{header}s1,甲店,甲公司,某路,6222\ns2,\"乙店,甲公司,某路,6333\ns3,丙\"店,甲公司,某路,6444\n"
    );
    let read = read(&[("a.csv", text.as_bytes()), ("b.csv", STORES.as_bytes())]);
    assert_eq!(
        read.findings(),
        [
            "FIL004 a.csv \"\" → a quote opened in row 3 is never closed, so the rows after it cannot be \
             told apart"
        ]
    );
}

#[test]
fn the_job_prescribes_the_encoding() {
    let job = |encoding| format!("[[sources]]\npath = \"a.csv\"\nencoding = \"{encoding}\"\n");
    // C4 A3 is ģ in UTF-8 and 模 in GB18030.
    let latin = STORES.replace("甲店", "\u{123}");
    let as_gb: Vec<u8> = gb18030(&STORES.replace("甲店", "模"));
    let one = |encoding, bytes: &[u8]| read_with(&job(encoding), &[("a.csv", bytes)]);
    let name = |read: Read| {
        read.table(Kind::Stores)
            .original(0, Field::StoreName)
            .to_owned()
    };
    assert_eq!(
        one("utf-8", latin.as_bytes()).map(name),
        Ok("\u{123}".to_owned())
    );
    assert_eq!(one("gb18030", &as_gb).map(name), Ok("模".to_owned()));
    assert_eq!(
        one("utf-16", &utf16le(STORES)).map(name),
        Ok("甲店".to_owned())
    );
    let big: Vec<u8> = STORES.encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(one("utf-16be", &big).map(name), Ok("甲店".to_owned()));
    assert_eq!(
        one("utf-16le", &utf16le(STORES)).map(name),
        Ok("甲店".to_owned())
    );
    let refused = one("utf-16le", STORES.as_bytes()).err().expect("refused");
    assert!(
        refused
            .starts_with("a.csv: the job file says UTF-16 LE, but from byte 1 on the text is not"),
        "{refused}"
    );
    let refused = one("utf-8", &gb18030(STORES)).err().expect("refused");
    assert!(
        refused.starts_with("a.csv: the job file says UTF-8, but from byte 1 on the text is not"),
        "{refused}"
    );
}

#[test]
fn a_text_that_turns_chinese_late() {
    let header =
        "store_code,门店名称,公司名称,详细地址,结算账号\n".replace("store_code", "自用编码");
    let ascii: String = (0..30_000).map(|n| format!("# line {n}\n")).collect();
    let text = gb18030(&format!("{ascii}{header}s1,甲店,甲公司,某路,6222\n"));
    assert!(text[..256 * 1024].is_ascii());
    let refused = read_with("", &[("a.csv", &text)])
        .err()
        .expect("no header near the top");
    assert!(refused.starts_with("no sheet was recognised"), "{refused}");
    let body: String = (0..12_000)
        .map(|n| format!("s{n},a,b,c,6222000000000000\n"))
        .collect();
    let late = format!("{header}{body}s1,甲店,甲公司,某路,6222\n");
    let read = read(&[("a.csv", &gb18030(&late))]);
    let rows = read.rows(Kind::Stores, NAMES);
    assert_eq!(rows.last().expect("rows"), &["12002", "s1", "甲店", "6222"]);
}

const BILL: &str = "#支付宝业务明细查询\n#账号：[20883002415588140156]\n\
    支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,订单金额（元）,商家实收（元）,备注\n\
    1\t,o1\t,交易,x,2026-11-19 10:00:00,2026-11-19 10:00:01,s1,甲店,10.00,9.90,\n\
    2\t,o2\t,退款,x,2026-11-19 10:00:00,2026-11-19 11:00:01,s1,甲店,-1.00,-1.00,\n\
    #交易合计：1笔，商家实收共9.90元，商家优惠共0.00元\n#退款合计：1笔，商家实收退款共-1.00元，商家优惠退款共0.00元\n";

#[test]
fn the_archive_alipay_sends() {
    let summary = "#支付宝业务汇总查询\n#账号：[20883002415588140156]\n\
        门店编号,门店名称,交易订单总笔数,退款订单总笔数,实收净额（元）\ns1,甲店,1,1,8.90\n";
    let archive = zipped(&[
        (
            "20883002415588140156_20261119_AAAAAAAAaaaaaa.csv",
            &gb18030(summary),
        ),
        ("20883002415588140156_20261119_AAAAAAAA.csv", &gb18030(BILL)),
    ]);
    // Names in GBK without the flag that says UTF-8.
    let archive = replaced(&archive, b"AAAAAAAAaaaaaa", &gb18030("业务明细(汇总)"));
    let archive = replaced(&archive, b"AAAAAAAA", &gb18030("业务明细"));
    let read = read(&[("bills/20883002415588140156_20261119.csv.zip", &archive)]);
    let own = "bills/20883002415588140156_20261119.csv.zip";
    let lines = format!("{own}/20883002415588140156_20261119_业务明细.csv");
    let totals = format!("{own}/20883002415588140156_20261119_业务明细(汇总).csv");
    assert_eq!(
        files(&read.ingested),
        [
            (own, "zip", ""),
            (totals.as_str(), "csv", ""),
            (lines.as_str(), "csv", ""),
        ]
    );
    let bill = read.ingested.bills.iter().find(|b| b.lines == 2);
    let bill = bill.expect("the bill of two lines");
    assert_eq!(
        (
            bill.sum(LineSort::Trade).net_fen,
            bill.sum(LineSort::Refund).net_fen
        ),
        (990, -100)
    );
    assert_eq!(bill.account, "20883002415588140156");
    assert_eq!(read.ingested.sources[bill.source as usize].file, lines);
    assert_eq!(read.ingested.bill_stores[0].store_code, "s1");
    let member = &read.ingested.files[2];
    assert_eq!(member.bytes, gb18030(BILL).len() as u64);
    assert_eq!(member.sha256.len(), 64);
}

#[test]
fn bills_in_every_encoding_and_with_every_delimiter() {
    let tabs = BILL.replace("\t,", ",").replace(',', "\t");
    // A long line of dashes: the first Chinese character stands behind the first 256 KB.
    let late = format!("#{}\n{BILL}", "-".repeat(600 * 1024));
    for bytes in [
        gb18030(&late),
        utf16le(BILL),
        utf16le(&tabs),
        gb18030(&tabs),
        gb18030(&BILL.replace(',', "|")),
    ] {
        let read = read(&[("a.csv", &bytes)]);
        let bill = &read.ingested.bills[0];
        assert_eq!(
            (
                bill.lines,
                bill.sum(LineSort::Trade).net_fen,
                bill.sum(LineSort::Refund).net_fen
            ),
            (2, 990, -100)
        );
        assert_eq!(read.findings(), Vec::<String>::new());
    }
}

#[test]
fn members_are_files_of_their_own() {
    let book = include_bytes!("../../../samples/银行账户记录.xlsx");
    let inner = zipped(&[("乙.csv", gb18030(&STORES.replace("s1", "s2")).as_slice())]);
    let archive = zipped(&[
        ("甲/门店.csv", STORES.as_bytes()),
        ("甲/银行.xlsx", book),
        ("inner.zip", &inner),
        ("../../safe.csv", STORES.replace("s1", "s3").as_bytes()),
        ("__MACOSX/甲/._门店.csv", b"\0\x05\x16\x07"),
        ("甲/合同.pdf", b"%PDF-1.4"),
        ("甲/readme.md", b"not data"),
    ]);
    let read = read(&[("a.zip", &archive)]);
    assert_eq!(
        files(&read.ingested),
        [
            ("a.zip", "zip", ""),
            ("a.zip/inner.zip", "zip", ""),
            ("a.zip/inner.zip/乙.csv", "csv", ""),
            ("a.zip/safe.csv", "csv", ""),
            ("a.zip/甲/合同.pdf", "pdf", "SHT003"),
            ("a.zip/甲/银行.xlsx", "xlsx", ""),
            ("a.zip/甲/门店.csv", "csv", ""),
        ]
    );
    let codes: Vec<String> = read
        .rows(Kind::Stores, NAMES)
        .iter()
        .map(|r| r[1].clone())
        .collect();
    assert_eq!(codes, ["s2", "s3", "s1"]);
    assert!(!read.table(Kind::BankAccounts).is_empty());
    // The job speaks of members as it does of files.
    let job = "[[sources]]\npath = \"a.zip/*/门店.csv\"\nkind = \"stores\"\n";
    assert!(read_with(job, &[("a.zip", &archive)]).is_ok());
    let job = job.replace("门店", "门面");
    assert_eq!(
        read_with(&job, &[("a.zip", &archive)]).err().as_deref(),
        Some("a.zip/*/门面.csv: [[sources]] matches no file")
    );
}

#[test]
fn archives_that_are_refused() {
    let stores = ("门店.csv", STORES.as_bytes());
    let two_deep = zipped(&[("a.zip", &zipped(&[("b.zip", &zipped(&[stores]))]))]);
    let mut locked = zipped(&[("x.csv", STORES.as_bytes())]);
    // Bit 0 of the flags: encrypted; in the local header and in the directory.
    locked[6] |= 1;
    let directory = locked
        .windows(4)
        .rposition(|w| w == b"PK\x01\x02")
        .expect("directory");
    locked[directory + 8] |= 1;
    let whole = zipped(&[("x.csv", STORES.repeat(50).as_bytes())]);
    // Without its own directory, that of the archive stored inside is the last one.
    let around = stored(&[("x.csv", STORES.as_bytes()), ("y.zip", &zipped(&[stores]))]);
    let read = read(&[
        ("a.csv", STORES.as_bytes()),
        ("b.zip", &two_deep),
        ("c.zip", &locked),
        ("d.zip", &whole[..whole.len() / 2]),
        ("e.zip", &zipped(&[("read.me", b"x")])),
        ("f.zip", &around[..around.len() - 30]),
    ]);
    let expected = [
        ("a.csv", "csv", ""),
        ("b.zip", "zip", ""),
        ("b.zip/a.zip", "zip", ""),
        ("b.zip/a.zip/b.zip", "zip", "FIL006"),
        ("c.zip", "zip", ""),
        ("c.zip/x.csv", "", "FIL002"),
        ("d.zip", "zip", "FIL003"),
        ("e.zip", "zip", "SHT003"),
        ("f.zip", "zip", "FIL003"),
    ];
    assert_eq!(files(&read.ingested), expected);
    let nested = &read.findings()[0];
    assert_eq!(
        nested,
        "FIL006 b.zip/a.zip/b.zip \"\" → more than nested allows: the limit is 1, this file has 2"
    );
    assert_eq!(read.rows(Kind::Stores, NAMES).len(), 1);
}

#[test]
fn limits_are_settable() {
    let zeros = vec![b'0'; 3 * 1024 * 1024];
    let bomb = zipped(&[("x.csv", &zeros), ("y.csv", STORES.as_bytes())]);
    let many = zipped(&[("1.csv", STORES.as_bytes()), ("2.csv", STORES.as_bytes())]);
    let big = [STORES.as_bytes(), &zeros].concat();
    let job = "[limits]\nunpacked_mb = 2\nmembers = 1\ntext_mb = 1\n";
    let files_in: [(&str, &[u8]); 4] = [
        ("a.csv", STORES.as_bytes()),
        ("b.csv", &big),
        ("bomb.zip", &zipped(&[("x.csv", &zeros)])),
        ("many.zip", &many),
    ];
    let read = read_with(job, &files_in).expect("a.csv is read");
    assert_eq!(
        read.findings(),
        [
            "FIL006 b.csv \"\" → more than text_mb allows: the limit is 1, this file has > 1",
            "FIL006 bomb.zip/x.csv \"\" → more than text_mb allows: the limit is 1, this file has > 1",
            "FIL006 many.zip \"\" → more than members allows: the limit is 1, this file has 2",
        ]
    );
    // What the first member uses up is missing for the second.
    let job = "[limits]\nunpacked_mb = 2\n";
    let read = read_with(job, &[("a.csv", STORES.as_bytes()), ("bomb.zip", &bomb)]);
    let read = read.expect("a.csv is read");
    assert_eq!(
        read.findings(),
        [
            "FIL006 bomb.zip/x.csv \"\" → more than unpacked_mb allows: the limit is 2, this file has > 2",
            "FIL006 bomb.zip/y.csv \"\" → more than unpacked_mb allows: the limit is 2, this file has > 2",
        ]
    );
}

#[test]
fn a_compressed_lie_about_its_size() {
    let text = STORES.repeat(2000);
    let mut archive = zipped(&[("x.csv", text.as_bytes())]);
    let directory = archive
        .windows(4)
        .rposition(|w| w == b"PK\x01\x02")
        .expect("directory");
    // The unpacked size in the directory: 10 bytes.
    archive[directory + 24..directory + 28].copy_from_slice(&10u32.to_le_bytes());
    let read = read(&[("a.csv", STORES.as_bytes()), ("b.zip", &archive)]);
    let member = &read.ingested.files[2];
    assert_eq!(member.path, "b.zip/x.csv");
    // Whatever the directory says, either all of it is read or none.
    match &member.refused {
        Some(finding) => assert_eq!(finding.rule.code, "FIL003"),
        None => assert_eq!(member.bytes, text.len() as u64),
    }
}

#[test]
fn formula_errors_saved_as_text_are_errors() {
    let text = format!("{STORES}s2,#REF!,#N/A,#1 楼,#DIV/0!\n");
    let read = read(&[("a.csv", text.as_bytes())]);
    let stores = read.table(Kind::Stores);
    let kind = |field: Field| stores.column(field).map(|column| column.kind(1));
    for (field, expected) in [
        (Field::StoreName, CellKind::Error),
        (Field::MerchantName, CellKind::Error),
        (Field::Address, CellKind::Text),
        (Field::CardNo, CellKind::Error),
    ] {
        assert_eq!(kind(field), Some(expected), "{}", field.key());
    }
}
