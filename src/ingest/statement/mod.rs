//! Checks a bank statement when its sheet is read: every entry has a date and a direction, each balance follows from the
//! one before, and the totals above and below are those of the entries. The table is not changed.

mod control;
mod entry;

use std::collections::{BTreeMap, BTreeSet};

use super::rules::statement::STM002;
use super::sheet::{OutsideRow, SheetData};
use crate::model::{Field, Finding, StatementRead, Table};
use crate::value::money;
use crate::value::statement_amount::Direction;
use entry::{StatementEntry, at_cell};

/// Adds the findings of [`check`] to a sheet.
pub(crate) fn check_sheet(sheet: &mut SheetData) {
    let (findings, read) = check(&sheet.table, &sheet.columns, &sheet.notes, &sheet.totals);
    sheet.findings.extend(findings);
    sheet.read.statement = Some(read);
}

/// Checks one statement: `columns` are those of its fields, `notes` the rows above its header, `totals` the rows below
/// it that are no entries. Findings have source 0.
fn check(
    table: &Table,
    columns: &[(Field, u16)],
    notes: &[OutsideRow],
    totals: &[OutsideRow],
) -> (Vec<Finding>, StatementRead) {
    let entries: Vec<StatementEntry> = (0..table.len())
        .map(|at| StatementEntry::read(table, at))
        .collect();
    let mut findings: Vec<Finding> = (entries.iter().enumerate())
        .filter_map(|(at, entry)| entry.finding(table, columns, at))
        .collect();
    let mut accounts: BTreeMap<_, Vec<(usize, &StatementEntry)>> = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate() {
        let account = table.original(at, Field::CardNo).trim();
        let key = (account, entry.currency);
        accounts.entry(key).or_default().push((at, entry));
    }
    let mut read = sums(&entries);
    for account in accounts.values() {
        for (same, finding) in breaks(table, columns, account) {
            read.balances.add(same);
            findings.extend(finding);
        }
    }
    for (same, finding) in control::check(&entries, columns, notes, totals) {
        read.totals.add(same);
        findings.extend(finding);
    }
    (findings, read)
}

/// The sums of the entries.
fn sums(entries: &[StatementEntry]) -> StatementRead {
    let mut read = StatementRead::default();
    let currencies: BTreeSet<&str> = entries.iter().map(|entry| entry.currency).collect();
    let mut sums = [0i64; 2];
    for entry in entries {
        let Some(flow) = entry.flow.filter(|_| entry.unreadable.is_empty()) else {
            read.unread += 1;
            continue;
        };
        let (count, sum) = match flow.direction {
            Direction::In => (&mut read.income, &mut sums[0]),
            Direction::Out => (&mut read.outgo, &mut sums[1]),
        };
        *count += 1;
        *sum = sum.saturating_add(flow.fen);
    }
    read.sums = (currencies.len() < 2).then_some(sums);
    read
}

/// Whether each running balance of one account follows from the entry before, and a finding where it does not. After a
/// break the printed balance applies, so one break is one finding; an entry without a balance is skipped.
fn breaks(
    table: &Table,
    columns: &[(Field, u16)],
    account: &[(usize, &StatementEntry)],
) -> impl Iterator<Item = (bool, Option<Finding>)> {
    let newest_first = is_newest_first(account);
    account.windows(2).filter_map(move |pair| {
        let (first, second) = (pair[0], pair[1]);
        let pair = if newest_first {
            (second, first)
        } else {
            (first, second)
        };
        let ((_, before), (at, after)) = pair;
        let expected = balance_after(before, after)?;
        let moved = after.flow?.signed();
        let (opening, printed) = (before.balance?, after.balance?);
        let finding = || {
            at_cell(&STM002, table, columns, at, Field::Balance)
                .arg(before.row)
                .arg(money::format_fen(opening))
                .arg(money::format_fen(moved))
                .arg(money::format_fen(expected))
                .arg(money::format_fen(printed))
        };
        let same = expected == printed;
        Some((same, (!same).then(finding)))
    })
}

/// The balance after an entry; `None` when one of the figures is missing.
fn balance_after(before: &StatementEntry, after: &StatementEntry) -> Option<i64> {
    after.balance?;
    before.balance?.checked_add(after.flow?.signed())
}

/// Whether later entries are above earlier ones: the order in which more balances follow from the entry before; when
/// both orders are equal, the dates decide.
fn is_newest_first(account: &[(usize, &StatementEntry)]) -> bool {
    let fits = |before: &StatementEntry, after: &StatementEntry| {
        balance_after(before, after).is_some_and(|expected| after.balance == Some(expected))
    };
    let (mut up, mut down) = (0, 0);
    for pair in account.windows(2) {
        down += usize::from(fits(pair[0].1, pair[1].1));
        up += usize::from(fits(pair[1].1, pair[0].1));
    }
    let mut dates = account.iter().filter_map(|(_, entry)| entry.date);
    match up.cmp(&down) {
        std::cmp::Ordering::Equal => dates.next() > dates.next_back(),
        order => order.is_gt(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::table::RowOrigin;
    use crate::model::{CellKind, Column, Kind, finding};

    /// A statement: keys of its fields, then its rows from row 2 on.
    pub(super) fn statement(keys: &str, rows: &[&str]) -> (Table, Vec<(Field, u16)>) {
        let mut table = Table::new(Kind::BankStatement);
        let keys = keys.split_whitespace();
        let fields: Vec<Field> = keys
            .map(|key| Field::from_key(key).expect("a field"))
            .collect();
        for row in 0..rows.len() {
            let row = row as u32 + 2;
            table.origins.push(RowOrigin { source: 0, row });
        }
        for (at, field) in fields.iter().enumerate() {
            let mut column = Column::default();
            for row in rows {
                column.push(row.split('|').nth(at).unwrap_or(""), CellKind::Text);
            }
            table.set_column(*field, column);
        }
        (table, fields.into_iter().zip(0..).collect())
    }

    /// `CODE cell found → message`.
    pub(super) fn listed(findings: &[Finding]) -> Vec<String> {
        let line = |f: &Finding| {
            let cell = f.place.cell_name().unwrap_or_default();
            let message = finding::fill(f.rule.en.message, &f.args, "", "");
            format!("{} {cell} {:?} → {message}", f.rule.code, f.found)
        };
        findings.iter().map(line).collect()
    }

    fn checked(keys: &str, rows: &[&str]) -> Vec<String> {
        let (table, columns) = statement(keys, rows);
        listed(&check(&table, &columns, &[], &[]).0)
    }

    #[test]
    fn entries_without_a_date_or_a_direction() {
        let rows = [
            "20260301|10.00||100.00",
            "2026-02-30|10.00||110.00",
            "2026-03-02|10.00|5.00|115.00",
            "2026-03-03|1O.00||",
            "2026-03-04|||-",
            "2026-03-05||0.00|x",
            "-|1|2|x",
        ];
        assert_eq!(
            checked("entry_date income outgo balance", &rows),
            [
                "STM001 A3 \"2026-02-30\" → the date cannot be read (A3); the entry was not counted",
                "STM001 C4 \"5.00\" → both money in and money out are filled (C4); the entry was not counted",
                "STM001 B5 \"1O.00\" → the money in cannot be read (B5); the entry was not counted",
                "STM001 C6 \"\" → there is no amount (C6); the entry was not counted",
                "STM001 D7 \"x\" → the balance cannot be read (D7); the entry was not counted",
                "STM001 A8 \"-\" → there is no date (A8), both money in and money out are filled (C8), the balance \
                 cannot be read (D8); the entry was not counted",
            ]
        );
        assert_eq!(
            checked(
                "entry_date direction amount",
                &["20260301|冲|1", "20260301|来账|-1"]
            ),
            [
                "STM001 B2 \"冲\" → the word does not say in or out (B2); the entry was not counted",
                "STM001 C3 \"-1\" → column, sign and word disagree (C3); the entry was not counted"
            ]
        );
    }

    const BREAK_DOWN: &str = "STM002 D4 \"1,151.00\" → row 3 leaves 1100.00 yuan and this entry moves 50.00, \
                              which makes 1150.00; the balance here is 1151.00";

    #[test]
    fn a_break_is_one_finding_in_either_order() {
        let rows = [
            "20260301||1.00|1,000.00",
            "20260301|100||1,100.00",
            "20260302|50||1,151.00",
            "20260303||51|1,100.00",
        ];
        let keys = "entry_date income outgo balance";
        assert_eq!(checked(keys, &rows), [BREAK_DOWN]);
        let upwards: Vec<&str> = rows.into_iter().rev().collect();
        assert_eq!(
            checked(keys, &upwards),
            [BREAK_DOWN.replace("D4", "D3").replace("row 3", "row 4")]
        );
    }

    #[test]
    fn two_rows_that_do_not_follow_go_by_their_dates() {
        let keys = "entry_date income outgo balance";
        assert_eq!(
            checked(keys, &["20260301|1||10", "20260302|1||12"]),
            [
                "STM002 D3 \"12\" → row 2 leaves 10.00 yuan and this entry moves 1.00, which makes 11.00; \
              the balance here is 12.00"
            ]
        );
        assert_eq!(
            checked(keys, &["20260302|1||12", "20260301|1||10"]),
            [
                "STM002 D2 \"12\" → row 3 leaves 10.00 yuan and this entry moves 1.00, which makes 11.00; \
              the balance here is 12.00"
            ]
        );
    }

    #[test]
    fn accounts_and_currencies_have_their_own_balance() {
        let rows = [
            "6222|20260301|10|100|CNY",
            "6223|20260301|10|900|CNY",
            "6222|20260301|10|55|USD",
            "6222|20260302|-30|70|CNY",
            "6223|20260302|5|905|CNY",
            "6222|20260303|5|60|USD",
        ];
        assert!(checked("card_no entry_date amount balance currency", &rows).is_empty());
    }

    #[test]
    fn a_missing_balance_breaks_nothing() {
        let rows = ["20260301|10|100", "20260302|10|", "20260303|10|500"];
        assert!(checked("entry_date amount balance", &rows).is_empty());
    }
}
