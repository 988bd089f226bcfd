//! Cell and row rules over a run of rows: each rule is put to the rows whose values it reads, and what
//! one has found broken the next does not judge again. Out come findings and the broken fields per row.

use super::duplicate::RowRepeats;
use super::{cells, id_card, names};
use crate::model::rule::{Context, Defect, Test};
use crate::model::{Column, Field, FieldSet, Finding, Level, Row, Rule, Source, Table};

/// Rows a thread takes at a time.
pub(super) const CHUNK: usize = 2048;

/// A run of rows on one thread.
pub(super) struct Chunk<'a> {
    table: &'a Table,
    sources: &'a [Source],
    start: usize,
    /// One entry per row of the chunk: fields of which nothing is to be concluded.
    pub broken: Vec<FieldSet>,
    /// Those of them that no rule may report any more.
    settled: Vec<FieldSet>,
    /// The rows of the chunk that rules look at.
    looked_at: Vec<usize>,
    pub findings: Vec<Finding>,
    /// Per rule, as the runner filled it in.
    pub not_checked: Vec<u64>,
}

impl<'a> Chunk<'a> {
    pub(super) fn new(
        table: &'a Table,
        sources: &'a [Source],
        start: usize,
        rules: usize,
        repeats: &RowRepeats,
    ) -> Chunk<'a> {
        let rows = CHUNK.min(table.len() - start);
        Chunk {
            table,
            sources,
            start,
            broken: vec![0; rows],
            settled: vec![0; rows],
            looked_at: (0..rows)
                .filter(|at| !repeats.contains((start + at) as u32))
                .collect(),
            findings: Vec::new(),
            not_checked: vec![0; rules],
        }
    }

    /// Returns how often the rule could not be put.
    pub(super) fn run(&mut self, rule: &'static Rule, context: &Context) -> u64 {
        match rule.test {
            Test::Cell(test) => rule
                .reads
                .iter()
                .map(|field| self.cells(rule, *field, test, context))
                .sum(),
            Test::Row(test) => self.rows(rule, test, context),
            Test::Group(_) | Test::Stage => 0,
        }
    }

    fn cells(
        &mut self,
        rule: &'static Rule,
        field: Field,
        test: fn(&str, &Context) -> Option<Defect>,
        context: &Context,
    ) -> u64 {
        let Some(column) = self.table.column(field) else {
            return self.looked_at.len() as u64;
        };
        let mut skipped = 0;
        for index in 0..self.looked_at.len() {
            let at = self.looked_at[index];
            let text = column.text(self.start + at);
            if text.is_empty() || self.broken[at] & field.bit() != 0 {
                skipped += 1;
            } else if let Some(mut defect) = test(text, context) {
                defect.field = Some(field);
                self.report(rule, at, defect);
            }
        }
        skipped
    }

    fn rows(
        &mut self,
        rule: &'static Rule,
        test: fn(Row, &Context, &mut Vec<Defect>),
        context: &Context,
    ) -> u64 {
        let columns: Option<Vec<&Column>> =
            rule.reads.iter().map(|f| self.table.column(*f)).collect();
        let Some(columns) = columns else {
            return self.looked_at.len() as u64;
        };
        let needed = rule.reads.iter().fold(0, |bits, f| bits | f.bit());
        let (mut skipped, mut defects) = (0, Vec::new());
        for index in 0..self.looked_at.len() {
            let at = self.looked_at[index];
            let row = self.start + at;
            let absent = columns.iter().any(|column| column.text(row).is_empty());
            if absent || self.broken[at] & needed != 0 {
                skipped += 1;
                continue;
            }
            let unsound = self.broken[at];
            let seen = Row {
                unsound,
                ..self.table.row(row)
            };
            test(seen, context, &mut defects);
            for defect in defects.drain(..) {
                self.report(rule, at, defect);
            }
        }
        skipped
    }

    /// Keeps a defect, unless its field was already found broken: one defect is one finding. What a cell
    /// lost in the file is reported once, even by a warning.
    fn report(&mut self, rule: &'static Rule, at: usize, defect: Defect) {
        let field = defect.field.or(rule.reads.first().copied());
        let other = defect.swapped_with;
        let bit = field
            .into_iter()
            .chain(other)
            .fold(0, |bits, f| bits | f.bit());
        if self.settled[at] & bit != 0 {
            return;
        }
        let settles = rule.level == Level::Error || cells::is_damage(rule);
        if settles {
            self.settled[at] |= bit;
        }
        if settles || names::is_of_lost_characters(rule) {
            self.broken[at] |= bit;
        }
        let row = self.start + at;
        let found = Finding::at(rule, self.table, row, self.sources, defect);
        let found = other.into_iter().fold(found, |found, other| {
            found.related(id_card::other_cell(self.table, row, other, self.sources))
        });
        self.findings.push(found);
    }
}
