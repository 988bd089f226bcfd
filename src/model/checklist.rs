//! What has to be in order before stores become smart stores, beyond what any row says: agreements,
//! confirmations, switches, trades and accounts (商家接入流程 3.1, 3.2, 4.4).

use super::keyed::keyed;
use time::Date;

use super::{Lang, Party};

keyed! {
    /// One precondition.
    Precondition {
        /// Somebody names the acquirer.
        Acquirer "acquirer" "受理机构已写明" "the acquirer is named";
        /// The acquirer has signed the smart-store agreement.
        Agreement "agreement" "受理机构已签间连智慧门店协议" "the acquirer has signed the smart-store agreement";
        /// A trade within 14 days before tagging.
        Trade "trade" "14 天内有成交" "a trade within 14 days";
        /// 管理服务商 → 确认信息修改, after M4.
        ConfirmChange "confirm_change" "管理服务商 → 确认信息修改" "管理服务商 → 确认信息修改 is done";
        /// Order sync is on.
        OrderSync "order_sync" "订单同步已开" "order sync is on";
        /// Direct: the account that receives is the one that signed; otherwise the rate of the contract it
        /// is attached to applies.
        ReceivingAccount "receiving_account" "收款账号即签约账号（直连）" "the receiving account is the signed one (direct)";
    }
}

impl Precondition {
    /// What to do about the open ones.
    pub fn remedy(self, lang: Lang) -> &'static str {
        match self {
            Precondition::Acquirer => lang.pick(
                "在门店表的 受理机构PID 列或 jinjian.toml 的 [defaults] 里写 org_pid；不写就不知道该由谁签间连智慧门店协议，也打不了标",
                "give org_pid in the sheet or under [defaults] in jinjian.toml; without it nobody knows who has to sign the smart-store agreement, and no store can be tagged",
            ),
            Precondition::Agreement => lang.pick(
                "请受理机构与支付宝、淘宝签约；签好后在 jinjian.toml 的 [acquirers] 里写 smart_store_agreement = true",
                "have the acquirer sign with Alipay and Taobao, then set smart_store_agreement = true under [acquirers]",
            ),
            Precondition::Trade => lang.pick(
                "请商户在期限前完成一笔真实交易",
                "have the merchant complete a trade before the date",
            ),
            Precondition::ConfirmChange => lang.pick(
                "请商户在新零售工作台 管理服务商 里点 确认信息修改",
                "have the merchant confirm it in the workbench",
            ),
            Precondition::OrderSync => lang.pick(
                "在新零售工作台 门店设置 里按自用编码开启；新门店默认不开，不开券和红包会核销失败",
                "switch it on in the workbench by store code; it is off for new stores, and coupons fail without it",
            ),
            Precondition::ReceivingAccount => lang.pick(
                "费率随被挂靠的主签约账号；要按自己的费率，收款账号需自己签约当面付",
                "the rate of the main contract applies; an account with a contract of its own keeps its rate",
            ),
        }
    }

    /// Who does it.
    pub fn party(self) -> Party {
        match self {
            Precondition::Agreement => Party::Acquirer,
            Precondition::Acquirer | Precondition::OrderSync => Party::Provider,
            Precondition::Trade | Precondition::ConfirmChange | Precondition::ReceivingAccount => {
                Party::Merchant
            }
        }
    }
}

/// A line of the checklist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    pub what: Precondition,
    /// The acquirer's PID of an agreement.
    pub subject: String,
    /// Stores for which it is met.
    pub done: u32,
    /// Rows of stores for which it is not, ascending.
    pub open: Vec<u32>,
    /// The first day by which it has to be.
    pub by: Option<Date>,
}
