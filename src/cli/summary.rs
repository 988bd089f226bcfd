//! What a run prints when it is done: five seconds to read, the answer first. Chinese is counted
//! double so that columns align.

mod reasons;
mod totals;

use std::fmt::Write as _;

use serde_json::json;

use super::terminal::thousands;
use super::uploads;
use crate::model::sentence::fill;
use crate::model::{Disposition, Lang, Level, Totals};
use crate::pipeline::PipelineOutcome;
use crate::uploads::target::TargetTotals;
use crate::value::moment::Moment;

/// What the summary is made of.
pub(super) struct Summary<'a> {
    pub outcome: &'a PipelineOutcome,
    /// Proved.
    pub totals: &'a Totals,
    pub lang: Lang,
    pub as_of: Moment,
    /// What became of the rows of each upload.
    pub targets: &'a [TargetTotals],
    /// Nothing was written to upload.
    pub dry_run: bool,
    /// The output folder as it was given.
    pub out: String,
    /// Where the folder went that stood in its place and was no earlier run's.
    pub kept: Option<String>,
    pub seconds: f64,
    pub exit_code: u8,
    /// Show every reason.
    pub verbose: bool,
}

impl Summary<'_> {
    /// For people.
    pub(super) fn text(&self) -> String {
        let mut out = String::new();
        let files = self.outcome.ingested.files.len();
        let _ = writeln!(
            out,
            "jinjian {} · {} · {}\n",
            env!("CARGO_PKG_VERSION"),
            self.as_of,
            self.lang
                .pick(format!("{files} 个文件"), format!("{files} files"))
        );
        self.unread(&mut out);
        self.stores(&mut out);
        self.skus(&mut out);
        self.bills(&mut out);
        self.settlement(&mut out);
        self.statements(&mut out);
        self.reasons(&mut out);
        self.levels(&mut out);
        out.push_str(&uploads::text(self.targets, self.lang));
        self.closing(&mut out);
        out
    }

    /// Where the outputs are, how long it took, and what the exit code means.
    fn closing(&self, out: &mut String) {
        let pick = |zh: &'static str, en: &'static str| self.lang.pick(zh, en);
        let uploads = match self.dry_run {
            true => pick("试算，未写上传文件", "dry run, no uploads").to_owned(),
            false => format!("{}  {}/uploads/", pick("上传文件", "uploads"), self.out),
        };
        let _ = writeln!(
            out,
            "\n  {uploads}    {}  {}/reports/discrepancies.xlsx",
            pick("报告", "report"),
            self.out
        );
        if let Some(kept) = &self.kept {
            let label = pick(
                "原有文件夹已改名保留为",
                "the folder that was there is kept as",
            );
            let _ = writeln!(out, "  {label} {kept}");
        }
        let meaning = match self.exit_code {
            super::CLEAR => pick("无暂缓", "all clear"),
            _ if self.held() > 0 => pick("有暂缓", "stores are held"),
            _ if self.outcome.ingested.refused(Level::Error).next().is_some() => {
                pick("有文件未读取", "files were not read")
            }
            _ => pick("达到 --fail-on 级别", "--fail-on is met"),
        };
        let _ = writeln!(
            out,
            "  {} {:.1} s · {} {}{}",
            pick("用时", "took"),
            self.seconds,
            pick("退出码", "exit code"),
            self.exit_code,
            self.lang
                .pick(format!("（{meaning}）"), format!(" ({meaning})"))
        );
    }

    /// For machines: one JSON object.
    pub(super) fn json(&self) -> String {
        let reasons: Vec<_> = self
            .held_by()
            .iter()
            .map(|r| json!({"code": r.rule.code, "name": r.rule.name, "stores": r.stores}))
            .collect();
        let mut value = json!({
            "schema": "jinjian.summary/1",
            "version": env!("CARGO_PKG_VERSION"),
            "as_of": self.as_of.to_string(),
            "files": self.outcome.ingested.files.len(),
            "refused": self.outcome.ingested.refused(Level::Error).count(),
            "totals": self.totals,
            "held_by": reasons,
            "targets": self.targets,
            "dry_run": self.dry_run,
            "out": self.out,
            "exit_code": self.exit_code,
        });
        if let Some(kept) = &self.kept {
            value["kept"] = json!(kept);
        }
        format!("{value}\n")
    }

    /// The files that could not be read, first of all: what they hold is missing from every line below.
    fn unread(&self, out: &mut String) {
        let refused: Vec<_> = self.outcome.ingested.refused(Level::Error).collect();
        if refused.is_empty() {
            return;
        }
        let head = self
            .lang
            .pick("未能读取的文件", "files that could not be read");
        let _ = writeln!(out, "  {head}  {}", refused.len());
        for (file, finding) in &refused {
            let text = finding.rule.text(self.lang);
            let message = fill(text.message, &finding.args, "", "");
            let _ = writeln!(out, "    {}  {}  {message}", finding.rule.code, file.path);
        }
        out.push('\n');
    }

    fn held(&self) -> usize {
        self.outcome
            .plan
            .stores
            .iter()
            .filter(|s| s.disposition == Disposition::Held)
            .count()
    }

    fn levels(&self, out: &mut String) {
        let count = |level| {
            self.outcome
                .findings
                .iter()
                .filter(|f| f.level == level)
                .count() as u64
        };
        let parts = [Level::Error, Level::Warning, Level::Note]
            .map(|level| format!("{} {}", level.label(self.lang), thousands(count(level))));
        let _ = writeln!(
            out,
            "\n  {}  {}",
            self.lang.pick("发现", "findings"),
            parts.join(" · ")
        );
    }
}
