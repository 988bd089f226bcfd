//! Rules on any cell: damage done before the value could be read.

use crate::model::rule::{Context, Defect, Rule, Test, Text};
use crate::model::{CellKind, Field, Kind, Row};
use crate::value::{cnaps, excel_digits, gtin, phone};

/// Damaged cells; run first, so that no other rule judges what is left of the value.
pub(crate) static DAMAGE: &[&Rule] = &[&CEL001, &CEL002, &CEL003, &CEL004, &NUM001, &NUM002];

/// Whether a rule is one about damage.
pub(crate) fn is_damage(rule: &Rule) -> bool {
    DAMAGE.iter().any(|damage| damage.code == rule.code)
}

pub(crate) static CEL001: Rule = Rule {
    code: "CEL001",
    name: "cell-error",
    kinds: &[Kind::Stores, Kind::Skus],
    title: ("单元格是公式错误", "formula error in the cell"),
    expected: ("一个实际的值", "a value"),
    zh: Text {
        message: "单元格里是公式错误值，不是数据",
        remedy: "在原表修好公式，或粘贴为数值后再交",
        why: "#N/A、#REF!、#VALUE! 等是公式没有算出结果。这样的格子里没有可用的值，其他规则不再检查它。\
              营业时间、收银场景、打标时间等不随进件发出的，由 CEL003 警告，不拦进件。",
    },
    en: Text {
        message: "the cell holds a formula error, not a value",
        remedy: "repair the formula in the sheet, or paste the values and send it again",
        why: "#N/A, #REF!, #VALUE! and the like mean a formula gave no result. There is no value to judge, so no \
              other rule looks at the cell. Business hours, scene, tagging date and what else is no part \
              of onboarding are CEL003's, which warns and holds nothing.",
    },
    bad: "#N/A",
    good: "91330106MA2H1ABC7U",
    source: "ECMA-376 Part 1, 18.18.11 (cell type e)",
    test: Test::Row(cell_error),
    ..Rule::ERROR
};

/// What no body of onboarding carries and nothing of a store's identity hangs on: what tagging, publishing
/// and the way to M4 ask for, and the bank's name beside its account.
const BESIDE_ONBOARDING: &[Field] = &[
    Field::BusinessTime,
    Field::BankName,
    Field::Scene,
    Field::PayMode,
    Field::BrandName,
    Field::BranchShopName,
    Field::ShopType,
    Field::ShopCategory,
    Field::MainCategory,
    Field::CashierType,
    Field::FrontImage,
    Field::InsideImage,
    Field::HandedOverAt,
    Field::TaggedAt,
    Field::WorkbenchSigned,
    Field::InfoConfirmed,
    Field::OrderSync,
    Field::Status,
    Field::IndirectLevel,
];

/// What reading puts in place of a value that no formula has given yet.
const UNCALCULATED: &str = "=";

/// What reading puts in place of bytes that are no character.
const LOST: char = '\u{FFFD}';

fn cell_error(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    let of_formula = |text: &str| text != UNCALCULATED && !text.contains(LOST);
    let such = |field: Field| !is_beside(field) && of_formula(row.text(field));
    errors(row, defects, such);
}

fn errors(row: Row, defects: &mut Vec<Defect>, such: impl Fn(Field) -> bool) {
    let broken = |field: &Field| row.kind(*field) == CellKind::Error && such(*field);
    defects.extend(row.table.fields().filter(broken).map(Defect::at));
}

fn is_beside(field: Field) -> bool {
    BESIDE_ONBOARDING.contains(&field)
}

pub(crate) static CEL002: Rule = Rule {
    code: "CEL002",
    name: "formula-not-calculated",
    kinds: &[Kind::Stores, Kind::Skus],
    title: ("公式没有计算结果", "formula without a result"),
    expected: ("一个实际的值", "a value"),
    zh: Text {
        message: "单元格里只有公式，没有算出来的值",
        remedy: "用 Excel 或 WPS 打开、重新计算（F9）并保存，或粘贴为数值后再交",
        why: "由程序生成、从未用表格软件打开过的工作簿，公式旁边没有存下结果。屏幕上打开会有值，文件里却没有；\
              程序不替表格软件计算，也不把它当作空格。不随进件发出的字段由 CEL003 警告。",
    },
    en: Text {
        message: "the cell holds a formula and no value that was calculated from it",
        remedy: "open the workbook in a spreadsheet program, recalculate (F9) and save it, or paste the values, and send it again",
        why: "A workbook written by a program and never opened in a spreadsheet has formulas without stored results. \
              It shows values on a screen and has none in the file; they are neither calculated here nor taken for \
              blanks. Fields that are no part of onboarding are CEL003's.",
    },
    bad: "=VLOOKUP(A2,字典!A:B,2,0) (没有结果)",
    good: "91330106MA2H1ABC7U",
    source: "ECMA-376 Part 1, 18.3.1.4 c, 18.3.1.96 v (the value is optional)",
    test: Test::Row(not_calculated),
    ..Rule::ERROR
};

fn not_calculated(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    let such = |field: Field| !is_beside(field) && row.text(field) == UNCALCULATED;
    errors(row, defects, such);
}

pub(crate) static CEL003: Rule = Rule {
    code: "CEL003",
    name: "cell-error-beside-onboarding",
    title: (
        "进件以外的单元格是公式错误",
        "formula error beside onboarding",
    ),
    expected: ("一个实际的值，或留空", "a value, or nothing"),
    zh: Text {
        message: "单元格里是公式错误值、没有算出结果的公式，或读不出的字节；进件不用这一格，打标、门店发布或进度要用",
        remedy: "在原表修好公式或粘贴为数值，读不出的请重新导出，然后再交；要用这一格的上传文件先不收这家店",
        why: "营业时间、收银场景、支付模式、开户行、品牌、分店名、经营模式、各种类目与收银类型、照片、递交与打标时间、签约、\
              信息确认、订单同步都不随进件发出，坏了不拦 M3，所以只警告。但打标表、门店发布、进度计划和银行比对要用它们：\
              格子坏了，用到它的那份上传文件不收这家店，比对和其他规则也不再看这一格。",
    },
    en: Text {
        message: "the cell holds a formula error, a formula without a result, or bytes that are no character; onboarding does \
                  not use it, but tagging, store publishing or the plan does",
        remedy: "repair the formula or paste the values, export again what cannot be read, and send it again; an upload that \
                 needs the cell leaves the store out until then",
        why: "Business hours, scene, pay mode, bank, brand, branch shop, shop type, categories, cashier type, pictures, the \
              times of handing over and tagging, signing, confirmation and order sync are no part of onboarding, so they \
              do not hold M3 and this only warns. The tagging sheet, store publishing, the plan and the comparison with \
              the bank do use them: an upload that needs the cell leaves the store out, and neither a comparison nor \
              another rule looks at it.",
    },
    bad: "营业时间 #N/A",
    good: "营业时间 09:00-22:00",
    source: "ECMA-376 Part 1, 18.18.11 (cell type e); 商家接入流程 3.2、4.1",
    test: Test::Row(error_beside),
    ..Rule::WARNING
};

fn error_beside(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    errors(row, defects, is_beside);
}

pub(crate) static CEL004: Rule = Rule {
    code: "CEL004",
    name: "cell-bytes-lost",
    kinds: &[Kind::Stores, Kind::Skus],
    title: (
        "单元格里有读不出的字节",
        "bytes in the cell that are no character",
    ),
    expected: ("完整的文字", "the whole text"),
    zh: Text {
        message: "这一格里有不成字的字节（显示为 �），原来的字已经看不出来",
        remedy: "从原系统重新导出或重新下载这个文件；只坏这一格的，对照原资料重新录入",
        why: "文件在半个汉字处被截断、下载中断、转码出错，都会留下不成字的字节。原来是什么无从知道，程序不猜；\
              其他规则不再检查这一格。坏在文件最后一行的，多半后面还有行没传完。不随进件发出的字段由 CEL003 警告。",
    },
    en: Text {
        message: "the cell holds bytes that are no character (shown as �); what stood there cannot be told",
        remedy: "export or download the file again; where only this cell is damaged, enter it again from its source",
        why: "A file cut off in the middle of a character, a broken download or a faulty conversion leaves bytes that mean \
              nothing. What they were is not guessed at, and no other rule looks at the cell. In the last line of a file \
              they suggest that more lines are missing. Fields that are no part of onboarding are CEL003's.",
    },
    bad: "文三路1号�",
    good: "文三路1号楼",
    source: "The Unicode Standard, 5.22 (U+FFFD)",
    test: Test::Row(bytes_lost),
    ..Rule::ERROR
};

fn bytes_lost(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    let such = |field: Field| !is_beside(field) && row.text(field).contains(LOST);
    errors(row, defects, such);
}

pub(crate) static NUM001: Rule = Rule {
    code: "NUM001",
    name: "digits-lost",
    kinds: &[Kind::Stores, Kind::Skus],
    title: ("长数字的尾数已丢失", "digits lost from a long number"),
    expected: ("文本格式的完整号码", "the whole number, as text"),
    zh: Text {
        message: "号码存成了数值或科学计数（如 3.30106E+17），后面的数字已经丢失，不在文件里了",
        remedy: "把这一列设为文本格式，再从证件或原始系统重新录入（CSV 请从原系统重新导出，不要用 Excel 打开再存）；\
                 只改格式找不回丢掉的数字",
        why: "Excel 的数值只保留 15 位有效数字，18 位身份证号、19 位卡号的尾数会变成 0；另存为 CSV 时，12 位以上的\
              号码会写成 3.30106E+17，只剩前几位。损坏发生在文件里，程序只指出，不猜测；也不再报格式或校验位错误，\
              因为错的是存储方式。文本里的科学计数要有小数点或加号才算，商家自己的编码 3E12 不算。",
    },
    en: Text {
        message: "the number was stored as a numeric value or in scientific notation (3.30106E+17); its last digits are gone from the file",
        remedy: "format the column as text and enter the number again from its source (export a CSV again from its \
                 system and do not save it with a spreadsheet program); changing the format alone brings nothing back",
        why: "A spreadsheet number keeps 15 significant digits, so an 18-digit ID or a 19-digit card ends in zeros; \
              saved as CSV, a number of 12 digits or more becomes 3.30106E+17 and keeps but a few. The damage is in \
              the file: it is reported and never guessed at, and no finding on form or check digit follows, because \
              the storage is what is wrong. In text, the notation counts with a point or a plus sign only: 3E12 may \
              be a merchant's own code.",
    },
    bad: "330106199003074000 (数值), 3.30106E+17 (文本)",
    good: "330106199003074525 (文本)",
    source: "IEEE 754 binary64, 2^53; Microsoft: Excel 规格与限制, 数字精度 15 位",
    test: Test::Row(digits_lost),
    ..Rule::ERROR
};

fn digits_lost(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    let lost = |field: &Field| {
        field.is_identifier()
            && match row.kind(*field) {
                CellKind::Number => inexact(row.text(*field)) || inexact(row.original(*field)),
                _ => excel_digits::is_scientific(row.text(*field)),
            }
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
    excel_digits::lost(text) || (too_large && excel_digits::all(whole.as_bytes()))
}

pub(crate) static NUM002: Rule = Rule {
    code: "NUM002",
    name: "leading-zeros-lost",
    kinds: &[Kind::Stores, Kind::Skus],
    title: ("开头的 0 已丢失", "leading zeros lost"),
    expected: ("文本格式的完整号码", "the whole number, as text"),
    proposal: (
        "可能是 {fix}（补上开头的 0），请核对后按文本重新填写",
        "probably {fix} (with the zeros in front); confirm it and enter it as text",
    ),
    zh: Text {
        message: "号码存成了数值，开头少了 {0} 个 0",
        remedy: "把这一列设为文本格式，再从原始系统重新录入",
        why: "数值没有开头的 0：联行号 011100000011 存成数值只剩 11 位，带区号的座机少了区号的 0。单元格格式\
              （如 000000000000）写明位数的，程序照着补；没有写明的，只在补 0 之后格式和校验位都对时提议，不替人改。\
              报了这一条的格子不再报格式错误。MCC 少了 0 由 CAT001 报，因为进件会被退回；门店编码、商家编码位数\
              不定，看不出少没少，请一律用文本。",
    },
    en: Text {
        message: "the number was stored as a numeric value; {0} zero(s) in front are gone",
        remedy: "format the column as text and enter the number again from its source",
        why: "A number has no zeros in front: as one, CNAPS 011100000011 has 11 digits, and a landline lacks the 0 \
              of its area code. Where the cell's number format (000000000000) gives the digits, they are put back; \
              elsewhere they are only proposed, when the padded number has the right form and check digit. No \
              finding on its form follows. An MCC short of its zero is CAT001's, since the upload would be refused; \
              store and item codes have no fixed length, so nobody can tell: keep them as text.",
    },
    bad: "11100000011 (数值，联行号)",
    good: "011100000011 (文本)",
    source: "ECMA-376 Part 1, 18.8.30 (numFmt); 各号码的位数与校验位见 BNK004、BNK005、SKU005、TEL002",
    test: Test::Row(zeros_lost),
    ..Rule::WARNING
};

fn zeros_lost(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    for field in row.table.fields() {
        if row.kind(field) != CellKind::Number {
            continue;
        }
        let text = row.text(field);
        if let Some(whole) = with_zeros(field, text) {
            let gone = whole.len() - text.len();
            defects.push(Defect::at(field).arg(gone).fix(Some(whole)));
        }
    }
}

/// The codes of ISO 18245 that begin with 0.
const MCC_WITH_ZERO: [&str; 3] = ["0742", "0763", "0780"];

/// What a number cell was when it was short of exactly the zeros a number loses; `None` when it is
/// sound as it is, or when zeros in front do not make it so.
pub(super) fn with_zeros(field: Field, text: &str) -> Option<String> {
    let (most, is_sound): (usize, fn(&str) -> bool) = match field {
        // Codes of the central bank begin with 00, those of the treasury with 01.
        Field::Cnaps => (2, |text| cnaps::parse(text).is_ok()),
        Field::Mcc => (1, |text| MCC_WITH_ZERO.contains(&text)),
        // Twelve digits with a good check are whole: an item from North America.
        Field::Barcode if text.len() == 11 => (1, |text| gtin::parse(text).is_ok()),
        Field::ContactPhone | Field::ServicePhone => (1, phone::is_service),
        _ => return None,
    };
    if !excel_digits::all(text.as_bytes()) || is_sound(text) {
        return None;
    }
    let padded = (1..=most).map(|zeros| "0".repeat(zeros) + text);
    padded.into_iter().find(|padded| is_sound(padded))
}
