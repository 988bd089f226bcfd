//! How workbooks look: one palette, one header, one way to finish a table. Nothing here knows what a
//! sheet is about. The creation time is fixed, so that equal content is equal bytes.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use unicode_width::UnicodeWidthStr;

use super::error::EmitError;
use crate::model::Level;

/// Deflate level: the fastest there is; writing is the slowest part of a run.
const COMPRESSION: u8 = 1;
/// A4 in Excel's list of papers.
const A4: u8 = 9;
/// What fits across an A4 page in landscape and can still be read, in characters of half width.
const PAGE: u16 = 255;

/// An empty workbook without a clock.
pub(crate) fn workbook() -> Workbook {
    let mut workbook = Workbook::new();
    workbook.set_zip_compression_level(COMPRESSION);
    let mut properties = DocProperties::new();
    if let Ok(created) = ExcelDateTime::from_ymd(2000, 1, 1) {
        properties = properties.set_creation_datetime(&created);
    }
    workbook.set_properties(&properties);
    workbook
}

/// For `map_err`: which file of the output could not be written.
pub(crate) fn failed(file: &str, error: XlsxError) -> EmitError {
    EmitError::Workbook {
        file: file.to_owned(),
        source: Box::new(error),
    }
}

/// The colour of a cell.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    Good,
    Fair,
    Bad,
    Faint,
    Level(Level),
}

/// Width of a text in characters of half width.
pub(crate) trait Width {
    fn half_widths(&self) -> u16;
}

impl Width for str {
    fn half_widths(&self) -> u16 {
        u16::try_from(self.width()).unwrap_or(u16::MAX)
    }
}

/// Header, filter, frozen panes and print setup of a table whose header is in row 0 and whose data
/// follow it; `widths` are those of its columns. The first column of a wide one stays in sight.
pub(crate) fn finish_table(
    sheet: &mut Worksheet,
    rows: u32,
    widths: &[u16],
) -> Result<(), XlsxError> {
    let last = u16::try_from(widths.len()).unwrap_or(u16::MAX);
    let last = last.saturating_sub(1);
    let is_wide = pages_across(widths) > 1;
    sheet.set_freeze_panes(1, u16::from(is_wide))?;
    sheet.autofilter(0, 0, rows.max(1), last)?;
    sheet.set_print_area(0, 0, rows, last)?;
    sheet.set_repeat_rows(0, 0)?;
    if is_wide {
        sheet.set_repeat_columns(0, 0)?;
    }
    print_setup(sheet, widths);
    Ok(())
}

/// A4 landscape: as many pages side by side as can be read, and as many below each other as it takes.
pub(crate) fn print_setup(sheet: &mut Worksheet, widths: &[u16]) {
    sheet
        .set_landscape()
        .set_paper_size(A4)
        .set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3)
        .set_print_fit_to_pages(pages_across(widths), 0);
    sheet.set_footer("&L&A&R&P / &N");
}

fn pages_across(widths: &[u16]) -> u16 {
    let total = widths.iter().fold(0, |sum: u16, w| sum.saturating_add(*w));
    total.div_ceil(PAGE).max(1)
}

/// The header cell of an upload; red when the column is compulsory.
pub(crate) fn upload_header(compulsory: bool) -> Format {
    let format = head().set_num_format("@");
    if compulsory {
        format.set_font_color(0xC0_00_00)
    } else {
        format
    }
}

fn head() -> Format {
    Format::new()
        .set_bold()
        .set_background_color(0xE7_ED_F5)
        .set_border_bottom(FormatBorder::Thin)
        .set_align(FormatAlign::VerticalCenter)
}

/// Every format of the report.
pub(crate) struct Styles {
    pub title: Format,
    pub subtitle: Format,
    pub section: Format,
    pub head: Format,
    pub head_number: Format,
    pub text: Format,
    pub wrap: Format,
    pub number: Format,
    pub total: Format,
    pub total_number: Format,
    pub link: Format,
    levels: [Format; 3],
    good: Format,
    fair: Format,
    bad: Format,
    faint: Format,
    pub money: Format,
}

impl Styles {
    /// The formats, registered in a fixed order, because the order of first use would otherwise decide a byte.
    pub(crate) fn register(workbook: &mut Workbook) -> Styles {
        let mut add = |format: Format| {
            workbook.register_format(&format);
            format
        };
        let top = || Format::new().set_align(FormatAlign::Top);
        let tint = |fill: u32, ink: u32| top().set_background_color(fill).set_font_color(ink);
        // Away from a text that begins right beside it.
        let right = || top().set_align(FormatAlign::Right).set_indent(1);
        let number = || right().set_num_format("#,##0");
        let total = |f: Format| f.set_bold().set_border_top(FormatBorder::Thin);
        let section = Format::new().set_bold().set_font_size(12);
        // In the order of the fields, which is that of their evaluation.
        Styles {
            title: add(Format::new().set_bold().set_font_size(16)),
            subtitle: add(Format::new().set_font_color(0x59_59_59)),
            section: add(section.set_font_color(0x1F_3A_5F)),
            head: add(head().set_text_wrap()),
            head_number: add(head().set_align(FormatAlign::Right).set_indent(1)),
            text: add(top().set_num_format("@")),
            wrap: add(top().set_num_format("@").set_text_wrap()),
            number: add(number()),
            total: add(total(Format::new())),
            total_number: add(total(number())),
            link: add(top().set_hyperlink()),
            levels: [
                add(tint(0xDD_EB_F7, 0x1F_4E_79)),
                add(tint(0xFF_F2_CC, 0x7F_60_00)),
                add(tint(0xFF_C7_CE, 0x9C_00_06).set_bold()),
            ],
            good: add(tint(0xE2_EF_DA, 0x37_56_23)),
            fair: add(tint(0xFF_F2_CC, 0x7F_60_00)),
            bad: add(tint(0xFF_C7_CE, 0x9C_00_06).set_bold().set_text_wrap()),
            faint: add(top().set_font_color(0x7F_7F_7F)),
            money: add(number().set_num_format("#,##0.00")),
        }
    }

    pub(crate) fn tone(&self, tone: Tone) -> &Format {
        match tone {
            Tone::Good => &self.good,
            Tone::Fair => &self.fair,
            Tone::Bad => &self.bad,
            Tone::Faint => &self.faint,
            Tone::Level(level) => &self.levels[level as usize],
        }
    }
}
