//! One defect, one finding: where two stages saw the same thing, the one that knows more speaks. Findings of
//! all stages with their levels final come in; out they come without those that only say it again.

use std::collections::{HashMap, HashSet};

use crate::model::rule::Blocks;
use crate::model::{Field, Finding, Kind, Note, Related, Table};

/// The sheet gives several stores one SMID (DUP002), and the register knows whose it is (MER002), or does not
/// know it at all (MER005). Where all but its owner are accused by the register, they are wrong and the owner
/// is not; otherwise nobody can say, and the group speaks for all its rows.
pub fn settle(findings: &mut Vec<Finding>, stores: &Table) {
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
