//! SHA-256 of input files, for the manifest.

use sha2::{Digest, Sha256};

use crate::value::hex;

/// Lower-case hex digest of a whole file.
pub fn of(bytes: &[u8]) -> String {
    hex::encode(&Sha256::digest(bytes))
}
