//! One defect, one finding: where two stages saw the same thing, the one that knows more speaks. Findings of
//! all stages with their levels final come in; out they come without those that only say it again.

use std::collections::{HashMap, HashSet};

use crate::model::rule::Blocks;
use crate::model::{Field, Finding, Kind, Note, Related, Table};
use crate::value::name;
use crate::value::name::NameVerdict;

/// At one cell the first says what the second says, and more: rows of one entity that differ, of which a
/// register or the form of the value knows as well; a register's word on a name of an odd form; and the form of
/// a number that a register, for that reason, does not have.
const MORE: [(&str, &str); 11] = [
    ("ENT001", "ACC005"),
    ("ENT002", "ACC003"),
    ("ENT003", "ACC002"),
    ("ENT004", "ACC003"),
    ("MER003", "ACC004"),
    ("ENT001", "LIC006"),
    ("ACC005", "LIC006"),
    ("ENT002", "IDN011"),
    ("ACC003", "IDN011"),
    ("BNK003", "BAC001"),
    ("BNK008", "BAC001"),
];

/// So many of them are of rows that differ.
const TIES: usize = 4;

/// Takes back what another finding says as well. The findings are in the order of reports.
pub(super) fn settle(findings: &mut Vec<Finding>, stores: &Table) {
    shared_smids(findings, stores);
    ties(findings, stores);
    in_one_row(findings, stores);
    at_one_cell(findings);
}

/// Rows of one entity that differ, where a register knows which of them is wrong: those it accuses are, and
/// the others, which say what it says, are not.
fn ties(findings: &mut Vec<Finding>, stores: &Table) {
    let mut accused: HashMap<(&str, u32), usize> = HashMap::new();
    for (at, finding) in findings.iter().enumerate() {
        if let (true, Some((Kind::Stores, row))) =
            (finding.rule.code.starts_with("ACC"), finding.row)
        {
            accused.insert((finding.rule.code, row), at);
        }
    }
    let mut settled: Vec<(usize, Vec<usize>)> = Vec::new();
    for (at, tie) in findings.iter().enumerate() {
        let Some((_, code)) = MORE[..TIES].iter().find(|(code, _)| *code == tie.rule.code) else {
            continue;
        };
        let of = |row: u32| accused.get(&(*code, row)).copied();
        let wrong: Vec<usize> = tie.touched(Kind::Stores).filter_map(of).collect();
        let level = |at: &usize| findings[*at].level >= tie.level;
        let (Some(field), true) = (tie.field, wrong.iter().all(level)) else {
            continue;
        };
        let right: Vec<&str> = (tie.touched(Kind::Stores))
            .filter(|row| of(*row).is_none())
            .map(|row| stores.text(row as usize, field))
            .collect();
        let says = |at: &usize| {
            let said = findings[*at].other.as_deref().unwrap_or_default();
            right.iter().all(|text| same(field, text, said))
        };
        if !wrong.is_empty() && !right.is_empty() && wrong.iter().all(says) {
            settled.push((at, wrong));
        }
    }
    for (tie, wrong) in &settled {
        let (stops, cells) = (findings[*tie].stops, others(&findings[*tie]));
        for at in wrong {
            let finding = &mut findings[*at];
            finding.stops = finding.stops.max(stops);
            let other = cells.iter().filter(|cell| cell.place != finding.place);
            finding.related.extend(other.cloned());
        }
    }
    let known: HashSet<usize> = settled.into_iter().map(|(tie, _)| tie).collect();
    drop_those(findings, &known);
}

/// Whether two values of a field say the same.
fn same(field: Field, a: &str, b: &str) -> bool {
    match field {
        Field::LegalIdNo => a == b,
        _ => name::compare_company(a, b) != NameVerdict::Different,
    }
}

/// All cells of a finding, as others name them.
fn others(finding: &Finding) -> Vec<Related> {
    let related = finding.related.iter().map(|related| Related {
        touches: None,
        ..related.clone()
    });
    std::iter::once(differing(finding)).chain(related).collect()
}

fn drop_those(findings: &mut Vec<Finding>, known: &HashSet<usize>) {
    let mut at = 0;
    findings.retain(|_| {
        at += 1;
        !known.contains(&(at - 1))
    });
}

/// What one finding about a row leaves another nothing to say of.
fn in_one_row(findings: &mut Vec<Finding>, stores: &Table) {
    let mut of_row: HashMap<u32, Vec<usize>> = HashMap::new();
    for (at, finding) in findings
        .iter()
        .enumerate()
        .filter(|(_, f)| CAUSES.contains(&f.rule.code))
    {
        let touched = finding.touched(Kind::Stores);
        touched.for_each(|row| of_row.entry(row).or_default().push(at));
    }
    let mut known = HashSet::new();
    for at in 0..findings.len() {
        let less = &findings[at];
        let causes = less.touched(Kind::Stores).flat_map(|row| {
            let causes = of_row.get(&row).into_iter().flatten();
            causes.map(move |cause| (row, *cause))
        });
        let is_cause = |(row, cause): &(u32, usize)| {
            let known = *cause == at || known.contains(cause);
            let cause = &findings[*cause];
            !known && cause.level >= less.level && is_cause(cause, less, *row, stores)
        };
        let found = causes.filter(is_cause).map(|(_, cause)| cause).next();
        if let Some(cause) = found {
            let (stops, cell) = (less.stops, differing(less));
            let cause = &mut findings[cause];
            cause.stops = cause.stops.max(stops);
            cause.related.push(cell);
            known.insert(at);
        }
    }
    drop_those(findings, &known);
}

/// The rules that may be the cause of others.
const CAUSES: [&str; 10] = [
    "DUP001", "MER003", "ACC004", "ENT001", "ACC005", "ENT002", "ACC003", "ENT003", "ACC002",
    "ENT004",
];

fn is_cause(cause: &Finding, less: &Finding, row: u32, stores: &Table) -> bool {
    let (cause_code, code) = (cause.rule.code, less.rule.code);
    // Where the row is wrong, nothing is left to say of the others it was compared with.
    let rest_agrees = |field| {
        let own = cause.row == less.row || less.touched(Kind::Stores).any(|touched| touched == row);
        let rest = less.touched(Kind::Stores).filter(|touched| *touched != row);
        let mut rest = rest.map(|touched| stores.text(touched as usize, field));
        let first = rest.next();
        own && rest.all(|text| Some(text) == first)
    };
    match (cause_code, code) {
        // Whose the store code is decides which merchant the row is compared with.
        ("DUP001", "MER002" | "MER003") => true,
        // Another entity's licence: its other stores and its account are not this one's.
        ("MER003" | "ACC004", "ACC007") => rest_agrees(Field::BusinessLicense),
        ("MER003" | "ACC004", "LIC006" | "LIC007") => cause.row == less.row,
        ("MER003" | "ACC004", "ENT001" | "ENT002" | "ENT003") | ("ACC002" | "ENT003", "ENT004") => {
            less.field.is_some_and(rest_agrees)
        }
        // The holder is right, and the name it was compared with is not.
        ("ENT001" | "ACC005" | "ENT002" | "ACC003" | "ENT004", "BNK006") => {
            let holder = stores.text(row as usize, Field::CardName);
            let related = cause.related.iter().map(|related| &related.found);
            let mut names = cause.other.iter().chain([&cause.found]).chain(related);
            names.any(|said| name::compare_company(holder, said) != NameVerdict::Different)
        }
        _ => false,
    }
}

/// The cell of a finding, as another names it.
fn differing(finding: &Finding) -> Related {
    Related {
        place: finding.place,
        field: finding.field,
        found: finding.found.clone(),
        note: Note::DiffersHere,
        touches: None,
    }
}

/// A finding that stops less than the other, as the job may have it, does not speak for it.
fn at_one_cell(findings: &mut Vec<Finding>) {
    let mut known = HashSet::new();
    let mut start = 0;
    let same = |a: &Finding, b: &Finding| a.place == b.place;
    let cells: Vec<usize> = findings.chunk_by(same).map(<[Finding]>::len).collect();
    for count in cells {
        let cell = &mut findings[start..start + count];
        for (more, less) in MORE.iter().filter(|_| count > 1) {
            let of = |code| cell.iter().position(|finding| finding.rule.code == code);
            let (Some(more), Some(less)) = (of(*more), of(*less)) else {
                continue;
            };
            let force = |at: usize| (cell[at].level, cell[at].blocks());
            if force(more) >= force(less) {
                let related = std::mem::take(&mut cell[less].related);
                cell[more].related.extend(related);
                known.insert(start + less);
            }
        }
        start += count;
    }
    drop_those(findings, &known);
}

/// The sheet gives several stores one SMID (DUP002), and the register knows whose it is (MER002), or does not
/// know it at all (MER005). Where all but its owner are accused by the register, they are wrong and the owner
/// is not; otherwise nobody can say, and the group speaks for all its rows.
fn shared_smids(findings: &mut Vec<Finding>, stores: &Table) {
    let holds =
        |finding: &Finding, code| finding.rule.code == code && finding.blocks() == Some(Blocks::M3);
    // A row that is there twice is accused once.
    let store = |row: &u32| stores.text(*row as usize, Field::StoreCode);
    let accused: HashSet<&str> = (findings.iter())
        .filter(|finding| holds(finding, "MER002"))
        .map(|finding| finding.store_code.as_str())
        .collect();
    let accused: Vec<bool> = (0..stores.len() as u32)
        .map(|row| accused.contains(store(&row)))
        .collect();
    let mut owners: HashMap<u32, Option<Related>> = HashMap::new();
    let mut in_groups = HashSet::new();
    let mut known = Vec::new();
    for (at, group) in findings
        .iter()
        .enumerate()
        .filter(|(_, f)| holds(f, "DUP002"))
    {
        let (wrong, others): (Vec<u32>, Vec<u32>) = group
            .touched(Kind::Stores)
            .partition(|row| accused[*row as usize]);
        match !wrong.is_empty() && others.iter().all(|row| store(row) == store(&others[0])) {
            true => {
                let owner = others.first().and_then(|row| cell(group, *row));
                owners.extend(wrong.into_iter().map(|row| (row, owner.clone())));
                known.push(at);
            }
            false => in_groups.extend(wrong.into_iter().chain(others)),
        }
    }
    let mut at = 0;
    findings.retain_mut(|finding| {
        at += 1;
        let row = finding.row.map(|(_, row)| row);
        match finding.rule.code {
            "DUP002" => known.binary_search(&(at - 1)).is_err(),
            "MER002" | "MER005" if row.is_some_and(|row| in_groups.contains(&row)) => false,
            "MER002" => {
                let owner = row.and_then(|row| owners.remove(&row)).flatten();
                finding.related.extend(owner);
                true
            }
            _ => true,
        }
    });
}

/// The cell of one of the rows of a group, as another finding names it.
fn cell(group: &Finding, row: u32) -> Option<Related> {
    let own = (group.row == Some((Kind::Stores, row))).then(|| Related {
        place: group.place,
        field: group.field,
        found: group.found.clone(),
        note: Note::SameHere,
        touches: None,
    });
    own.or_else(|| {
        let other = group.related.iter().find(|r| r.touches == Some(row))?;
        Some(Related {
            touches: None,
            ..other.clone()
        })
    })
}

#[cfg(test)]
mod tests;
