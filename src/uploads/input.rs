//! What the uploads are made from, and what several of them ask of a row.

use crate::config::UploadLayout;
use crate::config::upload::Selection;
use crate::model::{
    Field, Finding, Ingested, Kind, Plan, Reconciled, Route, Row, StoreAndRecord, StorePlan, Table,
};

/// What the uploads are made from.
#[derive(Clone, Copy)]
pub struct UploadInput<'a> {
    pub ingested: &'a Ingested,
    pub reconciled: &'a Reconciled,
    pub plan: &'a Plan,
    /// All of them, in the order of [`Finding::order`].
    pub findings: &'a [Finding],
    /// The time of the run: its day's midnight when no hour is given.
    pub now: time::PrimitiveDateTime,
}

impl<'a> UploadInput<'a> {
    /// The table a layout's rows come from.
    pub(crate) fn table(&self, layout: &UploadLayout) -> &'a Table {
        match table_kind(layout) {
            Kind::Skus => &self.ingested.tables.skus,
            _ => &self.ingested.tables.stores,
        }
    }

    pub(crate) fn store(&self, row: usize) -> Row<'a> {
        self.ingested.tables.stores.row(row)
    }

    /// The plan of a store.
    pub(crate) fn plan(&self, row: usize) -> &'a StorePlan {
        &self.plan.stores[row]
    }

    /// A store beside its onboarded record.
    pub(crate) fn store_record(&self, row: usize) -> StoreAndRecord<'a> {
        StoreAndRecord::new(&self.ingested.tables, self.reconciled, row)
    }

    /// The PID of a store's acquirer, as its bodies have it.
    pub(crate) fn acquirer(&self, row: usize) -> &'a str {
        self.store_record(row).acquirer()
    }

    /// What a store is at Alipay: its PID when it is direct, else its SMID.
    pub(crate) fn role(&self, row: usize) -> &'a str {
        match self.reconciled.stores[row].route {
            Route::Direct => self.store(row).text(Field::Pid),
            Route::Indirect => self.store_record(row).smid(),
        }
    }
}

/// The kind of table a layout's rows come from.
pub(crate) fn table_kind(layout: &UploadLayout) -> Kind {
    match layout.rows {
        Selection::Published => Kind::Skus,
        _ => Kind::Stores,
    }
}

/// The field by which a layout's rows are named.
pub(crate) fn code_field(layout: &UploadLayout) -> Field {
    match table_kind(layout) {
        Kind::Skus => Field::SkuCode,
        _ => Field::StoreCode,
    }
}
