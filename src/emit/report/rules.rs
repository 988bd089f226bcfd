//! 规则说明: what each rule checks, why, and on what ground.

use super::column::{CellValue, ReportColumn, columns};
use super::finding_stats::RuleStats;
use super::sheet_writer::{SheetResult, SheetWriter};
use super::workbook_context::WorkbookContext;
use crate::emit::workbook_style::Tone;
use crate::model::rule::Text;
use crate::model::sentence::unfilled;
use crate::model::{Lang, Rule};

struct RuleRow<'a> {
    lang: Lang,
    rule: &'static Rule,
    text: &'static Text,
    hits: Option<&'a RuleStats>,
}

fn columns<'a>() -> Vec<ReportColumn<RuleRow<'a>>> {
    columns! { RuleRow<'a>;
        sheet "规则" "Rule" 9 Text => |r| r.rule.code;
        sheet "级别" "Level" 8 Text => |r| r.level();
        sheet "阻断" "Blocks" 7 Text => |r| r.rule.blocks.map(|blocks| blocks.key());
        sheet "问题" "Problem" 20 Prose => |r| r.rule.title(r.lang);
        sheet "本次" "This run" 8 Number => |r| r.hits.map_or(0, |hits| hits.findings);
        sheet "检查什么、为什么" "What and why" 50 Prose => |r| r.text.why;
        sheet "处理建议" "What to do" 36 Prose => |r| unfilled(r.text.remedy);
        sheet "不合格示例" "Bad" 22 Prose => |r| r.rule.bad;
        sheet "合格示例" "Good" 22 Prose => |r| r.rule.good;
        sheet "依据" "Source" 30 Prose => |r| r.rule.source;
    }
}

impl RuleRow<'_> {
    fn level(&self) -> CellValue<'static> {
        let level = self.hits.map_or(self.rule.level, |hits| hits.level);
        CellValue::word(level.key(), level.label(self.lang)).in_tone(Tone::Level(level))
    }
}

/// Fills the sheet; a rule's row is where links to it point.
pub(crate) fn fill(book: &WorkbookContext, sheet: &mut SheetWriter) -> SheetResult {
    let lang = book.report.lang;
    let rows = book.explained().map(|rule| RuleRow {
        lang,
        rule,
        text: rule.text(lang),
        hits: book.rules.iter().find(|hits| hits.rule.code == rule.code),
    });
    sheet.table(&columns(), rows)
}
