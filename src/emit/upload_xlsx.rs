//! Upload workbooks: one sheet, a header, one row per body or table row, every cell text, so that
//! nothing that looks like a number loses its zeros. What a person still has to choose is a list.

use std::path::Path;

use rust_xlsxwriter::{DataValidation, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::error::EmitError;
use super::staging::OutputSink;
use super::workbook_style;
use super::workbook_style::Width;
use crate::config::UploadLayout;
use crate::config::upload::{BodyKind, Content, UploadColumn};
use crate::uploads::UploadInput;
use crate::uploads::api_body::ApiBody;
use crate::uploads::batch::Batch;
use crate::uploads::bodies::body_column::{BodyColumn, body_column};
use crate::uploads::target_cell::TargetCells;

/// Rows whose texts say how wide a column is.
const MEASURED: u32 = 200;
/// Widths of a column without a text, and of one with long ones, in characters of half width.
const EMPTY: u16 = 12;
const WIDEST: u16 = 60;
/// In points.
const HEADER_HEIGHT: u16 = 20;

/// Reads the cells of a workbook, by row and column from 0, in the order of the file; the error is what
/// keeps it from being read. What was written is read with it before it is published.
pub type ReadBack<'a> =
    &'a (dyn Fn(&Path, &mut dyn FnMut(u32, u32, &str)) -> Result<(), String> + Sync);

/// Whether every column of the layout can be filled.
///
/// # Errors
/// [`EmitError::Layout`] with the first path that bodies do not have.
pub(crate) fn check(layout: &UploadLayout) -> Result<(), EmitError> {
    let has_bodies = layout.bodies.is_some_and(BodyKind::is_onboarding);
    for column in &layout.columns {
        let Content::Body(path) = &column.content else {
            continue;
        };
        if !has_bodies || body_column(path).is_none() {
            return Err(EmitError::Layout {
                layout: layout.name.clone(),
                fault: format!("column `{}`: there is no `{path}`", column.label),
            });
        }
    }
    Ok(())
}

/// The texts of a batch, row by row and end to end: made once, written, and compared with what is read
/// back.
pub(crate) struct UploadTexts<'l> {
    columns: &'l [UploadColumn],
    text: String,
    /// Where the text of each cell ends; rows one after the other.
    ends: Vec<usize>,
}

impl<'l> UploadTexts<'l> {
    /// `bodies` are those of the batch, where it has any.
    pub(crate) fn new(
        input: &UploadInput,
        batch: &'l Batch,
        bodies: Option<&[ApiBody]>,
    ) -> UploadTexts<'l> {
        let columns = &batch.layout.columns;
        let cells = TargetCells::new(input, &batch.layout);
        let body_columns = columns.iter().map(|column| match &column.content {
            Content::Body(path) => body_column(path),
            _ => None,
        });
        let placed: Vec<(&UploadColumn, Option<BodyColumn>)> =
            columns.iter().zip(body_columns).collect();
        let mut texts = UploadTexts {
            columns,
            text: String::new(),
            ends: Vec::with_capacity(batch.rows.len() * columns.len()),
        };
        for (index, row) in batch.rows.iter().enumerate() {
            let body = bodies.and_then(|bodies| bodies[index].onboarding());
            for (column, body_column) in &placed {
                let text = match (body, body_column) {
                    (Some(body), Some(body_column)) => body_column.read(body),
                    _ => cells.text(*row as usize, column),
                };
                texts.text.push_str(&text.unwrap_or_default());
                texts.ends.push(texts.text.len());
            }
        }
        texts
    }

    fn rows(&self) -> u32 {
        (self.ends.len() / self.columns.len().max(1)) as u32
    }

    /// Every cell of the sheet that is not empty, by row and column from 0, the labels first.
    fn cells(&self) -> impl Iterator<Item = (u32, u16, &str)> {
        let labels = self.columns.iter().map(|column| column.label.as_str());
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let texts = starts
            .zip(&self.ends)
            .map(|(start, end)| &self.text[start..*end]);
        let width = self.columns.len().max(1);
        let placed = labels
            .chain(texts)
            .enumerate()
            .map(move |(at, text)| ((at / width) as u32, (at % width) as u16, text));
        placed.filter(|(.., text)| !text.is_empty())
    }

    /// Of each column: what its texts need, else the width of the layout, and never less than its label
    /// and its choices.
    fn widths(&self) -> Vec<u16> {
        let mut texts = vec![0; self.columns.len()];
        let measured = self.cells().take_while(|(row, ..)| *row <= MEASURED);
        for (_, column, text) in measured.filter(|(row, ..)| *row > 0) {
            let widest = &mut texts[usize::from(column)];
            *widest = text.half_widths().max(*widest);
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
        self.columns.iter().zip(texts).map(width).collect()
    }
}

/// Writes the workbook of a batch.
pub(crate) fn write(
    layout: &UploadLayout,
    texts: &UploadTexts,
    sink: &mut OutputSink,
) -> Result<(), EmitError> {
    let mut workbook = workbook_style::workbook();
    fill(&mut workbook, layout, texts)
        .and_then(|()| workbook.save_to_writer(&mut *sink))
        .map_err(|e| workbook_style::failed(sink.path(), e))
}

fn fill(
    workbook: &mut Workbook,
    layout: &UploadLayout,
    texts: &UploadTexts,
) -> Result<(), XlsxError> {
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    sheet.set_name(&layout.sheet)?;
    let widths = texts.widths();
    header(sheet, layout, &widths)?;
    for (row, column, text) in texts.cells().filter(|(row, ..)| *row > 0) {
        sheet.write_string(row, column, text)?;
    }
    choices(sheet, layout, texts.rows())?;
    workbook_style::finish_table(sheet, texts.rows(), &widths)
}

/// Labels, widths, and text as the format of every column; compulsory columns in red.
fn header(sheet: &mut Worksheet, layout: &UploadLayout, widths: &[u16]) -> Result<(), XlsxError> {
    let text = Format::new()
        .set_num_format("@")
        .set_align(FormatAlign::VerticalCenter);
    let [optional, compulsory] = [false, true].map(workbook_style::upload_header);
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
/// [`EmitError::ReadBack`] with the first cell that is not as it was expected.
pub(crate) fn read_back(
    texts: &UploadTexts,
    path: &Path,
    reader: ReadBack,
) -> Result<(), EmitError> {
    let mut expected = texts.cells();
    let mut wrong: Option<(u32, u32)> = None;
    let read = reader(path, &mut |row, column, text| {
        if wrong.is_some() {
            return;
        }
        wrong = match expected.next() {
            Some((r, c, expected)) if (r, u32::from(c), expected) == (row, column, text) => None,
            // What comes first in the sheet: the cell that is missing, or the one too many.
            Some((r, c, _)) => Some((r, u32::from(c)).min((row, column))),
            None => Some((row, column)),
        };
    });
    if let Err(fault) = read {
        return Err(EmitError::read_back(path, fault));
    }
    let missing = || {
        expected
            .next()
            .map(|(row, column, _)| (row, u32::from(column)))
    };
    match wrong.or_else(missing) {
        None => Ok(()),
        Some((row, column)) => Err(EmitError::read_back(
            path,
            format!("row {}, column {}", row + 1, column + 1),
        )),
    }
}
