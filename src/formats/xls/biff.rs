//! Checks an `.xls` stream ([MS-XLS]) before calamine reads it: what each sheet says beside its cells, which numbers
//! are shown with zeros in front, and how much memory calamine would need, which keeps each sheet as a rectangle.
//! Claims that calamine would believe and must not are zeroed in the stream.

use std::collections::BTreeMap;
use std::ops::Range;

use super::compound::{u16_at, u32_at};
use super::memory_estimate::MemoryEstimate;
use super::strings::lengths;
use crate::formats::number::zeros;
use crate::formats::read_error::ReadError;
use crate::formats::sheet_features::{Merge, SheetSurvey};
use crate::model::Limits;

/// The code page of simplified Chinese, GBK.
const CHINESE: u16 = 936;

/// Code pages that mean "the page of this system".
const UNKNOWN_PAGES: [u16; 3] = [0, 0x8000, 0x8001];

const BOF: u16 = 0x0809;
const EOF: u16 = 0x000A;
const CONTINUE: u16 = 0x003C;

fn damaged(message: &str) -> ReadError {
    ReadError::damaged(".xls", message)
}

/// What the check of a stream found.
pub(crate) struct WorkbookSurvey {
    /// In the order of the workbook.
    pub sheets: Vec<SheetSurvey>,
    /// The code page the strings are in.
    pub codepage: u16,
}

/// Checks the stream and zeroes false claims. Refuses what is encrypted, damaged, or exceeds the limits.
pub(crate) fn survey(stream: &mut [u8], limits: &Limits) -> Result<WorkbookSurvey, ReadError> {
    let globals = globals(stream)?;
    let mut kept = MemoryEstimate::default();
    let mut sheets = Vec::new();
    let mut claims = Vec::new();
    let mut stretches = vec![(0, globals.end)];
    for start in &globals.sheets {
        let (sheet, end) = sheet(stream, *start, &globals, &mut kept, &mut claims)?;
        stretches.push((*start, end));
        kept.close_sheet();
        kept.within(limits)?;
        sheets.push(sheet.sorted());
    }
    // What is zeroed in one sheet must not be part of another.
    stretches.sort_unstable();
    if stretches.windows(2).any(|pair| pair[0].1 > pair[1].0) {
        return Err(damaged("two sheets stand in the same place"));
    }
    for claim in claims {
        if let Some(claim) = stream.get_mut(claim) {
            claim.fill(0);
        }
    }
    // Newer strings state their encoding themselves; some writers leave the page of their own system.
    let stated = globals
        .codepage
        .filter(|page| !UNKNOWN_PAGES.contains(page));
    let older = stated.unwrap_or(CHINESE);
    Ok(WorkbookSurvey {
        sheets,
        codepage: if globals.is_newer { 1200 } else { older },
    })
}

/// Records from `start` on: offset, type, content.
fn records(stream: &[u8], start: usize) -> impl Iterator<Item = (usize, u16, &[u8])> {
    let mut at = start;
    std::iter::from_fn(move || {
        let kind = u16_at(stream, at)?;
        let length = usize::from(u16_at(stream, at + 2)?);
        let content = stream.get(at + 4..at + 4 + length)?;
        let found = (at, kind, content);
        at += 4 + length;
        Some(found)
    })
}

/// What the stream says before its sheets.
#[derive(Default)]
struct Globals {
    is_newer: bool,
    codepage: Option<u16>,
    /// Where each sheet begins, and where the globals end.
    sheets: Vec<usize>,
    end: usize,
    /// Characters of each shared string.
    strings: Vec<u32>,
    /// Digits shown at least, by cell format.
    widths: Vec<Option<u8>>,
}

fn globals(stream: &[u8]) -> Result<Globals, ReadError> {
    let mut globals = Globals::default();
    let mut formats = BTreeMap::new();
    let mut xfs = Vec::new();
    let mut shared: Vec<&[u8]> = Vec::new();
    let mut in_shared = false;
    for (at, kind, data) in records(stream, 0) {
        in_shared = matches!((kind, in_shared), (0x00FC, _) | (CONTINUE, true));
        match kind {
            _ if in_shared => shared.push(data),
            0x002F if u16_at(data, 0) != Some(0) => return Err(ReadError::encrypted(".xls")),
            BOF => globals.is_newer = u16_at(data, 0) == Some(0x0600),
            0x0042 => globals.codepage = u16_at(data, 0),
            0x0085 => {
                globals.sheets.extend(u32_at(data, 0).map(|at| at as usize));
                globals.end = at + 4 + data.len();
            }
            0x041E => {
                let id = u16_at(data, 0);
                formats.extend(id.zip(zeros(&format_code(data, globals.is_newer))));
            }
            0x00E0 => xfs.push(u16_at(data, 2)),
            EOF => break,
            _ => {}
        }
    }
    if globals.sheets.is_empty() {
        return Err(damaged("no sheet is named in it"));
    }
    globals.strings = lengths(&shared).ok_or_else(|| damaged("the shared strings are damaged"))?;
    let width = |id: Option<u16>| id.and_then(|id| formats.get(&id).copied());
    globals.widths = xfs.into_iter().map(width).collect();
    Ok(globals)
}

/// The text of a number format; only those without Chinese characters matter.
fn format_code(data: &[u8], is_newer: bool) -> String {
    let text = data.get(if is_newer { 5 } else { 3 }..);
    String::from_utf8_lossy(text.unwrap_or_default()).into_owned()
}

/// One sheet and where it ends. `claims` collects what calamine must not believe: the span it reserves memory for,
/// and formulas, which nobody needs and of which a short one can repeat a long name many times.
fn sheet(
    stream: &[u8],
    start: usize,
    globals: &Globals,
    kept: &mut MemoryEstimate,
    claims: &mut Vec<Range<usize>>,
) -> Result<(SheetSurvey, usize), ReadError> {
    let mut sheet = SheetSurvey::default();
    let (mut depth, mut end) = (0, start);
    for (at, kind, data) in records(stream, start) {
        end = at + 4 + data.len();
        let short = |at| u16_at(data, at).unwrap_or(0);
        let (row, column) = (short(0), short(2));
        match kind {
            BOF => depth += 1,
            EOF if depth <= 1 => return Ok((sheet, end)),
            EOF => depth -= 1,
            _ if depth > 1 => {}
            0x0200 => claims.push(at + 4..end),
            0x0207 => kept.cell(0, kept.formula.0, kept.formula.1),
            0x0203 | 0x0204 | 0x00D6 | 0x0205 | 0x027E | 0x00FD | 0x00BD | 0x0006 => {
                sheet.cell(kind, data, globals, kept);
                if kind == 0x0006 && data.len() >= 22 {
                    claims.push(at + 24..at + 26);
                }
            }
            0x0208 if short(12) & 0x20 != 0 => sheet.features.hide_row(u32::from(row) + 1),
            0x007D if short(8) & 1 != 0 => sheet.features.hidden_columns.push((row, column)),
            0x00E5 => sheet.merge(data),
            _ => {}
        }
    }
    // Some writers leave the last record out, but none ends within a record.
    match stream.get(end..) {
        Some(rest) if end > start && rest.iter().all(|byte| *byte == 0) => Ok((sheet, end)),
        _ => Err(damaged("a sheet ends within a record")),
    }
}

impl SheetSurvey {
    fn cell(&mut self, kind: u16, data: &[u8], globals: &Globals, kept: &mut MemoryEstimate) {
        let (Some(row), Some(column)) = (u16_at(data, 0), u16_at(data, 2)) else {
            return;
        };
        kept.cell(0, row, column);
        let mut number = |column: u16, format: Option<u16>| {
            let width = format.and_then(|f| globals.widths.get(usize::from(f)).copied().flatten());
            if let Some(width) = width {
                self.padded.push((u32::from(row) + 1, column, width));
            }
        };
        match kind {
            0x0203 | 0x027E => number(column, u16_at(data, 4)),
            // Several numbers in one record: format and value of each, then the last column.
            0x00BD => {
                let last = u16_at(data, data.len().saturating_sub(2)).unwrap_or(column);
                kept.cell(0, row, last);
                let each = data.get(4..).unwrap_or_default().chunks_exact(6);
                each.zip(column..=last)
                    .for_each(|(one, column)| number(column, u16_at(one, 0)));
            }
            0x0006 => {
                kept.cell(1, row, column);
                kept.formula = (row, column);
                number(column, u16_at(data, 4));
            }
            0x00FD => {
                let string = u32_at(data, 6).and_then(|at| globals.strings.get(at as usize));
                kept.characters += string.copied().map_or(0, u64::from);
            }
            _ => {}
        }
    }

    fn merge(&mut self, data: &[u8]) {
        let ranges = data.get(2..).unwrap_or_default().chunks_exact(8);
        self.features.merged.extend(ranges.filter_map(|range| {
            let row = |at| u16_at(range, at).map(|row| u32::from(row) + 1);
            let rows = (row(0)?, row(2)?);
            Merge::new(rows, (u16_at(range, 4)?, u16_at(range, 6)?))
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, numbers: &[u16]) -> Vec<u8> {
        let length = 2 * numbers.len() as u16;
        let all = [kind, length].into_iter().chain(numbers.iter().copied());
        all.flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn what_a_sheet_says_beside_its_cells() {
        let records = [
            record(BOF, &[0x0600, 0x10]),
            record(0x0208, &[4, 0, 9, 0, 0, 0, 0x20, 0]),
            record(0x0208, &[5, 0, 9, 0, 0, 0, 0, 0]),
            record(0x007D, &[2, 3, 0, 0, 1, 0]),
            record(0x007D, &[5, 6, 0, 0, 0, 0]),
            record(0x00E5, &[2, 1, 3, 0, 0, 7, 7, 2, 2]),
            // Numbers under formats 1 and 0, in one record.
            record(0x00BD, &[8, 1, 1, 0, 0, 0, 0, 0, 2]),
            record(BOF, &[0x0600, 0x20]),
            record(0x0203, &[60_000, 60_000, 1, 0, 0, 0, 0]),
            record(EOF, &[]),
            record(EOF, &[]),
        ];
        let globals = Globals {
            widths: vec![None, Some(6)],
            ..Globals::default()
        };
        let mut kept = MemoryEstimate::default();
        let found = sheet(&records.concat(), 0, &globals, &mut kept, &mut Vec::new());
        let (sheet, end) = found.expect("sound");
        assert_eq!(end, records.concat().len());
        let merge = Merge {
            rows: (2, 4),
            columns: (0, 0),
        };
        assert_eq!(sheet.features.merged, [merge]);
        assert_eq!(sheet.features.hidden_rows, [(5, 5)]);
        assert_eq!(sheet.features.hidden_columns, [(2, 3)]);
        assert_eq!(sheet.padded, [(9, 1, 6)]);
        // A chart within the sheet has cells of its own, which do not count.
        kept.close_sheet();
        assert_eq!(kept.cells, 2);
    }

    /// Globals that name sheets at these places, then records.
    fn workbook(sheets: &[u32], records: &[Vec<u8>]) -> Vec<u8> {
        let bound = |at: &u32| record(0x0085, &[*at as u16, (at >> 16) as u16, 0]);
        let globals = [
            record(BOF, &[0x0600, 5]),
            sheets.iter().flat_map(bound).collect(),
            record(EOF, &[]),
        ];
        [globals.concat(), records.concat()].concat()
    }

    #[test]
    fn a_text_without_a_formula_stands_in_the_first_cell_for_the_reader() {
        let sheet = [
            record(BOF, &[0x0600, 0x10]),
            record(0x0203, &[60_000, 60_000, 0, 0, 0, 0, 0]),
            record(0x0207, &[0, 0]),
            record(EOF, &[]),
        ];
        let limits = Limits::default();
        let refused = survey(&mut workbook(&[22], &sheet), &limits).err();
        let found = u64::pow(60_001, 2).to_string();
        assert_eq!(refused.expect("refused").args[2], found);
        let mut without = workbook(&[22], &[&sheet[..2], &sheet[3..]].concat());
        assert!(survey(&mut without, &limits).is_ok());
    }

    #[test]
    fn what_the_reader_must_not_believe_is_taken_away() {
        let formula = [&[1, 2, 0][..], &[0; 7], &[7, 9, 9]].concat();
        let sheet = [
            record(BOF, &[0x0600, 0x10]),
            record(0x0200, &[0, 0xFFFF, 0, 0xFFFF, 0, 0xFF, 0]),
            record(0x0006, &formula),
            record(EOF, &[]),
        ];
        let mut stream = workbook(&[22], &sheet);
        survey(&mut stream, &Limits::default()).expect("sound");
        let expected = [
            sheet[0].clone(),
            record(0x0200, &[0; 7]),
            record(0x0006, &[&[1, 2, 0][..], &[0; 8], &[9, 9]].concat()),
            sheet[3].clone(),
        ];
        assert_eq!(stream, workbook(&[22], &expected));
    }

    #[test]
    fn sheets_in_one_place_are_refused() {
        let (begin, end) = (record(BOF, &[0x0600, 0x10]), record(EOF, &[]));
        // The second sheet is inside a record of the first.
        let within = [begin.clone(), end.clone()].concat();
        let around = [record(0x01FF, &[0; 6])[..4].to_vec(), within].concat();
        let sheet = [begin, around, end];
        for sheets in [[32, 32], [32, 44], [8, 32]] {
            let refused = survey(&mut workbook(&sheets, &sheet), &Limits::default());
            let message = refused.err().map(|reason| reason.args[1].clone());
            let expected = Some("two sheets stand in the same place");
            assert_eq!(message.as_deref(), expected, "{sheets:?}");
        }
    }
}
