//! SpreadsheetML 2003, a workbook as one XML text, which ERP systems export under the name `.xls`: a
//! text in, a sheet out for each worksheet. Source: Microsoft, "XML Spreadsheet Reference" (Office 2003).

use std::collections::BTreeMap;

use super::grid::Grid;
use super::tokens::{self, MarkupTag, Token, Tokens};
use crate::formats::number;
use crate::formats::read_error::ReadError;
use crate::formats::sink::{SheetOf, SheetSink};
use crate::model::{CellKind, Limits};

/// The worksheets of a workbook, in its order. Refuses a text without a complete sheet, and more sheets or cells than
/// the limits allow.
pub(crate) fn read<S: SheetSink>(
    text: &str,
    sink: &S,
    limits: &Limits,
) -> Result<Vec<SheetOf<S>>, ReadError> {
    let mut book = Book::default();
    for token in Tokens::xml(text) {
        match token {
            Token::Open(tag) => book.open_tag(&tag, limits)?,
            Token::Close(name) => book.close_tag(name, limits)?,
            Token::Text(raw) => book.text(&tokens::text(raw)),
            Token::Data(data) => book.text(data),
        }
    }
    if book.sheets.is_empty() || book.in_sheet {
        return Err(ReadError::damaged(
            ".xml",
            "it ends before its last sheet does",
        ));
    }
    let sheets = book.sheets.into_iter();
    Ok(sheets
        .map(|(name, grid)| grid.into_sheet(name, sink))
        .collect())
}

#[derive(Default)]
struct Book {
    sheets: Vec<(String, Grid)>,
    in_sheet: bool,
    /// Digits shown at least, by style.
    widths: BTreeMap<String, u8>,
    style: String,
    /// Rows after the open one that are like it and not written; none has cells.
    span: u32,
    /// Columns described so far.
    columns: u32,
    cell: Option<Cell>,
    /// What text belongs to.
    inside: Inside,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum Inside {
    Data,
    Comment,
    Visible,
    #[default]
    Nothing,
}

/// The open cell.
#[derive(Default)]
struct Cell {
    text: String,
    sort: String,
    span: (u32, u32),
    width: Option<u8>,
    has_formula: bool,
}

impl Book {
    fn grid(&mut self) -> Option<&mut Grid> {
        let sheets = self.sheets.last_mut().filter(|_| self.in_sheet);
        sheets.map(|(_, grid)| grid)
    }

    fn open_tag(&mut self, tag: &MarkupTag, limits: &Limits) -> Result<(), ReadError> {
        if tag.is("Style") {
            self.style = tag.attribute("ID").unwrap_or_default().into_owned();
        } else if tag.is("NumberFormat") {
            let width = number::zeros(&tag.attribute("Format").unwrap_or_default());
            self.widths.extend(width.map(|w| (self.style.clone(), w)));
        } else if tag.is("Worksheet") {
            self.open_sheet(tag, limits)?;
        } else if tag.is("Column") {
            self.column(tag);
        } else if tag.is("Row") {
            self.open_row(tag);
        } else if tag.is("Cell") {
            self.open_cell(tag);
            if tag.empty {
                self.close_cell(limits)?;
            }
        } else if !tag.empty {
            self.open_text(tag);
        }
        Ok(())
    }

    fn open_sheet(&mut self, tag: &MarkupTag, limits: &Limits) -> Result<(), ReadError> {
        let allowed = limits.members;
        if self.sheets.len() as u64 >= allowed {
            return Err(ReadError::past("members", allowed));
        }
        let name = tag.attribute("Name").unwrap_or_default().into_owned();
        self.sheets.push((name, Grid::default()));
        self.in_sheet = !tag.empty;
        (self.span, self.columns) = (0, 0);
        Ok(())
    }

    fn column(&mut self, tag: &MarkupTag) {
        let first = self.columns.max(tag.number("Index").saturating_sub(1));
        let last = first.saturating_add(tag.number("Span"));
        self.columns = last.saturating_add(1);
        let stretch = u16::try_from(first).ok().zip(u16::try_from(last).ok());
        if let (true, Some(stretch), Some(grid)) = (tag.number("Hidden") > 0, stretch, self.grid())
        {
            grid.features.hidden_columns.push(stretch);
        }
    }

    fn open_row(&mut self, tag: &MarkupTag) {
        let (index, hidden) = (tag.number("Index"), tag.number("Hidden") > 0);
        let before = std::mem::replace(&mut self.span, tag.number("Span"));
        if let Some(grid) = self.grid() {
            grid.skip_rows(before);
            grid.row(index, hidden);
        }
    }

    fn open_cell(&mut self, tag: &MarkupTag) {
        let style = tag.attribute("StyleID").unwrap_or_default();
        let span = |name| tag.number(name).saturating_add(1);
        self.cell = Some(Cell {
            span: (span("MergeAcross"), span("MergeDown")),
            width: self.widths.get(style.as_ref()).copied(),
            has_formula: tag.attribute("Formula").is_some(),
            ..Cell::default()
        });
        let column = tag.number("Index").saturating_sub(1);
        if let Some(grid) = self.grid() {
            grid.skip_to(column);
        }
    }

    fn open_text(&mut self, tag: &MarkupTag) {
        if tag.is("Comment") {
            self.inside = Inside::Comment;
        } else if tag.is("Visible") {
            self.inside = Inside::Visible;
        } else if let (true, Inside::Nothing, Some(cell)) =
            (tag.is("Data"), self.inside, &mut self.cell)
        {
            cell.sort = tag.attribute("Type").unwrap_or_default().into_owned();
            self.inside = Inside::Data;
        }
    }

    fn close_tag(&mut self, name: &str, limits: &Limits) -> Result<(), ReadError> {
        if tokens::is(name, "Worksheet") {
            self.in_sheet = false;
        } else if tokens::is(name, "Cell") {
            self.close_cell(limits)?;
        } else {
            let closed = match self.inside {
                Inside::Data => "Data",
                Inside::Comment => "Comment",
                Inside::Visible => "Visible",
                Inside::Nothing => return Ok(()),
            };
            if tokens::is(name, closed) {
                self.inside = Inside::Nothing;
            }
        }
        Ok(())
    }

    fn close_cell(&mut self, limits: &Limits) -> Result<(), ReadError> {
        self.inside = Inside::Nothing;
        let Some(cell) = self.cell.take() else {
            return Ok(());
        };
        let (text, kind) = cell.shown();
        let Some(grid) = self.grid() else {
            return Ok(());
        };
        let at = grid.cell(&text, kind, cell.span, limits)?;
        if cell.has_formula && cell.sort.is_empty() {
            grid.features.uncalculated.extend(at);
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        match (self.inside, &mut self.cell) {
            (Inside::Data, Some(cell)) => cell.text.push_str(text),
            (Inside::Visible, _) => {
                if let Some(grid) = self.grid() {
                    grid.features.hidden |= text.trim() != "SheetVisible";
                }
            }
            _ => {}
        }
    }
}

impl Cell {
    fn shown(&self) -> (String, CellKind) {
        match self.sort.as_str() {
            "Number" => (number_text(self.text.trim(), self.width), CellKind::Number),
            "DateTime" => (date_text(self.text.trim()), CellKind::Date),
            "Boolean" if self.text.trim() == "1" => ("TRUE".to_owned(), CellKind::Bool),
            "Boolean" => ("FALSE".to_owned(), CellKind::Bool),
            "Error" => (self.text.clone(), CellKind::Error),
            _ if self.text.contains('\u{FFFD}') => (self.text.clone(), CellKind::Error),
            _ => (self.text.clone(), CellKind::Text),
        }
    }
}

/// A number as other workbooks show it. All digits of the file are kept, however many.
fn number_text(text: &str, width: Option<u8>) -> String {
    match (text.parse::<u64>(), text.parse::<f64>()) {
        (Ok(_), _) => format!("{text:0>0$}", usize::from(width.unwrap_or(0))),
        (_, Ok(number)) if number.is_finite() => number::text(number, width),
        _ => text.to_owned(),
    }
}

/// `2026-11-20T00:00:00.000` → `2026-11-20`.
fn date_text(text: &str) -> String {
    let (date, time) = text.split_once('T').unwrap_or((text, ""));
    match time.split('.').next().unwrap_or_default() {
        "" | "00:00:00" => date.to_owned(),
        time => format!("{date} {time}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_dates_as_other_workbooks_show_them() {
        for (text, width, shown) in [
            ("742", Some(6), "000742"),
            ("742", None, "742"),
            ("6.222E3", None, "6222"),
            ("3.30106199003074E+17", None, "330106199003074000"),
            ("330106199003074512", None, "330106199003074512"),
            ("-7.50", Some(6), "-7.5"),
            ("1e999", None, "1e999"),
            ("", None, ""),
        ] {
            assert_eq!(number_text(text, width), shown);
        }
        assert_eq!(date_text("2026-11-20T00:00:00.000"), "2026-11-20");
        assert_eq!(date_text("2026-11-20T08:30:00.000"), "2026-11-20 08:30:00");
        assert_eq!(date_text("2026-11-20"), "2026-11-20");
    }
}
