//! `jinjian init DIR`: a folder ready for a provider's own files. Nothing that exists is overwritten.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::args::InitArgs;
use super::exit::{CLEAR, VerbResult};
use crate::config::built_in_files;

/// Why the folder cannot be made.
#[derive(Debug, thiserror::Error)]
enum Error {
    #[error("{}: is there already; nothing was written", .0.display())]
    Exists(PathBuf),
    #[error("{}: cannot be written", path.display())]
    Write {
        path: PathBuf,
        source: std::io::Error,
    },
}

macro_rules! files {
    ($($name:literal from $path:literal),* $(,)?) => {
        &[$(($name, include_bytes!(concat!("../../", $path)))),*]
    };
}

/// The parts of a new job beside the layouts. The sample is a job of its own, so a run of the folder
/// above does not enter it.
const FILES: &[(&str, &[u8])] = files![
    "jinjian.toml" from "templates/job/jinjian.toml",
    "nightly/jinjian.service" from "templates/job/jinjian.service",
    "nightly/jinjian.timer" from "templates/job/jinjian.timer",
    "nightly/jinjian.cmd" from "templates/job/jinjian.cmd",
];

macro_rules! samples {
    ($($name:literal),* $(,)?) => {
        &[$((concat!("samples/", $name), include_bytes!(concat!("../../samples/", $name)))),*]
    };
}

const SAMPLES: &[(&str, &[u8])] = samples![
    "jinjian.toml",
    "门店信息表.xlsx",
    "门店信息表-华东.csv",
    "支付宝账户记录.csv",
    "银行账户记录.xlsx",
    "已进件商户.csv",
    "ERP商品导出.xlsx",
    "20881117373712940156_20261119_DETAILS.csv",
    "20883002415588140156_20261119_业务明细.csv",
];

pub(super) fn run(args: &InitArgs) -> VerbResult {
    let layouts = built_in_files().map(|(name, text)| (format!("layouts/{name}"), text.as_bytes()));
    let others = FILES.iter().chain(SAMPLES);
    let others = others.map(|(name, bytes)| ((*name).to_owned(), *bytes));
    let files = others.chain(layouts);
    let files: Vec<(PathBuf, &[u8])> = files
        .map(|(name, bytes)| (args.dir.join(name), bytes))
        .collect();
    if let Some((path, _)) = files.iter().find(|(path, _)| path.exists()) {
        return Err(Box::new(Error::Exists(path.clone())));
    }
    for (path, bytes) in &files {
        write(path, bytes)?;
    }
    let out = &mut std::io::stdout();
    writeln!(out, "{}", args.dir.join("jinjian.toml").display())?;
    writeln!(out, "jinjian run {}", args.dir.display())?;
    writeln!(out, "jinjian run {}", args.dir.join("samples").display())?;
    Ok(CLEAR)
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let failed = |source| Error::Write {
        path: path.to_owned(),
        source,
    };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    fs::write(path, bytes).map_err(failed)
}
