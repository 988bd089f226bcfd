//! The files and folders a command was given, as groups that are read together.

use std::path::{Path, PathBuf};

use crate::ingest::{self, Found};
use crate::template::job::JOB_FILE;
use crate::template::{self, Job};

/// Files that are read together, and the folder whose job file speaks for them.
pub struct Group {
    pub found: Found,
    folder: PathBuf,
}

impl Group {
    /// The folder's own job file, or none.
    pub fn job(&self) -> Result<Job, template::Error> {
        let file = self.folder.join(JOB_FILE);
        match file.is_file() {
            true => Job::read(&file),
            false => Ok(Job::default()),
        }
    }
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
