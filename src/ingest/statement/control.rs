//! Control totals of a statement: figures above its header or below its entries, by label (借方发生总额 1,081,178.53) or
//! by column (a 合计 row), compared with the entries.

use std::collections::BTreeSet;

use super::entry::{StatementEntry, column_of};
use crate::config::fold_header;
use crate::ingest::rules::statement::STM003;
use crate::ingest::sheet::OutsideRow;
use crate::model::{Field, Finding, Place};
use crate::value::statement_amount::{Direction, Flow, given};
use crate::value::{money, name};

/// Rows with one of these are totals of a part of the statement.
const PARTS: [&str; 9] = [
    "小计", "本页", "本日", "本月", "本年", "当日", "当页", "上页", "承前",
];

/// Labels with one of these are not totals of entries.
const OTHER: [&str; 9] = [
    "余额",
    "限额",
    "手续费",
    "起始",
    "截止",
    "每页",
    "最小",
    "最大",
    "利息",
];

const INTO: [&str; 5] = ["贷方", "收入", "转入", "存入", "收款"];
const OUT_OF: [&str; 7] = ["借方", "支出", "转出", "支取", "取出", "付款", "往账"];

/// What a figure is the total of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum TotalOf {
    /// The number of entries, of one direction or of both.
    Count(Option<Direction>),
    Sum(Direction),
}

/// A stated figure and its label.
struct Stated {
    column: u16,
    label: String,
    number: String,
    total_of: TotalOf,
}

/// Compares the stated figures with the entries; for the arguments see [`super::check`]. For each compared figure: whether
/// it is right, and a finding when it is not.
pub(super) fn check(
    entries: &[StatementEntry],
    columns: &[(Field, u16)],
    notes: &[OutsideRow],
    totals: &[OutsideRow],
) -> Vec<(bool, Option<Finding>)> {
    let mut compared = Vec::new();
    for (at, (row, cells)) in notes.iter().chain(totals).enumerate() {
        let mut all = by_label(cells);
        let is_total = at >= notes.len();
        if is_total && all.iter().all(|s| s.total_of == TotalOf::Count(None)) {
            all.extend(by_column(cells, columns));
        }
        compared.extend(all.iter().filter_map(|s| compare(entries, *row, s)));
    }
    compared
}

/// A stated figure, and that of the entries.
struct Compared {
    stated: String,
    counted: String,
    same: bool,
}

fn compare(
    entries: &[StatementEntry],
    row: u32,
    stated: &Stated,
) -> Option<(bool, Option<Finding>)> {
    let currencies: BTreeSet<&str> = entries.iter().map(|e| e.currency).collect();
    let mut counted: Vec<&StatementEntry> = entries.iter().collect();
    if currencies.len() > 1 {
        counted.retain(|e| !e.currency.is_empty() && stated.label.contains(e.currency));
        if counted.is_empty() {
            return None;
        }
    }
    let compared = match stated.total_of {
        TotalOf::Count(direction) => compare_count(&counted, direction, &stated.number)?,
        TotalOf::Sum(direction) => compare_sum(&counted, direction, &stated.number)?,
    };
    if compared.same {
        return Some((true, None));
    }
    let place = Place::cell(0, row, stated.column);
    let finding = Finding::about(&STM003, place).found(&stated.number);
    let finding = finding.arg(&stated.label).arg(compared.stated);
    Some((false, Some(finding.arg(compared.counted))))
}

/// An entry of zero may count in either direction.
fn compare_count(
    entries: &[&StatementEntry],
    direction: Option<Direction>,
    number: &str,
) -> Option<Compared> {
    let stated: usize = number.replace(',', "").parse().ok()?;
    let (least, most) = match direction {
        None => (entries.len(), entries.len()),
        Some(direction) => {
            let flows = flows(entries)?;
            let zeros = flows.iter().filter(|f| f.fen == 0).count();
            let of = |f: &&Flow| f.fen != 0 && f.direction == direction;
            let sure = flows.iter().filter(of).count();
            (sure, sure + zeros)
        }
    };
    Some(Compared {
        stated: stated.to_string(),
        counted: least.to_string(),
        same: (least..=most).contains(&stated),
    })
}

/// In yuan; outgoing money may be stated with or without a minus.
fn compare_sum(
    entries: &[&StatementEntry],
    direction: Direction,
    number: &str,
) -> Option<Compared> {
    let stated = money::parse_fen(number)?;
    let of_direction = flows(entries)?
        .into_iter()
        .filter(|flow| flow.direction == direction);
    let sum = of_direction.fold(0i64, |sum, flow| sum.saturating_add(flow.fen));
    Some(Compared {
        stated: money::format_fen(stated),
        counted: money::format_fen(sum),
        same: sum.unsigned_abs() == stated.unsigned_abs(),
    })
}

/// The amounts of all entries; `None` when one of them cannot be read, which is its own finding.
fn flows(entries: &[&StatementEntry]) -> Option<Vec<Flow>> {
    let flow = |entry: &&StatementEntry| entry.flow.filter(|_| entry.unreadable.is_empty());
    entries.iter().map(flow).collect()
}

/// Figures of a totals row in the columns of income and outgoings.
fn by_column(cells: &[(u16, String)], columns: &[(Field, u16)]) -> Vec<Stated> {
    if is_part(cells) {
        return Vec::new();
    }
    let mut texts = cells.iter().map(|(_, text)| text.trim());
    let label = texts.find(|text| !text.is_empty()).unwrap_or("");
    let sides = [
        (Field::Income, Direction::In),
        (Field::Outgo, Direction::Out),
    ];
    let stated = |(field, direction)| {
        let column = column_of(columns, field)?;
        let (_, text) = cells.iter().find(|(c, _)| *c == column)?;
        Some(Stated {
            column,
            label: label.to_owned(),
            number: given(text).to_owned(),
            total_of: TotalOf::Sum(direction),
        })
    };
    sides.into_iter().filter_map(stated).collect()
}

/// Figures of a row with a label before each: `总笔数[ Total number ],29`, `收入合计：18笔，共14989.00元`.
fn by_label(cells: &[(u16, String)]) -> Vec<Stated> {
    let mut all = Vec::new();
    if is_part(cells) {
        return all;
    }
    let mut words = String::new();
    for (column, text) in cells {
        words.push('\t');
        let text = without_brackets(text);
        let mut rest = text.as_str();
        let mut side = None;
        while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
            let (before, number) = rest.split_at(start);
            let end = number.find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.' | '万')));
            let (number, after) = number.split_at(end.unwrap_or(number.len()));
            words.push_str(before);
            let unit = after.trim_start().chars().next();
            // 收入合计：18笔，共14989.00元: the second figure has the direction of the first.
            let carried = side.filter(|_| words.starts_with('笔'));
            let label = last_words(&words);
            if let Some(total_of) = total_of(&label, carried, unit) {
                side = side_of(&label).or(carried);
                all.push(Stated {
                    column: *column,
                    label,
                    number: number.trim_end_matches([',', '.']).to_owned(),
                    total_of,
                });
            }
            words.clear();
            rest = after;
        }
        words.push_str(rest);
    }
    all
}

fn is_part(cells: &[(u16, String)]) -> bool {
    let is_part = |(_, text): &(u16, String)| PARTS.iter().any(|part| text.contains(part));
    cells.iter().any(is_part)
}

/// In half width and without brackets, which contain a second language or the unit.
fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let mut keep = |char: char| {
        match char {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => return depth == 0,
        }
        false
    };
    text.chars().map(name::half).filter(|c| keep(*c)).collect()
}

/// The words directly before a figure, folded like a header.
fn last_words(words: &str) -> String {
    let words = words.trim_end_matches(|c: char| !c.is_alphabetic());
    let gap = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '。' | '、' | '|' | '#');
    fold_header(words.rsplit(gap).next().unwrap_or(""))
}

fn side_of(label: &str) -> Option<Direction> {
    let has = |words: &[&str]| words.iter().any(|word| label.contains(word));
    match (has(&INTO), has(&OUT_OF)) {
        (true, false) => Some(Direction::In),
        (false, true) => Some(Direction::Out),
        _ => None,
    }
}

/// What a figure is the total of, by its label, the direction named before, and the unit after it.
fn total_of(label: &str, carried: Option<Direction>, unit: Option<char>) -> Option<TotalOf> {
    let has = |words: &[&str]| words.iter().any(|word| label.contains(word));
    if has(&OTHER) {
        return None;
    }
    let side = side_of(label).or(carried);
    let total = has(&["总", "合计", "共"]);
    if has(&["笔数", "条数"]) || matches!(unit, Some('笔' | '条')) {
        return (side.is_some() || total).then_some(TotalOf::Count(side));
    }
    let sum = total || carried.is_some() || has(&["额"]);
    side.filter(|_| sum).map(TotalOf::Sum)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::statement::tests::{listed, statement};

    /// Rows of cells separated by `|`, from row 20 on.
    fn lines(rows: &[&str]) -> Vec<OutsideRow> {
        let line =
            |(at, row): (u32, &&str)| (at, (0..).zip(row.split('|').map(str::to_owned)).collect());
        (20..).zip(rows).map(line).collect()
    }

    fn checked(notes: &[&str], totals: &[&str]) -> Vec<String> {
        let (table, columns) = statement(
            "entry_date income outgo currency",
            &[
                "20260301|100.00||人民币",
                "20260302|20.50||人民币",
                "20260303||30|人民币",
            ],
        );
        listed(&crate::ingest::statement::check(&table, &columns, &lines(notes), &lines(totals)).0)
    }

    #[test]
    fn totals_that_agree_have_no_finding() {
        let notes = [
            "查询账号[ Inquirer account number ]|100000000001",
            "总笔数[ Total number ]|3",
            "借方发生总笔数[ Total Numbers of Debited Payments ]|1",
            "借方发生总额[ Total Debit Amount of Payments ]|-30.00",
            "贷方发生总笔数[ Total Numbers of Credited Payments ]|2",
            "贷方发生总额[ Total Credit Amount of Payments ]|120.50",
            "查询时间范围[ Time Range ]|20260301-20260331",
            "本页合计     借方发生额：0.94     借方交易笔数：1",
            "收入合计：2笔，共120.50元  支出合计：1笔，共30.00元",
            "每页笔数：50|共1页|期末余额合计：12.00|共3笔记录",
        ];
        assert_eq!(checked(&notes, &["人民币合计|120.50|30.00"]), [""; 0]);
    }

    #[test]
    fn labelled_figures_are_compared_one_by_one() {
        let notes = [
            "总笔数：4|借方总金额：30.01|贷方总金额|120.50",
            "收入合计：3笔，共120.5元",
            "支出（元）|共31元",
            "总收入：0.0121万",
        ];
        assert_eq!(
            checked(&notes, &[]),
            [
                "STM003 A20 \"4\" → “总笔数” says 4, the entries come to 3",
                "STM003 B20 \"30.01\" → “借方总金额” says 30.01, the entries come to 30.00",
                "STM003 A21 \"3\" → “收入合计” says 3, the entries come to 2",
                "STM003 A23 \"0.0121万\" → “总收入” says 121.00, the entries come to 120.50",
            ]
        );
    }

    #[test]
    fn a_totals_row_is_read_by_its_columns() {
        assert_eq!(
            checked(&[], &["合计|120.50|40.00"]),
            ["STM003 C20 \"40.00\" → “合计” says 40.00, the entries come to 30.00"]
        );
        assert_eq!(
            checked(&[], &["共2笔|120.50|-"]),
            ["STM003 A20 \"2\" → “共” says 2, the entries come to 3"]
        );
        assert_eq!(checked(&[], &["本页小计|1.00|1.00"]), [""; 0]);
        // Labels before the columns: 支出合计 is in the column of income.
        assert_eq!(checked(&[], &["支出合计|30.00|收入合计120.50"]), [""; 0]);
    }

    #[test]
    fn each_currency_has_its_own_total_and_an_unreadable_entry_none() {
        let (table, columns) = statement(
            "entry_date income outgo currency",
            &["20260301|100||人民币", "20260302|20||美元"],
        );
        let totals = lines(&["人民币合计|100", "美元合计|21", "合计|120"]);
        assert_eq!(
            listed(&crate::ingest::statement::check(&table, &columns, &[], &totals).0),
            ["STM003 B21 \"21\" → “美元合计” says 21.00, the entries come to 20.00"]
        );
        let (table, columns) = statement(
            "entry_date income outgo",
            &["20260301|1OO|", "20260302|20|"],
        );
        let totals = lines(&["合计|120|共3笔"]);
        assert_eq!(
            listed(&crate::ingest::statement::check(&table, &columns, &[], &totals).0),
            [
                "STM001 B2 \"1OO\" → the money in cannot be read (B2); the entry was not counted",
                "STM003 C20 \"3\" → “共” says 3, the entries come to 2"
            ]
        );
    }
}
