//! What goes out: which rows each upload target takes, in which files, as which texts and bodies, and why a
//! target refuses a row. The plan in, rows of files out; nothing is written here.
//!
//! Each body is composed and measured once here, and composed once more when its file is written. Bodies are
//! not kept in between: those of a million stores would take about a gigabyte for each call.

pub(crate) mod api_body;
pub(crate) mod batch;
pub(crate) mod bodies;
pub(crate) mod body_check;
pub(crate) mod input;
pub(crate) mod refusal;
pub(crate) mod rules;
pub(crate) mod target;
pub(crate) mod target_cell;
pub(crate) mod upload_holds;

use std::sync::Arc;

use rayon::prelude::*;

pub(crate) use body_check::check_bodies;
pub(crate) use input::UploadInput;

use crate::config::UploadLayout;
use crate::model::{Disposition, Finding, Kind};
use batch::Batch;
use target::Target;

/// What goes to each target, and in which files.
pub struct Uploads {
    /// In the order of the layouts.
    pub(crate) targets: Vec<Target>,
    /// By target.
    pub(crate) batches: Vec<Batch>,
    /// Rows of stores that go out although [`check_bodies`] found their body unfit, each with the key: always
    /// empty, or the program is at fault.
    pub(crate) unfit: Vec<(u32, String)>,
}

/// Decides what each target takes and refuses, and cuts it into files. `unfit` is what [`check_bodies`] found.
pub(crate) fn prepare(
    input: &UploadInput,
    layouts: Vec<UploadLayout>,
    unfit: &[Finding],
) -> Uploads {
    let layouts = layouts.into_iter().map(Arc::new);
    let targets: Vec<Target> = layouts
        .map(|layout| Target::decide(input, layout))
        .collect();
    let batches = targets
        .par_iter()
        .flat_map_iter(|target| batch::cut(input, target))
        .collect();
    let goes_out = |finding: &Finding| {
        let (_, row) = finding.row.filter(|(kind, _)| *kind == Kind::Stores)?;
        let goes_out = matches!(
            input.plan(row as usize).disposition,
            Disposition::Create | Disposition::Modify
        );
        goes_out.then(|| (row, finding.args.join(" ")))
    };
    Uploads {
        targets,
        batches,
        unfit: unfit.iter().filter_map(goes_out).collect(),
    }
}
