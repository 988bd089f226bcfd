//! Upload workbooks: one sheet, a header, one row per body or table row, every cell text, so that
//! nothing that looks like a number loses its zeros.

use std::borrow::Cow;

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::body::Body;
use super::body_cell::{Reader, reader};
use super::style_xlsx::{self, Width};
use super::write::Sink;
use super::{Error, compose};
use crate::model::{Field, Form, Row, Table};
use crate::template::UploadLayout;
use crate::template::upload::{Content, UploadColumn};
use crate::value::{money, region};

/// Whether every column of the layout can be filled.
///
/// # Errors
/// [`Error::Layout`] with the first path that bodies do not have.
pub fn check(layout: &UploadLayout, has_bodies: bool) -> Result<(), Error> {
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

/// Writes bodies; the answer is how many.
pub fn write_bodies(layout: &UploadLayout, bodies: &[Body], sink: &mut Sink) -> Result<u64, Error> {
    let readers: Vec<Option<Reader>> = layout
        .columns
        .iter()
        .map(|column| match &column.content {
            Content::Body(path) => reader(path),
            _ => None,
        })
        .collect();
    write(layout, bodies, sink, |body, column, index| {
        match (&column.content, readers[index]) {
            (Content::Value(text), _) => Cow::Borrowed(text.as_str()),
            (_, Some(reader)) => reader.read(body).unwrap_or_default().into(),
            _ => Cow::Borrowed(""),
        }
    })
}

/// Writes rows of a table; the answer is how many.
pub fn write_rows(
    layout: &UploadLayout,
    table: &Table,
    rows: &[u32],
    sink: &mut Sink,
) -> Result<u64, Error> {
    write(layout, rows, sink, |row, column, _| match &column.content {
        Content::Value(text) => Cow::Borrowed(text.as_str()),
        Content::Field(field) => shown(table.row(*row as usize), *field),
        Content::Body(_) => Cow::Borrowed(""),
    })
}

/// A field as the workbench wants it: names of regions, amounts with two decimals.
fn shown(row: Row<'_>, field: Field) -> Cow<'_, str> {
    let text = row.text(field);
    match field.spec().form {
        Form::Region => region::name(text).unwrap_or(text).into(),
        Form::Money => match money::parse_fen(text) {
            Some(fen) => money::format_fen(fen).into(),
            None => text.into(),
        },
        Form::Name => compose::as_written(row, field),
        _ => text.into(),
    }
}

fn write<'r, T>(
    layout: &'r UploadLayout,
    rows: &'r [T],
    sink: &mut Sink,
    cell: impl Fn(&'r T, &'r UploadColumn, usize) -> Cow<'r, str>,
) -> Result<u64, Error> {
    let mut workbook = style_xlsx::workbook();
    let filled = fill(&mut workbook, layout, rows, cell);
    filled
        .and_then(|()| workbook.save_to_writer(&mut *sink))
        .map_err(|e| style_xlsx::failed(sink.path(), e))?;
    Ok(rows.len() as u64)
}

fn fill<'r, T>(
    workbook: &mut Workbook,
    layout: &'r UploadLayout,
    rows: &'r [T],
    cell: impl Fn(&'r T, &'r UploadColumn, usize) -> Cow<'r, str>,
) -> Result<(), XlsxError> {
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    sheet.set_name(&layout.sheet)?;
    header(sheet, layout)?;
    for (row, item) in (1..).zip(rows) {
        for (index, column) in layout.columns.iter().enumerate() {
            let text = cell(item, column, index);
            if !text.is_empty() {
                sheet.write_string(row, index as u16, text)?;
            }
        }
    }
    style_xlsx::finish_table(sheet, 0, rows.len() as u32, layout.columns.len() as u16)
}

/// Labels, widths, and text as the format of every column; compulsory columns in red.
fn header(sheet: &mut Worksheet, layout: &UploadLayout) -> Result<(), XlsxError> {
    let text = Format::new().set_num_format("@");
    let [optional, compulsory] = [false, true].map(style_xlsx::upload_header);
    for (index, column) in (0..).zip(&layout.columns) {
        let width = column
            .width
            .unwrap_or(12)
            .max(column.label.half_widths() + 3);
        sheet.set_column_width(index, width)?;
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
