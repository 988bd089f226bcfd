//! How grave a finding is, and what it stops.

use super::keyed::keyed;

keyed! {
    /// How grave a finding is; ordered from light to grave.
    #[derive(serde::Serialize, serde::Deserialize)]
    #[serde(rename_all = "lowercase")]
    Level {
        Note "note" "提示" "note";
        Warning "warning" "警告" "warning";
        Error "error" "错误" "error";
    }
}

keyed! {
    /// What a finding at level `error` stops.
    Blocks {
        /// The Alipay account is left out; M3 goes ahead.
        M4 "M4";
        /// The row is held.
        M3 "M3";
    }
}
