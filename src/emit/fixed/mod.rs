//! A sheet written again with some of its cells changed: `jinjian fix`. In come the cells as they stand
//! in the file and the new texts; out goes one new file, whole or not at all, readable by its owner only.

pub(crate) mod sheet;
pub(crate) mod workbook;

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

pub use sheet::{Fixed, FixedSheet};

use super::error::EmitError;
use super::staging;

/// Writes the file `out`: a workbook, or text when it is called `.csv`. What stands there is replaced
/// with `force` only.
///
/// # Errors
/// When the file is there, or cannot be written.
pub fn write(fixed: &Fixed, out: &Path, force: bool) -> Result<(), EmitError> {
    let extension = out.extension();
    let is_csv = extension.is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
    staging::write_single(out, force, |file| match &fixed.sheets[..] {
        [sheet] if is_csv => {
            write_csv(sheet, file).map_err(EmitError::file(out, "writing the file"))
        }
        _ => workbook::write(fixed, &out.display().to_string(), file),
    })
}

/// UTF-8 with a byte order mark, for Excel; every row as wide as the sheet, blank rows as blank lines.
fn write_csv(sheet: &FixedSheet, file: &File) -> io::Result<()> {
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::model::RawSheet;

    #[test]
    fn a_csv_keeps_every_cell_in_its_place() {
        let mut raw = RawSheet::default();
        for (row, column, text) in [
            (2, 0, "编码"),
            (2, 2, "名\n称"),
            (4, 1, "=1+1"),
            (5, 0, "a \"b\""),
            (5, 2, "x,y"),
        ] {
            raw.push(row, column, text);
        }
        raw.put_in_order();
        let sheet = FixedSheet {
            name: None,
            raw: &raw,
            changed: BTreeMap::from([((5, 0), "b"), ((9, 9), "nowhere")]),
        };
        let folder = tempfile::tempdir().expect("folder");
        let out = folder.path().join("out.csv");
        let fixed = Fixed {
            sheets: vec![sheet],
            record: ("修改记录", Vec::new()),
        };
        write(&fixed, &out, false).expect("written");
        let text = std::fs::read_to_string(&out).expect("text");
        assert_eq!(
            text,
            "\u{FEFF}\r\n编码,,\"名\n称\"\r\n\r\n,=1+1,\r\nb,,\"x,y\"\r\n"
        );
        assert!(write(&fixed, &out, false).is_err(), "it is there");
        assert!(write(&fixed, &out, true).is_ok());
    }
}
