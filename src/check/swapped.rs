//! The rule on two cells of a row whose values stand in each other's place. It runs before the rules on
//! either cell, so that one defect is one finding.

use super::beside;
use crate::model::rule::{Context, Defect, Rule, Test, Text};
use crate::model::{Field, Note, Related, Row, Source, Table};
use crate::value::{id_card, name, suggestion};

pub(crate) static RULES: &[&Rule] = &[&IDN012];

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
    let number = beside(row, Field::LegalName).and_then(|text| as_number(text, context));
    let legal = beside(row, Field::LegalIdNo).filter(|text| is_a_name(text));
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
