//! What happens to every row: exactly one disposition each, and for stores what is due next.

use super::keyed::keyed;
use time::Date;

use super::checklist::Check;
use super::{Field, FieldSet, StoreProgress, Table};

/// A completed trade is needed in this many days up to tagging (商家接入流程 3.2, step 5); one this many
/// days ago still counts.
pub(crate) const TRADE_DAYS: i32 = 14;

/// Whether a store has the trade that tagging asks for: one within [`TRADE_DAYS`] up to `today`, or, once
/// it is tagged, one from so many days before that on. Tagging is the only thing the trade opens: for a
/// merchant that is claimed (M4) nobody asks any more.
pub(crate) fn has_trade(last: Option<Date>, tagged: Option<Date>, today: Date) -> bool {
    let within =
        |day: Date| last.is_some_and(|last| (day - last).whole_days() <= i64::from(TRADE_DAYS));
    within(today) || tagged.is_some_and(within)
}

/// The level of an onboarded record, 0 to 4: one that a PID has confirmed stands at M4, one without a
/// level that can be read at M3, the level it was made for.
pub(crate) fn onboarded_level(merchants: &Table, record: u32) -> u8 {
    if merchants
        .row(record as usize)
        .has(Field::MerchantConfirmPid)
    {
        return 4;
    }
    named_level(merchants, record).unwrap_or(3)
}

/// The level the record itself names, 0 to 4.
pub(crate) fn named_level(merchants: &Table, record: u32) -> Option<u8> {
    let level = merchants.text(record as usize, Field::IndirectLevel);
    level.as_bytes().windows(2).find_map(|pair| match pair {
        [b'M' | b'm', digit @ b'0'..=b'4'] => Some(digit - b'0'),
        _ => None,
    })
}

keyed! {
    /// Where a store row ends.
    Disposition {
        /// Goes into an `indirect-create` file.
        Create "create" "新建" "create";
        /// Goes into an `indirect-modify` file.
        Modify "modify" "修改" "modify";
        /// Onboarded, and nothing to change.
        Unchanged "unchanged" "无变化" "unchanged";
        /// Direct stores need no onboarding.
        Direct "direct" "直连" "direct";
        /// Something blocks M3.
        Held "held" "暂缓" "held";
        /// An exact repeat of another row.
        Repeated "repeated" "重复" "repeated";
    }
}

keyed! {
    /// How far a store is from M4. M4 itself is claimed by the merchant, never by the program.
    M4State {
        /// Four elements agree: the account goes out with M3.
        Ready "ready" "就绪" "ready";
        /// An account is given, and something about it could not be confirmed (a mask, no record).
        Pending "pending" "待确认" "to confirm";
        /// One of the four elements contradicts the sheet.
        Differs "differs" "不一致" "differs";
        /// Another error keeps the account back.
        Blocked "blocked" "账号有误" "account refused";
        /// No Alipay account is given.
        NoAccount "no_account" "无支付宝账号" "no account";
        /// Already claimed by the merchant.
        Claimed "claimed" "已认领" "claimed";
    }
}

/// The plan for one store row.
#[derive(Clone, Debug)]
pub struct StorePlan {
    pub disposition: Disposition,
    /// 0 (not onboarded) to 4.
    pub level_now: u8,
    /// The level the store can reach with what is known.
    pub level_reachable: u8,
    pub m4: M4State,
    /// Whether `logon_id` goes into the body.
    pub send_account: bool,
    /// Codes of the findings that hold the row, sorted, each once; empty unless it is held.
    pub held_by: Vec<&'static str>,
    /// Those, and the codes of the findings that block M4.
    pub reasons: Vec<&'static str>,
    pub progress: StoreProgress,
    /// What M3 lacks, and what M4 asks for beyond M3 and lacks: each requirement by the first field that
    /// meets it.
    pub missing_m3: FieldSet,
    pub missing_m4: FieldSet,
}

keyed! {
    /// Where a SKU row ends.
    SkuPlan {
        Publish "publish" "提交" "publish";
        Held "held" "暂缓" "held";
        Repeated "repeated" "重复" "repeated";
    }
}

/// One entry per input row, in table order.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    pub stores: Vec<StorePlan>,
    pub skus: Vec<SkuPlan>,
    /// What has to be in order beyond the rows, in the order in which it is due.
    pub checklist: Vec<Check>,
}

impl Plan {
    /// Store rows per disposition, in the order of [`Disposition::ALL`].
    pub fn store_counts(&self) -> [(Disposition, usize); 6] {
        Disposition::ALL.map(|d| (d, self.stores.iter().filter(|s| s.disposition == d).count()))
    }

    /// SKU rows per disposition, in the order of [`SkuPlan::ALL`].
    pub fn sku_counts(&self) -> [(SkuPlan, usize); 3] {
        SkuPlan::ALL.map(|d| (d, self.skus.iter().filter(|s| **s == d).count()))
    }

    /// Stores per M4 state: those submitted, and those held because their account contradicts them.
    pub fn m4_counts(&self) -> [(M4State, usize); 6] {
        let counts = |s: &&StorePlan| match s.disposition {
            Disposition::Create | Disposition::Modify | Disposition::Unchanged => true,
            Disposition::Held => s.m4 == M4State::Differs,
            Disposition::Direct | Disposition::Repeated => false,
        };
        let stores = || self.stores.iter().filter(counts);
        M4State::ALL.map(|m4| (m4, stores().filter(|s| s.m4 == m4).count()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::table::RowOrigin;
    use crate::model::{CellKind, Column, Kind};

    #[test]
    fn levels_of_onboarded_records() {
        let records = [
            ("INDIRECT_LEVEL_M3", "", 3),
            ("M2", "", 2),
            ("m4", "", 4),
            ("M1（待补充）", "", 1),
            ("INDIRECT_LEVEL_M3", "2088000000000001", 4),
            ("", "", 3),
            ("普通", "", 3),
        ];
        let (mut levels, mut pids) = (Column::default(), Column::default());
        let mut merchants = Table::new(Kind::Merchants);
        for (row, (level, pid, _)) in (2..).zip(records) {
            merchants.origins.push(RowOrigin { source: 0, row });
            levels.push(level, CellKind::Text);
            pids.push(pid, CellKind::Text);
        }
        merchants.set_column(Field::IndirectLevel, levels);
        merchants.set_column(Field::MerchantConfirmPid, pids);
        for (record, (level, pid, expected)) in (0..).zip(records) {
            assert_eq!(
                onboarded_level(&merchants, record),
                expected,
                "{level} {pid}"
            );
        }
    }
}
