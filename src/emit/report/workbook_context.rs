//! What the sheets of the report workbook share: counts made once, and the links from one to another.

use std::collections::BTreeMap;

use super::context::ReportContext;
use super::finding_stats;
use super::finding_stats::{MerchantStats, RuleStats};
use super::sheet_writer::SHEET_ROWS;
use crate::model::Rule;

/// The name of a sheet in Chinese and English.
pub(crate) type SheetName = [&'static str; 2];

pub(crate) const SUMMARY: SheetName = ["总览", "Summary"];
pub(crate) const MERCHANTS: SheetName = ["按商户", "By merchant"];
pub(crate) const FINDINGS: SheetName = ["明细", "Findings"];
pub(crate) const RULES: SheetName = ["规则说明", "Rules"];

/// What every sheet of the workbook needs.
pub(crate) struct WorkbookContext<'a> {
    pub report: &'a ReportContext<'a>,
    /// Rules that hit.
    pub rules: Vec<RuleStats>,
    pub merchants: Vec<MerchantStats<'a>>,
    /// Every rule the last sheet explains, by code, with its row there.
    explained: BTreeMap<&'static str, (&'static Rule, u32)>,
}

impl<'a> WorkbookContext<'a> {
    pub(crate) fn new(report: &'a ReportContext<'a>) -> WorkbookContext<'a> {
        let known = report.run.rules.iter().copied();
        let hit = report.run.findings.iter().map(|finding| finding.rule);
        let rules = known.chain(hit).map(|rule| (rule.code, (rule, 0)));
        let mut explained: BTreeMap<_, _> = rules.collect();
        for (at, (_, row)) in (1..).zip(explained.values_mut()) {
            *row = at;
        }
        WorkbookContext {
            report,
            rules: finding_stats::rules(report.run),
            merchants: finding_stats::merchants(report.run),
            explained,
        }
    }

    pub(crate) fn name(&self, [zh, en]: SheetName) -> &'static str {
        self.report.lang.pick(zh, en)
    }

    pub(crate) fn explained(&self) -> impl Iterator<Item = &'static Rule> + '_ {
        self.explained.values().map(|(rule, _)| *rule)
    }

    /// The name of one of the sheets that list all findings.
    pub(crate) fn findings_name(&self, part: usize) -> String {
        let name = self.name(FINDINGS);
        match part {
            0 => name.to_owned(),
            _ => format!("{name}({})", part + 1),
        }
    }

    /// Where a finding stands in the list of all.
    pub(crate) fn finding_cell(&self, index: usize) -> String {
        let name = self.findings_name(index / SHEET_ROWS);
        format!("internal:'{name}'!A{}", index % SHEET_ROWS + 2)
    }

    /// Where a rule is explained.
    pub(crate) fn rule_cell(&self, code: &str) -> String {
        let row = self.explained.get(code).map_or(1, |(_, row)| row + 1);
        format!("internal:'{}'!A{row}", self.name(RULES))
    }
}
