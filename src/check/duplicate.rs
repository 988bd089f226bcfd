//! Rules on rows that repeat one another: exact repeats, one store code or one SMID for different rows.

use super::grouping;
use crate::model::rule::{Defect, Group, Rule, Test, Text, When};
use crate::model::{Field, Finding, Kind, Note, Table};
use crate::value::name;

pub(crate) static RULES: &[&Rule] = &[&DUP001, &DUP002, &DUP003, &DUP004];

pub(crate) static DUP001: Rule = Rule {
    code: "DUP001",
    name: "store-code-repeated",
    reads: &[Field::StoreCode],
    title: ("自用编码重复", "store code repeated"),
    expected: ("一家门店一行", "one row per store"),
    zh: Text {
        message: "{0} 行用了同一个自用编码，内容却不同",
        remedy: "与商户确认哪一行对；若是不同门店，请各用自己的编码",
        why: "自用编码在一个商户下唯一，进件、打标、门店发布都靠它找门店。程序不知道哪一行对，所以这些行都暂缓；\
              内容完全相同的重复行另作「重复」处理。",
    },
    en: Text {
        message: "{0} rows share one store code and differ",
        remedy: "ask the merchant which row is right; different stores need codes of their own",
        why: "The store code is unique under a merchant; onboarding, tagging and publishing find the store by it. \
              Nobody can tell which row is right, so all of them are held; exact repeats are set aside as repeated.",
    },
    bad: "storeId001 两行，地址不同",
    good: "storeId001 一行",
    source: "Alipay SDK AntMerchantExpandShopCreateModel store_id [A]; 商家接入流程 4.1",
    test: Test::Group(store_code_repeated),
    ..Rule::ERROR
};

fn store_code_repeated(group: &Group) -> Vec<Finding> {
    let mut findings = Vec::new();
    let key = |row| group.sound(row, Field::StoreCode);
    grouping::by_key(group.table.len(), key, |rows| {
        findings.extend(grouping::claimed_by_all(
            group,
            rows,
            Field::StoreCode,
            Note::SameHere,
        ));
    });
    findings
}

pub(crate) static DUP002: Rule = Rule {
    code: "DUP002",
    name: "smid-repeated",
    reads: &[Field::Smid],
    title: ("SMID 重复", "SMID repeated"),
    expected: ("一个 SMID 一家门店", "one store per SMID"),
    zh: Text {
        message: "{0} 行不同门店用了同一个 SMID",
        remedy: "从已进件记录里查出这个 SMID 属于哪家门店，其余改用自己的或留空",
        why: "SMID 是一个间连商户的编号，修改报文按它找商户。两家门店共用会互相覆盖，所以都暂缓。\
              一个 PID 可以有多个 SMID，反过来不行。",
    },
    en: Text {
        message: "{0} rows of different stores share one SMID",
        remedy: "look up whose SMID it is in the onboarded records; the others get their own or none",
        why: "An SMID names one indirect merchant, and a modify request finds it by that. Two stores sharing one \
              would overwrite each other, so both are held. One PID may have many SMIDs, never the reverse.",
    },
    bad: "storeId001 与 storeId002 都是 2088000000001001",
    good: "storeId001 2088000000001001，storeId002 2088000000001002",
    source: "Alipay SDK AntMerchantExpandIndirectBindQueryModel [A]; 一证多店允许, 同一 SMID 不允许 [D]",
    yields_to: &[(When::OneOwnerLeft, &["MER002"])],
    test: Test::Group(smid_repeated),
    ..Rule::ERROR
};

fn smid_repeated(group: &Group) -> Vec<Finding> {
    let mut findings = Vec::new();
    let store = |row: u32| group.table.text(row as usize, Field::StoreCode);
    let key = |row| group.sound(row, Field::Smid);
    grouping::by_key(group.table.len(), key, |rows| {
        // The same store twice is another rule's business.
        if rows.iter().any(|row| store(*row) != store(rows[0])) {
            findings.extend(grouping::claimed_by_all(
                group,
                rows,
                Field::Smid,
                Note::SameHere,
            ));
        }
    });
    findings
}

pub(crate) static DUP003: Rule = Rule {
    code: "DUP003",
    name: "row-repeated",
    kinds: &[Kind::Stores, Kind::Skus],
    title: ("整行重复", "row repeated"),
    zh: Text {
        message: "与前面一行的内容完全相同，这一行不再处理",
        remedy: "不用处理；可以从表中删去这一行",
        why: "同一行出现两次（常见于几张表合并）不是错误。只取第一行，后面的记为「重复」，总数仍然对得上。\
              比较的是规范化之后的内容，全角半角、空格不同也算相同。",
    },
    en: Text {
        message: "the same as an earlier row in every field; this one is set aside",
        remedy: "nothing to do; the row may be deleted from the sheet",
        why: "A row that appears twice, usually after sheets were merged, is no mistake. The first counts, later \
              ones are `repeated`, and the totals still add up. Normalised values are compared, so width and \
              spaces make no difference.",
    },
    bad: "同一行出现两次",
    good: "每家门店一行",
    source: "本程序的约定 [D]",
    test: Test::Group(row_repeated),
    ..Rule::NOTE
};

fn row_repeated(group: &Group) -> Vec<Finding> {
    findings(group, &repeats(group.table))
}

pub(crate) static DUP004: Rule = Rule {
    code: "DUP004",
    name: "store-name-address-repeated",
    reads: &[Field::StoreName, Field::Address, Field::StoreCode],
    title: ("同名同址的门店", "stores of one name at one address"),
    expected: ("一家门店一个自用编码", "one code per store"),
    zh: Text {
        message: "{0} 个自用编码的门店，名称和地址都相同",
        remedy: "确认是不是同一家店：是，就只留一行；不是，请在名称或地址里写明区别（楼层、铺号、机器编号）",
        why: "名称、省市区和详细地址都一样而编码不同，多半是同一家店登记了两次，进件后会有两个 SMID，交易和打标分在两边。\
              同一地址的几个档口、几台自助机也会这样，所以只警告。空格、宽度、括号不同算相同。",
    },
    en: Text {
        message: "{0} store codes have the same name and address",
        remedy: "find out whether they are one store: if so keep one row, if not tell them apart by name or address (floor, unit, machine number)",
        why: "Two codes with the same name, division and address are most likely one store entered twice. Onboarded, it \
              would have two SMIDs, with trades and tagging split between them. Several stalls or machines may share an \
              address, so it only warns. Spaces, width and brackets make no difference.",
    },
    bad: "storeId001 西湖店 文三路 1 号，storeId002 西湖店 文三路１号",
    good: "storeId001 西湖店 文三路 1 号，storeId002 西湖店 文三路 2 号",
    source: "AntMerchantExpandShopCreateModel: store_id 与门店一一对应 [A]; 同名同址为同店是推断 [D]",
    test: Test::Group(name_and_address_repeated),
    ..Rule::WARNING
};

fn name_and_address_repeated(group: &Group) -> Vec<Finding> {
    let table = group.table;
    let mut findings = Vec::new();
    let name = |row| {
        group.sound(row, Field::StoreCode)?;
        group.sound(row, Field::Address)?;
        group.sound(row, Field::StoreName)
    };
    let code = |row: u32| table.text(row as usize, Field::StoreCode);
    grouping::by_key(table.len(), name, |rows| {
        let mut placed: Vec<(Site, u32)> =
            rows.iter().map(|row| (site(table, *row), *row)).collect();
        placed.sort_by(|(a, x), (b, y)| {
            (a.cmp(b).then_with(|| code(*x).cmp(code(*y))))
                .then_with(|| grouping::content(table, *x, *y))
        });
        // The same code twice is another rule's business.
        placed.dedup_by(|(a, x), (b, y)| a == b && code(*x) == code(*y));
        for same in placed
            .chunk_by(|(a, _), (b, _)| a == b)
            .filter(|same| same.len() > 1)
        {
            let rows: Vec<u32> = same.iter().map(|(_, row)| *row).collect();
            let note = Note::SameHere;
            findings.extend(grouping::claimed_by_all(
                group,
                &rows,
                Field::StoreName,
                note,
            ));
        }
    });
    findings
}

/// Where a store is: its divisions, and its address without spaces and width.
type Site<'a> = ([&'a str; 3], String);

fn site(table: &Table, row: u32) -> Site<'_> {
    let text = |field| table.text(row as usize, field);
    let address = name::fold_width(text(Field::Address));
    let folded = address.chars().filter(|char| !char.is_whitespace());
    let divisions = [Field::Province, Field::City, Field::District].map(text);
    (divisions, folded.collect())
}

/// One finding a repeat, beside the row it repeats.
pub(crate) fn findings(group: &Group, repeats: &RowRepeats) -> Vec<Finding> {
    let field = grouping::key_field(group.table);
    let finding = |(row, first)| {
        let defect = Defect::at(field);
        let first = grouping::related(group, first, field, Note::SameHere, false);
        group.finding(row, defect).related(first)
    };
    repeats.pairs().map(finding).collect()
}

/// The rows that repeat an earlier row, ascending, each with that row.
pub(crate) struct RowRepeats(Vec<(u32, u32)>);

impl RowRepeats {
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (u32, u32)> {
        self.0.iter().copied()
    }

    pub(crate) fn contains(&self, row: u32) -> bool {
        self.0.binary_search_by_key(&row, |pair| pair.0).is_ok()
    }
}

/// Finds the rows that repeat an earlier one in every field.
pub(crate) fn repeats(table: &Table) -> RowRepeats {
    let key_field = grouping::key_field(table);
    let mut pairs = Vec::new();
    let key = |row| Some(table.text(row, key_field));
    grouping::by_key(table.len(), key, |rows| {
        let mut rows = rows.to_vec();
        rows.sort_by(|a, b| {
            let place = |row: &u32| table.origins[*row as usize];
            grouping::content(table, *a, *b).then(place(a).cmp(&place(b)))
        });
        for same in rows.chunk_by(|a, b| grouping::content(table, *a, *b).is_eq()) {
            pairs.extend(same[1..].iter().map(|row| (*row, same[0])));
        }
    });
    pairs.sort_unstable();
    RowRepeats(pairs)
}
