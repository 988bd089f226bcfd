//! One disposition per row, in this order: a repeat is set aside, what is blocked is held, what is
//! direct needs no onboarding, what is onboarded is modified or left alone, the rest is created.

use rayon::prelude::*;

use super::Input;
use super::{checklist, facts, progress};
use crate::config::{Contradicted, Levels, requirement};
use crate::model::plan;
use crate::model::reconciled::{Match, Pass, StoreMatch};
use crate::model::{
    Blocks, Disposition, Field, FieldSet, Finding, Kind, M4State, Plan, Requirement, Route, Row,
    SkuPlan, StorePlan, StoreProgress, Table, Verdict,
};

/// Rows a thread takes at a time.
const CHUNK: usize = 1024;

/// The four elements (商家接入流程 3.2, step 6).
const FOUR: [Field; 4] = [
    Field::LegalIdNo,
    Field::LegalName,
    Field::BusinessLicense,
    Field::MerchantName,
];

/// What contradicts one of them.
pub(super) const CONTRADICTIONS: [&str; 4] = ["ACC002", "ACC003", "ACC004", "ACC005"];

/// Whether a code is about the job as a whole, which is the provider's to put in order.
pub(super) fn is_of_the_job(code: &str) -> bool {
    code.starts_with("JOB")
}

/// Makes the plan. Stores and SKUs come out in table order, one entry per row.
pub(crate) fn decide(input: &Input) -> Plan {
    let tables = &input.ingested.tables;
    let stores = Blockers::of(Kind::Stores, tables.stores.len(), input.findings);
    let skus = Blockers::of(Kind::Skus, tables.skus.len(), input.findings);
    let stores: Vec<StorePlan> = (0..tables.stores.len())
        .into_par_iter()
        .with_min_len(CHUNK)
        .map(|row| store(row, &stores, input))
        .collect();
    Plan {
        checklist: checklist::checklist(input, &stores),
        stores,
        skus: (0..tables.skus.len()).map(|row| sku(row, &skus)).collect(),
    }
}

/// Per row, the findings that count.
struct Blockers {
    m3: Vec<Vec<&'static str>>,
    m4: Vec<Vec<&'static str>>,
    repeated: Vec<bool>,
    /// Codes of job findings that hold every store.
    all: Vec<&'static str>,
}

impl Blockers {
    fn of(kind: Kind, rows: usize, findings: &[Finding]) -> Blockers {
        let mut blockers = Blockers {
            m3: vec![Vec::new(); rows],
            m4: vec![Vec::new(); rows],
            repeated: vec![false; rows],
            all: Vec::new(),
        };
        for finding in findings {
            let code = finding.rule.code;
            if code == "DUP003" {
                finding
                    .touched(kind)
                    .for_each(|row| blockers.repeated[row as usize] = true);
            }
            let rows = match finding.blocks() {
                Some(Blocks::M3) if finding.is_general() && kind == Kind::Stores => {
                    blockers.all.push(code);
                    continue;
                }
                Some(Blocks::M3) => &mut blockers.m3,
                Some(Blocks::M4) => &mut blockers.m4,
                None => continue,
            };
            finding
                .touched(kind)
                .for_each(|row| rows[row as usize].push(code));
        }
        for codes in blockers.m3.iter_mut().chain(&mut blockers.m4) {
            codes.sort_unstable();
            codes.dedup();
        }
        blockers.all.dedup();
        blockers
    }
}

fn sku(row: usize, blockers: &Blockers) -> SkuPlan {
    if blockers.repeated[row] {
        SkuPlan::Repeated
    } else if blockers.m3[row].is_empty() {
        SkuPlan::Publish
    } else {
        SkuPlan::Held
    }
}

fn store(row: usize, blockers: &Blockers, input: &Input) -> StorePlan {
    let table = &input.ingested.tables.stores;
    let matched = &input.reconciled.stores[row];
    let merchants = &input.ingested.tables.merchants;
    let level_now = matched
        .merchant
        .map_or(0, |record| plan::onboarded_level(merchants, record));
    let m4 = m4_state(row, table, matched, &blockers.m4[row], level_now, input);
    let send_account =
        matches!(m4, M4State::Ready | M4State::Pending) && table.row(row).has(Field::LogonId);
    let held_by = held_by(
        row,
        matched.route,
        m4,
        blockers,
        input.job.uploads.contradicted,
    );
    let disposition = disposition(row, table, matched, blockers, send_account, &held_by);
    let held = disposition == Disposition::Held;
    let submitted = matches!(
        disposition,
        Disposition::Create | Disposition::Modify | Disposition::Unchanged
    );
    let held_by = if held { held_by } else { Vec::new() };
    let reasons = match held || submitted {
        true => together(held_by.iter().chain(&blockers.m4[row])),
        false => Vec::new(),
    };
    let level_reachable = match m4 {
        _ if !submitted => level_now,
        M4State::Ready | M4State::Claimed => 4,
        _ => level_now.max(3),
    };
    let mut plan = StorePlan {
        disposition,
        level_now,
        level_reachable,
        m4,
        send_account,
        held_by,
        reasons,
        progress: StoreProgress::default(),
        missing_m3: 0,
        missing_m4: 0,
    };
    if held || submitted {
        plan.missing_m3 =
            requirement::lacking(table.row(row), matched.route == Route::Direct, input.levels);
        plan.missing_m4 = missing_m4(table.row(row), m4, input.levels);
        let facts = facts::of(&plan, row, input);
        plan.progress = progress::live(&facts, input.now, input.job.checks.expiring_days);
    }
    plan
}

/// What M4 needs and nobody gives, whatever M3 lacks too: a legal person's ID in the place of a licence
/// is enough for M3 and not for M4. Nothing once M4 is claimed.
fn missing_m4(store: Row, m4: M4State, levels: &Levels) -> FieldSet {
    if m4 == M4State::Claimed {
        return 0;
    }
    let unmet = |need: &&Requirement| !need.is_met(|field| store.has(field));
    let unmet = levels.for_m4.iter().filter(unmet);
    let firsts = unmet.filter_map(Requirement::first);
    firsts.fold(0, |bits, field| bits | field.bit())
}

/// Codes of what holds the row, sorted, each once. A direct store is not onboarded, so only doubt about
/// its route or its identity holds it.
fn held_by(
    row: usize,
    route: Route,
    m4: M4State,
    blockers: &Blockers,
    policy: Contradicted,
) -> Vec<&'static str> {
    let own = blockers.m3[row].iter();
    if route == Route::Direct {
        let doubt = |code: &&&str| code.starts_with("RTE") || code.starts_with("DUP");
        return together(own.filter(doubt));
    }
    let holds = m4 == M4State::Differs && policy == Contradicted::Hold;
    let against = |code: &&&str| holds && CONTRADICTIONS.contains(code);
    let against = blockers.m4[row].iter().filter(against);
    together(own.chain(&blockers.all).chain(against))
}

/// Codes sorted, each once.
fn together<'c>(codes: impl Iterator<Item = &'c &'static str>) -> Vec<&'static str> {
    let mut codes: Vec<&'static str> = codes.copied().collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

fn disposition(
    row: usize,
    table: &Table,
    matched: &StoreMatch,
    blockers: &Blockers,
    send_account: bool,
    held_by: &[&str],
) -> Disposition {
    let onboarded = matched.merchant.is_some() || table.row(row).has(Field::Smid);
    let account_only = Field::LogonId.bit();
    let drift = if send_account {
        matched.drift
    } else {
        matched.drift & !account_only
    };
    if blockers.repeated[row] {
        Disposition::Repeated
    } else if !held_by.is_empty() {
        Disposition::Held
    } else if matched.route == Route::Direct {
        Disposition::Direct
    } else if !onboarded {
        Disposition::Create
    } else if drift != 0 || matched.merchant.is_none() {
        Disposition::Modify
    } else {
        Disposition::Unchanged
    }
}

fn m4_state(
    row: usize,
    table: &Table,
    matched: &StoreMatch,
    blockers: &[&str],
    level_now: u8,
    input: &Input,
) -> M4State {
    if blockers.iter().any(|code| CONTRADICTIONS.contains(code)) {
        return M4State::Differs;
    }
    if !blockers.is_empty() {
        return M4State::Blocked;
    }
    if level_now == 4 {
        return M4State::Claimed;
    }
    if !table.row(row).has(Field::LogonId) {
        return M4State::NoAccount;
    }
    let confirmed = matched
        .alipay
        .and_then(|at| input.reconciled.comparisons.get(at as usize))
        .is_some_and(|comparison| {
            comparison.matched == Match::One
                && comparison.pass == Some(Pass::Key)
                && FOUR
                    .iter()
                    .all(|f| comparison.verdict(*f).is_some_and(Verdict::agrees))
        });
    if confirmed {
        M4State::Ready
    } else {
        M4State::Pending
    }
}
