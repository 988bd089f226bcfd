//! Rules on when a store was handed over for tagging and tagged: a time nobody can read opens no gate,
//! one that has not come yet is most likely a slip, and a store nobody knows cannot have been tagged.

use crate::model::Field;
use crate::model::rule::{Rule, Text};

pub(crate) static RULES: &[&Rule] = &[&TAG001, &TAG002, &TAG003];

/// `{0}` the text as written.
pub(crate) static TAG001: Rule = Rule {
    code: "TAG001",
    name: "tagging-time-unreadable",
    reads: &[Field::TaggedAt],
    title: ("打标时间看不懂", "time of tagging not understood"),
    expected: (
        "如 2026-11-19 10:30；不知道几点的写 2026-11-19",
        "such as 2026-11-19 10:30, or 2026-11-19 when the hour is not known",
    ),
    zh: Text {
        message: "送打标或打标的时间写的是「{0}」，看不出是哪一天",
        remedy: "改成日期和时间再运行；还没有送打标的，清空这一格",
        why: "打标满 24 小时商户才能绑定，送过打标的门店也不该再送一次，所以要知道是哪一天、几点。看不懂时不猜：\
              这家店不进打标表，也算不出从什么时候可以绑定，改好为止。",
    },
    en: Text {
        message: "the time of handing over or tagging reads “{0}”, which is no day",
        remedy: "enter day and time and run again; clear the cell when the store was not handed over",
        why: "The merchant can bind 24 hours after tagging, and a store that was handed over should not be handed over \
              again, so day and hour matter. Nothing is guessed: until it is corrected the store is in no tagging \
              sheet, and nobody can say from when it can be bound.",
    },
    bad: "上周四",
    good: "2026-11-19 10:30",
    source: "商家接入流程 3.2 第 5、6 步",
    ..Rule::WARNING
};

/// `{0}` the day.
pub(crate) static TAG002: Rule = Rule {
    code: "TAG002",
    name: "tagging-time-ahead",
    reads: &[Field::TaggedAt],
    title: ("打标时间还没到", "time of tagging still to come"),
    expected: ("运行日或以前的日期", "the day of the run or an earlier one"),
    zh: Text {
        message: "送打标或打标的日期 {0} 在运行日之后",
        remedy: "核对年月日；还没有送打标或打标的，清空这一格；运行日不对的，用 --as-of 指定",
        why: "打标时间是已经发生的事，写在将来多半是年份或月份写错，或写的是计划。程序按所写的时间算 24 小时，\
              所以这家店会一直等下去，也不进打标表。",
    },
    en: Text {
        message: "the day of handing over or tagging, {0}, is after the day of the run",
        remedy: "check year and month; clear the cell when it has not happened yet; name the day of the run with --as-of when that is wrong",
        why: "It is a time at which something happened; one that lies ahead is a slip of the year or month, or a plan. \
              The 24 hours are counted from what is written, so the store goes on waiting and is in no tagging sheet.",
    },
    bad: "2027-11-19 (2026-11-20)",
    good: "2026-11-19 (2026-11-20)",
    source: "商家接入流程 3.2 第 5、6 步",
    ..Rule::WARNING
};

/// `{0}` the day.
pub(crate) static TAG003: Rule = Rule {
    code: "TAG003",
    name: "tagged-not-onboarded",
    reads: &[Field::TaggedAt, Field::HandedOverAt],
    title: (
        "送过打标却没有进件记录",
        "handed over or tagged, and not onboarded",
    ),
    expected: (
        "已进件名单里的一条记录，或 SMID",
        "a record of the onboarded merchant, or its SMID",
    ),
    zh: Text {
        message: "表里写着 {0} 已送打标或打标，已进件名单里却没有这家店，表里也没有 SMID",
        remedy: "把含这家店的已进件名单一起放进来，或在 SMID 列填上它的 SMID；确实没有进件的，清空送打标时间和打标时间",
        why: "只有进件到 M3 的门店才送打标，所以送过打标的一定进过件。名单不全时按新店提交，会重复进件而被退回；\
              日期填错了行的，也要先弄清是哪一家。弄清之前这家店不提交。写在将来的日期只按 TAG002 提醒，直连门店不看。",
    },
    en: Text {
        message: "the sheet says handed over or tagged on {0}, but no onboarded record has this store and the sheet gives no SMID",
        remedy: "add the register of onboarded merchants that has this store, or give its SMID in the sheet; clear both times when it was never onboarded",
        why: "Only stores at M3 are handed over for tagging, so one that was has been onboarded. Where the register is \
              incomplete the store would be submitted as a new one and refused, and where the day stands in the wrong row \
              it has to be known whose it is; until then the store waits. A day still to come is TAG002 alone, and \
              direct stores are not looked at.",
    },
    bad: "打标时间 2026-11-18，已进件名单里没有这家店",
    good: "打标时间 2026-11-18，SMID 2088000000001001",
    source: "商家接入流程 3.2 第 4、5 步",
    ..Rule::ERROR
};
