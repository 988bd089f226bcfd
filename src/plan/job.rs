//! Findings about the job as a whole: values that every store needs and none has, acquirers that are not
//! named or whose agreement is not confirmed, and a register that may not have been read.

use std::collections::BTreeMap;

use super::rules::{JOB001, JOB002, JOB003, JOB004};
use crate::config::{Job, Levels};
use crate::model::reconciled::StoreMatch;
use crate::model::{
    Field, Finding, Ingested, Lang, Level, Place, Reconciled, Requirement, Route, StoreAndRecord,
    Table, plan,
};

/// `source` is the job file's source number. A value some stores have is no matter of the job: the
/// rest lack a required field.
pub(crate) fn job_findings(
    ingested: &Ingested,
    reconciled: &Reconciled,
    job: &Job,
    levels: &Levels,
    source: u32,
) -> Vec<Finding> {
    let stores = &ingested.tables.stores;
    if stores.is_empty() {
        return Vec::new();
    }
    let place = Place::sheet(source);
    let missing_values = levels.from_job.iter().filter_map(|need| {
        let missing = missing_everywhere(stores, need)?;
        let finding = Finding::about(&JOB001, place)
            .arg(missing.keys(Lang::Zh))
            .arg(stores.len())
            .arg(missing.keys(Lang::En));
        Some(Finding {
            field: missing.first(),
            ..finding
        })
    });
    let of_acquirer = |finding: Finding| Finding {
        field: Some(Field::OrgPid),
        ..finding
    };
    let acquirers = Acquirers::count(ingested, &reconciled.stores, job, levels);
    let unsigned = acquirers.unsigned.into_iter().map(|(pid, stores)| {
        let finding = Finding::about(&JOB002, place).found(pid);
        of_acquirer(finding.arg(pid).arg(stores))
    });
    let unnamed = (acquirers.unnamed > 0)
        .then(|| of_acquirer(Finding::about(&JOB004, place).arg(acquirers.unnamed)));
    missing_values.chain(unsigned).chain(unnamed).collect()
}

/// What stands before tagging, of the stores that are on their way to M4 through an acquirer.
#[derive(Default)]
struct Acquirers<'a> {
    /// Acquirers that are not known to have signed, each with its stores.
    unsigned: BTreeMap<&'a str, usize>,
    /// Stores that can be onboarded as they are although nobody names their acquirer, and that Alipay
    /// staff have not been given.
    unnamed: usize,
}

impl<'a> Acquirers<'a> {
    fn count(
        ingested: &'a Ingested,
        matches: &[StoreMatch],
        job: &Job,
        levels: &Levels,
    ) -> Acquirers<'a> {
        let (stores, merchants) = (&ingested.tables.stores, &ingested.tables.merchants);
        let mut acquirers = Acquirers::default();
        for (row, matched) in matches.iter().enumerate() {
            let level = |at| plan::onboarded_level(merchants, at);
            let level = matched.merchant.map(level);
            if matched.route == Route::Direct || level == Some(4) {
                continue;
            }
            let store = stores.row(row);
            let record = matched.merchant.map(|at| merchants.row(at as usize));
            let known = StoreAndRecord { store, record };
            let is_known = |field| !known.text(field).is_empty();
            let lacks = |need: &Requirement| !need.is_met(|field| store.has(field));
            match known.acquirer() {
                "" if is_known(Field::HandedOverAt) || is_known(Field::TaggedAt) => {}
                "" if levels.from_job.iter().any(lacks) => {}
                "" => acquirers.unnamed += 1,
                pid if has_signed(job, pid) => {}
                pid => *acquirers.unsigned.entry(pid).or_default() += 1,
            }
        }
        acquirers
    }
}

/// One finding when files went unread and no register of onboarded merchants was: it may be among them.
pub(crate) fn unread_register(ingested: &Ingested, source: u32) -> Option<Finding> {
    let unread = ingested.refused(Level::Error).count();
    let stores = ingested.tables.stores.len();
    let possible = unread > 0 && stores > 0 && ingested.tables.merchants.is_empty();
    possible.then(|| {
        Finding::about(&JOB003, Place::sheet(source))
            .arg(unread)
            .arg(stores)
    })
}

/// What of a requirement no store has a value for, when every way of it wants such a value.
fn missing_everywhere(stores: &Table, need: &Requirement) -> Option<Requirement> {
    let given = |field| !nobody_gives(stores, field);
    (!need.is_met(given)).then(|| need.rest(given))
}

/// A requirement as far as each store can be asked for it: whole when some store could meet it, else what
/// of its ways some store has. The rest is asked of the job.
pub(crate) fn per_store_part(stores: &Table, need: &Requirement) -> Option<Requirement> {
    if missing_everywhere(stores, need).is_none() {
        return Some(need.clone());
    }
    let mut known = need.rest(|field| nobody_gives(stores, field));
    known.ways.retain(|way| !way.is_empty());
    known.first().is_some().then_some(known)
}

/// Whether no store has a value for the field.
fn nobody_gives(stores: &Table, field: Field) -> bool {
    stores
        .column(field)
        .is_none_or(|column| (0..column.len()).all(|row| column.text(row).is_empty()))
}

/// Whether a code is about the job as a whole, which is the provider's to put in order.
pub(super) fn is_of_the_job(code: &str) -> bool {
    code.starts_with("JOB")
}

/// Whether the acquirer is marked as having signed the smart-store agreement.
pub(super) fn has_signed(job: &Job, pid: &str) -> bool {
    job.acquirers.get(pid).copied().unwrap_or(false)
}
