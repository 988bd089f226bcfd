//! Which of the indirect merchants already onboarded a store is: by SMID, else by store code, and never
//! by taking one of several that differ. Signs that the SMID is another store's or another PID's are findings.

use std::collections::HashSet;

use super::rules::onboarded::{MER002, MER004, MER005, MER006, MER007, MER008, MER010};
use crate::model::plan;
use crate::model::rule::Defect;
use crate::model::{Field, FieldSet, Finding, Note, Place, Related, Route, Table, Verdict};

use super::accounts::AccountPid;
use super::compare;
use super::drift;
use super::key_joins::KeyJoins;
use super::pair::Pair;
use super::stores::StoreSheet;

/// Status words of a closed merchant; words in neither list mean nothing.
const CLOSED: &str =
    "已注销 注销 已关闭 关闭 已停用 停用 已清退 清退 closed disabled terminated cancelled 01";

/// Those of a merchant that is there and takes no payments for the time being.
const FROZEN: &str = "冻结 已冻结 风控冻结 暂停 已暂停 锁定 已锁定 frozen suspended locked";

/// The onboarded merchant of one store.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct OnboardedMatch {
    pub merchant: Option<u32>,
    /// Bits of the fields a modify request would change.
    pub drift: FieldSet,
    /// The register knows the store, but in several records that differ.
    pub ambiguous: bool,
    /// The merchant is closed: what else differs does not matter any more.
    pub closed: bool,
    /// The sheet's SMID is unknown or another store's: nothing is looked up by it.
    doubtful: bool,
}

impl OnboardedMatch {
    /// The SMID bills know the store by: the sheet's, else that of the matched merchant; may be empty.
    pub(crate) fn smid<'a>(
        &self,
        row: usize,
        stores: &StoreSheet<'a>,
        merchants: &'a Table,
    ) -> &'a str {
        match (stores.sound(row, Field::Smid), self.merchant) {
            _ if self.doubtful => "",
            (Some(smid), _) => smid,
            (None, Some(merchant)) => merchants.text(merchant as usize, Field::Smid),
            (None, None) => "",
        }
    }
}

/// The register of onboarded merchants beside the store sheet.
pub(crate) struct MerchantRegister<'a> {
    pub stores: &'a StoreSheet<'a>,
    pub merchants: &'a Table,
    /// Fields compared one by one: those both tables have.
    common: Vec<Field>,
    /// Fields the register has.
    fields: Vec<Field>,
}

impl<'a> MerchantRegister<'a> {
    pub(crate) fn new(stores: &'a StoreSheet<'a>, merchants: &'a Table) -> MerchantRegister<'a> {
        let both = |f: &Field| stores.table.column(*f).is_some() && merchants.column(*f).is_some();
        MerchantRegister {
            stores,
            merchants,
            common: drift::FIELDS.into_iter().filter(both).collect(),
            fields: merchants.fields().collect(),
        }
    }

    /// Finds the store's merchant and compares the two; a row that repeats another raises no findings.
    pub(crate) fn compare(
        &self,
        row: usize,
        key_joins: &KeyJoins,
        account: AccountPid,
        findings: &mut Vec<Finding>,
    ) -> OnboardedMatch {
        if self.merchants.is_empty() {
            return OnboardedMatch::default();
        }
        let mut found = Vec::new();
        let mut onboarded = OnboardedMatch::default();
        match self.identify(row, key_joins) {
            Ok(merchant) => onboarded.merchant = merchant,
            Err(finding) => {
                onboarded.ambiguous = finding.rule.code == MER006.code;
                onboarded.doubtful = !onboarded.ambiguous;
                found.push(*finding);
            }
        }
        if let Some(record) = onboarded.merchant {
            onboarded.closed = self.is_closed(&record);
        }
        if let Some(record) = onboarded.merchant.filter(|_| !onboarded.closed) {
            let pair = self.pair(row, record);
            let drift = drift::drift(&pair, &self.common, &mut found);
            onboarded.drift = drift.fields;
            if !drift.another_entity {
                found.extend(confirmed_by_another(&pair, account));
            }
            found.extend(confirmed_below_m4(&pair));
        }
        if !self.stores.is_repeated(row) {
            findings.append(&mut found);
        }
        onboarded
    }

    /// The store's merchant: by the sheet's SMID when it gives one, else by its store code.
    fn identify(&self, row: usize, key_joins: &KeyJoins) -> Result<Option<u32>, Box<Finding>> {
        let by_smid: Vec<u32> = key_joins.by_smid.records(row).collect();
        let given = self.stores.sound(row, Field::Smid).is_some();
        match (given, by_smid.is_empty()) {
            (true, true) => Err(Box::new(self.stores.finding(
                &MER005,
                row,
                Defect::default(),
            ))),
            (true, false) => self.by_smid(row, by_smid),
            (false, _) => self.by_code(row, key_joins.by_code.records(row).collect()),
        }
    }

    /// Among the records of an SMID, those of this store, else those that name no store.
    fn by_smid(&self, row: usize, records: Vec<u32>) -> Result<Option<u32>, Box<Finding>> {
        let Some(code) = self.stores.sound(row, Field::StoreCode) else {
            return self.only_record(row, Field::Smid, &records);
        };
        let naming = |code: &str| -> Vec<u32> {
            let named = |record: &u32| self.text(*record, Field::StoreCode) == code;
            records.iter().copied().filter(named).collect()
        };
        let own = [code, ""].map(naming);
        match own.iter().find(|records| !records.is_empty()) {
            Some(own) => self.only_record(row, Field::Smid, own),
            None => Err(Box::new(self.another_store_finding(row, &records))),
        }
    }

    fn another_store_finding(&self, row: usize, records: &[u32]) -> Finding {
        let codes = records.iter().map(|r| self.text(*r, Field::StoreCode));
        let defect = Defect::default().arg(codes.min().unwrap_or_default());
        let mut finding = self.stores.finding(&MER002, row, defect);
        finding.related = self.cells(row, records, Field::StoreCode);
        finding
    }

    /// Among the records of a store code, those not closed, and those with the sheet's acquirer and
    /// licence when it gives them.
    fn by_code(&self, row: usize, mut records: Vec<u32>) -> Result<Option<u32>, Box<Finding>> {
        if !records.iter().all(|r| self.is_closed(r)) {
            records.retain(|r| !self.is_closed(r));
        }
        for field in [Field::OrgPid, Field::BusinessLicense] {
            let Some(value) = self.stores.sound(row, field).filter(|_| records.len() > 1) else {
                continue;
            };
            if records.iter().any(|r| self.text(*r, field) == value) {
                records.retain(|r| self.text(*r, field) == value);
            }
        }
        self.only_record(row, Field::StoreCode, &records)
    }

    /// The one record, if all of them have the same content; they were found by `key`.
    fn only_record(
        &self,
        row: usize,
        key: Field,
        records: &[u32],
    ) -> Result<Option<u32>, Box<Finding>> {
        let Some((first, others)) = records.split_first() else {
            return Ok(None);
        };
        let same =
            |other: &u32| compare::same_content(self.merchants, *first, *other, &self.fields);
        if others.iter().all(same) {
            return Ok(Some(*first));
        }
        let defect = Defect::at(key).arg(records.len());
        let mut finding = self.stores.finding(&MER006, row, defect);
        finding.related = self.cells(row, records, Field::Smid);
        Err(Box::new(finding))
    }

    fn cells(&self, row: usize, records: &[u32], field: Field) -> Vec<Related> {
        let cell = |record: &u32| self.pair(row, *record).cell(field);
        records.iter().map(cell).collect()
    }

    fn is_closed(&self, record: &u32) -> bool {
        self.has_status(*record, CLOSED)
    }

    fn has_status(&self, record: u32, words: &str) -> bool {
        compare::is_word_of(words, self.text(record, Field::Status))
    }

    /// The merchant is closed or frozen, which does not matter to a direct store. The finding stands at
    /// the key by which the merchant was found.
    pub(crate) fn closed_or_frozen(
        &self,
        row: usize,
        onboarded: OnboardedMatch,
        route: Route,
    ) -> Option<Finding> {
        let merchant = onboarded.merchant?;
        let rule = if onboarded.closed {
            &MER007
        } else if self.has_status(merchant, FROZEN) {
            &MER010
        } else {
            return None;
        };
        if self.stores.is_repeated(row) || route == Route::Direct {
            return None;
        }
        let pair = self.pair(row, merchant);
        let cell = pair.cell(Field::Status);
        let defect = Defect::at(matched_by(&pair)).arg(cell.found.trim());
        Some(self.stores.finding(rule, row, defect).related(cell))
    }

    /// The row of a merchant in the register.
    pub(crate) fn place(&self, merchant: Option<u32>) -> Option<Place> {
        let place = |row| {
            self.merchants
                .place(row as usize, Field::Smid, self.stores.sources)
        };
        merchant.map(place)
    }

    /// The SMIDs of closed merchants.
    pub(crate) fn closed_smids(&self) -> HashSet<&'a str> {
        let rows = 0..self.merchants.len() as u32;
        let closed = rows.filter(|row| self.is_closed(row));
        closed.map(|row| self.smid(row)).collect()
    }

    pub(crate) fn smid(&self, merchant: u32) -> &'a str {
        self.text(merchant, Field::Smid)
    }

    /// A cell of the register.
    pub(crate) fn cell(&self, merchant: u32, field: Field, note: Note) -> Related {
        self.stores
            .record_cell(self.merchants, merchant, field, note)
    }

    fn text(&self, merchant: u32, field: Field) -> &'a str {
        self.merchants.text(merchant as usize, field)
    }

    fn pair(&self, row: usize, record: u32) -> Pair<'a> {
        Pair {
            stores: self.stores,
            row,
            register: self.merchants,
            record,
            note: Note::OnboardedMerchant,
        }
    }
}

/// By what the merchant was found.
fn matched_by(pair: &Pair) -> Field {
    let given = pair.stores.sound(pair.row, Field::Smid);
    given.map_or(Field::StoreCode, |_| Field::Smid)
}

/// A PID has confirmed the merchant, and the record still names a level below M4.
fn confirmed_below_m4(pair: &Pair) -> Option<Finding> {
    let level = plan::named_level(pair.register, pair.record)?;
    if level == 4 || pair.recorded(Field::MerchantConfirmPid).is_empty() {
        return None;
    }
    let defect = Defect::at(matched_by(pair)).arg(format!("M{level}"));
    let finding = pair.stores.finding(&MER008, pair.row, defect);
    Some(finding.related(pair.cell(Field::MerchantConfirmPid)))
}

/// The merchant was claimed by another PID than the sheet's, or than that of its Alipay account.
fn confirmed_by_another(pair: &Pair, account: AccountPid) -> Option<Finding> {
    let sheet = pair.sheet(Field::Pid);
    if !sheet.is_empty() && pair.stores.is_broken(pair.row, Field::Pid) {
        return None;
    }
    let (at, pid) = match sheet {
        "" => (Field::LogonId, account.pid?),
        _ if account.differs => (Field::Pid, account.pid?),
        _ => (Field::Pid, sheet),
    };
    let confirmed = pair.recorded(Field::MerchantConfirmPid);
    let different = compare::values(Field::Pid, false, pid, confirmed) == Verdict::Different;
    different.then(|| pair.against(&MER004, at, Field::MerchantConfirmPid))
}

#[cfg(test)]
mod tests;
