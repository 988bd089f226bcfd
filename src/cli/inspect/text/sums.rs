//! What the lines of a bill or a statement come to, beside what the file itself states.

use super::Page;
use crate::cli::inspect::sheet::Sheet;
use crate::cli::terminal::{thousands, yuan};
use crate::model::bill::LineSort;
use crate::model::{BillFile, Lang};

impl Page<'_> {
    /// A bill's sums, beside what its footer states.
    pub(super) fn bill(&mut self, sheet: &Sheet) {
        let bills = &self.inspected.ingested.bills;
        let Some(bill) = bills.iter().find(|b| b.source == sheet.read.source) else {
            return;
        };
        let items = self.sums(bill);
        let label = self.pick("合计", "totals");
        self.line(label, &items);
    }

    fn sums(&self, bill: &BillFile) -> Vec<String> {
        let lang = self.lens.lang;
        let sum = |sort: LineSort| {
            let (read, stated) = (bill.sum(sort), bill.stated[sort as usize]);
            if read.lines == 0 && stated.is_none() {
                return None;
            }
            let mark = match stated.map(|(stated, _)| stated == read) {
                Some(true) => " ✓",
                Some(false) => " ✗",
                None => "",
            };
            let (label, lines) = (sort.label(lang), thousands(read.lines));
            if sort == LineSort::Summary {
                return Some(format!("{label} {lines}"));
            }
            let net = yuan(read.net_fen);
            Some(match lang {
                Lang::Zh => format!("{label} {lines} 笔 {net} 元{mark}"),
                Lang::En => format!("{label} {lines}, {net} yuan{mark}"),
            })
        };
        LineSort::ALL.into_iter().filter_map(sum).collect()
    }

    /// What a statement's entries come to, and whether its balances and totals agree with them.
    pub(super) fn statement(&mut self, sheet: &Sheet) {
        let Some(read) = &sheet.read.statement else {
            return;
        };
        let lang = self.lens.lang;
        let side = |count: u64, at: usize, zh: &str, en: &str| {
            let count = thousands(count);
            match (lang, read.sums.map(|sums| yuan(sums[at]))) {
                (Lang::Zh, Some(sum)) => format!("{zh} {count} 笔 {sum} 元"),
                (Lang::Zh, None) => format!("{zh} {count} 笔"),
                (Lang::En, Some(sum)) => format!("{en} {count}, {sum} yuan"),
                (Lang::En, None) => format!("{en} {count}"),
            }
        };
        let mut items = vec![
            side(read.income, 0, "收入", "in"),
            side(read.outgo, 1, "支出", "out"),
        ];
        if read.unread > 0 {
            let unread = thousands(read.unread);
            items.push(lang.pick(
                format!("{unread} 行读不出 ✗"),
                format!("{unread} unreadable ✗"),
            ));
        }
        items.extend(read.agreement(lang));
        let label = self.pick("合计", "totals");
        self.line(label, &items);
    }
}
