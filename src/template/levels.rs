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
    #[validate(nested)]
    identity: RawIdentity,
    job: RawJobValues,
}

#[derive(Debug, Deserialize, Serialize, Validate)]
#[serde(deny_unknown_fields)]
struct RawIdentity {
    #[validate(length(min = 1))]
    requires: Vec<String>,
    #[validate(length(min = 1))]
    source: String,
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
#[derive(Clone, Debug, Default)]
pub struct Levels {
    /// Up to M3; each entry is met by any one of its fields.
    pub for_m3: Vec<Vec<Field>>,
    /// What M4 needs beyond M3, in the same shape.
    pub for_m4: Vec<Vec<Field>>,
    /// Any one of these says who the merchant is.
    pub identity: Vec<Field>,
    /// Needed by every body; once for the job when no sheet has them.
    pub from_job: Vec<Field>,
}

impl Levels {
    /// All that a requirement of M3 or M4 is met by, whose first field is `field`; the field alone when
    /// that level has no such requirement.
    pub fn alternatives(&self, level: u8, field: Field) -> Vec<Field> {
        let (required, identity) = match level {
            4 => (&self.for_m4, None),
            _ => (&self.for_m3, Some(&self.identity)),
        };
        let mut all = required.iter().chain(identity);
        let found = all.find(|fields| fields.first() == Some(&field));
        found.cloned().unwrap_or_else(|| vec![field])
    }
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
        let fields = |keys: &[String], at: &str, faults: &mut Vec<String>| -> Vec<Field> {
            let named = keys.iter().filter_map(|key| field(key, file, at, faults));
            named.collect()
        };
        let mut levels = Levels {
            for_m3: Vec::new(),
            for_m4: Vec::new(),
            identity: fields(&self.identity.requires, "identity.requires", faults),
            from_job: Vec::new(),
        };
        for level in &self.levels {
            for keys in &level.requires {
                let fields = fields(keys, "requires", faults);
                // Whether the four elements of M4 agree is what reconciling compares.
                match level.level {
                    4 => levels.for_m4.push(fields),
                    _ => levels.for_m3.push(fields),
                }
            }
        }
        levels.from_job = fields(&self.job.requires, "job.requires", faults);
        levels
    }
}
