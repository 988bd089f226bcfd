//! What cannot be done: one clear message, exit code 2, nothing written. `tests/data/refusals` has a folder
//! for each refusal, the smallest input that provokes it:
//!
//! | file | what it is |
//! | --- | --- |
//! | `command` | the command line behind `jinjian`, as typed in a copy of the folder |
//! | `message` | what is said on stderr, to the letter; `message.zh` and `message.en` where `--lang` chooses |
//! | `files.txt` | files that text cannot be, as [`crate::recipe`] reads them |
//! | the rest | the input |
//!
//! In a message `{folder}` stands for the folder's own path, `{temporary}` for a name made up on the spot, and
//! `{error 2}` for what the system calls its error of that number.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::job::{findings, jinjian, manifest, plan, tree};
use crate::recipe;

const STORES: &str =
    "自用编码,门店名称,公司名称,详细地址,结算账号\ns1,甲店,甲公司,某路 1 号,6222\n";

fn catalogue() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/refusals")
}

/// The names of all folders, in order.
fn names() -> Vec<String> {
    let entries = fs::read_dir(catalogue()).expect("the catalogue");
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    let mut names: Vec<String> = names.map(|n| n.to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// What a folder says of itself, which is no input.
fn is_about(name: &str) -> bool {
    [
        "command",
        "message",
        "message.zh",
        "message.en",
        "files.txt",
    ]
    .contains(&name)
}

/// A folder of the catalogue, read.
struct Refusal {
    name: String,
    command: Vec<String>,
    /// The language asked for, and the message.
    messages: Vec<(Option<&'static str>, String)>,
    parts: Vec<recipe::Part>,
}

impl Refusal {
    fn read(name: &str) -> Refusal {
        let file = |own: &str| fs::read_to_string(catalogue().join(name).join(own)).ok();
        let command = file("command").unwrap_or_else(|| panic!("{name}: no command"));
        let languages = [
            (None, "message"),
            (Some("zh"), "message.zh"),
            (Some("en"), "message.en"),
        ];
        let message = |(lang, own)| Some((lang, file(own)?));
        Refusal {
            name: name.to_owned(),
            command: command.split_whitespace().map(str::to_owned).collect(),
            messages: languages.into_iter().filter_map(message).collect(),
            parts: file("files.txt").map_or(Vec::new(), |text| recipe::parts(&text, 1).1),
        }
    }

    /// A copy of the input to work on.
    fn input(&self) -> TempDir {
        let folder = tempfile::tempdir().expect("temporary folder");
        for (path, bytes) in tree(&catalogue().join(&self.name)) {
            if !is_about(&path) {
                let path = folder.path().join(path);
                fs::create_dir_all(path.parent().expect("parent")).expect("folder");
                fs::write(path, bytes).expect("file");
            }
        }
        recipe::write(folder.path(), &self.parts);
        folder
    }

    /// What is not as it should be; empty when nothing is.
    fn wrong(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        for (lang, message) in &self.messages {
            let folder = self.input();
            let before = listed(folder.path());
            let mut command = jinjian();
            command.current_dir(&folder).args(&self.command);
            command.args(lang.iter().flat_map(|lang| ["--lang", lang]));
            let output = command.output().expect("runs");
            let said = String::from_utf8(output.stderr).expect("UTF-8");
            let real = fs::canonicalize(&folder).expect("the folder");
            let (said, expected) = (placeless(&said, &real), filled(message));
            if said != expected {
                wrong.push(format!("{}: said\n{said}expected\n{expected}", self.name));
            }
            let (code, printed) = (output.status.code(), output.stdout);
            if code != Some(2) || !printed.is_empty() {
                let printed = String::from_utf8_lossy(&printed);
                wrong.push(format!("{}: {code:?}, printed {printed:?}", self.name));
            }
            if listed(folder.path()) != before {
                wrong.push(format!("{}: something was written", self.name));
            }
        }
        wrong
    }
}

/// Everything below a folder: each path, and the bytes of a file.
fn listed(folder: &Path) -> Vec<(PathBuf, Option<Vec<u8>>)> {
    let mut listed = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).into_iter().flatten() {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path.clone());
            }
            listed.push((path.clone(), fs::read(&path).ok()));
        }
    }
    listed.sort();
    listed
}

/// How names made up on the spot begin; letters and digits follow.
const MADE_UP: [&str; 2] = [".tmp", ".jinjian.maps."];

/// What was said, without the names of this place.
fn placeless(said: &str, folder: &Path) -> String {
    let mut said = said.replace(&*folder.to_string_lossy(), "{folder}");
    for start in MADE_UP {
        while let Some(at) = said.find(start) {
            let random = said[at + start.len()..].chars();
            let random = random.take_while(char::is_ascii_alphanumeric).count();
            said.replace_range(at..at + start.len() + random, "{temporary}");
        }
    }
    said
}

/// A message in the words of this system.
fn filled(message: &str) -> String {
    let mut filled = message.to_owned();
    while let Some(at) = filled.find("{error ") {
        let end = at + filled[at..].find('}').expect("an end");
        let number = filled[at + "{error ".len()..end].parse();
        let error = io::Error::from_raw_os_error(number.expect("a number"));
        filled.replace_range(at..=end, &error.to_string());
    }
    filled
}

#[test]
fn every_refusal_is_said_to_the_letter() {
    let has_rights = recipe::has_rights();
    let refusals = names().into_iter().map(|name| Refusal::read(&name));
    let provoked = refusals.filter(|r| has_rights || !r.parts.iter().any(|p| p.has("mode")));
    let wrong: Vec<String> = provoked.flat_map(|refusal| refusal.wrong()).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// A folder is what the table above says, and its input is what its command speaks of.
#[test]
fn nothing_in_the_catalogue_goes_unused() {
    for name in names() {
        let refusal = Refusal::read(&name);
        let languages: Vec<_> = refusal.messages.iter().map(|(lang, _)| *lang).collect();
        let both = [Some("zh"), Some("en")];
        assert!(languages == [None] || languages == both, "{name}: messages");
        for entry in fs::read_dir(catalogue().join(&name)).expect("folder") {
            let own = entry.expect("an entry").file_name();
            let own = own.to_string_lossy();
            let named = |word: &String| word.split('/').any(|part| part == own);
            let spoken_of = refusal.command.iter().any(named);
            assert!(is_about(&own) || spoken_of, "{name}/{own} is not used");
        }
    }
}

/// The files of every kind nobody can read, beside one that can be.
#[test]
fn beside_a_good_file_each_is_a_finding_with_its_advice() {
    let refusal = Refusal::read("nothing-read-of-any-kind");
    let folder = refusal.input();
    fs::write(folder.path().join("in/good.csv"), STORES).expect("file");
    let out = folder.path().join("out");
    let mut command = jinjian();
    command.current_dir(&folder);
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

/// Messages that pass on what others say: each as its enum writes it, and a folder that shows it.
const PASSED_ON: [(&str, &str); 5] = [
    ("\"{0}\"", "verify-of-a-cut-manifest"),
    ("\"{file}: {reason}\"", "fix-of-an-unreadable-file"),
    ("\"{}\", .0.join(\"\\n\")", "map-set-without-field"),
    ("\"{}\", faults.join(\"\\n\")", "job-values"),
    ("\"{}\", lines(.0)", "nothing-read-of-any-kind"),
];

/// Messages nobody can be shown from a folder, by their first words, and why.
const NOT_MET: [(&str, &str); 9] = [
    (
        "the totals do not add up",
        "a fault of the program; emit refuses to write",
    ),
    (
        "does not fit the interface although no rule",
        "a fault of the program; BOD001 holds such a store",
    ),
    (
        "does not read back as it was written",
        "a fault of the program or the disk",
    ),
    (
        "the workbook cannot be written",
        "a fault of the program or the disk",
    ),
    (
        "threads cannot be started",
        "a system without threads to spare",
    ),
    (
        "no output of a run",
        "verify says it in words of its own, and in both languages",
    ),
    ("there is no such file", "as before"),
    ("schema `", "as before"),
    ("` is not below the folder", "as before"),
];

/// The parts of every `#[error(…)]` of the program, in the order of files: its format string and what follows.
fn errors_of_the_program() -> Vec<String> {
    let mut errors = Vec::new();
    for (_, text) in crate::house::sources() {
        for (at, start) in text.match_indices("#[error(") {
            let rest = &text[at + start.len()..];
            let end = rest.find(")]").expect("an end of the attribute");
            errors.push(rest[..end].trim().to_owned());
        }
    }
    errors.retain(|error| error != "transparent");
    errors
}

/// The literal words of a format string.
fn words(error: &str) -> Vec<&str> {
    let format = error.split('"').nth(1).expect("a format string");
    let words = format.split(['{', '}']).step_by(2);
    words.filter(|words| words.len() > 2).collect()
}

fn says(message: &str, words: &[&str]) -> bool {
    let mut rest = message;
    words.iter().all(|word| match rest.split_once(word) {
        Some((_, after)) => {
            rest = after;
            true
        }
        None => false,
    })
}

/// Whatever the program can refuse has its folder here, or stands in a list above.
#[test]
fn every_error_of_the_program_is_in_the_catalogue() {
    let refusals = names().into_iter().map(|name| Refusal::read(&name));
    let messages = refusals.flat_map(|refusal| refusal.messages);
    let messages: Vec<String> = messages.map(|(_, message)| message).collect();
    let errors = errors_of_the_program();
    let (own, passed_on): (Vec<_>, Vec<_>) = errors.iter().partition(|e| !words(e).is_empty());
    let missing = |error: &&&String| !messages.iter().any(|said| says(said, &words(error)));
    let missing: Vec<&&String> = own.iter().filter(missing).collect();
    let known = |error: &&&&String| NOT_MET.iter().any(|(start, _)| error.contains(start));
    let unknown: Vec<_> = missing.iter().filter(|error| !known(error)).collect();
    assert!(unknown.is_empty(), "no folder shows {unknown:#?}");
    assert_eq!(
        missing.len(),
        NOT_MET.len(),
        "shown after all: {missing:#?}"
    );
    let mut passed_on: Vec<&str> = passed_on.iter().map(|error| error.as_str()).collect();
    passed_on.sort_unstable();
    assert_eq!(passed_on, PASSED_ON.map(|(error, _)| error));
    let names = names();
    assert!(
        PASSED_ON
            .iter()
            .all(|(_, name)| names.iter().any(|own| own == name))
    );
}
