//! The summary's lines of totals: one a table, with what became of its rows and whether that adds up.

use std::fmt::Write as _;

use super::Summary;
use crate::cli::terminal::{pad, thousands, yuan};
use crate::model::{M4State, SkuPlan};

impl Summary<'_> {
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

    pub(super) fn stores(&self, out: &mut String) {
        let plan = &self.outcome.plan;
        if plan.stores.is_empty() {
            let none = self
                .lang
                .pick("门店    没有读到门店表", "stores  no store sheet was read");
            let _ = writeln!(out, "  {none}");
            return;
        }
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

    pub(super) fn skus(&self, out: &mut String) {
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

    pub(super) fn bills(&self, out: &mut String) {
        let bills = &self.outcome.ingested.bills;
        if bills.is_empty() {
            return;
        }
        let totals = &self.totals.bills;
        let label = |zh: &str, en: &str| self.lang.pick(zh, en).to_owned();
        let always = [
            (label("交易", "trades"), totals.trades),
            (label("退款", "refunds"), totals.refunds),
        ];
        let when_any = [
            (label("资金流水", "movements"), totals.movements),
            (label("汇总", "summary rows"), totals.summaries),
            (label("拒收", "refused"), totals.refused),
            (label("重复", "duplicates"), totals.duplicates),
        ];
        let when_any = when_any.into_iter().filter(|(_, count)| *count > 0);
        let cells = always.into_iter().chain(when_any);
        let cells: Vec<_> = cells.map(|(label, n)| (label, n as usize)).collect();
        let stores = self.outcome.ingested.bill_stores.iter();
        let days = stores.flat_map(|store| &store.days);
        let net = days.map(|day| day.net_fen).fold(0, i64::saturating_add);
        let net = yuan(net);
        let verdict = self.bill_verdict();
        let sum = self.lang.pick(
            format!("净额 {net} 元  {verdict}"),
            format!("net {net} yuan  {verdict}"),
        );
        let (head, unit) = (label("账单", "bills"), label("行", "rows"));
        self.line(out, &head, totals.lines as usize, &unit, &cells, &sum);
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
        if codes().any(|code| code == "BIL009") {
            let cut = (
                "✗ 有账单没有表尾，见 BIL009",
                "✗ a bill has no end, see BIL009",
            );
            return self.lang.pick(cut.0, cut.1).to_owned();
        }
        let mut bills = self.outcome.ingested.bills.iter();
        let states = bills.any(|b| b.stated.iter().any(Option::is_some) || !b.figures.is_empty());
        let agrees = ("✓ 与账单合计相符", "✓ agrees with the bill's totals");
        match states {
            true => self.lang.pick(agrees.0, agrees.1).to_owned(),
            false => String::new(),
        }
    }

    /// Money due against money received, when there is both.
    pub(super) fn settlement(&self, out: &mut String) {
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
        let (due, came) = (yuan(totals.expected_fen), yuan(totals.received_fen));
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
    pub(super) fn statements(&self, out: &mut String) {
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
}
