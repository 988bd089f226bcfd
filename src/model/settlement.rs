//! What the bills owe each account against what the bank received, by settlement day. Every fen of the
//! bills and of the statements is in one of the days or in what stands elsewhere.

use super::keyed::keyed;
use super::{Place, Route};

/// An account money is settled to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettlementAccount {
    pub route: Route,
    /// The Alipay account's PID, or the PIDs of the acquirers whose bills name it; ascending.
    pub pids: Vec<String>,
    /// The bank account, canonical; empty when no sheet and no statement names one.
    pub card: String,
}

keyed! {
    /// How a day came out.
    SettlementVerdict {
        /// To the fen, or within the job's tolerance.
        Agrees "agrees" "一致" "agrees";
        /// 短款: the bank received less.
        Short "short" "短款" "short";
        /// 长款: the bank received more.
        Over "over" "长款" "over";
        /// 单边: money in the bills and none at the bank, or the other way round.
        OneSided "one_sided" "单边" "one side only";
        /// Bills or statement end too early to tell.
        NotCovered "not_covered" "未覆盖" "not covered";
    }
}

/// One account on one settlement day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettlementDay {
    /// Index into [`Settlement::accounts`].
    pub account: u32,
    /// Julian day by which the money is due.
    pub day: i32,
    /// First and last day of the trades settled; absent when the bills have none.
    pub trades: Option<(i32, i32)>,
    /// Σ (商家实收 + 服务费) of the bills, in fen.
    pub expected_fen: i64,
    /// Σ of the bank's credits, in fen.
    pub received_fen: i64,
    pub verdict: SettlementVerdict,
    /// Differences of this and earlier days that are still open at its end, in fen.
    pub carried_fen: i64,
    /// Julian day on which the day's difference was made up for.
    pub cleared: Option<i32>,
    /// The bill files.
    pub bills: Vec<Place>,
    /// Amount cells of the statement.
    pub credits: Vec<Place>,
}

impl SettlementDay {
    /// Above zero when the bank received more.
    pub fn difference_fen(&self) -> i64 {
        self.received_fen.saturating_sub(self.expected_fen)
    }

    /// Whether there is a difference that nothing made up for.
    pub fn is_open(&self) -> bool {
        let differs = matches!(
            self.verdict,
            SettlementVerdict::Short | SettlementVerdict::Over | SettlementVerdict::OneSided
        );
        differs && self.cleared.is_none()
    }
}

/// Everything settling came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settlement {
    pub accounts: Vec<SettlementAccount>,
    /// By account, then day.
    pub days: Vec<SettlementDay>,
    /// Fen of the bills for which there is no statement, no day or no account.
    pub bills_elsewhere_fen: i64,
    /// Money in that settles no bill given, in fen.
    pub credits_elsewhere_fen: i64,
}
