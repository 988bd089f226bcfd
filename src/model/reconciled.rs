//! What reconciling came to, store by store: the records each store was matched with, the verdicts,
//! the route and the last trade.

use super::keyed::keyed;
use super::{Field, FieldSet, Finding, Kind, Place, Route, Settlement};
use crate::value::name;

keyed! {
    /// The outcome of comparing one value on two sides (contract, promise 7).
    Verdict {
        Equal "equal" "一致" "equal";
        /// Equal once width, brackets, spaces or dots are folded.
        EqualFolded "folded" "折叠后一致" "equal after folding";
        /// One side is masked and nothing contradicts it; never counted as equal.
        Compatible "compatible" "掩码相容" "compatible mask";
        Different "different" "不一致" "different";
        /// One side is empty.
        Missing "missing" "缺失" "missing";
        /// A value on one side is malformed, so nothing was compared.
        NotChecked "not_checked" "未核对" "not checked";
    }
}

impl Verdict {
    /// Equal, plainly or after folding.
    pub fn agrees(self) -> bool {
        matches!(self, Verdict::Equal | Verdict::EqualFolded)
    }
}

keyed! {
    /// What made two values equal that are not written alike, or what makes a mask likely.
    Fold {
        Brackets "brackets";
        /// Full-width letters and digits.
        Width "width";
        Space "space";
        /// Middle dots of transliterated names.
        Dot "dot";
        /// Upper and lower case.
        Case "case";
        /// Another spelling of one number: the 15-digit form of an ID, 120.10 for 120.1.
        Form "form";
        /// An individual business goes by its own name or by its operator's.
        Operator "operator";
        /// The mask hides as many characters as the value has: only more confidence, no proof.
        MaskLength "mask_length";
    }
}

impl From<name::NameFold> for Fold {
    fn from(fold: name::NameFold) -> Fold {
        match fold {
            name::NameFold::Brackets => Fold::Brackets,
            name::NameFold::Width => Fold::Width,
            name::NameFold::Spaces => Fold::Space,
            name::NameFold::MiddleDot => Fold::Dot,
            name::NameFold::Case => Fold::Case,
        }
    }
}

keyed! {
    /// By what a store's record was found, the surest first.
    Pass {
        /// The account's own number.
        Key "key";
        /// The PID, or what the onboarded merchant of the SMID says of the account.
        PidSmid "pid_smid";
        Licence "licence";
        /// The holder's name after folding, and an account number that is masked and fits.
        NameCard "name_card";
        /// A record is likely, but not certain: it is named and never used.
        Suggested "suggested";
    }
}

keyed! {
    /// Where a store row, or a register's record, ends in one register: exactly one of these.
    MatchOutcome {
        Matched "matched";
        /// Matched, and something contradicts.
        Differs "differs";
        /// Several records fit and they differ.
        Ambiguous "ambiguous";
        /// The store has no record.
        OnlyLeft "only_left";
        /// No store has the record.
        OnlyRight "only_right";
    }
}

keyed! {
    /// Whether the store's key was found in the register.
    #[derive(Default)]
    Match {
        One "found" "找到" "found";
        /// Several records with different content: never the first hit.
        Ambiguous "ambiguous" "多条不一" "ambiguous";
        #[default]
        NotFound "not_found" "未找到" "not found";
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
    pub fn outcome(&self) -> MatchOutcome {
        let different = || self.verdicts.iter().any(|(_, v)| *v == Verdict::Different);
        match (self.store, self.matched) {
            (None, _) => MatchOutcome::OnlyRight,
            (_, Match::NotFound) => MatchOutcome::OnlyLeft,
            (_, Match::Ambiguous) => MatchOutcome::Ambiguous,
            (_, Match::One) if different() => MatchOutcome::Differs,
            (_, Match::One) => MatchOutcome::Matched,
        }
    }

    pub fn verdict(&self, field: Field) -> Option<Verdict> {
        self.verdicts
            .iter()
            .find(|(f, _)| *f == field)
            .map(|(_, v)| *v)
    }
}

keyed! {
    /// What the route was decided on.
    RouteEvidence {
        /// Trades in the merchant's own Alipay bill.
        OwnBill "own_bill";
        /// Trades in the acquirer's bill.
        AcquirerBill "acquirer_bill";
        /// Trades in the acquirer's bill under its code, which may be another merchant's too.
        AcquirerCode "acquirer_bill_by_code";
        /// Trades in both.
        BothBills "both_bills";
        /// No Alipay account: indirect for certain.
        NoAccount "no_alipay_account";
        /// The onboarded register knows the store.
        Onboarded "onboarded";
        /// Credits of its settlement account that come from an acquirer, and none from Alipay.
        AcquirerCredits "acquirer_credits";
        /// Withdrawals of the account's 账务明细 that reached the bank.
        MoneyFlow "money_flow";
        /// Only the sheet's own word.
        Declared "declared";
        /// Nothing says anything: treated as indirect, which needs the more.
        Unknown "unknown";
    }
}

/// One store's outcome.
#[derive(Clone, Debug)]
pub struct StoreMatch {
    /// Row of the merchants table.
    pub merchant: Option<u32>,
    /// Bits of fields in which the sheet differs from the onboarded record.
    pub drift: FieldSet,
    /// Index into [`Reconciled::comparisons`] of the Alipay account comparison.
    pub alipay: Option<u32>,
    pub bank: Option<u32>,
    pub route: Route,
    pub evidence: RouteEvidence,
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
    pub settlement: Settlement,
    pub findings: Vec<Finding>,
}
