//! A fixed sheet as CSV.

use std::fs::File;
use std::io::{self, BufWriter, Write};

use super::sheet::FixedSheet;

/// UTF-8 with a byte order mark, for Excel; every row as wide as the sheet, blank rows as blank lines.
pub(crate) fn write(sheet: &FixedSheet, file: &File) -> io::Result<()> {
    let mut out = BufWriter::new(file);
    out.write_all("\u{FEFF}".as_bytes())?;
    let width = sheet.raw.width();
    let (mut row, mut column) = (0, 0);
    for (at, place, text, _) in sheet.cells() {
        if row < at {
            if row > 0 {
                end_row(&mut out, column, width)?;
            }
            (row + 1..at).try_for_each(|_| out.write_all(b"\r\n"))?;
            (row, column) = (at, 0);
        }
        while column < place {
            out.write_all(b",")?;
            column += 1;
        }
        out.write_all(quoted(text).as_bytes())?;
    }
    end_row(&mut out, column, width)?;
    out.flush()
}

/// The commas a row still lacks, and its end; a row without cells is a blank line.
fn end_row(out: &mut impl Write, column: u16, width: u16) -> io::Result<()> {
    let missing = width.saturating_sub(1).saturating_sub(column);
    (0..missing).try_for_each(|_| out.write_all(b","))?;
    out.write_all(b"\r\n")
}

fn quoted(text: &str) -> String {
    if text.contains(['"', ',', '\r', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}
