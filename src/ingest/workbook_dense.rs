//! Workbooks that calamine keeps whole, each sheet a rectangle: `.xls` and `.ods`. They are looked over first, so
//! that a rectangle is never larger than the limits allow.

use std::io::Cursor;

use calamine::{
    Data, Ods, OdsError, Range, Reader, SheetType, SheetVisible, Xls, XlsError, XlsOptions,
};

use super::biff::{self, Padded};
use super::replay::Prescribed;
use super::row::RowBuffer;
use super::sheet::{Collector, Sheet};
use super::store::Bytes;
use super::survey::Parts;
use super::{Options, Reason, compound, ods, workbook};

/// Reads every worksheet of an `.xls`, of Excel 5 or later.
pub fn read_xls(bytes: &[u8], said: Prescribed, options: &Options) -> Result<Vec<Sheet>, Reason> {
    let limits = &options.job.limits;
    let mut stream = compound::workbook(bytes)?;
    let surveyed = biff::survey(&mut stream, limits)?;
    let megabytes = stream.len() as u64 / (1024 * 1024);
    let wrapped = compound::wrapped(&stream)
        .ok_or_else(|| Reason::beyond("unpacked_mb", limits.unpacked_mb, megabytes))?;
    drop(stream);
    let mut settings = XlsOptions::default();
    settings.force_codepage = Some(surveyed.codepage);
    let workbook = Xls::new_with_options(Cursor::new(wrapped), settings);
    let mut workbook = workbook.map_err(xls_fault)?;
    let listed = workbook.sheets_metadata().to_vec();
    let mut sheets = Vec::new();
    for (sheet, survey) in listed.into_iter().zip(surveyed.sheets) {
        if sheet.typ == SheetType::WorkSheet {
            let range = workbook.worksheet_range(&sheet.name).map_err(xls_fault)?;
            let mut marks = survey.marks;
            marks.hidden = sheet.visible != SheetVisible::Visible;
            let collector = Collector::new(Some(sheet.name), marks, options, said);
            sheets.push(read_range(&range, collector, &survey.padded));
        }
    }
    Ok(sheets)
}

fn xls_fault(error: XlsError) -> Reason {
    match error {
        XlsError::Password => Reason::encrypted(".xls"),
        error => Reason::damaged(".xls", error),
    }
}

/// Reads every sheet of an `.ods`.
pub fn read_ods(bytes: &[u8], said: Prescribed, options: &Options) -> Result<Vec<Sheet>, Reason> {
    let surveyed = ods::survey(
        &mut Parts::open(Bytes::of(bytes), ".ods")?,
        &options.job.limits,
    )?;
    let mut workbook = Ods::new(Cursor::new(bytes)).map_err(ods_fault)?;
    let listed = workbook.sheets_metadata().to_vec();
    let mut sheets = Vec::new();
    for (sheet, survey) in listed.into_iter().zip(surveyed) {
        let range = workbook.worksheet_range(&sheet.name).map_err(ods_fault)?;
        let mut marks = survey.marks;
        marks.hidden = sheet.visible != SheetVisible::Visible;
        let collector = Collector::new(Some(sheet.name), marks, options, said);
        sheets.push(read_range(&range, collector, &survey.padded));
    }
    Ok(sheets)
}

fn ods_fault(error: OdsError) -> Reason {
    match error {
        OdsError::Password => Reason::encrypted(".ods"),
        error => Reason::damaged(".ods", error),
    }
}

/// Hands a rectangle of cells over row by row.
fn read_range(range: &Range<Data>, mut collector: Collector, padded: &Padded) -> Sheet {
    let (top, left) = range.start().unwrap_or((0, 0));
    let mut buffer = RowBuffer::default();
    for (row, cells) in (top + 1..).zip(range.rows()) {
        buffer.clear();
        for (column, cell) in (left..).zip(cells) {
            if let (Ok(column), false) = (u16::try_from(column), *cell == Data::Empty) {
                let width = biff::width(padded, row, u32::from(column));
                workbook::push(&mut buffer, column, cell, width);
            }
        }
        if !collector.row(row, &mut buffer) {
            break;
        }
    }
    collector.finish()
}
