//! One defect, one finding: where two stages saw the same thing, the one that knows more is reported. Which that
//! is, the entries of the rules say (`yields_to`). Findings of all stages come in; out they come without those
//! that only say it again.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::check::duplicate::DUP002;
use crate::model::rule::{Test, When};
use crate::model::{Blocks, Field, Finding, Kind, Note, Place, Related, Table};
use crate::rules;
use crate::value::name;
use crate::value::name::NameVerdict;

/// The codes of rules to which another yields in such a case.
fn causes(case: impl Fn(When) -> bool) -> BTreeSet<&'static str> {
    let cases = rules::all().iter().flat_map(|rule| rule.yields_to);
    let cases = cases.filter(|(when, _)| case(*when));
    cases.flat_map(|(_, codes)| *codes).copied().collect()
}

/// Where a register says whose an account is, that the sheet has two holders for it is no news. This comes
/// before the job's word on levels.
pub(super) fn drop_known_to_register(findings: &mut Vec<Finding>) {
    let row = |place: Place| (place.source, place.row);
    let causes = causes(|when| when == When::KnownToRegister);
    let known: HashSet<(&str, (u32, u32))> = (findings.iter())
        .filter(|finding| causes.contains(finding.rule.code))
        .map(|finding| (finding.rule.code, row(finding.place)))
        .collect();
    findings.retain(|finding| {
        let related = finding.related.iter().map(|related| related.place);
        let mut places = std::iter::once(finding.place).chain(related);
        let causes = finding.rule.yields(When::KnownToRegister);
        !places.any(|place| {
            causes
                .iter()
                .any(|code| known.contains(&(*code, row(place))))
        })
    });
}

/// Takes back what another finding says as well. The findings are in the order of reports.
pub(super) fn merge(findings: &mut Vec<Finding>, stores: &Table) {
    shared_smids(findings, stores);
    ties(findings, stores);
    in_one_row(findings, stores);
    at_one_cell(findings);
}

/// Rows of one entity that differ, where a register knows which of them is wrong: those it accuses are, and
/// the others, which say what it says, are not.
fn ties(findings: &mut Vec<Finding>, stores: &Table) {
    // Per rule of ties and row, what the register says of that row.
    let mut accused: HashMap<(&str, u32), usize> = HashMap::new();
    for (at, finding) in findings.iter().enumerate() {
        if let ("ACC", Some((Kind::Stores, row))) = (finding.rule.family(), finding.row) {
            let ties = finding.rule.yields(When::SameCell);
            accused.extend(ties.iter().map(|tie| ((*tie, row), at)));
        }
    }
    let mut settled: Vec<(usize, Vec<usize>)> = Vec::new();
    let ties = findings.iter().enumerate();
    for (at, tie) in ties.filter(|(_, f)| matches!(f.rule.test, Test::Group(_))) {
        let of = |row: u32| accused.get(&(tie.rule.code, row)).copied();
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
            let registered = findings[*at].other.as_deref().unwrap_or_default();
            right.iter().all(|text| same(field, text, registered))
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
    let causes = causes(is_about_rows);
    let mut of_row: HashMap<u32, Vec<usize>> = HashMap::new();
    let of_causes = findings.iter().enumerate();
    for (at, finding) in of_causes.filter(|(_, f)| causes.contains(f.rule.code)) {
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

/// The cases that [`is_cause`] decides.
fn is_about_rows(when: When) -> bool {
    match when {
        When::SameRow | When::SharedRow | When::RestAgrees(_) | When::HolderIsRight => true,
        When::SameCell | When::KnownToRegister | When::OneOwnerLeft | When::OwnerUnknown => false,
    }
}

/// Whether a finding about a row leaves one that touches the row nothing to say.
fn is_cause(cause: &Finding, less: &Finding, row: u32, stores: &Table) -> bool {
    let rest_agrees = |field| {
        let own = cause.row == less.row || less.touched(Kind::Stores).any(|touched| touched == row);
        let rest = less.touched(Kind::Stores).filter(|touched| *touched != row);
        let mut rest = rest.map(|touched| stores.text(touched as usize, field));
        let first = rest.next();
        own && rest.all(|text| Some(text) == first)
    };
    let holder_is_right = || {
        let holder = stores.text(row as usize, Field::CardName);
        let related = cause.related.iter().map(|related| &related.found);
        let mut names = cause.other.iter().chain([&cause.found]).chain(related);
        names.any(|name| name::compare_company(holder, name) != NameVerdict::Different)
    };
    let mut cases = less.rule.yields_to.iter();
    cases.any(|(when, codes)| {
        codes.contains(&cause.rule.code)
            && match when {
                When::SharedRow => true,
                When::SameRow => cause.row == less.row,
                When::RestAgrees(field) => field.or(less.field).is_some_and(rest_agrees),
                When::HolderIsRight => holder_is_right(),
                _ => false,
            }
    })
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

/// A finding that stops less than the other, as the job may have it, does not stand for it.
fn at_one_cell(findings: &mut Vec<Finding>) {
    let mut known = HashSet::new();
    let mut start = 0;
    let same = |a: &Finding, b: &Finding| a.place == b.place;
    let cells: Vec<usize> = findings.chunk_by(same).map(<[Finding]>::len).collect();
    for count in cells {
        let cell = &mut findings[start..start + count];
        let first = |cell: &[Finding], code| cell.iter().position(|f| f.rule.code == code);
        for less in 0..count {
            let rule = cell[less].rule;
            let causes = rule.yields(When::SameCell);
            if causes.is_empty() || first(cell, rule.code) != Some(less) {
                continue;
            }
            for more in causes
                .iter()
                .filter_map(|code| first(cell, code))
                .collect::<Vec<_>>()
            {
                let force = |at: usize| (cell[at].level, cell[at].blocks());
                if force(more) >= force(less) {
                    let related = std::mem::take(&mut cell[less].related);
                    cell[more].related.extend(related);
                    known.insert(start + less);
                }
            }
        }
        start += count;
    }
    drop_those(findings, &known);
}

/// The sheet gives several stores one SMID, and the register knows whose it is, or does not know it at all. Where all but its owner are accused by the register, they are wrong and the owner
/// is not; otherwise nobody can say, and the finding about the group stands for all its rows.
fn shared_smids(findings: &mut Vec<Finding>, stores: &Table) {
    let holds = |finding: &Finding| finding.blocks() == Some(Blocks::M3);
    let is_group = |finding: &Finding| finding.rule.code == DUP002.code;
    let accusers = DUP002.yields(When::OneOwnerLeft);
    let accuses = |finding: &Finding| accusers.contains(&finding.rule.code);
    // A row that is there twice is accused once.
    let store = |row: &u32| stores.text(*row as usize, Field::StoreCode);
    let accused: HashSet<&str> = (findings.iter())
        .filter(|finding| accuses(finding) && holds(finding))
        .map(|finding| finding.store_code.as_str())
        .collect();
    let accused: Vec<bool> = (0..stores.len() as u32)
        .map(|row| accused.contains(store(&row)))
        .collect();
    let mut owners: HashMap<u32, Option<Related>> = HashMap::new();
    let mut in_groups = HashSet::new();
    let mut known = Vec::new();
    let groups = findings.iter().enumerate();
    for (at, group) in groups.filter(|(_, f)| is_group(f) && holds(f)) {
        let (wrong, others): (Vec<u32>, Vec<u32>) = group
            .touched(Kind::Stores)
            .partition(|row| accused[*row as usize]);
        if !wrong.is_empty() && others.iter().all(|row| store(row) == store(&others[0])) {
            let owner = others.first().and_then(|row| cell(group, *row));
            owners.extend(wrong.into_iter().map(|row| (row, owner.clone())));
            known.push(at);
        } else {
            in_groups.extend(wrong.into_iter().chain(others));
        }
    }
    let mut at = 0;
    findings.retain_mut(|finding| {
        at += 1;
        let row = finding.row.map(|(_, row)| row);
        if is_group(finding) {
            return known.binary_search(&(at - 1)).is_err();
        }
        let owner_unknown = !finding.rule.yields(When::OwnerUnknown).is_empty();
        if owner_unknown && row.is_some_and(|row| in_groups.contains(&row)) {
            return false;
        }
        if accuses(finding) {
            let owner = row.and_then(|row| owners.remove(&row)).flatten();
            finding.related.extend(owner);
        }
        true
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
