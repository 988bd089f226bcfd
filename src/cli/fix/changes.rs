//! What `fix` changes, cell by cell: first what is the same value written cleanly, then, where they are
//! wanted, the repairs that findings propose and that are the only ones.

use std::collections::BTreeMap;

use crate::check::duplicate;
use crate::model::{CellKind, Field, Finding, Kind, Lang, Note, Place, SheetRead};
use crate::normalise::tidy;
use crate::normalise::tidy::Tidied;
use crate::pipeline::CheckOutcome;
use crate::value::suggestion;
use crate::value::suggestion::Slip;

/// Rules whose proposal is the only number that passes, not one of several readings.
const MENDED: [&str; 11] = [
    "BNK002", "BNK004", "CAT001", "IDN001", "IDN002", "IDN003", "LIC001", "LIC002", "LIC005",
    "NUM002", "SKU005",
];

/// Two cells in each other's place.
const SWAPPED: &str = "IDN012";

/// One cell that becomes another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    pub source: u32,
    pub row: u32,
    pub column: u16,
    pub field: Field,
    pub old: String,
    pub new: String,
    tidied: Vec<Tidied>,
    mended: Option<Mended>,
}

/// A change that somebody has to answer for.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Mended {
    code: &'static str,
    how: How,
    /// What the cell becomes without it.
    else_new: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    Slip(Slip),
    Zeros,
    Swapped,
}

impl How {
    fn text(self, lang: Lang) -> &'static str {
        match self {
            How::Slip(Slip::LookAlike) => {
                lang.pick("字母换回数字", "digits for look-alike letters")
            }
            How::Slip(Slip::OneCharacter) => lang.pick("改正一位", "one character"),
            How::Slip(Slip::Neighbours) => lang.pick("对调相邻两位", "two neighbours exchanged"),
            How::Zeros => lang.pick("补回开头的 0", "zeros in front"),
            How::Swapped => lang.pick("两格对调", "two cells exchanged"),
        }
    }
}

impl Change {
    /// The reason as a person reads it.
    pub(super) fn why(&self, lang: Lang) -> String {
        let tidied = self.tidied.iter().map(|what| what.text(lang).to_owned());
        let mended = self.mended.iter();
        let mended = mended.map(|m| format!("{} {}", m.code, m.how.text(lang)));
        let all: Vec<String> = tidied.chain(mended).collect();
        all.join(lang.pick("、", ", "))
    }
}

/// Every change there could be, in the order of cells.
pub(super) fn find(rules: &CheckOutcome, sheets: &[&SheetRead]) -> Vec<Change> {
    let mut changes = BTreeMap::new();
    for sheet in sheets {
        tidied(rules, sheet, &mut changes);
    }
    for kind in [Kind::Stores, Kind::Skus] {
        mended(rules, sheets, kind, &mut changes);
    }
    changes.into_values().collect()
}

/// The changes that are made, and how many repairs are left unless they are wanted.
pub(super) fn chosen(changes: Vec<Change>, repairs: bool) -> (Vec<Change>, usize) {
    if repairs {
        return (changes, 0);
    }
    let mut left = 0;
    let safe = changes.into_iter().filter_map(|mut change| {
        if let Some(mended) = change.mended.take() {
            left += 1;
            change.new = mended.else_new;
        }
        (change.new != change.old).then_some(change)
    });
    (safe.collect(), left)
}

type Changes = BTreeMap<Place, Change>;

/// The cells of the data rows that are the same value when written cleanly.
fn tidied(rules: &CheckOutcome, sheet: &SheetRead, changes: &mut Changes) {
    let tables = rules.ingested.tables.all();
    let Some(table) = tables.iter().find(|table| Some(table.kind) == sheet.kind) else {
        return;
    };
    let columns = rules.ingested.sources.get(sheet.source as usize);
    let columns = columns.map_or(&[][..], |source| &source.columns);
    for (index, origin) in table.origins.iter().enumerate() {
        if origin.source != sheet.source {
            continue;
        }
        for (field, column) in columns {
            let old = sheet.raw.text(origin.row, *column);
            if table.cell_kind(index, *field) == CellKind::Error {
                continue;
            }
            if let Some((new, tidied)) = tidy::tidy(field.spec().form, old) {
                let change = Change {
                    source: sheet.source,
                    row: origin.row,
                    column: *column,
                    field: *field,
                    old: old.to_owned(),
                    new,
                    tidied,
                    mended: None,
                };
                changes.insert(change.place(), change);
            }
        }
    }
}

/// The repairs that findings about a table's rows propose. A row that repeats another one has no
/// findings of its own and is mended like it.
fn mended(rules: &CheckOutcome, sheets: &[&SheetRead], kind: Kind, changes: &mut Changes) {
    let ingested = &rules.ingested;
    let tables = ingested.tables.all();
    let Some(table) = tables.iter().find(|table| table.kind == kind) else {
        return;
    };
    let mut repeats: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (row, first) in duplicate::repeats(table).pairs() {
        repeats.entry(first).or_default().push(row);
    }
    for finding in &rules.findings {
        let Some((_, row)) = finding.row.filter(|(of, _)| *of == kind) else {
            continue;
        };
        for (field, new) in proposed(finding) {
            let alike = repeats.get(&row).into_iter().flatten();
            for row in alike.chain([&row]).map(|row| *row as usize) {
                let place = table.place(row, field, &ingested.sources);
                let typed = table.text(row, field);
                mend(
                    finding.rule.code,
                    place,
                    field,
                    (typed, &new),
                    sheets,
                    changes,
                );
            }
        }
    }
}

/// The cells a finding would have changed: its own, and the one it changed places with.
fn proposed(finding: &Finding) -> Vec<(Field, String)> {
    let swapped = finding.rule.code == SWAPPED;
    let (true, Some(fix)) = (swapped || MENDED.contains(&finding.rule.code), &finding.fix) else {
        return Vec::new();
    };
    let own = finding.field.map(|field| (field, fix.clone()));
    let mut other = finding.related.iter().filter(|r| r.note == Note::Swapped);
    let other = other.find_map(|related| {
        let field = related.field?;
        let clean = tidy::tidy(field.spec().form, &finding.found);
        Some((
            field,
            clean.map_or(finding.found.clone(), |(clean, _)| clean),
        ))
    });
    own.into_iter().chain(other).collect()
}

/// Puts one repair on top of what tidying makes of the cell. `from` and `new` are canonical.
fn mend(
    code: &'static str,
    place: Place,
    field: Field,
    (from, new): (&str, &str),
    sheets: &[&SheetRead],
    changes: &mut Changes,
) {
    let sheet = sheets.iter().find(|sheet| sheet.source == place.source);
    let (Some(sheet), Some(column)) = (sheet, place.column) else {
        return;
    };
    let old = sheet.raw.text(place.row, column);
    // A value carried into the cell from a merged range stands elsewhere.
    if old.is_empty() {
        return;
    }
    let how = match suggestion::slip(from, new) {
        _ if code == SWAPPED => How::Swapped,
        Some(slip) => How::Slip(slip),
        None => How::Zeros,
    };
    let change = changes.entry(place).or_insert_with(|| Change {
        source: place.source,
        row: place.row,
        column,
        field,
        old: old.to_owned(),
        new: old.to_owned(),
        tidied: Vec::new(),
        mended: None,
    });
    let else_new = std::mem::replace(&mut change.new, new.to_owned());
    change.mended = Some(Mended {
        code,
        how,
        else_new,
    });
}

impl Change {
    fn place(&self) -> Place {
        Place::cell(self.source, self.row, self.column)
    }
}
