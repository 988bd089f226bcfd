//! Rules on names of companies, persons and stores by themselves, whoever they name.

use crate::model::rule::{Blocks, Context, Defect, Level, Rule, Test, Text};
use crate::model::{CellKind, Field, Kind, Row};
use crate::value::mask;

pub static RULES: &[&Rule] = &[&CHR001];

pub static CHR001: Rule = Rule {
    code: "CHR001",
    name: "name-masked",
    level: Level::Error,
    blocks: Some(Blocks::M3),
    kinds: &[Kind::Stores],
    reads: &[],
    zh: Text {
        title: "名称带掩码",
        message: "名称里有星号等掩码，不是完整的名称",
        expected: "完整的名称",
        remedy: "向商户要完整的名称，对照营业执照、身份证或开户资料录入",
        proposal: "",
        why: "从别的系统导出的表常把姓名隐去一部分（张**）。带掩码的名称不能用来进件，也不能与别处比较。\
              没有字号的个体工商户（92 开头）执照名称只印星号，公司名称只有星号时放行。",
    },
    en: Text {
        title: "name masked",
        message: "part of the name is hidden behind stars; it is not the whole name",
        expected: "the whole name",
        remedy: "ask the merchant for the whole name and enter it from the licence, ID card or account papers",
        proposal: "",
        why: "Sheets exported from other systems often hide part of a name (张**). A masked name cannot be used to \
              onboard, nor be compared with anything. The licence of an individual business without a trade name \
              (beginning 92) prints stars only; such a company name passes.",
    },
    bad: "张**",
    good: "张三丰",
    source: "四要素 商家接入流程 3.2 第 6 步: 名称须与证照一致",
    test: Test::Row(masked),
};

const NAMES: [Field; 6] = [
    Field::StoreName,
    Field::MerchantName,
    Field::AliasName,
    Field::LegalName,
    Field::ContactName,
    Field::CardName,
];

fn masked(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    for field in NAMES {
        let name = row.text(field);
        let hidden = mask::is_masked(name) && row.kind(field) != CellKind::Error;
        if hidden && !(field == Field::MerchantName && is_nameless_shop(row)) {
            defects.push(Defect::at(field));
        }
    }
}

/// An individual business whose licence shows stars where a name would be.
fn is_nameless_shop(row: Row) -> bool {
    let name = row.text(Field::MerchantName);
    row.text(Field::BusinessLicense).starts_with("92")
        && name.chars().all(|char| matches!(char, '*' | '＊' | '●'))
}
