//! Workbooks through calamine's streaming cell reader, the only door to it: each sheet's cells go by
//! once, and only the columns a layout names are kept.

use std::io::Cursor;

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use super::sheet::{Collector, RowBuffer, Sheet};
use super::survey::{self, Budget, Parts};
use super::{FileRead, InputPath, Options, Reason, hash};
use crate::model::{CellKind, Kind};
use crate::value::digits;

/// Reads every worksheet of a workbook, in workbook order.
pub fn read(path: &InputPath, options: &Options) -> Result<FileRead, Reason> {
    let bytes = std::fs::read(&path.path)?;
    if bytes.is_empty() {
        return Err(Reason::empty());
    }
    let sha256 = hash::of(&bytes);
    let sheets = read_bytes(bytes, path.format, &path.name, options)?;
    (options.progress)(path.bytes);
    Ok(FileRead {
        text: None,
        sha256,
        sheets,
    })
}

/// Reads every worksheet of a workbook given whole. `format` is what the bytes are, `name` what the
/// job file calls the input.
///
/// # Errors
/// The reason why none of it can be read.
pub fn read_bytes(
    bytes: Vec<u8>,
    format: &'static str,
    name: &str,
    options: &Options,
) -> Result<Vec<Sheet>, Reason> {
    let forced = options.job.source(name).and_then(|s| s.kind);
    match format {
        "xlsx" => read_xlsx(&bytes, forced, options),
        _ => Err(Reason::damaged(format, "no reader")),
    }
}

fn xlsx_fault(error: XlsxError) -> Reason {
    match error {
        XlsxError::Password => Reason::encrypted(".xlsx"),
        error => Reason::damaged(".xlsx", error),
    }
}

fn read_xlsx(bytes: &[u8], forced: Option<Kind>, options: &Options) -> Result<Vec<Sheet>, Reason> {
    let limits = &options.job.limits;
    let mut budget = Budget::unpacked(limits);
    let mut parts = Parts::open(bytes, ".xlsx")?;
    let outline = survey::outline(&mut parts, &mut budget)?;
    // The shared text is bounded, then kept, while the sheets are looked over on another thread.
    let (opened, marks) = rayon::join(
        || {
            let strings = survey::strings(&mut Parts::open(bytes, ".xlsx")?, &outline, limits)?;
            let workbook = Xlsx::new(Cursor::new(bytes)).map_err(xlsx_fault)?;
            Ok::<_, Reason>((strings, workbook))
        },
        || survey::marks(&mut parts, &outline, &mut budget),
    );
    let ((strings, mut workbook), marks) = (opened?, marks?);
    survey::together(&budget, strings)?;
    let listed = workbook.sheets_metadata().to_vec();
    let mut sheets = Vec::new();
    for (sheet, mut marks) in listed.into_iter().zip(marks) {
        if sheet.typ == SheetType::WorkSheet {
            marks.hidden = sheet.visible != SheetVisible::Visible;
            let collector = Collector::new(Some(sheet.name.clone()), marks, options, forced);
            sheets.push(read_sheet(
                &mut workbook,
                &sheet.name,
                collector,
                limits.cells,
            )?);
        }
    }
    Ok(sheets)
}

fn read_sheet(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    mut collector: Collector,
    most: u64,
) -> Result<Sheet, Reason> {
    let mut cells = workbook.worksheet_cells_reader(name).map_err(xlsx_fault)?;
    let mut buffer = RowBuffer::default();
    let (mut current, mut count) = (0, 0);
    while let Some(cell) = cells.next_cell().map_err(xlsx_fault)? {
        count += 1;
        if count > most {
            return Err(Reason::beyond("cells", most, count));
        }
        let (row, column) = cell.get_position();
        if row != current {
            if !collector.row(current + 1, &mut buffer) {
                return Ok(collector.finish());
            }
            buffer.clear();
            current = row;
        }
        if let Ok(column) = u16::try_from(column) {
            push(&mut buffer, column, cell.get_value());
        }
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
