//! Finds the header row of a sheet by its content, and what each column holds.

use crate::model::{Field, HeaderCell, Kind, Meaning};
use crate::template::{Heading, SheetLayout, fold_header};

/// How many rows from the top are searched for a header.
pub const HEAD_ROWS: usize = 60;

/// One of the first rows of a sheet.
#[derive(Debug, Default)]
pub struct HeadRow {
    /// Counted from 1.
    pub row: u32,
    /// Column, from 0, and text of each cell that is not blank.
    pub cells: Vec<(u16, String)>,
}

/// A column nobody reads.
#[derive(Debug, PartialEq, Eq)]
pub struct Unread {
    pub column: u16,
    pub header: String,
    /// The field, when an earlier column already holds it.
    pub taken: Option<Field>,
}

/// A header row that fits a layout.
#[derive(Debug)]
pub struct Located<'a> {
    pub layout: &'a SheetLayout,
    /// Index into the rows that were searched.
    pub index: usize,
    pub columns: Vec<(u16, Field)>,
    pub unread: Vec<Unread>,
    /// The columns a saved mapping speaks of, read or not.
    pub accepted: Vec<u16>,
    /// Columns whose header the layout knows, used or not.
    known: usize,
}

impl Located<'_> {
    /// The cells of the header row and what each was taken for.
    pub fn header(&self, head: &HeadRow) -> Vec<HeaderCell> {
        let meaning = |column: u16| {
            let field = self.columns.iter().find(|(c, _)| *c == column);
            let unread = self.unread.iter().find(|u| u.column == column);
            match (field, unread) {
                (Some((_, field)), _) if self.accepted.contains(&column) => {
                    Meaning::Accepted(*field)
                }
                (Some((_, field)), _) => Meaning::Field(*field),
                (_, Some(unread)) => unread
                    .taken
                    .map_or(Meaning::Unknown(None), Meaning::Duplicate),
                _ => Meaning::Known,
            }
        };
        let cell = |(column, text): &(u16, String)| HeaderCell {
            column: *column,
            text: text.clone(),
            meaning: meaning(*column),
        };
        head.cells.iter().map(cell).collect()
    }
}

/// The best header row among the first rows: most known columns wins, then the fewest strangers, then
/// the upper row. `None` when nothing fits, or when two layouts fit equally well: a tie is not guessed.
pub fn locate<'a>(
    rows: &[HeadRow],
    layouts: &'a [SheetLayout],
    kind: Option<Kind>,
) -> Option<Located<'a>> {
    let mut best: Option<Located> = None;
    let mut tied = false;
    for (index, row) in rows.iter().enumerate() {
        let folded: Vec<String> = row
            .cells
            .iter()
            .map(|(_, text)| fold_header(text))
            .collect();
        for layout in layouts.iter().filter(|l| kind.is_none_or(|k| l.kind == k)) {
            let Some(found) = fit(layout, index, row, &folded) else {
                continue;
            };
            let rank = |l: &Located| (l.known, std::cmp::Reverse(l.unread.len()));
            match best.as_ref().map(|b| rank(&found).cmp(&rank(b))) {
                Some(std::cmp::Ordering::Less) => {}
                Some(std::cmp::Ordering::Equal) => {
                    tied |= best.as_ref().is_some_and(|b| b.index == index)
                }
                Some(std::cmp::Ordering::Greater) | None => {
                    best = Some(found);
                    tied = false;
                }
            }
        }
    }
    best.filter(|_| !tied)
}

fn fit<'a>(
    layout: &'a SheetLayout,
    index: usize,
    row: &HeadRow,
    folded: &[String],
) -> Option<Located<'a>> {
    let mut columns: Vec<(u16, Field)> = Vec::new();
    let mut unread = Vec::new();
    let mut known = 0;
    for ((column, text), folded) in row.cells.iter().zip(folded) {
        let stranger = |taken| Unread {
            column: *column,
            header: text.clone(),
            taken,
        };
        match layout.heading(folded) {
            Heading::Field(field) if columns.iter().any(|(_, f)| *f == field) => {
                unread.push(stranger(Some(field)));
            }
            Heading::Field(field) => columns.push((*column, field)),
            Heading::Known => known += 1,
            Heading::Unknown => unread.push(stranger(None)),
        }
    }
    known += columns.len();
    let has = |field: &Field| columns.iter().any(|(_, f)| f == field);
    let met = layout.need.iter().all(|any| any.iter().any(has));
    (met && known >= layout.at_least).then_some(Located {
        layout,
        index,
        columns,
        unread,
        accepted: Vec::new(),
        known,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::Layouts;

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
        let found = locate(&rows, &layouts, None).expect("located");
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
                &layouts,
                None
            )
            .is_none()
        );
    }
}
