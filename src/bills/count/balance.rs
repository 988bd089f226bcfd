//! The running balance of an account, checked from line to line: the balance before plus the amount must be the balance
//! after. Parts of a file are checked separately and then joined.

/// One line: its row, the change of the balance, and the printed balance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BalanceLine {
    pub row: u32,
    pub moved: i64,
    /// `None` where no readable balance is printed.
    pub balance: Option<i64>,
}

/// A line whose balance does not follow from the line before in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BalanceBreak {
    /// Number of the line within the chain, from 0.
    at: u64,
    pub row: u32,
    pub expected: i64,
    pub found: i64,
}

/// The lines so far, in the order of the file.
#[derive(Debug, Default)]
pub(crate) struct BalanceChain {
    newest_first: bool,
    ends: Option<(BalanceLine, BalanceLine)>,
    links: u64,
    breaks: Vec<BalanceBreak>,
}

impl BalanceChain {
    pub(crate) fn new(newest_first: bool) -> BalanceChain {
        BalanceChain {
            newest_first,
            ..BalanceChain::default()
        }
    }

    pub(crate) fn push(&mut self, link: BalanceLine) {
        self.check(link);
        let first = self.ends.map_or(link, |(first, _)| first);
        self.ends = Some((first, link));
        self.links += 1;
    }

    /// Adds the lines below; `rows` is the number of rows above them.
    pub(crate) fn append(&mut self, mut below: BalanceChain, rows: u32) {
        let Some((mut first, mut last)) = below.ends else {
            return;
        };
        first.row = first.row.saturating_add(rows);
        last.row = last.row.saturating_add(rows);
        self.check(first);
        for found in &mut below.breaks {
            found.row = found.row.saturating_add(rows);
            found.at += self.links;
        }
        self.breaks.append(&mut below.breaks);
        self.links += below.links;
        self.ends = Some((self.ends.map_or(first, |(first, _)| first), last));
    }

    /// Compares the last line with the line below it.
    fn check(&mut self, below: BalanceLine) {
        let Some((_, above)) = self.ends else {
            return;
        };
        let (earlier, later, at) = if self.newest_first {
            (below, above, self.links - 1)
        } else {
            (above, below, self.links)
        };
        let (Some(before), Some(found)) = (earlier.balance, later.balance) else {
            return;
        };
        let expected = before.saturating_add(later.moved);
        if expected != found {
            self.breaks.push(BalanceBreak {
                at,
                row: later.row,
                expected,
                found,
            });
        }
    }

    /// The breaks in the order of the file. One wrong balance breaks with the lines before and after: when the line
    /// after follows from the right balance, only the wrong one is a break.
    pub(crate) fn breaks(self) -> Vec<BalanceBreak> {
        let mut breaks = self.breaks;
        if self.newest_first {
            breaks.reverse();
        }
        let mut named: Vec<BalanceBreak> = Vec::new();
        let mut before: Option<BalanceBreak> = None;
        for found in breaks {
            let is_explained = before.is_some_and(|b| {
                let moved = found.expected.saturating_sub(b.found);
                b.at.abs_diff(found.at) == 1 && b.expected.saturating_add(moved) == found.found
            });
            before = (!is_explained).then_some(found);
            named.extend(before);
        }
        named.sort_by_key(|b| b.row);
        named
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// (moved, balance) from row 6 on, cut into pieces of `size`; (row, expected, found) of the breaks.
    fn breaks(newest_first: bool, size: usize, lines: &[(i64, i64)]) -> Vec<(u32, i64, i64)> {
        let mut whole = BalanceChain::new(newest_first);
        for (at, piece) in lines.chunks(size).enumerate() {
            let mut chain = BalanceChain::new(newest_first);
            for (row, (moved, balance)) in (1..).zip(piece) {
                chain.push(BalanceLine {
                    row,
                    moved: *moved,
                    balance: Some(*balance),
                });
            }
            whole.append(chain, 5 + (at * size) as u32);
        }
        let breaks = whole.breaks().into_iter();
        breaks.map(|b| (b.row, b.expected, b.found)).collect()
    }

    #[test]
    fn checked_across_parts_in_both_orders() {
        let sound = [(100, 100), (50, 150), (-30, 120), (5, 125)];
        let backwards: Vec<_> = sound.iter().rev().copied().collect();
        let missing = [(100, 100), (-30, 120), (5, 125)];
        let misprint = [(100, 100), (50, 510), (-30, 120), (5, 125)];
        let misprint_up: Vec<_> = misprint.iter().rev().copied().collect();
        for size in 1..=4 {
            assert_eq!(breaks(false, size, &sound), []);
            assert_eq!(breaks(true, size, &backwards), []);
            assert_eq!(breaks(false, size, &missing), [(7, 70, 120)]);
            assert_eq!(breaks(false, size, &misprint), [(7, 150, 510)]);
            assert_eq!(breaks(true, size, &misprint_up), [(8, 150, 510)]);
        }
    }

    #[test]
    fn a_line_without_a_balance_interrupts_the_check() {
        let mut chain = BalanceChain::new(false);
        for (row, balance) in [(1, Some(10)), (2, None), (3, Some(99)), (4, Some(100))] {
            let moved = 1;
            chain.push(BalanceLine {
                row,
                moved,
                balance,
            });
        }
        assert_eq!(chain.breaks(), []);
    }
}
