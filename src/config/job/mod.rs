//! The job file `jinjian.toml`: settings for one folder of input. Unknown keys are refused with the
//! nearest known one, and every fault is reported at once.

mod defaults;
mod sections;

pub(crate) use sections::{Checks, HiddenPart, Reading, SettlementTerms};

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::{
    ConfigError, Gravity, Maps, Overrides, SettingsFile, Stops, UploadTerms, did_you_mean, text_of,
};
use crate::model::{DeclaredEncoding, Field, Kind, Lang, Limits};
use crate::value::moment::Moment;

/// Name of the job file looked for in an input folder.
pub(crate) const JOB_FILE: &str = "jinjian.toml";

const KEYS: [&str; 15] = [
    "as_of",
    "lang",
    "fail_on",
    "threads",
    "layouts",
    "defaults",
    "acquirers",
    "levels",
    "blocks",
    "sources",
    "limits",
    "reading",
    "checks",
    "settlement",
    "uploads",
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
    /// The job file as it was read; none when there is no job file.
    pub read_from: Option<SettingsFile>,
    pub as_of: Option<Moment>,
    pub lang: Option<Lang>,
    pub fail_on: Option<FailOn>,
    pub threads: Option<usize>,
    /// Folder of the user's own layouts; when absent, `layouts` beside the input, if it is there.
    pub layouts: Option<PathBuf>,
    /// Values for stores whose sheet has none, in field order.
    pub defaults: Vec<(Field, String)>,
    /// Acquirers by PID: has the smart-store agreement been signed?
    pub acquirers: BTreeMap<String, bool>,
    /// What the job says of rules.
    pub overrides: Overrides,
    pub sources: Vec<JobSource>,
    pub limits: Limits,
    pub reading: Reading,
    /// What was saved of columns; not of the job file itself, read beside it.
    pub maps: Maps,
    pub checks: Checks,
    pub settlement: SettlementTerms,
    pub uploads: UploadTerms,
}

/// What the job says of some of its files.
#[derive(Clone, Debug)]
pub struct JobSource {
    pub path: glob::Pattern,
    pub kind: Option<Kind>,
    pub encoding: Option<DeclaredEncoding>,
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
    levels: BTreeMap<String, Gravity>,
    blocks: BTreeMap<String, Stops>,
    sources: Vec<RawSource>,
    limits: Limits,
    reading: Reading,
    checks: Checks,
    settlement: SettlementTerms,
    uploads: UploadTerms,
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
    encoding: Option<DeclaredEncoding>,
}

impl Job {
    /// Reads and checks a job file. Relative paths in it are relative to its folder.
    pub fn read(path: &Path) -> Result<Job, ConfigError> {
        let text = text_of(path)?;
        let file = path
            .file_name()
            .map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        let mut job = Job::parse(&file, &text)?;
        job.read_from = Some(SettingsFile::new(file, &text));
        if let (Some(layouts), Some(folder)) = (&mut job.layouts, path.parent()) {
            *layouts = folder.join(&*layouts);
        }
        Ok(job)
    }

    /// Checks the text of a job file; `file` is its name for messages.
    pub fn parse(file: &str, text: &str) -> Result<Job, ConfigError> {
        // The text around a fault may be personal data: only its place is named.
        let fault = |error: toml::de::Error| {
            let before = error
                .span()
                .map_or("", |span| text.get(..span.start).unwrap_or(text));
            let line = before.matches('\n').count() + 1;
            ConfigError::Faults {
                faults: vec![format!("{file}: line {line}: {}", error.message())],
            }
        };
        let table: toml::Table = toml::from_str(text).map_err(fault)?;
        let mut faults = unknown_keys(file, &table);
        if !faults.is_empty() {
            return Err(ConfigError::Faults { faults });
        }
        let raw: RawJob = toml::from_str(text).map_err(fault)?;
        let job = raw.resolve(file, &mut faults);
        if faults.is_empty() {
            Ok(job)
        } else {
            Err(ConfigError::Faults { faults })
        }
    }

    /// What the job says of a file, by its path relative to the input folder; the last entry wins.
    pub fn source(&self, path: &str) -> Option<&JobSource> {
        self.sources.iter().rev().find(|s| s.path.matches(path))
    }

    /// The files that say how the input is read: the job file, then the saved mappings.
    pub fn settings(&self) -> impl Iterator<Item = &SettingsFile> {
        self.read_from.iter().chain(&self.maps.files)
    }
}

fn unknown_keys(file: &str, table: &toml::Table) -> Vec<String> {
    let unknown = table.keys().filter(|key| !KEYS.contains(&key.as_str()));
    unknown
        .map(|key| {
            let hint = did_you_mean(key, KEYS);
            format!("{file}: unknown key `{key}`{hint}")
        })
        .collect()
}

impl RawJob {
    /// Every fault is added to `faults`.
    fn resolve(self, file: &str, faults: &mut Vec<String>) -> Job {
        let as_of = self.as_of.and_then(|value| day(&value, file, faults));
        let defaults = defaults::resolve(self.defaults, file, faults);
        let overrides = Overrides::resolve(file, self.levels, self.blocks, faults);
        if self.threads.is_some_and(|n| !(1..=256).contains(&n)) {
            faults.push(format!("{file}: threads: give a number from 1 to 256"));
        }
        self.checks.check(file, faults);
        self.settlement.check(file, faults);
        let sources = self.sources.into_iter();
        let sources = sources.filter_map(|s| s.resolve(file, faults)).collect();
        let acquirers = self.acquirers.into_iter();
        Job {
            file: file.to_owned(),
            read_from: None,
            as_of,
            lang: self.lang,
            fail_on: self.fail_on,
            threads: self.threads,
            layouts: self.layouts,
            defaults,
            acquirers: acquirers
                .map(|(pid, a)| (pid, a.smart_store_agreement))
                .collect(),
            overrides,
            sources,
            limits: self.limits,
            reading: self.reading,
            maps: Maps::default(),
            checks: self.checks,
            settlement: self.settlement,
            uploads: self.uploads,
        }
    }
}

/// A date, as text or as TOML's own.
fn day(value: &toml::Value, file: &str, faults: &mut Vec<String>) -> Option<Moment> {
    let text = value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned);
    let parsed = Moment::parse(&text);
    if parsed.is_none() {
        faults.push(format!(
            "{file}: as_of: `{text}` is not a date (YYYY-MM-DD, or with HH:MM after it)"
        ));
    }
    parsed
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
        let levels = ["TEL003", "TEL"].map(str::to_owned);
        assert_eq!(
            job.overrides.levels,
            [
                (levels[0].clone(), Gravity::Note),
                (levels[1].clone(), Gravity::Error)
            ]
        );
        assert!(
            job.source("stores/a.xlsx")
                .is_some_and(|s| s.kind == Some(Kind::Stores))
        );
        assert!(job.source("other/a.xlsx").is_none());
    }

    #[test]
    fn days_of_notice() {
        let days = |text| Job::parse("jinjian.toml", text).map(|job| job.checks.expiring_days);
        assert_eq!(days("").ok(), Some(30));
        assert_eq!(days("[checks]\nexpiring_days = 0").ok(), Some(0));
        assert_eq!(
            refusal("[checks]\nexpiring_days = 3651"),
            "jinjian.toml: checks.expiring_days: give a number of days from 0 to 3650"
        );
        assert!(refusal("[checks]\nexpiring_days = -1").starts_with("jinjian.toml: line 2: "));
        assert!(refusal("[checks]\nexpiry = 1").contains("expiring_days"));
    }

    #[test]
    fn terms_of_settlement() {
        let terms = |text| Job::parse("jinjian.toml", text).map(|job| job.settlement);
        assert_eq!(terms("").ok(), Some(SettlementTerms::default()));
        let given = "[settlement]\ndays = 0\nweekends = true\ntolerance_fen = 5\npayers = [\"示例支付\"]\n\
             holidays = [\"2026-10-01\"]";
        let expected = SettlementTerms {
            days: 0,
            weekends: true,
            tolerance_fen: 5,
            payers: vec!["示例支付".to_owned()],
            holidays: vec![time::macros::date!(2026 - 10 - 01)],
        };
        assert_eq!(terms(given).ok(), Some(expected));
        assert_eq!(
            refusal("[settlement]\ndays = 31\ntolerance_fen = -1\npayers = [\" \"]"),
            "jinjian.toml: settlement.days: give a number of days from 0 to 30\n\
             jinjian.toml: settlement.tolerance_fen: give a number of fen, 0 or more\n\
             jinjian.toml: settlement.payers: an empty name fits everybody"
        );
        assert!(refusal("[settlement]\nweekend = true").contains("weekends"));
        for day in ["2026-02-30", "2026/10/1", "国庆"] {
            let said = refusal(&format!("[settlement]\nholidays = [\"{day}\"]"));
            assert!(
                said.contains(&format!("{day} is not a date like 2026-10-01")),
                "{said}"
            );
        }
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
        assert!(refusal("lang = \"zh\"\nas_of = ").starts_with("jinjian.toml: line 2: "));
        assert_eq!(
            refusal("[defaults]\nsource = \"abc\""),
            "jinjian.toml: defaults.source: must be a PID, 16 digits beginning 2088"
        );
        assert_eq!(
            refusal("[defaults]\nsmid = \"2088000000000001\""),
            "jinjian.toml: defaults.smid: every store has its own; it cannot be given for all"
        );
        let leaky = refusal("[defaults]\nlegal_id_no = 33010X199003074525");
        assert!(!leaky.contains("33010"), "{leaky}");
    }
}
