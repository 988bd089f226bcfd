//! What the discrepancy report counts before it writes: findings per rule, and per legal entity its
//! stores, its findings and what to ask it for.

use std::collections::{BTreeMap, HashMap};

use crate::emit::Run;
use crate::model::{Disposition, Field, Finding, Kind, Lang, Level, Rule, Table, Task};

/// Store codes named in one sentence; the rest are counted.
const CODES_NAMED: usize = 5;
/// Faults named in one sentence: what fits in a message somebody reads.
const FAULTS_NAMED: usize = 12;

/// One rule that hit.
pub(crate) struct RuleDigest {
    pub rule: &'static Rule,
    pub level: Level,
    pub findings: u64,
    /// Distinct stores or SKUs touched.
    pub rows: u64,
    /// Stores held for this reason, maybe among others.
    pub held: u64,
    /// Index of its first finding.
    pub first: usize,
}

/// Rules that hit: those that hold most stores first, then by level, number and code.
pub(crate) fn rules(run: &Run) -> Vec<RuleDigest> {
    let mut rules: BTreeMap<&str, RuleDigest> = BTreeMap::new();
    let mut touched: BTreeMap<&str, Vec<(Kind, u32)>> = BTreeMap::new();
    for (index, finding) in run.findings.iter().enumerate() {
        let code = finding.rule.code;
        let digest = rules.entry(code).or_insert(RuleDigest {
            rule: finding.rule,
            level: finding.level,
            findings: 0,
            rows: 0,
            held: 0,
            first: index,
        });
        digest.findings += 1;
        if let Some((kind, _)) = finding.row {
            touched
                .entry(code)
                .or_default()
                .extend(finding.touched(kind).map(|row| (kind, row)));
        }
    }
    for (code, mut rows) in touched {
        rows.sort_unstable();
        rows.dedup();
        if let Some(digest) = rules.get_mut(code) {
            digest.rows = rows.len() as u64;
        }
    }
    for code in run.plan.stores.iter().flat_map(|store| &store.held_by) {
        if let Some(digest) = rules.get_mut(code) {
            digest.held += 1;
        }
    }
    let mut rules: Vec<_> = rules.into_values().collect();
    rules.sort_by(|a, b| {
        let weight = |d: &RuleDigest| (d.held, d.level, d.findings);
        weight(b)
            .cmp(&weight(a))
            .then_with(|| a.rule.code.cmp(b.rule.code))
    });
    rules
}

/// One legal entity: everything under one licence, or under one name where there is none.
pub(crate) struct MerchantDigest<'a> {
    pub name: &'a str,
    pub licence: &'a str,
    pub stores: u64,
    /// In the order of [`Disposition::ALL`].
    pub dispositions: [u64; 6],
    pub errors: u64,
    pub warnings: u64,
    /// Index of its first finding.
    pub first: Option<usize>,
    /// What is wrong, in the order of first appearance, and with which stores.
    faults: Vec<(&'static Rule, Vec<&'a str>)>,
    without_account: u64,
}

impl MerchantDigest<'_> {
    pub(crate) fn count(&self, disposition: Disposition) -> u64 {
        self.dispositions[disposition as usize]
    }

    /// What to ask the merchant for, ready to be pasted into a message; empty when nothing is.
    pub(crate) fn request(&self, lang: Lang) -> String {
        let mut parts: Vec<String> = self
            .faults
            .iter()
            .take(FAULTS_NAMED)
            .map(|(rule, codes)| fault(lang, rule, codes))
            .collect();
        if self.faults.len() > FAULTS_NAMED {
            let more = self.faults.len() - FAULTS_NAMED;
            parts.push(lang.pick(
                format!("另有 {more} 类问题，见明细"),
                format!("{more} more, see the list"),
            ));
        }
        if self.without_account > 0 {
            let n = self.without_account;
            parts.push(lang.pick(
                format!("补充 {n} 家门店的支付宝账号"),
                format!("give the Alipay account of {n} stores"),
            ));
        }
        if parts.is_empty() {
            return String::new();
        }
        let [open, between, close] =
            lang.pick(["请贵司核对：", "；", "。"], ["Please check: ", "; ", "."]);
        format!("{open}{}{close}", parts.join(between))
    }
}

fn fault(lang: Lang, rule: &Rule, codes: &[&str]) -> String {
    let title = rule.title(lang);
    let named = codes.iter().take(CODES_NAMED).copied().collect::<Vec<_>>();
    let named = named.join(lang.pick("、", ", "));
    match codes.len() {
        0 => title.to_owned(),
        n if n > CODES_NAMED => lang.pick(
            format!("{title}（{named} 等 {n} 家门店）"),
            format!("{title} ({named} and others, {n} stores)"),
        ),
        _ => lang.pick(format!("{title}（{named}）"), format!("{title} ({named})")),
    }
}

/// Legal entities: those with most stores held first, then most errors, then by licence and name.
pub(crate) fn merchants<'a>(run: &Run<'a>) -> Vec<MerchantDigest<'a>> {
    let stores = &run.ingested.tables.stores;
    let mut by_key: HashMap<&str, usize> = HashMap::new();
    let mut merchants: Vec<MerchantDigest> = Vec::new();
    let mut of_row = Vec::with_capacity(stores.len());
    for (row, plan) in run.plan.stores.iter().enumerate() {
        let at = *by_key.entry(key(stores, row)).or_insert(merchants.len());
        if at == merchants.len() {
            merchants.push(empty(stores, row));
        }
        let merchant = &mut merchants[at];
        merchant.stores += 1;
        merchant.dispositions[plan.disposition as usize] += 1;
        merchant.without_account += u64::from(plan.progress.is_open(Task::GiveAccount));
        of_row.push(at);
    }
    for (index, finding) in run.findings.iter().enumerate() {
        let row = finding.row.filter(|(kind, _)| *kind == Kind::Stores);
        if let Some(at) = row.and_then(|(_, row)| of_row.get(row as usize)) {
            add(&mut merchants[*at], index, finding);
        }
    }
    merchants.sort_by(|a, b| {
        let weight = |m: &MerchantDigest| (m.count(Disposition::Held), m.errors, m.warnings);
        weight(b)
            .cmp(&weight(a))
            .then_with(|| (a.licence, a.name).cmp(&(b.licence, b.name)))
    });
    merchants
}

fn key(stores: &Table, row: usize) -> &str {
    match stores.text(row, Field::BusinessLicense) {
        "" => stores.text(row, Field::MerchantName),
        licence => licence,
    }
}

fn empty(stores: &Table, row: usize) -> MerchantDigest<'_> {
    MerchantDigest {
        name: stores.text(row, Field::MerchantName),
        licence: stores.text(row, Field::BusinessLicense),
        stores: 0,
        dispositions: [0; 6],
        errors: 0,
        warnings: 0,
        first: None,
        faults: Vec::new(),
        without_account: 0,
    }
}

fn add<'a>(merchant: &mut MerchantDigest<'a>, index: usize, finding: &'a Finding) {
    merchant.first.get_or_insert(index);
    match finding.level {
        Level::Error => merchant.errors += 1,
        Level::Warning => merchant.warnings += 1,
        Level::Note => return,
    }
    let code = finding.store_code.as_str();
    let codes = match merchant
        .faults
        .iter_mut()
        .find(|(rule, _)| rule.code == finding.rule.code)
    {
        Some((_, codes)) => codes,
        None => {
            merchant.faults.push((finding.rule, Vec::new()));
            match merchant.faults.last_mut() {
                Some((_, codes)) => codes,
                None => return,
            }
        }
    };
    if !code.is_empty() && !codes.contains(&code) {
        codes.push(code);
    }
}
