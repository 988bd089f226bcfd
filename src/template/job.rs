//! The job file `jinjian.toml`: settings for one folder of input. Unknown keys are refused with the
//! nearest known one, and every fault is reported at once.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use time::Date;

use super::{Error, nearest, sheet};
use crate::model::{Field, Kind, Lang, Level};
use crate::value::date;

/// Name of the job file looked for in an input folder.
pub const JOB_FILE: &str = "jinjian.toml";

const KEYS: [&str; 9] = [
    "as_of",
    "lang",
    "fail_on",
    "threads",
    "layouts",
    "defaults",
    "acquirers",
    "levels",
    "sources",
];

/// When the exit code says that something is wrong although no store is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FailOn {
    Error,
    Warning,
    Never,
}

/// A checked job.
#[derive(Clone, Debug, Default)]
pub struct Job {
    /// File name for messages and places; empty when there is no job file.
    pub file: String,
    pub as_of: Option<Date>,
    pub lang: Option<Lang>,
    pub fail_on: Option<FailOn>,
    pub threads: Option<usize>,
    /// Folder of the user's own layouts.
    pub layouts: Option<PathBuf>,
    /// Values for stores whose sheet has none, in field order.
    pub defaults: Vec<(Field, String)>,
    /// Acquirers by PID: has the smart-store agreement been signed?
    pub acquirers: BTreeMap<String, bool>,
    /// Level overrides by rule code or prefix, longest first.
    pub levels: Vec<(String, Level)>,
    pub sources: Vec<JobSource>,
}

/// What the job says of some of its files.
#[derive(Clone, Debug)]
pub struct JobSource {
    pub path: glob::Pattern,
    pub kind: Option<Kind>,
    pub encoding: Option<Encoding>,
}

/// Text encodings a job can prescribe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Encoding {
    #[serde(rename = "utf-8", alias = "UTF-8", alias = "utf8")]
    Utf8,
    #[serde(rename = "gb18030", alias = "GB18030", alias = "gbk", alias = "GBK")]
    Gb18030,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct RawJob {
    as_of: Option<toml::Value>,
    lang: Option<Lang>,
    fail_on: Option<FailOn>,
    threads: Option<usize>,
    layouts: Option<PathBuf>,
    defaults: BTreeMap<String, toml::Value>,
    acquirers: BTreeMap<String, RawAcquirer>,
    levels: BTreeMap<String, Level>,
    sources: Vec<RawSource>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAcquirer {
    smart_store_agreement: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSource {
    path: String,
    kind: Option<Kind>,
    encoding: Option<Encoding>,
}

impl Job {
    /// Reads and checks a job file. Relative paths in it are relative to its folder.
    pub fn read(path: &Path) -> Result<Job, Error> {
        let text = std::fs::read_to_string(path).map_err(|source| Error::Read {
            path: path.to_owned(),
            source,
        })?;
        let file = path
            .file_name()
            .map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        let mut job = Job::parse(&file, &text)?;
        if let (Some(layouts), Some(folder)) = (&mut job.layouts, path.parent()) {
            *layouts = folder.join(&*layouts);
        }
        Ok(job)
    }

    /// Checks the text of a job file; `file` is its name for messages.
    pub fn parse(file: &str, text: &str) -> Result<Job, Error> {
        let fault = |message: String| Error::Faults {
            faults: vec![message],
        };
        let table: toml::Table = text.parse().map_err(|e| fault(format!("{file}: {e}")))?;
        let mut faults = unknown_keys(file, &table);
        if !faults.is_empty() {
            return Err(Error::Faults { faults });
        }
        let raw: RawJob = table
            .try_into()
            .map_err(|e| fault(format!("{file}: {e}")))?;
        let job = raw.resolve(file, &mut faults);
        if faults.is_empty() {
            Ok(job)
        } else {
            Err(Error::Faults { faults })
        }
    }

    /// What the job says of a file, by its path relative to the input folder; the last entry wins.
    pub fn source(&self, path: &str) -> Option<&JobSource> {
        self.sources.iter().rev().find(|s| s.path.matches(path))
    }

    /// The level a rule has in this job.
    pub fn level(&self, code: &str, default: Level) -> Level {
        let named = self
            .levels
            .iter()
            .find(|(prefix, _)| code.starts_with(prefix.as_str()));
        named.map_or(default, |(_, level)| *level)
    }
}

fn unknown_keys(file: &str, table: &toml::Table) -> Vec<String> {
    let unknown = table.keys().filter(|key| !KEYS.contains(&key.as_str()));
    unknown
        .map(|key| {
            let hint =
                nearest(key, KEYS).map_or(String::new(), |n| format!("; did you mean `{n}`?"));
            format!("{file}: unknown key `{key}`{hint}")
        })
        .collect()
}

impl RawJob {
    fn resolve(self, file: &str, faults: &mut Vec<String>) -> Job {
        let as_of = self.as_of.and_then(|value| {
            let text = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
            let parsed = date::parse(&text);
            if parsed.is_none() {
                faults.push(format!(
                    "{file}: as_of: `{text}` is not a date (YYYY-MM-DD)"
                ));
            }
            parsed
        });
        let mut defaults = Vec::new();
        for (key, value) in self.defaults {
            let Some(field) = sheet::field(&key, file, "defaults", faults) else {
                continue;
            };
            match value {
                toml::Value::String(text) => defaults.push((field, text)),
                toml::Value::Integer(number) => defaults.push((field, number.to_string())),
                _ => faults.push(format!(
                    "{file}: defaults.{key}: give the value as text, in quotes"
                )),
            }
        }
        defaults.sort();
        let mut levels: Vec<_> = self.levels.into_iter().collect();
        levels.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
        let sources = self
            .sources
            .into_iter()
            .filter_map(|s| s.resolve(file, faults))
            .collect();
        Job {
            file: file.to_owned(),
            as_of,
            lang: self.lang,
            fail_on: self.fail_on,
            threads: self.threads,
            layouts: self.layouts,
            defaults,
            acquirers: self
                .acquirers
                .into_iter()
                .map(|(pid, a)| (pid, a.smart_store_agreement))
                .collect(),
            levels,
            sources,
        }
    }
}

impl RawSource {
    fn resolve(self, file: &str, faults: &mut Vec<String>) -> Option<JobSource> {
        match glob::Pattern::new(&self.path) {
            Ok(path) => Some(JobSource {
                path,
                kind: self.kind,
                encoding: self.encoding,
            }),
            Err(error) => {
                faults.push(format!("{file}: sources.path `{}`: {error}", self.path));
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str) -> String {
        Job::parse("jinjian.toml", text)
            .expect_err("must be refused")
            .to_string()
    }

    #[test]
    fn the_example_of_the_contract() {
        let text = "as_of = \"2026-11-20\"\nlang = \"zh\"\n[defaults]\nmcc = \"5411\"\n\
            [acquirers.2088000000000002]\nsmart_store_agreement = true\n[levels]\nTEL = \"error\"\nTEL003 = \"note\"\n\
            [[sources]]\npath = \"stores/*.xlsx\"\nkind = \"stores\"\nencoding = \"gb18030\"\n";
        let job = Job::parse("jinjian.toml", text).expect("valid");
        assert_eq!(
            job.as_of.map(|d| d.to_string()).as_deref(),
            Some("2026-11-20")
        );
        assert_eq!(job.defaults, [(Field::Mcc, "5411".to_owned())]);
        assert_eq!(job.acquirers.get("2088000000000002"), Some(&true));
        assert_eq!(job.level("TEL003", Level::Warning), Level::Note);
        assert_eq!(job.level("TEL001", Level::Warning), Level::Error);
        assert!(
            job.source("stores/a.xlsx")
                .is_some_and(|s| s.kind == Some(Kind::Stores))
        );
        assert!(job.source("other/a.xlsx").is_none());
    }

    #[test]
    fn unknown_keys_name_the_nearest() {
        assert_eq!(
            refusal("as-of = 1"),
            "jinjian.toml: unknown key `as-of`; did you mean `as_of`?"
        );
        assert_eq!(
            refusal("[defaults]\nmmc = \"1\""),
            "jinjian.toml: defaults: unknown field `mmc`; did you mean `mcc`?"
        );
        assert!(refusal("as_of = \"tomorrow\"").contains("not a date"));
        assert!(refusal("as_of = ").contains("jinjian.toml"));
    }
}
