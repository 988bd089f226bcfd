//! Keeps the documents true. The pages below `docs` that list what the program knows are made from its own
//! tables; `UPDATE_DOCS=1 cargo test --test it docs::` writes them anew. Paths and links in the documents
//! that people write lead somewhere.

mod formats;
mod job_file;
mod rules;
mod table;
mod uploads;

use std::fs;
use std::path::{Path, PathBuf};

use crate::job::jinjian;

const UPDATE: &str = "UPDATE_DOCS=1 cargo test --test it docs::";

/// Documents at the root; those in `docs` are found.
const AT_ROOT: [&str; 5] = [
    "README.md",
    "README.zh.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Whether a page in `docs` is what the program's tables make of it; writes it where that is asked for.
fn is_current(name: &str, body: &str) {
    let path = root().join("docs").join(name);
    let page = format!(
        "<!-- Made from the program's own tables; do not edit. {UPDATE} writes it anew. -->\n\n{body}"
    );
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, page).expect("written");
        return;
    }
    let text = read(&path);
    let mut lines = text.lines().zip(page.lines());
    let first = lines.position(|(text, page)| text != page);
    let line = first.map_or("the end".to_owned(), |at| format!("line {}", at + 1));
    assert!(
        text == page,
        "docs/{name} is out of date from {line} on; {UPDATE} writes it anew"
    );
}

#[test]
fn the_page_of_rules_is_current() {
    is_current("rules.md", &rules::page());
}

#[test]
fn the_page_of_uploads_is_current() {
    is_current("uploads.md", &uploads::page());
}

#[test]
fn the_page_of_formats_is_current() {
    is_current("formats.md", &formats::page());
}

#[test]
fn the_page_of_the_job_file_is_current() {
    is_current("job-file.md", &job_file::page());
}

#[test]
fn the_page_of_the_job_file_has_every_key() {
    job_file::has_every_key();
}

/// A help text at the width of a page.
fn help(args: &[&str]) -> String {
    let mut command = jinjian();
    command.env_remove("COLUMNS").args(args);
    String::from_utf8(command.output().expect("runs").stdout).expect("UTF-8")
}

#[test]
fn the_page_of_commands_is_current() {
    let help = help(&["--help"]);
    let names: Vec<&str> = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    assert!(names.len() > 9, "{names:?}");
    let mut page = format!(
        "# Commands\n\nSettings: defaults < [job file](job-file.md) < environment (`JINJIAN_OUT`, `JINJIAN_AS_OF`, \
         `JINJIAN_LANG`, …) < flags. Progress bars go to stderr, only on a terminal; stdout carries the answer and \
         nothing else. `jinjian man [COMMAND]` prints the same as a manual page.\n\n```\n{help}```\n"
    );
    for name in names {
        let help = self::help(&[name, "--help"]);
        page += &format!("\n## {name}\n\n```\n{help}```\n");
    }
    is_current("commands.md", &page);
}

fn documents() -> Vec<(String, String)> {
    let entries = fs::read_dir(root().join("docs")).expect("docs");
    let mut names: Vec<String> = entries
        .map(|entry| {
            format!(
                "docs/{}",
                entry.expect("entry").file_name().to_string_lossy()
            )
        })
        .chain(AT_ROOT.map(str::to_owned))
        .collect();
    names.sort();
    let with_text = |name: String| {
        let text = read(&root().join(&name));
        (name, text)
    };
    names.into_iter().map(with_text).collect()
}

/// The paths a text names that begin with a folder of the repository: as far as they are given, where a
/// part stands for any name.
fn paths(text: &str) -> Vec<&str> {
    const FOLDERS: [&str; 6] = [
        "src/",
        "templates/",
        "docs/",
        "benches/",
        "samples/",
        "fuzz/",
    ];
    let is_path = |c: char| c.is_alphanumeric() || "/._-".contains(c);
    let words = text.split(|c: char| !is_path(c));
    words
        .filter(|word| FOLDERS.iter().any(|folder| word.starts_with(folder)))
        .map(|word| word.trim_end_matches('.'))
        .collect()
}

#[test]
fn paths_in_the_documents_exist() {
    let named = [
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "README.md",
        "README.zh.md",
    ];
    let documents = documents();
    let of = documents
        .iter()
        .filter(|(name, _)| named.contains(&&name[..]));
    let missing: Vec<String> = of
        .flat_map(|(name, text)| paths(text).into_iter().map(move |path| (name, path)))
        .filter(|(_, path)| !root().join(path).exists())
        .map(|(name, path)| format!("{name}: {path}"))
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn links_in_the_documents_lead_somewhere() {
    let mut wrong = Vec::new();
    for (name, text) in documents() {
        let folder = Path::new(&name).parent().unwrap_or(Path::new(""));
        for (_, rest) in text
            .match_indices("](")
            .map(|(at, _)| text.split_at(at + 2))
        {
            let link = rest.split(')').next().unwrap_or_default();
            let file = link.split('#').next().unwrap_or_default();
            if !link.contains("://") && !root().join(folder).join(file).exists() {
                wrong.push(format!("{name}: {link}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The README is for the first day: short, and the Chinese one says the same.
#[test]
fn both_readmes_are_short_and_alike() {
    let [en, zh] = ["README.md", "README.zh.md"].map(|name| read(&root().join(name)));
    for text in [&en, &zh] {
        assert!(text.lines().count() < 200, "{}", text.lines().count());
    }
    let code = |text: &str| -> Vec<usize> {
        let blocks = text.split("```").skip(1).step_by(2);
        blocks.map(|block| block.lines().count()).collect()
    };
    let headings = |text: &str| text.lines().filter(|line| line.starts_with('#')).count();
    assert_eq!(headings(&en), headings(&zh));
    assert_eq!(code(&en), code(&zh));
}

/// The sample as the program sees it today, but for the time it took.
#[test]
fn what_the_documents_show_of_the_sample_is_current() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let out = folder.path().join("out");
    let run = jinjian()
        .args(["run", "samples", "--out"])
        .arg(&out)
        .current_dir(root())
        .output();
    let summary = String::from_utf8(run.expect("runs").stdout).expect("UTF-8");
    let summary = summary.replace(&out.display().to_string(), "out");
    let (summary, _) = summary.split_once("  用时").expect("the time it took");
    for name in ["README.md", "README.zh.md"] {
        assert!(
            read(&root().join(name)).contains(summary),
            "{name}: {summary}"
        );
    }
    let mut reader = csv::Reader::from_path(out.join("reports/settlement.csv")).expect("a report");
    let shown = [
        "settlement_day",
        "expected",
        "received",
        "difference",
        "verdict",
        "carried",
        "cleared_on",
        "open",
    ];
    let headers = reader.headers().expect("headers").clone();
    let columns = shown.map(|name| {
        headers
            .iter()
            .position(|header| header == name)
            .expect(name)
    });
    let mut table = format!("|{}|\n|{}\n", shown.join("|"), "---|".repeat(shown.len()));
    for record in reader.records() {
        let record = record.expect("a row");
        let cells = columns.map(|at| record.get(at).unwrap_or_default());
        if cells[3] != "0.00" && !cells[3].is_empty() {
            table += &format!("|{}|\n", cells.join("|"));
        }
    }
    assert!(
        read(&root().join("docs/reports.md")).contains(&table),
        "{table}"
    );
}
