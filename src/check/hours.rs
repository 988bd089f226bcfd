//! The rule on business hours. They are part of no onboarding body, so it only warns.

use crate::model::Field;
use crate::model::rule::{Context, Defect, Rule, Test, Text};
use crate::value::business_hours;

pub(crate) static RULES: &[&Rule] = &[&TIM001];

pub(crate) static TIM001: Rule = Rule {
    code: "TIM001",
    name: "business-hours-form",
    reads: &[Field::BusinessTime],
    title: ("营业时间看不懂", "business hours not understood"),
    expected: (
        "如 09:00-22:00、周一至周五 09:00-20:00，周六周日 10:00-22:00、24小时",
        "such as 09:00-22:00, 周一至周五 09:00-20:00，周六周日 10:00-22:00, 24小时",
    ),
    zh: Text {
        message: "没有开始和结束时间，缺了一头，或写了钟表上没有的时刻",
        remedy: "按门店实际营业时间改写，起止都要写；营业到次日的，结束时间写次日的时刻（22:00-02:00）",
        why: "门店发布要填营业时间，消费者也看得到。全角、点、至、波浪号、几段时间、跨零点都认得；只指出一定有问题的：\
              25:00 这样的时刻、只有开始没有结束、一个时间也没有。营业时间不随进件发出，所以只警告。",
    },
    en: Text {
        message: "no opening and closing time, one of them missing, or a time no clock shows",
        remedy: "write the store's hours with both ends; when it closes after midnight, give the next day's time (22:00-02:00)",
        why: "Business hours are asked for when a store is published, and customers see them. Full width, 点, 至, tildes, \
              several ranges and an end after midnight are known; only what is certainly wrong is pointed out: times \
              like 25:00, a range without its end, no time at all. They are part of no onboarding body, so it only \
              warns.",
    },
    bad: "09:00-25:00",
    good: "09:00-22:00",
    source: "商家接入流程 4.1 门店发布; 写法的范围是本程序的约定 [D]",
    test: Test::Cell(form),
    ..Rule::WARNING
};

fn form(text: &str, _: &Context) -> Option<Defect> {
    business_hours::check(text).err().map(|_| Defect::default())
}
