//! Rules on legal entities across stores: one licence has one name, one legal person and one ID, and
//! one person has one name. The minority is what gets reported; without one, all rows are in doubt.

use std::borrow::Cow;

use super::grouping;
use super::grouping::Sides;
use super::names;
use crate::model::rule::{Group, Rule, Test, Text, When};
use crate::model::{Field, Finding, Row};
use crate::value::{mask, merchant, name};

pub(crate) static RULES: &[&Rule] = &[&ENT001, &ENT002, &ENT003, &ENT004];

pub(crate) static ENT001: Rule = Rule {
    code: "ENT001",
    name: "licence-names-differ",
    reads: &[Field::MerchantName, Field::BusinessLicense],
    title: (
        "同一执照的公司名称不一致",
        "company names differ under one licence",
    ),
    expected: ("一张执照一个公司名称", "one company name per licence"),
    zh: Text {
        message: "同一执照号的其他门店写的是 {other}{0}",
        remedy: "以营业执照为准，改正写错的公司名称或执照号；其他门店的写法仅供参考",
        why: "一张执照只有一个名称。少数门店的写法各报一次，多数的写法只作参考；相持不下时整组报一次，\
              每种写法只列一格、注明有几行，所有门店暂缓。括号、空格、宽度不同不算不一致，带掩码的不比较；有限公司与有限责任公司是不同的登记名称。个体工商户\
              （92 开头）没有字号、写经营者姓名或「个体户」加姓名的，不算不一致。",
    },
    en: Text {
        message: "other stores with this licence say {other}{1}",
        remedy: "go by the licence and correct the wrong name or licence number; what other stores say is a hint only",
        why: "A licence has one name. Each cell of a minority is a finding, beside one cell of the majority as a \
              hint; in a tie the group is one finding with one cell for each value, and all its stores are held. \
              Brackets, spaces and width make no difference; 有限公司 and 有限责任公司 are different \
              registrations. An individual business (licence beginning 92) may have no name, its operator's, or \
              个体户 and its operator's.",
    },
    bad: "同一执照: 杭州甲乙商贸有限公司 ×2，杭州甲乙贸易有限公司 ×1",
    good: "同一执照: 杭州甲乙商贸(集团)有限公司，杭州甲乙商贸（集团）有限公司",
    source: "四要素 商家接入流程 3.2 第 6 步; 多数为准是本程序的约定 [D]",
    yields_to: &[(When::RestAgrees(None), &["MER003", "ACC004"])],
    test: Test::Group(company_names),
    ..Rule::ERROR
};

fn company_names(group: &Group) -> Vec<Finding> {
    let named = |row| !is_called_after_operator(group, row);
    let key = |name| folded(name, false);
    by_licence_among(group, Field::MerchantName, named, key)
}

/// An individual business without a name, or under its operator's, contradicts no name it may have.
fn is_called_after_operator(group: &Group, row: usize) -> bool {
    let text = |field| group.table.text(row, field);
    let name = text(Field::MerchantName);
    merchant::is_individual(text(Field::BusinessLicense))
        && (merchant::is_nameless(name) || merchant::is_operators(name, text(Field::LegalName)))
}

pub(crate) static ENT002: Rule = Rule {
    code: "ENT002",
    name: "licence-legal-names-differ",
    reads: &[Field::LegalName, Field::BusinessLicense],
    title: (
        "同一执照的法人姓名不一致",
        "legal persons differ under one licence",
    ),
    expected: ("一张执照一个法人", "one legal person per licence"),
    zh: Text {
        message: "同一执照号的其他门店写的是 {other}{0}",
        remedy: "以营业执照上的法定代表人（经营者、负责人）为准改正，其他门店的写法仅供参考；刚变更过的请全部更新",
        why: "一张执照只有一个法人。少数门店的写法各报一次，多数的写法只作参考；相持不下时整组报一次，\
              每种写法只列一格、注明有几行，所有门店暂缓。间隔号、空格、宽度不同不算不一致，带掩码的不比较。",
    },
    en: Text {
        message: "other stores with this licence say {other}{1}",
        remedy: "correct it by the licence, what other stores say is a hint only; after a change of legal person update all stores",
        why: "A licence has one legal person. Each cell of a minority is a finding, beside one cell of the majority \
              as a hint; in a tie the group is one finding with one cell for each value, and all its stores are \
              held. Middle dots, spaces and width make no difference.",
    },
    bad: "同一执照: 张三 ×2，李四 ×1",
    good: "同一执照: 张三 ×3",
    source: "四要素 商家接入流程 3.2 第 6 步; 多数为准是本程序的约定 [D]",
    yields_to: &[(When::RestAgrees(None), &["MER003", "ACC004"])],
    test: Test::Group(legal_names),
    ..Rule::ERROR
};

fn legal_names(group: &Group) -> Vec<Finding> {
    by_licence(group, Field::LegalName, |name| folded(name, true))
}

pub(crate) static ENT003: Rule = Rule {
    code: "ENT003",
    name: "licence-legal-ids-differ",
    reads: &[Field::LegalIdNo, Field::BusinessLicense, Field::LegalName],
    title: (
        "同一法人的证件号不一致",
        "ID numbers of one legal person differ",
    ),
    expected: ("一个法人一个证件号", "one ID number per legal person"),
    zh: Text {
        message: "同一执照、同一法人的其他门店写的是 {other}{0}",
        remedy: "以证件原件为准改正，其他门店的写法仅供参考",
        why: "同一执照、同一姓名的法人只有一个证件号。号码各自都通过校验，说明可能抄了别人的。\
              15 位旧号与它升位后的 18 位号算同一个；姓名已报不一致的行不再比较。",
    },
    en: Text {
        message: "other stores with this licence and legal person say {other}{1}",
        remedy: "correct it by the document itself; what other stores say is a hint only",
        why: "One legal person under one licence has one ID number. Each number is sound, so one may have been \
              copied from somebody else. A 15-digit number equals its 18-digit form; rows whose names were \
              reported as different are not compared.",
    },
    bad: "同一执照、同为张三: 两个不同的身份证号",
    good: "同一执照、同为张三: 同一个身份证号",
    source: "四要素 商家接入流程 3.2 第 6 步; GB 11643-1999",
    yields_to: &[(When::RestAgrees(None), &["MER003", "ACC004"])],
    test: Test::Group(legal_ids),
    ..Rule::ERROR
};

fn legal_ids(group: &Group) -> Vec<Finding> {
    let named = |row| {
        let name = group.sound(row, Field::LegalName);
        name.is_some_and(|name| !mask::is_masked(name))
    };
    by_licence_among(group, Field::LegalIdNo, named, person)
}

pub(crate) static ENT004: Rule = Rule {
    code: "ENT004",
    name: "legal-id-names-differ",
    reads: &[Field::LegalName, Field::LegalIdNo, Field::BusinessLicense],
    title: (
        "同一证件号的法人姓名不一致",
        "names differ for one ID number",
    ),
    expected: ("一个证件号一个姓名", "one name per ID number"),
    zh: Text {
        message: "另一执照的门店用同一证件号，写的是 {other}{0}",
        remedy: "以证件原件为准，改正写错的姓名或证件号；其他门店的写法仅供参考",
        why: "一个人可以是几家公司的法人，但一个证件号只有一个姓名。少数的执照各报一次，多数的写法只作参考，\
              连同该执照的其他门店；相持不下时整组报一次，每种写法只列一格。",
    },
    en: Text {
        message: "stores of another licence give this ID number with the name {other}{1}",
        remedy: "go by the document and correct the wrong name or number; what other stores say is a hint only",
        why: "Somebody may be the legal person of several companies, but an ID number has one name. Each \
              licence of a minority is one finding together with its other stores, beside one cell of the majority \
              as a hint, and in a tie the group is one finding with one cell for each value.",
    },
    bad: "330106199003074525: 甲公司写张三，乙公司写李四",
    good: "330106199003074525: 甲公司、乙公司都写张三",
    source: "GB 11643-1999: 号码唯一; 多数为准是本程序的约定 [D]",
    yields_to: &[(When::RestAgrees(None), &["ACC002", "ENT003"])],
    test: Test::Group(names_of_ids),
    ..Rule::ERROR
};

fn names_of_ids(group: &Group) -> Vec<Finding> {
    let table = group.table;
    let licence = |row: &u32| table.text(*row as usize, Field::BusinessLicense);
    let mut findings = Vec::new();
    let key = |row| {
        group.sound(row, Field::BusinessLicense)?;
        group.sound(row, Field::LegalName)?;
        group.sound(row, Field::LegalIdNo)
    };
    let name = |row| table.text(row, Field::LegalName);
    grouping::differing(table.len(), key, name, |rows| {
        let keys = keys(group, rows, Field::LegalName, |name| folded(name, true));
        let sides = Sides::new(borrowed(&keys));
        if sides.agree() || rows.iter().all(|row| licence(row) == licence(&rows[0])) {
            return;
        }
        let Some((speaker, minorities)) = sides.decided(table) else {
            findings.extend(sides.undecided(group, Field::LegalName));
            return;
        };
        for mut side in minorities {
            // Stable: within a licence rows stay in the order of their store codes.
            side.sort_by(|a, b| licence(a).cmp(licence(b)));
            for stores in side.chunk_by(|a, b| licence(a) == licence(b)) {
                let mut finding = grouping::outvoted(group, stores[0], speaker, Field::LegalName);
                finding.touch(table.kind, &stores[1..]);
                findings.push(finding);
            }
        }
    });
    findings
}

fn by_licence<'a>(
    group: &'a Group,
    field: Field,
    key: impl Fn(&'a str) -> Cow<'a, str>,
) -> Vec<Finding> {
    by_licence_among(group, field, |_| true, key)
}

/// Groups rows by licence and compares what they say in `field`: each cell of a minority is a finding.
fn by_licence_among<'a>(
    group: &'a Group,
    field: Field,
    among: impl Fn(usize) -> bool + Sync,
    key: impl Fn(&'a str) -> Cow<'a, str>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let licence = |row| {
        group.sound(row, field)?;
        group
            .sound(row, Field::BusinessLicense)
            .filter(|_| among(row))
    };
    let value = |row| group.table.text(row, field);
    grouping::differing(group.table.len(), licence, value, |rows| {
        let keys = keys(group, rows, field, &key);
        let sides = Sides::new(borrowed(&keys));
        if sides.agree() {
            return;
        }
        match sides.decided(group.table) {
            Some((speaker, minorities)) => {
                let rows = minorities.into_iter().flatten();
                findings.extend(rows.map(|row| grouping::outvoted(group, row, speaker, field)));
            }
            None => findings.extend(sides.undecided(group, field)),
        }
    });
    findings
}

/// What each row says. A masked value may be anybody's, and what a damaged name says is not known: they
/// take no side.
fn keys<'a>(
    group: &'a Group,
    rows: &[u32],
    field: Field,
    key: impl Fn(&'a str) -> Cow<'a, str>,
) -> Vec<(Cow<'a, str>, u32)> {
    let doubtful = |row: u32| {
        let unsound = group.broken[row as usize];
        field == Field::LegalName
            && names::is_doubtful(Row {
                unsound,
                ..group.table.row(row as usize)
            })
    };
    rows.iter()
        .map(|row| (group.table.text(*row as usize, field), *row))
        .filter(|(text, row)| !mask::is_masked(text) && !names::has_lost(text) && !doubtful(*row))
        .map(|(text, row)| (key(text), row))
        .collect()
}

fn borrowed<'k>(keys: &'k [(Cow<'_, str>, u32)]) -> Vec<(&'k str, u32)> {
    keys.iter().map(|(key, row)| (key.as_ref(), *row)).collect()
}

/// A canonical name as [`name::compare_company`] and [`name::compare_person`] see it: equal keys, same
/// name.
pub(super) fn folded(text: &str, person: bool) -> Cow<'_, str> {
    let fold = |char: char| match name::half(char) {
        '•' | '・' | '･' | '‧' => '·',
        '.' if person => '·',
        half if person => half.to_ascii_lowercase(),
        half => half,
    };
    if text
        .chars()
        .all(|char| fold(char) == char && !char.is_whitespace())
    {
        return Cow::Borrowed(text);
    }
    let shown = text.chars().map(fold).filter(|char| !char.is_whitespace());
    Cow::Owned(shown.collect())
}

/// An ID number without what its 15-digit form leaves out: century 19 and the check character.
pub(super) fn person(id: &str) -> Cow<'_, str> {
    match (id.get(..6), id.get(6..8), id.get(8..17)) {
        (Some(division), Some("19"), Some(rest)) if id.len() == 18 => {
            Cow::Owned(format!("{division}{rest}"))
        }
        _ => Cow::Borrowed(id),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::name::NameVerdict;
    use proptest::prelude::*;

    #[test]
    fn the_old_and_the_new_number_are_one_person() {
        assert_eq!(person("110105198501010012"), person("110105850101001"));
        assert_ne!(person("110105198501010012"), person("110105199501010019"));
    }

    proptest! {
        #[test]
        fn keys_agree_with_comparison(
            a in "[甲乙 （）()【.·•・Aa　]{0,4}",
            b in "[甲乙 （）()【.·•・Aa　]{0,4}",
        ) {
            let company = name::compare_company(&a, &b) != NameVerdict::Different;
            prop_assert_eq!(folded(&a, false) == folded(&b, false), company);
            let person = name::compare_person(&a, &b) != NameVerdict::Different;
            prop_assert_eq!(folded(&a, true) == folded(&b, true), person);
        }
    }
}
