//! `.ods` workbooks through calamine, which keeps each sheet whole, as a rectangle: they are looked over
//! first, so that a rectangle is never larger than the limits allow.

use std::io::Cursor;

use calamine::{Ods, OdsError, Reader, SheetVisible};

use super::preflight;
use crate::formats::byte_source::ByteReader;
use crate::formats::cells;
use crate::formats::read_error::ReadError;
use crate::formats::sink::{SheetOf, SheetSink};
use crate::formats::zip_parts::Parts;
use crate::model::Limits;

/// Reads every sheet of an `.ods`.
pub(crate) fn read<S: SheetSink>(
    bytes: &[u8],
    sink: &S,
    limits: &Limits,
) -> Result<Vec<SheetOf<S>>, ReadError> {
    let surveyed = preflight::survey(&mut Parts::open(ByteReader::of(bytes), ".ods")?, limits)?;
    let mut workbook = Ods::new(Cursor::new(bytes)).map_err(fault)?;
    let listed = workbook.sheets_metadata().to_vec();
    let mut sheets = Vec::new();
    for (sheet, survey) in listed.into_iter().zip(surveyed) {
        let range = workbook.worksheet_range(&sheet.name).map_err(fault)?;
        let mut features = survey.features;
        features.hidden = sheet.visible != SheetVisible::Visible;
        let rows = sink.sheet(sheet.name, features);
        sheets.push(cells::rectangle(&range, rows, &survey.padded));
    }
    Ok(sheets)
}

fn fault(error: OdsError) -> ReadError {
    match error {
        OdsError::Password => ReadError::encrypted(".ods"),
        error => ReadError::damaged(".ods", error),
    }
}
