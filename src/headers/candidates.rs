//! What each column of a header may hold: by the headers a layout lists, by the words of a header it does not list,
//! by the columns beside it, and by its cells. A layout, the cells of a header and what the cells below say in; for
//! each column the fields it may hold, each with a weight, out.

use super::column_cells::ColumnCells;
use super::header_qualifiers;
use super::header_rows::Stacked;
use super::header_words::{HeaderWords, words_of, words_or_first};
use super::meanings::{BARE, CLEAR, FAINT, Owner, USUAL, meanings, owner};
use crate::config::{Heading, SheetLayout, fold_header};
use crate::model::{Field, Lang};

/// What a neighbour adds to a bare header of its own, and takes from one of another.
const BESIDE: i32 = 12;
const APART: i32 = 6;
/// What the usual header of a field adds.
const LABEL: i32 = 3;
/// What a listed header has over one that is understood by its words.
const LISTED: i32 = 2;
/// How far a neighbour is looked for.
const NEAR: usize = 5;

/// Something a column may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub field: Field,
    /// What speaks for it in all.
    pub weight: i32,
    /// What its header alone is worth.
    pub header: i32,
    /// What the neighbours added or took.
    pub beside: i32,
    /// What the cells say, 0 to 100.
    pub cells: i32,
    pub is_usual: bool,
}

/// A header cell and what it may hold.
#[derive(Debug)]
pub(crate) struct ColumnReading {
    pub column: u16,
    /// The header a layout lists: known, used or not.
    pub heading: Heading,
    /// A name above decided it.
    pub by_name: bool,
    pub candidates: Vec<Candidate>,
    /// A field the header clearly names and the cells contradict.
    pub contradicted: Option<Field>,
    words: Option<HeaderWords>,
    owner: Option<Owner>,
    /// A place or a store, which ends what a name before it stands for.
    ends_owner: bool,
}

/// Fields whose plain headers (手机, 证件号, 地址) may be anybody's.
const ANYBODYS: &[Field] = &[
    Field::ContactName,
    Field::ContactMobile,
    Field::ContactPhone,
    Field::ContactEmail,
    Field::LegalIdNo,
    Field::LegalIdExpiry,
    Field::Address,
];

/// What the headers say, without the cells.
pub(crate) fn read(layout: &SheetLayout, cells: &[Stacked]) -> Vec<ColumnReading> {
    let mut all: Vec<ColumnReading> = cells.iter().map(|cell| one(layout, cell)).collect();
    if layout.open {
        let owners: Vec<Option<Owner>> = (0..all.len()).map(|at| neighbour(&all, at)).collect();
        for (reading, owner) in all.iter_mut().zip(owners) {
            reading.hear_neighbour(owner);
        }
    }
    all
}

fn one(layout: &SheetLayout, cell: &Stacked) -> ColumnReading {
    let (heading, by_name) = heading(layout, &cell.parts);
    let mut reading = ColumnReading {
        column: cell.column,
        heading,
        by_name,
        candidates: Vec::new(),
        contradicted: None,
        words: None,
        owner: None,
        ends_owner: false,
    };
    if !layout.open {
        if let Heading::Field(field) = heading {
            reading.add(field, CLEAR);
        }
        return reading;
    }
    let joined = cell.parts.concat();
    let leaf = cell.parts.last().map_or("", |leaf| &leaf[..]);
    reading.words = words_or_first(&joined).or_else(|| words_or_first(leaf));
    reading.owner = match &reading.words {
        Some(words) => owner(words),
        None => beginning(&joined).and_then(|words| owner(&words)),
    };
    let understood = match &reading.words {
        Some(words) => meanings(layout.kind, words),
        None => Vec::new(),
    };
    let fields = layout.fields();
    match heading {
        Heading::Field(field) => {
            let own = understood.iter().find(|(f, _)| *f == field);
            let weight = match own {
                Some((_, weight)) => (*weight).max(BARE) + LISTED,
                None if reading.words.is_some() => USUAL,
                None => CLEAR,
            };
            reading.add(field, weight);
            let others = understood
                .iter()
                .filter(|(f, _)| *f != field && fields.contains(f));
            others.for_each(|(field, weight)| reading.add(*field, (*weight).min(BARE - 4)));
        }
        Heading::Unknown if !by_name => {
            let own = understood.iter().filter(|(f, _)| fields.contains(f));
            own.for_each(|(field, weight)| reading.add(*field, *weight));
        }
        Heading::Unknown | Heading::Known => {}
    }
    let folded = fold_header(&cell.text);
    for candidate in &mut reading.candidates {
        let usual = layout
            .columns()
            .find(|(field, _)| *field == candidate.field);
        candidate.is_usual = folded == fold_header(candidate.field.label(Lang::Zh))
            || usual.is_some_and(|(_, text)| folded == fold_header(text));
        candidate.weight += if candidate.is_usual { LABEL } else { 0 };
    }
    let places = [
        Field::Address,
        Field::Province,
        Field::City,
        Field::District,
        Field::StoreCode,
        Field::StoreName,
        Field::CategoryId,
        Field::Mcc,
        Field::BusinessTime,
    ];
    let clear = |c: &Candidate| c.header >= USUAL && places.contains(&c.field);
    reading.ends_owner = reading.candidates.iter().any(clear);
    reading
}

/// The words a header begins with, when the rest is none.
fn beginning(folded: &str) -> Option<HeaderWords> {
    let cuts: Vec<usize> = folded
        .char_indices()
        .skip(1)
        .map(|(at, _)| at)
        .take(16)
        .collect();
    cuts.into_iter()
        .rev()
        .find_map(|at| words_of(&folded[..at]))
}

/// Whose column stands before a column, in the same stretch.
fn neighbour(all: &[ColumnReading], at: usize) -> Option<Owner> {
    for reading in all[..at].iter().rev().take(NEAR) {
        if reading.owner.is_some() && !reading.is_bare() {
            return reading.owner;
        }
        if reading.ends_owner {
            return None;
        }
    }
    None
}

/// What the texts above a column mean together: joined as one header, with the words a layout knows for the
/// name above, or the last alone, unless the name says that it is another's. And whether the name decided it.
fn heading(layout: &SheetLayout, parts: &[String]) -> (Heading, bool) {
    let Some((leaf, above)) = parts.split_last() else {
        return (Heading::Unknown, false);
    };
    let alone = layout.heading(leaf);
    if above.is_empty() {
        return (alone, false);
    }
    let joined = std::iter::once(parts.join("/"));
    let with = above.iter().rev().flat_map(|name| layout.words_for(name));
    let mut together = joined.chain(with.map(|words| format!("{words}{leaf}")));
    let known =
        together.find_map(|text| Some(layout.heading(&text)).filter(|h| *h != Heading::Unknown));
    if let Some(heading) = known {
        return (heading, heading != alone);
    }
    match alone {
        Heading::Field(field)
            if ANYBODYS.contains(&field)
                && !above
                    .iter()
                    .all(|name| header_qualifiers::allow(name, field)) =>
        {
            (Heading::Unknown, true)
        }
        heading => (heading, false),
    }
}

impl ColumnReading {
    fn add(&mut self, field: Field, header: i32) {
        self.candidates.push(Candidate {
            field,
            weight: header,
            header,
            beside: 0,
            cells: 0,
            is_usual: false,
        });
    }

    /// Whether the header names nobody.
    fn is_bare(&self) -> bool {
        use super::vocabulary::Word::{Account, Code, Merchant, Number};
        let Some(words) = &self.words else {
            return false;
        };
        owner(words).is_none()
            || words.only(&[Account, Code, Number])
            || words.has_any(&[Code, Number]) && words.only(&[Merchant, Code, Number])
    }

    /// Lets the owner of the columns before it speak for or against what a bare header may hold.
    fn hear_neighbour(&mut self, owner: Option<Owner>) {
        let Some(owner) = owner.filter(|_| self.is_bare()) else {
            return;
        };
        self.candidates.retain(|c| !is_anothers(c.field, owner));
        for candidate in &mut self.candidates {
            candidate.beside = beside(candidate.field, owner);
            candidate.weight += candidate.beside;
        }
    }

    /// Adds what the cells say, and drops what they contradict.
    pub(crate) fn hear_cells(&mut self, cells: &ColumnCells, others_filled: bool) {
        if let Some(clear) = self
            .candidates
            .iter()
            .find(|c| c.header >= USUAL && cells.contradicts(c.field))
        {
            self.contradicted = Some(clear.field);
        }
        self.candidates.retain(|c| !cells.contradicts(c.field));
        let is_code = |field| matches!(field, Field::StoreCode | Field::SkuCode);
        for candidate in &mut self.candidates {
            let field = candidate.field;
            candidate.cells = cells.score(field);
            candidate.weight += candidate.cells / 5;
            if cells.misses(field) {
                candidate.weight -= 4;
            }
            if cells.is_blank && others_filled {
                candidate.weight -= 2;
            }
            if is_code(field) && !cells.is_blank {
                let doubtful = cells.counts_rows || !cells.is_unique && field == Field::SkuCode;
                if doubtful && candidate.header < CLEAR {
                    candidate.weight -= 8;
                } else if candidate.header == FAINT && cells.is_unique {
                    candidate.weight += 4;
                }
            }
        }
    }
}

/// Whether a bare header cannot hold a field beside a column of this owner.
fn is_anothers(field: Field, owner: Owner) -> bool {
    let of_person = matches!(
        field,
        Field::LegalIdNo | Field::LegalIdExpiry | Field::LegalName
    );
    let of_contact = matches!(
        field,
        Field::ContactMobile | Field::ContactPhone | Field::ContactEmail | Field::ContactName
    );
    match owner {
        Owner::Contact | Owner::Holder => of_person,
        Owner::Other => of_person || of_contact,
        _ => false,
    }
}

/// What the owner of the column before adds to a field of a bare header.
fn beside(field: Field, owner: Owner) -> i32 {
    use Field::{
        BusinessLicense, BusinessLicenseExpiry, BusinessLicenseType, CardNo, ContactEmail,
        ContactMobile, ContactName, ContactPhone, LegalIdExpiry, LegalIdNo, LegalName, LogonId,
        Price, SkuCode, Stock,
    };
    match (owner, field) {
        (Owner::Legal, LegalIdNo | LegalName | LegalIdExpiry) => BESIDE,
        (Owner::Legal, BusinessLicense | BusinessLicenseExpiry | BusinessLicenseType) => -APART,
        (Owner::Legal | Owner::Holder, ContactMobile | ContactPhone | ContactEmail) => -APART,
        (Owner::Legal | Owner::Holder, ContactName) => -APART,
        (Owner::Contact, ContactName | ContactMobile | ContactPhone | ContactEmail) => BESIDE,
        (Owner::Holder, CardNo) => APART,
        (Owner::Alipay, LogonId) => APART,
        (Owner::Company, BusinessLicense | BusinessLicenseExpiry | BusinessLicenseType) => BESIDE,
        (Owner::Sku, SkuCode | Price | Stock) => BESIDE,
        _ => 0,
    }
}
