//! Workbooks through calamine's streaming cell reader, the only door to it: each sheet's cells go by
//! once, and only the columns a layout names are kept.

use std::io::Cursor;

use calamine::{DataRef, Reader, SheetType, Xlsx, XlsxError};

use super::marks::Marks;
use super::sheet::{Collector, RowBuffer, Sheet};
use super::{Options, Reason};
use crate::model::CellKind;
use crate::value::digits;

/// Reads every worksheet of a workbook, in workbook order. `format` is what its bytes are (`xlsx`,
/// `xlsb`, `xls`, `ods`), `name` its path in every output.
///
/// # Errors
/// When the workbook is damaged or encrypted.
pub fn read_bytes(
    bytes: Vec<u8>,
    format: &'static str,
    name: &str,
    options: &Options,
) -> Result<Vec<Sheet>, Reason> {
    if format != "xlsx" {
        return Err(Reason::damaged(&format!(".{format}"), "not supported"));
    }
    let damaged = |error: XlsxError| match error {
        XlsxError::Password => Reason::encrypted(".xlsx"),
        error => Reason::damaged(".xlsx", error),
    };
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let names: Vec<String> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .collect();
    let forced = options.job.source(name).and_then(|s| s.kind);
    let mut sheets = Vec::new();
    for name in names {
        let collector = Collector::new(Some(name.clone()), Marks::default(), options, forced);
        sheets.push(read_sheet(&mut workbook, &name, collector).map_err(damaged)?);
    }
    Ok(sheets)
}

fn read_sheet(
    workbook: &mut Xlsx<Cursor<Vec<u8>>>,
    name: &str,
    mut collector: Collector,
) -> Result<Sheet, XlsxError> {
    let mut cells = workbook.worksheet_cells_reader(name)?;
    let mut buffer = RowBuffer::default();
    let mut current = 0;
    while let Some(cell) = cells.next_cell()? {
        let (row, column) = cell.get_position();
        if row != current {
            if !collector.row(current + 1, &mut buffer) {
                return Ok(collector.finish());
            }
            buffer.clear();
            current = row;
        }
        let Ok(column) = u16::try_from(column) else {
            continue;
        };
        push(&mut buffer, column, cell.get_value());
    }
    collector.row(current + 1, &mut buffer);
    Ok(collector.finish())
}

/// Renders a cell as text. Numbers come out exactly when integral and below 2^53, else as the
/// shortest decimal that reads back the same; never with an exponent.
fn push(buffer: &mut RowBuffer, column: u16, value: &DataRef) {
    match value {
        DataRef::SharedString(text) => buffer.push(column, text, CellKind::Text),
        DataRef::String(text) => buffer.push(column, text, CellKind::Text),
        DataRef::Float(number) => buffer.push(column, &decimal(*number), CellKind::Number),
        DataRef::Int(number) => buffer.push(column, &number.to_string(), CellKind::Number),
        DataRef::DateTime(moment) => {
            let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
            let text = match (hour, minute, second) {
                (0, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
                _ => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"),
            };
            buffer.push(column, &text, CellKind::Date);
        }
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            buffer.push(column, text, CellKind::Date)
        }
        DataRef::Bool(value) => buffer.push(
            column,
            if *value { "TRUE" } else { "FALSE" },
            CellKind::Bool,
        ),
        DataRef::Error(error) => buffer.push(column, &error.to_string(), CellKind::Error),
        DataRef::Empty => {}
    }
}

fn decimal(number: f64) -> String {
    digits::exact_integer(number).unwrap_or_else(|| format!("{number}"))
}
