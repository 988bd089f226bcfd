//! The files and folders on the command line, as groups that are read together.

use std::path::{Path, PathBuf};

use crate::config::job::JOB_FILE;
use crate::config::{Job, Layouts, Maps};
use crate::ingest::FoundFiles;
use crate::value::moment::Moment;
use crate::{config, ingest, pipeline};

/// Files that are read together, and the folder whose job file is about them.
pub(super) struct InputGroup {
    pub found: FoundFiles,
    pub folder: PathBuf,
}

impl InputGroup {
    /// The folder's own job file, or none; with the layouts it names, and the mappings saved beside the files.
    pub(super) fn job(&self) -> Result<(Job, Layouts), config::ConfigError> {
        with_maps(job_of_folder(&self.folder)?, &self.folder, &self.found)
    }

    /// What the pipeline reads.
    pub(super) fn input<'a>(
        &'a self,
        job: &'a Job,
        layouts: &'a Layouts,
        as_of: Moment,
    ) -> pipeline::PipelineInput<'a> {
        pipeline::PipelineInput {
            files: &self.found,
            job,
            layouts,
            as_of,
        }
    }
}

/// The job file of a folder, or a job without settings.
pub(super) fn job_of_folder(folder: &Path) -> Result<Job, config::ConfigError> {
    let file = folder.join(JOB_FILE);
    if file.is_file() {
        Job::read(&file)
    } else {
        Ok(Job::default())
    }
}

/// Where a folder's own layouts stand when its job file names no other place.
const LAYOUTS: &str = "layouts";

/// A job with its layouts, and the mappings saved beside the files.
pub(super) fn with_maps(
    mut job: Job,
    folder: &Path,
    found: &FoundFiles,
) -> Result<(Job, Layouts), config::ConfigError> {
    let beside = || Some(folder.join(LAYOUTS)).filter(|own| own.is_dir());
    let layouts = Layouts::load(job.layouts.clone().or_else(beside).as_deref())?;
    let names = found.files.iter().map(|file| &file.name[..]);
    job.maps = Maps::read(folder, names, &layouts.sheets)?;
    Ok((job, layouts))
}

/// Each folder by itself; files by the folder they stand in, ordered by name, each once.
pub(super) fn groups(paths: &[PathBuf]) -> Result<Vec<InputGroup>, ingest::IngestError> {
    let mut groups: Vec<InputGroup> = Vec::new();
    for path in paths {
        if path.is_dir() {
            let found = ingest::find(path, &path.join("out"))?;
            let folder = path.clone();
            groups.push(InputGroup { found, folder });
            continue;
        }
        let file =
            ingest::single(path).ok_or_else(|| ingest::IngestError::Missing(path.clone()))?;
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        match groups.iter_mut().find(|g| g.folder == folder) {
            Some(group) => group.found.files.push(file),
            None => {
                let files = vec![file];
                let found = FoundFiles {
                    files,
                    ..FoundFiles::default()
                };
                groups.push(InputGroup { found, folder });
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layouts_beside_the_job_are_taken() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let uploads = folder.path().join("layouts/uploads");
        std::fs::create_dir_all(&uploads).expect("folder");
        let text = "name = \"mine\"\ntitle = [\"表\", \"mine\"]\nsheet = \"表\"\nrows = \"new\"\nrow_cap = 9\n[[columns]]\nlabel = \"x\"\nvalue = \"v\"\n";
        std::fs::write(uploads.join("mine.toml"), text).expect("file");
        let load = |job: Job| {
            let (_, layouts) =
                with_maps(job, folder.path(), &FoundFiles::default()).expect("sound layouts");
            layouts.upload("mine").is_some()
        };
        assert!(load(Job::default()));
        let elsewhere = folder.path().join("other");
        std::fs::create_dir(&elsewhere).expect("folder");
        let named = Job {
            layouts: Some(elsewhere),
            ..Job::default()
        };
        assert!(!load(named));
    }
}
