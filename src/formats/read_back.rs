//! Reads a workbook of plain text back, cell by cell and without interpreting it, to check that a file says what its
//! writer meant. It knows only cells that contain their own text (`inlineStr`), as the writer makes them, and refuses
//! all others.

use std::borrow::Cow;
use std::io::Read;
use std::path::Path;

use memchr::memmem;

use super::byte_source::ByteSource;
use super::xlsx::preflight;
use super::xlsx::sheet_preflight::position;
use super::zip_parts::{Budget, Parts, unescaped};
use crate::model::Limits;

/// Bytes inflated at a time.
const WINDOW: usize = 256 * 1024;

/// Calls `visit` for every cell of the first sheet that is not empty, with row and column from 0, in the order of the
/// file.
///
/// # Errors
/// Why the file cannot be read, or the first cell that is not plain text.
pub fn cells(path: &Path, visit: &mut dyn FnMut(u32, u32, &str)) -> Result<(), String> {
    let source = ByteSource::Disk(path.to_owned());
    let bytes = source.open().map_err(|e| e.to_string())?;
    let mut budget = Budget::unpacked(&Limits::default());
    let mut parts = Parts::open(bytes, ".xlsx").map_err(|e| e.to_string())?;
    let outline = preflight::outline(&mut parts, &mut budget).map_err(|e| e.to_string())?;
    let sheet = outline.sheets.into_iter().next().flatten();
    let sheet = sheet.ok_or("no sheet")?;
    let part = parts.part(&sheet).map_err(|e| e.to_string())?;
    let mut part = part.ok_or("no sheet")?;
    // Visits complete rows and keeps the partial one.
    let (mut window, mut end) = (vec![0; WINDOW], 0);
    loop {
        if end == window.len() {
            window.resize(end * 2, 0);
        }
        let read = part.read(&mut window[end..]).map_err(|e| e.to_string())?;
        end += read;
        if read == 0 {
            return visit_cells(&window[..end], visit);
        }
        if let Some(last) = memmem::rfind(&window[..end], b"</row>") {
            visit_cells(&window[..last], visit)?;
            window.copy_within(last..end, 0);
            end -= last;
        }
    }
}

/// Visits the cells of a part of the sheet that ends with a complete row.
fn visit_cells(mut rest: &[u8], visit: &mut dyn FnMut(u32, u32, &str)) -> Result<(), String> {
    let cell = memmem::Finder::new(b"<c ");
    while let Some(at) = cell.find(rest) {
        rest = &rest[at + 3..];
        let close = memchr::memchr(b'>', rest).ok_or("a cell without end")?;
        let (head, tail) = (&rest[..close], &rest[close + 1..]);
        rest = tail;
        if head.ends_with(b"/") {
            continue;
        }
        let name = || format!("cell <c {}>", String::from_utf8_lossy(head));
        let (text, tail) = inline(head, tail).ok_or_else(name)?;
        let (row, column) = attribute(head, b"r=\"")
            .and_then(position)
            .ok_or_else(name)?;
        let text = std::str::from_utf8(text).map_err(|e| e.to_string())?;
        visit(row - 1, u32::from(column), &plain(text));
        rest = tail;
    }
    Ok(())
}

/// The raw text of a cell of which `head` is the tag, and what follows the cell.
fn inline<'t>(head: &[u8], rest: &'t [u8]) -> Option<(&'t [u8], &'t [u8])> {
    if attribute(head, b"t=\"")? != b"inlineStr" {
        return None;
    }
    let rest = rest.strip_prefix(b"<is><t")?;
    let (head, rest) = rest.split_at(memchr::memchr(b'>', rest)?);
    let is_known = matches!(head, b"" | b" xml:space=\"preserve\"");
    let (text, rest) = rest[1..].split_at(memchr::memchr(b'<', &rest[1..])?);
    let rest = rest.strip_prefix(b"</t></is></c>")?;
    is_known.then_some((text, rest))
}

/// The value of an attribute, given with the quote it begins with.
fn attribute<'t>(head: &'t [u8], start: &[u8]) -> Option<&'t [u8]> {
    let mut attributes = head.split(|byte| *byte == b' ');
    let value = attributes.find_map(|attribute| attribute.strip_prefix(start))?;
    value.strip_suffix(b"\"")
}

/// Entities and `_xHHHH_` resolved (ECMA-376 Part 1, 22.9.2.19).
fn plain(text: &str) -> Cow<'_, str> {
    let text = if text.contains('&') {
        Cow::Owned(unescaped(text.as_bytes()))
    } else {
        Cow::Borrowed(text)
    };
    if text.contains("_x") {
        return Cow::Owned(without_escapes(&text));
    }
    text
}

fn without_escapes(text: &str) -> String {
    let (mut plain, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find("_x") {
        let (before, escape) = rest.split_at(at);
        plain.push_str(before);
        let char = escape.get(2..7).and_then(|code| {
            let code = code.strip_suffix('_')?;
            char::from_u32(u32::from_str_radix(code, 16).ok()?)
        });
        if let Some(char) = char {
            plain.push(char);
            rest = &escape[7..];
        } else {
            plain.push_str("_x");
            rest = &escape[2..];
        }
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_xlsxwriter::Workbook;

    fn read(workbook: &mut Workbook) -> Result<Vec<(u32, u32, String)>, String> {
        let folder = tempfile::tempdir().expect("temporary folder");
        let path = folder.path().join("a.xlsx");
        workbook.save(&path).expect("saved");
        let mut read = Vec::new();
        cells(&path, &mut |row, column, text| {
            read.push((row, column, text.to_owned()));
        })?;
        Ok(read)
    }

    #[test]
    fn what_was_written_is_read_back() {
        let texts = [
            "0571", " 两端 ", "<&>\"'", "a\nb", "_x0041_", "_x41_", "a_x", "_x005F_", "\u{1}",
            "&lt;", "\u{fffe}", "𠮷", "_x", "_x00é1_",
        ];
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet_with_constant_memory();
        let sheet = sheet.expect("a sheet");
        let mut expected = Vec::new();
        // Long enough for many windows, so that rows are cut anywhere.
        for row in 0..20_000 {
            for (column, text) in (0u16..).step_by(9).zip(texts) {
                sheet.write_string(row, column, text).expect("written");
                expected.push((row, u32::from(column), text.to_owned()));
            }
        }
        assert_eq!(read(&mut workbook), Ok(expected));
    }

    #[test]
    fn what_is_no_plain_text_is_refused() {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet_with_constant_memory();
        let sheet = sheet.expect("a sheet");
        sheet.write_string(0, 0, "a").expect("written");
        sheet.write_number(1, 0, 7).expect("written");
        let refused = read(&mut workbook).expect_err("a number");
        assert_eq!(refused, "cell <c r=\"A2\">");
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        sheet.write_string(0, 1, "a").expect("written");
        let refused = read(&mut workbook).expect_err("a shared string");
        assert_eq!(refused, "cell <c r=\"B1\" t=\"s\">");
    }

    #[test]
    fn what_is_no_workbook_says_why() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        assert!(cells(file.path(), &mut |_, _, _| {}).is_err());
        assert!(cells(Path::new("nowhere.xlsx"), &mut |_, _, _| {}).is_err());
    }
}
