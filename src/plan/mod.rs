//! Decides what happens to every row: one disposition each, how far a store is from M4, and what is
//! due next. Findings and reconciled records in, the plan out; nothing is compared here.

mod checklist;
mod decide;
mod facts;
mod input;
mod job;
pub(crate) mod progress;
pub(crate) mod rules;

pub(crate) use decide::decide;
pub(crate) use input::PlanInput;
pub(crate) use job::{job_findings, per_store_part, unread_register};
