//! `uploads/*.jsonl`: one body a line, as the call takes it; beside it `*.batch.json`, which says what
//! call it is and which line is which store.

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;

use serde::Serialize;

use super::finding_formatter::Lens;
use super::publish::Sink;
use super::{Error, Run};
use crate::config::upload::BodyKind;
use crate::model::{Field, Place};
use crate::uploads::api_bodies::Bodies;
use crate::uploads::batch::Batch;

const SCHEMA: &str = "jinjian.batch/1";

/// Writes the bodies of some rows.
///
/// # Errors
/// [`Error::Body`] when one does not fit the interface, which should have been found before.
pub(crate) fn write(
    run: &Run,
    bodies: &Bodies,
    rows: &[u32],
    sink: &mut Sink,
) -> Result<(), Error> {
    for (index, row) in rows.iter().enumerate() {
        if let Some((field, _)) = bodies.faults(index).into_iter().next() {
            return Err(Error::Body {
                place: Lens::of(run).path(place(run, *row as usize)),
                field,
            });
        }
        bodies
            .line(index)
            .map_err(std::io::Error::from)
            .and_then(|line| writeln!(sink, "{line}"))
            .map_err(sink.failed())?;
    }
    Ok(())
}

/// Whether every line of the file says what its body, of `count`, says.
///
/// # Errors
/// [`Error::ReadBack`] with the first line that does not.
pub(crate) fn read_back(bodies: &Bodies, count: usize, path: &Path) -> Result<(), Error> {
    let failed = || Error::file(path, "reading the file back");
    let mut lines = BufReader::new(File::open(path).map_err(failed())?).lines();
    for index in 0..count {
        let line = lines.next().transpose().map_err(failed())?;
        if !line.is_some_and(|line| bodies.reads_back(index, &line)) {
            return Err(Error::read_back(path, format!("line {}", index + 1)));
        }
    }
    match lines.next() {
        None => Ok(()),
        Some(_) => Err(Error::read_back(path, "after the last line")),
    }
}

/// What a batch is.
#[derive(Serialize)]
struct List<'a> {
    schema: &'static str,
    method: &'static str,
    bodies: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    org_pid: Option<&'a str>,
    lines: Vec<Line<'a>>,
}

/// One line, and the row of the sheet it was made of.
#[derive(Serialize)]
struct Line<'a> {
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
    sink: &mut Sink,
) -> Result<(), Error> {
    let lens = Lens::of(run);
    let stores = &run.ingested.tables.stores;
    let line = |(line, row): (usize, &u32)| {
        let place = place(run, *row as usize);
        let (file, sheet) = lens.file(place);
        Line {
            line,
            store_code: stores.text(*row as usize, Field::StoreCode),
            file,
            sheet,
            row: place.row,
        }
    };
    let list = List {
        schema: SCHEMA,
        method: call.method(),
        bodies: format!("{}.jsonl", batch.stem),
        org_pid: batch.acquirer.filter(|pid| !pid.is_empty()),
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
