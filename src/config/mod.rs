//! Layouts are data: what a sheet's headers are called, what an upload file looks like, what a level
//! needs, and what the job file says. Raw TOML is checked as a whole before any input is opened.

pub(crate) mod field_help;
mod header;
pub(crate) mod job;
mod levels;
mod load;
pub(crate) mod maps;
mod overrides;
pub(crate) mod requirement;
mod settings_file;
mod sheet;
pub(crate) mod similarity;
pub(crate) mod upload;
pub(crate) mod upload_terms;

pub use field_help::{Help, Helps};
pub use header::{fold_header, is_note};
pub use job::{Job, JobSource};
pub use levels::Levels;
pub use load::{Layouts, built_in_files};
pub use maps::{Mapping, Maps};
pub use overrides::{Gravity, Overrides, Stops};
pub use settings_file::{ConfigError, SettingsFile, text_of};
pub use sheet::{Heading, SheetLayout};
pub use similarity::{did_you_mean, nearest, similarity};
pub use upload::UploadLayout;
pub use upload_terms::{Contradicted, UploadTerms};
