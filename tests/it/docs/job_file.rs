//! `docs/job-file.md`: every section and key of `jinjian.toml`, from the commented job file that
//! `jinjian init` writes. Whether a value in it is the default, the program itself decides.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use jinjian::config::Job;

use super::table::{plain, table};

const TEMPLATE: &str = include_str!("../../../templates/job/jinjian.toml");

const INTRO: &str = "# The job file\n\n\
    `jinjian.toml` in a folder holds the settings of the job in it. None is needed; every key has a default. A mistyped key is \
    refused with the nearest one. `jinjian init DIR` writes one with every key in comments. Settings: defaults < job file < \
    environment (`JINJIAN_OUT`, `JINJIAN_AS_OF`, `JINJIAN_LANG`, …) < flags.\n\n\
    What every body needs and no merchant's sheet carries is said once, under `[defaults]`: a value for stores whose sheet has \
    no such column or an empty cell. Any field may stand there except those that tell one store or person from another. A \
    value that every store needs and nobody gives is one finding about the job. Leave `as_of` out unless a run is to be repeated: left in, it freezes a nightly \
    job.\n\n\
    ```toml\n\
    [defaults]\n\
    source = \"2088000000000001\"     # the provider's PID\n\
    org_pid = \"2088000000000002\"    # the acquirer's PID\n\
    mcc = \"5411\"\n\
    [acquirers.2088000000000002]\n\
    smart_store_agreement = true\n\
    ```\n";

/// Words that the line in the template has not, or only shortly; no Chinese ones where it has them.
const MEANINGS: [(&str, &str, &str); 12] = [
    (
        "lang",
        "汇总和报告的语言：zh en",
        "language of summary and reports: zh, en",
    ),
    (
        "fail_on",
        "",
        "exit code 1 though no store is held: from error or warning on, or never",
    ),
    (
        "contradicted",
        "",
        "a store whose Alipay account contradicts one of the four elements: hold it, or without\\_account for M3 alone",
    ),
    (
        "also",
        "",
        "uploads besides those of every run: koubei-stores acquirer-create shop-create qimen-store, or your own",
    ),
    ("without", "", "uploads that are not made"),
    (
        "koubei-stores",
        "上传的名称 = 规则代码或前缀",
        "the name of an upload = codes of rules or their beginnings",
    ),
    (
        "path",
        "文件，相对本文件夹，可用 \\* ?",
        "the files it is about, relative to the folder; \\* and ? stand for any text",
    ),
    ("kind", "", "what the sheets of these files are"),
    ("encoding", "", "how the text of these files is encoded"),
    ("hidden_rows", "隐藏的行", "hidden rows"),
    ("hidden_columns", "隐藏的列", "hidden columns"),
    ("hidden_sheets", "隐藏的工作表", "hidden sheets"),
];

/// What holds when a key above all sections is not given.
const WHEN_ABSENT: [(&str, &str); 5] = [
    ("as_of", "today"),
    ("lang", "`\"zh\"`"),
    ("fail_on", "`\"never\"`"),
    ("threads", "all cores"),
    ("layouts", "`\"layouts\"`"),
];

/// A section of the template; the first has no name.
#[derive(Default)]
struct Section {
    /// `[checks]`; empty for the keys above all sections.
    head: String,
    words: [String; 2],
    keys: Vec<Key>,
}

struct Key {
    name: String,
    value: String,
    words: [String; 2],
}

/// The Chinese and the English words behind a `#`.
fn words(comment: &str) -> [String; 2] {
    let (zh, en) = comment.split_once("· ").unwrap_or((comment, ""));
    [zh, en].map(|words| plain(words.trim()))
}

fn sections() -> Vec<Section> {
    let mut sections = vec![Section::default()];
    for line in TEMPLATE.lines().skip(2) {
        let line = line.strip_prefix("# ").unwrap_or(line);
        let (code, comment) = line.split_once("  # ").unwrap_or((line, ""));
        let (code, words) = (code.trim(), words(comment));
        if code.starts_with('[') {
            sections.push(Section {
                head: code.to_owned(),
                words,
                keys: Vec::new(),
            });
        } else if let Some((name, value)) = code.split_once(" = ") {
            let [mut zh, mut en] = words;
            if let Some((_, own_zh, own_en)) = MEANINGS.iter().find(|(key, ..)| *key == name) {
                zh = if own_zh.is_empty() {
                    zh
                } else {
                    (*own_zh).to_owned()
                };
                en = (*own_en).to_owned();
            }
            assert!(!zh.is_empty() && !en.is_empty(), "{name} has no words");
            sections.last_mut().expect("a section").keys.push(Key {
                name: name.to_owned(),
                value: value.to_owned(),
                words: [zh, en],
            });
        }
    }
    sections
}

/// Whether a job with this value is the same as one that does not give it.
fn is_default(section: &Section, key: &Key) -> bool {
    // The entries of a list of tables, and of tables by name, have no defaults.
    if section.head.starts_with("[[") || section.head.contains('.') {
        return false;
    }
    let text = format!("{}\n{} = {}\n", section.head, key.name, key.value);
    let job = |text: &str| format!("{:?}", Job::parse("jinjian.toml", text).expect("sound"));
    job(&text) == job("")
}

pub(super) fn page() -> String {
    let mut page = INTRO.to_owned();
    for section in &sections() {
        page += &match &section.head[..] {
            "" => "\n## Above all sections\n\n".to_owned(),
            head => format!(
                "\n## `{head}`\n\n{}\n\n",
                section.words.join(" · ").trim_matches([' ', '·'])
            ),
        };
        let row = |key: &Key| {
            let value = format!("`{}`", key.value);
            let (default, example) = if is_default(section, key) {
                (value, String::new())
            } else {
                let absent = WHEN_ABSENT.iter().find(|(name, _)| *name == key.name);
                (absent.map_or("", |(_, default)| default).to_owned(), value)
            };
            let [zh, en] = key.words.clone();
            vec![format!("`{}`", key.name), default, example, zh, en]
        };
        let head = ["key", "default", "example", "含义", "meaning"];
        page += &table(&head, section.keys.iter().map(row));
    }
    page.replace("\n\n\n\n", "\n\n")
}

/// Holds the page against what the program accepts: it names the keys it knows when it is given another.
pub(super) fn has_every_key() {
    let mut of_section: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for section in sections() {
        let keys = section.keys.into_iter().map(|key| key.name);
        of_section.insert(section.head, keys.collect());
    }
    for (head, keys) in &of_section {
        // Keys of the user's own making, and keys above all sections, which are looked at below.
        if ["", "[defaults]", "[levels]", "[blocks]", "[uploads.holds]"].contains(&&head[..]) {
            continue;
        }
        let text = format!("{head}\nno_such_key = 1\n");
        let refusal = Job::parse("jinjian.toml", &text)
            .expect_err("refused")
            .to_string();
        let known = refusal.split_once("expected").expect("the keys it knows").1;
        for name in known
            .split('`')
            .skip(1)
            .step_by(2)
            .filter(|name| *name != "holds")
        {
            assert!(keys.iter().any(|key| key == name), "{head} {name}");
        }
    }
    let heads = of_section
        .keys()
        .map(|head| head.trim_matches(['[', ']']).to_owned());
    let mut named: Vec<String> = heads
        .map(|head| head.split('.').next().unwrap_or_default().to_owned())
        .collect();
    named.extend(of_section[""].iter().cloned());
    for key in keys_of_the_program() {
        assert!(named.contains(&key), "{key}");
    }
}

/// The list of keys that a job file may have above all sections and of the sections themselves.
fn keys_of_the_program() -> Vec<String> {
    fn search(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                search(&path, found);
            } else {
                found.push(path);
            }
        }
    }
    let mut files = Vec::new();
    search(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src/config"),
        &mut files,
    );
    let texts = files
        .iter()
        .map(|path| fs::read_to_string(path).expect("source"));
    let lists: Vec<String> = texts
        .filter_map(|text| {
            Some(
                text.split_once("const KEYS: [&str;")?
                    .1
                    .split(';')
                    .next()?
                    .to_owned(),
            )
        })
        .collect();
    assert_eq!(lists.len(), 1, "the one list of keys of a job file");
    lists[0]
        .split('"')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}
