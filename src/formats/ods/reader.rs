//! `.ods` workbooks through calamine, which keeps each sheet whole, as a rectangle: they are checked first, so that
//! a rectangle is never larger than the limits allow.

use std::io::Cursor;

use calamine::{Ods, OdsError, Reader};

use super::preflight;
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
    let mut parts = Parts::open(Box::new(Cursor::new(bytes)), ".ods")?;
    let surveys = preflight::survey(&mut parts, limits)?;
    let mut workbook = Ods::new(Cursor::new(bytes)).map_err(read_error)?;
    cells::worksheets(&mut workbook, surveys, sink, read_error)
}

fn read_error(error: OdsError) -> ReadError {
    match error {
        OdsError::Password => ReadError::encrypted(".ods"),
        error => ReadError::damaged(".ods", error),
    }
}
