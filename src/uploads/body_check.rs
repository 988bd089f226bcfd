//! The last look at what is about to go out: rows whose body the interface would refuse, or whose text
//! no cell of a workbook can hold. They are held, and the rest goes out.

use std::collections::HashSet;

use rayon::prelude::*;

use super::bodies::indirect;
use super::bodies::indirect::Action;
use super::bodies::onboarding_body;
use super::rules::BOD001;
use super::target_cell::CELL;
use crate::config::UploadLayout;
use crate::config::upload::{Content, Selection};
use crate::model::rule::Defect;
use crate::model::{
    Disposition, Field, Finding, Ingested, Kind, Note, Plan, Reconciled, Related, Row, SkuPlan,
    Table,
};

/// Rows a thread takes at a time.
const CHUNK: usize = 1024;

/// Every reason for which a row the plan sends out cannot go out, in table order.
pub(crate) fn unfit(
    ingested: &Ingested,
    reconciled: &Reconciled,
    plan: &Plan,
    layouts: &[UploadLayout],
) -> Vec<Finding> {
    let look = Look {
        ingested,
        reconciled,
        plan,
    };
    let mut findings = look.bodies();
    findings.extend(look.cells(layouts));
    findings
}

struct Look<'a> {
    ingested: &'a Ingested,
    reconciled: &'a Reconciled,
    plan: &'a Plan,
}

impl Look<'_> {
    /// Stores: what the interface would refuse, then codes that have gone out already.
    fn bodies(&self) -> Vec<Finding> {
        let stores = &self.ingested.tables.stores;
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
        match self.plan.stores[row].disposition {
            Disposition::Create => Some(Action::Create),
            Disposition::Modify => Some(Action::Modify),
            _ => None,
        }
    }

    fn body(&self, row: usize) -> Vec<Finding> {
        let Some(action) = self.action(row) else {
            return Vec::new();
        };
        let tables = &self.ingested.tables;
        let store = tables.stores.row(row);
        let matched = &self.reconciled.stores[row];
        let merchants = &tables.merchants;
        let body = onboarding_body::body(store, matched, &self.plan.stores[row], merchants, action);
        let finding = |key: String| {
            let record = matched.merchant.filter(|_| action == Action::Modify);
            let field = source(&key, store, record.map(|r| merchants.row(r as usize)));
            let finding = self.at(&tables.stores, row, field, &key);
            match record.map(|record| record as usize) {
                Some(record) if !store.is_own(field) && merchants.row(record).has(field) => {
                    finding.related(self.record(record, field))
                }
                _ => finding,
            }
        };
        let keys = indirect::faults(&body).into_iter().map(|(key, _)| key);
        keys.map(finding).collect()
    }

    /// The cell of the onboarded record that went into the body.
    fn record(&self, record: usize, field: Field) -> Related {
        let merchants = &self.ingested.tables.merchants;
        Related {
            place: merchants.place(record, field, &self.ingested.sources),
            field: Some(field),
            found: merchants.original(record, field).to_owned(),
            note: Note::OnboardedMerchant,
            touches: None,
        }
    }

    /// SKUs: what no cell of their upload can hold.
    fn cells(&self, layouts: &[UploadLayout]) -> Vec<Finding> {
        let table = &self.ingested.tables.skus;
        let published = |row: &usize| self.plan.skus.get(*row) == Some(&SkuPlan::Publish);
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
        Finding::at(&BOD001, table, row, &self.ingested.sources, defect)
    }
}

fn is_too_long(text: &str) -> bool {
    text.len() > CELL && text.chars().count() > CELL
}

/// The field behind a key of the body: the cell to look at.
fn source(key: &str, store: Row<'_>, record: Option<Row<'_>>) -> Field {
    let (group, inner) = match key.split_once("].") {
        Some((group, inner)) => (group, inner),
        None => (key, ""),
    };
    let first_of = |fields: &[Field]| {
        let first = *fields.first()?;
        let recorded = record.is_some_and(|record| record.has(first));
        let given = fields.iter().copied().find(|field| store.has(*field));
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
