//! Rules on what several legal entities share: a contact, a settlement account, a head office. Each shows
//! the smallest set of cells that says so, and none stops a store, for all of it may be meant.

use std::collections::{BTreeMap, BTreeSet};

use super::entity::{folded, person};
use super::grouping;
use crate::model::rule::{Defect, Group, Rule, Test, Text, When};
use crate::model::{Field, Finding, Note};
use crate::value::name;
use crate::value::name::NameVerdict;
use crate::value::{mask, phone};

pub(crate) static RULES: &[&Rule] = &[&ENT005, &ENT006, &ENT007];

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
        let mut finding = Finding::at(
            group.rule,
            group.table,
            *first as usize,
            group.sources,
            defect,
        );
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
        let legal = folded(text(Field::LegalName), true);
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
        // Of equally many stores the licence that sorts first speaks.
        let most = sides.values().map(Vec::len).max();
        let Some(speaker) = sides.values().find(|rows| Some(rows.len()) == most) else {
            return;
        };
        let speaker = speaker[0];
        for side in sides.values().filter(|side| side[0] != speaker) {
            if !is_explained(group, side[0] as usize, speaker as usize) {
                let defect = Defect::at(field).arg(licence(speaker as usize));
                let related = grouping::related(group, speaker, field, Note::SameHere, false);
                let row = side[0] as usize;
                let finding = Finding::at(group.rule, table, row, group.sources, defect);
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
    let id = |row| group.sound(row, Field::LegalIdNo).map(person);
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
        let mut told = BTreeSet::from([licence(head)]);
        for row in rows.into_iter().filter(|row| !is_head(row)) {
            let same = name::compare_person(legal(row), legal(head)) != NameVerdict::Different;
            if same && told.insert(licence(row)) {
                let defect = Defect::at(Field::LegalName).arg(company(head as usize));
                let related =
                    grouping::related(group, head, Field::LegalName, Note::SameHere, false);
                let finding = Finding::at(group.rule, table, row as usize, group.sources, defect);
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
