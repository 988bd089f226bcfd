//! The calls whose bodies are written one a line: composed from a row, measured, written, and read back
//! through the same strict types before they are published.

use serde::Deserialize;

use super::body::{self, Action, Body};
use super::qimen_body;
use super::shop_body;
use super::target::Why;
use super::{Run, compose};
use crate::template::upload::BodyKind;

/// The body of one row as a line of JSON.
pub fn line(run: &Run, call: BodyKind, row: usize) -> serde_json::Result<String> {
    match call {
        BodyKind::IndirectCreate => serde_json::to_string(&indirect(run, Action::Create, row)),
        BodyKind::IndirectModify => serde_json::to_string(&indirect(run, Action::Modify, row)),
        BodyKind::ShopCreate => serde_json::to_string(&shop_body::shop(run, row)),
        BodyKind::QimenStoreCreate => serde_json::to_string(&qimen_body::store(run, row)),
    }
}

/// Whether a line says, key for key, what the row says: it is read through the strict type of its call,
/// which knows no other key, and compared.
pub fn reads_back(run: &Run, call: BodyKind, row: usize, line: &str) -> bool {
    match call {
        BodyKind::IndirectCreate => same(line, &indirect(run, Action::Create, row)),
        BodyKind::IndirectModify => {
            // Which of the two calls it is stands in no key.
            let body = serde_json::from_str::<Body>(line);
            let body = body.map(|body| Body {
                action: Action::Modify,
                ..body
            });
            body.is_ok_and(|body| body == indirect(run, Action::Modify, row))
        }
        BodyKind::ShopCreate => same(line, &shop_body::shop(run, row)),
        BodyKind::QimenStoreCreate => same(line, &qimen_body::store(run, row)),
    }
}

fn same<'l, T: Deserialize<'l> + PartialEq>(line: &'l str, meant: &T) -> bool {
    serde_json::from_str::<T>(line).is_ok_and(|read| read == *meant)
}

/// The body of a call of onboarding.
pub fn indirect<'a>(run: &Run<'a>, action: Action, row: usize) -> Body<'a> {
    let tables = &run.ingested.tables;
    let (store, matched) = (tables.stores.row(row), &run.reconciled.stores[row]);
    let plan = &run.plan.stores[row];
    compose::body(store, matched, plan, &tables.merchants, action)
}

/// What the interface would refuse of a row's body, in the order of keys.
pub fn faults(run: &Run, call: BodyKind, row: usize) -> Vec<(String, Why)> {
    match call {
        BodyKind::IndirectCreate => body::faults(&indirect(run, Action::Create, row)),
        BodyKind::IndirectModify => body::faults(&indirect(run, Action::Modify, row)),
        BodyKind::ShopCreate => shop_body::faults(&shop_body::shop(run, row)),
        BodyKind::QimenStoreCreate => qimen_body::faults(&qimen_body::store(run, row)),
    }
}
