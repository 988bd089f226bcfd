//! Why stores are held: the rules that hold them, most stores first.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use super::Summary;
use crate::cli::terminal::{pad, thousands};
use crate::model::Rule;

/// Reasons shown unless more are asked for.
const REASONS: usize = 5;

/// A rule that holds stores, and how many.
pub(super) struct Reason {
    pub rule: &'static Rule,
    pub stores: usize,
}

impl Summary<'_> {
    /// Rules that hold stores, most stores first.
    pub(super) fn held_by(&self) -> Vec<Reason> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for code in self
            .outcome
            .plan
            .stores
            .iter()
            .flat_map(|store| &store.held_by)
        {
            *counts.entry(code).or_default() += 1;
        }
        let findings = self.outcome.findings.iter();
        let rules: BTreeMap<&str, &'static Rule> =
            findings.map(|f| (f.rule.code, f.rule)).collect();
        let mut reasons: Vec<Reason> = counts
            .into_iter()
            .filter_map(|(code, stores)| {
                let rule = *rules.get(code)?;
                Some(Reason { rule, stores })
            })
            .collect();
        reasons.sort_by_key(|r| (std::cmp::Reverse(r.stores), r.rule.code));
        reasons
    }

    pub(super) fn reasons(&self, out: &mut String) {
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
        let title = |r: &Reason| r.rule.title(self.lang);
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
}
