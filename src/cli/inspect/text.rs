//! The answer for people: a block a file, a block a sheet, labels in one column.

mod columns;
mod sums;

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use super::Inspected;
use super::sheet::Sheet;
use crate::cli::args::InspectArgs;
use crate::cli::terminal::{flow, pad, thousands, wrap};
use crate::emit::FindingFormatter;
use crate::model::sentence::fill;
use crate::model::{CellKind, Field, Finding, InputFile, Lang, fix_sheet, guide_sheet};

/// Terminal cells of a line, and of the label at its front.
const WIDTH: usize = 100;
const LABEL: usize = 8;
/// Findings and columns nobody reads that are shown of a sheet unless more are asked for.
const FIRST: usize = 5;
const FIRST_COLUMNS: usize = 30;

/// The blocks of all files that were read together.
pub(super) fn render(inspected: &Inspected, args: &InspectArgs) -> String {
    let mut page = Page {
        inspected,
        lens: inspected.lens(args),
        all: args.verbose > 0,
        out: String::new(),
    };
    for file in &inspected.ingested.files {
        page.file(file);
    }
    page.not_entered();
    page.out
}

struct Page<'a> {
    inspected: &'a Inspected,
    lens: FindingFormatter<'a>,
    all: bool,
    out: String,
}

impl Page<'_> {
    fn file(&mut self, file: &InputFile) {
        let _ = writeln!(self.out, "{}", file.path);
        if let Some(finding) = &file.refused {
            self.refused(finding);
        } else {
            self.bytes(file);
            for read in &file.sheets {
                let sheet = Sheet::new(self.inspected, read);
                self.sheet(&sheet);
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

    /// A labelled sentence; what is continued below stands behind `front`.
    fn sentence(&mut self, label: &str, front: &str, text: &str) {
        let width = front.width();
        for (at, line) in wrap(text, WIDTH - LABEL - 4 - width).iter().enumerate() {
            let (label, front) = if at == 0 { (label, front) } else { ("", "") };
            let _ = writeln!(
                self.out,
                "  {}  {}{line}",
                pad(label, LABEL),
                pad(front, width)
            );
        }
    }

    fn pick(&self, zh: &'static str, en: &'static str) -> &'static str {
        self.lens.lang.pick(zh, en)
    }

    fn refused(&mut self, finding: &Finding) {
        let text = finding.rule.text(self.lens.lang);
        let said = fill(text.message, &finding.args, "", "");
        let (unread, remedy) = (self.pick("未读取", "not read"), self.pick("处理", "remedy"));
        self.sentence(unread, &format!("{}  ", finding.rule.code), &said);
        // The reader's own words, where the message has them in Chinese only.
        if let (true, "FIL003", Some(words)) = (self.all, finding.rule.code, finding.args.get(1))
            && self.lens.lang == Lang::Zh
        {
            self.sentence("原文", "", words);
        }
        let advice = fill(text.remedy, &finding.args, "", "");
        self.sentence(remedy, "", &advice);
    }

    /// What the file is and how its bytes became text.
    fn bytes(&mut self, file: &InputFile) {
        let mut items = vec![format!("{} · {}", file.format, size(file.bytes))];
        if let Some(text) = file.text {
            items.push(match (text.not_utf8_at, self.lens.lang) {
                (None, _) => text.encoding.to_owned(),
                (Some(at), Lang::Zh) => {
                    format!("{}（第 {} 字节起不是 UTF-8）", text.encoding, thousands(at))
                }
                (Some(at), Lang::En) => {
                    format!(
                        "{} (no UTF-8 from byte {} on)",
                        text.encoding,
                        thousands(at)
                    )
                }
            });
            let delimiter = match text.delimiter {
                '\t' => "TAB".to_owned(),
                other => other.to_string(),
            };
            // Of a page the manifest says `<`; nobody needs to be told here.
            if text.delimiter != '<' {
                items.push(format!("{} {delimiter}", self.pick("分隔", "delimiter")));
            }
        }
        let label = self.pick("文件", "file");
        self.line(label, &items);
    }

    fn sheet(&mut self, sheet: &Sheet) {
        if let Some(name) = sheet.name {
            let hidden = match sheet.read.hidden {
                true => self.pick("（隐藏）", " (hidden)"),
                false => "",
            };
            let _ = writeln!(self.out, "  › {name}{hidden}");
        }
        let label = self.pick("识别为", "taken as");
        let Some(kind) = sheet.read.kind else {
            let said = match sheet.empty {
                Some(_) => self.pick("空表：没有内容", "nothing: the sheet is blank"),
                None if sheet.read.layout == fix_sheet::LAYOUT => self.pick(
                    "jinjian fix 的修改记录，不是数据，未读取",
                    "the changes that jinjian fix made; no data, not read",
                ),
                None if sheet.read.layout == guide_sheet::LAYOUT => self.pick(
                    "jinjian template 空白表的说明或下拉列表，不是数据，未读取",
                    "the advice or the lists of a blank workbook by jinjian template; no data, not read",
                ),
                None => self.pick(
                    "未识别：没有一种版式与表头相符，未读取",
                    "nothing: the headers fit no layout; not read",
                ),
            };
            self.line(label, &[said.to_owned()]);
            self.findings(sheet);
            return;
        };
        let taken = format!("{} · {}", kind.label(self.lens.lang), sheet.read.layout);
        let why = self.why(sheet);
        self.line(label, &[taken, why]);
        self.rows(sheet);
        self.columns(sheet);
        self.cells(sheet);
        self.bill(sheet);
        self.statement(sheet);
        self.findings(sheet);
    }

    fn why(&self, sheet: &Sheet) -> String {
        let (first, last) = sheet.read.header_rows;
        let (known, all) = sheet.fit();
        let rows = match first == last {
            true => first.to_string(),
            false => format!("{first}–{last}"),
        };
        match self.lens.lang {
            Lang::Zh => format!("依据：第 {rows} 行表头，{all} 列中 {known} 列相符"),
            Lang::En => format!("because: header in row {rows}, {known} of {all} columns known"),
        }
    }

    fn rows(&mut self, sheet: &Sheet) {
        let (rows, left_out) = (thousands(sheet.read.rows), thousands(sheet.read.left_out));
        let mut items = vec![rows];
        if let Some(finding) = sheet.empty {
            items.push(self.lens.view(finding).message);
        } else if sheet.read.left_out > 0 {
            items.push(match self.lens.lang {
                Lang::Zh => format!("另有 {left_out} 行不是数据，已略过"),
                Lang::En => format!("{left_out} more are no data and left out"),
            });
        }
        let label = self.pick("数据行", "rows");
        self.line(label, &items);
    }

    fn cells(&mut self, sheet: &Sheet) {
        let name = |kind| match kind {
            CellKind::Text => self.pick("文本", "text"),
            CellKind::Number => self.pick("数字", "number"),
            CellKind::Date => self.pick("日期", "date"),
            CellKind::Bool => self.pick("是非", "yes/no"),
            CellKind::Error => self.pick("错误", "error"),
            CellKind::Carried => self.pick("合并", "merged"),
            _ => self.pick("空", "blank"),
        };
        let items: Vec<String> = sheet
            .kinds
            .iter()
            .map(|(kind, n)| format!("{} {}", name(*kind), thousands(*n)))
            .collect();
        if !items.is_empty() {
            let label = self.pick("单元格", "cells");
            self.line(label, &items);
        }
    }

    fn findings(&mut self, sheet: &Sheet) {
        let shown = self.shown(sheet.findings.len(), FIRST);
        let lens = self.lens;
        let spots: Vec<String> = sheet.findings[..shown]
            .iter()
            .map(|f| lens.spot(f.place))
            .collect();
        let width = spots.iter().map(|s| s.width()).max().unwrap_or(0);
        for (at, (finding, spot)) in sheet.findings.iter().zip(&spots).enumerate() {
            let label = if at == 0 {
                self.pick("异常", "oddities")
            } else {
                ""
            };
            let view = lens.view(finding);
            let field = finding.field.map_or("", |f: Field| f.label(lens.lang));
            let said = match finding.rule.code {
                // What it might be is all there is to say.
                "SHT010" | "SHT015" => &view.hint,
                _ => &view.message,
            };
            let front = format!("{}  {}  ", pad(spot, width), finding.rule.code);
            self.sentence(label, &front, format!("{field} {said}").trim_start());
        }
        self.more(sheet.findings.len() - shown);
    }

    /// How many of so many are shown.
    fn shown(&self, all: usize, first: usize) -> usize {
        if self.all { all } else { all.min(first) }
    }

    /// What is not shown.
    fn more(&mut self, more: usize) {
        let more = thousands(more as u64);
        if more != "0" {
            let text = self.lens.lang.pick(
                format!("…另有 {more} 项（-v 全部列出）"),
                format!("… {more} more (-v lists all)"),
            );
            self.line("", &[text]);
        }
    }

    /// Files of other formats, which have a finding and nothing else.
    fn not_entered(&mut self) {
        let lens = self.lens;
        let known = |file: &str| self.inspected.ingested.files.iter().any(|f| f.path == file);
        let others: Vec<&Finding> = self
            .inspected
            .findings
            .iter()
            .filter(|f| f.place.row == 0 && !known(lens.file(f.place).0))
            .collect();
        for finding in others {
            let _ = writeln!(self.out, "{}", lens.file(finding.place).0);
            self.refused(finding);
            self.out.push('\n');
        }
    }
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}
