//! The rules on store and SKU sheets, and the runner that puts them to a table. Cell and row rules run
//! over chunks of rows on all threads, group rules over the whole table; out come the findings in
//! report order, the fields each row may no longer be judged by, and what could not be checked.

pub(crate) mod account;
pub(crate) mod address;
pub(crate) mod alipay_id;
pub(crate) mod authority;
pub(crate) mod bank;
pub(crate) mod branch;
pub(crate) mod category;
pub(crate) mod cells;
mod chunk;
pub mod columns;
pub(crate) mod duplicate;
pub(crate) mod entity;
pub(crate) mod goods;
pub(crate) mod grouping;
mod groups;
pub(crate) mod hours;
pub(crate) mod id_card;
pub mod length;
pub(crate) mod licence;
pub(crate) mod location;
pub(crate) mod names;
pub(crate) mod phone;
pub(crate) mod required;
pub(crate) mod scene;
pub(crate) mod shared;
pub(crate) mod sku;
pub(crate) mod street;
pub(crate) mod swapped;
pub(crate) mod target;
pub(crate) mod validity;
pub(crate) mod word;

use std::cmp::Reverse;

use chunk::Chunk;
use duplicate::Repeats;
use rayon::prelude::*;

use crate::model::rule::Context;
use crate::model::{CellKind, Field, FieldSet, Finding, Row, Rule, Source, Table};

/// Every family, in the order its rules run: damaged cells first, lengths after the forms, groups last;
/// and all of them at `error` before any at `warning`, which does not add to an error on its cell.
pub static FAMILIES: &[&[&Rule]] = &[
    cells::DAMAGE,
    required::RULES,
    swapped::RULES,
    names::RULES,
    licence::RULES,
    authority::RULES,
    id_card::RULES,
    phone::RULES,
    account::RULES,
    alipay_id::RULES,
    bank::RULES,
    branch::RULES,
    address::RULES,
    location::RULES,
    street::RULES,
    category::RULES,
    word::RULES,
    validity::RULES,
    scene::RULES,
    hours::RULES,
    sku::RULES,
    goods::RULES,
    length::RULES,
    target::RULES,
    duplicate::RULES,
    entity::RULES,
    shared::RULES,
];

/// Rows a thread takes at a time.
const CHUNK: usize = 2048;

/// What checking a table came to.
#[derive(Debug, Default)]
pub struct Checked {
    /// In the order of [`Finding::order`].
    pub findings: Vec<Finding>,
    /// Per row, the bits of fields with an `error` of their own (not those of group rules), and of those
    /// that lost something in the file: nothing is to be concluded from them.
    pub broken: Vec<FieldSet>,
    /// Per row, whether it repeats an earlier one in every field.
    pub repeated: Vec<bool>,
    /// Per rule in the order they ran, how often a field it reads was absent or broken.
    pub not_checked: Vec<(&'static str, u64)>,
}

/// Puts every rule for the table's kind to it.
pub fn run(table: &Table, sources: &[Source], context: &Context) -> Checked {
    let rules: Vec<&'static Rule> = FAMILIES.concat();
    run_rules(table, sources, context, &rules)
}

/// Puts some rules to a table: lost characters first, then errors, else in the order given; group rules
/// after all others.
pub fn run_rules(
    table: &Table,
    sources: &[Source],
    context: &Context,
    rules: &[&'static Rule],
) -> Checked {
    let mut rules: Vec<&'static Rule> = rules
        .iter()
        .copied()
        .filter(|rule| rule.kinds.contains(&table.kind))
        .collect();
    rules.sort_by_key(|rule| (!names::is_of_lost_characters(rule), Reverse(rule.level)));
    let repeats = duplicate::repeats(table);
    let mut checked = run_rows(table, sources, context, &rules, &repeats);
    groups::run(table, sources, &rules, &repeats, &mut checked);
    checked
        .findings
        .sort_by(|a, b| Finding::order(a).cmp(&Finding::order(b)));
    checked
}

/// An exact repeat of an earlier row is set aside: no rule looks at it, and it is as sound as that row.
fn run_rows(
    table: &Table,
    sources: &[Source],
    context: &Context,
    rules: &[&'static Rule],
    repeats: &Repeats,
) -> Checked {
    let starts: Vec<usize> = (0..table.len()).step_by(CHUNK).collect();
    let chunks: Vec<Chunk> = starts
        .into_par_iter()
        .map(|start| {
            let mut chunk = Chunk::new(table, sources, start, rules.len(), repeats);
            for (index, rule) in rules.iter().enumerate() {
                chunk.not_checked[index] = chunk.run(rule, context);
            }
            chunk
        })
        .collect();
    let mut checked = Checked {
        repeated: vec![false; table.len()],
        not_checked: rules.iter().map(|rule| (rule.code, 0)).collect(),
        ..Checked::default()
    };
    for chunk in chunks {
        checked.findings.extend(chunk.findings);
        checked.broken.extend(chunk.broken);
        for (total, count) in checked.not_checked.iter_mut().zip(chunk.not_checked) {
            total.1 += count;
        }
    }
    for (row, first) in repeats.pairs() {
        checked.broken[row as usize] = checked.broken[first as usize];
        checked.repeated[row as usize] = true;
    }
    checked
}

/// A value beside the ones a rule reads, when it is present, no formula error and not found wrong.
fn beside(row: Row<'_>, field: Field) -> Option<&str> {
    let text = row.text(field);
    let sound = row.kind(field) != CellKind::Error && row.unsound & field.bit() == 0;
    (!text.is_empty() && sound).then_some(text)
}
