//! Control totals: rows as the readers counted them on one side, where they ended on the other. They
//! are proved before anything is published (contract, promise 1).

use serde::Serialize;

use super::bill::LineSort;
use super::settlement::SettlementVerdict;
use super::{
    Disposition, Ingested, Kind, M4State, Plan, Reconciled, Settlement, SkuPlan, statement,
};
use crate::value::statement_amount::Direction;

/// Rows in, and where they ended; each part adds up to its `rows` or `lines`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    pub stores: StoreTotals,
    /// Of the submitted and unchanged stores.
    pub m4: M4Totals,
    pub skus: SkuTotals,
    pub bills: BillTotals,
    /// Absent when there is nothing to settle.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settlement: Option<SettlementTotals>,
}

/// Counts, and those of them that are the rows of a table by where they ended.
macro_rules! totals {
    ($(#[$doc:meta])* $name:ident { $($key:ident),* } $($ends:ident { $($end:ident $ended:ident),* })?) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
        pub struct $name { $(pub $key: u64,)* $($(pub $end: u64),*)? }

        $(impl $name {
            fn with(mut self, counts: impl IntoIterator<Item = ($ends, usize)>) -> $name {
                for (end, count) in counts {
                    let total = match end { $($ends::$ended => &mut self.$end),* };
                    *total = count as u64;
                }
                self
            }
        })?
    };
}

totals! {
    /// Store rows by disposition.
    StoreTotals { rows } Disposition {
        create Create, modify Modify, unchanged Unchanged, direct Direct, held Held, repeated Repeated
    }
}
totals! {
    /// Stores by their distance to M4.
    M4Totals {} M4State {
        ready Ready, pending Pending, differs Differs, blocked Blocked, no_account NoAccount, claimed Claimed
    }
}
totals! {
    /// SKU rows.
    SkuTotals { rows } SkuPlan { publish Publish, held Held, repeated Repeated }
}
totals! {
    /// Bill lines.
    BillTotals { lines, trades, refunds, movements, summaries, refused, duplicates }
}

/// Settlement days by verdict, and the money on both sides in fen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SettlementTotals {
    pub accounts: u64,
    pub days: u64,
    pub agrees: u64,
    /// Differences that a later day made up for, and the days that did.
    pub cleared: u64,
    pub short: u64,
    pub over: u64,
    pub one_sided: u64,
    pub not_covered: u64,
    /// Σ (商家实收 + 服务费) of all bills of trades, and Σ of the withdrawals.
    pub bills_fen: i64,
    pub expected_fen: i64,
    pub bills_elsewhere_fen: i64,
    /// Σ of the money that came in on all statements.
    pub income_fen: i64,
    pub received_fen: i64,
    pub credits_elsewhere_fen: i64,
}

/// A row without a disposition, or with two: our fault, and nothing may be published.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the totals do not add up: {rows} {what} read, {counted} accounted for; nothing was written"
)]
pub struct Unproved {
    pub what: &'static str,
    pub rows: i64,
    pub counted: i64,
}

impl Totals {
    /// Counts both sides and proves them equal.
    pub fn prove(
        ingested: &Ingested,
        reconciled: &Reconciled,
        plan: &Plan,
    ) -> Result<Totals, Unproved> {
        let rows = |kind| read(ingested, kind);
        let stores = StoreTotals {
            rows: rows(Kind::Stores),
            ..StoreTotals::default()
        };
        let skus = SkuTotals {
            rows: rows(Kind::Skus),
            ..SkuTotals::default()
        };
        let totals = Totals {
            stores: stores.with(plan.store_counts()),
            m4: M4Totals::default().with(plan.m4_counts()),
            skus: skus.with(plan.sku_counts()),
            bills: bills(rows(Kind::AlipayBill), ingested),
            settlement: settlement(ingested, &reconciled.settlement),
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
            let whole = |count| i64::try_from(count).unwrap_or(i64::MAX);
            equal(what, whole(rows), whole(counted))?;
        }
        if let Some(s) = &totals.settlement {
            s.prove()?;
        }
        Ok(totals)
    }
}

impl SettlementTotals {
    fn prove(&self) -> Result<(), Unproved> {
        let verdicts = [
            self.agrees,
            self.cleared,
            self.short,
            self.over,
            self.one_sided,
            self.not_covered,
        ];
        let whole = |count| i64::try_from(count).unwrap_or(i64::MAX);
        equal(
            "settlement days",
            whole(self.days),
            whole(verdicts.iter().sum()),
        )?;
        let expected = self.expected_fen.saturating_add(self.bills_elsewhere_fen);
        equal("fen of bills", self.bills_fen, expected)?;
        let received = self.received_fen.saturating_add(self.credits_elsewhere_fen);
        equal("fen of bank credits", self.income_fen, received)
    }
}

fn equal(what: &'static str, rows: i64, counted: i64) -> Result<(), Unproved> {
    if rows == counted {
        Ok(())
    } else {
        Err(Unproved {
            what,
            rows,
            counted,
        })
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

fn bills(lines: u64, ingested: &Ingested) -> BillTotals {
    let bills = || ingested.bills.iter();
    let sum = |sort| bills().map(|b| b.sum(sort).lines).sum::<u64>();
    let again = |sort: LineSort| bills().map(|b| b.again[sort as usize]).sum::<u64>();
    let once = |sort| sum(sort) - again(sort);
    BillTotals {
        lines,
        trades: once(LineSort::Trade),
        refunds: once(LineSort::Refund),
        movements: once(LineSort::Income) + once(LineSort::Outgo) + sum(LineSort::Neutral),
        summaries: sum(LineSort::Summary),
        refused: bills().map(|b| b.refused).sum(),
        duplicates: LineSort::ALL.into_iter().map(again).sum(),
    }
}

fn settlement(ingested: &Ingested, settlement: &Settlement) -> Option<SettlementTotals> {
    if settlement.days.is_empty() {
        return None;
    }
    let days = || settlement.days.iter();
    let owed = ingested.bill_stores.iter().flat_map(|store| &store.days);
    let withdrawn = ingested.bills.iter().flat_map(|bill| &bill.withdrawals);
    let withdrawn = withdrawn.map(|withdrawal| withdrawal.fen);
    let mut totals = SettlementTotals {
        accounts: settlement.accounts.len() as u64,
        days: settlement.days.len() as u64,
        bills_fen: sum(owed.map(|day| day.settled_fen()).chain(withdrawn)),
        expected_fen: sum(days().map(|day| day.expected_fen)),
        bills_elsewhere_fen: settlement.bills_elsewhere_fen,
        income_fen: sum(income(ingested)),
        received_fen: sum(days().map(|day| day.received_fen)),
        credits_elsewhere_fen: settlement.credits_elsewhere_fen,
        ..SettlementTotals::default()
    };
    for day in days() {
        *match day.verdict {
            SettlementVerdict::Agrees => &mut totals.agrees,
            SettlementVerdict::NotCovered => &mut totals.not_covered,
            _ if !day.is_open() => &mut totals.cleared,
            SettlementVerdict::Short => &mut totals.short,
            SettlementVerdict::Over => &mut totals.over,
            SettlementVerdict::OneSided => &mut totals.one_sided,
        } += 1;
    }
    Some(totals)
}

fn sum(fen: impl Iterator<Item = i64>) -> i64 {
    fen.fold(0, i64::saturating_add)
}

/// What came in, entry by entry; an entry whose side is not known is a finding of its own.
fn income(ingested: &Ingested) -> impl Iterator<Item = i64> + '_ {
    let table = &ingested.tables.bank_statement;
    (0..table.len()).filter_map(|row| {
        let flow = statement::flow(table, row);
        let flow = flow.ok().filter(|flow| flow.direction == Direction::In);
        flow.map(|flow| flow.fen)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fen_or_a_day_gone_astray_is_refused() {
        let sound = SettlementTotals {
            days: 3,
            agrees: 2,
            short: 1,
            bills_fen: 300,
            expected_fen: 200,
            bills_elsewhere_fen: 100,
            income_fen: 150,
            received_fen: 199,
            credits_elsewhere_fen: -49,
            ..SettlementTotals::default()
        };
        assert_eq!(sound.prove(), Ok(()));
        let fault = |totals: SettlementTotals| totals.prove().err().map(|unproved| unproved.what);
        for (astray, what) in [
            (SettlementTotals { days: 4, ..sound }, "settlement days"),
            (
                SettlementTotals {
                    expected_fen: 201,
                    ..sound
                },
                "fen of bills",
            ),
            (
                SettlementTotals {
                    credits_elsewhere_fen: -50,
                    ..sound
                },
                "fen of bank credits",
            ),
        ] {
            assert_eq!(fault(astray), Some(what));
        }
    }
}
