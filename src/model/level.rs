//! How grave a finding is, and what it stops.

use super::Lang;

/// How grave a finding is; ordered from light to grave.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    Note,
    Warning,
    Error,
}

impl Level {
    pub fn key(self) -> &'static str {
        match self {
            Level::Note => "note",
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }

    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            Level::Note => lang.pick("提示", "note"),
            Level::Warning => lang.pick("警告", "warning"),
            Level::Error => lang.pick("错误", "error"),
        }
    }
}

/// What a finding at level `error` stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Blocks {
    /// The Alipay account is left out; M3 goes ahead.
    M4,
    /// The row is held.
    M3,
}

impl Blocks {
    pub fn key(self) -> &'static str {
        match self {
            Blocks::M3 => "M3",
            Blocks::M4 => "M4",
        }
    }
}
