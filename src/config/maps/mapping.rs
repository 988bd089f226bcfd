//! One saved mapping: the sheets it is for, and what their columns are.

use crate::config::SheetLayout;
use crate::model::Field;

/// Name of the file; it applies to the files in its folder and below.
pub(crate) const MAPS_FILE: &str = "jinjian.maps.toml";

/// What stands in place of a field key for a column that is not to be read.
pub(crate) const NOT_USED: &str = "-";

/// What the columns of one sheet are, or of all sheets that a pattern matches.
#[derive(Clone, Debug)]
pub struct Mapping {
    /// A path or a pattern, relative to the folder of its file.
    pub path: String,
    /// Absent: whatever the sheet is called.
    pub sheet: Option<String>,
    /// The layout, knowing the headers of this mapping as well.
    pub layout: SheetLayout,
    /// The header row it was made for, [`plain`]; empty when not given.
    pub headers: Vec<String>,
    /// Header, [`plain`], and its field; none when the column is not to be read.
    pub columns: Vec<(String, Option<Field>)>,
    /// Row of its file in which it begins, from 1; 0 when it is saved nowhere.
    pub row: u32,
    /// The folder of its file, with its slash; empty for the input folder.
    pub(super) prefix: String,
    /// Path and pattern, relative to the input folder.
    pub(super) full: String,
    pub(super) pattern: glob::Pattern,
}

/// A header text on one line: what mappings are written and compared with.
pub(crate) fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Mapping {
    /// A mapping for one file, saved nowhere; `None` when the path makes no pattern.
    pub fn unsaved(
        file: &str,
        layout: &SheetLayout,
        columns: Vec<(String, Option<Field>)>,
    ) -> Option<Mapping> {
        Some(Mapping {
            path: file.to_owned(),
            sheet: None,
            layout: layout.with(&columns),
            headers: Vec::new(),
            columns,
            row: 0,
            prefix: String::new(),
            full: file.to_owned(),
            pattern: glob::Pattern::new(&glob::Pattern::escape(file)).ok()?,
        })
    }

    /// Whether it names this very file.
    pub fn names_file(&self, path: &str) -> bool {
        self.full == path || glob::Pattern::escape(path) == self.pattern.as_str()
    }

    /// What it applies to: path and sheet, as written.
    pub fn key(&self) -> (&str, Option<&str>) {
        (&self.path, self.sheet.as_deref())
    }

    /// The file it stands in, relative to the input folder.
    pub fn file(&self) -> String {
        format!("{}{MAPS_FILE}", self.prefix)
    }

    /// Whether it applies to sheets of this file, whatever they are called.
    pub fn applies_to_file(&self, path: &str) -> bool {
        self.full == path || self.pattern.matches(path)
    }

    /// Whether it applies to this sheet of this file; a text has no sheet.
    pub fn applies_to(&self, path: &str, sheet: Option<&str>) -> bool {
        let named = self.sheet.as_deref();
        self.applies_to_file(path)
            && (named.is_none() || named.map(str::trim) == sheet.map(str::trim))
    }
}
