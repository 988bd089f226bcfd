//! What an entry of a bank statement moves, seen by the account's owner: money in is above zero, money
//! out below. Statements print it as a column for each side, as one amount with a sign, or as one
//! amount beside a word; in go those texts, out comes fen, or why the side is not known.

use super::money::parse_fen;

/// Which way the money goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    In,
    Out,
}

/// Why an entry's amount is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// No amount at all.
    Missing,
    /// The money-in column is no amount.
    Income,
    /// The money-out column is no amount.
    Outgo,
    /// The single amount is no amount.
    Amount,
    /// The word beside the amount is unknown, or missing where the sheet has such a column.
    Direction,
    /// Both columns hold money.
    Both,
    /// Column, sign and word do not say the same.
    Contradiction,
}

/// Words a bank uses beside an amount. 借 and 贷 are the bank's books: its debit is our money out.
const WORDS: [(Direction, &[&str]); 2] = [
    (
        Direction::In,
        &[
            "贷", "贷方", "贷记", "收入", "收", "存入", "转入", "来账", "入账", "进账", "c", "cr",
            "credit", "贷cr", "in",
        ],
    ),
    (
        Direction::Out,
        &[
            "借", "借方", "借记", "支出", "支", "付", "支取", "取出", "转出", "往账", "出账", "d",
            "dr", "debit", "借dr", "out",
        ],
    ),
];

/// What an entry moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flow {
    pub direction: Direction,
    /// As the column of that direction counts it: below zero for an entry that takes one back (红字).
    pub fen: i64,
}

impl Flow {
    /// Money in above zero, money out below.
    pub fn signed(self) -> i64 {
        match self.direction {
            Direction::In => self.fen,
            Direction::Out => -self.fen,
        }
    }
}

/// [`flow`] as one number: fen, money in above zero.
///
/// # Errors
/// Why the side is not known.
pub fn signed_fen(
    income: &str,
    outgo: &str,
    amount: &str,
    direction: Option<&str>,
) -> Result<i64, Side> {
    flow(income, outgo, amount, direction).map(Flow::signed)
}

/// Reads the cells of an entry; `""` for a column the sheet does not have, except that `direction` is
/// `None` then: an amount without a sign is money in only where no word is due.
///
/// # Errors
/// Why the side is not known.
pub fn flow(
    income: &str,
    outgo: &str,
    amount: &str,
    direction: Option<&str>,
) -> Result<Flow, Side> {
    let word = match direction.map(given) {
        Some(word) if !word.is_empty() => Some(self::direction(word).ok_or(Side::Direction)?),
        _ => None,
    };
    let single = fen(amount, Side::Amount)?;
    let columns = of_columns(fen(income, Side::Income)?, fen(outgo, Side::Outgo)?)?;
    match (columns, single) {
        (Some(flow), _) if word.is_some_and(|word| word != flow.direction && flow.fen != 0) => {
            Err(Side::Contradiction)
        }
        (Some(flow), Some(fen)) if fen.abs() != flow.fen.abs() => Err(Side::Contradiction),
        (Some(flow), _) => Ok(flow),
        (None, Some(fen)) => of_amount(fen, is_signed(amount), word, direction.is_some()),
        (None, None) => Err(Side::Missing),
    }
}

/// The direction a word stands for; width, case and spaces make no difference.
pub fn direction(word: &str) -> Option<Direction> {
    let folded: String = word
        .chars()
        .filter(|char| !char.is_whitespace())
        .map(|char| super::name::half(char).to_ascii_lowercase())
        .collect();
    WORDS
        .iter()
        .find(|(_, words)| words.contains(&folded.as_str()))
        .map(|(direction, _)| *direction)
}

/// The text of a cell without what forces it to be text; `""` where the bank writes a dash for nothing.
pub fn given(text: &str) -> &str {
    let text = text.trim();
    let text = text.strip_prefix(['\'', '`']).unwrap_or(text).trim();
    let nothing = |char| matches!(char, '-' | '－' | '—' | '–' | '/' | '／');
    if text.chars().all(nothing) { "" } else { text }
}

/// `None` for an empty cell.
fn fen(text: &str, side: Side) -> Result<Option<i64>, Side> {
    match given(text) {
        "" => Ok(None),
        text => parse_fen(text).map(Some).ok_or(side),
    }
}

/// A zero stands in the column that is not used.
fn of_columns(income: Option<i64>, outgo: Option<i64>) -> Result<Option<Flow>, Side> {
    let (direction, fen) = match (income, outgo) {
        (None, None) => return Ok(None),
        (Some(income), None | Some(0)) => (Direction::In, income),
        (None | Some(0), Some(outgo)) => (Direction::Out, outgo),
        (Some(_), Some(_)) => return Err(Side::Both),
    };
    Ok(Some(Flow { direction, fen }))
}

/// One amount: its sign and the word must agree; without a word the sign alone decides.
fn of_amount(fen: i64, signed: bool, word: Option<Direction>, due: bool) -> Result<Flow, Side> {
    let sign = if fen < 0 {
        Direction::Out
    } else {
        Direction::In
    };
    let direction = match word {
        Some(word) if signed && fen != 0 && word != sign => return Err(Side::Contradiction),
        Some(word) => word,
        None if due && !signed => return Err(Side::Direction),
        None => sign,
    };
    let fen = fen.abs();
    Ok(Flow { direction, fen })
}

/// Whether an amount carries a sign of its own, below zero or an explicit plus.
fn is_signed(text: &str) -> bool {
    let text = given(text);
    text.contains(['+', '＋']) || text.contains(['r', 'R']) || parse_fen(text).unwrap_or(0) < 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn two_columns() {
        for (income, outgo, expected) in [
            ("12.00", "", Ok(1_200)),
            ("12.00", "0.00", Ok(1_200)),
            ("-", "1,234.50\t", Ok(-123_450)),
            ("0", "12", Ok(-1_200)),
            ("0.00", "0.00", Ok(0)),
            ("-12.00", "", Ok(-1_200)),
            ("", "-12.00", Ok(1_200)),
            ("12", "12", Err(Side::Both)),
            ("12,0", "", Err(Side::Income)),
            ("", "x", Err(Side::Outgo)),
            ("-", "--", Err(Side::Missing)),
        ] {
            assert_eq!(
                signed_fen(income, outgo, "", None),
                expected,
                "{income} {outgo}"
            );
        }
        assert_eq!(signed_fen("12", "", "", Some("贷")), Ok(1_200));
        assert_eq!(
            signed_fen("12", "", "", Some("借")),
            Err(Side::Contradiction)
        );
        assert_eq!(signed_fen("", "12", "-12.00", None), Ok(-1_200));
        assert_eq!(signed_fen("", "12", "13", None), Err(Side::Contradiction));
    }

    #[test]
    fn one_amount() {
        for (amount, word, expected) in [
            ("+267.10", None, Ok(26_710)),
            ("-267.10", None, Ok(-26_710)),
            ("267.10", None, Ok(26_710)),
            ("－267.10", None, Ok(-26_710)),
            ("267.10DR", None, Ok(-26_710)),
            ("267.10", Some("借 Dr"), Ok(-26_710)),
            ("267.10", Some("贷 Cr"), Ok(26_710)),
            ("-267.10", Some("往账"), Ok(-26_710)),
            ("+267.10", Some("来账"), Ok(26_710)),
            ("+267.10", Some("往账"), Err(Side::Contradiction)),
            ("-267.10", Some("来账"), Err(Side::Contradiction)),
            ("267.10CR", Some("借"), Err(Side::Contradiction)),
            ("+0.00", Some("借"), Ok(0)),
            ("267.10", Some(""), Err(Side::Direction)),
            ("-267.10", Some("-"), Ok(-26_710)),
            ("267.10", Some("冲"), Err(Side::Direction)),
            ("1.5万", Some("存入"), Ok(1_500_000)),
            ("12:00", None, Err(Side::Amount)),
            ("", Some("借"), Err(Side::Missing)),
        ] {
            assert_eq!(
                signed_fen("", "", amount, word),
                expected,
                "{amount} {word:?}"
            );
        }
    }

    #[test]
    fn words() {
        for word in [
            "贷", "贷方", "收入", "存入", "转入", "来账", "Cr", "Ｃ", "in",
        ] {
            assert_eq!(direction(word), Some(Direction::In), "{word}");
        }
        for word in [
            "借", "借方", "支出", "支取", "转出", "往账", "DR", " 借 ", "out",
        ] {
            assert_eq!(direction(word), Some(Direction::Out), "{word}");
        }
        assert_eq!(direction("不计收支"), None);
        assert_eq!(direction(""), None);
    }

    proptest! {
        #[test]
        fn any_text_is_safe(a in "\\PC{0,12}|[0-9.+-]{0,8}", b in "[0-9.,-]{0,8}", c in "\\PC{0,8}") {
            let _ = (signed_fen(&a, &b, &c, None), signed_fen("", "", &a, Some(&c)));
        }
    }
}
