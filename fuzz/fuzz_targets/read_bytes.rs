//! Any bytes in, tables or a reason out, and never a panic of our own. What a library does with such
//! bytes is caught by the program as it is here. Needs nightly Rust and `cargo install cargo-fuzz`;
//! the samples are a good beginning:
//!
//! ```text
//! cargo +nightly fuzz run read_bytes fuzz/corpus/read_bytes samples -- -max_len=65536 -rss_limit_mb=4096
//! ```

#![no_main]

use std::sync::LazyLock;

use jinjian::ingest::{self, ReadOptions};
use jinjian::config::{Job, Layouts};
use libfuzzer_sys::fuzz_target;

/// Small, so that a file that claims much is refused soon.
const JOB: &str = "[limits]\nunpacked_mb = 16\nstrings_mb = 16\ntext_mb = 16\ncells = 100000\n";

static SETTINGS: LazyLock<(Layouts, Job)> = LazyLock::new(|| {
    let layouts = Layouts::load(None).expect("built-in layouts are sound");
    (
        layouts,
        Job::parse("jinjian.toml", JOB).expect("a sound job file"),
    )
});

fuzz_target!(|bytes: &[u8]| {
    let (layouts, job) = &*SETTINGS;
    let options = ReadOptions {
        layouts: &layouts.sheets,
        job,
        progress: &|_| {},
        selection: None,
    };
    // What a file is, its bytes say; this name promises a workbook.
    let read = ingest::read_bytes("a.xls", bytes, &options);
    let refused = read.files.iter().filter_map(|file| file.refused.as_ref());
    for finding in refused {
        let said = finding.args.join(" ");
        assert!(!said.contains("jinjian gave up"), "{said}");
    }
});
