//! 规则说明: what each rule checks, why, and on what ground.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::discrepancies_xlsx::{Book, Column, Holds, Pen};
use crate::model::sentence::unfilled;

use Holds::{Number, Prose, Text};

const COLUMNS: &[Column] = &[
    Column("规则", "Rule", 9, Text),
    Column("级别", "Level", 8, Text),
    Column("阻断", "Blocks", 7, Text),
    Column("问题", "Problem", 20, Prose),
    Column("本次", "This run", 8, Number),
    Column("检查什么、为什么", "What and why", 50, Prose),
    Column("处理建议", "What to do", 36, Prose),
    Column("不合格示例", "Bad", 22, Prose),
    Column("合格示例", "Good", 22, Prose),
    Column("依据", "Source", 30, Prose),
];

/// Fills the sheet; a rule's row is where links to it point.
pub(crate) fn fill(book: &Book, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let mut pen = Pen::new(sheet, book);
    pen.table(COLUMNS)?;
    for rule in book.explained() {
        let text = rule.text(book.lang);
        let hits = book.rules.iter().find(|d| d.rule.code == rule.code);
        let level = hits.map_or(rule.level, |d| d.level);
        pen.text(0, rule.code)?;
        pen.styled(1, level.label(book.lang), book.styles.level(level))?;
        pen.text(2, rule.blocks.map_or("", |b| b.key()))?;
        pen.text(3, rule.title(book.lang))?;
        pen.number(4, hits.map_or(0, |d| d.findings))?;
        pen.text(5, text.why)?;
        pen.text(6, &unfilled(text.remedy))?;
        pen.text(7, rule.bad)?;
        pen.text(8, rule.good)?;
        pen.text(9, rule.source)?;
        pen.next_row()?;
    }
    pen.finish_table(COLUMNS)
}
