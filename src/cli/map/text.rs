//! The answer for people: a block a file, a line a column, and at the end what is saved and how.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use super::Mapped;
use super::save::Saved;
use super::sheet::{Column, Sheet, Taken};
use crate::cli::args::MapArgs;
use crate::cli::terminal::pad;
use crate::model::{Field, InputFile, Lang, place, sentence};

/// No column of the page is wider than this, in terminal cells.
const WIDEST: usize = 36;

pub(super) fn render(all: &[Mapped], args: &MapArgs) -> String {
    let mut page = Page {
        lang: Lang::from(args.lang),
        least: args.min_score,
        out: String::new(),
    };
    for mapped in all {
        for file in &mapped.ingested.files {
            page.file(mapped, file);
        }
    }
    page.end(all, args);
    page.out
}

struct Page {
    lang: Lang,
    least: u8,
    out: String,
}

impl Page {
    fn line(&mut self, text: impl AsRef<str>) {
        let _ = writeln!(self.out, "{}", text.as_ref().trim_end());
    }

    fn file(&mut self, mapped: &Mapped, file: &InputFile) {
        let sheets = mapped.sheets.iter().filter(|s| s.file == file.path);
        let sheets: Vec<&Sheet> = sheets.collect();
        if sheets.is_empty() && file.refused.is_none() {
            return;
        }
        self.line(&file.path);
        if let Some(refused) = &file.refused {
            let text = refused.rule.text(self.lang);
            let said = sentence::fill(text.message, &refused.args, "", "");
            self.line(format!("  {}  {said}", refused.rule.code));
        }
        for sheet in sheets {
            self.sheet(mapped, sheet);
        }
        self.out.push('\n');
    }

    fn sheet(&mut self, mapped: &Mapped, sheet: &Sheet) {
        let name = sheet.name.as_ref();
        let name = name.map_or(String::new(), |name| format!("› {name}    "));
        let Some(kind) = sheet.kind else {
            let said = self.lang.pick(
                "未识别：没有一种版式与表头相符；若是数据，用 --layout 版式 --set \"表头=字段\" 说明",
                "nothing: the headers fit no layout; for data, say --layout NAME --set \"HEADER=field\"",
            );
            return self.line(format!("  {name}{said}"));
        };
        let label = kind.label(self.lang);
        self.line(format!("  {name}{label} · {}", sheet.layout));
        if let Some(drift) = mapped.drift(sheet, self.lang) {
            self.line(format!("    ! {drift}"));
        }
        let rows: Vec<[String; 4]> = sheet.columns.iter().map(|c| self.row(c)).collect();
        let width = |at: usize| {
            let widths = rows.iter().map(|row| row[at].width());
            widths.max().unwrap_or(0).min(WIDEST)
        };
        let widths = [0, 1, 2].map(width);
        for row in &rows {
            let cells = row.iter().zip(widths).map(|(text, width)| pad(text, width));
            let cells: Vec<String> = cells.chain([row[3].clone()]).collect();
            self.line(format!("    {}", cells.join("  ")));
        }
    }

    /// Column, header, field, and who says so.
    fn row(&self, column: &Column) -> [String; 4] {
        let named = |field: &Field| format!("→ {} {}", field.key(), field.label(self.lang));
        let pick = |zh: &str, en: &str| self.lang.pick(zh.to_owned(), en.to_owned());
        let said = |field: &Option<Field>| match field {
            Some(field) => named(field),
            None => pick("– 不读取", "– not read"),
        };
        let (field, why) = match &column.taken {
            Taken::Known(field) => (named(field), pick("表头", "header")),
            Taken::NotUsed => (pick("– 用不到", "– not used"), String::new()),
            Taken::Saved(field) => (said(field), pick("已保存的映射", "saved mapping")),
            Taken::Given(field) => (said(field), "--set".to_owned()),
            Taken::Proposed(proposal, accepted) => {
                let (field, score) = (proposal.field, proposal.score);
                let why = proposal.evidence.text(self.lang);
                let low = match accepted {
                    true => String::new(),
                    false => pick("，不足以自动保存", ", too little to be saved by itself"),
                };
                let why = self.lang.pick(
                    format!("建议，{score} 分：{why}{low}"),
                    format!("proposed, score {score}: {why}{low}"),
                );
                (format!("? {} {}", field.key(), field.label(self.lang)), why)
            }
            Taken::Repeated(field) => {
                let label = field.label(self.lang);
                let why = self.lang.pick(
                    format!("{label}已由另一列提供"),
                    format!("another column holds {label}"),
                );
                (pick("× 未读取", "× not read"), why)
            }
            Taken::Unknown => (pick("× 未识别", "× unknown"), String::new()),
        };
        let letters = place::column_letters(column.column);
        [letters, column.header.clone(), field, why]
    }

    /// What is saved, or would be, or how to save.
    fn end(&mut self, all: &[Mapped], args: &MapArgs) {
        let saved: Vec<&Saved> = all.iter().filter_map(|m| m.saved.as_ref()).collect();
        for saved in &saved {
            let columns: usize = saved.entries.iter().map(|e| e.columns.len()).sum();
            let (path, sheets) = (saved.path.display(), saved.entries.len());
            let text = match (args.dry_run, args.save, self.lang) {
                (true, _, Lang::Zh) => format!("将写入 {path}（--dry-run，未写入）："),
                (true, _, Lang::En) => format!("would be written to {path} (--dry-run):"),
                (_, true, Lang::Zh) => format!("已保存到 {path}：{sheets} 张表，{columns} 列"),
                (_, true, Lang::En) => {
                    format!("saved to {path}: {columns} columns of {sheets} sheets")
                }
                (_, false, Lang::Zh) => {
                    format!("未保存；加 --save 写入 {path}：{sheets} 张表，{columns} 列")
                }
                (_, false, Lang::En) => format!(
                    "not saved; --save writes {columns} columns of {sheets} sheets to {path}"
                ),
            };
            self.line(text);
            if args.dry_run {
                let texts: Vec<String> = saved.entries.iter().map(|e| e.text()).collect();
                self.line(format!("\n{}", texts.join("\n")));
            }
        }
        if saved.is_empty() {
            let open = |taken: &Taken| matches!(taken, Taken::Proposed(..) | Taken::Unknown);
            let sheets = all.iter().flat_map(|m| &m.sheets);
            let open: usize = sheets.map(|s| s.count(open)).sum();
            let least = self.least;
            self.line(self.lang.pick(
                format!("没有新的映射可保存（未读取 {open} 列，没有建议达到 {least} 分）"),
                format!("nothing new to save ({open} columns unread, no proposal scores {least})"),
            ));
        }
    }
}
