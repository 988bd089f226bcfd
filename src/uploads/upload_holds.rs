//! What keeps rows out of one upload alone: findings of the rules that its layout or the job names, of
//! whatever level. Rows and the rules that keep them come out.

use std::collections::BTreeMap;

use super::refusal::Why;
use super::target;
use super::target::Refusal;
use crate::config::UploadLayout;
use crate::model::Rule;
use crate::uploads::UploadInput;

/// By row of the upload's table, the rules that keep it out, in the order of their codes.
pub(crate) struct Holds(BTreeMap<u32, BTreeMap<&'static str, &'static Rule>>);

impl Holds {
    pub(crate) fn of(input: &UploadInput, layout: &UploadLayout) -> Holds {
        let mut holds: BTreeMap<u32, BTreeMap<_, _>> = BTreeMap::new();
        let kind = target::kind(layout);
        let is_named = |rule: &Rule| layout.holds.iter().any(|code| rule.code.starts_with(code));
        for finding in input
            .findings
            .iter()
            .filter(|finding| is_named(finding.rule))
        {
            for row in finding.touched(kind) {
                let rules = holds.entry(row).or_default();
                rules.insert(finding.rule.code, finding.rule);
            }
        }
        Holds(holds)
    }

    /// Why a row is kept out, once for each rule.
    pub(crate) fn refusals<'r>(&self, row: usize) -> impl Iterator<Item = Refusal<'r>> {
        let rules = self.0.get(&(row as u32)).into_iter().flatten();
        rules.map(|(code, rule)| Refusal {
            at: (*code).into(),
            why: Why::Found([rule.title.0, rule.title.1]),
        })
    }
}
