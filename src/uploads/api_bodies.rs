//! The calls whose bodies are written one a line: composed from their rows, measured, written, and read
//! back through the same strict types before they are published.

use serde::Deserialize;

use super::bodies::indirect;
use super::bodies::indirect::{Action, Body};
use super::bodies::onboarding_body;
use super::bodies::qimen_body;
use super::bodies::qimen_body::QimenStore;
use super::bodies::shop_body;
use super::bodies::shop_body::Shop;
use super::refusal::Why;
use crate::config::upload::BodyKind;
use crate::uploads::UploadInput;

/// The bodies of some rows, in their order.
pub(crate) enum Bodies<'a> {
    Indirect(Vec<Body<'a>>),
    Shop(Vec<Shop<'a>>),
    Qimen(Vec<QimenStore<'a>>),
}

impl<'a> Bodies<'a> {
    pub(crate) fn of(input: &UploadInput<'a>, call: BodyKind, rows: &[u32]) -> Bodies<'a> {
        let rows = rows.iter().map(|row| *row as usize);
        let indirect = |action| move |row| indirect(input, action, row);
        match call {
            BodyKind::IndirectCreate => {
                Bodies::Indirect(rows.map(indirect(Action::Create)).collect())
            }
            BodyKind::IndirectModify => {
                Bodies::Indirect(rows.map(indirect(Action::Modify)).collect())
            }
            BodyKind::ShopCreate => {
                Bodies::Shop(rows.map(|row| shop_body::shop(input, row)).collect())
            }
            BodyKind::QimenStoreCreate => {
                Bodies::Qimen(rows.map(|row| qimen_body::store(input, row)).collect())
            }
        }
    }

    /// The body of the `index`-th row where it is one of onboarding, which can be the columns of a
    /// workbook.
    pub(crate) fn onboarding(&self, index: usize) -> Option<&Body<'a>> {
        match self {
            Bodies::Indirect(bodies) => bodies.get(index),
            Bodies::Shop(_) | Bodies::Qimen(_) => None,
        }
    }

    /// The `index`-th body as a line of JSON.
    pub(crate) fn line(&self, index: usize) -> serde_json::Result<String> {
        match self {
            Bodies::Indirect(bodies) => serde_json::to_string(&bodies[index]),
            Bodies::Shop(shops) => serde_json::to_string(&shops[index]),
            Bodies::Qimen(stores) => serde_json::to_string(&stores[index]),
        }
    }

    /// Whether a line says, key for key, what the `index`-th body says: it is read through the strict
    /// type of its call, which knows no other key, and compared.
    pub(crate) fn reads_back(&self, index: usize, line: &str) -> bool {
        match self {
            Bodies::Indirect(bodies) => {
                let meant = &bodies[index];
                // Which of the two calls it is stands in no key.
                let body = serde_json::from_str::<Body>(line);
                let body = body.map(|body| Body {
                    action: meant.action,
                    ..body
                });
                body.is_ok_and(|body| body == *meant)
            }
            Bodies::Shop(shops) => same(line, &shops[index]),
            Bodies::Qimen(stores) => same(line, &stores[index]),
        }
    }

    /// What the interface would refuse of the `index`-th body, in the order of keys.
    pub(crate) fn faults(&self, index: usize) -> Vec<(String, Why)> {
        match self {
            Bodies::Indirect(bodies) => indirect::faults(&bodies[index]),
            Bodies::Shop(shops) => shop_body::faults(&shops[index]),
            Bodies::Qimen(stores) => qimen_body::faults(&stores[index]),
        }
    }
}

fn same<'l, T: Deserialize<'l> + PartialEq>(line: &'l str, meant: &T) -> bool {
    serde_json::from_str::<T>(line).is_ok_and(|read| read == *meant)
}

fn indirect<'a>(input: &UploadInput<'a>, action: Action, row: usize) -> Body<'a> {
    let tables = &input.ingested.tables;
    let (store, matched) = (tables.stores.row(row), &input.reconciled.stores[row]);
    let plan = &input.plan.stores[row];
    onboarding_body::body(store, matched, plan, &tables.merchants, action)
}
