//! Cells as calamine gives them, passed to a sink row by row as text; a whole sheet, or cell after cell.

use std::io::{Read, Seek};

use calamine::{Cell, Data, DataRef, DataType, Range, Reader, SheetType, SheetVisible};

use super::read_error::ReadError;
use super::row::RowBuffer;
use super::sheet_features::{Padded, SheetFeatures, SheetSurvey, padded_width};
use super::sink::{RowSink, SheetOf, SheetSink};
use super::{number, row_channel};
use crate::model::{CellKind, Limits};

/// Passes cells to the sink as they come; each has the number of digits it shows at least.
pub(crate) fn stream<'a, R: RowSink>(
    sink: R,
    limits: &Limits,
    mut next: impl FnMut() -> Result<Option<(Cell<DataRef<'a>>, Option<u8>)>, ReadError>,
) -> Result<R::Sheet, ReadError> {
    row_channel::collect_on_thread(sink, |rows| {
        let mut size = Size {
            limits,
            cells: 0,
            shared: 0,
        };
        let mut current = 0;
        let Some(mut buffer) = rows.next_row(1) else {
            return Ok(());
        };
        while let Some((cell, width)) = next()? {
            size.add(cell.get_value())?;
            let (row, column) = cell.get_position();
            if row != current {
                current = row;
                let Some(next) = rows.next_row(row + 1) else {
                    return Ok(());
                };
                buffer = next;
            }
            if let Ok(column) = u16::try_from(column) {
                push(buffer, column, cell.get_value(), width);
            }
        }
        Ok(())
    })
}

/// The size of a sheet so far: a short file can share one long text among millions of cells.
struct Size<'a> {
    limits: &'a Limits,
    cells: u64,
    shared: u64,
}

impl Size<'_> {
    fn add(&mut self, value: &DataRef) -> Result<(), ReadError> {
        self.cells += 1;
        if let DataRef::SharedString(text) = value {
            self.shared += text.len() as u64;
        }
        let megabytes = self.shared / (1024 * 1024);
        ReadError::check_limit("cells", self.limits.cells, self.cells)?;
        ReadError::check_limit("unpacked_mb", self.limits.unpacked_mb, megabytes)
    }
}

/// Adds a cell to the row as text.
fn push(buffer: &mut RowBuffer, column: u16, value: &impl DataType, width: Option<u8>) {
    if let Some(text) = value.get_string() {
        buffer.push(column, text, CellKind::Text);
    } else if let Some(number) = value.get_float() {
        buffer.push(column, &number::text(number, width), CellKind::Number);
    } else if let Some(number) = value.get_int() {
        let text = number::text_of_int(number, width);
        buffer.push(column, &text, CellKind::Number);
    } else if let Some(moment) = value.get_datetime() {
        let text = match moment.as_f64() {
            serial if number::DATES.contains(&serial) => date(serial, moment.to_ymd_hms_milli()),
            serial => number::text(serial, None),
        };
        buffer.push(column, &text, CellKind::Date);
    } else if let Some(text) = value.get_datetime_iso().or(value.get_duration_iso()) {
        buffer.push(column, text, CellKind::Date);
    } else if let Some(value) = value.get_bool() {
        let text = if value { "TRUE" } else { "FALSE" };
        buffer.push(column, text, CellKind::Bool);
    } else if let Some(error) = value.get_error() {
        buffer.push(column, &error.to_string(), CellKind::Error);
    }
}

/// A date, a date with a time, or a time alone (a serial below 1 that is no date of its calendar).
fn date(serial: f64, parts: (u16, u8, u8, u8, u8, u8, u16)) -> String {
    let (year, month, day, hour, minute, second, _) = parts;
    let time = || format!("{hour:02}:{minute:02}:{second:02}");
    match (hour, minute, second) {
        _ if serial < 1.0 && (serial > 0.0 || year < 1900) => time(),
        (0, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
        _ => format!("{year:04}-{month:02}-{day:02} {}", time()),
    }
}

/// Passes the worksheets of a workbook that calamine holds in memory to the sink.
pub(crate) fn worksheets<RS: Read + Seek, W: Reader<RS>, S: SheetSink>(
    workbook: &mut W,
    surveys: Vec<SheetSurvey>,
    sink: &S,
    read_error: fn(W::Error) -> ReadError,
) -> Result<Vec<SheetOf<S>>, ReadError> {
    let mut sheets = Vec::new();
    for (listed, survey) in workbook.sheets_metadata().to_vec().into_iter().zip(surveys) {
        if listed.typ == SheetType::WorkSheet {
            let range = workbook.worksheet_range(&listed.name).map_err(read_error)?;
            let features = SheetFeatures {
                hidden: listed.visible != SheetVisible::Visible,
                ..survey.features
            };
            let rows = sink.sheet(listed.name, features);
            sheets.push(rectangle(&range, rows, &survey.padded));
        }
    }
    Ok(sheets)
}

/// Passes a rectangle of cells to the sink.
fn rectangle<R: RowSink>(range: &Range<Data>, mut sink: R, padded: &Padded) -> R::Sheet {
    let (top, left) = range.start().unwrap_or((0, 0));
    let mut buffer = RowBuffer::default();
    for (row, cells) in (top + 1..).zip(range.rows()) {
        buffer.clear();
        for (column, cell) in (left..).zip(cells) {
            if let (Ok(column), false) = (u16::try_from(column), *cell == Data::Empty) {
                let width = padded_width(padded, row, u32::from(column));
                push(&mut buffer, column, cell, width);
            }
        }
        if !sink.row(row, &mut buffer) {
            break;
        }
    }
    sink.finish()
}
