//! jinjian (进件): store sheets in; Alipay indirect onboarding files and discrepancy reports out.
pub mod ingest;
pub mod model;
pub mod normalise;
pub mod template;
pub mod value;
