//! A store against a register of accounts: found or not, one record or several that disagree, field by
//! field, and the record's standing.

use crate::model::reconciled::{Match, Pass};
use crate::model::rule::Defect;
use crate::model::{Comparison, Field, Finding, Rule, Table, Verdict};

use super::compare;
use super::pair::Pair;
use super::passes::AccountMatch;
use super::register::AccountRegister;
use super::stores::StoreSheet;

/// A comparison beside the record it rests on.
pub(crate) struct AccountComparison {
    pub comparison: Comparison,
    pub record: Option<u32>,
}

impl AccountComparison {
    /// The record, when it is the account itself that was found and not merely its holder's.
    pub(crate) fn certain(&self) -> Option<u32> {
        let certain = matches!(self.comparison.pass, Some(Pass::Key | Pass::PidSmid));
        self.record.filter(|_| certain)
    }
}

impl AccountRegister {
    /// Compares one store; nothing to compare without a register, and a repeat is left to its twin.
    ///
    /// `claimed` says that the key itself is already a finding: what differs follows from it.
    pub(crate) fn compare(
        &self,
        row: usize,
        stores: &StoreSheet,
        found: AccountMatch,
        register: &Table,
        claimed: bool,
        findings: &mut Vec<Finding>,
    ) -> Option<AccountComparison> {
        if register.is_empty() || stores.is_repeated(row) {
            return None;
        }
        let place = |record: &u32| register.place(*record as usize, self.key, stores.sources);
        let mut comparison = Comparison {
            store: Some(row as u32),
            matched: found.matched,
            pass: found.pass,
            ..self.comparison(stores.sound(row, self.key).unwrap_or_default())
        };
        let (true, Some(record)) = (found.matched == Match::One, found.records.first()) else {
            comparison.candidates = found.records.iter().map(place).collect();
            findings.extend(self.no_record_finding(row, &comparison, stores, register, &found));
            let record = None;
            return Some(AccountComparison { comparison, record });
        };
        comparison.record = Some(place(record));
        let pair = Pair {
            row,
            record: *record,
            stores,
            register,
            note: self.note,
        };
        pair.recorded_as_written(Field::Status)
            .clone_into(&mut comparison.status);
        self.compare_fields(&pair, &mut comparison);
        findings.extend(self.findings(&pair, &comparison, claimed));
        let record = Some(*record);
        Some(AccountComparison { comparison, record })
    }

    /// What there is to say of a store with a record. One found by its licence alone is only shown.
    fn findings(&self, pair: &Pair, comparison: &Comparison, claimed: bool) -> Vec<Finding> {
        let by_key = comparison.pass == Some(Pass::Key)
            || comparison.verdict(self.key) == Some(Verdict::Compatible);
        if !by_key && !comparison.key.is_empty() {
            let finding = pair
                .stores
                .finding(self.not_found, pair.row, Defect::default());
            return vec![finding.related(pair.cell(self.key))];
        }
        if !by_key && comparison.pass != Some(Pass::PidSmid) {
            return Vec::new();
        }
        let mut findings = match claimed {
            true => Vec::new(),
            false => self.differences(pair, &comparison.verdicts),
        };
        findings.extend(self.standing_finding(pair));
        findings
    }

    /// Not found, a tie, or only a suggestion. A row without a key is somebody else's business.
    fn no_record_finding(
        &self,
        row: usize,
        comparison: &Comparison,
        stores: &StoreSheet,
        register: &Table,
        found: &AccountMatch,
    ) -> Option<Finding> {
        let rule = match (comparison.matched, comparison.pass) {
            (Match::Ambiguous, Some(Pass::Key)) => self.ambiguous,
            _ if !comparison.key.is_empty() => self.not_found,
            // Without a sound licence the row has a finding of its own, and curing it may find the account.
            (_, Some(Pass::Suggested))
                if stores.text(row, self.key).is_empty()
                    && stores.sound(row, Field::BusinessLicense).is_some() =>
            {
                self.suggestion?
            }
            _ => return None,
        };
        let defect = match rule.code == self.not_found.code {
            true => Defect::default(),
            false => Defect::default().arg(found.count),
        };
        let mut finding = stores.finding(rule, row, defect);
        let cell = |record: &u32| stores.record_cell(register, *record, self.key, self.note);
        finding.related = found.records.iter().map(cell).collect();
        Some(finding)
    }

    fn compare_fields(&self, pair: &Pair, comparison: &mut Comparison) {
        let optional = self
            .optional
            .iter()
            .filter(|(field, _)| pair.both_give(*field));
        let key = (comparison.pass != Some(Pass::Key)).then_some(self.key);
        let key = key.filter(|key| pair.both_give(*key));
        let fields = self.always.iter().chain(optional).map(|(field, _)| *field);
        for field in fields.chain(key) {
            let (verdict, fold) = compare::pair(pair, field);
            comparison.verdicts.push((field, verdict));
            comparison.folds.extend(fold.map(|fold| (field, fold)));
        }
    }

    /// One finding for each rule: bank, branch and code are three names of one thing.
    fn differences(&self, pair: &Pair, verdicts: &[(Field, Verdict)]) -> Vec<Finding> {
        let different = |field: Field| verdicts.contains(&(field, Verdict::Different));
        let mut rules: Vec<_> = self
            .fields()
            .filter(|(field, _)| different(*field))
            .collect();
        rules.dedup_by_key(|(_, rule)| rule.code);
        let finding = |(field, rule): &&(Field, &'static Rule)| pair.against(rule, *field, *field);
        rules.iter().map(finding).collect()
    }

    fn standing_finding(&self, pair: &Pair) -> Option<Finding> {
        let status = pair.recorded(Field::Status);
        if compare::is_good_standing(status, self.good_standing) {
            return None;
        }
        let cell = pair.cell(Field::Status);
        let defect = Defect::default().arg(&cell.found);
        Some(
            pair.stores
                .finding(self.standing, pair.row, defect)
                .related(cell),
        )
    }
}
