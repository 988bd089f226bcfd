//! One disposition per row, in this order: a repeat is set aside, what is blocked is held, what is
//! direct needs no onboarding, what is onboarded is modified or left alone, the rest is created.

use rayon::prelude::*;

use super::facts::CONTRADICTIONS;
use super::input::PlanInput;
use super::{checklist, facts, progress};
use crate::config::{Contradicted, Levels, requirement};
use crate::model::plan;
use crate::model::reconciled::{Match, Pass, StoreMatch};
use crate::model::{
    Blocks, Disposition, Field, FieldSet, Finding, Kind, M4State, Plan, Requirement, Route, Row,
    SkuPlan, StorePlan, StoreProgress, Verdict,
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

/// Makes the plan. Stores and SKUs come out in table order, one entry per row.
pub(crate) fn decide(input: &PlanInput) -> Plan {
    let tables = &input.ingested.tables;
    let stores = Blockers::collect(Kind::Stores, tables.stores.len(), input.findings);
    let skus = Blockers::collect(Kind::Skus, tables.skus.len(), input.findings);
    let rows = (0..tables.stores.len()).into_par_iter();
    let plans = rows
        .with_min_len(CHUNK)
        .map(|row| plan_store(row, &stores, input));
    let stores: Vec<StorePlan> = plans.collect();
    let sku_plans = (0..tables.skus.len()).map(|row| plan_sku(row, &skus));
    Plan {
        checklist: checklist::checklist(input, &stores),
        stores,
        skus: sku_plans.collect(),
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
    fn collect(kind: Kind, rows: usize, findings: &[Finding]) -> Blockers {
        let mut blockers = Blockers {
            m3: vec![Vec::new(); rows],
            m4: vec![Vec::new(); rows],
            repeated: repeated_rows(kind, rows, findings),
            all: Vec::new(),
        };
        for finding in findings {
            let code = finding.rule.code;
            let rows = match finding.blocks() {
                Some(Blocks::M3) if finding.is_general() && kind == Kind::Stores => {
                    blockers.all.push(code);
                    continue;
                }
                Some(Blocks::M3) => &mut blockers.m3,
                Some(Blocks::M4) => &mut blockers.m4,
                None => continue,
            };
            let touched = finding.touched(kind);
            touched.for_each(|row| rows[row as usize].push(code));
        }
        for codes in blockers.m3.iter_mut().chain(&mut blockers.m4) {
            codes.sort_unstable();
            codes.dedup();
        }
        blockers.all.dedup();
        blockers
    }
}

/// Per row, whether it is an exact repeat of another row (DUP003).
pub(crate) fn repeated_rows(kind: Kind, rows: usize, findings: &[Finding]) -> Vec<bool> {
    let mut repeated = vec![false; rows];
    for finding in findings.iter().filter(|f| f.rule.code == "DUP003") {
        let touched = finding.touched(kind);
        touched.for_each(|row| repeated[row as usize] = true);
    }
    repeated
}

fn plan_sku(row: usize, blockers: &Blockers) -> SkuPlan {
    if blockers.repeated[row] {
        SkuPlan::Repeated
    } else if blockers.m3[row].is_empty() {
        SkuPlan::Publish
    } else {
        SkuPlan::Held
    }
}

/// A store row and what is known of it.
struct StoreCase<'a> {
    row: usize,
    store: Row<'a>,
    matched: &'a StoreMatch,
    /// The level of its onboarded record, 0 to 4.
    level_now: u8,
    blockers: &'a Blockers,
    input: &'a PlanInput<'a>,
}

fn plan_store(row: usize, blockers: &Blockers, input: &PlanInput) -> StorePlan {
    let matched = &input.reconciled.stores[row];
    let merchants = &input.ingested.tables.merchants;
    let level = |record| plan::onboarded_level(merchants, record);
    let level_now = matched.merchant.map_or(0, level);
    let case = StoreCase {
        row,
        store: input.ingested.tables.stores.row(row),
        matched,
        level_now,
        blockers,
        input,
    };
    case.plan()
}

impl StoreCase<'_> {
    fn plan(&self) -> StorePlan {
        let (input, level_now) = (self.input, self.level_now);
        let m4 = self.m4_state();
        let send_account = matches!(m4, M4State::Ready | M4State::Pending) && self.has_account();
        let held_by = self.held_by(m4);
        let disposition = self.disposition(send_account, !held_by.is_empty());
        let held = disposition == Disposition::Held;
        let submitted = matches!(
            disposition,
            Disposition::Create | Disposition::Modify | Disposition::Unchanged
        );
        let mut plan = StorePlan {
            disposition,
            level_now,
            level_reachable: match m4 {
                _ if !submitted => level_now,
                M4State::Ready | M4State::Claimed => 4,
                _ => level_now.max(3),
            },
            m4,
            send_account,
            held_by: if held { held_by } else { Vec::new() },
            reasons: Vec::new(),
            progress: StoreProgress::default(),
            missing_m3: 0,
            missing_m4: 0,
        };
        if held || submitted {
            let is_direct = self.matched.route == Route::Direct;
            plan.reasons = sorted_codes(plan.held_by.iter().chain(self.m4_blockers()));
            plan.missing_m3 = requirement::lacking(self.store, is_direct, input.levels);
            plan.missing_m4 = missing_m4(self.store, m4, input.levels);
            let facts = facts::gather(&plan, self.row, input);
            plan.progress = progress::assess(&facts, input.now, input.job.checks.expiring_days);
        }
        plan
    }

    fn has_account(&self) -> bool {
        self.store.has(Field::LogonId)
    }

    fn m4_blockers(&self) -> &[&'static str] {
        &self.blockers.m4[self.row]
    }

    /// Codes of what holds the row, sorted, each once. A direct store is not onboarded, so only doubt about
    /// its route or its identity holds it.
    fn held_by(&self, m4: M4State) -> Vec<&'static str> {
        let own = self.blockers.m3[self.row].iter();
        if self.matched.route == Route::Direct {
            let is_doubt = |code: &&&str| code.starts_with("RTE") || code.starts_with("DUP");
            return sorted_codes(own.filter(is_doubt));
        }
        let policy = self.input.job.uploads.contradicted;
        let holds = m4 == M4State::Differs && policy == Contradicted::Hold;
        let against = |code: &&&str| holds && CONTRADICTIONS.contains(code);
        let against = self.m4_blockers().iter().filter(against);
        sorted_codes(own.chain(&self.blockers.all).chain(against))
    }

    fn disposition(&self, send_account: bool, is_held: bool) -> Disposition {
        let merchant = self.matched.merchant;
        let mut drift = self.matched.drift;
        if !send_account {
            drift &= !Field::LogonId.bit();
        }
        if self.blockers.repeated[self.row] {
            Disposition::Repeated
        } else if is_held {
            Disposition::Held
        } else if self.matched.route == Route::Direct {
            Disposition::Direct
        } else if merchant.is_none() && !self.store.has(Field::Smid) {
            Disposition::Create
        } else if drift != 0 || merchant.is_none() {
            Disposition::Modify
        } else {
            Disposition::Unchanged
        }
    }

    fn m4_state(&self) -> M4State {
        let mut blockers = self.m4_blockers().iter();
        if blockers.any(|code| CONTRADICTIONS.contains(code)) {
            M4State::Differs
        } else if !self.m4_blockers().is_empty() {
            M4State::Blocked
        } else if self.level_now == 4 {
            M4State::Claimed
        } else if !self.has_account() {
            M4State::NoAccount
        } else if self.is_confirmed() {
            M4State::Ready
        } else {
            M4State::Pending
        }
    }

    /// Whether the account itself was found, and all of its four elements agree.
    fn is_confirmed(&self) -> bool {
        let comparisons = &self.input.reconciled.comparisons;
        let comparison = self.matched.alipay;
        let Some(comparison) = comparison.and_then(|at| comparisons.get(at as usize)) else {
            return false;
        };
        let agrees = |field: &Field| comparison.verdict(*field).is_some_and(Verdict::agrees);
        comparison.matched == Match::One
            && comparison.pass == Some(Pass::Key)
            && FOUR.iter().all(agrees)
    }
}

/// What M4 needs and is missing, apart from what M3 lacks: a legal person's ID in the place of a licence
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

/// Codes sorted, each once.
fn sorted_codes<'c>(codes: impl Iterator<Item = &'c &'static str>) -> Vec<&'static str> {
    let mut codes: Vec<&'static str> = codes.copied().collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}
