//! Headers of several rows: a name over some columns (法人信息) and below it what each of them holds
//! (姓名, 身份证号). Some rows, and what the workbook merges, in; for each column its texts from top to
//! bottom out. Which cells a name stands over is told by merged ranges, or else by the blanks to its right.

use super::head_row::HeadRow;
use crate::config::{fold_header, is_note};
use crate::formats::sheet_features::Merge;

/// Wider rows are no header anybody wrote by hand.
const WIDEST: usize = 512;

/// A column and what stands above it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Stacked {
    pub column: u16,
    /// As they are written, joined by `/`.
    pub text: String,
    /// Folded, from top to bottom, without notes in brackets; never empty.
    pub parts: Vec<String>,
}

/// A name and the columns it stands over.
struct Span<'a> {
    columns: (u16, u16),
    text: &'a str,
}

/// A row as a header of its own.
pub(crate) fn single(row: &HeadRow) -> Vec<Stacked> {
    let cell = |(column, text): &(u16, String)| Stacked {
        column: *column,
        text: text.clone(),
        parts: vec![fold_header(text)],
    };
    row.cells.iter().map(cell).collect()
}

/// The columns of a header of several rows, the last of which names each column. `None` when the rows do not
/// stand one below the other, or when one above the last says nothing: a title is no header.
pub(crate) fn several(rows: &[HeadRow], merged: &[Merge]) -> Option<Vec<Stacked>> {
    let (leaf, above) = rows.split_last()?;
    let together = rows
        .windows(2)
        .all(|pair| pair[0].row.checked_add(1) == Some(pair[1].row));
    if !together || rows.iter().any(|row| row.cells.len() > WIDEST) {
        return None;
    }
    let spans: Vec<Vec<Span>> = above.iter().map(|row| spans(row, leaf, merged)).collect();
    if spans.iter().any(|row| is_title(row, leaf)) {
        return None;
    }
    let cells = rows.iter().flat_map(|row| &row.cells);
    let mut columns: Vec<u16> = cells.map(|(column, _)| *column).collect();
    columns.sort_unstable();
    columns.dedup();
    Some(
        columns
            .into_iter()
            .map(|column| stacked(column, &spans, leaf))
            .collect(),
    )
}

fn stacked(column: u16, above: &[Vec<Span>], leaf: &HeadRow) -> Stacked {
    let over = |row: &Vec<Span>| {
        let mut spans = row.iter();
        let span = spans.find(|s| s.columns.0 <= column && column <= s.columns.1);
        span.map(|span| span.text.to_owned())
    };
    let texts = above
        .iter()
        .filter_map(over)
        .chain(text_at(leaf, column).map(str::to_owned));
    let mut texts: Vec<String> = texts.collect();
    texts.dedup_by(|next, earlier| fold_header(next) == fold_header(earlier));
    Stacked {
        column,
        parts: parts(&texts),
        text: texts.join("/"),
    }
}

/// A note of its own row (自用编码, below it `（必填）`) says nothing of what the column is.
fn parts(texts: &[String]) -> Vec<String> {
    let names = texts.iter().filter(|text| !is_note(text));
    let names: Vec<String> = names.map(|text| fold_header(text)).collect();
    match names.is_empty() {
        true => texts.iter().map(|text| fold_header(text)).collect(),
        false => names,
    }
}

fn text_at(row: &HeadRow, column: u16) -> Option<&str> {
    let at = row.cells.binary_search_by_key(&column, |(c, _)| *c).ok()?;
    Some(row.cells[at].1.trim())
}

/// What the cells of a row above the last stand over.
fn spans<'a>(row: &'a HeadRow, leaf: &HeadRow, merged: &[Merge]) -> Vec<Span<'a>> {
    let first = merged.partition_point(|merge| merge.rows.0 < row.row);
    let own: Vec<&Merge> = merged[first..]
        .iter()
        .take_while(|merge| merge.rows.0 == row.row)
        .collect();
    let ends = row.cells.iter().skip(1).map(|(column, _)| column - 1);
    let ends = ends.chain(std::iter::once(
        leaf.cells.last().map_or(0, |(column, _)| *column),
    ));
    row.cells
        .iter()
        .zip(ends)
        .map(|((column, text), end)| {
            let merge = own.iter().find(|merge| merge.columns.0 == *column);
            let last = match merge {
                Some(merge) => merge.columns.1,
                None if !own.is_empty() || text_at(leaf, *column).is_none() => *column,
                None => end.max(*column),
            };
            Span {
                columns: (*column, last),
                text: text.trim(),
            }
        })
        .collect()
}

/// One cell alone, at the left or over everything, is a title.
fn is_title(row: &[Span], leaf: &HeadRow) -> bool {
    let first = leaf.cells.first().map_or(0, |(column, _)| *column);
    matches!(row, [only] if only.columns.0 <= first)
}

/// Whether a range that begins in the header reaches the row below it, of a few rows only: then that row
/// belongs to the header as well.
pub(crate) fn is_cut(rows: &[HeadRow], below: Option<&HeadRow>, merged: &[Merge]) -> bool {
    let (Some(first), Some(last), Some(below)) = (rows.first(), rows.last(), below) else {
        return false;
    };
    let from = merged.partition_point(|merge| merge.rows.0 < first.row);
    let mut own = merged[from..]
        .iter()
        .take_while(|merge| merge.rows.0 <= last.row);
    own.any(|merge| merge.rows.1 >= below.row && merge.rows.1 - merge.rows.0 < 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(lines: &[&str]) -> Vec<HeadRow> {
        let row = |(row, line): (u32, &&str)| HeadRow {
            row,
            cells: (0..)
                .zip(line.split(',').map(str::to_owned))
                .filter(|(_, text)| !text.is_empty())
                .collect(),
        };
        (1..).zip(lines).map(row).collect()
    }

    fn texts(lines: &[&str], merged: &[Merge]) -> Option<Vec<String>> {
        let stacked = several(&head(lines), merged)?;
        Some(
            stacked
                .into_iter()
                .map(|s| format!("{} {}", s.column, s.text))
                .collect(),
        )
    }

    fn merge(rows: (u32, u32), columns: (u16, u16)) -> Merge {
        Merge { rows, columns }
    }

    #[test]
    fn names_stand_over_the_blanks_to_their_right() {
        let lines = ["编码,法人,,结算,,备注", ",姓名,证件号,账号,户名,"];
        let expected = [
            "0 编码",
            "1 法人/姓名",
            "2 法人/证件号",
            "3 结算/账号",
            "4 结算/户名",
            "5 备注",
        ];
        assert_eq!(texts(&lines, &[]).expect("a header"), expected);
    }

    #[test]
    fn names_stand_over_what_is_merged_with_them() {
        let lines = ["编码,法人,,,备注", ",姓名,证件号,地址,"];
        let merged = [merge((1, 1), (1, 2)), merge((1, 2), (0, 0))];
        let expected = ["0 编码", "1 法人/姓名", "2 法人/证件号", "3 地址", "4 备注"];
        assert_eq!(texts(&lines, &merged).expect("a header"), expected);
    }

    #[test]
    fn three_rows_and_a_name_repeated() {
        let lines = ["编码,资料,,", ",法人,,店", ",姓名,证件号,店"];
        let expected = [
            "0 编码",
            "1 资料/法人/姓名",
            "2 资料/法人/证件号",
            "3 资料/店",
        ];
        assert_eq!(texts(&lines, &[]).expect("a header"), expected);
    }

    #[test]
    fn a_note_in_brackets_is_no_part() {
        let lines = ["编码*,法人,,金额", "（必填）,姓名,（选填）,（收入）"];
        let stacked = several(&head(&lines), &[]).expect("a header");
        let parts: Vec<String> = stacked.iter().map(|s| s.parts.join("/")).collect();
        assert_eq!(parts, ["编码", "法人/姓名", "法人", "金额/(收入)"]);
        assert_eq!(stacked[0].text, "编码*/（必填）");
    }

    #[test]
    fn a_title_is_no_header() {
        assert_eq!(texts(&["门店信息表,,", "编码,名称,地址"], &[]), None);
        let wide = [merge((1, 1), (0, 2))];
        assert_eq!(texts(&["门店信息表", "编码,名称,地址"], &wide), None);
        let mut apart = head(&["编码,法人", ",姓名"]);
        apart[1].row = 3;
        assert_eq!(several(&apart, &[]), None);
    }

    #[test]
    fn a_range_that_reaches_below_cuts_the_header() {
        let rows = head(&["编码,备注", ",备注1", "s1"]);
        let two = [merge((1, 2), (0, 0))];
        assert!(is_cut(&rows[..1], rows.get(1), &two));
        assert!(!is_cut(&rows[..2], rows.get(2), &two));
        assert!(!is_cut(&rows[..1], rows.get(1), &[merge((1, 9), (0, 0))]));
    }
}
