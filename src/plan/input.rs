//! What planning looks at: what was read and reconciled, every finding, and the job file.

use time::PrimitiveDateTime;

use crate::config::{Job, Levels};
use crate::model::{Finding, Ingested, Reconciled};

/// What planning looks at.
pub(crate) struct PlanInput<'a> {
    pub ingested: &'a Ingested,
    pub reconciled: &'a Reconciled,
    /// All findings, their levels final.
    pub findings: &'a [Finding],
    pub job: &'a Job,
    pub levels: &'a Levels,
    /// The time of the run; midnight of its day when no hour is given.
    pub now: PrimitiveDateTime,
}
