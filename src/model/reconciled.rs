//! What reconciling came to, store by store: the records each store was matched with, the verdicts,
//! the route and the last trade.

use super::{Field, Finding, Kind, Lang, Place};
use crate::value::name;

/// The outcome of comparing one value on two sides (contract, promise 7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    Equal,
    /// Equal once width, brackets, spaces or dots are folded.
    EqualFolded,
    /// One side is masked and nothing contradicts it; never counted as equal.
    Compatible,
    Different,
    /// One side is empty.
    Missing,
    /// A value on one side is malformed, so nothing was compared.
    NotChecked,
}

impl Verdict {
    pub fn key(self) -> &'static str {
        match self {
            Verdict::Equal => "equal",
            Verdict::EqualFolded => "folded",
            Verdict::Compatible => "compatible",
            Verdict::Different => "different",
            Verdict::Missing => "missing",
            Verdict::NotChecked => "not_checked",
        }
    }

    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            Verdict::Equal => lang.pick("一致", "equal"),
            Verdict::EqualFolded => lang.pick("折叠后一致", "equal after folding"),
            Verdict::Compatible => lang.pick("掩码相容", "compatible mask"),
            Verdict::Different => lang.pick("不一致", "different"),
            Verdict::Missing => lang.pick("缺失", "missing"),
            Verdict::NotChecked => lang.pick("未核对", "not checked"),
        }
    }

    /// Equal, plainly or after folding.
    pub fn agrees(self) -> bool {
        matches!(self, Verdict::Equal | Verdict::EqualFolded)
    }
}

/// What made two values equal that are not written alike, or what speaks for a mask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fold {
    Brackets,
    /// Full-width letters and digits.
    Width,
    Space,
    /// Middle dots of transliterated names.
    Dot,
    /// Upper and lower case.
    Case,
    /// Another spelling of one number: the 15-digit form of an ID, 120.10 for 120.1.
    Form,
    /// An individual business goes by its own name or by its operator's.
    Operator,
    /// The mask hides as many characters as the value has: only more confidence, no proof.
    MaskLength,
}

impl Fold {
    pub fn key(self) -> &'static str {
        match self {
            Fold::Brackets => "brackets",
            Fold::Width => "width",
            Fold::Space => "space",
            Fold::Dot => "dot",
            Fold::Case => "case",
            Fold::Form => "form",
            Fold::Operator => "operator",
            Fold::MaskLength => "mask_length",
        }
    }
}

impl From<name::Fold> for Fold {
    fn from(fold: name::Fold) -> Fold {
        match fold {
            name::Fold::Brackets => Fold::Brackets,
            name::Fold::Width => Fold::Width,
            name::Fold::Spaces => Fold::Space,
            name::Fold::MiddleDot => Fold::Dot,
            name::Fold::Case => Fold::Case,
        }
    }
}

/// By what a store's record was found, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pass {
    /// The account's own number.
    Key,
    /// The PID, or what the onboarded merchant of the SMID says of the account.
    PidSmid,
    Licence,
    /// The holder's name after folding, and an account number that is masked and fits.
    NameCard,
    /// Something speaks for a record, but not enough: it is named and never taken.
    Suggested,
}

impl Pass {
    pub fn key(self) -> &'static str {
        match self {
            Pass::Key => "key",
            Pass::PidSmid => "pid_smid",
            Pass::Licence => "licence",
            Pass::NameCard => "name_card",
            Pass::Suggested => "suggested",
        }
    }
}

/// Where a store row, or a register's record, ends in one register: exactly one of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    Matched,
    /// Matched, and something contradicts.
    Differs,
    /// Several records fit and they differ.
    Ambiguous,
    /// The store has no record.
    OnlyLeft,
    /// No store has the record.
    OnlyRight,
}

impl Outcome {
    pub fn key(self) -> &'static str {
        match self {
            Outcome::Matched => "matched",
            Outcome::Differs => "differs",
            Outcome::Ambiguous => "ambiguous",
            Outcome::OnlyLeft => "only_left",
            Outcome::OnlyRight => "only_right",
        }
    }
}

/// Whether the store's key was found in the register.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Match {
    One,
    /// Several records with different content: never the first hit.
    Ambiguous,
    #[default]
    NotFound,
}

impl Match {
    pub fn key(self) -> &'static str {
        match self {
            Match::One => "found",
            Match::Ambiguous => "ambiguous",
            Match::NotFound => "not_found",
        }
    }

    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            Match::One => lang.pick("找到", "found"),
            Match::Ambiguous => lang.pick("多条不一", "ambiguous"),
            Match::NotFound => lang.pick("未找到", "not found"),
        }
    }
}

/// One store against one register, or a record that no store has.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// Row of the store table.
    pub store: Option<u32>,
    /// `AlipayAccounts` or `BankAccounts`.
    pub against: Kind,
    /// The store's key (logon_id, card_no), canonical, or that of the record no store has.
    pub key: String,
    pub matched: Match,
    /// What found the record, or the candidates; absent when nothing did.
    pub pass: Option<Pass>,
    /// The place of the one record.
    pub record: Option<Place>,
    /// The records of a tie, or those only suggested.
    pub candidates: Vec<Place>,
    /// Verdict per field, in a fixed order per register; empty when not matched to one record.
    pub verdicts: Vec<(Field, Verdict)>,
    /// What was folded, and masks of the right length, in the order of the verdicts.
    pub folds: Vec<(Field, Fold)>,
    /// The record's status as written.
    pub status: String,
}

impl Comparison {
    pub fn outcome(&self) -> Outcome {
        let different = || self.verdicts.iter().any(|(_, v)| *v == Verdict::Different);
        match (self.store, self.matched) {
            (None, _) => Outcome::OnlyRight,
            (_, Match::NotFound) => Outcome::OnlyLeft,
            (_, Match::Ambiguous) => Outcome::Ambiguous,
            (_, Match::One) if different() => Outcome::Differs,
            (_, Match::One) => Outcome::Matched,
        }
    }

    pub fn verdict(&self, field: Field) -> Option<Verdict> {
        self.verdicts
            .iter()
            .find(|(f, _)| *f == field)
            .map(|(_, v)| *v)
    }
}

/// 接入方式.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Route {
    Direct,
    Indirect,
}

impl Route {
    pub fn key(self) -> &'static str {
        match self {
            Route::Direct => "direct",
            Route::Indirect => "indirect",
        }
    }

    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            Route::Direct => lang.pick("直连", "direct"),
            Route::Indirect => lang.pick("间连", "indirect"),
        }
    }
}

/// What the route was decided on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// Trades in the merchant's own Alipay bill.
    OwnBill,
    /// Trades in the acquirer's bill.
    AcquirerBill,
    /// Trades in the acquirer's bill under its code, which may be another merchant's too.
    AcquirerCode,
    /// Trades in both.
    BothBills,
    /// No Alipay account: indirect for certain.
    NoAccount,
    /// The onboarded register knows the store.
    Onboarded,
    /// Credits of its settlement account that come from an acquirer, and none from Alipay.
    AcquirerCredits,
    /// Withdrawals of the account's 账务明细 that reached the bank.
    MoneyFlow,
    /// Only the sheet's own word.
    Declared,
    /// Nothing says anything: treated as indirect, which needs the more.
    Unknown,
}

impl Evidence {
    pub fn key(self) -> &'static str {
        match self {
            Evidence::OwnBill => "own_bill",
            Evidence::AcquirerBill => "acquirer_bill",
            Evidence::AcquirerCode => "acquirer_bill_by_code",
            Evidence::BothBills => "both_bills",
            Evidence::NoAccount => "no_alipay_account",
            Evidence::Onboarded => "onboarded",
            Evidence::AcquirerCredits => "acquirer_credits",
            Evidence::MoneyFlow => "money_flow",
            Evidence::Declared => "declared",
            Evidence::Unknown => "unknown",
        }
    }
}

/// One store's outcome.
#[derive(Clone, Debug)]
pub struct StoreMatch {
    /// Row of the merchants table.
    pub merchant: Option<u32>,
    /// Bits of fields in which the sheet differs from the onboarded record.
    pub drift: super::FieldSet,
    /// Index into [`Reconciled::comparisons`] of the Alipay account comparison.
    pub alipay: Option<u32>,
    pub bank: Option<u32>,
    pub route: Route,
    pub evidence: Evidence,
    /// What the route rests on: lines of bills, a record of the register, cells of the statement or the
    /// sheet; none when it is unknown.
    pub evidence_at: Vec<Place>,
    /// Completed trades in all bills, and Σ 商家实收 of them with their refunds, in fen.
    pub trades: u64,
    pub net_fen: i64,
    /// Julian day of the last completed trade in any bill.
    pub last_trade: Option<i32>,
}

/// Everything `reconcile` says.
#[derive(Debug, Default)]
pub struct Reconciled {
    /// One per row of the store table.
    pub stores: Vec<StoreMatch>,
    pub comparisons: Vec<Comparison>,
    /// Bills against bank credits; empty without both.
    pub settlement: super::Settlement,
    pub findings: Vec<Finding>,
}
