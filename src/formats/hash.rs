//! SHA-256 of input files, for the manifest.

use std::io::Read;

use sha2::{Digest, Sha256};

use crate::value::hex;

/// Lower-case hex digest of a whole file.
pub(crate) fn of(bytes: &[u8]) -> String {
    hex::encode(&Sha256::digest(bytes))
}

/// Lower-case hex digest of everything a reader gives; empty when it fails.
pub(crate) fn of_all(mut reader: impl Read) -> String {
    let mut digest = Sha256::new();
    let mut block = vec![0; 256 * 1024];
    loop {
        match reader.read(&mut block) {
            Ok(0) => return hex::encode(&digest.finalize()),
            Ok(n) => digest.update(&block[..n]),
            Err(_) => return String::new(),
        }
    }
}
