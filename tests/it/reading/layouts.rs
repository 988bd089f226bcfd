//! Layouts by example: each folder of `tests/data/layouts` holds an `input.csv` (read as it is) or an
//! `input.txt` (read as GB18030), the rows expected of it (`row`, field keys, `signed` in yuan) and,
//! where there are any, the findings. The folder is named for its layout unless `layout.txt` says another.

use std::fs;
use std::path::{Path, PathBuf};

use jinjian::config::Layouts;
use jinjian::model::{Field, Kind, Table};
use jinjian::value::{money, statement_amount};

use super::{Read, gb18030, read};

fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/layouts");
    let mut folders: Vec<PathBuf> = fs::read_dir(root)
        .expect("folder")
        .map(|entry| entry.expect("entry").path())
        .collect();
    folders.sort();
    folders
}

fn text(path: &Path) -> Option<String> {
    path.exists()
        .then(|| fs::read_to_string(path).expect("UTF-8"))
}

/// The layout a folder is an example of.
fn layout_of(folder: &Path) -> String {
    let name = folder.file_name().expect("name").to_string_lossy();
    text(&folder.join("layout.txt")).map_or_else(|| name.into_owned(), |t| t.trim().to_owned())
}

/// The folders of statements, whose expected rows begin with `row`, and the name of their layout.
fn statements() -> Vec<(PathBuf, String)> {
    let expected = |folder: &Path| text(&folder.join("expected.csv")).unwrap_or_default();
    let statements = folders()
        .into_iter()
        .filter(|folder| expected(folder).starts_with("row,"));
    statements
        .map(|folder| {
            let layout = layout_of(&folder);
            (folder, layout)
        })
        .collect()
}

fn input(folder: &Path) -> Vec<u8> {
    match text(&folder.join("input.txt")) {
        Some(text) => gb18030(&text),
        None => fs::read(folder.join("input.csv")).expect("input"),
    }
}

/// One row as its example has it: the cells as read, `signed` in yuan or why the side cannot be told.
fn row(table: &Table, at: usize, keys: &csv::StringRecord) -> Vec<String> {
    let text = |field| table.original(at, field);
    let cell = |key: &str| match key {
        "row" => table.origins[at].row.to_string(),
        "signed" => {
            let word = table.column(Field::Direction).map(|c| c.original(at));
            let (income, outgo) = (text(Field::Income), text(Field::Outgo));
            match statement_amount::signed_fen(income, outgo, text(Field::Amount), word) {
                Ok(fen) => money::format_fen(fen),
                Err(side) => format!("{side:?}"),
            }
        }
        key => text(Field::from_key(key).expect("a field")).to_owned(),
    };
    keys.iter().map(cell).collect()
}

/// `CODE file!cell found`, one a line.
fn findings(read: &Read) -> String {
    let findings = read.findings();
    let short = findings.iter().filter_map(|f| f.split(" → ").next());
    short.map(|line| format!("{line}\n")).collect()
}

#[test]
fn each_example_gives_exactly_its_rows_and_findings() {
    let all = statements();
    for (folder, layout) in &all {
        let read = read(&[("a.csv", &input(folder))]);
        assert_eq!(
            read.ingested.files[0].sheets[0].layout, *layout,
            "{folder:?}"
        );
        let mut expected =
            csv::Reader::from_path(folder.join("expected.csv")).expect("expected rows");
        let keys = expected.headers().expect("header").clone();
        let rows: Vec<Vec<String>> = expected
            .records()
            .map(|r| r.expect("record").iter().map(str::to_owned).collect())
            .collect();
        let table = read.table(Kind::BankStatement);
        let found: Vec<Vec<String>> = (0..table.len()).map(|at| row(table, at, &keys)).collect();
        assert_eq!(found, rows, "{folder:?}");
        let said = text(&folder.join("findings.txt")).unwrap_or_default();
        assert_eq!(findings(&read), said, "{folder:?}");
    }
}

#[test]
fn every_statement_layout_has_an_example() {
    let layouts = Layouts::load(None).expect("built-in layouts");
    let statements = statements();
    for layout in layouts
        .sheets
        .iter()
        .filter(|l| l.kind == Kind::BankStatement)
    {
        assert!(
            statements.iter().any(|(_, name)| *name == layout.name),
            "{}",
            layout.name
        );
    }
}
