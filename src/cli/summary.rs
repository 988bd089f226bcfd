//! What a run prints when it is done: five seconds to read, the answer first. Chinese is counted
//! double so that columns align.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::json;
use unicode_width::UnicodeWidthStr;

use super::terminal::{pad, thousands};
use super::uploads;
use crate::emit::TargetTotals;
use crate::model::bill::{BillTotal, LineSort};
use crate::model::finding::fill;
use crate::model::{Blocks, Disposition, Lang, Level, M4State, Rule, SkuPlan, Totals};
use crate::pipeline::Outcome;
use crate::value::moment::Moment;
use crate::value::money;

/// Reasons shown unless more are asked for.
const REASONS: usize = 5;

/// What the summary is made of.
pub struct Summary<'a> {
    pub outcome: &'a Outcome,
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

/// A rule that holds stores, and how many.
struct Reason {
    rule: &'static Rule,
    stores: usize,
}

impl Summary<'_> {
    /// For people.
    pub fn text(&self) -> String {
        let mut out = String::new();
        let files = self.outcome.ingested.files.len();
        let pick = |zh: &'static str, en: &'static str| self.lang.pick(zh, en);
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
        out
    }

    /// For machines: one JSON object.
    pub fn json(&self) -> String {
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

    fn line(
        &self,
        out: &mut String,
        head: &str,
        total: usize,
        unit: &str,
        cells: &[(String, usize)],
        sum: &str,
    ) {
        let _ = write!(
            out,
            "  {} {:>9} {unit}  ",
            pad(head, 6),
            thousands(total as u64)
        );
        for (label, count) in cells {
            let _ = write!(out, "  {label} {}", thousands(*count as u64));
        }
        let _ = writeln!(out, "    {sum}");
    }

    fn stores(&self, out: &mut String) {
        let plan = &self.outcome.plan;
        let shown = plan.store_counts();
        let cells: Vec<_> = shown
            .iter()
            .map(|(d, n)| (d.label(self.lang).to_owned(), *n))
            .collect();
        let sum: usize = shown.iter().map(|(_, n)| n).sum();
        let (head, unit) = (
            self.lang.pick("门店", "stores"),
            self.lang.pick("行", "rows"),
        );
        self.line(
            out,
            head,
            plan.stores.len(),
            unit,
            &cells,
            self.adds_up(sum == plan.stores.len()),
        );
        let m4: Vec<String> = plan
            .m4_counts()
            .iter()
            .filter(|(state, n)| *n > 0 || *state == M4State::Ready)
            .map(|(state, n)| format!("M4 {} {}", state.label(self.lang), thousands(*n as u64)))
            .collect();
        let _ = writeln!(out, "  {}{}", " ".repeat(7), m4.join("    "));
    }

    fn skus(&self, out: &mut String) {
        let plan = &self.outcome.plan;
        if plan.skus.is_empty() {
            return;
        }
        let shown = plan.sku_counts();
        let cells: Vec<_> = shown
            .iter()
            .filter(|(d, n)| *n > 0 || *d != SkuPlan::Repeated)
            .map(|(d, n)| (d.label(self.lang).to_owned(), *n))
            .collect();
        let sum: usize = shown.iter().map(|(_, n)| n).sum();
        let (head, unit) = (self.lang.pick("商品", "SKUs"), self.lang.pick("行", "rows"));
        self.line(
            out,
            head,
            plan.skus.len(),
            unit,
            &cells,
            self.adds_up(sum == plan.skus.len()),
        );
    }

    fn bills(&self, out: &mut String) {
        let bills = &self.outcome.ingested.bills;
        if bills.is_empty() {
            return;
        }
        let add = |sort| {
            let mut sum = BillTotal::default();
            bills.iter().for_each(|bill| sum.add(bill.sum(sort)));
            sum
        };
        let (trades, refunds) = (add(LineSort::Trade), add(LineSort::Refund));
        let lines: u64 = bills.iter().map(|b| b.lines).sum();
        let refused: u64 = bills.iter().map(|b| b.refused).sum();
        let summaries = add(LineSort::Summary).lines;
        let movements = lines - trades.lines - refunds.lines - summaries - refused;
        let label = |zh: &str, en: &str| self.lang.pick(zh, en).to_owned();
        let mut cells = vec![
            (label("交易", "trades"), trades.lines as usize),
            (label("退款", "refunds"), refunds.lines as usize),
        ];
        for (count, label) in [
            (movements, label("资金流水", "movements")),
            (summaries, label("汇总", "summary rows")),
            (refused, label("拒收", "refused")),
        ] {
            if count > 0 {
                cells.push((label, count as usize));
            }
        }
        let differs = ["BIL001", "BIL004", "BIL005"];
        let differs = self
            .outcome
            .findings
            .iter()
            .map(|f| f.rule.code)
            .find(|code| differs.contains(code));
        let net = money::format_fen(trades.net_fen + refunds.net_fen);
        let states = bills
            .iter()
            .any(|b| b.stated.iter().any(Option::is_some) || !b.figures.is_empty());
        let verdict = match differs {
            Some(code) => self.lang.pick(
                format!("✗ 与账单合计不符，见 {code}"),
                format!("✗ differs from the bill's totals, see {code}"),
            ),
            None if states => self
                .lang
                .pick("✓ 与账单合计相符", "✓ agrees with the bill's totals")
                .to_owned(),
            None => String::new(),
        };
        let sum = self.lang.pick(
            format!("净额 {net} 元  {verdict}"),
            format!("net {net} yuan  {verdict}"),
        );
        let (head, unit) = (
            self.lang.pick("账单", "bills"),
            self.lang.pick("行", "rows"),
        );
        self.line(out, head, lines as usize, unit, &cells, &sum);
    }

    /// Money due against money received, when there is both.
    fn settlement(&self, out: &mut String) {
        let Some(totals) = &self.totals.settlement else {
            return;
        };
        let label = |zh: &str, en: &str| self.lang.pick(zh, en).to_owned();
        let cells: Vec<_> = [
            (label("一致", "agree"), totals.agrees),
            (label("已冲平", "cleared"), totals.cleared),
            (label("短款", "short"), totals.short),
            (label("长款", "over"), totals.over),
            (label("单边", "one-sided"), totals.one_sided),
            (label("未覆盖", "not covered"), totals.not_covered),
        ]
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(label, count)| (label, count as usize))
        .collect();
        let (due, came) = (
            money::format_fen(totals.expected_fen),
            money::format_fen(totals.received_fen),
        );
        let sum = self.lang.pick(
            format!("应到 {due} 元  到账 {came} 元"),
            format!("due {due} yuan  received {came} yuan"),
        );
        let (head, unit) = (
            self.lang.pick("结算", "settle"),
            self.lang.pick("日", "days"),
        );
        self.line(out, head, totals.days as usize, unit, &cells, &sum);
    }

    /// Entries of all bank statements, and whether balances and totals agree with them.
    fn statements(&self, out: &mut String) {
        let sheets = self.outcome.ingested.files.iter().flat_map(|f| &f.sheets);
        let mut all = sheets.filter_map(|sheet| sheet.statement.as_ref());
        let Some(first) = all.next() else {
            return;
        };
        let sum = all.fold(*first, |mut sum, read| {
            sum.join(read);
            sum
        });
        let label = |zh: &str, en: &str| self.lang.pick(zh, en).to_owned();
        let mut cells = vec![
            (label("收入", "in"), sum.income as usize),
            (label("支出", "out"), sum.outgo as usize),
        ];
        if sum.unread > 0 {
            cells.push((label("读不出", "unreadable"), sum.unread as usize));
        }
        let total = sum.income + sum.outgo + sum.unread;
        let agreement = sum.agreement(self.lang).join("  ");
        let (head, unit) = (label("流水", "bank"), label("行", "rows"));
        self.line(out, &head, total as usize, &unit, &cells, &agreement);
    }

    fn adds_up(&self, agree: bool) -> &'static str {
        match agree {
            true => self.lang.pick("✓ 合计相符", "✓ adds up"),
            false => self.lang.pick("✗ 合计不符", "✗ does not add up"),
        }
    }

    /// Rules that hold stores, most stores first.
    fn held_by(&self) -> Vec<Reason> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for store in self
            .outcome
            .plan
            .stores
            .iter()
            .filter(|s| s.disposition == Disposition::Held)
        {
            for code in &store.reasons {
                *counts.entry(code).or_default() += 1;
            }
        }
        let findings = self.outcome.findings.iter();
        let holding: BTreeMap<&str, &'static Rule> = findings
            .filter(|finding| finding.blocks() == Some(Blocks::M3))
            .map(|finding| (finding.rule.code, finding.rule))
            .collect();
        let mut reasons: Vec<Reason> = holding
            .into_iter()
            .filter_map(|(code, rule)| {
                let stores = *counts.get(code)?;
                Some(Reason { rule, stores })
            })
            .collect();
        reasons.sort_by_key(|r| (std::cmp::Reverse(r.stores), r.rule.code));
        reasons
    }

    fn reasons(&self, out: &mut String) {
        let reasons = self.held_by();
        if reasons.is_empty() {
            return;
        }
        let shown = if self.verbose {
            reasons.len()
        } else {
            REASONS.min(reasons.len())
        };
        let _ = writeln!(
            out,
            "\n  {}",
            self.lang.pick("暂缓的主要原因", "why stores are held")
        );
        let title = |r: &Reason| r.rule.text(self.lang).title;
        let width = reasons[..shown]
            .iter()
            .map(|r| title(r).width())
            .max()
            .unwrap_or(0);
        for reason in &reasons[..shown] {
            let stores = thousands(reason.stores as u64);
            let _ = writeln!(
                out,
                "    {}  {}  {stores:>7} {}",
                reason.rule.code,
                pad(title(reason), width),
                self.lang.pick(
                    "家门店",
                    if reason.stores == 1 {
                        "store"
                    } else {
                        "stores"
                    }
                )
            );
        }
        let more = reasons.len() - shown;
        if more > 0 {
            let _ = writeln!(
                out,
                "    {}",
                self.lang.pick(
                    format!("…另有 {more} 项（-v 全部列出）"),
                    format!("… {more} more (-v lists all)")
                )
            );
        }
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
