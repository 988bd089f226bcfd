//! Finds the header row of a sheet by its content, and which kind of sheet it heads: every kind is weighed by how
//! much of the header it explains before it is asked whether it has the columns it must have.

use std::cmp::Ordering;

use super::column_cells::ColumnCells;
use super::head_row::HeadRow;
use super::header_rows;
use super::header_rows::Stacked;
use super::located::Located;
use super::table_columns::{self, Fit};
use crate::config::SheetLayout;
use crate::formats::sheet_features::Merge;
use crate::model::Kind;

/// How many rows a header may have.
const DEEPEST: usize = 3;

/// The best header among the first rows: one row, or up to three of which the upper ones name groups of
/// columns. Of equals the upper row wins, and the header of fewer rows. `None` when nothing fits, when two layouts
/// fit equally well (a tie is not guessed), or when a kind that lacks a column it must have explains more.
pub(crate) fn locate<'a>(
    rows: &[HeadRow],
    merged: &[Merge],
    layouts: &'a [SheetLayout],
    kind: Option<Kind>,
) -> Option<Located<'a>> {
    let mut best: Vec<Best> = Vec::new();
    for (index, depth) in (0..rows.len()).flat_map(|index| (1..=DEEPEST).map(move |d| (index, d))) {
        let Some(head) = Head::new(rows, index, depth, merged) else {
            continue;
        };
        let allowed = layouts.iter().filter(|l| kind.is_none_or(|k| l.kind == k));
        let mut cells = None;
        for layout in allowed.filter(|l| depth == 1 || l.may_have_groups()) {
            if let Some(fit) = head.fit(rows, layout, kind.is_some(), &mut cells) {
                add(&mut best, fit);
            }
        }
    }
    choose(best)
}

/// The best fit of one kind.
struct Best<'a> {
    fit: Fit<'a>,
    /// Another layout is as good.
    is_tied: bool,
}

/// Keeps the better fit of a kind: one that has what it must have, then that of an exact layout, then the one that
/// explains more.
fn add<'a>(best: &mut Vec<Best<'a>>, fit: Fit<'a>) {
    let kind = fit.located.layout.kind;
    let Some(own) = best.iter_mut().find(|b| b.fit.located.layout.kind == kind) else {
        best.push(Best {
            fit,
            is_tied: false,
        });
        return;
    };
    let class = |fit: &Fit| (fit.is_met, !fit.located.layout.open);
    let order = class(&fit).cmp(&class(&own.fit));
    match order.then_with(|| fit.located.rank(&own.fit.located)) {
        Ordering::Less => {}
        Ordering::Equal => {
            let (one, other) = (&own.fit.located, &fit.located);
            own.is_tied |= one.index == other.index && one.layout.name != other.layout.name;
        }
        Ordering::Greater => {
            *own = Best {
                fit,
                is_tied: false,
            }
        }
    }
}

/// The kind whose columns are worth most, if it has those it must have.
fn choose(best: Vec<Best>) -> Option<Located> {
    let unmet: Vec<(i32, usize)> = best
        .iter()
        .filter(|b| !b.fit.is_met && b.fit.has_key)
        .map(|b| (b.fit.located.score, b.fit.located.columns.len()))
        .collect();
    let mut met: Vec<Best> = best.into_iter().filter(|b| b.fit.is_met).collect();
    met.sort_by_key(|b| std::cmp::Reverse(b.fit.located.score));
    let mut met = met.into_iter();
    let first = met.next()?;
    let (score, columns) = (first.fit.located.score, first.fit.located.columns.len());
    let is_tied = met
        .next()
        .is_some_and(|next| next.fit.located.score == score);
    let explains_less = unmet.iter().any(|(s, c)| *s > score && *c > columns);
    (!first.is_tied && !is_tied && !explains_less).then_some(first.fit.located)
}

/// Some rows as a header.
struct Head {
    first: usize,
    index: usize,
    row: u32,
    cells: Vec<Stacked>,
    is_cut: bool,
}

impl Head {
    /// The header of so many rows that ends with the row `index`, when they can be one.
    fn new(rows: &[HeadRow], index: usize, depth: usize, merged: &[Merge]) -> Option<Head> {
        let first = (index + 1).checked_sub(depth)?;
        let own = &rows[first..=index];
        let cells = match own {
            [row] => header_rows::single(row),
            _ => header_rows::several(own, merged)?,
        };
        Some(Head {
            first,
            index,
            row: rows[index].row,
            cells,
            is_cut: header_rows::is_cut(own, rows.get(index + 1), merged),
        })
    }

    /// What a layout makes of it; `cells` are looked at when the first layout asks for them.
    fn fit<'a>(
        &self,
        rows: &[HeadRow],
        layout: &'a SheetLayout,
        is_prescribed: bool,
        cells: &mut Option<Vec<ColumnCells>>,
    ) -> Option<Fit<'a>> {
        let below = &rows[self.index + 1..];
        let look = |cell: &Stacked| ColumnCells::new(below, cell.column);
        let look_at_all = || self.cells.iter().map(look).collect();
        let mut fit = table_columns::fit(layout, &self.cells, below, is_prescribed, || {
            cells.get_or_insert_with(look_at_all)
        })?;
        let cell = |cell: &Stacked| (cell.column, cell.text.clone());
        fit.located.first = self.first;
        fit.located.index = self.index;
        fit.located.is_cut = self.is_cut;
        fit.located.head = HeadRow {
            row: self.row,
            cells: self.cells.iter().map(cell).collect(),
        };
        Some(fit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Layouts;
    use crate::model::Field;

    fn head(lines: &[&str]) -> Vec<HeadRow> {
        let row = |(i, line): (usize, &&str)| HeadRow {
            row: i as u32 + 1,
            cells: (0..)
                .zip(line.split(',').map(str::to_owned))
                .filter(|(_, t)| !t.is_empty())
                .collect(),
        };
        lines.iter().enumerate().map(row).collect()
    }

    #[test]
    fn finds_the_header_below_titles_and_notes() {
        let layouts = Layouts::load(None).expect("built in").sheets;
        let rows = head(&[
            "2026 门店信息表",
            "带*必填,请勿改动表头",
            "*自用编码,*门店\n名称,详细地址,联系电话,结算账号,备注2,结算卡号",
            "s1,甲店,某路,1,2,,",
        ]);
        let found = locate(&rows, &[], &layouts, None).expect("located");
        assert_eq!((found.layout.name.as_str(), found.index), ("stores", 2));
        assert_eq!(found.columns[1], (1, Field::StoreName));
        let unread: Vec<_> = found.unread.iter().map(|u| (u.column, u.taken)).collect();
        assert_eq!(unread, [(5, None), (6, Some(Field::CardNo))]);
    }

    #[test]
    fn prose_is_no_header() {
        let layouts = Layouts::load(None).expect("built in").sheets;
        assert!(
            locate(
                &head(&["填写说明", "1. 门店名称 与门头一致"]),
                &[],
                &layouts,
                None
            )
            .is_none()
        );
    }
}
