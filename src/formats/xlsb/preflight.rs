//! Checks an `.xlsb` ([MS-XLSB]) before calamine reads it: bounds its parts, finds its sheets, and collects what each
//! sheet says beside its cells.

use std::collections::BTreeMap;
use std::io::{BufReader, Read};

use crate::formats::markup::tags::PartError;
use crate::formats::number::zeros;
use crate::formats::read_error::ReadError;
use crate::formats::sheet_features::{Merge, SheetSurvey};
use crate::formats::xls::compound::{u16_at, u32_at};
use crate::formats::zip_parts::{Budget, Parts, unescaped};
use crate::model::Limits;

/// Calls `see` with the type and the content of every record of a part.
pub(crate) fn records(
    source: impl Read,
    left: &mut u64,
    mut see: impl FnMut(u16, &[u8]),
) -> Result<(), PartError> {
    let damaged = |error: std::io::Error| PartError::Damaged(error.to_string());
    let mut source = BufReader::with_capacity(64 * 1024, source);
    let mut content = Vec::new();
    while let Some(kind) = varying(&mut source, 2).map_err(damaged)? {
        let ends = || PartError::Damaged("it ends within a record".to_owned());
        let length = varying(&mut source, 4).map_err(damaged)?.ok_or_else(ends)?;
        let length = u64::from(length);
        *left = left.checked_sub(length + 2).ok_or(PartError::OverBudget)?;
        content.clear();
        let mut record = source.by_ref().take(length);
        if record.read_to_end(&mut content).map_err(damaged)? as u64 != length {
            return Err(ends());
        }
        see(kind as u16, &content);
    }
    Ok(())
}

/// A number of at most so many bytes, seven bits each, the lowest first. `None` at the end.
fn varying(source: &mut impl Read, most: u32) -> std::io::Result<Option<u32>> {
    let mut number = 0;
    for at in 0..most {
        let mut byte = [0];
        if source.read(&mut byte)? == 0 {
            return Ok(None);
        }
        number |= u32::from(byte[0] & 0x7F) << (7 * at);
        if byte[0] & 0x80 == 0 {
            break;
        }
    }
    Ok(Some(number))
}

/// Checks a workbook; one entry for each sheet that calamine will list. Refuses what is damaged or exceeds the limits.
pub(crate) fn survey(parts: &mut Parts, limits: &Limits) -> Result<Vec<SheetSurvey>, ReadError> {
    let mut budget = Budget::unpacked(limits);
    let paths = sheets(parts, &mut budget)?;
    let widths = widths(parts, &mut budget)?;
    let mut strings = Budget::strings(limits);
    parts.records("xl/sharedStrings.bin", &mut strings, |_, _| {})?;
    let mut surveys = Vec::new();
    for path in paths {
        let mut walk = Walk {
            widths: &widths,
            row: 0,
            sheet: SheetSurvey::default(),
        };
        let see = |kind, data: &[u8]| {
            walk.see(kind, data);
        };
        if !parts.records(&path, &mut budget, see)? {
            return Err(parts.damaged(format!("{path} is missing")));
        }
        surveys.push(walk.sheet.sorted());
    }
    Ok(surveys)
}

/// The paths of the sheets, in the order of the workbook.
fn sheets(parts: &mut Parts, budget: &mut Budget) -> Result<Vec<String>, ReadError> {
    let mut targets = BTreeMap::new();
    parts.walk_needed("xl/_rels/workbook.bin.rels", budget, |tag| {
        if let (Some(id), Some(target)) = (tag.attribute("Id"), tag.attribute("Target")) {
            targets.insert(unescaped(id), unescaped(target));
        }
    })?;
    let mut sheets = Vec::new();
    let found = parts.records("xl/workbook.bin", budget, |kind, data| {
        // A sheet without a relationship is not listed.
        if kind == 0x9C && u32_at(data, 8) != Some(u32::MAX) {
            let target = wide(data, 8).and_then(|id| targets.get(&id));
            sheets.push(target.map(|target| format!("xl/{target}")));
        }
    })?;
    if !found {
        return Err(parts.damaged("xl/workbook.bin is missing"));
    }
    let all: Option<Vec<String>> = sheets.into_iter().collect();
    all.ok_or_else(|| parts.damaged("a sheet has no part"))
}

/// Digits shown at least, by cell format.
fn widths(parts: &mut Parts, budget: &mut Budget) -> Result<Vec<Option<u8>>, ReadError> {
    let (mut formats, mut widths) = (BTreeMap::new(), Vec::new());
    let mut in_cells = false;
    parts.records("xl/styles.bin", budget, |kind, data| match kind {
        0x2C => {
            let width = wide(data, 2).and_then(|code| zeros(&code));
            formats.extend(u16_at(data, 0).zip(width));
        }
        0x269 => in_cells = true,
        0x26A => in_cells = false,
        0x2F if in_cells => {
            widths.push(u16_at(data, 2).and_then(|id| formats.get(&id).copied()));
        }
        _ => {}
    })?;
    Ok(widths)
}

/// A string of two-byte units behind their count.
fn wide(data: &[u8], at: usize) -> Option<String> {
    let count = u32_at(data, at)? as usize;
    let units = data.get(at + 4..at.checked_add(4)?.checked_add(count.checked_mul(2)?)?)?;
    let units = units.chunks_exact(2).filter_map(|unit| u16_at(unit, 0));
    Some(String::from_utf16_lossy(&Vec::from_iter(units)))
}

/// A walk through a sheet part.
struct Walk<'a> {
    widths: &'a [Option<u8>],
    /// The current row, from 1.
    row: u32,
    sheet: SheetSurvey,
}

impl Walk<'_> {
    fn see(&mut self, kind: u16, data: &[u8]) -> Option<()> {
        let column = |at| u16::try_from(u32_at(data, at)?).ok();
        match kind {
            // A row: number, format, height, then bits of which one says hidden.
            0x00 => {
                self.row = u32_at(data, 0)?.checked_add(1)?;
                if data.get(11)? & 0x10 != 0 {
                    self.sheet.features.hide_row(self.row);
                }
            }
            // Numbers: packed, plain, and out of a formula.
            0x02 | 0x05 | 0x09 => {
                let format = u32_at(data, 4)? & 0x00FF_FFFF;
                let width = self.widths.get(format as usize).copied()??;
                self.sheet.padded.push((self.row, column(0)?, width));
            }
            0x3C if u16_at(data, 16)? & 1 != 0 => {
                let last = column(4).unwrap_or(u16::MAX);
                self.sheet.features.hidden_columns.push((column(0)?, last));
            }
            0xB0 => {
                let row = |at| u32_at(data, at)?.checked_add(1);
                let range = Merge::new((row(0)?, row(4)?), (column(8)?, column(12)?));
                self.sheet.features.merged.extend(range);
            }
            _ => {}
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_have_types_and_lengths_of_several_bytes() {
        let mut bytes = vec![0x07, 0x01, 0xAA, 0xE9, 0x04, 0x80, 0x01];
        bytes.extend([7; 128]);
        let walk = |bytes: &[u8], mut left: u64| {
            let mut seen = Vec::new();
            let result = records(bytes, &mut left, |kind, data| seen.push((kind, data.len())));
            (seen, result.map_err(|error| format!("{error:?}")))
        };
        assert_eq!(walk(&bytes, 1000), (vec![(7, 1), (0x269, 128)], Ok(())));
        let ends = Err("Damaged(\"it ends within a record\")".to_owned());
        assert_eq!(walk(&bytes[..100], 1000), (vec![(7, 1)], ends.clone()));
        assert_eq!(walk(&bytes[..1], 1000), (vec![], ends));
        let over_budget = Err("OverBudget".to_owned());
        assert_eq!(walk(&bytes, 100), (vec![(7, 1)], over_budget));
    }

    #[test]
    fn what_a_sheet_says_beside_its_cells() {
        let words = |words: &[u32]| Vec::from_iter(words.iter().flat_map(|w| w.to_le_bytes()));
        let mut walk = Walk {
            widths: &[None, Some(6)],
            row: 0,
            sheet: SheetSurvey::default(),
        };
        walk.see(0x3C, &words(&[2, 3, 0, 0, 1]));
        walk.see(0x3C, &words(&[5, 5, 0, 0, 0]));
        walk.see(0x00, &words(&[3, 0, 0x1000_0000, 0]));
        walk.see(0x05, &words(&[1, 1, 0, 0]));
        walk.see(0x02, &words(&[2, 0, 0]));
        walk.see(0x00, &words(&[4, 0, 0, 0]));
        walk.see(0xB0, &words(&[1, 3, 0, 0]));
        walk.see(0xB0, &[1]);
        assert_eq!(walk.sheet.features.hidden_columns, [(2, 3)]);
        assert_eq!(walk.sheet.features.hidden_rows, [(4, 4)]);
        assert_eq!(walk.sheet.padded, [(4, 1, 6)]);
        let merge = Merge {
            rows: (2, 4),
            columns: (0, 0),
        };
        assert_eq!(walk.sheet.features.merged, [merge]);
    }
}
