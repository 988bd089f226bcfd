//! What a store needs for M3 and does not give. A row in canonical form and a requirement come in; out
//! comes whether the store lacks it, and whether for want of a value or of the whole column.

use std::sync::LazyLock;

use super::Levels;
use crate::model::{CellKind, Field, FieldSet, Requirement, Row};
use crate::value::merchant;
use crate::value::region;
use crate::value::region::{Part, Resolution};

/// How a store lacks what it needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lack {
    /// The sheet has this column for it, and the cell is empty.
    Value(Field),
    /// The sheet has no column for what is not there.
    Column,
}

/// Whether a store, direct or not by its sheet, lacks something; its values in canonical form.
pub(crate) fn lack(row: Row, need: &Requirement) -> Option<Lack> {
    lack_of(row, need, row.text(Field::Route) == "direct")
}

fn lack_of(row: Row, need: &Requirement, direct: bool) -> Option<Lack> {
    let first = need.first()?;
    if need.is_met(|field| row.has(field)) || !is_needed(row, first, direct) {
        return None;
    }
    let given = |field| row.has(field);
    let rest = need.rest(given);
    let column = rest
        .fields()
        .find(|field| row.kind(*field) != CellKind::Missing);
    Some(column.map_or(Lack::Column, Lack::Value))
}

/// What tells who the merchant is: one of them is enough.
pub(crate) static IDENTITY: LazyLock<Requirement> =
    LazyLock::new(|| Requirement::any(&[Field::BusinessLicense, Field::LegalIdNo]));

/// What a direct store needs: it is not onboarded, but listed.
const OF_DIRECT: [Field; 6] = [
    Field::StoreCode,
    Field::StoreName,
    Field::Province,
    Field::City,
    Field::District,
    Field::Address,
];

/// Whether a store needs the field for M3.
fn is_needed(row: Row, field: Field, direct: bool) -> bool {
    let part = |of: fn(&Resolution) -> Part| {
        let levels = [Field::Province, Field::City, Field::District];
        let [province, city, district] = levels.map(|level| row.text(level));
        of(&region::resolve(province, city, district))
    };
    match field {
        Field::City => part(|found| found.city) != Part::NotNeeded,
        Field::District => part(|found| found.district) != Part::NotNeeded,
        // The licence of an individual business may print no name; its operator's stands in.
        Field::MerchantName if has_operators_name(row) => false,
        _ => !direct || OF_DIRECT.contains(&field),
    }
}

fn has_operators_name(row: Row) -> bool {
    row.has(Field::LegalName) && merchant::is_individual(row.text(Field::BusinessLicense))
}

/// All that a store lacks for M3, each requirement by its first field: what its row leaves
/// empty, what its sheet has no column for, and what the job should have given. `direct` is what was found
/// of its route, whatever its sheet says.
pub(crate) fn lacking(row: Row, direct: bool, levels: &Levels) -> FieldSet {
    let all = levels.all_for_m3();
    let lacking = all.filter(|need| lack_of(row, need, direct).is_some());
    let firsts = lacking.filter_map(Requirement::first);
    firsts.fold(0, |bits, field| bits | field.bit())
}
