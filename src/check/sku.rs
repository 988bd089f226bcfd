//! Rules on the SKU export: what an item needs before its code can be set and published.

use super::grouping;
use crate::model::rule::{Context, Defect, Group, Rule, Test, Text};
use crate::model::{Field, Finding, Kind, Note, Row};
use crate::value::gtin;
use crate::value::gtin::GtinFault;
use crate::value::{money, suggestion};

pub(crate) static RULES: &[&Rule] = &[
    &SKU001, &SKU002, &SKU003, &SKU004, &SKU005, &SKU006, &SKU007,
];

fn empty(row: Row, field: Field, defects: &mut Vec<Defect>) {
    if !row.has(field) {
        defects.push(Defect::at(field));
    }
}

pub(crate) static SKU001: Rule = Rule {
    code: "SKU001",
    name: "sku-code-missing",
    kinds: &[Kind::Skus],
    title: ("商家编码为空", "SKU code missing"),
    zh: Text {
        message: "没有商家编码，商品对不上 ERP 的 SKU",
        remedy: "在 ERP 里补上 SKU 编码后重新导出",
        why: "商家编码对应线下 ERP 的 SKU，门店交易靠它找到商品；没有编码的行不能发布。",
    },
    en: Text {
        message: "without a SKU code the item cannot be matched with the ERP",
        remedy: "add the SKU code in the ERP and export again",
        why: "The merchant's item code is the ERP's SKU code, by which store trades find the item; a row without \
              one cannot be published.",
    },
    bad: "(空)",
    good: "irOn50e12",
    source: "商家接入流程 4.2",
    test: Test::Row(|row, _, defects| empty(row, Field::SkuCode, defects)),
    ..Rule::ERROR
};

pub(crate) static SKU002: Rule = Rule {
    code: "SKU002",
    name: "sku-code-repeated",
    kinds: &[Kind::Skus],
    reads: &[Field::SkuCode],
    title: ("商家编码重复", "SKU code repeated"),
    expected: ("一个编码一行", "one row per code"),
    zh: Text {
        message: "{0} 行用了同一个商家编码，内容却不同",
        remedy: "在 ERP 里确认哪一行对，其余改用各自的编码或删去",
        why: "一个商家编码只能对应一个 SKU。程序不知道哪一行对，所以这些行都暂缓；内容完全相同的重复行不算。",
    },
    en: Text {
        message: "{0} rows share one SKU code and differ",
        remedy: "find out in the ERP which row is right; give the others their own codes or delete them",
        why: "A code stands for one SKU. Nobody can tell which row is right, so all of them are held; exact repeats \
              do not count.",
    },
    bad: "irOn50e12 两行，规格分别为 50ml、100ml",
    good: "irOn50e12 一行",
    source: "商家接入流程 4.2; 编码唯一由其用途推出",
    test: Test::Group(code_repeated),
    ..Rule::ERROR
};

fn code_repeated(group: &Group) -> Vec<Finding> {
    let mut findings = Vec::new();
    let key = |row| group.sound(row, Field::SkuCode);
    grouping::by_key(group.table.len(), key, |rows| {
        findings.extend(grouping::claimed_by_all(
            group,
            rows,
            Field::SkuCode,
            Note::SameHere,
        ));
    });
    findings
}

pub(crate) static SKU003: Rule = Rule {
    code: "SKU003",
    name: "model-missing",
    kinds: &[Kind::Skus],
    title: ("型号为空", "model missing"),
    zh: Text {
        message: "没有型号，商家编码设不上",
        remedy: "补上型号；没有型号的商品填「默认」之类固定的词",
        why: "工作台里要先填商品的型号和规格，才能编辑商家编码。",
    },
    en: Text {
        message: "without a model the item code cannot be set",
        remedy: "add the model; for an item that has none use a fixed word such as 默认",
        why: "In the workbench the item code can be edited only once model (型号) and specification (规格) are filled.",
    },
    bad: "(空)",
    good: "A100",
    source: "商家接入流程 4.2",
    test: Test::Row(|row, _, defects| empty(row, Field::Model, defects)),
    ..Rule::ERROR
};

pub(crate) static SKU004: Rule = Rule {
    code: "SKU004",
    name: "spec-missing",
    kinds: &[Kind::Skus],
    title: ("规格为空", "specification missing"),
    zh: Text {
        message: "没有规格，商家编码设不上",
        remedy: "补上规格；没有规格的商品填「默认」之类固定的词",
        why: "工作台里要先填商品的型号和规格，才能编辑商家编码。",
    },
    en: Text {
        message: "without a specification the item code cannot be set",
        remedy: "add the specification; for an item that has none use a fixed word such as 默认",
        why: "In the workbench the item code can be edited only once model (型号) and specification (规格) are filled.",
    },
    bad: "(空)",
    good: "50ml",
    source: "商家接入流程 4.2",
    test: Test::Row(|row, _, defects| empty(row, Field::Spec, defects)),
    ..Rule::ERROR
};

pub(crate) static SKU005: Rule = Rule {
    code: "SKU005",
    name: "gtin-checksum",
    kinds: &[Kind::Skus],
    reads: &[Field::Barcode],
    title: ("条形码校验位错误", "wrong check digit in the barcode"),
    expected: ("校验位 {0}", "check digit {0}"),
    proposal: (
        "可能是 {fix}（把看混的字母换回数字后校验通过），请重新扫码确认",
        "probably {fix} (digits for the letters that look like them pass the check); scan it again",
    ),
    zh: Text {
        message: "条形码校验不过，末位应是 {0}",
        remedy: "对照商品包装重新扫码；若是店内自编码，不用处理",
        why: "8、12、13、14 位的商品条码末位是模 10 校验位。条码列里也常放自编码，位数不是这四种的不查，\
              查到不符也只警告。69 开头、把 O、I、L、Z、S 换回数字就成立的 13 位码，也在这里提议。",
    },
    en: Text {
        message: "the barcode fails its check; the last digit should be {0}",
        remedy: "scan the package again; nothing to do for a code of the shop's own",
        why: "Barcodes of 8, 12, 13 and 14 digits end in a modulo-10 check digit. The column often holds codes of \
              the shop's own, so other lengths are not judged and a failure only warns. 13 characters from 69 that \
              are a sound barcode once O, I, L, Z and S are read as digits are proposed here as well.",
    },
    bad: "6901234567893",
    good: "6901234567892",
    source: "GS1 General Specifications (GTIN, MOD 10)",
    test: Test::Cell(barcode),
    ..Rule::WARNING
};

fn barcode(text: &str, _: &Context) -> Option<Defect> {
    match gtin::parse(text) {
        Err(GtinFault::Check { expected }) => Some(Defect::default().arg(expected)),
        Err(GtinFault::Form) => {
            let fix = suggestion::barcode(text)?;
            let last = fix.chars().next_back()?;
            Some(Defect::default().arg(last).fix(Some(fix)))
        }
        Ok(_) => None,
    }
}

pub(crate) static SKU006: Rule = Rule {
    code: "SKU006",
    name: "price-unreadable",
    kinds: &[Kind::Skus],
    title: ("售价无法读取", "price unreadable"),
    expected: (
        "不小于 0、最多两位小数的金额，如 12.50",
        "an amount of at least 0 with at most two decimals, such as 12.50",
    ),
    zh: Text {
        message: "售价为空、不是金额，或小于 0",
        remedy: "在 ERP 里改正售价后重新导出",
        why: "发布商品必须有售价。金额按分计算，不四舍五入，所以超过两位小数也不收；0 元可以。",
    },
    en: Text {
        message: "the price is empty, no amount, or below zero",
        remedy: "correct the price in the ERP and export again",
        why: "An item needs a price to be published. Amounts are counted in fen and never rounded, so more than two \
              decimals are refused; zero is allowed.",
    },
    bad: "-3.00",
    good: "12.50",
    source: "商品发布字段: 价格非空 [C]; 分为单位是本程序的约定 [D]",
    test: Test::Row(price),
    ..Rule::ERROR
};

fn price(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    if money::parse_fen(row.text(Field::Price)).is_none_or(|fen| fen < 0) {
        defects.push(Defect::at(Field::Price));
    }
}

pub(crate) static SKU007: Rule = Rule {
    code: "SKU007",
    name: "item-name-missing",
    kinds: &[Kind::Skus],
    title: ("商品名称为空", "item name missing"),
    zh: Text {
        message: "没有商品名称，不能发布",
        remedy: "在 ERP 里补上商品名称后重新导出",
        why: "商品标题是发布商品的必填项。",
    },
    en: Text {
        message: "without a name the item cannot be published",
        remedy: "add the item name in the ERP and export again",
        why: "The title is compulsory when an item is published.",
    },
    bad: "(空)",
    good: "保湿面霜",
    source: "商品发布字段: title [C]",
    test: Test::Row(|row, _, defects| empty(row, Field::ItemName, defects)),
    ..Rule::ERROR
};
