//! Reads bills a second time, for single lines: several bills may have the same day of a store, and only the numbers of
//! its lines show which are the same.

use std::sync::Arc;

use super::find::FoundFiles;
use super::open_file;
use super::options::ReadOptions;
use crate::bills::overlap::dispute_count::LinesBySource;
use crate::bills::overlap::line_selection::LineSelection;
use crate::model::Source;

/// The selected lines by source. Files without any of the sources are not opened; files that can no longer be read are
/// missing from the result.
pub(crate) fn lines(
    found: &FoundFiles,
    options: &ReadOptions,
    sources: &[Source],
    selection: LineSelection,
    asked: &[u32],
) -> LinesBySource {
    let selection = Arc::new(selection);
    let options = ReadOptions {
        progress: &|_| {},
        selection: Some(&selection),
        ..*options
    };
    let number = |file: &str, sheet: &Option<String>| {
        let same = |at: &&u32| {
            let source = &sources[**at as usize];
            source.file == file && source.sheet == *sheet
        };
        asked.iter().find(same).copied()
    };
    let contains = |name: &str| {
        let is_inside = |at: &u32| {
            let rest = sources[*at as usize].file.strip_prefix(name);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        asked.iter().any(is_inside)
    };
    let mut lines = LinesBySource::new();
    for file in found.files.iter().filter(|file| contains(&file.name)) {
        for outcome in open_file::read_file(file, &options) {
            let sheets = outcome.read.map(|contents| contents.sheets);
            for sheet in sheets.unwrap_or_default() {
                let source = number(&outcome.name, &sheet.name);
                if let (Some(source), Some(bill)) = (source, sheet.bill) {
                    lines.insert(source, bill.kept);
                }
            }
        }
    }
    lines
}
