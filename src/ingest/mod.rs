//! Reading: a folder or a list of files in, columnar tables, bill aggregates and reading findings
//! out. Each sheet is recognised by its headers; each cell keeps its text and its kind, and nothing
//! is guessed from other rows.

pub(crate) mod archive;
pub(crate) mod body;
pub(crate) mod collect;
pub(crate) mod delimited;
pub(crate) mod error;
pub(crate) mod file_outcome;
pub(crate) mod find;
pub(crate) mod hidden_parts;
pub(crate) mod merged_cells;
pub(crate) mod open_file;
pub(crate) mod options;
pub(crate) mod reread;
pub(crate) mod row_filter;
pub(crate) mod row_width;
pub(crate) mod rules;
pub(crate) mod sheet;
pub(crate) mod statement;

use std::sync::{Mutex, PoisonError};

pub use crate::formats::read_back::cells;
pub use error::IngestError;
pub use find::{FoundFiles, InputPath, find, single};
pub use options::ReadOptions;

use crate::bills::{count, overlap};
use crate::config::Job;
use crate::config::job::JobSource;
use crate::formats::read_error::ReadError;
use crate::formats::rules::SHT003;
use crate::headers::saved_mapping;
use crate::model::{Finding, Ingested, InputFile, Kind, Place, SheetRead, Source, Table, sentence};
use file_outcome::{FileContents, FileOutcome};

/// Reads all files in parallel; the result is in the order of their names.
///
/// # Errors
/// [`IngestError::SourceMatchesNothing`] when the job names files that are not there,
/// [`IngestError::NothingRead`] when no file could be read, [`IngestError::NothingRecognised`] when no sheet fits a
/// layout. A file that cannot be read while others can is a finding.
pub fn read(found: &FoundFiles, options: &ReadOptions) -> Result<Ingested, IngestError> {
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
        return Err(IngestError::NothingRead(refused));
    }
    let recognised = |file: &InputFile| file.sheets.iter().any(|s| s.kind.is_some());
    if !ingested.files.iter().any(recognised) {
        let read = ingested.files.len() - refused.len();
        return Err(IngestError::NothingRecognised { read, refused });
    }
    saved_mapping::idle(&mut ingested, &options.job.maps);
    Ok(ingested)
}

/// A source the job names and the folder does not have is a missing file.
fn sources_match<'a, I: Iterator<Item = &'a str>>(
    job: &Job,
    names: impl Fn() -> I,
) -> Result<(), IngestError> {
    let found = |source: &JobSource| names().any(|name| source.path.matches(name));
    match job.sources.iter().find(|source| !found(source)) {
        Some(source) => Err(IngestError::SourceMatchesNothing(source.path.to_string())),
        None => Ok(()),
    }
}

/// Reads all files in parallel, whatever comes of it; the result is in the order of their names.
pub fn read_each(found: &FoundFiles, options: &ReadOptions) -> Ingested {
    let mut ingested = Ingested::default();
    for outcome in read_all(&found.files, options) {
        gather(&mut ingested, outcome);
    }
    let sources = &ingested.sources;
    let read_again =
        |selection, asked: &[u32]| reread::lines(found, options, sources, selection, asked);
    let (stores, bills) = (&mut ingested.bill_stores, &mut ingested.bills);
    overlap::merge_stores(stores, bills, &mut ingested.findings, read_again);
    ingested
        .findings
        .extend(count::summary::compare(&ingested.bills));
    found
        .passed_over
        .iter()
        .for_each(|name| pass_over(&mut ingested, name));
    ingested
}

/// Reads one file from memory, whatever comes of it: tables and findings, or the reason in
/// [`InputFile::refused`]. `name` is what it is called, with its extension.
pub fn read_bytes(name: &str, bytes: &[u8], options: &ReadOptions) -> Ingested {
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
fn read_all(files: &[InputPath], options: &ReadOptions) -> Vec<FileOutcome> {
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
fn gather(ingested: &mut Ingested, outcome: FileOutcome) {
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
fn gather_sheets(ingested: &mut Ingested, file: &str, contents: FileContents) -> Vec<SheetRead> {
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
fn refuse(ingested: &mut Ingested, file: &str, reason: &ReadError) -> Finding {
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
