//! The comments of a bill above and below its lines: account, period and totals. Stated totals are compared with the
//! lines.

use std::collections::BTreeSet;

use super::figures::difference;
use crate::bills::rules::{BIL001, BIL005, BIL009};
use crate::model::bill::{BillFile, BillSort, BillTotal, Figure, FigureSort, LineSort};
use crate::model::{Finding, Place};
use crate::value::{date, money, pid};

/// How footers with a count and a sum begin, and what they count.
const TOTALS: [(&str, LineSort); 4] = [
    ("#交易合计", LineSort::Trade),
    ("#退款合计", LineSort::Refund),
    ("#收入合计", LineSort::Income),
    ("#支出合计", LineSort::Outgo),
];

/// Notes of a personal export. Their sums are not compared: the export itself says that they are computed in another way
/// and may differ from the lines.
const NOTES: [(&str, FigureSort); 4] = [
    ("共", FigureSort::Records),
    ("收入：", FigureSort::IncomeLines),
    ("支出：", FigureSort::OutgoLines),
    ("不计收支：", FigureSort::NeutralLines),
];

/// The text of a comment, and its first cell.
pub(crate) struct Comment {
    pub row: u32,
    pub column: u16,
    pub text: String,
}

/// Adds what a comment states to the file.
pub(crate) fn read(file: &mut BillFile, comment: &Comment) {
    let place = Place::cell(0, comment.row, comment.column);
    let text = &comment.text;
    if let Some(account) = account(text) {
        file.account = account;
    } else if let Some(period) = period(text) {
        file.period = Some(period);
    }
    for (prefix, sort) in TOTALS {
        if let Some(mut total) = stated(text, prefix) {
            if sort == LineSort::Outgo {
                total.net_fen = total.net_fen.saturating_abs();
            }
            file.stated[sort as usize] = Some((total, place));
        }
    }
    if file.sort == BillSort::Personal {
        let note = |(prefix, sort): (&str, FigureSort)| {
            let (lines, _) = text.strip_prefix(prefix)?.split_once('笔')?;
            let value = lines.trim().parse().ok()?;
            Some(Figure { sort, value, place })
        };
        file.figures.extend(NOTES.into_iter().filter_map(note));
    }
}

/// `#账号：[20880211096256330156]` → the digits.
fn account(text: &str) -> Option<String> {
    let rest = text.strip_prefix("#账号")?;
    Some(rest.chars().filter(char::is_ascii_digit).collect())
}

/// `#起始日期：[2019年09月16日 00:00:00]   终止日期：[2019年09月17日 00:00:00]` → Julian days.
fn period(text: &str) -> Option<(i32, i32)> {
    let rest = text.trim_start_matches('#');
    if !rest.starts_with("起始") {
        return None;
    }
    let mut days = rest.split('[').skip(1).map(|part| {
        let inside = part.split(']').next()?;
        Some(date::parse(inside)?.to_julian_day())
    });
    Some((days.next()??, days.next()??))
}

/// The PID of the account; empty when the comments name none, or several.
pub(crate) fn account_pid(comments: &[Comment]) -> String {
    let named = comments.iter().filter_map(|c| account(&c.text));
    let accounts: BTreeSet<String> = named.collect();
    let one = accounts.first().filter(|_| accounts.len() == 1);
    let pid = one.and_then(|account| pid::of_bill_account(account));
    pid.unwrap_or_default().to_owned()
}

/// `#交易合计：10374笔，商家实收共28790.16元，…` → 10374 lines, 2879016 fen.
fn stated(text: &str, prefix: &str) -> Option<BillTotal> {
    let rest = text.strip_prefix(prefix)?;
    let lines = rest.split('笔').next()?;
    let lines = lines.trim_start_matches(['：', ':']).trim();
    let amount = rest.split_once('共')?.1.split('元').next()?;
    Some(BillTotal {
        lines: lines.parse().ok()?,
        net_fen: money::parse_fen(amount)?,
    })
}

/// Findings for stated totals that differ from the lines.
pub(crate) fn differing(file: &BillFile) -> Vec<Finding> {
    let differs = |(prefix, sort): (&str, LineSort)| {
        let what = prefix.trim_start_matches('#').trim_end_matches("合计");
        total_differs(file, sort, what)
    };
    let mut findings: Vec<Finding> = TOTALS.into_iter().filter_map(differs).collect();
    if file.sort == BillSort::Personal {
        let read = |sort| file.figure(sort, BillFile::sum);
        findings.extend(difference(&BIL005, &file.figures, read, 0));
    }
    findings
}

/// A finding when an export states its period above the lines and nothing below them: it was cut off. `last` is its
/// last row.
pub(crate) fn cut_off(file: &BillFile, last: u32) -> Option<Finding> {
    let has_footer = matches!(file.sort, BillSort::OwnAlipay | BillSort::Fund);
    let is_cut = has_footer && file.period.is_some() && file.stated.iter().all(Option::is_none);
    is_cut.then(|| Finding::about(&BIL009, Place::row(0, last)).arg(last))
}

/// A finding for a footer that differs from the lines, with and without repeated ones. A footer may count refused lines;
/// then its sum cannot be checked.
fn total_differs(file: &BillFile, sort: LineSort, what: &str) -> Option<Finding> {
    let (stated, place) = file.stated[sort as usize]?;
    let read = file.sum(sort);
    let differs = |read: BillTotal| {
        let counts_refused = stated.lines > read.lines && stated.lines <= read.lines + file.refused;
        stated != read && !counts_refused
    };
    (differs(read) && differs(file.once(sort))).then(|| {
        Finding::about(&BIL001, place)
            .found(stated.lines.to_string())
            .arg(what)
            .arg(stated.lines)
            .arg(money::format_fen(stated.net_fen))
            .arg(read.lines)
            .arg(money::format_fen(read.net_fen))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comment(text: &str) -> Comment {
        Comment {
            row: 1,
            column: 0,
            text: text.to_owned(),
        }
    }

    #[test]
    fn whose_bill_it_is() {
        let pid = |lines: &[&str]| {
            let comments: Vec<_> = lines.iter().map(|l| comment(l)).collect();
            account_pid(&comments)
        };
        let one = "#账号：[20880211096256330156]";
        assert_eq!(pid(&["#支付宝业务明细查询", one, one]), "2088021109625633");
        assert_eq!(pid(&[one, "#账号：[20880211096256340156]"]), "");
        assert_eq!(pid(&["#账号：[shop@example.com]"]), "");
        assert_eq!(pid(&[]), "");
    }

    #[test]
    fn footers_are_read() {
        let total = |text, prefix| stated(text, prefix).map(|t| (t.lines, t.net_fen));
        let trades = "#交易合计：10374笔，商家实收共28790.16元，商家优惠共0.00元";
        assert_eq!(total(trades, "#交易合计"), Some((10374, 2_879_016)));
        let refunds = "#退款合计：1笔，商家实收退款共-3000.00元，商家优惠退款共0.00元";
        assert_eq!(total(refunds, "#退款合计"), Some((1, -300_000)));
        let income = "#收入合计：18笔，共14989.00元";
        assert_eq!(total(income, "#收入合计"), Some((18, 1_498_900)));
        assert_eq!(total("#退款合计：", "#退款合计"), None);
    }

    #[test]
    fn the_days_of_a_bill() {
        let line = "#起始日期：[2019年09月16日 00:00:00]   终止日期：[2019年09月17日 00:00:00]";
        assert_eq!(period(line), Some((2_458_743, 2_458_744)));
        let line = "起始时间：[2023-02-10 00:00:00]    终止时间：[2023-02-13 23:59:59]";
        assert_eq!(period(line), Some((2_459_986, 2_459_989)));
        assert_eq!(period("#起始日期：[]   终止日期：[]"), None);
    }
}
