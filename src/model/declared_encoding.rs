//! The encoding a job says a text is in.

use serde::Deserialize;

/// Text encodings a job can prescribe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum DeclaredEncoding {
    #[serde(rename = "utf-8", alias = "UTF-8", alias = "utf8")]
    Utf8,
    #[serde(rename = "gb18030", alias = "GB18030", alias = "gbk", alias = "GBK")]
    Gb18030,
    /// Little-endian unless a byte order mark says otherwise.
    #[serde(rename = "utf-16", alias = "UTF-16", alias = "utf16")]
    Utf16,
    #[serde(rename = "utf-16le", alias = "UTF-16LE", alias = "utf16le")]
    Utf16Le,
    #[serde(rename = "utf-16be", alias = "UTF-16BE", alias = "utf16be")]
    Utf16Be,
}
