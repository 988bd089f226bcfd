//! Why a file was not read, in words.

use serde::Serialize;

use crate::model::sentence::fill;
use crate::model::{Finding, Lang};

/// The finding of a file that was not read.
#[derive(Serialize)]
pub(super) struct FileRefusal {
    pub code: &'static str,
    pub reason: String,
    pub remedy: String,
    /// Of a damaged file: what the reader said, in English.
    #[serde(skip)]
    pub cause: Option<String>,
}

impl FileRefusal {
    pub(super) fn new(finding: &Finding, lang: Lang) -> FileRefusal {
        let code = finding.rule.code;
        let cause = finding.args.get(1).filter(|_| code == "FIL003");
        FileRefusal {
            code,
            reason: message(finding, lang),
            remedy: fill(finding.rule.text(lang).remedy, &finding.args, "", ""),
            cause: cause.cloned(),
        }
    }
}

/// A finding's sentence, where it stands for a whole file or sheet.
pub(super) fn message(finding: &Finding, lang: Lang) -> String {
    fill(finding.rule.text(lang).message, &finding.args, "", "")
}
