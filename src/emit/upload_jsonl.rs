//! `uploads/*.jsonl`: one body a line, as the call takes it; beside it `*.batch.json`, which names
//! the call and the store of each line.

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;

use serde::Serialize;

use super::error::EmitError;
use super::run::Run;
use super::staging::OutputSink;
use crate::config::upload::BodyKind;
use crate::model::{Field, Place};
use crate::uploads::api_body::ApiBody;
use crate::uploads::batch::Batch;

const SCHEMA: &str = "jinjian.batch/1";

/// Whether every body that goes out fits the interface.
///
/// # Errors
/// [`EmitError::Body`] when one does not, which should have held its store.
pub(crate) fn check(run: &Run) -> Result<(), EmitError> {
    match run.uploads.unfit.first() {
        None => Ok(()),
        Some((row, key)) => Err(EmitError::Body {
            place: run.formatter().path(place(run, *row as usize)),
            field: key.clone(),
        }),
    }
}

/// Writes bodies.
pub(crate) fn write(bodies: &[ApiBody], sink: &mut OutputSink) -> Result<(), EmitError> {
    for body in bodies {
        let line = body.line().map_err(std::io::Error::from);
        line.and_then(|line| writeln!(sink, "{line}"))
            .map_err(sink.failed())?;
    }
    Ok(())
}

/// Whether every line of the file equals its body.
///
/// # Errors
/// [`EmitError::ReadBack`] with the first line that does not.
pub(crate) fn read_back(bodies: &[ApiBody], path: &Path) -> Result<(), EmitError> {
    let failed = || EmitError::file(path, "reading the file back");
    let mut lines = BufReader::new(File::open(path).map_err(failed())?).lines();
    for (index, body) in bodies.iter().enumerate() {
        let line = lines.next().transpose().map_err(failed())?;
        if !line.is_some_and(|line| body.equals_line(&line)) {
            return Err(EmitError::read_back(path, format!("line {}", index + 1)));
        }
    }
    match lines.next() {
        None => Ok(()),
        Some(_) => Err(EmitError::read_back(path, "after the last line")),
    }
}

/// What a batch is.
#[derive(Serialize)]
struct BatchList<'a> {
    schema: &'static str,
    method: &'static str,
    bodies: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    org_pid: Option<&'a str>,
    lines: Vec<BatchLine<'a>>,
}

/// One line, and the row of the sheet it was made of.
#[derive(Serialize)]
struct BatchLine<'a> {
    line: usize,
    store_code: &'a str,
    file: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<&'a str>,
    row: u32,
}

/// Writes the list of a batch.
pub(crate) fn write_list(
    run: &Run,
    batch: &Batch,
    call: BodyKind,
    sink: &mut OutputSink,
) -> Result<(), EmitError> {
    let formatter = run.formatter();
    let stores = &run.ingested.tables.stores;
    let line = |(line, row): (usize, &u32)| {
        let place = place(run, *row as usize);
        let (file, sheet) = formatter.file(place);
        BatchLine {
            line,
            store_code: stores.text(*row as usize, Field::StoreCode),
            file,
            sheet,
            row: place.row,
        }
    };
    let list = BatchList {
        schema: SCHEMA,
        method: call.method(),
        bodies: format!("{}.jsonl", batch.stem),
        org_pid: batch.named_acquirer(),
        lines: (1..).zip(&batch.rows).map(line).collect(),
    };
    serde_json::to_writer_pretty(&mut *sink, &list)
        .map_err(std::io::Error::from)
        .and_then(|()| sink.write_all(b"\n"))
        .map_err(sink.failed())
}

/// Names the store by its place: values stay out of messages.
fn place(run: &Run, row: usize) -> Place {
    let stores = &run.ingested.tables.stores;
    stores.place(row, Field::StoreCode, &run.ingested.sources)
}
