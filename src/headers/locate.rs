//! Finds the header row of a sheet by its content, and what each column holds.

use std::cmp::Ordering;

use super::head_row::HeadRow;
use super::header_qualifiers;
use super::header_rows;
use super::header_rows::Stacked;
use super::located::{Located, Unread};
use crate::config::{Heading, SheetLayout};
use crate::formats::sheet_features::Merge;
use crate::model::{Field, Kind};

/// How many rows a header may have.
const DEEPEST: usize = 3;

/// The best header among the first rows: one row, or up to three of which the upper ones name groups of
/// columns. Of equals the upper row wins, and the header of fewer rows. `None` when nothing fits, or when
/// two layouts fit equally well: a tie is not guessed.
pub(crate) fn locate<'a>(
    rows: &[HeadRow],
    merged: &[Merge],
    layouts: &'a [SheetLayout],
    kind: Option<Kind>,
) -> Option<Located<'a>> {
    let mut best: Option<Located> = None;
    let mut tied = false;
    for (index, depth) in (0..rows.len()).flat_map(|index| (1..=DEEPEST).map(move |d| (index, d))) {
        let Some(head) = Head::new(rows, index, depth, merged) else {
            continue;
        };
        let allowed = layouts.iter().filter(|l| kind.is_none_or(|k| l.kind == k));
        for found in allowed.filter_map(|layout| fit(layout, &head)) {
            match best.as_ref().map(|best| found.rank(best)) {
                Some(Ordering::Less) => {}
                Some(Ordering::Equal) => {
                    let another =
                        |b: &Located| b.index == index && b.layout.name != found.layout.name;
                    tied |= best.as_ref().is_some_and(another);
                }
                Some(Ordering::Greater) | None => {
                    best = Some(found);
                    tied = false;
                }
            }
        }
    }
    best.filter(|_| !tied)
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
}

/// What a header cell was found to mean.
struct Read {
    heading: Heading,
    /// The name above decided it.
    by_name: bool,
}

fn fit<'a>(layout: &'a SheetLayout, head: &Head) -> Option<Located<'a>> {
    if head.first < head.index && !layout.may_have_groups() {
        return None;
    }
    let mut columns: Vec<(u16, Field)> = Vec::new();
    let mut unread = Vec::new();
    let (mut unused, mut others, mut by_name) = (0, 0, 0);
    for cell in &head.cells {
        let stranger = |taken| Unread {
            column: cell.column,
            header: cell.text.clone(),
            taken,
        };
        let read = read(layout, &cell.parts);
        by_name += usize::from(read.by_name);
        match read.heading {
            Heading::Field(field) if columns.iter().any(|(_, f)| *f == field) => {
                unread.push(stranger(Some(field)));
            }
            Heading::Field(field) => columns.push((cell.column, field)),
            Heading::Known => unused += 1,
            Heading::Unknown => {
                others += usize::from(read.by_name);
                unread.push(stranger(None));
            }
        }
    }
    let has = |field: &Field| columns.iter().any(|(_, f)| f == field);
    let met = layout.need.iter().all(|any| any.iter().any(has));
    let known = columns.len() + unused;
    let cell = |cell: &Stacked| (cell.column, cell.text.clone());
    (met && known >= layout.at_least).then(|| Located {
        layout,
        first: head.first,
        index: head.index,
        head: HeadRow {
            row: head.row,
            cells: head.cells.iter().map(cell).collect(),
        },
        columns,
        unread,
        because: Vec::new(),
        accepted: Vec::new(),
        known: known + others,
        by_name,
        is_cut: head.is_cut,
    })
}

/// Fields whose plain headers (手机, 证件号, 地址) may be anybody's.
const ANYBODYS: &[Field] = &[
    Field::ContactName,
    Field::ContactMobile,
    Field::ContactPhone,
    Field::ContactEmail,
    Field::LegalIdNo,
    Field::LegalIdExpiry,
    Field::Address,
];

/// What the texts above a column mean together: joined as one header, with the words a layout knows for the
/// name above, or the last alone, unless the name says that it is another's.
fn read(layout: &SheetLayout, parts: &[String]) -> Read {
    let Some((leaf, above)) = parts.split_last() else {
        return Read {
            heading: Heading::Unknown,
            by_name: false,
        };
    };
    let alone = layout.heading(leaf);
    if above.is_empty() {
        return Read {
            heading: alone,
            by_name: false,
        };
    }
    let joined = std::iter::once(parts.join("/"));
    let with = above.iter().rev().flat_map(|name| layout.words_for(name));
    let mut together = joined.chain(with.map(|words| format!("{words}{leaf}")));
    let known =
        together.find_map(|text| Some(layout.heading(&text)).filter(|h| *h != Heading::Unknown));
    if let Some(heading) = known {
        return Read {
            heading,
            by_name: heading != alone,
        };
    }
    match alone {
        Heading::Field(field)
            if ANYBODYS.contains(&field)
                && !above
                    .iter()
                    .all(|name| header_qualifiers::allow(name, field)) =>
        {
            Read {
                heading: Heading::Unknown,
                by_name: true,
            }
        }
        heading => Read {
            heading,
            by_name: false,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Layouts;

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
