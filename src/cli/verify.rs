//! `jinjian verify OUT`: the manifest against the files.

use std::io::Write as _;

use super::args::VerifyArgs;
use super::terminal::tame;
use super::{CLEAR, HELD, Outcome};
use crate::emit;
use crate::model::Lang;

pub fn run(args: &VerifyArgs) -> Outcome {
    let report = emit::verify(&args.out)?;
    let lang = Lang::from(args.lang);
    let out = &mut std::io::stdout();
    for (what, names) in [
        (lang.pick("被改动", "changed"), &report.changed),
        (lang.pick("缺少", "missing"), &report.missing),
        (lang.pick("多出", "extra"), &report.extra),
    ] {
        for name in names {
            writeln!(out, "{what}\t{}", tame(name))?;
        }
    }
    let (files, sound) = (report.files, report.is_sound());
    let said = match sound {
        true => lang.pick(
            format!("{files} 个文件，与 manifest.json 一致"),
            format!("{files} files, as the manifest says"),
        ),
        false => lang.pick(
            format!("manifest.json 记有 {files} 个文件，与现在的不一致"),
            format!("{files} files in the manifest; the folder is another"),
        ),
    };
    writeln!(out, "{said}")?;
    Ok(if sound { CLEAR } else { HELD })
}
