//! 明细: every finding, both sides, and what to do about it.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::discrepancies_xlsx::{Book, Column, Holds, Pen};
use crate::emit::finding_formatter::View;
use crate::model::{Field, Finding, Kind};

use Holds::{Prose, Text};

/// Places of the other side named in one cell; the rest are counted.
const PLACES_NAMED: usize = 3;

const COLUMNS: &[Column] = &[
    Column("级别", "Level", 8, Text),
    Column("规则", "Rule", 9, Text),
    Column("问题", "Problem", 18, Prose),
    Column("阻断", "Blocks", 7, Text),
    Column("公司名称", "Company", 20, Prose),
    Column("门店/商品编码", "Store/SKU code", 16, Text),
    Column("文件", "File", 16, Prose),
    Column("工作表", "Sheet", 10, Prose),
    Column("单元格", "Cell", 9, Text),
    Column("字段", "Field", 14, Prose),
    Column("现值", "Found", 20, Prose),
    Column("应为/对方值", "Expected/other side", 20, Prose),
    Column("对方位置", "Other side's place", 24, Prose),
    Column("说明", "What is wrong", 30, Prose),
    Column("处理建议", "What to do", 30, Prose),
];

/// Fills one sheet of findings.
pub(crate) fn fill(
    book: &Book,
    findings: &[Finding],
    sheet: &mut Worksheet,
) -> Result<(), XlsxError> {
    let mut pen = Pen::new(sheet, book);
    pen.table(COLUMNS)?;
    for finding in findings {
        row(&mut pen, &book.report.lens.view(finding))?;
        pen.next_row()?;
    }
    pen.finish_table(COLUMNS)
}

fn row(pen: &mut Pen, view: &View) -> Result<(), XlsxError> {
    let book = pen.book;
    let finding = view.finding;
    let rule = finding.rule;
    let level = finding.level;
    pen.styled(0, level.label(book.lang), book.styles.level(level))?;
    pen.link(1, rule.code, &book.rule_cell(rule.code))?;
    pen.text(2, rule.title(book.lang))?;
    pen.text(3, finding.blocks().map_or("", |b| b.key()))?;
    let merchant = merchant(book, finding);
    pen.text(
        4,
        &book.report.lens.hide(Some(Field::MerchantName), merchant),
    )?;
    pen.text(5, view.key().0)?;
    pen.text(6, view.file)?;
    pen.text(7, view.sheet.unwrap_or_default())?;
    pen.text(8, &book.report.lens.spot(finding.place))?;
    pen.text(9, finding.field.map_or("", |f| f.label(book.lang)))?;
    pen.text(10, &view.found)?;
    pen.text(11, &expected(book, view))?;
    pen.text(12, &other_places(book, finding))?;
    pen.text(13, &view.message)?;
    pen.text(14, &view.hint)
}

fn merchant<'a>(book: &Book<'a>, finding: &Finding) -> &'a str {
    let stores = &book.report.run.ingested.tables.stores;
    match finding.row {
        Some((Kind::Stores, row)) => stores.text(row as usize, Field::MerchantName),
        _ => "",
    }
}

/// What the rule expects; else the other side's value; else what the first related cell holds.
fn expected(book: &Book, view: &View) -> String {
    if !view.expected.is_empty() {
        return view.expected.clone();
    }
    if let Some(other) = view.other.as_deref().filter(|o| !o.is_empty()) {
        return other.to_owned();
    }
    let related = view.finding.related.first();
    let hide = |r: &crate::model::Related| {
        book.report
            .lens
            .hide(r.field.or(view.finding.field), &r.found)
            .into_owned()
    };
    related.map(hide).unwrap_or_default()
}

fn other_places(book: &Book, finding: &Finding) -> String {
    let related = &finding.related;
    let named = related.iter().take(PLACES_NAMED).map(|r| {
        format!(
            "{} {}",
            r.note.text(book.lang),
            book.report.lens.path(r.place)
        )
    });
    let mut text = named.collect::<Vec<_>>().join("\n");
    if related.len() > PLACES_NAMED {
        let n = related.len();
        text.push_str(
            &book
                .lang
                .pick(format!("\n… 共 {n} 处"), format!("\n… {n} places")),
        );
    }
    text
}
