//! `jinjian verify OUT`: the manifest against the files. A line a file that is not as it was, then what to
//! make of it.

use std::io::Write as _;

use super::args::VerifyArgs;
use super::exit::{VerbResult, held_if};
use super::terminal::escape_controls;
use crate::emit;
use crate::emit::{EmitError, NoManifest, VerifyReport};
use crate::model::Lang;

pub(super) fn run(args: &VerifyArgs) -> VerbResult {
    let lang = args.lang;
    let report = match emit::verify(&args.out) {
        Err(EmitError::Manifest { path, fault }) => {
            return Err(format!("{}: {}", path.display(), refusal(&fault, lang)).into());
        }
        report => report?,
    };
    for line in differences(&report, lang)
        .into_iter()
        .chain([conclusion(&report, lang)])
    {
        writeln!(std::io::stdout(), "{line}")?;
    }
    Ok(held_if(!report.is_sound()))
}

/// What is wrong and the file, with a tab between.
fn differences(report: &VerifyReport, lang: Lang) -> Vec<String> {
    let lists = [
        (lang.pick("被改动", "changed"), &report.changed),
        (lang.pick("缺少", "missing"), &report.missing),
        (lang.pick("多出", "extra"), &report.extra),
        (lang.pick("临时文件", "temporary"), &report.litter),
    ];
    let lists = lists.into_iter().flat_map(|(what, names)| {
        let names = names.iter().map(|name| escape_controls(name));
        names.map(move |name| format!("{what}\t{name}"))
    });
    let renamed = report.renamed.iter().map(|(old, new)| {
        let (old, new) = (escape_controls(old), escape_controls(new));
        format!("{}\t{old} → {new}", lang.pick("改了名", "renamed"))
    });
    lists.chain(renamed).collect()
}

/// The whole in a sentence, and what to do about it.
fn conclusion(report: &VerifyReport, lang: Lang) -> String {
    let files = report.files;
    if report.is_sound() {
        return lang.pick(
            format!("{files} 个文件，与 manifest.json 一致"),
            format!("{files} files, as the manifest says"),
        );
    }
    let others = [
        (report.changed.len(), lang.pick("被改动", "changed")),
        (report.missing.len(), lang.pick("缺少", "missing")),
        (report.renamed.len(), lang.pick("改了名", "renamed")),
        (report.extra.len(), lang.pick("多出", "extra")),
    ];
    let others = others.iter().filter(|(count, _)| *count > 0);
    let others =
        others.map(|(count, what)| lang.pick(format!("{what} {count}"), format!("{count} {what}")));
    let others: Vec<String> = others.collect();
    let (others, same) = (others.join(lang.pick("、", ", ")), report.untouched());
    lang.pick(
        format!(
            "manifest.json 记有 {files} 个文件，{same} 个没动过；{others}。不一致的文件不要上传：重新运行 jinjian run 写出新的；\
             要改的改在来源表里，再运行"
        ),
        format!(
            "{files} files in the manifest, {same} as they were; {others}. Upload none of the others: have \
             jinjian run write them anew; what has to change is changed in the sheets it reads"
        ),
    )
}

/// Why there is nothing to compare with, and what to do.
fn refusal(fault: &NoManifest, lang: Lang) -> String {
    match fault {
        NoManifest::Absent => lang.pick(
            "没有这个文件，说明这里不是 jinjian run 的输出文件夹，或清单被删了；请指到 --out 写出的那个文件夹".to_owned(),
            "is not there, so this is no folder a run wrote, or its manifest is gone; name the folder given as --out".to_owned(),
        ),
        NoManifest::Broken(cause) => lang.pick(
            format!("清单读不懂（{cause}），被截断或改动过，无法核对；重新运行 jinjian run"),
            format!("cannot be understood ({cause}): it was cut or changed; run jinjian run again"),
        ),
        NoManifest::Version { found, expected } => lang.pick(
            format!("清单是 {found}，本程序只认 {expected}；请用写出它的那一版 jinjian 核对，或重新运行 jinjian run"),
            format!("is of {found}, and this program knows {expected}; verify with the jinjian that wrote it, or run again"),
        ),
        NoManifest::Outside(path) => lang.pick(
            format!("清单记有不在这个文件夹里的 {path}，被改动过，无法核对；重新运行 jinjian run"),
            format!("lists {path}, which is not below the folder: it was changed; run jinjian run again"),
        ),
    }
}
