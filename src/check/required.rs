//! Rules on absence: what a store needs for M3. An empty cell and a missing column are the same here.

use crate::model::rule::{Blocks, Context, Defect, Level, Rule, Test, Text};
use crate::model::{Field, Kind, Row};
use crate::value::merchant;
use crate::value::region::{self, Part, Resolution};

pub static RULES: &[&Rule] = &[&REQ001, &REQ002];

pub static REQ001: Rule = Rule {
    code: "REQ001",
    name: "required-missing",
    level: Level::Error,
    blocks: Some(Blocks::M3),
    kinds: &[Kind::Stores],
    reads: &[],
    zh: Text {
        title: "必填项为空",
        message: "M3 进件必须有这一项，表中为空或没有这一列",
        expected: "",
        remedy: "请商户补填；若所有门店都相同，可写在 jinjian.toml 的 [defaults] 里",
        proposal: "",
        why: "M3 需要自用编码、名称、联系人、省市区与详细地址、结算账号与开户名。联系人手机和电话有一个即可；\
              东莞、中山、儋州、嘉峪关没有区，港澳台没有地级市，可以空；由市能推出省的，省也可以空。没有字号的个体工商户\
              （92 开头）公司名称可以空，用经营者姓名。直连门店不进件，只要编码、名称和地址。缺列和空格同样对待，每家门店各报一次。",
    },
    en: Text {
        title: "required value missing",
        message: "M3 onboarding needs this value; the cell is empty or the sheet has no such column",
        expected: "",
        remedy: "ask the merchant for it; if it is the same for every store, put it under [defaults] in jinjian.toml",
        proposal: "",
        why: "M3 needs the store code, the names, a contact, province, city, district and address, and the \
              settlement account with its holder. A mobile or a phone is enough. Dongguan, Zhongshan, Danzhou and \
              Jiayuguan have no districts, Hong Kong, Macau and Taiwan no cities, so theirs may be empty, and so \
              may a province that the city tells and the company name of an individual business (licence beginning \
              92) whose operator is named. A direct store is not onboarded and needs only its code, name \
              and address. A missing column counts as an empty cell.",
    },
    bad: "详细地址 (空)",
    good: "详细地址 文三路 1 号",
    source: "宝付 报备认证 必填标记 [B]; 各级所需字段见银行侧实现 [C]; 自用编码必填: 商家接入流程 4.1",
    test: Test::Row(required_missing),
};

fn required_missing(row: Row, context: &Context, defects: &mut Vec<Defect>) {
    for alternatives in context.required {
        let Some(first) = alternatives.first() else {
            continue;
        };
        let absent = !alternatives.iter().any(|field| row.has(*field));
        if absent && is_needed(row, *first) {
            defects.push(Defect::at(*first));
        }
    }
}

/// What a direct store needs: it is not onboarded, but listed.
const OF_DIRECT: [Field; 6] = [
    Field::StoreCode,
    Field::StoreName,
    Field::Province,
    Field::City,
    Field::District,
    Field::Address,
];

/// Whether a store needs the field for M3; its values in canonical form.
pub fn is_needed(row: Row, field: Field) -> bool {
    let part = |of: fn(&Resolution) -> Part| {
        let levels = [Field::Province, Field::City, Field::District];
        let [province, city, district] = levels.map(|level| row.text(level));
        of(&region::resolve(province, city, district))
    };
    match field {
        Field::City => part(|found| found.city) != Part::NotNeeded,
        Field::District => part(|found| found.district) != Part::NotNeeded,
        // The licence of an individual business may print no name; its operator's stands in.
        Field::MerchantName if has_operators_name(row) => false,
        _ => row.text(Field::Route) != "direct" || OF_DIRECT.contains(&field),
    }
}

fn has_operators_name(row: Row) -> bool {
    row.has(Field::LegalName) && merchant::is_individual(row.text(Field::BusinessLicense))
}

pub static REQ002: Rule = Rule {
    code: "REQ002",
    name: "identity-missing",
    level: Level::Error,
    blocks: Some(Blocks::M3),
    kinds: &[Kind::Stores],
    reads: &[],
    zh: Text {
        title: "没有营业执照号，也没有法人身份证号",
        message: "营业执照号和法人身份证号至少要填一个",
        expected: "",
        remedy: "请商户补填营业执照号；没有执照的小微商户补填经营者身份证号",
        proposal: "",
        why: "进件接口要求 business_license 与 contact_info.id_card_no 至少有一个，否则不知道商户是谁。\
              M4 的四要素两者都要。",
    },
    en: Text {
        title: "neither licence nor legal person's ID",
        message: "at least one of business licence and legal person's ID number is needed",
        expected: "",
        remedy: "ask for the business licence number; for a micro merchant without one, the operator's ID number",
        proposal: "",
        why: "The onboarding interface needs business_license or contact_info.id_card_no: without both nobody \
              knows who the merchant is. The four elements of M4 take both.",
    },
    bad: "营业执照号 (空)，法人身份证号 (空)",
    good: "营业执照号 91330106MA2H1ABC7U",
    source: "宝付 报备认证: 至少填一个 [B]",
    test: Test::Row(identity_missing),
};

fn identity_missing(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    if !row.has(Field::BusinessLicense) && !row.has(Field::LegalIdNo) {
        defects.push(Defect::at(Field::BusinessLicense));
    }
}
