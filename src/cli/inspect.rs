//! `jinjian inspect PATH...`: what each sheet was taken for and why, before anything is done with it.
//! Files or folders in; one block a file out, or one JSON object for machines.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::args::{Format, InspectArgs};
use super::{CLEAR, HELD, Outcome};
use crate::emit::Lens;
use crate::ingest::{self, Found};
use crate::model::{Ingested, Lang};
use crate::pipeline;
use crate::template::job::JOB_FILE;
use crate::template::{Job, Layouts};

mod json;
mod sheet;
mod text;

/// What was read of one folder, or of the files named one by one.
struct Inspected {
    ingested: Ingested,
    findings: Vec<crate::model::Finding>,
    layouts: Layouts,
}

impl Inspected {
    fn lens<'a>(&'a self, args: &InspectArgs) -> Lens<'a> {
        Lens {
            sources: &self.ingested.sources,
            lang: Lang::from(args.lang),
            reveal: args.reveal,
        }
    }
}

pub fn run(args: &InspectArgs) -> Outcome {
    let mut all = Vec::new();
    for group in groups(&args.paths)? {
        all.push(inspect(group)?);
    }
    let text = match args.format {
        Format::Text => all.iter().map(|i| text::render(i, args)).collect(),
        Format::Json => json::render(&all, args),
    };
    std::io::stdout().write_all(text.as_bytes())?;
    let unread = all
        .iter()
        .any(|i| i.ingested.files.iter().any(|f| f.refused.is_some()));
    Ok(if unread { HELD } else { CLEAR })
}

/// Files that are read together, and the folder whose job file speaks for them.
struct Group {
    found: Found,
    folder: PathBuf,
}

/// Each folder by itself; files by the folder they stand in, in the order given.
fn groups(paths: &[PathBuf]) -> Result<Vec<Group>, ingest::Error> {
    let mut groups: Vec<Group> = Vec::new();
    for path in paths {
        if path.is_dir() {
            let found = ingest::find(path, &path.join("out"))?;
            groups.push(Group {
                found,
                folder: path.clone(),
            });
            continue;
        }
        let file = ingest::single(path).ok_or_else(|| ingest::Error::Missing(path.clone()))?;
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        match groups.iter_mut().find(|g| g.folder == folder) {
            Some(group) => group.found.files.push(file),
            None => {
                let files = vec![file];
                let found = Found {
                    files,
                    ..Found::default()
                };
                groups.push(Group { found, folder });
            }
        }
    }
    Ok(groups)
}

fn inspect(mut group: Group) -> Result<Inspected, Box<dyn std::error::Error>> {
    let file = group.folder.join(JOB_FILE);
    let job = if file.is_file() {
        Job::read(&file)?
    } else {
        Job::default()
    };
    let layouts = Layouts::load(job.layouts.as_deref())?;
    group.found.files.sort_by(|a, b| a.name.cmp(&b.name));
    group.found.files.dedup_by(|a, b| a.name == b.name);
    let input = pipeline::Input {
        files: &group.found,
        job: &job,
        layouts: &layouts,
        // No rule that looks at cells knows a date.
        as_of: time::Date::MIN,
    };
    let (ingested, findings) = pipeline::inspect(&input);
    Ok(Inspected {
        ingested,
        findings,
        layouts,
    })
}
