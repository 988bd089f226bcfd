//! Reading: a folder or a list of files in, columnar tables, bill aggregates and reading findings
//! out. Each sheet is recognised by its headers; each cell keeps its text and its kind, and nothing
//! is guessed from other rows.

mod biff;
mod bill;
mod compound;
mod delimited;
mod encoding;
mod files;
mod hash;
mod locate;
mod marks;
mod number;
mod sheet;
mod statement;
mod survey;
mod tags;
mod workbook;
mod workbook_dense;

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

pub use files::{Found, InputPath, find, single};

use crate::model::stage_rules::{FIL001, FIL002, FIL003, FIL006, FIL007, SHT003};
use crate::model::{
    Finding, Ingested, InputFile, Kind, Place, Rule, SheetRead, Source, Table, TextRead, finding,
};
use crate::template::{Job, SheetLayout};
use sheet::Sheet;

/// Why the input cannot be used. A fault in a cell is a finding, and so is a file that cannot be read
/// while others can.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{}: no such file or folder", .0.display())]
    Missing(PathBuf),
    #[error("{}: cannot be searched", path.display())]
    Search {
        path: PathBuf,
        source: std::io::Error,
    },
    #[error("{0}: [[sources]] matches no file")]
    SourceMatchesNothing(String),
    #[error("{}: no file with data here", .0.display())]
    NoFiles(PathBuf),
    /// Not one file could be read; each with its reason, one a line.
    #[error("{}", .0.iter().map(|(file, reason)| format!("{file}: {reason}")).collect::<Vec<_>>().join("\n"))]
    NothingRead(Vec<(String, String)>),
    #[error(
        "no sheet was recognised in {0} file(s); headers are compared with the layouts of `templates/`"
    )]
    NothingRecognised(usize),
}

/// Why one file cannot be read: a rule that says what to do, and its arguments.
#[derive(Debug)]
pub struct Reason {
    rule: &'static Rule,
    args: Vec<String>,
}

impl Reason {
    pub fn new<const N: usize>(rule: &'static Rule, args: [String; N]) -> Reason {
        let args = args.into();
        Reason { rule, args }
    }

    pub fn empty() -> Reason {
        Reason::new(&FIL001, [])
    }

    /// `what` is protected: `.xlsx`, `.zip`.
    pub fn encrypted(what: &str) -> Reason {
        Reason::new(&FIL002, [what.to_owned()])
    }

    /// `what` it seems to be, and what its reader said.
    pub fn damaged(what: &str, said: impl ToString) -> Reason {
        Reason::new(&FIL003, [what.to_owned(), said.to_string()])
    }

    /// `key` of the limits allows so much, the file has so much.
    pub fn beyond(key: &str, allowed: u64, found: u64) -> Reason {
        Reason::new(
            &FIL006,
            [key, &allowed.to_string(), &found.to_string()].map(str::to_owned),
        )
    }

    fn finding(&self, place: Place) -> Finding {
        let args = self.args.clone();
        Finding {
            args,
            ..Finding::about(self.rule, place)
        }
    }
}

impl From<std::io::Error> for Reason {
    fn from(error: std::io::Error) -> Reason {
        Reason::new(&FIL007, [error.to_string()])
    }
}

/// What reading needs beside the files.
pub struct Options<'a> {
    pub layouts: &'a [SheetLayout],
    pub job: &'a Job,
    /// Told of bytes read, from any thread.
    pub progress: &'a (dyn Fn(u64) + Sync),
}

/// One file, read.
pub(crate) struct FileRead {
    pub text: Option<TextRead>,
    pub sha256: String,
    pub sheets: Vec<Sheet>,
}

/// Reads all files in parallel; the result is in the order of their names.
///
/// # Errors
/// [`Error::NothingRead`] when no file could be read, [`Error::NothingRecognised`] when no sheet fits a
/// layout. A file that cannot be read while others can is a finding.
pub fn read(found: &Found, options: &Options) -> Result<Ingested, Error> {
    let ingested = read_each(found, options);
    let refused = ingested
        .files
        .iter()
        .filter_map(|f| Some((f, f.refused.as_ref()?)));
    let refused: Vec<_> = refused
        .map(|(file, finding)| (file.path.clone(), told(finding)))
        .collect();
    if refused.len() == ingested.files.len() {
        return Err(Error::NothingRead(refused));
    }
    let recognised = |file: &InputFile| file.sheets.iter().any(|s| s.kind.is_some());
    if !ingested.files.iter().any(recognised) {
        return Err(Error::NothingRecognised(ingested.files.len()));
    }
    Ok(ingested)
}

/// Reads all files in parallel, whatever comes of it; the result is in the order of their names.
pub fn read_each(found: &Found, options: &Options) -> Ingested {
    let files = &found.files[..];
    let read = read_all(files, options);
    let mut ingested = Ingested::default();
    for (path, result) in files.iter().zip(read) {
        match result {
            Ok(file) => gather(&mut ingested, path, file),
            Err(reason) => refuse(&mut ingested, path, &reason),
        }
    }
    bill::in_order(&mut ingested.bill_stores);
    ingested.findings.extend(bill::compare(&ingested.bills));
    found
        .passed_over
        .iter()
        .for_each(|name| pass_over(&mut ingested, name));
    ingested
}

/// The reason and what to do, in a sentence for an error message.
fn told(finding: &Finding) -> String {
    let text = &finding.rule.en;
    format!(
        "{}; {}",
        finding::fill(text.message, &finding.args, "", ""),
        text.remedy
    )
}

/// Reads every file, the most work first, so that threads finish together; results in file order.
fn read_all(files: &[InputPath], options: &Options) -> Vec<Result<FileRead, Reason>> {
    // A workbook is compressed and read by one thread; text is neither.
    let work = |file: &InputPath| file.bytes * if file.format == "xlsx" { 16 } else { 1 };
    let mut order: Vec<&InputPath> = files.iter().collect();
    order.sort_by_key(|file| std::cmp::Reverse(work(file)));
    let read = Mutex::new(Vec::with_capacity(files.len()));
    rayon::scope_fifo(|scope| {
        for file in order {
            scope.spawn_fifo(|_| {
                let result = read_file(file, options);
                read.lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .push((&file.name, result));
            });
        }
    });
    let mut read = read.into_inner().unwrap_or_else(PoisonError::into_inner);
    read.sort_by_key(|(name, _)| *name);
    read.into_iter().map(|(_, result)| result).collect()
}

fn read_file(path: &InputPath, options: &Options) -> Result<FileRead, Reason> {
    match path.format {
        "xlsx" | "xls" | "xlsb" | "ods" => workbook::read(path, options),
        _ => delimited::read(path, options),
    }
}

/// Adds a file's sheets to what has been read, giving each its source number.
fn gather(ingested: &mut Ingested, path: &InputPath, file: FileRead) {
    let mut sheets = Vec::new();
    for mut sheet in file.sheets {
        let source = ingested.sources.len() as u32;
        sheet.number(source);
        ingested.sources.push(Source {
            file: path.name.clone(),
            sheet: sheet.name.clone(),
            columns: sheet.columns.clone(),
        });
        sheets.push(SheetRead {
            source,
            kind: sheet.kind,
            layout: sheet.layout.clone(),
            header_rows: sheet.header_rows,
            header: std::mem::take(&mut sheet.header),
            rows: sheet.rows,
            left_out: sheet.left_out,
            hidden: sheet.hidden,
        });
        ingested.findings.append(&mut sheet.findings);
        if let Some(bill) = sheet.bill.take() {
            ingested.bills.push(bill.file);
            ingested.bill_stores.extend(bill.stores);
        }
        if let Some(table) = sheet.kind.and_then(|kind| ingested.tables.get_mut(kind)) {
            table.append(std::mem::replace(
                &mut sheet.table,
                Table::new(Kind::Stores),
            ));
        }
    }
    ingested.files.push(InputFile {
        path: path.name.clone(),
        bytes: path.bytes,
        sha256: file.sha256,
        format: path.format,
        text: file.text,
        sheets,
        refused: None,
    });
}

/// Accounts for a file that could not be read.
fn refuse(ingested: &mut Ingested, path: &InputPath, reason: &Reason) {
    let finding = reason.finding(Place::sheet(ingested.sources.len() as u32));
    ingested.sources.push(Source {
        file: path.name.clone(),
        ..Source::default()
    });
    ingested.findings.push(finding.clone());
    ingested.files.push(InputFile {
        path: path.name.clone(),
        bytes: path.bytes,
        format: path.format,
        refused: Some(finding),
        ..InputFile::default()
    });
}

/// Says of a file that it was not read.
fn pass_over(ingested: &mut Ingested, name: &str) {
    let place = Place::sheet(ingested.sources.len() as u32);
    ingested.sources.push(Source {
        file: name.to_owned(),
        ..Source::default()
    });
    ingested
        .findings
        .push(Finding::about(&SHT003, place).arg(name));
}

/// Points a finding made while reading at the source's final number.
fn renumber(finding: &mut Finding, source: u32) {
    finding.place = Place {
        source,
        ..finding.place
    };
}
