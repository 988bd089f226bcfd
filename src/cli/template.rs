//! `jinjian template KIND -o FILE.xlsx`: a blank workbook to send to a merchant, made from the layout
//! by which it will be read.

use std::io::Write as _;

use super::args::TemplateArgs;
use super::exit::{CLEAR, VerbResult};
use super::output_file::{check_ending, check_free};
use crate::config::Layouts;
use crate::emit::{Blank, Need};
use crate::rules;

/// No layout is for this kind of table.
#[derive(Debug, thiserror::Error)]
#[error("no layout is for `{0}`")]
struct NoLayout(&'static str);

pub(super) fn run(args: &TemplateArgs) -> VerbResult {
    check_ending(&args.out, &["xlsx"])?;
    check_free(&args.out, args.force)?;
    let layouts = Layouts::load(args.layouts.as_deref())?;
    let blank = Blank::new(args.kind, &layouts, rules::all(), args.lang);
    let blank = blank.ok_or(NoLayout(args.kind.key()))?;
    blank.write(&args.out, args.force)?;
    writeln!(std::io::stderr(), "{}", closing(&blank, args))?;
    Ok(CLEAR)
}

/// What was written.
fn closing(blank: &Blank, args: &TemplateArgs) -> String {
    let (name, out) = (blank.kind.label(blank.lang), args.out.display());
    let all = blank.columns.len();
    let compulsory = blank.columns.iter().filter(|c| c.need == Need::Compulsory);
    let compulsory = compulsory.count();
    blank.lang.pick(
        format!("空白{name}已写入 {out}：{all} 列，必填 {compulsory} 列"),
        format!("blank {name} written to {out}: {all} columns, {compulsory} required"),
    )
}
