//! A store against a register of accounts: found or not, one record or several that disagree, field by
//! field, and the record's standing.

use crate::model::reconciled::{Match, Pass};
use crate::model::rule::Defect;
use crate::model::{Comparison, Field, Finding, Verdict};

use super::compare;
use super::key_joins::KeyJoins;
use super::pair::Pair;
use super::passes::{AccountMatch, AccountSearch};
use super::register::{AccountRegister, FieldRule};

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

/// Compares one store with its record. `None` without a register, and for a row that repeats another one.
///
/// With `claimed` the account itself is already a finding, and the differences that follow from it are not.
pub(super) fn compare(
    search: &AccountSearch,
    row: usize,
    key_joins: &KeyJoins,
    claimed: bool,
    findings: &mut Vec<Finding>,
) -> Option<AccountComparison> {
    let (register, stores, table) = (search.register, search.stores, search.table);
    if table.is_empty() || stores.is_repeated(row) {
        return None;
    }
    let found = search.find(row, key_joins);
    let place = |record: u32| table.place(record as usize, register.key, stores.sources);
    let mut comparison = Comparison {
        store: Some(row as u32),
        matched: found.matched,
        pass: found.pass,
        ..register.comparison(stores.sound(row, register.key).unwrap_or_default())
    };
    let record = found.records.first().copied();
    let record = record.filter(|_| found.matched == Match::One);
    if let Some(record) = record {
        let pair = Pair {
            row,
            record,
            stores,
            register: table,
            note: register.note,
        };
        comparison.record = Some(place(record));
        comparison.status = pair.recorded_as_written(Field::Status).to_owned();
        compare_fields(register, &pair, &mut comparison);
        findings.extend(record_findings(register, &pair, &comparison, claimed));
    } else {
        comparison.candidates = found.records.iter().copied().map(place).collect();
        findings.extend(no_record_finding(search, row, &comparison, &found));
    }
    Some(AccountComparison { comparison, record })
}

/// The findings about a store with a record. A record found by the licence alone is shown, but raises none.
fn record_findings(
    register: &AccountRegister,
    pair: &Pair,
    comparison: &Comparison,
    claimed: bool,
) -> Vec<Finding> {
    let by_key = comparison.pass == Some(Pass::Key)
        || comparison.verdict(register.key) == Some(Verdict::Compatible);
    if !by_key && !comparison.key.is_empty() {
        let (rule, defect) = (register.not_found, Defect::default());
        let finding = pair.stores.finding(rule, pair.row, defect);
        return vec![finding.related(pair.cell(register.key))];
    }
    if !by_key && comparison.pass != Some(Pass::PidSmid) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    if !claimed {
        findings = differences(register, pair, &comparison.verdicts);
    }
    findings.extend(standing_finding(register, pair));
    findings
}

/// The finding about a store without a record: not found, several records, or only a suggestion. That a
/// row has no key is a finding of another rule.
fn no_record_finding(
    search: &AccountSearch,
    row: usize,
    comparison: &Comparison,
    found: &AccountMatch,
) -> Option<Finding> {
    let (register, stores) = (search.register, search.stores);
    let has_key = !stores.text(row, register.key).is_empty();
    let has_licence = stores.sound(row, Field::BusinessLicense).is_some();
    let rule = match (comparison.matched, comparison.pass) {
        (Match::Ambiguous, Some(Pass::Key)) => register.ambiguous,
        _ if !comparison.key.is_empty() => register.not_found,
        // A row without a sound licence has another finding already; correcting it may find the account.
        (_, Some(Pass::Suggested)) if !has_key && has_licence => register.suggestion?,
        _ => return None,
    };
    let mut defect = Defect::default();
    if rule.code != register.not_found.code {
        defect = defect.arg(found.count);
    }
    let mut finding = stores.finding(rule, row, defect);
    let cell =
        |record: &u32| stores.record_cell(search.table, *record, register.key, register.note);
    finding.related = found.records.iter().map(cell).collect();
    Some(finding)
}

fn compare_fields(register: &AccountRegister, pair: &Pair, comparison: &mut Comparison) {
    let optional = register.optional.iter();
    let optional = optional.filter(|(field, _)| pair.both_give(*field));
    let key = (comparison.pass != Some(Pass::Key)).then_some(register.key);
    let key = key.filter(|key| pair.both_give(*key));
    let fields = register.always.iter().chain(optional);
    for field in fields.map(|(field, _)| *field).chain(key) {
        let (verdict, fold) = compare::pair(pair, field);
        comparison.verdicts.push((field, verdict));
        comparison.folds.extend(fold.map(|fold| (field, fold)));
    }
}

/// One finding for each rule: bank, branch and code are three names of one thing.
fn differences(
    register: &AccountRegister,
    pair: &Pair,
    verdicts: &[(Field, Verdict)],
) -> Vec<Finding> {
    let is_different = |(field, _): &&FieldRule| verdicts.contains(&(*field, Verdict::Different));
    let mut rules: Vec<&FieldRule> = register.fields().filter(is_different).collect();
    rules.dedup_by_key(|(_, rule)| rule.code);
    let finding = |(field, rule): &FieldRule| pair.against(rule, *field, *field);
    rules.into_iter().map(finding).collect()
}

fn standing_finding(register: &AccountRegister, pair: &Pair) -> Option<Finding> {
    let status = pair.recorded(Field::Status);
    if compare::is_good_standing(status, register.good_standing) {
        return None;
    }
    let cell = pair.cell(Field::Status);
    let defect = Defect::default().arg(&cell.found);
    let finding = pair.stores.finding(register.standing, pair.row, defect);
    Some(finding.related(cell))
}
