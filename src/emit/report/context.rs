//! What the writers of reports see: the run, what became of its uploads, and how its values are shown.

use std::borrow::Cow;

use crate::emit::finding_formatter::FindingFormatter;
use crate::emit::run::Run;
use crate::model::{Field, Lang, Place, Row, Totals};
use crate::uploads::batch::{Batch, Placement};
use crate::uploads::target::TargetTotals;

/// What the writers of reports see.
pub(crate) struct ReportContext<'a> {
    pub run: &'a Run<'a>,
    pub lang: Lang,
    pub formatter: FindingFormatter<'a>,
    pub totals: &'a Totals,
    /// One per upload, in the order of the layouts.
    pub target_totals: &'a [TargetTotals],
    /// None in a dry run.
    pub batches: &'a [Batch],
    /// Per store row, where its body of onboarding went.
    pub placements: Vec<Option<Placement>>,
}

impl<'a> ReportContext<'a> {
    /// A row of the store table.
    pub(crate) fn store(&self, row: usize) -> Row<'a> {
        self.run.ingested.tables.stores.row(row)
    }

    /// A store's row in its file.
    pub(crate) fn store_place(&self, row: usize) -> Place {
        let origin = self.run.ingested.tables.stores.origins[row];
        Place {
            source: origin.source,
            row: origin.row,
            column: None,
        }
    }

    /// A value with personal data hidden.
    pub(crate) fn shown(&self, row: Row<'a>, field: Field) -> Cow<'a, str> {
        self.formatter.hide(Some(field), row.text(field))
    }

    /// The paths of places.
    pub(crate) fn paths(&self, places: &[Place]) -> String {
        let paths = places.iter().map(|place| self.formatter.path(*place));
        paths.collect::<Vec<_>>().join("; ")
    }

    /// The upload file a store went into, and where.
    pub(crate) fn placed(&self, row: usize) -> Option<(&'a Batch, Placement)> {
        let placement = (*self.placements.get(row)?)?;
        Some((self.batches.get(placement.batch as usize)?, placement))
    }
}
