//! What `fix` changes, cell by cell: first what is the same value written cleanly, then, if the user asks
//! for them, the repairs that findings propose where there is only one.

use std::collections::BTreeMap;

use crate::check::duplicate;
use crate::model::place::column_letters;
use crate::model::{CellKind, Field, Finding, Kind, Lang, Note, Place, SheetRead};
use crate::normalise::tidy;
use crate::normalise::tidy::Tidied;
use crate::pipeline::CheckOutcome;
use crate::value::suggestion;
use crate::value::suggestion::Slip;

/// Rules whose proposal is the only number that passes, not one of several readings.
const REPAIRED: [&str; 11] = [
    "BNK002", "BNK004", "CAT001", "IDN001", "IDN002", "IDN003", "LIC001", "LIC002", "LIC005",
    "NUM002", "SKU005",
];

/// Two cells in each other's place.
const SWAPPED: &str = "IDN012";

/// One cell that becomes another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CellChange {
    pub source: u32,
    pub row: u32,
    pub column: u16,
    pub field: Field,
    pub old: String,
    pub new: String,
    tidied: Vec<Tidied>,
    repair: Option<Repair>,
}

/// A change of the value itself, which a person has to approve.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Repair {
    code: &'static str,
    how: How,
    /// What the cell becomes without the repair.
    otherwise: String,
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

impl CellChange {
    /// Its cell: `B7`.
    pub(super) fn cell(&self) -> String {
        format!("{}{}", column_letters(self.column), self.row)
    }

    /// A cell as it stands.
    fn new(place: Place, column: u16, field: Field, old: &str) -> CellChange {
        CellChange {
            source: place.source,
            row: place.row,
            column,
            field,
            old: old.to_owned(),
            new: old.to_owned(),
            tidied: Vec::new(),
            repair: None,
        }
    }

    /// The reason as a person reads it.
    pub(super) fn why(&self, lang: Lang) -> String {
        let tidied = self.tidied.iter().map(|what| what.text(lang).to_owned());
        let repair = self.repair.iter();
        let repair = repair.map(|r| format!("{} {}", r.code, r.how.text(lang)));
        let all: Vec<String> = tidied.chain(repair).collect();
        all.join(lang.pick("、", ", "))
    }
}

/// Every change there could be, in the order of cells.
pub(super) fn find(rules: &CheckOutcome, sheets: &[&SheetRead]) -> Vec<CellChange> {
    let mut changes = BTreeMap::new();
    for sheet in sheets {
        add_tidied(rules, sheet, &mut changes);
    }
    for kind in [Kind::Stores, Kind::Skus] {
        add_repairs(rules, sheets, kind, &mut changes);
    }
    changes.into_values().collect()
}

/// The changes to make, and how many repairs are left out unless the user asks for repairs.
pub(super) fn choose(changes: Vec<CellChange>, repairs: bool) -> (Vec<CellChange>, usize) {
    if repairs {
        return (changes, 0);
    }
    let mut left = 0;
    let safe = changes.into_iter().filter_map(|mut change| {
        if let Some(repair) = change.repair.take() {
            left += 1;
            change.new = repair.otherwise;
        }
        (change.new != change.old).then_some(change)
    });
    (safe.collect(), left)
}

type Changes = BTreeMap<Place, CellChange>;

/// The cells of the data rows that are the same value when written cleanly.
fn add_tidied(rules: &CheckOutcome, sheet: &SheetRead, changes: &mut Changes) {
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
                let place = Place::cell(sheet.source, origin.row, *column);
                let mut change = CellChange::new(place, *column, *field, old);
                (change.new, change.tidied) = (new, tidied);
                changes.insert(place, change);
            }
        }
    }
}

/// The repairs that findings about a table's rows propose. A row that repeats another one has no
/// findings of its own and is repaired like it.
fn add_repairs(rules: &CheckOutcome, sheets: &[&SheetRead], kind: Kind, changes: &mut Changes) {
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
                let texts = (table.text(row, field), &new[..]);
                repair(finding.rule.code, place, field, texts, sheets, changes);
            }
        }
    }
}

/// The cells a finding would have changed: its own, and the one it changed places with.
fn proposed(finding: &Finding) -> Vec<(Field, String)> {
    let swapped = finding.rule.code == SWAPPED;
    let (true, Some(fix)) = (
        swapped || REPAIRED.contains(&finding.rule.code),
        &finding.fix,
    ) else {
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
fn repair(
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
    let change = changes.entry(place);
    let change = change.or_insert_with(|| CellChange::new(place, column, field, old));
    let otherwise = std::mem::replace(&mut change.new, new.to_owned());
    change.repair = Some(Repair {
        code,
        how,
        otherwise,
    });
}
