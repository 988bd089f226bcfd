//! `reports/changes.csv`: what every modify changes, one field a row, with the value Alipay has and the
//! value that goes out, and where each stands. A value that goes because nothing takes its place is one too.

use std::borrow::Cow;

use super::column::{ReportColumn, columns};
use super::context::ReportContext;
use super::csv_file;
use crate::emit::error::EmitError;
use crate::emit::run::Run;
use crate::emit::staging::OutputSink;
use crate::model::modify::Sent;
use crate::model::{Disposition, Field, Row, StoreAndRecord};

/// One field of one store that a modify changes.
pub(crate) struct FieldChange<'a> {
    report: &'a ReportContext<'a>,
    pub store: Row<'a>,
    record: Row<'a>,
    pub field: Field,
}

impl<'a> FieldChange<'a> {
    /// The value Alipay has.
    pub(crate) fn old(&self) -> Cow<'a, str> {
        self.original(self.record)
    }

    /// The value that goes out.
    pub(crate) fn new_value(&self) -> Cow<'a, str> {
        self.original(self.store)
    }

    fn original(&self, row: Row<'a>) -> Cow<'a, str> {
        let text = row.original(self.field);
        self.report.formatter.hide(Some(self.field), text)
    }

    fn path(&self, row: Row) -> String {
        let sources = &self.report.run.ingested.sources;
        let place = row.table.place(row.index, self.field, sources);
        self.report.formatter.path(place)
    }

    fn upload_file(&self) -> Option<String> {
        let placed = self.report.placed(self.store.index);
        placed.map(|(batch, _)| batch.file())
    }
}

/// What goes out of one store, by field; nothing unless it is modified.
pub(crate) fn of_store<'a>(
    report: &'a ReportContext<'a>,
    row: usize,
) -> impl Iterator<Item = FieldChange<'a>> {
    let run: &Run<'a> = report.run;
    let plan = &run.plan.stores[row];
    let StoreAndRecord { store, record } =
        StoreAndRecord::new(&run.ingested.tables, run.reconciled, row);
    let record = record.filter(|_| plan.disposition == Disposition::Modify);
    let sent = Sent {
        store,
        record,
        drift: run.reconciled.stores[row].drift,
    };
    let is_changed = move |field: &Field| {
        let changes = sent.drift & field.bit() != 0 || sent.lost(*field).is_some();
        changes && (*field != Field::LogonId || plan.send_account)
    };
    record.into_iter().flat_map(move |record| {
        let fields = Field::all().filter(is_changed);
        fields.map(move |field| FieldChange {
            report,
            store,
            record,
            field,
        })
    })
}

fn columns<'a>() -> Vec<ReportColumn<FieldChange<'a>>> {
    columns! { FieldChange<'a>;
        csv "store_code" => |r| r.store.text(Field::StoreCode);
        csv "smid" => |r| r.record.text(Field::Smid);
        csv "field" => |r| r.field.key();
        csv "what" => |r| r.field.label(r.report.lang);
        csv "old" => |r| r.old();
        csv "old_at" => |r| r.path(r.record);
        csv "new" => |r| r.new_value();
        csv "new_at" => |r| r.path(r.store);
        csv "upload_file" => |r| r.upload_file();
    }
}

/// Writes the file; the answer is the number of rows.
pub(crate) fn write(report: &ReportContext, sink: &mut OutputSink) -> Result<u64, EmitError> {
    let stores = 0..report.run.plan.stores.len();
    let changes = stores.flat_map(|row| of_store(report, row));
    csv_file::write_report(sink, &columns(), changes)
}
