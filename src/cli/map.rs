//! `jinjian map PATH...`: the columns of each sheet, what each is taken for and why, and what an unread
//! one might be. With `--save`, what a person accepts is written beside the files and holds from then on.

use std::io::Write as _;

use serde_json::json;

use super::args::{MapArgs, OutputFormat};
use super::exit::{VerbResult, held_if};
use super::input_groups::{InputGroup, groups};
use super::json;
use super::terminal::escape_controls;
use crate::config::{Job, Layouts, Mapping};
use crate::pipeline;

mod column_override;
mod save;
mod sheet;
mod text;

use column_override::ColumnOverride;
use sheet::{MappedGroup, MappedSheet};

pub(super) fn run(args: &MapArgs) -> VerbResult {
    let overrides = column_override::parse(&args.set)?;
    let mut all = Vec::new();
    for group in groups(&args.paths)? {
        let (job, layouts) = group.job()?;
        let mapped = map(&group, job, &layouts, &overrides, args)?;
        all.push((mapped, group, layouts));
    }
    let sheets: Vec<_> = all.iter().flat_map(|(mapped, ..)| &mapped.sheets).collect();
    column_override::check_all_applied(&overrides, &sheets, args)?;
    // Whatever cannot be written is known before anything is.
    for (mapped, group, layouts) in &mut all {
        let new = mapped.sheets.iter().filter(|sheet| sheet.is_new);
        let entries = new.filter_map(MappedSheet::entry).collect();
        mapped.saved = save::prepare(entries, &group.folder, &layouts.sheets)?;
    }
    let all: Vec<MappedGroup> = all.into_iter().map(|(mapped, ..)| mapped).collect();
    let written = args.save && !args.dry_run;
    if written {
        for saved in all.iter().filter_map(|mapped| mapped.saved.as_ref()) {
            save::write(saved)?;
        }
    }
    let answer = match args.format {
        OutputFormat::Text => escape_controls(&text::render(&all, args)),
        OutputFormat::Json => answer_for_machines(&all, written),
    };
    std::io::stdout().write_all(answer.as_bytes())?;
    let mut files = all.iter().flat_map(|mapped| &mapped.files);
    Ok(held_if(files.any(|file| file.refusal.is_some())))
}

/// Reads the files of a folder and finds out of each sheet's columns what they are and what is to be saved.
fn map(
    group: &InputGroup,
    mut job: Job,
    layouts: &Layouts,
    overrides: &[ColumnOverride],
    args: &MapArgs,
) -> Result<MappedGroup, Box<dyn std::error::Error>> {
    if let Some(name) = &args.layout {
        let layout = column_override::layout(name, &layouts.sheets)?;
        // A sheet that no layout fits is found by the headers of the overrides.
        let columns = column_override::columns(overrides, layout);
        let names = group.found.files.iter().map(|f| &f.name[..]);
        let mappings = names.filter_map(|name| Mapping::unsaved(name, layout, columns.clone()));
        job.maps.mappings.extend(mappings);
    }
    // No rule that looks at cells knows a date.
    let input = group.input(&job, layouts, time::Date::MIN.into());
    let (ingested, findings) = pipeline::inspect(&input);
    let mut mapped = MappedGroup::new(&ingested.files, args.lang);
    let files = ingested.files.iter();
    for (file, read) in files.flat_map(|file| file.sheets.iter().map(move |read| (file, read))) {
        let source = ingested.sources.get(read.source as usize);
        let name = source.and_then(|source| source.sheet.clone());
        if args.sheet.is_some() && args.sheet != name {
            continue;
        }
        let mut sheet = MappedSheet::new(&file.path, name, read, &job.maps, args.min_score);
        sheet.drift = sheet::drift(&findings, read.source, args.lang);
        if args.layout.is_none() || args.layout.as_ref() == Some(&read.layout) {
            let layout = layouts.sheets.iter().find(|l| l.name == read.layout);
            layout
                .into_iter()
                .for_each(|l| column_override::apply(overrides, &mut sheet, l));
        }
        let entry = sheet.entry();
        sheet.is_new = entry.is_some_and(|entry| !entry.is_saved(&job.maps));
        mapped.sheets.push(sheet);
    }
    Ok(mapped)
}

fn answer_for_machines(all: &[MappedGroup], written: bool) -> String {
    let files = all.iter().flat_map(|mapped| &mapped.files);
    let refused = files.filter_map(|file| {
        let code = file.refusal.as_ref()?.code;
        Some(json!({"file": file.path, "code": code}))
    });
    let saved = all.iter().filter_map(|mapped| mapped.saved.as_ref());
    json::line(&json!({
        "schema": "jinjian.map/1",
        "sheets": all.iter().flat_map(|mapped| &mapped.sheets).collect::<Vec<_>>(),
        "refused": refused.collect::<Vec<_>>(),
        "maps": saved.map(|saved| saved.json(written)).collect::<Vec<_>>(),
    }))
}
