//! How a blank workbook looks: the sheet to fill in, a page that explains it, and the regions to choose
//! from. The columns and their texts come in as plain data.

use std::fs::File;
use std::io::BufWriter;

use rust_xlsxwriter::{Format, FormatAlign, IgnoreError, Note, Workbook, Worksheet, XlsxError};

use super::columns::{Blank, BlankColumn, Need};
use super::lists;
use super::lists::Regions;
use crate::emit::error::EmitError;
use crate::emit::workbook_style;
use crate::emit::workbook_style::Width;
use crate::model::{Kind, Lang, guide_sheet};

/// Widths of a column, in characters of half width.
const NARROWEST: u16 = 12;
const WIDEST: u16 = 32;

/// Width of a note in characters of half width, and the pixels of one and of a line.
const NOTE_WIDTH: u16 = 56;
const NOTE_PIXELS: (u32, u32) = (6, 17);

/// Widths of the page that explains the columns, and the height of a line in points.
const GUIDE_WIDTHS: [u16; 4] = [22, 38, 64, 30];
const LINE: u16 = 17;

/// Writes the workbook; `name` is what it is called in messages.
pub(crate) fn write(blank: &Blank, name: &str, file: &File) -> Result<(), EmitError> {
    let mut workbook = workbook_style::workbook();
    fill(&mut workbook, blank)
        .and_then(|()| workbook.save_to_writer(BufWriter::new(file)))
        .map_err(|error| workbook_style::failed(name, error))
}

fn fill(workbook: &mut Workbook, blank: &Blank) -> Result<(), XlsxError> {
    let lang = blank.lang;
    let regions = Regions::new();
    let page = workbook.add_worksheet();
    page.set_name(blank.kind.label(lang))?;
    fill_table(page, blank, &regions)?;
    let page = workbook.add_worksheet();
    page.set_name(lang.pick("填写说明", "How to fill in"))?;
    explain(page, blank)?;
    if lists::has_regions(blank) {
        let page = workbook.add_worksheet();
        page.set_name(lists::sheet_name(lang))?;
        lists::fill_regions(page, &regions, lang, &head(Need::Free))?;
        // Sorting it would break the lists, and printing it takes a hundred pages.
        page.set_hidden(true);
    }
    Ok(())
}

fn head(need: Need) -> Format {
    inked(workbook_style::upload_header(false), need)
}

/// In the colour of a need.
fn inked(format: Format, need: Need) -> Format {
    match need {
        Need::Compulsory => format.set_font_color(0xC0_00_00),
        Need::ForM4 => format.set_font_color(0xB4_5F_06),
        Need::Provider => format.set_font_color(0x7F_7F_7F),
        Need::Free => format,
    }
}

/// A cell of the table: Excel's own text format, which keeps what is typed as it is typed.
fn cell(column: &BlankColumn) -> Format {
    const TEXT: u8 = 49;
    let format = Format::new();
    if column.is_text() {
        format.set_num_format_index(TEXT)
    } else {
        format
    }
}

fn fill_table(page: &mut Worksheet, blank: &Blank, regions: &Regions) -> Result<(), XlsxError> {
    let mut widths = Vec::new();
    for (at, column) in (0..).zip(&blank.columns) {
        let width = width(column, &example(at, column, blank.lang));
        widths.push(width);
        page.set_column_width(at, width)?;
        // The whole column, however many rows are filled in.
        page.set_column_format(at, &cell(column))?;
        page.write_string_with_format(0, at, column.header(), &head(column.need))?;
        page.insert_note(0, at, &note(&column.note))?;
    }
    page.set_row_height(0, 24)?;
    write_rows(page, blank)?;
    lists::add(page, blank, regions)?;
    let last = u16::try_from(blank.columns.len())
        .unwrap_or(u16::MAX)
        .saturating_sub(1);
    // Digits are to stay text here: no green corners.
    page.ignore_error_range(1, 0, 1_048_575, last, IgnoreError::NumberStoredAsText)?;
    page.set_freeze_panes(1, 1)?;
    page.set_repeat_rows(0, 0)?;
    page.set_repeat_columns(0, 0)?;
    workbook_style::print_setup(page, &widths);
    Ok(())
}

/// A cell of the example row; by the mark in its first cell the reader knows the row and leaves it out.
fn example(at: u16, column: &BlankColumn, lang: Lang) -> String {
    let mark = if at == 0 {
        lang.pick("示例：", "Example: ")
    } else {
        ""
    };
    format!("{mark}{}", column.example)
}

/// The example, and the rows that are there already.
fn write_rows(page: &mut Worksheet, blank: &Blank) -> Result<(), XlsxError> {
    for (at, column) in (0..).zip(&blank.columns) {
        let format = cell(column).set_italic().set_font_color(0x7F_7F_7F);
        page.write_string_with_format(1, at, example(at, column, blank.lang), &format)?;
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

fn width(column: &BlankColumn, example: &str) -> u16 {
    let header = column.header();
    let choices = column.choices.iter().map(String::as_str);
    let texts = choices.chain([&header[..], example]);
    let longest = texts.map(Width::half_widths).max().unwrap_or(0);
    longest.saturating_add(2).clamp(NARROWEST, WIDEST)
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
fn rules(blank: &Blank) -> [String; 5] {
    let lang = blank.lang;
    let one = match blank.kind {
        Kind::Stores => lang.pick("一家门店一行", "One row per store"),
        Kind::Skus | Kind::Items => lang.pick("一个规格（SKU）一行", "One row per variant (SKU)"),
        Kind::Merchants => lang.pick("一个间连商户一行", "One row per indirect merchant"),
        _ => lang.pick("一个账户一行", "One row per account"),
    };
    let all = [
        guide_sheet::FIRST[0],
        "2. {one}，从第 3 行填起；第 2 行是示例，不会被读取，留着或整行删去都可以，不要在它上面改。",
        "3. 不要改表头，不要合并单元格；用不到的列可以空着；鼠标停在表头上可以看这一列的说明。",
        "4. {marks}",
        "5. 下拉列表只是方便选择，列表里没有的写法也能识别。",
    ];
    let en = [
        guide_sheet::FIRST[1],
        "2. {one}, from row 3 on; row 2 is an example and is not read: leave it or delete the whole row, but do not write over it.",
        "3. Leave the headers alone and merge no cells; columns you do not need may stay empty; each header has a note.",
        "4. {marks}",
        "5. The lists are there for convenience; other spellings are understood as well.",
    ];
    let marks = legend(blank);
    lang.pick(all, en)
        .map(|line| line.replace("{one}", one).replace("{marks}", &marks))
}

/// What the colours say that occur.
fn legend(blank: &Blank) -> String {
    let lang = blank.lang;
    let words = [
        (
            Need::Compulsory,
            lang.pick("* 红色：必填", "* red: required"),
        ),
        (
            Need::ForM4,
            lang.pick("※ 橙色：升级 M4 时必填", "※ orange: required for M4"),
        ),
        (
            Need::Provider,
            lang.pick("灰色：由服务商填写", "grey: filled in by the provider"),
        ),
        (Need::Free, lang.pick("黑色：选填", "black: optional")),
    ];
    let occurs = |need| blank.columns.iter().any(|column| column.need == need);
    let words = words.into_iter().filter(|(need, _)| occurs(*need));
    let words: Vec<&str> = words.map(|(_, text)| text).collect();
    words.join(lang.pick("；", "; ")) + lang.pick("。", ".")
}

fn explain(page: &mut Worksheet, blank: &Blank) -> Result<(), XlsxError> {
    let lang = blank.lang;
    let title = Format::new().set_bold().set_font_size(16);
    let plain = Format::new()
        .set_num_format("@")
        .set_text_wrap()
        .set_align(FormatAlign::Top);
    let name = blank.kind.label(lang);
    page.write_string_with_format(0, 0, guide_sheet::title(name, lang), &title)?;
    let mut row = 1;
    for line in rules(blank) {
        row += 1;
        page.write_string(row, 0, line)?;
    }
    row += 2;
    let first = row;
    let labels = lang.pick(
        ["列名", "必填", "说明", "示例"],
        ["column", "required", "what", "example"],
    );
    for ((at, label), width) in (0..).zip(labels).zip(GUIDE_WIDTHS) {
        page.set_column_width(at, width)?;
        page.write_string_with_format(row, at, label, &head(Need::Free))?;
    }
    for column in &blank.columns {
        row += 1;
        let texts = [&column.when, &column.help, &column.example];
        page.set_row_height(row, LINE * lines(&texts, lang))?;
        page.write_string_with_format(row, 0, column.header(), &name_format(column.need))?;
        for (at, text) in (1..).zip(texts) {
            page.write_string_with_format(row, at, text, &plain)?;
        }
    }
    page.set_repeat_rows(first, first)?;
    workbook_style::print_setup(page, &GUIDE_WIDTHS);
    Ok(())
}

/// Lines the highest of the cells beside a name takes; not every program finds that out by itself.
fn lines(texts: &[&String; 3], lang: Lang) -> u16 {
    let all = texts.iter().zip(&GUIDE_WIDTHS[1..]);
    // Latin letters are narrower than half a Chinese one, which may leave half its room at the end.
    let room = |width: u16| lang.pick(width - 2, width + width / 8);
    let lines = all.map(|(text, width)| text.half_widths().div_ceil(room(*width)));
    lines.max().unwrap_or(1).max(1)
}

/// The name of a column on the page that explains it: its colour without the band.
fn name_format(need: Need) -> Format {
    let plain = Format::new()
        .set_num_format("@")
        .set_align(FormatAlign::Top);
    inked(plain, need)
}
