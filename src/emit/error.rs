//! Why nothing could be published. What is wrong with the user's data is a finding and never comes
//! here.

use std::path::{Path, PathBuf};

use crate::model::totals::Unproved;

/// A refusal of the output stage; the previous output is untouched.
#[derive(Debug, thiserror::Error)]
pub enum EmitError {
    #[error("{}: {doing} failed", path.display())]
    File {
        path: PathBuf,
        doing: &'static str,
        source: std::io::Error,
    },
    #[error("{}: is not a folder; name another output folder", .0.display())]
    NotAFolder(PathBuf),
    #[error(
        "{}: holds files no earlier run made; name another folder, or give --force to have it renamed and kept",
        .0.display()
    )]
    Foreign(PathBuf),
    #[error("{}: holds the input {}; name another output folder", out.display(), input.display())]
    HoldsInput { out: PathBuf, input: PathBuf },
    #[error("upload layout `{layout}`: {fault}")]
    Layout { layout: String, fault: String },
    /// A rule should have held this store: a fault of the program.
    #[error("{place}: {field} does not fit the interface although no rule holds the store")]
    Body { place: String, field: String },
    /// What lies on the disk is not what was meant: a fault of the program, or of the disk.
    #[error("{}: does not read back as it was written ({at}); nothing was published", path.display())]
    ReadBack { path: PathBuf, at: String },
    #[error(transparent)]
    Totals(#[from] Unproved),
    #[error("{file}: the workbook cannot be written")]
    Workbook {
        file: String,
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    #[error("{}: no output of a run: {fault}", path.display())]
    Manifest { path: PathBuf, fault: NoManifest },
}

/// Why a file is no manifest to go by.
#[derive(Debug, thiserror::Error)]
pub enum NoManifest {
    #[error("there is no such file")]
    Absent,
    #[error("{0}")]
    Broken(String),
    #[error("schema `{found}`, expected `{expected}`")]
    Version {
        found: String,
        expected: &'static str,
    },
    #[error("`{0}` is not below the folder")]
    Outside(String),
}

impl EmitError {
    pub fn read_back(path: &Path, at: impl Into<String>) -> EmitError {
        EmitError::ReadBack {
            path: path.to_owned(),
            at: at.into(),
        }
    }

    /// For `map_err`: what was being done to which path.
    pub fn file(
        path: &Path,
        doing: &'static str,
    ) -> impl FnOnce(std::io::Error) -> EmitError + use<> {
        let path = path.to_owned();
        move |source| EmitError::File {
            path,
            doing,
            source,
        }
    }
}
