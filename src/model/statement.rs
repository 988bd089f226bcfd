//! What a bank statement comes to, and how far it agrees with itself.

use super::{CellKind, Field, Lang, Table};
use crate::value::statement_amount;
use crate::value::statement_amount::{Flow, Side};

/// What a row of a statement moves, or why that is not known.
pub(crate) fn flow(table: &Table, row: usize) -> Result<Flow, Side> {
    let text = |field| table.original(row, field);
    // Another sheet of the table may have the column that this one lacks.
    let has_word = table.cell_kind(row, Field::Direction) != CellKind::Missing;
    let word = has_word.then(|| text(Field::Direction));
    statement_amount::flow(
        text(Field::Income),
        text(Field::Outgo),
        text(Field::Amount),
        word,
    )
}

/// One statement, read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StatementRead {
    /// Entries of money in.
    pub income: u64,
    /// Entries of money out.
    pub outgo: u64,
    /// Entries that cannot be read and count for nothing; each has its finding.
    pub unread: u64,
    /// Money in and money out in fen; absent when there are several currencies.
    pub sums: Option<[i64; 2]>,
    /// Running balances against the entry before.
    pub balances: Agreement,
    /// Stated counts and sums against the entries.
    pub totals: Agreement,
}

/// How many figures were compared, and how many of them differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Agreement {
    pub compared: u64,
    pub differ: u64,
}

impl Agreement {
    pub fn add(&mut self, same: bool) {
        self.compared += 1;
        self.differ += u64::from(!same);
    }

    /// Adds what was compared elsewhere.
    pub fn join(&mut self, other: Agreement) {
        self.compared += other.compared;
        self.differ += other.differ;
    }

    /// `✓` or `✗`; nothing when there was nothing to compare.
    pub fn mark(self) -> &'static str {
        match (self.compared, self.differ) {
            (0, _) => "",
            (_, 0) => "✓",
            _ => "✗",
        }
    }
}

impl StatementRead {
    /// Adds another statement; its money may be of another currency, so there are no sums any more.
    pub fn join(&mut self, other: &StatementRead) {
        self.income += other.income;
        self.outgo += other.outgo;
        self.unread += other.unread;
        self.sums = None;
        self.balances.join(other.balances);
        self.totals.join(other.totals);
    }

    /// `余额 12 处相接 ✓`, `合计 2 项，1 项不符 ✗`: what agrees; nothing when nothing could be compared.
    pub fn agreement(&self, lang: Lang) -> Vec<String> {
        let balances = self.balances;
        let of_balances = match balances.differ {
            0 => lang.pick(
                format!("余额 {} 处接得上", balances.compared),
                format!("{} balances follow", balances.compared),
            ),
            n => lang.pick(format!("余额 {n} 处接不上"), format!("{n} balances break")),
        };
        let totals = self.totals;
        let of_totals = match totals.differ {
            0 => lang.pick(
                format!("合计 {} 项相符", totals.compared),
                format!("{} totals agree", totals.compared),
            ),
            n => lang.pick(format!("合计 {n} 项不符"), format!("{n} totals differ")),
        };
        [(balances, of_balances), (totals, of_totals)]
            .into_iter()
            .filter(|(agreement, _)| agreement.compared > 0)
            .map(|(agreement, words)| format!("{words} {}", agreement.mark()))
            .collect()
    }
}
