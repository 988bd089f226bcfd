//! What a run prints when it is done: five seconds to read, the answer first. Chinese is counted
//! double so that columns align. For machines it is one JSON object with the same content.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::exit::CLEAR;
use super::refusal::message;
use super::terminal::{more, pad, thousands, yuan};
use crate::emit::Published;
use crate::model::{Disposition, Lang, Level, M4State, Rule, SkuPlan, Totals};
use crate::pipeline::PipelineOutcome;
use crate::uploads::target::TargetTotals;

/// Reasons for holding stores that are shown unless all are asked for.
const REASONS: usize = 5;
/// Reasons named for each upload.
const UPLOAD_REASONS: usize = 3;

#[derive(Serialize)]
pub(super) struct RunSummary<'a> {
    pub schema: &'static str,
    pub version: &'static str,
    pub as_of: String,
    pub files: usize,
    pub refused: usize,
    /// Proved.
    pub totals: &'a Totals,
    pub held_by: Vec<HeldBy>,
    /// What became of the rows of each upload.
    pub targets: &'a [TargetTotals],
    /// Nothing was written to upload.
    pub dry_run: bool,
    /// The output folder.
    pub out: String,
    /// The new name of the folder that stood in its place and was not an earlier run's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kept: Option<String>,
    pub exit_code: u8,
    #[serde(skip)]
    pub outcome: &'a PipelineOutcome,
    #[serde(skip)]
    pub lang: Lang,
    #[serde(skip)]
    pub seconds: f64,
    /// Show every reason.
    #[serde(skip)]
    pub all_reasons: bool,
}

/// A rule that holds stores, and how many.
#[derive(Serialize)]
pub(super) struct HeldBy {
    code: &'static str,
    name: &'static str,
    stores: usize,
    #[serde(skip)]
    rule: &'static Rule,
}

/// The totals of one table: its rows, what became of them, and whether that adds up.
struct TotalsLine<'a> {
    head: &'a str,
    unit: &'a str,
    rows: u64,
    parts: Vec<(&'a str, u64)>,
    verdict: String,
}

impl<'a> RunSummary<'a> {
    /// The summary of a run; what only the command line knows is empty.
    pub(super) fn new(
        outcome: &'a PipelineOutcome,
        published: &'a Published,
        lang: Lang,
    ) -> RunSummary<'a> {
        RunSummary {
            schema: "jinjian.summary/1",
            version: env!("CARGO_PKG_VERSION"),
            as_of: String::new(),
            files: outcome.ingested.files.len(),
            refused: outcome.ingested.refused(Level::Error).count(),
            totals: &published.totals,
            held_by: held_by(outcome),
            targets: &published.targets,
            dry_run: false,
            out: String::new(),
            kept: published
                .kept
                .as_ref()
                .map(|path| path.display().to_string()),
            exit_code: CLEAR,
            outcome,
            lang,
            seconds: 0.0,
            all_reasons: false,
        }
    }

    fn pick(&self, zh: &'static str, en: &'static str) -> &'static str {
        self.lang.pick(zh, en)
    }

    /// For people.
    pub(super) fn text(&self) -> String {
        let RunSummary {
            version,
            as_of,
            files,
            ..
        } = self;
        let files = self
            .lang
            .pick(format!("{files} 个文件"), format!("{files} files"));
        let mut out = format!("jinjian {version} · {as_of} · {files}\n\n");
        self.unread(&mut out);
        self.stores(&mut out);
        let lines = [
            self.skus(),
            self.bills(),
            self.settlement(),
            self.statements(),
        ];
        lines.iter().flatten().for_each(|line| line.write(&mut out));
        self.reasons(&mut out);
        self.levels(&mut out);
        out.push_str(&upload_lines(self.targets, self.lang));
        self.closing(&mut out);
        out
    }

    /// The files that could not be read, first of all: what they hold is missing from every line below.
    fn unread(&self, out: &mut String) {
        if self.refused == 0 {
            return;
        }
        let head = self.pick("未能读取的文件", "files that could not be read");
        let _ = writeln!(out, "  {head}  {}", self.refused);
        for (file, finding) in self.outcome.ingested.refused(Level::Error) {
            let (code, message) = (finding.rule.code, message(finding, self.lang));
            let _ = writeln!(out, "    {code}  {}  {message}", file.path);
        }
        out.push('\n');
    }

    fn stores(&self, out: &mut String) {
        let plan = &self.outcome.plan;
        if plan.stores.is_empty() {
            let none = self.pick("门店    没有读到门店表", "stores  no store sheet was read");
            let _ = writeln!(out, "  {none}");
            return;
        }
        let counts = plan.store_counts();
        let parts = counts.iter().map(|(d, n)| (d.label(self.lang), *n as u64));
        let line = TotalsLine {
            head: self.pick("门店", "stores"),
            unit: self.pick("行", "rows"),
            rows: plan.stores.len() as u64,
            parts: parts.collect(),
            verdict: self.adds_up(&counts.map(|(_, n)| n), plan.stores.len()),
        };
        line.write(out);
        let m4: Vec<String> = plan
            .m4_counts()
            .iter()
            .filter(|(state, n)| *n > 0 || *state == M4State::Ready)
            .map(|(state, n)| format!("M4 {} {}", state.label(self.lang), thousands(*n as u64)))
            .collect();
        let _ = writeln!(out, "  {}{}", " ".repeat(7), m4.join("    "));
    }

    fn skus(&self) -> Option<TotalsLine<'_>> {
        let plan = &self.outcome.plan;
        let counts = plan.sku_counts();
        let parts = counts
            .iter()
            .filter(|(d, n)| *n > 0 || *d != SkuPlan::Repeated);
        (!plan.skus.is_empty()).then(|| TotalsLine {
            head: self.pick("商品", "SKUs"),
            unit: self.pick("行", "rows"),
            rows: plan.skus.len() as u64,
            parts: parts
                .map(|(d, n)| (d.label(self.lang), *n as u64))
                .collect(),
            verdict: self.adds_up(&counts.map(|(_, n)| n), plan.skus.len()),
        })
    }

    fn adds_up(&self, parts: &[usize], all: usize) -> String {
        let verdict = if parts.iter().sum::<usize>() == all {
            self.pick("✓ 合计相符", "✓ adds up")
        } else {
            self.pick("✗ 合计不符", "✗ does not add up")
        };
        verdict.to_owned()
    }

    fn bills(&self) -> Option<TotalsLine<'_>> {
        let totals = &self.totals.bills;
        let always = [
            (self.pick("交易", "trades"), totals.trades),
            (self.pick("退款", "refunds"), totals.refunds),
        ];
        let when_any = [
            (self.pick("资金流水", "movements"), totals.movements),
            (self.pick("汇总", "summary rows"), totals.summaries),
            (self.pick("拒收", "refused"), totals.refused),
            (self.pick("重复", "duplicates"), totals.duplicates),
        ];
        let when_any = when_any.into_iter().filter(|(_, count)| *count > 0);
        let stores = self.outcome.ingested.bill_stores.iter();
        let days = stores.flat_map(|store| &store.days);
        let net = yuan(days.map(|day| day.net_fen).fold(0, i64::saturating_add));
        let verdict = self.bill_verdict();
        (!self.outcome.ingested.bills.is_empty()).then(|| TotalsLine {
            head: self.pick("账单", "bills"),
            unit: self.pick("行", "rows"),
            rows: totals.lines,
            parts: always.into_iter().chain(when_any).collect(),
            verdict: self.lang.pick(
                format!("净额 {net} 元  {verdict}"),
                format!("net {net} yuan  {verdict}"),
            ),
        })
    }

    /// Whether the lines of all bills come to what the bills state; empty when none states anything.
    fn bill_verdict(&self) -> String {
        const DIFFER: [&str; 3] = ["BIL001", "BIL004", "BIL005"];
        let codes = || self.outcome.findings.iter().map(|f| f.rule.code);
        if let Some(code) = codes().find(|code| DIFFER.contains(code)) {
            return self.lang.pick(
                format!("✗ 与账单合计不符，见 {code}"),
                format!("✗ differs from the bill's totals, see {code}"),
            );
        }
        let mut bills = self.outcome.ingested.bills.iter();
        let verdict = if codes().any(|code| code == "BIL009") {
            self.pick(
                "✗ 有账单没有表尾，见 BIL009",
                "✗ a bill has no end, see BIL009",
            )
        } else if bills.any(|b| b.stated.iter().any(Option::is_some) || !b.figures.is_empty()) {
            self.pick("✓ 与账单合计相符", "✓ agrees with the bill's totals")
        } else {
            ""
        };
        verdict.to_owned()
    }

    /// Money due against money received, when there is both.
    fn settlement(&self) -> Option<TotalsLine<'_>> {
        let totals = self.totals.settlement.as_ref()?;
        let parts = [
            (self.pick("一致", "agree"), totals.agrees),
            (self.pick("已冲平", "cleared"), totals.cleared),
            (self.pick("短款", "short"), totals.short),
            (self.pick("长款", "over"), totals.over),
            (self.pick("单边", "one-sided"), totals.one_sided),
            (self.pick("未覆盖", "not covered"), totals.not_covered),
        ];
        let (due, received) = (yuan(totals.expected_fen), yuan(totals.received_fen));
        Some(TotalsLine {
            head: self.pick("结算", "settle"),
            unit: self.pick("日", "days"),
            rows: totals.days,
            parts: parts.into_iter().filter(|(_, count)| *count > 0).collect(),
            verdict: self.lang.pick(
                format!("应到 {due} 元  到账 {received} 元"),
                format!("due {due} yuan  received {received} yuan"),
            ),
        })
    }

    /// Entries of all bank statements, and whether balances and totals agree with them.
    fn statements(&self) -> Option<TotalsLine<'_>> {
        let sheets = self.outcome.ingested.files.iter().flat_map(|f| &f.sheets);
        let mut all = sheets.filter_map(|sheet| sheet.statement);
        let mut sum = all.next()?;
        all.for_each(|read| sum.join(&read));
        let parts = [
            (self.pick("收入", "in"), sum.income),
            (self.pick("支出", "out"), sum.outgo),
            (self.pick("读不出", "unreadable"), sum.unread),
        ];
        let shown = if sum.unread > 0 { 3 } else { 2 };
        Some(TotalsLine {
            head: self.pick("流水", "bank"),
            unit: self.pick("行", "rows"),
            rows: sum.income + sum.outgo + sum.unread,
            parts: parts[..shown].to_vec(),
            verdict: sum.agreement(self.lang).join("  "),
        })
    }

    /// The rules that hold stores, most stores first.
    fn reasons(&self, out: &mut String) {
        let all = &self.held_by;
        let shown = if self.all_reasons {
            all.len()
        } else {
            REASONS.min(all.len())
        };
        if shown > 0 {
            let head = self.pick("暂缓的主要原因", "why stores are held");
            let _ = writeln!(out, "\n  {head}");
        }
        let title = |held: &HeldBy| held.rule.title(self.lang);
        let width = all[..shown].iter().map(|held| title(held).width()).max();
        for held in &all[..shown] {
            let title = pad(title(held), width.unwrap_or(0));
            let (code, stores) = (held.code, thousands(held.stores as u64));
            let unit = if held.stores == 1 { "store" } else { "stores" };
            let unit = self.pick("家门店", unit);
            let _ = writeln!(out, "    {code}  {title}  {stores:>7} {unit}");
        }
        if all.len() > shown {
            let _ = writeln!(out, "    {}", more(all.len() - shown, self.lang));
        }
    }

    fn levels(&self, out: &mut String) {
        let count = |level| {
            let findings = self.outcome.findings.iter();
            findings.filter(|f| f.level == level).count() as u64
        };
        let parts = [Level::Error, Level::Warning, Level::Note]
            .map(|level| format!("{} {}", level.label(self.lang), thousands(count(level))));
        let (head, parts) = (self.pick("发现", "findings"), parts.join(" · "));
        let _ = writeln!(out, "\n  {head}  {parts}");
    }

    /// Where the outputs are, how long it took, and what the exit code means.
    fn closing(&self, out: &mut String) {
        let folder = &self.out;
        let uploads = if self.dry_run {
            self.pick("试算，未写上传文件", "dry run, no uploads")
                .to_owned()
        } else {
            format!("{}  {folder}/uploads/", self.pick("上传文件", "uploads"))
        };
        let report = self.pick("报告", "report");
        let _ = writeln!(
            out,
            "\n  {uploads}    {report}  {folder}/reports/discrepancies.xlsx"
        );
        if let Some(kept) = &self.kept {
            let label = self.pick(
                "原有文件夹已改名保留为",
                "the folder that was there is kept as",
            );
            let _ = writeln!(out, "  {label} {kept}");
        }
        let mut stores = self.outcome.plan.stores.iter();
        let meaning = if self.exit_code == CLEAR {
            self.pick("无暂缓", "all clear")
        } else if stores.any(|store| store.disposition == Disposition::Held) {
            self.pick("有暂缓", "stores are held")
        } else if self.refused > 0 {
            self.pick("有文件未读取", "files were not read")
        } else {
            self.pick("达到 --fail-on 级别", "--fail-on is met")
        };
        let (seconds, code) = (self.seconds, self.exit_code);
        let line = self.lang.pick(
            format!("用时 {seconds:.1} s · 退出码 {code}（{meaning}）"),
            format!("took {seconds:.1} s · exit code {code} ({meaning})"),
        );
        let _ = writeln!(out, "  {line}");
    }
}

/// Rules that hold stores, most stores first.
fn held_by(outcome: &PipelineOutcome) -> Vec<HeldBy> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for code in outcome.plan.stores.iter().flat_map(|store| &store.held_by) {
        *counts.entry(code).or_default() += 1;
    }
    let findings = outcome.findings.iter();
    let rules: BTreeMap<&str, &'static Rule> = findings.map(|f| (f.rule.code, f.rule)).collect();
    let held_by = counts.into_iter().filter_map(|(code, stores)| {
        let rule = *rules.get(code)?;
        Some(HeldBy {
            code: rule.code,
            name: rule.name,
            stores,
            rule,
        })
    });
    let mut held_by: Vec<HeldBy> = held_by.collect();
    held_by.sort_by_key(|held| (std::cmp::Reverse(held.stores), held.code));
    held_by
}

impl TotalsLine<'_> {
    fn write(&self, out: &mut String) {
        let (head, rows) = (pad(self.head, 6), thousands(self.rows));
        let _ = write!(out, "  {head} {rows:>9} {}  ", self.unit);
        for (label, count) in &self.parts {
            let _ = write!(out, "  {label} {}", thousands(*count));
        }
        let _ = writeln!(out, "    {}", self.verdict);
    }
}

/// A line for each upload that has rows, with the reasons for which it refuses some; empty without any.
fn upload_lines(targets: &[TargetTotals], lang: Lang) -> String {
    let concerned = || targets.iter().filter(|t| t.uploaded + t.refused > 0);
    let Some(width) = concerned().map(|t| t.title.width()).max() else {
        return String::new();
    };
    let mut out = format!("\n  {}\n", lang.pick("上传", "uploads"));
    for target in concerned() {
        let (title, rows) = (pad(&target.title, width), thousands(target.uploaded));
        let _ = write!(out, "    {title} {rows:>9} {}", lang.pick("行", "rows"));
        if target.refused > 0 {
            let (refused, why) = (thousands(target.refused), why(&target.reasons, lang));
            out.push_str(&lang.pick(
                format!("    另有 {refused} 行此处不收：{why}"),
                format!("    {refused} more it refuses: {why}"),
            ));
        }
        out.push('\n');
    }
    out
}

fn why(reasons: &[(String, u64)], lang: Lang) -> String {
    let named = reasons.iter().take(UPLOAD_REASONS).map(|(why, rows)| {
        let rows = thousands(*rows);
        lang.pick(format!("{why}（{rows} 行）"), format!("{why} ({rows})"))
    });
    let named = named.collect::<Vec<_>>().join(lang.pick("；", "; "));
    let is_all = reasons.len() <= UPLOAD_REASONS;
    named
        + if is_all {
            ""
        } else {
            lang.pick(" 等", " …")
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_line_up_and_say_what_they_refuse() {
        let target = |title: &str, uploaded, reasons: &[(&str, u64)]| TargetTotals {
            name: "x".into(),
            title: title.into(),
            reasons: reasons.iter().map(|(why, n)| ((*why).into(), *n)).collect(),
            rows: 2000,
            uploaded,
            refused: reasons.iter().map(|(_, n)| n).sum(),
            held: 0,
            not_applicable: 0,
        };
        let targets = [
            target("打标", 1200, &[]),
            target("口碑", 0, &[]),
            target("门店发布", 3, &[("图片地址 缺", 5)]),
        ];
        assert_eq!(
            upload_lines(&targets, Lang::Zh),
            "\n  上传\n    打标         1,200 行\n    门店发布         3 行    另有 5 行此处不收：图片地址 缺（5 行）\n"
        );
        assert_eq!(upload_lines(&targets[1..2], Lang::Zh), "");
    }
}
