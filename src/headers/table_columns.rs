//! A layout laid over a header: which column holds which field, decided for the whole table at once, and how well
//! the layout explains it. What the columns may hold comes in; the located header comes out, with what could not be
//! decided named.

use super::assignment::{self, Edge};
use super::candidates::{self, Candidate, ColumnReading};
use super::column_cells::ColumnCells;
use super::head_row::HeadRow;
use super::header_rows::Stacked;
use super::located::{Because, Located, Unread};
use crate::config::{Heading, SheetLayout, fold_header};
use crate::model::{Field, Kind};

/// What a column must be worth to be read.
const LEAST: i32 = 8;
/// The most one column counts for a kind, what a known column that is not read counts, and what a column that
/// speaks against the kind costs.
const MOST: i32 = 40;
const KNOWN: i32 = 6;
const AGAINST: i32 = 100;
/// Weights are multiplied by this, so that of equals the left column is taken.
const SCALE: i64 = 1 << 17;

/// Fields whose columns tell one person, company, store or article from another: never taken for coming first.
pub(crate) const IDENTITY: [Field; 7] = [
    Field::LegalIdNo,
    Field::BusinessLicense,
    Field::StoreCode,
    Field::SkuCode,
    Field::Smid,
    Field::CardNo,
    Field::MerchantName,
];

/// A layout over a header.
pub(crate) struct Fit<'a> {
    pub located: Located<'a>,
    /// Whether it has the columns it must have.
    pub is_met: bool,
    /// Whether it has at least the first of them: what its rows are about.
    pub has_key: bool,
}

/// What a layout makes of some header cells; `None` when it is plainly another's. The kind `is_prescribed` when the
/// job says so: then no word speaks against it.
pub(crate) fn fit<'a, 'b>(
    layout: &'a SheetLayout,
    head: &[Stacked],
    below: &[HeadRow],
    is_prescribed: bool,
    cells: impl FnOnce() -> &'b mut Vec<ColumnCells>,
) -> Option<Fit<'a>> {
    let mut readings = candidates::read(layout, head);
    let spoken = |r: &&ColumnReading| r.heading != Heading::Unknown || !r.candidates.is_empty();
    if readings.iter().filter(spoken).count() < 2 {
        return None;
    }
    if layout.kind != Kind::AlipayBill {
        hear_cells(layout, &mut readings, cells());
    }
    let table = Table {
        layout,
        head,
        below,
        readings: &readings,
    };
    let located = table.locate(is_prescribed)?;
    let has = |field: &Field| {
        let undecided = located.undecided.iter().any(|(f, _)| f == field);
        undecided || located.columns.iter().any(|(_, f)| f == field)
    };
    let mut needed = layout.need.iter().map(|any| any.iter().any(has));
    let has_key = needed.next().unwrap_or(true);
    let needed = has_key && needed.all(|met| met);
    Some(Fit {
        has_key,
        is_met: needed && located.known >= layout.at_least && located.score > 0,
        located,
    })
}

fn hear_cells(layout: &SheetLayout, readings: &mut [ColumnReading], cells: &[ColumnCells]) {
    let filled = cells.iter().any(|cells| !cells.is_blank);
    let holders = |readings: &[ColumnReading], field| {
        let has = |r: &&ColumnReading| r.candidates.iter().any(|c| c.field == field);
        readings.iter().filter(has).count()
    };
    for at in 0..readings.len() {
        let own = readings[at].candidates.first().map(|c| c.field);
        // An exact layout is sure of its columns, unless two of them are for one field.
        if layout.open || own.is_some_and(|field| holders(readings, field) > 1) {
            readings[at].hear_cells(&cells[at], filled);
        }
    }
}

/// A layout and what the columns of a header may hold for it.
struct Table<'a, 'b> {
    layout: &'a SheetLayout,
    head: &'b [Stacked],
    below: &'b [HeadRow],
    readings: &'b [ColumnReading],
}

impl<'a> Table<'a, '_> {
    fn locate(&self, is_prescribed: bool) -> Option<Located<'a>> {
        let fields = self.fields();
        let edges = self.edges(&fields);
        let best = assignment::solve(fields.len(), self.readings.len(), &edges);
        let undecided = match self.layout.open {
            true => self.undecided(&fields, &edges, &best.column_of),
            false => Vec::new(),
        };
        let is_undecided = |field: Field| undecided.iter().any(|(f, _)| *f == field);
        let mut held: Vec<Option<Field>> = vec![None; self.readings.len()];
        for (field, column) in fields.iter().zip(&best.column_of) {
            if let Some(column) = column.filter(|_| !is_undecided(*field)) {
                held[column] = Some(*field);
            }
        }
        let mut located = self.located(&held, undecided);
        located.score = self.score(&best.column_of, &fields, is_prescribed)?;
        Some(located)
    }

    /// Every field some column may hold, in order.
    fn fields(&self) -> Vec<Field> {
        let all = self.readings.iter().flat_map(|r| &r.candidates);
        let mut fields: Vec<Field> = all.map(|c| c.field).collect();
        fields.sort_unstable();
        fields.dedup();
        fields
    }

    fn edges(&self, fields: &[Field]) -> Vec<Edge> {
        let mut edges = Vec::new();
        for (column, reading) in self.readings.iter().enumerate() {
            for candidate in reading.candidates.iter().filter(|c| c.weight >= LEAST) {
                if let Ok(field) = fields.binary_search(&candidate.field) {
                    let weight = i64::from(candidate.weight) * SCALE - column as i64;
                    edges.push(Edge {
                        field,
                        column,
                        weight,
                    });
                }
            }
        }
        edges
    }

    /// Identity fields that another column may hold as well: the whole would be worth the same.
    fn undecided(
        &self,
        fields: &[Field],
        edges: &[Edge],
        column_of: &[Option<usize>],
    ) -> Vec<(Field, Vec<u16>)> {
        let mut all = Vec::new();
        let worth = |column_of: &[Option<usize>]| -> i32 {
            let own = fields.iter().zip(column_of);
            own.filter_map(|(field, column)| Some(self.candidate((*column)?, *field)?.weight))
                .sum()
        };
        for (at, field) in fields.iter().enumerate() {
            let Some(column) = column_of[at].filter(|_| IDENTITY.contains(field)) else {
                continue;
            };
            if edges.iter().filter(|e| e.field == at).count() < 2 {
                continue;
            }
            let rest: Vec<Edge> = edges
                .iter()
                .filter(|e| (e.field, e.column) != (at, column))
                .copied()
                .collect();
            let other = assignment::solve(fields.len(), self.readings.len(), &rest).column_of;
            if let Some(rival) = other[at]
                && worth(&other) >= worth(column_of)
                && !self.hold_the_same(column, rival)
            {
                let columns = [column, rival].map(|at| self.readings[at].column);
                all.push((*field, columns.to_vec()));
            }
        }
        all
    }

    fn hold_the_same(&self, one: usize, other: usize) -> bool {
        let text = |row: &HeadRow, at: usize| {
            let column = self.readings[at].column;
            let found = row.cells.iter().find(|(c, _)| *c == column);
            found.map(|(_, text)| text.trim().to_owned())
        };
        let mut rows = self.below.iter();
        !self.below.is_empty() && rows.all(|row| text(row, one) == text(row, other))
    }

    fn candidate(&self, column: usize, field: Field) -> Option<&Candidate> {
        let mut own = self.readings[column].candidates.iter();
        own.find(|c| c.field == field)
    }

    fn located(&self, held: &[Option<Field>], undecided: Vec<(Field, Vec<u16>)>) -> Located<'a> {
        let mut columns = Vec::new();
        let mut unread = Vec::new();
        let mut contradicted = Vec::new();
        let (mut known, mut by_name) = (0, 0);
        for ((reading, cell), field) in self.readings.iter().zip(self.head).zip(held) {
            by_name += usize::from(reading.by_name);
            let is_foreign = reading.by_name && reading.heading == Heading::Unknown;
            let is_known = reading.heading == Heading::Known;
            known += usize::from(field.is_some() || is_known || is_foreign);
            if let Some(field) = field {
                columns.push((reading.column, *field));
                continue;
            }
            if is_known {
                continue;
            }
            contradicted.extend(reading.contradicted.map(|field| (reading.column, field)));
            unread.push(Unread {
                column: reading.column,
                header: cell.text.clone(),
                taken: taken(reading, held),
            });
        }
        let mut fields: Vec<Field> = unread.iter().filter_map(|u| u.taken).collect();
        fields.sort_unstable();
        fields.dedup();
        let because = fields.into_iter();
        Located {
            layout: self.layout,
            first: 0,
            index: 0,
            head: HeadRow::default(),
            because: because.map(|f| (f, self.because(f, held))).collect(),
            columns,
            unread,
            accepted: Vec::new(),
            known,
            by_name,
            score: 0,
            undecided,
            contradicted,
            is_cut: false,
        }
    }

    /// Why a field is read from its column and not from the others that may hold it.
    fn because(&self, field: Field, held: &[Option<Field>]) -> Because {
        let holder = held.iter().position(|f| *f == Some(field));
        let Some((at, own)) = holder.and_then(|at| Some((at, self.candidate(at, field)?))) else {
            return Because::First;
        };
        let others = (0..held.len()).filter(|other| *other != at && held[*other].is_none());
        let others: Vec<(usize, &Candidate)> = others
            .filter_map(|other| Some((other, self.candidate(other, field)?)))
            .collect();
        let text = |at: usize| fold_header(&self.head[at].text);
        let all = |better: &dyn Fn(&Candidate) -> bool| others.iter().all(|(_, c)| better(c));
        if others.is_empty() || own.cells > 0 && all(&|c| c.cells == 0) {
            Because::Cells
        } else if all(&|c| own.beside > c.beside) {
            Because::Beside
        } else if own.is_usual && all(&|c| !c.is_usual) {
            Because::Usual
        } else if all(&|c| own.header > c.header)
            || others.iter().all(|(other, _)| {
                let (own, other) = (text(at), text(*other));
                own != other && own.contains(&other)
            })
        {
            Because::Specific
        } else {
            Because::First
        }
    }

    /// What the layout explains of the header; `None` when a column rules the kind out.
    fn score(
        &self,
        column_of: &[Option<usize>],
        fields: &[Field],
        is_prescribed: bool,
    ) -> Option<i32> {
        let mut held: Vec<Option<Field>> = vec![None; self.readings.len()];
        for (field, column) in fields.iter().zip(column_of) {
            if let Some(column) = column {
                held[*column] = Some(*field);
            }
        }
        let mut score = 0;
        for (at, reading) in self.readings.iter().enumerate() {
            let folded = fold_header(&self.head[at].text);
            match held[at] {
                Some(field) => {
                    let weight = self.candidate(at, field).map_or(0, |c| c.weight.min(MOST));
                    score += if self.layout.is_own(field) {
                        2 * weight
                    } else {
                        weight
                    };
                }
                None if is_prescribed => {}
                None if self.layout.is_never(&folded) => return None,
                None if self.layout.is_against(&folded) => score -= AGAINST,
                None if reading.heading == Heading::Known => score += KNOWN,
                None => {}
            }
        }
        Some(score)
    }
}

/// The field a column nobody reads stands for, when another column holds it.
fn taken(reading: &ColumnReading, held: &[Option<Field>]) -> Option<Field> {
    let is_held = |field: &Field| held.contains(&Some(*field));
    let listed = match reading.heading {
        Heading::Field(field) => Some(field).filter(is_held),
        _ => None,
    };
    listed.or_else(|| {
        let own = reading.candidates.iter().filter(|c| c.weight >= LEAST);
        own.map(|c| c.field).find(is_held)
    })
}
