//! The room as a whole, by what is asked of it: bodies that fit the interface, reports that can be read,
//! and a folder that appears whole or not at all. What the three share stands here.

mod bodies;
mod publishing;
mod reading_back;
mod reports;
mod trade;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use calamine::{Data, DataType, Range, Reader, Xlsx, open_workbook};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::sample;
use super::sample::{Sample, store};
use super::{EmitError, MANIFEST, Published, prepare, publish, verify};
use crate::model::rule::Defect;
use crate::model::{
    Blocks, CellKind, Column, Disposition, Field, Finding, Kind, Lang, Note, Related,
};
use crate::uploads::bodies::indirect::Action;
use crate::uploads::bodies::{onboarding_body, validation};
use crate::uploads::check_bodies;
use crate::uploads::target::Target;

/// A folder that goes when its guard does, and an output folder in it that is not there yet.
fn temporary() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("temporary folder");
    let out = folder.path().join("out");
    (folder, out)
}

fn read(out: &Path, file: &str) -> String {
    fs::read_to_string(out.join(file)).expect("there")
}

/// A column of these texts.
fn column(texts: &[&str], kind: CellKind) -> Column {
    let mut column = Column::default();
    texts.iter().for_each(|text| column.push(text, kind));
    column
}

/// What becomes of the rows in one of the built-in uploads.
fn target(sample: &Sample, name: &str) -> Target {
    let layout = sample.layouts.iter().find(|layout| layout.name == name);
    let layout = Arc::new(layout.expect("built in").clone());
    Target::decide(&sample.upload_input(), layout)
}

fn try_publish(sample: &Sample, out: &Path, force: bool) -> Result<Published, EmitError> {
    publish(&sample.run(&sample.uploads()), out, force, &cells, &|_| {})
}

fn published(sample: &Sample, out: &Path) -> Published {
    try_publish(sample, out, false).expect("publishes")
}

/// The first sheet's cells, as a run reads them back.
fn cells(path: &Path, cell: &mut dyn FnMut(u32, u32, &str)) -> Result<(), String> {
    let mut book: Xlsx<_> = open_workbook(path).map_err(|e: calamine::XlsxError| e.to_string())?;
    let range = book.worksheet_range_at(0).ok_or("no sheet")?;
    let range = range.map_err(|e| e.to_string())?;
    let (row, column) = range.start().unwrap_or_default();
    for (r, c, data) in range.used_cells() {
        let text = data.get_string().unwrap_or("no text");
        cell(r as u32 + row, c as u32 + column, text);
    }
    Ok(())
}

fn body_of(sample: &Sample, row: usize, action: Action) -> Value {
    let body = onboarding_body::compose(&sample.upload_input(), row, action);
    assert_eq!(validation::refusals(&body), []);
    serde_json::to_value(&body).expect("serialises")
}

fn sheet(out: &Path, file: &str, name: &str) -> Range<Data> {
    let mut book: Xlsx<_> = open_workbook(out.join(file)).expect("opens");
    book.worksheet_range(name).expect("the sheet is there")
}

fn text(range: &Range<Data>, row: u32, column: u32) -> String {
    match range.get_value((row, column)) {
        Some(Data::String(text)) => text.clone(),
        Some(Data::Empty) | None => String::new(),
        other => panic!("not text: {other:?}"),
    }
}
