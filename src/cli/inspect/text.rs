//! The answer for people: a block a file, a block a sheet, labels in one column.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use super::view::{ColumnMeaning, ColumnView, FileView, GroupView, SheetView};
use crate::cli::refusal::FileRefusal;
use crate::cli::terminal::{flow, more, one_line, pad, thousands, wrap, yuan};
use crate::model::bill::LineSort;
use crate::model::{
    BillFile, Field, Lang, Proposal, Requirement, StatementRead, fix_sheet, guide_sheet,
};

/// Terminal cells of a line, and of the label at its front.
const WIDTH: usize = 100;
const LABEL: usize = 8;
/// How many findings and unread columns of a sheet are shown unless all are asked for.
const FIRST: usize = 5;
const FIRST_COLUMNS: usize = 30;

pub(super) fn render(groups: &[GroupView], lang: Lang, all: bool) -> String {
    let mut page = Page {
        lang,
        all,
        out: String::new(),
    };
    for group in groups {
        group.files.iter().for_each(|file| page.file(file));
        for (path, refusal) in &group.unopened {
            let _ = writeln!(page.out, "{path}");
            page.refusal(refusal);
            page.out.push('\n');
        }
    }
    page.out
}

struct Page {
    lang: Lang,
    all: bool,
    out: String,
}

impl Page {
    fn file(&mut self, file: &FileView) {
        let _ = writeln!(self.out, "{}", file.path);
        match &file.refused {
            Some(refusal) => self.refusal(refusal),
            None => {
                self.bytes(file);
                file.sheets.iter().for_each(|sheet| self.sheet(sheet));
            }
        }
        self.out.push('\n');
    }

    /// A labelled line, continued below itself when it is long.
    fn line(&mut self, label: &str, items: &[String]) {
        for (at, line) in flow(items, WIDTH - LABEL - 4).into_iter().enumerate() {
            let label = if at == 0 { label } else { "" };
            let _ = writeln!(self.out, "  {}  {line}", pad(label, LABEL));
        }
    }

    /// The same, when there are items at all.
    fn line_of_some(&mut self, label: &str, items: &[String]) {
        if !items.is_empty() {
            self.line(label, items);
        }
    }

    /// A labelled sentence; what is continued below stands behind `front`.
    fn sentence(&mut self, label: &str, front: &str, text: &str) {
        let width = front.width();
        for (at, line) in wrap(text, WIDTH - LABEL - 4 - width).iter().enumerate() {
            let (label, front) = if at == 0 { (label, front) } else { ("", "") };
            let (label, front) = (pad(label, LABEL), pad(front, width));
            let _ = writeln!(self.out, "  {label}  {front}{line}");
        }
    }

    fn pick(&self, zh: &'static str, en: &'static str) -> &'static str {
        self.lang.pick(zh, en)
    }

    fn refusal(&mut self, refusal: &FileRefusal) {
        let front = format!("{}  ", refusal.code);
        self.sentence(self.pick("未读取", "not read"), &front, &refusal.reason);
        // The Chinese message does not have the reader's own words.
        if let Some(cause) = refusal
            .cause
            .as_ref()
            .filter(|_| self.all && self.lang == Lang::Zh)
        {
            self.sentence("原文", "", cause);
        }
        self.sentence(self.pick("处理", "remedy"), "", &refusal.remedy);
    }

    /// What the file is and how its bytes became text.
    fn bytes(&mut self, file: &FileView) {
        let mut items = vec![format!("{} · {}", file.format, size(file.bytes))];
        if let (Some(encoding), Some(delimiter)) = (file.encoding, file.delimiter) {
            items.push(
                file.not_utf8_at
                    .map(thousands)
                    .map_or(encoding.to_owned(), |at| {
                        self.lang.pick(
                            format!("{encoding}（第 {at} 字节起不是 UTF-8）"),
                            format!("{encoding} (no UTF-8 from byte {at} on)"),
                        )
                    }),
            );
            let name = match delimiter {
                '\t' => "TAB".to_owned(),
                other => other.to_string(),
            };
            // `<` means a web page, which has no delimiter.
            if delimiter != '<' {
                items.push(format!("{} {name}", self.pick("分隔", "delimiter")));
            }
        }
        self.line(self.pick("文件", "file"), &items);
    }

    fn sheet(&mut self, sheet: &SheetView) {
        if let Some(name) = sheet.sheet {
            let hidden = if sheet.hidden {
                self.pick("（隐藏）", " (hidden)")
            } else {
                ""
            };
            let _ = writeln!(self.out, "  › {name}{hidden}");
        }
        let items = match sheet.kind {
            Some(kind) => vec![
                format!("{} · {}", kind.label(self.lang), sheet.layout),
                self.why(sheet),
            ],
            None => vec![self.why_unread(sheet).to_owned()],
        };
        self.line(self.pick("识别为", "taken as"), &items);
        if sheet.kind.is_some() {
            self.rows(sheet);
            self.columns(sheet);
            self.cells(sheet);
            self.bill(sheet);
            self.statement(sheet);
        }
        self.findings(sheet);
    }

    fn why_unread(&self, sheet: &SheetView) -> &'static str {
        match sheet.layout {
            _ if sheet.empty.is_some() => self.pick("空表：没有内容", "nothing: the sheet is blank"),
            fix_sheet::LAYOUT => self.pick(
                "jinjian fix 的修改记录，不是数据，未读取",
                "the changes that jinjian fix made; no data, not read",
            ),
            guide_sheet::LAYOUT => self.pick(
                "jinjian template 空白表的说明或下拉列表，不是数据，未读取",
                "the advice or the lists of a blank workbook by jinjian template; no data, not read",
            ),
            _ => self.pick(
                "未识别：没有一种版式与表头相符，未读取",
                "nothing: the headers fit no layout; not read",
            ),
        }
    }

    fn why(&self, sheet: &SheetView) -> String {
        let (first, last) = sheet.header_rows.unwrap_or_default();
        let (known, all) = (sheet.known_columns, sheet.columns_in_header);
        let rows = if first == last {
            first.to_string()
        } else {
            format!("{first}–{last}")
        };
        self.lang.pick(
            format!("依据：第 {rows} 行表头，{all} 列中 {known} 列相符"),
            format!("because: header in row {rows}, {known} of {all} columns known"),
        )
    }

    fn rows(&mut self, sheet: &SheetView) {
        let mut items = vec![thousands(sheet.rows)];
        if let Some(message) = &sheet.empty {
            items.push(message.clone());
        } else if sheet.left_out > 0 {
            let left_out = thousands(sheet.left_out);
            items.push(self.lang.pick(
                format!("另有 {left_out} 行不是数据，已略过"),
                format!("{left_out} more are no data and left out"),
            ));
        }
        self.line(self.pick("数据行", "rows"), &items);
    }

    fn cells(&mut self, sheet: &SheetView) {
        let item = |((_, _, [zh, en]), count): &(&(_, _, [&str; 2]), u64)| {
            format!("{} {}", self.lang.pick(zh, en), thousands(*count))
        };
        let items: Vec<String> = sheet.cells.iter().map(item).collect();
        self.line_of_some(self.pick("单元格", "cells"), &items);
    }

    fn findings(&mut self, sheet: &SheetView) {
        let shown = &sheet.findings[..self.shown(sheet.findings.len(), FIRST)];
        let width = shown.iter().map(|finding| finding.spot.width()).max();
        for (at, finding) in shown.iter().enumerate() {
            let label = if at == 0 {
                self.pick("异常", "oddities")
            } else {
                ""
            };
            let field = finding.field.map_or("", |f: Field| f.label(self.lang));
            let text = match finding.code {
                // What it might be is all there is to say.
                "SHT010" | "SHT015" => &finding.hint,
                _ => &finding.message,
            };
            let spot = pad(&finding.spot, width.unwrap_or(0));
            let front = format!("{spot}  {}  ", finding.code);
            self.sentence(label, &front, format!("{field} {text}").trim_start());
        }
        self.more(sheet.findings.len() - shown.len());
    }

    /// How many of so many are shown.
    fn shown(&self, all: usize, first: usize) -> usize {
        if self.all { all } else { all.min(first) }
    }

    /// How many are not shown.
    fn more(&mut self, count: usize) {
        if count > 0 {
            self.line("", &[more(count, self.lang)]);
        }
    }

    fn columns(&mut self, sheet: &SheetView) {
        let of = |meaning| sheet.columns.iter().filter(move |c| c.meaning == meaning);
        let mapped: Vec<String> = sheet.columns.iter().filter_map(mapping).collect();
        self.line(self.pick("列", "columns"), &mapped);
        let not_used = of(ColumnMeaning::NotUsed).map(|column| one_line(column.header));
        let not_used: Vec<String> = not_used.collect();
        self.line_of_some(self.pick("用不到", "not used"), &not_used);
        let unread = sheet
            .columns
            .iter()
            .filter_map(|column| self.unread(column));
        let unread: Vec<String> = unread.collect();
        let shown = self.shown(unread.len(), FIRST_COLUMNS);
        self.line_of_some(self.pick("未识别", "unknown"), &unread[..shown]);
        self.more(unread.len() - shown);
        self.without(sheet);
    }

    /// What no column holds: what M3 needs, or all of it when all is asked for.
    fn without(&mut self, sheet: &SheetView) {
        let names: Vec<String> = if self.all {
            let labels = sheet.missing.iter().map(|field| field.label(self.lang));
            labels.map(str::to_owned).collect()
        } else {
            let needed = sheet.needed.iter();
            needed.map(|need| need.labels(self.lang)).collect()
        };
        self.line_of_some(self.pick("没有", "without"), &names);
        if !self.all && !names.is_empty() {
            let named = sheet.needed.iter().flat_map(Requirement::fields);
            let named = named.filter(|field| sheet.missing.contains(field)).count();
            self.more(sheet.missing.len().saturating_sub(named));
        }
    }

    /// A column that is not read, with the nearest field.
    fn unread(&self, column: &ColumnView) -> Option<String> {
        let text = one_line(column.header);
        let zh_en = match (column.meaning, column.field, column.proposal) {
            (ColumnMeaning::Duplicate, Some(field), _) => {
                let label = field.label(self.lang);
                (
                    format!("「{text}」（{label} 已有一列）"),
                    format!("`{text}` ({label} has a column already)"),
                )
            }
            (ColumnMeaning::Unknown, _, None) => (format!("「{text}」"), format!("`{text}`")),
            (ColumnMeaning::Unknown, _, Some(proposal)) => {
                let near = self.proposal(proposal);
                (
                    format!("「{text}」（最近：{near}）"),
                    format!("`{text}` (nearest: {near})"),
                )
            }
            _ => return None,
        };
        Some(self.lang.pick(zh_en.0, zh_en.1))
    }

    fn proposal(&self, proposal: &Proposal) -> String {
        let (key, why) = (proposal.field.key(), proposal.evidence.text(self.lang));
        format!("{key} {}% {why}", proposal.score)
    }

    /// A bill's sums, beside what its footer states.
    fn bill(&mut self, sheet: &SheetView) {
        if let Some(bill) = sheet.bill {
            let sums = LineSort::ALL.into_iter();
            let sums: Vec<String> = sums.filter_map(|sort| self.bill_sum(bill, sort)).collect();
            self.line(self.pick("合计", "totals"), &sums);
        }
    }

    fn bill_sum(&self, bill: &BillFile, sort: LineSort) -> Option<String> {
        let (read, stated) = (bill.sum(sort), bill.stated[sort as usize]);
        if read.lines == 0 && stated.is_none() {
            return None;
        }
        let mark = match stated.map(|(stated, _)| stated == read) {
            Some(true) => " ✓",
            Some(false) => " ✗",
            None => "",
        };
        let (label, lines) = (sort.label(self.lang), thousands(read.lines));
        if sort == LineSort::Summary {
            return Some(format!("{label} {lines}"));
        }
        let net = yuan(read.net_fen);
        Some(self.lang.pick(
            format!("{label} {lines} 笔 {net} 元{mark}"),
            format!("{label} {lines}, {net} yuan{mark}"),
        ))
    }

    /// What a statement's entries come to, and whether its balances and totals agree with them.
    fn statement(&mut self, sheet: &SheetView) {
        let Some(read) = sheet.statement else {
            return;
        };
        let mut items = vec![
            self.side(read, read.income, 0, self.pick("收入", "in")),
            self.side(read, read.outgo, 1, self.pick("支出", "out")),
        ];
        if read.unread > 0 {
            let unread = thousands(read.unread);
            items.push(self.lang.pick(
                format!("{unread} 行读不出 ✗"),
                format!("{unread} unreadable ✗"),
            ));
        }
        items.extend(read.agreement(self.lang));
        self.line(self.pick("合计", "totals"), &items);
    }

    /// The entries of one side and their sum, where there is one currency.
    fn side(&self, read: &StatementRead, count: u64, at: usize, label: &str) -> String {
        let count = thousands(count);
        let sum = read.sums.map(|sums| yuan(sums[at]));
        let sum = sum.map_or(String::new(), |sum| {
            self.lang
                .pick(format!(" {sum} 元"), format!(", {sum} yuan"))
        });
        self.lang.pick(
            format!("{label} {count} 笔{sum}"),
            format!("{label} {count}{sum}"),
        )
    }
}

/// `门店名称→store_name`; a saved mapping has another arrow.
fn mapping(column: &ColumnView) -> Option<String> {
    let arrow = match column.meaning {
        ColumnMeaning::Field => '→',
        ColumnMeaning::Accepted => '⇒',
        _ => return None,
    };
    let key = column.field?.key();
    Some(format!("{}{arrow}{key}", one_line(column.header)))
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}
