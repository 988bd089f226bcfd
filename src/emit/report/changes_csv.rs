//! `reports/changes.csv`: what every modify changes, one field a row, with the value Alipay has and the
//! value that goes out, and where each stands. A value that goes because nothing takes its place is one too.

use std::borrow::Cow;

use super::accounts_csv::table;
use crate::emit::publish::Sink;
use crate::emit::{Error, Report, Run};
use crate::model::modify::Sent;
use crate::model::{Disposition, Field};

const HEADER: [&str; 9] = [
    "store_code",
    "smid",
    "field",
    "what",
    "old",
    "old_at",
    "new",
    "new_at",
    "upload_file",
];

/// One field of one store that a modify changes.
pub(crate) struct Change {
    /// Row of the store table, and of the onboarded record.
    pub store: usize,
    pub record: usize,
    pub field: Field,
}

/// What goes out of one store, by field; nothing unless it is modified.
pub(crate) fn of_store<'a>(run: &Run<'a>, store: usize) -> impl Iterator<Item = Change> + use<'a> {
    let (plan, matched) = (&run.plan.stores[store], &run.reconciled.stores[store]);
    let modified = plan.disposition == Disposition::Modify;
    let record = matched.merchant.filter(|_| modified);
    let fields = record.into_iter().flat_map(|_| Field::all());
    let tables = &run.ingested.tables;
    let sent = Sent {
        store: tables.stores.row(store),
        record: record.map(|record| tables.merchants.row(record as usize)),
        drift: matched.drift,
    };
    let changed = move |field: &Field| sent.drift & field.bit() != 0 || sent.lost(*field).is_some();
    let sent = fields
        .filter(changed)
        .filter(move |field| *field != Field::LogonId || plan.send_account);
    sent.filter_map(move |field| {
        let record = record? as usize;
        Some(Change {
            store,
            record,
            field,
        })
    })
}

/// Writes the file; the answer is the number of rows.
pub(crate) fn write(report: &Report, sink: &mut Sink) -> Result<u64, Error> {
    let run = report.run;
    let header = HEADER.into_iter().map(Cow::Borrowed);
    let tables = &run.ingested.tables;
    let stores = 0..run.plan.stores.len();
    let changes = stores.flat_map(|store| of_store(run, store));
    table(sink, header, changes, |change, cells| {
        let Change {
            store,
            record,
            field,
        } = change;
        let sources = &run.ingested.sources;
        cells.text(tables.stores.text(store, Field::StoreCode));
        cells.text(tables.merchants.text(record, Field::Smid));
        cells.text(field.key());
        cells.text(field.label(run.settings.lang));
        for (table, row) in [(&tables.merchants, record), (&tables.stores, store)] {
            cells.text(&report.lens.hide(Some(field), table.original(row, field)));
            cells.text(&report.lens.path(table.place(row, field, sources)));
        }
        let file = report.placed(store).map(|(batch, _)| batch.file());
        cells.text(&file.unwrap_or_default());
    })
}
