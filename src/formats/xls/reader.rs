//! `.xls` workbooks through calamine, which keeps each sheet whole, as a rectangle: they are checked first, so that
//! a rectangle is never larger than the limits allow.

use std::io::Cursor;

use calamine::{Xls, XlsError, XlsOptions};

use super::{biff, compound};
use crate::formats::cells;
use crate::formats::read_error::ReadError;
use crate::formats::sink::{SheetOf, SheetSink};
use crate::model::Limits;

/// Reads every worksheet of an `.xls`, of Excel 5 or later.
pub(crate) fn read<S: SheetSink>(
    bytes: &[u8],
    sink: &S,
    limits: &Limits,
) -> Result<Vec<SheetOf<S>>, ReadError> {
    let mut stream = compound::workbook(bytes)?;
    let survey = biff::survey(&mut stream, limits)?;
    let megabytes = stream.len() as u64 / (1024 * 1024);
    let wrapped = compound::wrapped(&stream)
        .ok_or_else(|| ReadError::beyond("unpacked_mb", limits.unpacked_mb, megabytes))?;
    drop(stream);
    let mut options = XlsOptions::default();
    options.force_codepage = Some(survey.codepage);
    let mut workbook = Xls::new_with_options(Cursor::new(wrapped), options).map_err(read_error)?;
    cells::worksheets(&mut workbook, survey.sheets, sink, read_error)
}

fn read_error(error: XlsError) -> ReadError {
    match error {
        XlsError::Password => ReadError::encrypted(".xls"),
        error => ReadError::damaged(".xls", error),
    }
}
