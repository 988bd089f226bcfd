//! Group rules over a whole table, after the rules on rows: what one flags as wrong, the next does not
//! compare again. Findings and counts are added to what the rows came to.

use super::checked::Checked;
use super::duplicate;
use super::duplicate::RowRepeats;
use crate::model::rule::{Group, Test};
use crate::model::{Column, Field, FieldSet, Finding, Level, Rule, Source, Table};

/// Group rules, one after another. Exact repeats are left out of all but their own; what one rule
/// flags, the next does not compare again.
pub(super) fn run(
    table: &Table,
    sources: &[Source],
    rules: &[&'static Rule],
    repeats: &RowRepeats,
    checked: &mut Checked,
) {
    if !rules.iter().any(|rule| matches!(rule.test, Test::Group(_))) {
        return;
    }
    let mut unsound = checked.broken.clone();
    for (row, _) in repeats.pairs() {
        unsound[row as usize] = FieldSet::MAX;
    }
    for (index, rule) in rules.iter().enumerate() {
        if !matches!(rule.test, Test::Group(_)) {
            continue;
        }
        if rule.code == duplicate::DUP003.code {
            let group = Group {
                table,
                sources,
                broken: &unsound,
                rule,
            };
            checked
                .findings
                .extend(duplicate::findings(&group, repeats));
            continue;
        }
        checked.not_checked[index].1 = unread(rule, table, &checked.broken);
        for finding in group(rule, table, sources, &unsound) {
            let bit = finding.field.map_or(0, Field::bit);
            if rule.level == Level::Error {
                finding
                    .touched(table.kind)
                    .for_each(|row| unsound[row as usize] |= bit);
            }
            checked.findings.push(finding);
        }
    }
}

fn group(
    rule: &'static Rule,
    table: &Table,
    sources: &[Source],
    broken: &[FieldSet],
) -> Vec<Finding> {
    match rule.test {
        Test::Group(test) => test(&Group {
            table,
            sources,
            broken,
            rule,
        }),
        _ => Vec::new(),
    }
}

/// Rows in which a field the rule reads is absent or broken.
fn unread(rule: &Rule, table: &Table, broken: &[FieldSet]) -> u64 {
    let columns: Option<Vec<&Column>> = rule.reads.iter().map(|f| table.column(*f)).collect();
    let Some(columns) = columns else {
        return table.len() as u64;
    };
    let needed = rule.reads.iter().fold(0, |bits, f| bits | f.bit());
    let unread = |row: &usize| {
        broken[*row] & needed != 0 || columns.iter().any(|column| column.text(*row).is_empty())
    };
    (0..table.len()).filter(unread).count() as u64
}
