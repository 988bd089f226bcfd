//! `uploads/*.jsonl`: one `biz_content` a line, as the call takes it.

use std::io::Write;

use super::body::{self, Action, Body};
use super::compose;
use super::finding_view::Lens;
use super::write::Sink;
use super::{Error, Run};
use crate::model::Field;

/// The bodies of some store rows, each measured.
///
/// # Errors
/// [`Error::Body`] when one does not fit the interface, which [`super::unfit`] should have found.
pub fn bodies<'a>(run: &Run<'a>, rows: &[u32], action: Action) -> Result<Vec<Body<'a>>, Error> {
    let tables = &run.ingested.tables;
    let body = |row: &u32| {
        let index = *row as usize;
        let matched = &run.reconciled.stores[index];
        let plan = &run.plan.stores[index];
        let body = compose::body(
            tables.stores.row(index),
            matched,
            plan,
            &tables.merchants,
            action,
        );
        match body::faults(&body).into_iter().next() {
            None => Ok(body),
            Some(field) => Err(Error::Body {
                place: place(run, index),
                field,
            }),
        }
    };
    rows.iter().map(body).collect()
}

/// Names the store by its place: values stay out of messages.
fn place(run: &Run, row: usize) -> String {
    let place = run
        .ingested
        .tables
        .stores
        .place(row, Field::StoreCode, &run.ingested.sources);
    Lens::of(run).path(place)
}

/// Writes the bodies; the answer is how many.
pub fn write(bodies: &[Body], sink: &mut Sink) -> Result<u64, Error> {
    for body in bodies {
        serde_json::to_writer(&mut *sink, body)
            .map_err(std::io::Error::from)
            .and_then(|()| sink.write_all(b"\n"))
            .map_err(sink.failed())?;
    }
    Ok(bodies.len() as u64)
}
