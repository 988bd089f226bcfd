//! Writers of small workbooks, byte by byte, so that a test can make them lie.

pub mod biff;
pub mod cfb;
pub mod ods;
pub mod xlsb;
pub mod xlsx;

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A zip archive of parts (path, content), deflated.
pub fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    zipped_with(SimpleFileOptions::default(), parts)
}

/// A zip archive of parts, packed as the options say.
pub fn zipped_with(options: SimpleFileOptions, parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, content) in parts {
        zip.start_file(*path, options).expect("a part");
        zip.write_all(content).expect("its content");
    }
    zip.finish().expect("an archive").into_inner()
}
