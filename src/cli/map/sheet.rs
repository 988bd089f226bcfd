//! One sheet's columns: what each is taken for, and which of that is to be saved.

use serde::{Serialize, Serializer};
use serde_json::json;

use super::save::SavedMaps;
use crate::cli::json;
use crate::cli::refusal::{FileRefusal, message};
use crate::config::Maps;
use crate::config::maps::{MappingEntry, plain};
use crate::model::{Field, Finding, InputFile, Kind, Lang, Meaning, Proposal, SheetRead, place};

/// A saved mapping no longer fits the header it was made for.
const HEADER_DRIFT: &str = "SHT009";

/// The files of one folder, their sheets, and what there is to save of them.
pub(super) struct MappedGroup {
    pub files: Vec<MappedFile>,
    pub sheets: Vec<MappedSheet>,
    pub saved: Option<SavedMaps>,
}

/// A file, and why it was not read.
pub(super) struct MappedFile {
    pub path: String,
    pub refusal: Option<FileRefusal>,
}

#[derive(Serialize)]
pub(super) struct MappedSheet {
    /// Relative to the folder of the mappings.
    pub file: String,
    pub sheet: Option<String>,
    pub kind: Option<Kind>,
    /// Absent, like the kind, when no layout fits.
    pub layout: Option<String>,
    /// How the header has changed since its mapping was saved.
    pub drift: Option<String>,
    pub columns: Vec<MappedColumn>,
    /// Whether there is something to save that is not saved yet.
    #[serde(skip)]
    pub is_new: bool,
}

pub(super) struct MappedColumn {
    /// Counted from 0.
    pub column: u16,
    pub header: String,
    pub usage: ColumnUse,
}

/// What a column is taken for, and who decides that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ColumnUse {
    /// The layout.
    Layout(Field),
    /// The layout: it has no use for the column.
    NotUsed,
    /// A saved mapping; none: not to be read.
    Saved(Option<Field>),
    /// The command line; none: not to be read.
    Override(Option<Field>),
    /// Nobody yet; whether the score is high enough to be saved.
    Proposed(Proposal, bool),
    /// Another column holds the field.
    Duplicate(Field),
    Unknown,
}

impl MappedGroup {
    /// The files, without any sheet yet.
    pub(super) fn new(files: &[InputFile], lang: Lang) -> MappedGroup {
        let file = |file: &InputFile| MappedFile {
            path: file.path.clone(),
            refusal: file.refused.as_ref().map(|f| FileRefusal::new(f, lang)),
        };
        MappedGroup {
            files: files.iter().map(file).collect(),
            sheets: Vec::new(),
            saved: None,
        }
    }
}

/// What the findings say of a sheet's header since its mapping was saved.
pub(super) fn drift(findings: &[Finding], source: u32, lang: Lang) -> Option<String> {
    let mut own = findings.iter().filter(|f| f.place.source == source);
    let finding = own.find(|f| f.rule.code == HEADER_DRIFT)?;
    Some(message(finding, lang))
}

impl MappedSheet {
    /// What reading made of the sheet; proposals with the least score or more are to be saved.
    pub(super) fn new(
        file: &str,
        sheet: Option<String>,
        read: &SheetRead,
        maps: &Maps,
        least: u8,
    ) -> MappedSheet {
        let mappings = maps.of(file, sheet.as_deref());
        let saved = mappings.iter().find(|m| m.layout.name == read.layout);
        let unread: Vec<&String> = saved
            .iter()
            .flat_map(|mapping| &mapping.columns)
            .filter(|(_, field)| field.is_none())
            .map(|(header, _)| header)
            .collect();
        let headers: Vec<String> = read.header.iter().map(|cell| plain(&cell.text)).collect();
        let usage = |header: &String, meaning: &Meaning| match meaning {
            Meaning::Field(field) => ColumnUse::Layout(*field),
            Meaning::Accepted(field) => ColumnUse::Saved(Some(*field)),
            Meaning::Known if unread.contains(&header) => ColumnUse::Saved(None),
            Meaning::Known => ColumnUse::NotUsed,
            Meaning::Duplicate(field) => ColumnUse::Duplicate(*field),
            Meaning::Unknown(None) => ColumnUse::Unknown,
            Meaning::Unknown(Some(proposal)) => {
                // Of two columns with one text, a mapping can only mean the first.
                let once = headers.iter().filter(|other| *other == header).count() == 1;
                ColumnUse::Proposed(proposal.clone(), once && proposal.score >= least)
            }
        };
        let columns = read.header.iter().zip(&headers);
        let columns = columns.map(|(cell, header)| MappedColumn {
            column: cell.column,
            header: header.clone(),
            usage: usage(header, &cell.meaning),
        });
        MappedSheet {
            file: file.to_owned(),
            sheet,
            kind: read.kind,
            layout: read.kind.map(|_| read.layout.clone()),
            drift: None,
            columns: columns.collect(),
            is_new: false,
        }
    }

    /// The mapping to save, when there is one.
    pub(super) fn entry(&self) -> Option<MappingEntry> {
        let columns = self.columns.iter().filter_map(|column| {
            let field = match &column.usage {
                ColumnUse::Saved(field) | ColumnUse::Override(field) => *field,
                ColumnUse::Proposed(proposal, true) => Some(proposal.field),
                _ => return None,
            };
            Some((column.header.clone(), field))
        });
        let columns: Vec<_> = columns.collect();
        let layout = self.layout.clone().filter(|_| !columns.is_empty())?;
        Some(MappingEntry {
            file: self.file.clone(),
            sheet: self.sheet.clone(),
            layout,
            headers: self.columns.iter().map(|c| c.header.clone()).collect(),
            columns,
        })
    }
}

impl Serialize for MappedColumn {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let (meaning, field, proposal, accepted) = match &self.usage {
            ColumnUse::Layout(field) => ("field", Some(*field), None, None),
            ColumnUse::NotUsed => ("not_used", None, None, None),
            ColumnUse::Saved(field) => ("saved", *field, None, None),
            ColumnUse::Override(field) => ("given", *field, None, None),
            ColumnUse::Proposed(proposal, accepted) => {
                ("proposed", None, Some(proposal), Some(*accepted))
            }
            ColumnUse::Duplicate(field) => ("duplicate", Some(*field), None, None),
            ColumnUse::Unknown => ("unknown", None, None, None),
        };
        let view = json!({
            "column": place::column_letters(self.column),
            "header": self.header,
            "meaning": meaning,
            "field": field.map(Field::key),
            "proposal": proposal.map(json::proposal_object),
            "accepted": accepted,
        });
        view.serialize(to)
    }
}
