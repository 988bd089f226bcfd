//! A store beside its onboarded record: the sheet's word counts where it has one, else the record's. And what a
//! modify request replaces as a whole: contacts, address and settlement account are lists, and nobody
//! says that Alipay keeps of them what a request leaves out. So where the sheet says nothing the value of the
//! onboarded record goes along, as long as it is about the same person, place or account.

use super::{CellKind, Field, FieldSet, Reconciled, Row, Tables};
use crate::value::mask;

/// A store row, and the onboarded record it was matched with.
#[derive(Clone, Copy)]
pub(crate) struct StoreAndRecord<'a> {
    pub store: Row<'a>,
    pub record: Option<Row<'a>>,
}

impl<'a> StoreAndRecord<'a> {
    pub(crate) fn new(tables: &'a Tables, reconciled: &Reconciled, row: usize) -> Self {
        let record = reconciled.stores[row].merchant;
        StoreAndRecord {
            store: tables.stores.row(row),
            record: record.map(|at| tables.merchants.row(at as usize)),
        }
    }

    /// The sheet's word, else the record's.
    pub(crate) fn text(&self, field: Field) -> &'a str {
        match self.record {
            Some(record) if !self.store.has(field) => record.text(field),
            _ => self.store.text(field),
        }
    }

    /// The PID of the acquirer: the sheet's own word, else the record's, else the job's; empty when nobody
    /// names one.
    pub(crate) fn acquirer(&self) -> &'a str {
        let field = Field::OrgPid;
        let recorded = self.record.map_or("", |record| record.text(field));
        if self.store.is_own(field) || recorded.is_empty() || mask::is_masked(recorded) {
            self.store.text(field)
        } else {
            recorded
        }
    }

    /// The SMID of the record; that of the sheet when the record has none; empty when neither has one.
    pub(crate) fn smid(&self) -> &'a str {
        let recorded = self.record.map_or("", |record| record.text(Field::Smid));
        if recorded.is_empty() {
            self.store.text(Field::Smid)
        } else {
            recorded
        }
    }
}

const CONTACT: &[Field] = &[
    Field::ContactName,
    Field::ContactMobile,
    Field::ContactPhone,
    Field::ContactEmail,
    Field::ContactType,
    Field::LegalName,
    Field::LegalIdNo,
];
const ADDRESS: &[Field] = &[
    Field::Province,
    Field::City,
    Field::District,
    Field::Address,
    Field::Longitude,
    Field::Latitude,
];
const BANK_CARD: &[Field] = &[Field::CardNo, Field::CardName, Field::BankBranchName];

/// What goes out together or not at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SentGroup {
    Contact,
    Address,
    BankCard,
}

impl SentGroup {
    pub(crate) const ALL: [SentGroup; 3] =
        [SentGroup::Contact, SentGroup::Address, SentGroup::BankCard];

    pub(crate) fn fields(self) -> &'static [Field] {
        match self {
            SentGroup::Contact => CONTACT,
            SentGroup::Address => ADDRESS,
            SentGroup::BankCard => BANK_CARD,
        }
    }

    /// Whether a request that changes the fields of `drift` has it.
    pub(crate) fn is_sent(self, drift: FieldSet) -> bool {
        touches(drift, self.fields())
    }
}

fn touches(drift: FieldSet, fields: &[Field]) -> bool {
    fields.iter().any(|field| drift & field.bit() != 0)
}

/// Fields a row can do without, each with those that say whom or what it is about: where one of them is
/// another, the recorded value is no longer that of the store.
const ABOUT: [(Field, &[Field]); 8] = [
    (Field::ContactMobile, &[Field::ContactName]),
    (Field::ContactPhone, &[Field::ContactName]),
    (Field::ContactEmail, &[Field::ContactName]),
    (Field::LegalName, &[Field::LegalIdNo]),
    (Field::LegalIdNo, &[Field::LegalName]),
    (Field::Longitude, PLACE),
    (Field::Latitude, PLACE),
    (Field::BankBranchName, &[Field::CardNo]),
];
const PLACE: &[Field] = ADDRESS;

/// Why a recorded value does not go along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lost {
    /// The register shows a part of it only.
    Masked,
    /// It was about another person, place or account.
    OfAnother,
}

/// A store row beside the onboarded record its request changes.
#[derive(Clone, Copy)]
pub(crate) struct Sent<'a> {
    pub store: Row<'a>,
    /// None on create.
    pub record: Option<Row<'a>>,
    /// Bits of the fields in which the two differ.
    pub drift: FieldSet,
}

impl<'a> Sent<'a> {
    /// The row whose value of the field goes out.
    pub(crate) fn row(&self, field: Field) -> Row<'a> {
        match self.of_record(field) {
            Some((record, None)) => record,
            _ => self.store,
        }
    }

    pub(crate) fn text(&self, field: Field) -> &'a str {
        self.row(field).text(field)
    }

    /// Why the recorded value of the field goes when the request is carried out; `None` when it stays, or
    /// there is none.
    pub(crate) fn lost(&self, field: Field) -> Option<Lost> {
        let mut groups = SentGroup::ALL.into_iter();
        groups.find(|group| group.fields().contains(&field) && group.is_sent(self.drift))?;
        let (_, lost) = self.of_record(field)?;
        lost.filter(|_| !self.store.has(field))
    }

    /// The record, where it has a value for a field that the sheet itself leaves open, and the reason
    /// not to send it.
    fn of_record(&self, field: Field) -> Option<(Row<'a>, Option<Lost>)> {
        let record = self.record?;
        let (_, about) = ABOUT.iter().find(|(own, _)| *own == field)?;
        if self.store.is_own(field) || !record.has(field) || record.kind(field) == CellKind::Error {
            return None;
        }
        let lost = if touches(self.drift, about) {
            Some(Lost::OfAnother)
        } else {
            mask::is_masked(record.text(field)).then_some(Lost::Masked)
        };
        Some((record, lost))
    }
}
