//! The files and folders a command was given, as groups that are read together.

use std::path::{Path, PathBuf};

use crate::ingest::{self, Found};
use crate::template::job::JOB_FILE;
use crate::template::{self, Job, Layouts, Maps};

/// Files that are read together, and the folder whose job file speaks for them.
pub struct Group {
    pub found: Found,
    pub folder: PathBuf,
}

impl Group {
    /// The folder's own job file, or none; with the layouts it names, and the mappings saved beside the files.
    pub fn job(&self) -> Result<(Job, Layouts), template::Error> {
        let file = self.folder.join(JOB_FILE);
        let job = match file.is_file() {
            true => Job::read(&file)?,
            false => Job::default(),
        };
        with_maps(job, &self.folder, &self.found)
    }
}

/// A job with its layouts and the mappings saved beside the files.
pub fn with_maps(
    mut job: Job,
    folder: &Path,
    found: &Found,
) -> Result<(Job, Layouts), template::Error> {
    let layouts = Layouts::load(job.layouts.as_deref())?;
    let names = found.files.iter().map(|file| &file.name[..]);
    job.maps = Maps::read(folder, names, &layouts.sheets)?;
    Ok((job, layouts))
}

/// Each folder by itself; files by the folder they stand in, ordered by name, each once.
pub fn groups(paths: &[PathBuf]) -> Result<Vec<Group>, ingest::Error> {
    let mut groups: Vec<Group> = Vec::new();
    for path in paths {
        if path.is_dir() {
            let found = ingest::find(path, &path.join("out"))?;
            let folder = path.clone();
            groups.push(Group { found, folder });
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
    for group in &mut groups {
        let files = &mut group.found.files;
        files.sort_by(|a, b| a.name.cmp(&b.name));
        files.dedup_by(|a, b| a.name == b.name);
    }
    Ok(groups)
}
