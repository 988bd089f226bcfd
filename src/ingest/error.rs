//! Why the input cannot be used.

use std::path::PathBuf;

/// Why the input cannot be used. A fault in a cell is a finding, and so is a file that cannot be read
/// while others can.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    #[error("{}: no such file or folder", .0.display())]
    Missing(PathBuf),
    #[error("{}: cannot be searched", path.display())]
    Search {
        path: PathBuf,
        source: std::io::Error,
    },
    #[error("{0}: [[sources]] matches no file")]
    SourceMatchesNothing(String),
    #[error("{}: no file with data here", .0.display())]
    NoFiles(PathBuf),
    /// No file could be read; each with its reason, one a line.
    #[error("{}", lines(.0))]
    NothingRead(Vec<(String, String)>),
    /// Files could be read, and no sheet was recognised; the other files, each with its reason.
    #[error(
        "{}no sheet was recognised in {read} file(s); `jinjian inspect` says what each lacks, `jinjian map` what its columns may be",
        if refused.is_empty() { String::new() } else { lines(refused) + "\n" }
    )]
    NothingRecognised {
        read: usize,
        refused: Vec<(String, String)>,
    },
}

/// Files that cannot be read, each with its reason.
fn lines(refused: &[(String, String)]) -> String {
    let lines = refused
        .iter()
        .map(|(file, reason)| format!("{file}: {reason}"));
    lines.collect::<Vec<_>>().join("\n")
}
