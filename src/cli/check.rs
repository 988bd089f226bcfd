//! `jinjian check PATH...`: field and entity rules over files or folders, the findings to standard
//! output, in a form for people or for one of the machines that read such lists.

use std::collections::BTreeMap;
use std::io::Write as _;

use super::args::{CheckArgs, CheckFormat, FailOnArg};
use super::input_groups;
use super::input_groups::Group;
use super::run::day;
use super::terminal::tame;
use super::{CLEAR, HELD, Outcome, overrides};
use crate::emit;
use crate::emit::FindingFormatter;
use crate::model::{Finding, Ingested, Lang, Level};
use crate::pipeline;
use crate::rules;

mod github;
mod junit;
mod sarif;
mod text;

/// A `--select` or `--ignore` that names nothing.
#[derive(Debug, thiserror::Error)]
#[error("no rule begins with `{code}`{}", .near.map_or(String::new(), |n| format!("; did you mean `{n}`?")))]
struct Unknown {
    code: String,
    near: Option<&'static str>,
}

/// What the rules said of files that were read together.
pub(super) struct Checked {
    pub ingested: Ingested,
    /// In the order of reports, only those that were asked for.
    pub findings: Vec<Finding>,
    /// How often a rule that was asked for could not be put.
    pub not_checked: BTreeMap<&'static str, u64>,
    pub lang: Lang,
    pub reveal: bool,
}

impl Checked {
    pub(super) fn lens(&self) -> FindingFormatter<'_> {
        FindingFormatter {
            sources: &self.ingested.sources,
            lang: self.lang,
            reveal: self.reveal,
        }
    }
}

pub(super) fn run(args: &CheckArgs) -> Outcome {
    let choice = Choice::new(args)?;
    let mut all = Vec::new();
    for group in input_groups::groups(&args.paths)? {
        all.push(check_group(&group, args, &choice)?);
    }
    let text = match (args.statistics, args.format) {
        (true, _) => text::statistics(&all),
        (false, CheckFormat::Text) => tame(&text::render(&all)),
        (false, CheckFormat::Json) => json(&all),
        (false, CheckFormat::Csv) => {
            let groups = all.iter().map(|c| (c.lens(), &c.findings[..]));
            emit::findings_csv(groups, std::io::stdout())?;
            String::new()
        }
        (false, CheckFormat::Sarif) => sarif::render(&all),
        (false, CheckFormat::Junit) => junit::render(&all),
        (false, CheckFormat::Github) => github::render(&all),
    };
    std::io::stdout().write_all(text.as_bytes())?;
    let least = match args.fail_on {
        FailOnArg::Error => Some(Level::Error),
        FailOnArg::Warning => Some(Level::Warning),
        FailOnArg::Never => None,
    };
    let reached = |least| {
        all.iter()
            .flat_map(|c| &c.findings)
            .any(|f| f.level >= least)
    };
    Ok(if least.is_some_and(reached) {
        HELD
    } else {
        CLEAR
    })
}

fn check_group(
    group: &Group,
    args: &CheckArgs,
    choice: &Choice,
) -> Result<Checked, Box<dyn std::error::Error>> {
    let (job, layouts) = group.job()?;
    overrides::known(&job)?;
    let input = pipeline::PipelineInput {
        files: &group.found,
        job: &job,
        layouts: &layouts,
        as_of: day(args.as_of.as_deref(), &job)?,
    };
    let mut said = pipeline::check_only(&input);
    said.findings.retain(|f| choice.takes(f.rule.code));
    said.not_checked.retain(|code, _| choice.takes(code));
    Ok(Checked {
        ingested: said.ingested,
        findings: said.findings,
        not_checked: said.not_checked,
        lang: args.lang.map(Lang::from).or(job.lang).unwrap_or_default(),
        reveal: args.reveal,
    })
}

/// Which rules are asked for.
struct Choice {
    select: Vec<String>,
    ignore: Vec<String>,
}

impl Choice {
    fn new(args: &CheckArgs) -> Result<Choice, Unknown> {
        let upper = |codes: &[String]| codes.iter().map(|c| c.to_ascii_uppercase()).collect();
        let choice = Choice {
            select: upper(&args.select),
            ignore: upper(&args.ignore),
        };
        for code in choice.select.iter().chain(&choice.ignore) {
            if rules::beginning_with(code).next().is_none() {
                let near = rules::nearest(code);
                let code = code.clone();
                return Err(Unknown { code, near });
            }
        }
        Ok(choice)
    }

    fn takes(&self, code: &str) -> bool {
        let longest = |prefixes: &[String]| {
            let fitting = prefixes.iter().filter(|p| code.starts_with(p.as_str()));
            fitting.map(|p| p.len()).max()
        };
        let selected = match self.select.is_empty() {
            true => Some(0),
            false => longest(&self.select),
        };
        match (selected, longest(&self.ignore)) {
            (None, _) => false,
            (Some(_), None) => true,
            (Some(selected), Some(ignored)) => selected > ignored,
        }
    }
}

/// One finding a line, the same object as in `findings.jsonl`.
fn json(all: &[Checked]) -> String {
    let lines = all.iter().flat_map(|checked| {
        let lens = checked.lens();
        let findings = checked.findings.iter();
        findings.map(move |f| format!("{}\n", emit::finding_json(&lens, f)))
    });
    lines.collect()
}
