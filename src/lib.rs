//! jinjian (进件): store sheets in; Alipay indirect onboarding files and discrepancy reports out.
//!
//! The pipeline on one page, each stage a room of its own; they meet in [`model`] and only
//! [`pipeline`] knows them all:
//!
//! | stage | in → out |
//! |---|---|
//! | [`ingest`] | files → columnar tables, bill sums, what was not understood |
//! | [`normalise`] | text as written → canonical text beside it |
//! | [`check`] | rules on cells, rows and groups → findings |
//! | [`reconcile`] | stores against accounts, bank, onboarded merchants, bills → verdicts, findings |
//! | [`plan`] | findings and verdicts → one disposition per row, what is due |
//! | [`uploads`] | the plan → what each target takes and refuses, row by row and file by file |
//! | [`emit`] | all of it → upload files, reports, manifest; published by rename |
//!
//! Words: *store* 门店, *merchant* 商户 (the company on the licence), *legal person* 法人, *settlement
//! account* 结算账号, *onboarded merchant* 已进件商户 (SMID), *acquirer* 受理机构, *route* 直连/间连, *tagging*
//! 打标, *held* 暂缓. Rows are counted from 1 as a person counts them in the file; money is fen.

#![warn(unreachable_pub)]

pub(crate) mod bills;
pub mod check;
pub mod cli;
pub mod config;
pub mod emit;
pub(crate) mod formats;
pub(crate) mod headers;
pub mod ingest;
pub mod model;
pub mod normalise;
pub mod pipeline;
pub(crate) mod plan;
pub(crate) mod reconcile;
pub mod rules;
pub(crate) mod uploads;
pub mod value;
