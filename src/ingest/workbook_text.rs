//! A workbook as plain text, cell by cell, nothing taken for anything: to see that a file says what its
//! writer meant.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use calamine::{DataRef, DataType, Reader, Xlsx};

/// Tells every cell of the first sheet that is not empty, by row and column from 0, in the order of the
/// file.
///
/// # Errors
/// What keeps the file from being read.
pub fn cells(path: &Path, tell: &mut dyn FnMut(u32, u32, &str)) -> Result<(), String> {
    let file = File::open(path).map_err(|e| e.to_string())?;
    let mut book = Xlsx::new(BufReader::new(file)).map_err(|e| e.to_string())?;
    let sheet = book.sheet_names().into_iter().next();
    let sheet = sheet.ok_or("no sheet")?;
    let mut cells = book
        .worksheet_cells_reader(&sheet)
        .map_err(|e| e.to_string())?;
    while let Some(cell) = cells.next_cell().map_err(|e| e.to_string())? {
        let (row, column) = cell.get_position();
        match cell.get_value() {
            DataRef::Empty => {}
            DataRef::SharedString(text) => tell(row, column, text),
            DataRef::String(text) => tell(row, column, text),
            other => tell(row, column, &other.as_string().unwrap_or_default()),
        }
    }
    Ok(())
}
