//! Rules on names of companies, persons and stores by themselves, whoever they name.

use crate::model::rule::{Context, Defect, Rule, Test, Text};
use crate::model::{CellKind, Field, Row};
use crate::value::{mask, name};

pub(crate) static RULES: &[&Rule] = &[&CHR001, &CHR002, &CHR003, &CHR005];

/// Whether a rule tells of lost characters. It comes before all others, and no rule that reads the value
/// is put to it: what the value was nobody knows.
pub(crate) fn is_of_lost_characters(rule: &Rule) -> bool {
    [CHR002.code, CHR003.code, CHR005.code].contains(&rule.code)
}

pub(crate) static CHR001: Rule = Rule {
    code: "CHR001",
    name: "name-masked",
    title: ("名称带掩码", "name masked"),
    expected: ("完整的名称", "the whole name"),
    zh: Text {
        message: "名称里有星号等掩码，不是完整的名称",
        remedy: "向商户要完整的名称，对照营业执照、身份证或开户资料录入",
        why: "从别的系统导出的表常把姓名隐去一部分（张**）。带掩码的名称不能用来进件，也不能与别处比较。\
              没有字号的个体工商户（92 开头）执照名称只印星号，公司名称只有星号时放行。",
    },
    en: Text {
        message: "part of the name is hidden behind stars; it is not the whole name",
        remedy: "ask the merchant for the whole name and enter it from the licence, ID card or account papers",
        why: "Sheets exported from other systems often hide part of a name (张**). A masked name cannot be used to \
              onboard, nor be compared with anything. The licence of an individual business without a trade name \
              (beginning 92) prints stars only; such a company name passes.",
    },
    bad: "张**",
    good: "张三丰",
    source: "四要素 商家接入流程 3.2 第 6 步: 名称须与证照一致",
    test: Test::Row(masked),
    ..Rule::ERROR
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

pub(crate) static CHR002: Rule = Rule {
    code: "CHR002",
    name: "name-damaged",
    title: ("姓名里有丢失的字", "a character of the name is lost"),
    expected: ("证件上的姓名", "the name on the document"),
    zh: Text {
        message: "姓名里有问号、方框或夹在汉字中间的字母，多半是没能显示的生僻字",
        remedy: "对照身份证或营业执照重新录入；生僻字用支持 GB18030 的输入法录入，不要用拼音代替",
        why: "GBK 里没有的生僻字（如 䶮、㛃）导出时会变成问号或方框，或者被人写成拼音。这样的姓名与支付宝账户、银行开户名\
              对不上。开户名和联系人查问号、方框、替换符，人名还查夹在汉字中间的字母（公司名称里的字母是名称的一部分）；\
              法人姓名和公司名称里有前三种的不能进件，见 CHR005。\
              报了这一条的名称不再与别处比较（开户名、支付宝账户、同执照的门店），计为未检查。",
    },
    en: Text {
        message: "the name has a question mark, a box or a letter between Chinese characters, most likely for a rare character",
        remedy: "enter the name again from the ID card or licence, with an input method that knows GB18030, and not in pinyin",
        why: "Rare characters that GBK lacks (such as 䶮, 㛃) become question marks or boxes when exported, or are typed \
              as pinyin. Such a name will not agree with the Alipay or the bank account. Account holders and contacts are \
              searched for question marks, boxes and replacement characters, persons' names for letters between Chinese \
              characters too (letters belong to the names of companies); the first three in the name of the legal person \
              or the company hold the store, see CHR005. Such a name is compared with nothing (account holder, Alipay \
              account, stores of the same licence) and counted as not checked.",
    },
    bad: "开户名 王?、法人姓名 王yan明",
    good: "王䶮",
    source: "GB 18030-2022 与 GBK 的字汇差异; 常见的替代写法 [D]",
    test: Test::Row(damaged),
    ..Rule::WARNING
};

fn damaged(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    for field in [Field::LegalName, Field::ContactName, Field::CardName] {
        let name = row.text(field);
        let lost = has_lost(name) && field != Field::LegalName;
        let lost = lost || (names_a_person(row, field) && name::has_letter_inside(name));
        if lost && !says_another_rule(row, field) {
            defects.push(Defect::at(field));
        }
    }
}

/// A mask says enough (CHR001), so does an error value.
fn says_another_rule(row: Row, field: Field) -> bool {
    mask::is_masked(row.text(field)) || row.kind(field) == CellKind::Error
}

pub(crate) static CHR005: Rule = Rule {
    code: "CHR005",
    name: "entity-name-lost",
    title: (
        "法人姓名或公司名称里有丢失的字",
        "a character of the legal person's or company's name is lost",
    ),
    expected: (
        "营业执照、身份证上的名称",
        "the name on the licence or ID card",
    ),
    zh: Text {
        message: "名称里有问号、方框或替换符，原来的字已经丢了",
        remedy: "对照营业执照或身份证重新录入；生僻字用支持 GB18030 的输入法录入，不要用拼音代替",
        why: "问号、方框（□）和替换符（�）是转换编码时认不出的字留下的，证照上的名称只用规范汉字，不会有它们。\
              法人姓名和公司名称是四要素，带着丢失的字进件，商户就认不出、绑不上，所以先暂缓。\
              这样的名称不再与别处比较，计为未检查。夹在汉字中间的字母、开户名和联系人里丢失的字只提醒，见 CHR002。",
    },
    en: Text {
        message: "the name has a question mark, a box or a replacement character: the character that stood there is gone",
        remedy: "enter the name again from the licence or ID card, with an input method that knows GB18030, and not in pinyin",
        why: "A question mark, a box (□) or a replacement character (�) is what a conversion leaves of a character it did \
              not know; names on documents are written in standard Chinese characters and have none of them. Both names \
              are among the four elements: a merchant onboarded with a lost character can neither recognise nor bind \
              itself, so the store is held. Such a name is compared with nothing and counted as not checked. Letters \
              between Chinese characters, and what account holders and contacts lost, are a warning: CHR002.",
    },
    bad: "王? / 示例□商贸有限公司",
    good: "王䶮 / 示例䶮商贸有限公司",
    source: "居民身份证法 第四条、企业名称登记管理规定 第八条 (使用规范汉字); Unicode 23.8 Specials (U+FFFD)",
    test: Test::Row(entity_lost),
    ..Rule::ERROR
};

fn entity_lost(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    for field in [Field::LegalName, Field::MerchantName] {
        if has_lost(row.text(field)) && !says_another_rule(row, field) {
            defects.push(Defect::at(field));
        }
    }
}

/// Whether something stands in a name for a character that is lost.
pub(super) fn has_lost(name: &str) -> bool {
    name.contains(['?', '□', '\u{FFFD}'])
}

/// Whether another rule reports the legal person's name itself: that a character of it is lost (CHR002,
/// CHR005), or that it has digits, which needs a document beside it (IDN011). To compare it would report the same again.
pub(super) fn is_doubtful(row: Row) -> bool {
    let legal = row.text(Field::LegalName);
    let digits = legal.contains(|char: char| char.is_ascii_digit());
    has_lost(legal)
        || name::has_letter_inside(legal)
        || digits && row.sound(Field::LegalIdNo).is_some()
}

/// Who holds the account is known from its kind, or from the legal person's name.
fn names_a_person(row: Row, field: Field) -> bool {
    field != Field::CardName
        || row.text(Field::AccountKind) == "personal"
        || row.text(Field::CardName) == row.text(Field::LegalName)
}

pub(crate) static CHR003: Rule = Rule {
    code: "CHR003",
    name: "character-unprintable",
    title: ("有显示不出来的字符", "a character nobody can print"),
    expected: ("能正常显示的文字", "text that can be shown"),
    zh: Text {
        message: "里面有替换符、方框或字体自造的字符，别的系统显示不出来",
        remedy: "对照原资料重新录入这一格",
        why: "编码转换出错时，认不出的字变成替换符（�）或方框（□）；自造字区的字只在装了那种字体的电脑上看得见。这样的门店名称、地址发出去是\
              乱码。零宽字符、控制字符、多余空格在读取时已经去掉，不在此列。",
    },
    en: Text {
        message: "there is a replacement character, a box or a character of a font's own, which other systems cannot show",
        remedy: "enter the cell again from its source",
        why: "What a faulty conversion could not decode becomes a replacement character (�) or a box (□), and private-use characters \
              show only where their font is installed. Names and addresses with them go out garbled. Zero-width and \
              control characters and stray spaces are gone by then and do not count.",
    },
    bad: "示例�店",
    good: "示例店",
    source: "Unicode 23.5 Private-Use Characters, 23.8 Specials",
    test: Test::Row(unprintable),
    ..Rule::WARNING
};

/// Names of persons and companies are of CHR002 and CHR005.
const PRINTED: [Field; 4] = [
    Field::StoreName,
    Field::AliasName,
    Field::Address,
    Field::BankBranchName,
];

fn unprintable(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    let odd = |char| matches!(char, '□' | '\u{E000}'..='\u{F8FF}' | '\u{FFF9}'..='\u{FFFF}' | '\u{E0000}'..);
    for field in PRINTED {
        if row.text(field).contains(odd) && row.kind(field) != CellKind::Error {
            defects.push(Defect::at(field));
        }
    }
}
