//! What each onboarding level needs, and what the job must give when no sheet does.

use serde::{Deserialize, Serialize};
use validator::Validate;

use super::sheet::field;
use crate::model::Field;

#[derive(Debug, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct RawLevels {
    #[validate(length(min = 4, max = 4), nested)]
    levels: Vec<RawLevel>,
    job: RawJobValues,
}

#[derive(Debug, Deserialize, Serialize, Validate)]
#[serde(deny_unknown_fields)]
struct RawLevel {
    #[validate(range(min = 1, max = 4))]
    level: u8,
    #[validate(length(min = 1))]
    requires: Vec<Vec<String>>,
    #[validate(length(min = 1))]
    source: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawJobValues {
    requires: Vec<String>,
}

/// The requirements, resolved.
#[derive(Clone, Debug)]
pub struct Levels {
    /// Up to M3; each entry is met by any one of its fields.
    pub for_m3: Vec<Vec<Field>>,
    /// Needed by every body; once for the job when no sheet has them.
    pub from_job: Vec<Field>,
}

impl RawLevels {
    pub fn resolve(self, file: &str, faults: &mut Vec<String>) -> Levels {
        if let Err(errors) = self.validate() {
            faults.extend(
                errors
                    .to_string()
                    .lines()
                    .map(|line| format!("{file}: {line}")),
            );
        }
        let mut levels = Levels {
            for_m3: Vec::new(),
            from_job: Vec::new(),
        };
        for level in &self.levels {
            for keys in &level.requires {
                let fields = keys
                    .iter()
                    .filter_map(|k| field(k, file, "requires", faults))
                    .collect();
                // M4 rests on the four elements, which reconciling compares by itself.
                if level.level < 4 {
                    levels.for_m3.push(fields);
                }
            }
        }
        levels.from_job = self
            .job
            .requires
            .iter()
            .filter_map(|k| field(k, file, "job.requires", faults))
            .collect();
        levels
    }
}
