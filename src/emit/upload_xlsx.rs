//! Upload workbooks: one sheet, a header, one row per body or table row, every cell text, so that
//! nothing that looks like a number loses its zeros. What a person still has to choose is a list.

use std::borrow::Cow;
use std::convert::Infallible;
use std::path::Path;

use rust_xlsxwriter::{DataValidation, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::batch::Batch;
use super::body::{Action, Body};
use super::body_cell::{Reader, reader};
use super::style_xlsx::{self, Width};
use super::target_cell::Cells;
use super::write::Sink;
use super::{Error, ReadBack, Run, calls};
use crate::template::UploadLayout;
use crate::template::upload::{BodyKind, Content, UploadColumn};

/// Rows whose texts say how wide a column is.
const MEASURED: usize = 200;
/// Widths of a column without a text, and of one with long ones, in characters of half width.
const EMPTY: u16 = 12;
const WIDEST: u16 = 60;
/// In points.
const HEADER_HEIGHT: u16 = 20;

/// Whether every column of the layout can be filled.
///
/// # Errors
/// [`Error::Layout`] with the first path that bodies do not have.
pub fn check(layout: &UploadLayout) -> Result<(), Error> {
    let has_bodies = action(layout).is_some();
    for column in &layout.columns {
        let Content::Body(path) = &column.content else {
            continue;
        };
        if !has_bodies || reader(path).is_none() {
            return Err(Error::Layout {
                layout: layout.name.clone(),
                fault: format!("column `{}`: there is no `{path}`", column.label),
            });
        }
    }
    Ok(())
}

/// The call whose bodies can be columns.
fn action(layout: &UploadLayout) -> Option<Action> {
    match layout.bodies? {
        BodyKind::IndirectCreate => Some(Action::Create),
        BodyKind::IndirectModify => Some(Action::Modify),
        BodyKind::ShopCreate | BodyKind::QimenStoreCreate => None,
    }
}

/// What stands in the rows of a batch, asked for row by row.
struct Rows<'r, 'a> {
    run: &'r Run<'a>,
    batch: &'r Batch<'a>,
    cells: Cells<'r, 'a>,
    /// Per column, where a body has its text.
    readers: Vec<Option<Reader>>,
}

impl<'r, 'a> Rows<'r, 'a> {
    fn of(run: &'r Run<'a>, batch: &'r Batch<'a>) -> Rows<'r, 'a> {
        let columns = batch.layout.columns.iter();
        let readers = columns.map(|column| match &column.content {
            Content::Body(path) => reader(path),
            _ => None,
        });
        Rows {
            run,
            batch,
            cells: Cells::of(run, batch.layout),
            readers: readers.collect(),
        }
    }

    /// Tells the texts of one row, column by column; empty ones too.
    fn row<E>(
        &self,
        row: u32,
        mut tell: impl FnMut(u16, Cow<str>) -> Result<(), E>,
    ) -> Result<(), E> {
        let body: Option<Body> =
            action(self.batch.layout).map(|action| calls::indirect(self.run, action, row as usize));
        let columns = (0..).zip(&self.batch.layout.columns);
        for ((index, column), reader) in columns.zip(&self.readers) {
            let text = match (&body, reader) {
                (Some(body), Some(reader)) => reader.read(body).unwrap_or_default(),
                _ => self.cells.text(row as usize, column).unwrap_or_default(),
            };
            tell(index, text)?;
        }
        Ok(())
    }
}

impl Rows<'_, '_> {
    /// Of each column: what its texts need, else what the layout says, and never less than its label
    /// and its choices.
    fn widths(&self) -> Vec<u16> {
        let columns = &self.batch.layout.columns;
        let mut texts = vec![0; columns.len()];
        for row in self.batch.rows.iter().take(MEASURED) {
            let told: Result<(), Infallible> = self.row(*row, |column, text| {
                let widest = &mut texts[usize::from(column)];
                *widest = (*widest).max(text.half_widths());
                Ok(())
            });
            let Ok(()) = told;
        }
        let width = |(column, text): (&UploadColumn, u16)| {
            let needed = match text {
                0 => column.width.unwrap_or(EMPTY),
                text => text.saturating_add(2).min(WIDEST),
            };
            let choices = column.choices.iter().map(|choice| choice.half_widths() + 3);
            // Room for the filter's arrow beside the label.
            let label = column.label.half_widths() + 3;
            choices.fold(needed.max(label), u16::max)
        };
        columns.iter().zip(texts).map(width).collect()
    }
}

/// Writes a batch; the answer is the number of rows.
pub fn write(run: &Run, batch: &Batch, sink: &mut Sink) -> Result<u64, Error> {
    let mut workbook = style_xlsx::workbook();
    let filled = fill(&mut workbook, &Rows::of(run, batch));
    filled
        .and_then(|()| workbook.save_to_writer(&mut *sink))
        .map_err(|e| style_xlsx::failed(sink.path(), e))?;
    Ok(batch.rows.len() as u64)
}

fn fill(workbook: &mut Workbook, content: &Rows) -> Result<(), XlsxError> {
    let layout = content.batch.layout;
    let rows = &content.batch.rows;
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    sheet.set_name(&layout.sheet)?;
    let widths = content.widths();
    header(sheet, layout, &widths)?;
    for (at, row) in (1..).zip(rows) {
        content.row(*row, |column, text| match text.is_empty() {
            true => Ok(()),
            false => sheet.write_string(at, column, text).map(drop),
        })?;
    }
    choices(sheet, layout, rows.len() as u32)?;
    style_xlsx::finish_table(sheet, rows.len() as u32, &widths)
}

/// Labels, widths, and text as the format of every column; compulsory columns in red.
fn header(sheet: &mut Worksheet, layout: &UploadLayout, widths: &[u16]) -> Result<(), XlsxError> {
    let text = Format::new()
        .set_num_format("@")
        .set_align(FormatAlign::VerticalCenter);
    let [optional, compulsory] = [false, true].map(style_xlsx::upload_header);
    sheet.set_row_height(0, HEADER_HEIGHT)?;
    for ((index, column), width) in (0..).zip(&layout.columns).zip(widths) {
        sheet.set_column_width(index, *width)?;
        sheet.set_column_format(index, &text)?;
        let format = if column.required {
            &compulsory
        } else {
            &optional
        };
        sheet.write_string_with_format(0, index, &column.label, format)?;
    }
    Ok(())
}

/// Lists to choose from, beside every row.
fn choices(sheet: &mut Worksheet, layout: &UploadLayout, rows: u32) -> Result<(), XlsxError> {
    for (index, column) in (0..).zip(&layout.columns) {
        if column.choices.is_empty() {
            continue;
        }
        let list = DataValidation::new().allow_list_strings(&column.choices)?;
        sheet.add_data_validation(1, index, rows.max(1), index, &list)?;
    }
    Ok(())
}

/// Whether the file has the header and the texts of the batch in their cells, and nothing else.
///
/// # Errors
/// [`Error::ReadBack`] with the first cell that is not as it was meant.
pub fn read_back(run: &Run, batch: &Batch, path: &Path, reader: ReadBack) -> Result<(), Error> {
    let content = Rows::of(run, batch);
    let labels = batch
        .layout
        .columns
        .iter()
        .map(|column| column.label.clone());
    // One row is kept at a time, because cells come in the order of the file; what has come is cleared.
    let (mut at, mut expected) = (0, labels.collect::<Vec<String>>());
    let mut wrong: Option<(u32, u32)> = None;
    let next = |at: u32| -> Vec<String> {
        let mut texts = Vec::new();
        let row = batch.rows.get(at as usize - 1);
        if let Some(row) = row {
            let told: Result<(), Infallible> = content.row(*row, |_, text| {
                texts.push(text.into_owned());
                Ok(())
            });
            let Ok(()) = told;
        }
        texts
    };
    let left = |texts: &[String]| texts.iter().position(|text| !text.is_empty());
    let told = reader(path, &mut |row, column, text| {
        if wrong.is_some() {
            return;
        }
        while at < row {
            if let Some(column) = left(&expected) {
                wrong = Some((at, column as u32));
                return;
            }
            at += 1;
            expected = next(at);
        }
        match expected.get_mut(column as usize) {
            Some(meant) if *meant == text => meant.clear(),
            _ => wrong = Some((row, column)),
        }
    });
    if let Err(fault) = told {
        return Err(Error::read_back(path, fault));
    }
    let rows = batch.rows.len() as u32;
    let incomplete = left(&expected).map(|column| (at, column as u32));
    let missing = (at < rows).then_some((at + 1, 0));
    match wrong.or(incomplete).or(missing) {
        None => Ok(()),
        Some((row, column)) => Err(Error::read_back(
            path,
            format!("row {}, column {}", row + 1, column + 1),
        )),
    }
}
