//! The workbook of `jinjian fix`: the sheets as they were, every cell as text, changed ones coloured,
//! and a sheet that lists the changes. Merged ranges stay; looks, formulas and hidden parts do not.

use std::collections::HashSet;
use std::fs::File;
use std::io::BufWriter;

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::sheet::{Fixed, FixedSheet};
use crate::emit::error::EmitError;
use crate::emit::workbook_style;
use crate::emit::workbook_style::Width;

/// Of the page that lists the changes.
const RECORD_WIDTHS: [u16; 6] = [20, 10, 24, 36, 36, 36];
/// The widest a column is made, in characters of half width.
const WIDEST: u16 = 40;
/// Rows looked at for the width of a column.
const MEASURED: usize = 2000;

/// Writes the workbook; `name` is what it is called in messages.
pub(crate) fn write(fixed: &Fixed, name: &str, file: &File) -> Result<(), EmitError> {
    let mut workbook = workbook_style::workbook();
    let filled = fill(&mut workbook, fixed);
    filled
        .and_then(|()| workbook.save_to_writer(BufWriter::new(file)))
        .map_err(|error| workbook_style::failed(name, error))
}

fn fill(workbook: &mut Workbook, fixed: &Fixed) -> Result<(), XlsxError> {
    let mut taken = HashSet::new();
    for sheet in &fixed.sheets {
        // A merged range reaches into rows to come, which a sheet in constant memory cannot.
        let page = if sheet.raw.merged.is_empty() {
            workbook.add_worksheet_with_constant_memory()?
        } else {
            workbook.add_worksheet()
        };
        if let Some(name) = sheet.name
            && page.set_name(name).is_ok()
        {
            taken.insert(name.to_lowercase());
        }
        fill_sheet(page, sheet)?;
    }
    let (name, rows) = &fixed.record;
    let free = (1..).map(|n| match n {
        1 => (*name).to_owned(),
        n => format!("{name} {n}"),
    });
    let mut free = free.filter(|name| !taken.contains(&name.to_lowercase()));
    let page = workbook.add_worksheet_with_constant_memory()?;
    page.set_name(free.next().unwrap_or_default())?;
    record(page, rows)
}

fn text() -> Format {
    Format::new().set_num_format("@")
}

fn fill_sheet(page: &mut Worksheet, sheet: &FixedSheet) -> Result<(), XlsxError> {
    let (plain, changed) = (text(), text().set_background_color(0xFF_F2_CC));
    for (column, width) in (0..).zip(widths(sheet)) {
        page.set_column_width(column, width)?;
        page.set_column_format(column, &plain)?;
    }
    merge(page, sheet, &plain)?;
    for (row, column, text, is_changed) in sheet.cells() {
        let format = if is_changed { &changed } else { &plain };
        match text {
            "" => page.write_blank(row.saturating_sub(1), column, format)?,
            text => page.write_string_with_format(row.saturating_sub(1), column, text, format)?,
        };
    }
    Ok(())
}

fn widths(sheet: &FixedSheet) -> Vec<u16> {
    let mut widths = vec![8; usize::from(sheet.raw.width())];
    for (_, column, text, _) in sheet.cells().take(MEASURED * widths.len()) {
        let width = &mut widths[usize::from(column)];
        *width = (*width)
            .max(text.half_widths().saturating_add(2))
            .min(WIDEST);
    }
    widths
}

/// Merged ranges as far as there are cells; of two that overlap, which no sound workbook has, the first.
fn merge(page: &mut Worksheet, sheet: &FixedSheet, format: &Format) -> Result<(), XlsxError> {
    let last_row = sheet.raw.cells().last().map_or(1, |(row, _, _)| row);
    let last_column = sheet.raw.width().saturating_sub(1);
    for ((top, bottom), (left, right)) in &sheet.raw.merged {
        let (bottom, right) = ((*bottom).min(last_row), (*right).min(last_column));
        if *top > bottom || *left > right || (*top, *left) == (bottom, right) {
            continue;
        }
        let (top, bottom) = (top.saturating_sub(1), bottom.saturating_sub(1));
        match page.merge_range(top, *left, bottom, right, "", format) {
            Ok(_) | Err(XlsxError::MergeRangeOverlaps(..)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn record(page: &mut Worksheet, rows: &[[String; 6]]) -> Result<(), XlsxError> {
    for (column, width) in (0..).zip(RECORD_WIDTHS) {
        page.set_column_width(column, width)?;
        page.set_column_format(column, &text())?;
    }
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            page.write_string_with_format(row, column, cell, &text())?;
        }
    }
    let rows = rows.len().saturating_sub(1) as u32;
    workbook_style::finish_table(page, rows, &RECORD_WIDTHS)
}
