//! `.xlsb` workbooks through calamine, cell by cell.

use std::io::Cursor;

use calamine::{Reader, SheetType, SheetVisible, Xlsb, XlsbError};

use super::preflight;
use crate::formats::cells;
use crate::formats::read_error::ReadError;
use crate::formats::sheet_features::{SheetFeatures, padded_width};
use crate::formats::sink::{SheetOf, SheetSink};
use crate::formats::zip_parts::Parts;
use crate::model::Limits;

/// Reads every worksheet of an `.xlsb`.
pub(crate) fn read<S: SheetSink>(
    bytes: &[u8],
    sink: &S,
    limits: &Limits,
) -> Result<Vec<SheetOf<S>>, ReadError> {
    let mut parts = Parts::open(Box::new(Cursor::new(bytes)), ".xlsb")?;
    let surveys = preflight::survey(&mut parts, limits)?;
    let mut workbook = Xlsb::new(Cursor::new(bytes)).map_err(read_error)?;
    let listed = workbook.sheets_metadata().to_vec();
    let mut sheets = Vec::new();
    for (sheet, survey) in listed.into_iter().zip(surveys) {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        let features = SheetFeatures {
            hidden: sheet.visible != SheetVisible::Visible,
            ..survey.features
        };
        let rows = sink.sheet(sheet.name.clone(), features);
        let mut reader = workbook
            .worksheet_cells_reader(&sheet.name)
            .map_err(read_error)?;
        sheets.push(cells::stream(rows, limits, || {
            let cell = reader.next_cell().map_err(read_error)?;
            Ok(cell.map(|cell| {
                let (row, column) = cell.get_position();
                let width = padded_width(&survey.padded, row + 1, column);
                (cell, width)
            }))
        })?);
    }
    Ok(sheets)
}

fn read_error(error: XlsbError) -> ReadError {
    match error {
        XlsbError::Password => ReadError::encrypted(".xlsb"),
        error => ReadError::damaged(".xlsb", error),
    }
}
