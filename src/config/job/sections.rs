//! The sections of a job file that stand for themselves: settlement terms, what the rules go by, limits and
//! what is hidden. Each has a value for every key that is not given; keys it does not know are refused.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use time::Date;

use crate::value::date;

/// The latest settlement there is: T+30.
const LATEST_SETTLEMENT: u8 = 30;

/// The most days ahead of which a paper's end can be announced: ten years.
const LONGEST_NOTICE: u16 = 3650;

/// When money is due and who pays it; `[settlement]`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SettlementTerms {
    /// Days from a trade to its settlement: 1 is T+1.
    pub days: u8,
    /// Money comes on Saturdays and Sundays too; otherwise it waits for Monday.
    pub weekends: bool,
    /// A day's difference up to so many fen is none.
    pub tolerance_fen: i64,
    /// Names (or parts of them) and accounts under which the acquirer pays; the well-known ones when empty.
    pub payers: Vec<String>,
    /// Days on which no money comes, beside weekends: no program knows next year's public holidays.
    #[serde(deserialize_with = "dates")]
    pub holidays: Vec<Date>,
}

/// Dates as `2026-10-01`.
fn dates<'de, D: Deserializer<'de>>(texts: D) -> Result<Vec<Date>, D::Error> {
    let texts = Vec::<String>::deserialize(texts)?;
    let date = |text: &String| {
        let date = date::parse(text).filter(|date| date::format(*date) == *text);
        date.ok_or_else(|| D::Error::custom(format!("{text} is not a date like 2026-10-01")))
    };
    texts.iter().map(date).collect()
}

impl Default for SettlementTerms {
    fn default() -> SettlementTerms {
        SettlementTerms {
            days: 1,
            weekends: false,
            tolerance_fen: 0,
            payers: Vec::new(),
            holidays: Vec::new(),
        }
    }
}

impl SettlementTerms {
    pub(super) fn check(&self, file: &str, faults: &mut Vec<String>) {
        if self.days > LATEST_SETTLEMENT {
            faults.push(format!(
                "{file}: settlement.days: give a number of days from 0 to {LATEST_SETTLEMENT}"
            ));
        }
        if self.tolerance_fen < 0 {
            faults.push(format!(
                "{file}: settlement.tolerance_fen: give a number of fen, 0 or more"
            ));
        }
        if self.payers.iter().any(|payer| payer.trim().is_empty()) {
            faults.push(format!(
                "{file}: settlement.payers: an empty name fits everybody"
            ));
        }
    }
}

/// What the rules go by that a job may set; `[checks]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Checks {
    /// A licence or document that ends within so many days of the run is about to expire.
    pub expiring_days: u16,
}

impl Default for Checks {
    fn default() -> Checks {
        Checks { expiring_days: 30 }
    }
}

impl Checks {
    pub(super) fn check(&self, file: &str, faults: &mut Vec<String>) {
        if self.expiring_days > LONGEST_NOTICE {
            faults.push(format!(
                "{file}: checks.expiring_days: give a number of days from 0 to {LONGEST_NOTICE}"
            ));
        }
    }
}

/// What is done with what a workbook hides; `[reading]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Reading {
    pub hidden_rows: HiddenPart,
    pub hidden_columns: HiddenPart,
    pub hidden_sheets: HiddenPart,
    /// Keep every sheet as it stands in its file; no setting, but what a command asks that writes the
    /// sheets again.
    #[serde(skip)]
    pub keeps_sheets: bool,
}

/// Whether a hidden part is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HiddenPart {
    /// Read like the rest, with a note.
    #[default]
    Read,
    /// Left out, with a note.
    LeaveOut,
}
