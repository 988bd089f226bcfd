//! Rules on the SKU export: what an item needs before its code can be set and published, and what its cells
//! say of one another. The latter stop no item, for a shop may well mean what it wrote.

use super::grouping;
use crate::model::rule::{Context, Defect, Group, Rule, Test, Text};
use crate::model::{Field, Finding, Kind, Note, Row};
use crate::value::gtin;
use crate::value::gtin::GtinFault;
use crate::value::{money, quantity, suggestion};

pub(crate) static RULES: &[&Rule] = &[
    &SKU001, &SKU002, &SKU003, &SKU004, &SKU005, &SKU006, &SKU007, &SKU008, &SKU009, &SKU010,
    &SKU011,
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

pub(crate) static SKU008: Rule = Rule {
    code: "SKU008",
    name: "tag-price-below-price",
    kinds: &[Kind::Skus],
    reads: &[Field::TagPrice, Field::Price],
    title: ("吊牌价低于售价", "tag price below the price"),
    expected: ("不低于售价 {other}", "at least the price, {other}"),
    zh: Text {
        message: "吊牌价比售价 {other} 低",
        remedy: "核对两个价格，常见的是填反了，或吊牌价少了一位；没有吊牌价就留空",
        why: "吊牌价（划线价、市场价）是打折前的价格，不应低于售价，否则商品页会显示成「涨价」。吊牌价为 0 当作没有，\
              任一价格读不出来的不比较。",
    },
    en: Text {
        message: "the tag price is lower than the price {other}",
        remedy: "check both: usually they were swapped, or the tag price lacks a digit; leave it empty when there is none",
        why: "The tag price (吊牌价, 划线价, 市场价) is what an item cost before any discount; below the selling price the \
              item's page would show a mark-up. A tag price of 0 counts as none, and a price that cannot be read is not \
              compared.",
    },
    bad: "吊牌价 9.90，售价 12.50",
    good: "吊牌价 19.90，售价 12.50",
    source: "taobao.omniitem.item.publish: price 为吊牌价, pretium 为售价 [C]; 高低关系为通行做法 [D]",
    test: Test::Row(tag_below_price),
    ..Rule::WARNING
};

fn tag_below_price(row: Row, _: &Context, defects: &mut Vec<Defect>) {
    let fen = |field| money::parse_fen(row.text(field));
    if let (Some(tag), Some(price)) = (fen(Field::TagPrice), fen(Field::Price))
        && tag > 0
        && tag < price
    {
        defects.push(Defect::default().other(row.text(Field::Price)));
    }
}

pub(crate) static SKU009: Rule = Rule {
    code: "SKU009",
    name: "stock-unreadable",
    kinds: &[Kind::Skus],
    reads: &[Field::Stock],
    title: ("库存小于 0 或无法读取", "stock below zero or unreadable"),
    expected: (
        "不小于 0 的数量，如 120",
        "a quantity of at least 0, such as 120",
    ),
    zh: Text {
        message: "库存小于 0，或不是数字",
        remedy: "在 ERP 里盘点后重新导出；没有货的填 0，不管库存的留空",
        why: "门店库存必须是不小于 0 的数量。负库存多半是先销售、后入库没有补单；「有货」「充足」这样的词接口不收。\
              数字后面带单位、千位逗号、小数（称重商品）都可以。",
    },
    en: Text {
        message: "the stock is below zero or no number",
        remedy: "take stock in the ERP and export again; 0 when there is none, empty when stock is not kept",
        why: "A store's stock is a quantity of at least 0. One below zero usually means that goods were sold before their \
              arrival was booked; words such as 有货 are not accepted by the interface. A unit behind the number, \
              thousands separators and decimals (weighed goods) are fine.",
    },
    bad: "-3",
    good: "120",
    source: "taobao.omniitem 门店库存: quantity ≥ 0 [C]",
    test: Test::Cell(stock),
    ..Rule::WARNING
};

fn stock(text: &str, _: &Context) -> Option<Defect> {
    (quantity::below_zero(text) != Some(false)).then(Defect::default)
}

pub(crate) static SKU010: Rule = Rule {
    code: "SKU010",
    name: "gtin-zero-lost",
    kinds: &[Kind::Skus],
    reads: &[Field::Barcode],
    title: ("条形码可能少了开头的 0", "barcode may lack a zero in front"),
    expected: ("完整的条码", "the whole barcode"),
    proposal: (
        "可能是 {fix}（补上开头的 0），请对照包装核对；若是店内自编码，不用处理",
        "probably {fix} (with the zero in front); compare with the package; nothing to do for a code of the shop's own",
    ),
    zh: Text {
        message: "只有 11 位，补上开头的 0 正好是校验正确的 12 位条码",
        remedy: "对照包装核对；若是店内自编码，不用处理",
        why: "北美商品的 12 位条码常以 0 开头，在表格里转过一次数值就少一位。11 位数字补 0 后校验正确，十有八九是这样，\
              但自编码也有一成碰巧，所以只提示。仍存成数值的由 NUM002 报；12 位的补 0 不改变校验，看不出少没少。",
    },
    en: Text {
        message: "it has 11 digits; with a zero in front it is a sound barcode of 12",
        remedy: "compare with the package; nothing to do for a code of the shop's own",
        why: "Barcodes of 12 digits from North America often begin with 0 and lose it once a spreadsheet makes them a \
              number. Eleven digits that a zero makes sound are most likely that, but one in ten codes of a shop's own \
              fits by chance, so this is only a note. A cell that still is a number is NUM002's; of 12 digits nobody \
              can tell, for a zero in front leaves the check digit as it is.",
    },
    bad: "36000291452",
    good: "036000291452",
    source: "GS1 General Specifications (GTIN-12, MOD 10)",
    test: Test::Cell(zero_lost),
    ..Rule::NOTE
};

fn zero_lost(text: &str, _: &Context) -> Option<Defect> {
    let whole = format!("0{text}");
    let lost = text.len() == 11 && gtin::parse(&whole).is_ok();
    lost.then(|| Defect::default().fix(Some(whole)))
}

pub(crate) static SKU011: Rule = Rule {
    code: "SKU011",
    name: "barcode-repeated",
    kinds: &[Kind::Skus],
    reads: &[Field::Barcode, Field::SkuCode],
    title: ("条形码重复", "barcode repeated"),
    expected: ("一个条码一个商家编码", "one item code per barcode"),
    zh: Text {
        message: "{0} 个商家编码用了同一个条形码",
        remedy: "对照包装核对；同一商品建了两个编码的，在 ERP 里合并",
        why: "扫码收银靠条形码找商品，一个条码对应两个编码时，卖的是哪个就说不清，库存也会记错。只看校验正确的商品条码；\
              20–29 开头的店内码、称重码和自编码不查，前面补 0 的算同一个。",
    },
    en: Text {
        message: "{0} item codes share one barcode",
        remedy: "compare with the packages; an item that was entered under two codes is merged in the ERP",
        why: "A till finds the item by its barcode; with two codes behind it nobody knows which one was sold, and stock \
              is booked wrongly. Only sound barcodes are looked at: in-store and weighed-goods codes (20 to 29) and \
              codes of the shop's own are not, and zeros in front make no difference.",
    },
    bad: "SP001、SP002 都是 6901234567892",
    good: "SP001 6901234567892，SP002 6901234567908",
    source: "GS1 General Specifications: GTIN 唯一标识一种商品; 20–29 为店内码 [D]",
    test: Test::Group(barcode_repeated),
    ..Rule::WARNING
};

fn barcode_repeated(group: &Group) -> Vec<Finding> {
    let mut findings = Vec::new();
    let code = |row: u32| group.table.text(row as usize, Field::SkuCode);
    let key = |row| {
        group.sound(row, Field::SkuCode)?;
        let barcode = group.sound(row, Field::Barcode)?;
        let is_global = gtin::parse(barcode).is_ok() && !gtin::is_in_store(barcode);
        is_global.then(|| barcode.trim_start_matches('0'))
    };
    grouping::by_key(group.table.len(), key, |rows| {
        // The same code twice is another rule's business.
        let mut rows = rows.to_vec();
        let content = |a, b| grouping::content(group.table, a, b);
        rows.sort_by(|a, b| code(*a).cmp(code(*b)).then_with(|| content(*a, *b)));
        rows.dedup_by(|a, b| code(*a) == code(*b));
        if rows.len() > 1 {
            let note = Note::SameHere;
            findings.extend(grouping::claimed_by_all(group, &rows, Field::Barcode, note));
        }
    });
    findings
}
