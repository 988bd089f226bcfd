//! `jinjian template KIND -o FILE.xlsx`: a blank workbook to send to a merchant, made from the layout
//! by which it will be read.

use std::io::Write as _;
use std::path::PathBuf;

use super::args::TemplateArgs;
use super::{CLEAR, Outcome};
use crate::config::Layouts;
use crate::emit::{Blank, Need};
use crate::model::{Kind, Lang};
use crate::rules;

/// Why there is no workbook.
#[derive(Debug, thiserror::Error)]
enum Error {
    #[error("{}: give a name that ends in .xlsx", .0.display())]
    Extension(PathBuf),
    #[error("{}: is there already; give another name, or --force to replace it", .0.display())]
    Exists(PathBuf),
    #[error("no layout is for `{0}`")]
    NoLayout(&'static str),
}

pub(super) fn run(args: &TemplateArgs) -> Outcome {
    acceptable(args)?;
    let kind = Kind::from(args.kind);
    let lang = Lang::from(args.lang);
    let layouts = Layouts::load(args.layouts.as_deref())?;
    let blank =
        Blank::new(kind, &layouts, rules::all(), lang).ok_or(Error::NoLayout(kind.key()))?;
    blank.write(&args.out, args.force)?;
    writeln!(std::io::stderr(), "{}", told(&blank, args))?;
    Ok(CLEAR)
}

fn acceptable(args: &TemplateArgs) -> Result<(), Error> {
    let ending = args.out.extension();
    if !ending.is_some_and(|e| e.eq_ignore_ascii_case("xlsx")) {
        return Err(Error::Extension(args.out.clone()));
    }
    match args.out.exists() && !args.force {
        true => Err(Error::Exists(args.out.clone())),
        false => Ok(()),
    }
}

fn told(blank: &Blank, args: &TemplateArgs) -> String {
    let (name, out) = (blank.kind.label(blank.lang), args.out.display());
    let all = blank.columns.len();
    let compulsory = blank.columns.iter().filter(|c| c.need == Need::Compulsory);
    let compulsory = compulsory.count();
    blank.lang.pick(
        format!("空白{name}已写入 {out}：{all} 列，必填 {compulsory} 列"),
        format!("blank {name} written to {out}: {all} columns, {compulsory} required"),
    )
}
