//! `.xls` workbooks through calamine, which keeps each sheet whole, as a rectangle: they are looked over
//! first, so that a rectangle is never larger than the limits allow.

use std::io::Cursor;

use calamine::{Reader, SheetType, SheetVisible, Xls, XlsError, XlsOptions};

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
    let surveyed = biff::survey(&mut stream, limits)?;
    let megabytes = stream.len() as u64 / (1024 * 1024);
    let wrapped = compound::wrapped(&stream)
        .ok_or_else(|| ReadError::beyond("unpacked_mb", limits.unpacked_mb, megabytes))?;
    drop(stream);
    let mut settings = XlsOptions::default();
    settings.force_codepage = Some(surveyed.codepage);
    let workbook = Xls::new_with_options(Cursor::new(wrapped), settings);
    let mut workbook = workbook.map_err(fault)?;
    let listed = workbook.sheets_metadata().to_vec();
    let mut sheets = Vec::new();
    for (sheet, survey) in listed.into_iter().zip(surveyed.sheets) {
        if sheet.typ == SheetType::WorkSheet {
            let range = workbook.worksheet_range(&sheet.name).map_err(fault)?;
            let mut features = survey.features;
            features.hidden = sheet.visible != SheetVisible::Visible;
            let rows = sink.sheet(sheet.name, features);
            sheets.push(cells::rectangle(&range, rows, &survey.padded));
        }
    }
    Ok(sheets)
}

fn fault(error: XlsError) -> ReadError {
    match error {
        XlsError::Password => ReadError::encrypted(".xls"),
        error => ReadError::damaged(".xls", error),
    }
}
