//! `jinjian inspect PATH...`: what each sheet was taken for and why, before anything is done with it.
//! Files or folders in; one block a file out, or one JSON object for machines.

use std::io::Write as _;

use serde_json::json;

use super::args::{InspectArgs, OutputFormat};
use super::exit::{VerbResult, held_if};
use super::input_groups::groups;
use super::json;
use super::terminal::escape_controls;
use crate::pipeline;

mod text;
mod view;

use view::{GroupView, Inspected};

pub(super) fn run(args: &InspectArgs) -> VerbResult {
    let mut all = Vec::new();
    for group in groups(&args.paths)? {
        let (job, layouts) = group.job()?;
        // No rule that looks at cells knows a date.
        let input = group.input(&job, &layouts, time::Date::MIN.into());
        let (ingested, findings) = pipeline::inspect(&input);
        all.push(Inspected {
            ingested,
            findings,
            layouts,
        });
    }
    let views: Vec<GroupView> = all
        .iter()
        .map(|inspected| GroupView::new(inspected, args.lang, args.reveal))
        .collect();
    let text = match args.format {
        OutputFormat::Text => escape_controls(&text::render(&views, args.lang, args.verbose > 0)),
        OutputFormat::Json => {
            let files: Vec<_> = views.iter().flat_map(|view| &view.files).collect();
            json::line(&json!({"schema": "jinjian.inspect/1", "files": files}))
        }
    };
    std::io::stdout().write_all(text.as_bytes())?;
    let mut files = all.iter().flat_map(|inspected| &inspected.ingested.files);
    Ok(held_if(files.any(|file| file.refused.is_some())))
}
