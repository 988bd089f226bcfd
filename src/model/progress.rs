//! How far an indirect store is on its way to M4 and beyond, and the steps that remain: what has
//! to be done, by whom, when it can begin and by when it has to be over (商家接入流程 3.2 and 4.4).

use time::{Date, PrimitiveDateTime};

use super::Lang;

/// Where a store stands, in the order of the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Not onboarded.
    New,
    M1,
    M2,
    M3,
    /// Alipay staff have the sheet and have not tagged it yet.
    HandedOver,
    /// Tagged less than 24 hours ago.
    Tagged,
    /// The merchant can confirm SMID and stores, and bind.
    Binding,
    /// M4: a PID has confirmed the merchant.
    Claimed,
    /// Signed in the workbench, and the change of its data confirmed.
    Signed,
    /// Order sync is on: nothing remains.
    Synced,
}

impl Stage {
    pub fn key(self) -> &'static str {
        match self {
            Stage::New => "new",
            Stage::M1 => "m1",
            Stage::M2 => "m2",
            Stage::M3 => "m3",
            Stage::HandedOver => "handed_over",
            Stage::Tagged => "tagged",
            Stage::Binding => "binding",
            Stage::Claimed => "claimed",
            Stage::Signed => "signed",
            Stage::Synced => "synced",
        }
    }

    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            Stage::New => lang.pick("未进件", "not onboarded"),
            Stage::M1 => "M1",
            Stage::M2 => "M2",
            Stage::M3 => "M3",
            Stage::HandedOver => lang.pick("已送打标", "handed over for tagging"),
            Stage::Tagged => lang.pick("已打标，未满 24 小时", "tagged, 24 hours not over"),
            Stage::Binding => lang.pick("待商户绑定", "the merchant can bind"),
            Stage::Claimed => lang.pick("M4 已认领", "M4, claimed"),
            Stage::Signed => lang.pick("已签约智慧门店", "signed in the workbench"),
            Stage::Synced => lang.pick("订单同步已开", "order sync on"),
        }
    }
}

/// Who has to act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Party {
    /// Whoever runs this program: the service provider or its ops staff.
    Provider,
    Merchant,
    Acquirer,
    /// Alipay staff.
    Alipay,
}

impl Party {
    pub fn key(self) -> &'static str {
        match self {
            Party::Provider => "provider",
            Party::Merchant => "merchant",
            Party::Acquirer => "acquirer",
            Party::Alipay => "alipay",
        }
    }

    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            Party::Provider => lang.pick("服务商", "provider"),
            Party::Merchant => lang.pick("商户", "merchant"),
            Party::Acquirer => lang.pick("受理机构", "acquirer"),
            Party::Alipay => lang.pick("支付宝", "Alipay"),
        }
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

/// What somebody has to do, in the order in which it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Task {
    /// The provider completes the job: what holds the row holds them all.
    CompleteJob,
    /// The merchant corrects what holds the row.
    Correct,
    /// The provider uploads the M3 file.
    UploadM3,
    /// The provider asks why an onboarded merchant is below M3; the query's memo says what is missing.
    AskLevel,
    /// The merchant registers or names its Alipay account.
    GiveAccount,
    /// The merchant makes account and sheet agree.
    FixAccount,
    /// Somebody looks behind the mask, or the account register is completed.
    ConfirmAccount,
    /// The provider says who the acquirer is, without which nobody knows whether it has signed.
    NameAcquirer,
    /// The acquirer signs the smart-store agreement.
    SignAgreement,
    /// The provider finds out when a store was handed over or tagged, where what is written is no time.
    ClearTime,
    /// The sheet goes to Alipay staff for tagging.
    HandOver,
    /// Alipay staff tag the store.
    Tag,
    /// A trade has to be completed.
    Trade,
    /// The merchant confirms SMID and stores, from 24 hours after tagging.
    Bind,
    /// The merchant signs 智慧门店 in the workbench.
    SignWorkbench,
    /// The merchant confirms 管理服务商 → 确认信息修改.
    ConfirmChange,
    /// Order sync is switched on: it is off for a new store.
    SwitchSync,
    /// The licence ends or has ended.
    RenewLicence,
    /// The legal person's document ends or has ended.
    RenewId,
}

impl Task {
    pub fn key(self) -> &'static str {
        match self {
            Task::CompleteJob => "complete_job",
            Task::Correct => "correct",
            Task::UploadM3 => "upload_m3",
            Task::AskLevel => "ask_level",
            Task::GiveAccount => "give_account",
            Task::FixAccount => "fix_account",
            Task::ConfirmAccount => "confirm_account",
            Task::NameAcquirer => "name_acquirer",
            Task::SignAgreement => "sign_agreement",
            Task::ClearTime => "clear_time",
            Task::HandOver => "hand_over",
            Task::Tag => "tag",
            Task::Trade => "trade",
            Task::Bind => "bind",
            Task::SignWorkbench => "sign_workbench",
            Task::ConfirmChange => "confirm_change",
            Task::SwitchSync => "switch_sync",
            Task::RenewLicence => "renew_licence",
            Task::RenewId => "renew_id",
        }
    }

    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            Task::CompleteJob => lang.pick("补全作业文件和资料", "complete the job"),
            Task::Correct => lang.pick("更正后重新提交", "correct and submit again"),
            Task::UploadM3 => lang.pick("上传 M3 文件", "upload the M3 file"),
            Task::AskLevel => lang.pick("查询未到 M3 的原因", "ask why it is below M3"),
            Task::GiveAccount => lang.pick("补充支付宝账号", "give the Alipay account"),
            Task::FixAccount => lang.pick("更正支付宝账户信息", "make the Alipay account agree"),
            Task::ConfirmAccount => lang.pick("核实支付宝账户", "confirm the Alipay account"),
            Task::NameAcquirer => lang.pick("写明受理机构", "name the acquirer"),
            Task::SignAgreement => lang.pick("签约间连智慧门店", "sign the smart-store agreement"),
            Task::ClearTime => lang.pick("核实打标时间", "find out the time of tagging"),
            Task::HandOver => lang.pick("提交打标", "send for tagging"),
            Task::Tag => lang.pick("打标", "tag the store"),
            Task::Trade => lang.pick("14 天内完成一笔交易", "complete a trade within 14 days"),
            Task::Bind => lang.pick(
                "确认 SMID 和门店并绑定",
                "confirm SMID and stores, and bind",
            ),
            Task::SignWorkbench => {
                lang.pick("在工作台签约智慧门店", "sign smart stores in the workbench")
            }
            Task::ConfirmChange => {
                lang.pick("管理服务商 → 确认信息修改", "confirm the change of data")
            }
            Task::SwitchSync => lang.pick("开启订单同步", "switch order sync on"),
            Task::RenewLicence => lang.pick("更换营业执照", "renew the licence"),
            Task::RenewId => lang.pick("更换法人证件", "renew the legal person's document"),
        }
    }

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
pub struct Progress {
    /// Absent for stores that are not onboarded through an acquirer.
    pub stage: Option<Stage>,
    /// In the order of the way.
    pub steps: Vec<Step>,
    /// When the merchant can bind: 24 hours after tagging.
    pub bind_from: Option<PrimitiveDateTime>,
    /// The last day for the next trade.
    pub trade_by: Option<Date>,
    pub licence_until: Option<Date>,
    pub legal_id_until: Option<Date>,
}

impl Progress {
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
