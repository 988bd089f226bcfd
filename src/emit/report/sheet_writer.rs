//! A sheet of the report workbook, written from top to bottom.

use rust_xlsxwriter::{Chart, ChartType, Format, Url, Worksheet, XlsxError};

use super::column::{CellValue, ColumnHeading, ColumnKind, ReportColumn};
use crate::emit::workbook_style;
use crate::emit::workbook_style::{Styles, Tone, Width};
use crate::model::Lang;

/// Data rows of one sheet; Excel has 1,048,576 rows.
pub(crate) const SHEET_ROWS: usize = 1_048_575;
/// Rows of a table that leave room for a remark below it.
pub(crate) const TABLE_ROWS: usize = SHEET_ROWS - 2;
/// Links in one sheet; Excel takes 65,530 and grows slow long before.
const LINKS: usize = 20_000;
/// Characters of one cell; Excel takes 32,767 UTF-16 units.
const CELL_CHARS: usize = 16_000;
/// Points of one line of text, and of the tallest row Excel has.
const LINE_HEIGHT: f64 = 15.0;
const TALLEST_ROW: f64 = 409.0;

/// What writing to a sheet comes to.
pub(crate) type SheetResult = Result<(), XlsxError>;

/// A sheet being written from top to bottom.
pub(crate) struct SheetWriter<'s> {
    sheet: &'s mut Worksheet,
    pub styles: &'s Styles,
    lang: Lang,
    pub row: u32,
    links: usize,
    /// Of the table's columns.
    widths: Vec<u16>,
    /// Width of each column whose text wraps.
    wraps: Vec<Option<u16>>,
    /// Lines the current row needs.
    lines: u16,
}

impl<'s> SheetWriter<'s> {
    pub(crate) fn new(sheet: &'s mut Worksheet, styles: &'s Styles, lang: Lang) -> SheetWriter<'s> {
        SheetWriter {
            sheet,
            styles,
            lang,
            row: 0,
            links: 0,
            widths: Vec::new(),
            wraps: Vec::new(),
            lines: 1,
        }
    }

    /// A table that fills the sheet.
    pub(crate) fn table<R>(
        &mut self,
        columns: &[ReportColumn<R>],
        rows: impl IntoIterator<Item = R>,
    ) -> SheetResult {
        self.header(columns)?;
        for row in rows {
            self.table_row(columns, &row)?;
        }
        workbook_style::finish_table(self.sheet, self.row - 1, &self.widths)
    }

    /// Widths, formats and header of a table that fills the sheet.
    pub(crate) fn header<R>(&mut self, columns: &[ReportColumn<R>]) -> SheetResult {
        let headings = columns.iter().filter_map(|column| column.heading.as_ref());
        for (index, heading) in (0..).zip(headings) {
            let (format, head) = match heading.kind {
                ColumnKind::Text => (&self.styles.text, &self.styles.head),
                ColumnKind::Prose => (&self.styles.wrap, &self.styles.head),
                ColumnKind::Number => (&self.styles.number, &self.styles.head_number),
                ColumnKind::Money => (&self.styles.money, &self.styles.head_number),
            };
            let width = self.width(heading);
            let wraps = heading.kind == ColumnKind::Prose;
            self.widths.push(width);
            self.wraps.push(wraps.then_some(width));
            self.sheet.set_column_width(index, width)?;
            self.sheet.set_column_format(index, format)?;
            let label = heading.label(self.lang);
            self.sheet.write_string_with_format(0, index, label, head)?;
        }
        self.row = 1;
        Ok(())
    }

    /// Of a column, with room for the filter's arrow beside its label.
    fn width(&self, heading: &ColumnHeading) -> u16 {
        heading
            .width
            .max(heading.label(self.lang).half_widths() + 3)
    }

    /// One row of a table, by its columns.
    pub(crate) fn table_row<R>(&mut self, columns: &[ReportColumn<R>], row: &R) -> SheetResult {
        let shown = columns.iter().filter(|column| column.heading.is_some());
        for (index, column) in (0..).zip(shown) {
            self.cell(index, &(column.value)(row))?;
        }
        self.next_row()
    }

    fn cell(&mut self, column: u16, value: &CellValue) -> SheetResult {
        match value {
            CellValue::Blank => Ok(()),
            CellValue::Text(text) => self.text(column, text),
            CellValue::Toned(text, tone) => self.toned(column, text, *tone),
            CellValue::Word { label, tone, .. } => match tone {
                Some(tone) => self.toned(column, label, *tone),
                None => self.text(column, label),
            },
            CellValue::Number(number) => {
                // Counts of rows are far below 2^53.
                self.sheet.write_number(self.row, column, *number as f64)?;
                Ok(())
            }
            // Yuan in the column's own format. Excel has no other numbers than these, and shows all fen of
            // any amount below 90 billion yuan.
            CellValue::Money(fen) => {
                let yuan = *fen as f64 / 100.0;
                self.sheet.write_number(self.row, column, yuan)?;
                Ok(())
            }
            CellValue::Link(text, target) => self.link(column, text, target),
        }
    }

    fn toned(&mut self, column: u16, text: &str, tone: Tone) -> SheetResult {
        self.styled(column, text, self.styles.tone(tone))
    }

    /// A remark below a finished table, outside its filter.
    pub(crate) fn remark(&mut self, text: &str) -> SheetResult {
        self.row += 1;
        self.text(0, text)
    }

    /// Goes to the next row. The height of wrapped text is ours to state: not every viewer works it out.
    fn next_row(&mut self) -> SheetResult {
        if self.lines > 1 {
            let height = f64::from(self.lines) * LINE_HEIGHT;
            self.sheet
                .set_row_height(self.row, height.min(TALLEST_ROW))?;
        }
        self.row += 1;
        self.lines = 1;
        Ok(())
    }

    /// Text in the column's own format.
    pub(crate) fn text(&mut self, column: u16, text: &str) -> SheetResult {
        self.count_lines(column, text);
        if !text.is_empty() {
            self.sheet.write_string(self.row, column, clip(text))?;
        }
        Ok(())
    }

    /// Makes room for a text that wraps.
    fn count_lines(&mut self, column: u16, text: &str) {
        if let Some(Some(width)) = self.wraps.get(usize::from(column)) {
            self.lines = self.lines.max(lines(text, *width));
        }
    }

    pub(crate) fn styled(&mut self, column: u16, text: &str, format: &Format) -> SheetResult {
        self.count_lines(column, text);
        self.sheet
            .write_string_with_format(self.row, column, clip(text), format)?;
        Ok(())
    }

    pub(crate) fn number_styled(
        &mut self,
        column: u16,
        number: u64,
        format: &Format,
    ) -> SheetResult {
        self.sheet
            .write_number_with_format(self.row, column, number as f64, format)?;
        Ok(())
    }

    /// A link inside the workbook; plain text once the sheet has as many as is good for it.
    pub(crate) fn link(&mut self, column: u16, text: &str, target: &str) -> SheetResult {
        if self.links >= LINKS {
            return self.text(column, text);
        }
        self.links += 1;
        let url = Url::new(target).set_text(clip(text));
        self.sheet
            .write_url_with_format(self.row, column, url, &self.styles.link)?;
        Ok(())
    }

    /// Prints a finished table on pages side by side, each with the first columns.
    pub(crate) fn split_pages(&mut self, pages: u16, repeated: u16) -> SheetResult {
        self.sheet.set_print_fit_to_pages(pages, 0);
        self.sheet
            .set_repeat_columns(0, repeated.saturating_sub(1))?;
        self.sheet.set_freeze_panes(1, repeated)?;
        Ok(())
    }

    /// Finishes a sheet of blocks below one header: they are read, not filtered.
    pub(crate) fn finish_blocks(&mut self) -> SheetResult {
        self.sheet.set_freeze_panes(1, 0)?;
        self.sheet.set_repeat_rows(0, 0)?;
        workbook_style::print_setup(self.sheet, &[]);
        Ok(())
    }

    /// Begins a page of sections, with columns of these widths and without grid lines.
    pub(crate) fn page(&mut self, widths: &[u16]) -> SheetResult {
        for (column, width) in (0..).zip(widths) {
            self.sheet.set_column_width(column, *width)?;
        }
        self.sheet.set_screen_gridlines(false);
        workbook_style::print_setup(self.sheet, &[]);
        Ok(())
    }

    /// Bars for the numbers in column 3 of the rows from `first` to `last`, named in column 1, at the top beside
    /// the table; `sheet` is this sheet's name.
    pub(crate) fn bars(&mut self, title: &str, sheet: &str, first: u32, last: u32) -> SheetResult {
        let mut chart = Chart::new(ChartType::Bar);
        chart.title().set_name(title);
        chart
            .add_series()
            .set_categories((sheet, first, 1, last, 1))
            .set_values((sheet, first, 3, last, 3));
        chart.legend().set_hidden();
        // Bars run from below; the table runs from above.
        chart.y_axis().set_reverse();
        chart.x_axis().set_num_format("#,##0");
        chart
            .set_width(560)
            .set_height(120 + 26 * (last - first + 1));
        self.sheet.insert_chart(3, 8, &chart)?;
        Ok(())
    }
}

/// Lines of wrapped text in a column; a line that ends in the middle of a word wastes a little.
fn lines(text: &str, width: u16) -> u16 {
    let room = width.saturating_sub(1).max(1);
    let lines = text
        .split('\n')
        .map(|line| line.half_widths().div_ceil(room).max(1));
    lines.fold(0, u16::saturating_add)
}

/// What fits in a cell.
fn clip(text: &str) -> &str {
    if text.len() <= CELL_CHARS {
        return text;
    }
    text.char_indices()
        .nth(CELL_CHARS)
        .map_or(text, |(end, _)| &text[..end])
}
