//! The one integration-test binary: polars is slow to link, so everything that needs the whole
//! program stands here.

mod batches;
mod check;
mod cli;
mod columns;
mod conserved;
mod defects;
mod docs;
mod edges;
mod entities;
mod fix;
mod folder;
mod hostile;
mod house;
mod inspect;
mod job;
mod map;
mod nights;
mod outputs;
mod overlap;
mod overrides;
mod reading;
mod recipe;
mod refusals;
mod rules;
mod settlement;
mod stage_rules;
mod statement;
#[path = "../synth/mod.rs"]
mod synth;
mod template;
mod trade;
mod trust;
mod truth;
mod uploads;
mod verify;
