//! What goes out: which rows each upload target takes, in which files, as which texts and bodies, and why a
//! target refuses a row. The plan in, rows of files out; nothing is written here.

pub(crate) mod api_bodies;
pub(crate) mod batch;
pub(crate) mod bodies;
pub(crate) mod body_check;
pub(crate) mod refusal;
pub(crate) mod rules;
pub(crate) mod target;
pub(crate) mod target_cell;
pub(crate) mod upload_holds;

use crate::model::modify::StoreAndRecord;
use crate::model::{Finding, Ingested, Lang, Plan, Reconciled};

/// What the uploads are made from.
#[derive(Clone, Copy)]
pub struct UploadInput<'a> {
    pub ingested: &'a Ingested,
    pub reconciled: &'a Reconciled,
    pub plan: &'a Plan,
    /// All of them, in the order of [`Finding::order`].
    pub findings: &'a [Finding],
    /// The time of the run: its day's midnight when no hour is given.
    pub now: time::PrimitiveDateTime,
    pub lang: Lang,
}

impl<'a> UploadInput<'a> {
    /// A store, and the onboarded record it was matched with.
    pub(crate) fn known(&self, row: usize) -> StoreAndRecord<'a> {
        StoreAndRecord::new(&self.ingested.tables, self.reconciled, row)
    }
}
