//! Everything a run leaves: upload files, reports, manifest. In come the tables, the verdicts, the plan, the
//! uploads and the findings; out goes one folder that appears whole or not at all. Files are rendered in
//! parallel, one task each, and no byte depends on how many threads there are.

pub(crate) mod blank;
pub(crate) mod error;
pub(crate) mod finding_formatter;
pub(crate) mod fixed;
pub(crate) mod manifest;
pub(crate) mod publish;
pub(crate) mod report;
pub(crate) mod run;
pub(crate) mod staging;
pub(crate) mod upload_jsonl;
pub(crate) mod upload_xlsx;
pub(crate) mod verify;
pub(crate) mod workbook_style;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

pub use blank::{Blank, BlankColumn, Need};
pub use error::{EmitError, NoManifest};
pub use finding_formatter::{FindingFormatter, FindingView};
pub use fixed::{Fixed, FixedSheet, write as fixed};
pub use manifest::{MANIFEST, Output};
pub use publish::{Published, Written, publish};
pub use report::findings::findings_csv;
pub use report::findings_jsonl::finding_json;
pub use run::{Run, Settings};
pub use staging::prepare;
pub use upload_xlsx::ReadBack;
pub use verify::{VerifyReport, verify};
