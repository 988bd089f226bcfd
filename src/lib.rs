//! jinjian (进件): store sheets in; Alipay indirect onboarding files and discrepancy reports out.

pub mod model;
