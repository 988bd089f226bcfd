//! `jinjian verify OUT`: the manifest against the files.

use std::io::Write as _;

use super::args::VerifyArgs;
use super::{CLEAR, HELD, Outcome};
use crate::emit;

pub fn run(args: &VerifyArgs) -> Outcome {
    let report = emit::verify(&args.out)?;
    let out = &mut std::io::stdout();
    for (what, names) in [
        ("changed", &report.changed),
        ("missing", &report.missing),
        ("extra", &report.extra),
    ] {
        for name in names {
            writeln!(out, "{what:8} {name}")?;
        }
    }
    let sound = report.is_sound();
    writeln!(
        out,
        "{} {}",
        report.files,
        if sound {
            "files, as the manifest says"
        } else {
            "files in the manifest"
        }
    )?;
    Ok(if sound { CLEAR } else { HELD })
}
