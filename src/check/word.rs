//! Rules on columns with a fixed vocabulary.

use crate::model::rule::{Context, Defect, Rule, Test, Text};
use crate::model::{CellKind, Field, Row};

pub(crate) static RULES: &[&Rule] = &[&VOC001];

pub(crate) static VOC001: Rule = Rule {
    code: "VOC001",
    name: "word-unknown",
    title: ("不认识的用词", "word unknown"),
    expected: (
        "账户类型：对公、对私；接入方式：直连、间连；联系人类型：法人、实际控制人、代理人、其他；执照类型：营业执照、\
                   多证合一、事业单位法人证书",
        "account kind: 对公, 对私; route: 直连, 间连; contact type: 法人, 实际控制人, 代理人, 其他; licence \
                   type: 营业执照, 多证合一, 事业单位法人证书",
    ),
    zh: Text {
        message: "不是这一列认识的用词，当作没有填",
        remedy: "改成列出的用词；不确定就留空",
        why: "账户类型、接入方式、联系人类型、执照类型只有几种取值，常见的写法都认得。认不出的词不会发出，\
              靠它判断的规则也不再判断，所以要指出来。",
    },
    en: Text {
        message: "not a word this column knows; it is treated as empty",
        remedy: "use one of these words, or leave the cell empty when in doubt",
        why: "Account kind, route, contact type and licence type have a few values, and their common spellings are \
              known. A word that is not known is not sent and the rules that go by it do not judge, so it is \
              pointed out.",
    },
    bad: "账户类型 其他",
    good: "账户类型 对公",
    source: "宝付 报备认证 contact_info.type, business_license_type [B]; 写法的词表是本程序的约定 [D]",
    test: Test::Row(unknown),
    ..Rule::WARNING
};

const WORDS: [Field; 4] = [
    Field::BusinessLicenseType,
    Field::ContactType,
    Field::AccountKind,
    Field::Route,
];

fn unknown(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    for field in WORDS {
        let word = row.text(field);
        let typed =
            !word.is_empty() && !matches!(row.kind(field), CellKind::Error | CellKind::Default);
        if typed && !field.spec().form.words().contains(&word) {
            defects.push(Defect::at(field));
        }
    }
}
