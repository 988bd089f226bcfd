//! The passes by which a store's record is looked for in a register of accounts, the surest first: the
//! account's own number, its PID or the SMID's merchant, the licence, the holder's name with a masked
//! number that fits. The first pass that finds anything decides; what remains is only suggested.

use std::borrow::Cow;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::model::reconciled::{Match, Pass};
use crate::model::{Field, Kind, Table, Tables};
use crate::value::mask::{self, MaskVerdict};
use crate::value::name;

use super::compare;
use super::index::RecordIndex;
use super::key_joins::KeyJoins;
use super::register::AccountRegister;
use super::stores::StoreSheet;

/// So many candidates are named.
const NAMED: usize = 10;

/// The outcome of the passes.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct AccountMatch {
    pub matched: Match,
    pub pass: Option<Pass>,
    /// The one record, the first of a tie, or those suggested; by place.
    pub records: Vec<u32>,
    /// How many there are of a tie.
    pub count: usize,
}

/// One register, ready for every pass.
pub(crate) struct AccountSearch<'a> {
    pub register: &'static AccountRegister,
    pub stores: &'a StoreSheet<'a>,
    pub table: &'a Table,
    merchants: &'a Table,
    by_key: RecordIndex<'a>,
    by_pid: RecordIndex<'a>,
    by_licence: RecordIndex<'a>,
    by_holder: RecordIndex<'a>,
    content: Vec<Field>,
    /// Per record, whether some store has it or is torn between it and others.
    used: Vec<AtomicBool>,
}

impl<'a> AccountSearch<'a> {
    pub(crate) fn new(
        register: &'static AccountRegister,
        stores: &'a StoreSheet<'a>,
        tables: &'a Tables,
    ) -> Self {
        let table = match register.kind {
            Kind::BankAccounts => &tables.bank_accounts,
            _ => &tables.alipay_accounts,
        };
        let index = |field| RecordIndex::new(table, field, |text| Cow::Borrowed(text));
        AccountSearch {
            register,
            stores,
            table,
            merchants: &tables.merchants,
            by_key: index(register.key),
            by_pid: index(Field::Pid),
            by_licence: index(Field::BusinessLicense),
            by_holder: RecordIndex::new(table, register.holder, |name| {
                name::fold_company(name).into()
            }),
            content: register.content(),
            used: (0..table.len()).map(|_| AtomicBool::new(false)).collect(),
        }
    }

    /// The records no store has, once every store was looked for.
    pub(crate) fn unmatched(&self) -> impl Iterator<Item = usize> + '_ {
        let used = |row: &usize| self.used[*row].load(Ordering::Relaxed);
        (0..self.table.len()).filter(move |row| !used(row))
    }

    /// The store's record, or the candidates; nothing for a row that repeats another one.
    pub(crate) fn find(&self, row: usize, key_joins: &KeyJoins) -> AccountMatch {
        if self.table.is_empty() || self.stores.is_repeated(row) {
            return AccountMatch::default();
        }
        let key = self.stores.sound(row, self.register.key);
        let by_key = key.map_or(&[][..], |key| self.by_key.get(key));
        if !by_key.is_empty() {
            return self.take(Pass::Key, by_key);
        }
        let licence = self.stores.sound(row, Field::BusinessLicense);
        let by_licence = licence.map_or(&[][..], |licence| self.by_licence.get(licence));
        let passes = [
            (Pass::PidSmid, self.records_by_pid_or_smid(row, key_joins)),
            (Pass::Licence, by_licence.to_vec()),
            (Pass::NameCard, self.records_by_name_and_card(row)),
        ];
        let mut suggested = Vec::new();
        for (pass, records) in passes {
            // Another number than the store's is another account, except that one PID may have several.
            let fits = |record: &u32| pass == Pass::PidSmid || !self.contradicts(row, *record);
            let (fitting, other): (Vec<u32>, Vec<u32>) = records.iter().partition(|r| fits(r));
            if !fitting.is_empty() {
                return self.take(pass, &fitting);
            }
            suggested.extend(other);
        }
        let mut named = self.records_by_name(row);
        named.retain(|record| !self.has_other_licence(row, *record));
        suggested.extend(named);
        suggested.sort_unstable();
        suggested.dedup();
        let count = suggested.len();
        suggested.truncate(NAMED);
        AccountMatch {
            count,
            matched: Match::NotFound,
            pass: (!suggested.is_empty()).then_some(Pass::Suggested),
            records: suggested,
        }
    }

    /// One record, if all of them have the same content; else a tie, never the first of them.
    fn take(&self, pass: Pass, records: &[u32]) -> AccountMatch {
        let same =
            |other: &u32| compare::same_content(self.table, records[0], *other, &self.content);
        let one = records[1..].iter().all(same);
        let mark = |record: &u32| self.used[*record as usize].store(true, Ordering::Relaxed);
        records.iter().for_each(mark);
        let named = if one { 1 } else { NAMED.min(records.len()) };
        AccountMatch {
            matched: if one { Match::One } else { Match::Ambiguous },
            pass: Some(pass),
            records: records[..named].to_vec(),
            count: records.len(),
        }
    }

    /// An Alipay account by the sheet's PID, else by the PID that confirmed the merchant; a bank account by
    /// the card that merchant settles to.
    fn records_by_pid_or_smid(&self, row: usize, key_joins: &KeyJoins) -> Vec<u32> {
        if self.register.kind == Kind::AlipayAccounts
            && let Some(pid) = self.stores.sound(row, Field::Pid)
        {
            return self.by_pid.get(pid).to_vec();
        }
        let mut merchants = key_joins.by_smid.records(row);
        let (Some(merchant), None) = (merchants.next(), merchants.next()) else {
            return Vec::new();
        };
        let recorded = |field| self.merchants.text(merchant as usize, field);
        match self.register.kind {
            Kind::AlipayAccounts => self.by_pid.get(recorded(Field::MerchantConfirmPid)),
            // A merchant that settles elsewhere than the sheet says is drift, not a match.
            _ if self.stores.text(row, self.register.key).is_empty() => {
                self.by_key.get(recorded(self.register.key))
            }
            _ => &[],
        }
        .to_vec()
    }

    fn records_by_name_and_card(&self, row: usize) -> Vec<u32> {
        let Some(key) = self.stores.sound(row, self.register.key) else {
            return Vec::new();
        };
        let mut records = self.records_by_name(row);
        records.retain(|record| {
            let recorded = self.number(*record);
            mask::is_masked(recorded) && mask::compare(recorded, key) == MaskVerdict::Compatible
        });
        records
    }

    fn records_by_name(&self, row: usize) -> Vec<u32> {
        let names = self.register.holders.iter();
        let names = names.filter_map(|field| self.stores.sound(row, *field));
        let mut records = names.map(|name| self.by_holder.get(name));
        let first = records.find(|records| !records.is_empty());
        first.unwrap_or_default().to_vec()
    }

    /// The record has another licence: a namesake.
    fn has_other_licence(&self, row: usize, record: u32) -> bool {
        let recorded = self.table.text(record as usize, Field::BusinessLicense);
        let licence = self.stores.text(row, Field::BusinessLicense);
        !recorded.is_empty() && !licence.is_empty() && recorded != licence
    }

    fn contradicts(&self, row: usize, record: u32) -> bool {
        let key = self.stores.sound(row, self.register.key);
        key.is_some_and(|key| mask::compare(self.number(record), key) == MaskVerdict::Contradicts)
    }

    /// The account's number; what is printed as a name and the account in brackets is split.
    fn number(&self, record: u32) -> &'a str {
        let text = self.table.text(record as usize, self.register.key);
        mask::split_account(text).map_or(text, |(_, account)| account)
    }
}

#[cfg(test)]
mod tests;
