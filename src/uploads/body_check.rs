//! The last look at what is about to go out: rows whose body the interface would refuse, or whose text
//! no cell of a workbook can hold. They are held, and the rest goes out.

use std::collections::HashSet;

use rayon::prelude::*;

use super::bodies::indirect::Action;
use super::bodies::{onboarding_body, validation};
use super::input::UploadInput;
use super::refusal::CELL_CHARS;
use super::rules::BOD001;
use crate::config::UploadLayout;
use crate::config::upload::{Content, Selection};
use crate::model::rule::Defect;
use crate::model::{
    Disposition, Field, Finding, Kind, Note, Related, Row, SkuPlan, StoreAndRecord, Table,
};

/// Rows a thread takes at a time.
const CHUNK: usize = 1024;

/// Every reason for which a row the plan sends out cannot go out: stores in table order, then SKUs.
pub(crate) fn check_bodies(input: &UploadInput, layouts: &[UploadLayout]) -> Vec<Finding> {
    let check = BodyCheck { input };
    let mut findings = check.stores();
    findings.extend(check.skus(layouts));
    findings
}

struct BodyCheck<'r, 'a> {
    input: &'r UploadInput<'a>,
}

impl BodyCheck<'_, '_> {
    /// Stores: what the interface would refuse, then codes that have gone out already.
    fn stores(&self) -> Vec<Finding> {
        let stores = &self.input.ingested.tables.stores;
        let mut findings: Vec<Finding> = (0..stores.len())
            .into_par_iter()
            .with_min_len(CHUNK)
            .flat_map_iter(|row| self.body(row))
            .collect();
        let refused: HashSet<u32> = findings
            .iter()
            .flat_map(|f| f.touched(Kind::Stores))
            .collect();
        let mut codes = HashSet::with_capacity(stores.len());
        for row in 0..stores.len() {
            let sent = self.action(row).is_some() && !refused.contains(&(row as u32));
            if sent && !codes.insert(stores.text(row, Field::StoreCode)) {
                findings.push(self.at(stores, row, Field::StoreCode, "external_id"));
            }
        }
        findings
    }

    fn action(&self, row: usize) -> Option<Action> {
        match self.input.plan(row).disposition {
            Disposition::Create => Some(Action::Create),
            Disposition::Modify => Some(Action::Modify),
            _ => None,
        }
    }

    fn body(&self, row: usize) -> Vec<Finding> {
        let Some(action) = self.action(row) else {
            return Vec::new();
        };
        let stores = &self.input.ingested.tables.stores;
        let mut beside = self.input.store_record(row);
        beside.record = beside.record.filter(|_| action == Action::Modify);
        let finding = |key: String| {
            let field = field_of(&key, beside);
            let finding = self.at(stores, row, field, &key);
            let recorded = |record: &Row| !beside.store.is_own(field) && record.has(field);
            match beside.record.filter(recorded) {
                Some(record) => finding.related(self.recorded(record, field)),
                None => finding,
            }
        };
        let body = onboarding_body::compose(self.input, row, action);
        let refusals = validation::refusals(&body).into_iter();
        refusals.map(|(key, _)| finding(key)).collect()
    }

    /// The cell of the onboarded record that went into the body.
    fn recorded(&self, record: Row, field: Field) -> Related {
        let (table, row) = (record.table, record.index);
        Related {
            place: table.place(row, field, &self.input.ingested.sources),
            field: Some(field),
            found: record.original(field).to_owned(),
            note: Note::OnboardedMerchant,
            touches: None,
        }
    }

    /// SKUs: what no cell of their upload can hold.
    fn skus(&self, layouts: &[UploadLayout]) -> Vec<Finding> {
        let table = &self.input.ingested.tables.skus;
        let published = |row: &usize| self.input.plan.skus.get(*row) == Some(&SkuPlan::Publish);
        let mut seen = HashSet::new();
        let mut findings = Vec::new();
        let layouts = layouts.iter().filter(|l| l.rows == Selection::Published);
        for column in layouts.flat_map(|layout| &layout.columns) {
            let Content::Field(field) = column.content else {
                continue;
            };
            let Some(cells) = table.column(field) else {
                continue;
            };
            let long = (0..cells.len()).filter(|row| is_too_long(cells.text(*row)));
            for row in long.filter(published) {
                if seen.insert((row, field)) {
                    findings.push(self.at(table, row, field, &column.label));
                }
            }
        }
        findings
    }

    fn at(&self, table: &Table, row: usize, field: Field, what: &str) -> Finding {
        let defect = Defect::at(field).arg(what);
        Finding::at(&BOD001, table, row, &self.input.ingested.sources, defect)
    }
}

fn is_too_long(text: &str) -> bool {
    text.len() > CELL_CHARS && text.chars().count() > CELL_CHARS
}

/// The field behind a key of the body: the cell to look at.
fn field_of(key: &str, beside: StoreAndRecord) -> Field {
    let (group, inner) = match key.split_once("].") {
        Some((group, inner)) => (group, inner),
        None => (key, ""),
    };
    let first_of = |fields: &[Field]| {
        let first = *fields.first()?;
        let recorded = beside.record.is_some_and(|record| record.has(first));
        let mut given = fields.iter().copied();
        let given = given.find(|field| beside.store.has(*field));
        given.filter(|_| !recorded).or(Some(first))
    };
    let field = match (group, inner) {
        ("sub_merchant_id", _) => Some(Field::Smid),
        ("name", _) => Some(Field::MerchantName),
        ("alias_name", _) => first_of(onboarding_body::ALIAS),
        ("service_phone", _) => first_of(onboarding_body::SERVICE_PHONE),
        ("contact_info[0", "phone") => Some(Field::ContactPhone),
        ("contact_info[0", "mobile") => Some(Field::ContactMobile),
        ("contact_info[0", "email") => Some(Field::ContactEmail),
        ("contact_info[0", "type") => Some(Field::ContactType),
        ("contact_info[1", "name") => Some(Field::LegalName),
        (_, "id_card_no") => Some(Field::LegalIdNo),
        ("contact_info[0" | "contact_info", _) => Some(Field::ContactName),
        (_, "province_code") => Some(Field::Province),
        (_, "city_code") => Some(Field::City),
        (_, "district_code") => Some(Field::District),
        ("address_info", _) => Some(Field::Address),
        ("bankcard_info", _) => Some(Field::CardNo),
        ("external_id", _) => None,
        // The rest are called what their fields are called.
        (_, "") => Field::from_key(group),
        (_, inner) => Field::from_key(inner),
    };
    field.unwrap_or(Field::StoreCode)
}
