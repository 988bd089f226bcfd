//! One movement of an account: which day, in or out, how much, and the balance after it.

use super::cells::RecordCells;
use super::trade_line::{day, fen, number, text};
use crate::model::Field;
use crate::model::bill::{FundDay, LineSort};

/// 账务明细.
pub(crate) struct MovementForm {
    pub at: usize,
    pub kind: usize,
    pub income: usize,
    pub outgo: usize,
    pub balance: usize,
    /// Of the entry.
    pub number: Option<usize>,
    /// 提现.
    pub withdrawal: Vec<u8>,
    /// The latest line stands first.
    pub newest_first: bool,
}

/// The personal export: one amount, and a word for its direction.
pub(crate) struct PersonalForm {
    pub at: usize,
    pub direction: usize,
    pub amount: usize,
    pub words: [(Vec<u8>, LineSort); 4],
}

/// A movement that can be counted.
#[derive(Debug, PartialEq, Eq)]
pub struct Movement {
    pub sort: LineSort,
    pub day: i32,
    /// As its column says: an outgoing amount is positive here.
    pub fen: i64,
    /// Where the bill prints one.
    pub balance: Option<i64>,
    /// Money to the bank account, or back.
    pub withdrawal: bool,
    /// A hash of its number and direction; 0 without a number.
    pub number: u64,
}

impl MovementForm {
    /// The error is the field that cannot be read. Outgoing amounts are printed with and without a minus: the column is
    /// the direction.
    pub(crate) fn movement(&self, record: &RecordCells) -> Result<Movement, Field> {
        let income = amount(record, self.income).ok_or(Field::Income)?;
        let outgo = amount(record, self.outgo).ok_or(Field::Outgo)?;
        let (sort, fen) = match (income, outgo.map(|fen| fen.saturating_abs())) {
            (Some(income), None | Some(0)) => (LineSort::Income, income),
            (None | Some(0), Some(outgo)) => (LineSort::Outgo, outgo),
            (None, None) => return Err(Field::Income),
            (Some(_), Some(_)) => return Err(Field::Outgo),
        };
        let own_number = self.number.map_or(&b""[..], |column| text(record, column));
        Ok(Movement {
            sort,
            day: day(text(record, self.at)).ok_or(Field::EntryDate)?,
            fen,
            balance: amount(record, self.balance).ok_or(Field::Balance)?,
            withdrawal: text(record, self.kind) == self.withdrawal,
            number: number(own_number, sort == LineSort::Outgo),
        })
    }
}

impl PersonalForm {
    /// The error is the field that cannot be read.
    pub(crate) fn movement(&self, record: &RecordCells) -> Result<Movement, Field> {
        let direction = text(record, self.direction);
        let word = self.words.iter().find(|(word, _)| word == direction);
        let (_, sort) = word.ok_or(Field::Direction)?;
        Ok(Movement {
            sort: *sort,
            day: day(text(record, self.at)).ok_or(Field::EntryDate)?,
            fen: fen(text(record, self.amount)).ok_or(Field::Amount)?,
            balance: None,
            withdrawal: false,
            number: 0,
        })
    }
}

/// `None` for a text that is no amount, `Some(None)` for an empty field.
fn amount(record: &RecordCells, column: usize) -> Option<Option<i64>> {
    match text(record, column) {
        b"" | b"-" | b"--" | b"/" => Some(None),
        text => fen(text).map(Some),
    }
}

impl Movement {
    /// The change of the balance, below zero for an outgoing.
    pub fn moved(&self) -> i64 {
        if self.sort == LineSort::Outgo {
            -self.fen
        } else {
            self.fen
        }
    }

    /// The sums of a day with this movement only.
    pub fn sums(&self) -> FundDay {
        let outgo = self.sort == LineSort::Outgo;
        let (income_fen, outgo_fen) = if outgo { (0, self.fen) } else { (self.fen, 0) };
        FundDay {
            day: self.day,
            print: self.number,
            incomes: u32::from(!outgo),
            outgos: u32::from(outgo),
            income_fen,
            outgo_fen,
            twice: false,
        }
    }
}

/// Adds to the sums of a day; days ascend.
pub(crate) fn add_day(days: &mut Vec<FundDay>, day: FundDay) {
    match days.binary_search_by_key(&day.day, |known| known.day) {
        Ok(at) => {
            let known = &mut days[at];
            known.print = known.print.wrapping_add(day.print);
            known.incomes = known.incomes.saturating_add(day.incomes);
            known.outgos = known.outgos.saturating_add(day.outgos);
            known.income_fen = known.income_fen.saturating_add(day.income_fen);
            known.outgo_fen = known.outgo_fen.saturating_add(day.outgo_fen);
            known.twice |= day.twice;
        }
        Err(at) => days.insert(at, day),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use csv::ByteRecord;

    #[test]
    fn the_column_is_the_direction() {
        let form = MovementForm {
            at: 0,
            kind: 1,
            income: 2,
            outgo: 3,
            balance: 4,
            number: Some(1),
            withdrawal: "提现".into(),
            newest_first: false,
        };
        let read = |line: &str| {
            let record = ByteRecord::from(line.split(',').collect::<Vec<_>>());
            let movement = form.movement(&RecordCells::new(&record, &mut Vec::new()))?;
            let (fen, balance) = (movement.fen, movement.balance);
            Ok((movement.sort, fen, balance, movement.withdrawal))
        };
        use LineSort::{Income, Outgo};
        let at = "2012-12-29 10:00:00";
        let income = Ok((Income, 1200, Some(11200), false));
        for (line, expected) in [
            ("交易付款,12.00,,112.00", income),
            ("交易付款,12.00,0.00,112.00", income),
            ("提现,,-12.00,88.00", Ok((Outgo, 1200, Some(8800), true))),
            ("提现,0.00,12.00,88.00", Ok((Outgo, 1200, Some(8800), true))),
            ("退款,-5.00,,95.00", Ok((Income, -500, Some(9500), false))),
            ("收费,,0.01,", Ok((Outgo, 1, None, false))),
            ("收费,,,100.00", Err(Field::Income)),
            ("收费,1.00,1.00,100.00", Err(Field::Outgo)),
            ("收费,1.00,x,100.00", Err(Field::Outgo)),
            ("收费,1.00,,1O0.00", Err(Field::Balance)),
        ] {
            assert_eq!(read(&format!("{at},{line}")), expected, "{line}");
        }
        assert_eq!(read("昨天,收费,1.00,,1.00"), Err(Field::EntryDate));
    }
}
