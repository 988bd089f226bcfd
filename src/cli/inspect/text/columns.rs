//! What a sheet's columns were taken for: fields, columns of no use, columns nobody knows with the nearest
//! field, and what no column holds.

use super::{FIRST_COLUMNS, Page};
use crate::cli::inspect::sheet::Sheet;
use crate::cli::terminal::one_line;
use crate::model::{Field, HeaderCell, Lang, Meaning, Proposal, Requirement};

impl Page<'_> {
    pub(super) fn columns(&mut self, sheet: &Sheet) {
        let header = &sheet.read.header;
        let mapped: Vec<String> = header.iter().filter_map(mapping).collect();
        let label = self.pick("列", "columns");
        self.line(label, &mapped);
        let known: Vec<String> = header
            .iter()
            .filter(|cell| cell.meaning == Meaning::Known)
            .map(|cell| one_line(&cell.text))
            .collect();
        if !known.is_empty() {
            let label = self.pick("用不到", "not used");
            self.line(label, &known);
        }
        let unread: Vec<String> = header.iter().filter_map(|cell| self.unread(cell)).collect();
        if !unread.is_empty() {
            let shown = self.shown(unread.len(), FIRST_COLUMNS);
            let label = self.pick("未识别", "unknown");
            self.line(label, &unread[..shown]);
            self.more(unread.len() - shown);
        }
        self.without(sheet);
    }

    /// What no column holds: what M3 needs, or all of it when more is asked for.
    fn without(&mut self, sheet: &Sheet) {
        let label = |field: &Field| field.label(self.lens.lang);
        let names: Vec<String> = match self.all {
            true => sheet.missing.iter().map(|f| label(f).to_owned()).collect(),
            false => sheet
                .needed
                .iter()
                .map(|need| need.labels(self.lens.lang))
                .collect(),
        };
        if names.is_empty() {
            return;
        }
        let named = sheet.needed.iter().flat_map(Requirement::fields);
        let named = named.filter(|field| sheet.missing.contains(field)).count();
        let head = self.pick("没有", "without");
        self.line(head, &names);
        if !self.all {
            self.more(sheet.missing.len().saturating_sub(named));
        }
    }

    /// A column nobody reads, with the nearest field.
    fn unread(&self, cell: &HeaderCell) -> Option<String> {
        let text = one_line(&cell.text);
        match &cell.meaning {
            Meaning::Duplicate(field) => {
                let label = field.label(self.lens.lang);
                Some(match self.lens.lang {
                    Lang::Zh => format!("「{text}」（{label} 已有一列）"),
                    Lang::En => format!("`{text}` ({label} has a column already)"),
                })
            }
            Meaning::Unknown(None) => Some(
                self.lens
                    .lang
                    .pick(format!("「{text}」"), format!("`{text}`")),
            ),
            Meaning::Unknown(Some(proposal)) => {
                let near = self.proposal(proposal);
                Some(match self.lens.lang {
                    Lang::Zh => format!("「{text}」（最近：{near}）"),
                    Lang::En => format!("`{text}` (nearest: {near})"),
                })
            }
            _ => None,
        }
    }

    fn proposal(&self, proposal: &Proposal) -> String {
        let (key, why) = (proposal.field.key(), proposal.evidence.text(self.lens.lang));
        format!("{key} {}% {why}", proposal.score)
    }
}

/// `门店名称→store_name`; an accepted mapping is marked.
fn mapping(cell: &HeaderCell) -> Option<String> {
    let text = one_line(&cell.text);
    match cell.meaning {
        Meaning::Field(field) => Some(format!("{text}→{}", field.key())),
        Meaning::Accepted(field) => Some(format!("{text}⇒{}", field.key())),
        _ => None,
    }
}
