//! `jinjian inspect PATH...`: what each sheet was taken for and why, before anything is done with it.
//! Files or folders in; one block a file out, or one JSON object for machines.

use std::io::Write as _;

use super::args::{Format, InspectArgs};
use super::input_groups;
use super::input_groups::Group;
use super::terminal::tame;
use super::{CLEAR, HELD, Outcome};
use crate::config::Layouts;
use crate::emit::FindingFormatter;
use crate::model::{Ingested, Lang};
use crate::pipeline;

mod json;
mod sheet;
mod text;

pub(super) use json::of_proposal;

/// What was read of one folder, or of the files named one by one.
struct Inspected {
    ingested: Ingested,
    findings: Vec<crate::model::Finding>,
    layouts: Layouts,
}

impl Inspected {
    fn lens<'a>(&'a self, args: &InspectArgs) -> FindingFormatter<'a> {
        FindingFormatter {
            sources: &self.ingested.sources,
            lang: Lang::from(args.lang),
            reveal: args.reveal,
        }
    }
}

pub(super) fn run(args: &InspectArgs) -> Outcome {
    let mut all = Vec::new();
    for group in input_groups::groups(&args.paths)? {
        all.push(inspect(&group)?);
    }
    let text = match args.format {
        Format::Text => (all.iter()).map(|i| tame(&text::render(i, args))).collect(),
        Format::Json => json::render(&all, args),
    };
    std::io::stdout().write_all(text.as_bytes())?;
    let unread = all
        .iter()
        .any(|i| i.ingested.files.iter().any(|f| f.refused.is_some()));
    Ok(if unread { HELD } else { CLEAR })
}

fn inspect(group: &Group) -> Result<Inspected, Box<dyn std::error::Error>> {
    let (job, layouts) = group.job()?;
    let input = pipeline::PipelineInput {
        files: &group.found,
        job: &job,
        layouts: &layouts,
        // No rule that looks at cells knows a date.
        as_of: time::Date::MIN.into(),
    };
    let (ingested, findings) = pipeline::inspect(&input);
    Ok(Inspected {
        ingested,
        findings,
        layouts,
    })
}
