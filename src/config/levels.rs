//! What each onboarding level needs, and what the job must give when no sheet does.

use serde::{Deserialize, Serialize};
use validator::Validate;

use super::sheet::field;
use crate::model::{Field, Requirement};

#[derive(Debug, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub(super) struct RawLevels {
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
    requires: Vec<toml::Value>,
    #[validate(length(min = 1))]
    source: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawJobValues {
    requires: Vec<toml::Value>,
}

/// The requirements, resolved.
#[derive(Clone, Debug, Default)]
pub struct Levels {
    /// Up to M3.
    pub for_m3: Vec<Requirement>,
    /// What M4 needs beyond M3.
    pub for_m4: Vec<Requirement>,
    /// What says who the merchant is.
    pub identity: Requirement,
    /// Needed by every body; once for the job when no sheet has them.
    pub from_job: Vec<Requirement>,
}

impl Levels {
    /// All that M3 needs of a store, its body's values among them.
    pub fn all_for_m3(&self) -> impl Iterator<Item = &Requirement> {
        let own = self.for_m3.iter().chain([&self.identity]);
        own.chain(&self.from_job)
    }

    /// The requirement of M3 or M4 that is known by `field`; the field alone when that level has none.
    pub fn requirement(&self, level: u8, field: Field) -> Requirement {
        let known = |need: &&Requirement| need.first() == Some(field);
        let found = match level {
            4 => self.for_m4.iter().find(known),
            _ => self.all_for_m3().find(known),
        };
        found.cloned().unwrap_or_else(|| Requirement::any(&[field]))
    }
}

impl RawLevels {
    pub(super) fn resolve(self, file: &str, faults: &mut Vec<String>) -> Levels {
        if let Err(errors) = self.validate() {
            faults.extend(
                errors
                    .to_string()
                    .lines()
                    .map(|line| format!("{file}: {line}")),
            );
        }
        let identity: Vec<Field> = self
            .identity
            .requires
            .iter()
            .filter_map(|key| field(key, file, "identity.requires", faults))
            .collect();
        let mut levels = Levels {
            identity: Requirement::any(&identity),
            ..Levels::default()
        };
        for level in &self.levels {
            let at = format!("levels: level {}: requires", level.level);
            let all = requirements(&level.requires, &at, file, faults);
            // Whether the four elements of M4 agree is what reconciling compares.
            match level.level {
                4 => levels.for_m4.extend(all),
                _ => levels.for_m3.extend(all),
            }
        }
        levels.from_job = requirements(&self.job.requires, "job.requires", file, faults);
        levels
    }
}

/// The lines of one `requires`. A line is a field's key, or a list of ways of which one is enough; a way
/// is a key, or a list of keys that count together only.
fn requirements(
    lines: &[toml::Value],
    at: &str,
    file: &str,
    faults: &mut Vec<String>,
) -> Vec<Requirement> {
    let mut all: Vec<Requirement> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let at = format!("{at}[{index}]");
        let ways = match line {
            toml::Value::Array(ways) => &ways[..],
            one => std::slice::from_ref(one),
        };
        let before = faults.len();
        let ways: Vec<Vec<Field>> = ways
            .iter()
            .map(|way| self::way(way, &at, file, faults))
            .collect();
        if faults.len() > before {
            continue;
        }
        let need = Requirement { ways };
        let fault = fault(&need, &all);
        match fault {
            Some(fault) => faults.push(format!("{file}: {at}: {fault}")),
            None => all.push(need),
        }
    }
    all
}

/// One way to meet a requirement; empty with a fault.
fn way(way: &toml::Value, at: &str, file: &str, faults: &mut Vec<String>) -> Vec<Field> {
    let keys = match way {
        toml::Value::Array(keys) => &keys[..],
        one => std::slice::from_ref(one),
    };
    if keys.is_empty() {
        faults.push(format!("{file}: {at}: an empty list asks for nothing"));
    }
    let mut fields = Vec::new();
    for key in keys {
        match key.as_str() {
            Some(key) => fields.extend(field(key, file, at, faults)),
            None => faults.push(format!(
                "{file}: {at}: a field's key was expected, found {} `{key}`",
                key.type_str()
            )),
        }
    }
    fields
}

/// What makes no sense in a line, alone or beside the lines before it.
fn fault(need: &Requirement, before: &[Requirement]) -> Option<String> {
    let Some(first) = need.first() else {
        return Some("an empty list asks for nothing".to_owned());
    };
    for (at, way) in need.ways.iter().enumerate() {
        let again = |(i, field): (usize, &Field)| way[..i].contains(field).then_some(*field);
        if let Some(field) = way.iter().enumerate().find_map(again) {
            return Some(format!("`{}` is there twice", field.key()));
        }
        let others = need
            .ways
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != at);
        let enough = |other: &&Vec<Field>| other.iter().all(|field| way.contains(field));
        if let Some(other) = others.map(|(_, other)| other).find(enough) {
            let keys = |way: &[Field]| way.iter().map(|f| f.key()).collect::<Vec<_>>().join("+");
            let (other, way) = (keys(other), keys(way));
            return Some(if other == way {
                format!("`{way}` is there twice")
            } else {
                format!("`{other}` is enough, so `{way}` is never asked for")
            });
        }
    }
    let known = before.iter().any(|other| other.first() == Some(first));
    known.then(|| format!("another line begins with `{}` already", first.key()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(job: &str) -> Result<Levels, Vec<String>> {
        let text = format!(
            "levels = [{{ level = 1, requires = [[\"store_code\"]], source = \"s\" }}, \
             {{ level = 2, requires = [[\"city\"]], source = \"s\" }}, \
             {{ level = 3, requires = [\"card_no\", [[\"bank_name\", \"bank_branch_name\"], \"cnaps\"]], source = \"s\" }}, \
             {{ level = 4, requires = [[\"logon_id\"]], source = \"s\" }}]\n\
             identity = {{ requires = [\"business_license\", \"legal_id_no\"], source = \"s\" }}\n\
             job = {{ requires = {job} }}\n"
        );
        let mut faults = Vec::new();
        let raw: RawLevels = toml::from_str(&text).expect("TOML of the right shape");
        let levels = raw.resolve("levels.toml", &mut faults);
        if faults.is_empty() {
            Ok(levels)
        } else {
            Err(faults)
        }
    }

    #[test]
    fn a_line_is_met_by_any_of_its_ways() {
        let levels =
            load("[\"source\", [[\"mcc\", \"org_pid\"], \"category_id\"]]").expect("sound");
        let keys = |all: &[Requirement]| all.iter().map(Requirement::key).collect::<Vec<_>>();
        assert_eq!(
            keys(&levels.for_m3),
            [
                "store_code",
                "city",
                "card_no",
                "bank_name+bank_branch_name|cnaps"
            ]
        );
        assert_eq!(keys(&levels.for_m4), ["logon_id"]);
        assert_eq!(
            keys(&levels.from_job),
            ["source", "mcc+org_pid|category_id"]
        );
        let known = |level, field| levels.requirement(level, field).key();
        assert_eq!(known(3, Field::Mcc), "mcc+org_pid|category_id");
        assert_eq!(
            known(3, Field::BusinessLicense),
            "business_license|legal_id_no"
        );
        assert_eq!(known(4, Field::BusinessLicense), "business_license");
    }

    #[test]
    fn lines_without_sense_are_refused() {
        for (job, expected) in [
            ("[5]", "[0]: a field's key was expected, found integer `5`"),
            (
                "[\"source\", [[\"mcc\", 1.5]]]",
                "[1]: a field's key was expected, found float `1.5`",
            ),
            (
                "[[[\"mcc\", [\"org_pid\"]]]]",
                "[0]: a field's key was expected, found array `[\"org_pid\"]`",
            ),
            ("[\"mc\"]", "[0]: unknown field `mc`; did you mean `mcc`?"),
            ("[[]]", "[0]: an empty list asks for nothing"),
            ("[[\"mcc\", []]]", "[0]: an empty list asks for nothing"),
            ("[[[\"mcc\", \"mcc\"]]]", "[0]: `mcc` is there twice"),
            ("[[\"mcc\", \"mcc\"]]", "[0]: `mcc` is there twice"),
            (
                "[[\"mcc\", [\"org_pid\", \"mcc\"]]]",
                "[0]: `mcc` is enough, so `org_pid+mcc` is never asked for",
            ),
            (
                "[\"source\", [[\"source\", \"mcc\"]]]",
                "[1]: another line begins with `source` already",
            ),
        ] {
            assert_eq!(
                load(job).expect_err(job),
                [format!("levels.toml: job.requires{expected}")]
            );
        }
    }
}
