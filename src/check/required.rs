//! Rules on absence: what a store needs for M3 and its row leaves empty. Where the sheet has no such
//! column, [`super::columns`] reports it once for the sheet, and nothing is reported here.

use crate::config::requirement::{IDENTITY, Lack, lack};
use crate::model::rule::{Context, Defect, Rule, Test, Text};
use crate::model::{Lang, Requirement, Row};

pub(crate) static RULES: &[&Rule] = &[&REQ001, &REQ002];

/// `{0}` the ways to meet it in brackets, in Chinese; `{1}` in English. Nothing for a single field.
pub(crate) static REQ001: Rule = Rule {
    code: "REQ001",
    name: "required-missing",
    title: ("必填项为空", "required value missing"),
    zh: Text {
        message: "M3 进件必须有这一项{0}，表中为空",
        remedy: "请商户补填；若所有门店都相同，可写在 jinjian.toml 的 [defaults] 里",
        why: "M3 需要自用编码、名称、联系人、省市区与详细地址、结算账号与开户名。联系人手机和电话有一个即可；\
              MCC 与受理机构 PID 要么都填，要么改填经营类目；\
              东莞、中山、儋州、嘉峪关没有区，港澳台没有地级市，可以空；由市能推出省的，省也可以空。没有字号的个体工商户\
              （92 开头）公司名称可以空，用经营者姓名。直连门店不进件，只要编码、名称和地址。整列都没有的，由 SHT005 在表头说一次，这里不再逐家重复。",
    },
    en: Text {
        message: "M3 onboarding needs this value{1}; the cell is empty",
        remedy: "ask the merchant for it; if it is the same for every store, put it under [defaults] in jinjian.toml",
        why: "M3 needs the store code, the names, a contact, province, city, district and address, and the \
              settlement account with its holder. A mobile or a phone is enough; an MCC \
              goes with the acquirer's PID, or a category stands in for both. Dongguan, Zhongshan, Danzhou and \
              Jiayuguan have no districts, Hong Kong, Macau and Taiwan no cities, so theirs may be empty, and so \
              may a province that the city tells and the company name of an individual business (licence beginning \
              92) whose operator is named. A direct store is not onboarded and needs only its code, name \
              and address. A column the sheet does not have is named once for the sheet (SHT005), not here.",
    },
    bad: "详细地址 (空)",
    good: "详细地址 文三路 1 号",
    source: "宝付 报备认证 必填标记 [B]; 各级所需字段见银行侧实现 [C]; 自用编码必填: 商家接入流程 4.1",
    test: Test::Row(required_missing),
    ..Rule::ERROR
};

fn required_missing(row: Row, context: &Context, defects: &mut Vec<Defect>) {
    for need in context.required {
        if let Some(Lack::Value(field)) = lack(row, need) {
            let [zh, en] = ways(need);
            defects.push(Defect::at(field).arg(zh).arg(en));
        }
    }
}

/// The ways to meet it, in brackets and in both languages; nothing when there is but one field.
fn ways(need: &Requirement) -> [String; 2] {
    match need.fields().nth(1) {
        None => [String::new(), String::new()],
        Some(_) => [
            format!("（{}）", need.labels(Lang::Zh)),
            format!(" ({})", need.labels(Lang::En)),
        ],
    }
}

pub(crate) static REQ002: Rule = Rule {
    code: "REQ002",
    name: "identity-missing",
    title: (
        "没有营业执照号，也没有法人身份证号",
        "neither licence nor legal person's ID",
    ),
    zh: Text {
        message: "营业执照号和法人身份证号至少要填一个",
        remedy: "请商户补填营业执照号；没有执照的小微商户补填经营者身份证号",
        why: "进件接口要求 business_license 与 contact_info.id_card_no 至少有一个，否则不知道商户是谁。\
              M4 的四要素两者都要。直连门店不进件，可以都不填。",
    },
    en: Text {
        message: "at least one of business licence and legal person's ID number is needed",
        remedy: "ask for the business licence number; for a micro merchant without one, the operator's ID number",
        why: "The onboarding interface needs business_license or contact_info.id_card_no: without both nobody \
              knows who the merchant is. The four elements of M4 take both. A direct store is not onboarded and \
              needs neither.",
    },
    bad: "营业执照号 (空)，法人身份证号 (空)",
    good: "营业执照号 91330106MA2H1ABC7U",
    source: "宝付 报备认证: 至少填一个 [B]",
    test: Test::Row(identity_missing),
    ..Rule::ERROR
};

fn identity_missing(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    if let Some(Lack::Value(field)) = lack(row, &IDENTITY) {
        defects.push(Defect::at(field));
    }
}
