//! The result of reading one bill.

use crate::bills::overlap::line_selection::KeptLine;
use crate::model::{BillFile, BillStore, Finding};

pub(crate) struct Bill {
    pub file: BillFile,
    pub stores: Vec<BillStore>,
    /// In a second reading: the selected lines, in the order of the file.
    pub kept: Vec<KeptLine>,
    pub findings: Vec<Finding>,
}

impl Bill {
    /// Sets the source of all places.
    pub(crate) fn set_source(&mut self, source: u32) {
        self.file.source = source;
        let file = &mut self.file;
        let stated = file.stated.iter_mut().flatten().map(|(_, place)| place);
        let figures = file.figures.iter_mut().map(|f| &mut f.place);
        let withdrawals = file.withdrawals.iter_mut().map(|w| &mut w.place);
        for place in stated.chain(figures).chain(withdrawals) {
            place.source = source;
        }
        let seen = self.stores.iter_mut().flat_map(|store| &mut store.seen);
        seen.for_each(|seen| seen.source = source);
    }
}
