//! Decides what happens to every row: one disposition each, how far a store is from M4, and what is
//! due next. Findings and reconciled records in, the plan out; nothing is compared here.

mod checklist;
mod decide;
mod facts;
mod job;
pub(crate) mod progress;
pub(crate) mod rules;

pub(crate) use decide::decide;
pub(crate) use job::{given, job_findings, unread_register};

use time::PrimitiveDateTime;

use crate::config::{Job, Levels};
use crate::model::{Finding, Ingested, Reconciled};

/// What planning looks at.
pub(crate) struct Input<'a> {
    pub ingested: &'a Ingested,
    pub reconciled: &'a Reconciled,
    /// All findings, their levels final.
    pub findings: &'a [Finding],
    pub job: &'a Job,
    pub levels: &'a Levels,
    /// The time of the run: its day's midnight when no hour is given.
    pub now: PrimitiveDateTime,
}
