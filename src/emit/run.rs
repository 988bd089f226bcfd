//! What a run came to, and how its output is made: all that is written is made from these two.

use std::collections::BTreeMap;

use super::finding_formatter::FindingFormatter;
use crate::config::{Levels, SettingsFile};
use crate::model::{Finding, Ingested, Lang, Plan, Reconciled, Rule};
use crate::uploads::{UploadInput, Uploads};
use crate::value::moment::Moment;

/// What a run came to.
#[derive(Clone, Copy)]
pub struct Run<'a> {
    pub ingested: &'a Ingested,
    pub reconciled: &'a Reconciled,
    pub plan: &'a Plan,
    /// All of them, in the order of [`Finding::order`].
    pub findings: &'a [Finding],
    /// Per rule of the check stage, by code, how often it could not be put.
    pub not_checked: &'a BTreeMap<&'static str, u64>,
    pub uploads: &'a Uploads,
    /// Every rule there is, for the page that explains them; those that hit are added.
    pub rules: &'a [&'static Rule],
    pub settings: &'a Settings,
}

/// How the output is made.
#[derive(Clone, Debug)]
pub struct Settings {
    pub lang: Lang,
    /// Show personal data in reports.
    pub reveal: bool,
    pub as_of: Moment,
    /// Reports alone, no uploads.
    pub dry_run: bool,
    pub levels: Levels,
    /// The files that say how to read the input: job file and saved mappings.
    pub files: Vec<SettingsFile>,
}

impl<'a> Run<'a> {
    /// What the uploads are made from.
    pub(crate) fn upload_input(&self) -> UploadInput<'a> {
        UploadInput {
            ingested: self.ingested,
            reconciled: self.reconciled,
            plan: self.plan,
            findings: self.findings,
            now: self.settings.as_of.earliest(),
        }
    }

    /// How this run shows findings.
    pub(crate) fn formatter(&self) -> FindingFormatter<'a> {
        FindingFormatter {
            sources: &self.ingested.sources,
            lang: self.settings.lang,
            reveal: self.settings.reveal,
        }
    }
}
