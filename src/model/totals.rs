//! Control totals: rows as the readers counted them on one side, where they ended on the other. They
//! are proved before anything is published (contract, promise 1).

use serde::Serialize;

use super::bill::LineSort;
use super::{Disposition, Ingested, Kind, M4State, Plan, SkuPlan};

/// Rows in, and where they ended; each part adds up to its `rows` or `lines`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    pub stores: StoreTotals,
    /// Of the submitted and unchanged stores.
    pub m4: M4Totals,
    pub skus: SkuTotals,
    pub bills: BillTotals,
}

macro_rules! totals {
    ($(#[$doc:meta])* $name:ident { $($key:ident),* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
        pub struct $name { $(pub $key: u64),* }
    };
}

totals!(
    /// Store rows by disposition.
    StoreTotals { rows, create, modify, unchanged, direct, held, repeated }
);
totals!(
    /// Stores by their distance to M4.
    M4Totals { ready, pending, differs, no_account, claimed }
);
totals!(
    /// SKU rows.
    SkuTotals { rows, publish, held, repeated }
);
totals!(
    /// Bill lines.
    BillTotals { lines, trades, refunds, movements, summaries, refused, duplicates }
);

/// A row without a disposition, or with two: our fault, and nothing may be published.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the totals do not add up: {rows} {what} read, {counted} accounted for; nothing was written"
)]
pub struct Unproved {
    pub what: &'static str,
    pub rows: u64,
    pub counted: u64,
}

impl Totals {
    /// Counts both sides and proves them equal.
    pub fn prove(ingested: &Ingested, plan: &Plan) -> Result<Totals, Unproved> {
        let totals = Totals {
            stores: stores(read(ingested, Kind::Stores), plan),
            m4: m4(plan),
            skus: skus(read(ingested, Kind::Skus), plan),
            bills: bills(read(ingested, Kind::AlipayBill), ingested),
        };
        let s = &totals.stores;
        let k = &totals.skus;
        let b = &totals.bills;
        for (what, rows, counted) in [
            (
                "stores",
                s.rows,
                s.create + s.modify + s.unchanged + s.direct + s.held + s.repeated,
            ),
            ("SKUs", k.rows, k.publish + k.held + k.repeated),
            (
                "bill lines",
                b.lines,
                b.trades + b.refunds + b.movements + b.summaries + b.refused + b.duplicates,
            ),
        ] {
            if rows != counted {
                return Err(Unproved {
                    what,
                    rows,
                    counted,
                });
            }
        }
        Ok(totals)
    }
}

/// Rows of a kind, as the readers counted them sheet by sheet.
fn read(ingested: &Ingested, kind: Kind) -> u64 {
    let sheets = ingested.files.iter().flat_map(|f| &f.sheets);
    sheets
        .filter(|s| s.kind == Some(kind))
        .map(|s| s.rows)
        .sum()
}

fn stores(rows: u64, plan: &Plan) -> StoreTotals {
    let mut totals = StoreTotals {
        rows,
        ..StoreTotals::default()
    };
    for (disposition, count) in plan.store_counts() {
        let total = match disposition {
            Disposition::Create => &mut totals.create,
            Disposition::Modify => &mut totals.modify,
            Disposition::Unchanged => &mut totals.unchanged,
            Disposition::Direct => &mut totals.direct,
            Disposition::Held => &mut totals.held,
            Disposition::Repeated => &mut totals.repeated,
        };
        *total = count as u64;
    }
    totals
}

fn m4(plan: &Plan) -> M4Totals {
    let mut totals = M4Totals::default();
    for (state, count) in plan.m4_counts() {
        let total = match state {
            M4State::Ready => &mut totals.ready,
            M4State::Pending => &mut totals.pending,
            M4State::Differs => &mut totals.differs,
            M4State::NoAccount => &mut totals.no_account,
            M4State::Claimed => &mut totals.claimed,
        };
        *total = count as u64;
    }
    totals
}

fn skus(rows: u64, plan: &Plan) -> SkuTotals {
    let mut totals = SkuTotals {
        rows,
        ..SkuTotals::default()
    };
    for (end, count) in plan.sku_counts() {
        let total = match end {
            SkuPlan::Publish => &mut totals.publish,
            SkuPlan::Held => &mut totals.held,
            SkuPlan::Repeated => &mut totals.repeated,
        };
        *total = count as u64;
    }
    totals
}

fn bills(lines: u64, ingested: &Ingested) -> BillTotals {
    let bills = || ingested.bills.iter();
    let sum = |sort| bills().map(|b| b.sum(sort).lines).sum::<u64>();
    let again = bills().fold((0, 0), |(trades, refunds), bill| {
        (
            trades + u64::from(bill.again.trades),
            refunds + u64::from(bill.again.refunds),
        )
    });
    BillTotals {
        lines,
        trades: sum(LineSort::Trade) - again.0,
        refunds: sum(LineSort::Refund) - again.1,
        movements: sum(LineSort::Income) + sum(LineSort::Outgo) + sum(LineSort::Neutral),
        summaries: sum(LineSort::Summary),
        refused: bills().map(|b| b.refused).sum(),
        duplicates: again.0 + again.1,
    }
}
