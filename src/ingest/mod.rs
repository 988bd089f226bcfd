//! Reading: a folder or a list of files in, columnar tables, bill aggregates and reading findings
//! out. Each sheet is recognised by its headers; each cell keeps its text and its kind, and nothing
//! is guessed from other rows.

pub(crate) mod archive;
pub(crate) mod body;
pub(crate) mod collect;
pub(crate) mod delimited;
pub(crate) mod find;
pub(crate) mod hidden_parts;
pub(crate) mod merged_cells;
pub(crate) mod open_file;
pub(crate) mod reread;
pub(crate) mod row_filter;
pub(crate) mod row_width;
pub(crate) mod rules;
pub(crate) mod sheet;
pub(crate) mod statement;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

pub use crate::formats::read_back::cells;
pub use find::{Found, InputPath, find, single};

use crate::bills::{count, overlap};
use crate::config::job::JobSource;
use crate::config::{Job, SheetLayout};
use crate::formats::reason::Reason;
use crate::formats::rules::SHT003;
use crate::headers::saved_mapping;
use crate::model::{Finding, Ingested, InputFile, Kind, Place, SheetRead, Source, Table, sentence};
use open_file::{Contents, Outcome};

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
    #[error("{}", lines(.0))]
    NothingRead(Vec<(String, String)>),
    /// So many files could be read, and nothing in them is known; the others, each with its reason.
    #[error(
        "{}no sheet was recognised in {read} file(s); `jinjian inspect` says what each lacks, `jinjian map` what its columns may be",
        if refused.is_empty() { String::new() } else { lines(refused) + "\n" }
    )]
    NothingRecognised {
        read: usize,
        refused: Vec<(String, String)>,
    },
}

/// Files that cannot be read, each with its reason.
fn lines(refused: &[(String, String)]) -> String {
    let lines = refused
        .iter()
        .map(|(file, reason)| format!("{file}: {reason}"));
    lines.collect::<Vec<_>>().join("\n")
}

/// What reading needs beside the files.
pub struct Options<'a> {
    pub layouts: &'a [SheetLayout],
    pub job: &'a Job,
    /// Told of bytes read, from any thread.
    pub progress: &'a (dyn Fn(u64) + Sync),
    /// Bills are read a second time, for these lines; otherwise nothing.
    pub wanted: Option<&'a Arc<crate::bills::overlap::line_selection::Wanted>>,
}

/// Reads all files in parallel; the result is in the order of their names.
///
/// # Errors
/// [`Error::SourceMatchesNothing`] when the job names files that are not there,
/// [`Error::NothingRead`] when no file could be read, [`Error::NothingRecognised`] when no sheet fits a
/// layout. A file that cannot be read while others can is a finding.
pub fn read(found: &Found, options: &Options) -> Result<Ingested, Error> {
    let in_folder = || found.files.iter().map(|f| f.name.as_str());
    // An archive may hold what the job names: then its members are asked as well.
    if !in_folder().any(|name| find::extension(name) == "zip") {
        sources_match(options.job, in_folder)?;
    }
    let mut ingested = read_each(found, options);
    sources_match(options.job, || {
        ingested.files.iter().map(|f| f.path.as_str())
    })?;
    let refused = ingested
        .files
        .iter()
        .filter_map(|f| Some((f, f.refused.as_ref()?)));
    let refused: Vec<_> = refused
        .map(|(file, finding)| (file.path.clone(), told(finding)))
        .collect();
    // An archive is read so that its members can be.
    let has_content = |file: &InputFile| file.refused.is_none() && file.format != "zip";
    if !ingested.files.iter().any(has_content) {
        return Err(Error::NothingRead(refused));
    }
    let recognised = |file: &InputFile| file.sheets.iter().any(|s| s.kind.is_some());
    if !ingested.files.iter().any(recognised) {
        let read = ingested.files.len() - refused.len();
        return Err(Error::NothingRecognised { read, refused });
    }
    saved_mapping::idle(&mut ingested, &options.job.maps);
    Ok(ingested)
}

/// A source the job names and the folder does not have is a missing file.
fn sources_match<'a, I: Iterator<Item = &'a str>>(
    job: &Job,
    names: impl Fn() -> I,
) -> Result<(), Error> {
    let found = |source: &JobSource| names().any(|name| source.path.matches(name));
    match job.sources.iter().find(|source| !found(source)) {
        Some(source) => Err(Error::SourceMatchesNothing(source.path.to_string())),
        None => Ok(()),
    }
}

/// Reads all files in parallel, whatever comes of it; the result is in the order of their names.
pub fn read_each(found: &Found, options: &Options) -> Ingested {
    let mut ingested = Ingested::default();
    for outcome in read_all(&found.files, options) {
        gather(&mut ingested, outcome);
    }
    let sources = &ingested.sources;
    let again = |wanted, asked: &[u32]| reread::lines(found, options, sources, wanted, asked);
    let (stores, bills) = (&mut ingested.bill_stores, &mut ingested.bills);
    overlap::in_order(stores, bills, &mut ingested.findings, again);
    ingested
        .findings
        .extend(count::figures::compare(&ingested.bills));
    found
        .passed_over
        .iter()
        .for_each(|name| pass_over(&mut ingested, name));
    ingested
}

/// Reads one file from memory, whatever comes of it: tables and findings, or the reason in
/// [`InputFile::refused`]. `name` is what it is called, with its extension.
pub fn read_bytes(name: &str, bytes: &[u8], options: &Options) -> Ingested {
    let mut ingested = Ingested::default();
    for outcome in open_file::read_bytes(name, bytes, options) {
        gather(&mut ingested, outcome);
    }
    ingested
}

/// The reason and what to do, in a sentence for an error message.
fn told(finding: &Finding) -> String {
    let text = &finding.rule.en;
    let filled = |text| sentence::fill(text, &finding.args, "", "");
    format!("{}; {}", filled(text.message), filled(text.remedy))
}

/// Reads every file, the most work first, so that threads finish together; results in the order of
/// their names, an archive before its members.
fn read_all(files: &[InputPath], options: &Options) -> Vec<Outcome> {
    // A workbook is compressed and read by one thread; text is neither.
    let is_text = |name: &str| ["csv", "txt", "tsv"].contains(&find::extension(name).as_str());
    let work = |file: &InputPath| {
        file.bytes
            .saturating_mul(if is_text(&file.name) { 1 } else { 16 })
    };
    let mut order: Vec<(usize, &InputPath)> = files.iter().enumerate().collect();
    order.sort_by_key(|(_, file)| std::cmp::Reverse(work(file)));
    let read = Mutex::new(Vec::with_capacity(files.len()));
    rayon::scope_fifo(|scope| {
        for (at, file) in order {
            let read = &read;
            scope.spawn_fifo(move |_| {
                let outcomes = open_file::read_file(file, options).into_iter();
                let mut read = read.lock().unwrap_or_else(PoisonError::into_inner);
                read.extend(outcomes.map(|outcome| (at, outcome)));
            });
        }
    });
    let mut read = read.into_inner().unwrap_or_else(PoisonError::into_inner);
    read.sort_by(|(at, a), (bt, b)| (&a.name, at).cmp(&(&b.name, bt)));
    read.into_iter().map(|(_, outcome)| outcome).collect()
}

/// Adds what came of a file: its sheets, or the reason why there are none.
fn gather(ingested: &mut Ingested, outcome: Outcome) {
    let mut file = InputFile {
        path: outcome.name,
        bytes: outcome.bytes,
        sha256: outcome.sha256,
        format: outcome.format,
        ..InputFile::default()
    };
    match outcome.read {
        Ok(contents) => {
            file.text = contents.text;
            file.sheets = gather_sheets(ingested, &file.path, contents);
        }
        Err(reason) => file.refused = Some(refuse(ingested, &file.path, &reason)),
    }
    ingested.files.push(file);
}

/// Adds a file's sheets to what has been read, giving each its source number.
fn gather_sheets(ingested: &mut Ingested, file: &str, contents: Contents) -> Vec<SheetRead> {
    let mut sheets = Vec::new();
    for mut sheet in contents.sheets {
        let source = ingested.sources.len() as u32;
        sheet.number(source);
        ingested.sources.push(Source {
            file: file.to_owned(),
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
            raw: std::mem::take(&mut sheet.raw),
            statement: sheet.statement,
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
    sheets
}

/// Says why a file could not be read.
fn refuse(ingested: &mut Ingested, file: &str, reason: &Reason) -> Finding {
    let finding = reason.finding(Place::sheet(ingested.sources.len() as u32));
    ingested.sources.push(Source {
        file: file.to_owned(),
        ..Source::default()
    });
    ingested.findings.push(finding.clone());
    finding
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
