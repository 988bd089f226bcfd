//! Reading: a folder or a list of files in, columnar tables, bill aggregates and reading findings
//! out. Each sheet is recognised by its headers; each cell keeps its text and its kind, and nothing
//! is guessed from other rows.

mod bill;
mod delimited;
mod encoding;
mod files;
mod hash;
mod locate;
mod sheet;
mod workbook;

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

pub use files::{Found, InputPath, find};

use crate::model::stage_rules::SHT003;
use crate::model::{Finding, Ingested, InputFile, Kind, Place, SheetRead, Source, Table};
use crate::template::{Job, SheetLayout};
use sheet::Sheet;

/// Why the input cannot be used. A fault in a cell is a finding, not an error.
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
    #[error("{}: no .xlsx or .csv file here", .0.display())]
    NoFiles(PathBuf),
    /// Every file that could not be read, one a line.
    #[error("{}", .0.iter().map(FileError::to_string).collect::<Vec<_>>().join("\n"))]
    Unreadable(Vec<FileError>),
    #[error(
        "no sheet was recognised in {0} file(s); headers are compared with the layouts of `templates/`"
    )]
    NothingRecognised(usize),
}

/// Why one file cannot be read, and what to do.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {reason}")]
pub struct FileError {
    pub file: String,
    pub reason: Reason,
}

/// What is wrong with the file.
#[derive(Debug, thiserror::Error)]
pub enum Reason {
    #[error("cannot be opened ({0})")]
    Io(#[from] std::io::Error),
    #[error("is empty")]
    Empty,
    #[error("is UTF-16 text; save it as CSV UTF-8 or as .xlsx")]
    Utf16,
    #[error("a quote opened in row {0} is never closed, so the rows after it cannot be told apart")]
    OpenQuote(u32),
    #[error(
        "is not an .xlsx workbook, or is damaged or encrypted ({0}); open it in Excel and save it again"
    )]
    Workbook(#[from] calamine::XlsxError),
    #[error("is not text; if it is a workbook, give it its own extension")]
    NotText,
    #[error("is not UTF-8 at byte {0}, although the job file says so")]
    NotUtf8(usize),
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
    pub encoding: Option<&'static str>,
    pub sha256: String,
    pub sheets: Vec<Sheet>,
}

/// Reads all files in parallel; the result is in the order of their names.
///
/// # Errors
/// [`Error::Unreadable`] with every file that could not be read: a run on part of its input would
/// plan stores as new that a missing register knows. [`Error::NothingRecognised`] when no sheet fits
/// a layout.
pub fn read(found: &Found, options: &Options) -> Result<Ingested, Error> {
    let files = &found.files[..];
    let read = read_all(files, options);
    let mut ingested = Ingested::default();
    let mut unreadable = Vec::new();
    for (path, result) in files.iter().zip(read) {
        match result {
            Ok(file) => gather(&mut ingested, path, file),
            Err(reason) => {
                let file = path.name.clone();
                unreadable.push(FileError { file, reason });
            }
        }
    }
    if !unreadable.is_empty() {
        return Err(Error::Unreadable(unreadable));
    }
    if ingested
        .files
        .iter()
        .all(|f| f.sheets.iter().all(|s| s.kind.is_none()))
    {
        return Err(Error::NothingRecognised(files.len()));
    }
    bill::in_order(&mut ingested.bill_stores);
    found
        .passed_over
        .iter()
        .for_each(|name| pass_over(&mut ingested, name));
    Ok(ingested)
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
        "xlsx" => workbook::read(path, options),
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
            header_row: sheet.header_row,
            rows: sheet.rows,
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
        encoding: file.encoding,
        sheets,
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
        .push(Finding::about(&SHT003, place).found(name));
}

/// Points a finding made while reading at the source's final number.
fn renumber(finding: &mut Finding, source: u32) {
    finding.place = Place {
        source,
        ..finding.place
    };
}
