//! Reading: whatever lands in the folder is read exactly, or refused by name. Each test writes a few
//! files and says which cells, rows and findings come out.

mod bills;
mod bills_cut_off;
mod bills_saved_again;
pub mod book;
mod cells;
mod containers;
mod corpus;
mod encodings;
mod groups;
mod heads;
mod layouts;
mod mapping;
mod overlaps;
mod pages;
mod twice;
mod workbooks;
mod workbooks_other;
mod workbooks_xls;

use std::fs;

use jinjian::config::{Job, Layouts, Maps};
use jinjian::ingest::{self, ReadOptions};
use jinjian::model::{Field, Ingested, Kind, Table, place::column_letters, sentence};

/// Rules about reading, which have their examples here and not in the sample job.
const SHOWN: &[&str] = &[
    "BIL003", "BIL004", "BIL005", "BIL006", "BIL007", "BIL008", "BIL009", "BIL010", "CEL002",
    "FIL001", "FIL002", "FIL003", "FIL004", "FIL005", "FIL006", "FIL007", "FIL008", "FIL009",
    "FIL010", "SHT004", "SHT005", "SHT006", "SHT007", "SHT008", "SHT009", "SHT010", "SHT011",
    "SHT012", "SHT013", "SHT014", "SHT015", "STM001", "STM002", "STM003",
];

/// Whether a rule has its example among these tests.
pub fn shows(code: &str) -> bool {
    SHOWN.contains(&code)
}

/// Files in a folder, read.
pub struct Read {
    pub ingested: Ingested,
}

/// Reads files (path below the folder, bytes) as a run without a job file does.
pub fn read(files: &[(&str, &[u8])]) -> Read {
    read_with("", files).expect("something is read")
}

/// Reads files under the settings of a job file.
pub fn read_with(job: &str, files: &[(&str, &[u8])]) -> Result<Read, String> {
    let folder = tempfile::tempdir().expect("temporary folder");
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("parent")).expect("folder");
        fs::write(path, bytes).expect("file");
    }
    let mut job = Job::parse("jinjian.toml", job).expect("a sound job file");
    let layouts = Layouts::load(None).expect("built-in layouts");
    let found =
        ingest::find(folder.path(), &folder.path().join("out")).map_err(|e| e.to_string())?;
    let names = found.files.iter().map(|f| &f.name[..]);
    job.maps = Maps::read(folder.path(), names, &layouts.sheets).map_err(|e| e.to_string())?;
    let options = ReadOptions {
        layouts: &layouts.sheets,
        job: &job,
        progress: &|_| {},
        selection: None,
    };
    let ingested = ingest::read(&found, &options).map_err(|e| e.to_string())?;
    Ok(Read { ingested })
}

impl Read {
    pub fn table(&self, kind: Kind) -> &Table {
        let table = self.ingested.tables.get(kind);
        table.expect("bills are streamed, the rest is held")
    }

    /// The rows of a table as they were read: row number in the file, then the given fields.
    pub fn rows(&self, kind: Kind, fields: &[Field]) -> Vec<Vec<String>> {
        let table = self.table(kind);
        let row = |at: usize| {
            let number = table.origins[at].row.to_string();
            let cells = fields.iter().map(|f| table.original(at, *f).to_owned());
            std::iter::once(number).chain(cells).collect()
        };
        (0..table.len()).map(row).collect()
    }

    /// Every finding of reading as `CODE file[›sheet][!cell or !row] found → message in English`.
    pub fn findings(&self) -> Vec<String> {
        self.ingested
            .findings
            .iter()
            .map(|f| {
                let source = &self.ingested.sources[f.place.source as usize];
                let sheet = source
                    .sheet
                    .as_ref()
                    .map_or(String::new(), |s| format!("›{s}"));
                let at = match (f.place.column, f.place.row) {
                    (_, 0) => String::new(),
                    (Some(column), row) => format!("!{}{row}", column_letters(column)),
                    (None, row) => format!("!{row}"),
                };
                let other = f.other.as_deref().unwrap_or_default();
                let message = sentence::fill(f.rule.en.message, &f.args, other, "");
                format!(
                    "{} {}{sheet}{at} {:?} → {message}",
                    f.rule.code, source.file, f.found
                )
            })
            .collect()
    }

    /// The codes of all findings, in their order.
    pub fn codes(&self) -> Vec<&'static str> {
        self.ingested.findings.iter().map(|f| f.rule.code).collect()
    }
}

/// A text in GB18030.
pub fn gb18030(text: &str) -> Vec<u8> {
    encoding_rs::GB18030.encode(text).0.into_owned()
}

#[test]
fn a_plain_sheet() {
    let read = read(&[(
        "a.csv",
        "自用编码,门店名称,公司名称,详细地址,结算账号\ns1,甲店,甲公司,某路 1 号,6222\n".as_bytes(),
    )]);
    assert_eq!(
        read.rows(Kind::Stores, &[Field::StoreCode, Field::CardNo]),
        [["2", "s1", "6222"]]
    );
    assert_eq!(read.findings(), Vec::<String>::new());
}

#[test]
fn a_file_that_cannot_be_read_does_not_stop_the_others() {
    let stores =
        gb18030("自用编码,门店名称,公司名称,详细地址,结算账号\ns1,甲店,甲公司,某路 1 号,6222\n");
    let read = read(&[("a.csv", &stores), ("b.csv", b"")]);
    assert_eq!(
        read.rows(Kind::Stores, &[Field::StoreName]),
        [["2", "甲店"]]
    );
    assert_eq!(read.codes(), ["FIL001"]);
    let refused: Vec<&str> = read
        .ingested
        .files
        .iter()
        .filter(|f| f.refused.is_some())
        .map(|f| f.path.as_str())
        .collect();
    assert_eq!(refused, ["b.csv"]);
}
