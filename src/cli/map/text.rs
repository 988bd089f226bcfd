//! The answer for people: a block a file, a line a column, and at the end what is saved and how.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use super::save::SavedMaps;
use super::sheet::{ColumnUse, MappedColumn, MappedFile, MappedGroup, MappedSheet};
use crate::cli::args::MapArgs;
use crate::cli::terminal::pad;
use crate::model::{Field, Lang, place};

/// No column of the page is wider than this, in terminal cells.
const WIDEST: usize = 36;

pub(super) fn render(all: &[MappedGroup], args: &MapArgs) -> String {
    let mut page = Page {
        lang: args.lang,
        out: String::new(),
    };
    for mapped in all {
        for file in &mapped.files {
            page.file(&mapped.sheets, file);
        }
    }
    page.end(all, args);
    page.out
}

struct Page {
    lang: Lang,
    out: String,
}

impl Page {
    fn line(&mut self, text: impl AsRef<str>) {
        let _ = writeln!(self.out, "{}", text.as_ref().trim_end());
    }

    fn file(&mut self, sheets: &[MappedSheet], file: &MappedFile) {
        let mut sheets = sheets.iter().filter(|s| s.file == file.path).peekable();
        if sheets.peek().is_none() && file.refusal.is_none() {
            return;
        }
        self.line(&file.path);
        if let Some(refusal) = &file.refusal {
            self.line(format!("  {}  {}", refusal.code, refusal.reason));
        }
        sheets.for_each(|sheet| self.sheet(sheet));
        self.out.push('\n');
    }

    fn sheet(&mut self, sheet: &MappedSheet) {
        let name = sheet.sheet.as_ref();
        let name = name.map_or(String::new(), |name| format!("› {name}    "));
        let (Some(kind), Some(layout)) = (sheet.kind, &sheet.layout) else {
            let advice = self.lang.pick(
                "未识别：没有一种版式与表头相符；若是数据，用 --layout 版式 --set \"表头=字段\" 说明",
                "nothing: the headers fit no layout; for data, say --layout NAME --set \"HEADER=field\"",
            );
            return self.line(format!("  {name}{advice}"));
        };
        self.line(format!("  {name}{} · {layout}", kind.label(self.lang)));
        if let Some(drift) = &sheet.drift {
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

    /// Column, header, field, and who decides on it.
    fn row(&self, column: &MappedColumn) -> [String; 4] {
        let pick = |zh: &str, en: &str| self.lang.pick(zh, en).to_owned();
        let name = |field: Field| format!("{} {}", field.key(), field.label(self.lang));
        let unread = || pick("– 不读取", "– not read");
        let decided =
            |field: Option<Field>| field.map_or_else(unread, |f| format!("→ {}", name(f)));
        let (field, why) = match &column.usage {
            ColumnUse::Layout(field) => (decided(Some(*field)), pick("表头", "header")),
            ColumnUse::NotUsed => (pick("– 用不到", "– not used"), String::new()),
            ColumnUse::Saved(field) => (decided(*field), pick("已保存的映射", "saved mapping")),
            ColumnUse::Override(field) => (decided(*field), "--set".to_owned()),
            ColumnUse::Proposed(proposal, accepted) => {
                let (score, why) = (proposal.score, proposal.evidence.text(self.lang));
                let low = pick("，不足以自动保存", ", too little to be saved by itself");
                let low = if *accepted { String::new() } else { low };
                let why = self.lang.pick(
                    format!("建议，{score} 分：{why}{low}"),
                    format!("proposed, score {score}: {why}{low}"),
                );
                (format!("? {}", name(proposal.field)), why)
            }
            ColumnUse::Duplicate(field) => {
                let label = field.label(self.lang);
                let why = self.lang.pick(
                    format!("{label}已由另一列提供"),
                    format!("another column holds {label}"),
                );
                (pick("× 未读取", "× not read"), why)
            }
            ColumnUse::Unknown => (pick("× 未识别", "× unknown"), String::new()),
        };
        let letters = place::column_letters(column.column);
        [letters, column.header.clone(), field, why]
    }

    /// What is saved, or would be, or how to save.
    fn end(&mut self, all: &[MappedGroup], args: &MapArgs) {
        let saved: Vec<&SavedMaps> = all.iter().filter_map(|m| m.saved.as_ref()).collect();
        for saved in &saved {
            self.saved(saved, args);
        }
        if saved.is_empty() {
            let columns = all.iter().flat_map(|m| &m.sheets).flat_map(|s| &s.columns);
            let unread = columns
                .filter(|c| matches!(c.usage, ColumnUse::Proposed(..) | ColumnUse::Unknown))
                .count();
            let least = args.min_score;
            self.line(self.lang.pick(
                format!("没有新的映射可保存（未读取 {unread} 列，没有建议达到 {least} 分）"),
                format!(
                    "nothing new to save ({unread} columns unread, no proposal scores {least})"
                ),
            ));
        }
    }

    fn saved(&mut self, saved: &SavedMaps, args: &MapArgs) {
        let columns: usize = saved.entries.iter().map(|e| e.columns.len()).sum();
        let (path, sheets) = (saved.path.display(), saved.entries.len());
        let (zh, en) = if args.dry_run {
            (
                format!("将写入 {path}（--dry-run，未写入）："),
                format!("would be written to {path} (--dry-run):"),
            )
        } else if args.save {
            (
                format!("已保存到 {path}：{sheets} 张表，{columns} 列"),
                format!("saved to {path}: {columns} columns of {sheets} sheets"),
            )
        } else {
            (
                format!("未保存；加 --save 写入 {path}：{sheets} 张表，{columns} 列"),
                format!("not saved; --save writes {columns} columns of {sheets} sheets to {path}"),
            )
        };
        self.line(self.lang.pick(zh, en));
        if args.dry_run {
            let texts: Vec<String> = saved.entries.iter().map(|e| e.text()).collect();
            self.line(format!("\n{}", texts.join("\n")));
        }
    }
}
