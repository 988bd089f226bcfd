//! Checks an `.ods` (OASIS OpenDocument 1.3, part 3, section 9) before calamine reads it. Its rows and cells carry
//! repeat counts, so a few bytes can claim billions of cells, and calamine keeps every one; here they are counted,
//! and only what a sheet says beside its cells is kept.

use super::number_formats::{DefaultWidths, NumberFormats};
use crate::formats::markup::tags::{TagKind, XmlTag};
use crate::formats::read_error::ReadError;
use crate::formats::sheet_features::{Merge, SheetSurvey};
use crate::formats::zip_parts::{Budget, Parts};
use crate::model::Limits;

/// Cells of all sheets together, as read and as rectangles.
const DENSE: u64 = 20_000_000;

/// Rows and columns that calamine allows a sheet.
const ROWS: u64 = 1_048_576;
const COLUMNS: u64 = 16_384;

/// Attributes that give a cell a value.
const VALUES: [&str; 5] = [
    "office:value",
    "office:string-value",
    "office:date-value",
    "office:time-value",
    "office:boolean-value",
];

/// Attributes that give the type of a value, or its formula.
const BESIDE_VALUES: [&str; 3] = ["office:value-type", "calcext:value-type", "table:formula"];

/// Checks a workbook; one entry for each sheet. Refuses what is damaged or exceeds the limits.
pub(crate) fn survey(parts: &mut Parts, limits: &Limits) -> Result<Vec<SheetSurvey>, ReadError> {
    let mut budget = Budget::unpacked(limits);
    let mut walk = Walk::default();
    parts.walk_needed("META-INF/manifest.xml", &mut budget, |_| {})?;
    parts.walk("styles.xml", &mut budget, |tag| walk.formats.see(tag))?;
    parts.walk_needed("content.xml", &mut budget, |tag| walk.see(tag))?;
    // calamine would wait for the end of the table for ever.
    if walk.in_table || walk.notes > 0 {
        return Err(parts.damaged("content.xml ends within a sheet"));
    }
    let most = limits.cells.min(DENSE);
    let megabytes = walk.characters / (1024 * 1024);
    ReadError::check_limit("cells", most, walk.cells)?;
    ReadError::check_limit("unpacked_mb", limits.unpacked_mb, megabytes)?;
    Ok(walk.sheets.into_iter().map(SheetSurvey::sorted).collect())
}

/// A walk through the content.
#[derive(Default)]
struct Walk {
    sheets: Vec<SheetSurvey>,
    formats: NumberFormats,
    defaults: DefaultWidths,
    /// Cells noted so far, with their copies.
    noted: u64,
    cells: u64,
    characters: u64,
    in_table: bool,
    notes: u32,
    /// Counted from 0, as are columns.
    row: u64,
    row_repeats: u64,
    column: u64,
    /// First and last row and column with a value, of the open sheet.
    corners: Option<[u64; 4]>,
    /// Columns of the open row up to its last value.
    width: u64,
    cell: Cell,
}

/// The open cell.
#[derive(Default)]
struct Cell {
    at: u64,
    copies: u64,
}

impl Walk {
    fn see(&mut self, tag: &XmlTag) {
        match tag.full_name {
            b"table:table-cell" | b"table:covered-table-cell" => self.cell(tag),
            b"table:table-row" => {
                if tag.kind != TagKind::Close {
                    self.open_row(tag);
                }
                if tag.kind != TagKind::Open {
                    self.close_row();
                }
            }
            b"table:table-column" if tag.kind != TagKind::Close => self.columns(tag),
            b"table:table" if tag.attribute("table:name").is_some() || self.in_table => {
                self.table(tag);
            }
            b"text:s" if tag.kind != TagKind::Close => {
                let spaces = tag.number("text:c").unwrap_or(1);
                self.keep(spaces.saturating_mul(self.cell.copies));
            }
            b"office:annotation" if tag.kind == TagKind::Open => self.notes += 1,
            b"office:annotation" if tag.kind == TagKind::Close => {
                self.notes = self.notes.saturating_sub(1);
            }
            _ => self.formats.see(tag),
        }
    }

    fn keep(&mut self, characters: u64) {
        self.characters = self.characters.saturating_add(characters);
    }

    fn table(&mut self, tag: &XmlTag) {
        if tag.kind != TagKind::Close {
            self.sheets.push(SheetSurvey::default());
            self.defaults = DefaultWidths::default();
            (self.in_table, self.row, self.column) = (true, 0, 0);
        }
        if tag.kind != TagKind::Open {
            self.in_table = false;
            if let Some([top, bottom, left, right]) = self.corners.take() {
                self.cells += (bottom - top + 1) * (right - left + 1);
            }
        }
    }

    fn columns(&mut self, tag: &XmlTag) {
        let repeats = repeats(tag, "table:number-columns-repeated", COLUMNS);
        let first = self.column.min(COLUMNS);
        self.column = (first + repeats).min(COLUMNS);
        if first == self.column {
            return;
        }
        let stretch = (first, self.column - 1);
        self.defaults.columns(stretch, tag, &self.formats);
        if let (true, Some(sheet)) = (is_hidden(tag), self.sheets.last_mut()) {
            let stretch = (stretch.0 as u16, stretch.1 as u16);
            sheet.features.hidden_columns.push(stretch);
        }
    }

    fn open_row(&mut self, tag: &XmlTag) {
        let left = ROWS.saturating_sub(self.row);
        self.row_repeats = repeats(tag, "table:number-rows-repeated", left);
        (self.column, self.width) = (0, 0);
        self.defaults.open_row(tag, &self.formats);
        if let (true, Some(sheet)) = (
            is_hidden(tag) && self.row_repeats > 0,
            self.sheets.last_mut(),
        ) {
            let rows = (self.row as u32 + 1, (self.row + self.row_repeats) as u32);
            sheet.features.hidden_rows.push(rows);
        }
    }

    fn close_row(&mut self) {
        self.cells += self.width;
        self.row += self.row_repeats;
    }

    fn cell(&mut self, tag: &XmlTag) {
        if tag.kind != TagKind::Close {
            self.open_cell(tag);
        }
        let bytes = match tag.kind {
            TagKind::Open => 0,
            TagKind::Close => tag.at.saturating_sub(self.cell.at),
            TagKind::Empty => tag.length(),
        };
        self.keep(bytes.saturating_mul(self.cell.copies));
        if tag.kind != TagKind::Open {
            self.cell.copies = 0;
        }
    }

    fn open_cell(&mut self, tag: &XmlTag) {
        let left = COLUMNS.saturating_sub(self.column);
        let repeats = repeats(tag, "table:number-columns-repeated", left);
        let first = self.column;
        self.column += repeats;
        self.merge(tag, first);
        let mut names = VALUES.iter().chain(&BESIDE_VALUES);
        let has_value = names.any(|name| tag.attribute(name).is_some());
        self.cell = Cell {
            at: tag.at,
            copies: u64::from(has_value) * repeats.saturating_mul(self.row_repeats),
        };
        if self.cell.copies > 0 {
            let (last_row, last) = (self.row + self.row_repeats - 1, self.column - 1);
            let [top, bottom, left, right] =
                self.corners.unwrap_or([self.row, last_row, first, last]);
            self.corners = Some([top, bottom.max(last_row), left.min(first), right.max(last)]);
            self.width = self.column;
            if tag.attribute("office:value-type") == Some(b"float") {
                self.pad(tag, first);
            }
            if is_uncalculated(tag) {
                self.note_uncalculated(first);
            }
        }
    }

    /// Notes the digits a number shows at least, for each of its copies.
    fn pad(&mut self, tag: &XmlTag, first: u64) {
        let columns = (first, self.column - 1);
        let padded = self.defaults.padded(tag, columns, &self.formats);
        for (first, last, width) in padded.collect::<Vec<_>>() {
            for column in first..=last {
                let cells = self.copies().map(|row| (row, column as u16, width));
                if let Some(sheet) = self.sheets.last_mut() {
                    sheet.padded.extend(cells);
                }
            }
        }
    }

    fn note_uncalculated(&mut self, first: u64) {
        for column in first..self.column {
            let cells = self.copies().map(|row| (row, column as u16));
            if let Some(sheet) = self.sheets.last_mut() {
                sheet.features.uncalculated.extend(cells);
            }
        }
    }

    /// The numbers, from 1, of the open row and its copies, as long as there is room for notes on cells.
    fn copies(&mut self) -> impl Iterator<Item = u32> + use<> {
        let rows = self.row_repeats.min(DENSE.saturating_sub(self.noted));
        self.noted += rows;
        (self.row + 1..=self.row + rows).map(|row| row as u32)
    }

    fn merge(&mut self, tag: &XmlTag, column: u64) {
        let span = |name| tag.number(name).unwrap_or(1).max(1);
        let rows = span("table:number-rows-spanned");
        let columns = span("table:number-columns-spanned");
        if rows.max(columns) == 1 {
            return;
        }
        let last_row = self.row.saturating_add(rows).min(ROWS);
        let last = column.saturating_add(columns).min(COLUMNS);
        let columns = (column as u16, last.saturating_sub(1) as u16);
        let range = Merge::new((self.row as u32 + 1, last_row as u32), columns);
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.features.merged.extend(range);
        }
    }
}

fn repeats(tag: &XmlTag, name: &str, most: u64) -> u64 {
    tag.number(name).unwrap_or(1).min(most)
}

/// A formula without a value, whatever it shows: calamine reads the cell as blank.
fn is_uncalculated(tag: &XmlTag) -> bool {
    tag.attribute("table:formula").is_some()
        && tag.attribute("office:value-type") != Some(b"string")
        && !VALUES.iter().any(|name| tag.attribute(name).is_some())
}

fn is_hidden(tag: &XmlTag) -> bool {
    let visibility = tag.attribute("table:visibility");
    matches!(visibility, Some(b"collapse" | b"filter"))
}
