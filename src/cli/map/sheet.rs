//! One sheet's columns: what each is taken for, and which of that is to be saved.

use crate::config::Maps;
use crate::config::maps::{MappingEntry, plain};
use crate::model::{Field, Kind, Meaning, Proposal, SheetRead};

pub(crate) struct Sheet {
    /// Relative to the folder of the mappings.
    pub file: String,
    pub name: Option<String>,
    pub source: u32,
    /// Absent when no layout fits.
    pub kind: Option<Kind>,
    pub layout: String,
    pub columns: Vec<Column>,
    /// Whether there is something to save that is not saved yet.
    pub is_new: bool,
}

pub(crate) struct Column {
    /// Counted from 0.
    pub column: u16,
    pub header: String,
    pub taken: Taken,
}

/// What a column is taken for, and who says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    /// The layout.
    Known(Field),
    /// The layout: it is not used.
    NotUsed,
    /// A saved mapping; none: not to be read.
    Saved(Option<Field>),
    /// The command line; none: not to be read.
    Given(Option<Field>),
    /// Nobody yet; whether the score is high enough to be saved.
    Proposed(Proposal, bool),
    /// Another column holds the field.
    Repeated(Field),
    Unknown,
}

impl Sheet {
    /// What reading made of the sheet; proposals with the least score or more are to be saved.
    pub(crate) fn new(
        file: &str,
        name: Option<String>,
        read: &SheetRead,
        maps: &Maps,
        least: u8,
    ) -> Sheet {
        let mappings = maps.of(file, name.as_deref());
        let saved = mappings.iter().find(|m| m.layout.name == read.layout);
        let silenced = |header: &str| {
            saved.is_some_and(|m| {
                m.columns
                    .iter()
                    .any(|(text, f)| text == header && f.is_none())
            })
        };
        let headers: Vec<String> = read.header.iter().map(|cell| plain(&cell.text)).collect();
        let taken = |header: &String, meaning: &Meaning| match meaning {
            Meaning::Field(field) => Taken::Known(*field),
            Meaning::Accepted(field) => Taken::Saved(Some(*field)),
            Meaning::Known if silenced(header) => Taken::Saved(None),
            Meaning::Known => Taken::NotUsed,
            Meaning::Duplicate(field) => Taken::Repeated(*field),
            Meaning::Unknown(None) => Taken::Unknown,
            Meaning::Unknown(Some(proposal)) => {
                // Of two columns with one text, a mapping can only mean the first.
                let once = headers.iter().filter(|other| *other == header).count() == 1;
                Taken::Proposed(proposal.clone(), once && proposal.score >= least)
            }
        };
        let columns = read
            .header
            .iter()
            .zip(&headers)
            .map(|(cell, header)| Column {
                column: cell.column,
                header: header.clone(),
                taken: taken(header, &cell.meaning),
            });
        Sheet {
            file: file.to_owned(),
            name,
            source: read.source,
            kind: read.kind,
            layout: read.layout.clone(),
            columns: columns.collect(),
            is_new: false,
        }
    }

    /// The mapping to save, when there is one.
    pub(crate) fn entry(&self) -> Option<MappingEntry> {
        let columns = self.columns.iter().filter_map(|column| {
            let field = match &column.taken {
                Taken::Saved(field) | Taken::Given(field) => *field,
                Taken::Proposed(proposal, true) => Some(proposal.field),
                _ => return None,
            };
            Some((column.header.clone(), field))
        });
        let columns: Vec<_> = columns.collect();
        (!columns.is_empty()).then(|| MappingEntry {
            file: self.file.clone(),
            sheet: self.name.clone(),
            layout: self.layout.clone(),
            headers: self.columns.iter().map(|c| c.header.clone()).collect(),
            columns,
        })
    }

    /// How many columns there are of some sort.
    pub(crate) fn count(&self, sort: impl Fn(&Taken) -> bool) -> usize {
        self.columns.iter().filter(|c| sort(&c.taken)).count()
    }
}
