//! Rules on the legal person's identity document. Residence permits, travel permits and passports are
//! taken for what they are; only what looks like nothing known is malformed.

use super::names::has_lost;
use crate::model::rule::{Context, Defect, Rule, Test, Text, When};
use crate::model::{Field, Note, Related, Row, Source, Table};
use crate::value::id_card;
use crate::value::id_card::{IdDocument, IdFault};
use crate::value::{name, region, suggestion};

/// Two cells whose values stand in each other's place; before the rules on either of them.
pub(crate) static SWAPPED: &[&Rule] = &[&IDN012];

pub(crate) static RULES: &[&Rule] = &[
    &IDN001, &IDN002, &IDN003, &IDN004, &IDN005, &IDN006, &IDN011,
];

pub(crate) static IDN001: Rule = Rule {
    code: "IDN001",
    name: "id-form",
    reads: &[Field::LegalIdNo],
    title: (
        "法人证件号格式不对",
        "legal person's document number malformed",
    ),
    expected: (
        "17 位数字加一位数字或 X；或居住证、通行证、永久居留证、护照号",
        "17 digits and a digit or X; or a residence permit, travel permit, permanent-residence or passport number",
    ),
    proposal: (
        "可能是 {fix}（看混、录错一位或邻位颠倒时，通过全部校验的只有它），请对照证件原件确认",
        "probably {fix}, the only number one slip away that passes every check; compare with the document",
    ),
    zh: Text {
        message: "不是 18 位身份证号，也不是其他认得的证件号",
        remedy: "对照证件原件重新录入；带星号的掩码不能用来进件",
        why: "居民身份证号是 17 位数字加一位数字或 X。港澳台居民居住证、来往内地（大陆）通行证、外国人永久居留\
              身份证、护照也是合法证件，按各自的格式放行。",
    },
    en: Text {
        message: "neither an 18-character citizen ID nor another known document number",
        remedy: "enter the number again from the document; a masked number cannot be used",
        why: "A citizen ID is 17 digits and a digit or X. Residence permits of Hong Kong, Macau and Taiwan, travel \
              permits, foreigners' permanent-residence cards and passports are documents too and pass by their \
              own forms.",
    },
    bad: "33010619900307452",
    good: "330106199003074525",
    source: "GB 11643-1999; 其他证件的格式 [C]",
    test: Test::Cell(form),
    ..Rule::ERROR
};

fn form(text: &str, context: &Context) -> Option<Defect> {
    (id_card::parse(text, context.as_of) == Err(IdFault::Form)).then(|| mended(text, context))
}

/// A defect that proposes what was meant, when only one number can have been.
fn mended(text: &str, context: &Context) -> Defect {
    Defect::default().fix(suggestion::id_number(text, context.as_of))
}

pub(crate) static IDN002: Rule = Rule {
    code: "IDN002",
    name: "id-date",
    reads: &[Field::LegalIdNo],
    title: (
        "身份证号中的出生日期不成立",
        "impossible birth date in the ID number",
    ),
    expected: ("一个真实的、已过去的日期", "a real date in the past"),
    proposal: (
        "可能是 {fix}（看混、录错一位或邻位颠倒时，通过全部校验的只有它），请对照证件原件确认",
        "probably {fix}, the only number one slip away that passes every check; compare with the document",
    ),
    zh: Text {
        message: "号码中的出生日期在日历上不存在，或晚于运行日",
        remedy: "对照证件原件重新录入",
        why: "第 7–14 位是出生日期（15 位旧号是第 7–12 位）。2 月 30 日、13 月这样的号码即使校验位正确也不存在。",
    },
    en: Text {
        message: "the birth date in the number is not in the calendar, or lies after the day of the run",
        remedy: "enter the number again from the document",
        why: "Digits 7 to 14 are the birth date (7 to 12 in the 15-digit form). A number with 30 February or month \
              13 does not exist, even when its check character is right.",
    },
    bad: "330106199002304528",
    good: "330106199003074525",
    source: "GB 11643-1999 第 7–14 位",
    test: Test::Cell(date),
    ..Rule::ERROR
};

fn date(text: &str, context: &Context) -> Option<Defect> {
    let fault = id_card::parse(text, context.as_of).err()?;
    matches!(fault, IdFault::Date | IdFault::Future).then(|| mended(text, context))
}

pub(crate) static IDN003: Rule = Rule {
    code: "IDN003",
    name: "id-checksum",
    reads: &[Field::LegalIdNo],
    title: (
        "身份证号校验位错误",
        "wrong check character in the ID number",
    ),
    expected: (
        "由前 17 位算出的校验位",
        "the check character of the first 17 digits",
    ),
    proposal: (
        "可能是 {fix}（看混、录错一位或邻位颠倒时，通过全部校验的只有它），请对照证件原件确认",
        "probably {fix}, the only number one slip away that passes every check; compare with the document",
    ),
    zh: Text {
        message: "末位与前 17 位算出的校验位不符",
        remedy: "某一位录错了，不一定是末位；对照证件原件重新录入",
        why: "第 18 位按 ISO 7064 MOD 11-2 由前 17 位算出，能发现任何一位录错和任何相邻两位颠倒。\
              校验不过的号码不存在，四要素一定核对不上。",
    },
    en: Text {
        message: "the last character is not the one its first 17 digits call for",
        remedy: "some digit is mistyped, not necessarily the last; enter the number again from the document",
        why: "The 18th character is computed from the first 17 by ISO 7064 MOD 11-2; it catches any mistyped digit \
              and any transposed neighbours. A number that fails does not exist, and the four elements cannot agree.",
    },
    bad: "330106199003074520",
    good: "330106199003074525",
    source: "GB 11643-1999; ISO 7064 MOD 11-2",
    test: Test::Cell(checksum),
    ..Rule::ERROR
};

fn checksum(text: &str, context: &Context) -> Option<Defect> {
    let fault = id_card::parse(text, context.as_of).err()?;
    matches!(fault, IdFault::Check { .. }).then(|| mended(text, context))
}

pub(crate) static IDN004: Rule = Rule {
    code: "IDN004",
    name: "id-region-unknown",
    reads: &[Field::LegalIdNo],
    title: ("身份证号的地区码不存在", "unknown region in the ID number"),
    zh: Text {
        message: "前 6 位不是现行或曾用的行政区划代码",
        remedy: "对照证件原件核对前 6 位；无误就不用处理",
        why: "前 6 位是首次登记户口时的行政区划代码，撤并后证件号不变，所以现行和已撤销的代码都算数。\
              区划资料可能不全，因此只警告。",
    },
    en: Text {
        message: "the first six digits are no division code, current or retired",
        remedy: "compare the first six digits with the document; nothing to do if they are right",
        why: "The first six digits are the division of first registration and stay when it is abolished, so retired \
              codes count as well. The lists may have gaps, so it only warns.",
    },
    bad: "999999199003074523",
    good: "330106199003074525",
    source: "GB 11643-1999 第 1–6 位; GB/T 2260",
    test: Test::Cell(region_unknown),
    ..Rule::WARNING
};

fn region_unknown(text: &str, context: &Context) -> Option<Defect> {
    let document = id_card::parse(text, context.as_of).ok()?;
    let citizen = matches!(document, IdDocument::Citizen18 | IdDocument::Citizen15);
    let code = id_card::division(text).filter(|_| citizen)?;
    (!region::known_division(code)).then(Defect::default)
}

pub(crate) static IDN005: Rule = Rule {
    code: "IDN005",
    name: "id-old",
    reads: &[Field::LegalIdNo],
    title: ("旧的 15 位身份证号", "old 15-digit ID number"),
    expected: ("18 位身份证号", "an 18-character ID number"),
    zh: Text {
        message: "这是 1999 年以前的 15 位身份证号，没有校验位",
        remedy: "请商户提供现行证件上的 18 位号码",
        why: "15 位号码 1999 年起不再发放，一代证 2013 年停用。支付宝登记的是 18 位号码；15 位号没有校验位，\
              录错了也看不出来。",
    },
    en: Text {
        message: "a 15-digit ID number from before 1999, which has no check character",
        remedy: "ask the merchant for the number on the current card",
        why: "The 15-digit form has not been issued since 1999 and such cards expired in 2013. Alipay has the \
              18-character number, and without a check character a typing error goes unseen.",
    },
    bad: "610104620927690",
    good: "610104196209276908",
    source: "GB 11643-1999; 停用年份为通行说法 [D]",
    test: Test::Cell(old),
    ..Rule::WARNING
};

fn old(text: &str, context: &Context) -> Option<Defect> {
    let old = text.len() == 15 && id_card::parse(text, context.as_of) == Ok(IdDocument::Citizen15);
    old.then(Defect::default)
}

pub(crate) static IDN006: Rule = Rule {
    code: "IDN006",
    name: "id-age",
    reads: &[Field::LegalIdNo],
    title: ("法人年龄异常", "implausible age of the legal person"),
    expected: ("16 至 100 岁", "16 to 100 years"),
    zh: Text {
        message: "按证件号，法人在运行日不满 16 岁或已过 100 岁",
        remedy: "核对出生日期是否录错，或填的是否为他人证件号",
        why: "不满 16 岁一般不能担任法定代表人或经营者，超过 100 岁多半是年份录错。号码本身成立，所以只警告。",
    },
    en: Text {
        message: "by the number, the legal person is under 16 or over 100 on the day of the run",
        remedy: "check the birth date, and that the number is the legal person's own",
        why: "Somebody under 16 cannot normally be a legal representative or operator, and over 100 is most likely \
              a mistyped year. The number itself is sound, so it only warns.",
    },
    bad: "110105201501010017 (2026-11-20)",
    good: "110105198501010012 (2026-11-20)",
    source: "年龄界限是本程序的约定 [D]",
    test: Test::Cell(age),
    ..Rule::WARNING
};

fn age(text: &str, context: &Context) -> Option<Defect> {
    id_card::parse(text, context.as_of).ok()?;
    let age = id_card::age(text, context.as_of)?;
    (!id_card::AGES.contains(&age)).then(Defect::default)
}

pub(crate) static IDN011: Rule = Rule {
    code: "IDN011",
    name: "name-document-mismatch",
    reads: &[Field::LegalName, Field::LegalIdNo],
    title: (
        "法人姓名与证件不相称",
        "the legal person's name does not fit the document",
    ),
    expected: (
        "与证件上完全一致的姓名",
        "the name exactly as on the document",
    ),
    zh: Text {
        message: "姓名里有数字，或证件是居民身份证而姓名没有一个汉字",
        remedy: "对照证件录入姓名；姓名列填成拼音或号码的改成汉字姓名",
        why: "居民身份证上的姓名用汉字，任何证件上的姓名都没有数字；不相称多半是填了拼音、填错了列或加了编号，四要素会核对不上。\
              居住证、通行证、护照和永久居留证上可以是外文名，不报。",
    },
    en: Text {
        message: "there are digits in the name, or the document is a citizen ID and the name has no Chinese character",
        remedy: "enter the name from the document; replace pinyin or a number by the name in Chinese",
        why: "Names on citizen IDs are Chinese, and no document has digits in a name; most likely pinyin, another column's \
              value or a running number was entered, and the four elements will differ. Residence and travel permits, \
              passports and permanent-residence cards may carry foreign names and do not alarm.",
    },
    bad: "ZHANG SAN / 330106199003074525",
    good: "张三 / 330106199003074525",
    source: "居民身份证法 第四条 (使用规范汉字填写)",
    yields_to: &[(When::SameCell, &["ENT002", "ACC003"])],
    test: Test::Row(name_of_another_kind),
    ..Rule::WARNING
};

/// A name with lost characters is CHR005's.
fn name_of_another_kind(row: Row, context: &Context, defects: &mut Vec<Defect>) {
    let legal = row.text(Field::LegalName);
    let document = id_card::parse(row.text(Field::LegalIdNo), context.as_of);
    let Ok(document) = document else { return };
    let lost = has_lost(legal);
    let digits = legal.contains(|char: char| char.is_ascii_digit());
    let citizen = matches!(document, IdDocument::Citizen18 | IdDocument::Citizen15);
    if !lost && (digits || (citizen && !legal.contains(name::is_chinese))) {
        defects.push(Defect::default());
    }
}

pub(crate) static IDN012: Rule = Rule {
    code: "IDN012",
    name: "id-and-name-swapped",
    reads: &[Field::LegalIdNo, Field::LegalName],
    title: (
        "法人姓名和证件号填反",
        "name and ID number of the legal person in each other's place",
    ),
    expected: (
        "证件号一格填号码，姓名一格填姓名",
        "the number in the column of numbers, the name in that of names",
    ),
    proposal: (
        "这一格应是 {fix}，把这一行的姓名和证件号对调即可",
        "this cell should be {fix}: exchange name and number of the row",
    ),
    zh: Text {
        message: "证件号一格是汉字姓名，姓名一格却是身份证号",
        remedy: "把这一行的两格对调；整列都这样的，是表头写反了",
        why: "抄错列时两格一起错。这是同一个错误，所以只报一次，两格都不再报别的。",
    },
    en: Text {
        message: "a name in Chinese stands where the number belongs, and an ID number where the name belongs",
        remedy: "exchange the two cells of the row; if all rows are like this, the headers are wrong",
        why: "A slip of the column makes two wrong cells of one mistake, so it is said once and nothing else is said of \
              either cell.",
    },
    bad: "证件号 张三 / 姓名 330106199003074525",
    good: "证件号 330106199003074525 / 姓名 张三",
    source: "GB 11643-1999; 居民身份证法 第四条 (姓名使用规范汉字填写)",
    test: Test::Row(swapped),
    ..Rule::ERROR
};

fn swapped(row: Row, context: &Context, defects: &mut Vec<Defect>) {
    let number = row
        .sound(Field::LegalName)
        .and_then(|text| as_number(text, context));
    let legal = row.sound(Field::LegalIdNo).filter(|text| is_a_name(text));
    if let (Some(number), Some(_)) = (number, legal) {
        let sound = id_card::parse(&number, context.as_of).is_ok();
        defects.push(Defect {
            fix: sound.then_some(number),
            swapped_with: Some(Field::LegalName),
            ..Defect::default()
        });
    }
}

/// A number with the form of a citizen ID, or one slip away from a sound one; names keep blanks and small
/// letters.
fn as_number(text: &str, context: &Context) -> Option<String> {
    let dense = text.chars().filter(|char| !char.is_whitespace());
    let number = dense.collect::<String>().to_ascii_uppercase();
    let meant = || suggestion::id_number(&number, context.as_of);
    (id_card::division(&number).is_some() || meant().is_some()).then_some(number)
}

fn is_a_name(text: &str) -> bool {
    let length = text.chars().count();
    (2..=20).contains(&length)
        && text
            .chars()
            .all(|char| name::is_chinese(char) || char == '·')
}

/// The other cell of the two, as the finding names it.
pub(super) fn other_cell(table: &Table, row: usize, field: Field, sources: &[Source]) -> Related {
    Related {
        place: table.place(row, field, sources),
        field: Some(field),
        found: table.original(row, field).to_owned(),
        note: Note::Swapped,
        touches: None,
    }
}
