//! HTML tables, which banks and shop systems export under the name `.xls`: each table of two rows or
//! more becomes a sheet `table 1`, `table 2`… All cells are text, as the page shows them.

use super::grid::Grid;
use super::tokens::{self, MarkupTag, Token, Tokens};
use crate::formats::read_error::ReadError;
use crate::formats::sink::{SheetOf, SheetSink};
use crate::model::{CellKind, Limits};

/// Tables deeper than this belong to the table around them.
const DEPTH: usize = 16;

/// The tables of a page, in the order in which they begin. Refuses more tables or cells than the limits allow.
pub(crate) fn read<S: SheetSink>(
    text: &str,
    sink: &S,
    limits: &Limits,
) -> Result<Vec<SheetOf<S>>, ReadError> {
    let mut page = Page::default();
    for token in Tokens::html(text) {
        page.take(token, limits)?;
    }
    // Tables without an end tag end with the page.
    while !page.open.is_empty() {
        page.end_cell(limits)?;
        page.open.pop();
    }
    Ok(page.sheets(sink))
}

/// The tables of a page.
#[derive(Default)]
struct Page {
    /// In the order in which they begin.
    tables: Vec<Grid>,
    /// A stack of those that have not ended.
    open: Vec<OpenTable>,
    /// Tables skipped because they are nested too deep.
    too_deep: usize,
}

struct OpenTable {
    /// Index into the tables.
    at: usize,
    cell: Option<Cell>,
}

/// A cell whose text is being read.
struct Cell {
    text: String,
    span: (u32, u32),
    /// The number Excel kept beside the text: `x:num`.
    number: Option<String>,
}

impl Page {
    fn take(&mut self, token: Token, limits: &Limits) -> Result<(), ReadError> {
        match token {
            Token::Open(tag) => self.open_tag(&tag, limits)?,
            Token::Close(name) => self.close_tag(name, limits)?,
            Token::Text(raw) => self.text(&tokens::text(raw)),
            Token::Data(data) => self.text(data),
        }
        Ok(())
    }

    fn open_tag(&mut self, tag: &MarkupTag, limits: &Limits) -> Result<(), ReadError> {
        if tag.is("table") && self.open.len() >= DEPTH {
            self.too_deep += 1;
        } else if tag.is("table") {
            let allowed = limits.members;
            if self.tables.len() as u64 >= allowed {
                return Err(ReadError::past("members", allowed));
            }
            self.tables.push(Grid::default());
            let at = self.tables.len() - 1;
            self.open.push(OpenTable { at, cell: None });
        } else if tag.is("tr") {
            self.end_cell(limits)?;
            if let Some(grid) = self.grid() {
                grid.row(0, is_hidden(tag));
            }
        } else if tag.is("td") || tag.is("th") {
            self.end_cell(limits)?;
            self.begin_cell(tag);
        } else if tag.is("br") {
            self.line_end();
        }
        Ok(())
    }

    fn close_tag(&mut self, name: &str, limits: &Limits) -> Result<(), ReadError> {
        if tokens::is(name, "table") && self.too_deep > 0 {
            self.too_deep -= 1;
        } else if tokens::is(name, "table") {
            self.end_cell(limits)?;
            self.open.pop();
        } else if ["td", "th", "tr"].iter().any(|n| tokens::is(name, n)) {
            self.end_cell(limits)?;
        } else if ["p", "div", "li"].iter().any(|n| tokens::is(name, n)) {
            self.line_end();
        }
        Ok(())
    }

    /// The innermost table.
    fn grid(&mut self) -> Option<&mut Grid> {
        let at = self.open.last()?.at;
        self.tables.get_mut(at)
    }

    fn begin_cell(&mut self, tag: &MarkupTag) {
        // A cell without a row begins one.
        if let Some(grid) = self.grid().filter(|grid| grid.rows() == 0) {
            grid.row(0, false);
        }
        if let Some(open) = self.open.last_mut() {
            open.cell = Some(Cell {
                text: String::new(),
                span: (tag.number("colspan").min(1000), tag.number("rowspan")),
                number: tag.attribute("num").map(|n| n.into_owned()),
            });
        }
    }

    fn end_cell(&mut self, limits: &Limits) -> Result<(), ReadError> {
        let Some(cell) = self.open.last_mut().and_then(|open| open.cell.take()) else {
            return Ok(());
        };
        let (text, kind) = cell.shown();
        if let Some(grid) = self.grid() {
            grid.cell(&text, kind, cell.span, limits)?;
        }
        Ok(())
    }

    /// Adds text to the open cell; white space of the source becomes one blank.
    fn text(&mut self, text: &str) {
        let Some(cell) = self.open.last_mut().and_then(|open| open.cell.as_mut()) else {
            return;
        };
        for c in text.chars() {
            match c {
                ' ' | '\t' | '\r' | '\n' => {
                    if !cell.text.is_empty() && !cell.text.ends_with([' ', '\n']) {
                        cell.text.push(' ');
                    }
                }
                c => cell.text.push(c),
            }
        }
    }

    fn line_end(&mut self) {
        if let Some(cell) = self.open.last_mut().and_then(|open| open.cell.as_mut()) {
            cell.text.truncate(cell.text.trim_end_matches(' ').len());
            if !cell.text.is_empty() {
                cell.text.push('\n');
            }
        }
    }

    fn sheets<S: SheetSink>(self, sink: &S) -> Vec<SheetOf<S>> {
        let grids = self.tables.into_iter().filter(Grid::is_table);
        let sheet = |(at, grid): (usize, Grid)| grid.into_sheet(format!("table {}", at + 1), sink);
        grids.enumerate().map(sheet).collect()
    }
}

impl Cell {
    /// The text without padding, and its kind. Where Excel shows a long number as `3.30106E+17`, the number that it kept
    /// beside the text is taken.
    fn shown(&self) -> (String, CellKind) {
        let shown = self
            .text
            .trim_matches(|c: char| c.is_whitespace() || c == '\u{A0}');
        if shown.contains('\u{FFFD}') {
            return (shown.to_owned(), CellKind::Error);
        }
        let numeric = |text: &str| {
            let mark = |c: char| "+-.,Ee".contains(c) || c.is_ascii_digit();
            !text.is_empty() && text.chars().all(mark)
        };
        match &self.number {
            Some(number) if numeric(shown) => {
                let kept = shown.contains(['E', 'e']) && !number.is_empty();
                let text = if kept { number.as_str() } else { shown };
                (text.to_owned(), CellKind::Number)
            }
            _ => (shown.to_owned(), CellKind::Text),
        }
    }
}

fn is_hidden(tag: &MarkupTag) -> bool {
    let style = tag.attribute("style").unwrap_or_default();
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
    style.to_ascii_lowercase().contains("display:none") || tag.attribute("hidden").is_some()
}
