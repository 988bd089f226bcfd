//! How far an indirect store is on its way to M4 and beyond, and the steps that remain: what has
//! to be done, by whom, when it can begin and by when it has to be over (商家接入流程 3.2 and 4.4).

use super::keyed::keyed;
use time::{Date, PrimitiveDateTime};

keyed! {
    /// Where a store stands, in the order of the way.
    StoreStage {
        /// Not onboarded.
        New "new" "未进件" "not onboarded";
        M1 "m1" "M1" "M1";
        M2 "m2" "M2" "M2";
        M3 "m3" "M3" "M3";
        /// Alipay staff have the sheet and have not tagged it yet.
        HandedOver "handed_over" "已送打标" "handed over for tagging";
        /// Tagged less than 24 hours ago.
        Tagged "tagged" "已打标，未满 24 小时" "tagged, 24 hours not over";
        /// The merchant can confirm SMID and stores, and bind.
        Binding "binding" "待商户绑定" "the merchant can bind";
        /// M4: a PID has confirmed the merchant.
        Claimed "claimed" "M4 已认领" "M4, claimed";
        /// Signed in the workbench, and the change of its data confirmed.
        Signed "signed" "已签约智慧门店" "signed in the workbench";
        /// Order sync is on: nothing remains.
        Synced "synced" "订单同步已开" "order sync on";
    }
}

keyed! {
    /// Who has to act.
    Party {
        /// Whoever runs this program: the service provider or its ops staff.
        Provider "provider" "服务商" "provider";
        Merchant "merchant" "商户" "merchant";
        Acquirer "acquirer" "受理机构" "acquirer";
        /// Alipay staff.
        Alipay "alipay" "支付宝" "Alipay";
    }
}

/// When a task can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TaskState {
    /// Its last day is over.
    Overdue,
    /// The provider can do it now.
    Now,
    /// Somebody else has to do it, or its time has not come.
    Waiting,
    /// Needed for the next level, after what stands before it.
    Next,
}

keyed! {
    /// Something somebody has to do, in the order in which it is done.
    Task {
        /// The provider completes the job: what holds the row holds them all.
        CompleteJob "complete_job" "补全作业文件和资料" "complete the job";
        /// The merchant corrects what holds the row.
        Correct "correct" "更正后重新提交" "correct and submit again";
        /// The provider uploads the M3 file.
        UploadM3 "upload_m3" "上传 M3 文件" "upload the M3 file";
        /// The provider asks why an onboarded merchant is below M3; the query's memo says what is missing.
        AskLevel "ask_level" "查询未到 M3 的原因" "ask why it is below M3";
        /// The merchant registers or names its Alipay account.
        GiveAccount "give_account" "补充支付宝账号" "give the Alipay account";
        /// The merchant makes account and sheet agree.
        FixAccount "fix_account" "更正支付宝账户信息" "make the Alipay account agree";
        /// Somebody looks behind the mask, or the account register is completed.
        ConfirmAccount "confirm_account" "核实支付宝账户" "confirm the Alipay account";
        /// The provider says who the acquirer is, without which nobody knows whether it has signed.
        NameAcquirer "name_acquirer" "写明受理机构" "name the acquirer";
        /// The acquirer signs the smart-store agreement.
        SignAgreement "sign_agreement" "签约间连智慧门店" "sign the smart-store agreement";
        /// The provider finds out when a store was handed over or tagged, where what is written is no time.
        ClearTime "clear_time" "核实打标时间" "find out the time of tagging";
        /// The sheet goes to Alipay staff for tagging.
        HandOver "hand_over" "提交打标" "send for tagging";
        /// Alipay staff tag the store.
        Tag "tag" "打标" "tag the store";
        /// A trade has to be completed.
        Trade "trade" "14 天内完成一笔交易" "complete a trade within 14 days";
        /// The merchant confirms SMID and stores, from 24 hours after tagging.
        Bind "bind" "确认 SMID 和门店并绑定" "confirm SMID and stores, and bind";
        /// The merchant signs 智慧门店 in the workbench.
        SignWorkbench "sign_workbench" "在工作台签约智慧门店" "sign smart stores in the workbench";
        /// The merchant confirms 管理服务商 → 确认信息修改.
        ConfirmChange "confirm_change" "管理服务商 → 确认信息修改" "confirm the change of data";
        /// Order sync is switched on: it is off for a new store.
        SwitchSync "switch_sync" "开启订单同步" "switch order sync on";
        /// The licence ends or has ended.
        RenewLicence "renew_licence" "更换营业执照" "renew the licence";
        /// The legal person's document ends or has ended.
        RenewId "renew_id" "更换法人证件" "renew the legal person's document";
    }
}

impl Task {
    /// Who does it.
    pub fn party(self) -> Party {
        match self {
            Task::UploadM3 | Task::AskLevel | Task::ConfirmAccount => Party::Provider,
            Task::CompleteJob | Task::NameAcquirer | Task::SwitchSync => Party::Provider,
            Task::ClearTime | Task::HandOver => Party::Provider,
            Task::SignAgreement => Party::Acquirer,
            Task::Tag => Party::Alipay,
            Task::Correct | Task::GiveAccount | Task::FixAccount | Task::Trade | Task::Bind => {
                Party::Merchant
            }
            Task::SignWorkbench | Task::ConfirmChange => Party::Merchant,
            Task::RenewLicence | Task::RenewId => Party::Merchant,
        }
    }
}

/// One step that remains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    pub task: Task,
    pub state: TaskState,
    /// It cannot begin before.
    pub from: Option<PrimitiveDateTime>,
    /// The last day on which it is in time.
    pub by: Option<Date>,
}

/// Where a store stands and what remains.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoreProgress {
    /// Absent for stores that are not onboarded through an acquirer.
    pub stage: Option<StoreStage>,
    /// In the order of the way.
    pub steps: Vec<Step>,
    /// When the merchant can bind: 24 hours after tagging.
    pub bind_from: Option<PrimitiveDateTime>,
    /// The last day for the next trade.
    pub trade_by: Option<Date>,
    pub licence_until: Option<Date>,
    pub legal_id_until: Option<Date>,
}

impl StoreProgress {
    /// The steps in this state.
    pub fn steps_in(&self, state: TaskState) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(move |step| step.state == state)
    }

    /// Whether a step remains and nothing but its doer stands before it.
    pub fn is_open(&self, task: Task) -> bool {
        let open = |step: &&Step| step.task == task && step.state != TaskState::Next;
        self.steps.iter().any(|step| open(&step))
    }
}
