//! How a blank workbook looks: the sheet to fill in, a page that explains it, and the regions to choose
//! from. What the columns are called and what is said of them comes in as plain data.

use std::fs::File;
use std::io::BufWriter;

use rust_xlsxwriter::{Format, FormatAlign, IgnoreError, Note, Workbook, Worksheet, XlsxError};

use super::Error;
use super::blank::{Blank, BlankColumn, Need};
use super::blank_lists_xlsx as lists;
use super::style_xlsx::{self, Width};
use crate::model::{Kind, Lang};

/// Widths of a column, in characters of half width.
const NARROWEST: u16 = 12;
const WIDEST: u16 = 32;
/// What fits across an A4 page in landscape and can still be read.
const PAGE: u16 = 150;

/// Width of a note in characters of half width, and the pixels of one and of a line.
const NOTE_WIDTH: u16 = 56;
const NOTE_PIXELS: (u32, u32) = (6, 17);

/// Writes the workbook; `name` is what it is called in messages.
pub fn write(blank: &Blank, name: &str, file: &File) -> Result<(), Error> {
    let mut workbook = style_xlsx::workbook();
    fill(&mut workbook, blank)
        .and_then(|()| workbook.save_to_writer(BufWriter::new(file)))
        .map_err(|error| style_xlsx::failed(name, error))
}

fn fill(workbook: &mut Workbook, blank: &Blank) -> Result<(), XlsxError> {
    let lang = blank.lang;
    let page = workbook.add_worksheet();
    page.set_name(blank.kind.label(lang))?;
    fill_table(page, blank)?;
    let page = workbook.add_worksheet();
    page.set_name(lang.pick("填写说明", "How to fill in"))?;
    explain(page, blank)?;
    if lists::has_regions(blank) {
        let page = workbook.add_worksheet();
        page.set_name(lists::sheet_name(lang))?;
        lists::fill_regions(page, lang, &head(Need::Free))?;
    }
    Ok(())
}

fn head(need: Need) -> Format {
    let head = style_xlsx::upload_header(need == Need::Compulsory);
    match need {
        Need::Compulsory | Need::Free => head,
        Need::ForM4 => head.set_font_color(0xB4_5F_06),
        Need::Provider => head.set_font_color(0x7F_7F_7F),
    }
}

fn cell(column: &BlankColumn) -> Format {
    let format = Format::new();
    match column.is_text() {
        true => format.set_num_format("@"),
        false => format,
    }
}

fn fill_table(page: &mut Worksheet, blank: &Blank) -> Result<(), XlsxError> {
    let mut total = 0_u16;
    for (at, column) in (0..).zip(&blank.columns) {
        let width = width(column);
        total = total.saturating_add(width);
        page.set_column_width(at, width)?;
        // The whole column, however many rows are filled in.
        page.set_column_format(at, &cell(column))?;
        page.write_string_with_format(0, at, column.header(), &head(column.need))?;
        page.insert_note(0, at, &note(&column.note))?;
    }
    page.set_row_height(0, 24)?;
    write_rows(page, blank)?;
    lists::add(page, blank)?;
    let last = u16::try_from(blank.columns.len())
        .unwrap_or(u16::MAX)
        .saturating_sub(1);
    // Digits kept as text are what is wanted here: no green corners.
    page.ignore_error_range(1, 0, 1_048_575, last, IgnoreError::NumberStoredAsText)?;
    page.set_freeze_panes(1, 1)?;
    page.set_repeat_rows(0, 0)?;
    page.set_repeat_columns(0, 0)?;
    style_xlsx::print_setup(page);
    page.set_print_fit_to_pages(total.div_ceil(PAGE), 0);
    Ok(())
}

/// The example, and the rows that are there already.
fn write_rows(page: &mut Worksheet, blank: &Blank) -> Result<(), XlsxError> {
    let mark = blank.lang.pick("示例：", "Example: ");
    for (at, column) in (0..).zip(&blank.columns) {
        let example = match at {
            0 => format!("{mark}{}", column.example),
            _ => column.example.clone(),
        };
        let format = cell(column).set_italic().set_font_color(0x7F_7F_7F);
        page.write_string_with_format(1, at, example, &format)?;
    }
    for (row, texts) in (2..).zip(&blank.rows) {
        for ((at, column), text) in (0..).zip(&blank.columns).zip(texts) {
            if !text.is_empty() {
                page.write_string_with_format(row, at, text, &cell(column))?;
            }
        }
    }
    Ok(())
}

fn width(column: &BlankColumn) -> u16 {
    let texts = column.choices.iter().chain([&column.example]);
    let longest = texts.map(|text| text.half_widths()).max().unwrap_or(0);
    let header = column.header().half_widths();
    longest
        .max(header)
        .saturating_add(2)
        .clamp(NARROWEST, WIDEST)
}

fn note(lines: &[String]) -> Note {
    let rows = lines
        .iter()
        .map(|line| line.half_widths().div_ceil(NOTE_WIDTH).max(1));
    let rows = u32::from(rows.sum::<u16>());
    Note::new(lines.join("\n"))
        .set_author("jinjian")
        .add_author_prefix(false)
        .set_font_size(9)
        .set_width(u32::from(NOTE_WIDTH) * NOTE_PIXELS.0 + 16)
        .set_height((rows + 1) * NOTE_PIXELS.1)
}

/// What is to be known before the first row is filled in.
fn rules(kind: Kind, lang: Lang) -> [String; 5] {
    let one = match kind {
        Kind::Stores => lang.pick("一家门店一行", "one row per store"),
        Kind::Skus | Kind::Items => lang.pick("一个规格（SKU）一行", "one row per variant (SKU)"),
        Kind::Merchants => lang.pick("一个间连商户一行", "one row per indirect merchant"),
        _ => lang.pick("一个账户一行", "one row per account"),
    };
    lang.pick(
        [
            "1. 号码一律是文本：整列已设为文本格式，请用「只粘贴值」，不要改回常规或数值格式，否则末几位和开头的 0 会丢失。".to_owned(),
            format!("2. {one}，从第 3 行填起；第 2 行是示例，不会被读取，留着或整行删去都可以，不要在它上面改。"),
            "3. 不要改表头、不要合并单元格；用不到的列可以空着，鼠标停在表头上可以看这一列的说明。".to_owned(),
            "4. * 红色：必填；※ 橙色：升级 M4 时必填；灰色：由服务商填写；其余选填。".to_owned(),
            "5. 下拉列表只是方便选择，列表里没有的写法也能识别。".to_owned(),
        ],
        [
            "1. Numbers are text: all columns are formatted so; paste values only and leave the format alone, or last digits and leading zeros are lost.".to_owned(),
            format!("2. {one}, from row 3 on; row 2 is an example and is not read: leave it or delete the whole row, and do not write over it."),
            "3. Leave the headers alone and merge no cells; columns you do not need may stay empty. Each header has a note.".to_owned(),
            "4. * red: required; ※ orange: required for M4; grey: filled in by the provider; all others are optional.".to_owned(),
            "5. The lists are there for convenience; other spellings are understood as well.".to_owned(),
        ],
    )
}

fn explain(page: &mut Worksheet, blank: &Blank) -> Result<(), XlsxError> {
    let lang = blank.lang;
    let title = Format::new().set_bold().set_font_size(16);
    let plain = Format::new()
        .set_num_format("@")
        .set_text_wrap()
        .set_align(FormatAlign::Top);
    let name = blank.kind.label(lang);
    let heading = lang.pick(
        format!("{name} 填写说明"),
        format!("How to fill in: {name}"),
    );
    page.write_string_with_format(0, 0, heading, &title)?;
    let mut row = 1;
    for line in rules(blank.kind, lang) {
        row += 1;
        page.write_string(row, 0, line)?;
    }
    row += 2;
    let first = row;
    let labels = lang.pick(
        ["列名", "必填", "说明", "示例"],
        ["column", "required", "what", "example"],
    );
    for ((at, label), width) in (0..).zip(labels).zip([22, 34, 60, 30]) {
        page.set_column_width(at, width)?;
        page.write_string_with_format(row, at, label, &head(Need::Free))?;
    }
    for column in &blank.columns {
        row += 1;
        page.write_string_with_format(row, 0, column.header(), &name_format(column.need))?;
        for (at, text) in (1..).zip([&column.when, &column.help, &column.example]) {
            page.write_string_with_format(row, at, text, &plain)?;
        }
    }
    page.set_repeat_rows(first, first)?;
    style_xlsx::print_setup(page);
    Ok(())
}

/// The name of a column on the page that explains it: its colour without the band.
fn name_format(need: Need) -> Format {
    let plain = Format::new()
        .set_num_format("@")
        .set_align(FormatAlign::Top);
    match need {
        Need::Compulsory => plain.set_font_color(0xC0_00_00),
        Need::ForM4 => plain.set_font_color(0xB4_5F_06),
        Need::Provider => plain.set_font_color(0x7F_7F_7F),
        Need::Free => plain,
    }
}
