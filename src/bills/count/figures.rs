//! Numbers a bill or a summary states, compared with what the lines come to.

use crate::model::bill::{Figure, FigureSort};
use crate::model::{Finding, Rule};
use crate::value::money;

/// One finding for all stated figures that differ from what the lines come to. `refused` lines may be of any sort:
/// a count that may include them is right, and sums cannot be checked.
pub(crate) fn difference(
    rule: &'static Rule,
    figures: &[Figure],
    read: impl Fn(FigureSort) -> i64,
    refused: u64,
) -> Option<Finding> {
    let refused = i64::try_from(refused).unwrap_or(i64::MAX);
    let differs = |figure: &&Figure| {
        let missing = figure.value.saturating_sub(read(figure.sort));
        if figure.sort.is_money() {
            refused == 0 && missing != 0
        } else {
            missing < 0 || missing > refused
        }
    };
    let differing: Vec<&Figure> = figures.iter().filter(differs).collect();
    let listed = |value: &dyn Fn(&Figure) -> i64| {
        let one = |f: &&Figure| format!("{} {}", f.sort.label(), shown(f.sort, value(f)));
        differing.iter().map(one).collect::<Vec<_>>().join("，")
    };
    let first = differing.first()?;
    Some(
        Finding::about(rule, first.place)
            .found(shown(first.sort, first.value))
            .arg(listed(&|f| f.value))
            .arg(listed(&|f| read(f.sort))),
    )
}

fn shown(sort: FigureSort, value: i64) -> String {
    if sort.is_money() {
        money::format_fen(value)
    } else {
        value.to_string()
    }
}
