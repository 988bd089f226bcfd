//! Reading: a folder or a list of files in; columnar tables, sums of bills and findings out. Each sheet is recognised by
//! its headers; each cell keeps its text and its kind, and nothing is guessed from other rows.

pub(crate) mod archive;
pub(crate) mod body;
pub(crate) mod collect;
pub(crate) mod delimited;
pub(crate) mod error;
pub(crate) mod file_outcome;
pub(crate) mod find;
pub(crate) mod hidden_parts;
pub(crate) mod merged_cells;
pub(crate) mod non_data;
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
use crate::formats::rules::SHT003;
use crate::headers::saved_mapping;
use crate::model::{Finding, Ingested, InputFile, Place, SheetRead, Source, finding};
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
    let refused = ingested.files.iter();
    let refused: Vec<_> = refused
        .filter_map(|file| Some((file.path.clone(), reason(file.refused.as_ref()?))))
        .collect();
    // An archive has no content besides its members.
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

/// A source that the job names and the folder does not have is a missing file.
fn sources_match<'a, I: Iterator<Item = &'a str>>(
    job: &Job,
    names: impl Fn() -> I,
) -> Result<(), IngestError> {
    let found = |source: &JobSource| names().any(|name| source.path.matches(name));
    if let Some(source) = job.sources.iter().find(|source| !found(source)) {
        return Err(IngestError::SourceMatchesNothing(source.path.to_string()));
    }
    Ok(())
}

/// Reads all files in parallel, even if none can be read; the result is in the order of their names.
pub fn read_each(found: &FoundFiles, options: &ReadOptions) -> Ingested {
    let mut ingested = Ingested::default();
    for outcome in read_all(&found.files, options) {
        add_file(&mut ingested, outcome);
    }
    let sources = &ingested.sources;
    let read_again =
        |selection, asked: &[u32]| reread::lines(found, options, sources, selection, asked);
    let (stores, bills) = (&mut ingested.bill_stores, &mut ingested.bills);
    overlap::merge_stores(stores, bills, &mut ingested.findings, read_again);
    let differences = count::summary::compare(&ingested.bills);
    ingested.findings.extend(differences);
    for name in &found.passed_over {
        let place = add_source(&mut ingested, name);
        let finding = Finding::about(&SHT003, place).arg(name);
        ingested.findings.push(finding);
    }
    ingested
}

/// Reads one file from memory: tables and findings, or the reason in [`InputFile::refused`]. `name` has the extension.
pub fn read_bytes(name: &str, bytes: &[u8], options: &ReadOptions) -> Ingested {
    let mut ingested = Ingested::default();
    for outcome in open_file::read_bytes(name, bytes, options) {
        add_file(&mut ingested, outcome);
    }
    ingested
}

/// The reason and what to do, in a sentence for an error message.
fn reason(finding: &Finding) -> String {
    let text = &finding.rule.en;
    let filled = |text| finding::fill(text, &finding.args, "", "");
    format!("{}; {}", filled(text.message), filled(text.remedy))
}

/// Reads every file, the most work first, so that threads finish together; results in the order of
/// their names, an archive before its members.
fn read_all(files: &[InputPath], options: &ReadOptions) -> Vec<FileOutcome> {
    // A workbook is compressed and read by one thread; text is neither.
    let is_text = |name: &str| ["csv", "txt", "tsv"].contains(&find::extension(name).as_str());
    let work = |file: &InputPath| {
        let factor = if is_text(&file.name) { 1 } else { 16 };
        file.bytes.saturating_mul(factor)
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

/// Adds a file: its sheets, or the reason why there are none.
fn add_file(ingested: &mut Ingested, outcome: FileOutcome) {
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
            file.sheets = add_sheets(ingested, &file.path, contents);
        }
        Err(error) => {
            let finding = error.finding(add_source(ingested, &file.path));
            ingested.findings.push(finding.clone());
            file.refused = Some(finding);
        }
    }
    ingested.files.push(file);
}

/// Adds the sheets of a file, each with a source of its own.
fn add_sheets(ingested: &mut Ingested, file: &str, contents: FileContents) -> Vec<SheetRead> {
    let mut sheets = Vec::new();
    for mut sheet in contents.sheets {
        let source = ingested.sources.len() as u32;
        sheet.set_source(source);
        ingested.sources.push(Source {
            file: file.to_owned(),
            sheet: sheet.name.clone(),
            columns: sheet.columns.clone(),
        });
        ingested.findings.append(&mut sheet.findings);
        if let Some(bill) = sheet.bill.take() {
            ingested.bills.push(bill.file);
            ingested.bill_stores.extend(bill.stores);
        }
        let kind = sheet.read.kind;
        if let Some(table) = kind.and_then(|kind| ingested.tables.get_mut(kind)) {
            table.append(sheet.table);
        }
        sheets.push(sheet.read);
    }
    sheets
}

/// Adds a source without sheets; returns its place.
fn add_source(ingested: &mut Ingested, file: &str) -> Place {
    let place = Place::sheet(ingested.sources.len() as u32);
    ingested.sources.push(Source {
        file: file.to_owned(),
        ..Source::default()
    });
    place
}
