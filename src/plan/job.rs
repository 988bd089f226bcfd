//! Findings about the job as a whole: values every store needs and nobody gives, acquirers whose
//! agreement is not confirmed, and a register that may have gone unread.

use std::collections::BTreeMap;

use crate::model::stage_rules::{JOB001, JOB002, JOB003};
use crate::model::{Field, Finding, Ingested, Lang, Level, Place, Requirement, Table};
use crate::template::{Job, Levels};

/// `source` is the job file's source number. A value some stores have is no matter of the job: the
/// rest lack a required field.
pub fn job_findings(stores: &Table, job: &Job, levels: &Levels, source: u32) -> Vec<Finding> {
    if stores.is_empty() {
        return Vec::new();
    }
    let place = Place::sheet(source);
    let missing = levels.from_job.iter().filter_map(|need| {
        let wanted = wanted(stores, need)?;
        let finding = Finding::about(&JOB001, place)
            .arg(wanted.keys(Lang::Zh))
            .arg(stores.len())
            .arg(wanted.keys(Lang::En));
        Some(Finding {
            field: wanted.first(),
            ..finding
        })
    });
    let mut acquirers: BTreeMap<&str, usize> = BTreeMap::new();
    for row in 0..stores.len() {
        let pid = stores.text(row, Field::OrgPid);
        if !pid.is_empty() && !signed(job, pid) {
            *acquirers.entry(pid).or_default() += 1;
        }
    }
    let unsigned = acquirers.into_iter().map(|(pid, stores)| {
        let finding = Finding::about(&JOB002, place)
            .found(pid)
            .arg(pid)
            .arg(stores);
        Finding {
            field: Some(Field::OrgPid),
            ..finding
        }
    });
    missing.chain(unsigned).collect()
}

/// One finding when files went unread and no register of onboarded merchants was: it may be among them.
pub fn unread_register(ingested: &Ingested, source: u32) -> Option<Finding> {
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
fn wanted(stores: &Table, need: &Requirement) -> Option<Requirement> {
    let given = |field| !nobody_gives(stores, field);
    (!need.is_met(given)).then(|| need.rest(given))
}

/// A requirement as far as each store can be asked for it: whole when some store could meet it, else what
/// of its ways some store has. The rest is asked of the job.
pub fn given(stores: &Table, need: &Requirement) -> Option<Requirement> {
    if wanted(stores, need).is_none() {
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

/// Whether the acquirer is marked as having signed the smart-store agreement.
pub fn signed(job: &Job, pid: &str) -> bool {
    job.acquirers.get(pid).copied().unwrap_or(false)
}
