//! What keeps rows out of one upload alone: findings of the rules that its layout or the job names, of
//! whatever level. Rows and the rules that keep them come out.

use std::collections::BTreeMap;

use super::input::{UploadInput, table_kind};
use super::refusal::{Refusal, RefusedAt, RowRefusal};
use crate::config::UploadLayout;
use crate::model::Rule;

/// By row of the upload's table, the rules that keep it out, in the order of their codes.
pub(crate) struct UploadHolds(BTreeMap<u32, BTreeMap<&'static str, &'static Rule>>);

impl UploadHolds {
    pub(crate) fn collect(input: &UploadInput, layout: &UploadLayout) -> UploadHolds {
        let mut holds: BTreeMap<u32, BTreeMap<_, _>> = BTreeMap::new();
        let is_named = |rule: &Rule| layout.holds.iter().any(|code| rule.code.starts_with(code));
        for finding in input.findings.iter().filter(|f| is_named(f.rule)) {
            for row in finding.touched(table_kind(layout)) {
                let rules = holds.entry(row).or_default();
                rules.insert(finding.rule.code, finding.rule);
            }
        }
        UploadHolds(holds)
    }

    /// Why a row is kept out, once for each rule.
    pub(crate) fn refusals(&self, row: usize) -> impl Iterator<Item = RowRefusal> {
        let rules = self.0.get(&(row as u32)).into_iter().flatten();
        rules.map(|(code, rule)| RowRefusal {
            at: RefusedAt::Key((*code).into()),
            refusal: Refusal::Found([rule.title.0, rule.title.1]),
        })
    }
}
