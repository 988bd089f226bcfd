//! `reports/discrepancies.xlsx`, the report for people: the answer first, then the reason, then where
//! to click. Each sheet is a file of its own; this one fixes their order and the links between them.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Format, Url, Workbook, Worksheet, XlsxError};

use super::finding_stats;
use super::finding_stats::{MerchantDigest, RuleDigest};
use super::style_xlsx;
use super::style_xlsx::{Styles, Width};
use super::{
    checklist_xlsx, detail_xlsx, entity_xlsx, merchant_xlsx, plan_xlsx, register_xlsx, rules_xlsx,
    settlement_xlsx, summary_xlsx,
};
use crate::emit::publish::Sink;
use crate::emit::{Error, Report};
use crate::model::{Lang, Rule};

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

/// Names of the sheets in one language.
pub(crate) struct Names {
    pub summary: &'static str,
    pub merchants: &'static str,
    pub details: &'static str,
    pub entities: &'static str,
    pub elements: &'static str,
    pub accounts: &'static str,
    pub settlement: &'static str,
    pub plan: &'static str,
    pub checks: &'static str,
    pub targets: &'static str,
    pub rules: &'static str,
}

const ZH: Names = Names {
    summary: "总览",
    merchants: "按商户",
    details: "明细",
    entities: "主体一致性",
    elements: "四要素",
    accounts: "账户核对",
    settlement: "结算",
    plan: "进件计划",
    checks: "前提清单",
    targets: "上传目标",
    rules: "规则说明",
};

const EN: Names = Names {
    summary: "Summary",
    merchants: "By merchant",
    details: "Findings",
    entities: "Legal entities",
    elements: "Four elements",
    accounts: "Bank accounts",
    settlement: "Settlement",
    plan: "Plan",
    checks: "Preconditions",
    targets: "Uploads",
    rules: "Rules",
};

/// What every sheet of the report needs.
pub(crate) struct Book<'a> {
    pub report: &'a Report<'a>,
    pub lang: Lang,
    pub names: &'static Names,
    pub styles: Styles,
    pub rules: Vec<RuleDigest>,
    pub merchants: Vec<MerchantDigest<'a>>,
    /// Every rule the last sheet explains, by code, with its row there.
    explained: BTreeMap<&'static str, (&'static Rule, u32)>,
}

/// Writes the workbook; the answer is the number of findings in it.
pub(crate) fn write(report: &Report, sink: &mut Sink) -> Result<u64, Error> {
    let lang = report.run.settings.lang;
    let book = Book {
        report,
        lang,
        names: lang.pick(&ZH, &EN),
        styles: Styles::new(),
        rules: finding_stats::rules(report.run),
        merchants: finding_stats::merchants(report.run),
        explained: explained(report),
    };
    let mut workbook = style_xlsx::workbook();
    book.styles.register(&mut workbook);
    let filled = fill(&book, &mut workbook);
    filled
        .and_then(|()| workbook.save_to_writer(&mut *sink))
        .map_err(|e| style_xlsx::failed(sink.path(), e))?;
    Ok(report.run.findings.len() as u64)
}

fn explained(report: &Report) -> BTreeMap<&'static str, (&'static Rule, u32)> {
    let known = report.run.rules.iter().copied();
    let hit = report.run.findings.iter().map(|f| f.rule);
    let mut rules: BTreeMap<_, _> = known
        .chain(hit)
        .map(|rule| (rule.code, (rule, 0)))
        .collect();
    for (at, (_, row)) in (1..).zip(rules.values_mut()) {
        *row = at;
    }
    rules
}

fn fill(book: &Book, workbook: &mut Workbook) -> Result<(), XlsxError> {
    type Page = fn(&Book, &mut Worksheet) -> Result<(), XlsxError>;
    let mut add = |name: &str, page: &dyn Fn(&mut Worksheet) -> Result<(), XlsxError>| {
        let sheet = workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(name)?;
        page(sheet)
    };
    let names = book.names;
    let mut page = |name, page: Page| add(name, &|sheet| page(book, sheet));
    page(names.summary, summary_xlsx::fill)?;
    page(names.merchants, merchant_xlsx::fill)?;
    let findings = book.report.run.findings;
    for part in 0..findings.len().div_ceil(SHEET_ROWS).max(1) {
        let from = part * SHEET_ROWS;
        let own = &findings[from..findings.len().min(from + SHEET_ROWS)];
        add(&book.details_name(part), &|sheet| {
            detail_xlsx::fill(book, own, sheet)
        })?;
    }
    let mut page = |name, page: Page| add(name, &|sheet| page(book, sheet));
    page(names.entities, entity_xlsx::fill)?;
    page(names.elements, register_xlsx::fill_elements)?;
    page(names.accounts, register_xlsx::fill_accounts)?;
    if !book.report.run.reconciled.settlement.days.is_empty() {
        page(names.settlement, settlement_xlsx::fill)?;
    }
    page(names.plan, plan_xlsx::fill)?;
    page(names.checks, checklist_xlsx::fill_checks)?;
    page(names.targets, checklist_xlsx::fill_targets)?;
    page(names.rules, rules_xlsx::fill)
}

impl<'a> Book<'a> {
    pub(crate) fn explained(&self) -> impl Iterator<Item = &'static Rule> + '_ {
        self.explained.values().map(|(rule, _)| *rule)
    }

    fn details_name(&self, part: usize) -> String {
        match part {
            0 => self.names.details.to_owned(),
            _ => format!("{}({})", self.names.details, part + 1),
        }
    }

    /// Where a finding stands in the list of all.
    pub(crate) fn finding_cell(&self, index: usize) -> String {
        let name = self.details_name(index / SHEET_ROWS);
        format!("internal:'{name}'!A{}", index % SHEET_ROWS + 2)
    }

    /// Where a rule is explained.
    pub(crate) fn rule_cell(&self, code: &str) -> String {
        let row = self.explained.get(code).map_or(1, |(_, row)| row + 1);
        format!("internal:'{}'!A{row}", self.names.rules)
    }
}

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holds {
    Text,
    Prose,
    Number,
    /// Yuan, from fen.
    Money,
}

/// One column of a table: label in both languages, width, content.
pub(crate) struct Column(pub &'static str, pub &'static str, pub u16, pub Holds);

/// A sheet being written from top to bottom.
pub(crate) struct Pen<'s, 'b> {
    pub sheet: &'s mut Worksheet,
    pub book: &'b Book<'b>,
    pub row: u32,
    links: usize,
    /// Width of each column whose text wraps.
    wraps: Vec<Option<u16>>,
    /// Lines the current row needs.
    lines: u16,
}

impl<'s, 'b> Pen<'s, 'b> {
    pub(crate) fn new(sheet: &'s mut Worksheet, book: &'b Book<'b>) -> Pen<'s, 'b> {
        Pen {
            sheet,
            book,
            row: 0,
            links: 0,
            wraps: Vec::new(),
            lines: 1,
        }
    }

    /// Widths, formats and header of a table that fills the sheet.
    pub(crate) fn table(&mut self, columns: &[Column]) -> Result<(), XlsxError> {
        let styles = &self.book.styles;
        for (index, column) in (0..).zip(columns) {
            let Column(zh, en, _, holds) = column;
            let label = self.book.lang.pick(*zh, *en);
            let (format, head) = match holds {
                Holds::Text => (&styles.text, &styles.head),
                Holds::Prose => (&styles.wrap, &styles.head),
                Holds::Number => (&styles.number, &styles.head_number),
                Holds::Money => (&styles.money, &styles.head_number),
            };
            let width = self.width(column);
            self.wraps.push((*holds == Holds::Prose).then_some(width));
            self.sheet.set_column_width(index, width)?;
            self.sheet.set_column_format(index, format)?;
            self.sheet.write_string_with_format(0, index, label, head)?;
        }
        self.row = 1;
        Ok(())
    }

    /// Of a column, with room for the filter's arrow beside its label.
    fn width(&self, Column(zh, en, width, _): &Column) -> u16 {
        let label = self.book.lang.pick(*zh, *en);
        (*width).max(label.half_widths() + 3)
    }

    /// Filter, frozen header and print setup, once all rows are there.
    pub(crate) fn finish_table(&mut self, columns: &[Column]) -> Result<(), XlsxError> {
        let widths: Vec<u16> = columns.iter().map(|column| self.width(column)).collect();
        style_xlsx::finish_table(self.sheet, self.row - 1, &widths)
    }

    /// A remark below a finished table, outside its filter.
    pub(crate) fn remark(&mut self, text: &str) -> Result<(), XlsxError> {
        self.row += 1;
        self.text(0, text)
    }

    /// Goes to the next row. The height of wrapped text is ours to say: not every viewer works it out.
    pub(crate) fn next_row(&mut self) -> Result<(), XlsxError> {
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
    pub(crate) fn text(&mut self, column: u16, text: &str) -> Result<(), XlsxError> {
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

    pub(crate) fn styled(
        &mut self,
        column: u16,
        text: &str,
        format: &Format,
    ) -> Result<(), XlsxError> {
        self.count_lines(column, text);
        self.sheet
            .write_string_with_format(self.row, column, clip(text), format)?;
        Ok(())
    }

    pub(crate) fn number(&mut self, column: u16, number: u64) -> Result<(), XlsxError> {
        // Counts of rows are far below 2^53.
        self.sheet.write_number(self.row, column, number as f64)?;
        Ok(())
    }

    /// Yuan in the column's own format. Excel has no other numbers than these, and shows all fen of any
    /// amount below 90 billion yuan.
    pub(crate) fn money(&mut self, column: u16, fen: i64) -> Result<(), XlsxError> {
        self.sheet
            .write_number(self.row, column, fen as f64 / 100.0)?;
        Ok(())
    }

    pub(crate) fn number_styled(
        &mut self,
        column: u16,
        number: u64,
        format: &Format,
    ) -> Result<(), XlsxError> {
        self.sheet
            .write_number_with_format(self.row, column, number as f64, format)?;
        Ok(())
    }

    /// A link inside the workbook; plain text once the sheet has as many as is good for it.
    pub(crate) fn link(&mut self, column: u16, text: &str, target: &str) -> Result<(), XlsxError> {
        if self.links >= LINKS {
            return self.text(column, text);
        }
        self.links += 1;
        let url = Url::new(target).set_text(clip(text));
        self.sheet
            .write_url_with_format(self.row, column, url, &self.book.styles.link)?;
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
