//! `jinjian check PATH...`: field and entity rules over files or folders, the findings to standard
//! output, in a form for people or for one of the machines that read such lists.

use std::io::Write as _;

use super::args::{CheckArgs, CheckFormat};
use super::as_of::run_day;
use super::exit::{VerbResult, held_if, is_fail_on_met};
use super::input_groups::{InputGroup, groups};
use super::terminal::escape_controls;
use super::{json, overrides, rule_codes};
use crate::{emit, pipeline, rules};

mod checked;
mod github;
mod junit;
mod sarif;
mod text;

use checked::CheckedGroup;

/// A `--select` or `--ignore` that names nothing.
#[derive(Debug, thiserror::Error)]
#[error("no rule begins with `{0}`{near}", near = rule_codes::near(.0))]
struct UnknownCode(String);

pub(super) fn run(args: &CheckArgs) -> VerbResult {
    let selection = Selection::new(args)?;
    let mut all = Vec::new();
    for group in groups(&args.paths)? {
        all.push(check_group(&group, args, &selection)?);
    }
    let text = match args.format {
        _ if args.statistics => text::statistics(&all),
        CheckFormat::Text => escape_controls(&text::render(&all)),
        CheckFormat::Json => json_lines(&all),
        CheckFormat::Csv => {
            let groups = all.iter().map(|c| (c.lens(), &c.findings[..]));
            emit::findings_csv(groups, std::io::stdout())?;
            String::new()
        }
        CheckFormat::Sarif => sarif::render(&all),
        CheckFormat::Junit => junit::render(&all),
        CheckFormat::Github => github::render(&all),
    };
    std::io::stdout().write_all(text.as_bytes())?;
    let findings = all.iter().flat_map(|checked| &checked.findings);
    Ok(held_if(is_fail_on_met(args.fail_on, findings)))
}

fn check_group(
    group: &InputGroup,
    args: &CheckArgs,
    selection: &Selection,
) -> Result<CheckedGroup, Box<dyn std::error::Error>> {
    let (job, layouts) = group.job()?;
    overrides::check_rule_entries(&job)?;
    let as_of = run_day(args.as_of.as_deref(), &job)?;
    let mut result = pipeline::check_only(&group.input(&job, &layouts, as_of));
    result.findings.retain(|f| selection.takes(f.rule.code));
    result.not_checked.retain(|code, _| selection.takes(code));
    Ok(CheckedGroup {
        ingested: result.ingested,
        findings: result.findings,
        not_checked: result.not_checked,
        lang: args.lang.or(job.lang).unwrap_or_default(),
        reveal: args.reveal,
    })
}

/// Which rules are selected.
struct Selection {
    select: Vec<String>,
    ignore: Vec<String>,
}

impl Selection {
    fn new(args: &CheckArgs) -> Result<Selection, UnknownCode> {
        let upper = |codes: &[String]| codes.iter().map(|c| c.to_ascii_uppercase()).collect();
        let selection = Selection {
            select: upper(&args.select),
            ignore: upper(&args.ignore),
        };
        let mut all = selection.select.iter().chain(&selection.ignore);
        match all.find(|code| rules::beginning_with(code).next().is_none()) {
            Some(code) => Err(UnknownCode(code.clone())),
            None => Ok(selection),
        }
    }

    fn takes(&self, code: &str) -> bool {
        let longest = |prefixes: &[String]| {
            let fitting = prefixes.iter().filter(|p| code.starts_with(p.as_str()));
            fitting.map(|p| p.len()).max()
        };
        let selected = if self.select.is_empty() {
            Some(0)
        } else {
            longest(&self.select)
        };
        // The longer of two that match wins; an equal one is ignored.
        selected.is_some_and(|selected| longest(&self.ignore).is_none_or(|n| selected > n))
    }
}

/// One finding a line, the same object as in `findings.jsonl`.
fn json_lines(all: &[CheckedGroup]) -> String {
    let lines = all.iter().flat_map(|checked| {
        let lens = checked.lens();
        let findings = checked.findings.iter();
        findings.map(move |f| json::line(&emit::finding_json(&lens, f)))
    });
    lines.collect()
}
