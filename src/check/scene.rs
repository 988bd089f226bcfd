//! The rule on how a store takes payment. The scene is free text, so only words that leave no doubt count.

use crate::model::rule::{Blocks, Context, Defect, Level, Rule, Test, Text};
use crate::model::{Field, Kind, Row};

pub static RULES: &[&Rule] = &[&SCE001];

pub static SCE001: Rule = Rule {
    code: "SCE001",
    name: "static-code",
    level: Level::Error,
    blocks: Some(Blocks::M3),
    kinds: &[Kind::Stores],
    reads: &[Field::Scene],
    zh: Text {
        title: "静态码不支持智慧门店",
        message: "收银场景只有静态码（台卡、立牌、贴纸），这种门店做不了智慧门店",
        expected: "扫码枪、扫码盒、POS 扫消费者付款码，或动态码",
        remedy: "与商户确认收银方式：另有扫码枪或动态码的一并写上；只有静态码的不要报间连智慧门店，改走直连或先换设备",
        proposal: "",
        why: "静态二维码打开网页后由消费者自己付款，订单不经过收银系统，智慧门店不支持。写了静态码、又写了扫码枪、POS、动态码等\
              的不报；填了直连的也不报，流程里小店静态码就推荐直连。",
    },
    en: Text {
        title: "a static code cannot be a smart store",
        message: "the store takes payment by a static QR code only (card, stand or sticker), which smart stores do not support",
        expected: "a scanner or POS reading the customer's code, or a dynamic code",
        remedy: "ask the merchant how the store takes payment and add the scanner or dynamic code; with a static code only, take the direct route or change the device first",
        proposal: "",
        why: "A static code opens a page on which customers pay by themselves; the order does not pass the till, and \
              smart stores do not support it. Stores that name a scanner, POS or dynamic code as well do not alarm, nor \
              do direct ones: the process recommends that route for small shops with a static code.",
    },
    bad: "小店+静态码",
    good: "PC录单+把枪+扫消费者",
    source: "商家接入流程 1.1, 1.3: 静态码模式不支持智慧门店",
    test: Test::Row(static_code),
};

const STATIC: [&str; 10] = [
    "静态码",
    "静态二维码",
    "静态收款码",
    "固定码",
    "固定二维码",
    "台卡",
    "台牌",
    "立牌",
    "码牌",
    "贴纸",
];

/// Other ways to pay, which a static code beside them does not spoil.
const OTHERWISE: [&str; 14] = [
    "枪",
    "扫码盒",
    "扫码器",
    "盒子",
    "POS",
    "pos",
    "Pos",
    "动态",
    "被扫",
    "扫消费者",
    "收银机",
    "收款机",
    "售货机",
    "刷脸",
];

/// 不用静态码, 非静态码, 没有台卡.
const NOT: [&str; 6] = ["不", "非", "无", "没", "禁", "勿"];

fn static_code(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    let scene = row.text(Field::Scene);
    let names = |words: &[&str]| words.iter().any(|word| scene.contains(word));
    let of_scene = names(&STATIC) && !names(&OTHERWISE) && !names(&NOT);
    if of_scene && row.text(Field::Route) != "direct" {
        defects.push(Defect::default());
    }
}
