//! What a worksheet part says beside its cells: hidden rows and columns, merged cells, formulas without a value.

use crate::formats::markup::tags::{TagKind, XmlTag};
use crate::formats::sheet_features::{Merge, SheetFeatures};

/// Collects the features of a worksheet from its tags.
#[derive(Default)]
pub(crate) struct SheetWalk {
    pub features: SheetFeatures,
    /// The current row, from 1, and the column the next cell without a reference has.
    row: u32,
    next_column: u32,
    cell: Option<(u32, u16)>,
    /// Whether the current cell has a formula: only then is its value needed.
    pub has_formula: bool,
    has_value: bool,
    /// The value is a text, which may be empty; any other empty value is none.
    is_text: bool,
    /// Where the text of the current value would begin.
    value_at: u64,
}

impl SheetWalk {
    pub(crate) fn see(&mut self, tag: &XmlTag) {
        match (tag.name, tag.kind) {
            (b"c", TagKind::Close) => {
                if let (true, false, Some(cell)) = (self.has_formula, self.has_value, self.cell) {
                    self.features.uncalculated.push(cell);
                }
                self.has_formula = false;
            }
            (b"v", TagKind::Close) => self.has_value |= tag.at > self.value_at || self.is_text,
            (_, TagKind::Close) => {}
            (b"c", _) => self.open_cell(tag),
            (b"v", TagKind::Empty) => self.has_value |= self.is_text,
            (b"v", TagKind::Open) => self.value_at = tag.at + tag.full_name.len() as u64 + 2,
            (b"is", _) => self.has_value = true,
            (b"f", _) => self.has_formula = true,
            (b"row", _) => self.open_row(tag),
            (b"col", _) if tag.is_set("hidden") => {
                let column = |name| u16::try_from(tag.number(name)?.checked_sub(1)?).ok();
                if let (Some(first), Some(last)) = (column("min"), column("max")) {
                    self.features.hidden_columns.push((first, last));
                }
            }
            (b"mergeCell", _) => {
                let merge = tag.attribute("ref").and_then(merge);
                self.features.merged.extend(merge);
            }
            _ => {}
        }
    }

    fn open_row(&mut self, tag: &XmlTag) {
        let number = tag.number("r").and_then(|n| u32::try_from(n).ok());
        self.row = number.unwrap_or(self.row.saturating_add(1));
        self.next_column = 0;
        if tag.is_set("hidden") {
            self.features.hide_row(self.row);
        }
    }

    fn open_cell(&mut self, tag: &XmlTag) {
        let place = tag.attribute("r").and_then(position);
        let implied = || Some((self.row, u16::try_from(self.next_column).ok()?));
        self.cell = place.or_else(implied);
        let column = self.cell.map_or(self.next_column, |(_, c)| u32::from(c));
        self.next_column = column.saturating_add(1);
        (self.has_formula, self.has_value) = (false, false);
        self.is_text = tag.attribute("t") == Some(b"str");
    }
}

/// `B7` as row 7 and column 1: rows count from 1, columns from 0.
pub(crate) fn position(reference: &[u8]) -> Option<(u32, u16)> {
    let digits = reference.iter().position(u8::is_ascii_digit)?;
    let (letters, digits) = reference.split_at(digits);
    let column = letters.iter().try_fold(0u32, |column, letter| {
        let letter = letter.to_ascii_uppercase();
        let value = u32::from(letter.checked_sub(b'A')?) + 1;
        (value <= 26).then_some(column.checked_mul(26)?.checked_add(value)?)
    })?;
    let row = std::str::from_utf8(digits).ok()?.parse().ok()?;
    let column = u16::try_from(column.checked_sub(1)?).ok()?;
    (row > 0).then_some((row, column))
}

/// `B7:C9`; one cell alone is no merge.
fn merge(reference: &[u8]) -> Option<Merge> {
    let colon = memchr::memchr(b':', reference)?;
    let first = position(&reference[..colon])?;
    let last = position(&reference[colon + 1..])?;
    Merge::new((first.0, last.0), (first.1, last.1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::markup::tags::XmlTags;

    #[test]
    fn references() {
        assert_eq!(position(b"B7"), Some((7, 1)));
        assert_eq!(position(b"XFD1048576"), Some((1_048_576, 16_383)));
        for text in ["7", "B", "B0", "ZZZZZZZZZ1", "B99999999999", "一1", "B1C"] {
            assert_eq!(position(text.as_bytes()), None, "{text}");
        }
        let expected = Merge {
            rows: (2, 9),
            columns: (1, 3),
        };
        assert_eq!(merge(b"D9:B2"), Some(expected));
        assert_eq!(merge(b"B2:B2"), None);
    }

    #[test]
    fn what_a_sheet_says_beside_its_cells() {
        let xml = "<cols><col min='2' max='3' hidden='1'/><col min='5' max='5'/></cols><sheetData>\
                   <row r='4' hidden='true'><c r='A4'><f>B4</f></c><c><f>1</f><v>1</v></c></row>\
                   <row hidden='1'><c/><c><f/></c><c t='str'><f>\"\"</f><v></v></c>\
                   <c><f>1</f><v></v></c><c><f>1</f><v/></c><c><f>1</f><v>0</v></c></row>\
                   <row hidden='0'/></sheetData><mergeCells><mergeCell ref='A2:A5'/></mergeCells>";
        let expected = SheetFeatures {
            merged: vec![Merge {
                rows: (2, 5),
                columns: (0, 0),
            }],
            hidden_rows: vec![(4, 5)],
            hidden_columns: vec![(1, 2)],
            hidden: false,
            uncalculated: vec![(4, 0), (5, 1), (5, 3), (5, 4)],
        };
        for always in [true, false] {
            let mut budget = u64::MAX;
            let mut tags = XmlTags::new(xml.as_bytes(), &mut budget);
            let mut sheet = SheetWalk::default();
            while let Some(tag) = tags.next().expect("sound") {
                sheet.see(&tag);
                tags.values = always || sheet.has_formula;
            }
            assert_eq!(sheet.features.sorted(), expected);
        }
    }
}
