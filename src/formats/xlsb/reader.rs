//! `.xlsb` workbooks through calamine, cell by cell.

use std::io::Cursor;

use calamine::{Reader, SheetType, SheetVisible, Xlsb, XlsbError};

use super::preflight;
use crate::formats::byte_source::ByteReader;
use crate::formats::cells;
use crate::formats::read_error::ReadError;
use crate::formats::sheet_features::padded_width;
use crate::formats::sink::{SheetOf, SheetSink};
use crate::formats::zip_parts::Parts;
use crate::model::Limits;

/// Reads every worksheet of an `.xlsb`.
///
/// # Errors
/// The reason why none of it can be read.
pub(crate) fn read<S: SheetSink>(
    bytes: &[u8],
    sink: &S,
    limits: &Limits,
) -> Result<Vec<SheetOf<S>>, ReadError> {
    let surveys = preflight::survey(&mut Parts::open(ByteReader::of(bytes), ".xlsb")?, limits)?;
    let mut workbook = Xlsb::new(Cursor::new(bytes)).map_err(fault)?;
    let listed = workbook.sheets_metadata().to_vec();
    let mut sheets = Vec::new();
    for (sheet, survey) in listed.into_iter().zip(surveys) {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        let mut features = survey.features;
        features.hidden = sheet.visible != SheetVisible::Visible;
        let rows = sink.sheet(sheet.name.clone(), features);
        let cells = workbook.worksheet_cells_reader(&sheet.name);
        let mut given = cells.map_err(fault)?;
        sheets.push(cells::stream(rows, limits, || {
            let cell = given.next_cell().map_err(fault)?;
            Ok(cell.map(|cell| {
                let (row, column) = cell.get_position();
                let width = padded_width(&survey.padded, row + 1, column);
                (cell, width)
            }))
        })?);
    }
    Ok(sheets)
}

fn fault(error: XlsbError) -> ReadError {
    match error {
        XlsbError::Password => ReadError::encrypted(".xlsb"),
        error => ReadError::damaged(".xlsb", error),
    }
}
