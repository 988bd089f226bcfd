//! What there is to say of one sheet, for both forms of the answer.

use super::Inspected;

use crate::config::requirement::IDENTITY;
use crate::model::{
    CellKind, Field, Finding, HeaderCell, Ingested, Kind, Meaning, Requirement, SheetRead,
};

/// A sheet and what was found in it.
pub(super) struct Sheet<'a> {
    pub read: &'a SheetRead,
    pub name: Option<&'a str>,
    /// Fields of the layout that no column holds.
    pub missing: Vec<Field>,
    /// What a store needs for M3 and its columns cannot meet.
    pub needed: Vec<Requirement>,
    /// Says that there is no data.
    pub empty: Option<&'a Finding>,
    /// How many cells of each kind, in the order of [`KINDS`]; bills are not held.
    pub kinds: Vec<(CellKind, u64)>,
    /// In the order of reports, without those the header already tells.
    pub findings: Vec<&'a Finding>,
}

/// The kinds of cell that are counted.
const KINDS: [CellKind; 7] = [
    CellKind::Text,
    CellKind::Number,
    CellKind::Date,
    CellKind::Bool,
    CellKind::Error,
    CellKind::Carried,
    CellKind::Blank,
];

/// Told with the header: sheets and columns that are not read, and sheets without rows.
const OF_THE_HEADER: [&str; 4] = ["SHT001", "SHT002", "SHT004", "SHT013"];

impl<'a> Sheet<'a> {
    pub(super) fn new(inspected: &'a Inspected, read: &'a SheetRead) -> Sheet<'a> {
        let source = inspected.ingested.sources.get(read.source as usize);
        let own = |f: &&Finding| f.place.source == read.source;
        let findings = inspected.findings.iter().filter(own);
        let missing = missing(inspected, read);
        Sheet {
            read,
            name: source.and_then(|s| s.sheet.as_deref()),
            needed: needed(inspected, read, &missing),
            missing,
            empty: findings.clone().find(|f| f.rule.code == "SHT013"),
            kinds: kinds(&inspected.ingested, read),
            findings: findings
                .filter(|f| !OF_THE_HEADER.contains(&f.rule.code))
                .collect(),
        }
    }

    /// Header cells the layout knows, and all there are.
    pub(super) fn fit(&self) -> (usize, usize) {
        let known = |cell: &&HeaderCell| !matches!(cell.meaning, Meaning::Unknown(_));
        let header = &self.read.header;
        (header.iter().filter(known).count(), header.len())
    }
}

fn missing(inspected: &Inspected, read: &SheetRead) -> Vec<Field> {
    let layout = inspected
        .layouts
        .sheets
        .iter()
        .find(|l| l.name == read.layout);
    let held = |field: &Field| {
        let holds = |meaning: &Meaning| matches!(meaning, Meaning::Field(f) | Meaning::Accepted(f) if f == field);
        read.header.iter().any(|cell| holds(&cell.meaning))
    };
    let fields = layout.map(|l| l.fields()).unwrap_or_default();
    fields.into_iter().filter(|f| !held(f)).collect()
}

/// What a store sheet has no column for and its stores need for M3.
fn needed(inspected: &Inspected, read: &SheetRead, missing: &[Field]) -> Vec<Requirement> {
    if read.kind != Some(Kind::Stores) {
        return Vec::new();
    }
    let all = inspected.layouts.levels.for_m3.iter().chain([&*IDENTITY]);
    let lacks = |need: &&Requirement| !need.is_met(|field| !missing.contains(&field));
    all.filter(lacks).cloned().collect()
}

fn kinds(ingested: &Ingested, read: &SheetRead) -> Vec<(CellKind, u64)> {
    let Some(table) = read.kind.and_then(|kind| ingested.tables.get(kind)) else {
        return Vec::new();
    };
    let first = table.origins.partition_point(|o| o.source < read.source);
    let last = table.origins.partition_point(|o| o.source <= read.source);
    let mut counts = [0_u64; KINDS.len()];
    for column in table.fields().filter_map(|f| table.column(f)) {
        for row in first..last {
            let at = KINDS.iter().position(|kind| *kind == column.kind(row));
            at.into_iter().for_each(|at| counts[at] += 1);
        }
    }
    KINDS
        .into_iter()
        .zip(counts)
        .filter(|(_, n)| *n > 0)
        .collect()
}
