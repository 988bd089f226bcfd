//! Rules on legal entities across stores: one licence has one name, one legal person and one ID, and
//! one person has one name. The minority is what gets reported; without one, all rows are in doubt.
//! And on what several entities share, a contact, a settlement account, a head office: each finding shows
//! the smallest set of cells that says so, and none stops a store, for all of it may be meant.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::grouping;
use super::grouping::Sides;
use super::names;
use crate::model::rule::{Defect, Group, Rule, Test, Text, When};
use crate::model::{Field, Finding, Note, Row};
use crate::value::id_card::without_upgrade;
use crate::value::name::{NameVerdict, comparison_key};
use crate::value::{mask, merchant, name, phone};

pub(crate) static RULES: &[&Rule] = &[
    &ENT001, &ENT002, &ENT003, &ENT004, &ENT005, &ENT006, &ENT007,
];

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
    let key = |name| comparison_key(name, false);
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
    by_licence(group, Field::LegalName, |name| comparison_key(name, true))
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
    by_licence_among(group, Field::LegalIdNo, named, without_upgrade)
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
        let keys = keys(group, rows, Field::LegalName, |name| {
            comparison_key(name, true)
        });
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

pub(crate) static ENT005: Rule = Rule {
    code: "ENT005",
    name: "contact-shared",
    reads: &[
        Field::ContactMobile,
        Field::BusinessLicense,
        Field::LegalName,
    ],
    title: (
        "多个主体共用一个联系手机",
        "one contact mobile for several entities",
    ),
    expected: ("各主体自己的联系人", "each entity's own contact"),
    zh: Text {
        message: "{0} 个法人不同的主体都填了这个联系手机",
        remedy: "确认是不是代办人或总部的号码；请各主体填自己的联系人，确是同一集团的不用处理",
        why: "法人各不相同的执照共用一个联系手机，像是代办人一手注册，或把许多商户挂在一个「大商户」下，受理机构和支付宝的风控\
              会问。三个及以上的主体（执照不同、法人也不同）才报，每个手机一次，列出其中三家；同一法人名下的几张执照只算一个。",
    },
    en: Text {
        message: "{0} entities with different legal persons give this mobile as their contact",
        remedy: "find out whether it is an agent's or a head office's number; each entity gives its own contact, unless all are one group",
        why: "Licences with different legal persons behind one contact look like an agent's mass registration, or like \
              many merchants hung below one (大商户), and the risk control of acquirers and Alipay asks about it. Three \
              entities or more (different licences and legal persons) are one finding per mobile that names three of \
              them; several licences of one person count once.",
    },
    bad: "三张执照、三个法人: 联系手机都是 13800138000",
    good: "三张执照、同一法人: 联系手机都是 13800138000",
    source: "大商户模式为监管所禁, M0 级别 (Alipay SDK indirect_level [A]); 三个主体为界是本程序的约定 [D]",
    test: Test::Group(contact_shared),
    ..Rule::WARNING
};

/// So many entities behind one contact are worth a question.
const ENTITIES: usize = 3;

fn contact_shared(group: &Group) -> Vec<Finding> {
    let field = Field::ContactMobile;
    let mut findings = Vec::new();
    let key = |row| {
        entity(group, row)?;
        group.sound(row, Field::LegalName)?;
        group
            .sound(row, field)
            .filter(|text| phone::is_mobile(text))
    };
    let licence = |row| group.table.text(row, Field::BusinessLicense);
    grouping::differing(group.table.len(), key, licence, |rows| {
        let entities = entities(group, rows);
        let [first, others @ ..] = &entities[..] else {
            return;
        };
        if entities.len() < ENTITIES {
            return;
        }
        let defect = Defect::at(field).arg(entities.len());
        let mut finding = group.finding(*first, defect);
        for row in others.iter().take(ENTITIES - 1) {
            finding = finding.related(grouping::related(group, *row, field, Note::SameHere, false));
        }
        findings.push(finding);
    });
    findings
}

/// One row for each entity with a licence and a legal person that no earlier one has, in the order of
/// store codes.
fn entities(group: &Group, rows: &[u32]) -> Vec<u32> {
    let (mut licences, mut people) = (BTreeSet::new(), BTreeSet::new());
    let rows = grouping::by_store(group.table, rows.iter().copied());
    rows.filter(|row| {
        let text = |field| group.table.text(*row as usize, field);
        let legal = comparison_key(text(Field::LegalName), true);
        let licence = text(Field::BusinessLicense);
        let new = !licences.contains(licence) && !people.contains(&legal);
        if new {
            licences.insert(licence);
            people.insert(legal);
        }
        new
    })
    .collect()
}

/// The licence a row is known by, when it is sound and whole.
fn entity<'a>(group: &Group<'a>, row: usize) -> Option<&'a str> {
    let licence = group.sound(row, Field::BusinessLicense)?;
    (!mask::is_masked(licence)).then_some(licence)
}

pub(crate) static ENT006: Rule = Rule {
    code: "ENT006",
    name: "card-shared",
    reads: &[
        Field::CardNo,
        Field::CardName,
        Field::BusinessLicense,
        Field::LegalName,
    ],
    title: (
        "两个主体共用一个结算账号",
        "one settlement account for two entities",
    ),
    expected: ("一个账号一个开户名", "one holder per account"),
    zh: Text {
        message: "执照 {0} 的门店也填了这个结算账号，法人和开户名却都不同",
        remedy: "对照开户资料，查明账号是谁的，另一主体改填自己的账号",
        why: "一个结算账号只有一个户名。两张执照法人不同、开户名也不同，却填了同一个账号，多半是复制时带错了行，钱会结算给别人；\
              也可能是一个大商户替别人收款。同一法人的几张执照共用一张卡、分公司结算到同一个总公司账户，都不算。\
              开户名已报不符的行不再比较。",
    },
    en: Text {
        message: "stores of licence {0} give this account as well, with another legal person and another holder",
        remedy: "find out from the account papers whose it is; the other entity gives its own",
        why: "An account has one holder. Where two licences with different legal persons and holders give the same one, \
              a row was most likely copied wrongly and the money goes to somebody else, or one merchant collects for \
              others. Several licences of one person may share a card, and branches their head office's account. Rows \
              whose holder was reported are not compared.",
    },
    bad: "甲公司 (张三) 与乙公司 (李四): 账号相同，开户名各写各的",
    good: "甲店、乙店 (法人都是张三): 账号相同，开户名都是张三",
    source: "一个账号一个户名: 人民币银行结算账户管理办法; 大商户模式为监管所禁 [D]",
    yields_to: &[(When::KnownToRegister, &["BAC002"])],
    test: Test::Group(card_shared),
    ..Rule::WARNING
};

fn card_shared(group: &Group) -> Vec<Finding> {
    let table = group.table;
    let field = Field::CardNo;
    let mut findings = Vec::new();
    let key = |row| {
        entity(group, row)?;
        group.sound(row, Field::LegalName)?;
        group.sound(row, Field::CardName)?;
        group.sound(row, field)
    };
    let licence = |row| table.text(row, Field::BusinessLicense);
    grouping::differing(table.len(), key, licence, |rows| {
        let mut sides: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        for row in grouping::by_store(table, rows.iter().copied()) {
            sides.entry(licence(row as usize)).or_default().push(row);
        }
        // Of equally large sides the licence that sorts first is compared with the others.
        let most = sides.values().map(Vec::len).max();
        let Some(speaker) = sides.values().find(|rows| Some(rows.len()) == most) else {
            return;
        };
        let speaker = speaker[0];
        for side in sides.values().filter(|side| side[0] != speaker) {
            if !is_explained(group, side[0] as usize, speaker as usize) {
                let defect = Defect::at(field).arg(licence(speaker as usize));
                let related = grouping::related(group, speaker, field, Note::SameHere, false);
                let finding = group.finding(side[0], defect);
                findings.push(finding.related(related));
            }
        }
    });
    findings
}

/// Whether two rows may settle to one account: one legal person, or one holder.
fn is_explained(group: &Group, a: usize, b: usize) -> bool {
    let table = group.table;
    let same = |field| {
        let (a, b) = (table.text(a, field), table.text(b, field));
        let masked = mask::is_masked(a) || mask::is_masked(b);
        masked || name::compare_person(a, b) != NameVerdict::Different
    };
    let id = |row| group.sound(row, Field::LegalIdNo).map(without_upgrade);
    same(Field::LegalName) || same(Field::CardName) || (id(a).is_some() && id(a) == id(b))
}

pub(crate) static ENT007: Rule = Rule {
    code: "ENT007",
    name: "branch-legal-person",
    reads: &[
        Field::LegalName,
        Field::MerchantName,
        Field::BusinessLicense,
    ],
    title: (
        "分公司填了总公司的法人",
        "branch with its head office's legal person",
    ),
    expected: (
        "分公司执照上的负责人",
        "the person in charge (负责人) on the branch's licence",
    ),
    zh: Text {
        message: "分公司的法人与总公司 {0} 的相同；分公司执照上印的是负责人",
        remedy: "对照分公司的执照，确认负责人就是这个人；是，就不用处理",
        why: "分公司有自己的执照，上面印的是「负责人」，常常不是总公司的法定代表人。表里一律填总公司法人的，M4 核对四要素时\
              会与分公司的支付宝账户不符。两者也可以是同一个人，所以只提示；负责人与总公司法人不同是正常的，不报。",
    },
    en: Text {
        message: "the branch has the legal person of its head office {0}; a branch's licence prints a person in charge",
        remedy: "see whether the branch's licence names this person in charge; if it does, nothing to do",
        why: "A branch has a licence of its own that prints a person in charge (负责人), often not the legal \
              representative (法定代表人) of its head office. Where a sheet gives the latter for every branch, the four \
              elements of M4 differ from the branch's Alipay account. They may be one person, so this is a note; a \
              branch with another person than its head office is normal and not reported.",
    },
    bad: "甲有限公司 (张三)，甲有限公司西湖分公司 (张三)",
    good: "甲有限公司 (张三)，甲有限公司西湖分公司 (李四)",
    source: "公司法: 分公司营业执照载明负责人; 常见的填错 [D]",
    test: Test::Group(branch_legal_person),
    ..Rule::NOTE
};

fn branch_legal_person(group: &Group) -> Vec<Finding> {
    let table = group.table;
    let mut findings = Vec::new();
    let company = |row| table.text(row, Field::MerchantName);
    let key = |row| {
        entity(group, row)?;
        group.sound(row, Field::LegalName)?;
        head_office(group.sound(row, Field::MerchantName)?)
    };
    grouping::differing(table.len(), key, company, |rows| {
        let licence = |row: u32| table.text(row as usize, Field::BusinessLicense);
        let legal = |row: u32| table.text(row as usize, Field::LegalName);
        let rows: Vec<u32> = grouping::by_store(table, rows.iter().copied()).collect();
        let is_head =
            |row: &u32| head_office(company(*row as usize)) == Some(company(*row as usize));
        let Some(head) = rows.iter().copied().find(is_head) else {
            return;
        };
        let mut reported = BTreeSet::from([licence(head)]);
        for row in rows.into_iter().filter(|row| !is_head(row)) {
            let same = name::compare_person(legal(row), legal(head)) != NameVerdict::Different;
            if same && reported.insert(licence(row)) {
                let defect = Defect::at(Field::LegalName).arg(company(head as usize));
                let related =
                    grouping::related(group, head, Field::LegalName, Note::SameHere, false);
                let finding = group.finding(row, defect);
                findings.push(finding.related(related));
            }
        }
    });
    findings
}

/// How the names of branches end.
const BRANCHES: [&str; 5] = ["分公司", "分店", "分厂", "店", "营业部"];

/// The company a name is that of, or a branch of: 甲有限公司 of 甲有限公司西湖分公司. `None` for what is
/// neither.
fn head_office(name: &str) -> Option<&str> {
    const COMPANY: &str = "公司";
    let end = name.find(COMPANY)? + COMPANY.len();
    let (head, rest) = name.split_at(end);
    let is_branch = BRANCHES.iter().any(|ending| rest.ends_with(ending));
    (rest.is_empty() || is_branch).then_some(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn head_offices() {
        for (name, head) in [
            ("甲有限公司", Some("甲有限公司")),
            ("甲有限公司西湖分公司", Some("甲有限公司")),
            ("甲(杭州)有限公司文三路店", Some("甲(杭州)有限公司")),
            ("甲分公司", Some("甲分公司")),
            ("甲有限公司(集团)", None),
            ("西湖店", None),
        ] {
            assert_eq!(head_office(name), head, "{name}");
        }
    }
}
