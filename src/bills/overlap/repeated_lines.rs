//! Lines that one bill repeats, because they were pasted twice or two exports were joined: they count once, and a
//! finding names them. A balance that breaks only there is not a finding of its own.

use std::collections::{BTreeMap, HashSet};

use super::line_selection::{KeptLine, LineAbove};
use crate::bills::rules::{BIL003, BIL008, BIL010};
use crate::model::bill::{BillFile, BillSort, BillTotal, LineSort};
use crate::model::finding::{Note, Related};
use crate::model::{Finding, Place, Rule};
use crate::value::money;

/// Rows named in the message; the rest are counted.
const NAMED: usize = 5;

/// The lines of a day that the same bill has further above as well.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct DayRepeats {
    /// Trades or incomings, and refunds or outgoings.
    sums: [BillTotal; 2],
    /// The row of each, and the row of the first of its kind.
    rows: Vec<(u32, u32)>,
    /// The same for lines with the number of another line and another amount; they count.
    others: Vec<(u32, u32)>,
}

impl DayRepeats {
    pub(crate) fn add(&mut self, line: &KeptLine, above: LineAbove) {
        match above {
            LineAbove::Nothing => {}
            // These are ordered by amount, not by row.
            LineAbove::Other(other) => {
                let rows = (line.row.max(other), line.row.min(other));
                self.others.push(rows);
            }
            LineAbove::Same(first) => {
                self.sums[usize::from(line.refund)].add(BillTotal {
                    lines: 1,
                    net_fen: line.net_fen,
                });
                self.rows.push((line.row, first));
            }
        }
    }
}

/// The repeated lines of each bill.
#[derive(Default)]
pub(crate) struct RepeatedLines(BTreeMap<u32, DayRepeats>);

impl RepeatedLines {
    /// Adds the repeated lines of a day, and notes them in the bill.
    pub(crate) fn add(
        &mut self,
        bills: &mut [BillFile],
        source: u32,
        day: i32,
        found: &DayRepeats,
    ) {
        let bill = bills.iter_mut().find(|bill| bill.source == source);
        let Some(bill) = bill.filter(|_| *found != DayRepeats::default()) else {
            return;
        };
        for (sort, sum) in bill.sort.sorts().into_iter().zip(found.sums) {
            bill.twice[sort as usize].add(sum);
        }
        let [income, outgo] = found.sums;
        if let Some(moved) = bill.days.iter_mut().find(|moved| moved.day == day) {
            let less = |count: u32, lines| count - u32::try_from(lines).unwrap_or(count).min(count);
            moved.incomes = less(moved.incomes, income.lines);
            moved.outgos = less(moved.outgos, outgo.lines);
            moved.income_fen = moved.income_fen.saturating_sub(income.net_fen);
            moved.outgo_fen = moved.outgo_fen.saturating_sub(outgo.net_fen);
        }
        let all = self.0.entry(source).or_default();
        all.rows.extend(&found.rows);
        all.others.extend(&found.others);
    }

    /// Adds a finding for each bill, and removes the findings of balances that break at such lines.
    pub(crate) fn add_findings(mut self, bills: &[BillFile], findings: &mut Vec<Finding>) {
        let mut broken = HashSet::new();
        for (source, found) in &mut self.0 {
            let Some(bill) = bills.iter().find(|bill| bill.source == *source) else {
                continue;
            };
            // The balance of such a line continues that of another line.
            if bill.sort == BillSort::Fund {
                let breaks = |(row, _): &(u32, u32)| [(*source, *row), (*source, row + 1)];
                broken.extend(found.rows.iter().flat_map(breaks));
            }
            let fen = LineSort::ALL.map(|sort| bill.twice[sort as usize].net_fen);
            let fen = fen.into_iter().fold(0, i64::saturating_add);
            let same = repeats_finding(&BIL008, *source, &mut found.rows);
            findings.extend(same.map(|finding| finding.arg(money::format_fen(fen))));
            findings.extend(repeats_finding(&BIL010, *source, &mut found.others));
        }
        let is_explained = |f: &Finding| {
            f.rule.code == BIL003.code && broken.contains(&(f.place.source, f.place.row))
        };
        findings.retain(|finding| broken.is_empty() || !is_explained(finding));
    }
}

/// One finding for the repeated lines of a bill, if there are any.
fn repeats_finding(rule: &'static Rule, source: u32, rows: &mut [(u32, u32)]) -> Option<Finding> {
    rows.sort_unstable();
    let (at, first) = *rows.first()?;
    let named = rows.iter().take(NAMED).map(|(row, _)| row.to_string());
    let mut named: Vec<String> = named.collect();
    if rows.len() > NAMED {
        named.push("…".to_owned());
    }
    let finding = Finding::about(rule, Place::row(source, at)).arg(rows.len());
    let finding = finding.arg(named.join(", ")).arg(first);
    Some(finding.related(Related {
        place: Place::row(source, first),
        field: None,
        found: String::new(),
        note: if rule.code == BIL008.code {
            Note::SameHere
        } else {
            Note::DiffersHere
        },
        touches: None,
    }))
}
