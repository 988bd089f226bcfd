//! Workbooks through calamine, the only door to it: bytes in, a sheet out for each worksheet. Cells that
//! are streamed go by once, and only the columns a layout names are kept. `.xlsx` has a reader of its own in
//! [`super::workbook_xlsx`], and the formats that calamine keeps whole are in [`super::workbook_dense`].

use std::io::Cursor;

use calamine::{Cell, DataRef, DataType, Reader, SheetType, SheetVisible, Xlsb, XlsbError};

use super::number;
use super::replay::Prescribed;
use super::row::RowBuffer;
use super::sheet::{Collector, Sheet};
use super::store::{Bytes, Store};
use super::survey::Parts;
use super::{Options, Reason, biff, relay, workbook_dense, workbook_xlsx, xlsb};
use crate::model::CellKind;
use crate::template::job::Limits;

/// Reads every worksheet of a workbook. `format` is what the bytes are, `name` what the
/// job file calls the input.
///
/// # Errors
/// The reason why none of it can be read.
pub fn read(
    store: Store,
    format: &'static str,
    name: &str,
    options: &Options,
) -> Result<Vec<Sheet>, Reason> {
    let said = Prescribed::of(name, options.job);
    match format {
        "xls" => workbook_dense::read_xls(&store.whole()?, said, options),
        "ods" => workbook_dense::read_ods(&store.whole()?, said, options),
        "xlsb" => read_xlsb(&store.whole()?, said, options),
        _ => workbook_xlsx::read(&store, said, options),
    }
}

fn read_xlsb(bytes: &[u8], said: Prescribed, options: &Options) -> Result<Vec<Sheet>, Reason> {
    let limits = &options.job.limits;
    let surveys = xlsb::survey(&mut Parts::open(Bytes::of(bytes), ".xlsb")?, limits)?;
    let mut workbook = Xlsb::new(Cursor::new(bytes)).map_err(xlsb_fault)?;
    let listed = workbook.sheets_metadata().to_vec();
    let mut sheets = Vec::new();
    for (sheet, survey) in listed.into_iter().zip(surveys) {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        let mut marks = survey.marks;
        marks.hidden = sheet.visible != SheetVisible::Visible;
        let collector = Collector::new(Some(sheet.name.clone()), marks, options, said);
        let cells = workbook.worksheet_cells_reader(&sheet.name);
        let mut cells = cells.map_err(xlsb_fault)?;
        sheets.push(stream(collector, limits, || {
            let cell = cells.next_cell().map_err(xlsb_fault)?;
            Ok(cell.map(|cell| {
                let (row, column) = cell.get_position();
                let width = biff::width(&survey.padded, row + 1, column);
                (cell, width)
            }))
        })?);
    }
    Ok(sheets)
}

fn xlsb_fault(error: XlsbError) -> Reason {
    match error {
        XlsbError::Password => Reason::encrypted(".xlsb"),
        error => Reason::damaged(".xlsb", error),
    }
}

/// Hands a sheet's cells over row by row, as they come: each with the digits it shows at least.
pub(super) fn stream<'a>(
    collector: Collector,
    limits: &Limits,
    mut next: impl FnMut() -> Result<Option<(Cell<DataRef<'a>>, Option<u8>)>, Reason>,
) -> Result<Sheet, Reason> {
    relay::collect(collector, |rows| {
        let mut size = Size::new(limits);
        let mut current = 0;
        let Some(mut buffer) = rows.begin(1) else {
            return Ok(());
        };
        while let Some((cell, width)) = next()? {
            size.add(cell.get_value())?;
            let (row, column) = cell.get_position();
            if row != current {
                current = row;
                buffer = match rows.begin(row + 1) {
                    Some(buffer) => buffer,
                    None => return Ok(()),
                };
            }
            if let Ok(column) = u16::try_from(column) {
                push(buffer, column, cell.get_value(), width);
            }
        }
        Ok(())
    })
}

/// How much a sheet has come to: a short file can share one long text among millions of cells.
struct Size<'a> {
    limits: &'a Limits,
    cells: u64,
    shared: u64,
}

impl<'a> Size<'a> {
    fn new(limits: &'a Limits) -> Size<'a> {
        let (cells, shared) = (0, 0);
        Size {
            limits,
            cells,
            shared,
        }
    }

    fn add(&mut self, value: &DataRef) -> Result<(), Reason> {
        self.cells += 1;
        if let DataRef::SharedString(text) = value {
            self.shared += text.len() as u64;
        }
        let megabytes = self.shared / (1024 * 1024);
        if self.cells > self.limits.cells {
            Err(Reason::beyond("cells", self.limits.cells, self.cells))
        } else if megabytes > self.limits.unpacked_mb {
            let allowed = self.limits.unpacked_mb;
            Err(Reason::beyond("unpacked_mb", allowed, megabytes))
        } else {
            Ok(())
        }
    }
}

/// Puts a cell into the row as text.
pub(super) fn push(buffer: &mut RowBuffer, column: u16, value: &impl DataType, width: Option<u8>) {
    if let Some(text) = value.get_string() {
        buffer.push(column, text, CellKind::Text);
    } else if let Some(number) = value.get_float() {
        buffer.push(column, &number::text(number, width), CellKind::Number);
    } else if let Some(number) = value.get_int() {
        buffer.push(
            column,
            &number::text_of_int(number, width),
            CellKind::Number,
        );
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

/// A day, a moment, or a time of day: a serial below 1 that is no day of its calendar.
fn date(serial: f64, parts: (u16, u8, u8, u8, u8, u8, u16)) -> String {
    let (year, month, day, hour, minute, second, _) = parts;
    let time = || format!("{hour:02}:{minute:02}:{second:02}");
    match (hour, minute, second) {
        _ if serial < 1.0 && (serial > 0.0 || year < 1900) => time(),
        (0, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
        _ => format!("{year:04}-{month:02}-{day:02} {}", time()),
    }
}
