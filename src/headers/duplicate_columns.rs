//! Two columns whose headers stand for one field: which of them is read. A located header and the rows
//! below it come in; the located header comes out with the better column in place, and why it is better.

use super::evidence;
use super::head_row::HeadRow;
use super::located::{Because, Located, Unread};
use crate::config::fold_header;
use crate::model::{Field, Lang};

/// Settles every field that several columns stand for, but for those a saved mapping speaks of.
pub(crate) fn settle(located: &mut Located, below: &[HeadRow]) {
    let mut fields: Vec<Field> = located.unread.iter().filter_map(|u| u.taken).collect();
    fields.sort_unstable();
    fields.dedup();
    for field in fields {
        let Some(at) = located.columns.iter().position(|(_, f)| *f == field) else {
            continue;
        };
        let holder = located.columns[at].0;
        if located.accepted.contains(&holder) {
            continue;
        }
        let others = located.unread.iter().filter(|u| u.taken == Some(field));
        let columns: Vec<u16> = std::iter::once(holder)
            .chain(others.map(|u| u.column))
            .collect();
        let (better, because) = choose(field, &columns, located, below);
        located.because.push((field, because));
        exchange(located, at, better);
    }
    located.columns.sort_unstable_by_key(|(column, _)| *column);
    located.unread.sort_unstable_by_key(|unread| unread.column);
}

/// Reads `better` for the field of the column at a position, which is read no more.
fn exchange(located: &mut Located, at: usize, better: u16) {
    let (holder, field) = located.columns[at];
    let header = header(located, holder);
    if let Some(unread) = located.unread.iter_mut().find(|u| u.column == better) {
        located.columns[at].0 = better;
        *unread = Unread {
            column: holder,
            header,
            taken: Some(field),
        };
    }
}

fn header(located: &Located, column: u16) -> String {
    let mut cells = located.head.cells.iter();
    let cell = cells.find(|(c, _)| *c == column);
    cell.map_or(String::new(), |(_, text)| text.clone())
}

/// The column to read among several, the first of which stands before the others.
fn choose(field: Field, columns: &[u16], located: &Located, below: &[HeadRow]) -> (u16, Because) {
    let usual = fold_header(field.label(Lang::Zh));
    let texts: Vec<String> = columns
        .iter()
        .map(|column| fold_header(&header(located, *column)))
        .collect();
    let says_more = |at: usize| {
        let mut others = texts.iter().enumerate().filter(|(other, _)| *other != at);
        others.all(|(_, text)| texts[at] != *text && texts[at].contains(&text[..]))
    };
    let all = 0..columns.len();
    let found = only_one_fits(field, columns, below)
        .map(|at| (at, Because::Cells))
        .or_else(|| {
            only(all.clone().filter(|at| texts[*at] == usual)).map(|at| (at, Because::Usual))
        })
        .or_else(|| only(all.filter(|at| says_more(*at))).map(|at| (at, Because::Specific)));
    let (at, because) = found.unwrap_or((0, Because::First));
    (columns[at], because)
}

/// The column whose cells have the form of the field, when no cell of the others has.
fn only_one_fits(field: Field, columns: &[u16], below: &[HeadRow]) -> Option<usize> {
    let said = |column: &u16| {
        let cells = below.iter().flat_map(|row| &row.cells);
        let own = cells.filter(|(c, _)| c == column);
        let own: Vec<String> = own.map(|(_, text)| text.clone()).collect();
        let said = evidence::said(&own);
        said.into_iter().find(|said| said.field == field)
    };
    let said: Vec<_> = columns.iter().map(said).collect::<Option<_>>()?;
    let fits = only((0..said.len()).filter(|at| said[*at].score > 0))?;
    let alone = said
        .iter()
        .enumerate()
        .all(|(at, s)| at == fits || s.fit == 0);
    alone.then_some(fits)
}

/// The one there is.
fn only(mut all: impl Iterator<Item = usize>) -> Option<usize> {
    let first = all.next()?;
    all.next().is_none().then_some(first)
}
