//! What cannot be done: one clear message, exit code 2, and nothing written.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::job::{findings, jinjian, manifest, plan};
use crate::reading::book::biff;
use crate::reading::book::cfb::compound;
use crate::reading::book::zipped;

const STORES: &str =
    "自用编码,门店名称,公司名称,详细地址,结算账号\ns1,甲店,甲公司,某路 1 号,6222\n";

struct Refusal {
    folder: TempDir,
}

impl Refusal {
    fn new(files: &[(&str, &[u8])]) -> Refusal {
        let folder = tempfile::tempdir().expect("temporary folder");
        for (name, bytes) in files {
            let path = folder.path().join("in").join(name);
            fs::create_dir_all(path.parent().expect("parent")).expect("folder");
            fs::write(path, bytes).expect("file");
        }
        Refusal { folder }
    }

    /// Runs on `input` and returns the message; everything else about a refusal is asserted here.
    fn message(&self, input: &str, flags: &[&str]) -> String {
        let out = self.folder.path().join("out");
        let mut command = jinjian();
        command
            .current_dir(&self.folder)
            .arg("run")
            .arg(input)
            .arg("--out")
            .arg(&out);
        let output = command
            .args(["--as-of", "2026-11-20"])
            .args(flags)
            .output()
            .expect("runs");
        assert_eq!(
            output.status.code(),
            Some(2),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        assert_eq!(String::from_utf8_lossy(&output.stdout), "");
        assert!(!out.exists(), "nothing may be written");
        let left: Vec<_> = fs::read_dir(&self.folder)
            .expect("folder")
            .flatten()
            .map(|e| e.file_name())
            .collect();
        assert!(
            left.iter().all(|name| name == "in"),
            "left behind: {left:?}"
        );
        String::from_utf8(output.stderr)
            .expect("UTF-8")
            .trim_end()
            .to_owned()
    }
}

/// A zip whose only member is marked as encrypted, in its own header and in the directory.
fn locked_zip() -> Vec<u8> {
    let mut bytes = zipped(&[("门店.csv", STORES.as_bytes())]);
    let directory = bytes.windows(4).rposition(|w| w == b"PK\x01\x02");
    bytes[6] |= 1;
    bytes[directory.expect("a directory") + 8] |= 1;
    bytes
}

/// An .xls that asks for a password before anything else.
fn locked_xls() -> Vec<u8> {
    let password = biff::record_of(0x002F, &[1], &[0; 52]);
    let stream = biff::stream(biff::Version::Eight, &[password], &[("门店", 0, vec![])]);
    compound("Workbook", &stream)
}

/// A file of every kind nobody can read.
fn unreadable() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("01.xlsx", compound("EncryptedPackage", &[0; 5000])),
        ("02.xls", locked_xls()),
        ("03.zip", locked_zip()),
        ("04.numbers", zipped(&[("Index/Document.iwa", b"x")])),
        ("05.pdf", b"%PDF-1.7\n".to_vec()),
        ("06.jpg", b"\xFF\xD8\xFF\xE0".to_vec()),
        ("07.docx", zipped(&[("word/document.xml", b"x")])),
        ("08.doc", compound("WordDocument", &[0; 5000])),
        ("09.rar", b"Rar!\x1A\x07\x01\0".to_vec()),
        ("10.7z", b"7z\xBC\xAF\x27\x1C\0\x04".to_vec()),
        ("11.csv.gz", b"\x1F\x8B\x08\0".to_vec()),
        ("12.csv", Vec::new()),
        ("13.xlsx", b"this is no workbook".to_vec()),
    ]
}

const NO_PASSWORD: &str = "open it with the password and save it without: in Excel, File › Info › \
    Protect Workbook › Encrypt with Password, clear the field, save; unpack an archive";
const NO_TABLE: &str = "if it holds data: ask for the table behind a PDF or picture or type it into .xlsx, \
    copy a table in Word into Excel; move what is not needed out of the folder";
const UNPACK: &str = "unpack it, put the files inside here and move the archive away";

#[test]
fn every_file_nobody_can_read_is_named_with_its_advice() {
    let files = unreadable();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(n, b)| (*n, &b[..])).collect();
    let message = Refusal::new(&files).message("in", &[]);
    let locked = |what: &str| {
        format!("the {what} asks for a password to open and cannot be read; {NO_PASSWORD}")
    };
    let no_table = |what: &str| format!("{what} is no table; the file was not read; {NO_TABLE}");
    let packed =
        |what: &str| format!("a {what} archive cannot be read; nothing inside was; {UNPACK}");
    let expected = [
        format!("jinjian: 01.xlsx: {}", locked(".xlsx")),
        format!("02.xls: {}", locked(".xls")),
        format!("03.zip/门店.csv: {}", locked(".zip")),
        "04.numbers: this is an Apple Numbers sheet and cannot be read; in Numbers choose File › Export To › \
         Excel… and put the .xlsx here; without a Mac, open it at icloud.com and download a copy"
            .to_owned(),
        format!("05.pdf: {}", no_table("PDF")),
        format!("06.jpg: {}", no_table("JPEG")),
        format!("07.docx: {}", no_table("Word")),
        format!("08.doc: {}", no_table("Word")),
        format!("09.rar: {}", packed("RAR")),
        format!("10.7z: {}", packed("7z")),
        format!("11.csv.gz: {}", packed("gzip")),
        "12.csv: the file is empty, not a single byte; ask for it again; an interrupted download leaves an \
         empty file too"
            .to_owned(),
        "13.xlsx: looks like .xlsx, but its structure is incomplete and it cannot be read (text); open it in \
         Excel or WPS and save it as .xlsx; if that fails, download or ask for it again"
            .to_owned(),
    ];
    assert_eq!(message.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn advice_names_the_limit_to_raise() {
    let job = b"[limits]\ntext_mb = 1\n";
    let large = vec![b'x'; 1024 * 1024 + 1];
    let refusal = Refusal::new(&[("a.csv", &large), ("jinjian.toml", job)]);
    assert_eq!(
        refusal.message("in", &[]),
        "jinjian: a.csv: more than text_mb allows: the limit is 1, this file has > 1; if the file can be \
         trusted, raise text_mb under [limits] in jinjian.toml; or split the file"
    );
}

#[test]
fn beside_a_good_file_each_is_a_finding_with_its_advice() {
    let files = unreadable();
    let mut files: Vec<(&str, &[u8])> = files.iter().map(|(n, b)| (*n, &b[..])).collect();
    files.push(("good.csv", STORES.as_bytes()));
    let refusal = Refusal::new(&files);
    let out = refusal.folder.path().join("out");
    let mut command = jinjian();
    command.current_dir(&refusal.folder);
    command.args(["run", "in", "--out", "out", "--as-of", "2026-11-20"]);
    let output = command.output().expect("runs");
    // The one store of the good file is held: its sheet has little of what is needed.
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(plan(&out).len(), 1);

    let found = findings(&out);
    let told = |name: &str| {
        let of = found.iter().filter(|f| f["file"] == name);
        let text =
            |f: &serde_json::Value, key: &str| f[key].as_str().unwrap_or_default().to_owned();
        let all: Vec<_> = of
            .map(|f| ["code", "message", "hint"].map(|key| text(f, key)))
            .collect();
        assert_eq!(all.len(), 1, "{name}: {all:?}");
        all.into_iter().next().expect("one")
    };
    let no_password = "用密码打开后另存：Excel 里 文件 › 信息 › 保护工作簿 › 用密码进行加密，清空密码再保存；压缩包请解压";
    let no_table = "若其中有数据：PDF、图片请向对方要原始表格或录入为 .xlsx，Word 里的表格请复制到 Excel 另存；用不到的文件请移出此文件夹";
    let unpack = "解压后把里面的文件放进来，再移走压缩包";
    for (name, expected) in [
        (
            "01.xlsx",
            ["FIL002", ".xlsx 有打开密码，无法读取", no_password],
        ),
        (
            "02.xls",
            ["FIL002", ".xls 有打开密码，无法读取", no_password],
        ),
        (
            "03.zip/门店.csv",
            ["FIL002", ".zip 有打开密码，无法读取", no_password],
        ),
        (
            "04.numbers",
            [
                "FIL009",
                "这是 Apple Numbers 表格，无法读取",
                "在 Numbers 里选 文件 › 导出为 › Excel…，放入导出的 .xlsx；没有 Mac 可在 icloud.com 打开后下载副本",
            ],
        ),
        ("05.pdf", ["SHT003", "PDF 不是表格，未读取", no_table]),
        ("06.jpg", ["SHT003", "JPEG 不是表格，未读取", no_table]),
        ("07.docx", ["SHT003", "Word 不是表格，未读取", no_table]),
        ("08.doc", ["SHT003", "Word 不是表格，未读取", no_table]),
        (
            "09.rar",
            ["FIL008", "RAR 压缩包无法读取，里面的内容都没有读", unpack],
        ),
        (
            "10.7z",
            ["FIL008", "7z 压缩包无法读取，里面的内容都没有读", unpack],
        ),
        (
            "11.csv.gz",
            ["FIL008", "gzip 压缩包无法读取，里面的内容都没有读", unpack],
        ),
        (
            "12.csv",
            [
                "FIL001",
                "文件是空的，一个字节也没有",
                "向提供者重新要一份；下载中断也会留下空文件",
            ],
        ),
        (
            "13.xlsx",
            [
                "FIL003",
                "看起来是 .xlsx，但里面是普通文字，不是工作簿，无法读取",
                "用 Excel 或 WPS 打开并另存为 .xlsx；打不开的请重新下载或重新索取",
            ],
        ),
    ] {
        assert_eq!(told(name), expected, "{name}");
    }
    let manifest = manifest(&out);
    let inputs = manifest["inputs"].as_array().expect("inputs");
    let status = |input: &serde_json::Value| input["status"].as_str().map(str::to_owned);
    let refused = inputs
        .iter()
        .filter(|i| status(i).as_deref() == Some("refused"));
    assert_eq!(refused.count(), 13);
    // The archive itself was read; its member was not.
    assert_eq!(inputs.len(), 15);
}

#[test]
fn a_missing_folder() {
    let refusal = Refusal::new(&[("a.csv", STORES.as_bytes())]);
    assert_eq!(
        refusal.message("nowhere", &[]),
        "jinjian: nowhere: no such file or folder"
    );
}

#[test]
fn a_missing_source_of_the_job_file() {
    let job = b"[[sources]]\npath = \"bank/*.xlsx\"\nkind = \"bank_accounts\"\n";
    let refusal = Refusal::new(&[("a.csv", STORES.as_bytes()), ("jinjian.toml", job)]);
    assert_eq!(
        refusal.message("in", &[]),
        "jinjian: bank/*.xlsx: [[sources]] matches no file"
    );
}

#[test]
fn when_nothing_can_be_read_every_file_is_named() {
    let refusal = Refusal::new(&[
        ("b.xlsx", b"this is no workbook"),
        ("d.csv", b""),
        ("e.csv", "自用编码,门店名称\ns1,\"甲\ns2,乙\n".as_bytes()),
    ]);
    let message = refusal.message("in", &[]);
    let lines: Vec<&str> = message.lines().collect();
    assert_eq!(lines.len(), 3, "{message}");
    assert!(lines[0].starts_with("jinjian: b.xlsx: "), "{message}");
    assert!(
        lines[1].starts_with("d.csv: the file is empty"),
        "{message}"
    );
    assert!(
        lines[2].starts_with("e.csv: a quote opened in row 2"),
        "{message}"
    );
}

#[test]
fn a_sheet_is_no_job_file() {
    let refusal = Refusal::new(&[("a.csv", STORES.as_bytes())]);
    assert_eq!(
        refusal.message("in/a.csv", &[]),
        "jinjian: in/a.csv: is no job file (.toml); give the folder it stands in"
    );
}

#[test]
fn a_truncated_workbook() {
    let whole = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/门店信息表.xlsx"))
        .expect("sample");
    let refusal = Refusal::new(&[("a.xlsx", &whole[..whole.len() / 2])]);
    let message = refusal.message("in", &[]);
    assert!(
        message.starts_with("jinjian: a.xlsx: looks like .xlsx, but its structure is incomplete"),
        "{message}"
    );
}

#[test]
fn nothing_recognised() {
    let refusal = Refusal::new(&[("a.csv", b"x,y\n1,2\n")]);
    assert_eq!(
        refusal.message("in", &[]),
        "jinjian: no sheet was recognised in 1 file(s); `jinjian inspect` says what each lacks, \
         `jinjian map` what its columns may be"
    );
    let refusal = Refusal::new(&[("a.csv", b"x,y\n1,2\n"), ("b.csv", b"")]);
    assert_eq!(
        refusal.message("in", &[]),
        "jinjian: b.csv: the file is empty, not a single byte; ask for it again; an interrupted download leaves \
         an empty file too\nno sheet was recognised in 1 file(s); `jinjian inspect` says what each lacks, \
         `jinjian map` what its columns may be"
    );
    let refusal = Refusal::new(&[("notes.md", b"x")]);
    assert_eq!(
        refusal.message("in", &[]),
        "jinjian: in: no file with data here"
    );
}

#[test]
fn unknown_job_keys_name_the_nearest() {
    let refusal = Refusal::new(&[
        ("a.csv", STORES.as_bytes()),
        ("jinjian.toml", b"as_off = \"2026-11-20\"\n"),
    ]);
    assert_eq!(
        refusal.message("in", &[]),
        "jinjian: jinjian.toml: unknown key `as_off`; did you mean `as_of`?"
    );
    let refusal = Refusal::new(&[
        ("a.csv", STORES.as_bytes()),
        ("jinjian.toml", b"[levels]\nLIX = \"note\"\n"),
    ]);
    assert_eq!(
        refusal.message("in", &[]),
        "jinjian: jinjian.toml: levels: no rule begins with `LIX`; did you mean `LIC`?"
    );
}

#[test]
fn a_job_file_in_gbk() {
    let (text, _, _) = encoding_rs::GB18030.encode("# 门店作业\nlang = \"zh\"\n");
    let refusal = Refusal::new(&[("a.csv", STORES.as_bytes()), ("jinjian.toml", &text)]);
    assert_eq!(
        refusal.message("in", &[]),
        "jinjian: in/jinjian.toml: is no UTF-8 text; save it as UTF-8 (另存为，编码选 UTF-8)"
    );
}

#[test]
fn a_date_that_is_none() {
    let refusal = Refusal::new(&[("a.csv", STORES.as_bytes())]);
    let message = refusal.message("in", &["--as-of", "2026-02-30"]);
    assert!(
        message.contains("--as-of") || message.contains("2026-02-30"),
        "{message}"
    );
}

#[test]
fn a_folder_of_somebody_else_is_not_replaced() {
    let refusal = Refusal::new(&[("a.csv", STORES.as_bytes())]);
    let out = refusal.folder.path().join("out");
    fs::create_dir(&out).expect("folder");
    fs::write(out.join("thesis.txt"), "precious").expect("file");
    let mut command = jinjian();
    command.current_dir(&refusal.folder).args([
        "run",
        "in",
        "--out",
        "out",
        "--as-of",
        "2026-11-20",
    ]);
    let output = command.output().expect("runs");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        fs::read_to_string(out.join("thesis.txt")).expect("still there"),
        "precious"
    );
}
