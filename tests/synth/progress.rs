//! How far onboarded merchants have come on their way to M4 and beyond, and the cells of the register that tell it.
//! Half of them tell it as carefully as a system would, the others as people do.

/// Where a merchant of the register stands on the day of the job.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Progress {
    M1,
    M2,
    M3,
    HandedOver,
    /// On the day before, so that 24 hours are not over.
    Tagged,
    Binding,
    Claimed,
    /// The workbench is signed, the change of data is not confirmed.
    HalfSigned,
    Signed,
    Synced,
}

use Progress::*;

/// Those that no PID has confirmed, and those that one has; the plainest as often as the others together.
const UNCLAIMED: [Progress; 12] = [
    M3, HandedOver, M3, Tagged, Binding, M3, M2, M3, HandedOver, Binding, M3, M1,
];
const CLAIMED: [Progress; 4] = [Synced, Claimed, Signed, HalfSigned];

/// Headers of the cells.
pub const COLUMNS: [&str; 6] = [
    "送打标时间",
    "打标时间",
    "智慧门店签约",
    "确认信息修改",
    "订单同步",
    "服务代码",
];

/// Days in the words of people: the first is the 16th, the second the 18th, which is over 24 hours ago.
const HANDED_OVER: [&str; 4] = [
    "2026-11-16 14:05",
    "２０２６-１１-１６",
    "2026年11月16日",
    "2026/11/16 14:05:30",
];
const TAGGED_BEFORE: [&str; 4] = [
    "2026-11-18",
    "２０２６/１１/１８ 09:30",
    "2026年11月18日",
    "20261118",
];
const TAGGED_YESTERDAY: [&str; 4] = [
    "2026-11-19 10:00",
    "2026/11/19 ０９:３０",
    "2026年11月19日",
    "2026-11-19",
];
const YES: [&str; 4] = ["是", "已开启", "已签约", "Y"];
const NO: [&str; 4] = ["否", "未开启", "", "N"];
const SERVICES: [&str; 4] = ["F2F", "F2F,PRE_F2F", "", "F2F、APP"];

impl Progress {
    pub fn of(n: usize, claimed: bool) -> Self {
        match claimed {
            true => CLAIMED[n % CLAIMED.len()],
            false => UNCLAIMED[n % UNCLAIMED.len()],
        }
    }

    pub fn level(self) -> &'static str {
        match self {
            M1 => "INDIRECT_LEVEL_M1",
            M2 => "INDIRECT_LEVEL_M2",
            M3 | HandedOver | Tagged | Binding => "INDIRECT_LEVEL_M3",
            Claimed | HalfSigned | Signed | Synced => "INDIRECT_LEVEL_M4",
        }
    }

    /// The program's word for it.
    pub fn stage(self) -> &'static str {
        match self {
            M1 => "m1",
            M2 => "m2",
            M3 => "m3",
            HandedOver => "handed_over",
            Tagged => "tagged",
            Binding => "binding",
            Claimed | HalfSigned => "claimed",
            Signed => "signed",
            Synced => "synced",
        }
    }

    /// The cells of the `n`-th row of the register.
    pub fn cells(self, n: usize) -> [String; 6] {
        let form = |forms: [&'static str; 4]| forms[n / 3 % 4];
        let said = |done: bool| form(if done { YES } else { NO });
        let handed_over = match self {
            M1 | M2 | M3 => "",
            _ => form(HANDED_OVER),
        };
        let tagged = match self {
            M1 | M2 | M3 | HandedOver => "",
            Tagged => form(TAGGED_YESTERDAY),
            _ => form(TAGGED_BEFORE),
        };
        let workbench = said(matches!(self, HalfSigned | Signed | Synced));
        let confirmed = said(matches!(self, Signed | Synced));
        let sync = said(self == Synced);
        let services = form(SERVICES);
        [handed_over, tagged, workbench, confirmed, sync, services].map(str::to_owned)
    }
}
