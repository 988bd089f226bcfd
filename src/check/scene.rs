//! Rules on how a store takes payment. Scene and pay mode are free text, so only words that leave no doubt
//! count.

use crate::model::rule::{Context, Defect, Rule, Test, Text};
use crate::model::{Field, Row};
use crate::value::name;

pub(crate) static RULES: &[&Rule] = &[&SCE001, &SCE002];

pub(crate) static SCE001: Rule = Rule {
    code: "SCE001",
    name: "static-code",
    reads: &[Field::Scene],
    title: (
        "静态码不支持智慧门店",
        "a static code cannot be a smart store",
    ),
    expected: (
        "扫码枪、扫码盒、POS 扫消费者付款码，或动态码",
        "a scanner or POS reading the customer's code, or a dynamic code",
    ),
    zh: Text {
        message: "收银场景只有静态码（台卡、立牌、贴纸），这种门店做不了智慧门店",
        remedy: "与商户确认收银方式：另有扫码枪或动态码的一并写上；只有静态码的不要报间连智慧门店，改走直连或先换设备",
        why: "静态二维码打开网页后由消费者自己付款，订单不经过收银系统，智慧门店不支持。写了静态码、又写了扫码枪、POS、动态码等\
              的不报；填了直连的也不报，流程里小店静态码就推荐直连。",
    },
    en: Text {
        message: "the store takes payment by a static QR code only (card, stand or sticker), which smart stores do not support",
        remedy: "ask the merchant how the store takes payment and add the scanner or dynamic code; with a static code only, take the direct route or change the device first",
        why: "A static code opens a page on which customers pay by themselves; the order does not pass the till, and \
              smart stores do not support it. Stores that name a scanner, POS or dynamic code as well do not alarm, nor \
              do direct ones: the process recommends that route for small shops with a static code.",
    },
    bad: "小店+静态码",
    good: "PC录单+把枪+扫消费者",
    source: "商家接入流程 1.1, 1.3: 静态码模式不支持智慧门店",
    test: Test::Row(static_code),
    ..Rule::ERROR
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
    let of_scene = names(scene, &STATIC) && !names(scene, &OTHERWISE) && !names(scene, &NOT);
    if of_scene && row.text(Field::Route) != "direct" {
        defects.push(Defect::default());
    }
}

fn names(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

pub(crate) static SCE002: Rule = Rule {
    code: "SCE002",
    name: "pay-mode-contradicts-scene",
    reads: &[Field::PayMode, Field::Scene],
    title: ("支付模式与收银场景相反", "pay mode contradicts the scene"),
    expected: ("{0}", "{1}"),
    zh: Text {
        message: "收银场景是{0}，支付模式说的相反",
        remedy: "与商户确认是谁扫谁，改正写错的一格；两种都支持的，两种都写上",
        why: "收银场景决定支付模式：把枪、扫消费者是商家扫付款码（B 扫 C），动态码、消费者扫码是消费者扫商家（C 扫 B）。两格写反了，\
              服务商会按错的模式打通 POS。「主扫」「被扫」站在商家和消费者的立场正好相反，流程文档自己也两种都用，\
              所以单写这两个词的不报，写明了谁扫谁的才比较。收银场景不随进件发出，所以只警告。",
    },
    en: Text {
        message: "by the scene {1}; the pay mode says the opposite",
        remedy: "ask the merchant who scans whom and correct the cell that is wrong; where both ways are in use, write both",
        why: "The scene decides the pay mode: with a scanner the merchant scans the customer's code, with a dynamic \
              code the customer scans the store's. Where the two cells disagree, the till is connected in the wrong \
              mode. 主扫 and 被扫 mean the opposite from the merchant's and from the customer's side, and the process \
              document uses both, so the bare words are left alone: only who scans whom is compared. The scene is \
              part of no onboarding body, so this only warns.",
    },
    bad: "收银场景 PC录单+把枪+扫消费者 / 支付模式 C扫B",
    good: "收银场景 PC录单+把枪+扫消费者 / 支付模式 B扫C",
    source: "商家接入流程 1.1 解决方案矩阵, 1.3 主扫与被扫",
    test: Test::Row(pay_mode),
    ..Rule::WARNING
};

/// Who holds the scanner.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scans {
    Merchant,
    Customer,
}

/// Words by which the merchant scans. 主扫 and 被扫 count only beside whose they are, and 商家扫码 may be
/// the plate (商家扫码牌) that customers scan.
const MERCHANT: [&str; 18] = [
    "枪",
    "扫码盒",
    "付款码",
    "条码支付",
    "B扫C",
    "B2C",
    "反扫",
    "扫消费者",
    "扫顾客",
    "扫客户",
    "扫用户",
    "商家主扫",
    "商户主扫",
    "消费者被扫",
    "顾客被扫",
    "客户被扫",
    "用户被扫",
    "消费者出示",
];

/// Words by which the customer scans.
const CUSTOMER: [&str; 16] = [
    "动态码",
    "动态二维码",
    "动态收款码",
    "C扫B",
    "C2B",
    "正扫",
    "消费者扫",
    "顾客扫",
    "客户扫",
    "用户扫",
    "消费者主扫",
    "顾客主扫",
    "客户主扫",
    "用户主扫",
    "商家被扫",
    "商户被扫",
];

/// Who scans, when the text leaves no doubt: it names one way and denies nothing.
fn who_scans(text: &str) -> Option<Scans> {
    let text: String = name::fold_width(text).to_uppercase();
    if names(&text, &NOT) {
        return None;
    }
    match (names(&text, &MERCHANT), names(&text, &CUSTOMER)) {
        (true, false) => Some(Scans::Merchant),
        (false, true) => Some(Scans::Customer),
        _ => None,
    }
}

fn pay_mode(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    let [scene, mode] = [Field::Scene, Field::PayMode].map(|field| who_scans(row.text(field)));
    let (Some(scene), Some(mode)) = (scene, mode) else {
        return;
    };
    if scene != mode {
        let [zh, en] = match scene {
            Scans::Merchant => ["商家扫消费者", "the merchant scans the customer's code"],
            Scans::Customer => ["消费者扫商家", "the customer scans the store's code"],
        };
        defects.push(Defect::default().arg(zh).arg(en));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Layouts;

    /// What one upload offers to choose is not what holds the store on the next night.
    #[test]
    fn no_upload_offers_a_static_code() {
        let layouts = Layouts::load(None).expect("the built-in ones are sound");
        let columns = layouts.uploads.iter().flat_map(|layout| &layout.columns);
        let scenes = columns.filter(|column| column.fields.contains(&Field::Scene));
        let choices: Vec<&String> = scenes.flat_map(|column| &column.choices).collect();
        assert_eq!(choices.len(), 3);
        assert!(
            choices.iter().all(|scene| !names(scene, &STATIC)),
            "{choices:?}"
        );
    }
}
