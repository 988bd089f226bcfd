//! What the job file says of uploads: which are made, and what becomes of a store whose Alipay account
//! contradicts its sheet.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{UploadLayout, did_you_mean};

/// `[uploads]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct UploadTerms {
    pub contradicted: Contradicted,
    /// Names of uploads made besides those every run makes.
    pub also: Vec<String>,
    /// Names of uploads that are not made.
    pub without: Vec<String>,
    /// By name of an upload, codes of rules (or their beginnings) whose findings keep a row out of it
    /// alone, beside those its layout names.
    pub holds: BTreeMap<String, Vec<String>>,
}

/// What becomes of a store at M3 whose four elements contradict each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Contradicted {
    /// It is held until they agree.
    #[default]
    Hold,
    /// It goes out for M3, without its account.
    WithoutAccount,
}

impl UploadTerms {
    /// Whether the job makes an upload.
    pub fn makes(&self, layout: &UploadLayout) -> bool {
        let named = |names: &[String]| names.contains(&layout.name);
        (layout.always || named(&self.also)) && !named(&self.without)
    }

    /// The upload as the job makes it; `None` when it does not.
    pub fn made(&self, layout: &UploadLayout) -> Option<UploadLayout> {
        let mut made = self.makes(layout).then(|| layout.clone())?;
        made.holds
            .extend(self.holds.get(&layout.name).into_iter().flatten().cloned());
        Some(made)
    }

    /// Names of no upload, each as a fault of the job file.
    pub fn unknown(&self, file: &str, layouts: &[UploadLayout]) -> Vec<String> {
        let keys = [("also", &self.also), ("without", &self.without)];
        let named = keys
            .into_iter()
            .flat_map(|(key, names)| names.iter().map(move |name| (key, name)));
        let named = named.chain(self.holds.keys().map(|name| ("holds", name)));
        let unknown = named.filter(|(_, name)| layouts.iter().all(|l| l.name != **name));
        unknown
            .map(|(key, name)| {
                let hint = did_you_mean(name, layouts.iter().map(|l| l.name.as_str()));
                format!("{file}: uploads.{key}: there is no upload `{name}`{hint}")
            })
            .collect()
    }
}
