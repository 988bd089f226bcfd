//! Writes the sheets and registers: two workbooks of stores and items, one of bank accounts, four CSV files in
//! two flavours, and the job file.

use std::fs;
use std::io;
use std::path::Path;

use encoding_rs::GB18030;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Formula, Workbook, Worksheet, XlsxError,
};

use super::model::{COLUMNS, Field, Odd, Store, World};
use super::registers;
use super::skus;

pub const STORES_BOOK: &str = "门店信息表.xlsx";
/// A scan, of which only the first bytes are there: it is named, not read.
pub const SCAN: &str = "门店信息表-扫描.pdf";
const SCAN_BYTES: &[u8] = b"%PDF-1.7\n";
pub const STORES_SHEET: &str = "门店信息";
pub const NOTES_SHEET: &str = "填写说明";
pub const STORES_CSV: &str = "门店信息表-华东.csv";
pub const ACCOUNTS: &str = "支付宝账户记录.csv";
pub const BANKS_BOOK: &str = "银行账户记录.xlsx";
pub const MERCHANTS: &str = "已进件商户.csv";
pub const SKUS_BOOK: &str = "ERP商品导出.xlsx";
pub const ITEMS: &str = "线上商品导出.csv";
pub const SKUS_SHEET: &str = "商品";
/// Below a title and a note.
pub const STORES_HEADER_ROW: usize = 3;

const REMARKS: &str = "备注";

const NOTES: [&str; 8] = [
    "填写说明",
    "一、请在“门店信息”表中填写，每行一家门店，带 * 的列为必填。",
    "二、公司名称、统一社会信用代码须与营业执照完全一致；个体工商户填写营业执照上的名称。",
    "三、身份证号、银行账号、支付宝账号请先把单元格设为文本格式再填写，以免末尾数字丢失。",
    "四、省、市、区请按国家行政区划名称填写，直辖市的“市”一列填写市名。",
    "五、经纬度采用高德坐标，最多六位小数。",
    "六、对公账户的开户名须为公司名称，对私账户的开户名须为法人姓名。",
    "七、本表为演示数据，所有名称、号码均为虚构。",
];

pub fn write_all(world: &World, out: &Path) -> io::Result<()> {
    save(&out.join(STORES_BOOK), |book| stores_book(book, world))?;
    fs::write(out.join(SCAN), SCAN_BYTES)?;
    save(&out.join(BANKS_BOOK), |book| banks_book(book, world))?;
    save(&out.join(SKUS_BOOK), |book| skus_book(book, world))?;
    fs::write(
        out.join(STORES_CSV),
        with_lost_bytes(&registers::stores_csv(world)?),
    )?;
    fs::write(
        out.join(ACCOUNTS),
        gb18030(&registers::accounts_csv(world)?),
    )?;
    fs::write(out.join(ITEMS), gb18030(&registers::items_csv(world)?))?;
    fs::write(
        out.join(MERCHANTS),
        format!("\u{feff}{}", registers::merchants_csv(world)?),
    )
}

/// As [`gb18030`], with the first half of a character where one is marked as lost.
fn with_lost_bytes(text: &str) -> Vec<u8> {
    let parts: Vec<Vec<u8>> = text.split(registers::LOST).map(gb18030).collect();
    parts.join(&b"\xB5"[..])
}

pub fn gb18030(text: &str) -> Vec<u8> {
    GB18030.encode(text).0.into_owned()
}

/// The creation time is fixed, so that the same job has the same bytes.
fn save(path: &Path, fill: impl FnOnce(&mut Workbook) -> Result<(), XlsxError>) -> io::Result<()> {
    let mut book = Workbook::new();
    let filled = ExcelDateTime::from_ymd(2000, 1, 1).and_then(|day| {
        book.set_properties(&DocProperties::new().set_creation_datetime(&day));
        fill(&mut book)
    });
    filled
        .and_then(|()| book.save(path))
        .map_err(io::Error::other)
}

fn stores_book(book: &mut Workbook, world: &World) -> Result<(), XlsxError> {
    let notes = book.add_worksheet().set_name(NOTES_SHEET)?;
    notes.set_column_width(0, 90)?;
    for (row, note) in (0..).zip(NOTES) {
        notes.write_string(row, 0, note)?;
    }
    let sheet = book.add_worksheet().set_name(STORES_SHEET)?;
    let last = COLUMNS.len() as u16;
    let title = Format::new()
        .set_bold()
        .set_font_size(16)
        .set_align(FormatAlign::Center);
    let header = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Center);
    sheet.merge_range(0, 0, 0, last, "间连进件门店信息表", &title)?;
    sheet.write_string(1, 0, "说明：带 * 为必填；填写前请阅读“填写说明”。")?;
    for (col, column) in (0..).zip(COLUMNS) {
        sheet.write_string_with_format(2, col, column.book, &header)?;
    }
    sheet.write_string_with_format(2, last, REMARKS, &header)?;
    sheet.set_freeze_panes(STORES_HEADER_ROW as u32, 2)?;
    for (row, store) in
        (STORES_HEADER_ROW as u32..).zip(world.stores.iter().filter(|store| !store.east))
    {
        store_row(sheet, row, store)?;
        if row % 17 == 5 {
            sheet.write_string(row, last, "周一上午盘点")?;
        }
    }
    Ok(())
}

fn store_row(sheet: &mut Worksheet, row: u32, store: &Store) -> Result<(), XlsxError> {
    for (col, column) in (0..).zip(COLUMNS) {
        let value = store.get(column.field);
        let odd = store
            .odd
            .filter(|&(field, _)| field == column.field)
            .map(|(_, odd)| odd);
        let coordinate = matches!(column.field, Field::Longitude | Field::Latitude);
        match (odd, value.parse::<f64>()) {
            (Some(Odd::FormulaError), _) => {
                sheet.write_formula(row, col, Formula::new("=NA()").set_result("#N/A"))?;
            }
            (Some(Odd::Number), Ok(number)) => {
                sheet.write_number(row, col, number)?;
            }
            (None, Ok(number)) if coordinate => {
                sheet.write_number(row, col, number)?;
            }
            _ if value.is_empty() => {}
            _ => {
                sheet.write_string(row, col, value)?;
            }
        }
    }
    Ok(())
}

fn banks_book(book: &mut Workbook, world: &World) -> Result<(), XlsxError> {
    let sheet = book.add_worksheet().set_name("银行账户")?;
    sheet.write_row(
        0,
        0,
        [
            "账号",
            "户名",
            "开户行",
            "支行",
            "联行号",
            "账户性质",
            "账户状态",
        ],
    )?;
    for (row, bank) in (1..).zip(&world.banks) {
        let kind = if bank.corporate {
            "单位结算账户"
        } else {
            "个人结算账户"
        };
        let branch = &bank.branch;
        let cells = [
            &bank.card,
            &bank.holder,
            branch.bank,
            &branch.name,
            &branch.cnaps,
            kind,
            bank.status,
        ];
        sheet.write_row(row, 0, cells)?;
    }
    Ok(())
}

fn skus_book(book: &mut Workbook, world: &World) -> Result<(), XlsxError> {
    let sheet = book.add_worksheet().set_name(SKUS_SHEET)?;
    let headers = skus::COLUMNS
        .iter()
        .map(|(_, header)| *header)
        .chain([skus::UNIT]);
    sheet.write_row(0, 0, headers)?;
    let unit = skus::COLUMNS.len() as u16;
    for (row, sku) in (1..).zip(&world.skus) {
        for (col, value) in (0..).zip(&sku.cells) {
            match value.parse::<f64>() {
                Ok(price) if usize::from(col) >= skus::PRICE => {
                    sheet.write_number(row, col, price)?
                }
                _ => sheet.write_string(row, col, value)?,
            };
        }
        sheet.write_string(row, unit, "件")?;
    }
    Ok(())
}
