//! `jinjian map PATH...`: the columns of each sheet, what each is taken for and why, and what an unread
//! one might be. With `--save`, what a person accepts is written beside the files and holds from then on.

use std::io::Write as _;

use super::args::{Format, MapArgs};
use super::input_groups;
use super::input_groups::Group;
use super::terminal::tame;
use super::{CLEAR, HELD, Outcome};
use crate::config::{Job, Layouts, Mapping};
use crate::model::{Finding, Ingested, Lang};
use crate::pipeline;

pub(crate) mod column_override;
mod json;
mod save;
mod sheet;
mod text;

use column_override::Wish;
use save::Saved;
use sheet::Sheet;

/// The files of one folder, their sheets, and what there is to save of them.
struct Mapped {
    ingested: Ingested,
    findings: Vec<Finding>,
    sheets: Vec<Sheet>,
    saved: Option<Saved>,
}

/// What the command line wants of the mapping, beside what was proposed.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub(crate) struct Unfit(Vec<String>);

pub(super) fn run(args: &MapArgs) -> Outcome {
    let wishes = column_override::parse(&args.set)?;
    let mut all = Vec::new();
    for group in input_groups::groups(&args.paths)? {
        let (job, layouts) = group.job()?;
        all.push((map(&group, job, &layouts, &wishes, args)?, group, layouts));
    }
    let sheets: Vec<&Sheet> = all.iter().flat_map(|(mapped, ..)| &mapped.sheets).collect();
    column_override::all_met(&wishes, &sheets, args)?;
    // Whatever cannot be written is known before anything is.
    for (mapped, group, layouts) in &mut all {
        mapped.saved = save::prepare(&mapped.sheets, &group.folder, &layouts.sheets)?;
    }
    if args.save && !args.dry_run {
        for saved in all.iter().filter_map(|(mapped, ..)| mapped.saved.as_ref()) {
            save::write(saved)?;
        }
    }
    let all: Vec<Mapped> = all.into_iter().map(|(mapped, ..)| mapped).collect();
    let said = match args.format {
        Format::Text => tame(&text::render(&all, args)),
        Format::Json => json::render(&all, args),
    };
    std::io::stdout().write_all(said.as_bytes())?;
    let unread = |mapped: &Mapped| mapped.ingested.files.iter().any(|f| f.refused.is_some());
    Ok(if all.iter().any(unread) { HELD } else { CLEAR })
}

/// Reads the files of a folder and says of each sheet's columns what they are and what is to be saved.
fn map(
    group: &Group,
    mut job: Job,
    layouts: &Layouts,
    wishes: &[Wish],
    args: &MapArgs,
) -> Result<Mapped, Box<dyn std::error::Error>> {
    if let Some(name) = &args.layout {
        let layout = column_override::layout(name, &layouts.sheets)?;
        // A sheet nobody knows is found by the headers that are given.
        let columns = column_override::columns(wishes, layout);
        let names = group.found.files.iter().map(|f| &f.name[..]);
        let meant = names.filter_map(|name| Mapping::unsaved(name, layout, columns.clone()));
        job.maps.mappings.extend(meant);
    }
    let input = pipeline::PipelineInput {
        files: &group.found,
        job: &job,
        layouts,
        // No rule that looks at cells knows a date.
        as_of: time::Date::MIN.into(),
    };
    let (ingested, findings) = pipeline::inspect(&input);
    let files = ingested.files.iter();
    let read = files.flat_map(|file| file.sheets.iter().map(move |sheet| (file, sheet)));
    let mut sheets = Vec::new();
    for (file, read) in read {
        let name = ingested.sources.get(read.source as usize);
        let name = name.and_then(|source| source.sheet.clone());
        let wanted = args.sheet.is_none() || args.sheet == name;
        if wanted {
            let mut sheet = Sheet::new(&file.path, name, read, &job.maps, args.min_score);
            if args.layout.is_none() || args.layout.as_ref() == Some(&read.layout) {
                let layout = layouts.sheets.iter().find(|l| l.name == read.layout);
                layout
                    .into_iter()
                    .for_each(|l| column_override::grant(wishes, &mut sheet, l));
            }
            sheet.is_new = sheet
                .entry()
                .is_some_and(|entry| !entry.is_saved(&job.maps));
            sheets.push(sheet);
        }
    }
    Ok(Mapped {
        ingested,
        findings,
        sheets,
        saved: None,
    })
}

impl Mapped {
    /// What is said of a sheet's header since its mapping was saved.
    fn drift(&self, sheet: &Sheet, lang: Lang) -> Option<String> {
        let mut own = self
            .findings
            .iter()
            .filter(|f| f.place.source == sheet.source);
        let finding = own.find(|f| f.rule.code == "SHT009")?;
        let message = finding.rule.text(lang).message;
        Some(crate::model::sentence::fill(message, &finding.args, "", ""))
    }
}
