//! The reports, a file each: its table of columns, what a row of it is made of, and which rows it has. CSV and
//! sheet come from the same table; `findings.jsonl` and the summary page have forms of their own.

pub(crate) mod accounts;
pub(crate) mod changes;
pub(crate) mod checklist;
pub(crate) mod column;
pub(crate) mod context;
pub(crate) mod csv_file;
pub(crate) mod discrepancies;
pub(crate) mod entities;
pub(crate) mod finding_stats;
pub(crate) mod findings;
pub(crate) mod findings_jsonl;
pub(crate) mod merchants;
pub(crate) mod plan;
pub(crate) mod rules;
pub(crate) mod settlement;
pub(crate) mod sheet_writer;
pub(crate) mod summary;
pub(crate) mod targets;
pub(crate) mod workbook_context;

use super::error::EmitError;
use super::staging::OutputSink;
use context::ReportContext;

/// Path of a report, and what writes it; the answer is the number of its rows.
pub(crate) type Report = (
    &'static str,
    fn(&ReportContext, &mut OutputSink) -> Result<u64, EmitError>,
);

/// Every report, one file each and always there, with the heaviest first, so that threads finish together. The
/// sheets of the workbook are listed in [`discrepancies`].
pub(crate) static REPORTS: &[Report] = &[
    ("reports/discrepancies.xlsx", discrepancies::write),
    ("reports/accounts.csv", accounts::write),
    ("reports/plan.csv", plan::write),
    ("reports/settlement.csv", settlement::write),
    ("reports/targets.csv", targets::write),
    ("reports/changes.csv", changes::write),
    ("reports/checklist.csv", checklist::write),
    ("reports/findings.jsonl", findings_jsonl::write),
];
