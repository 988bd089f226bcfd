//! The one integration-test binary: polars is slow to link, so everything that needs the whole
//! program stands here.

mod cli;
mod hostile;
mod house;
mod job;
mod outputs;
mod refusals;
mod rules;
// Shared with the generator's own command and the benchmark, which use other parts of it.
#[allow(dead_code, unused_imports)]
#[path = "../synth/mod.rs"]
mod synth;
mod truth;
