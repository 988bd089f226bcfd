//! jinjian (进件): store sheets in; Alipay indirect onboarding files and discrepancy reports out.
pub mod check;
pub mod cli;
pub mod emit;
pub mod ingest;
pub mod model;
pub mod normalise;
pub mod pipeline;
pub mod plan;
pub mod reconcile;
pub mod template;
pub mod value;
