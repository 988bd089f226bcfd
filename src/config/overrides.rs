//! What a job says of rules: how grave their findings are (`[levels]`) and what they stop (`[blocks]`),
//! by code or by the beginning of codes, the longest that fits. In goes a finding as its rule made it,
//! out comes the finding as this job takes it, or nothing when the rule is off.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::model::{Blocks, Finding, Level, Rule};

/// What `[levels]` makes of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Gravity {
    /// Its findings are not reported at all.
    Off,
    Note,
    Warning,
    Error,
}

impl Gravity {
    /// `None` when the rule is off.
    pub fn level(self) -> Option<Level> {
        match self {
            Gravity::Off => None,
            Gravity::Note => Some(Level::Note),
            Gravity::Warning => Some(Level::Warning),
            Gravity::Error => Some(Level::Error),
        }
    }
}

/// What `[blocks]` has a rule stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Stops {
    M3,
    M4,
    #[serde(rename = "none")]
    Nothing,
}

impl Stops {
    pub fn blocks(self) -> Option<Blocks> {
        match self {
            Stops::M3 => Some(Blocks::M3),
            Stops::M4 => Some(Blocks::M4),
            Stops::Nothing => None,
        }
    }
}

/// Both tables, longest code first.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    pub levels: Vec<(String, Gravity)>,
    pub blocks: Vec<(String, Stops)>,
}

impl Overrides {
    /// Checks the two tables of the job file `file`.
    pub(super) fn resolve(
        file: &str,
        levels: BTreeMap<String, Gravity>,
        blocks: BTreeMap<String, Stops>,
        faults: &mut Vec<String>,
    ) -> Overrides {
        for (table, empty) in [
            ("levels", levels.contains_key("")),
            ("blocks", blocks.contains_key("")),
        ] {
            if empty {
                faults.push(format!("{file}: {table}: an empty code names no rule"));
            }
        }
        Overrides {
            levels: longest_first(levels),
            blocks: longest_first(blocks),
        }
    }

    /// The level of a rule's findings and what they stop; `None` when it is off. A rule that the job makes
    /// stop something is an error, unless `[levels]` says otherwise. An error that was none by itself
    /// stops M3 of the row it is about; one about a file or a sheet stops only what `[blocks]` says.
    pub fn verdict(&self, rule: &Rule, about_a_row: bool) -> Option<(Level, Option<Blocks>)> {
        let stops = named(&self.blocks, rule.code).map(Stops::blocks);
        let level = match named(&self.levels, rule.code) {
            Some(gravity) => gravity.level()?,
            None if stops.is_some_and(|stops| stops.is_some()) => Level::Error,
            None => rule.level,
        };
        let raised = rule.level < Level::Error && about_a_row;
        let by_itself = rule.blocks.or(raised.then_some(Blocks::M3));
        let stops = stops.unwrap_or(by_itself);
        Some((level, stops.filter(|_| level == Level::Error)))
    }

    /// The finding as the job takes it; `None` when its rule is off.
    pub fn apply(&self, mut finding: Finding) -> Option<Finding> {
        (finding.level, finding.stops) = self.verdict(finding.rule, finding.row.is_some())?;
        Some(finding)
    }
}

fn longest_first<T>(table: BTreeMap<String, T>) -> Vec<(String, T)> {
    let mut entries: Vec<_> = table.into_iter().collect();
    entries.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
    entries
}

fn named<T: Copy>(table: &[(String, T)], code: &str) -> Option<T> {
    let entry = table
        .iter()
        .find(|(prefix, _)| code.starts_with(&prefix[..]));
    entry.map(|(_, value)| *value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Kind, Place};
    use crate::plan::rules::{JOB001, JOB003};

    /// A finding of a rule, about a row or about none, in a job with these tables.
    fn applied(rule: &'static Rule, row: bool, text: &str) -> Option<(Level, Option<Blocks>)> {
        let job = crate::config::Job::parse("jinjian.toml", text).expect("a job");
        let finding = Finding {
            row: row.then_some((Kind::Stores, 0)),
            ..Finding::about(rule, Place::sheet(0))
        };
        let finding = job.overrides.apply(finding)?;
        Some((finding.level, finding.blocks()))
    }

    #[test]
    fn what_a_finding_stops() {
        let (error, warning) = (&JOB001, &crate::ingest::rules::sheet::SHT004);
        let stops = Some((Level::Error, Some(Blocks::M3)));
        assert_eq!(applied(error, true, ""), stops);
        assert_eq!(
            applied(&JOB003, false, ""),
            Some((Level::Error, Some(Blocks::M3)))
        );
        assert_eq!(applied(error, true, "[levels]\nJOB = \"off\""), None);
        assert_eq!(
            applied(error, true, "[levels]\nJOB = \"off\"\nJOB001 = \"note\""),
            Some((Level::Note, None))
        );
        assert_eq!(
            applied(error, true, "[blocks]\nJOB = \"none\""),
            Some((Level::Error, None))
        );
        assert_eq!(
            applied(error, true, "[blocks]\nJOB = \"none\"\nJOB001 = \"M4\""),
            Some((Level::Error, Some(Blocks::M4)))
        );
        assert_eq!(warning.level, Level::Warning);
        assert_eq!(applied(warning, true, ""), Some((Level::Warning, None)));
        assert_eq!(applied(warning, true, "[levels]\nSHT = \"error\""), stops);
        assert_eq!(
            applied(warning, false, "[levels]\nSHT = \"error\""),
            Some((Level::Error, None))
        );
        assert_eq!(applied(warning, false, "[blocks]\nSHT004 = \"M3\""), stops);
        assert_eq!(
            applied(
                warning,
                true,
                "[levels]\nSHT = \"note\"\n[blocks]\nSHT = \"M3\""
            ),
            Some((Level::Note, None))
        );
    }
}
