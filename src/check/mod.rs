//! The rules on store and SKU sheets, and the runner that puts them to a table. Cell and row rules run
//! over chunks of rows on all threads, group rules over the whole table; out come the findings in
//! report order, the fields each row may no longer be judged by, and what could not be checked.

pub(crate) mod address;
pub(crate) mod alipay_id;
pub(crate) mod authority;
pub(crate) mod bank;
pub(crate) mod category;
pub(crate) mod cells;
mod checked;
mod chunk;
pub mod columns;
pub(crate) mod duplicate;
pub(crate) mod entity;
pub(crate) mod grouping;
mod groups;
pub(crate) mod hours;
pub(crate) mod id_card;
pub mod length;
pub(crate) mod licence;
pub(crate) mod names;
pub(crate) mod phone;
pub(crate) mod required;
pub(crate) mod scene;
pub(crate) mod sku;
pub(crate) mod street;
pub(crate) mod target;
pub(crate) mod validity;
pub(crate) mod word;

pub use checked::Checked;

use std::cmp::Reverse;

use chunk::{CHUNK, Chunk};
use duplicate::RowRepeats;
use rayon::prelude::*;

use crate::model::rule::Context;
use crate::model::{Finding, Rule, Source, Table};

/// Every family, in the order its rules run: damaged cells first, lengths after the forms, groups last;
/// and all of them at `error` before any at `warning`, which does not add to an error on its cell.
pub static FAMILIES: &[&[&Rule]] = &[
    cells::DAMAGE,
    required::RULES,
    id_card::SWAPPED,
    names::RULES,
    licence::RULES,
    authority::RULES,
    id_card::RULES,
    phone::RULES,
    bank::RULES,
    alipay_id::RULES,
    address::RULES,
    street::RULES,
    category::RULES,
    word::RULES,
    validity::RULES,
    scene::RULES,
    hours::RULES,
    sku::RULES,
    length::RULES,
    target::RULES,
    duplicate::RULES,
    entity::RULES,
];

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
    repeats: &RowRepeats,
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
