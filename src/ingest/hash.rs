//! SHA-256 of input files, for the manifest.

use sha2::{Digest, Sha256};

/// Lower-case hex digest of a whole file.
pub fn of(bytes: &[u8]) -> String {
    hex(Sha256::digest(bytes).as_slice())
}

/// A digest as lower-case hex.
pub fn hex(digest: &[u8]) -> String {
    use std::fmt::Write;
    digest
        .iter()
        .fold(String::with_capacity(64), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}
