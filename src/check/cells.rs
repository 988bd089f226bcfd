//! Rules on any cell: damage done before the value could be read, and text longer than the target takes.

use super::phone::one_of_several;
use crate::model::rule::{Blocks, Context, Defect, Level, Rule, Test, Text};
use crate::model::{CellKind, Field, Kind, Row};
use crate::value::digits;

/// Damaged cells; run first, so that no other rule judges what is left of the value.
pub static DAMAGE: &[&Rule] = &[&CEL001, &NUM001];

/// Run after the rules on forms: what is malformed is not measured as well.
pub static LENGTH: &[&Rule] = &[&LEN001];

pub static CEL001: Rule = Rule {
    code: "CEL001",
    name: "cell-error",
    level: Level::Error,
    blocks: Some(Blocks::M3),
    kinds: &[Kind::Stores, Kind::Skus],
    reads: &[],
    zh: Text {
        title: "单元格是公式错误",
        message: "单元格里是公式错误值，不是数据",
        expected: "一个实际的值",
        remedy: "在原表修好公式，或粘贴为数值后再交",
        proposal: "",
        why: "#N/A、#REF!、#VALUE! 等是公式没有算出结果。这样的格子里没有可用的值，其他规则不再检查它。\
              营业时间、收银场景、开户行、打标时间不随进件发出，不报。",
    },
    en: Text {
        title: "formula error in the cell",
        message: "the cell holds a formula error, not a value",
        expected: "a value",
        remedy: "repair the formula in the sheet, or paste the values and send it again",
        proposal: "",
        why: "#N/A, #REF!, #VALUE! and the like mean a formula gave no result. There is no value to judge, so no \
              other rule looks at the cell. Business hours, scene, bank and tagging date are part of no upload \
              and are not reported.",
    },
    bad: "#N/A",
    good: "91330106MA2H1ABC7U",
    source: "ECMA-376 Part 1, 18.18.11 (cell type e)",
    test: Test::Row(cell_error),
};

/// Fields that no upload carries and nothing is compared with.
const UNUSED: &[Field] = &[
    Field::BusinessTime,
    Field::BankName,
    Field::Scene,
    Field::TaggedAt,
    Field::Status,
    Field::IndirectLevel,
];

fn cell_error(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    let broken = |field: &Field| row.kind(*field) == CellKind::Error && !UNUSED.contains(field);
    defects.extend(row.table.fields().filter(broken).map(Defect::at));
}

pub static NUM001: Rule = Rule {
    code: "NUM001",
    name: "digits-lost",
    level: Level::Error,
    blocks: Some(Blocks::M3),
    kinds: &[Kind::Stores, Kind::Skus],
    reads: &[],
    zh: Text {
        title: "长数字的尾数已丢失",
        message: "号码存成了数值，第 15 位之后已变成 0，原来的尾数不在文件里了",
        expected: "文本格式的完整号码",
        remedy: "把这一列设为文本格式，再从证件或原始系统重新录入；只改格式找不回丢掉的数字",
        proposal: "",
        why: "Excel 的数值只保留 15 位有效数字，18 位身份证号、19 位卡号的尾数会变成 0。损坏发生在文件里，\
              程序只指出，不猜测；也不再报校验位错误，因为错的是存储方式。",
    },
    en: Text {
        title: "digits lost from a long number",
        message: "the number was stored as a numeric value; its digits after the 15th are gone from the file",
        expected: "the whole number, as text",
        remedy: "format the column as text and enter the number again from its source; changing the format alone brings nothing back",
        proposal: "",
        why: "A spreadsheet number keeps 15 significant digits, so an 18-digit ID or a 19-digit card ends in zeros. \
              The damage is in the file: it is reported and never guessed at, and no check-digit finding follows, \
              because the storage is what is wrong.",
    },
    bad: "330106199003074000 (数值)",
    good: "330106199003074525 (文本)",
    source: "IEEE 754 binary64, 2^53; Microsoft: Excel 规格与限制, 数字精度 15 位",
    test: Test::Row(digits_lost),
};

fn digits_lost(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    let lost = |field: &Field| {
        row.kind(*field) == CellKind::Number
            && field.is_identifier()
            && (inexact(row.text(*field)) || inexact(row.original(*field)))
    };
    defects.extend(row.table.fields().filter(lost).map(Defect::at));
}

/// Whether a number cell's text cannot be the whole number somebody typed.
fn inexact(text: &str) -> bool {
    const BEYOND: &str = "9007199254740992";
    let whole = text.split_once('.').map_or(text, |(whole, _)| whole);
    let too_large = match whole.len().cmp(&BEYOND.len()) {
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Equal => whole >= BEYOND,
        std::cmp::Ordering::Greater => true,
    };
    digits::lost(text) || (too_large && digits::all(whole.as_bytes()))
}

pub static LEN001: Rule = Rule {
    code: "LEN001",
    name: "too-long",
    level: Level::Error,
    blocks: Some(Blocks::M3),
    kinds: &[Kind::Stores, Kind::Skus],
    reads: &[],
    zh: Text {
        title: "超过长度上限",
        message: "共 {0} 个字符，上传目标最多收 {1} 个",
        expected: "不超过 {1} 个字符",
        remedy: "缩短这个值；程序不会自行截断",
        proposal: "一格填了几个号码的，只留一个，如 {fix}",
        why: "进件接口对每个字段有长度上限，超长的报文会整条被退回。按字符计，一个汉字算一个。\
              上限来自受理机构公布的规范，支付宝 SDK 未写明，可在上传版式中调整。",
    },
    en: Text {
        title: "too long",
        message: "{0} characters, the upload takes {1} at most",
        expected: "no more than {1} characters",
        remedy: "shorten the value; the program never cuts it",
        proposal: "keep one of the numbers in the cell, such as {fix}",
        why: "Every field of the onboarding interface has a longest length, and a body that exceeds one is refused \
              whole. Characters are counted, not bytes. The limits come from an aggregator's published \
              specification, since Alipay's SDK states none; an upload layout may set others.",
    },
    bad: "商户简称 65 个字",
    good: "商户简称 64 个字",
    source: "宝付 报备认证 字段长度 [B]; 直付通 DTO [C]",
    test: Test::Row(too_long),
};

fn too_long(row: Row, context: &Context, defects: &mut Vec<Defect>) {
    for (field, limit) in context.limits {
        let text = row.text(*field);
        if text.len() <= *limit {
            continue;
        }
        let length = text.chars().count();
        if length > *limit {
            let fix = one_of_several(*field, text);
            defects.push(Defect::at(*field).arg(length).arg(limit).fix(fix));
        }
    }
}
