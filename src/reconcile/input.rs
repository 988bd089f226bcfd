//! What reconciling looks at: the tables as they were read, what the checks found wrong in the store sheet,
//! and the job's terms.

use time::Date;

use crate::config::job::SettlementTerms;
use crate::model::{FieldSet, Ingested};

/// What reconciling looks at.
pub(crate) struct ReconcileInput<'a> {
    pub ingested: &'a Ingested,
    /// Per store row, the bits of fields that carry an error: not compared, and nothing is raised there.
    pub broken: &'a [FieldSet],
    /// Per store row, whether it is an exact repeat of another row: matched, but not compared.
    pub repeated: &'a [bool],
    /// The day the run takes for today.
    pub as_of: Date,
    /// When money is due, and who pays it.
    pub settlement: &'a SettlementTerms,
}
