//! A store against a register of accounts: found or not, one record or several that disagree, field by
//! field, and the record's standing. Alipay's register and the bank's are two entries of one shape.

use crate::model::reconciled::Match;
use crate::model::rule::Defect;
use crate::model::{Comparison, Field, Finding, Kind, Note, Rule, Table, Verdict};

use super::compare;
use super::pair::Pair;
use super::stores::Stores;

/// How stores are held against one register.
pub struct Register {
    pub kind: Kind,
    /// The field both sides are joined on.
    pub key: Field,
    /// Compared for every store, in the order of the verdicts, with what a difference is called.
    pub always: &'static [(Field, &'static Rule)],
    /// Compared, after the others, only when both sides give a value.
    pub given: &'static [(Field, &'static Rule)],
    pub not_found: &'static Rule,
    pub ambiguous: &'static Rule,
    pub standing: &'static Rule,
    /// Status words of a record in good standing.
    pub in_order: &'static [&'static str],
    pub note: Note,
}

/// A comparison beside the record it was made with.
pub struct Compared {
    pub comparison: Comparison,
    pub record: Option<u32>,
}

impl Register {
    /// Compares one store; nothing to compare without a sound key or without a register.
    ///
    /// `claimed` says that the key itself is already a finding: what differs follows from it.
    pub fn compare(
        &self,
        row: usize,
        stores: &Stores,
        register: &Table,
        records: impl ExactSizeIterator<Item = u32> + Clone,
        claimed: bool,
        findings: &mut Vec<Finding>,
    ) -> Option<Compared> {
        let key = stores.sound(row, self.key)?;
        if register.is_empty() || stores.is_repeated(row) {
            return None;
        }
        let mut comparison = Comparison {
            store: row as u32,
            against: self.kind,
            key: key.to_owned(),
            matched: Match::NotFound,
            record: None,
            verdicts: Vec::new(),
            status: String::new(),
        };
        let record = match self.choose(register, records.clone()) {
            (Match::One, Some(record)) => record,
            (matched, _) => {
                comparison.matched = matched;
                findings.push(self.unmatched(row, matched, stores, register, records));
                return Some(Compared {
                    comparison,
                    record: None,
                });
            }
        };
        comparison.matched = Match::One;
        comparison.record = Some(register.place(record as usize, self.key, stores.sources));
        comparison.status = register.original(record as usize, Field::Status).to_owned();
        let pair = Pair {
            row,
            record,
            stores,
            register,
            note: self.note,
        };
        comparison.verdicts = self.verdicts(&pair);
        if !claimed {
            findings.extend(self.differences(&pair, &comparison.verdicts));
        }
        findings.extend(self.not_in_order(&pair));
        Some(Compared {
            comparison,
            record: Some(record),
        })
    }

    /// The one record, if all of them say the same.
    fn choose(
        &self,
        register: &Table,
        mut records: impl Iterator<Item = u32>,
    ) -> (Match, Option<u32>) {
        let Some(first) = records.next() else {
            return (Match::NotFound, None);
        };
        let fields: Vec<Field> = self
            .fields()
            .map(|(f, _)| *f)
            .chain([Field::Status])
            .collect();
        if records.all(|other| compare::same_content(register, first, other, &fields)) {
            (Match::One, Some(first))
        } else {
            (Match::Ambiguous, None)
        }
    }

    fn fields(&self) -> impl Iterator<Item = &(Field, &'static Rule)> {
        self.always.iter().chain(self.given)
    }

    fn unmatched(
        &self,
        row: usize,
        matched: Match,
        stores: &Stores,
        register: &Table,
        records: impl ExactSizeIterator<Item = u32>,
    ) -> Finding {
        if matched == Match::NotFound {
            return stores.find(self.not_found, row, Defect::default());
        }
        let defect = Defect::default().arg(records.len());
        let mut finding = stores.find(self.ambiguous, row, defect);
        finding.related = records
            .map(|record| stores.record_cell(register, record, self.key, self.note))
            .collect();
        finding
    }

    fn verdicts(&self, pair: &Pair) -> Vec<(Field, Verdict)> {
        let both_given = self
            .given
            .iter()
            .filter(|(field, _)| pair.both_give(*field));
        self.always
            .iter()
            .chain(both_given)
            .map(|(field, _)| (*field, pair.verdict(*field)))
            .collect()
    }

    fn differences(&self, pair: &Pair, verdicts: &[(Field, Verdict)]) -> Vec<Finding> {
        let different = |field: Field| verdicts.contains(&(field, Verdict::Different));
        self.fields()
            .filter(|(field, _)| different(*field))
            .map(|(field, rule)| pair.against(rule, *field, *field))
            .collect()
    }

    fn not_in_order(&self, pair: &Pair) -> Option<Finding> {
        let status = pair.recorded(Field::Status);
        if compare::in_order(status, self.in_order) {
            return None;
        }
        let cell = pair.cell(Field::Status);
        let defect = Defect::default().arg(&cell.found);
        Some(
            pair.stores
                .find(self.standing, pair.row, defect)
                .related(cell),
        )
    }
}
