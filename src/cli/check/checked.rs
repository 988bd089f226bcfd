//! The findings about files that were read together.

use std::collections::BTreeMap;

use crate::emit::FindingFormatter;
use crate::model::{Finding, Ingested, Lang};

pub(super) struct CheckedGroup {
    pub ingested: Ingested,
    /// In the order of reports, only those of rules that were selected.
    pub findings: Vec<Finding>,
    /// How often a selected rule could not be applied.
    pub not_checked: BTreeMap<&'static str, u64>,
    pub lang: Lang,
    pub reveal: bool,
}

impl CheckedGroup {
    pub(super) fn lens(&self) -> FindingFormatter<'_> {
        FindingFormatter {
            sources: &self.ingested.sources,
            lang: self.lang,
            reveal: self.reveal,
        }
    }
}
